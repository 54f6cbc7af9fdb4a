"""Mentions that claims point at: those that were resolved, found by their head word, and new ones where none was made."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from claimwire.claims.frames import Clause
from claimwire.claims.tree import Tree
from claimwire.records import (
    ClaimPlace,
    ClaimQuantity,
    Link,
    Mention,
    Participant,
    Quantity,
    Report,
    Resolution,
    Span,
    TimeInterval,
    Token,
    digest,
)

_HEADER = 16  # words
_PLACES = frozenset({"place", "facility"})


class Nearby:
    """Finds mentions by where they stand, among the hundreds of a report."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        self._mentions = sorted(mentions, key=lambda m: m.span.start)
        self._starts = [m.span.start for m in self._mentions]
        self._longest = max((m.span.end - m.span.start for m in self._mentions), default=0)

    def touching(self, start: int, end: int) -> list[Mention]:
        """Return the mentions that share a character with ``[start, end)``, in text order."""
        first = bisect_right(self._starts, start - self._longest)
        return [m for m in self._mentions[first : bisect_left(self._starts, end)] if start < m.span.end]


class MentionIndex:
    """Finds mentions by head word, and keeps the ones that claims add."""

    def __init__(self, report: Report, clauses: list[Clause], resolution: Resolution) -> None:
        self._report = report
        self._resolution = resolution
        self.added: dict[str, Mention] = {}
        self.added_links: dict[str, Link] = {}
        self._target = {k.mention: k.target for k in resolution.links}
        # By sentence, then by head word.
        self.actors: dict[int, dict[int, Mention]] = {c.number: {} for c in clauses}
        self.times: dict[int, dict[int, Mention]] = {c.number: {} for c in clauses}
        self.quantities: dict[int, dict[int, Mention]] = {c.number: {} for c in clauses}
        self.places: dict[int, dict[int, Mention]] = {c.number: {} for c in clauses}
        self._starts = [c.sentence.start for c in clauses]
        # Lines that only head what follows: "GRISEY, 8 May", "Communique no. 41 of 8 May".
        self.headers = frozenset(
            c.number for c in clauses if len(c.tree) <= _HEADER and not any(t.upos in {"VERB", "AUX"} for t in c.tree.tokens)
        )
        spans = sorted(resolution.mentions, key=lambda m: (m.span.start, -m.span.end))
        k = 0
        for clause in clauses:
            while k < len(spans) and spans[k].span.start < clause.sentence.end:
                mention = spans[k]
                k += 1
                if mention.span.start < clause.sentence.start:
                    continue
                find = _number_of if mention.label == "quantity" else Tree.head_of
                head = find(clause.tree, mention.span.start, mention.span.end)
                if head is not None:
                    self._put(clause.number, head, mention)
        for number, actors in self.actors.items():
            for head in [h for h, m in actors.items() if self._is_town(number, h, m)]:
                del actors[head]

    def _is_town(self, number: int, head: int, actor: Mention) -> bool:
        """True for a name of nobody's that is a place in the gazetteer: "delivered flour to Madaya" was done to no actor."""
        place = self.places[number].get(head)
        known = self._resolution.actors.get(actor.id)
        if place is None or place.span != actor.span or place.id not in self._resolution.places:
            return False
        return known is None or known.id.startswith("name:")

    def _put(self, number: int, head: int, mention: Mention) -> None:
        families = {"actor": self.actors, "time": self.times, "quantity": self.quantities}
        family = self.places if mention.label in _PLACES else families.get(mention.label)
        if family is not None:
            family[number].setdefault(head, mention)

    def sentence_of(self, at: int) -> int:
        """Return the number of the sentence that holds a character."""
        return max(bisect_right(self._starts, at) - 1, 0)

    def known_actors(self, number: int) -> frozenset[int]:
        """Return head words of a sentence's actors that are on the list, of a class, or persons."""
        return frozenset(h for h, m in self.actors[number].items() if self._is_known(m))

    def _is_known(self, mention: Mention) -> bool:
        actor = self._resolution.actors.get(mention.id)
        return actor is not None and (actor.listed or actor.kind in {"class", "person"})

    def participant(self, clause: Clause, head: int) -> Participant:
        """Return who the noun phrase of ``head`` names; a phrase that nobody resolved gets a mention with a NIL link."""
        mention = self.actors[clause.number].get(head) or self.places[clause.number].get(head)
        if mention is None:
            token = clause.tree.tokens[head]
            around = [m for m in self.actors[clause.number].values() if m.span.start <= token.start and token.end <= m.span.end]
            # A damaged parse heads "Nusra Front" or "Front fighters" by another word: the participant is the whole of it.
            mention = min(
                (m for m in around if self._is_head(m, token) or self._one_name(m)),
                key=lambda m: m.span.end - m.span.start,
                default=None,
            )
        if mention is None:
            span = self._phrase(clause.tree, head)
            mention = self._add(span, "actor")
        target = self._target.get(mention.id)
        actor = self._resolution.actors.get(mention.id)
        place = self._resolution.places.get(mention.id)
        name = actor.name if actor else place.name if place else None
        return Participant(mention=mention.id, span=mention.span, target=target if actor else None, name=name)

    def called(self, name: str) -> tuple[str, str] | None:
        """Return id and name of whom this report calls ``name``, in the singular or the plural; None when it names nobody so."""
        wanted = _bare(name)
        for mention in self._resolution.mentions:
            actor = self._resolution.actors.get(mention.id)
            if actor is None or mention.label != "actor" or actor.id.startswith("unnamed:"):
                continue
            if _bare(mention.span.text) == wanted:
                return actor.id, actor.name
        return None

    @staticmethod
    def _is_head(mention: Mention, token: Token) -> bool:
        """True when the mention ends with the noun and is no list."""
        return (
            mention.span.end == token.end and not {"and", "or"} & set(mention.span.text.split()) and "," not in mention.span.text
        )

    @staticmethod
    def _one_name(mention: Mention) -> bool:
        return all(w[:1].isupper() for w in mention.span.text.removeprefix("the ").split() if w not in {"of", "and", "the"})

    def words(self, clause: Clause, head: int) -> set[int]:
        """Return the words of the phrase of ``head``: its noun phrase, and the whole of a mention that it heads."""
        found = {head, *clause.tree.noun_phrase(head)}
        for mention in (self.actors[clause.number].get(head), self.places[clause.number].get(head)):
            if mention is not None:
                found.update(clause.tree.inside(mention.span.start, mention.span.end))
        return found

    def _phrase(self, tree: Tree, head: int) -> Span:
        words = tree.noun_phrase(head) or (head,)
        # A noun phrase may be broken by what was left out of it; the run that holds the head is what names it.
        runs = tree.offsets(words)
        at = tree.tokens[head].start
        start, end = next(r for r in runs if r[0] <= at < r[1])
        return self._report.span(start, end)

    def _add(self, span: Span, label: str) -> Mention:
        mention = Mention(id=digest("m", self._report.id, span.start, span.end, label), span=span, label=label, score=0.5)
        if mention.id not in self.added and mention.id not in self._target:
            self.added[mention.id] = mention
            if label == "actor":
                self.added_links[mention.id] = Link(
                    mention=mention.id, kind="actor", target=None, score=0.0, rule="nil:not a mention of a known actor"
                )
        return mention

    def add(self, span: Span, label: str) -> Mention:
        """Keep a mention of another label (event, source, cue) beside the resolved ones."""
        return self._add(span, label)

    def place(self, clause: Clause, head: int, role: str) -> ClaimPlace:
        """Return the place mention of ``head`` in a role; a noun phrase that is none gets a mention of its own."""
        token, known = clause.tree.tokens[head], self.places[clause.number]
        # A damaged parse heads a name of two words twice: "Deir Solan" is one place.
        around = (m for m in known.values() if m.span.start <= token.start and token.end <= m.span.end)
        mention = known.get(head) or next(around, None)
        if mention is None:
            mention = self._add(self._phrase(clause.tree, head), "place")
        unplaced = self._resolution.unplaced.get(mention.id)
        return ClaimPlace(
            mention=mention.id,
            span=mention.span,
            role=role,
            place=self._resolution.places.get(mention.id),
            name=unplaced.name if unplaced else None,
            country=unplaced.country if unplaced else None,
        )

    def interval(self, mention: Mention) -> TimeInterval | None:
        """Return what a time mention comes to, None when nobody looked."""
        return self._resolution.times.get(mention.id)

    def quantity(self, clause: Clause, head: int) -> ClaimQuantity | None:
        """Return the quantity mention of ``head``."""
        mention = self.quantities[clause.number][head]
        value = self._resolution.quantities.get(mention.id)
        return ClaimQuantity(mention=mention.id, span=mention.span, quantity=value) if value else None

    def one(self, clause: Clause, first: int, last: int, measure: str) -> ClaimQuantity:
        """Count one: "a watchman", words ``first`` to ``last``, whom only the claim knows to be a victim."""
        tokens = clause.tree.tokens
        span = self._report.span(tokens[first].start, tokens[last].end)
        mention = self._add(span, "quantity")
        self.added_links[mention.id] = Link(
            mention=mention.id, kind="quantity", target=measure, score=0.5, rule="quantity.article"
        )
        value = Quantity(measure=measure, low=1.0, best=1.0, high=1.0, unit=tokens[last].lemma)
        return ClaimQuantity(mention=mention.id, span=span, quantity=value)


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ").removesuffix("s")


def _number_of(tree: Tree, start: int, end: int) -> int | None:
    """Return the number itself of "at least 14": parsers hang the qualifier where they like."""
    inside = tree.inside(start, end)
    numbers = [i for i in inside if tree.tokens[i].upos == "NUM" and tree.tokens[i].text.lower() not in ("least", "most", "a")]
    return next((i for i in numbers if tree.parent(i) not in numbers), None) if numbers else tree.head_of(start, end)
