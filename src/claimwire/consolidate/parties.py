"""Whom two claims name as doer: the same, perhaps the same, or certainly not; and when a party speaks against its interest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from claimwire.consolidate.corrections import AFFIRMING
from claimwire.consolidate.members import Member
from claimwire.consolidate.sides import ARMED, GOVERNMENT, lineage, rebels, sides, unlisted
from claimwire.consolidate.sketch import family
from claimwire.consolidate.wordlists import pattern
from claimwire.ontology.model import Ontology
from claimwire.records import Participant, Statement

_SOME = re.compile(
    r"(?:an?|some|several|many|two|three|other|unknown|unidentified)\b", re.IGNORECASE
)  # "a rebel group" has no name
_FIRST_PERSON = re.compile(r"(?:we|us|our|ours|i|my)\b", re.IGNORECASE)
_OWN = re.compile(r"\b(?:its|our|their)\b", re.IGNORECASE)  # "nine of its soldiers"
# Who serves a state, where it is a state that speaks of them.
_SERVING = frozenset(f"class:{w}" for w in ("officer", "police", "policeman", "soldier", "troop", "guard", "gendarme", "pilot"))
_FORCE = frozenset({"ASSAULT", "COERCE", "RETREAT", "MOBILIZE"})
_described = lru_cache(1 << 14)(unlisted)  # the same few hundred descriptions in all reports
CLASS, NAMED, UNKNOWN = "class", "named", "unknown"
_HARMS = frozenset({"killed", "injured", "abducted", "missing", "displaced", "homeless", "arrested"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """One participant, as far as comparing needs: ``level`` is how exactly it is named."""

    key: str
    name: str
    level: str
    bodies: frozenset[str]  # itself and what it belongs to, by family
    sides: frozenset[str]


def who(p: Participant, *, date: str | None, ontology: Ontology) -> Who:
    """Return a participant with the bodies and sides that it belongs to on a day."""
    name = p.name or p.span.text
    target = p.target
    kind = target.partition(":")[0] if target else ""
    held = sides(target, ontology=ontology, date=date) or rebels(p.span.text) or _described(name) or _described(p.span.text)
    above = {family(e.id) for e in lineage(target, ontology=ontology, date=date)}
    bodies = frozenset(above | ({family(target)} if target else set()))
    if target is None:
        level = UNKNOWN
    elif _FIRST_PERSON.match(p.span.text) and kind == "name":
        level = CLASS  # "our valiant forces" are whosoever's broadcaster says so
    elif kind in {"class", "unnamed"} or set(held) & {ARMED, GOVERNMENT} or (kind == "name" and _SOME.match(p.span.text)):
        level = CLASS
    else:
        level = NAMED
    return Who(key=family(target) if target else _bare(p.span.text), name=name, level=level, bodies=bodies, sides=frozenset(held))


def everyone(people: Iterable[Participant], m: Member, ontology: Ontology) -> tuple[Who, ...]:
    """Return participants of a claim as they are known on the day of its report."""
    return tuple(who(p, date=m.published, ontology=ontology) for p in people)


def same(a: Who, b: Who) -> bool:
    """True when two participants are one, or one is of the other's body."""
    if a.key == b.key or a.key in b.bodies or b.key in a.bodies:
        return True
    left, right = set(_bare(a.name).split()), set(_bare(b.name).split())  # "the Front" is the Ondra Front
    return a.level == b.level == NAMED and bool(left and right) and (left <= right or right <= left)


def incompatible(a: Sequence[Who], b: Sequence[Who]) -> bool:
    """True when two sets of doers, named equally exactly, cannot be the same: two names, or a state here and its enemies there.

    "Militants" may be any armed group, and a word that nobody resolved may be anyone.
    """
    return bool(a and b) and all(_apart(x, y) for x in a for y in b)


def _apart(a: Who, b: Who) -> bool:
    if same(a, b) or a.sides & b.sides:
        return False
    if UNKNOWN in {a.level, b.level} and not (a.sides and b.sides):
        return False
    if CLASS in {a.level, b.level} or GOVERNMENT in a.sides | b.sides:  # "army shells" may be of the army that the other names
        return (_of_state(a) and _armed(b)) or (_armed(a) and _of_state(b))
    return True


def _of_state(a: Who) -> bool:
    return any(s.endswith(":government") for s in a.sides) or a.key.startswith("state:")


def _armed(a: Who) -> bool:
    return ARMED in a.sides or (a.level == NAMED and bool(a.sides) and not _of_state(a))


def serves(a: Who) -> bool:
    """True for those in a state's service: soldiers, policemen."""
    return a.key in _SERVING or _of_state(a)


def armed(a: Who) -> bool:
    """True for those who carry arms, for a state or against it."""
    return serves(a) or bool(a.sides)


def speaks_of_itself(m: Member, ontology: Ontology) -> bool:
    """True when the speaker of a claim, or the publisher in its own voice, is who did it, or one of the same side."""
    if any(p.target is None and _FIRST_PERSON.match(p.span.text) for p in m.claim.actor):
        return True
    told = [holder for s in m.chain if s.source and (holder := who(_source(s), date=m.published, ontology=ontology))]
    house = _house(m)
    holders = [*told, house] if house is not None else told
    doers = everyone(m.claim.actor, m, ontology)
    # "Officers had not fired", says the interior ministry: they are its own.
    return any(same(h, w) or h.sides & w.sides or (_of_state(h) and w.key in _SERVING) for h in holders for w in doers)


def takes_part(m: Member, others: Sequence[Member], ontology: Ontology) -> str | None:
    """Return as whom the speaker of a claim takes part in what these claims tell, None for a bystander.

    Who fights, arrests or gives up ground is a party to it, whether or not a list knows the conflict. Who is only hit is none,
    unless it is armed.
    """
    holder = holder_of(m, ontology) or _house(m)
    if holder is None or m.claim.event_type not in _FORCE or pattern("no_party").search(holder.name.lower()):
        return None
    described = f" {' '.join(s.text for s in m.chain[-1].source).lower()} " if m.chain else ""
    for n in others:
        hit = (w for w in everyone(n.claim.recipient, n, ontology) if w.sides)
        for w in (*everyone(n.claim.actor, n, ontology), *hit):
            spokesman = w.level == NAMED and f" {_bare(w.name)}" in described  # "Abu Selim, a spokesman of the Front"
            if w.level != UNKNOWN and (same(holder, w) or spokesman):
                return w.name
    return None


def _house(m: Member) -> Who | None:
    """Return a publisher that speaks in its own voice: a ministry's bulletin is its ministry's word."""
    if m.publisher is None or (m.chain and m.chain[-1].source):
        return None
    name = m.publisher
    return Who(key=_bare(name), name=name, level=NAMED, bodies=frozenset(), sides=frozenset(_described(name)))


def holder_of(m: Member, ontology: Ontology) -> Who | None:
    """Return the innermost speaker whose words the claim is; None for the publisher's own voice and for sources without words."""
    if not m.chain or not m.chain[-1].source:
        return None
    return who(_source(m.chain[-1]), date=m.published, ontology=ontology)


def _source(s: Statement) -> Participant:
    return Participant(mention=None, span=s.source[0], target=s.speaker, name=None)


def admission(m: Member, ontology: Ontology) -> frozenset[str]:
    """Return the attributes on which a claim is an admission against interest, empty for all others.

    A party concedes what it did; says that it hit civilians; or says that it lost ground. Its own dead it may have reason to
    invent, as an accusation, so they count for the outcome alone. A boast ("our forces struck the militants") is no admission.
    """
    if m.claim.factuality not in AFFIRMING or (holder := holder_of(m, ontology)) is None:
        return frozenset()
    c = m.claim
    actors, recipients = everyone(c.actor, m, ontology), everyone(c.recipient, m, ontology)
    did = any(same(holder, w) or bool(holder.sides & w.sides) for w in actors)
    suffered = any(_OWN.search(p.span.text) for p in c.recipient)
    suffered = suffered or any(same(holder, w) or bool(holder.sides & w.sides) for w in recipients)
    conceded = m.chain[-1].stance == "conceding"
    whole = frozenset({"occurrence", "agent", "recipient", "place", "time", "outcome", "quantity"})
    if did and (conceded or _civilians(m, ontology) or c.event_type == "RETREAT"):
        return whole
    if conceded and not did and (suffered or c.effect is not None):  # "conceded that the rebels had taken the town"
        return whole
    if c.effect is not None and c.effect.kind == "territory_transfer" and _of_state(holder) and any(_armed(w) for w in actors):
        lost = not did and (suffered or not c.recipient)
        return whole if lost else frozenset()  # a state's organ says that those who fight it took a town
    if suffered and any(q.quantity.measure in _HARMS for q in c.quantities):
        return frozenset({"outcome", "quantity"})
    return frozenset()


def _civilians(m: Member, ontology: Ontology) -> bool:
    """True when those hit are called by a word for people who do not fight."""
    if m.claim.event_type not in {"ASSAULT", "COERCE"}:
        return False
    nouns, armed = ontology.words["civilian_nouns"], ontology.words["armed_nouns"]
    for p in m.claim.recipient:
        words = p.span.text.lower().split()
        singular = {w for word in words for w in (word, word.removesuffix("s"), word.removesuffix("es"))}
        if singular & nouns and not singular & armed:
            return True
    return False


def _bare(text: str) -> str:
    return " ".join(w for w in text.lower().split() if w not in {"the", "a", "an"})
