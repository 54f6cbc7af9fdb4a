"""Ways to ask a parsed sentence who its subject is: pure functions over Universal Dependencies tokens.

A ``Tree`` is built once per sentence. Token numbers are positions in ``sentence.tokens``; all answers come in text order.
Damaged parses (a cycle, a head outside the sentence) cut no walk short in an endless loop: every walk visits a token once.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Sequence

from claimwire.records import Token

_RELATIVE_PRONOUNS = frozenset({"who", "whom", "which", "that", "whose"})


class Tree:
    """The dependency tree of one sentence."""

    __slots__ = ("_children", "_ends", "_parents", "_relations", "_starts", "tokens")

    def __init__(self, tokens: Sequence[Token]) -> None:
        self.tokens = tuple(tokens)
        count = len(self.tokens)
        self._parents = [t.head if 0 <= t.head < count and t.head != i else None for i, t in enumerate(self.tokens)]
        children: list[list[int]] = [[] for _ in self.tokens]
        for i, head in enumerate(self._parents):
            if head is not None:
                children[head].append(i)
        self._children = tuple(tuple(c) for c in children)
        self._relations = tuple([token.deprel.partition(":")[0] for token in self.tokens])
        self._starts = [token.start for token in self.tokens]
        self._ends = [token.end for token in self.tokens]

    def __len__(self) -> int:
        return len(self.tokens)

    def relation(self, i: int) -> str:
        """Return the relation of ``i`` to its head without subtype: "nsubj" for "nsubj:pass"."""
        return self._relations[i]

    def roots(self) -> tuple[int, ...]:
        """Return tokens without a head in the sentence; a well-formed parse has one."""
        return tuple(i for i, head in enumerate(self._parents) if head is None)

    def parent(self, i: int) -> int | None:
        """Return the head of ``i``, None for a root."""
        return self._parents[i]

    def children(self, i: int, *relations: str) -> tuple[int, ...]:
        """Return dependents of ``i``; with ``relations``, those of these relations. "nmod" also stands for "nmod:poss"."""
        below = self._children[i]
        if not below or not relations:
            return below
        tokens, general = self.tokens, self._relations
        return tuple([c for c in below if general[c] in relations or tokens[c].deprel in relations])

    def child(self, i: int, *relations: str) -> int | None:
        """Return the first dependent of ``i`` with one of ``relations``, or None."""
        tokens, general = self.tokens, self._relations
        for c in self._children[i]:
            if not relations or general[c] in relations or tokens[c].deprel in relations:
                return c
        return None

    def ancestors(self, i: int) -> tuple[int, ...]:
        """Return the head of ``i``, that one's head and so on up to the root."""
        out: list[int] = []
        up = self._parents[i]
        while up is not None and up not in out and up != i:
            out.append(up)
            up = self._parents[up]
        return tuple(out)

    def ancestors_below(self, i: int, top: int | None) -> tuple[int, ...]:
        """Return the ancestors of ``i`` up to and without ``top``; all of them when it is none of them."""
        above = self.ancestors(i)
        return above[: above.index(top)] if top is not None and top in above else above

    def subtree(self, i: int, *, without: Callable[[int], bool] | None = None) -> tuple[int, ...]:
        """Return ``i`` and everything below it, sorted; ``without`` prunes a dependent with all that hangs on it."""
        if not self._children[i]:
            return (i,)
        seen = {i}
        stack = [i]
        while stack:
            for c in self._children[stack.pop()]:
                if c not in seen and (without is None or not without(c)):
                    seen.add(c)
                    stack.append(c)
        return tuple(sorted(seen))

    def conjuncts(self, i: int) -> tuple[int, ...]:
        """Return ``i`` and all that is coordinated with it, whichever member of the coordination ``i`` is."""
        first = i
        for up in (i, *self.ancestors(i)):
            first = up
            if self.relation(up) != "conj":
                break
        return tuple(sorted({first, *self._conjuncts_below(first)}))

    def _conjuncts_below(self, i: int) -> list[int]:
        out: list[int] = []
        stack = [i]
        while stack:
            for c in self.children(stack.pop(), "conj"):
                if c not in out:
                    out.append(c)
                    stack.append(c)
        return out

    def subject(self, i: int) -> int | None:
        """Return the subject of predicate ``i`` as written beside it, else the one that it shares with its governor.

        Coordinated predicates share a subject; so do open complements ("vowed to fight") and, for participles, the clause
        they modify; a relative clause without one of its own, or with a relative pronoun, takes the noun it modifies.
        """
        seen: set[int] = set()
        at: int | None = i
        while at is not None and at not in seen:
            seen.add(at)
            own = self.child(at, "nsubj", "csubj")
            if own is not None:
                return self._antecedent(at, own)
            relation = self.relation(at)
            up = self.parent(at)
            if up is None or relation not in {"conj", "xcomp", "acl", "advcl", "parataxis"}:
                return None
            if relation == "acl":
                return up
            if relation == "xcomp" and (controller := self.child(up, "obj", "iobj")) is not None and controller < at:
                return controller
            at = up
        return None

    def _antecedent(self, predicate: int, subject: int) -> int:
        """Replace a relative pronoun by the noun that its clause modifies."""
        if self.tokens[subject].lemma not in _RELATIVE_PRONOUNS:
            return subject
        for at in (predicate, *self.ancestors(predicate)):
            if self.tokens[at].deprel == "acl:relcl":
                return self.parent(at) if self.parent(at) is not None else subject  # type: ignore[return-value]
            if self.relation(at) != "conj":
                break
        return subject

    def is_passive(self, i: int) -> bool:
        """True when predicate ``i`` is in the passive.

        A form of "be" before a verb that is no "-ing" makes one even where the parse has missed it.
        """
        if self.children(i, "nsubj:pass", "csubj:pass", "aux:pass"):
            return True
        token = self.tokens[i]
        if token.upos != "VERB" or token.text.lower().endswith("ing") or token.text.lower() == token.lemma:
            return False
        return any(self.tokens[c].lemma == "be" for c in self.children(i, "aux")) and self.child(i, "obj") is None

    def agent(self, i: int) -> int | None:
        """Return the noun of "by ..." that depends on ``i`` (a passive, a participle or a noun), or None."""
        marked = self.children(i, "obl:agent")
        if marked:
            return marked[0]
        for c in self.children(i, "obl", "nmod"):
            if self.preposition(c) == "by":
                return c
        return None

    def preposition(self, i: int) -> str | None:
        """Return the preposition of noun ``i`` as lower-case words ("according to"), or None."""
        case = self.child(i, "case")
        if case is None:
            return None
        rest = self.children(case, "fixed")
        return " ".join(self.tokens[k].text.lower() for k in sorted((case, *rest)))

    def marker(self, i: int) -> str | None:
        """Return the subordinating word of clause ``i`` ("that", "if", "to"), or None."""
        mark = self.child(i, "mark")
        return self.tokens[mark].text.lower() if mark is not None else None

    def noun_phrase(self, i: int) -> tuple[int, ...]:
        """Return the noun phrase of ``i`` without its preposition, its coordinates, clauses and outer punctuation."""
        drop = {"case", "conj", "cc", "acl", "acl:relcl", "parataxis", "mark", "cop", "nsubj", "advcl"}

        def outside(c: int) -> bool:
            top = self.parent(c) == i
            possessive = self.tokens[c].text.lower() in {"'s", "’s", "'", "’"}
            return top and (self.tokens[c].deprel in drop or self.relation(c) in drop) and not possessive

        return self.trim(self.subtree(i, without=outside))

    def trim(self, indices: Iterable[int]) -> tuple[int, ...]:
        """Drop punctuation at both ends of a sorted run of tokens; brackets and quotation marks too."""
        run = sorted(indices)
        while run and self.tokens[run[0]].upos == "PUNCT":
            run.pop(0)
        while run and self.tokens[run[-1]].upos == "PUNCT":
            run.pop()
        return tuple(run)

    def head_of(self, start: int, end: int) -> int | None:
        """Return the token inside characters ``[start, end)`` whose head lies outside them: the head word of a span.

        The highest one wins when there are several; None when no token lies there.
        """
        inside = self.inside(start, end)
        if len(inside) < 2:
            return inside[0] if inside else None
        heads = [i for i in inside if self.tokens[i].upos != "PUNCT" and self.parent(i) not in inside] or inside
        return heads[0] if len(heads) == 1 else min(heads, key=lambda i: (len(self.ancestors(i)), i))

    def inside(self, start: int, end: int) -> range:
        """Return the tokens that share a character with ``[start, end)``."""
        return range(bisect_right(self._ends, start), bisect_left(self._starts, end))

    def offsets(self, indices: Iterable[int]) -> tuple[tuple[int, int], ...]:
        """Return character ranges of the maximal runs of neighbouring tokens in ``indices``."""
        out: list[tuple[int, int]] = []
        last: int | None = None
        for i in sorted(set(indices)):
            token = self.tokens[i]
            if last is not None and i == last + 1:
                out[-1] = (out[-1][0], token.end)
            else:
                out.append((token.start, token.end))
            last = i
        return tuple(out)
