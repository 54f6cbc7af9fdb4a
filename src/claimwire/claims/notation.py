"""Words of one line of a report as letters: a number, a name, a bracket, a preposition; layouts are patterns over them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from claimwire.records import Mention, Span


def words(text: str) -> frozenset[str]:
    """A set of words written with spaces between them."""
    return frozenset(text.split())


# One letter a word: N number, P name, i preposition, f what may stand around a name, e "each", a joining word, w any other.
_WORD = re.compile(r"\n|[^\W\d_]+(?:[-'’‑][^\W\d_]+)*|\d+(?:[.,]\d+)*|[^\w\s]")
_NAME = re.compile(r"^(?:(?:[Aa][ldnrstz]|[Ee][lszr]|[Dd]eir|[Uu]mm)[-‑])?[A-Z]|^(?:a[ldnrst]|e[lsz])[-‑][A-Z]")
_FILLERS = words(
    "the of province provinces governorate governorates region regions district districts oblast that those "
    "city suburbs suburb town towns village villages area areas countryside outskirts parts rural northern southern eastern "
    "western central north south east west settlement settlements following neighbouring municipality zone "
    "sector"
)
_PREPOSITIONS = words("in from to near at within around for across inside on into")
_JOINING = words("and while plus another further also then but or additional more as well")
_COMPASS = words("north south east west northeast northwest southeast southwest north-east north-west south-east south-west")
_COUNTING = frozenset({"each", "apiece"})
_NO_NAME = words(
    "The A An In On At Of From To By For And Or As Over During Within Since Of Total All Overall None No Some "
    "Most Another It They Their This That These Those There He She We While With More Other Both Between Also "
    "Meanwhile Officers Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April "
    "May June July August September October November December One Two Three Four Five Six Seven Eight Nine Ten "
    "Eleven Twelve Nobody Nothing I Province Governorate Region"
)
# The article of an Arabic name, which texts write apart: "At Tuhayta".
ARTICLES = words("Al An Ar As Ash At Ad Az El Es Ez Ed")
_MARKS = {
    "(": "(",
    ")": ")",
    "[": "(",
    "]": ")",
    ",": ",",
    ";": ";",
    ":": ":",
    ".": ".",
    "!": ".",
    "?": ".",
    "\n": "L",
} | dict.fromkeys("-–—‑−", "-")
_SMALL = {
    w: float(n)
    for n, w in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    )
}
_NOTHING = frozenset({"none", "nil", "zero"})

# "Kilo 16: 22", "30 in Kilo 16 and": the number behind a name belongs to it.
_NUMBERED = re.compile(r"(?<=P)N(?=[:-]f?N|\(w?N)|(?<=iP)N(?=[,.a]|$)")
_LED = re.compile(r"N[wf]{0,3}iP$")
_HIGHEST = 100  # of numbers in names


@dataclass(frozen=True, slots=True)
class Number:
    """A number of the text: its value as a quantity mention has it, and what it is known to count."""

    span: Span
    value: float
    mention: Mention | None
    measure: str | None  # None: nobody knows by itself
    unit: str | None


@dataclass(frozen=True, slots=True)
class _Item:
    kind: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Found:
    """The numbers and the names of places of a text, by where they begin."""

    text: str
    numbers: Mapping[int, Number]
    places: Mapping[int, Span]


class Letters:
    """A line as a string of kinds, one letter a word, with the numbers and names that it is made of."""

    def __init__(self, found: Found, start: int, end: int) -> None:
        self._text = text = found.text
        numbers, places = found.numbers, found.places
        self._places = places
        self.numbers: dict[int, Number] = {}
        self.items: list[_Item] = []
        at = start
        while (match := _WORD.search(text, at, end)) is not None:
            item = self._item(match, numbers, places, end)
            if item.kind == "P" and match.group().lower() in _COMPASS:
                self.items.append(_Item("i", item.start, item.start, ""))  # "recorded south of Horlivka": no other preposition
            self.items.append(item)
            at = max(item.end, match.end())
        self.kinds = "".join(i.kind for i in self.items)
        for match in reversed(list(_NUMBERED.finditer(self.kinds))):
            self._join(match.start())

    def _item(self, match: re.Match[str], numbers: Mapping[int, Number], places: Mapping[int, Span], end: int) -> _Item:
        word, start = match.group(), match.start()
        number = numbers.get(start)
        if number is not None:
            self.numbers[len(self.items)] = number
            return _Item("N", start, number.span.end, word)
        low = word.lower()
        if (
            low in _NOTHING
            or (low == "once" and self.items and self.items[-1].kind == "(")
            or (low in _SMALL and not word[0].isupper())
        ):
            span = Span(start=start, end=match.end(), text=word)
            self.numbers[len(self.items)] = Number(
                span=span, value=_SMALL.get(low, 1.0 if low == "once" else 0.0), mention=None, measure=None, unit=None
            )
            return _Item("N", start, match.end(), word)
        place = places.get(start)
        if place is not None and place.end <= end:
            return _Item("P", start, place.end, place.text)
        if _NAME.match(word) and (word not in _NO_NAME or self._is_article(match, places, end)):
            stop = match.end()
            while (after := _WORD.match(self._text, stop + 1, end)) and after.start() not in numbers:
                known = places.get(after.start())
                if known is not None:
                    stop = min(known.end, end)
                    break
                if self._text[stop] not in " \u00a0" or not _NAME.match(after.group()) or after.group() in _NO_NAME:
                    break
                stop = after.end()
            return _Item("P", start, stop, self._text[start:stop])
        if word in _MARKS:
            return _Item(_MARKS[word], start, match.end(), word)
        kind = (
            "f"
            if low in _FILLERS
            else "i"
            if low in _PREPOSITIONS
            else "a"
            if low in _JOINING
            else "e"
            if low in _COUNTING
            else "w"
        )
        return _Item(kind, start, match.end(), word)

    def _join(self, n: int) -> None:
        """Take the number at ``n`` into the name before it, where it counts nothing and another number is the name's."""
        name, number = self.items[n - 1], self.numbers[n]
        led = self.kinds[n + 1 : n + 2] in (":", "-", "(") or _LED.search(self.kinds[:n])
        if not led or number.value >= _HIGHEST or not self.items[n].text.isdigit() or self._text[name.end] != " ":
            return
        end = self.items[n].end
        self.items[n - 1 : n + 1] = [_Item("P", name.start, end, self._text[name.start : end])]
        self.numbers = {k - (k > n): v for k, v in self.numbers.items() if k != n}
        self.kinds = self.kinds[:n] + self.kinds[n + 1 :]

    def _is_article(self, match: re.Match[str], places: Mapping[int, Span], end: int) -> bool:
        """True for "At" of "At Tuhayta"; at the head of a sentence it may be a preposition."""
        after = _WORD.match(self._text, match.end() + 1, end)
        if match.group() not in ARTICLES or after is None or not self.items or self.items[-1].kind == ".":
            return False
        return after.start() in places or bool(_NAME.match(after.group()))
