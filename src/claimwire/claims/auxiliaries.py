"""What a word says of its own happening: auxiliaries, negation, hedging adverbs, qualifying attributes."""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimwire.claims import doubt
from claimwire.claims.cues import is_negated
from claimwire.claims.frames import Frame
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Ontology

NEGATED = {"CT+": "CT-", "PR+": "PR-", "PS+": "PS-", "CT-": "CT+", "PR-": "PR+", "PS-": "PS+", "Uu": "Uu"}
_POSSIBLE = frozenset({"may", "might", "could"})
_ABLE = frozenset({"can", "cannot", "could"})
_FUTURE = frozenset({"will", "shall", "'ll", "’ll"})
_NECESSARY = frozenset({"should", "must", "ought"})
_CONTINUING = frozenset({"continue", "keep", "remain", "go"})
_SOON = frozenset({"due", "about", "set", "scheduled", "poised", "bound"})
_HELD = frozenset({"CONSULT"})  # failed talks were held all the same


@dataclass(frozen=True, slots=True, kw_only=True)
class Modality:
    """Values of CODEBOOK section 3, and the rules that set them."""

    realization: str = "actual"
    factuality: str = "CT+"
    aspect: str | None = None
    change: str | None = None
    rules: tuple[str, ...] = ()


def own(frame: Frame, i: int, ontology: Ontology) -> Modality:
    """Read the auxiliaries, the negation, the hedges and the attributes that stand with word ``i`` itself."""
    tree = frame.tree
    out = Modality()
    near = [tree.tokens[c] for c in tree.children(i, "aux", "advmod", "mark")]
    lemmas = {t.lemma for t in near} | {t.text.lower() for t in near}
    shared = i
    while (
        tree.relation(shared) == "conj" and (up := tree.parent(shared)) is not None and tree.child(shared, "nsubj", "aux") is None
    ):
        shared = up
        lemmas |= {tree.tokens[c].lemma for c in tree.children(shared, "aux")}
    negated = is_negated(tree, i)
    past = "have" in lemmas
    if negated and lemmas & _ABLE and not past:
        return replace(out, factuality="CT-", rules=("aux:unable",))
    if lemmas & _POSSIBLE:
        out = replace(out, realization="actual" if past else "predicted", factuality="PS+", rules=("aux:possible",))
    elif lemmas & _ABLE:
        out = replace(out, realization="hypothetical", factuality="PS+", rules=("aux:able",))
    elif lemmas & _FUTURE or _going_to(tree, i) or _about_to(tree, i):
        if tree.tokens[i].lemma == "continue" or (tree.tokens[i].lemma in _CONTINUING and tree.child(i, "xcomp") is not None):
            out = replace(out, aspect="ongoing", rules=("aux:will-continue",))
        else:
            out = replace(out, realization="predicted", factuality="PS+", rules=("aux:future",))
    elif "would" in lemmas and past:
        out = replace(out, realization="hypothetical", factuality="Uu", rules=("aux:would-have",))
    elif "would" in lemmas:
        out = replace(out, realization="predicted", factuality="PS+", rules=("aux:would",))
    elif lemmas & _NECESSARY:
        out = replace(out, realization="requested", factuality="Uu", rules=("aux:must",))
    if negated:
        out = replace(out, factuality=NEGATED[out.factuality], rules=(*out.rules, "negation"))
    if _is_attempt(frame, i) and not out.rules:
        return replace(out, realization="attempted", rules=("name:attempt",))
    return _qualified(frame, i, out, ontology)


def _is_attempt(frame: Frame, i: int) -> bool:
    """True for a happening whose own name says that it was tried: "assassination attempt"."""
    return i == frame.head and not frame.verbal and frame.tree.tokens[i].lemma == "attempt" and len(frame.words) > 1


def _qualified(frame: Frame, i: int, out: Modality, ontology: Ontology) -> Modality:
    """Apply a hedging adverb or a qualifying attribute: "probably shelled", "attempted coup"."""
    tree = frame.tree
    cue = doubt.hedge(tree, i, ontology)
    if cue is not None and cue.factuality and out.factuality in {"CT+", "CT-", "PS+", "PS-"}:
        factuality = NEGATED[cue.factuality] if out.factuality.endswith("-") else cue.factuality
        return replace(out, factuality=factuality, rules=(*out.rules, f"cue:{cue.id}"))
    cue = doubt.attribute(tree, i, ontology) if tree.tokens[i].upos in {"NOUN", "PROPN"} and not out.rules else None
    if cue is None or (cue.kind == "attempt" and frame.event_type in _HELD):
        return out
    return replace(
        out,
        realization=cue.realization or out.realization,
        factuality=cue.factuality or out.factuality,
        rules=(*out.rules, f"cue:{cue.id}"),
    )


def _going_to(tree: Tree, i: int) -> bool:
    up = tree.parent(i)
    if up is None or tree.relation(i) != "xcomp":
        return False
    return tree.tokens[up].text.lower() == "going" and tree.marker(i) == "to"


def _about_to(tree: Tree, i: int) -> bool:
    """ "Is to visit", "are due to resume", "about to fall": read off the words, which parses tear apart."""
    if i < 2 or tree.tokens[i - 1].text.lower() != "to":
        return False
    before = tree.tokens[i - 2]
    return before.lemma == "be" or before.text.lower() in _SOON
