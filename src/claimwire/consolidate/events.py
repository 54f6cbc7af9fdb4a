"""What a cluster of claims says together: participants, places, quantities by origin, contradictions, status."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median_low

from claimwire.ontology.model import Ontology
from claimwire.records import (
    Claim,
    ClaimPlace,
    ClaimTime,
    Contradiction,
    Event,
    Participant,
    Quantity,
    QuantityRange,
    Reading,
    Statement,
)

_NEGATIVE = frozenset({"CT-", "PR-", "PS-"})


def events(reading: Reading, *, ontology: Ontology) -> tuple[Event, ...]:
    """Return the events of one reading, in text order. No claim is dropped; none is believed."""
    statements = {s.id: s for s in reading.statements}
    groups: dict[str, list[Claim]] = {}
    for claim in reading.claims:
        if claim.event is not None:
            groups.setdefault(claim.event, []).append(claim)
    return tuple(_event(id, claims, reading, statements, ontology) for id, claims in groups.items())


def origin(claim: Claim, statements: Mapping[str, Statement], publisher: str | None) -> str:
    """Return whose word a claim is: the speaker of its statement, an unnamed source as one of its kind, else the publisher."""
    if claim.statement is None:
        return f"publisher:{publisher or 'unknown'}"
    statement = statements[claim.statement]
    if statement.speaker:
        return statement.speaker
    words = " ".join(s.text.lower() for s in statement.source)
    return f"source:{words or 'unnamed'}"


def _event(id: str, claims: list[Claim], reading: Reading, statements: Mapping[str, Statement], ontology: Ontology) -> Event:
    origins = {c.id: origin(c, statements, reading.report.publisher) for c in claims}
    contradictions = (*_denials(claims, origins, ontology), *_counts(claims, origins))
    sides = {o: _side(o, ontology) for o in origins.values()}
    disputed = {x.attribute for x in contradictions}
    settled = _status(sides)
    status = "contested" if disputed & {"occurrence", "agent"} else settled
    by_attribute = {"occurrence": "contested" if "occurrence" in disputed else settled}
    if any(c.actor for c in claims):
        by_attribute["agent"] = "contested" if disputed & {"occurrence", "agent"} else settled
    if any(c.quantities for c in claims):
        by_attribute["quantity"] = "contested" if "quantity" in disputed else settled
    # Who is named only by a denial did nothing, as far as anybody says.
    said = [c for c in claims if c.factuality not in _NEGATIVE] or claims
    main = max(claims, key=lambda c: (len(c.actor) + len(c.recipient) + len(c.places) + bool(c.time), -c.trigger.start))
    return Event(
        id=id,
        event_type=main.event_type,
        modes=tuple(sorted({m for c in claims for m in c.modes})),
        claims=tuple(c.id for c in claims),
        places=_distinct_places(claims),
        time=_time(claims),
        actors=_distinct([p for c in said for p in c.actor]),
        recipients=_distinct([p for c in said for p in c.recipient]),
        quantities=_quantities(claims, origins, sides),
        n_claims=len(claims),
        n_statements=len({c.statement for c in claims if c.statement}),
        n_reports=1,
        n_origins=len(set(origins.values())),
        status=status,
        status_by_attribute=by_attribute,
        part_of=None,
        contradictions=contradictions,
    )


def _status(sides: Mapping[str, str | None]) -> str:
    """Return a status that never flatters: one report is one publication, so nothing in it corroborates itself."""
    if all(side is not None for side in sides.values()):
        return "party_claim_only"
    return "single_source"


def _side(origin_: str, ontology: Ontology) -> str | None:
    actor = ontology.actors.get(origin_)
    while actor is not None:
        if actor.sides:
            return actor.sides[0].value
        actor = ontology.actors.get(actor.parent) if actor.parent else None
    return None


def _denials(claims: Sequence[Claim], origins: Mapping[str, str], ontology: Ontology) -> list[Contradiction]:
    """Pair what somebody affirms with what another denies.

    Who denies having done what was said without a doer denies the agent; only a denial of the same thing denies the occurrence.
    """
    affirmed = [c for c in claims if c.factuality == "CT+"]
    denied = [c for c in claims if c.factuality in _NEGATIVE]
    out = []
    for a in affirmed:
        for d in denied:
            if origins[a.id] == origins[d.id]:
                continue
            attribute = "agent" if d.actor and not a.actor else "occurrence"
            note = f"{_name(origins[d.id], ontology)} denies what {_name(origins[a.id], ontology)} says"
            out.append(Contradiction(attribute=attribute, claims=(a.id, d.id), note=note))
    return out


def _name(origin_: str, ontology: Ontology) -> str:
    """Return an origin as a person would say it: the listed name, else the words after the id's prefix."""
    if origin_ in ontology.actors:
        return ontology.actors[origin_].name
    kind, _, rest = origin_.partition(":")
    return rest.replace("-", " ").title() if kind == "name" else rest


def _counts(claims: Sequence[Claim], origins: Mapping[str, str]) -> list[Contradiction]:
    out: list[Contradiction] = []
    seen: dict[tuple[str, str], tuple[float, str]] = {}
    for claim in claims:
        for q in claim.quantities:
            value = q.quantity
            if value.measure == "other" or value.low is None or value.high is None:
                continue
            key = (value.measure, value.type)
            if key in seen and seen[key][0] != value.low and origins[seen[key][1]] != origins[claim.id]:
                note = f"{value.measure}: {seen[key][0]:g} and {value.low:g}"
                out.append(Contradiction(attribute="quantity", claims=(seen[key][1], claim.id), note=note))
            seen.setdefault(key, (value.low, claim.id))
    return out


def _quantities(claims: Sequence[Claim], origins: Mapping[str, str], sides: Mapping[str, str | None]) -> dict[str, QuantityRange]:
    """One value per origin, its latest; best is the lower median of origins that are no party, else unknown."""
    latest: dict[str, dict[str, Quantity]] = {}
    for claim in claims:
        for q in claim.quantities:
            if q.quantity.measure != "other" and q.quantity.low is not None:
                key = q.quantity.measure if q.quantity.type == "count" else f"{q.quantity.measure}_total"
                latest.setdefault(key, {})[origins[claim.id]] = q.quantity
    out = {}
    for measure, by_origin in latest.items():
        value = {o: q.best if q.best is not None else q.low for o, q in by_origin.items()}
        free = sorted(v for o, v in value.items() if v is not None and sides[o] is None)
        highs = [q.high for q in by_origin.values()]
        out[measure] = QuantityRange(
            low=min(q.low for q in by_origin.values() if q.low is not None),
            best=median_low(free) if free else None,
            high=None if None in highs else max(h for h in highs if h is not None),
            by_origin=value,
        )
    return out


def _distinct(people: Sequence[Participant]) -> tuple[Participant, ...]:
    out: dict[str, Participant] = {}
    for p in people:
        out.setdefault(p.target or p.span.text.lower(), p)
    return tuple(out.values())


def _distinct_places(claims: Sequence[Claim]) -> tuple[ClaimPlace, ...]:
    out: dict[tuple[str, str], ClaimPlace] = {}
    for claim in claims:
        for p in claim.places:
            out.setdefault((p.place.target if p.place else p.span.text.lower(), p.role), p)
    return tuple(out.values())


_FINENESS = {"hour": 0, "day": 1, "week": 2, "month": 3, "season": 4, "year": 5, "decade": 6}


def _time(claims: Sequence[Claim]) -> ClaimTime | None:
    dated = [c.time for c in claims if c.time is not None and c.time.interval.edtf is not None]
    return min(dated, key=lambda t: (_FINENESS.get(t.interval.precision or "", 9), t.span.start)) if dated else None
