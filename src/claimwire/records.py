"""Every value that flows through claimwire; standard library only.

All offsets are 0-based, half-open Unicode code points into ``Report.text`` exactly as stored. Unknown is
``None`` or an empty tuple, never 0 or "". Field names follow OUTPUT.md; ids are digests of content, so
coding the same input twice gives the same bytes.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


def digest(prefix: str, *parts: object) -> str:
    """Return ``prefix-`` and 16 hex digits that depend on ``parts`` alone (SHA-256, unit-separated)."""
    data = "\x1f".join("" if p is None else str(p) for p in parts).encode("utf-8", "surrogatepass")
    return f"{prefix}-{hashlib.sha256(data).hexdigest()[:16]}"


def great_circle(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return the kilometres over the globe between two points, each latitude and longitude in degrees."""
    p, q = math.radians(a[0]), math.radians(b[0])
    h = math.sin((q - p) / 2) ** 2 + math.cos(p) * math.cos(q) * math.sin(math.radians(b[1] - a[1]) / 2) ** 2
    return 12742 * math.asin(math.sqrt(min(1.0, h)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Words of a report: the only form of evidence. Cut it with ``Report.span``, never retype it."""

    start: int
    end: int
    text: str

    @property
    def offsets(self) -> tuple[int, int]:
        """``(start, end)``, code points."""
        return (self.start, self.end)

    def overlaps(self, other: Span) -> bool:
        """True when the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """True when ``other`` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One published text. ``publisher`` printed it; whoever is quoted inside is a source, never a publisher."""

    id: str
    text: str
    title: str | None = None
    publisher: str | None = None
    kind: str = "news"  # news, briefing, bulletin, post: what the input says, never guessed
    url: str | None = None
    language: str = "en"
    published_at: str | None = None  # ISO 8601 date or date-time
    retrieved_at: str | None = None
    sha256: str = ""  # of the text's UTF-8 bytes
    status: str = "usable"  # usable, corrected (a later version of what it ``corrects``), canceled: withdrawn by its publisher
    corrects: str | None = None  # id of the report whose place this one takes

    def span(self, start: int, end: int) -> Span:
        """Cut the words at ``[start, end)``. Raises ValueError when the offsets are not inside the text."""
        if not 0 <= start < end <= len(self.text):
            raise ValueError(f"report {self.id}: span [{start}, {end}) is not inside its {len(self.text)} characters")
        return Span(start=start, end=end, text=self.text[start:end])


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """One word by Universal Dependencies: ``head`` indexes the sentence's tokens, -1 for the root."""

    start: int
    end: int
    text: str
    lemma: str  # lower case
    upos: str
    head: int
    deprel: str  # with subtype, e.g. "nsubj:pass", "acl:relcl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, headline or list item; tokens in text order. ``paragraph`` counts from 0."""

    id: str
    start: int
    end: int
    paragraph: int = 0
    tokens: tuple[Token, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """Words that name something. ``label``: actor, place, time, quantity, weapon, facility, event, source, cue."""

    id: str
    span: Span
    label: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A runner-up of a link, with the score that it lost by (0 to 1)."""

    target: str
    name: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """What a mention resolves to. ``target`` None is NIL: looked for, and not resolved. ``rule`` says why."""

    mention: str
    kind: str  # actor, place, time, quantity
    target: str | None
    score: float
    candidates: tuple[Candidate, ...] = ()
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A learned head's candidate for the word(s) that name a happening, with what it thinks of it."""

    span: Span
    kind: str  # event, state, quantity, evaluation, causal
    event_type: str | None
    score: float
    realization: str | None = None
    factuality: str | None = None
    modes: tuple[str, ...] = ()  # PLOVER modes of an event
    happened: float | None = None  # -3 (certainly did not happen) to 3 (certainly did), as readers would judge it
    # What it may be, likeliest first: event types and kinds with their probabilities, given that it is anything at all.
    labels: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A learned head's candidate for a part of a statement: ``label`` is source, cue or content."""

    span: Span
    label: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """A learned head's guess that ``span`` (a head word) plays ``role`` (actor, recipient, place) for ``trigger``."""

    trigger: Span
    span: Span
    role: str
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """What an annotator sees in one report: parsed sentences, and candidates that the claims room may use or veto."""

    report: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    parts: tuple[Part, ...] = ()
    arguments: tuple[Argument, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Someone who acts, speaks or is acted upon. ``id`` is the ontology's, or ``name:slug`` for one outside its list."""

    id: str
    name: str
    kind: str = "unknown"  # state, armed_force, armed_group, person, office, organisation, media, class, ...
    country: str | None = None  # ISO 3166-1 alpha-3
    sector: str | None = None  # PLOVER sector code, e.g. GOV, MIL, REB, CVL
    listed: bool = False  # True when it is in the ontology's actor list


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a place mention is. ``precision`` follows UCDP where_prec 1 to 7; no pin belongs below ``radius_km``."""

    target: str  # geonames:ID or the gazetteer's own prefix
    name: str
    country: str | None = None  # ISO 3166-1 alpha-3
    admin1: str | None = None
    latitude: float | None = None
    longitude: float | None = None
    precision: int = 1
    radius_km: float | None = None
    feature: str | None = None  # GeoNames feature class and code, e.g. "P.PPL"
    relation: str | None = None  # how the happening lies to the target, in words: "12 km east of", "near", "countryside of"


@dataclass(frozen=True, slots=True, kw_only=True)
class Unplaced:
    """What is known of a place that no gazetteer entry was found for; ``rule`` says what its country was taken from."""

    name: str | None  # as written
    country: str | None  # ISO 3166-1 alpha-3
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeInterval:
    """When. ``edtf`` is inclusive as EDTF defines it; ``start`` and ``end`` are half-open ISO 8601, None is open or unknown."""

    edtf: str | None
    start: str | None
    end: str | None
    precision: str | None  # hour, day, week, month, season, year, decade
    rule: str
    modifier: str | None = None  # approx, early, late, before, after, since, frequency
    duration: str | None = None  # ISO 8601, e.g. "P2M", of words that say how long; X for an amount that they leave open


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """How many, of what. An open bound is None; ``type`` tells a count of this happening from a running total."""

    measure: str  # killed, injured, strikes, prisoners, settlements, groups, ..., other
    low: float | None
    best: float | None
    high: float | None
    type: str = "count"  # count or total
    unit: str | None = None
    as_of: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolution:
    """Mentions of one report and what they resolve to. The four mappings are keyed by mention id."""

    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    actors: Mapping[str, Actor] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    times: Mapping[str, TimeInterval] = field(default_factory=dict)
    quantities: Mapping[str, Quantity] = field(default_factory=dict)
    unplaced: Mapping[str, Unplaced] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One act of saying. ``parent`` is the statement that this one is inside of; spans may be discontinuous."""

    id: str
    parent: str | None
    speaker: str | None  # an actor target
    quote_type: str  # direct, indirect, mixed
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    stance: str = "neutral"  # neutral, committed, distancing, denying, conceding
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Participant:
    """An actor or recipient of a claim, as written and as resolved."""

    mention: str | None
    span: Span
    target: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPlace:
    """A place of a claim. Only ``role`` location geocodes the event.

    ``name`` and ``country`` are of a place that is unresolved: its name as written, and the country that the report puts it in.
    """

    mention: str | None
    span: Span
    role: str  # location, origin, destination, route_destination, scope
    place: Place | None = None
    name: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimTime:
    """The time expression that dates a claim."""

    mention: str | None
    span: Span
    interval: TimeInterval


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimQuantity:
    """A number that belongs to a claim."""

    mention: str | None
    span: Span
    quantity: Quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """A change of state that a happening brings, e.g. ``territory_transfer`` of a place from one holder to another."""

    kind: str
    place: str | None
    from_: str | None
    to: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomType:
    """A type of a researcher's own codebook that a claim was given. ``example`` is the codebook's sentence nearest to it."""

    codebook: str
    type: str
    score: float
    rule: str  # the lexicon entry that held, with what it held for, and the score by examples alone
    example: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One proposition in one sentence under one statement (None: the publisher's own voice). Never a fact."""

    id: str
    statement: str | None
    sentence: str
    kind: str  # event, state, quantity, evaluation, causal
    event_type: str | None
    modes: tuple[str, ...]
    contexts: tuple[str, ...]
    trigger: Span
    evidence: Span
    actor: tuple[Participant, ...]
    recipient: tuple[Participant, ...]
    places: tuple[ClaimPlace, ...]
    time: ClaimTime | None
    realization: str  # actual, attempted, offered, requested, threatened, predicted, hypothetical
    factuality: str  # CT+ PR+ PS+ CT- PR- PS- Uu
    aspect: str | None
    change: str | None
    quantities: tuple[ClaimQuantity, ...]
    effect: Effect | None
    rule: str
    score: float
    event: str | None = None
    custom_types: tuple[CustomType, ...] = ()  # best first


def chain(claim: Claim, statements: Mapping[str, Statement]) -> tuple[Statement, ...]:
    """Return the statements that a claim stands under, outermost first; a loop in bad data ends the chain."""
    out: list[Statement] = []
    at = claim.statement
    while at is not None and at in statements and len(out) < len(statements):
        out.append(statements[at])
        at = statements[at].parent
    return tuple(reversed(out))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityRange:
    """A quantity of an event over its origins; values of different origins stay apart in ``by_origin``."""

    low: float | None
    best: float | None
    high: float | None
    by_origin: Mapping[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """Two claims on one event that cannot both hold. A view over claims: neither is deleted."""

    attribute: str  # occurrence, agent, outcome, quantity, place, time, status
    claims: tuple[str, str]
    note: str
    relation: str = "differs"  # denies, does_not_confirm, differs, corrects


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One voice behind claims on an event, over however many reports: a second outlet that prints it adds nothing."""

    id: str
    kind: str  # speech, agency, source, publisher, unknown
    name: str  # as a person would say it
    side: str | None  # "conflict:side" of a party or one aligned with it on that date; None: of no party, as far as known
    independent: bool  # False: may depend on another origin of the event, so it counts with that one and never beside it
    claims: tuple[str, ...]
    reports: tuple[str, ...]
    because: tuple[str, ...]  # what made its claims one, in words, one reason a line


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One claim as a row of a table shows it: its words, whose they are, and who printed them when."""

    claim: str
    report: str
    words: str
    who: str  # the chain, outermost first: "Harbour Post > the mayor"
    publisher: str | None
    when: str | None  # publication, ISO 8601


@dataclass(frozen=True, slots=True, kw_only=True)
class Clash:
    """Two claims on one event that do not go together, in words; ``b`` None: somebody is silent on what ``a`` says."""

    event: str
    subject: str  # the event in words
    status: str  # of the event
    kind: str  # occurrence, attribution, figure, place, time, status
    attribute: str
    relation: str  # denies, differs, corrects, does_not_confirm, is_silent
    note: str
    a: Told
    b: Told | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A cluster of claims that speak of one happening. It stores no truth: who says what is read off its claims."""

    id: str
    event_type: str | None
    modes: tuple[str, ...]
    claims: tuple[str, ...]
    places: tuple[ClaimPlace, ...]
    time: ClaimTime | None
    actors: tuple[Participant, ...]
    recipients: tuple[Participant, ...]
    quantities: Mapping[str, QuantityRange]
    n_claims: int
    n_statements: int
    n_reports: int
    n_origins: int
    status: str  # party_claim_only, single_source, corroborated, contested, retracted
    status_by_attribute: Mapping[str, str]
    part_of: str | None = None
    contradictions: tuple[Contradiction, ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What made a reading: enough to make it again."""

    id: str
    version: str
    config_digest: str
    ontology_version: str
    model_digests: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One report and everything that one run read in it: the unit of parallelism, of atomic write and of golden files."""

    report: Report
    run: Run
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]
    links: tuple[Link, ...]
    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return the reading as one JSON object of OUTPUT.md."""
        r = self.report
        return {
            "report": {k: getattr(r, k) for k in (*_REPORT_FIELDS, *_REPORT_STANDING)},
            "run": {
                "id": self.run.id,
                "version": self.run.version,
                "config_digest": self.run.config_digest,
                "ontology_version": self.run.ontology_version,
                "model_digests": dict(self.run.model_digests),
            },
            "sentences": [{"id": s.id, "start": s.start, "end": s.end, "paragraph": s.paragraph} for s in self.sentences],
            "mentions": [
                {"id": m.id, "start": m.span.start, "end": m.span.end, "text": m.span.text, "label": m.label, "score": m.score}
                for m in self.mentions
            ],
            "links": [
                {
                    "mention": k.mention,
                    "kind": k.kind,
                    "target": k.target,
                    "score": k.score,
                    "candidates": [{"target": c.target, "name": c.name, "score": c.score} for c in k.candidates],
                    "rule": k.rule,
                }
                for k in self.links
            ],
            "statements": [_statement_to_dict(s) for s in self.statements],
            "claims": [claim_to_dict(c) for c in self.claims],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Reading:
        """Build a reading from an object of OUTPUT.md. Raises KeyError or ValueError when it is not one."""
        known = {k: data["report"][k] for k in _REPORT_STANDING if k in data["report"]}
        report = Report(**{k: data["report"][k] for k in _REPORT_FIELDS}, **known)
        run = data["run"]
        return cls(
            report=report,
            run=Run(**{k: run[k] for k in ("id", "version", "config_digest", "ontology_version", "model_digests")}),
            sentences=tuple(
                Sentence(id=s["id"], start=s["start"], end=s["end"], paragraph=s.get("paragraph", 0)) for s in data["sentences"]
            ),
            mentions=tuple(
                Mention(id=m["id"], span=report.span(m["start"], m["end"]), label=m["label"], score=m["score"])
                for m in data["mentions"]
            ),
            links=tuple(
                Link(
                    mention=k["mention"],
                    kind=k["kind"],
                    target=k["target"],
                    score=k["score"],
                    candidates=tuple(Candidate(**c) for c in k["candidates"]),
                    rule=k["rule"],
                )
                for k in data["links"]
            ),
            statements=tuple(_statement_from_dict(s, report) for s in data["statements"]),
            claims=tuple(_claim_from_dict(c, report) for c in data["claims"]),
        )


_REPORT_FIELDS = ("id", "publisher", "kind", "url", "title", "text", "language", "published_at", "retrieved_at", "sha256")
_REPORT_STANDING = ("status", "corrects")  # readings written before claimwire followed corrections have neither
_PLACE_FIELDS = ("target", "name", "country", "admin1", "latitude", "longitude", "precision", "radius_km", "feature", "relation")
_CUSTOM_FIELDS = ("codebook", "type", "score", "rule", "example")
_QUANTITY_FIELDS = ("measure", "low", "best", "high", "type", "unit", "as_of")
_TIME_FIELDS = ("edtf", "start", "end", "precision", "rule", "modifier", "duration")


def _offsets(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[s.start, s.end] for s in spans]


def _spans(offsets: list[list[int]], report: Report) -> tuple[Span, ...]:
    return tuple(report.span(a, b) for a, b in offsets)


def _statement_to_dict(s: Statement) -> dict[str, Any]:
    return {
        "id": s.id,
        "parent": s.parent,
        "speaker": s.speaker,
        "quote_type": s.quote_type,
        "source": _offsets(s.source),
        "cue": _offsets(s.cue),
        "content": _offsets(s.content),
        "stance": s.stance,
        "rule": s.rule,
    }


def _statement_from_dict(s: Mapping[str, Any], report: Report) -> Statement:
    return Statement(
        id=s["id"],
        parent=s["parent"],
        speaker=s["speaker"],
        quote_type=s["quote_type"],
        source=_spans(s["source"], report),
        cue=_spans(s["cue"], report),
        content=_spans(s["content"], report),
        stance=s["stance"],
        rule=s.get("rule", ""),
    )


def participant_to_dict(p: Participant) -> dict[str, Any]:
    """Return an actor or recipient as OUTPUT.md writes it."""
    return {"mention": p.mention, "span": [p.span.start, p.span.end], "target": p.target, "name": p.name}


def place_to_dict(p: ClaimPlace) -> dict[str, Any]:
    """Return a claim's place as OUTPUT.md writes it; what is not known of an unresolved place is null."""
    head = {"mention": p.mention, "span": [p.span.start, p.span.end], "role": p.role}
    return head | {k: getattr(p.place or p, k, None) for k in _PLACE_FIELDS}


def time_to_dict(t: ClaimTime | None) -> dict[str, Any] | None:
    """Return a claim's time as OUTPUT.md writes it."""
    if t is None:
        return None
    head: dict[str, Any] = {"mention": t.mention, "span": [t.span.start, t.span.end]}
    return head | {k: getattr(t.interval, k) for k in _TIME_FIELDS}


def claim_to_dict(c: Claim) -> dict[str, Any]:
    """Return a claim as OUTPUT.md writes it."""
    return {
        "id": c.id,
        "statement": c.statement,
        "sentence": c.sentence,
        "kind": c.kind,
        "event_type": c.event_type,
        "modes": list(c.modes),
        "contexts": list(c.contexts),
        "trigger": [c.trigger.start, c.trigger.end],
        "evidence": [c.evidence.start, c.evidence.end],
        "actor": [participant_to_dict(p) for p in c.actor],
        "recipient": [participant_to_dict(p) for p in c.recipient],
        "places": [place_to_dict(p) for p in c.places],
        "time": time_to_dict(c.time),
        "realization": c.realization,
        "factuality": c.factuality,
        "aspect": c.aspect,
        "change": c.change,
        "quantities": [
            {"mention": q.mention, "span": [q.span.start, q.span.end]} | {k: getattr(q.quantity, k) for k in _QUANTITY_FIELDS}
            for q in c.quantities
        ],
        "effect": c.effect and {"kind": c.effect.kind, "place": c.effect.place, "from": c.effect.from_, "to": c.effect.to},
        "rule": c.rule,
        "score": c.score,
        "event": c.event,
        "custom_types": [{k: getattr(t, k) for k in _CUSTOM_FIELDS} for t in c.custom_types],
    }


def _participant_from_dict(p: Mapping[str, Any], report: Report) -> Participant:
    return Participant(mention=p["mention"], span=report.span(*p["span"]), target=p["target"], name=p["name"])


def _place_from_dict(p: Mapping[str, Any], report: Report) -> ClaimPlace:
    place = Place(**{k: p[k] for k in _PLACE_FIELDS if k in p}) if p["target"] is not None else None
    unplaced = {k: p.get(k) for k in ("name", "country")} if place is None else {}
    return ClaimPlace(mention=p["mention"], span=report.span(*p["span"]), role=p["role"], place=place, **unplaced)


def _claim_from_dict(c: Mapping[str, Any], report: Report) -> Claim:
    t, effect = c["time"], c["effect"]
    return Claim(
        id=c["id"],
        statement=c["statement"],
        sentence=c["sentence"],
        kind=c["kind"],
        event_type=c["event_type"],
        modes=tuple(c["modes"]),
        contexts=tuple(c["contexts"]),
        trigger=report.span(*c["trigger"]),
        evidence=report.span(*c["evidence"]),
        actor=tuple(_participant_from_dict(p, report) for p in c["actor"]),
        recipient=tuple(_participant_from_dict(p, report) for p in c["recipient"]),
        places=tuple(_place_from_dict(p, report) for p in c["places"]),
        time=t
        and ClaimTime(
            mention=t["mention"], span=report.span(*t["span"]), interval=TimeInterval(**{k: t[k] for k in _TIME_FIELDS if k in t})
        ),
        realization=c["realization"],
        factuality=c["factuality"],
        aspect=c["aspect"],
        change=c["change"],
        quantities=tuple(
            ClaimQuantity(
                mention=q["mention"], span=report.span(*q["span"]), quantity=Quantity(**{k: q[k] for k in _QUANTITY_FIELDS})
            )
            for q in c["quantities"]
        ),
        effect=effect and Effect(kind=effect["kind"], place=effect["place"], from_=effect["from"], to=effect["to"]),
        rule=c["rule"],
        score=c["score"],
        event=c["event"],
        custom_types=tuple(CustomType(**{k: t[k] for k in _CUSTOM_FIELDS}) for t in c.get("custom_types", ())),
    )


def event_to_dict(e: Event) -> dict[str, Any]:
    """Return an event as OUTPUT.md writes it."""
    return {
        "id": e.id,
        "event_type": e.event_type,
        "modes": list(e.modes),
        "claims": list(e.claims),
        "places": [place_to_dict(p) for p in e.places],
        "time": time_to_dict(e.time),
        "actors": [participant_to_dict(p) for p in e.actors],
        "recipients": [participant_to_dict(p) for p in e.recipients],
        "quantities": {
            k: {"low": q.low, "best": q.best, "high": q.high, "by_origin": dict(q.by_origin)} for k, q in e.quantities.items()
        },
        "n_claims": e.n_claims,
        "n_statements": e.n_statements,
        "n_reports": e.n_reports,
        "n_origins": e.n_origins,
        "status": e.status,
        "status_by_attribute": dict(e.status_by_attribute),
        "part_of": e.part_of,
        "contradictions": [
            {"attribute": x.attribute, "claims": list(x.claims), "note": x.note, "relation": x.relation} for x in e.contradictions
        ],
        "origins": [
            {
                "id": o.id,
                "kind": o.kind,
                "name": o.name,
                "side": o.side,
                "independent": o.independent,
                "claims": list(o.claims),
                "reports": list(o.reports),
                "because": list(o.because),
            }
            for o in e.origins
        ],
    }
