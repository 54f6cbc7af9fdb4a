"""What a number counts: its unit, and the predicate nearest to it in the grammar of news sentences.

"Killing 11", "11 people were wounded", "the toll rose to 47", "12 dead": a predicate stands before its count as a verb
with an object, or after it as a passive, a participle or an adjective. The ontology names units and predicates.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from claimwire.ontology.model import Ontology
from claimwire.records import Annotation, Report, Resolution
from claimwire.resolve.numerals import NUMBER_WORDS, lexicon
from claimwire.resolve.quantity_predicates import STATES, Counted, Predicates
from claimwire.resolve.quantity_totals import SERIES, Totals
from claimwire.resolve.quantity_words import CALLINGS, aligned, keys_of, rough_lemma, sentence_ends
from claimwire.resolve.time_lexicon import Words

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
_OTHERS = lexicon("people person other others more man woman child people's those inhabitant resident soul member")
_ONE = lexicon("person man woman child inhabitant resident")
_HAPPENINGS = lexicon(
    "death fatality dead body corpse martyr life injury wounded injured arrest detention abduction kidnapping victim"
)
_FIRED = lexicon("fire launch lob rain hurl unleash")
# What may be taken or joined as a settlement; other names of places count settlements only where they are.
_SETTLED = lexicon("settlement locality hamlet")
_IN_BRACKETS = frozenset({"explosion", "violation", "breach", "case", "incident"})
_CENTRES = frozenset({"centre", "centres", "center", "centers", "point", "points"})
_PEOPLED = lexicon("population populated inhabited residential")
_CHANGED_HANDS = lexicon(
    "lose overrun storm enter fall occupy truce ceasefire cessation reconciliation agreement accord accede sign"
)
_UPROOTED = dict.fromkeys(("refugee", "idp", "evacuee", "migrant"), "displaced") | {"returnee": "returned"}
_AGENTS = ("ers", "ors", "ists", "ees", "ians", "eers", "men", "women", "folk", "mates", "nauts")
_NO_AGENTS = lexicon(
    "container bunker launcher tower power river number shelter corner paper letter border order metre meter litre dinner "
    "quarter bomber tanker cruiser destroyer freighter trailer boulder chamber reactor sector tractor motor door floor error "
    "mirror factor corridor tree knee committee fee center centre theatre barrier carrier charter poster blister folder"
)
_HELPING = lexicon("deliver distribute airdrop aid relief humanitarian ration flour wheat grain rice medicine foodstuff parcel")
_VIOLATED = lexicon("violate breach infringe")
_TRUCE = lexicon("truce ceasefire cease-fire armistice cessation")
_WHEN = lexicon("overnight yesterday today tomorrow tonight daily weekly monthly altogether")
_COLLECTIVE = lexicon(
    "family couple crew convoy patrol column unit team squad platoon battalion brigade garrison cell force army gang crowd "
    "militia police staff household delegation youth public bomber"
)
_NO_PERSON = NUMBER_WORDS | lexicon(
    "couple pair number group of for against to in on by with from at that which who this the and or as"
)
_BARE = frozenset({"ADP", "PUNCT", "VERB", "AUX", "ADV", "CCONJ", "PART", "PRON", "NUM"})  # after a number without a noun
_SERIES_BACK = 28  # words: a clause on who is counted may stand between "the number of" and its value
_BACK = 60  # words back to the noun of a series that goes on as "their number"
# Measures whose verbs are done to goods as well: only a noun that names people gets them.
_OF_GOODS = frozenset({"prisoners", "returned", "aid_people"})
_ANAPHORIC = frozenset({"settlements", "groups", "violations", "prisoners", "strikes"})  # what "their number" may be of
_SURE = 0.6  # score of a predicate that may count a noun of which nothing is known


class Measures:
    """The words of one report with their lemmas, and the ontology's units and predicates as look-up tables."""

    def __init__(self, report: Report, annotation: Annotation, words: Words, ontology: Ontology) -> None:
        self._words = words
        named = ontology.words
        self._persons = frozenset().union(
            *(named.get(k, frozenset()) for k in ("person_nouns", "civilian_nouns", "armed_nouns", "title_nouns")),
            *(ontology.measures[m].units for m in ("fighters", "prisoners", "protesters") if m in ontology.measures),
        ) - named.get("group_nouns", frozenset()) | _OTHERS | CALLINGS  # fmt: skip
        self._things = frozenset().union(*(named.get(k, frozenset()) for k in _THINGS)) - self._persons
        self._aid = named.get("aid_nouns", frozenset()) | named.get("supply_nouns", frozenset())
        self._projectiles = named.get("projectiles", frozenset())
        self._measures = ontology.measures
        self._units = {unit: m for m in reversed(_BY_UNIT) if m in self._measures for unit in self._measures[m].units}
        self._tokens = aligned(words, annotation)
        self._lemmas = [t.lemma if t else rough_lemma(form) for t, form in zip(self._tokens, words.forms, strict=True)]
        self._ends = sentence_ends(words, annotation)
        self._keys = [keys_of(form, lemma) for form, lemma in zip(words.forms, self._lemmas, strict=True)]
        for j, form in enumerate(words.forms):
            if form in _CENTRES and j and words.forms[j - 1] in _PEOPLED:
                self._keys[j] = (*self._keys[j], "settlement")
        self._predicates = Predicates(words, self._tokens, self._keys, ontology.measures)
        self._totals = Totals(words, self._keys, (report.published_at or "")[:10] or None)

    def upos(self, i: int) -> str | None:
        """The part of speech of a word; None where the parse has none."""
        token = self._tokens[i] if i < len(self._tokens) else None
        return token.upos if token is not None else None

    def is_person(self, form: str) -> bool:
        """True for a noun in the singular that names a human being."""
        return form in self._persons and form not in _OTHERS - _ONE and form not in _COLLECTIVE

    def opens_person(self, i: int) -> int | None:
        """The word after "a teacher" or "an off-duty border guard" that begins at ``i``; None when no person follows."""
        forms, tokens = self._words.forms, self._tokens
        for j in range(i + 1, min(i + 9, len(forms))):
            token = tokens[j]
            if forms[j] in _NO_PERSON or not (forms[j].isalpha() or forms[j] == "-" or forms[j].isdigit()):
                return None
            if self.is_person(forms[j]):
                following = tokens[j + 1] if j + 1 < len(forms) else None
                goes_on = following is not None and following is not token and following.upos in ("NOUN", "PROPN", "ADJ")
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
        noun, unit = self._unit(number, b)
        total = self._totals.is_total(a, b, number.first, number.core, number.last)
        as_of = self._totals.as_of(a, b, times) if total else None
        measure, rule, score = self._measure(number, unit=unit, noun=noun, numbers=numbers, i=i, a=a, b=b, before=before)
        part = measure is None and before is not None and i and self._is_subset(number, numbers[i - 1], a)
        if part and before is not None and not self._is_other(unit, before):
            measure, rule, score = before.measure, "quantity.subset", 0.5
        return Reading(measure or "other", unit, total, as_of, rule or "quantity.other", score)

    def _is_other(self, unit: str | None, before: Reading) -> bool:
        """True for "214 violations, including 63 explosions": another thing is counted, and no part of the same."""
        counted = self._units.get(before.unit or "")
        return counted is not None and unit is not None and unit not in self._persons and self._units.get(unit) != counted

    def _bounds(self, number: Counted) -> tuple[int, int]:
        n = bisect_right(self._ends, number.core)
        start = self._ends[n - 1] if n else 0
        return start, self._ends[n] if n < len(self._ends) else len(self._lemmas)

    def _unit(self, number: Counted, end: int) -> tuple[int | None, str | None]:
        """The counted noun, as a word and by its lemma: the head of the noun phrase that the number opens."""
        lemmas, tokens = self._lemmas, self._tokens
        found, at = None, None
        f = number.first
        if f > 1 and self._words.forms[f - 1] == "(" and self._words.forms[number.last : number.last + 1] == [")"]:
            named = next((k for k in self._keys[f - 2] if k in _IN_BRACKETS), None)  # "more explosions (about 90)"
            if named is not None:
                return None, named
        if number.unit is not None and number.unit not in self._persons:
            return None, number.unit
        if number.person:
            at = number.last - 1
            return at, next((k for k in reversed(self._keys[at]) if k in self._persons), lemmas[at])
        for j in range(number.last, min(number.last + 6, end)):
            form, token = self._words.forms[j], tokens[j]
            if form in _WHEN or (form in SERIES and self._words.forms[j - 1] == "the"):
                break  # "16 strikes overnight", "brought to 120 the number of ..."
            if form == "the" and j == number.last:
                break  # "65 have joined the truce of May and 143 the agreement": no agreements
            if form == "times" and j == number.last:
                return j, "time"
            if j > number.last and self._words.forms[j - 1] in ("the", "of") and (form in NUMBER_WORDS or form.isdigit()):
                continue  # "seven of the nine rockets"
            if form in STATES and found is None and not self._is_attributive(j):
                return None, None
            counted = form.endswith("s") and any(k in self._persons or k in self._units for k in self._keys[j])
            if found is not None and token is not None and token.upos == "VERB" and not counted:
                break  # "600 conscripts deserted": no desert
            known = next(
                (
                    k
                    for k in reversed(self._keys[j])
                    if k in self._persons or k in self._units or k in self._things or k in _HAPPENINGS
                ),
                None,
            )
            if known is not None or (token is not None and token.upos == "NOUN"):
                found, at = known or lemmas[j], j
                continue
            if found is not None:
                break
            if form in ("of", "the", "these", "its", "their", "more", "-", "other", "new", "his", "our", "different"):
                if form in ("more", "other") and j + 1 < end and not self._words.forms[j + 1].isalpha():
                    return None, None
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
        if at is not None and self._words.forms[number.last] == "of" and found in self._units and self._words.forms[at] == found:
            return None, None  # "many of the tribe": its people
        return at, found

    def _is_attributive(self, j: int) -> bool:
        """True for "wounded" of "three wounded insurgents": it describes those whom another predicate counts."""
        after = self._tokens[j + 1] if j + 1 < len(self._tokens) else None
        return after is not None and after.upos in ("NOUN", "ADJ") and after.lemma not in ("people", "dead")

    def _measure(
        self,
        number: Counted,
        *,
        unit: str | None,
        noun: int | None,
        numbers: Sequence[Counted],
        i: int,
        a: int,
        b: int,
        before: Reading | None,
    ) -> tuple[str | None, str, float]:
        if i and self._is_whose(number, numbers[i - 1]):
            return None, "quantity.whose", 0.3
        if unit in self._projectiles and unit not in self._units:
            around = [*range(max(a, number.first - 6), number.first), *range(number.last, min(number.last + 4, b))]
            near = {key for j in around for key in self._keys[j]}
            return ("strikes", f"quantity.fired.{unit}", 0.7) if near & _FIRED else (None, "", 0.3)
        if "time" in (number.unit, unit):
            return self._times(a, b)
        if number.unit is not None and number.unit not in self._persons and number.unit not in self._units:
            return None, f"quantity.{number.unit}", 0.9
        person = unit in self._persons or self._acts(unit, noun)
        if unit is not None and not person:
            if unit in self._units:
                counts = self._units[unit]
                kept = self._changes_hands(unit, a, b) if counts == "settlements" else self._is_aid(counts, a, b)
                return (self._units[unit], f"quantity.unit.{unit}", 0.9) if kept else (None, "", 0.3)
            if unit in self._things:
                return None, "", 0.3
        found = self._predicates.nearest(number, unit=unit, person=person, noun=noun, numbers=numbers, i=i, a=a, b=b)
        if unit is not None and unit in self._predicates.nominal and unit in _HAPPENINGS and (found is None or unit != "victim"):
            return self._predicates.nominal[unit], f"quantity.unit.{unit}", 0.9
        if found is not None and found[0] == "aid_people" and (unit is None or self._units.get(unit) == "fighters"):
            found = None
        if found is not None and (unit is None or person or (found[2] >= _SURE and found[0] not in _OF_GOODS)):
            return found
        if unit is not None and (measure := self._units.get(unit) or _UPROOTED.get(unit)):
            return measure, f"quantity.unit.{unit}", 0.6
        described = self._described(number, noun, a)
        if described is not None:
            return described, "quantity.described", 0.5
        if unit is None:
            forms = self._words.forms
            goes_on = i > 0 and (
                numbers[i - 1].last > a or forms[a : a + 2] in (["of", "these"], ["of", "those"], ["of", "them"])
            )
            return self._series(number, a, before if goes_on else None)
        return None, "", 0.3

    def _acts(self, unit: str | None, noun: int | None) -> bool:
        """True for a noun of which only its ending says that it names people: "rioters", "separatists"."""
        if unit is None or noun is None or unit in self._things or unit in self._units or unit in _NO_AGENTS:
            return False
        return self._words.forms[noun].endswith(_AGENTS)

    def _times(self, a: int, b: int) -> tuple[str | None, str, float]:
        """ "Violated the truce 14 times" counts violations; how often else something was done, its claim knows."""
        words = {key for j in range(a, b) for key in self._keys[j]}
        violated = bool(words & _VIOLATED) or ("break" in words and bool(words & _TRUCE))
        return ("violations" if violated else None), "quantity.times", 0.6

    def _changes_hands(self, unit: str, a: int, b: int) -> bool:
        """True where settlements are counted as such: they joined a truce, were taken, or make up a series."""
        if unit in _SETTLED:
            return True
        wanted = self._measures["settlements"].predicates | _CHANGED_HANDS | SERIES
        return any(not wanted.isdisjoint(self._keys[j]) for j in range(a, b))

    def _is_aid(self, measure: str, a: int, b: int) -> bool:
        """False for tonnes of what nobody is helped with: explosives, loot."""
        wanted = self._aid | _HELPING
        return measure != "aid_tonnes" or any(not wanted.isdisjoint(self._keys[j]) for j in range(a, b))

    def _described(self, number: Counted, noun: int | None, a: int) -> str | None:
        """What those whom a number counts are called: "three of the wounded", "of the dead, 12 were children"."""
        forms = self._words.forms
        for j in range(number.last, min(number.last + 4 if noun is None else noun, len(forms))):
            if forms[j] in STATES:
                return self._predicates.done(j)
        if forms[a : a + 2] == ["of", "the"] and a + 2 < number.first <= a + 6:
            return next((m for j in range(a + 2, number.first) if (m := self._predicates.done(j))), None)
        return None

    def _is_whose(self, number: Counted, before: Counted) -> bool:
        """True when a number says of whom those are that the one before it counts: "three members of one family"."""
        forms, between = self._words.forms, range(before.last, number.first - 1)
        return forms[number.first - 1] == "of" and 0 < len(between) <= 3 and not self._persons.isdisjoint(self._keys[between[-1]])

    def _series(self, number: Counted, a: int, before: Reading | None) -> tuple[str | None, str, float]:
        """ "The number of settlements has reached 70": the series stands before its value; else a bare number goes on
        counting what the one before it counted ("Darsa (17), Milha (11)")."""
        forms = self._words.forms
        if forms[number.last : number.last + 3] in (["the", "number", "of"], ["the", "total", "of"]):
            for k in range(number.last + 3, min(number.last + 9, len(forms))):
                if measure := self._predicates.look(self._units, k) or self._predicates.done(k) or self._predicates.named(k):
                    return measure, f"quantity.series.{forms[k]}", 0.6
        for j in range(number.first - 1, max(a, number.first - _SERIES_BACK) - 1, -1):
            other = forms[j] in ("that", "those") and forms[j + 1] == "of"  # "and that of armed groups 69"
            if not other and SERIES.isdisjoint(self._keys[j]):
                at = self._words.forms[number.first - 1] in ("at", "to", "reached", "totalled", "totaled")
                measure = (self._predicates.look(self._units, j) or self._predicates.named(j)) if at else None
                if measure:
                    return measure, f"quantity.series.{self._words.forms[j]}", 0.5
                continue
            for k in (*range(j + 1, min(j + 6, number.first)), *range(j - 1, max(a - 1, j - 2), -1)):
                measure = self._predicates.look(self._units, k) or self._predicates.done(k) or self._predicates.named(k)
                if measure and measure != "aid_people":
                    return measure, f"quantity.series.{self._words.forms[k]}", 0.6
            if "number" in self._keys[j]:
                return self._named_before(a, j)
            if "toll" in self._keys[j]:
                return "killed", "quantity.series.toll", 0.6
        if forms[number.first - 1 : number.first] in ([":"], ["-"], ["–"], ["—"]) and number.first - 1 > a:
            named = next((m for j in range(a, number.first - 1) if (m := self._predicates.look(self._units, j))), None)
            if named and before is None:
                return named, "quantity.series.line", 0.6
        token = self._tokens[number.last] if number.last < len(self._tokens) else None
        if before is not None and before.measure != "other" and (token is None or token.upos in _BARE or token.text == "the"):
            return before.measure, "quantity.series.before", 0.5
        return None, "", 0.3

    def _named_before(self, a: int, at: int) -> tuple[str | None, str, float]:
        """ "Their number has reached 120": what is counted was named in the sentence, or as "the number of ..." before it."""
        here = next((m for j in range(at - 1, a - 1, -1) if (m := self._predicates.look(self._units, j))), None)
        if here is not None:
            return here, "quantity.series.anaphor", 0.5
        for j in range(a - 1, max(0, a - _BACK), -1):
            found = self._predicates.look(self._units, j)
            if found in _ANAPHORIC:
                return found, "quantity.series.anaphor", 0.5
        return None, "", 0.3

    def _is_subset(self, number: Counted, before: Counted, a: int) -> bool:
        if before.last < a or number.first - before.last > 12:
            return False
        forms = self._words.forms
        after = forms[number.last : number.last + 2]
        between = forms[before.last : number.first]
        return (after[:1] == ["of"] and after[1:] in (["them"], ["whom"])) or "including" in between or "among" in between
