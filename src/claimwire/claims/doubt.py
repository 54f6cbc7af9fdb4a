"""What stands between a speaker and a happening: hedges, attributes, and reports that are denied or not confirmed."""

from __future__ import annotations

from claimwire.claims.acts import NEGATIONS
from claimwire.claims.cues import attribute_cue, cue_at, is_negated
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Cue, Ontology

_UNABLE = frozenset({"unable", "decline", "refuse", "fail"})
_REACH = 4
_HEDGES = frozenset({"hedge"})
_DENIALS = frozenset({"denial"})
_ATTRIBUTES = frozenset({"attempt", "plan", "hedge", "denial"})


def hedge(tree: Tree, i: int, ontology: Ontology) -> Cue | None:
    """Return the adverb that hedges predicate ``i``: "probably shelled", "was in all likelihood burned".

    An adverb right before a preposition hedges that ("probably by deserters"), and so does one after the predicate.
    """
    for c in tree.children(i, "advmod", "obl", "discourse", "parataxis"):
        first = min(tree.subtree(c))
        cue = cue_at(tree, first, ontology, kinds=_HEDGES) if first < i else None
        if cue is None or cue.pos != "ADV" or not cue.factuality:
            continue
        after = first + len(cue.lemma.split())
        if after < len(tree) and (after == i or tree.tokens[after].upos not in {"ADP", "SCONJ"}):
            return cue
    return None


def attribute(tree: Tree, noun: int, ontology: Ontology) -> Cue | None:
    """Return the cue that qualifies a happening's noun: "attempted coup", "planned rally", "possible ambush"."""
    for c in tree.children(noun, "amod", "compound"):
        cue = attribute_cue(tree, c, ontology)
        if c < noun and cue is not None and cue.kind in _ATTRIBUTES and (cue.factuality or cue.realization):
            return cue
    return None


def reported(tree: Tree, i: int, ontology: Ontology) -> str | None:
    """Return "CT-" where the report that holds happening ``i`` is denied, "Uu" where it is left open, else None.

    "Rejected the accusation that it shelled", "the claim that it fell has not been confirmed", "unconfirmed reports of".
    """
    at = i
    for _ in range(_REACH):
        up = tree.parent(at)
        if up is None or tree.tokens[at].deprel.endswith(":relcl"):
            return None
        relation = tree.relation(at)
        if relation == "nsubj" and tree.tokens[up].lemma not in ontology.words.get("occurrence_verbs", frozenset()):
            return _beside(tree, at, up, ontology) or _attributed(tree, at, ontology)
        if relation in {"ccomp", "obj", "xcomp", "csubj", "obl", "nsubj"} and (open_ := _beside(tree, at, up, ontology)):
            return open_
        if relation in {"acl", "nmod", "ccomp", "appos"} and tree.tokens[up].upos == "NOUN":
            said = _of_report(tree, up, ontology)
            if said is not None:
                return said
        if relation not in {"ccomp", "xcomp", "nsubj", "conj"}:
            return None  # what caused the blast may be unknown; the blast is not
        at = up
    return None


def _beside(tree: Tree, at: int, up: int, ontology: Ontology) -> str | None:
    """Read a verb that governs the happening as its content."""
    words = ontology.words
    if tree.tokens[up].upos != "VERB":
        return None
    if tree.tokens[up].lemma in words.get("confirming_verbs", frozenset()):
        return "Uu" if _withheld(tree, up) else None
    if tree.tokens[up].lemma in words.get("mentioning_verbs", frozenset()) and tree.relation(at) == "obj":
        return "Uu" if any(tree.tokens[c].text.lower() in NEGATIONS for c in tree.children(up)) else None
    subject = tree.child(up, "nsubj")
    if subject is not None and subject != at and tree.tokens[subject].lemma in words.get("report_nouns", frozenset()):
        return _attributed(tree, subject, ontology)
    if tree.relation(at) in {"ccomp", "csubj"} and _called_false(tree, up, ontology, but=at):
        return "CT-"
    return None


def _withheld(tree: Tree, verb: int) -> bool:
    """ "Did not confirm", "was unable to verify", "declined to confirm"."""
    if is_negated(tree, verb):
        return True
    up = tree.parent(verb)
    if up is None or tree.relation(verb) not in {"xcomp", "advcl", "ccomp"}:
        return False
    return tree.tokens[up].lemma in _UNABLE or (tree.tokens[up].lemma == "able" and is_negated(tree, up))


def _attributed(tree: Tree, noun: int, ontology: Ontology) -> str | None:
    """Read "unconfirmed" or "false" before a report."""
    for c in tree.children(noun, "amod"):
        cue = attribute_cue(tree, c, ontology)
        if cue is not None and (cue.factuality == "Uu" or cue.kind == "denial"):
            return cue.factuality
    return None


def _of_report(tree: Tree, noun: int, ontology: Ontology) -> str | None:
    """Read what becomes of a report, a charge, a confirmation: ``noun`` holds the happening."""
    words, lemma = ontology.words, tree.tokens[noun].lemma
    if lemma in words.get("confirming_nouns", frozenset()) and is_negated(tree, noun):
        return "Uu"
    if lemma not in words.get("report_nouns", frozenset()):
        return None
    own = _attributed(tree, noun, ontology)
    up = tree.parent(noun)
    if own is not None or up is None:
        return own
    relation = tree.relation(noun)
    passive = tree.tokens[noun].deprel == "nsubj:pass"
    if relation in {"obj", "obl"} or passive:
        if tree.tokens[up].lemma in words.get("confirming_verbs", frozenset()) and relation != "obl":
            return "Uu" if _withheld(tree, up) else None
        cue = cue_at(tree, up, ontology, kinds=_DENIALS)
        if (cue is not None and not is_negated(tree, up)) or _called_false(tree, up, ontology, but=noun):
            return "CT-"
    elif relation == "nsubj":
        cue = cue_at(tree, up, ontology, kinds=_DENIALS)
        if cue is not None and cue.pos in {"ADJ", "NOUN"} and not is_negated(tree, up):
            return "CT-"
        open_ = cue_at(tree, up, ontology, kinds=_HEDGES)
        return open_.factuality if open_ is not None and open_.factuality == "Uu" else None
    return None


def _called_false(tree: Tree, verb: int, ontology: Ontology, *, but: int) -> bool:
    """ "Called the report baseless", "called it a lie that"."""
    for c in tree.children(verb, "xcomp", "obj", "ccomp", "obl"):
        if c == but or c < verb:
            continue
        cue = cue_at(tree, c, ontology, kinds=_DENIALS)
        if cue is not None and cue.pos in {"ADJ", "NOUN"}:
            return True
    return False
