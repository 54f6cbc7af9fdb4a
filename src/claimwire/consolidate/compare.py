"""Do two reports tell of one happening? Hard rules of CODEBOOK section 8 first, then a weighted sum that a person can follow."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

from claimwire.consolidate.sketch import Sketch

WEIGHTS: Mapping[str, float] = {"bias": -3.0, "same_place": 2.0, "same_stem": 1.5, "same_actor": 0.5}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Log-odds that two sketches tell of one happening, what went into it, and the rule that forbids it (None: allowed)."""

    score: float
    features: tuple[tuple[str, float], ...]  # name and log-odds that it gave, strongest first
    veto: str | None
    part: int = 0  # under a veto of granularity: -1 where the first lies inside the second's larger happening, 1 the other way

    @property
    def probability(self) -> float:
        """The score as a probability, 0 under a veto."""
        return 0.0 if self.veto else 1 / (1 + math.exp(-self.score))


def compare(a: Sketch, b: Sketch) -> Verdict:
    """Return whether two reports may and should be said to tell of one happening. Symmetric but for ``part``."""
    veto = _veto(a, b)
    if veto:
        return Verdict(score=-math.inf, features=(), veto=veto)
    found = []
    if {s.name for s in a.spots} & {s.name for s in b.spots}:
        found.append("same_place")
    if set(a.stems) & set(b.stems):
        found.append("same_stem")
    if set(a.actors) & set(b.actors):
        found.append("same_actor")
    features = tuple(sorted(((n, WEIGHTS[n]) for n in found), key=lambda f: (-abs(f[1]), f[0])))
    return Verdict(score=WEIGHTS["bias"] + sum(w for _, w in features), features=features, veto=None)


def _veto(a: Sketch, b: Sketch) -> str | None:
    if a.event_type != b.event_type or (a.event_type is None and a.kind != b.kind):
        return "other type"
    if a.realization != b.realization:
        return "other realization"
    return None
