"""A reading or an event as rows of the tables: what makes the store readable by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from claimwire.records import (
    Claim,
    ClaimPlace,
    ClaimTime,
    Contradiction,
    Event,
    Origin,
    Participant,
    Place,
    QuantityRange,
    Reading,
    Report,
    Run,
    Span,
    Statement,
    TimeInterval,
    event_to_dict,
)

Row = tuple[str, tuple[Any, ...]]  # table, values in the order of its columns


def dumps(value: Any) -> str:
    """Write compact JSON; a NaN is refused, because no reader of ours or others' would take it back."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A reading in the form that a store keeps: made by the process that read it, so that the one that writes only writes."""

    report: Report
    run: Run
    text: str  # the reading as a line of JSON, without its end
    rows: tuple[Row, ...]  # parents before children
    claims: int
    statements: int


def written(reading: Reading, *, tables: bool = True, trace: Sequence[Row] = ()) -> Written:
    """Return a reading ready to be kept; without ``tables`` it cannot be queried by hand, only read again.

    ``trace`` holds the rows of what it leaves for consolidation; without them they are made when reports are consolidated.
    Raises ValueError when it holds a number that JSON does not have.
    """
    text = dumps(reading.to_dict())
    return Written(
        report=reading.report,
        run=reading.run,
        text=text,
        rows=(*_whole(reading, text), *(_parts(reading) if tables else ()), *trace),
        claims=len(reading.claims),
        statements=len(reading.statements),
    )


def trace_rows(
    report: str, *, rules: str, voices: str, print: str, told: Iterable[tuple[str, int, Sequence[str], bytes, bytes, str]]
) -> Iterator[Row]:
    """Yield the rows of what a report leaves for consolidation; ``told``: its event, node, claims, blocks, wording, sketch."""
    yield "traces", (report, rules, voices, print)
    for event, node, claims, blocks, wording, sketch in told:
        yield "sketches", (None, report, event, node, dumps(claims), blocks, wording, sketch)


def _whole(reading: Reading, text: str) -> Iterator[Row]:
    r, run = reading.report, reading.run
    yield (
        "reports",
        (
            *(r.id, r.publisher, r.kind, r.url, r.title, r.text, r.language, r.published_at, r.retrieved_at, r.sha256),
            *(run.id, r.status, r.corrects),
        ),
    )
    yield "readings", (r.id, run.id, text)


def _parts(reading: Reading) -> Iterator[Row]:
    r = reading.report
    for i, s in enumerate(reading.sentences):
        yield "sentences", (None, r.id, s.id, i, s.paragraph, s.start, s.end, r.text[s.start : s.end])
    for i, m in enumerate(reading.mentions):
        yield "mentions", (r.id, m.id, i, m.label, m.span.text, m.span.start, m.span.end, m.score)
    for i, k in enumerate(reading.links):
        yield "links", (r.id, i, k.mention, k.kind, k.target, k.score, k.rule)
        for j, c in enumerate(k.candidates):
            yield "link_candidates", (r.id, i, j, c.target, c.name, c.score)
    for i, statement in enumerate(reading.statements):
        yield "statements", _statement(r, i, statement)
    for i, claim in enumerate(reading.claims):
        yield from _claim(r, i, claim)


def _statement(report: Report, position: int, s: Statement) -> tuple[Any, ...]:
    words = (_joined(s.source), _joined(s.cue), _joined(s.content))
    offsets = tuple(dumps([x.offsets for x in spans]) for spans in (s.source, s.cue, s.content))
    return (report.id, s.id, position, s.parent, s.speaker, s.quote_type, s.stance, *words, *offsets, s.rule)


def _joined(spans: Sequence[Span]) -> str:
    return " … ".join(s.text for s in spans)


def _claim(report: Report, position: int, c: Claim) -> Iterator[Row]:
    t, i, effect = c.time, c.time and c.time.interval, c.effect
    when = (t.span.text, i.edtf, i.start, i.end, i.precision, i.modifier, i.rule) if t and i else (None,) * 7
    yield (
        "claims",
        (c.id, report.id, position, c.sentence, c.statement, c.kind, c.event_type, dumps(c.modes), dumps(c.contexts))
        + (c.trigger.text, *c.trigger.offsets, c.evidence.text, *c.evidence.offsets, *when)
        + (c.realization, c.factuality, c.aspect, c.change)
        + ((effect.kind, effect.place, effect.from_, effect.to) if effect else (None,) * 4)
        + (c.rule, c.score, c.event),
    )
    for role, participants in (("actor", c.actor), ("recipient", c.recipient)):
        for n, p in enumerate(participants):
            yield "claim_participants", (c.id, role, n, p.span.text, *p.span.offsets, p.mention, p.target, p.name)
    for n, place in enumerate(c.places):
        span = place.span
        yield (
            "claim_places",
            (c.id, n, place.role, span.text, *span.offsets, place.mention, *_place(place), place.place and place.place.feature),
        )
    for n, q in enumerate(c.quantities):
        x = q.quantity
        values = (x.measure, x.low, x.best, x.high, x.type, x.unit, x.as_of)
        yield "claim_quantities", (c.id, n, *values, q.span.text, *q.span.offsets, q.mention)
    for n, own in enumerate(c.custom_types):
        yield "claim_custom_types", (c.id, n, own.codebook, own.type, own.score, own.rule, own.example)


def _place(p: ClaimPlace) -> tuple[Any, ...]:
    x = p.place
    if x is None:
        return (None, p.name, p.country, *(None,) * 5)
    return (x.target, x.name, x.country, x.admin1, x.latitude, x.longitude, x.precision, x.radius_km)


def event_rows(event: Event) -> Iterator[Row]:
    """Yield every row of an event, parents before children."""
    e, t = event, event.time
    yield (
        "events",
        (e.id, e.event_type, dumps(e.modes))
        + ((t.span.text, t.interval.edtf, t.interval.start, t.interval.end) if t else (None,) * 4)
        + (e.n_claims, e.n_statements, e.n_reports, e.n_origins, e.status, e.part_of, dumps(event_to_dict(e))),
    )
    for i, claim in enumerate(e.claims):
        yield "event_claims", (e.id, i, claim)
    for role, participants in (("actor", e.actors), ("recipient", e.recipients)):
        for i, p in enumerate(participants):
            yield "event_participants", (e.id, role, i, p.span.text, p.target, p.name)
    for i, place in enumerate(e.places):
        yield "event_places", (e.id, i, place.role, place.span.text, *_place(place))
    for measure, q in e.quantities.items():
        yield "event_quantities", (e.id, measure, q.low, q.best, q.high, dumps(dict(q.by_origin)))
    for attribute, status in e.status_by_attribute.items():
        yield "event_statuses", (e.id, attribute, status)
    for i, x in enumerate(e.contradictions):
        yield "contradictions", (e.id, i, x.attribute, *x.claims, x.note, x.relation)
    for i, o in enumerate(e.origins):
        head = (e.id, i, o.id, o.kind, o.name, o.side, int(o.independent))
        yield "event_origins", (*head, dumps(o.claims), dumps(o.reports), dumps(o.because))


def event_from_json(
    text: str, *, places: Sequence[str], actors: Sequence[str], recipients: Sequence[str], time: str | None
) -> Event:
    """Build an event from its JSON and the words of its spans, which the JSON gives as offsets only."""
    e = json.loads(text)
    t = e["time"]
    return Event(
        id=e["id"],
        event_type=e["event_type"],
        modes=tuple(e["modes"]),
        claims=tuple(e["claims"]),
        places=tuple(_event_place(p, words) for p, words in zip(e["places"], places, strict=True)),
        time=ClaimTime(
            mention=t["mention"],
            span=_span(t["span"], time or ""),
            interval=TimeInterval(**{k: v for k, v in t.items() if k not in ("mention", "span")}),
        )
        if t
        else None,
        actors=_participants(e["actors"], actors),
        recipients=_participants(e["recipients"], recipients),
        quantities={k: QuantityRange(**q) for k, q in e["quantities"].items()},
        n_claims=e["n_claims"],
        n_statements=e["n_statements"],
        n_reports=e["n_reports"],
        n_origins=e["n_origins"],
        status=e["status"],
        status_by_attribute=e["status_by_attribute"],
        part_of=e["part_of"],
        contradictions=tuple(
            Contradiction(
                attribute=x["attribute"],
                claims=(x["claims"][0], x["claims"][1]),
                note=x["note"],
                relation=x.get("relation", "differs"),
            )
            for x in e["contradictions"]
        ),
        origins=tuple(_origin(o) for o in e.get("origins", ())),
    )


def _origin(o: dict[str, Any]) -> Origin:
    lists = {k: tuple(o[k]) for k in ("claims", "reports", "because")}
    return Origin(**(o | lists))


def _span(offsets: Sequence[int], words: str) -> Span:
    return Span(start=offsets[0], end=offsets[1], text=words)


def _participants(items: Sequence[dict[str, Any]], words: Sequence[str]) -> tuple[Participant, ...]:
    return tuple(
        Participant(mention=p["mention"], span=_span(p["span"], w), target=p["target"], name=p["name"])
        for p, w in zip(items, words, strict=True)
    )


def _event_place(p: dict[str, Any], words: str) -> ClaimPlace:
    fields = {k: v for k, v in p.items() if k not in ("mention", "span", "role")}
    place = Place(**fields) if p["target"] is not None else None
    unplaced = {k: p.get(k) for k in ("name", "country")} if place is None else {}
    return ClaimPlace(mention=p["mention"], span=_span(p["span"], words), role=p["role"], place=place, **unplaced)
