"""One parsed sentence as the place rules look at it: neighbours, heads, prepositions, and nouns that say what a name is."""

from __future__ import annotations

from collections.abc import Sequence

from claimwire.ontology.model import Ontology
from claimwire.records import Mention, Report, Sentence, Span, Token
from claimwire.resolve import place_terms as terms
from claimwire.resolve.gazetteer import country_adjectives

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
        self.titles = words("title_nouns")
        self.actors = words(
            "group_nouns", "person_nouns", "armed_nouns", "military_nouns", "body_nouns", "title_nouns", "speaker_nouns",
            "class_actors", "civilian_nouns", "media_nouns",
        ) - self.places  # fmt: skip
        self.bodies = words("body_nouns", "group_nouns") | _BODIES
        self.official = (terms.TITLES | terms.OFFICIAL | self.bodies | self.actors) - {"university", "front"}
        self.sites = self.places | self.facilities
        self.kinds = self.sites | terms.AROUND
        self.generic = self.sites | terms.GENERIC | self.actors | self.bodies


class ParsedSentence:
    """The tokens of a sentence with the tree over them, and what the annotator marked among them."""

    def __init__(self, report: Report, sentence: Sentence, mentions: Sequence[Mention], nouns: Nouns) -> None:
        self.report = report
        self.mentions = mentions
        self.nouns = nouns
        self.tokens = sentence.tokens
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for i, t in enumerate(self.tokens):
            if t.head >= 0:
                self.children[t.head].append(i)

    @property
    def shouted(self) -> bool:
        """True of a headline in capitals."""
        words = [t.text for t in self.tokens if t.text.isalpha()]
        return sum(w.isupper() for w in words) > len(words) / 2

    def at(self, i: int) -> Token | None:
        """Return a token, None outside the sentence."""
        return self.tokens[i] if 0 <= i < len(self.tokens) else None

    def span(self, first: int, last: int) -> Span:
        """Cut the words of a range of tokens, both ends included."""
        return self.report.span(self.tokens[first].start, self.tokens[last].end)

    def capital(self, i: int) -> bool:
        """True when token ``i`` is there and begins with a capital."""
        return 0 <= i < len(self.tokens) and self.tokens[i].text[:1].isupper()

    def singular(self, i: int) -> str:
        """Return the singular of a kind noun: a tagger leaves proper nouns ("Provinces") as they are."""
        lemma = self.tokens[i].lemma
        known = self.nouns.kinds
        return lemma if lemma in known or lemma[:-1] not in known else lemma[:-1]

    def kind_noun(self, token: Token) -> bool:
        """True of a noun that says what kind of place a name beside it is."""
        known, lemma = self.nouns.kinds, token.lemma
        if token.text == "Front":
            return False  # a movement; a front of a war is written small
        return token.upos in {"NOUN", "PROPN"} and (lemma in known or (lemma.endswith("s") and lemma[:-1] in known))

    def generic(self, i: int) -> bool:
        """True of a word that is no name by itself, however it is written: "Metropolitan", "Airport", "County"."""
        word = self.tokens[i].text.lower().rstrip(".")
        return word in self.nouns.generic or (word.endswith("s") and word[:-1] in self.nouns.generic)

    def marked(self, i: int) -> bool:
        """True when the annotator has token ``i`` and the next one in one place, whatever the parse makes of them."""
        a, b = self.tokens[i], self.tokens[i + 1]
        return any(m.label == "place" and m.span.start <= a.start and b.end <= m.span.end for m in self.mentions)

    def labels(self, span: Span) -> set[str]:
        """Return the labels of what the annotator marked on these words."""
        return {m.label for m in self.mentions if m.span.overlaps(span)}

    def head(self, first: int, last: int) -> int:
        """Return the token of a range whose head lies outside it."""
        for i in range(first, last + 1):
            if not first <= self.tokens[i].head <= last:
                return i
        return last

    def linked(self, i: int, j: int) -> bool:
        """True when two neighbours belong to one name or noun phrase."""
        a, b = self.tokens[i], self.tokens[j]
        if a.deprel == "conj" and self.tokens[a.head].head == j:
            return self.tokens[a.head].deprel.split(":")[0] in _JOINED  # "X and Y neighbourhoods"
        if a.head == j or b.head == i:
            return (a if a.head == j else b).deprel.split(":")[0] in _JOINED
        return a.head == b.head and all(t.deprel.split(":")[0] in {"compound", "flat"} for t in (a, b))

    def position(self, head: int) -> tuple[str, frozenset[str], str]:
        """Return relation, prepositions and governor's lemma of a token; a conjunct stands where its first member stands."""
        head = self.first_member(head)
        token = self.tokens[head]
        governor = self.tokens[token.head].lemma if token.head >= 0 else ""
        if governor[:-1] in self.nouns.actors:  # "Residents", which opens the sentence, was tagged a name
            governor = governor.removesuffix("s")
        return token.deprel, self.cases(head), governor

    def first_member(self, head: int) -> int:
        """Return the first member of the coordination or apposition in which a token stands without a preposition of its own."""
        seen = 0
        while self.tokens[head].deprel in {"conj", "appos"} and self.tokens[head].head >= 0 and seen < 6:
            if self.cases(head):
                break
            head, seen = self.tokens[head].head, seen + 1
        return head

    def country(self, first: int, end: int) -> str | None:
        """Return the country of an adjective among the tokens ``[first, end)``: not of "southern Sudanese", another country's."""
        adjectives = country_adjectives()
        for i in range(first, end):
            country = adjectives.get(self.tokens[i].text)
            if country is not None:
                before = self.at(i - 1)
                return None if before is not None and before.lemma in terms.DIRECTIONS else country
        return None

    def cases(self, head: int) -> frozenset[str]:
        """Return the prepositions of a token."""
        return frozenset(self.tokens[c].lemma for c in self.children[head] if self.tokens[c].deprel in {"case", "mark"})

    def modifiers(self, i: int) -> list[int]:
        """Return the tokens before ``i`` that modify it, with what modifies them."""
        out = []
        for c in self.children[i]:
            if c < i and self.tokens[c].deprel.split(":")[0] in {"det", "amod", "compound", "nummod", "nmod", "advmod"}:
                out.extend([c, *self.modifiers(c)])
        return out
