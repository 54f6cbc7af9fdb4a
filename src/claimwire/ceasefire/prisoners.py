"""Prisoners exchanged, released, handed over and taken, and people who came back: how many, by whom, where, according to whom.

A release that was agreed, offered or demanded is no release; what a row says was done was told as done.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimwire.ceasefire.context import Context, Row, Said, View
from claimwire.ceasefire.control import voice_key
from claimwire.ceasefire.holders import Party, party
from claimwire.ceasefire.telling import (
    NEGATIVE,
    POSITIVE,
    TOLD,
    addressee,
    amount,
    bare,
    happening,
    merged,
    named,
    number,
    only_place,
    own_words,
    place_of,
    placed,
    time_of,
    told,
)
from claimwire.records import Claim, ClaimPlace, Participant

PLACES = ("place", "place_written", "target", "admin1", "country")
COLUMNS = (
    "what", "by", "by_written", "by_id", "to", "to_written", "to_id", "who", "number", "unit", *PLACES, "time", *TOLD,
)  # fmt: skip
RETURN_COLUMNS = ("what", "who", "number", "unit", "from", "from_written", "to", "to_written", "time", *TOLD)
_EXCHANGED = re.compile(r"exchang|swap|trad", re.IGNORECASE)
_HANDED = re.compile(r"hand|turn(?:ed|ing)? over|transfer|deliver|surrender", re.IGNORECASE)
_FREES = re.compile(r"releas|free|exchang|swap", re.IGNORECASE)
_PACT = re.compile(r"\b(?:agreement|agreed|deal|accord|truce)\b", re.IGNORECASE)
_TAKEN = re.compile(r"captur|prisoner|taken captive|took captive", re.IGNORECASE)
_CAPTIVE = re.compile(
    r"prisoner|captive|hostage|detaine|inmate|p\.?o\.?w\b|abduct|kidnap|soldier|fighter|militant|servicem|women|men\b|child|"
    r"civilian|people|person|journalist|worker|pilot|observer",
    re.IGNORECASE,
)
_OF_ITS = re.compile(r"\s+of\s+(?:its|their|his|her|our|the)\s+(?P<who>(?:[\w-]+\s+){0,2}?[\w-]+)\b", re.IGNORECASE)
_TO = re.compile(r"\b(?:to|with)\s+(?:the\s+)?$", re.IGNORECASE)
_CAPTIVES = frozenset({"prisoner", "captive", "hostage", "detainee", "inmate", "pow", "soldier", "fighter", "militant", "person"}
                      | {"woman", "man", "child", "civilian", "people", "body", "serviceman", "journalist"})  # fmt: skip
_RETURNS = re.compile(r"return|c[ao]m(?:e|ing) back|(?:w[eo]nt|go(?:ne|ing)?) (?:home|back)|repatriat|resettl", re.IGNORECASE)
_RETURNERS = re.compile(
    r"refugee|displaced|idp|famil|resident|civilian|people|person|inhabitant|villager|evacuee|household|returnee|syrians|"
    r"national|citizen|migrant|population|women|children|thousand|hundred",
    re.IGNORECASE,
)
_PEOPLE = frozenset(
    {"refugee", "family", "resident", "civilian", "people", "person", "inhabitant", "villager", "evacuee", "displaced", "idp"}
    | {"household", "returnee", "citizen", "woman", "child", "migrant"}
)
_UNDONE = {"requested": "demanded", "predicted": "expected", "offered": "offered"}
_SAME = ("by_id", "to_id", "place", "number", "time")


def rows(context: Context) -> list[Row]:
    """Return every claim about prisoners, in the order told; what one voice repeats of one happening is one row."""
    found = []
    for said in context.said():
        what = _what(said)
        if what is not None:
            place = place_of(said.claim, "location", "destination")
            found.append(((what, voice_key(said, context), happening(said, context, place)), _row(said, what, context)))
    return merged(found, same=_SAME)


def _what(said: Said) -> str | None:
    claim, trigger = said.claim, said.claim.trigger.text
    if claim.event_type in {"COERCE", "ASSAULT"}:
        taken = {"arrest", "abduct"} & set(claim.modes) and _TAKEN.search(trigger) and claim.recipient
        return "captured" if taken and claim.realization == "actual" and claim.factuality in POSITIVE else None
    if claim.event_type == "REQUEST" and claim.factuality in POSITIVE and _FREES.search(trigger):
        return "demanded"  # "demanded the release of its staff" is one claim, and the verb is its trigger
    if claim.event_type != "RETREAT" or "release" not in claim.modes or not _about_captives(said):
        return None
    if claim.factuality in NEGATIVE:
        return "not released"
    if claim.realization in {"offered", "requested"}:
        return {"offered": "offered", "requested": "demanded"}[claim.realization]
    if claim.realization == "predicted":
        return "agreed" if _is_agreed(said) else "promised"
    if claim.realization != "actual":
        return None
    return "exchanged" if _EXCHANGED.search(own_words(said)) else "handed over" if _HANDED.search(trigger) else "released"


def _about_captives(said: Said) -> bool:
    claim = said.claim
    return bool(claim.recipient) or _CAPTIVE.search(claim.trigger.text) is not None or bool(claim.quantities)


def _is_agreed(said: Said) -> bool:
    """True for what the same sentence says was agreed, or is in an agreement."""
    if _PACT.search(said.sentence):
        return True
    here = (c for c in said.reading.claims if c.sentence == said.claim.sentence and c.event_type == "AGREE")
    return any(c.realization == "actual" and c.factuality in POSITIVE for c in here)


def _row(said: Said, what: str, context: Context) -> Row:
    claim = said.claim
    people = [p for p in claim.recipient if _CAPTIVE.search(p.span.text) or _of_its(p, said) or what in {"captured", "demanded"}]
    others = [p for p in claim.recipient if p not in people]
    to = addressee(said, _TO, context, without=(*claim.actor, *people)) or Party.of(others)
    if to is not None and _CAPTIVE.search(to.written) and not to.listed:
        to = None
    places = [p for p in claim.places if to is None or p.span.text not in to.written]  # "to the Red Cross" is no place
    count = number(claim, "prisoners", "abducted", "arrested", units=_CAPTIVES)
    return {
        "what": what,
        **named(party(said, claim.actor), "by"),
        **named(to, "to"),
        "who": (_of_its(people[0], said) if people else None) or _who(people, claim),
        "number": count,
        "unit": amount(claim)[1] if count is not None else None,
        **placed(place_of(replace(claim, places=tuple(places)), "location", "origin", "destination") or _elsewhere(said, to)),
        "time": time_of(said),
        **told(said, context, status="claimed"),
    }


def _of_its(p: Participant, said: Said) -> str | None:
    """Return who is counted in "24 of its fighters", of which the claim has the number alone."""
    if any(ch.isalpha() for ch in p.span.text):
        return None
    found = _OF_ITS.match(said.report.text, p.span.end)
    return found["who"] if found and _CAPTIVE.search(found["who"]) else None


def _elsewhere(said: Said, to: Party | None) -> ClaimPlace | None:
    """Return the one place of the sentence, when it is not a part of whom they were handed to."""
    place = only_place(said)
    return place if place is None or to is None or place.span.text not in to.written else None


def _who(people: list[Participant], claim: Claim) -> str | None:
    if people:
        return bare(people[0].span.text)
    found = _CAPTIVE.search(claim.trigger.text)
    return found.group(0).lower() if found else None


def returns(context: Context) -> list[Row]:
    """Return every claim that displaced people came back, in the order told."""
    found = []
    for said in context.said():
        claim = said.claim
        if claim.kind in {"state", "event", "quantity"} and claim.event_type in {None, "RETREAT", "AID"} and _is_return(said):
            place = place_of(claim, "destination", "location")
            found.append(((voice_key(said, context), happening(said, context, place)), _return(said, context)))
    return merged(found, same=("from", "to", "number", "time", "what"))


def _is_return(said: Said) -> bool:
    claim = said.claim
    if not _RETURNS.search(claim.trigger.text) and not any(q.quantity.measure == "returned" for q in claim.quantities):
        return False
    people = any(_RETURNERS.search(x) for x in (claim.trigger.text, *(p.span.text for p in (*claim.actor, *claim.recipient))))
    counted = number(claim, "returned", units=_PEOPLE) is not None
    return people or counted


def _return(said: Said, context: Context) -> Row:
    claim = said.claim
    who = next((p for p in (*claim.actor, *claim.recipient) if _RETURNERS.search(p.span.text)), None)
    count = number(claim, "returned", "displaced", units=_PEOPLE)
    told_as = "returned" if claim.factuality in POSITIVE else "not returned" if claim.factuality in NEGATIVE else "may return"
    return {
        "what": _UNDONE.get(claim.realization, told_as),
        "who": bare(who.span.text) if who else None,
        "number": count,
        "unit": amount(claim)[1] if count is not None else None,
        **placed(place_of(claim, "origin"), "from"),
        **placed(place_of(claim, "destination", "location"), "to"),
        "time": time_of(said),
        **told(said, context),
    }


PRISONERS = View(
    name="prisoners",
    title="Prisoners",
    about="One row: one voice's claim that captives were exchanged, released, handed over or taken, or that it was agreed.",
    columns=COLUMNS,
    rows=rows,
)
RETURNS = View(
    name="returns",
    title="Returns",
    about="One row: one voice's claim that displaced people came back, how many, from where and to where.",
    columns=RETURN_COLUMNS,
    rows=returns,
)
