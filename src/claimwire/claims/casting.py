"""Who plays which part in a happening: the grammar's answer and the learned head's, brought together word by word.

The grammar knows constructions, the head knows what is usually done to whom; each is wrong where the other is right. How much
a rule weighs against a probability was fitted (``weigh.py``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from claimwire.claims.frames import Frame
from claimwire.claims.happenings import group_of
from claimwire.claims.placing import first_conjunct, governing_path
from claimwire.claims.roles import Roles
from claimwire.claims.weigh import UNSEEN, Features, log_odds, odds

PARTS = ("actor", "recipient", "place")
# Log-odds that give a word a part, and those that are enough where nobody else plays it: that a happening has an actor at all
# speaks for the likeliest one. Tuned on claims/dev.
ENOUGH = {"actor": 0.0, "recipient": 0.5, "place": 0.4}
FILL = {"actor": -0.3, "recipient": -0.25, "place": -0.6}
_WHERE = frozenset({"location", "origin", "destination", "scope"})
_PREPOSITIONS = {*("in", "at", "near", "of", "on", "from", "to", "into", "around", "outside", "inside", "against", "none")}
_BETWEEN = ("verb between", "rival between", "trigger between")
_WHOSE = ("another's", "another's first", "names another", "inside another", "modifier")
# What may be said of how a place hangs on a trigger, beside "apart" and "before".
HOLDS = frozenset(
    {
        *(f"path:{path}" for path in ("own", "shared", "below", "elsewhere")),
        *(f"preposition:{word}" for word in (*_PREPOSITIONS, "other")),
        *_BETWEEN,
        *_WHOSE,
    }
)


@dataclass(slots=True)
class Candidate:
    """A word that may play a part in a frame: what the grammar says of it, and what the head does."""

    head: int
    part: str | None = None  # the part that the grammar gives it
    rule: str = ""
    role: str = "location"  # of a place
    offered: dict[str, float] = field(default_factory=dict)  # part -> probability
    listed: frozenset[int] = frozenset()  # the other candidates of its list


def candidates(
    roles: Roles,
    offered: Sequence[tuple[str, int, float]],
    *,
    words: Callable[[int], Collection[int]],
    coordinated: Callable[[int], Collection[int]],
    places: Iterable[int] = (),
) -> list[Candidate]:
    """Return every word that grammar or head has a part for; ``words`` gives the words of a head word's whole phrase.

    ``offered`` is (role, head word, probability); a word inside a phrase that the grammar has found speaks for that phrase.
    ``places`` are asked about in any case: their sentence may be all that ties them to the happening.
    """
    found: dict[int, Candidate] = {}
    for part, heads in (("actor", roles.actor), ("recipient", roles.recipient), ("place", roles.places)):
        for h in heads:
            found[h] = Candidate(h, part=part, rule=roles.why[h], role=roles.places.get(h, "location"))
    phrases = {h: set(words(h)) for h in found}
    best: dict[int, float] = {}
    for role, word, score in offered:
        part = "place" if role in _WHERE else role
        if part not in PARTS:
            continue
        holders = [h for h, phrase in phrases.items() if word in phrase] or [word]
        for h in holders:
            c = found.setdefault(h, Candidate(h))
            c.offered[part] = max(score, c.offered.get(part, 0.0))
            if part == "place" and c.part != "place" and score > best.get(h, 0.0):
                c.role, best[h] = role, score
    for p in places:
        if not any(p in phrase for phrase in phrases.values()):
            found.setdefault(p, Candidate(p))
    own = {h: dict(c.offered) for h, c in found.items()}
    for h, c in found.items():
        c.listed = frozenset(o for o in coordinated(h) if o in found and o != h and found[o].part == c.part)
        for other in c.listed:  # what is listed together plays one part
            for part, score in own[other].items():
                c.offered[part] = max(score, c.offered.get(part, 0.0))
    return sorted(found.values(), key=lambda c: c.head)


def features(
    frame: Frame,
    c: Candidate,
    part: str,
    rivals: Sequence[Candidate],
    *,
    animate: bool,
    placed: bool,
    triggers: Collection[int] = (),
) -> Features:
    """What speaks for and against a word's playing ``part``. ``rivals`` are all the frame's candidates.

    ``triggers`` are the sentence's other words for happenings.
    """
    token = frame.tree.tokens[c.head]
    out: Features = {"head": odds(c.offered[part]) if part in c.offered else UNSEEN}
    if part not in c.offered:
        out["not offered"] = 1.0
    others = [p for name, p in c.offered.items() if name != part]
    out["other part"] = odds(max(others)) - UNSEEN if others else 0.0
    group = group_of(frame)
    out[group] = 1.0
    rule = _class(c.rule) if c.part == part else "none" if c.part is None else f"is {c.part}"
    out[f"rule:{rule}"] = 1.0
    out[f"rule:{rule}|{group}"] = 1.0
    if frame.learned is None:
        out["unseen trigger"] = 1.0
    out["noun" if not frame.verbal else "verb"] = 1.0
    out["animate" if animate else "inanimate"] = 1.0
    if placed:
        out["placed"] = 1.0
    if part == "place":
        out |= _hold(frame, c.head, [r.head for r in rivals if r is not c], triggers)
    if token.upos == "PRON":
        out["pronoun"] = 1.0
    rival = max((r.offered.get(part, 0.0) for r in rivals if r is not c), default=0.0)
    out["rival"] = odds(rival) - UNSEEN if rival else 0.0
    if c.offered.get(part, 0.0) > rival:
        out["first choice"] = 1.0
    ruled = any(r.part == part for r in rivals if r is not c)
    if c.part == part:
        out["one of several by rule" if ruled else "only one by rule"] = 1.0
    else:
        # Where the grammar has found somebody, what the head offers beside is mostly the same one by another name.
        out["beside a rule" if ruled else "nobody by rule"] = 1.0
    return out


def _hold(frame: Frame, p: int, others: Collection[int], triggers: Collection[int]) -> Features:
    """How a place hangs on its trigger: by the parse, by its preposition, and by what stands between."""
    tree = frame.tree
    path = governing_path(tree, p, frame.head) or "elsewhere"
    preposition = tree.preposition(first_conjunct(tree, p)) or "none"
    out: Features = {f"path:{path}": 1.0}
    out[f"preposition:{preposition if preposition in _PREPOSITIONS else 'other'}"] = 1.0
    low, high = sorted((p, frame.head))
    out["apart"] = math.log1p(high - low)
    between = tree.tokens[low + 1 : high]
    if any(t.upos == "VERB" for t in between):
        out["verb between"] = 1.0
    if any(low < o < high for o in others):
        out["rival between"] = 1.0
    if p < frame.head:
        out["before"] = 1.0
    if any(low < t < high for t in triggers):
        out["trigger between"] = 1.0
    for up in tree.ancestors(p):
        if up in frame.words:
            break
        if up in triggers:
            out["another's"] = 1.0
            if path == "own":
                out["another's first"] = 1.0
            if tree.parent(p) == up and tree.relation(p) in {"compound", "amod", "nmod"}:
                out["names another"] = 1.0
            break
    if tree.relation(p) in {"compound", "amod"}:
        out["modifier"] = 1.0
    if tree.relation(p) == "nmod" and tree.parent(p) in others:
        out["inside another"] = 1.0
    return out


def cast(asked: Iterable[tuple[Candidate, str, Features]]) -> Roles:
    """Give each candidate the part that most speaks for, if anything does; ``asked`` has its features for every part.

    A part that nobody plays goes to the likeliest of those who play none, if there is not too much against it.
    """
    found = sorted(((log_odds(part, what), part, c) for c, part, what in asked), key=lambda x: (-x[0], x[1], x[2].head))
    chosen: dict[int, tuple[str, Candidate]] = {}
    for likely, part, c in found:
        alone = part not in {name for name, _ in chosen.values()}
        if c.head not in chosen and likely > (FILL if alone else ENOUGH)[part]:
            chosen[c.head] = part, c
    for likely, part, c in found:  # a list follows the member that was chosen, if there is not too much against it
        if c.head not in chosen and likely > FILL[part] and any(chosen.get(o, ("",))[0] == part for o in c.listed):
            chosen[c.head] = part, c
    out = Roles()
    for part, c in sorted(chosen.values(), key=lambda x: x[1].head):
        out.add(c.role if part == "place" else part, [c.head], c.rule if c.part == part else "head:argument")
    return out


def _class(rule: str) -> str:
    """The kind of a rule: "governor:launch" is a governor, "entry:obj:hit" an entry's object."""
    for general in ("governor", "obl", "nmod"):
        if rule.startswith(f"{general}:") and rule.removeprefix(f"{general}:") not in {"poss", "by", "of", "between"}:
            return general
    return rule.removesuffix(":hit") if rule.startswith("entry:") else rule
