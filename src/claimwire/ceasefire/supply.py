"""Alleged movements of arms and fighters, smuggling and trade: what, from where, to whom, by whom, which way, who alleges it.

Nothing here is a fact: a row is what one voice says, a denial is a row too, and an amount keeps the unit that it was counted in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from claimwire.ceasefire.context import Context, Row, Said, View
from claimwire.ceasefire.control import voice_key
from claimwire.ceasefire.holders import Party, party
from claimwire.ceasefire.telling import (
    NEGATIVE,
    TOLD,
    addressee,
    amount,
    bare,
    goods,
    happening,
    is_carrier,
    merged,
    named,
    only_place,
    own_words,
    place_of,
    placed,
    says,
    time_of,
    told,
)
from claimwire.records import Claim, ClaimPlace, Participant

ARMS, FIGHTERS, TRADE, SUPPORT = "arms", "fighters", "trade", "support"
COLUMNS = (
    "kind",
    "what",
    "by",
    "by_written",
    "by_id",
    "recipient",
    "recipient_written",
    "recipient_id",
    "from",
    "from_written",
    "to",
    "to_written",
    "route",
    "route_written",
    "quantity",
    "unit",
    "realization",
    "time",
    *TOLD,
)
_SAME = ("what", "by_id", "recipient_id", "from", "to", "quantity", "time", "status")
_MOVES = frozenset({"AID", "MOBILIZE", "COOPERATE", "SUPPORT", "AGREE", "RETREAT", None})
_ARMS = re.compile(r"^(?:re-?)?arm(?:s|ed|ing)?$", re.IGNORECASE)  # the verb
_AND_ARMS = re.compile(r"\b(?:and|or) (?:re-?)?arm(?:s|ed|ing)?\b", re.IGNORECASE)
_TRADES = re.compile(r"\b(?:sell|sold|buy|bought|smuggl|traffick|export|import|trad(?:e|ing)|barter|purchas)", re.IGNORECASE)
_GOES = re.compile(
    r"\b(?:arriv|cross|enter|mov|transfer|transport|send|sent|reach|infiltrat|deploy|redeploy|join|fl[eyo]w?n?|ship|ferr|pour|"
    r"stream|come|came|go|went|gone|travel|bring|brought|return|reinforc|dispatch|cross)",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"suppl|provid|deliver|send|sent|ship|airdrop|transfer|hand|g[ia]v|equip|donat|bring|brought|receiv", re.IGNORECASE
)
_CARRIES = re.compile(r"escort|transport|bus(?:s?ed|ing)|ferr|carr", re.IGNORECASE)
_FROM = re.compile(r"\bfrom\s+(?:the\s+)?$", re.IGNORECASE)
_BACKS = re.compile(r"financ|fund|bankroll|train|equip|pay|paid", re.IGNORECASE)
_ROUTE = re.compile(
    r"\b(?:road|corridor|crossing|highway|route|border|port|airport|tunnel|pass|river|checkpoint)s?\b", re.IGNORECASE
)
_BEFORE = re.compile(r"\b(?:for|to)\s+(?:the\s+)?$", re.IGNORECASE)
_THROUGH = re.compile(r"\b(?:through|via|by way of|across|border (?:near|at|with))\s+(?:the\s+)?$", re.IGNORECASE)
_SMUGGLES = re.compile(r"smuggl|traffick", re.IGNORECASE)


def rows(context: Context) -> list[Row]:
    """Return every claim of arms, fighters or goods that move, in the order told."""
    names = _names(context)
    found = []
    for said in context.said():
        kind = _kind(said, context)
        if kind is not None:
            row = _row(said, kind, context, names)
            key = (kind, voice_key(said, context), happening(said, context, place_of(said.claim, "destination", "location")))
            found.append((key, row))
    return merged(found, same=_SAME)


def _kind(said: Said, context: Context) -> str | None:
    """Return what moves by a claim, None when nothing does."""
    claim, words, trigger = said.claim, context.ontology.words, said.claim.trigger.text
    if (claim.event_type not in _MOVES and not _SMUGGLES.search(trigger)) or claim.kind not in {"event", "state", "quantity"}:
        return None
    own = own_words(said)
    if _TRADES.search(trigger) and says(said.words, words.get("trade_goods", frozenset()) | words.get("arms_goods", frozenset())):
        return ARMS if says(own, words.get("arms_goods", frozenset())) else TRADE
    if claim.event_type not in {"AID", "MOBILIZE", "SUPPORT", "RETREAT"} or claim.realization in {"hypothetical", "threatened"}:
        return None
    given = said.words if _GIVES.search(trigger) else own
    if claim.event_type != "RETREAT" and (
        (_ARMS.match(trigger) and claim.recipient) or says(given, words.get("arms_goods", frozenset()))
    ):
        return ARMS
    listed = words.get("fighter_words", frozenset())
    if claim.event_type == "MOBILIZE" and _GOES.search(trigger) and says(own, listed):
        return FIGHTERS
    passed = claim.event_type == "RETREAT" and "access" in claim.modes
    carried = claim.event_type == "AID" and _CARRIES.search(trigger)
    if (passed or carried) and any(says(p.span.text, listed) for p in claim.recipient):
        return FIGHTERS
    if claim.event_type in {"AID", "SUPPORT"} and _BACKS.search(trigger):
        armed = any(_is_armed(p, context) for p in claim.recipient) or says(trigger, listed)  # "financing the rebels"
        return (ARMS if _AND_ARMS.search(said.words) else SUPPORT) if armed else None
    return None


def _is_armed(p: Participant, context: Context) -> bool:
    entry = context.ontology.actors.get(p.target or "")
    return (entry is not None and entry.kind == "armed_group") or says(
        p.span.text, context.ontology.words.get("fighter_words", frozenset())
    )


def _fighters(said: Said, context: Context) -> Participant | None:
    """Return the participant that is fighters on the move: the subject of "crossed", the object of "sent"."""
    listed = context.ontology.words.get("fighter_words", frozenset())
    moved = (*said.claim.recipient, *said.claim.actor)
    return next((p for p in moved if says(p.span.text, listed)), None)


def _row(said: Said, kind: str, context: Context, names: Mapping[str, str]) -> Row:
    claim, words = said.claim, context.ontology.words
    fighters = _fighters(said, context) if kind == FIGHTERS else None
    givers = [p for p in (*claim.actor, *claim.recipient) if _is_source(p, said)]
    actors = [p for p in claim.actor if not _is_goods(p, words) and p not in givers]
    recipients = [p for p in claim.recipient if not _is_goods(p, words) and p not in givers]
    if fighters is not None:
        actors = [p for p in actors if p != fighters or _is_listed(p)]
        recipients = [p for p in recipients if p != fighters]
    places = {
        "from": place_of(claim, "origin") or next((_as_place(p, "origin") for p in givers), None),
        "to": place_of(claim, "destination") or (None if kind == ARMS and claim.recipient else _arrived(claim)),
    }
    taker = Party.of(recipients)
    if places["to"] is not None and (known := names.get(_key(places["to"].span.text))) is not None:
        taker, places["to"] = Party(ids=(known,), name=context.name(known) or known, written=places["to"].span.text), None
    if kind in {ARMS, SUPPORT} and taker is None:
        taker = addressee(said, _BEFORE, context, without=actors)
    if places["to"] is None and taker is not None and kind == TRADE:
        places["to"] = _country(taker, claim)
    if places["to"] is None and kind == ARMS:
        places["to"] = place_of(claim, "location")
    if taker is not None and places["to"] is not None and places["to"].span.text == taker.written and kind != TRADE:
        places["to"] = None
    route = _route(said, {p for p in places.values() if p is not None})
    if route is not None and places["to"] == route:
        places["to"] = None
    count, unit = amount(claim)
    listed = {ARMS: "arms_goods", TRADE: "trade_goods", FIGHTERS: "fighter_words"}
    what = bare(fighters.span.text) if fighters else None
    if what is None and kind in listed:
        what = goods(own_words(said), words.get(listed[kind], frozenset())) or goods(
            said.words, words.get(listed[kind], frozenset())
        )
    return {
        "kind": kind,
        "what": what or (claim.trigger.text if kind in {ARMS, SUPPORT} else None),
        **named(party(said, actors), "by"),
        **named(taker, "recipient"),
        **placed(places["from"], "from"),
        **placed(places["to"], "to"),
        **placed(route, "route"),
        "quantity": count,
        "unit": unit,
        "realization": claim.realization,
        "time": time_of(said),
        **told(said, context, status="denied" if claim.factuality in NEGATIVE else None),
    }


def _arrived(claim: Claim) -> ClaimPlace | None:
    """Return where somebody arrived: "arrived in Handarat" says it as a place of the happening."""
    place = place_of(claim, "location")
    return place if place is not None and not _ROUTE.search(place.span.text) else None


def _country(taker: Party, claim: Claim) -> ClaimPlace | None:
    """Return a buyer that is a country as where the goods go."""
    person = next((p for p in claim.recipient if p.target in taker.ids), None)
    if person is None or not (person.target or "").startswith(("state:", "gov:")) or len(person.span.text.split()) > 2:
        return None
    return _as_place(person, "destination")


def _as_place(p: Participant, role: str) -> ClaimPlace:
    return ClaimPlace(mention=p.mention, span=p.span, role=role, name=p.name or p.span.text)


def _is_source(p: Participant, said: Said) -> bool:
    """True for "from Libya", "from the officers": where or from whom it came, whatever part the claim gave it."""
    before = said.report.text[max(0, p.span.start - 12) : p.span.start]
    return p.span.start > said.claim.trigger.start and _FROM.search(before) is not None


def _route(said: Said, others: set[ClaimPlace]) -> ClaimPlace | None:
    """Return the way: a road or crossing, or a place that they came through."""
    text = said.report.text
    for p in said.claim.places:
        through = _THROUGH.search(text[max(0, p.span.start - 20) : p.span.start])
        if through or _ROUTE.search(p.span.text) or (p.role == "route_destination" and p not in others):
            return p
    place = only_place(said)
    if place is not None and _THROUGH.search(text[max(0, place.span.start - 20) : place.span.start]):
        return place
    return None


def _is_goods(p: Participant, words: Mapping[str, frozenset[str]]) -> bool:
    """True for "trucks loaded with weapons" and "oil": what is moved or moves it, and nobody."""
    carried = frozenset().union(*(words.get(n, frozenset()) for n in ("arms_goods", "trade_goods", "aid_carriers")))
    return p.target is None and is_carrier(p, carried)


def _is_listed(p: Participant) -> bool:
    return p.target is not None and not p.target.startswith(("class:", "unnamed:", "name:"))


def _names(context: Context) -> dict[str, str]:
    """Return groups by name: a group taken for a place ("ships missiles to the Houthis") is a recipient."""
    groups = (e for e in context.ontology.actors.values() if e.kind == "armed_group")
    return {_key(name): e.id for e in groups for name in (e.name, *e.aliases)}


def _key(name: str) -> str:
    return bare(name).lstrip("@~").casefold()


SUPPLY = View(
    name="supply",
    title="Arms, fighters, smuggling",
    about="One row: one voice's claim that arms, fighters or goods moved, or its denial. Nothing is confirmed by standing here.",
    columns=COLUMNS,
    rows=rows,
)
