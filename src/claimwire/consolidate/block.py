"""Which happenings are worth comparing: those that share a key. A function of one sketch alone, so that order never matters.

A key joins the type with a window of days of the report and with one name: of a person, body or place that the happening is
told beside, or of those that its report names most; or the word for it, whatever its type, with one of the latter; or a number,
what was hit, or the consonants of the place. Word and day, and a quotation, are keys by themselves. What this loses is measured
by ``claimwire evaluate claims`` (``blocking_recall``).
"""

from __future__ import annotations

from collections.abc import Iterator

from claimwire.consolidate.likeness import GENERIC, HARM
from claimwire.consolidate.sketch import Sketch, day, short, skeleton

WINDOW = 8  # days in a window; a report stands in those of the days around it too
_AROUND = 4
_OFTEN = 5  # of the names that a report has most
_MOST = 3
_FEW = 2  # numbers up to this are in every report
_ANY = GENERIC | HARM


def keys(sketch: Sketch) -> tuple[str, ...]:
    """Return the keys of a sketch, sorted. Two sketches of different reports that share one are compared."""
    what = sketch.event_type or sketch.kind
    named = {*sketch.near, *sketch.names[:_OFTEN], *(short(spot.name) for spot in sketch.spots)}
    found = set()
    for when in _windows(sketch.published):
        found |= {f"{what}|{when}|{name}" for name in named}
        found |= {f"{stem}|{when}|{name}" for name in sketch.names[:_MOST] for stem in sketch.stems if stem not in _ANY}
        # Reports that name nobody and no place in common may still share a number, a target, or the sound of a name.
        found |= {f"{what}|{when}|#{c.low:g}" for c in sketch.counts if c.low > _FEW}
        found |= {f"{what}|{when}|hit {thing}" for thing in sketch.things}
        found |= {f"{what}|{when}|~{skeleton(spot.name)}" for spot in sketch.spots if spot.is_point}
    if sketch.start is not None and sketch.precision in {"day", "hour"}:
        found |= {f"{what}|{sketch.start[:10]}|{stem}" for stem in sketch.stems}
    return tuple(sorted(found | {f"quote|{what}|{q}" for q in sketch.quotes}))


def _windows(published: str | None) -> Iterator[str]:
    """Yield the windows of days that a report stands in; ``*`` for one without a date."""
    told = day(published) if published else None
    if told is None:
        yield "*"
        return
    yield from (str(n) for n in range((told - _AROUND) // WINDOW, (told + _AROUND) // WINDOW + 1))
