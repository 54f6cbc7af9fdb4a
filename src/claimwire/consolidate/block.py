"""Which happenings are worth comparing: those that share a key. A function of one sketch alone, so that order never matters.

A key joins the type with a window of days of the report and with one name: of a person, body or place that the happening is
told beside, or of those that its report names most. A quotation is a key by itself. On the training reports of the claims
corpus (2,600 sketches), .93 of the pairs that are one share a key or are forbidden by a rule, at .8 % of all pairs; the rest are
mostly read as other types, or told without any name in common.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimwire.consolidate.sketch import Sketch, day

WINDOW = 8  # days in a window; a report stands in those of the days around it too
_AROUND = 4
_OFTEN = 5  # of the names that a report has most


def keys(sketch: Sketch) -> tuple[str, ...]:
    """Return the keys of a sketch, sorted. Two sketches of different reports that share one are compared."""
    what = sketch.event_type or sketch.kind
    named = {*sketch.near, *sketch.names[:_OFTEN]}
    found = {f"{what}|{when}|{name}" for when in _windows(sketch.published) for name in named}
    return tuple(sorted(found | {f"quote|{what}|{q}" for q in sketch.quotes}))


def _windows(published: str | None) -> Iterator[str]:
    """Yield the windows of days that a report stands in; ``*`` for one without a date."""
    told = day(published) if published else None
    if told is None:
        yield "*"
        return
    yield from (str(n) for n in range((told - _AROUND) // WINDOW, (told + _AROUND) // WINDOW + 1))
