"""Quantities of a report: how many, within what bounds, of what, and whether it is a running total.

A mention covers the number and what qualifies it ("at least 11"). Dates, hours, ages, numbered names and list numbers
are no quantities. Bounds follow the codebook: an open one is None, "more than 40" begins at 41.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimwire.ontology.model import Ontology
from claimwire.records import Annotation, Link, Mention, Quantity, Report, Resolution, digest
from claimwire.resolve.numerals import NUMBER_WORDS, ORDINALS, lexicon, number_at
from claimwire.resolve.quantity_measures import Measures
from claimwire.resolve.time_lexicon import Words, lex

__all__ = ["resolve_quantities"]

# What a vague count says at least; the codebook's figures.
_VAGUE = {"dozens": 12.0, "scores": 20.0, "hundreds": 100.0, "thousands": 1000.0, "millions": 1e6, "billions": 1e9}
_TENS_OF = {"tens": 10.0, "hundreds": 100.0, "dozens": 12.0}
_UNCOUNTED = frozenset({"several", "many", "some", "numerous", "most", "countless"})
_NOBODY = frozenset({"nobody", "none"})

# Words before a number and the bounds that they set, longest first.
_AT_LEAST, _MORE, _AT_MOST, _LESS, _ABOUT = "at_least", "more", "at_most", "less", "about"
_BEFORE: dict[tuple[str, ...], str] = {
    tuple(words.split()): bound
    for bound, phrases in (
        (_AT_LEAST, "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|as few as"),
        (_MORE, "more than|over|upwards of|upward of|in excess of|well over|greater than|exceeding|above"),
        (_AT_MOST, "up to|as many as|as much as|at most|no more than|not more than|nearly|almost|close to|a maximum of"),
        (_LESS, "fewer than|less than|under|below|just under"),
        (_ABOUT, "about|around|some|roughly|approximately|an estimated|estimated|circa|a total of|an additional|another|"
                 "a further|only|just|barely|exactly|the other|as many again|a combined|all|all of the|the remaining"),
    )
    for words in phrases.split("|")
    for phrase in (words,)
    for words in (phrase,)
}  # fmt: skip
_LONGEST = max(len(words) for words in _BEFORE)

# A number after one of these names a thing: "Resolution 2254", "brigade No. 4".
_NUMBERED = lexicon(
    "no nos number resolution article chapter route highway road phase section paragraph page bulletin communique "
    "communiqué report order decree aged age operation exercise channel radio flight group- km room sector zone "
    "checkpoint item point protocol law act group gate bus tel phone version"
) - {"group"}
_LENGTHS = lexicon(
    "km kilometre kilometres kilometer kilometers metre metres meter meters mile miles cm mm calibre caliber yards feet degrees"
)
_NOT_ONE = lexicon("of another hand day way thing side side's point time by that who which more such")
_BEFORE_ONE = lexicon("no any this that every each the which some only") - {"only"}


# "Handed over 58 captives": the word belongs to the verb.
_PARTICLE_VERBS = lexicon("hand hands handed handing take takes took taking taken turn turns turned turning give gave given")


@dataclass(frozen=True, slots=True)
class Number:
    """A count as the words give it: word indexes ``[first, last)``, ``core`` the first word of the number itself."""

    first: int
    last: int
    core: int
    low: float | None
    best: float | None
    high: float | None
    person: bool = False  # "a teacher": an article that counts one


def resolve_quantities(
    report: Report, annotation: Annotation, *, ontology: Ontology, times: Resolution | None = None
) -> Resolution:
    """Find the numbers of a report with their bounds and measure.

    ``times`` keeps the numbers of dates out; without it they are read here again. A number that no word of the ontology
    gives a measure is ``other``; its ``unit`` still names the counted noun.
    """
    if times is None:
        from claimwire.resolve.times import resolve_times

        times = resolve_times(report, annotation)
    words = lex(report.text)
    dated = _dated(words, times)
    measures = Measures(report, annotation, words, ontology)
    mentions, links, quantities = [], [], {}
    numbers = sorted([*_numbers(words, report.text, dated), *_persons(words, measures)], key=lambda n: n.first)
    for number, reading in measures.read(numbers, times):
        if number.person and reading.measure == "other":
            continue
        if number.low is None and number.high is None and reading.measure == "other":
            continue
        span = report.span(words.starts[number.first], words.ends[number.last - 1])
        mention = Mention(
            id=digest("mention", report.id, span.start, span.end, "quantity"), span=span, label="quantity", score=1.0
        )
        if mention.id in quantities:
            continue
        mentions.append(mention)
        links.append(Link(mention=mention.id, kind="quantity", target=reading.measure, score=reading.score, rule=reading.rule))
        quantities[mention.id] = Quantity(
            measure=reading.measure,
            low=number.low,
            best=number.best,
            high=number.high,
            type="total" if reading.total else "count",
            unit=reading.unit,
            as_of=reading.as_of,
        )
    return Resolution(mentions=tuple(mentions), links=tuple(links), quantities=quantities)


def _dated(words: Words, times: Resolution) -> bytearray:
    """Mark the words of time expressions; a clause that merely ends in a date keeps its numbers."""
    marks = bytearray(len(words.starts))
    spans = sorted((m.span for m in times.mentions), key=lambda s: s.offsets)
    simple = [s for s in spans if not any(s is not o and s.covers(o) for o in spans)]
    i = 0
    for span in simple:
        while i < len(marks) and words.starts[i] < span.start:
            i += 1
        j = i
        while j < len(marks) and words.starts[j] < span.end:
            marks[j] = 1
            j += 1
    return marks


def _numbers(words: Words, text: str, dated: bytearray) -> Iterator[Number]:
    forms = words.forms
    i, floor = 0, 0
    while i < len(forms):
        found = None if dated[i] else _number(words, text, i)
        if found is None:
            i += 1
            continue
        bounded = _qualified(words, found, floor, dated)
        yield bounded
        i = floor = bounded.last


def _number(words: Words, text: str, i: int) -> Number | None:
    forms, form = words.forms, words.forms[i]
    following = forms[i + 1] if i + 1 < len(forms) else ""
    if form in _VAGUE or form == "tens":
        if following == "of" and i + 2 < len(forms) and forms[i + 2] in _VAGUE and form in _TENS_OF:
            low = _TENS_OF[form] * _VAGUE[forms[i + 2]]
            return Number(i, i + 3, i, low, None, None)
        return Number(i, i + 1, i, _VAGUE[form], None, None) if form in _VAGUE else None
    if form in _UNCOUNTED and not (i and forms[i - 1] in ("the", "at", "how", "so", "as", "too")):
        found = number_at(forms, i + 1) if i + 1 < len(forms) else None
        if found is None:
            return Number(i, i + 1, i, None, None, None)
        several = form == "several" and following in ("hundred", "thousand", "million", "dozen")
        return Number(i, found[1], i, 2 * found[0], None, None) if several else None
    if form in _NOBODY or (form == "no" and following == "one"):
        return Number(i, i + 1 + (form == "no"), i, 0.0, 0.0, 0.0)
    if form == "both":
        return Number(i, i + 1, i, 2.0, 2.0, 2.0)
    if form == "a" and following in ("couple", "pair"):
        return Number(i, i + 2, i, 2.0, 2.0, 2.0)
    if form in ("a", "another") and following in ORDINALS and not (i + 2 < len(forms) and forms[i + 2] in ("of", "-", "time")):
        if following in ("third", "fourth", "fifth", "sixth") and form == "a":
            return Number(i, i + 2, i, 1.0, 1.0, 1.0)
        return None
    if form == "half" and not (i and forms[i - 1] in ("-", "first", "second")) and following not in ("-", "a"):
        return Number(i, i + 1, i, 0.5, 0.5, 0.5)
    found = number_at(forms, i)
    if found is None or _is_name(words, text, i, found[1]):
        return None
    value, last = found
    return Number(i, last, i, value, value, value)


def _is_name(words: Words, text: str, i: int, last: int) -> bool:
    """True for numbers that count nothing: "Su-24", "No. 41", "(3)" in a list, "Hassan, 34,", "one another"."""
    forms, start, end = words.forms, words.starts[i], words.ends[last - 1]
    before, after = text[start - 1 : start], text[end : end + 1]
    previous = forms[i - 1] if i else "\n"
    following = forms[last] if last < len(forms) else "\n"
    if forms[i] == "one" and last == i + 1:
        return following in _NOT_ONE - {"of"} or previous in _BEFORE_ONE or (following == "of" and not _is_subset(forms, last))
    if not forms[i][0].isdigit():
        return before == "-" and forms[i] in NUMBER_WORDS and i > 1 and forms[i - 2].isalpha()
    if before.isalpha() or (before in "/#@_" and before) or (after in "/_" and after) or after.isalpha():
        return True
    if before in "-–" and before and i > 1 and forms[i - 2].isalpha():
        return True
    if after in "-–" and after and last + 1 < len(forms) and forms[last + 1].isalpha() and forms[last + 1] not in ("plus",):
        return True
    if (after == "." and text[end + 1 : end + 2].isdigit()) or (before == "." and text[start - 2 : start - 1].isdigit()):
        return True
    if following in _LENGTHS or (following == "square" and last + 1 < len(forms) and forms[last + 1] in _LENGTHS):
        return True
    if previous in _NUMBERED or (previous == "." and i > 1 and forms[i - 2] in ("no", "nos", "art")):
        return True
    if (previous == "\n" and following in (".", ")")) or (i == 0 and following in (".", ")")):
        return True
    if previous == "," and following == "," and i > 1 and text[words.starts[i - 2]].isupper() and len(forms[i]) <= 2:
        return True
    if previous == "[" and following == "]":
        return True
    return len(forms[i]) == 4 and words.classes[i] == "y" and following in ("-", "–") and forms[i][:2] in ("19", "20")


def _is_subset(forms: list[str], of: int) -> bool:
    return of + 1 < len(forms) and forms[of + 1] in ("them", "whom", "those", "which", "its", "their", "his", "her")


def _qualified(words: Words, number: Number, floor: int, dated: bytearray) -> Number:
    """Widen a number by what stands around it and set its bounds."""
    forms = words.forms
    first, last, low, best, high = number.first, number.last, number.low, number.best, number.high
    far = None
    if best is not None and last + 1 < len(forms) and not dated[last] and forms[last] in ("-", "–", "to", "and"):
        far = number_at(forms, last + 1) if not dated[last + 1] else None
        between = first > floor and forms[first - 1] == "between"
        change = first > floor and forms[first - 1] == "from"
        if far is not None and (far[0] <= best or (forms[last] == "and" and not between) or change or far[0] > 5 * best):
            far = None  # "from 23 to 26" is a change, "58 to 9" a vote
        if far is not None:
            return Number(first - between, far[1], number.core, best, None, far[0])
    bound = None
    while first > floor and forms[first - 1] in ("$", "€", "£", "us", "eur", "usd"):
        first -= 1
    while first > floor:
        match = next((k for k in range(min(_LONGEST, first - floor), 0, -1) if tuple(forms[first - k : first]) in _BEFORE), 0)
        if not match or (forms[first - 1] == "over" and first > 1 and forms[first - 2] in _PARTICLE_VERBS):
            break
        bound = _BEFORE[tuple(forms[first - match : first])] if bound in (None, _ABOUT) else bound
        first -= match
    if bound is None and last < len(forms) and (forms[last] == "+" or forms[last : last + 2] == ["-", "plus"]):
        bound, last = _MORE, last + 1 + (forms[last] == "-")
    if bound is None and forms[last : last + 2] == ["or", "more"]:
        bound, last = _AT_LEAST, last + 2
    widened = replace(number, first=first, last=last)
    if best is None or best < 1:
        return widened
    step = 1.0 if best == int(best) else 0.0
    match bound:
        case "at_least":
            return replace(widened, low=low, high=None)
        case "more":
            return replace(widened, low=best + step, high=None)
        case "at_most":
            return replace(widened, low=None, high=high)
        case "less":
            return replace(widened, low=None, high=best - step)
    return widened


def _persons(words: Words, measures: Measures) -> Iterator[Number]:
    """ "A teacher", "an off-duty border guard": one person, counted only where a predicate of a measure takes it."""
    for i, form in enumerate(words.forms):
        if form in ("a", "an"):
            last = measures.opens_person(i)
            if last is not None:
                yield Number(i, last, i, 1.0, 1.0, 1.0, person=True)
