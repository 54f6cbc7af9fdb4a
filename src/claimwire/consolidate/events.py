"""What a cluster of claims says together: who, where, when, how many by origin, what contradicts what, how far it is supported.

An event holds claims of any number of reports; those of one reading go the same way. It stores no truth.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from claimwire.consolidate import contradictions, numbers
from claimwire.consolidate.contradictions import CONTESTING
from claimwire.consolidate.copies import print_of
from claimwire.consolidate.corrections import Standing, standing
from claimwire.consolidate.members import Member, members
from claimwire.consolidate.origins import origins
from claimwire.consolidate.parties import admission, takes_part
from claimwire.consolidate.status import (
    ATTRIBUTES,
    CONTESTED,
    HAPPENED,
    RETRACTED,
    details_of,
    finest,
    gives,
    grain,
    seated,
    settled,
    weakest,
)
from claimwire.consolidate.voices import voices
from claimwire.ontology.model import Ontology
from claimwire.records import Claim, ClaimPlace, ClaimTime, Contradiction, Event, Origin, Participant, Reading


def build(id: str, members: Sequence[Member], *, origins: Sequence[Origin], ontology: Ontology) -> Event:
    """Return the event of these claims, whatever their order. ``origins`` are theirs: each claim is in exactly one."""
    ordered = sorted(members, key=lambda m: m.place_in_text)
    left = standing(ordered)
    origins = _with_parties(origins, ordered, left, ontology)
    origin_of = {c: o for o in origins for c in o.claims}
    counted = numbers.figures(ordered, origin_of=origin_of, standing=left, ontology=ontology)
    clashes = contradictions.find(ordered, origin_of=origin_of, standing=left, figures=counted, ontology=ontology)
    by_attribute = _statuses(ordered, left, clashes, origin_of, ontology)
    held = _held(ordered, left)
    claims = [m.claim for m in held]
    main = max(claims, key=lambda c: (len(c.actor) + len(c.recipient) + len(c.places) + bool(c.time), -c.trigger.start, c.id))
    return Event(
        id=id,
        event_type=main.event_type,
        modes=tuple(sorted({mode for c in claims for mode in c.modes})),
        claims=tuple(m.claim.id for m in ordered),
        places=_places(claims),
        time=_time(claims),
        actors=_distinct([p for c in claims for p in c.actor]),
        recipients=_distinct([p for c in claims for p in c.recipient]),
        quantities=numbers.ranges(counted),
        n_claims=len(ordered),
        n_statements=len({m.claim.statement for m in ordered if m.claim.statement}),
        n_reports=len({m.report for m in ordered}),
        n_origins=sum(o.independent for o in origins) or len(origins),
        status=_status(by_attribute),
        status_by_attribute=by_attribute,
        contradictions=clashes,
        origins=tuple(origins),
    )


def events(reading: Reading, *, ontology: Ontology) -> tuple[Event, ...]:
    """Return the events of one reading, in text order. Nothing in one report corroborates anything."""
    groups: dict[str, list[Member]] = {}
    for m in members(reading):
        if m.claim.event is not None:
            groups.setdefault(m.claim.event, []).append(m)
    if not groups:
        return ()
    said = {v.claim: v for v in voices(reading, ontology)}
    prints = {reading.report.id: print_of(reading)}
    return tuple(
        build(id, ms, origins=origins([said[m.claim.id] for m in ms], prints), ontology=ontology) for id, ms in groups.items()
    )


def _with_parties(origins: Sequence[Origin], ordered: Sequence[Member], left: Standing, ontology: Ontology) -> tuple[Origin, ...]:
    """Return the origins, with the side of those that no list knows a side of and who take part in what they tell."""
    told = [m for m in ordered if left.stands(m)]
    at = {m.claim.id: m for m in told}
    acting = list({tuple(p.target for p in (*m.claim.actor, *m.claim.recipient)): m for m in told}.values())
    out = []
    for o in origins:
        mine = [at[c] for c in o.claims if c in at] if o.side is None else []
        name = next((n for m in mine if (n := takes_part(m, acting, ontology)) is not None), None)
        if name is not None:
            o = replace(  # noqa: PLW2901 - the same origin, known better
                o, side=f"participant:{name.lower()}", because=(*o.because, f"{o.name} takes part in what it tells, as {name}")
            )
        out.append(o)
    return tuple(out)


def _held(ordered: Sequence[Member], left: Standing) -> list[Member]:
    """Return the claims that an event's words are taken from: what stands and is affirmed, else the best there is.

    Who is named only by a denial did nothing, as far as anybody says.
    """
    for wanted in (left.affirms, left.stands):
        if found := [m for m in ordered if wanted(m)]:
            return found
    return list(ordered)


def _status(by_attribute: Mapping[str, str]) -> str:
    """The event's own status is that of its occurrence; whoever did it being in dispute is reason enough to call it contested."""
    if by_attribute["occurrence"] != RETRACTED and by_attribute.get("agent") == CONTESTED:
        return CONTESTED
    return by_attribute["occurrence"]


def _statuses(
    ordered: Sequence[Member],
    left: Standing,
    clashes: Sequence[Contradiction],
    origin_of: Mapping[str, Origin],
    ontology: Ontology,
) -> dict[str, str]:
    affirmed = [m for m in ordered if left.affirms(m)]
    # A probable strike is not confirmed by another probable one.
    certain = [m for m in affirmed if m.claim.factuality == "CT+" and m.claim.realization in HAPPENED]
    heard = certain or affirmed or [m for m in ordered if left.stands(m)]
    admits = _admissions(certain, origin_of, ontology)
    disputed = {x.attribute for x in clashes if x.relation in CONTESTING}
    taken_back = left.retracted | left.withdrawals | left.disowned
    out = {}
    for attribute in ATTRIBUTES:
        giving = [m for m in heard if gives(attribute, m)]
        if attribute == "quantity":
            giving = [m for m in giving if m.claim.id not in left.numbers]
        if attribute == "occurrence" and not affirmed and any(m.claim.id in taken_back for m in ordered):
            out[attribute] = RETRACTED
        elif attribute in disputed:
            out[attribute] = CONTESTED
        elif giving:
            out[attribute] = _supported(attribute, giving, origin_of, admits.get(attribute, set()), ontology, sure=bool(certain))
        elif any(gives(attribute, m) for m in ordered if m.claim.id in taken_back | left.numbers):
            out[attribute] = RETRACTED
    if "occurrence" not in out:  # nobody affirms and nobody takes back: what is not confirmed has the support of who tells it
        out["occurrence"] = settled((origin_of[m.claim.id] for m in ordered), sure=False)
    return out


def _admissions(certain: Sequence[Member], origin_of: Mapping[str, Origin], ontology: Ontology) -> dict[str, set[str]]:
    """Return, for each attribute, the origins that speak against their interest; one report cannot be confirmed by itself."""
    out: dict[str, set[str]] = {}
    if len({m.report for m in certain}) > 1:
        for m in certain:
            for attribute in admission(m, ontology):
                out.setdefault(attribute, set()).add(origin_of[m.claim.id].id)
    return out


def _supported(
    attribute: str,
    giving: Sequence[Member],
    origin_of: Mapping[str, Origin],
    admits: set[str],
    ontology: Ontology,
    *,
    sure: bool,
) -> str:
    """Return the status of an attribute's most exact values, the weakest of several: it must hold for all that is shown."""
    heard = _voices(giving, origin_of)
    if len(heard) == 1:
        return settled(heard, sure=False)
    if attribute == "quantity":
        return _counted(giving, origin_of, admits, ontology, sure=sure)
    if attribute == "occurrence":
        details: dict[str, set[str]] = {}
        for m in giving:
            details.setdefault(origin_of[m.claim.id].id, set()).update(details_of(m, ontology))
        return settled(heard, admits=admits, sure=sure, details=details)
    values = finest(attribute, giving, ontology).values()
    found = weakest(settled(_voices(ms, origin_of), admits=admits, sure=sure) for ms in values)
    assert found is not None, "a claim that gives an attribute gives it a value"
    return found


def _counted(
    giving: Sequence[Member], origin_of: Mapping[str, Origin], admits: set[str], ontology: Ontology, *, sure: bool
) -> str:
    by_key: dict[str, list[Origin]] = {}
    for figure in numbers.figures(giving, origin_of=origin_of, standing=Standing(), ontology=ontology):
        by_key.setdefault(figure.key, []).append(figure.origin)
    every = origin_of.values()
    found = weakest(settled(seated(os, every), admits=admits, sure=sure) for os in by_key.values())
    return found or settled((origin_of[m.claim.id] for m in giving), admits=admits, sure=False)


def _voices(ms: Sequence[Member], origin_of: Mapping[str, Origin]) -> list[Origin]:
    return seated((origin_of[m.claim.id] for m in ms), origin_of.values())


def _distinct(people: Sequence[Participant]) -> tuple[Participant, ...]:
    out: dict[str, Participant] = {}
    for p in people:
        out.setdefault(p.target or p.span.text.lower(), p)
    return tuple(out.values())


def _places(claims: Sequence[Claim]) -> tuple[ClaimPlace, ...]:
    out: dict[tuple[str, str], ClaimPlace] = {}
    for claim in claims:
        for p in claim.places:
            out.setdefault((p.place.target if p.place else p.span.text.lower(), p.role), p)
    return tuple(out.values())


def _time(claims: Sequence[Claim]) -> ClaimTime | None:
    dated = [c.time for c in claims if c.time is not None and c.time.interval.edtf is not None]
    return min(dated, key=lambda t: grain(t.interval.precision)) if dated else None
