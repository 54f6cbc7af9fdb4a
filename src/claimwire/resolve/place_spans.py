"""Which runs of words may name a place: the longest name of the gazetteer, else a run of proper nouns.

A run is looked at whole before a part of it is taken: "Columbia" in "Columbia Metropolitan Airport" is where an airport
is, in "Columbia Fire Department" whose firemen these are, in "Columbia Tribune" nothing at all.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from claimwire.protocols import Gazetteer
from claimwire.records import Place
from claimwire.resolve import place_terms as terms
from claimwire.resolve.gazetteer import country_adjectives
from claimwire.resolve.place_names import fold
from claimwire.resolve.place_sentence import ParsedSentence

_WHOSE = 0.47  # prior from which a name before "Department" is whose it is, not what it is for
_FAMOUS = 0.85
LONGEST = 7  # tokens of a name: "Al-Sha'ir gas field" has six
Candidates = tuple[tuple[Place, float], ...]
_ROAD = re.compile(r"[AMNEIHRP]-?\d{1,4}[A-Z]?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """Tokens ``first`` to ``last`` (inclusive) that may name a place; ``role`` says what the whole run around them is."""

    first: int
    last: int
    candidates: Candidates = ()
    role: str = "name"  # name, site (a building called after it), body (part of an organisation's or office's name), road
    whole: int | None = None  # last token of the run that the name begins, where that is longer


class NameFinder:
    """Finds the names in one sentence."""

    def __init__(self, sentence: ParsedSentence, gazetteer: Gazetteer) -> None:
        self.sentence, self.gazetteer = sentence, gazetteer
        self.tokens = sentence.tokens

    def names(self) -> Iterator[Name]:
        """Yield names in text order; none overlaps another."""
        i = 0
        while i < len(self.tokens):
            if self._road(i):
                yield Name(first=i, last=i, role="road")
                i += 1
                continue
            if not self._may_start(i):
                i += 1
                continue
            name, following = self._name(i)
            if name is not None:
                yield name
            i = max(following, i + 1)

    def _name(self, i: int) -> tuple[Name | None, int]:
        """Return the name that starts at token ``i``, if any, and the token at which to go on."""
        end = self._run_end(i)
        for last in range(min(end, i + LONGEST - 1), i - 1, -1):
            candidates = self.lookup(i, last) if self._may_end(last) else ()
            if not candidates:
                continue
            whole = self._title_end(last)
            if whole > last and (name := self._inside(i, last, whole, candidates)) is not None:
                return name
            proper = self._proper_end(i, end)
            country = (candidates[0][0].feature or "").startswith("A.PCL")
            if proper > last and not country and self._one_name(last):
                return Name(first=i, last=proper), proper + 1  # "Boca Turaya" is not Boca
            return Name(first=i, last=last, candidates=candidates), last + 1
        if self.tokens[i].text.lower() in terms.DIRECTIONS or self._article(i):  # "Western Aleppo" is read from Aleppo
            return None, i + 1
        last = self._proper_end(i, end)
        if last < i or (last == i and self.tokens[i].text in country_adjectives()):
            return None, i + 1  # "the Syrian capital"
        if all(self.sentence.generic(k) for k in range(i, last + 1)):
            return None, last + 1  # "Circuit Court", "National Park": the kind without a name
        whole = self._title_end(last)
        if self._styled(i, whole):
            return None, whole + 1
        return Name(first=i, last=last), last + 1

    def _inside(self, first: int, last: int, whole: int, candidates: Candidates) -> tuple[Name | None, int] | None:
        """Read a listed name that begins a longer one by what the longer one names; None when its other words do not tell."""
        tail = range(last + 1, whole + 1)
        if self.sentence.kind_noun(self.tokens[last + 1]) and self.sentence.singular(last + 1) in self.sentence.nouns.places:
            if whole == last + 1:
                return None  # "Idlib Province": the noun belongs to the mention
            tail = range(last + 2, whole + 1)
        final = self.tokens[whole].text.lower().rstrip(".")
        if any(self.tokens[k].text.lower() in terms.MEDIA for k in tail):
            return None, whole + 1
        if any(self._official(k) for k in tail):
            unit = tail.start > last + 1 or self.sentence.singular(last) in terms.UNITS  # "Lexington County Sheriff"
            if (candidates[0][1] < _WHOSE and not unit) or (candidates[0][1] < _FAMOUS and self._goes_before(first)):
                return None, whole + 1  # "International Energy Agency", "Food and Drug Administration"
            return Name(first=first, last=last, candidates=candidates, role="body", whole=whole), whole + 1
        if final in self.sentence.nouns.facilities | terms.BUILDINGS:
            return Name(first=first, last=last, candidates=candidates, role="site", whole=whole), whole + 1
        return None

    def _styled(self, first: int, whole: int) -> bool:
        """True of an unlisted name of a titled person or an organisation: "Bishop Rieta", "the Volunteer Corps"."""
        if whole == first:
            return len(self.tokens[first].text) == 1
        final = self.tokens[whole].text.lower().rstrip(".")
        if final in self.sentence.nouns.sites | terms.BUILDINGS and final not in self.sentence.nouns.bodies:
            return False
        if self.tokens[first].text.lower() in terms.TITLES | self.sentence.nouns.titles:
            return True
        return "place" not in self.sentence.labels(self.sentence.span(first, whole)) and self._official(whole)

    def _goes_before(self, first: int) -> bool:
        """True when the name of an organisation began before token ``first``: the word there is in the middle of it."""
        before = self.sentence.at(first - 1)
        if before is None:
            return False
        if before.text in {"and", "&"} or before.upos == "CCONJ":
            other = self.sentence.at(first - 2)
            return other is not None and other.text[:1].isupper() and self.tokens[first].upos != "PROPN"
        near = self.tokens[first].start <= before.end + 1 and before.text[:1].isupper() and first > 1
        plain = fold(before.text) not in terms.DIRECTIONS | terms.CALENDAR
        return near and before.upos in {"PROPN", "ADJ", "NOUN"} and plain

    def _official(self, i: int) -> bool:
        """True of the word of an organisation's name or an office that says what it is: "Department", "Mayor", "Democrats"."""
        word = self.tokens[i].text.lower().rstrip(".")
        singular = word[:-1] if word.endswith("s") else word
        return word in self.sentence.nouns.official or singular in self.sentence.nouns.official

    def _title_end(self, last: int) -> int:
        """Return where the run of capitalised words goes on to after token ``last``, without any mark or gap between."""
        end = last
        while self.sentence.capital(end + 1) and self.tokens[end + 1].start == self.tokens[end].end + 1:
            if fold(self.tokens[end + 1].text) in terms.CALENDAR or not self._tied(end, end + 1):
                break
            end += 1
        return end

    def _tied(self, i: int, j: int) -> bool:
        """True when two neighbours in capitals belong together: by the parse, or as the annotator marked them."""
        a, b = self.tokens[i], self.tokens[j]
        if self.sentence.linked(i, j) or a.head == b.head or self.tokens[a.head].head == b.head:
            return True
        return any(m.span.start <= a.start and b.end <= m.span.end for m in self.sentence.mentions)

    def _article(self, i: int) -> bool:
        return self.tokens[i].upos == "DET" or self.tokens[i].text.lower() in {"the", "a", "an"}

    def _road(self, i: int) -> bool:
        """True of "the M5" on which, along which or near which something happens; a rifle is not on anything."""
        text = self.tokens[i].text
        if i == 0 or not text[:1].isupper() or text.isalpha() or not _ROAD.fullmatch(text):
            return False
        labels = self.sentence.labels(self.sentence.span(i, i))
        after = self.sentence.at(i + 1)
        if after is not None and after.lemma in terms.ROADS:
            return True
        cases = self.sentence.position(i)[1]
        return not labels & {"weapon", "actor"} and (bool(cases & terms.ALONG) or "place" in labels)

    def _one_name(self, last: int) -> bool:
        """True when the token after ``last`` goes on with the same proper name."""
        token = self.tokens[last + 1]
        joined = self.sentence.linked(last, last + 1) or self.sentence.marked(last)
        return token.upos == "PROPN" and not self.sentence.kind_noun(token) and joined

    def _adjective(self, i: int) -> bool:
        """True of the first word of "Old Lir", which the tagger takes for an adjective; "Syrian" and "northern" are no names."""
        token = self.tokens[i]
        new = token.text == "New"  # "New Kestrin"
        if (
            (token.upos not in {"ADJ", "NOUN"} and not new)
            or not self.sentence.capital(i)
            or token.lemma in terms.DIRECTIONS
            or self.sentence.kind_noun(token)
        ):
            return False
        if (fold(token.text) in terms.NOT_PLACES and not new) or token.text in country_adjectives() or i + 1 >= len(self.tokens):
            return False
        return self.tokens[i + 1].upos == "PROPN" and self.sentence.marked(i)

    def _may_start(self, i: int) -> bool:
        text = self.tokens[i].text
        if text.islower() and "-" not in text and text not in terms.ARTICLE_WORDS:
            return False
        before = self.sentence.at(i - 1)
        glued = before is not None and before.text == "-" and self.sentence.capital(i - 2) and before.end == self.tokens[i].start
        if glued and not self.lookup(i - 2, i - 2):
            return False  # "Wal-Mart"
        if self.tokens[i].upos in {"SCONJ", "ADP", "CCONJ", "PRON", "AUX"}:
            return False  # "As Iraq goes on"
        if text[:1].isupper():
            return fold(text) not in terms.NOT_PLACES or self.sentence.capital(i + 1)
        stem, hyphen, rest = text.partition("-")
        if hyphen and stem.lower() in terms.ARTICLE_WORDS:
            return rest[:1].isupper() or (not rest and self.sentence.capital(i + 1))
        after = self.sentence.at(i + 1)
        return stem in terms.ARTICLE_WORDS and after is not None and after.text == "-" and self.sentence.capital(i + 2)

    def _may_end(self, i: int) -> bool:
        """True of a word with a capital or a figure: no name ends in "at", "of" or "Al"."""
        text = self.tokens[i].text
        return any(c.isupper() or c.isdigit() for c in text) and text.lower() not in terms.ARTICLE_WORDS

    def _run_end(self, i: int) -> int:
        """Return the last token of the run of capitalised words and connectors that starts at ``i``."""
        end = i
        for j in range(i + 1, min(len(self.tokens), i + LONGEST)):
            text = self.tokens[j].text
            glued = "-" in text and text[-1:].isalpha() and text.partition("-")[0].lower() in terms.ARTICLE_WORDS
            if text[:1].isupper() or glued or text[:1].isdigit():
                end = j
            elif text.lower() not in terms.CONNECTORS and text not in {"‘", "`", "'s"}:
                break
        return end

    def _proper_end(self, i: int, end: int) -> int:
        """Return where an unlisted name that starts at ``i`` ends: proper nouns, Arabic articles and hyphens, no "of"."""
        last = i - 1
        for j in range(i, end + 1):
            t = self.tokens[j]
            if (t.upos == "PROPN" and fold(t.text) not in terms.NOT_PLACES) or (j == i and self._adjective(i)):
                last = j
            elif t.text.lower() not in {"-", "al", "el", "ash", "as", "'", "’"} and not (j == i and t.upos == "X"):
                break
            elif t.upos in {"ADP", "SCONJ"}:
                break  # "known to the Kurds as Kobane"
        return last

    def lookup(self, first: int, last: int) -> Candidates:
        """Return what the gazetteer holds under the words of a range, nothing for words that are no names by themselves."""
        head, tail = self.tokens[first], self.tokens[last]
        name = self.sentence.report.text[head.start : tail.end]
        if "\n" in name or fold(name) in terms.NOT_PLACES or tail.upos == "PART" or not any(c.isupper() for c in name):
            return ()
        if fold(name) in terms.SHORT_STATES:
            if first == 0 or self.tokens[first - 1].text != ",":
                return ()
            return tuple(h for h in self.gazetteer.lookup(name) if (h[0].feature or "") == "A.ADM1")
        if first == last and head.upos not in {"PROPN", "X"} and not (head.upos in {"NOUN", "ADJ"} and self._listed(name)):
            return ()
        hits = self.gazetteer.lookup(name)
        if not hits and len(name) > 5 and name.endswith("s") and not tail.text.isupper():
            # Outlets whose apostrophes were stripped print "Syrias north".
            hits = [h for h in self.gazetteer.lookup(name[:-1]) if h[1] >= 0.6]
        if any(t.text in {"'s", "’s"} for t in self.tokens[first:last]):
            hits = [h for h in hits if fold(h[0].name) == fold(name)]  # "Martha's Vineyard", not "Utah's Zion"
        compound = last > first and (head.text.lower() in terms.COMPASS or self.sentence.singular(last) in terms.UNITS)
        if hits and hits[0][1] < 0.7 and not compound and all(self.sentence.generic(k) for k in range(first, last + 1)):
            return ()  # somewhere a village is called Central
        return tuple(hits)

    def under_full_name(self, name: str, noun: str | None, candidates: Candidates) -> Candidates:
        """Return candidates with what is listed as name and noun ("Idlib province") before them."""
        full = self.gazetteer.lookup(f"{name} {noun}")
        return tuple({c[0].target: c for c in (*full, *candidates)}.values())

    def _listed(self, name: str) -> bool:
        """True when the name is so well known that a tagger's doubt about one token does not matter."""
        hits = self.gazetteer.lookup(name)
        return bool(hits) and hits[0][1] >= 0.7
