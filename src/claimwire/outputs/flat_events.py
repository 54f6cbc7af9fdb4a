"""Events, their origins and their contradictions as flat rows, with the words that stand against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from claimwire.outputs.flat import Row, Table, columns
from claimwire.outputs.names import actor_names, said_by
from claimwire.outputs.wording import bounds
from claimwire.records import Event, Origin, Reading

EVENTS = Table(
    "events",
    columns(
        "event_id event_type modes:texts status actor_names:texts actor_ids:texts recipient_names:texts recipient_ids:texts "
        "locations:texts location_ids:texts countries:texts latitude:float longitude:float place_precision:int radius_km:float "
        "time time_edtf time_start time_end quantities:texts publishers:texts speakers:texts n_claims:int n_statements:int "
        "n_reports:int n_origins:int occurrence agent outcome quantity contradictions:texts part_of claims:texts "
        "origins:texts recipient_status place_status time_status"
    ),
)
ORIGINS = Table(
    "event_origins",
    columns(
        "event_id origin_id kind name side independent because:texts publishers:texts n_claims:int n_reports:int claims:texts "
        "reports:texts"
    ),
)
CONTRADICTIONS = Table(
    "contradictions",
    columns(
        "event_id attribute relation note origin_a origin_b publisher_a publisher_b speaker_a speaker_b words_a words_b claim_a "
        "claim_b report_a report_b"
    ),
)
EVENT_TABLES = (EVENTS, ORIGINS, CONTRADICTIONS)


@dataclass(frozen=True, slots=True)
class Source:
    """Where a claim of an event comes from, and its words."""

    report: str
    publisher: str | None
    speaker: str | None
    words: str


def sources(reading: Reading) -> Iterator[tuple[str, Source]]:
    """Yield, for every claim of the reading, who printed it and who says it: what an event's row needs to name them."""
    names = actor_names(reading)
    statements = {s.id: s for s in reading.statements}
    for c in reading.claims:
        s = statements.get(c.statement or "")
        speaker = (names.get(s.speaker or "") or said_by(s)) if s else None
        yield c.id, Source(reading.report.id, reading.report.publisher, speaker, c.evidence.text)


def event_row(e: Event, known: Mapping[str, Source]) -> Row:
    """Return an event as one row; ``known`` names the source of its claims."""
    here = [p for p in e.places if p.role == "location"]
    pin = next((p.place for p in here if p.place), None)
    t = e.time
    behind = [known[c] for c in e.claims if c in known]
    return {
        "event_id": e.id,
        "event_type": e.event_type,
        "modes": list(e.modes),
        "status": e.status,
        "actor_names": [p.name or p.span.text for p in e.actors],
        "actor_ids": [p.target for p in e.actors if p.target],
        "recipient_names": [p.name or p.span.text for p in e.recipients],
        "recipient_ids": [p.target for p in e.recipients if p.target],
        "locations": [p.place.name if p.place else p.span.text for p in here],
        "location_ids": [p.place.target for p in here if p.place],
        "countries": sorted({p.place.country for p in here if p.place and p.place.country}),
        "latitude": pin.latitude if pin else None,
        "longitude": pin.longitude if pin else None,
        "place_precision": pin.precision if pin else None,
        "radius_km": pin.radius_km if pin else None,
        "time": t.span.text if t else None,
        "time_edtf": t.interval.edtf if t else None,
        "time_start": t.interval.start if t else None,
        "time_end": t.interval.end if t else None,
        "quantities": [f"{m}: {bounds(q.low, q.best, q.high)}" for m, q in e.quantities.items()],
        "publishers": sorted({s.publisher for s in behind if s.publisher}),
        "speakers": sorted({s.speaker for s in behind if s.speaker}),
        "n_claims": e.n_claims,
        "n_statements": e.n_statements,
        "n_reports": e.n_reports,
        "n_origins": e.n_origins,
        **{a: e.status_by_attribute.get(a) for a in ("occurrence", "agent", "outcome", "quantity")},
        **{f"{a}_status": e.status_by_attribute.get(a) for a in ("recipient", "place", "time")},
        "origins": [_origin_in_words(o) for o in e.origins],
        "contradictions": [f"{x.attribute}: {x.note} ({x.claims[0]} / {x.claims[1]})" for x in e.contradictions],
        "part_of": e.part_of,
        "claims": list(e.claims),
    }


def _origin_in_words(o: Origin) -> str:
    about = [o.kind, "independent" if o.independent else "may depend on another", *([o.side] if o.side else [])]
    return f"{o.name} ({', '.join(about)})"


def event_rows(e: Event, known: Mapping[str, Source]) -> Iterator[tuple[Table, Row]]:
    """Yield the rows of an event: itself, its origins, and what contradicts what; ``known`` names the source of its claims."""
    yield EVENTS, event_row(e, known)
    origin_of = {c: o.name for o in e.origins for c in o.claims}
    for o in e.origins:
        yield (
            ORIGINS,
            {
                "event_id": e.id,
                "origin_id": o.id,
                "kind": o.kind,
                "name": o.name,
                "side": o.side,
                "independent": "yes" if o.independent else "no",
                "because": list(o.because),
                "publishers": sorted({p for c in o.claims if c in known and (p := known[c].publisher)}),
                "n_claims": len(o.claims),
                "n_reports": len(o.reports),
                "claims": list(o.claims),
                "reports": list(o.reports),
            },
        )
    for x in e.contradictions:
        row: Row = {"event_id": e.id, "attribute": x.attribute, "relation": x.relation, "note": x.note}
        for end, claim in zip("ab", x.claims, strict=True):
            source = known.get(claim)
            row |= {f"claim_{end}": claim, f"origin_{end}": origin_of.get(claim)}
            for field in ("report", "publisher", "speaker", "words"):
                row[f"{field}_{end}"] = getattr(source, field) if source else None
        yield CONTRADICTIONS, row
