"""Words of a time expression and the class that each belongs to: the alphabet of the time grammar.

Every word of a report becomes one character; `time_grammar` matches its rules over that string, so a rule reads as
a line of classes and its span falls on word boundaries by construction.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from claimwire.resolve.numerals import NUMBER_WORDS, ORDINALS, lexicon
from claimwire.resolve.time_feasts import NAMES

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sep sept", "october oct", "november nov", "december dec",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tue tues", "wednesday wed", "thursday thu thur thurs", "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}
UNITS = {
    form: unit
    for unit in ("second", "minute", "hour", "day", "night", "week", "fortnight", "month", "year", "decade", "century")
    for form in (unit, unit + "s", unit + "'s", unit + "’s", unit + "s'")
    if form != "second"  # "the second convoy": an ordinal, never a unit
} | {"centuries": "century", "weeklong": "week", "daylong": "day", "yearlong": "year", "monthlong": "month", "hourlong": "hour"}
SEASONS = {"spring": 1, "summer": 2, "autumn": 3, "fall": 3, "winter": 4}
# Hours at which a part of the day begins and ends: an interval for sorting events of one day, not an exact claim.
PARTS = {
    "dawn": (4, 7), "daybreak": (4, 7), "sunrise": (5, 8), "morning": (6, 12), "mornings": (6, 12), "noon": (12, 13),
    "midday": (12, 13), "lunchtime": (12, 14), "afternoon": (12, 18), "evening": (18, 22), "sunset": (17, 20), "dusk": (17, 20),
    "nightfall": (18, 21), "night": (18, 24), "nighttime": (18, 24), "midnight": (0, 1), "daytime": (6, 18),
}  # fmt: skip


CLASSES = {
    "MONTH": "M", "WEEKDAY": "W", "DAY": "d", "YEAR": "y", "NUM": "#", "ORDNUM": "o", "ORD": "O", "NWORD": "n", "A": "a",
    "THE": "t", "UNIT": "u", "WEEKEND": "k", "PART": "P", "SEASON": "S", "LAST": "l", "PAST": "p", "PREVIOUS": "v", "NEXT": "x",
    "FOLLOWING": "w", "THIS": "h", "THAT": "H", "SAME": "s", "EARLY": "E", "MID": "m", "AGO": "g", "EARLIER": "r", "LATER": "L",
    "AFTER": "f", "BEFORE": "b", "COMMA": "c", "DASH": "-", "OF": "~", "AMPM": "q", "CLOCK": "C", "NUMDATE": "D", "FUSED": "U",
    "DEICTIC": "T", "NOW": "N", "BETWEEN": "B", "FROM": "F", "TO": "e", "UNTIL": "j", "AND": "A", "INTO": "I", "SINCE": "z",
    "ON": "K", "IN": "i", "AT": "@", "BY": "Y", "FOR": "R", "DURING": "G", "WITHIN": "V", "OVER": "J", "OTHER": ".",
    "BREAK": "|", "STOP": "!", "DOT": "_", "SEVERAL": "Q", "COUPLE": "X", "DECADE": "Z", "RECENT": "1", "EVERY": "2",
    "OFTEN": "3", "END": "4", "START": "5", "MIDDLE": "6", "CONSECUTIVE": "7", "QUARTER": "8", "HALF": "9", "APPROX": "0",
    "VAGUE": "%",
    "HOLIDAY": "*", "PAREN": "(", "SHORTLY": "$", "MORE": "+", "OVERNIGHT": "<", "AS": ">", "ZONE": "=", "ITS": "&", "THEN": ":",
}  # fmt: skip

_BY_CLASS = {
    "THE": "the",
    "A": "a an",
    "LAST": "last",
    "PAST": "past",
    "PREVIOUS": "previous preceding prior",
    "NEXT": "next coming upcoming",
    "FOLLOWING": "following ensuing subsequent",
    "THIS": "this",
    "THAT": "that",
    "SAME": "same",
    "EARLY": "early late",
    "MID": "mid",
    "AGO": "ago",
    "EARLIER": "earlier",
    "LATER": "later afterwards afterward",
    "AFTER": "after",
    "BEFORE": "before",
    "OF": "of",
    "DEICTIC": "today today's yesterday yesterday's tomorrow tomorrow's tonight tonight's",
    "NOW": "now currently nowadays presently",
    "BETWEEN": "between",
    "FROM": "from",
    "TO": "to through thru",
    "UNTIL": "until till",
    "AND": "and",
    "INTO": "into",
    "SINCE": "since",
    "ON": "on",
    "IN": "in",
    "AT": "at",
    "BY": "by",
    "FOR": "for",
    "DURING": "during throughout",
    "WITHIN": "within",
    "OVER": "over",
    "SEVERAL": "several few many",
    "COUPLE": "couple",
    "RECENT": "recent",
    "EVERY": "every each",
    "VAGUE": "recently lately previously formerly soon",
    "OFTEN": "daily weekly monthly yearly nightly hourly annually annual quarterly",
    "END": "end close",
    "START": "beginning start",
    "MIDDLE": "middle",
    "CONSECUTIVE": "consecutive straight successive running",
    "QUARTER": "quarter",
    "HALF": "half",
    "APPROX": "about around approximately roughly nearly almost some barely circa",
    "WEEKEND": "weekend weekends weekend's",
    "SHORTLY": "shortly just soon immediately right not exactly long",
    "MORE": "more less fewer least than",
    "OVERNIGHT": "overnight",
    "AS": "as",
    "THEN": "then",
    "ZONE": "gmt utc local est bst cet hrs time",
    "ITS": "its their his her a",
}
LEXICON: dict[str, str] = {word: name for name, words in _BY_CLASS.items() for word in words.split()}
LEXICON |= {"a": "A", "o'clock": "AMPM", "am": "AMPM", "pm": "AMPM", "midmonth": "MIDDLE", "tonight": "DEICTIC"}
LEXICON |= dict.fromkeys(MONTHS, "MONTH") | dict.fromkeys(WEEKDAYS, "WEEKDAY") | dict.fromkeys(UNITS, "UNIT")
LEXICON |= {w + s: "WEEKDAY" for w in WEEKDAYS if w.endswith("day") for s in ("s", "'s", "’s")}
LEXICON |= {w + s: "MONTH" for w in MONTHS if len(w) > 3 for s in ("'s", "’s")}
LEXICON |= dict.fromkeys(PARTS, "PART") | dict.fromkeys(SEASONS, "SEASON") | dict.fromkeys(ORDINALS, "ORD")
LEXICON |= dict.fromkeys(NUMBER_WORDS, "NWORD") | {p + s: "PART" for p in PARTS for s in ("'s", "’s")}
LEXICON |= dict.fromkeys(("nineties", "eighties", "seventies", "sixties", "fifties", "forties", "thirties", "twenties"), "DECADE")
LEXICON |= {",": "COMMA", "-": "DASH", "–": "DASH", "—": "DASH", ".": "DOT", "(": "PAREN", ")": "PAREN"}
LEXICON |= {";": "STOP", ":": "STOP", "!": "STOP", "?": "STOP"}

# Names that are also everyday words, or that shorten to one: a time only when capitalised and in company of a time word.
DOUBTFUL = lexicon("may march mar jan sun sat mon wed fri dec sep august")

_FEASTS = "|".join(re.escape(n).replace("'", "['’]") for n in sorted(NAMES, key=len, reverse=True))
_WORD = re.compile(
    r"(?P<iso>\d{4}-\d{2}-\d{2}(?!\d))"
    r"|(?P<numdate>\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:\d{4}|\d{2})(?![\d/]))"
    r"|(?P<clock>\d{1,2}:\d{2}(?::\d{2})?(?!\d)|\d{1,2}\.\d{2}(?=\s?[ap]\.?m\b))"
    r"|(?P<decade>(?:1\d|20)\d0s\b|['’]\d0s\b)"
    r"|(?P<ord>\d{1,2}(?:st|nd|rd|th)\b)"
    r"|(?P<ampm>[ap]\.\s?m\.?(?![\w])|(?<=\d)[ap]m\b)"
    r"|(?P<num>\d+(?:,\d{3})*(?:\.\d+)?)"
    rf"|(?P<holiday>(?:{_FEASTS})\b)"
    r"|(?P<word>[^\W\d_]+(?:['’](?:s|clock)\b)?)"
    r"|(?P<brk>\n)"
    r"|(?P<mark2>[^\w\s])"
)


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a text in parallel rows: offsets, lower-case forms, and ``classes``, one character a word."""

    starts: list[int]
    ends: list[int]
    forms: list[str]
    classes: str


@lru_cache(maxsize=1)  # the times and the quantities of a report are read one after the other
def lex(text: str) -> Words:
    """Cut a text into words and class each. Offsets are those of ``text``, whatever lower-casing does to its length."""
    lower = text.lower()
    if len(lower) != len(text):  # a letter such as İ grows when lower-cased, and would shift every offset after it
        lower = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    starts, ends, forms, classes = [], [], [], []
    lexicon, symbol = LEXICON, CLASSES
    for match in _WORD.finditer(lower):
        form, kind = match.group(), match.lastgroup
        if kind == "mark":  # the separator inside a numeric date
            kind = "numdate"
        if kind == "word":
            name = lexicon.get(form, "OTHER")
        elif kind == "num":
            name = _number_class(form)
        else:
            name = _FIXED.get(kind or "", "") or lexicon.get(form, "OTHER")
        starts.append(match.start())
        ends.append(match.end())
        forms.append(form)
        classes.append(symbol[name])
    for i, form in enumerate(forms):
        if form in DOUBTFUL and not _is_name(text, starts, classes, i):
            classes[i] = symbol["OTHER"]
        elif classes[i] == "_" and i + 1 < len(forms) and text[starts[i + 1]].islower():
            classes[i] = symbol["OTHER"] if i == 0 or classes[i - 1] not in "MW" else "_"
    return Words(starts, ends, forms, "".join(classes))


_FIXED = {
    "iso": "NUMDATE", "numdate": "NUMDATE", "clock": "CLOCK", "decade": "DECADE", "ord": "ORDNUM", "ampm": "AMPM",
    "holiday": "HOLIDAY", "brk": "BREAK",
}  # fmt: skip


def _number_class(form: str) -> str:
    if form.isdigit():
        value = int(form)
        if len(form) == 4 and 1000 <= value <= 2100:
            return "YEAR"
        if len(form) <= 2 and 1 <= value <= 31:
            return "DAY"
        if len(form) in (5, 6) and form[-4:-2] in ("19", "20") and 1 <= int(form[:-4]) <= 31:
            return "FUSED"  # "Jul 152015": a source that lost the comma between day and year
    return "NUM"


_BESIDE_A_MONTH = frozenset("doy#cDF-zjiGElxhm~AeBYbfK_WU6TtP4")


def _is_name(text: str, starts: list[int], classes: list[str], i: int) -> bool:
    """True when a doubtful word is a month or a weekday: "May 5", "in March", "last May", not "They may" or "may"."""
    if not text[starts[i]].isupper():
        return False
    before = classes[i - 1] if i else "|"
    after = classes[i + 1] if i + 1 < len(classes) else "|"
    if after in "doyU" or (after == "_" and i + 2 < len(classes) and classes[i + 2] in "doyU"):
        return True
    if classes[i] == "W":
        return before == "K" or (after in "c_" and i + 2 < len(classes) and classes[i + 2] in "dMo")
    return before in _BESIDE_A_MONTH and before not in "W_|t" and not (before == "c" and after == ".")
