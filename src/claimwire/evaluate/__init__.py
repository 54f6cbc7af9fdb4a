"""How good it is: benchmarks with n and intervals, and floors that only go up."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from claimwire.errors import EvaluationError
from claimwire.evaluate.benches import BENCHES, Bench, Grouping, Tools
from claimwire.evaluate.blocking import Blocked
from claimwire.evaluate.measures import Figure

__all__ = ["BENCHES", "Bench", "Blocked", "Figure", "Grouping", "Tools", "choose", "evaluate", "trained_on"]


def choose(names: Sequence[str], *, data: Path) -> list[Bench]:
    """Return the named benchmarks ("all": those whose files are there). Raises EvaluationError for an unknown or absent one."""
    known = {b.name: b for b in BENCHES}
    if "all" in names:
        there = [b for b in BENCHES if all((data / f).exists() for f in b.files)]
        if not any(b.files for b in there):
            raise EvaluationError(f"{data}: no benchmark's files are here; give the data folder with --data")
        return there
    out = []
    for name in names:
        if name not in known:
            raise EvaluationError(f"{name}: no such benchmark; there are {', '.join(known)} and all")
        absent = [f for f in known[name].files if not (data / f).exists()]
        if absent:
            raise EvaluationError(f"{name}: {data / absent[0]} is absent; give the data folder with --data")
        out.append(known[name])
    return out


def evaluate(bench: Bench, *, data: Path, tools: Tools, assets: Path | None = None) -> list[Figure]:
    """Run one benchmark. Raises EvaluationError when its data was trained on: such a score is worth nothing."""
    learned = trained_on(assets) if assets is not None else frozenset()
    for name in bench.files:
        if name in learned and not bench.held_out:
            raise EvaluationError(f"{bench.name}: {name} was trained on ({assets}); a score on it says nothing")
    return bench.run([data / f for f in bench.files], tools)


def trained_on(assets: Path) -> frozenset[str]:
    """Return the files that training learned from, by path below the data folder; those it was scored on are not among them."""
    if not assets.exists():
        return frozenset()
    try:
        files = tomllib.loads(assets.read_text(encoding="utf-8")).get("file", [])
        return frozenset(f["path"] for f in files if f["use"] != "evaluate")
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as e:
        raise EvaluationError(f"{assets}: each [[file]] needs path and use ({e}); restore it from version control") from e
