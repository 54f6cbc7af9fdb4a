"""What a page shows beside readings and events: which reports repeat which, and the tables of the ceasefire ledger."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from claimwire.ceasefire import Context
    from claimwire.store import SqliteStore

_ONE_TEXT = frozenset({"copy", "near-copy"})
_ALWAYS = frozenset({"agreements", "sources", "gaps"})  # these have rows of any reports: alone they make no ledger


def copies(kept: SqliteStore, reports: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """Yield each of ``reports`` that prints the text of an earlier one, that one, and how far they are alike.

    A correction is no copy of what it replaces, however much of it is the same.
    """
    from claimwire.consolidate import Print
    from claimwire.consolidate.copies import pairs
    from claimwire.consolidate.origins import describe

    prints = [Print.from_dict(json.loads(text)) for _, text in kept.groups.traces(reports).values()]
    standing = {frozenset((report, corrects)) for report, _, corrects, _ in kept.groups.standing() if corrects}
    best: dict[str, tuple[float, str, str]] = {}
    for a, b, likeness in pairs(prints):
        if likeness.kind not in _ONE_TEXT or frozenset((a.report, b.report)) in standing:
            continue
        first, second = sorted((a, b), key=lambda p: (p.published_at or "9999", p.report))
        found = (likeness.contained, first.report, describe(likeness))
        if second.report not in best or found[0] > best[second.report][0]:
            best[second.report] = found
    for report, (_, original, why) in sorted(best.items()):
        yield report, original, why


def ledger(context: Context) -> list[Mapping[str, Any]]:
    """Return the tables of the ledger as plain data; none at all where no view has anything to say of these reports."""
    from claimwire.ceasefire import tables

    found = list(tables(context))
    if not any(t.rows for t in found if t.name not in _ALWAYS):
        return []
    return [{"name": t.name, "title": t.title, "about": t.about, "columns": t.columns, "rows": t.rows} for t in found]
