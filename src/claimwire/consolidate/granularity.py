"""Which events are parts of a larger happening: a point inside an episode, a strike inside a day's total."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from claimwire.records import Event


def parts(votes: Iterable[tuple[str, str]], *, of: Sequence[str]) -> dict[str, str]:
    """Return the larger happening of each of some events: of several, the one that most votes say.

    A vote is a pair of the events of two sketches, the first's a point that lies inside the second's, an episode. What is more
    often inside than around is a point, the reverse an episode, as often both neither. Only a point is a part, and only of an
    episode: no chain of parts, of whatever length, comes back to where it began.
    """
    counted = Counter((a, b) for a, b in votes if a != b)
    extent: Counter[str] = Counter()
    for (a, b), n in counted.items():
        extent[a] -= n
        extent[b] += n
    around: dict[str, list[tuple[int, str]]] = {}
    for (a, b), n in counted.items():
        if extent[a] < 0 < extent[b]:
            around.setdefault(a, []).append((-n, b))
    return {event: min(around[event])[1] for event in of if event in around}


def placed(event: Event, *, part_of: str | None) -> Event:
    """Return an event with the larger happening that it is part of."""
    return replace(event, part_of=part_of) if part_of != event.part_of else event
