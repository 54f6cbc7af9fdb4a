"""Consolidation as benchmarks use it: through a store, as users do, so that what is measured is what they get."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimwire.errors import ClaimwireError
from claimwire.records import Event, Reading

if TYPE_CHECKING:
    from claimwire.consolidate.entries import Entry
    from claimwire.evaluate import Blocked, Grouping
    from claimwire.pipeline import Coder

Row = Mapping[str, Any]
Columns = Mapping[str, tuple[str, ...]]


def grouping(coder: Coder) -> Grouping:
    """Return what benchmarks ask of consolidation."""
    from claimwire.evaluate import Grouping

    return Grouping(
        read=coder.read,
        events=lambda readings: events(readings, coder),
        blocked=blocked,
        copies=copies,
        link=link,
        differ=differ,
    )


def events(readings: Sequence[Reading], coder: Coder) -> list[Event]:
    """Consolidate readings by themselves and return their events."""
    from claimwire import annotate, consolidate, store
    from claimwire.pipeline import consolidating

    embed = annotate.open_vectors().embed
    with tempfile.TemporaryDirectory() as folder:
        kept = store.open(Path(folder) / "measured.db")
        try:
            for reading in readings:
                kept.save(consolidate.number(reading, embed=embed))
            consolidating.run(kept, ontology=coder.ontology)
            return list(kept.events())
        finally:
            kept.close()


def blocked(readings: Sequence[Reading]) -> list[Blocked]:
    """Return the happenings of readings with their keys."""
    from claimwire import annotate, consolidate
    from claimwire.consolidate.block import keys
    from claimwire.consolidate.sketch import sketches
    from claimwire.evaluate import Blocked

    embed = annotate.open_vectors().embed
    made = (s for reading in readings for s in sketches(consolidate.number(reading, embed=embed), embed=embed))
    return [Blocked(report=s.report, claims=s.claims, keys=keys(s)) for s in made]


def copies(readings: Sequence[Reading]) -> list[frozenset[str]]:
    """Return the groups of reports that are one text; a copy of a copy is in its group."""
    from claimwire.consolidate.copies import pairs, print_of

    groups: list[frozenset[str]] = []
    for a, b, _ in pairs([print_of(r) for r in readings]):
        touched = [g for g in groups if a.report in g or b.report in g]
        groups = [g for g in groups if g not in touched] + [frozenset({a.report, b.report}).union(*touched)]
    return groups


def link(rows: Sequence[Row], columns: Columns) -> tuple[list[int], set[tuple[int, int]]]:
    """Link rows of a table; a row that cannot be read stays alone."""
    from claimwire.consolidate import linking

    known = _entries(rows, columns)
    at = list(known)
    number = {id(e): n for n, e in known.items()}
    group = {n: -1 - n for n in range(len(rows))}
    for k, found in enumerate(linking.link(list(known.values()))):
        group.update((number[id(e)], k) for e in found.entries)
    compared = {(at[a], at[b]) for a, b in linking.candidates(list(known.values()))}
    return [group[n] for n in range(len(rows))], compared


def differ(rows: Sequence[Row], columns: Columns) -> frozenset[str]:
    """Return the attributes on which rows differ."""
    from claimwire.consolidate import linking

    return frozenset(d.attribute for d in linking.disagreements(list(_entries(rows, columns).values())))


def _entries(rows: Sequence[Row], columns: Columns) -> dict[int, Entry]:
    from claimwire.consolidate.entries import Names, entry

    names, out = Names(), {}
    for n, row in enumerate(rows):
        try:
            out[n] = entry(row, columns, where=str(n), names=names)
        except ClaimwireError:
            continue
    return out
