"""Which events are parts of a larger happening: a point inside an episode, a strike inside a day's total."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimwire.records import Event


def parts(votes: Iterable[tuple[str, str]], *, of: Sequence[str]) -> dict[str, str]:
    """Return the smallest larger happening of each of some events. A vote is a pair of sketches, the first inside the second.

    Where the sketches of two events say both, the more often said holds, and nothing when they say it equally often.
    """
    counted = Counter((a, b) for a, b in votes if a != b)
    around: dict[str, set[str]] = defaultdict(set)
    for (a, b), n in counted.items():
        if n > counted.get((b, a), 0):
            around[a].add(b)
    out = {}
    for event in of:
        # Of several, the one that lies inside the most of the others is the smallest.
        ranked = sorted(around.get(event, ()), key=lambda e: (-len(around.get(e, set()) & around[event]), e))
        if ranked:
            out[event] = ranked[0]
    return out


def placed(event: Event, *, part_of: str | None) -> Event:
    """Return an event with the larger happening that it is part of."""
    return replace(event, part_of=part_of) if part_of != event.part_of else event
