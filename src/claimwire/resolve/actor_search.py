"""Looks into the list of actors: whom a name may mean, who held an office on a day, and what does not go together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from claimwire.ontology.model import ActorEntry, Ontology, Validity
from claimwire.resolve.actor_list import ActorList, key_of
from claimwire.resolve.gazetteer import country_codes
from claimwire.resolve.names import same_person, same_word, words
from claimwire.resolve.offices import Offices


def search(ontology: Ontology, name: str, *, on: str | None = None, limit: int = 20) -> list[tuple[ActorEntry, str]]:
    """Return the actors that a name may mean, best first, each with the reason."""
    wanted = words(name)
    if not wanted:
        return []
    listed = ontology.actors
    ours = listed.ours if isinstance(listed, ActorList) else listed
    found = [(rank, entry, reason) for entry in ours.values() if (rank := _fit(wanted, entry)) for reason in (_REASONS[rank],)]
    if isinstance(listed, ActorList):
        key = key_of(name)
        theirs = {target for _, _, target in listed.named([key])} if key else set()
        theirs |= set(listed.containing(name, limit=10 * limit))
        for target in sorted(theirs - set(ours)):
            rank = _fit(wanted, listed[target]) or 1
            found.append((rank, listed[target], f"{_REASONS[rank]}, in {listed.path.name}"))
    offices = Offices(ours, more=listed if isinstance(listed, ActorList) else None)
    out: list[tuple[ActorEntry, str]] = []
    for rank, entry, reason in sorted(found, key=lambda x: (-x[0], x[1].id)):
        out.append((entry, reason))
        holder = offices.holder(entry.id, on) if entry.kind == "office" and rank >= 3 else None
        if holder is not None:
            out.append((listed[holder], f"held {entry.name} on {on}"))
    return list({entry.id: (entry, reason) for entry, reason in reversed(out)}.values())[::-1][:limit]


_REASONS = {4: "its name", 3: "an alias", 2: "a spelling or shorter form of its name", 1: "a part of its name"}


def _fit(wanted: tuple[str, ...], entry: ActorEntry) -> int:
    """Return how well an entry bears a name: 4 its name, 3 an alias, 2 a variant, 1 a part, 0 not at all."""
    names = [words(raw.lstrip("@~")) for raw in (entry.name, *entry.aliases)]
    if names[0] == wanted:
        return 4
    if wanted in names:
        return 3
    if entry.kind == "person":
        return 2 if any(same_person(wanted, n) for n in names if n) else 0
    if any(len(n) == len(wanted) and all(map(same_word, n, wanted)) for n in names):
        return 2
    return 1 if any(set(wanted) <= set(n) for n in names) else 0


def faults(entries: Iterable[ActorEntry], ontology: Ontology) -> Iterator[tuple[str, str]]:
    """Yield (id, what is wrong): unknown countries and parents, dates out of order, one office held by two at a time."""
    countries = {e.country for e in ontology.actors.values() if e.kind == "state"} if not _own(ontology) else set()
    countries |= set(country_codes().values()) | {"XKX", None}
    terms: dict[str, list[tuple[str, str, str]]] = {}
    for entry in entries:
        if entry.country not in countries:
            yield entry.id, f"country {entry.country!r} is no code of ISO 3166-1 alpha-3"
        if entry.parent and entry.parent not in ontology.actors:
            yield entry.id, f"parent {entry.parent!r} is in no list"
        for v in (*entry.sides, *entry.offices):
            if v.start and v.end and v.start >= v.end:
                yield entry.id, f"{v.value}: ends on {v.end}, before it begins on {v.start}"
        yield from ((entry.id, f"side {b!r} and {a!r} of one conflict at one time") for a, b in _clashing(entry.sides))
        for v in entry.offices:
            if v.value in ontology.actors:
                terms.setdefault(v.value, []).append((v.start or "", v.end or "9999", entry.id))
    for office, held_by in sorted(terms.items()):
        held_by.sort()
        for (start, end, one), (later, _, other) in pairwise(held_by):
            if later < end and one != other:
                yield one, f"holds {office} until {end}, while {other} does from {later or start}"


def _own(ontology: Ontology) -> bool:
    return isinstance(ontology.actors, ActorList)


def _clashing(sides: Iterable[Validity]) -> Iterator[tuple[str, str]]:
    """Yield two sides of one conflict that an actor is said to take at one time."""
    by_conflict: dict[str, list[Validity]] = {}
    for v in sides:
        by_conflict.setdefault(v.value.partition(":")[0], []).append(v)
    for some in by_conflict.values():
        some.sort(key=lambda v: v.start or "")
        for a, b in pairwise(some):
            if (b.start or "") < (a.end or "9999") and a.value != b.value:
                yield a.value, b.value
