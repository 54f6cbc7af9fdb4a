"""What a number counts: its unit, and the predicate nearest to it in the grammar of news sentences.

"Killing 11", "11 people were wounded", "the toll rose to 47", "12 dead": a predicate stands before its count as a verb
with an object, or after it as a passive, a participle or an adjective. The ontology names units and predicates.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from claimwire.ontology.model import Ontology
from claimwire.records import Annotation, Report, Resolution, Token
from claimwire.resolve.time_lexicon import Words


class Counted(Protocol):
    """Where a number stands: word indexes, half-open; ``core`` is the first word of the number itself."""

    @property
    def first(self) -> int: ...
    @property
    def last(self) -> int: ...
    @property
    def core(self) -> int: ...


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
_STATES = frozenset("dead wounded injured killed missing displaced arrested detained kidnapped abducted hurt homeless".split())
_OTHERS = frozenset("people person other others more man woman child people's those inhabitant resident soul member".split())
_BE = frozenset("be is are was were been being get got gets have has had".split())
_DIE = frozenset("die perish flee return surrender defect disappear vanish drown fall starve escape go come dead missing homeless".split())
_BREAKS = frozenset(".;!?\n")
_WINDOW = 16
_TOTALS = (("to", "date"), ("so", "far"), ("in", "total"), ("death", "toll"), ("the", "total"), ("a", "total"), ("overall",), ("altogether",))  # fmt: skip


class Measures:
    """The words of one report with their lemmas, and the ontology's units and predicates as look-up tables."""

    def __init__(self, report: Report, annotation: Annotation, words: Words, ontology: Ontology) -> None:
        self._words = words
        named = ontology.words
        self._persons = frozenset().union(
            *(named.get(k, frozenset()) for k in ("person_nouns", "civilian_nouns", "armed_nouns", "title_nouns"))
        ) - named.get("group_nouns", frozenset()) | _OTHERS  # fmt: skip
        self._measures = ontology.measures
        self._units = {unit: m for m in reversed(_BY_UNIT) if m in self._measures for unit in self._measures[m].units}
        self._predicates = {p: m for m in reversed(_OF_PEOPLE) if m in self._measures for p in self._measures[m].predicates}
        self._nominal = {u: m for m in reversed(_OF_PEOPLE) if m in self._measures for u in self._measures[m].units}
        self._tokens = _aligned(words, annotation)
        self._lemmas = [t.lemma if t else _lemma(form) for t, form in zip(self._tokens, words.forms, strict=True)]
        self._ends = _sentence_ends(words, annotation)

    def is_person(self, form: str) -> bool:
        """True for a noun in the singular that names a human being."""
        return form in self._persons and form not in ("others", "more", "people", "those", "other", "member")

    def read(self, numbers: Sequence[Counted], times: Resolution) -> Iterator[tuple[Counted, Reading]]:
        """Yield each number with what it counts; a subset ("seven of them children") inherits from the number before it."""
        before: Reading | None = None
        for i, number in enumerate(numbers):
            reading = self._read(number, numbers, i, before, times)
            yield number, reading
            before = reading

    def _read(
        self, number: Counted, numbers: Sequence[Counted], i: int, before: Reading | None, times: Resolution
    ) -> Reading:
        a, b = self._bounds(number)
        unit = self._unit(number, b)
        total = self._is_total(a, b, number)
        as_of = None
        measure, rule, score = self._measure(number, unit, numbers, i, a, b)
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
            noun = token.upos == "NOUN" if token else (lemmas[j] in self._persons or lemmas[j] in self._units)
            if noun:
                found = lemmas[j]
                continue
            if found is not None:
                break
            if form in ("of", "the", "these", "its", "their", "more", "-", "other", "new", "his", "our", "different"):
                if form in ("more", "other") and j + 1 < end and not self._words.forms[j + 1].isalpha():
                    return None
                continue
            if token is not None and token.upos in ("VERB", "AUX", "PUNCT", "CCONJ", "ADP", "PRON", "NUM", "SCONJ"):
                if token.upos == "VERB" and form.endswith(("ed", "ing", "en")) and j + 1 < end:
                    continue  # "300 armed men"
                break
            if token is None and not form.isalpha():
                break
        return found

    def _measure(
        self, number: Counted, unit: str | None, numbers: Sequence[Counted], i: int, a: int, b: int
    ) -> tuple[str | None, str, float]:
        person = unit is None or unit in self._persons or unit in self._nominal
        if unit is not None and not person and unit in self._units:
            return self._units[unit], f"quantity.unit.{unit}", 0.9
        if person:
            if unit in self._nominal and self._nominal[unit] in ("killed", "injured") and unit not in ("body", "victim", "casualty"):
                return self._nominal[unit], f"quantity.unit.{unit}", 0.9
            found = self._predicate(number, numbers, i, a, b)
            if found is not None:
                return found
            if unit is not None and unit in self._units:
                return self._units[unit], f"quantity.unit.{unit}", 0.6
        if unit is None:
            return self._series(number, a)
        return None, "", 0.3

    def _predicate(
        self, number: Counted, numbers: Sequence[Counted], i: int, a: int, b: int
    ) -> tuple[str, str, float] | None:
        """The predicate with the least distance; commas, other numbers and clauses between the two cost."""
        best: tuple[float, str, str] | None = None
        forms, lemmas = self._words.forms, self._lemmas
        taken = {w for n in numbers for w in range(n.first, n.last) if n is not number}
        cost = 0.0
        for j in range(number.last, min(number.last + _WINDOW, b)):
            cost += 1.0 + (3.0 if forms[j] in (",", "(", ")") else 0.0) + (5.0 if j in taken else 0.0)
            measure = self._predicates.get(lemmas[j])
            if measure and self._takes_left(j, number):
                best = (cost, measure, lemmas[j])
                break
            if forms[j] in _BREAKS or (forms[j] in ("and", "while", "who", "after", "when") and cost > 2):
                cost += 4.0
        cost = 0.5
        by = number.first > a and forms[number.first - 1] == "by"
        for j in range(number.first - 1, max(a, number.first - _WINDOW) - 1, -1):
            cost += 1.0 + (2.0 if forms[j] in (",", ";", ":") else 0.0) + (1.0 if j in taken else 0.0)
            measure = self._predicates.get(lemmas[j])
            if measure and not by and self._takes_right(j):
                if best is None or cost < best[0]:
                    best = (cost, measure, lemmas[j])
                break
        if best is None or best[0] > 14:
            return None
        return best[1], f"quantity.predicate.{best[2]}", round(1 / (1 + best[0] / 8), 2)

    def _takes_left(self, j: int, number: Counted) -> bool:
        """True when what stands before the predicate undergoes it: passive, participle, adjective, intransitive."""
        forms = self._words.forms
        if self._lemmas[j] in _DIE or forms[j] in _STATES and j - number.last <= 3:
            return not (forms[j] in ("killed", "wounded", "injured") and self._has_object(j) and j - number.last > 1)
        if any(forms[k] in _BE for k in range(max(number.last, j - 4), j)):
            return True
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

    def _series(self, number: Counted, a: int) -> tuple[str | None, str, float]:
        """ "The number of settlements has reached 70": the series stands before its value."""
        lemmas = self._lemmas
        for j in range(number.first - 1, max(a, number.first - 20) - 1, -1):
            if lemmas[j] in self._units:
                return self._units[lemmas[j]], f"quantity.series.{lemmas[j]}", 0.6
            if lemmas[j] in self._nominal:
                return self._nominal[lemmas[j]], f"quantity.series.{lemmas[j]}", 0.5
        return None, "", 0.3

    def _is_subset(self, number: Counted, before: Counted, a: int) -> bool:
        if before.last < a or number.first - before.last > 12:
            return False
        forms = self._words.forms
        after = forms[number.last : number.last + 2]
        between = forms[before.last : number.first]
        return after[:1] == ["of"] and after[1:] in (["them"], ["whom"]) or "including" in between or "among" in between

    def _is_total(self, a: int, b: int, number: Counted) -> bool:
        forms = self._words.forms
        near = forms[max(a, number.first - 14) : min(b, number.last + 14)]
        pairs = set(zip(near, near[1:], strict=False))
        return (
            any(t in pairs if len(t) == 2 else t[0] in near for t in _TOTALS)
            or "since" in near
            or (bool({"reached", "risen", "grown", "totalled", "totaling", "remained", "remains"} & set(near)) and "number" in near)
        )


def _aligned(words: Words, annotation: Annotation) -> list[Token | None]:
    """Return for each word the parsed token that begins with it or holds it."""
    tokens = [t for s in annotation.sentences for t in s.tokens]
    out: list[Token | None] = []
    i = 0
    for start in words.starts:
        while i < len(tokens) and tokens[i].end <= start:
            i += 1
        out.append(tokens[i] if i < len(tokens) and tokens[i].start <= start else None)
    return out


def _sentence_ends(words: Words, annotation: Annotation) -> list[int]:
    """Return the word indexes at which sentences begin, without the first."""
    if annotation.sentences:
        starts = [s.start for s in annotation.sentences[1:]]
        return [bisect_right(words.starts, start - 1) for start in starts]
    return [i + 1 for i, form in enumerate(words.forms) if form in (".", "\n")]


def _lemma(form: str) -> str:
    """A rough lemma for words without a parse; enough to look a unit or a predicate up."""
    for suffix, ending in (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("men", "man")):
        if form.endswith(suffix) and len(form) > len(suffix) + 1:
            return form[: -len(suffix)] + ending
    if form.endswith("s") and not form.endswith(("ss", "us")) and len(form) > 3:
        return form[:-1]
    return form
