"""Cue words of the ontology as they stand in a parsed sentence: "tried to", "in case of", "no", "could not"."""

from __future__ import annotations

from collections.abc import Container, Iterable

from claimwire.claims.tree import Tree
from claimwire.ontology.model import Cue, Ontology

NEGATORS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without", "none", "nobody", "nothing", "hardly"})
_NOBODY = frozenset({"no", "none", "nobody", "neither", "nothing"})
_ONLY = frozenset({"only", "just", "merely", "least", "alone"})  # "not only did they": nothing is negated


def cue_at(tree: Tree, i: int, ontology: Ontology, *, kinds: Container[str] | None = None) -> Cue | None:
    """Return the cue that token ``i`` begins or is, longest phrase first; words of a phrase follow one another."""
    token = tree.tokens[i]
    for cue in ontology.cues.get(token.lemma, ()):
        if kinds is not None and cue.kind not in kinds:
            continue
        words = cue.lemma.split()
        if len(words) == 1:
            if cue.pos == token.upos or (cue.pos == "VERB" and token.upos == "AUX"):
                return cue
            continue
        following = [t.lemma for t in tree.tokens[i + 1 : i + len(words)]]
        if following == words[1:]:
            return cue
    return None


def attribute_cue(tree: Tree, i: int, ontology: Ontology) -> Cue | None:
    """Return the adjective's cue that attribute ``i`` is, whether the tagger saw an adjective or a participle."""
    token = tree.tokens[i]
    for word in (token.text.lower(), token.lemma):
        for cue in ontology.cues.get(word, ()):
            if cue.pos == "ADJ" and cue.lemma == word:
                return cue
    return None


def is_negated(tree: Tree, i: int) -> bool:
    """True when predicate or noun ``i`` is denied by a word of its own, of its subject or of its object."""
    own = tree.children(i, "aux", "advmod", "det", "mark", "case", "cc")
    if any(_negates(tree, c) for c in own):
        return True
    subject = tree.child(i, "nsubj")
    if subject is not None and (tree.tokens[subject].lemma in _NOBODY or _led_by(tree, subject, ("no", "neither", "not"))):
        return True
    return any(tree.tokens[o].lemma in {"nothing", "nobody"} or _led_by(tree, o, ("no",)) for o in tree.children(i, "obj"))


def _negates(tree: Tree, c: int) -> bool:
    token = tree.tokens[c]
    if token.lemma not in NEGATORS and token.text.lower() not in NEGATORS:
        return False
    if c + 1 >= len(tree):
        return True
    following = tree.tokens[c + 1]
    corrects = following.upos == "NUM" and c > 0 and tree.tokens[c - 1].text == ","  # "three were killed, not 14"
    return following.text.lower() not in _ONLY and not corrects


def _led_by(tree: Tree, noun: int, words: Iterable[str]) -> bool:
    """ "Not a shot", "no shot", "neither side": the noun's own determiner denies it."""
    led = tree.children(noun, "det", "advmod", "cc")
    return any(tree.tokens[c].lemma in words and _negates(tree, c) for c in led)
