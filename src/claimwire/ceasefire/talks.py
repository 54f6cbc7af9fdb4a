"""Talks: offers, demands, refusals, acceptances, agreements, meetings, and who answered whom.

An answer is linked to the offer or demand that it answers by a rule that the row says: the words name it ("the offer"), or it
comes from whom it was made to. Where neither holds, nothing is linked: that two things follow each other is no answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimwire.ceasefire.answers import ACCEPTANCE, DEMAND, MADE, NO_AGREEMENT, NOUNS, OFFER, REFUSAL, Act, link
from claimwire.ceasefire.context import Context, Row, Said, View
from claimwire.ceasefire.control import voice_key
from claimwire.ceasefire.holders import Party, party
from claimwire.ceasefire.telling import (
    NEGATIVE,
    POSITIVE,
    TOLD,
    bare,
    is_carrier,
    is_named,
    named,
    only_place,
    place_of,
    placed,
    time_of,
    told,
)
from claimwire.records import Claim, ClaimPlace

AGREEMENT = "agreement"
PROMISE, MEETING, DECLARATION = "promise", "meeting", "declaration"
COLUMNS = (
    "id",
    "kind",
    "by",
    "by_written",
    "by_id",
    "to",
    "to_written",
    "to_id",
    "about",
    "round",
    "place",
    "place_written",
    "target",
    "admin1",
    "country",
    "time",
    "answers",
    "answer_rule",
    *TOLD,
)
_ACCEPTS = re.compile(r"\b(?:accept|agreed? to|say(?:s|ing)? yes|welcom|compl(?:y|ied)|yield|bow|positive)", re.IGNORECASE)
_PROMISES = re.compile(r"promis|pledg|vow|undert[ao]|commit", re.IGNORECASE)
_PROPOSES = re.compile(r"^(?:propos|offer|suggest)", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|at)\s+(?:the\s+)?$", re.IGNORECASE)
_WITHOUT = re.compile(r"\bwithout (?:a |an |any )?(?:deal|agreement|accord|result|breakthrough)", re.IGNORECASE)
_DECLARES = re.compile(r"declar|announc|proclaim", re.IGNORECASE)
_INVITES = re.compile(r"invit", re.IGNORECASE)
_SIGNS = re.compile(r"\b(?:sign|reach|conclud|struck|agreement|deal|accord|pact|memorandum|truce|ceasefire)", re.IGNORECASE)
_DENIES = re.compile(r"den(?:y|ie)|disput|dismiss\w* (?:the )?(?:report|claim|accus)", re.IGNORECASE)
_MEETS = re.compile(r"talk|round|negotiat|meet|met\b|summit|consult|conference|session|dialogue", re.IGNORECASE)
_ROUND = re.compile(
    r"\b(first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|latest|new|next|last|\d+(?:st|nd|rd|th)) round\b",
    re.IGNORECASE,
)
_ASKS_WHEN = re.compile(
    r"\b(?:question (?:arises|is|remains)|ask(?:s|ed)?|wonder(?:s|ed)?)\b[^.;]{0,25}\b(?:when|why|whether)\b", re.IGNORECASE
)
_BARE_PACT = re.compile(r"^(?:[\w-]+ )?(?:agreement|deal|accord|pact|truce|treaty|ceasefire|memorandum)s?$", re.IGNORECASE)
_OWNED = re.compile(
    r"^(?:['’]s?)?\s+(?:[\w-]+\s+){0,2}?(?:offer|proposal|plan|invitation|initiative|demand|request|call)s?\b", re.IGNORECASE
)
_CAPTIVES = re.compile(r"prisoner|hostage|detainee|captive|inmate", re.IGNORECASE)
# "The number of armed groups that have accepted the truce": they are counted, and sit at no table.
_COUNTED = re.compile(r"\b(?:number|total|count|tally) of (?:[\w-]+ ){1,6}(?:that|which|who)\b[^.;]{0,40}$", re.IGNORECASE)
_CONTENT = frozenset({"predicted", "offered", "requested", "hypothetical"})
_JOINERS = frozenset({"groups", "settlements"})
_ABOUT = 160  # characters


def rows(context: Context) -> list[Row]:
    """Return every act of talks in the order told, with what it answers."""
    acts = [_act(said, kind, context) for said in context.said() if (kind := _kind(said)) is not None]
    acts = _together(_apart(acts), context)
    link(acts, context)
    return [_row(a, context) for a in acts]


def _kind(said: Said) -> str | None:
    """Return what act of talks a claim tells, None when it is none."""
    claim, trigger = said.claim, said.claim.trigger.text
    if claim.kind != "event" or claim.realization in {"hypothetical", "threatened"} or _is_counted(said):
        return None
    negative, positive = claim.factuality in NEGATIVE, claim.factuality in POSITIVE
    match claim.event_type:
        case "AGREE" if claim.realization == "offered":
            return OFFER
        case "AGREE" if claim.realization == "actual" and negative:
            return NO_AGREEMENT
        case "AGREE" if claim.realization == "actual" and positive:
            if _PROMISES.search(trigger):
                return PROMISE
            if _PROPOSES.search(trigger):
                return OFFER
            if _WITHOUT.search(said.words):
                return NO_AGREEMENT
            named_offer = NOUNS[OFFER].search(said.words) and not _SIGNS.search(trigger)
            if _ACCEPTS.search(trigger) or named_offer:
                return ACCEPTANCE
            # "The implementation of ceasefire agreements" names no one who agreed.
            return AGREEMENT if len(claim.actor) + len(claim.recipient) > 1 or not _BARE_PACT.match(trigger) else None
        case "CONCEDE" if positive and claim.realization == "actual":
            if _ACCEPTS.search(trigger):
                return ACCEPTANCE
            return (DECLARATION if _DECLARES.search(trigger) else AGREEMENT) if _SIGNS.search(said.words) else None
        case "REQUEST" if positive and claim.realization == "actual":
            return OFFER if _INVITES.search(trigger) else DEMAND
        case "REJECT" if positive and claim.realization == "actual" and not _DENIES.search(trigger):
            return REFUSAL
        case "CONSULT" if claim.realization == "actual" and positive and _MEETS.search(trigger):
            return MEETING
    if claim.realization == "offered":
        return OFFER
    if claim.realization == "requested" or _asks_when(said):
        return DEMAND
    return None


def _is_counted(said: Said) -> bool:
    """True for "four more settlements signed": how many joined is a figure, and no act of talks."""
    if any(q.quantity.measure in _JOINERS for q in said.claim.quantities):
        return True
    return said.within is not None and bool(_COUNTED.search(said.report.text, said.within.start, said.claim.trigger.start))


def _asks_when(said: Said) -> bool:
    """True for "the question arises as to when they will": asked of somebody in public, it is a demand."""
    if said.claim.realization != "predicted" or not said.claim.actor:
        return False
    start = said.report.text.rfind(".", 0, said.claim.trigger.start) + 1
    return _ASKS_WHEN.search(said.report.text, start, said.claim.trigger.start) is not None


def _act(said: Said, kind: str, context: Context) -> Act:
    claim = said.claim
    by, to = party(said, claim.actor), party(said, claim.recipient)
    content = kind in MADE and claim.event_type not in {"AGREE", "REQUEST"}
    if kind == MEETING:
        text = said.report.text
        who = [p for p in (*claim.actor, *claim.recipient) if not _IN.search(text[max(0, p.span.start - 12) : p.span.start])]
        by, to = party(said, who), None  # "talks in Sweden" are not Sweden's
    elif content and kind == DEMAND:  # "they must leave": whoever says so demands it of them
        by, to = _speaker(said, context), by
    elif kind == REFUSAL:
        to = _whose(said, context) or to
    elif kind == NO_AGREEMENT and by is None:
        to = None
    if kind in {DEMAND, PROMISE, ACCEPTANCE, OFFER, AGREEMENT} and to is not None and _CAPTIVES.search(to.written):
        to = None  # whose release is demanded is not whom it is demanded of
    carriers = context.ontology.words.get("aid_carriers", frozenset())
    if kind in {PROMISE, OFFER} and any(is_carrier(p, carriers) for p in claim.recipient):
        to = None  # what is let in was promised nothing
    return Act(said=said, kind=kind, by=by, to=to, claims=[claim.id])


def _speaker(said: Said, context: Context) -> Party | None:
    voice = context.voice(said)
    return Party(ids=(voice.id,) if voice.id else (), name=voice.name, written=voice.name) if said.chain and voice.name else None


def _whose(said: Said, context: Context) -> Party | None:
    """Return whose proposal was turned down, where the sentence names it: "Russia's proposal", "a Saudi proposal"."""
    at = next((s for s in said.reading.sentences if s.id == said.claim.sentence), None)
    targets = {k.mention: k.target for k in said.reading.links if k.kind == "actor"}
    for m in said.reading.mentions if at is not None else ():
        inside = at is not None and at.start <= m.span.start < at.end
        if (
            m.label == "actor"
            and inside
            and m.span.start > said.claim.trigger.start
            and _OWNED.match(said.report.text[m.span.end :])
        ):
            target = targets.get(m.id)
            known = target in context.ontology.actors if target else False
            name = context.name(target) if known else bare(m.span.text)
            return Party(ids=(target,) if target else (), name=name or m.span.text, written=m.span.text)
    for c in said.reading.claims:
        if c.sentence == said.claim.sentence and c is not said.claim and NOUNS[OFFER].search(c.trigger.text) and c.actor:
            return Party.of(c.actor)
    return None


def _apart(acts: Sequence[Act]) -> list[Act]:
    """Leave out what an offer or a demand of the same sentence is about, and a second name for one meeting."""
    sentences: dict[tuple[str, str], list[Act]] = {}
    for a in acts:
        sentences.setdefault(a.sentence, []).append(a)
    return [a for beside in sentences.values() for n, a in enumerate(beside) if not _is_told(a, beside, n)]


def _is_told(act: Act, beside: Sequence[Act], n: int) -> bool:
    """True when another act of its sentence tells an act: as its content, or by another name."""
    before = beside[:n]
    if act.kind in MADE and _is_content(act):
        headed = any(o.kind == act.kind and (not _is_content(o) or o in before) for o in beside if o is not act)
        agreed = any(o.kind in {AGREEMENT, ACCEPTANCE} and o.at < act.at for o in beside)
        return headed or (act.kind == DEMAND and agreed)  # "agreed on the need to" is no demand
    if act.kind == NO_AGREEMENT:  # the proposal inside "rejected a proposal"
        return any(o.kind == REFUSAL for o in beside)
    same = (o for o in before if o.kind == MEETING and act.kind == MEETING)
    return any((o.by.name if o.by else None) == (act.by.name if act.by else None) for o in same)


def _is_content(act: Act) -> bool:
    """True for what is offered or demanded, told without a word of offering: "they must leave"."""
    return act.said.claim.event_type not in {"AGREE", "REQUEST"}


def _together(acts: Sequence[Act], context: Context) -> list[Act]:
    """Make one act of what one voice tells again of one event."""
    known: dict[tuple[str, ...], Act] = {}
    for a in acts:
        key = (a.kind, voice_key(a.said, context), a.by.name if a.by else "", *_event(a, context))
        if key in known:
            known[key].claims += a.claims
            known[key].to = known[key].to or a.to
        else:
            known[key] = a
    return _named_again(list(known.values()))


def _named_again(acts: list[Act]) -> list[Act]:
    """Give "the proposal" to the offer of the same party that the report tells with a verb."""
    told: dict[tuple[str, str, str], Act] = {}
    for a in acts:
        if a.by is not None and not _is_noun(a):
            told.setdefault((a.at[0], a.kind, a.by.name), a)
    out = []
    for a in acts:
        verb = told.get((a.at[0], a.kind, a.by.name)) if a.by is not None and _is_noun(a) else None
        if verb is None:
            out.append(a)
        else:
            verb.claims += a.claims
            verb.to = verb.to or a.to
    return out


def _is_noun(act: Act) -> bool:
    return act.kind in MADE and NOUNS[act.kind].fullmatch(act.said.claim.trigger.text) is not None


def _event(act: Act, context: Context) -> tuple[str, str]:
    event, claim = context.event_of.get(act.id), act.said.claim
    return ("event", event.id) if event is not None else (act.said.report.id, claim.event or claim.id)


def _where(said: Said) -> ClaimPlace | None:
    """Return where it was said or signed: "an agreement on Hodeidah in Stockholm" was signed in Stockholm."""
    text = said.report.text
    places = (p for p in said.claim.places if p.role == "location" and is_named(p))
    return next((p for p in places if _IN.search(text[max(0, p.span.start - 12) : p.span.start])), None)


def _is_of_what_was_said(said: Said) -> bool:
    """True for "agreed to exchange prisoners next week": next week is of the exchange, and when they agreed is not said."""
    claim = said.claim
    return claim.time is not None and any(
        c.time is not None
        and c.time.span == claim.time.span
        and c.realization in _CONTENT
        and claim.trigger.end <= c.trigger.start < claim.time.span.start
        for c in said.reading.claims
        if c.sentence == claim.sentence and c.id != claim.id
    )


def _about(claim: Claim, said: Said) -> str | None:
    """Return what an act is about: the words after its trigger, up to the end of its clause."""
    words = said.words
    start = min(claim.evidence.start, claim.trigger.start)
    rest = words[max(claim.trigger.end - start, 0) :].strip(" ,;:\"'“”‘’")
    return bare(rest[:_ABOUT]).strip() or None


def _row(act: Act, context: Context) -> Row:
    said, claim = act.said, act.said.claim
    place = _where(said) or place_of(claim, "location", "destination") or (only_place(said) if act.kind == MEETING else None)
    spoken = _ROUND.search(said.sentence) if act.kind == MEETING else None
    return {
        "id": act.id,
        "kind": act.kind,
        **named(act.by, "by"),
        **named(act.to, "to"),
        "about": _about(claim, said),
        "round": spoken.group(1).lower() if spoken else None,
        **placed(place),
        "time": None if _is_of_what_was_said(said) else time_of(said),
        "answers": act.answers,
        "answer_rule": act.rule,
        **told(said, context, status="claimed"),
        "claims": act.claims,
    }


TALKS = View(
    name="talks",
    title="Talks",
    about="One row: an offer, demand, refusal, acceptance, agreement or meeting, as one voice tells it, and what it answers.",
    columns=COLUMNS,
    rows=rows,
)
