"""Commands that read a database: `claims`, `events`, `explain`, `report`, `export`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

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
from claimwire.errors import ClaimwireError, StoreError
from claimwire.records import Claim, ClaimPlace, Event, Link, Reading, Statement, claim_to_dict, event_to_dict

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


def _who_says(reading: Reading, claim: Claim) -> str:
    """Return the chain of attribution, outermost first: publisher > speaker > speaker."""
    chain = [reading.report.publisher or "unknown publisher"]
    chain += [_source(s, reading) for s in _chain(reading, claim)]
    return " > ".join(chain)


def _chain(reading: Reading, claim: Claim) -> list[Statement]:
    by_id = {s.id: s for s in reading.statements}
    out: list[Statement] = []
    at = claim.statement
    while at is not None and len(out) < len(by_id):
        out.insert(0, by_id[at])
        at = by_id[at].parent
    return out


def _source(statement: Statement, reading: Reading) -> str:
    said = " ".join(s.text for s in statement.source) or "unnamed source"
    return f"{said} [{statement.speaker}]" if statement.speaker else said


def _row(reading: Reading, claim: Claim) -> dict[str, Any]:
    located = [p for p in claim.places if p.role == "location"]
    how = "" if (claim.realization, claim.factuality) == ("actual", "CT+") else f"{claim.realization} {claim.factuality}"
    return {
        "id": claim.id,
        "according_to": _who_says(reading, claim),
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
        every = list(kept.events())
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


@app.command(epilog="Example: claimwire explain c-0123456789abcdef --db claimwire-out/claims.db")
def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A claim's or an event's id.")],
    db: Db = DEFAULT_DB,
    as_json: AsJson = False,
) -> None:
    """Show the words, the chain of attribution and the rules behind a claim, or the claims behind an event."""
    with open_database(db) as kept:
        event = next((e for e in kept.events() if e.id == id_), None)
        wanted = set(event.claims) if event else {id_}
        pairs = [(r, c) for r in kept.readings() for c in r.claims if c.id in wanted]
    if not pairs:
        raise ClaimwireError(f"{id_}: no such claim or event in {db}; `claimwire claims` and `claimwire events` list them")
    if as_json:
        print_json([{"report": r.report.id, "according_to": _who_says(r, c), **claim_to_dict(c)} for r, c in pairs])
        return
    if event:
        print(f"{event.id}: {event.n_claims} claims, {event.n_origins} origins, {event.status}")
        for x in event.contradictions:
            print(f"  contradiction in {x.attribute}: {x.note} ({x.claims[0]}, {x.claims[1]})")
    for reading, claim in pairs:
        for line in _explanation(reading, claim):
            print(line)


def _explanation(reading: Reading, claim: Claim) -> Iterator[str]:
    sentence = next((s for s in reading.sentences if s.id == claim.sentence), None)
    yield f"{claim.id} in {reading.report.id}"
    if sentence:
        yield f"  sentence     {reading.report.text[sentence.start : sentence.end]}"
    yield f"  according to {_who_says(reading, claim)}"
    for s in _chain(reading, claim):
        yield f"    cue        {' … '.join(x.text for x in s.cue) or '-'} ({s.stance}, {s.quote_type}, rule {s.rule})"
    yield f"  trigger      {claim.trigger.text} [{claim.trigger.start}, {claim.trigger.end})"
    yield f"  type         {'/'.join((claim.event_type or claim.kind, *claim.modes))}"
    links = {(k.mention, k.kind): k for k in reading.links}
    for name, people in (("actor", claim.actor), ("recipient", claim.recipient)):
        for p in people:
            yield f"  {name:12} {p.span.text} -> {f'{p.name} ({p.target})' if p.target and p.name else p.target or 'unresolved'}"
            yield from _why(links.get((p.mention or "", "actor")))
    for at in claim.places:
        yield f"  {at.role:12} {at.span.text} -> {_where(at)}"
        yield from _why(links.get((at.mention or "", "place")))
    if claim.time:
        i = claim.time.interval
        unit = f"to the {i.precision}" if i.precision and i.edtf else None
        how = ", ".join(w for w in (i.modifier, unit) if w)
        yield f"  time         {claim.time.span.text} -> {i.edtf or 'unresolved'}{f' ({how})' if how else ''}"
        yield f"    because    {i.rule}"
    else:
        yield "  time         not said"
    for q in claim.quantities:
        v = q.quantity
        yield f"  quantity     {q.span.text} -> {v.measure} {v.type}, low {_bound(v.low)}, high {_bound(v.high)}"
    yield f"  held as      {claim.realization}, {claim.factuality}"
    if claim.effect:
        place, from_, to = (x or "unknown" for x in (claim.effect.place, claim.effect.from_, claim.effect.to))
        yield f"  effect       {claim.effect.kind}: {place} from {from_} to {to}"
    yield f"  rules        {claim.rule}"
    for t in claim.custom_types:
        yield f"  {t.codebook:12} {t.type}, score {t.score:.2f}: {t.rule}"
        if t.example:
            yield f"    nearest    {t.example}"


# UCDP where_prec in words.
_PRECISION = {
    1: "exact place", 2: "near it", 3: "district", 4: "province", 5: "line or region", 6: "country", 7: "international",
}  # fmt: skip


def _where(at: ClaimPlace) -> str:
    """Say where a place is, how exactly, and how far the truth may lie from the point."""
    p = at.place
    if p is None:
        return f"unresolved, in {at.country}" if at.country else "unresolved"
    inside = ", ".join(w for w in (p.admin1 if p.admin1 != p.name else None, p.country) if w)
    exact = f"precision {p.precision}, {_PRECISION.get(p.precision, 'unknown')}"
    reach = f"within {p.radius_km:g} km" if p.radius_km is not None else "no point"
    how = f", {p.relation}" if p.relation else ""
    return f"{p.name}{f', {inside}' if inside else ''} ({p.target}; {exact}{how}, {reach})"


def _why(link: Link | None) -> Iterator[str]:
    """Say which rule linked a mention, how surely, and what it was preferred to."""
    if link is None:
        return
    yield f"    because    {link.rule or 'no rule'}{f', score {link.score:.2f}' if link.target else ''}"
    rivals = [c for c in link.candidates if c.target != link.target]
    if rivals:
        yield f"    rather than {'; '.join(f'{c.name} ({c.target}, {c.score:.2f})' for c in rivals)}"


def _bound(value: float | None) -> str:
    """Return a bound of a number as people write it; "at least nine" has no upper one."""
    if value is None:
        return "open"
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"


@app.command(epilog="Example: claimwire report --db claimwire-out/claims.db --out briefing.html --title 'Briefing of 27 May'")
def report(
    db: Db = DEFAULT_DB,
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("claims.html"),
    title: Annotated[str | None, typer.Option("--title", help="The page's heading.")] = None,
    with_ledger: Annotated[bool, typer.Option("--ledger/--no-ledger", help="With the tables of the ceasefire ledger.")] = True,
) -> None:
    """Write the self-contained HTML page of a database.

    Of more than 5,000 claims it shows a part, what is contradicted first, and says what it leaves out.
    """
    from claimwire import outputs
    from claimwire.cli import ceasefire, pages

    refuse_standard_output(out=out)
    if out.is_dir():
        raise StoreError(f"{out}: is a folder; name a file in it, for example {out / 'claims.html'}")
    tables: list[Mapping[str, Any]] = []
    if with_ledger:
        with ceasefire.context(db) as context:
            tables = pages.ledger(context)
    with open_database(db) as kept, progress("reports") as update:
        written = outputs.write_page(
            watched(kept.readings(), update),
            kept.events(),
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
