"""Which words of a report name or stand for a place: gazetteer names that the parse accepts, and "the town", "a hospital".

A name is a place by its position: "in Homs", "the town of Homs", "Homs province", "shelled Homs". In "Moscow agreed" or
"Turkish troops told Damascus" the name acts, and is marked a metonym; as part of "Paris Hilton" or "Washington Post" it
is no place at all.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field, replace
from functools import lru_cache

from claimwire.ontology.model import Ontology
from claimwire.protocols import Gazetteer
from claimwire.records import Annotation, Mention, Place, Report, Sentence, Span
from claimwire.resolve import place_terms as terms
from claimwire.resolve.by_version import ByVersion
from claimwire.resolve.gazetteer import country_adjectives
from claimwire.resolve.place_names import fold
from claimwire.resolve.place_sentence import Nouns, ParsedSentence

LONGEST = 7  # tokens of a name: "Al-Sha'ir gas field" has six


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A place mention before it is resolved. ``core`` is the bare name inside the words, None for "the town"."""

    span: Span
    core: Span | None
    sentence: int
    head: int  # token index of the syntactic head
    noun: str | None = None  # lemma that says what kind of place it is
    near: bool = False
    part: bool = False  # "northern X", "outskirts of X": not all of it
    metonym: bool = False
    facility: bool = False
    strong: bool = False  # the position alone makes it a place
    score: float = 0.5
    candidates: tuple[tuple[Place, float], ...] = field(default=(), compare=False)

    @property
    def weak(self) -> bool:
        """True when a person of that name could stand where it stands: no noun says place, and no country bears it."""
        return self.noun is None and not self.near and not self.part and (not self.candidates or self.candidates[0][1] < 0.85)

    @property
    def sense(self) -> str:
        """What has one meaning in a report: the name, apart from the province, district or river that bears it too."""
        name = fold(self.core.text) if self.core else ""
        return f"{name} {self.noun}" if self.noun in terms.UNITS else name


@lru_cache(maxsize=4)
def _nouns(key: ByVersion) -> Nouns:
    return Nouns(key.ontology)


def find_mentions(report: Report, annotation: Annotation, *, gazetteer: Gazetteer, ontology: Ontology) -> list[Found]:
    """Return the place mentions of a report in text order, metonyms included and marked."""
    nouns = _nouns(ByVersion(ontology))
    mentions = sorted(annotation.mentions, key=lambda m: m.span.start)
    starts = [m.span.start for m in mentions]
    found: list[Found] = []
    for index, sentence in enumerate(annotation.sentences):
        inside = mentions[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        reader = _SentenceReader(report, sentence, index, inside, gazetteer=gazetteer, nouns=nouns)
        found.extend(reader.read())
    return _settle(found, _surnames(annotation))


def _surnames(annotation: Annotation) -> frozenset[str]:
    """Return the last names of persons: "Bobby Jones" shows that "Jones" is no town here, "the Jones family" does too."""
    names = set()
    for sentence in annotation.sentences:
        for token in sentence.tokens:
            if token.deprel == "flat" and token.upos == "PROPN" and token.head >= 0:
                first = sentence.tokens[token.head]
                actor = any(m.label == "actor" and m.span.start <= token.start < m.span.end for m in annotation.mentions)
                if actor and first.upos == "PROPN" and first.end + 1 >= token.start - 12 and first.text[:1].isupper():
                    names.add(fold(token.text))
    return frozenset(names)


def _settle(found: Sequence[Found], surnames: Set[str]) -> list[Found]:
    """Keep weak names only where the report elsewhere, or the name itself, shows that a place is meant."""
    found = [f for f in found if not (f.core and f.weak and fold(f.core.text) in surnames)]
    shown = {fold(f.core.text) for f in found if f.core and f.strong}
    kept = []
    for f in found:
        if f.core is None or f.strong or fold(f.core.text) in shown or (f.candidates and f.candidates[0][1] >= 0.68):
            kept.append(f)
    return kept


class _SentenceReader(ParsedSentence):
    """Reads one sentence: names first, then the nouns that they do not cover."""

    def __init__(
        self, report: Report, sentence: Sentence, index: int, mentions: Sequence[Mention], *, gazetteer: Gazetteer, nouns: Nouns
    ) -> None:
        self.report, self.index, self.gazetteer = report, index, gazetteer
        super().__init__(sentence, nouns)
        self.mentions = mentions

    def read(self) -> list[Found]:
        """Return the mentions of the sentence in text order."""
        named = [f for first, last, c in self._names() if (f := self._judge(first, last, c)) is not None]
        named = self._share_nouns(named)
        covered = [f.span for f in named]
        nominal = [f for f in self._nominals() if not any(f.span.overlaps(s) for s in covered)]
        covered.extend(f.span for f in nominal)
        tagged = [f for f in self._tagged() if not any(f.span.overlaps(s) for s in covered)]
        return sorted([*named, *nominal, *tagged], key=lambda f: f.span.offsets)

    def _tagged(self) -> Iterator[Found]:
        """Yield what the annotator takes for a place and no rule of ours reached: "there", "campus", an unlisted name."""
        for m in self.mentions:
            inside = [i for i, t in enumerate(self.tokens) if m.span.start <= t.start < m.span.end]
            if m.label not in {"place", "facility"} or not inside:
                continue
            head = self._head(inside[0], inside[-1])
            token = self.tokens[head]
            if token.upos in {"DET", "ADP", "PUNCT", "CCONJ"} or m.score < 0.5:
                continue
            named = all(self.tokens[i].upos == "PROPN" and self.tokens[i].text[:1].isupper() for i in inside)
            yield Found(
                span=m.span, core=m.span if named else None, sentence=self.index, head=head, strong=True, score=m.score,
                noun=token.lemma if token.lemma in self.nouns.sites else None,
                candidates=tuple(self.gazetteer.lookup(m.span.text)) if named else (),
                facility=m.label == "facility" or (token.lemma in self.nouns.facilities and token.lemma not in self.nouns.places),
            )  # fmt: skip

    # names -----------------------------------------------------------------------------------------------------------

    def _names(self) -> Iterator[tuple[int, int, tuple[tuple[Place, float], ...]]]:
        """Yield token ranges (first, last inclusive) that may be names: longest gazetteer match, else a run of proper nouns."""
        i = 0
        while i < len(self.tokens):
            if not self._may_start(i):
                i += 1
                continue
            end = self._run_end(i)
            for last in range(min(end, i + LONGEST - 1), i - 1, -1):
                candidates = self._lookup(i, last)
                if candidates:
                    whole = self._proper_end(i, end)
                    if whole > last and candidates[0][1] < 0.9 and self._one_name(last):
                        yield i, whole, ()  # "Boca Turaya" is not Boca
                        i = whole + 1
                    else:
                        yield i, last, candidates
                        i = last + 1
                    break
            else:
                if self.tokens[i].text.lower() in terms.DIRECTIONS:  # "Western Aleppo" is read from Aleppo
                    i += 1
                    continue
                last = self._proper_end(i, end)
                if last >= i:
                    yield i, last, ()
                i = max(last, i) + 1

    def _one_name(self, last: int) -> bool:
        """True when the token after ``last`` goes on with the same proper name."""
        token = self.tokens[last + 1]
        return token.upos == "PROPN" and not self._kind_noun(token) and (self._linked(last, last + 1) or self._marked(last))

    def _marked(self, i: int) -> bool:
        """True when the annotator has token ``i`` and the next one in one place, whatever the parse makes of them."""
        a, b = self.tokens[i], self.tokens[i + 1]
        return any(m.label == "place" and m.span.start <= a.start and b.end <= m.span.end for m in self.mentions)

    def _adjective(self, i: int) -> bool:
        """True of the first word of "Old Lir", which the tagger takes for an adjective; "Syrian" and "northern" are no names."""
        token = self.tokens[i]
        new = token.text == "New"  # "New Kestrin"
        if (
            (token.upos not in {"ADJ", "NOUN"} and not new)
            or not self._capital(i)
            or token.lemma in terms.DIRECTIONS
            or self._kind_noun(token)
        ):
            return False
        if (fold(token.text) in terms.NOT_PLACES and not new) or token.text in country_adjectives() or i + 1 >= len(self.tokens):
            return False
        return self.tokens[i + 1].upos == "PROPN" and self._marked(i)

    def _may_start(self, i: int) -> bool:
        token = self.tokens[i]
        text = token.text
        if text[:1].isupper():
            return fold(text) not in terms.NOT_PLACES or (i + 1 < len(self.tokens) and self.tokens[i + 1].text[:1].isupper())
        stem, hyphen, rest = text.partition("-")
        if hyphen and stem.lower() in terms.ARTICLE_WORDS:
            return rest[:1].isupper() or (not rest and self._capital(i + 1))
        return (
            stem in terms.ARTICLE_WORDS and i + 2 < len(self.tokens) and self.tokens[i + 1].text == "-" and self._capital(i + 2)
        )

    def _capital(self, i: int) -> bool:
        return i < len(self.tokens) and self.tokens[i].text[:1].isupper()

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
            elif t.text.lower() not in {"-", "al", "el", "ash", "as", "'", "’"} and not (j == i and t.upos in {"X", "DET"}):
                break
        return last

    def _lookup(self, first: int, last: int) -> tuple[tuple[Place, float], ...]:
        head, tail = self.tokens[first], self.tokens[last]
        name = self.report.text[head.start : tail.end]
        if "\n" in name or fold(name) in terms.NOT_PLACES or not any(c.isupper() for c in name):
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
        return tuple(hits)

    def _listed(self, name: str) -> bool:
        """True when the name is so well known that a tagger's doubt about one token does not matter."""
        hits = self.gazetteer.lookup(name)
        return bool(hits) and hits[0][1] >= 0.7

    # position --------------------------------------------------------------------------------------------------------

    def _judge(self, first: int, last: int, candidates: tuple[tuple[Place, float], ...]) -> Found | None:
        """Decide by the parse whether a name is a place here; None when it is part of something else."""
        core = self.report.span(self.tokens[first].start, self.tokens[last].end)
        tagged = {m.label for m in self.mentions if m.span.overlaps(core)}
        inside_actor = any(
            m.label in {"actor", "weapon", "source"} and m.span.covers(core) and self._goes_on(m.span, core)
            for m in self.mentions
        )
        head = self._head(first, last)
        left, right = first, last
        noun: str | None = None
        after = self._at(last + 1)
        if after is not None and self._kind_noun(after) and (self._linked(last, last + 1) or self._marked(last)):
            noun, right, head = self._lemma(last + 1), last + 1, last + 1
        elif after is not None and after.upos == "PROPN" and self._linked(last, last + 1) and after.text[:1].isupper():
            word = after.text.lower()
            if word not in terms.TITLES and word not in self.nouns.actors:
                return None  # "Paris Hilton", "Washington Post"
            return self._metonym(core, candidates, head)  # "Oklahoma Governor"
        before = self._at(first - 1)
        if before is not None:
            lemma = before.text.lower()
            joined = before.upos == "PROPN" and self._linked(first - 1, first) and lemma not in terms.DIRECTIONS
            if lemma in terms.TITLES or joined:
                if not self._kind_noun(before):
                    return None
                noun, left = noun or before.lemma, first - 1
        if noun in terms.UNITS:  # "Idlib province" may be listed under its full name, beside the city
            full = self.gazetteer.lookup(f"{core.text} {noun}")
            candidates = tuple({c[0].target: c for c in (*full, *candidates)}.values())
        if not candidates and inside_actor and noun is None:
            return None
        found = Found(span=core, core=core, sentence=self.index, head=head, noun=noun, candidates=candidates)
        found = self._grow(found, left, right)
        return self._weigh(found, tagged, inside_actor, first, last)

    def _metonym(self, core: Span, candidates: tuple[tuple[Place, float], ...], head: int) -> Found | None:
        """Return a well-known place whose name says whose actor is meant; None for any other name."""
        if not candidates or candidates[0][1] < 0.5:
            return None
        return Found(span=core, core=core, sentence=self.index, head=head, candidates=candidates, metonym=True, score=0.4)

    def _grow(self, found: Found, left: int, right: int) -> Found:
        """Take in what belongs to the mention: "northern X", "the town of X", "the countryside north of X"."""
        part, noun, near, head = found.part, found.noun, found.near, found.head
        while (t := self._at(left - 1)) is not None and t.lemma in terms.DIRECTIONS:
            part = True
            left -= 1
        outer = left - 1 if (t := self._at(left - 1)) is not None and t.lemma == "the" else left  # "the north of the X"
        if (of := self._at(outer - 1)) is not None and of.lemma == "of":
            left = outer
        while (of := self._at(left - 1)) is not None and of.lemma == "of" and (kind := self._at(left - 2)) is not None:
            if (kind.lemma not in terms.PARTS and not self._kind_noun(kind)) or (left > 2 and self._named_kind(left - 2)):
                break
            if kind.lemma in terms.ABOUT:
                near = True
            elif kind.lemma in terms.FEATURES and not part and noun is None and not near:
                noun = kind.lemma
            else:
                part = True
            head = left - 2
            left -= 2
            while (t := self._at(left - 1)) is not None and t.upos in {"DET", "ADJ", "NUM"} and t.head == head:
                left -= 1
        cases = self._cases(head)
        near = near or bool(cases & terms.NEAR)
        span = self.report.span(self.tokens[left].start, self.tokens[right].end)
        return replace(found, span=span, part=part, noun=noun, near=near, head=head)

    def _named_kind(self, i: int) -> bool:
        """True when the noun at ``i`` has a name of its own before it: "the X neighbourhood of Y" is two places."""
        before = self.tokens[i - 1]
        return before.upos == "PROPN" and before.text[:1].isupper() and (self._linked(i - 1, i) or self._marked(i - 1))

    def _weigh(self, found: Found, tagged: set[str], inside_actor: bool, first: int, last: int) -> Found | None:
        """Add how sure the position makes it, and whether the name acts rather than locates."""
        head, candidates = self.tokens[found.head], found.candidates
        top = candidates[0][1] if candidates else 0.0
        state = bool(candidates) and _acts(candidates[0][0])
        deprel, cases, governor = self._position(found.head)
        locative = bool(cases & terms.LOCATIVE)
        kind = found.noun is not None or found.near or found.part
        strong = locative or kind or ("place" in tagged and "actor" not in tagged) or "facility" in tagged
        metonym = False
        follower = self._at(last + 1)
        if found.head <= last and head.deprel in {"compound", "amod", "nmod:poss", "nmod"} and head.head > last and not cases:
            owner = self.tokens[head.head].lemma
            metonym = owner in self.nouns.actors or (state and owner not in self.nouns.sites)
            strong = strong or owner in self.nouns.sites
        elif deprel.startswith(("nsubj", "vocative")) and not kind:
            metonym = state and deprel != "nsubj:pass"
        elif (deprel in {"obj", "iobj"} or (deprel == "obl" and not cases)) and not kind:
            metonym = state and governor not in terms.PLACE_VERBS
            strong = strong or governor in terms.PLACE_VERBS
        elif deprel.startswith(("obl", "nmod")) and not locative and not kind:
            if cases & terms.MOTION or ("for" in cases and governor in terms.BOUND):
                metonym = state and governor in terms.ADDRESSES
                strong = strong or (bool(candidates) and governor not in terms.ADDRESSES)
            elif "of" in cases:
                strong = strong or (bool(candidates) and governor not in self.nouns.actors and top >= 0.3)
                metonym = state and governor in self.nouns.actors
            else:
                metonym = state
        if follower is not None and follower.text == "," and self._region_after(last + 2):
            strong = True
        if inside_actor and not strong:
            return self._metonym(found.span, candidates, found.head)
        dateline = found.sentence == 0 or first == 0
        if dateline and follower is not None and follower.text in {"(", "—", "–", "--", "-"} and candidates and first <= 2:
            strong, metonym = True, False
        if "place" in tagged and "actor" not in tagged:
            metonym = False
        if "actor" in tagged and not strong and not state and "place" not in tagged:
            metonym = True
        if not candidates and (not (locative or found.noun) or "actor" in tagged or "time" in tagged) and "place" not in tagged:
            return None
        score = min(1.0, 0.35 + 0.3 * strong + 0.35 * top)
        return replace(found, strong=strong and not metonym, metonym=metonym, score=round(score, 3),
                       facility=found.noun in self.nouns.facilities and found.noun not in self.nouns.places)  # fmt: skip

    def _region_after(self, i: int) -> bool:
        """True when a country, state or province follows a comma: "Azaz, Syria"."""
        token = self._at(i)
        if token is None or not token.text[:1].isupper():
            return False
        for last in (i + 1, i):
            if last < len(self.tokens):
                for place, prior in self._lookup(i, last)[:1]:
                    return prior >= 0.7 and (place.feature or "").startswith("A.")
        return False

    def _share_nouns(self, named: list[Found]) -> list[Found]:
        """Give "X" the noun of "X and Y neighbourhoods"."""
        out = list(named)
        for n in range(1, len(out)):
            a, b = out[n - 1], out[n]
            plural = a.span.text.split()[0].lower().endswith("s") or a.span.text.lower().startswith("the ")
            if a.noun and b.noun is None and a.core and a.core.end == a.span.end and plural and self._between(a, b) == "and":
                out[n] = replace(b, noun=a.noun, strong=True, metonym=False)  # "the provinces of X and Y"
        for n in range(len(out) - 2, -1, -1):
            a, b = out[n], out[n + 1]
            if (
                a.noun is None
                and b.noun
                and self._between(a, b) in {"and", ",", "or", ", and"}
                and self.tokens[b.head].lemma != self.tokens[b.head].text.lower()
            ):
                out[n] = replace(a, noun=b.noun, strong=True, metonym=False)
        return out

    def _between(self, a: Found, b: Found) -> str:
        return self.report.text[a.span.end : b.span.start].strip()

    # nouns -----------------------------------------------------------------------------------------------------------

    def _nominals(self) -> Iterator[Found]:
        """Yield "the town", "a field hospital", "residential areas": places without a name."""
        for i, t in enumerate(self.tokens):
            facility = t.lemma in self.nouns.facilities
            if t.upos not in {"NOUN", "PROPN"} or t.text[:1].isupper() or not (facility or t.lemma in self.nouns.places):
                continue
            if t.deprel in {"compound", "amod", "flat", "nmod:poss", "obl:npmod", "obl:tmod"}:
                continue
            deprel, cases, governor = self._position(i)
            located = bool(cases & (terms.LOCATIVE | terms.MOTION))
            body = t.lemma in self.nouns.bodies
            object_ = deprel in {"obj", "nsubj:pass"} and (governor in terms.PLACE_VERBS or not body)
            if not (located or object_ or "of" in cases or (deprel == "nsubj" and not body)):
                continue
            left = min([i, *self._modifiers(i)])
            yield Found(
                span=self.report.span(self.tokens[left].start, t.end), core=None, sentence=self.index, head=i, noun=t.lemma,
                near=bool(cases & terms.NEAR), facility=facility and t.lemma not in self.nouns.places, strong=located,
                score=0.5 if located else 0.35,
            )  # fmt: skip

    def _goes_on(self, outer: Span, core: Span) -> bool:
        """True when the annotator's mention goes on beyond the name by more than an article."""
        rest = (outer.text[: core.start - outer.start] + outer.text[core.end - outer.start :]).strip(" .,'’s")
        return rest.lower() not in {"", "the"} and not re.match(r"(?:and|or)\s", rest)  # "X and Y" goes on with another


def _acts(place: Place) -> bool:
    """True of places whose name can stand for a government: countries and their capitals."""
    code = (place.feature or "").partition(".")[2]
    return code.startswith("PCL") or code == "PPLC"
