"""One parsed sentence as the place rules look at it: neighbours, heads, prepositions, and nouns that say what a name is."""

from __future__ import annotations

from claimwire.ontology.model import Ontology
from claimwire.records import Sentence, Token
from claimwire.resolve import place_terms as terms

_VAGUE = frozenset({"position", "infrastructure", "track", "well", "field", "site", "post", "office"})
_BODIES = frozenset({"court", "ministry", "office", "parliament", "embassy", "university", "country", "state"})
_JOINED = frozenset({"compound", "flat", "amod", "nmod", "det", "appos", "list", "dep", "goeswith"})


class Nouns:
    """The ontology's word lists as sets: what a noun says about the name before it."""

    def __init__(self, ontology: Ontology) -> None:
        def words(*names: str) -> frozenset[str]:
            return frozenset().union(*(ontology.words.get(n, frozenset()) for n in names))

        self.places = words("place_nouns") | (frozenset(terms.FEATURES) - words("facility_nouns")) | terms.COMPASS
        self.facilities = words("facility_nouns") - _VAGUE
        self.actors = words(
            "group_nouns", "person_nouns", "armed_nouns", "military_nouns", "body_nouns", "title_nouns", "speaker_nouns",
            "class_actors", "civilian_nouns", "media_nouns",
        ) - self.places  # fmt: skip
        self.bodies = words("body_nouns", "group_nouns") | _BODIES
        self.sites = self.places | self.facilities


class ParsedSentence:
    """The tokens of a sentence with the tree over them."""

    def __init__(self, sentence: Sentence, nouns: Nouns) -> None:
        self.nouns = nouns
        self.tokens = sentence.tokens
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, t in enumerate(self.tokens):
            if t.head >= 0:
                self.children[t.head].append(i)

    def _at(self, i: int) -> Token | None:
        return self.tokens[i] if 0 <= i < len(self.tokens) else None

    def _lemma(self, i: int) -> str:
        """Return the singular of a kind noun: a tagger leaves proper nouns ("Provinces") as they are."""
        lemma = self.tokens[i].lemma
        known = self.nouns.sites
        return lemma if lemma in known or lemma[:-1] not in known else lemma[:-1]

    def _kind_noun(self, token: Token) -> bool:
        known, lemma = self.nouns.sites, token.lemma
        return token.upos in {"NOUN", "PROPN"} and (lemma in known or (lemma.endswith("s") and lemma[:-1] in known))

    def _head(self, first: int, last: int) -> int:
        """Return the token of a range whose head lies outside it."""
        for i in range(first, last + 1):
            if not first <= self.tokens[i].head <= last:
                return i
        return last

    def _linked(self, i: int, j: int) -> bool:
        """True when two neighbours belong to one name or noun phrase."""
        a, b = self.tokens[i], self.tokens[j]
        if a.deprel == "conj" and self.tokens[a.head].head == j:
            return self.tokens[a.head].deprel.split(":")[0] in _JOINED  # "X and Y neighbourhoods"
        if a.head == j or b.head == i:
            return (a if a.head == j else b).deprel.split(":")[0] in _JOINED
        return a.head == b.head and all(t.deprel.split(":")[0] in {"compound", "flat"} for t in (a, b))

    def _position(self, head: int) -> tuple[str, frozenset[str], str]:
        """Return relation, prepositions and governor's lemma of a token; a conjunct stands where its first member stands."""
        seen = 0
        while self.tokens[head].deprel in {"conj", "appos"} and self.tokens[head].head >= 0 and seen < 6:
            if self._cases(head):
                break
            head, seen = self.tokens[head].head, seen + 1
        token = self.tokens[head]
        governor = self.tokens[token.head].lemma if token.head >= 0 else ""
        return token.deprel, self._cases(head), governor

    def _cases(self, head: int) -> frozenset[str]:
        return frozenset(self.tokens[c].lemma for c in self.children[head] if self.tokens[c].deprel in {"case", "mark"})

    def _modifiers(self, i: int) -> list[int]:
        """Return the tokens before ``i`` that modify it, with what modifies them."""
        out = []
        for c in self.children[i]:
            if c < i and self.tokens[c].deprel.split(":")[0] in {"det", "amod", "compound", "nummod", "nmod", "advmod"}:
                out.extend([c, *self._modifiers(c)])
        return out
