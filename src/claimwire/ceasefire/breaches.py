"""Where words say that an agreement was broken, or kept: read off the claim's own verb, whatever event type it was given."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from claimwire.ceasefire.agreements import Agreement
from claimwire.ceasefire.context import Context, Said, Voice
from claimwire.ceasefire.reference import Reference
from claimwire.records import Claim, Participant, Reading, Statement

BREACH = re.compile(
    r"\b(violat\w+|breach\w*|broke|broken|break(?:s|ing)?|infring\w+|contraven\w+|flout\w*|non-?compliance)\b", re.I
)
_KEEP = re.compile(
    r"\b(observ(?:e|es|ed|ing)|respect\w*|honou?r(?:s|ed|ing)?|abid\w+|compl(?:y|ies|ied|ying)|adher\w+|uph[eo]ld\w*"
    r"|stick\w*|stuck|follow(?:s|ed|ing)?|implement(?:s|ed|ing)?|fulfil\w*|hold(?:s|ing)? (?:its|their) fire)\b",
    re.I,
)
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
        trigger, words = claim.trigger.text, said.words
        if claim.kind == "quantity" or claim.realization != "actual" or not reference.pact(said.sentence):
            continue
        accuses = claim.event_type == "ACCUSE" and _ACCUSE.search(trigger) is not None and BREACH.search(said.sentence)

        def spoken(of: str) -> bool:
            # "Although the regime has broken it 412 times": what was broken is named earlier in the sentence.
            return reference.pact(of) or _IT.search(of) is not None

        if accuses or (BREACH.search(trigger) and spoken(words + " " + trigger)):
            agreement = reference.of(said, said.sentence)
            key = (claim.sentence, _speaker(said) if not accuses else "")
            if agreement is None or (claim.sentence, "") in taken or key in taken:
                continue
            if claim.factuality in _NOT:
                yield Compliance(said=said, agreement=agreement, kept=True)
            elif claim.factuality in _HELD:
                taken.add(key)
                yield _breach(said, agreement, claims, context, accuses=bool(accuses))
        elif _KEEP.search(trigger) and spoken(words):
            agreement = reference.of(said, said.sentence)
            if agreement is not None and claim.factuality in _HELD | _NOT:
                yield Compliance(said=said, agreement=agreement, kept=claim.factuality in _HELD)


def _speaker(said: Said) -> str | None:
    return said.statement.id if said.statement else None


def _breach(said: Said, agreement: Agreement, claims: Sequence[Said], context: Context, *, accuses: bool) -> Breach:
    claim = said.claim
    if accuses:
        # "A accused B of breaking the truce by shelling C": what B did stands under the statement that the verb opens.
        opened = _opened(said.reading, claim)
        acts = [s for s in claims if opened is not None and s.statement is not None and s.statement.id == opened.id]
        named, accused = claim.actor, claim.recipient
        alleger = Voice(id=named[0].target, name=named[0].name or named[0].span.text) if named else context.voice(said)
        acts = acts or _same_sentence(said, claims)
    else:
        # "By the army's count the front violated the truce": the lexicon makes whoever breaks it the verb's recipient.
        accused = (claim.recipient if ".violation" in claim.rule else ()) or claim.actor or claim.recipient
        alleger, acts = context.voice(said), _same_sentence(said, claims)
    acts = [s for s in acts if _is_act(s) and s.claim.id != claim.id]
    if accused:
        acts = [s for s in acts if not s.claim.actor or _same_people(s.claim.actor, accused, s, context)]
    else:
        accused = tuple(p for s in acts for p in s.claim.actor)
    if said.statement is not None:
        acts += [s for s in _following(said, claims) if _same_people(s.claim.actor, accused, s, context)]
    return Breach(
        said=said, agreement=agreement, alleger=alleger, accused=accused, acts=tuple({s.claim.id: s for s in acts}.values())
    )


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
