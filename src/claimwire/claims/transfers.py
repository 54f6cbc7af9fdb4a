"""Who gave up a place to whom, where the clause of the capture does not say so itself.

"They took the town, which the army had held" says who lost it in another clause; "lost the town to" has the loser for a subject;
"handed the town over to" is a change of hands because what was handed over is a place. All that is read off neighbouring claims.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimwire.claims import control
from claimwire.claims.frames import Frame
from claimwire.claims.holding import ENDED, is_state
from claimwire.claims.mentions import MentionIndex
from claimwire.records import Claim, ClaimPlace, Effect, Participant

TRANSFER = "territory_transfer"
_GIVES = frozenset({"hand", "surrender", "yield", "cede", "give", "turn", "return", "relinquish", "transfer", "leave", "abandon"})
_NO_TOWN = ("A.PCL", "L.")
_PARTLY = ("parts of", "part of", "areas of", "most of", "much of", "half of", "some of")
Made = tuple[Frame, Claim]


def told(made: Sequence[Made], index: MentionIndex) -> list[Claim]:
    """Return the claims, with who gave up a place and who got it as far as the sentence says."""
    out = [_lost(frame, _given(frame, claim, index), index) for frame, claim in made]
    by_sentence: dict[int, list[int]] = {}
    for n, (frame, _) in enumerate(made):
        by_sentence.setdefault(frame.clause.number, []).append(n)
    for numbers in by_sentence.values():
        states = [n for n in numbers if is_state(made[n][0]) and out[n].actor and out[n].factuality == "CT+"]
        for n in (n for n in numbers if out[n].effect is not None):
            for s in states:
                out[n], out[s] = _before(out[n], out[s])
    return out


def _lost(frame: Frame, claim: Claim, index: MentionIndex) -> Claim:
    """Give "lost the town" its loser, and "took the town from X" the one it was taken from."""
    effect = claim.effect
    if effect is None or effect.kind != TRANSFER or not frame.verbal or frame.entry is None:
        return claim
    tree = frame.tree
    if frame.entry.roles.get("obj") == "location" and _takes_somebody(frame, claim):
        return replace(claim, effect=None)
    if frame.entry.roles.get("subj") == "recipient":
        head = control.subject(tree, frame.head, doer=lambda noun: None)
        if head is None:
            return claim
        loser = index.participant(frame.clause, head)
        takers = tuple(p for p in claim.actor if not p.span.overlaps(loser.span))
        if not takers and frame.entry.roles.get("obl:to") == "actor":
            to = [o for o in tree.children(frame.head, "obl", "nmod") if tree.preposition(o) == "to"]
            takers = tuple(index.participant(frame.clause, o) for o in to if o in index.actors[frame.clause.number])
        losers = claim.recipient if any(p.span.overlaps(loser.span) for p in claim.recipient) else (loser, *claim.recipient)
        effect = replace(effect, from_=_name(losers[0]), to=_name(takers[0]) if takers else None)
        return replace(claim, actor=takers, recipient=losers, effect=effect, rule=f"{claim.rule}; from:subject")
    if effect.from_ is None and claim.event_type != "RETREAT":
        known = index.actors[frame.clause.number]
        sources = [o for o in tree.children(frame.head, "obl", "nmod") if tree.preposition(o) == "from" and o in known]
        if sources:
            loser = index.participant(frame.clause, sources[0])
            effect = replace(effect, from_=_name(loser))
            return replace(claim, recipient=claim.recipient or (loser,), effect=effect, rule=f"{claim.rule}; from:obl:from")
    return claim


def _takes_somebody(frame: Frame, claim: Claim) -> bool:
    """True when what a verb of taking takes is somebody: "captured a colonel near Hama"."""
    tree = frame.tree
    objects = [tree.tokens[o] for o in tree.children(frame.head, "obj", "nsubj:pass")]
    return any(p.span.start <= o.start and o.end <= p.span.end for o in objects for p in claim.recipient)


def _given(frame: Frame, claim: Claim, index: MentionIndex) -> Claim:
    """See a change of hands in "handed the town over": what is given up is a place."""
    if claim.effect is not None or claim.event_type != "RETREAT" or not frame.verbal:
        return claim
    tree = frame.tree
    if tree.tokens[frame.head].lemma not in _GIVES or claim.realization != "actual" or claim.factuality != "CT+":
        return claim
    objects = [c for o in tree.children(frame.head, "obj", "nsubj:pass") for c in tree.conjuncts(o)]
    spans = [tree.tokens[o] for o in objects]
    given = [p for p in claim.places if is_town(p) and any(p.span.start <= t.start and t.end <= p.span.end for t in spans)]
    if not given or not (claim.actor or claim.recipient):
        return claim
    giver = _name(claim.actor[0]) if claim.actor else None
    taker = _name(claim.recipient[0]) if claim.recipient else None
    place = given[0].place.name if given[0].place else given[0].span.text
    effect = Effect(kind=TRANSFER, place=place, from_=giver, to=taker)
    return replace(claim, modes=("withdraw",), effect=effect, rule=f"{claim.rule}; effect:place-given")


def _before(taken: Claim, held: Claim) -> tuple[Claim, Claim]:
    """Take the holder before a capture from a state of control that the same sentence tells of the same place."""
    effect = taken.effect
    if effect is None or effect.from_ is not None or not same_place(taken.places, held.places):
        return taken, held
    holder = held.actor[0]
    if any(_same(holder, a) for a in taken.actor) or _name(holder) == effect.to:
        return taken, held
    taken = replace(taken, effect=replace(effect, from_=_name(holder)), rule=f"{taken.rule}; from:held-before")
    partly = any(p.span.text.lower().startswith(_PARTLY) for p in held.places)
    return taken, held if partly else replace(held, change=held.change or ENDED)  # who lost a village may hold other parts


def is_town(p: ClaimPlace) -> bool:
    """True for a named town, post or district, never a country or a region."""
    if p.place is not None:
        return not (p.place.feature or "").startswith(_NO_TOWN)
    return p.span.text.split()[-1][:1].isupper()


def same_place(a: Sequence[ClaimPlace], b: Sequence[ClaimPlace]) -> bool:
    """True when two claims name one place where it happened."""
    ours = {_place(p) for p in a if p.role in {"location", "origin"}}
    return any(_place(p) in ours for p in b if p.role in {"location", "origin"})


def _place(p: ClaimPlace) -> str:
    return p.place.target if p.place else p.span.text.casefold()


def _same(a: Participant, b: Participant) -> bool:
    return a.span == b.span or (a.target is not None and a.target == b.target)


def _name(p: Participant) -> str:
    return p.name or p.span.text
