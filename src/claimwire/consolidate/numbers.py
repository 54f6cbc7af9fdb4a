"""How many, over origins: one value each, its latest, and never two things that were not counted alike in one range."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median_low

from claimwire.consolidate.corrections import Standing, speaker
from claimwire.consolidate.members import Member
from claimwire.consolidate.status import located, place_key
from claimwire.ontology.model import Ontology
from claimwire.records import Claim, ClaimQuantity, Origin, QuantityRange

_ABOUT = re.compile(r"\b(?:about|around|some|nearly|almost|roughly|approximately|circa|an\s+estimated)\b", re.IGNORECASE)
_ROUGH = 0.15  # by how much a number beside "about" may differ and be the same
_TOWN = 3  # UCDP where_prec: up to here a place is a point
# Words for persons, dead or hurt in general: whoever counts "people" and whoever counts "bodies" count the same.
_ANYBODY = frozenset(
    {"people", "person", "life", "body", "victim", "dead", "death", "fatality", "casualty", "wounded", "injured"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number of one origin. Two figures may be compared when their ``key`` is the same."""

    key: str
    origin: Origin
    member: Member
    low: float
    best: float | None
    high: float | None
    rough: bool = False  # "about 30"

    @property
    def points(self) -> frozenset[str]:
        """The named towns that were counted in."""
        return frozenset(place_key(p) for p in located(self.member) if p.place is not None and p.place.precision <= _TOWN)

    @property
    def area(self) -> int | None:
        """How large the place is that was counted in, 3 for a town or less; None where none is named."""
        known = [p.place.precision for p in located(self.member) if p.place is not None]
        return max(_TOWN, min(known)) if known else None

    @property
    def value(self) -> float:
        """The number as one: its best estimate, else what it is at least: of "more than 40" the 40 is none."""
        return self.best if self.best is not None and self.best >= self.low else self.low

    def agrees(self, other: Figure) -> bool:
        """True when both can be right: "dozens" and 47 can, "more than 40" and 30 cannot."""
        ends = [math.inf if f.high is None else f.high for f in (self, other)]
        if self.area is not None and other.area is not None and self.area != other.area:
            # A province's dead are a town's and others: they may be more, never fewer.
            town, province = (0, 1) if self.area < other.area else (1, 0)
            return ends[province] >= (self, other)[town].low
        if self.points and other.points and self.points.isdisjoint(other.points):
            return True  # counted in two towns
        room = 1 + (_ROUGH if self.rough or other.rough else 0.0)
        return self.low <= ends[1] * room and other.low <= ends[0] * room


def key(q: ClaimQuantity, claim: Claim, *, counter: str | None, ontology: Ontology) -> str:
    """Return what was counted, in words: measure, unit or subset, window; a running total by its counter and its date.

    "killed", "killed (child)", "killed (2031-04-04/..)", "settlements_total (Coordination Centre, as of 2031-04-08)".
    """
    v = q.quantity
    known = ontology.measures.get(v.measure)
    unit = v.unit
    if unit is not None and (unit in _ANYBODY or unit.rstrip("s") == v.measure.rstrip("s")):
        unit = None
    if unit is not None and known is not None and v.measure not in {"strikes", "violations"} and unit in known.units:
        unit = None  # towns and villages are settlements; a sortie is no strike, a case no single breach
    notes = [unit]
    if v.type == "total":
        notes += [counter, f"as of {v.as_of}" if v.as_of else None]
    edtf = claim.time.interval.edtf if claim.time else None
    if edtf is not None and "/" in edtf:
        notes.append(edtf)
    measure = v.measure if v.type == "count" else f"{v.measure}_total"
    shown = ", ".join(n for n in notes if n)
    return f"{measure} ({shown})" if shown else measure


def figures(
    members: Sequence[Member], *, origin_of: Mapping[str, Origin], standing: Standing, ontology: Ontology
) -> tuple[Figure, ...]:
    """Return each origin's latest figure for each key, by key and origin. One speaker met twice is asked once."""
    latest: dict[tuple[str, str], Figure] = {}
    for m in sorted(members, key=lambda m: m.place_in_text):
        if not standing.affirms(m) or m.claim.id in standing.numbers:
            continue
        origin = origin_of[m.claim.id]
        for q in m.claim.quantities:
            v = q.quantity
            if v.measure == "other" or v.low is None or _of_others(m, q):
                continue
            name = key(q, m.claim, counter=origin.name, ontology=ontology)
            rough = _ABOUT.search(m.sentence[max(0, q.span.start - m.offset - 20) : q.span.end - m.offset]) is not None
            figure = Figure(key=name, origin=origin, member=m, low=v.low, best=v.best, high=v.high, rough=rough)
            slot = (name, speaker(m) or origin.id)
            before = latest.get(slot)
            if before is None or before.member.report != m.report or _width(figure) <= _width(before):
                latest[slot] = figure
    one: dict[tuple[str, str], Figure] = {}
    for figure in latest.values():
        slot = (figure.key, figure.origin.id)
        before = one.get(slot)
        if before is None or (figure.member.published or "") >= (before.member.published or ""):
            one[slot] = figure
    return tuple(one[slot] for slot in sorted(one))


_OTHERS = re.compile(
    r"\b(?:(?:earlier|previous|initial|first|preliminary)\s+(?:\w+\s+)?(?:reports?|figures?|tolls?|counts?|estimates?|statements?|claims?)"
    r"\s+of|rather\s+than|instead\s+of|not|(?:down|up|revised)\s+from)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


def _of_others(m: Member, q: ClaimQuantity) -> bool:
    """True for a number that is mentioned as somebody's before: "six were killed, down from nine"."""
    return _OTHERS.search(m.sentence[: max(0, q.span.start - m.offset)]) is not None


def ranges(found: Iterable[Figure]) -> dict[str, QuantityRange]:
    """Return low, best and high of each key. ``best`` is the lower median of independent origins of no party, else unknown.

    A measure that is counted of a subset alone stands under its bare name too, as most origins count it: whoever asks for
    "killed" finds the six civilians, and nothing is mixed. Running totals and windows of days stand for themselves.
    """
    by_key: dict[str, list[Figure]] = {}
    for figure in found:
        by_key.setdefault(figure.key, []).append(figure)
    out = {name: _range(here) for name, here in by_key.items()}
    for name in sorted(by_key, key=lambda k: (-len(by_key[k]), -(out[k].low or 0.0), k)):
        measure, _, notes = name.partition(" (")
        if not measure.endswith("_total") and "/" not in notes:
            out.setdefault(measure, out[name])
    return out


def _range(here: Sequence[Figure]) -> QuantityRange:
    free = [f for f in here if f.origin.side is None]
    asked = [f for f in free if f.origin.independent] or free
    highs = [f.high for f in here if f.high is not None]
    return QuantityRange(
        low=min(f.low for f in here),
        best=median_low([f.value for f in asked]) if asked else None,
        high=max(highs) if len(highs) == len(here) else None,
        by_origin={f.origin.id: f.value for f in here},
    )


def disagreements(found: Iterable[Figure]) -> Iterable[tuple[Figure, Figure]]:
    """Yield figures of one key that cannot both be right, one pair for each two values, by the first origins that give them."""
    given: dict[str, dict[tuple[object, ...], Figure]] = {}
    for f in found:
        given.setdefault(f.key, {}).setdefault((f.low, f.high, f.rough, f.area, f.points), f)
    for values in given.values():
        for a, b in combinations(values.values(), 2):
            if not a.agrees(b):
                yield a, b


def _width(f: Figure) -> float:
    return math.inf if f.high is None else f.high - f.low
