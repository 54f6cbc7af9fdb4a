"""Who does what a verb says when the verb has no subject of its own: control, raising, participles, relative clauses.

"Called on the army to withdraw" makes the army withdraw; "vowed to fight" makes the vower fight; "strikes destroying a depot"
makes whoever struck destroy it. Relative pronouns stand for the noun that their clause modifies.
"""

from __future__ import annotations

from collections.abc import Callable

from claimwire.claims.tree import Tree

_RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
# Verbs that govern the subject of their complement through a preposition: "call on X to", "appeal to X to", "wait for X to".
_ADDRESSED = frozenset({"on", "upon", "to", "for", "with"})
_ADDRESSING = frozenset({"call", "appeal", "wait", "plead", "arrange", "prevail", "lean", "sign"})
_DEPTH = 6


def antecedent(tree: Tree, pronoun: int) -> int:
    """Return the noun that a relative pronoun stands for, or the pronoun itself."""
    if tree.tokens[pronoun].lemma not in _RELATIVE:
        return pronoun
    for at in tree.ancestors(pronoun):
        if tree.tokens[at].deprel.endswith(":relcl"):
            up = tree.parent(at)
            if up is not None and tree.tokens[up].upos in {"NOUN", "PROPN", "PRON", "NUM"}:
                return up
            break
    # A damaged parse: a comma or a noun before the pronoun still makes it relative; a question word stands first.
    if pronoun and tree.tokens[pronoun].lemma in {"who", "which", "that"}:
        before = [i for i in range(pronoun) if tree.tokens[i].upos in {"NOUN", "PROPN"}]
        if before and pronoun - before[-1] <= 2:
            return before[-1]
    return pronoun


def subject(tree: Tree, verb: int, *, doer: Callable[[int], int | None], depth: int = 0) -> int | None:
    """Return the understood subject of ``verb``, None when the sentence leaves it open.

    ``doer`` returns who stands behind a noun that cannot act itself (an attack, a plan), or None.
    """
    if depth > _DEPTH:
        return None
    subjects = tree.children(verb, "nsubj", "csubj")
    if subjects:
        # Two subjects are a damaged parse: the nearer one is the verb's.
        before = [i for i in subjects if i < verb]
        return antecedent(tree, before[-1] if before else subjects[0])
    up = tree.parent(verb)
    if up is None:
        return None
    relation, deprel = tree.relation(verb), tree.tokens[verb].deprel
    if relation == "conj":
        return subject(tree, up, doer=doer, depth=depth + 1)
    if relation == "xcomp":
        return _controller(tree, verb, up, doer=doer, depth=depth)
    if deprel.endswith(":relcl"):
        # "the men killed and the town they fled": a relative clause without a subject or pronoun has its noun as one.
        has_relative = any(tree.tokens[c].lemma in _RELATIVE for c in tree.children(verb, "obj", "obl", "mark", "advmod"))
        return None if has_relative else up
    if relation == "acl":
        if tree.marker(verb) == "to" or doer(up) is not None or _inanimate_event(tree, up):
            return doer(up)
        return up
    if (
        relation in {"ccomp", "advcl"}
        and tree.marker(verb) in {"of", "for", "from", "with"}
        and (blamed := tree.child(up, "obj"))
    ):
        return blamed  # "accused the army of shelling", "prevented the convoy from passing"
    if relation in {"advcl", "parataxis"}:
        if tree.marker(verb) in {"if", "because", "although", "that"}:
            return None
        if tree.is_passive(up) and tree.marker(verb) in {"by", "to"}:
            return tree.agent(up)
        if tree.tokens[up].upos not in {"VERB", "AUX", "ADJ"}:
            return doer(up)
        if tree.marker(verb) in {None, "to"} and (controlled := _controller(tree, verb, up, doer=doer, depth=depth)) is not None:
            return controlled
        return subject(tree, up, doer=doer, depth=depth + 1)
    auxiliaries = {tree.tokens[c].text.lower() for c in tree.children(verb, "aux")}
    if relation == "ccomp" and (tree.tokens[verb].text.lower().endswith("ing") or "having" in auxiliaries):
        return subject(tree, up, doer=doer, depth=depth + 1)
    return None


def _controller(tree: Tree, verb: int, up: int, *, doer: Callable[[int], int | None], depth: int) -> int | None:
    governor = tree.tokens[up]
    if governor.upos not in {"VERB", "AUX", "ADJ", "NOUN"}:
        return None
    if tree.relation(verb) == "xcomp":
        for o in tree.children(up, "obj", "iobj"):
            if o < verb and governor.lemma not in {"promise", "have", "take", "hold"}:
                return o
    if governor.lemma in _ADDRESSING:
        for o in tree.children(up, "obl"):
            if tree.preposition(o) in _ADDRESSED and up < o < verb:
                return o
    if tree.relation(verb) == "advcl":
        return None
    if governor.upos == "NOUN":
        return doer(up)
    return subject(tree, up, doer=doer, depth=depth + 1)


def _inanimate_event(tree: Tree, noun: int) -> bool:
    """True for a noun of happening: its participle says what was done, not what it does."""
    return tree.tokens[noun].lemma.endswith(("tion", "ment", "ing", "sion"))
