"""One value an attribute, for tables that have room for one: three ways to choose it, said plainly, and how far origins differ.

None of them finds the truth. A vote of outlets measures what is repeated, and what is repeated is often one statement; so no
way weighs outlets by how often they agree with others, and each origin has one vote, a dependent one none beside an independent.

=============== ======================================= ======================================= =================================
attribute       conservative: what nobody contests      representative: what most origins say   informative: the most exact said
=============== ======================================= ======================================= =================================
agent,          the one that all name; else the coarser the most frequent; of equals the more   a name before a class before
recipient       one, where all others may be it         exact, then the earlier                 unresolved words; then frequency
place           the one that all name; else the coarser likewise                                the most exact, then frequency
                that holds all others; else the country
time            the shortest span that holds all        likewise                                the shortest, then frequency
outcome         the one that all tell                   the most frequent                       the most frequent
each quantity   the least that any origin gives         the lower median                        the narrowest, then the latest
=============== ======================================= ======================================= =================================

``disagreement`` of an attribute is the share of pairs of origins whose values exclude each other (a coarser value excludes no
finer one); of quantities, the mean over pairs, within each key, of the difference divided by the greater; of occurrence, the
share of pairs of which one affirms and one denies. 0: all agree. None: fewer than two origins give it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from statistics import median_low
from typing import Any, TypeVar

from claimwire.consolidate import numbers
from claimwire.consolidate.corrections import Standing, standing
from claimwire.consolidate.members import Member
from claimwire.consolidate.parties import CLASS, NAMED, everyone, incompatible
from claimwire.consolidate.status import gives, grain, located, place_key
from claimwire.ontology.model import Ontology
from claimwire.records import Event, Origin, Place

_T = TypeVar("_T")
WAYS = ("conservative", "representative", "informative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Aggregate:
    """The chosen value of each attribute that somebody gives, in words; None where a way finds none that it may choose."""

    how: str
    values: Mapping[str, str | None]
    quantities: Mapping[str, float]
    disagreement: Mapping[str, float | None]

    def to_dict(self) -> dict[str, Any]:
        """Return it as one JSON object."""
        return {
            "how": self.how,
            "values": dict(self.values),
            "quantities": dict(self.quantities),
            "disagreement": dict(self.disagreement),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Value:
    """What one origin gives an attribute: its most exact word, the latest of several. ``rank`` 0 is the most exact."""

    shown: str
    key: object
    rank: int
    published: str
    excludes: Callable[[_Value], bool]
    holds: Callable[[_Value], bool]
    what: Any


def aggregate(event: Event, members: Sequence[Member], *, how: str, ontology: Ontology) -> Aggregate:
    """Return one value an attribute of an event. ``members`` are its claims. Raises ValueError for a ``how`` not in ``WAYS``."""
    if how not in WAYS:
        raise ValueError(f"{how!r}: one of {', '.join(WAYS)}")
    left = standing(members)
    affirmed = sorted((m for m in members if left.affirms(m)), key=lambda m: m.place_in_text)
    origin_of = {c: o for o in event.origins for c in o.claims}
    values: dict[str, str | None] = {}
    disagreement = {"occurrence": _share(_stands(members, origin_of, left))}
    for attribute in ("agent", "recipient", "place", "time", "outcome"):
        given = _given(attribute, affirmed, origin_of, ontology)
        if given:
            values[attribute] = _CHOOSE[how](attribute, list(given.values()))
            disagreement[attribute] = _excluding(list(given.values()))
    figures = numbers.figures(members, origin_of=origin_of, standing=left, ontology=ontology)
    by_key: dict[str, list[numbers.Figure]] = {}
    for f in figures:
        by_key.setdefault(f.key, []).append(f)
    if by_key:
        disagreement["quantity"] = _mean(x for fs in by_key.values() for x in _weighed([f.value for f in fs], _apart))
    return Aggregate(
        how=how,
        values=values,
        quantities={k: _number(how, fs) for k, fs in sorted(by_key.items())},
        disagreement=disagreement,
    )


def _stands(members: Iterable[Member], origin_of: Mapping[str, Origin], left: Standing) -> list[bool | None]:
    """Return of each origin whether it affirms, denies (False) or does neither; who affirms anything of it affirms."""
    said: dict[str, bool | None] = {}
    for m in members:
        slot = origin_of[m.claim.id].id
        said[slot] = True if left.affirms(m) or said.get(slot) else False if left.denies(m) else said.get(slot)
    return list(said.values())


def _share(stands: Sequence[bool | None]) -> float | None:
    return _mean(_weighed([s for s in stands if s is not None], lambda a, b: float(a != b)))


def _excluding(given: Sequence[_Value]) -> float | None:
    first = {v.key: v for v in reversed(given)}
    return _mean(_weighed([v.key for v in given], lambda a, b: float(first[a].excludes(first[b]))))


def _weighed(values: Sequence[_T], apart: Callable[[_T, _T], float]) -> Iterator[tuple[float, int]]:
    """Yield how far each two different values are apart and how many pairs have them; equal values are 0 apart."""
    counts = Counter(values)
    yield 0.0, sum(n * (n - 1) // 2 for n in counts.values())
    for (a, n), (b, k) in combinations(counts.items(), 2):
        yield apart(a, b), n * k


def _mean(pairs: Iterable[tuple[float, int]]) -> float | None:
    total = n = 0.0
    for value, times in pairs:
        total += value * times
        n += times
    return total / n if n else None


def _apart(a: float, b: float) -> float:
    return abs(a - b) / max(a, b) if max(a, b) else 0.0


def _voting(given: Mapping[str, Any], origin_of: Mapping[str, Origin]) -> dict[str, Any]:
    """Return the values of independent origins; of all, where none of them is."""
    free = {o.id for o in origin_of.values() if o.independent}
    return {k: v for k, v in given.items() if k in free} or dict(given)


def _given(attribute: str, affirmed: Sequence[Member], origin_of: Mapping[str, Origin], ontology: Ontology) -> dict[str, _Value]:
    out: dict[str, _Value] = {}
    for m in affirmed:
        if gives(attribute, m) and (value := _value(attribute, m, ontology)) is not None:
            slot = origin_of[m.claim.id].id
            if slot not in out or value.rank <= out[slot].rank:
                out[slot] = value
    return _voting(out, origin_of)


def _value(attribute: str, m: Member, ontology: Ontology) -> _Value | None:
    published = m.published or ""
    if attribute in {"agent", "recipient"}:
        people = everyone(m.claim.actor if attribute == "agent" else m.claim.recipient, m, ontology)
        rank = min({NAMED: 0, CLASS: 1}.get(w.level, 2) for w in people)
        return _Value(
            shown=", ".join(sorted(w.name for w in people)),
            key=frozenset(w.key for w in people),
            rank=rank,
            published=published,
            excludes=lambda other: incompatible(people, other.what),
            holds=lambda other: rank >= other.rank and not incompatible(people, other.what),
            what=people,
        )
    if attribute == "place":
        at = min(located(m), key=lambda p: p.place.precision if p.place else 2)
        here = at.place
        return _Value(
            shown=here.name if here else at.span.text,
            key=place_key(at),
            rank=here.precision if here else 2,
            published=published,
            excludes=lambda other: _elsewhere(here, other.what),
            holds=lambda other: _inside(other.what, here),
            what=here,
        )
    if attribute == "time":
        assert m.claim.time is not None
        i = m.claim.time.interval
        ends = (i.start, i.end)
        return _Value(
            shown=i.edtf or "",
            key=i.edtf,
            rank=grain(i.precision),
            published=published,
            excludes=lambda other: _disjoint(ends, other.what),
            holds=lambda other: False,
            what=ends,
        )
    effect = m.claim.effect
    if effect is None:
        return None
    told = f"{effect.kind.replace('_', ' ')}: {effect.place or 'a place'} to {effect.to or 'nobody known'}"
    return _Value(
        shown=told,
        key=told.lower(),
        rank=0,
        published=published,
        excludes=lambda other: told.lower() != other.key,
        holds=lambda other: False,
        what=None,
    )


def _conservative(attribute: str, given: Sequence[_Value]) -> str | None:
    if len({v.key for v in given}) == 1:
        return given[0].shown
    if attribute == "time":
        return _hull([v.what for v in given])
    coarse = max(given, key=lambda v: (v.rank, v.shown))
    if attribute != "outcome" and all(coarse.holds(v) for v in given if v is not coarse):
        return coarse.shown
    if attribute == "place":
        countries = {v.what.country if v.what is not None else None for v in given}
        return countries.pop() if len(countries) == 1 else None
    return None


def _representative(attribute: str, given: Sequence[_Value]) -> str | None:
    votes = Counter(v.key for v in given)
    return min(given, key=lambda v: (-votes[v.key], v.rank, v.published, v.shown)).shown


def _informative(attribute: str, given: Sequence[_Value]) -> str | None:
    votes = Counter(v.key for v in given)
    return min(given, key=lambda v: (v.rank, -votes[v.key], v.published, v.shown)).shown


_CHOOSE = {"conservative": _conservative, "representative": _representative, "informative": _informative}


def _number(how: str, figures: Sequence[numbers.Figure]) -> float:
    free = [f for f in figures if f.origin.independent] or list(figures)
    if how == "conservative":
        return min(f.low for f in figures)
    if how == "representative":
        return median_low([f.value for f in free])
    narrow = min(f.high - f.low if f.high is not None else float("inf") for f in free)
    exact = [f for f in free if (f.high - f.low if f.high is not None else float("inf")) == narrow]
    return max(exact, key=lambda f: (f.member.published or "", f.value)).value


def _elsewhere(a: Place | None, b: Place | None) -> bool:
    if a is None or b is None or a.target == b.target:
        return False
    if a.precision == b.precision:
        return True
    fine, coarse = (a, b) if a.precision < b.precision else (b, a)
    return not _inside(fine, coarse)


def _inside(fine: Place | None, coarse: Place | None) -> bool:
    """True when a place lies in a larger one, as far as names of countries and provinces tell."""
    if fine is None or coarse is None:
        return False
    if fine.target == coarse.target:
        return True
    if coarse.precision <= fine.precision or fine.country != coarse.country:
        return False
    return coarse.precision >= 6 or fine.admin1 in {coarse.name, coarse.admin1}


def _disjoint(a: tuple[str | None, str | None], b: tuple[str | None, str | None]) -> bool:
    (s, e), (t, f) = a, b
    return (e is not None and t is not None and e <= t) or (f is not None and s is not None and f <= s)


def _hull(ends: Sequence[tuple[str | None, str | None]]) -> str:
    """Return, as EDTF, the shortest span of days that holds all; an end that one of them leaves open stays open."""
    starts, stops = [s for s, _ in ends], [e for _, e in ends]
    first = ".." if None in starts else min(s for s in starts if s is not None)[:10]
    if None in stops:
        return f"{first}/.."
    after = max(e for e in stops if e is not None)
    last = after[:10] if len(after) > 10 else (date.fromisoformat(after[:10]) - timedelta(days=1)).isoformat()
    return last if first == last else f"{first}/{last}"
