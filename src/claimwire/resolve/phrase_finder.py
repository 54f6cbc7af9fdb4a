"""Which noun phrases of a sentence may name an actor: what an annotator found, and what the parse adds."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from claimwire.records import Token
from claimwire.resolve.names import Hit
from claimwire.resolve.phrase_surface import DASHES, Surface
from claimwire.resolve.phrases import PERSONAL, Lexicon, Parse, Phrase

_INSIDE = frozenset(
    {"det", "amod", "compound", "flat", "nummod", "nmod", "punct", "case", "advmod", "fixed", "goeswith", "conj", "cc"}
)
_NEVER = frozenset(
    {"compound", "flat", "fixed", "goeswith", "det", "case", "mark", "punct", "cc", "aux", "expl", "discourse", "nummod"}
)
_NO_ACTORS = frozenset({"PUNCT", "ADP", "VERB", "AUX", "ADV", "NUM", "CCONJ", "SCONJ", "PART", "SYM", "INTJ"})
_ARGUMENTS = frozenset({"nsubj", "obj", "iobj", "obl", "root", "conj", "nmod", "vocative", "dislocated"})
_HOLDING = frozenset({"controlled", "held", "run", "occupied", "ruled", "dominated"})


def phrases(
    parse: Parse,
    lexicon: Lexicon,
    spans: Sequence[tuple[int, int]] = (),
    others: Sequence[tuple[int, int]] = (),
) -> list[Phrase]:
    """Return the phrases of a sentence in text order.

    ``spans`` are character spans of actors that an annotator found; a parsed phrase that shares its head with one gives way.
    ``others`` are spans that it took for a place, time, quantity or weapon: no unlisted name or description is looked for there.
    """
    return Finder(parse, lexicon).all(spans, others)


class Finder(Surface):
    """Finds where the phrases of a sentence begin and end."""

    def all(self, spans: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> list[Phrase]:
        """Return the sentence's phrases, by head word; what the annotator found decides spans."""
        found: dict[int, Phrase] = {}
        taken: list[Phrase] = []
        for start, end in spans:
            inside = range(
                bisect_left(self.tokens, start, key=lambda t: t.start), bisect_right(self.tokens, end, key=lambda t: t.end)
            )
            if not inside or self._several(inside[0], inside[-1]):
                continue
            counted = self._counted(inside[0], inside[-1])
            if counted is not None:
                inner = self._span(counted + 2, inside[-1])
                if inner is not None:
                    found[inner.head] = inner
            phrase = self._span(inside[0], inside[-1]) if counted is None else self._describe(counted, inside[0], inside[-1])
            if phrase is not None:
                phrase.told = True
                taken.append(phrase)
                found[phrase.head] = phrase
        for i, token in enumerate(self.tokens):
            if i in found or (token.upos in _NO_ACTORS and not self._acronym_read_as_verb(i)):
                continue
            phrase = self._parsed(i, token) if token.upos not in _NO_ACTORS else self._describe(i, i, i)
            if phrase is None:
                continue
            if phrase.hit is None and phrase.kind not in ("pronoun", "modifier") and any(a <= token.start < b for a, b in others):
                continue
            around = [p for p in taken if p.first <= i <= p.last]
            if (
                around
                and not (phrase.kind in ("pronoun", "modifier") or self._possessor(i))
                and not self._complement(around[0], phrase)
            ):
                continue
            found[i] = phrase
        for outer in taken:
            self._complete(outer, found)
        names = [p for p in found.values() if p.name is not None]
        kept = {i: p for i, p in found.items() if not any(self._swallowed(p, q) for q in names)}
        return [p for _, p in sorted(kept.items()) if not self._explained(p, kept)]

    def _acronym_read_as_verb(self, i: int) -> bool:
        """True for a listed acronym that a tagger takes for another word: "IS" is no form of "be"."""
        token, hit = self.tokens[i], self._hits[i]
        return hit is not None and hit.sense == "name" and token.text.isupper() and hit.end - hit.start == len(token.text) > 1

    def _counted(self, first: int, last: int) -> int | None:
        """Return the number or part in front of "of" those whom it is of: "46 of them", "the rest of his men"."""
        for k in range(first, min(first + 4, last - 1)):
            token = self.tokens[k]
            part = token.upos == "NUM" or token.lemma in self.parts
            if part and self.tokens[k + 1].text == "of" and self.tokens[k + 2].text[:1] != self.tokens[k + 2].text[:1].upper():
                return k
        return None

    def _complete(self, outer: Phrase, found: dict[int, Phrase]) -> None:
        """Put the whole name behind a preposition where a parse was damaged: "envoys of the Dune Front (DF)"."""
        mark = next((k for k in range(outer.first + 1, outer.last) if self.tokens[k].text in ("of", "from", "for", "with")), None)
        if outer.name is not None or mark is None:
            return
        start = mark + 1
        while start < outer.last and self.tokens[start].text in ("the", "so", "-", "called"):
            start += 1
        end = outer.last - 3 if self.tokens[outer.last].text == ")" and self._acronym(outer.last - 1) else outer.last
        run = range(start, end + 1)
        capitals = [k for k in run if self._capital(k)]
        whole = len(capitals) > 1 and all(self._capital(k) or self._joint(k) for k in run) and self._capital(start)
        if not whole or (self.tokens[end].text == "(" or outer.head >= start):
            return
        inner = self._describe(capitals[-1], mark + 1, outer.last)
        if inner.name is None or (found.get(inner.head) is not None and found[inner.head].name == inner.name):
            return
        for k in range(mark + 1, outer.last + 1):
            found.pop(k, None)
        found[inner.head] = inner

    def _explained(self, p: Phrase, found: dict[int, Phrase]) -> bool:
        """True when an apposition is part of the phrase that it explains: "Dorn, a spokeswoman"."""
        host = found.get(self.tokens[p.head].head) if self.parse.relation(p.head) == "appos" else None
        return host is not None and host.titled and host.first <= p.first and p.last <= host.last

    def _swallowed(self, inner: Phrase, outer: Phrase) -> bool:
        """True when an unlisted name is only a part of another name."""
        if inner is outer or inner.name is None or inner.hit is not None or outer.name is None:
            return False
        (a, b), (c, d) = outer.name, inner.name
        return a <= c and d <= b and b - a > d - c

    def _several(self, first: int, last: int) -> bool:
        """True when a span coordinates two listed names ("the army and the police"): they are two actors."""
        at = [k for k in range(first + 1, last) if self.tokens[k].upos == "CCONJ"]
        hits = [
            h
            for h in self.parse.hits
            if self.tokens[first].start <= h.start and h.end <= self.tokens[last].end and h.sense != "demonym"
        ]
        return any(
            any(h.end <= self.tokens[k].start for h in hits) and any(h.start >= self.tokens[k].end for h in hits)
            and not any(h.start < self.tokens[k].start < h.end for h in hits)
            for k in at
        )  # fmt: skip

    def _complement(self, outer: Phrase, inner: Phrase) -> bool:
        """True when ``inner`` names someone else inside ``outer``: "fighters of the Front", not a part of its own name."""
        marks = [k for k in range(outer.first, inner.first) if self.tokens[k].upos == "ADP"]
        names = outer.name is not None and outer.name[0] <= inner.head <= outer.name[1]
        return bool(marks) and not names and inner.kind == "name"

    def _possessor(self, i: int) -> bool:
        return i + 1 < len(self.tokens) and self.tokens[i + 1].text in ("'s", "’s", "'", "’")

    def _span(self, first: int, last: int) -> Phrase | None:
        """Build the phrase of a span that an annotator found."""
        while (
            first < last
            and self.tokens[last].upos in ("PUNCT", "CCONJ", "ADP")
            and (self.tokens[last].text not in (")", "”", '"') or self._unopened(first, last))
        ):
            last -= 1
        while first < last and self.tokens[first].upos in ("PUNCT", "CCONJ", "ADP") and self.tokens[first].text not in ("“", '"'):
            first += 1
        if first == last and self.tokens[first].upos in ("PUNCT", "ADP", "CCONJ", "AUX", "SCONJ"):
            return None
        if first == last and self.tokens[first].text.lower() in PERSONAL:
            return self._parsed(first, self.tokens[first])
        outside = [
            k for k in range(first, last + 1) if not first <= self.tokens[k].head <= last and self.tokens[k].upos != "PUNCT"
        ]
        nouns = [k for k in outside if self.tokens[k].upos in ("NOUN", "PROPN", "PRON") and self.parse.relation(k) in _ARGUMENTS]
        mark = next((k for k in range(first + 1, last) if self.tokens[k].upos == "ADP"), last + 1)
        nouns = [k for k in nouns if k < mark] or nouns
        return self._describe(nouns[-1] if nouns else outside[0] if outside else last, first, last)

    def _unopened(self, first: int, last: int) -> bool:
        """True when a span ends with a bracket that it does not open: "Meridian)" in a dateline."""
        return self.tokens[last].text == ")" and all(t.text != "(" for t in self.tokens[first:last])

    def _parsed(self, i: int, token: Token) -> Phrase | None:
        relation = self.parse.relation(i)
        pronoun = PERSONAL.get(token.text.lower())
        if pronoun is not None and token.text != "US" and (token.upos in ("PRON", "DET") or token.deprel == "nmod:poss"):
            if relation == "expl":
                return None
            return Phrase(
                self.parse.number, i, i, i, "pronoun", token.lemma, pronoun=pronoun, subject=self._subject(i), governor=token.head
            )
        hit = self._covering(i)
        if self._possessor(i) and token.upos in ("NOUN", "PROPN"):
            if hit is not None and hit.sense == "name" and self._cover(hit)[1] > i + 1:
                return None  # the owner in a listed name: "Ruritania's defence ministry"
            relation = "nmod:poss"
            if hit is None and (first := self._named_after(i)) is not None:
                return self._describe(i, first, i)
        if relation in ("compound", "amod"):
            return self._modifier(i, token, hit)
        if token.upos not in ("NOUN", "PROPN") and not (hit is not None and token.upos in ("ADJ", "X")):
            return None
        if relation in _NEVER or (token.deprel == "nmod:desc"):
            return None
        after = self.tokens[i + 1 : i + 3]
        if len(after) == 2 and after[0].text in DASHES and after[1].upos in ("VERB", "ADJ") and after[1].text not in _HOLDING:
            return None  # "Ruritania-backed rebels": the rebels act
        first, last = self._extent(i)
        if hit is not None and hit.sense == "name":
            a, b = self._cover(hit)
            first, last = min(first, a), max(last, b)
        if token.lemma not in self.speaking and token.upos == "NOUN" and hit is None and self._small(first, last):
            plural = token.text.lower() != token.lemma and token.text[-1:] == "s"
            return Phrase(
                self.parse.number,
                i,
                first,
                last,
                "thing",
                token.lemma,
                plural=plural,
                subject=self._subject(i),
                governor=token.head,
            )
        return self._describe(i, first, last)

    def _small(self, first: int, last: int) -> bool:
        """True when nothing in a phrase is written with a capital or listed, so that nobody is named in it."""
        return not any(self.tokens[k].text[:1].isupper() or self._hits[k] is not None for k in range(first, last + 1))

    def _named_after(self, i: int) -> int | None:
        """Return where the name of an owner begins that has "of" in it: "the Army of the Sierra's fighters"."""
        k = i - 1
        while k > 0 and self.tokens[k].text.lower() in ("the", "of"):
            k -= 1
        if k == i - 1 or not any(self.tokens[j].text == "of" and self._proper(j, i) for j in range(k + 1, i)):
            return None
        while k > 0 and self._capital(k - 1):
            k -= 1
        return k

    def _modifier(self, i: int, token: Token, hit: Hit | None) -> Phrase | None:
        """A name or body that modifies a happening ("Russian airstrikes", "rebel shelling") is a participant of its own."""
        head = token.head
        if not 0 <= head < len(self.tokens) or head <= i:
            return None
        owner = self.tokens[head]
        if self.tokens[i + 1].text in DASHES and i + 2 < len(self.tokens) and self.tokens[i + 2].text not in _HOLDING:
            return None  # "Ruritania-bound trucks", unlike "Front-held villages"
        if hit is None and token.upos not in ("NOUN", "PROPN") and self.tokens[i + 1].text not in DASHES:
            return None
        if hit is not None and (
            hit.start <= owner.start < hit.end or any(self.tokens[k].start < hit.end for k in range(i + 1, head))
        ):
            return None
        if (hit is None and token.lemma not in self.actorish) or owner.lemma in self.eventless or owner.upos == "PROPN":
            return None
        first, last = self._cover(hit) if hit is not None else (i, i)
        name = (first, last) if hit is not None else None
        return Phrase(self.parse.number, i, first, last, "modifier", token.lemma, hit=hit, governor=head, name=name)

    def _extent(self, i: int) -> tuple[int, int]:
        """Return the base noun phrase of a head word: what stands before it, and names and titles after it."""
        first = i
        while first > 0 and self._belongs(first - 1, i):
            first -= 1
        while first < i and self.tokens[first].upos in ("PUNCT", "CCONJ", "ADP"):
            first += 1
        last = self._right(i)
        for c in self.parse.children[i]:
            if c > i and self.parse.relation(c) == "appos" and 0 < c - last <= 12 and self._explains(i, c):
                last = max(last, self._right(c))
        if last + 3 < len(self.tokens) and self.tokens[last + 1].text == "(" and self.tokens[last + 3].text == ")":
            last += 3 if self._acronym(last + 2) else 0
        return first, last

    def _explains(self, i: int, c: int) -> bool:
        """True when one of the two is a title or description of a person and the other a name."""
        a, b = self.tokens[i], self.tokens[c]
        return (a.lemma in self.roles and b.upos == "PROPN") or (a.upos == "PROPN" and b.lemma in self.roles)

    def _right(self, i: int) -> int:
        last = i
        for c in self.parse.children[i]:
            if c < i:
                continue
            relation = self.parse.relation(c)
            case = next((self.tokens[d].lemma for d in self.parse.children[c] if self.parse.relation(d) == "case"), None)
            joined = relation in ("flat", "compound", "goeswith", "fixed") or (relation == "nummod" and c == last + 1)
            if joined or (relation == "nmod" and case in ("of", "for") and c - last <= 8 and self._naming(i, c)):
                last = max(last, self._right(c))
        return last

    def _naming(self, i: int, c: int) -> bool:
        capital = self.tokens[c].text[:1].isupper()
        if self.tokens[i].lemma in self.roles or self.tokens[i].lemma in (
            "ministry",
            "department",
            "government",
            "army",
            "office",
        ):
            return capital or self.tokens[c].lemma in self.groups
        return (
            capital
            and self.tokens[i].text[:1].isupper()
            and (self.tokens[i].upos == "PROPN" or self.tokens[i].lemma in self.groups)
        )

    def _belongs(self, k: int, i: int) -> bool:
        """True when token ``k``, left of ``i``, is part of its base phrase."""
        for _ in range(12):
            relation, head = self.parse.relation(k), self.tokens[k].head
            if relation not in _INSIDE or (head == i and relation in ("case", "conj", "cc", "advmod")):
                return False
            if relation == "punct" and self.tokens[k].text in (",", ".", ";", ":", "—", "!", "?", "(", ")"):
                return False
            if head == i:
                return True
            k = head
            if not 0 <= k < len(self.tokens):
                return False
        return False
