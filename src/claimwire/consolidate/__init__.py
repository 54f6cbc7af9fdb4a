"""Which claims speak of one happening, within a report and over many; claims are grouped, never dropped, and none is believed."""

from __future__ import annotations

from dataclasses import replace

from claimwire.consolidate.aggregate import WAYS, Aggregate, aggregate
from claimwire.consolidate.clashes import clashes
from claimwire.consolidate.copies import Print
from claimwire.consolidate.events import build, events
from claimwire.consolidate.granularity import parts, placed
from claimwire.consolidate.members import Member, Replacement, members, replacements
from claimwire.consolidate.origins import origins
from claimwire.consolidate.sketch import Embed, of_claims
from claimwire.consolidate.traces import Trace, rules, trace
from claimwire.consolidate.voices import Voice
from claimwire.consolidate.within import groups
from claimwire.records import Reading, digest

__all__ = [
    "WAYS",
    "Aggregate",
    "Member",
    "Print",
    "Replacement",
    "Trace",
    "Voice",
    "aggregate",
    "build",
    "clashes",
    "events",
    "members",
    "number",
    "origins",
    "parts",
    "placed",
    "replacements",
    "rules",
    "trace",
]


def number(reading: Reading, *, embed: Embed) -> Reading:
    """Return the reading with each claim's ``event`` set: restatements of one happening share an id.

    It is named after its smallest claim, as events over reports are: one that no other report speaks of keeps its id.
    """
    seen = of_claims(reading, embed=embed)
    event_of: dict[str, str] = {}
    for group in groups(seen):
        ids = [seen[n].id for n in group]
        event_of.update(dict.fromkeys(ids, digest("e", min(ids))))
    claims = {c.id: c for c in reading.claims}
    return replace(reading, claims=tuple(replace(claims[s.id], event=event_of[s.id]) for s in seen))
