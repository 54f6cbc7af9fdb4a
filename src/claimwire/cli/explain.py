"""`claimwire explain`: what a claim rests on, and why claims are in one event while others are not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimwire.cli.app import DEFAULT_DB, AsJson, Db, app, open_database, print_json
from claimwire.errors import ClaimwireError
from claimwire.records import Claim, ClaimPlace, Event, Link, Reading, Statement, chain, claim_to_dict, event_to_dict

if TYPE_CHECKING:
    from claimwire.store import LogEntry, SqliteStore

SHOWN = 12  # pairs of a kind; --json gives all


@app.command(epilog="Example: claimwire explain e-0123456789abcdef --db claimwire-out/claims.db")
def explain(
    id_: Annotated[str, typer.Argument(metavar="ID", help="A claim's or an event's id.")],
    db: Db = DEFAULT_DB,
    as_json: AsJson = False,
) -> None:
    """Show the words, the chain of attribution and the rules behind a claim, or the claims, pairs and origins behind an event."""
    with open_database(db) as kept:
        now = kept.groups.redirect(id_) or id_
        event = next(iter(kept.events(ids=[now])), None)
        if event is None:
            _claim(kept, id_, db=db, as_json=as_json)
        else:
            _event(kept, event, asked=id_, as_json=as_json)


def _claim(kept: SqliteStore, id_: str, *, db: Path, as_json: bool) -> None:
    report = kept.report_of(id_)
    reading = kept.load(report) if report is not None else None
    if reading is None:
        raise ClaimwireError(f"{id_}: no such claim or event in {db}; `claimwire claims` and `claimwire events` list them")
    claim = next(c for c in reading.claims if c.id == id_)
    if as_json:
        print_json([_claim_told(reading, claim)])
        return
    for line in _explanation(reading, claim):
        print(line)


def _claim_told(reading: Reading, claim: Claim) -> dict[str, Any]:
    return {"report": reading.report.id, "according_to": who_says(reading, claim), **claim_to_dict(claim)}


def _event(kept: SqliteStore, event: Event, *, asked: str, as_json: bool) -> None:
    from claimwire.pipeline import explaining

    wanted = set(event.claims)
    told = kept.groups.claims_of([event.id])
    readings = [r for report in sorted({r for _, r, _ in told}) if (r := kept.load(report)) is not None]
    claims = [(r, c) for r in readings for c in r.claims if c.id in wanted]
    pairs = explaining.pairs(kept, event.id)
    history = kept.groups.log(event.id)
    if as_json:
        print_json(
            {
                "asked": asked,
                "event": event_to_dict(event),
                "claims": [_claim_told(r, c) for r, c in claims],
                "pairs": pairs,
                "history": [_step(x) for x in history],
            }
        )
        return
    if asked != event.id:
        print(f"{asked}: merged into {event.id}")
    print(f"{event.id}: {event.n_claims} claims, {event.n_reports} reports, {event.n_origins} origins, {event.status}")
    for line in (*_of_event(event), *_history(event, history), *_pairs(pairs)):
        print(line)
    for reading, claim in claims:
        for line in _explanation(reading, claim):
            print(line)


def _of_event(event: Event) -> Iterator[str]:
    if event.part_of:
        yield f"  part of      {event.part_of}"
    for attribute, status in event.status_by_attribute.items():
        yield f"  {attribute:12} {status}"
    for o in event.origins:
        depends = "" if o.independent else ", counted with another"
        yield f"  origin       {o.name} ({o.kind}{f', {o.side}' if o.side else ''}{depends}): {len(o.claims)} claims"
        for reason in o.because:
            yield f"    because    {reason}"
    for x in event.contradictions:
        yield f"  contradiction in {x.attribute}: {x.note} ({x.claims[0]}, {x.claims[1]})"


def _history(event: Event, history: Sequence[LogEntry]) -> Iterator[str]:
    for x in history:
        n = f"{len(x.claims)} claim{'' if len(x.claims) == 1 else 's'}"
        if x.event == event.id:
            went = f"{n} {'went with their report' if x.into is None else f'went to {x.into}'}"
        else:
            went = f"{n} came from {x.event}"
        yield f"  history      consolidation {x.consolidation}, {x.what}: {went}"


def _step(x: LogEntry) -> dict[str, Any]:
    return {"consolidation": x.consolidation, "what": x.what, "event": x.event, "into": x.into, "claims": list(x.claims)}


def _pairs(pairs: Mapping[str, Sequence[Mapping[str, Any]]]) -> Iterator[str]:
    for kind, title in (("inside", "compared"), ("outside", "left out")):
        for pair in pairs[kind][:SHOWN]:
            a, b = pair["sides"]
            if pair["veto"]:
                why = f"never one: {pair['veto']}"
            else:
                why = f"probability {pair['probability']:.2f}; " + ", ".join(f"{n} {w:+.1f}" for n, w in pair["features"])
            outer = f" ({b['event']})" if kind == "outside" else ""
            yield f"  {title:12} {a['report']}: {a['evidence']}"
            yield f"    with       {b['report']}: {b['evidence']}{outer}"
            yield f"    because    {why}"
        if (more := len(pairs[kind]) - SHOWN) > 0:
            yield f"  and {more} more pairs {title}: --json lists all"


def who_says(reading: Reading, claim: Claim) -> str:
    """Return the chain of attribution, outermost first: publisher > speaker > speaker."""
    speakers = (_source(s) for s in _chain(reading, claim))
    return " > ".join((reading.report.publisher or "unknown publisher", *speakers))


def _chain(reading: Reading, claim: Claim) -> tuple[Statement, ...]:
    return chain(claim, {s.id: s for s in reading.statements})


def _source(statement: Statement) -> str:
    said = " ".join(s.text for s in statement.source) or "unnamed source"
    return f"{said} [{statement.speaker}]" if statement.speaker else said


def _explanation(reading: Reading, claim: Claim) -> Iterator[str]:
    sentence = next((s for s in reading.sentences if s.id == claim.sentence), None)
    yield f"{claim.id} in {reading.report.id}"
    if sentence:
        yield f"  sentence     {reading.report.text[sentence.start : sentence.end]}"
    yield f"  according to {who_says(reading, claim)}"
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
