"""What may be said of an event, and of each thing that is told of it, without flattering: five statuses of CODEBOOK section 8.

An attribute is judged by the origins that give it, at the granularity of its most exact value: whoever says "Syria" does not
corroborate "Aleppo", and who says nothing on the doer corroborates no doer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import combinations

from claimwire.consolidate.members import Member
from claimwire.consolidate.parties import CLASS, NAMED, UNKNOWN, Who, everyone
from claimwire.ontology.model import Ontology
from claimwire.records import ClaimPlace, Origin

ATTRIBUTES = ("occurrence", "agent", "recipient", "place", "time", "outcome", "quantity")
RETRACTED, CONTESTED = "retracted", "contested"
PARTY, SINGLE, CORROBORATED = "party_claim_only", "single_source", "corroborated"
# What was offered, demanded, threatened or foretold did not happen by being told twice.
HAPPENED = frozenset({"actual", "attempted"})
_TOWN = 3  # UCDP where_prec: up to here a place is a point
_SOMEWHERE = 8


def settled(
    origins: Iterable[Origin],
    *,
    admits: Collection[str] = (),
    sure: bool = True,
    details: Mapping[str, Collection[str]] | None = None,
) -> str:
    """Return the status that these origins give what they agree on; ``admits``: ids of parties that speak against their interest.

    ``sure`` is False for what no number of voices can corroborate. ``details``, by origin id, are what each tells of the
    happening, as of ``details_of``: two that share none may speak of two happenings, and do not confirm each other.
    """
    every = list({o.id: o for o in origins}.values())
    free = [o for o in every if o.independent]
    for a, b in combinations(free, 2) if sure else ():
        two_sides = a.side is None or b.side is None or a.side != b.side
        trusted = any(o.side is None or o.id in admits for o in (a, b))
        shared = details is None or not set(details.get(a.id, ())).isdisjoint(details.get(b.id, ()))
        if two_sides and trusted and shared and _heard_apart(a, b):
            return CORROBORATED
    # What may be taken from another adds no voice: a paper that repeats a ministry leaves it the ministry's word.
    return PARTY if every and all(o.side is not None for o in free or every) else SINGLE


def _heard_apart(a: Origin, b: Origin) -> bool:
    """True when each of two voices is heard in a report without the other.

    Nothing in one report confirms anything in it, and another report that repeats one of its voices makes it no stronger.
    """
    left, right = set(a.reports), set(b.reports)
    return not (left <= right or right <= left)


def seated(speaking: Iterable[Origin], every: Iterable[Origin]) -> list[Origin]:
    """Return the origins that speak, one of each side counting as its voice.

    The origin that counts for a side may be one that does not speak here: a ministry that denied what its army admits.
    """
    here = list({o.id: o for o in speaking}.values())
    led = {o.side for o in every if o.independent and o.side is not None}
    taken = {o.side for o in here if o.independent}
    out = []
    for o in here:
        if not o.independent and o.side in led and o.side not in taken:
            taken.add(o.side)
            o = replace(o, independent=True)  # noqa: PLW2901 - the same origin, in its side's seat
        out.append(o)
    return out


def weakest(statuses: Iterable[str]) -> str | None:
    """Return the status that promises least, contested before all; None for none."""
    order = (CONTESTED, RETRACTED, PARTY, SINGLE, CORROBORATED)
    return min(statuses, key=order.index, default=None)


def finest(attribute: str, members: Sequence[Member], ontology: Ontology) -> Mapping[str, list[Member]]:
    """Return the most exact values that claims give an attribute, each with the claims that give it so exactly."""
    if attribute == "occurrence":
        return {"": list(members)} if members else {}
    if attribute in {"agent", "recipient"}:
        return _people(attribute, members, ontology)
    found: dict[str, list[Member]] = {}
    ranks: dict[str, int] = {}
    for m in members:
        for rank, value in _exact(attribute, m):
            found.setdefault(value, []).append(m)
            ranks[value] = min(rank, ranks.get(value, rank))
    best = min(ranks.values(), default=0)
    return {v: ms for v, ms in found.items() if ranks[v] == best}


def details_of(m: Member, ontology: Ontology) -> set[str]:
    """Return what of a happening a claim tells that another could tell too: places, the day, named people, numbers."""
    c = m.claim
    out = {place_key(p) for p in c.places if p.role != "scope"}
    out |= {w.lower() for p in c.places if p.place is None for w in p.span.text.split() if w[:1].isupper()}  # "Belgar's market"
    out |= {f"{p.place.country} {p.place.admin1}" for p in c.places if p.place is not None and p.place.admin1}
    out |= {w.key for w in everyone((*c.actor, *c.recipient), m, ontology) if w.level == NAMED}
    if c.time is not None and c.time.interval.start is not None and grain(c.time.interval.precision) == 1:
        out.add(c.time.interval.start[:10])
    out |= {f"{q.quantity.measure} {q.quantity.low:g}" for q in c.quantities if q.quantity.low is not None and q.quantity.low > 1}
    return out


def gives(attribute: str, m: Member) -> bool:
    """True when a claim says anything on an attribute."""
    c = m.claim
    return {
        "occurrence": True,
        "agent": bool(c.actor),
        "recipient": bool(c.recipient),
        "place": bool(located(m)),
        "time": c.time is not None and c.time.interval.edtf is not None,
        "outcome": c.effect is not None,
        "quantity": any(q.quantity.measure != "other" and q.quantity.low is not None for q in c.quantities),
    }[attribute]


def located(m: Member) -> tuple[ClaimPlace, ...]:
    """Return where a claim says that it happened."""
    return tuple(p for p in m.claim.places if p.role == "location")


def place_key(p: ClaimPlace) -> str:
    """Return what makes two places one."""
    return p.place.target if p.place else " ".join(w for w in p.span.text.lower().split() if w not in {"the", "a", "an"})


_GRAIN = {"hour": 1, "day": 1, "week": 2, "month": 3, "season": 4, "year": 5, "decade": 6}  # an hour tells the day


def grain(precision: str | None) -> int:
    """Return how coarse a time is, 1 for a day or less."""
    return _GRAIN.get(precision or "", 9)


def _exact(attribute: str, m: Member) -> Iterable[tuple[int, str]]:
    c = m.claim
    if attribute == "place":
        for p in located(m):
            named = p.span.text.split()[-1][:1].isupper()
            coarse = p.place.precision if p.place else _TOWN if named else _SOMEWHERE  # "the market" is a point that nobody named
            yield (1 if coarse <= _TOWN else coarse), place_key(p)
    elif attribute == "time" and c.time is not None and c.time.interval.edtf is not None:
        i = c.time.interval
        day = i.start[:10] if i.start and grain(i.precision) == 1 and i.end else None
        yield grain(i.precision), day or i.edtf or ""
    elif attribute == "outcome" and c.effect is not None:
        yield 1, f"{c.effect.kind} {c.effect.place} {c.effect.to}".lower()


def _people(attribute: str, members: Sequence[Member], ontology: Ontology) -> Mapping[str, list[Member]]:
    found: dict[str, list[Member]] = {}
    known: dict[str, Who] = {}
    for m in members:
        for w in everyone(m.claim.actor if attribute == "agent" else m.claim.recipient, m, ontology):
            found.setdefault(w.key, []).append(m)
            known[w.key] = w
    level = next((lv for lv in (NAMED, CLASS, UNKNOWN) if any(w.level == lv for w in known.values())), UNKNOWN)
    return {k: ms for k, ms in found.items() if known[k].level == level}
