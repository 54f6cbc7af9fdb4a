"""What a page shows beside readings and events: which reports repeat which, and the tables of the ceasefire ledger."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from claimwire.ontology.model import Ontology
    from claimwire.records import Event, Reading
    from claimwire.store import SqliteStore

Item = TypeVar("Item")
MOST_REPORTS = 1_000  # some 300 MB held; beyond that every view reads the database anew, which takes minutes
_ONE_TEXT = frozenset({"copy", "near-copy"})
_ELSEWHERE = frozenset({"contradictions"})  # the page has these beside their events: alone they make no ledger


class Anew(Iterable[Item]):
    """Something that can be gone over again, by opening it anew."""

    def __init__(self, begin: Callable[[], Iterator[Item]]) -> None:
        self._begin = begin

    def __iter__(self) -> Iterator[Item]:
        return self._begin()


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


def ledger(
    readings: Callable[[], Iterator[Reading]],
    events: Callable[[], Iterator[Event]],
    *,
    ontology: Ontology,
    wanted: bool | None = None,
) -> list[Mapping[str, Any]]:
    """Return the tables of the ledger as plain data; none at all where no row rests on a claim of these reports.

    Of more than ``MOST_REPORTS`` reports it is made only where it is ``wanted``, which a line on standard error says.
    """
    from claimwire.ceasefire import Context, load_agreements, tables

    if wanted is False:
        return []
    some = list(islice(readings(), MOST_REPORTS + 1))
    held: Iterable[Reading] = some
    if len(some) > MOST_REPORTS:
        if wanted is None:
            print(f"the page has no ceasefire ledger: of more than {MOST_REPORTS:,} reports, ask for it with "
                  "`claimwire report --ledger`", file=sys.stderr)  # fmt: skip
            return []
        held = Anew(readings)
    context = Context(readings=held, events=Anew(events), ontology=ontology, agreements=load_agreements(None, ontology=ontology))
    found = list(tables(context))
    if not any(row.get("claims") for t in found if t.name not in _ELSEWHERE for row in t.rows):
        return []
    return [{"name": t.name, "title": t.title, "about": t.about, "columns": t.columns, "rows": t.rows} for t in found]
