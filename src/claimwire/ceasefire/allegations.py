"""Acts that somebody alleges in words to break an agreement, and acts that its terms would cover if they happened as told.

Nothing here is a finding. The second kind says only: such an act, by a party, on a day in force, in the area, falls under
this clause; whoever told of it need not have spoken of the agreement at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from claimwire.ceasefire.agreements import Agreement, Prohibited
from claimwire.ceasefire.breaches import Breach, Compliance, of_reading
from claimwire.ceasefire.context import Context, Row, Said, View, province
from claimwire.ceasefire.particulars import edtf, harm, weapon
from claimwire.ceasefire.parties import Standings, standings
from claimwire.ceasefire.reference import Reference
from claimwire.records import Claim, ClaimPlace, Participant

IN_WORDS = "alleged in words"
COMPUTED = "computed from party status"
_NEAR = 2  # a precision up to which a place is a town, or near one
_HELD = frozenset({"CT+", "PR+"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An act held against one agreement: the clause that it falls under, for whom, or the first reason why it is no candidate."""

    clause: Prohibited | None
    by: tuple[Participant, ...] = ()
    unless: str | None = None  # what would still take it out: against whom it was is not known
    reason: str | None = None
    near: bool = False  # True: a prohibited act at the right time and place, so that the reason is worth reading


def judge(said: Said, agreement: Agreement, known: Standings, context: Context) -> Judged:
    """Hold an act against an agreement. Unknown is unknown: an undated act, or one of nobody, is no candidate, and says so."""
    claim = said.claim
    clause = next((p for p in agreement.prohibited if covers(p, claim)), None)
    if clause is None or claim.factuality not in _HELD:
        return Judged(clause=None, reason="no act that the text rules out")
    inside = in_area(said, agreement)
    if inside is False:
        return Judged(clause=clause, reason=f"outside {agreement.area.says}")
    since, before = began(said), said.before
    if since is not None and agreement.end_day is not None and since >= agreement.end_day:
        return Judged(clause=clause, reason=f"after the agreement ended on {agreement.end_day}")
    if before is not None and before <= agreement.first_day:
        return Judged(clause=clause, reason=f"before the agreement was in force on {agreement.first_day}")
    if inside is None:
        return Judged(clause=clause, reason="its place is not known")
    if since is None or since < agreement.first_day:
        reason = "undated: it may be older than the agreement" if since is None else "its interval began before the agreement"
        return Judged(clause=clause, reason=reason, near=since is not None or _recent(said, agreement))
    return _by_party(said, agreement, clause, known, context, day=since)


def began(said: Said) -> str | None:
    """Return the first day on which an act may have happened; what goes on ("continue to shell") holds on the report's day."""
    ongoing = said.claim.time is None and said.claim.aspect == "ongoing"
    return said.published if ongoing else said.since


def _by_party(said: Said, agreement: Agreement, clause: Prohibited, known: Standings, context: Context, *, day: str) -> Judged:
    claim = said.claim
    parties, others = [], []
    for person in claim.actor:
        standing = known.on(agreement.id, person.target, day)
        if standing is not None and standing.status == "party":
            parties.append(person)
        else:
            status = standing.status if standing else "unknown"
            somebody = person.target is not None and not person.target.startswith("class:")
            known_as = f"is {_STATUS[status]}" if somebody else "is nobody in particular"
            others.append(f"{_who(person, context)} {known_as}")
    if not parties:
        return Judged(clause=clause, reason="; ".join(others) or "nobody is named as having done it", near=True)
    unless = None
    if clause.against != "anyone":
        for person in claim.recipient:
            status = known.status(agreement.id, person.target, day)
            if status == "excluded":
                return Judged(clause=clause, reason=f"against {_who(person, context)}, which the text leaves out", near=True)
            if clause.against == "parties" and status != "party":
                return Judged(clause=clause, reason=f"against {_who(person, context)}, {_STATUS[status]}", near=True)
            if status == "unknown" and not _unarmed(person, context):
                unless = f"unless {_who(person, context)} is or belongs to somebody whom the text leaves out"
        if not claim.recipient:
            unless = "unless it was against somebody whom the text leaves out"
    return Judged(clause=clause, by=tuple(parties), unless=unless, near=True)


_STATUS = {
    "party": "a party",
    "excluded": "left out by the text",
    "third_party": "a third party to it",
    "unknown": "not known as a party on that day",
}


def _unarmed(person: Participant, context: Context) -> bool:
    """True for civilians: whoever the text leaves out, they are not it."""
    words = person.span.text.lower().split()
    return not context.ontology.words["civilian_nouns"].isdisjoint({*words, *(w.removesuffix("s") for w in words)})


def _who(person: Participant, context: Context) -> str:
    if person.target is not None and person.target in context.ontology.actors:
        return context.ontology.actors[person.target].name
    label = person.target is None or person.target.startswith("class:")
    named = person.name is not None and any(word[:1].isupper() for word in person.name.split())
    return person.name if named and person.name and not label else person.span.text


def covers(prohibited: Prohibited, claim: Claim) -> bool:
    """True when a claim is of a kind that a clause rules out."""
    if claim.kind != "event" or claim.realization not in prohibited.realizations:
        return False
    event = any(
        claim.event_type == name and (not mode or mode in claim.modes)
        for name, _, mode in (e.partition("/") for e in prohibited.events)
    )
    if not event or (claim.modes and set(claim.modes) <= set(prohibited.not_modes)):
        return False
    if (prohibited.contexts or prohibited.words) and not set(prohibited.contexts) & set(claim.contexts):
        said = claim.evidence.text.lower()
        if not any(re.search(rf"\b{re.escape(word.lower())}", said) for word in prohibited.words):
            return False
    return not prohibited.effects or (claim.effect is not None and claim.effect.kind in prohibited.effects)


def in_area(said: Said, agreement: Agreement) -> bool | None:
    """True or False when a place of the claim says so; None when no place is known well enough."""
    known: list[bool | None] = []
    area = agreement.area
    named = {name.lower() for name in area.places}
    for at in said.places():
        country = at.place.country if at.place else at.country
        if named & {n.lower() for n in (at.place.name if at.place else None, at.name, at.span.text) if n}:
            known.append(True)
        elif country is None:
            known.append(None)
        elif country not in area.countries:
            known.append(False)
        elif not (area.provinces or area.places):
            known.append(True)
        else:
            unit = province(at)
            known.append(unit in area.provinces if unit is not None and area.provinces else None)
    return True if True in known else None if None in known or not known else False


def _recent(said: Said, agreement: Agreement) -> bool:
    return said.published is not None and agreement.holds_on(said.published)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """What one pass over all reports gives: allegations, acts set aside, and words about compliance, as rows."""

    allegations: Sequence[Row]
    set_aside: Sequence[Row]
    compliance: Sequence[Row]


def ledger(context: Context) -> Ledger:
    """Return the ledger of a context, read once."""
    return context.once("ledger", _read)


def _read(context: Context) -> Ledger:
    known, reference = standings(context), Reference(context)
    allegations: list[Row] = []
    aside: list[Row] = []
    compliance: list[Row] = []
    usable = (s for s in context.said() if not s.withdrawn and s.report.id not in context.replaced)
    for _, group in groupby(usable, key=lambda s: s.report.id):
        claims = list(group)
        told: set[tuple[str, str]] = set()
        for found in of_reading(claims, context, reference):
            if isinstance(found, Compliance):
                compliance.append(_compliance(found, context))
                continue
            for row in _alleged(found, known, context):
                told.update((claim, found.agreement.id) for claim in row["claims"])
                allegations.append(row)
        for said in claims:
            if said.claim.kind != "event" or said.claim.factuality not in _HELD:
                continue
            for agreement in context.agreements:
                if (said.claim.id, agreement.id) in told:
                    continue
                judged = judge(said, agreement, known, context)
                if judged.by:
                    allegations += [_computed(said, agreement, judged, p, context) for p in judged.by]
                elif judged.near and judged.reason and not said.claim.rule.startswith("enumeration."):  # that is a figure
                    aside.append(_aside(said, agreement, judged, context))
    return Ledger(allegations=allegations, set_aside=aside, compliance=compliance)


def _alleged(breach: Breach, known: Standings, context: Context) -> Iterator[Row]:
    accused = tuple({(p.target or p.span.text): p for p in breach.accused}.values())
    for act in breach.acts or (None,):
        everyone: list[Participant | None] = [*accused]
        done_by = [p for p in accused if act is None or not act.claim.actor or _has(act.claim, p, act, context)]
        judged = judge(act, breach.agreement, known, context) if act else None
        for person in done_by or everyone or [None]:
            yield {
                **_act(act or breach.said, context, whole=act is not None),
                "agreement": breach.agreement.id,
                "basis": IN_WORDS,
                "alleger": breach.alleger.name,
                "alleger_id": breach.alleger.id,
                "accused": person and _who(person, context),
                "accused_id": person and person.target,
                "term": judged.clause.clause if judged and judged.clause else None,
                "candidate": _candidate(judged),
                "times": _times(breach.said.claim),
                "alleged": breach.said.sentence,
                "words": act.sentence if act else breach.said.sentence,
                "according_to": context.according_to(breach.said),
                "claims": list(dict.fromkeys([breach.said.claim.id, *([act.claim.id] if act else [])])),
            }


def _has(claim: Claim, person: Participant, said: Said, context: Context) -> bool:
    day = said.day or said.published
    lines = [context.lineage(a.target, day) for a in claim.actor]
    return any(person.target in line or (a in context.lineage(person.target, day)) for line in lines for a in line[:1])


def _candidate(judged: Judged | None) -> str:
    if judged is None:
        return "no: no act is told with it"
    if not judged.by:
        return f"no: {judged.reason}"
    return f"yes, {judged.unless}" if judged.unless else "yes"


def _times(claim: Claim) -> str | None:
    """Return how often, as written: a count of the alleger's own making, in units that nobody states."""
    counted = (q.span.text for q in claim.quantities if q.quantity.measure == "violations")
    return ", ".join(dict.fromkeys(counted)) or None


def _computed(said: Said, agreement: Agreement, judged: Judged, person: Participant, context: Context) -> Row:
    voice = context.voice(said)
    return {
        **_act(said, context, whole=True),
        "agreement": agreement.id,
        "basis": COMPUTED,
        "alleger": voice.name,
        "alleger_id": voice.id,
        "accused": _who(person, context),
        "accused_id": person.target,
        "term": judged.clause.clause if judged.clause else None,
        "candidate": _candidate(judged),
        "times": None,
        "alleged": None,  # whoever told of it spoke of no breach
        "words": said.sentence,
        "according_to": context.according_to(said),
        "claims": [said.claim.id],
    }


def _aside(said: Said, agreement: Agreement, judged: Judged, context: Context) -> Row:
    return {
        **_act(said, context, whole=True),
        "agreement": agreement.id,
        "actor": ", ".join(dict.fromkeys(_who(p, context) for p in said.claim.actor)) or None,
        "recipient": ", ".join(dict.fromkeys(_who(p, context) for p in said.claim.recipient)) or None,
        "term": judged.clause.clause if judged.clause else None,
        "reason": judged.reason,
        "words": said.sentence,
        "according_to": context.according_to(said),
        "claims": [said.claim.id],
    }


def _compliance(found: Compliance, context: Context) -> Row:
    said = found.said
    voice = context.voice(said)
    about = said.claim.actor or said.claim.recipient
    day = said.day or said.published
    own = any(
        p.target in context.lineage(voice.id, day) or voice.id in context.lineage(p.target, day)  # its own forces are itself
        for p in about
        if p.target is not None and voice.id is not None
    )
    return {
        "agreement": found.agreement.id,
        "who_says": voice.name,
        "who_says_id": voice.id,
        "about": ", ".join(_who(p, context) for p in about) or None,
        "of": "oneself" if own else "others",
        "claimed": "kept" if found.kept else "not kept",
        "date": edtf(said),
        "said_on": said.published,
        "words": said.sentence,
        "according_to": context.according_to(said),
        "claims": [said.claim.id],
    }


def _act(said: Said, context: Context, *, whole: bool) -> dict[str, Any]:
    """Return what is told of an act; of an allegation without one (``whole`` False) only place and date."""
    claim = said.claim
    places = _narrowest(said.places())
    event = context.event_of.get(claim.id)
    return {
        "act": "/".join((claim.event_type or claim.kind, *claim.modes)) if whole else None,
        "place": ", ".join(dict.fromkeys(p.place.name if p.place else p.name or p.span.text for p in places)) or None,
        "province": ", ".join(dict.fromkeys(u for p in places if (u := province(p)))) or None,
        "date": edtf(said),
        "said_on": said.published,
        "weapon": weapon(said, context) if whole else None,
        "harm": harm(claim) if whole else None,
        "status": event.status if event else None,
        "event": event.id if event else None,
        "report": said.report.id,
    }


def _narrowest(places: Sequence[ClaimPlace]) -> tuple[ClaimPlace, ...]:
    """Leave out a province beside a place in it: "in Aleppo province, militants shelled Khan Tuman"."""
    inside = {province(p) for p in places if p.place is not None and p.place.precision <= _NEAR}
    return tuple(p for p in places if p.place is None or p.place.precision <= _NEAR or province(p) not in inside)


ALLEGATIONS = View(
    name="allegations",
    title="Alleged breaches, and acts that a clause would cover",
    about="Who alleges what against whom; `basis` tells words from acts that only the parties' standing makes candidates.",
    columns=(
        "agreement", "basis", "alleger", "accused", "act", "place", "province", "date", "weapon", "harm", "times", "term",
        "status", "candidate", "alleged", "words", "according_to", "said_on", "alleger_id", "accused_id", "event", "report",
        "claims",
    ),
    rows=lambda context: ledger(context).allegations,
)  # fmt: skip
SET_ASIDE = View(
    name="set_aside",
    title="Acts of a prohibited kind that are no candidates, and why",
    about="Acts at the right time and place whose actor is left out, no party or not named, or that are undated.",
    columns=(
        "agreement", "actor", "recipient", "act", "place", "province", "date", "weapon", "harm", "reason", "term", "status",
        "words", "according_to", "said_on", "event", "report", "claims",
    ),
    rows=lambda context: ledger(context).set_aside,
)  # fmt: skip
COMPLIANCE = View(
    name="compliance",
    title="Compliance claimed of oneself and of others",
    about="Whose word it is that somebody keeps an agreement, or does not, in words that name no act.",
    columns=(
        "agreement", "who_says", "about", "of", "claimed", "date", "said_on", "words", "according_to", "who_says_id", "claims",
    ),
    rows=lambda context: ledger(context).compliance,
)  # fmt: skip
