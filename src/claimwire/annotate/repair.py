"""Repairs of parses that contradict themselves: each word was decided alone, and together they must make sense.

Only what no annotator of a treebank would write is touched: an "and" inside a phrase that is no coordination, two objects in a
row with a comma between them, a verb with an owner.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_CLAUSAL = frozenset({"ccomp", "xcomp", "advcl", "parataxis"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
_PREDICATE = frozenset({"nsubj", "nsubj:pass", "cop", "aux", "aux:pass", "obj", "obl", "mark", "xcomp"})
_ARGUMENTS = frozenset({"obj", "nsubj", "nsubj:pass", "obl", "nmod"})


def repair(words: Sequence[str], upos: list[str], heads: list[int], relations: list[str]) -> None:
    """Mend tags, heads (-1 is the root) and relations of one sentence in place."""
    children: list[list[int]] = [[] for _ in words]
    for i, head in enumerate(heads):
        if head >= 0:
            children[head].append(i)
    for i in range(len(words)):
        if upos[i] == "VERB" and relations[i] in _ARGUMENTS and any(relations[c] == "nmod:poss" for c in children[i]):
            upos[i] = "NOUN"  # "the rebels' claim"
        if relations[i] in _CLAUSAL and any(relations[c] == "cc" and c < i for c in children[i]) and heads[i] < i:
            relations[i] = "conj"  # "neither confirm nor deny"
        if relations[i] == "conj" and upos[i] in {"NOUN", "PROPN"} and upos[heads[i]] == "VERB" and heads[i] < i:
            before = [c for c in children[heads[i]] if heads[i] < c < i and relations[c] in _ARGUMENTS and upos[c] in _NOMINAL]
            if before and not any(relations[c] in _PREDICATE for c in children[i]):
                heads[i] = before[-1]  # "took over Dara and Osh": a name is no second verb
        if i and upos[i] == upos[i - 1] == "PROPN" and heads[i] == heads[i - 1] and relations[i] == relations[i - 1] == "nsubj":
            heads[i], relations[i] = i - 1, "flat"  # "General Orlan said"
    for head in range(len(words)):
        objects = [c for c in children[head] if relations[c] == "obj" and c > head and upos[c] in _NOMINAL]
        for first, second in pairwise(objects):
            joined = any(relations[c] == "cc" and c < second for c in children[second])
            left = min((second, *children[second]))
            between = words[left] if left < second and relations[left] == "punct" else words[left - 1]
            if joined or between == ",":
                heads[second], relations[second] = first, "conj"  # "took Dara, Khan Sefer and Bel Amun"
