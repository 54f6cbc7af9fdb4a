"""Reports, claims, statements, mentions and links as flat rows that a person can read without a second table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from claimwire.outputs.names import actor_names, joined, place_names, said_by
from claimwire.records import Claim, Participant, Reading, Report, chain

Kind = Literal["text", "texts", "int", "float"]
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Table:
    """One table's columns in order, each with its kind; ``texts`` is a list."""

    name: str
    columns: dict[str, Kind]


def columns(spec: str) -> dict[str, Kind]:
    """Read ``name:kind`` words; a bare name is text."""
    kinds: dict[str, Kind] = {"text": "text", "texts": "texts", "int": "int", "float": "float"}
    pairs = (word.partition(":") for word in spec.split())
    return {name: kinds[kind or "text"] for name, _, kind in pairs}


_CUSTOM_FIELDS = ("codebook", "type", "score", "rule", "example")
_REPORT = "report_id publisher published_at title url "

REPORTS = Table(
    "reports",
    columns(
        "report_id publisher kind published_at retrieved_at title url language status corrects n_sentences:int "
        "n_statements:int n_claims:int sha256"
    ),
)
CLAIMS = Table(
    "claims",
    columns(
        "claim_id "
        + _REPORT
        + "attribution:texts said_by speaker_name speaker cue stance quote_type kind event_type modes:texts contexts:texts "
        "actors:texts actor_names:texts actor_ids:texts trigger recipients:texts recipient_names:texts recipient_ids:texts "
        "locations:texts location_names:texts location_ids:texts countries:texts admin1 latitude:float longitude:float "
        "place_precision:int radius_km:float other_places:texts "
        "time time_edtf time_start time_end time_precision time_rule realization factuality aspect change quantities:texts "
        "effect effect_place effect_from effect_to evidence sentence trigger_start:int trigger_end:int "
        "evidence_start:int evidence_end:int statement_id sentence_id rule score:float event_id "
        "custom_types:texts report_status"
    ),
)
STATEMENTS = Table(
    "statements",
    columns(
        "statement_id parent_id " + _REPORT + "said_by speaker_name speaker cue stance quote_type content source_start:int "
        "source_end:int cue_start:int cue_end:int content_start:int content_end:int n_claims:int rule"
    ),
)
MENTIONS = Table(
    "mentions", columns("mention_id report_id publisher published_at label text start:int end:int score:float sentence")
)
LINKS = Table(
    "links",
    columns("mention_id report_id publisher text label kind target name score:float rule candidates:texts start:int end:int"),
)
PLACES = Table(
    "claim_places",
    columns(
        "claim_id report_id role text name target country admin1 latitude:float longitude:float place_precision:int "
        "radius_km:float start:int end:int"
    ),
)
QUANTITIES = Table(
    "claim_quantities",
    columns("claim_id report_id measure low:float best:float high:float type unit as_of text start:int end:int"),
)
CUSTOM_TYPES = Table("claim_custom_types", columns("claim_id report_id codebook type score:float rule example"))
READING_TABLES = (REPORTS, CLAIMS, STATEMENTS, MENTIONS, LINKS, PLACES, QUANTITIES, CUSTOM_TYPES)


def _of(report: Report) -> Row:
    return {
        "report_id": report.id,
        "publisher": report.publisher,
        "published_at": report.published_at,
        "title": report.title,
        "url": report.url,
    }


def reading_rows(reading: Reading) -> Iterator[tuple[Table, Row]]:
    """Yield the rows of a reading, table by table."""
    report = reading.report
    about = _of(report)
    names, places = actor_names(reading), place_names(reading)
    sentences = {s.id: report.text[s.start : s.end] for s in reading.sentences}
    statements = {s.id: s for s in reading.statements}
    yield (
        REPORTS,
        {f: getattr(report, f) for f in ("publisher", "kind", "published_at", "retrieved_at", "title", "url", "language")}
        | {
            "report_id": report.id,
            "status": report.status,
            "corrects": report.corrects,
            "n_sentences": len(reading.sentences),
            "n_statements": len(reading.statements),
            "n_claims": len(reading.claims),
            "sha256": report.sha256,
        },
    )
    for c in reading.claims:
        under = chain(c, statements)
        s = under[-1] if under else None
        attribution = [x for x in (report.publisher, *map(said_by, under)) if x]
        row = about | {
            "claim_id": c.id,
            "attribution": attribution,
            "said_by": said_by(s) if s else None,
            "speaker": s.speaker if s else None,
            "speaker_name": names.get(s.speaker) if s and s.speaker else None,
            "cue": joined(s.cue) if s else None,
            "stance": s.stance if s else None,
            "quote_type": s.quote_type if s else None,
            "sentence": sentences.get(c.sentence),
            "quantities": [f"{q.quantity.measure}: {q.span.text}" for q in c.quantities],
            "report_status": report.status,
        }
        row |= _claim(c)
        if c.effect:
            e = c.effect
            row |= {
                "effect": e.kind,
                "effect_place": places.get(e.place or "", e.place),
                "effect_from": names.get(e.from_ or "", e.from_),
                "effect_to": names.get(e.to or "", e.to),
            }
        yield CLAIMS, row
        for p in c.places:
            x = p.place
            yield (
                PLACES,
                {
                    "claim_id": c.id,
                    "report_id": report.id,
                    "role": p.role,
                    "text": p.span.text,
                    "start": p.span.start,
                    "end": p.span.end,
                    **{f: getattr(x or p, f, None) for f in ("name", "target", "country", "admin1", "latitude", "longitude")},
                    "place_precision": x.precision if x else None,
                    "radius_km": x.radius_km if x else None,
                },
            )
        for t in c.custom_types:
            yield CUSTOM_TYPES, {"claim_id": c.id, "report_id": report.id} | {f: getattr(t, f) for f in _CUSTOM_FIELDS}
        for q in c.quantities:
            values = {f: getattr(q.quantity, f) for f in ("measure", "low", "best", "high", "type", "unit", "as_of")}
            yield (
                QUANTITIES,
                values
                | {"claim_id": c.id, "report_id": report.id, "text": q.span.text, "start": q.span.start, "end": q.span.end},
            )
    n_claims: dict[str, int] = {}
    for c in reading.claims:
        if c.statement:
            n_claims[c.statement] = n_claims.get(c.statement, 0) + 1
    for s in reading.statements:
        row = about | {
            "statement_id": s.id,
            "parent_id": s.parent,
            "said_by": said_by(s),
            "speaker": s.speaker,
            "speaker_name": names.get(s.speaker) if s.speaker else None,
            "cue": joined(s.cue),
            "stance": s.stance,
            "quote_type": s.quote_type,
            "content": joined(s.content),
            "n_claims": n_claims.get(s.id, 0),
            "rule": s.rule or None,
        }
        for part, spans in (("source", s.source), ("cue", s.cue), ("content", s.content)):
            row[f"{part}_start"] = spans[0].start if spans else None
            row[f"{part}_end"] = spans[-1].end if spans else None
        yield STATEMENTS, row
    yield from _mention_rows(reading, names | places)


def _claim(c: Claim) -> Row:
    here = [p for p in c.places if p.role == "location"]
    pin = next((p.place for p in here if p.place), None)
    t = c.time
    return {
        "kind": c.kind,
        "event_type": c.event_type,
        "modes": list(c.modes),
        "contexts": list(c.contexts),
        "trigger": c.trigger.text,
        **_participants("actor", "actors", c.actor),
        **_participants("recipient", "recipients", c.recipient),
        "locations": [p.span.text for p in here],
        "location_names": [p.place.name for p in here if p.place],
        "location_ids": [p.place.target for p in here if p.place],
        "countries": sorted({p.place.country for p in here if p.place and p.place.country}),
        "admin1": pin.admin1 if pin else None,
        "latitude": pin.latitude if pin else None,
        "longitude": pin.longitude if pin else None,
        "place_precision": pin.precision if pin else None,
        "radius_km": pin.radius_km if pin else None,
        "other_places": [f"{p.role}: {p.span.text}" for p in c.places if p.role != "location"],
        "time": t.span.text if t else None,
        "time_edtf": t.interval.edtf if t else None,
        "time_start": t.interval.start if t else None,
        "time_end": t.interval.end if t else None,
        "time_precision": t.interval.precision if t else None,
        "time_rule": t.interval.rule if t else None,
        "realization": c.realization,
        "factuality": c.factuality,
        "aspect": c.aspect,
        "change": c.change,
        "evidence": c.evidence.text,
        "trigger_start": c.trigger.start,
        "trigger_end": c.trigger.end,
        "evidence_start": c.evidence.start,
        "evidence_end": c.evidence.end,
        "statement_id": c.statement,
        "sentence_id": c.sentence,
        "rule": c.rule,
        "score": c.score,
        "event_id": c.event,
        "custom_types": [f"{t.codebook}:{t.type}" for t in c.custom_types],
    }


def _participants(role: str, written: str, who: tuple[Participant, ...]) -> Row:
    return {
        written: [p.span.text for p in who],
        f"{role}_names": [p.name or p.span.text for p in who],
        f"{role}_ids": [p.target for p in who if p.target],
    }


def _mention_rows(reading: Reading, names: dict[str, str]) -> Iterator[tuple[Table, Row]]:
    report = reading.report
    short = {"report_id": report.id, "publisher": report.publisher}
    mentions = {m.id: m for m in reading.mentions}
    for m in reading.mentions:
        sentence = next((report.text[s.start : s.end] for s in reading.sentences if s.start <= m.span.start < s.end), None)
        yield (
            MENTIONS,
            short
            | {
                "mention_id": m.id,
                "published_at": report.published_at,
                "label": m.label,
                "text": m.span.text,
                "start": m.span.start,
                "end": m.span.end,
                "score": m.score,
                "sentence": sentence,
            },
        )
    for k in reading.links:
        mention = mentions.get(k.mention)
        yield (
            LINKS,
            short
            | {
                "mention_id": k.mention,
                "text": mention.span.text if mention else None,
                "label": mention.label if mention else None,
                "start": mention.span.start if mention else None,
                "end": mention.span.end if mention else None,
                "kind": k.kind,
                "target": k.target,
                "name": names.get(k.target or ""),
                "score": k.score,
                "rule": k.rule,
                "candidates": [f"{c.name} ({c.target}, {c.score:.2f})" for c in k.candidates],
            },
        )
