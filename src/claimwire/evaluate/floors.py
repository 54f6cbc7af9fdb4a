"""The gate: figures that have been reached are floors, and floors only go up."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

from claimwire.errors import EvaluationError
from claimwire.evaluate.measures import Figure

# Figures where less is better; their "floor" is a ceiling.
LESS_IS_BETTER = frozenset(
    {
        "roles_swapped",
        "places.median_km",
        "false_corroborated",
        "grave_status",
        "origin_count_error",
        *(
            f"{s}.false_corroborated"
            for s in ("copies", "voices", "independent", "denials", "corrections", "numbers", "strikes", "episodes")
        ),
    }
)
# Figures that are right near 1, or say how much was looked at, not how well: reported, not gated.
UNGATED = frozenset({"coded", "factuality.coverage"})
_RIGHT_NEAR_ONE = ("inflation", "share_compared")
_SLACK = 0.0005  # rounding of the stored floor


def read(path: Path) -> dict[str, float]:
    """Read floors as {"bench.figure": value}; no file is no floor."""
    if not path.exists():
        return {}
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except json.JSONDecodeError as e:
        raise EvaluationError(f"{path}: not JSON (line {e.lineno}); restore it from version control") from e
    return {str(k): float(v) for k, v in data.items()}


def broken(floors: Mapping[str, float], figures: Mapping[str, list[Figure]]) -> list[str]:
    """Return a line for each figure that fell below its floor; benchmarks that were not run are not judged."""
    out = []
    for bench, found in figures.items():
        for f in found:
            floor = floors.get(f"{bench}.{f.name}")
            if floor is None or f.value is None:
                continue
            worse = f.value > floor + _SLACK if f.name in LESS_IS_BETTER else f.value < floor - _SLACK
            if worse:
                out.append(f"{bench}.{f.name}: {f.value:.3f}, floor {floor:.3f} (n={f.n})")
    return out


def raised(floors: Mapping[str, float], figures: Mapping[str, list[Figure]]) -> dict[str, float]:
    """Return floors with every better figure put in their place, cut (never rounded up) to three decimals."""
    out = dict(floors)
    for bench, found in figures.items():
        for f in found:
            if f.value is None or f.name in UNGATED or f.name.endswith(_RIGHT_NEAR_ONE):
                continue
            key = f"{bench}.{f.name}"
            if f.name in LESS_IS_BETTER:
                value = math.ceil(f.value * 1000) / 1000
                out[key] = min(out.get(key, value), value)
            else:
                value = math.floor(f.value * 1000) / 1000
                out[key] = max(out.get(key, value), value)
    return dict(sorted(out.items()))
