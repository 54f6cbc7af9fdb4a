"""Who holds which place, as a state: "rebel-held Idlib", "under the control of", "in the hands of", "no longer held by".

The words of such a state stand where no verb's participants do: the holder inside a compound word or behind a possessive, the
place in the clause above. ``complete`` finds them by grammar where nothing else did; ``told`` names a holder that is a part
of a word, and says of a state that it is over.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from claimwire.claims import control
from claimwire.claims.frames import Frame
from claimwire.claims.lexis import Lexis
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.roles import Heads, Roles
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Ontology
from claimwire.records import Claim, Link, Participant

TERRITORY = "territory"  # the context of states of control, and of changes of hands
ENDED = "stop"  # what ``change`` says of a state that is no more
_INSIDE = frozenset({"under", "in", "within", "into", "out of"})
_OF_A_PLACE = frozenset({"of", "over", "in", "on"})
_KEEPS = frozenset(
    {"have", "keep", "retain", "maintain", "exercise", "exert", "share", "enjoy", "consolidate", "tighten", "claim"}
)
_HOLDING = frozenset(
    {"hold", "held", "control", "controlled", "occupy", "occupied", "run", "rule", "ruled", "administer", "dominate"}
)
_HOLDS = frozenset({"hold", "control"})
_TAKES = frozenset({"capture", "seize", "recapture", "retake", "overrun", "liberate", "conquer"})
_HYPHENS = frozenset("-\u2010\u2011\u2013")
_FORMERLY = frozenset({"previously", "formerly", "once", "hitherto"})
_PARTS = frozenset({"most", "part", "much", "half", "third", "quarter", "bulk", "majority", "rest", "all", "area", "portion",
                    "swathe", "swath", "stretch", "percent", "%", "remainder", "outskirt", "outskirts", "west", "east", "north",
                    "south"})  # fmt: skip


def is_state(frame: Frame) -> bool:
    """True for a word that says who holds a place."""
    return frame.kind == "state" and TERRITORY in frame.contexts


def reread(frame: Frame, heads: Heads, ontology: Ontology) -> Frame:
    """Read "captured Morek" and "control Morek" of a place: before places were known, the town's name might be a prisoner's."""
    tree, lemma = frame.tree, frame.tree.tokens[frame.head].lemma
    if frame.verbal and is_state(frame) and _holds_a_thing(frame, heads, ontology):
        return replace(frame, contexts=())
    if not frame.verbal or TERRITORY in frame.contexts:
        return frame
    if lemma not in _TAKES | _HOLDS:
        return frame
    objects = [control.antecedent(tree, o) for o in tree.children(frame.head, "obj", "nsubj:pass")]
    named = [o for o in objects if tree.tokens[o].upos == "PROPN" and o in heads.places and o not in heads.actors]
    places = ontology.words.get("place_nouns", frozenset()) if lemma == "control" else frozenset()
    if not objects or any(o not in named and tree.tokens[o].lemma not in places for o in objects):
        return frame
    senses = (e for e in ontology.triggers.get(lemma, ()) if " " not in e.lemma and e.pos == "VERB" and TERRITORY in e.contexts)
    sense = next((e for e in senses if (e.kind == "state") == (lemma in _HOLDS)), None)
    if sense is None:
        return frame
    return replace(
        frame,
        kind=sense.kind,
        event_type=sense.event_type,
        modes=sense.modes,
        contexts=sense.contexts,
        entry=sense,
        rule=f"lexicon:{sense.id}",
    )


def _holds_a_thing(frame: Frame, heads: Heads, ontology: Ontology) -> bool:
    """True for "controls inflation in Damascus": what is held is no place, though one is named."""
    tree = frame.tree
    objects = [control.antecedent(tree, o) for o in tree.children(frame.head, "obj", "nsubj:pass")]
    words = ontology.words
    places = words.get("place_nouns", frozenset()) | words.get("facility_nouns", frozenset()) | _PARTS
    names = {"PROPN", "PRON", "NUM", "DET", "X"}
    return bool(objects) and all(
        o not in heads.places and tree.tokens[o].upos not in names and tree.tokens[o].lemma not in places for o in objects
    )


def complete(frame: Frame, roles: Roles, places: frozenset[int]) -> None:
    """Add the holder and the place of a state of control that hang where no verb's participants do."""
    if not is_state(frame):
        return
    tree = frame.tree
    holder = _joined(tree, frame.head)
    if holder is not None:
        held = _noun_after(tree, frame.head)
        if held is not None:
            for held_so_far in (roles.actor, roles.recipient, roles.places):
                held_so_far.clear()
            _assign(roles, "location", [held], "holding:held")
            _assign(roles, "actor", [holder], "holding:compound")
    elif frame.verbal:
        objects = (control.antecedent(tree, o) for o in tree.children(frame.head, "obj", "nsubj:pass"))
        _assign(roles, "location", [h for o in objects for h in tree.conjuncts(o) if h in roles.recipient], "holding:held")
    else:
        holders, held_by = _around(tree, frame.head)
        if holders:
            roles.actor[:] = [a for a in roles.actor if a in holders]
        _assign(roles, "actor", holders, "holding:holder")
        _assign(roles, "location", held_by, "holding:held")
    for part in [p for p in roles.places if not _PARTS.isdisjoint((tree.tokens[p].lemma, tree.tokens[p].text.lower()))]:
        whole = _whole(tree, part, places)
        if whole is not None:
            roles.places.pop(part)
            roles.add("location", tree.conjuncts(whole), "holding:part-of")


def _whole(tree: Tree, part: int, places: frozenset[int]) -> int | None:
    """Return the place after "most of", "parts of the": by its words, since a name of several words is parsed any way."""
    tokens = tree.tokens
    if part + 2 >= len(tokens) or tokens[part + 1].text.lower() != "of":
        return None
    for k in range(part + 2, min(part + 8, len(tokens))):
        if k in places:
            return k
        if tokens[k].upos not in {"DET", "PROPN", "NOUN", "ADJ", "PUNCT", "X"} or tokens[k].text == ",":
            return None
    return None


def _joined(tree: Tree, n: int) -> int | None:
    """Return the holder that a compound participle begins with: "rebel-held", "Islamic State-controlled", "army held"."""
    if tree.tokens[n].lemma not in _HOLDING and tree.tokens[n].text.lower() not in _HOLDING:
        return None
    if n >= 2 and tree.tokens[n - 1].text in _HYPHENS and tree.tokens[n - 2].end == tree.tokens[n - 1].start:
        return n - 2
    beside = n - 1 if n and tree.parent(n - 1) == n and tree.relation(n) == "amod" else None
    return beside if beside is not None and tree.tokens[beside].upos in {"NOUN", "PROPN"} else None


def _noun_after(tree: Tree, n: int) -> int | None:
    """Return the head of the noun phrase that a participle stands before, whatever the parse made of the participle."""
    tokens = tree.tokens
    k = n + 1
    while k < len(tokens) and tokens[k].upos in {"ADJ", "NUM", "DET", "PUNCT", "CCONJ"}:
        k += 1
    if k >= len(tokens) or tokens[k].upos not in {"NOUN", "PROPN"}:
        return None
    while (up := tree.parent(k)) is not None and up > k and tree.relation(k) in {"compound", "flat", "amod", "nmod"}:
        if tokens[up].upos not in {"NOUN", "PROPN"} or any(t.upos == "ADP" for t in tokens[k + 1 : up]):
            break
        k = up
    return k


def _assign(roles: Roles, role: str, heads: Iterable[int], rule: str) -> None:
    """Give words a role in place of whatever they were taken for: of "control" the grammar knows better than what is usual."""
    for h in heads:
        if h in (roles.actor if role == "actor" else roles.places):
            continue
        roles.actor[:] = [a for a in roles.actor if a != h]
        roles.recipient[:] = [r for r in roles.recipient if r != h]
        roles.places.pop(h, None)
        roles.add(role, [h], rule)


def _around(tree: Tree, n: int) -> tuple[list[int], list[int]]:
    """Return the head words of who holds and of what is held, around a noun of holding."""
    preposition = tree.preposition(n)
    owners = [*tree.children(n, "nmod:poss"), *(c for c in tree.children(n, "compound", "amod") if _names(tree, c))]
    of = [c for c in tree.children(n, "nmod") if tree.preposition(c) in _OF_A_PLACE and tree.tokens[c].deprel != "nmod:poss"]
    subject = _subject(tree, n)
    if preposition in _INSIDE and (owners or tree.tokens[n].lemma != "control" or preposition != "in"):
        # "Under the control of the army", "in the army's hands": what is so is held.
        holders = owners or [c for c in of if tree.preposition(c) == "of"]
        return _all(tree, holders), _all(tree, [subject] if subject is not None else [])
    held = _all(tree, of)
    if preposition == "in" and subject is not None:  # "is in control of the town"
        return _all(tree, [subject]), held
    up = tree.parent(n)
    if tree.relation(n) == "obj" and up is not None and tree.tokens[up].lemma in _KEEPS and subject is not None:
        return _all(tree, [subject]), held
    if tree.tokens[n].lemma in {"stronghold", "bastion"}:
        same = [up] if tree.relation(n) == "appos" and up is not None else [subject] if subject is not None else []
        if same:  # "Sirte is a stronghold of the militia"; "the stronghold of Sirte" names it
            return _all(tree, owners or [c for c in of if tree.preposition(c) == "of"]), _all(tree, same)
    return _all(tree, owners), held


def _subject(tree: Tree, n: int) -> int | None:
    """Return what is said to be under control, or to have it: the subject of the noun or of the verb that it hangs on."""
    own = tree.child(n, "nsubj")
    if own is not None:
        return control.antecedent(tree, own)
    up = tree.parent(n)
    if up is None:
        return None
    if tree.relation(n) in {"acl", "nmod"}:
        return up  # "districts under their control"
    if tree.tokens[up].upos in {"NOUN", "PROPN"} and tree.relation(n) == "conj":
        return _subject(tree, up)
    return control.subject(tree, up, doer=lambda noun: None) if tree.tokens[up].upos in {"VERB", "AUX", "ADJ"} else None


def _all(tree: Tree, heads: Iterable[int]) -> list[int]:
    """Return head words with what is coordinated with them, in text order."""
    return sorted({c for h in heads for c in tree.conjuncts(h) if c == h or tree.tokens[c].upos in {"NOUN", "PROPN"}})


def _names(tree: Tree, c: int) -> bool:
    """True for an attribute that may name a holder: "rebel control", "Kurdish hands"; not "full", not "firm"."""
    token = tree.tokens[c]
    return token.upos in {"NOUN", "PROPN"} or (token.upos == "ADJ" and token.text[:1].isupper())


def told(frame: Frame, claim: Claim, index: MentionIndex, lexis: Lexis) -> Claim:
    """Say who a holder is whom only a part of a word names, and mark a state that is over.

    "Rebel-held" names nobody on its own; "no longer" and "previously" say that the holding has ended.
    """
    if not is_state(frame):
        return claim
    claim = replace(claim, actor=tuple(_called(p, index, lexis) if _is_bare(p) else p for p in claim.actor))
    return replace(claim, change=ENDED) if claim.change is None and _is_over(frame) else claim


def _is_bare(holder: Participant) -> bool:
    """True for the one word of "rebel-held" and "in rebel hands", which is nobody until it is read as a name or a class."""
    return " " not in holder.span.text and (holder.target is None or holder.target.startswith("unnamed:"))


def _called(holder: Participant, index: MentionIndex, lexis: Lexis) -> Participant:
    """Find a holder among those whom the report calls so elsewhere, listed actors, and classes."""
    found = index.called(holder.span.text) or lexis.called(holder.span.text)
    if found is None or holder.mention is None:
        return holder
    link = Link(mention=holder.mention, kind="actor", target=found[0], score=0.5, rule="holding:compound")
    if holder.mention in index.added:
        index.added_links[holder.mention] = link
    return replace(holder, target=found[0], name=found[1])


def _is_over(frame: Frame) -> bool:
    """True for "no longer", "not ... any more", "previously", "once": said beside the state itself."""
    tree = frame.tree
    near = {frame.head, *frame.words}
    up = tree.parent(frame.head)
    if not frame.verbal and up is not None and tree.relation(frame.head) in {"obl", "xcomp", "obj"}:
        near.add(up)
    words = {tree.tokens[c].text.lower() for h in near for c in tree.children(h, "advmod")}
    if words & _FORMERLY:
        return True
    beside = [tree.tokens[c] for h in near for c in tree.children(h, "advmod")]
    no_longer = any(t.text.lower() in {"longer", "anymore"} for t in beside)
    any_more = any(t.text.lower() == "more" for t in beside) and any(t.text.lower() == "any" for t in tree.tokens)
    return no_longer or any_more
