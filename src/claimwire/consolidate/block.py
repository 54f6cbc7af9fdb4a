"""Which happenings are worth comparing: those that share a key. A function of one sketch alone, so that order never matters.

Keys join the family of the type with a window of days and with a place or one that contains it, with who took part, with a
quotation, or with the very words. Measured recall of pairs stands in docs/limits.md.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from claimwire.consolidate.sketch import Sketch, Spot, day

WINDOW = 4  # days in a bucket; a happening stands in the buckets of the day before and of the day after too
_CELL = 0.25  # degrees, about 25 km of latitude
_LONGEST = 10  # buckets: an episode of years is compared where it begins and at its report's date
_TOLD = 6  # days for which a happening that bears no date may lie before its report

# Types that reports of one happening, or our reading of them, exchange: one block.
_FAMILY = {
    "ASSAULT": "force",
    "COERCE": "force",
    "RETREAT": "force",
    "MOBILIZE": "force",
    "SANCTION": "force",
    "PROTEST": "protest",
}


def keys(sketch: Sketch) -> tuple[str, ...]:
    """Return the keys of a sketch, sorted. Two sketches of different reports that share one are compared."""
    what = _FAMILY.get(sketch.event_type or "", "words" if sketch.event_type else sketch.kind)
    return tuple(sorted({*_keys(sketch, what), *(f"q:{q}" for q in sketch.quotes)}))


def _keys(s: Sketch, what: str) -> Iterator[str]:
    who = {w for w in (*s.actors, *s.recipients) if ":" in w and not w.startswith("class:")}
    for when in _windows(s):
        for place in {p for spot in s.spots for p in _around(spot)}:
            yield f"{what}|{when}|{place}"
        if not any(spot.is_point for spot in s.spots):
            for stem in s.stems:
                yield from (f"{what}|{when}|{w}|{stem}" for w in who)
                yield from (f"{what}|{when}|{name}|{stem}" for name in s.names[:3])


def _windows(s: Sketch) -> Iterator[str]:
    """Yield the windows of days that a happening may lie in; ``*`` where neither it nor its report has a date."""
    told = day(s.published) if s.published else None
    first = day(s.start) if s.start else None
    last = day(s.end) if s.end else None
    if first is None and last is None and told is None:
        yield "*"
        return
    if first is None:
        first = (last if last is not None else told or 0) - _TOLD
    if last is None:
        last = told if told is not None and told >= first else first + 1
    buckets = range((first - 1) // WINDOW, (last + 1) // WINDOW + 1)
    if len(buckets) > _LONGEST:
        buckets = range(buckets.start, buckets.start + _LONGEST // 2)
        if told is not None:
            yield str(told // WINDOW)
    yield from (str(b) for b in buckets)


def _around(spot: Spot) -> Iterator[str]:
    if spot.is_point:
        yield spot.name
        if spot.target is not None:
            yield spot.target
        if spot.latitude is not None and spot.longitude is not None:
            x, y = math.floor(spot.longitude / _CELL), math.floor(spot.latitude / _CELL)
            yield f"cell:{x},{y}"
        yield f"in:{spot.admin1 or spot.country}"
        return
    yield spot.target or spot.name
    yield f"in:{spot.admin1 or spot.country}"
