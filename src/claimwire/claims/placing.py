"""How a place or a time hangs on the word that names a happening."""

from __future__ import annotations

from claimwire.claims.tree import Tree


def first_conjunct(tree: Tree, i: int) -> int:
    """Return the first member of the coordination that ``i`` is in: the one that bears the preposition."""
    while tree.relation(i) == "conj" and (up := tree.parent(i)) is not None:
        i = up
    return i


def governing_path(tree: Tree, p: int, head: int) -> str | None:
    """Say how a place or time hangs on a trigger.

    "own": in its own phrase; "shared": on what governs it; "below": in a clause that depends on it; None: elsewhere.
    """
    at, inner = p, False
    for up in tree.ancestors(p):
        inner = inner or _starts_clause(tree, at)
        if up == head:
            return "below" if inner else "own"
        at = up
    governors = _governors(tree, head)
    at = p
    for up in tree.ancestors(p):
        # A place inside another clause below the governor belongs to that clause's happening.
        if tree.relation(at) == "acl" or _starts_clause(tree, at):
            return None
        if up in governors:
            return "shared"
        at = up
    return None


def _governors(tree: Tree, head: int) -> list[int]:
    """Return ``head`` and the words above it up to the saying of it, through one dependent clause at most."""
    out, at, clauses = [head], head, 0
    while (up := tree.parent(at)) is not None:
        relation = tree.relation(at)
        if relation in {"ccomp", "parataxis"} or up in out:
            break  # what governs a complement clause is the saying of it
        out.append(up)
        at = up
        clauses += relation in {"advcl", "acl"}
        if clauses > 1:
            break
    return out


def _starts_clause(tree: Tree, i: int) -> bool:
    relation = tree.relation(i)
    if relation in {"ccomp", "parataxis", "advcl"} or tree.tokens[i].deprel.endswith(":relcl"):
        return True
    return relation == "conj" and tree.tokens[i].upos == "VERB"
