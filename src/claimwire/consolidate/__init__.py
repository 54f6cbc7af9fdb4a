"""Which claims speak of one happening. Within one report so far; claims are grouped, never dropped, and none is believed."""

from __future__ import annotations

from dataclasses import replace

from claimwire.consolidate.events import build, events
from claimwire.consolidate.members import Member, Replacement, members, replacements
from claimwire.consolidate.within import groups, views
from claimwire.records import Reading, digest

__all__ = ["Member", "Replacement", "build", "events", "members", "number", "replacements"]


def number(reading: Reading) -> Reading:
    """Return the reading with each claim's ``event`` set: restatements of one happening share an id."""
    seen = views(reading)
    event_of: dict[str, str] = {}
    for group in groups(seen):
        first = seen[group[0]].claim
        for n in group:
            event_of[seen[n].claim.id] = digest("e", first.id)
    ordered = (v.claim for v in seen)
    return replace(reading, claims=tuple(replace(c, event=event_of[c.id]) for c in ordered))
