"""The predicate that says what became of those whom a number counts: "killing 11", "11 people were wounded", "12 dead".

A predicate stands before its count as a verb with an object, or after it as a passive, a participle or an adjective.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from claimwire.ontology.model import Measure
from claimwire.records import Token
from claimwire.resolve.numerals import lexicon
from claimwire.resolve.time_lexicon import Words

# Measures of what happens to people or is done by them: a tank that is "killed" is none of them.
OF_PEOPLE = ("killed", "injured", "arrested", "abducted", "displaced", "missing", "returned", "prisoners", "aid_people")
STATES = lexicon("dead wounded injured killed missing displaced arrested detained kidnapped abducted captured hurt homeless")
_BE = lexicon("be is are was were been being get got gets have has had")
_DIE = lexicon("die perish flee return surrender defect disappear vanish drown fall starve escape go come dead missing homeless")
# Predicates that count people only as their very object or subject: "lost nine men", not "lost ... nine kilometres on".
_CLOSE = lexicon(
    "lose leave reach go come home fall drive expel claim charge burn treat help seize shoot cross receive "
    "support serve hold free"
)
# What people do by themselves: such a predicate stands after its count, never before it ("left three dead").
_ALONE = lexicon(
    "leave flee come go return home reach escape cross surrender die dead perish starve drown disappear missing fall"
)
# Nouns of a happening that stand before their count: "the deaths of 12", "the lives of 40".
_OF = lexicon("loss death life killing murder body arrest detention abduction kidnapping injury wounding")
# Verbs that take a number along without being what it counts: the search goes on behind them.
_LIGHT = lexicon(
    "have get include number total estimate reach report say confirm put bring leave set see record find raise rise "
    "stand cost cause do make suffer sustain lead result add announce know believe think fear presume remain"
)
_OF_WHOM = lexicon("the these those its their our his her your my")
_GO = frozenset({"come", "go"})
_REACH = 22  # cost beyond which a predicate counts nobody
_BREAKS = frozenset(".;!?\n")
_WINDOW = 18


class Counted(Protocol):
    """Where a number stands: word indexes, half-open; ``core`` is the first word of the number itself."""

    @property
    def first(self) -> int:
        """The first word, qualifiers included."""
        ...

    @property
    def last(self) -> int:
        """The word after the last."""
        ...

    @property
    def core(self) -> int:
        """The first word of the number itself."""
        ...

    @property
    def person(self) -> bool:
        """True for an article that counts one: the last word is the noun."""
        ...

    @property
    def unit(self) -> str | None:
        """What its own words say it counts: "percent", "dollar"."""
        ...


class Predicates:
    """Finds the nearest predicate of a number in one report; commas, other numbers and clauses between the two cost."""

    def __init__(
        self, words: Words, tokens: Sequence[Token | None], keys: Sequence[Sequence[str]], measures: Mapping[str, Measure]
    ) -> None:
        self._words = words
        self._tokens = tokens
        self._keys = keys
        self.table = {p: m for m in reversed(OF_PEOPLE) if m in measures for p in measures[m].predicates}
        self.table.setdefault("toll", "killed")
        self.nominal = {u: m for m in reversed(OF_PEOPLE) if m in measures for u in measures[m].units}

    def done(self, j: int) -> str | None:
        """The measure that word ``j`` names as a predicate: "killed"; baton rounds round nobody up."""
        forms = self._words.forms
        if forms[j] in ("round", "rounds") and forms[j + 1 : j + 2] != ["up"]:
            return None
        return self.look(self.table, j)

    def named(self, j: int) -> str | None:
        """The measure that word ``j`` names as a noun of people: "the dead"."""
        return self.look(self.nominal, j)

    def look(self, table: Mapping[str, str], j: int) -> str | None:
        """Look a word up by its lemma and, because a parse may misread a headline, by its form's own stems."""
        return next((table[key] for key in self._keys[j] if key in table), None)

    def nearest(
        self,
        number: Counted,
        *,
        unit: str | None,
        person: bool,
        noun: int | None,
        numbers: Sequence[Counted],
        i: int,
        a: int,
        b: int,
    ) -> tuple[str, str, float] | None:
        """The predicate with the least distance; commas, other numbers and clauses between the two cost."""
        best: tuple[float, str, str] | None = None
        forms = self._words.forms
        taken = {w for n in numbers[max(0, i - 4) : i + 5] for w in range(n.first, n.last) if n is not number}
        cost, own = 0.0, False
        beyond = number.last
        for j in range(number.last, min(number.last + _WINDOW, b)):
            if j < beyond:
                continue
            beyond = self._behind_aside(j, b)
            if beyond > j:
                cost += 2.0
                continue
            if noun is not None and j <= noun:
                cost += 0.3
                if "missing" not in self._keys[j]:
                    continue
            joins = j + 1 in taken or forms[j] in ("including", "among")
            cost += 1.0 + (3.0 if forms[j] in (",", "(", ")") and not joins else 0.0) + (0.5 if j in taken else 0.0)
            described = forms[j - 1] in _OF_WHOM and forms[j - 2] == "of"
            measure = None if described or not self._comes_back(j) else self.done(j)
            if "life" in self._keys[j] and "lost" in forms[max(number.last, j - 3) : j]:
                best = (cost, "killed", forms[j])
                break
            if measure and self._takes_left(j, number) and (not self._is_close(j) or (cost <= 4 and (person or unit is None))):
                best = (cost, measure, forms[j])
                break
            if measure is None and not described and cost <= 6 and self._is_verb(j):
                own = True  # "64 were killed, 11 had surrendered": the second number has a verb of its own
                break
            if forms[j] in _BREAKS or (forms[j] in ("and", "while", "who", "after", "when") and cost > 2 and not joins):
                cost += 4.0
        cost = 0.5
        by = number.first > a and forms[number.first - 1] == "by"
        for j in range(number.first - 1, max(a, number.first - _WINDOW) - 1, -1):
            cost += 1.0 + (2.0 if forms[j] in (",", ";", ":") else 0.0) + (1.0 if j in taken else 0.0)
            if forms[j + 1] == "of" and not _OF.isdisjoint(self._keys[j]):
                measure = self.named(j) or self.done(j)
                if measure and (best is None or cost < best[0]):
                    best = (cost, measure, forms[j])
                break
            if own and cost > 3:
                break
            measure = self.done(j)
            if measure is None and cost <= 3.5 and self._is_verb(j) and "return" not in self._keys[j]:
                break  # "killed 31 and carried off seven": what is nearer takes the number
            if forms[j] == "return" and forms[j - 1] == "in":
                continue
            if measure is None or by or not _ALONE.isdisjoint(self._keys[j]):
                continue
            if self._takes_right(j) and (not self._is_close(j) or (cost <= 2.6 and (person or unit is None))):
                if best is None or cost < best[0]:
                    best = (cost, measure, forms[j])
                break
        if best is None or best[0] > _REACH:
            return None
        if best[1] in ("killed", "injured") and self._is_joint(best[2], a, b):
            return "other", "quantity.joint", 0.7
        return best[1], f"quantity.predicate.{best[2]}", round(1 / (1 + best[0] / 8), 2)

    def _behind_aside(self, j: int, b: int) -> int:
        """The word behind an aside that begins at comma ``j``: "five farmers, two of them women, had died"."""
        forms = self._words.forms
        if forms[j] != ",":
            return j
        for k in range(j + 2, min(j + 14, b - 1)):
            if forms[k] == "," and (forms[k + 1] in _BE or self.done(k + 1)):
                return k + 1
            if forms[k] in _BREAKS:
                break
        return j

    def _is_joint(self, form: str, a: int, b: int) -> bool:
        """True for "killed and wounded 60": nobody says how many of each."""
        forms = self._words.forms
        for j in range(a, b):
            if forms[j] == form:
                for k, link in ((j + 2, j + 1), (j - 2, j - 1)):
                    if a <= min(k, link) and max(k, link) < b and forms[link] in ("and", "or", "&"):
                        pair = {self.done(j), self.done(k)}
                        if pair == {"killed", "injured"}:
                            return True
        return False

    def _comes_back(self, j: int) -> bool:
        """False for "came" and "went" of those who did not come back or go home."""
        if _GO.isdisjoint(self._keys[j]):
            return True
        return not {"back", "home"}.isdisjoint(self._words.forms[j + 1 : j + 4])

    def _is_verb(self, j: int) -> bool:
        """True for a verb with an object or subject of its own, which says what happened to those who are counted."""
        token = self._tokens[j]
        if token is None or token.upos != "VERB" or not _LIGHT.isdisjoint(self._keys[j]):
            return False
        return not token.deprel.startswith(("acl", "amod", "case", "compound", "mark")) and not token.text.endswith("ing")

    def _is_close(self, j: int) -> bool:
        return not _CLOSE.isdisjoint(self._keys[j])

    def _takes_left(self, j: int, number: Counted) -> bool:
        """True when what stands before the predicate undergoes it: passive, participle, adjective, intransitive."""
        forms = self._words.forms
        if any(forms[k] in _BE for k in range(max(number.last, j - 4), j)):
            return True
        if not _DIE.isdisjoint(self._keys[j]) or (forms[j] in STATES and j - number.last <= 3):
            return not (forms[j] in ("killed", "wounded", "injured") and self._has_object(j) and j - number.last > 1)
        return forms[j].endswith(("ed", "en", "wn", "ld")) and not self._has_object(j)

    def _has_object(self, j: int) -> bool:
        token = self._tokens[j + 1] if j + 1 < len(self._tokens) else None
        following = self._words.forms[j + 1] if j + 1 < len(self._words.forms) else ""
        if following in ("the", "a", "an", "at", "more", "over", "his", "their", "its"):
            return following != "at" or self._words.forms[j + 2 : j + 3] == ["least"]
        return token is not None and token.upos in ("NUM", "PROPN", "DET") and following not in ("in", "by")

    def _takes_right(self, j: int) -> bool:
        """True when what stands after the predicate undergoes it: not "were killed ... 40"."""
        forms = self._words.forms
        passive = any(forms[k] in ("were", "was", "been", "being", "are") for k in range(max(0, j - 3), j))
        return not (passive and forms[j].endswith(("ed", "en")))
