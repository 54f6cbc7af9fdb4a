"""Humanitarian access: delivered, not delivered, denied, granted, promised, requested; how much, where, and according to whom.

An undelivered convoy is not a denied one: a row is ``denied`` only where somebody is said to have stopped it.
"""

from __future__ import annotations

import re

from claimwire.ceasefire.context import Context, Row, Said, View
from claimwire.ceasefire.control import voice_key
from claimwire.ceasefire.holders import Party, party
from claimwire.ceasefire.telling import (
    NEGATIVE,
    POSITIVE,
    TOLD,
    bare,
    goods,
    happening,
    is_carrier,
    is_named,
    merged,
    named,
    only_place,
    own_words,
    people,
    place_of,
    placed,
    says,
    time_of,
    told,
    tonnes,
    trucks,
)
from claimwire.records import Claim, ClaimPlace, Participant

COLUMNS = (
    "what",
    "by",
    "by_written",
    "by_id",
    "blocked_by",
    "blocked_by_written",
    "blocked_by_id",
    "to",
    "to_written",
    "to_id",
    "place",
    "place_written",
    "target",
    "admin1",
    "country",
    "route",
    "route_written",
    "convoy",
    "goods",
    "tonnes",
    "people",
    "trucks",
    "time",
    *TOLD,
)
_SAME = ("by_id", "blocked_by_id", "place", "tonnes", "people", "trucks", "time")
_EVACUATED = re.compile(r"evacuat|airlift|ferried|bussed", re.IGNORECASE)
_STATUS = {"denied": "claimed", "not delivered": "claimed", "promised": "claimed", "requested": "claimed", "refused": "claimed"}
_PROMISES = re.compile(r"pledg|promis|offer|vow|plan", re.IGNORECASE)
_NOT = re.compile(r"\bnot\b|n['’]t\b|\bno\b", re.IGNORECASE)
_OF_AID = frozenset({"aid", "relief", "assistance", "humanitarian"})
_SIEGE = re.compile(r"besieg|encircl|surround|siege", re.IGNORECASE)
_ROUTE = re.compile(r"\b(?:road|corridor|crossing|highway|route|checkpoint|bridge|passage|gate|border)s?\b", re.IGNORECASE)
_REALIZED = {"requested": "requested", "offered": "promised", "predicted": "promised", "actual": "actual"}
_HINDERS = re.compile(
    r"block|prevent|stop|halt|turn|den[iy]|bar|refus|hamper|obstruct|hinder|imped|restrict|delay|withh|"
    r"he?ld up|not (?:allow|permit)",
    re.IGNORECASE,
)


def rows(context: Context) -> list[Row]:
    """Return every claim about aid and access, in the order told; what one voice repeats of one happening is one row."""
    found = []
    for said in context.said():
        what = _what(said, context)
        if what is not None:
            key = (what, voice_key(said, context), happening(said, context, _place(said)))
            found.append((key, _row(said, what, context)))
    return merged(found, same=_SAME)


def _what(said: Said, context: Context) -> str | None:
    """Return what a claim says of aid or access, None when it is about something else."""
    claim, realized = said.claim, _REALIZED.get(said.claim.realization)
    positive, negative = claim.factuality in POSITIVE, claim.factuality in NEGATIVE
    trigger = claim.trigger.text
    if realized is None or claim.kind not in {"event", "quantity"}:
        return None
    if claim.event_type == "AID" and _is_aid(said, context):
        if realized != "actual" or _PROMISES.search(trigger):
            return "promised" if realized == "actual" else realized
        done = "evacuated" if _EVACUATED.search(trigger) else "delivered"
        return "not delivered" if negative else done if positive else None
    if claim.event_type == "RETREAT" and "access" in claim.modes and not _is_for_fighters(said, context):
        if realized != "actual":
            return "refused" if realized == "promised" and claim.factuality.endswith("-") else realized
        return "denied" if negative else "granted" if positive else None
    if claim.event_type == "RETREAT" and realized == "actual" and negative and _stays(said, context):
        return "not delivered"
    if claim.event_type == "COERCE" and realized == "actual" and _is_about_aid(said, context) and not _SIEGE.search(trigger):
        hinders = positive or (negative and _NOT.search(trigger))  # "not allowed": the word for it holds the negation
        if hinders and _HINDERS.search(trigger):
            return "denied"
        if positive and "seize" in claim.modes and _carrier(claim, context) is not None:
            return "seized"
    return None


def _stays(said: Said, context: Context) -> bool:
    """True for "an aid convoy did not leave the capital": it stayed, whoever or whatever kept it."""
    carriers = context.ontology.words.get("aid_carriers", frozenset())
    return "withdraw" in said.claim.modes and any(is_carrier(p, carriers) for p in said.claim.actor)


def _is_for_fighters(said: Said, context: Context) -> bool:
    """True for "lets fighters cross": passage for a war, which the view of supply has."""
    listed = context.ontology.words.get("fighter_words", frozenset())
    return any(says(p.span.text, listed) for p in said.claim.recipient) and not _is_about_aid(said, context)


def _is_aid(said: Said, context: Context) -> bool:
    """True for aid to people: something is brought, counted or carried, and it is no arms."""
    words = context.ontology.words
    if says(own_words(said), words.get("arms_goods", frozenset())):
        return False
    brought = goods(said.words, words.get("aid_goods", frozenset())) is not None
    counted = any(n(said.claim) is not None for n in (tonnes, people, trucks))
    if brought or counted or _carrier(said.claim, context) is not None:
        return True
    own = bool(said.claim.recipient or said.claim.places)
    return own and ("humanitarian_aid" in said.claim.contexts or says(said.words, _OF_AID))


def _is_about_aid(said: Said, context: Context) -> bool:
    words = context.ontology.words
    listed = words.get("aid_words", frozenset()) | words.get("watchers", frozenset())
    return says(said.words, listed) and not says(own_words(said), words.get("arms_goods", frozenset()))


def _carrier(claim: Claim, context: Context) -> Participant | None:
    carriers = context.ontology.words.get("aid_carriers", frozenset())
    return next((p for p in (*claim.actor, *claim.recipient) if is_carrier(p, carriers)), None)


def _row(said: Said, what: str, context: Context) -> Row:
    claim = said.claim
    carriers = context.ontology.words.get("aid_carriers", frozenset())
    actors = party(said, (p for p in claim.actor if not is_carrier(p, carriers)))
    place = _place(said)
    recipients = Party.of(p for p in claim.recipient if not is_carrier(p, carriers) and not _is_place(p, place))
    convoy = _carrier(claim, context)
    by, blocked, to = actors, None, recipients
    if what in {"denied", "refused", "seized"}:
        by, blocked = None, actors
    elif what == "requested":
        by, to = _requester(said, context), actors or recipients
    route = next((p for p in claim.places if _ROUTE.search(p.span.text)), None)
    return {
        "what": what,
        **named(by, "by"),
        **named(blocked, "blocked_by"),
        **named(to, "to"),
        **placed(place),
        **placed(route, "route"),
        "convoy": bare(convoy.span.text) if convoy else None,
        "goods": goods(said.words, context.ontology.words.get("aid_goods", frozenset())),
        "tonnes": tonnes(claim),
        "people": people(claim),
        "trucks": trucks(claim),
        "time": time_of(said),
        **told(said, context, status=_STATUS.get(what)),
    }


def _requester(said: Said, context: Context) -> Party | None:
    """Return who asked: the speaker of the request, else whoever the same sentence says asked."""
    voice = context.voice(said)
    if said.chain and voice.name:
        return Party(ids=(voice.id,) if voice.id else (), name=voice.name, written=voice.name)
    asked = (c for c in said.reading.claims if c.sentence == said.claim.sentence and c.event_type == "REQUEST" and c.actor)
    return next((Party.of(c.actor) for c in asked), None)


def _place(said: Said) -> ClaimPlace | None:
    """Return where aid went or was stopped; where the claim has no name of a place, the only one that its sentence names."""
    claim = said.claim
    if claim.event_type == "RETREAT" and "withdraw" in claim.modes:
        return place_of(claim, "destination")  # what did not leave a place was not meant for it
    found = place_of(claim, "destination", "location", "origin", "route_destination")
    if found is not None and is_named(found):
        return found
    addressed = [p for p in claim.recipient if p.target is None and p.span.text[:1].isupper() and " " not in p.span.text]
    if addressed:
        return ClaimPlace(mention=addressed[0].mention, span=addressed[0].span, role="destination", name=addressed[0].span.text)
    return only_place(said) or found


def _is_place(p: Participant, place: ClaimPlace | None) -> bool:
    return place is not None and p.span == place.span


ACCESS = View(
    name="access",
    title="Humanitarian access",
    about="One row: one voice's claim that aid or access was delivered, not delivered, denied, granted, promised or requested.",
    columns=COLUMNS,
    rows=rows,
)
