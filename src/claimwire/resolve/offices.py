"""Who held which office on a day, both ways: from the title to the person, and from the person to the title."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from claimwire.ontology.model import ActorEntry, Validity
from claimwire.resolve.names import words

Term = tuple[str, str | None, str | None]  # who, from, to


class More(Protocol):
    """Further holders of offices, looked up one office at a time."""

    def holders(self, office: str) -> list[Term]:
        """Return everybody who held an office."""
        ...


class Offices:
    """The holders of all offices of a list, indexed once."""

    def __init__(self, actors: Mapping[str, ActorEntry], *, more: More | None = None) -> None:
        self._holders: dict[str, list[Term]] = {}
        for entry in actors.values():
            for v in entry.offices:
                self._holders.setdefault(v.value, []).append((entry.id, v.start, v.end))
        self._more = more

    def holder(self, office: str, on: str | None) -> str | None:
        """Return who held an office on a day; None when nobody is listed, several are, or the day is not known."""
        if on is None:
            return None
        terms = self._holders.get(office) or (self._more.holders(office) if self._more is not None else [])
        found = {person for person, start, end in terms if (start or "") <= on and (end is None or on < end)}
        return next(iter(found)) if len(found) == 1 else None


def held(entry: ActorEntry, on: str | None) -> tuple[Validity, ...]:
    """Return the offices that a person holds on a day, the latest taken up first; none when the day is not known."""
    if on is None:
        return ()
    valid = [v for v in entry.offices if v.holds(on)]
    return tuple(sorted(valid, key=lambda v: v.start or "", reverse=True))


# Nouns of offices that have one holder at a time: a title with one of these says which office somebody holds.
_TITLES = frozenset(
    {"minister", "president", "premier", "chancellor", "secretary", "king", "queen", "governor", "mayor", "ambassador"}
)
_PAST = frozenset({"former", "ex", "late", "then", "incoming", "designate", "elect", "candidate", "nominee"})
_SMALL = frozenset({"the", "of", "for", "and", "s", "a", "his", "her", "its", "their", "our", "acting", "new"})


def conflicts(title: Iterable[str], offices: Iterable[ActorEntry]) -> bool:
    """True when a title, as folded words without names of countries, is none of the offices that its bearer holds that day.

    Who holds no listed office that day contradicts nothing, nor does a title of the past.
    """
    written = set(title) - _SMALL
    if not written & _TITLES or written & _PAST:
        return False
    if {"prime", "minister"} <= written:
        written = written - {"prime", "minister"} | {"premier"}
    known = []
    for office in offices:
        for name in (office.name, *office.aliases):
            parts = set(words(name))
            known.append(parts | ({"premier"} if {"prime", "minister"} <= parts else set()))
    return bool(known) and not any(written <= parts for parts in known)
