"""Dependency trees of spaCy's English models to Universal Dependencies v2.

Those models speak ClearNLP's labels, where a preposition governs its noun, "is" governs its predicate and each conjunct hangs
on the one before. The rooms read Universal Dependencies, so three constructions are turned round before labels are renamed
(de Marneffe and others, Universal Dependencies, 2021). A tree that is in Universal Dependencies already is left as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Labels that only ClearNLP's scheme has: one of them in a pipeline's labels or trees says which scheme it is.
CLEARNLP = frozenset(
    {"pobj", "dobj", "prep", "nsubjpass", "csubjpass", "auxpass", "attr", "acomp", "agent", "npadvmod", "relcl", "poss", "pcomp"}
)
_RENAMED = {
    "ROOT": "root",
    "acomp": "xcomp",
    "attr": "xcomp",
    "auxpass": "aux:pass",
    "csubjpass": "csubj:pass",
    "dative": "iobj",
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",
    "pobj": "obl",
    "poss": "nmod:poss",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "prep": "advmod",  # without an object: "the port that they fled to"
    "agent": "advmod",
    "prt": "compound:prt",
    "quantmod": "advmod",
    "relcl": "acl:relcl",
}
_PREPOSITIONS = frozenset({"prep", "agent", "dative"})
_CLAUSAL = frozenset({"VERB", "AUX", "ADJ", "ADV"})  # parts of speech whose dependents are "obl" and "advcl"
_FIXED = frozenset(
    {"according to", "because of", "due to", "instead of", "out of", "such as", "as for", "as of", "as to", "prior to"}
)
_COMPLEMENTS = frozenset({"ccomp", "xcomp", "csubj", "oprd", "dobj"})


@dataclass(slots=True)
class Arcs:
    """The tree of one sentence while it is turned round: heads are token numbers, -1 at the root."""

    heads: list[int]
    labels: list[str]
    upos: Sequence[str]
    words: Sequence[str]  # lower case
    lemmas: Sequence[str]

    def children(self, i: int, *labels: str) -> Iterator[int]:
        """Yield the dependents of ``i`` in text order, of these labels only when any is given."""
        for k, head in enumerate(self.heads):
            if head == i and (not labels or self.labels[k] in labels):
                yield k

    def hang(self, i: int, head: int, label: str) -> None:
        """Make ``i`` a dependent of ``head``."""
        self.heads[i], self.labels[i] = head, label

    def replace(self, old: int, new: int, label: str) -> None:
        """Put ``new`` in the place of ``old``, which becomes its dependent; the other dependents follow."""
        self.hang(new, self.heads[old], self.labels[old])
        for k in list(self.children(old)):
            self.heads[k] = new
        self.hang(old, new, label)


def to_universal(arcs: Arcs) -> None:
    """Turn a ClearNLP tree round, in place. It must be a tree: see ``repaired``."""
    _flatten_conjuncts(arcs)
    for i in sorted(range(len(arcs.heads)), key=lambda i: -_depth(arcs, i)):
        if arcs.labels[i] in _PREPOSITIONS or (arcs.labels[i] in {"conj", "ROOT", "pcomp"} and arcs.upos[i] == "ADP"):
            _lower_preposition(arcs, i)
    for i in range(len(arcs.heads)):
        if arcs.lemmas[i] == "be" and arcs.labels[i] not in {"aux", "auxpass"}:
            _lower_copula(arcs, i)
    for i, label in enumerate(arcs.labels):
        arcs.labels[i] = _renamed(arcs, i, label)


def _depth(arcs: Arcs, i: int) -> int:
    steps = 0
    while arcs.heads[i] >= 0:
        i, steps = arcs.heads[i], steps + 1
    return steps


def _flatten_conjuncts(arcs: Arcs) -> None:
    """Hang every conjunct on the first one, and "and" on the conjunct behind it."""
    for i, label in enumerate(arcs.labels):
        while label == "conj" and arcs.labels[arcs.heads[i]] == "conj":
            arcs.heads[i] = arcs.heads[arcs.heads[i]]
    for i, label in enumerate(arcs.labels):
        first = arcs.heads[i]
        if label in {"cc", "punct"} and first >= 0:
            if arcs.labels[first] == "conj" and i > first:
                first = arcs.heads[first]  # "A, B and C": "and" hung on B
            behind = next((k for k in arcs.children(first, "conj") if k > i), None)
            if i > first and behind is not None and (label == "cc" or all(arcs.heads[k] != first for k in range(i + 1, behind))):
                arcs.heads[i] = behind


def _lower_preposition(arcs: Arcs, p: int) -> None:
    """Put the noun or clause of a preposition in its place: "shelled [in [Senn]]" becomes "shelled [[in] Senn]"."""
    governor, label = arcs.heads[p], arcs.labels[p]
    found = sorted(arcs.children(p, "pobj", "pcomp", "obl", "nmod"), key=lambda k: (arcs.labels[k] != "pobj", k < p, k))
    if not found:
        return
    target = found[0]
    clause = arcs.labels[target] == "pcomp" and arcs.upos[target] in {"VERB", "AUX"}
    if governor < 0 or label not in _PREPOSITIONS:  # a headline "In Senn", or "and in Dorna" beside "in Senn"
        new = label
    elif label == "agent" and not clause:
        new = "obl:agent"
    elif arcs.upos[governor] in _CLAUSAL or (arcs.upos[governor] == "ADP" and arcs.labels[governor] in _PREPOSITIONS):
        new = "advcl" if clause else "obl"
    else:
        new = "acl" if clause else "nmod"
    inner = [k for k in arcs.children(target, "case") if f"{arcs.words[p]} {arcs.words[k]}" in _FIXED and k == p + 1]
    arcs.labels[p] = new
    arcs.replace(p, target, "mark" if clause else "case")
    for k in inner:
        arcs.hang(k, p, "fixed")
    for k in found[1:]:  # "because of the siege", where "because" hangs on "of"; or one preposition with two nouns
        arcs.hang(k, target, "case" if k < p else "conj")


def _lower_copula(arcs: Arcs, v: int) -> None:
    """Put the predicate in the place of "is", unless that says that something exists or leads to a clause."""
    predicate = next(arcs.children(v, "attr", "acomp"), None)
    if any(arcs.words[k] == "there" for k in arcs.children(v, "expl")):
        if predicate is not None:
            arcs.labels[predicate] = "nsubj"
        return
    if predicate is None and not any(arcs.children(v, *_COMPLEMENTS)):
        predicate = next((k for k in arcs.children(v, "obl") if k > v), None)
    if predicate is not None:
        arcs.replace(v, predicate, "cop")


def _renamed(arcs: Arcs, i: int, label: str) -> str:
    if label == "aux" and arcs.words[i] == "to":
        return "mark"
    governor = arcs.upos[arcs.heads[i]] if arcs.heads[i] >= 0 else "VERB"
    if label == "npadvmod":
        return "obl:unmarked" if governor in _CLAUSAL else "nmod:unmarked"
    if label == "pcomp":
        return "advcl" if governor in _CLAUSAL else "acl"
    return _RENAMED.get(label, label) or "dep"


def repaired(heads: Sequence[int]) -> list[int]:
    """Return heads that make one tree with one root; a component written by anyone may have left a forest or a ring."""
    out = [h if 0 <= h < len(heads) and h != i else -1 for i, h in enumerate(heads)]
    root = next((i for i, h in enumerate(out) if h == -1), None)
    if root is None:
        root = 0
        out[0] = -1
    for i, head in enumerate(out):
        if head == -1 and i != root:
            out[i] = root
    for i in range(len(out)):
        seen = {i}
        at = out[i]
        while at not in seen and at != -1:
            seen.add(at)
            at = out[at]
        if at != -1:
            out[i] = root
    return out
