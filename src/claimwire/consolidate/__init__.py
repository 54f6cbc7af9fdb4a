"""Which claims speak of one happening. Within one report so far; claims are grouped, never dropped, and none is believed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from claimwire.consolidate.cluster import cluster
from claimwire.consolidate.compare import view
from claimwire.consolidate.events import events, origin
from claimwire.records import Reading, digest

__all__ = ["events", "number", "origin"]


def number(reading: Reading) -> Reading:
    """Return the reading with each claim's ``event`` set: restatements of one happening share an id."""
    starts = [s.start for s in reading.sentences]
    speakers = {s.id: s.speaker for s in reading.statements}
    claims = sorted(reading.claims, key=lambda c: (c.trigger.start, c.trigger.end, c.id))
    views = [
        view(
            c,
            report=reading.report,
            sentence=bisect_right(starts, c.trigger.start) - 1,
            speaker=speakers.get(c.statement) if c.statement else None,
        )
        for c in claims
    ]
    event_of: dict[str, str] = {}
    for members in cluster(views):
        first = claims[members[0]]
        for n in members:
            event_of[claims[n].id] = digest("e", first.id)
    return replace(reading, claims=tuple(replace(c, event=event_of[c.id]) for c in claims))
