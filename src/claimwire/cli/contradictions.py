"""`claimwire contradictions`: what cannot all hold, side by side, with who does not confirm and who says nothing."""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimwire.cli.app import DEFAULT_DB, AsJson, Db, Limit, app, open_database, print_json, print_table
from claimwire.records import Report

if TYPE_CHECKING:
    from claimwire.consolidate import Member
    from claimwire.records import Clash, Event
    from claimwire.store import SqliteStore


class Attribute(StrEnum):
    """What of an event a contradiction is about."""

    occurrence = "occurrence"
    agent = "agent"
    recipient = "recipient"
    place = "place"
    time = "time"
    outcome = "outcome"
    quantity = "quantity"


_COLUMNS = ["subject", "kind", "relation", "claim_a", "who_a", "claim_b", "who_b"]


@app.command(epilog="Example: claimwire contradictions --db claimwire-out/claims.db --attribute quantity --csv > figures.csv")
def contradictions(
    db: Db = DEFAULT_DB,
    attribute: Annotated[Attribute | None, typer.Option("--attribute", help="Only what is about this.")] = None,
    silent: Annotated[bool, typer.Option("--silent", help="Also list who says nothing on what others tell.")] = False,
    limit: Limit = 100,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV instead of a table.")] = False,
) -> None:
    """List claims that do not go together: contested events first, then corrections and what is not confirmed."""
    from claimwire import consolidate

    if as_json and as_csv:
        raise typer.BadParameter("either JSON or CSV", param_hint="--csv")
    with open_database(db) as kept:
        every = list(kept.events())
        found = consolidate.clashes(
            every,
            members_of=members_of(kept, every),
            attribute=attribute.value if attribute else None,
            silence=silent,
        )[:limit]
    if as_json:
        print_json([asdict(x) for x in found])
    elif as_csv:
        _print_csv(found)
    else:
        print_table(map(_row, found), columns=_COLUMNS, empty="no contradiction: nobody in this database denies or differs")


def members_of(kept: SqliteStore, every: Iterable[Event]) -> Callable[[Event], Sequence[Member]]:
    """Return what gives an event's claims: its own reports are read and no others, once for events that follow one another."""
    from claimwire import consolidate

    home: dict[str, str] = {}
    if any(not e.origins for e in every):  # events of an older claimwire do not say which reports they are from
        home = {c.id: r.report.id for r in kept.readings() for c in r.claims}
    reports = (Report(id=i, text="", status=s, corrects=c, published_at=p) for i, s, c, p in kept.groups.standing())
    replaced = consolidate.replacements(reports)

    def members(event: Event) -> Sequence[Member]:
        reports = {r for o in event.origins for r in o.reports} or {home[c] for c in event.claims if c in home}
        wanted = frozenset(event.claims)
        readings = (kept.load(r) for r in sorted(reports))
        return [
            m
            for reading in readings
            if reading is not None
            for m in consolidate.members(reading, claims=wanted, replaced=replaced)
        ]

    return members


def _row(x: Clash) -> dict[str, Any]:
    return {
        "event": x.event,
        "subject": x.subject,
        "event_status": x.status,
        "kind": x.kind,
        "attribute": x.attribute,
        "relation": x.relation,
        "note": x.note,
        "claim_a": x.a.words,
        "who_a": x.a.who,
        "when_a": x.a.when,
        "publisher_a": x.a.publisher,
        "id_a": x.a.claim,
        "claim_b": x.b.words if x.b else None,
        "who_b": x.b.who if x.b else x.note,
        "when_b": x.b.when if x.b else None,
        "publisher_b": x.b.publisher if x.b else None,
        "id_b": x.b.claim if x.b else None,
    }


def _print_csv(found: Sequence[Clash]) -> None:
    writer: csv.DictWriter[str] | None = None
    for row in map(_row, found):
        if writer is None:
            writer = csv.DictWriter(sys.stdout, fieldnames=list(row), lineterminator="\n")
            writer.writeheader()
        writer.writerow({k: "" if v is None else v for k, v in row.items()})
    if writer is None:
        print("no contradiction: nobody in this database denies or differs", file=sys.stderr)
