"""Where words say that an agreement was broken, or kept: read off the claim's own verb, whatever event type it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from claimwire.ceasefire.agreements import Agreement
from claimwire.ceasefire.context import Context, Said, Voice
from claimwire.ceasefire.reference import Reference, direct
from claimwire.records import Claim, Participant, Reading, Statement

BREACH = re.compile(
    r"\b(violat\w+|breach\w*|broke|broken|break(?:s|ing)?|infring\w+|contraven\w+|flout\w*|non-?compliance)\b", re.I
)
_KEEP = re.compile(
    r"\b(observ(?:e|es|ed|ing)|respect\w*|honou?r(?:s|ed|ing)?|abid\w+|compl(?:y|ies|ied|ying)|adher\w+|uph[eo]ld\w*"
    r"|stick\w*|stuck|follow(?:s|ed|ing)?|implement(?:s|ed|ing)?|fulfil\w*|hold(?:s|ing)? (?:its|their) fire"
    r"|ke(?:pt|eps?|eping)(?: to)?)\b",
    re.I,
)
# "in what rebels called a flagrant breach of the truce": the act is told, and the breach is what somebody calls it.
_ASIDE = re.compile(
    r"\bin\s+(?:what\s+(?P<who>[^,.;]{2,60}?)\s+(?:called|described\s+as|termed|denounced\s+as|said\s+was)\s+)?"
    r"(?:an?\s+|the\s+)?(?:\w+\s+){0,3}?(?:violation|breach|contravention|defiance)\s+of\b",
    re.I,
)
_EACH_OTHER = frozenset({"each other", "one another"})
_ACCUSE = re.compile(r"\b(accus\w+|blam\w+|alleg\w+|charg\w+|denounc\w+)\b", re.I)
_IT = re.compile(r"\b(it|them)\b", re.I)
_HELD = frozenset({"CT+", "PR+", "PS+"})
_NOT = frozenset({"CT-", "PR-", "PS-"})
# Types of claims that can be an act that somebody is accused of; what was said, asked or agreed is none.
ACTS = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "PROTEST", "RETREAT", "SANCTION", "AID"})
_FOLLOW = 2  # sentences after the allegation, in the same quotation, that still tell what was done


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """An allegation in words: who makes it, against whom, and the claims of acts that are told with it."""

    said: Said
    agreement: Agreement
    alleger: Voice
    accused: tuple[Participant, ...]
    acts: tuple[Said, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compliance:
    """Somebody's word that somebody keeps an agreement, or does not."""

    said: Said
    agreement: Agreement
    kept: bool


def of_reading(claims: Sequence[Said], context: Context, reference: Reference) -> Iterator[Breach | Compliance]:
    """Yield what one report's claims say of agreements broken and kept, in text order."""
    if not claims or not reference.pact(claims[0].report.text):
        return
    taken: set[tuple[str, str | None]] = set()
    for said in sorted(claims, key=lambda s: s.claim.trigger.start):
        claim = said.claim
        trigger, words = claim.trigger.text, direct(said)
        if claim.realization != "actual" or not reference.pact(said.sentence) or (claim.kind == "quantity" and not claim.actor):
            continue
        accuses = claim.event_type == "ACCUSE" and _ACCUSE.search(trigger) is not None and BREACH.search(said.sentence)
        if accuses or (BREACH.search(trigger) and _of_a_pact(words + " " + trigger, reference)):
            agreement = reference.of(said, said.sentence)
            key = (claim.sentence, _speaker(said) if not accuses else "")
            if agreement is None or (claim.sentence, "") in taken or key in taken:
                continue
            if claim.factuality in _NOT:
                yield Compliance(said=said, agreement=agreement, kept=True)
            elif claim.factuality in _HELD:
                taken.add(key)
                yield from _accusation(said, agreement, claims, context) if accuses else _told(said, agreement, claims, context)
        elif _KEEP.search(trigger) and _of_a_pact(words, reference):
            agreement = reference.of(said, said.sentence)
            if agreement is not None and claim.factuality in _HELD | _NOT:
                yield Compliance(said=said, agreement=agreement, kept=claim.factuality in _HELD)
    sentences = {sentence for sentence, _ in taken}
    yield from _aside([s for s in claims if s.claim.sentence not in sentences], context, reference)


def _of_a_pact(words: str, reference: Reference) -> bool:
    # "Although the regime has broken it 412 times": what was broken is named earlier in the sentence.
    return reference.pact(words) or _IT.search(words) is not None


def _aside(claims: Sequence[Said], context: Context, reference: Reference) -> Iterator[Breach]:
    """Yield acts that a phrase beside them calls a breach: the last one before the phrase, else the first after it."""
    for sentence, group in groupby(claims, key=lambda s: s.sentence):
        acts = sorted((s for s in group if _is_act(s)), key=lambda s: s.claim.trigger.start)
        found = _ASIDE.search(sentence) if acts else None
        if found is None or not reference.pact(sentence[found.end() :]):
            continue
        start = acts[0].within.start if acts[0].within else 0
        before = [s for s in acts if s.claim.trigger.start - start < found.start()]
        act = before[-1] if before else acts[0]
        agreement = reference.of(act, sentence)
        if agreement is not None:
            alleger = _called(act, found, start, context) if found["who"] else context.voice(act)
            yield Breach(said=act, agreement=agreement, alleger=alleger, accused=act.claim.actor, acts=(act,))


def _called(act: Said, found: re.Match[str], start: int, context: Context) -> Voice:
    """Return who calls it a breach: the actor whose mention the words are, else the words."""
    a, b = start + found.start("who"), start + found.end("who")
    links = {k.mention: k.target for k in act.reading.links if k.kind == "actor"}
    inside = (m for m in act.reading.mentions if m.label == "actor" and m.span.start < b and a < m.span.end)
    target = next((t for m in inside if (t := links.get(m.id))), None)
    return Voice(id=target, name=context.name(target) or found["who"])


def _speaker(said: Said) -> str | None:
    return said.statement.id if said.statement else None


def _accusation(said: Said, agreement: Agreement, claims: Sequence[Said], context: Context) -> Iterator[Breach]:
    """Yield "A accused B of breaking the truce by shelling C": what B did stands under the statement that the verb opens."""
    claim = said.claim
    opened = _opened(said.reading, claim)
    under = [s for s in claims if opened is not None and s.statement is not None and s.statement.id == opened.id]
    acts = under or _same_sentence(said, claims)
    if any(p.span.text.lower() in _EACH_OTHER for p in claim.recipient):
        for by in claim.actor:
            others = tuple(p for p in claim.actor if p is not by)
            yield _with_acts(
                said, agreement=agreement, alleger=_as_voice(by), accused=others, told=acts, claims=claims, context=context
            )
        return
    named = claim.actor[0] if claim.actor else None
    alleger = _as_voice(named) if named else context.voice(said)
    yield _with_acts(
        said, agreement=agreement, alleger=alleger, accused=claim.recipient, told=acts, claims=claims, context=context
    )


def _told(said: Said, agreement: Agreement, claims: Sequence[Said], context: Context) -> Iterator[Breach]:
    """Yield "B broke the truce", whoever says so."""
    claim = said.claim
    # "By the army's count the front violated the truce": the lexicon makes whoever breaks it the verb's recipient.
    accused = (claim.recipient if ".violation" in claim.rule else ()) or claim.actor or claim.recipient
    told = _same_sentence(said, claims)
    if _ASIDE.search(said.sentence) and not any(_is_act(s) for s in told):
        # One voice tells of the act, and another calls it a breach.
        told = [s for s in claims if s.claim.sentence == claim.sentence]
    yield _with_acts(
        said, agreement=agreement, alleger=context.voice(said), accused=accused, told=told, claims=claims, context=context
    )


def _as_voice(person: Participant) -> Voice:
    return Voice(id=person.target, name=person.name or person.span.text)


def _with_acts(
    said: Said,
    *,
    agreement: Agreement,
    alleger: Voice,
    accused: tuple[Participant, ...],
    told: Sequence[Said],
    claims: Sequence[Said],
    context: Context,
) -> Breach:
    acts = [s for s in told if _is_act(s) and s.claim.id != said.claim.id]
    if accused:
        acts = [s for s in acts if not s.claim.actor or _same_people(s.claim.actor, accused, s, context)]
    else:
        accused = tuple(p for s in acts for p in s.claim.actor)
    if said.statement is not None:
        acts += [s for s in _following(said, claims) if _same_people(s.claim.actor, accused, s, context)]
    once = {s.claim.id: s for s in acts}
    return Breach(said=said, agreement=agreement, alleger=alleger, accused=accused, acts=tuple(once.values()))


def _opened(reading: Reading, claim: Claim) -> Statement | None:
    return next((s for s in reading.statements if any(c.overlaps(claim.trigger) for c in s.cue)), None)


def _same_sentence(said: Said, claims: Sequence[Said]) -> list[Said]:
    return [s for s in claims if s.claim.sentence == said.claim.sentence and _speaker(s) == _speaker(said)]


def _following(said: Said, claims: Sequence[Said]) -> Iterator[Said]:
    order = [s.id for s in said.reading.sentences]
    at = order.index(said.claim.sentence) if said.claim.sentence in order else len(order)
    near = set(order[at + 1 : at + 1 + _FOLLOW])
    for s in claims:
        if s.claim.sentence in near and _speaker(s) == _speaker(said) and _is_act(s):
            yield s


def _is_act(said: Said) -> bool:
    claim = said.claim
    told = claim.kind == "event" and claim.event_type in ACTS and "ceasefire" not in claim.modes
    if BREACH.search(claim.trigger.text):
        return False  # "breaking" is the allegation, whatever type it was given
    return told and claim.realization in {"actual", "attempted"} and claim.factuality in _HELD


def _same_people(one: Sequence[Participant], other: Sequence[Participant], said: Said, context: Context) -> bool:
    """True when two sets of participants share somebody, or the body that somebody belongs to."""
    day = said.day or said.published
    for a in one:
        for b in other:
            if a.target is None or b.target is None:
                if a.span.text.lower() == b.span.text.lower():
                    return True
            elif a.target in context.lineage(b.target, day) or b.target in context.lineage(a.target, day):
                return True
    return False
