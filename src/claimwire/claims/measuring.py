"""What a number counts in a claim: the sense of the trigger says what became of those whom it counts."""

from __future__ import annotations

from collections.abc import Mapping

from claimwire.claims.frames import Frame
from claimwire.claims.harm import HARM
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Ontology
from claimwire.records import Quantity, Token

# What is done to people; the words of such a measure are predicates, so that each claim has its own.
_UNDERGONE = HARM | {"arrested", "abducted", "displaced", "prisoners", "missing", "returned", "aid_people"}
_BY_MODE = {
    ("ASSAULT", "abduct"): "abducted",
    ("COERCE", "arrest"): "arrested",
    ("COERCE", "deport"): "displaced",
    ("RETREAT", "release"): "prisoners",
}
# Types in which a measure can be what the claim says of those whom it counts; elsewhere they are merely so many.
_AT_HOME: Mapping[str, frozenset[str | None]] = {
    "killed": frozenset({"ASSAULT", "ACCUSE", "COERCE", None}),
    "injured": frozenset({"ASSAULT", "ACCUSE", "COERCE", None}),
    "arrested": frozenset({"COERCE", "SANCTION", "ACCUSE", None}),
    "abducted": frozenset({"ASSAULT", "COERCE", "ACCUSE", "REQUEST", None}),
    "displaced": frozenset({"COERCE", "ASSAULT", "AID", "ACCUSE", "REQUEST", "THREATEN", None}),
    "aid_tonnes": frozenset({"AID", "RETREAT", "REQUEST", "AGREE", "CONSULT", None}),
}
# Who holds people unlawfully abducts them, whatever the verb; whoever enforces the law arrests them.
_HELD = {("arrested", "ASSAULT"): "abducted", ("abducted", "COERCE"): "arrested"}
_HURT = frozenset({"beat", "torture"})
_NOBODY_NAMED = frozenset({None, "they", "them", "it", "which", "each"})
_OF_ONE = frozenset({"killed", "injured", "arrested", "abducted", "prisoners"})
_CALLED = ("man", "woman", "person", "ist", "boy", "girl")
_SERVED = frozenset({"other", "injured", "prisoners", "displaced", "aid_people"})
_CAPTURE = frozenset({"capture", "prisoner", "captive"})
_SURRENDER = "surrender"
_ANYBODY = frozenset({"people", "person", "other", "others", "more", "man", "woman", "child", "member", "resident", "inhabitant"})
_REMAINS = frozenset({"body", "remains", "coffin", "corpse"})
_KILL = frozenset({"kill", "killing", "killed", "dead"})
_WOUND = frozenset({"wound", "injure", "hurt", "wounded", "injured", "maim", "wounding", "injuring"})


class Measuring:
    """Chooses the measures of one ontology for the numbers of claims."""

    def __init__(self, ontology: Ontology) -> None:
        words, measures = ontology.words, ontology.measures
        nouns = ("person_nouns", "civilian_nouns", "armed_nouns", "title_nouns", "titles", "class_actors", "persons.held")
        units = ("fighters", "prisoners", "arrested", "abducted", "displaced", "aid_people", "missing", "returned", "protesters")
        people = [words.get(k, frozenset()) for k in nouns] + [measures[m].units for m in units if m in measures]
        bodies = [words.get(k, frozenset()) for k in ("group_nouns", "body_nouns", "place_nouns")]
        self._persons = frozenset().union(*people) - frozenset().union(*bodies) | _ANYBODY

    def measure(self, frame: Frame, part: str, q: int, quantity: Quantity) -> str | None:
        """Return the measure that a claim gives number ``q``, which counts its ``part``; None where it has nothing to say."""
        own = quantity.measure
        persons = self._counts_persons(frame.tree, q, quantity)
        if persons and part != "actor" and _is_joint(frame):
            return "other"  # "killed and wounded 60": nobody says how many of each
        meant = self._meant(frame) if persons else None
        if part == "actor" and persons and frame.event_type == "RETREAT" and "disarm" in frame.modes:
            return "fighters"
        served = quantity.unit not in _NOBODY_NAMED and part != "actor" and frame.event_type == "AID"
        if meant is None and persons and served and own in _SERVED:
            return "aid_people"
        if meant == "fighters" and own in ("other", *_UNDERGONE):
            return meant
        if meant in _UNDERGONE and part != "actor":
            if {meant, own} == HARM or (part == "beside" and own in _UNDERGONE):
                return own
            return "other" if meant == "prisoners" and self._over_the_dead(frame.tree, q) else meant
        if part == "actor" and frame.event_type == "RETREAT" and persons and frame.rule.rpartition(".")[2] == _SURRENDER:
            return "prisoners"
        if persons and part != "actor" and own in ("other", "prisoners", "arrested") and not _HURT.isdisjoint(frame.modes):
            return "injured"
        if own == "killed" and "destroy" in frame.modes and quantity.unit not in self._persons:
            return "other"  # "seven of them were shot down": drones
        held = _HELD.get((own, frame.event_type or "")) if persons else None
        if held is not None:
            return held
        home = _AT_HOME.get(own)
        return "other" if home is not None and frame.event_type not in home else None

    def of_one(self, frame: Frame, head: int) -> str | None:
        """Return what became of the one person that "a watchman" names, None where a claim says nothing of the kind."""
        tree = frame.tree
        article = tree.child(head, "det")
        if tree.tokens[head].upos != "NOUN" or article is None or tree.tokens[article].text.lower() not in ("a", "an"):
            return None
        lemma = tree.tokens[head].lemma
        if lemma not in self._persons and not lemma.endswith(_CALLED):
            return None
        measure = self._meant(frame)
        return measure if measure in _OF_ONE else None

    def _counts_persons(self, tree: Tree, q: int, quantity: Quantity) -> bool:
        if quantity.unit is None or quantity.unit in self._persons:
            return True
        noun = tree.parent(q) if tree.relation(q) == "nummod" else next(iter(tree.children(q, "nmod")), None)
        token = tree.tokens[noun] if noun is not None else None
        return token is not None and token.upos == "PROPN" and token.text[:1].isupper() and token.text.endswith("s")

    def _meant(self, frame: Frame) -> str | None:
        measure = frame.entry.measure if frame.entry is not None else None
        if measure is None:
            measure = next((_BY_MODE[t, m] for m in frame.modes if (t := frame.event_type or "", m) in _BY_MODE), None)
        held = _HELD.get((measure or "", frame.event_type or ""))
        if held is not None:
            return held
        if measure == "arrested" and not _CAPTURE.isdisjoint(t.lemma for t in _words(frame)):
            return "prisoners"
        return measure

    def _over_the_dead(self, tree: Tree, q: int) -> bool:
        return any(tree.tokens[a].lemma in _REMAINS for a in (q, *tree.ancestors(q)[:3]))


def _words(frame: Frame) -> list[Token]:
    return [frame.tree.tokens[i] for i in frame.words]


def _is_joint(frame: Frame) -> bool:
    """True for "killed and wounded": one number for both."""
    tree = frame.tree
    for i in frame.words:
        for a, b in ((i, i + 2), (i - 2, i)):
            if a >= 0 and b < len(tree) and tree.tokens[a + 1].lemma in ("and", "or"):
                pair = {tree.tokens[a].lemma, tree.tokens[b].lemma}
                if pair & _KILL and pair & _WOUND:
                    return True
    return False
