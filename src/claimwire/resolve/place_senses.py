"""Whether a name locates, acts, or is neither, by its position in the sentence.

A name is a place by its position: "in Homs", "the town of Homs", "Homs province", "shelled Homs". In "Moscow agreed" or
"Turkish troops told Damascus" the name acts, and is marked a metonym; as part of "Paris Hilton" or "Washington Post" it
is no place at all.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from claimwire.records import Place, Span
from claimwire.resolve import place_terms as terms
from claimwire.resolve.place_found import Found
from claimwire.resolve.place_sentence import ParsedSentence
from claimwire.resolve.place_spans import Candidates, NameFinder

_CITY = 0.68  # prior from which a name is no person's without more proof
_SAID_OF = 0.3  # prior from which "the fall of X" shows a place
_ACRONYM = 6  # letters; "in HD", "of the CBD"
_DASHES = frozenset({"(", "—", "–", "--", "-"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """What the relation of a name to its governor says of it."""

    strong: bool
    metonym: bool = False
    role: str = "name"


class Senses:
    """Weighs the names of one sentence."""

    def __init__(self, sentence: ParsedSentence, names: NameFinder, index: int) -> None:
        self.sentence, self.names, self.index = sentence, names, index
        self.tokens, self.nouns = sentence.tokens, sentence.nouns

    def weigh(self, found: Found, *, inside_actor: bool, first: int, last: int) -> Found | None:
        """Add how sure the position makes a name of tokens ``first`` to ``last``, and whether it acts rather than locates."""
        candidates, core = found.candidates, found.core or found.span
        tagged = self.sentence.labels(core)
        only_place = "place" in tagged and "actor" not in tagged
        state = bool(candidates) and _acts(candidates[0][0])
        _, cases, governor = self.sentence.position(found.head)
        kind = found.noun is not None or found.near or found.part
        placed = bool(cases & terms.LOCATIVE) or kind or only_place or "facility" in tagged
        standing = self._standing(found, placed=placed, kind=kind, state=state, last=last)
        if standing is None or standing.role == "person":
            return None if standing is None else replace(found, role="person")
        strong = standing.strong or self._region_follows(last)
        if inside_actor and not strong:
            if standing.role == "body":
                return replace(found, metonym=True, score=0.4, role="body")
            return metonym(found.span, candidates, found.head, self.index)
        acting = standing.metonym
        if candidates and first <= 2 and self._dateline(found, first, last):
            strong, acting = True, False
        if only_place and not (acting and governor in terms.ADDRESSES):
            acting = False
        if "actor" in tagged and not strong and not state and "place" not in tagged:
            acting = True
        if not candidates and "place" not in tagged and self._unproven(found, tagged, cases, governor, inside_actor=inside_actor):
            return None
        top = candidates[0][1] if candidates else 0.0
        return replace(
            found, strong=strong and not acting, metonym=acting, role=standing.role,
            score=round(min(1.0, 0.35 + 0.3 * strong + 0.35 * top), 3),
            facility=(found.noun in self.nouns.facilities and found.noun not in self.nouns.places) or _built(found),
        )  # fmt: skip

    def _standing(self, found: Found, *, placed: bool, kind: bool, state: bool, last: int) -> _Standing | None:
        """Read the relation of a name to its governor; None when the name is one of a disease or a family."""
        head, listed = self.tokens[found.head], bool(found.candidates)
        deprel, cases, governor = self.sentence.position(found.head)
        owned = head.deprel in {"compound", "amod", "nmod:poss", "nmod"} and head.head > last and found.head <= last
        if owned and not cases:
            return self._owned(found, placed=placed, state=state, last=last)
        if kind:
            return _Standing(strong=placed)
        top = found.candidates[0][1] if listed else 0.0
        if deprel == "nsubj" and governor in terms.SPEECH and not state and top < _CITY:
            return _Standing(strong=False, role="person")
        if deprel.startswith(("nsubj", "vocative")):
            strong = placed or self._undergoes(found.head, deprel, governor)
            return _Standing(strong=strong, metonym=state and deprel != "nsubj:pass" and not strong)
        if deprel in {"obj", "iobj"} or (deprel == "obl" and not cases):
            hit = governor in terms.PLACE_VERBS
            return _Standing(strong=placed or hit, metonym=state and not hit)
        if not deprel.startswith(("obl", "nmod")) or cases & terms.LOCATIVE:
            return _Standing(strong=placed)
        addressed = governor in terms.ADDRESSES
        if cases & terms.MOTION or ("for" in cases and governor in terms.BOUND):
            return _Standing(strong=placed or (listed and not addressed), metonym=state and addressed)
        if "of" in cases and governor in terms.INHABITANTS:
            return _Standing(strong=True)
        if "of" in cases:
            actor = governor in self.nouns.actors
            strong = placed or (listed and not actor and top >= _SAID_OF)
            return _Standing(strong=strong, metonym=state and (actor or addressed))
        return _Standing(strong=placed, metonym=state)

    def _owned(self, found: Found, *, placed: bool, state: bool, last: int) -> _Standing | None:
        """Read a name that qualifies a noun: "Moscow officials", "the Homs offensive", "Damascus airport", "Marburg fever"."""
        head, candidates = self.tokens[found.head], found.candidates
        owner = self.tokens[head.head].lemma
        if owner in terms.AILMENTS or (owner in terms.PERSONAL and not state):
            return None
        capital = state and (candidates[0][0].feature or "") == "P.PPLC" and owner in terms.STATE_OWNED
        acting = owner in self.nouns.actors or (state and owner not in self.nouns.kinds) or capital
        whose = head.deprel != "nmod:poss" and bool(candidates) and self._plain(head.head, last)
        role = "body" if whose else found.role  # "a Goose Creek man", "Columbia taxpayers"
        return _Standing(strong=placed or owner in self.nouns.kinds, metonym=acting, role=role)

    def _unproven(self, found: Found, tagged: set[str], cases: frozenset[str], governor: str, *, inside_actor: bool) -> bool:
        """True of an unlisted name that nothing shows to be a place."""
        core, locative = found.core, bool(cases & terms.LOCATIVE)
        lodged = inside_actor and (locative or governor in terms.INHABITANTS)  # "people in X", "residents of X"
        if (not (locative or found.noun) or "actor" in tagged or "time" in tagged) and not lodged:
            return True
        kind = found.noun is not None or found.near or found.part
        acronym = core is not None and core.text.isupper() and len(core.text) < _ACRONYM
        return acronym and not kind and not self.sentence.shouted  # "in HD"

    def _undergoes(self, head: int, deprel: str, governor: str) -> bool:
        """True of the subject to which something is done as to ground: "X was bombed", "X came under fire", "X fell"."""
        if deprel == "nsubj:pass":
            return governor in terms.PLACE_VERBS
        if governor in terms.SUFFERS:
            return True
        around = self.sentence.children[self.tokens[self.sentence.first_member(head)].head]
        return any(self.tokens[c].lemma in terms.UNDER and "under" in self.sentence.cases(c) for c in around)

    def _plain(self, owner: int, last: int) -> bool:
        """True when what a name qualifies is a common noun: no part of a longer name."""
        between = self.tokens[last + 1 : owner + 1]
        return all(t.text[:1].islower() for t in between) and self.tokens[owner].upos == "NOUN"

    def _dateline(self, found: Found, first: int, last: int) -> bool:
        follower = self.sentence.at(last + 1)
        return (found.sentence == 0 or first == 0) and follower is not None and follower.text in _DASHES

    def _region_follows(self, last: int) -> bool:
        """True when a country, state or province follows a comma: "Azaz, Syria"."""
        comma = self.sentence.at(last + 1)
        if comma is None or comma.text != "," or not self.sentence.capital(last + 2):
            return False
        for end in (last + 3, last + 2):
            if end < len(self.tokens):
                for place, prior in self.names.lookup(last + 2, end)[:1]:
                    return prior >= 0.7 and (place.feature or "").startswith("A.")
        return False


def metonym(core: Span, candidates: Candidates, head: int, sentence: int) -> Found | None:
    """Return a well-known place whose name says whose actor is meant; None for any other name."""
    if not candidates or candidates[0][1] < 0.5:
        return None
    return Found(span=core, core=core, sentence=sentence, head=head, candidates=candidates, metonym=True, score=0.4)


def _built(found: Found) -> bool:
    """True of a name that is listed as a building or a base first of all."""
    return bool(found.candidates) and (found.candidates[0][0].feature or "").startswith("S.")


def _acts(place: Place) -> bool:
    """True of places whose name can stand for a government: countries and their capitals."""
    code = (place.feature or "").partition(".")[2]
    return code.startswith("PCL") or code == "PPLC"
