"""What a page shows beside readings and events: which reports repeat which, and the tables of the ceasefire ledger."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
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
    """Yield each of ``reports`` that prints the text of an earlier one, that one, and how far two of them are alike.

    A correction is no copy of what it replaces, however much of it is the same; nor is a publisher's bulletin of one day, in
    the words of every day, a copy of the day before's. Two such are never of one text, whoever else prints them.
    """
    from claimwire.consolidate import Print
    from claimwire.consolidate.copies import pairs
    from claimwire.consolidate.origins import describe

    prints = [Print.from_dict(json.loads(text)) for _, text in kept.groups.traces(reports).values()]
    apart = {frozenset((report, corrects)) for report, _, corrects, _ in kept.groups.standing() if corrects}
    alike = []
    for a, b, likeness in pairs(prints):
        if likeness.kind == "near-copy" and a.publisher is not None and a.publisher == b.publisher:
            apart.add(frozenset((a.report, b.report)))
        elif likeness.kind in _ONE_TEXT:
            alike.append((likeness.contained, a.report, b.report, describe(likeness)))
    home = {p.report: {p.report} for p in prints}
    why: dict[str, str] = {}
    for _, one, two, words in sorted(alike, key=lambda x: (-x[0], x[1], x[2])):
        if home[one] is home[two] or any(frozenset((x, y)) in apart for x in home[one] for y in home[two]):
            continue
        joined = home[one] | home[two]
        home.update(dict.fromkeys(joined, joined))
        for report in (one, two):
            why.setdefault(report, words)
    date = {p.report: (p.published_at or "9999", p.report) for p in prints}
    for report in sorted(why, key=date.__getitem__):
        first = min(home[report], key=date.__getitem__)
        if first != report:
            yield report, first, why[report]


def ledger(
    readings: Callable[[], Iterator[Reading]],
    events: Callable[[], Iterator[Event]],
    *,
    ontology: Ontology,
    agreements: Path | None = None,
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
    texts = load_agreements(agreements, ontology=ontology)
    context = Context(readings=held, events=Anew(events), ontology=ontology, agreements=texts)
    found = list(tables(context))
    if not any(row.get("claims") for t in found if t.name not in _ELSEWHERE for row in t.rows):
        return []
    return [{"name": t.name, "title": t.title, "about": t.about, "columns": t.columns, "rows": t.rows} for t in found]
