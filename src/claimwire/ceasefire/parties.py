"""Who is bound by an agreement on a day: party, excluded, third party or unknown, each resting on its text or on claims.

A side's word about somebody else is shown and changes nobody's standing: each side would have its enemies left out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from claimwire.ceasefire.agreements import Agreement
from claimwire.ceasefire.context import Context, Row, Said, View
from claimwire.ceasefire.reference import Reference, direct
from claimwire.records import Participant

_LEAVES = re.compile(
    r"\b(withdr[ae]w\w*|pull\w* out|quit\w*|abandon\w*|leav\w+|left|end\w*|renounc\w*|suspend\w*|terminat\w*)\b", re.I
)
_JOINS = re.compile(r"\b(join\w*|acced\w*|sign\w*|accept\w*|agree\w*|declar\w*|announc\w*|approv\w*|adopt\w*|adher\w*)\b", re.I)
_LEFT_OUT = re.compile(r"\b(exclud\w*|exempt\w*|left out)\b", re.I)
_COVERED = re.compile(r"\b(cover\w*|appl(?:y|ies|ied)|includ\w*)\b", re.I)
_PRONOUNS = frozenset({"they", "it", "he", "she", "we", "who", "which", "them", "that"})
_PLACES = re.compile(r"\b(settlements?|villages?|towns?|localit(?:y|ies)|municipalit(?:y|ies))\b", re.I)
_NEGATIVE = frozenset({"CT-", "PR-"})
_POSITIVE = frozenset({"CT+", "PR+"})
_NOBODY = frozenset({"person", "office", "media"})  # they speak for a body, and it is the body that accepts
_BESIDE = frozenset({"igo", "ngo", "monitor"})  # they back a truce; nobody asks whether they keep it
_STATUS = {"accepted": "party", "refused": "unknown", "withdrew": "unknown", "excluded": "excluded"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """An actor's standing in an agreement over an interval of days, half-open, and what it rests on."""

    agreement: str
    actor: str
    status: str  # party, excluded, third_party, unknown
    act: str  # named in the text, accepted, refused, withdrew, excluded
    from_: str | None
    to: str | None
    said_on: str | None
    according_to: str
    notified_to: tuple[str, ...]
    because: str
    bears: bool  # False: a side's word about somebody else
    claims: tuple[str, ...] = ()
    name: str | None = None  # as reports write it, of an actor in no list
    side: str | None = None  # the text binds all that are of this side

    @property
    def in_text(self) -> bool:
        """True when the agreement's own file says so."""
        return not self.claims

    def holds_on(self, day: str) -> bool:
        """True on a day of its interval; an act without a date holds from the day on which it was told."""
        start = self.from_ or self.said_on
        return (start is None or start <= day) and (self.to is None or day < self.to)


class Standings:
    """Every standing of every agreement; asks with an actor also its offices and what it belongs to, nearest first."""

    def __init__(self, standings: Iterable[Standing], context: Context) -> None:
        self._context = context
        self._by_actor: dict[tuple[str, str], list[Standing]] = {}
        self._by_side: dict[tuple[str, str], list[Standing]] = {}
        for one in standings:
            self._by_actor.setdefault((one.agreement, one.actor), []).append(one)
            if one.side:
                self._by_side.setdefault((one.agreement, one.side), []).append(one)

    @classmethod
    def of(cls, context: Context) -> Standings:
        """Read all standings off the agreements and off every claim, whatever the window: acceptance comes before it."""
        every = list(_told(context))
        told = _merged(one for report, one in every if report not in context.replaced)
        return cls([*(s for a in context.agreements for s in _written(a)), *told], context)

    def __iter__(self) -> Iterator[Standing]:
        for standings in self._by_actor.values():
            yield from standings

    def on(self, agreement: str, actor: str | None, day: str) -> Standing | None:
        """Return what decides an actor's standing on a day; None: nothing is known of it.

        The text's word on it, or on what it belongs to, and the last word told about it, each the nearest there is.
        """
        written, told = None, None
        for one in self._context.lineage(actor, day):
            here = [s for s in self._by_actor.get((agreement, one), ()) if s.bears and s.holds_on(day)]
            written = written or next((s for s in here if s.in_text), None)
            told = told or max((s for s in here if not s.in_text), key=_latest, default=None)
        written = written or self._beside(agreement, actor, day)
        # The text leaves out whom it leaves out; a party's own leaving ends what the text says of it.
        if written and (written.status != "party" or told is None or told.act == "accepted"):
            return written
        return told

    def _beside(self, agreement: str, actor: str | None, day: str) -> Standing | None:
        """Return the standing of a side that the text binds as a whole, for an actor who is of it on that day."""
        sides = self._context.sides(actor, day) if self._by_side else frozenset()
        every = (s for side in sorted(sides) for s in self._by_side.get((agreement, side), ()))
        return next((s for s in every if s.holds_on(day)), None)

    def status(self, agreement: str, actor: str | None, day: str) -> str:
        """Return party, excluded, third_party or unknown."""
        found = self.on(agreement, actor, day)
        return found.status if found else "unknown"


def _latest(standing: Standing) -> tuple[str, str]:
    return (standing.from_ or standing.said_on or "", standing.act)


def standings(context: Context) -> Standings:
    """Return the standings of a context, read once."""
    return context.once("standings", Standings.of)


def _written(agreement: Agreement) -> Iterator[Standing]:
    for status, entry in agreement.standing():
        yield Standing(
            agreement=agreement.id,
            actor=entry.actor,
            status=status,
            act="named in the text" if status != "party" else "accepted",
            from_=(entry.from_ or agreement.in_force.from_)[:10],
            to=entry.to[:10] if entry.to else agreement.end_day,
            said_on=(getattr(entry, "accepted", None) or "")[:10] or None,
            according_to=agreement.text.document,
            notified_to=getattr(entry, "notified_to", ()),
            because=entry.because,
            bears=True,
            side=entry.side,
        )


def act(said: Said, reference: Reference) -> str | None:
    """Return what a claim says of somebody's standing: accepted, refused, withdrew, excluded; None: nothing."""
    claim = said.claim
    words, trigger = direct(said), claim.trigger.text
    positive, negative = claim.factuality in _POSITIVE, claim.factuality in _NEGATIVE
    if claim.realization != "actual":
        return None
    if (_LEFT_OUT.search(trigger) and positive) or (_COVERED.search(trigger) and negative):
        return "excluded" if reference.pact(said.sentence) else None  # "the truce does not cover them": it stands before
    if not reference.pact(words):
        return None
    leaves = claim.event_type in {"SANCTION", "RETREAT"} and "ceasefire" not in claim.modes
    if (leaves or claim.event_type == "CONCEDE") and _LEAVES.search(trigger):
        return "withdrew" if positive else None
    if claim.event_type == "REJECT":
        return "refused" if positive else None
    if claim.event_type in {"CONCEDE", "AGREE"} and _JOINS.search(trigger) and not _LEAVES.search(words):
        return "accepted" if positive else "refused" if negative else None
    return None


def _told(context: Context) -> Iterator[tuple[str, Standing]]:
    reference = Reference(context)
    report, speaks = "", False
    for said in context.said(everything=True):
        if said.report.id != report:
            report, speaks = said.report.id, reference.pact(said.report.text)
        if not speaks or said.withdrawn or said.claim.kind not in {"event", "state"}:
            continue
        what = act(said, reference)
        if what is None or counted(said):
            continue
        agreement = reference.of(said, said.sentence if what == "excluded" else said.words)
        if agreement is None:
            continue
        people = said.claim.recipient if what == "excluded" else said.claim.actor
        for actor, name in {a: p.name for p in people if (a := _body(p, said, context))}.items():
            yield report, replace(_standing(agreement, actor, what, said, context), name=name)


def counted(said: Said) -> bool:
    """True when a claim is about a number of groups, or about settlements: those change a figure, and nobody's standing."""
    if any(q.quantity.measure in {"groups", "settlements"} for q in said.claim.quantities) or _PLACES.search(said.words):
        return True
    statement = said.statement
    # "They accept", said by groups that nobody names, is theirs, whichever group the pronoun was taken for.
    unnamed = statement is not None and statement.speaker is None and bool(statement.source)
    return unnamed and all(p.span.text.lower() in _PRONOUNS for p in said.claim.actor)


def _body(person: Participant, said: Said, context: Context) -> str | None:
    """Return the body that a participant is or speaks for; classes ("rebels") and common nouns are nobody."""
    actors = context.ontology.actors
    day = said.day or said.published
    if person.target and person.target.startswith("name:"):
        # A group that no list has is somebody when it has a name of its own; "Government forces" is none.
        own = sum(word[:1].isupper() for word in (person.name or "").split())
        return person.target if own > 1 else None
    body = next((a for a in context.lineage(person.target, day) if a in actors and actors[a].kind not in _NOBODY), None)
    return None if body is None or actors[body].kind in _BESIDE else body


def _standing(agreement: Agreement, actor: str, what: str, said: Said, context: Context) -> Standing:
    day = said.day or said.published
    accuser = _accuser(actor, said)
    voice = accuser.target if accuser else context.voice(said).id
    own = actor in context.lineage(voice, day)
    return Standing(
        agreement=agreement.id,
        actor=actor,
        status=_STATUS[what],
        act=what,
        from_=said.day or said.since,
        to=None,
        said_on=said.published,
        according_to=context.according_to(said) + (f" > {accuser.name or accuser.span.text}" if accuser else ""),
        notified_to=tuple(p.target for p in said.claim.recipient if p.target and what == "accepted"),
        because=said.words,
        # Nobody is left out of a text on another's word, and no side speaks for another.
        bears=own or (what != "excluded" and accuser is None and not _of_a_side(voice, agreement, day, context)),
        claims=(said.claim.id,),
    )


def _accuser(actor: str, said: Said) -> Participant | None:
    """Return who accuses an actor of it: "A accused B of rejecting the truce" is A's word, statement or none."""
    claim = said.claim
    for other in said.reading.claims:
        before = other.sentence == claim.sentence and other.trigger.start < claim.trigger.start
        if before and other.event_type == "ACCUSE" and other.actor and actor in {p.target for p in other.recipient}:
            return other.actor[0]
    return None


def _of_a_side(voice: str | None, agreement: Agreement, day: str | None, context: Context) -> bool:
    """True for a voice that is of a side in the conflict of the agreement; a side in another war is an observer here."""
    conflicts = Counter(
        conflict
        for party in agreement.parties
        for conflict in {side.partition(":")[0] for side in context.sides(party.actor, agreement.first_day)}
    )
    shared = {c for c, n in conflicts.items() if n > 1} or set(conflicts)
    return any(side.partition(":")[0] in shared for side in context.sides(voice, day))


def _merged(told: Iterable[Standing]) -> list[Standing]:
    """One row for what one voice says of one actor, however many claims repeat it."""
    out: dict[tuple[object, ...], Standing] = {}
    for s in told:
        key = (s.agreement, s.actor, s.act, s.from_, s.according_to, None if s.from_ else s.said_on)
        first = out.get(key)
        out[key] = replace(first, claims=(*first.claims, *s.claims)) if first else s
    return list(out.values())


def _decides(standing: Standing, known: Standings) -> str:
    """Say whether an entry is what the actor's standing rests on, on its first day."""
    if not standing.bears:
        return "no: another's word about it"
    day = standing.from_ or standing.said_on
    found = known.on(standing.agreement, standing.actor, day) if day else standing
    if found is None or found == standing or found.status == standing.status:
        return "yes"
    return "no: the text decides" if found.in_text else "no: a later word decides"


def _name(standing: Standing, context: Context) -> str | None:
    listed = standing.actor in context.ontology.actors
    return context.name(standing.actor) if listed else standing.name or context.name(standing.actor)


def _rows(context: Context) -> Iterator[Row]:
    known = standings(context)

    def order(s: Standing) -> tuple[str, ...]:
        return (s.agreement, _name(s, context) or s.actor, s.from_ or s.said_on or "", s.act)

    for s in sorted(known, key=order):
        if context.to is not None and (s.from_ or s.said_on or "") > context.to:
            continue
        if context.from_ is not None and s.to is not None and s.to <= context.from_:
            continue
        yield {
            "agreement": s.agreement,
            "actor": _name(s, context),
            "actor_id": s.actor,
            "status": s.status,
            "act": s.act,
            "from": s.from_,
            "to": s.to,
            "said_on": s.said_on,
            "according_to": s.according_to,
            "notified_to": [context.name(a) for a in s.notified_to],
            "basis": "agreement" if s.in_text else "claims",
            "decides": _decides(s, known),
            "because": s.because,
            "claims": list(s.claims),
        }


PARTY_STATUS = View(
    name="party_status",
    title="Standing of the parties",
    about="Who accepted, is left out of or stands beside an agreement, since when, and who says so; a count of groups is nobody.",
    columns=(
        "agreement", "actor", "actor_id", "status", "act", "from", "to", "said_on", "according_to", "notified_to", "basis",
        "decides", "because", "claims",
    ),
    rows=_rows,
)  # fmt: skip
