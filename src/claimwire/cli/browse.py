"""Commands that read a database: `claims`, `events`, `report`, `export`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimwire.cli.actors import Folder
from claimwire.cli.app import (
    DEFAULT_DB,
    AsJson,
    Db,
    Limit,
    app,
    open_database,
    print_json,
    print_table,
    progress,
    refuse_standard_output,
    watched,
)
from claimwire.cli.explain import who_says
from claimwire.errors import ClaimwireError, StoreError
from claimwire.records import Claim, Event, Reading, claim_to_dict, event_to_dict

if TYPE_CHECKING:
    from claimwire.consolidate import Aggregate
    from claimwire.store import SqliteStore

Type = Annotated[str | None, typer.Option("--type", help="PLOVER event type, e.g. ASSAULT.")]


class Way(StrEnum):
    """How one value is chosen where origins give several."""

    conservative = "conservative"
    representative = "representative"
    informative = "informative"


def _names(people: Any) -> str:
    return ", ".join(p.name or p.span.text for p in people)


def _row(reading: Reading, claim: Claim) -> dict[str, Any]:
    located = [p for p in claim.places if p.role == "location"]
    how = "" if (claim.realization, claim.factuality) == ("actual", "CT+") else f"{claim.realization} {claim.factuality}"
    return {
        "id": claim.id,
        "according_to": who_says(reading, claim),
        "type": "/".join((claim.event_type or claim.kind, *claim.modes)),
        "actor": _names(claim.actor),
        "recipient": _names(claim.recipient),
        "place": ", ".join(p.place.name if p.place else p.span.text for p in located),
        "time": claim.time.interval.edtf if claim.time else None,
        "how": how,
        "words": claim.evidence.text,
        "custom": ", ".join(f"{t.type} {t.score:.2f}" for t in claim.custom_types),
    }


@app.command(epilog="Example: claimwire claims --db claimwire-out/claims.db --type ASSAULT --speaker rudskoy --limit 20")
def claims(
    db: Db = DEFAULT_DB,
    type_: Type = None,
    speaker: Annotated[str | None, typer.Option("--speaker", help="Part of the words or id of a source.")] = None,
    place: Annotated[str | None, typer.Option("--place", help="Part of a place's name.")] = None,
    actor: Annotated[str | None, typer.Option("--actor", help="Part of an actor's name.")] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Part of a publisher's name.")] = None,
    custom: Annotated[
        str | None, typer.Option("--custom", help="A type of a codebook of yours, or CODEBOOK:TYPE; * for any.")
    ] = None,
    report: Annotated[str | None, typer.Option("--report", help="A report's id; * stands for any characters.")] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """List claims: who says what, one line each."""
    rows: list[dict[str, Any]] = []
    types: set[str] = set()
    with open_database(db) as kept:
        for reading in kept.readings():
            types.update(claim.event_type or claim.kind for claim in reading.claims)
            types.update(f"{t.codebook}:{t.type}" for claim in reading.claims for t in claim.custom_types)
            if not (_has(reading.report.publisher or "", publisher) and _is(reading.report.id, report)):
                continue
            for claim in reading.claims:
                row = _row(reading, claim)
                wanted = (
                    (type_ is None or claim.event_type == type_.upper())
                    and _has(row["according_to"], speaker)
                    and _has(row["place"], place)
                    and _has(row["actor"], actor)
                    and _custom(claim, custom)
                )
                if wanted:
                    rows.append({"report": reading.report.id, **claim_to_dict(claim)} if as_json else row)
            if len(rows) >= limit:
                break
    del rows[limit:]
    if as_json:
        print_json(rows)
    else:
        columns = ["id", "according_to", "type", "actor", "recipient", "place", "time", "how"]
        if custom is not None:
            columns += ["custom", "words"]
        print_table(rows, columns=columns, empty=f"no claim matches; {_there(types)}")


def _there(types: Iterable[str]) -> str:
    listed = ", ".join(sorted({t for t in types if t not in {"", "-"}}))
    return f"types in this database: {listed}" if listed else "this database holds none"


def _has(text: str, part: str | None) -> bool:
    return part is None or part.lower() in text.lower()


def _custom(claim: Claim, wanted: str | None) -> bool:
    return wanted is None or any(wanted in {"*", t.type, f"{t.codebook}:{t.type}"} for t in claim.custom_types)


def _is(id_: str, pattern: str | None) -> bool:
    return pattern is None or id_ == pattern or fnmatchcase(id_, pattern)


@app.command(epilog="Example: claimwire events --db claimwire-out/claims.db --status contested --json")
def events(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help="Only these; one that merged leads on.")] = None,
    db: Db = DEFAULT_DB,
    type_: Type = None,
    status: Annotated[str | None, typer.Option("--status", help="e.g. contested, single_source, party_claim_only.")] = None,
    way: Annotated[
        Way | None,
        typer.Option(
            "--aggregate",
            help="One value an attribute, and how far origins differ: the least that all grant (conservative), what most "
            "origins say (representative), the most exact (informative). None of them is found to be true.",
        ),
    ] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """List events: claims that speak of one happening, with their status."""
    with open_database(db) as kept:
        every = list(kept.events() if not ids else _asked(kept, ids, db))
        found = [e for e in every if (type_ is None or e.event_type == type_.upper()) and status in {None, e.status}][:limit]
        chosen = _aggregated(kept, found, way) if way else []
    if as_json:
        print_json([event_to_dict(e) | ({"aggregate": chosen[n].to_dict()} if way else {}) for n, e in enumerate(found)])
        return
    empty = f"no event matches; {_there(e.event_type or '-' for e in every)}"
    if way:
        print_table(map(_aggregate_row, found, chosen), columns=_AGGREGATE, empty=empty)
        return
    rows = [
        {
            "id": e.id,
            "type": "/".join((e.event_type or "-", *e.modes)),
            "actors": _names(e.actors),
            "recipients": _names(e.recipients),
            "places": ", ".join(p.place.name if p.place else p.span.text for p in e.places),
            "time": e.time.interval.edtf if e.time else None,
            "claims": e.n_claims,
            "origins": e.n_origins,
            "status": e.status,
        }
        for e in found
    ]
    columns = ["id", "type", "actors", "recipients", "places", "time", "claims", "origins", "status"]
    print_table(rows, columns=columns, empty=empty)


def _asked(kept: SqliteStore, ids: Iterable[str], db: Path) -> Iterator[Event]:
    """Yield events by id, each once, and for an id that no event bears any more the one that has most of its claims."""
    now = {id_: kept.groups.redirect(id_) or id_ for id_ in ids}
    found = {e.id: e for e in kept.events(ids=now.values())}
    for asked, id_ in now.items():
        if id_ not in found:
            raise ClaimwireError(f"{asked}: no such event in {db}; `claimwire events` lists them")
    yield from found.values()


_AGGREGATE = ["id", "type", "agent", "recipient", "place", "time", "outcome", "quantities", "disagreement", "status"]


def _aggregated(kept: SqliteStore, found: list[Event], way: Way) -> list[Aggregate]:
    from claimwire import consolidate, ontology
    from claimwire.cli.contradictions import members_of

    nouns = ontology.load()
    members = members_of(kept, found)
    return [consolidate.aggregate(e, members(e), how=way.value, ontology=nouns) for e in found]


def _aggregate_row(e: Event, chosen: Aggregate) -> dict[str, Any]:
    return {
        "id": e.id,
        "type": "/".join((e.event_type or "-", *e.modes)),
        **{a: chosen.values.get(a) for a in ("agent", "recipient", "place", "time", "outcome")},
        "quantities": ", ".join(f"{k} {v:g}" for k, v in chosen.quantities.items()),
        "disagreement": ", ".join(f"{a} {v:.2f}" for a, v in chosen.disagreement.items() if v),
        "status": e.status,
    }


@app.command(
    epilog="Example: claimwire report --db claimwire-out/claims.db --out briefing.html --title 'Briefing of 27 May'. "
    "Or: claimwire report --daily --cutoff 2016-05-27T19:30 --layout osce --out daily"
)
def report(
    db: Db = DEFAULT_DB,
    out: Annotated[
        Path | None, typer.Option("--out", help="The page to write (claims.html), or the folder of a daily report (daily).")
    ] = None,
    title: Annotated[str | None, typer.Option("--title", help="The page's heading.")] = None,
    with_ledger: Annotated[
        bool | None,
        typer.Option("--ledger/--no-ledger", help="With the tables of the ceasefire ledger; by default of up to 1,000 reports."),
    ] = None,
    daily: Annotated[bool, typer.Option("--daily", help="A report of the hours up to --cutoff: HTML, DOCX and CSV.")] = False,
    cutoff: Annotated[
        str | None, typer.Option("--cutoff", help="Day and hour, e.g. 2016-05-27T19:30; UTC without a zone.")
    ] = None,
    layout: Annotated[str, typer.Option("--layout", help="osce or bulletin: which tables, in which order.")] = "osce",
    hours: Annotated[float, typer.Option("--hours", min=1, help="Length of the period, and of the one before it.")] = 24,
    agreement: Annotated[str | None, typer.Option("--agreement", help="Only this agreement, by its id (--daily).")] = None,
    agreements: Annotated[Path | None, typer.Option("--agreements", help="A folder of agreements of yours, beside ours.")] = None,
    folder: Folder = None,
) -> None:
    """Write the self-contained HTML page of a database, or with --daily the report of a day as a page, a document and tables.

    Of more than 5,000 claims the page shows a part, what is contradicted first, and says what it leaves out.
    """
    from claimwire import ontology, outputs
    from claimwire.cli import pages

    if daily != (cutoff is not None):
        raise typer.BadParameter("--daily and --cutoff go together", param_hint="--cutoff" if daily else "--daily")
    if cutoff is not None:
        from claimwire.cli import daily as of_day

        refuse_standard_output(out=out)
        at = of_day.moment(cutoff)
        options: dict[str, Any] = {
            "layout": layout,
            "hours": hours,
            "title": title,
            "agreements": agreements,
            "agreement": agreement,
            "ontology": folder,
        }
        for path in of_day.write(db, out or Path("daily"), cutoff=at, **options):
            print(path)
        return
    out = out or Path("claims.html")
    refuse_standard_output(out=out)
    if out.is_dir():
        raise StoreError(f"{out}: is a folder; name a file in it, for example {out / 'claims.html'}")
    with open_database(db) as kept, progress("reports") as update:
        tables = pages.ledger(
            kept.readings, kept.events, ontology=ontology.load(folder), agreements=agreements, wanted=with_ledger
        )
        written = outputs.write_page(
            watched(kept.readings(), update),
            pages.Anew(kept.events),
            out,
            title=title or None,
            ledger=tables,
            copies=lambda reports: pages.copies(kept, reports),
        )
    print(written)


@app.command(epilog="Example: claimwire export geojson --db claimwire-out/claims.db --out events")
def export(
    format_: Annotated[str, typer.Argument(metavar="FORMAT", help="csv, parquet, geojson or jsonl.")],
    db: Db = DEFAULT_DB,
    out: Annotated[Path, typer.Option("--out", help="Folder (a file for jsonl).")] = Path("export"),
) -> None:
    """Write tables or maps of a database, with a loss report and a notice beside them."""
    from claimwire import outputs

    if format_ not in outputs.FORMATS:
        raise typer.BadParameter(f"{format_!r}: one of {', '.join(outputs.FORMATS)}", param_hint="FORMAT")
    refuse_standard_output(out=out)
    with open_database(db) as kept, progress("reports") as update:
        written = outputs.export(format_, watched(kept.readings(), update), kept.events(), out)
    for path in written:
        print(path)
