"""What the position of a name makes of it: a place, a government that acts, or a part of something else's name.

A name is a place by its position: "in Homs", "the town of Homs", "Homs province", "shelled Homs". In "Moscow agreed" or
"Turkish troops told Damascus" the name acts, and is marked a metonym; as part of "Paris Hilton" or "Washington Post" it
is no place at all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimwire.records import Place, Span
from claimwire.resolve import place_terms as terms
from claimwire.resolve.place_found import Found
from claimwire.resolve.place_sentence import ParsedSentence
from claimwire.resolve.place_spans import Candidates, Name, NameFinder

_CITY = 0.68  # prior from which a name is no person's without more proof
_TOWN_KNOWN = 0.45  # prior of a town that an airport may be called after without more proof


class Judge:
    """Judges the names of one sentence."""

    def __init__(self, sentence: ParsedSentence, names: NameFinder, index: int) -> None:
        self.sentence, self.names, self.index = sentence, names, index
        self.tokens, self.nouns = sentence.tokens, sentence.nouns

    def judge(self, name: Name) -> Found | None:
        """Return the mention that a name makes; None when it is part of something else."""
        if name.role == "site" and name.whole is not None:
            return self._site(name, name.whole)
        if name.role == "body":
            return self._body(name)
        if name.role == "road":
            span = self.sentence.span(name.first, name.last)
            return Found(
                span=span, core=span, sentence=self.index, head=name.first, noun="road", role="road", strong=True, score=0.6
            )
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
            return self._metonym(core, candidates, head)  # "Oklahoma Governor"
        else:
            owner = self.tokens[head].head
            if self._building(head, last, owner):  # "the X maternity hospital"
                noun, right, head = self.sentence.singular(owner), owner, owner
        before = self.sentence.at(first - 1)
        if before is not None:
            lemma = before.text.lower()
            joined = before.upos == "PROPN" and self.sentence.linked(first - 1, first) and lemma not in terms.DIRECTIONS
            if lemma in terms.TITLES or joined:
                if not self.sentence.kind_noun(before):
                    return None
                noun, left = noun or before.lemma, first - 1
        if (
            noun is None
            and last > first
            and self.sentence.singular(last) in terms.UNITS
            and self.sentence.kind_noun(self.tokens[last])
        ):
            noun = self.sentence.singular(last)  # listed with it: "Orange County"
        elif noun in terms.UNITS or noun in self.nouns.facilities:  # listed under its full name, beside the city
            full = self.names.gazetteer.lookup(f"{core.text} {noun}")
            candidates = tuple({c[0].target: c for c in (*full, *candidates)}.values())
        _, cases, governor = self.sentence.position(head)
        placed = bool(cases & terms.LOCATIVE) or ("of" in cases and governor in terms.INHABITANTS)
        if not candidates and inside_actor and noun is None and not (placed and "actor" in tagged):
            return None
        found = Found(span=core, core=core, sentence=self.index, head=head, noun=noun, candidates=candidates)
        found = self._rural(self._loose(self._grow(found, left, right)))
        return self._weigh(found, tagged, inside_actor, first, last)

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

    def _metonym(self, core: Span, candidates: Candidates, head: int) -> Found | None:
        """Return a well-known place whose name says whose actor is meant; None for any other name."""
        if not candidates or candidates[0][1] < 0.5:
            return None
        return Found(span=core, core=core, sentence=self.index, head=head, candidates=candidates, metonym=True, score=0.4)

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
        return replace(found, span=self.sentence.span(left, right), part=part, noun=noun, near=near, head=head)

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

    def _weigh(self, found: Found, tagged: set[str], inside_actor: bool, first: int, last: int) -> Found | None:
        """Add how sure the position makes it, and whether the name acts rather than locates."""
        head, candidates = self.tokens[found.head], found.candidates
        top = candidates[0][1] if candidates else 0.0
        state = bool(candidates) and _acts(candidates[0][0])
        deprel, cases, governor = self.sentence.position(found.head)
        locative = bool(cases & terms.LOCATIVE)
        kind = found.noun is not None or found.near or found.part
        strong = locative or kind or ("place" in tagged and "actor" not in tagged) or "facility" in tagged
        metonym = False
        role = found.role
        follower = self.sentence.at(last + 1)
        if found.head <= last and head.deprel in {"compound", "amod", "nmod:poss", "nmod"} and head.head > last and not cases:
            owner = self.tokens[head.head].lemma
            if owner in terms.AILMENTS or (owner in terms.PERSONAL and not state):
                return None
            capital = state and (candidates[0][0].feature or "") == "P.PPLC" and owner in terms.STATE_OWNED
            metonym = owner in self.nouns.actors or (state and owner not in self.nouns.kinds) or capital
            strong = strong or owner in self.nouns.kinds
            if head.deprel != "nmod:poss" and candidates and self._plain(head.head, last):
                role = "body"  # "a Goose Creek man", "Columbia taxpayers"
        elif deprel == "nsubj" and governor in terms.SPEECH and not kind and not state and top < _CITY:
            return replace(found, role="person")
        elif deprel.startswith(("nsubj", "vocative")) and not kind:
            strong = strong or self._undergoes(found.head, deprel, governor)
            metonym = state and deprel != "nsubj:pass" and not strong
        elif (deprel in {"obj", "iobj"} or (deprel == "obl" and not cases)) and not kind:
            metonym = state and governor not in terms.PLACE_VERBS
            strong = strong or governor in terms.PLACE_VERBS
        elif deprel.startswith(("obl", "nmod")) and not locative and not kind:
            if cases & terms.MOTION or ("for" in cases and governor in terms.BOUND):
                metonym = state and governor in terms.ADDRESSES
                strong = strong or (bool(candidates) and governor not in terms.ADDRESSES)
            elif "of" in cases and governor in terms.INHABITANTS:
                strong = True
            elif "of" in cases:
                strong = strong or (bool(candidates) and governor not in self.nouns.actors and top >= 0.3)
                metonym = state and (governor in self.nouns.actors or governor in terms.ADDRESSES)
            else:
                metonym = state
        if follower is not None and follower.text == "," and self._region_after(last + 2):
            strong = True
        if inside_actor and not strong:
            return (
                replace(found, metonym=True, score=0.4, role=role)
                if role == "body"
                else self._metonym(found.span, candidates, found.head)
            )
        dateline = found.sentence == 0 or first == 0
        if dateline and follower is not None and follower.text in {"(", "—", "–", "--", "-"} and candidates and first <= 2:
            strong, metonym = True, False
        if "place" in tagged and "actor" not in tagged and not (metonym and governor in terms.ADDRESSES):
            metonym = False
        if "actor" in tagged and not strong and not state and "place" not in tagged:
            metonym = True
        if not candidates and (not (locative or found.noun) or "actor" in tagged or "time" in tagged) and "place" not in tagged:
            if not ((locative or governor in terms.INHABITANTS) and inside_actor):
                return None
        if (
            not candidates
            and not kind
            and found.core
            and found.core.text.isupper()
            and len(found.core.text) < 6
            and "place" not in tagged
        ):
            if not self.sentence.shouted:
                return None  # "in HD"
        score = min(1.0, 0.35 + 0.3 * strong + 0.35 * top)
        return replace(found, strong=strong and not metonym, metonym=metonym, score=round(score, 3), role=role,
                       facility=found.noun in self.nouns.facilities and found.noun not in self.nouns.places)  # fmt: skip

    def _undergoes(self, head: int, deprel: str, governor: str) -> bool:
        """True of the subject to which something is done as to ground: "X was bombed", "X came under fire", "X fell"."""
        if deprel == "nsubj:pass":
            return governor in terms.PLACE_VERBS
        verb = self.tokens[self.sentence.first_member(head)].head
        if governor in terms.SUFFERS:
            return True
        return any(
            self.tokens[c].lemma in terms.UNDER and "under" in self.sentence.cases(c) for c in self.sentence.children[verb]
        )

    def _building(self, head: int, last: int, owner: int) -> bool:
        """True when a building's noun owns a name over one or two common nouns."""
        if not last + 1 < owner <= last + 3 or self.tokens[head].deprel.split(":")[0] not in {"compound", "nmod"}:
            return False
        between = self.tokens[last + 1 : owner]
        plain = all(t.text[:1].islower() and t.upos in {"NOUN", "ADJ"} for t in between)
        return plain and self.tokens[owner].lemma in self.nouns.facilities

    def _plain(self, owner: int, last: int) -> bool:
        """True when what a name qualifies is a common noun: no part of a longer name."""
        between = self.tokens[last + 1 : owner + 1]
        return all(t.text[:1].islower() for t in between) and self.tokens[owner].upos == "NOUN"

    def _region_after(self, i: int) -> bool:
        """True when a country, state or province follows a comma: "Azaz, Syria"."""
        if not self.sentence.capital(i):
            return False
        for last in (i + 1, i):
            if last < len(self.tokens):
                for place, prior in self.names.lookup(i, last)[:1]:
                    return prior >= 0.7 and (place.feature or "").startswith("A.")
        return False


def share_nouns(named: Sequence[Found], sentence: ParsedSentence) -> list[Found]:
    """Give "X" the noun of "X and Y neighbourhoods"."""
    text = sentence.report.text

    def between(a: Found, b: Found) -> str:
        return text[a.span.end : b.span.start].strip()

    out = list(named)
    for n in range(1, len(out)):
        a, b = out[n - 1], out[n]
        plural = a.span.text.split()[0].lower().endswith("s") or a.span.text.lower().startswith("the ")
        if a.noun and b.noun is None and a.core and a.core.end == a.span.end and plural and between(a, b) == "and":
            out[n] = replace(b, noun=a.noun, strong=True, metonym=False)  # "the provinces of X and Y"
    for n in range(len(out) - 2, -1, -1):
        a, b = out[n], out[n + 1]
        listed = between(a, b) in {"and", ",", "or", ", and"}
        if a.noun is None and b.noun and listed and sentence.tokens[b.head].lemma != sentence.tokens[b.head].text.lower():
            out[n] = replace(a, noun=b.noun, strong=True, metonym=False)
    return out


def _goes_on(outer: Span, core: Span) -> bool:
    """True when the annotator's mention goes on beyond the name by more than an article."""
    rest = (outer.text[: core.start - outer.start] + outer.text[core.end - outer.start :]).strip(" .,'’s")
    return rest.lower() not in {"", "the"} and not re.match(r"(?:and|or)\s", rest)  # "X and Y" goes on with another


def _acts(place: Place) -> bool:
    """True of places whose name can stand for a government: countries and their capitals."""
    code = (place.feature or "").partition(".")[2]
    return code.startswith("PCL") or code == "PPLC"
