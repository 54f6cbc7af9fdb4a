"""What a number counts: its unit, and the predicate nearest to it in the grammar of news sentences.

"Killing 11", "11 people were wounded", "the toll rose to 47", "12 dead": a predicate stands before its count as a verb
with an object, or after it as a passive, a participle or an adjective. The ontology names units and predicates.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from claimwire.ontology.model import Ontology
from claimwire.records import Annotation, Report, Resolution
from claimwire.resolve.numerals import NUMBER_WORDS, lexicon
from claimwire.resolve.quantity_totals import SERIES, Totals
from claimwire.resolve.quantity_words import aligned, keys_of, rough_lemma, sentence_ends
from claimwire.resolve.time_lexicon import Words


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


N = TypeVar("N", bound=Counted)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a number counts, and the rule that says so."""

    measure: str
    unit: str | None
    total: bool
    as_of: str | None
    rule: str
    score: float


# Measures of what happens to people or is done by them: a tank that is "killed" is none of them.
_OF_PEOPLE = ("killed", "injured", "arrested", "abducted", "displaced", "missing", "returned", "prisoners", "aid_people")
# Measures that their unit alone decides, whatever the verb.
_BY_UNIT = ("violations", "settlements", "groups", "strikes", "aid_tonnes", "prisoners", "fighters")
# Things and money are `other`: the unit names them, and their verbs ("destroyed") would make a tank a casualty.
_THINGS = (
    "vehicles",
    "facility_nouns",
    "weapons.all",
    "projectiles",
    "place_nouns",
    "supply_nouns",
    "arms",
    "money_nouns",
    "aid_nouns",
)
_STATES = lexicon("dead wounded injured killed missing displaced arrested detained kidnapped abducted hurt homeless")
_OTHERS = lexicon("people person other others more man woman child people's those inhabitant resident soul member")
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
_OF = lexicon("death life killing murder body arrest detention abduction kidnapping injury wounding")
_FIRED = lexicon("fire launch lob rain hurl shoot unleash")
_HAPPENINGS = lexicon("death fatality dead body corpse martyr life injury wounded injured arrest detention abduction kidnapping")
_BREAKS = frozenset(".;!?\n")
_WINDOW = 18
_NO_PERSON = NUMBER_WORDS | lexicon(
    "couple pair number group of for against to in on by with from at that which who this the and or as"
)
_BARE = frozenset({"ADP", "PUNCT", "VERB", "AUX", "ADV", "CCONJ", "PART", "PRON", "NUM"})  # after a number without a noun
_BACK = 60  # words back to the noun of a series that goes on as "their number"
_SURE = 0.6  # score of a predicate that may count a noun of which nothing is known


class Measures:
    """The words of one report with their lemmas, and the ontology's units and predicates as look-up tables."""

    def __init__(self, report: Report, annotation: Annotation, words: Words, ontology: Ontology) -> None:
        self._words = words
        named = ontology.words
        self._persons = frozenset().union(
            *(named.get(k, frozenset()) for k in ("person_nouns", "civilian_nouns", "armed_nouns", "title_nouns"))
        ) - named.get("group_nouns", frozenset()) | _OTHERS  # fmt: skip
        self._things = frozenset().union(*(named.get(k, frozenset()) for k in _THINGS)) - self._persons
        self._projectiles = named.get("projectiles", frozenset())
        self._measures = ontology.measures
        self._units = {unit: m for m in reversed(_BY_UNIT) if m in self._measures for unit in self._measures[m].units}
        self._predicates = {p: m for m in reversed(_OF_PEOPLE) if m in self._measures for p in self._measures[m].predicates}
        self._predicates.setdefault("toll", "killed")
        self._nominal = {u: m for m in reversed(_OF_PEOPLE) if m in self._measures for u in self._measures[m].units}
        self._tokens = aligned(words, annotation)
        self._lemmas = [t.lemma if t else rough_lemma(form) for t, form in zip(self._tokens, words.forms, strict=True)]
        self._ends = sentence_ends(words, annotation)
        self._keys = [keys_of(form, lemma) for form, lemma in zip(words.forms, self._lemmas, strict=True)]
        self._totals = Totals(words, self._keys, (report.published_at or "")[:10] or None)

    def is_person(self, form: str) -> bool:
        """True for a noun in the singular that names a human being."""
        return form in self._persons and form not in ("others", "more", "people", "those", "other", "member")

    def opens_person(self, i: int) -> int | None:
        """The word after "a teacher" or "an off-duty border guard" that begins at ``i``; None when no person follows."""
        forms, tokens = self._words.forms, self._tokens
        for j in range(i + 1, min(i + 6, len(forms))):
            token = tokens[j]
            if forms[j] in _NO_PERSON or not (forms[j].isalpha() or forms[j] == "-" or forms[j].isdigit()):
                return None
            if self.is_person(forms[j]):
                following = tokens[j + 1] if j + 1 < len(forms) else None
                goes_on = following is not None and following is not token and following.upos == "NOUN"
                if j + 1 < len(forms) and (goes_on or self.is_person(forms[j + 1]) or forms[j + 1] == "-"):
                    continue
                return j + 1
            if token is not None and token.upos not in ("ADJ", "NOUN", "PROPN", "ADV", "PUNCT", "NUM"):
                return None
        return None

    def read(self, numbers: Sequence[N], times: Resolution) -> Iterator[tuple[N, Reading]]:
        """Yield each number with what it counts; a subset ("seven of them children") inherits from the number before it."""
        before: Reading | None = None
        for i, number in enumerate(numbers):
            reading = self._read(number, numbers, i, before, times)
            yield number, reading
            before = reading

    def _read(self, number: Counted, numbers: Sequence[Counted], i: int, before: Reading | None, times: Resolution) -> Reading:
        a, b = self._bounds(number)
        unit = self._unit(number, b)
        total = self._totals.is_total(a, b, number.first, number.core, number.last)
        as_of = self._totals.as_of(a, b, times) if total else None
        measure, rule, score = self._measure(number, unit=unit, numbers=numbers, i=i, a=a, b=b, before=before)
        if measure is None and before is not None and i and self._is_subset(number, numbers[i - 1], a):
            measure, rule, score = before.measure, "quantity.subset", 0.5
        return Reading(measure or "other", unit, total, as_of, rule or "quantity.other", score)

    def _bounds(self, number: Counted) -> tuple[int, int]:
        n = bisect_right(self._ends, number.core)
        start = self._ends[n - 1] if n else 0
        return start, self._ends[n] if n < len(self._ends) else len(self._lemmas)

    def _unit(self, number: Counted, end: int) -> str | None:
        """The lemma of the counted noun: the head of the noun phrase that the number opens."""
        lemmas, tokens = self._lemmas, self._tokens
        found = None
        for j in range(number.last, min(number.last + 6, end)):
            form, token = self._words.forms[j], tokens[j]
            if form in _STATES and (found is None):
                return None
            known = next(
                (
                    k
                    for k in reversed(self._keys[j])
                    if k in self._persons or k in self._units or k in self._things or k in _HAPPENINGS
                ),
                None,
            )
            if known is not None or (token is not None and token.upos == "NOUN"):
                found = known or lemmas[j]
                continue
            if found is not None:
                break
            if form in ("of", "the", "these", "its", "their", "more", "-", "other", "new", "his", "our", "different"):
                if form in ("more", "other") and j + 1 < end and not self._words.forms[j + 1].isalpha():
                    return None
                continue
            if token is not None and token.upos in ("VERB", "AUX", "PUNCT", "CCONJ", "ADP", "PRON", "NUM", "SCONJ"):
                if (
                    token.upos == "VERB"
                    and (form.endswith(("ed", "ing", "en")) or self._words.forms[j - 1] == "-")
                    and j + 1 < end
                ):
                    continue  # "300 armed men"
                break
            if token is None and not form.isalpha():
                break
        return found

    def _look(self, table: Mapping[str, str], j: int) -> str | None:
        """Look a word up by its lemma and, because a parse may misread a headline, by its form's own stems."""
        return next((table[key] for key in self._keys[j] if key in table), None)

    def _measure(
        self, number: Counted, *, unit: str | None, numbers: Sequence[Counted], i: int, a: int, b: int, before: Reading | None
    ) -> tuple[str | None, str, float]:
        if i and self._is_whose(number, numbers[i - 1]):
            return None, "quantity.whose", 0.3
        if unit in self._projectiles and unit not in self._units:
            near = {key for j in range(max(a, number.first - 6), number.first) for key in self._keys[j]}
            return ("strikes", f"quantity.fired.{unit}", 0.7) if near & _FIRED else (None, "", 0.3)
        thing = unit is not None and unit in self._things
        if unit is not None and unit not in self._persons and unit in self._units:
            return self._units[unit], f"quantity.unit.{unit}", 0.9
        if not thing:
            if unit in self._nominal and unit in _HAPPENINGS:
                return self._nominal[unit], f"quantity.unit.{unit}", 0.9
            found = self._predicate(number, unit=unit, numbers=numbers, i=i, a=a, b=b)
            if found is not None and found[0] == "aid_people" and unit is None:
                found = None
            if found is not None and (unit is None or unit in self._persons or found[2] >= _SURE):
                return found
            if unit is not None and unit in self._units:
                return self._units[unit], f"quantity.unit.{unit}", 0.6
        if unit is None:
            forms = self._words.forms
            goes_on = i > 0 and (
                numbers[i - 1].last > a or forms[a : a + 2] in (["of", "these"], ["of", "those"], ["of", "them"])
            )
            return self._series(number, a, before if goes_on else None)
        return None, "", 0.3

    def _is_whose(self, number: Counted, before: Counted) -> bool:
        """True when a number says of whom those are that the one before it counts: "three members of one family"."""
        forms, between = self._words.forms, range(before.last, number.first - 1)
        return forms[number.first - 1] == "of" and 0 < len(between) <= 3 and not self._persons.isdisjoint(self._keys[between[-1]])

    def _predicate(
        self, number: Counted, *, unit: str | None, numbers: Sequence[Counted], i: int, a: int, b: int
    ) -> tuple[str, str, float] | None:
        """The predicate with the least distance; commas, other numbers and clauses between the two cost."""
        best: tuple[float, str, str] | None = None
        person = unit in self._persons
        forms = self._words.forms
        taken = {w for n in numbers[max(0, i - 4) : i + 5] for w in range(n.first, n.last) if n is not number}
        cost = 0.0
        for j in range(number.last, min(number.last + _WINDOW, b)):
            joins = j + 1 in taken or forms[j] in ("including", "among")
            cost += 1.0 + (3.0 if forms[j] in (",", "(", ")") and not joins else 0.0) + (1.5 if j in taken else 0.0)
            measure = self._look(self._predicates, j)
            if "life" in self._keys[j] and "lost" in forms[max(number.last, j - 3) : j]:
                best = (cost, "killed", forms[j])
                break
            if measure and self._takes_left(j, number) and (not self._is_close(j) or (cost <= 3 and (person or unit is None))):
                best = (cost, measure, forms[j])
                break
            if forms[j] in _BREAKS or (forms[j] in ("and", "while", "who", "after", "when") and cost > 2 and not joins):
                cost += 4.0
        cost = 0.5
        by = number.first > a and forms[number.first - 1] == "by"
        for j in range(number.first - 1, max(a, number.first - _WINDOW) - 1, -1):
            cost += 1.0 + (2.0 if forms[j] in (",", ";", ":") else 0.0) + (1.0 if j in taken else 0.0)
            if forms[j + 1] == "of" and not _OF.isdisjoint(self._keys[j]):
                measure = self._look(self._nominal, j) or self._look(self._predicates, j)
                if measure and (best is None or cost < best[0]):
                    best = (cost, measure, forms[j])
                break
            measure = self._look(self._predicates, j)
            if measure is None or by or not _ALONE.isdisjoint(self._keys[j]):
                continue
            if self._takes_right(j) and (not self._is_close(j) or (cost <= 2.6 and (person or unit is None))):
                if best is None or cost < best[0]:
                    best = (cost, measure, forms[j])
                break
        if best is None or best[0] > 17:
            return None
        return best[1], f"quantity.predicate.{best[2]}", round(1 / (1 + best[0] / 8), 2)

    def _is_close(self, j: int) -> bool:
        return not _CLOSE.isdisjoint(self._keys[j])

    def _takes_left(self, j: int, number: Counted) -> bool:
        """True when what stands before the predicate undergoes it: passive, participle, adjective, intransitive."""
        forms = self._words.forms
        if any(forms[k] in _BE for k in range(max(number.last, j - 4), j)):
            return True
        if not _DIE.isdisjoint(self._keys[j]) or (forms[j] in _STATES and j - number.last <= 3):
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

    def _series(self, number: Counted, a: int, before: Reading | None) -> tuple[str | None, str, float]:
        """ "The number of settlements has reached 70": the series stands before its value; else a bare number goes on
        counting what the one before it counted ("Darsa (17), Milha (11)")."""
        for j in range(number.first - 1, max(a, number.first - 20) - 1, -1):
            if SERIES.isdisjoint(self._keys[j]):
                at = self._words.forms[number.first - 1] in ("at", "to", "reached", "totalled", "totaled")
                measure = (self._look(self._units, j) or self._look(self._nominal, j)) if at else None
                if measure:
                    return measure, f"quantity.series.{self._words.forms[j]}", 0.5
                continue
            for k in (*range(j + 1, min(j + 6, number.first)), *range(j - 1, max(a - 1, j - 2), -1)):
                measure = self._look(self._units, k) or self._look(self._predicates, k) or self._look(self._nominal, k)
                if measure and measure != "aid_people":
                    return measure, f"quantity.series.{self._words.forms[k]}", 0.6
            if "number" in self._keys[j]:
                return self._named_before(a)
            if "toll" in self._keys[j]:
                return "killed", "quantity.series.toll", 0.6
        token = self._tokens[number.last] if number.last < len(self._tokens) else None
        if before is not None and before.measure != "other" and (token is None or token.upos in _BARE):
            return before.measure, "quantity.series.before", 0.5
        return None, "", 0.3

    def _named_before(self, a: int) -> tuple[str | None, str, float]:
        """ "Their number has reached 120": what is counted was named as "the number of ..." in a sentence before."""
        forms = self._words.forms
        for j in range(a - 1, max(0, a - _BACK), -1):
            if forms[j] == "number" and forms[j + 1 : j + 2] == ["of"]:
                found = next((m for k in range(j + 2, min(j + 7, a)) if (m := self._look(self._units, k))), None)
                return found, "quantity.series.anaphor", 0.5
        return None, "", 0.3

    def _is_subset(self, number: Counted, before: Counted, a: int) -> bool:
        if before.last < a or number.first - before.last > 12:
            return False
        forms = self._words.forms
        after = forms[number.last : number.last + 2]
        between = forms[before.last : number.first]
        return (after[:1] == ["of"] and after[1:] in (["them"], ["whom"])) or "including" in between or "among" in between
