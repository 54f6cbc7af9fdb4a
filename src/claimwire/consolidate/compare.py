"""Do two reports tell of one happening? Hard rules of CODEBOOK section 8 first, then a weighted sum that a person can follow."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

from claimwire.consolidate.likeness import Face, distance, findings, named_after, named_alike, spelled_otherwise
from claimwire.consolidate.sketch import Sketch

EPISODE = "a point and an episode"
SAME_KM = 10.0  # two gazetteers put one town as far apart


@cache
def weights(name: str) -> Mapping[str, float]:
    """Return fitted log-odds by finding: "across" reports, or "within" one. Made by ``training/pairs.py``."""
    text = (resources.files("claimwire.consolidate") / "weights.json").read_text(encoding="utf-8")
    found: dict[str, float] = json.loads(text)[name]
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether two sketches tell of one happening, what went into it, and the rule that forbids it (None: allowed).

    ``score`` is log-odds plus ``lenience``: positive where the two may be joined.
    """

    score: float
    features: tuple[tuple[str, float], ...]  # finding and the log-odds that it gave, strongest first
    veto: str | None
    part: int = 0  # under a veto of granularity: -1 where the first lies inside the second's larger happening, 1 the other way
    lenience: float = 0.0

    @property
    def probability(self) -> float:
        """How likely the two are one, as fitted on annotated reports; 0 under a veto."""
        return 0.0 if self.veto else 1 / (1 + math.exp(self.lenience - self.score))


def compare(a: Sketch, b: Sketch) -> Verdict:
    """Return whether two reports may and should be said to tell of one happening. Symmetric but for ``part``."""
    return compare_faces(Face.of(a), Face.of(b))


def compare_faces(a: Face, b: Face) -> Verdict:
    """Compare as ``compare`` does, with what is prepared once for many comparisons."""
    rule = veto(a, b)
    if rule:
        return Verdict(score=-math.inf, features=(), veto=rule, part=part_of(a, b) if rule == EPISODE else 0)
    table = _table(a, b)
    given = ((name, round(table[name] * value, 3)) for name, value in findings(a, b) if value and name in table)
    features = tuple(sorted(given, key=lambda f: (-abs(f[1]), f[0])))
    return Verdict(score=weighed(a, b), features=features, veto=None, lenience=table["lenience"])


def score(a: Face, b: Face) -> float | None:
    """Return only the score of ``compare``, several times as fast; None where a rule forbids the two to be one."""
    return None if veto(a, b) else weighed(a, b)


def weighed(a: Face, b: Face) -> float:
    """Return the score of two happenings that no rule forbids to be one."""
    table = _table(a, b)
    return round(table["bias"] + table["lenience"] + sum(table.get(name, 0.0) * value for name, value in findings(a, b)), 6)


def _table(a: Face, b: Face) -> Mapping[str, float]:
    return weights("within" if a.sketch.report == b.sketch.report else "across")


def veto(a: Face, b: Face) -> str | None:
    """Return the rule that forbids two happenings to be one, None where none does."""
    x, y = a.sketch, b.sketch
    if not a.stems & b.stems:
        # One word may be read as two types; what has no type is what its word says: a return is no decrease.
        if x.event_type != y.event_type:
            return "other type"
        if x.event_type is None and (x.kind != y.kind or not named_alike(a, b)):
            return "other type"
    if x.report == y.report and set(x.triggers) & set(y.triggers):
        return "split by the coder"
    if x.realization != y.realization:
        return "other realization"
    if a.points and b.points and not a.at & b.at and not spelled_otherwise(a, b):
        km = distance(a.points, b.points)
        if (km is None or km > SAME_KM) and not (named_after(a, b) or named_after(b, a)):
            return "two named points"
    if a.points and b.points and a.provinces and b.provinces and not a.provinces & b.provinces and not a.targets & b.targets:
        return "two towns of one name"
    if (a.unarmed and b.armed and not (a.armed or b.unarmed)) or (b.unarmed and a.armed and not (b.armed or a.unarmed)):
        return "civilians and armed men"
    if _apart(a, b):
        return "disjoint dates"
    if x.ongoing != y.ongoing and a.on_a_day != b.on_a_day:
        return EPISODE
    for key, p in a.counts.items():
        q = b.counts.get(key)
        if q is not None and p.type == "total" and p.as_of and q.as_of and p.as_of != q.as_of:
            return "totals of two dates"
    return None


def _apart(a: Face, b: Face) -> bool:
    """True when two happenings have days, or hours of one day, and share none."""
    x, y = a.sketch, b.sketch
    if x.precision == y.precision == "hour" and x.start and x.end and y.start and y.end:
        return x.end <= y.start or y.end <= x.start
    if a.first is None or a.last is None or b.first is None or b.last is None:
        return False
    return a.last <= b.first or b.last <= a.first


def part_of(a: Face, b: Face) -> int:
    """Return which of a point event and an episode lies inside the other, 0 where nothing but the type says so."""
    together = a.at & b.at or a.over & b.over or (a.actor_names & b.actor_names and a.recipient_names & b.recipient_names)
    if not together or a.on_a_day == b.on_a_day:
        return 0
    return -1 if a.on_a_day else 1
