"""What a name is with the words around it: its extent, the noun that says its kind, the building or body called after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimwire.records import Span
from claimwire.resolve import place_terms as terms
from claimwire.resolve.place_found import Found
from claimwire.resolve.place_senses import Senses, metonym
from claimwire.resolve.place_sentence import ParsedSentence
from claimwire.resolve.place_spans import Candidates, Name, NameFinder

_TOWN_KNOWN = 0.45  # prior of a town that an airport may be called after without more proof


class Judge:
    """Judges the names of one sentence."""

    def __init__(self, sentence: ParsedSentence, names: NameFinder, index: int) -> None:
        self.sentence, self.names, self.index = sentence, names, index
        self.senses = Senses(sentence, names, index)
        self.tokens, self.nouns = sentence.tokens, sentence.nouns

    def judge(self, name: Name) -> Found | None:
        """Return the mention that a name makes; None when it is part of something else."""
        if name.role == "site" and name.whole is not None:
            return self._site(name, name.whole)
        if name.role == "body":
            return self._body(name)
        if name.role == "road":
            span = self.sentence.span(name.first, name.last)
            roads = tuple(c for c in self.names.gazetteer.lookup(span.text) if (c[0].feature or "").startswith("R."))
            return Found(
                span=span, core=span, sentence=self.index, head=name.first, noun="road", role="road", strong=True, score=0.6,
                candidates=roads,
            )  # fmt: skip
        return self._name(name.first, name.last, name.candidates)

    def _name(self, first: int, last: int, candidates: Candidates) -> Found | None:
        core = self.sentence.span(first, last)
        tagged = self.sentence.labels(core)
        inside_actor = any(
            m.label in {"actor", "weapon", "source"} and m.span.covers(core) and _goes_on(m.span, core)
            for m in self.sentence.mentions
        )
        head = self.sentence.head(first, last)
        left, right = first, last
        noun: str | None = None
        after = self.sentence.at(last + 1)
        if (
            after is not None
            and self.sentence.kind_noun(after)
            and (self.sentence.linked(last, last + 1) or self.sentence.marked(last))
        ):
            noun, right, head = self.sentence.singular(last + 1), last + 1, last + 1
        elif after is not None and after.upos == "PROPN" and self.sentence.linked(last, last + 1) and after.text[:1].isupper():
            word = after.text.lower()
            country = bool(candidates) and (candidates[0][0].feature or "").startswith("A.PCL") and after.deprel != "flat"
            if word not in terms.TITLES and word not in self.nouns.actors and not country:
                return None  # "Paris Hilton", "Washington Post"
            return metonym(core, candidates, head, self.index)  # "Oklahoma Governor"
        else:
            owner = self.tokens[head].head
            if self._building(head, last, owner):  # "the X maternity hospital"
                noun, right, head = self.sentence.singular(owner), owner, owner
        before = self.sentence.at(first - 1)
        if before is not None:
            lemma = before.text.lower()
            joined = before.upos == "PROPN" and self.sentence.linked(first - 1, first) and lemma not in terms.DIRECTIONS
            if lemma in terms.TITLES or joined or lemma in terms.OPERATIONS:
                if lemma not in terms.LEADING:
                    return None
                noun, left = noun or before.lemma, first - 1
        if (
            noun is None
            and last > first
            and not (candidates and (candidates[0][0].feature or "").startswith("A.PCL"))  # "United States"
            and self.sentence.singular(last) in terms.UNITS
            and self.sentence.kind_noun(self.tokens[last])
        ):
            noun = self.sentence.singular(last)  # listed with it: "Orange County"
        elif noun in terms.UNITS or noun in self.nouns.facilities:  # listed under its full name, beside the city
            candidates = self.names.under_full_name(core.text, noun, candidates)
        _, cases, governor = self.sentence.position(head)
        placed = bool(cases & terms.LOCATIVE) or ("of" in cases and governor in terms.INHABITANTS)
        if not candidates and inside_actor and noun is None and not (placed and "actor" in tagged):
            return None
        found = Found(span=core, core=core, sentence=self.index, head=head, noun=noun, candidates=candidates)
        if self._self_styled(first):
            return None
        found = self._rural(self._loose(self._grow(found, left, right)))
        return self.senses.weigh(found, inside_actor=inside_actor, first=first, last=last)

    def _site(self, name: Name, whole: int) -> Found | None:
        """Read "Columbia Metropolitan Airport": one building, listed itself, or at the town that it is called after."""
        span = self.sentence.span(name.first, whole)
        core = self.sentence.span(name.first, name.last)
        noun = self.sentence.singular(whole)
        listed = tuple(self.names.gazetteer.lookup(span.text))
        towns = tuple(c for c in name.candidates if (c[0].feature or "").startswith("P."))
        head = self.sentence.head(name.first, whole)
        located = bool(self.sentence.position(head)[1] & (terms.LOCATIVE | terms.MOTION))
        labels = self.sentence.labels(span)
        if noun in self.nouns.bodies and "actor" in labels and not located:
            return self._body(name)  # a university that says or does
        found = Found(
            span=span, core=span, sentence=self.index, head=head, noun=noun, facility=True, role="site",
            strong=located or bool(labels & {"place", "facility"}), score=0.6, candidates=listed,
        )  # fmt: skip
        if listed:
            return found
        if noun in terms.TOWN_SITES and towns and towns[0][1] >= _TOWN_KNOWN:
            return replace(found, core=core, candidates=towns)
        return replace(found, named_after=core, candidates=towns)

    def _body(self, name: Name) -> Found | None:
        """Read the place in the name of an office or organisation ("Torrington Fire Department"): whose it is, not where."""
        last = name.last
        after = self.sentence.at(last + 1)
        noun = None
        if after is not None and name.whole is not None and last + 1 < name.whole and self.sentence.kind_noun(after):
            kind = self.sentence.singular(last + 1)
            if kind in self.nouns.places:
                noun, last = kind, last + 1
        core = self.sentence.span(name.first, name.last)
        return Found(
            span=self.sentence.span(name.first, last), core=core, sentence=self.index, head=self.sentence.head(name.first, last),
            noun=noun, candidates=name.candidates, metonym=True, score=0.4, role="body",
        )  # fmt: skip

    def _grow(self, found: Found, left: int, right: int) -> Found:
        """Take in what belongs to the mention: "northern X", "the town of X", "the countryside north of X"."""
        part, noun, near, head = found.part, found.noun, found.near, found.head
        at = self.sentence.at
        while (t := at(left - 1)) is not None and t.lemma in terms.DIRECTIONS:
            part = True
            left -= 1
        outer = left - 1 if (t := at(left - 1)) is not None and t.lemma == "the" else left  # "the north of the X"
        if (of := at(outer - 1)) is not None and of.lemma == "of":
            left = outer
        while (of := at(left - 1)) is not None and of.lemma == "of" and (kind := at(left - 2)) is not None:
            if (kind.lemma not in terms.PARTS and not self.sentence.kind_noun(kind)) or (left > 2 and self._named_kind(left - 2)):
                break
            if kind.lemma in terms.ABOUT:
                near = True
            elif kind.lemma in terms.FEATURES and not part and noun is None and not near:
                noun = kind.lemma
            else:
                part = True
            head = left - 2
            left -= 2
            kinds = {"DET", "ADJ"} if kind.lemma in terms.COMPASS else {"DET", "ADJ", "NUM"}  # "killed two east of X"
            while (t := at(left - 1)) is not None and t.upos in kinds and t.head == head:
                left -= 1
        near = near or bool(self.sentence.cases(head) & terms.NEAR)
        if noun in terms.SETTLEMENTS and any((c[0].feature or "").startswith("P.") for c in found.candidates):
            towns = tuple(c for c in found.candidates if not (c[0].feature or "").startswith("A.ADM"))
            found = replace(found, candidates=towns)  # "the town of Azaz" is not its district
        elif noun in terms.UNITS and noun != found.noun and found.core is not None:  # "the governorate of Hama"
            found = replace(found, candidates=self.names.under_full_name(found.core.text, noun, found.candidates))
        country = self.sentence.country(left, right) if noun in terms.NATIONAL else None
        candidates = found.candidates if country is None else tuple(c for c in found.candidates if c[0].country == country)
        return replace(
            found, span=self.sentence.span(left, right), part=part, noun=noun, near=near, head=head, country=country,
            candidates=candidates,
        )  # fmt: skip

    def _self_styled(self, first: int) -> bool:
        """True of what follows "Islamic State of": a group's name, not a country's."""
        words = [self.tokens[k].text.lower() for k in range(max(0, first - 4), first)]
        words = words[:-1] if words[-1:] == ["the"] else words
        return words[-3:-1] == ["islamic", "state"] and words[-1] in {"of", "in"}

    def _loose(self, found: Found) -> Found:
        """Let a noun that no candidate answers to surround the name: "the Homs desert" is by a town, not a desert Homs."""
        wanted = terms.FEATURES.get(found.noun or "", ())
        if found.noun not in terms.AROUND and found.noun not in terms.SIDES:
            return found
        if not found.candidates or any((p.feature or "").startswith(wanted[:1]) for p, _ in found.candidates if wanted):
            return found
        return replace(found, noun=None, near=found.noun in terms.AROUND, part=found.noun in terms.SIDES)

    def _rural(self, found: Found) -> Found:
        """Read "rural Damascus" and "the Damascus countryside" as the province where there is one of that name."""
        words = found.span.text.lower().split()
        if found.core is None or not {"rural", "countryside"} & set(words):
            return found
        listed = tuple(self.names.gazetteer.lookup(f"Rural {found.core.text}"))
        if not listed or not (listed[0][0].feature or "").startswith("A."):
            return found
        return replace(found, noun="governorate", near=False, part=False, candidates=listed)

    def _named_kind(self, i: int) -> bool:
        """True when the noun at ``i`` has a name of its own before it: "the X neighbourhood of Y" is two places."""
        before = self.tokens[i - 1]
        joined = self.sentence.linked(i - 1, i) or self.sentence.marked(i - 1)
        return before.upos == "PROPN" and before.text[:1].isupper() and joined

    def _building(self, head: int, last: int, owner: int) -> bool:
        """True when a building's noun owns a name over one or two common nouns."""
        if not last + 1 < owner <= last + 3 or self.tokens[head].deprel.split(":")[0] not in {"compound", "nmod"}:
            return False
        between = self.tokens[last + 1 : owner]
        plain = all(t.text[:1].islower() and t.upos in {"NOUN", "ADJ"} for t in between)
        return plain and self.tokens[owner].lemma in self.nouns.facilities


def share_nouns(named: Sequence[Found], sentence: ParsedSentence, names: NameFinder) -> list[Found]:
    """Give "X" the noun of "X and Y neighbourhoods"."""
    text = sentence.report.text

    def called(found: Found, noun: str) -> Found:
        candidates = found.candidates
        if noun in terms.UNITS and found.core is not None:
            candidates = names.under_full_name(found.core.text, noun, candidates)
        return replace(found, noun=noun, strong=True, metonym=False, candidates=candidates)

    def between(a: Found, b: Found) -> str:
        return text[a.span.end : b.span.start].strip()

    out = list(named)
    for n in range(1, len(out)):
        a, b = out[n - 1], out[n]
        plural = a.span.text.split()[0].lower().endswith("s") or a.span.text.lower().startswith("the ")
        if a.noun and b.noun is None and a.core and a.core.end == a.span.end and plural and between(a, b) == "and":
            out[n] = called(b, a.noun)  # "the provinces of X and Y"
    for n in range(len(out) - 2, -1, -1):
        a, b = out[n], out[n + 1]
        listed = between(a, b) in {"and", ",", "or", ", and"}
        if a.noun is None and b.noun and listed and sentence.tokens[b.head].lemma != sentence.tokens[b.head].text.lower():
            out[n] = called(a, b.noun)
    return out


def _goes_on(outer: Span, core: Span) -> bool:
    """True when the annotator's mention goes on beyond the name by more than an article."""
    rest = (outer.text[: core.start - outer.start] + outer.text[core.end - outer.start :]).strip(" .,'’s")
    return rest.lower() not in {"", "the"} and not re.match(r"(?:and|or)\s", rest)  # "X and Y" goes on with another
