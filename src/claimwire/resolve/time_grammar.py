"""Find time expressions: rules over the class string of `time_lexicon`, longest match first.

Nothing is dated here. An `Expression` says what the words say ("the Friday before", "two weeks ago"); `time_values`
turns that into an interval once it knows what the words are relative to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimwire.resolve.numerals import ORDINALS, lexicon, number_at
from claimwire.resolve.time_lexicon import CLASSES, MONTHS, PARTS, SEASONS, UNITS, WEEKDAYS, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """What a time expression says. ``first`` and ``last`` are word indexes, half-open; ``outer`` takes in its preposition."""

    kind: str
    first: int
    last: int
    outer: int
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    n: float | None = None
    unit: str | None = None
    way: str | None = None  # last, next, this, past, ahead, ago, later, earlier, same; what the words point to
    part: str | None = None  # of the day
    clock: tuple[int, int] | None = None
    mod: str | None = None  # early, late, mid, start, end, approx
    feast: str | None = None
    bound: str | None = None  # since, from, until, by, before, after, within, for
    to: Expression | None = None  # the far end of a range


_QTY = "(?P<n>HALF A|A SEVERAL|A COUPLE OF?|(?:DAY|NUM|YEAR) NWORD*|A? NWORD (?:NWORD|DASH NWORD|AND NWORD)*|A|SEVERAL)"
_APPROX = "(?P<approx>(?:APPROX|MORE)+)?"
_MOD = "(?:THE? (?P<mod>EARLY|MID) DASH? (?:ON|IN)?|THE (?P<edge>END|START|MIDDLE) OF THE?)?"
_DAY = "(?:DAY|ORDNUM)"
_WEEKDAY = "(?:(?P<weekday>WEEKDAY) (?:COMMA|DOT|PAREN)? THE?)?"
_YEAR = "(?:COMMA? OF? (?P<year>YEAR))?"

# kind, pattern. The longest match wins; of two that are as long, the rule that stands first.
RULES: tuple[tuple[str, str], ...] = (
    ("numeric", "NUMDATE"),
    ("date", f"{_WEEKDAY} (?P<day>{_DAY}) (?:DASH|AND|TO) THE? (?P<day2>{_DAY}) OF? (?P<month>MONTH) DOT? {_YEAR}"),
    ("date", f"{_WEEKDAY} (?P<month>MONTH) DOT? (?P<day>{_DAY}) (?:DASH|AND|TO) (?P<day2>{_DAY}) {_YEAR}"),
    ("date", f"{_WEEKDAY} THE? (?P<day>{_DAY}) OF? (?P<month>MONTH) DOT? {_YEAR}"),
    ("date", f"{_WEEKDAY} (?P<month>MONTH) DOT? THE? (?P<day>{_DAY}) {_YEAR}"),
    ("date", "(?P<month>MONTH) DOT? (?P<fused>FUSED)"),
    ("date", f"{_MOD} (?P<month>MONTH) DOT? {_YEAR}"),
    ("month_of", f"{_MOD} (?P<month>MONTH) OF? (?P<way>LAST|THIS|NEXT|THAT|SAME) (?P<unit>UNIT)"),
    ("month_way", "(?P<way>LAST|THIS|NEXT) (?P<month>MONTH)"),
    ("year", f"{_MOD} (?P<year>YEAR)"),
    ("years", "(?P<year>YEAR) (?:DASH|TO) (?P<year2>YEAR|DAY|NUM)"),
    ("decade", f"{_MOD} THE? (?P<decade>DECADE)"),
    ("weekday", f"{_MOD} (?P<way>LAST|THIS|NEXT)? (?P<weekday>WEEKDAY)"),
    ("weekday_of", "(?P<weekday>WEEKDAY) OF? (?P<way>LAST|THIS|NEXT) (?P<unit>UNIT)"),
    ("weekday_anchor", "(?:THE (?P<way>PREVIOUS|FOLLOWING|SAME)|(?P<that>THAT)) (?P<weekday>WEEKDAY)"),
    ("deictic", "(?:EARLIER|LATER|EARLY)? (?P<word>DEICTIC)"),
    ("overnight", "OVERNIGHT"),
    ("last_night", "LAST PART"),
    ("anchor_one", "THE (?P<way>NEXT) (?P<unit>UNIT|PART)"),
    ("unit_way", f"{_MOD} THE? (?P<way>LAST|PAST|THIS|NEXT) (?P<unit>UNIT)"),
    ("unit_way", "(?P<early>EARLIER|LATER) (?P<way>THIS) (?P<unit>UNIT)"),
    ("unit_way", "THE (?P<edge>END|START|MIDDLE) OF (?P<way>THE|THAT) (?P<unit>UNIT)"),
    ("span", f"THE? (?P<way>LAST|PAST|PREVIOUS|NEXT) {_QTY} (?P<unit>UNIT)"),
    ("span", f"WITHIN THE? (?P<way>NEXT)? {_QTY} (?P<unit>UNIT)"),
    ("recent", "THE? (?P<way>PAST|LAST|NEXT|RECENT|THIS) SEVERAL? (?P<unit>UNIT)"),
    ("ago", f"{_APPROX} {_QTY} (?P<unit>UNIT) AGO"),
    ("anchor", f"{_APPROX} {_QTY} (?P<unit>UNIT) (?P<way>LATER|EARLIER|AFTER|BEFORE)"),
    ("anchor", "(?P<unit>UNIT) (?P<way>LATER|EARLIER)"),
    ("anchor_one", "THE (?P<way>FOLLOWING|PREVIOUS|SAME) (?P<unit>UNIT|PART)"),
    ("anchor_one", "(?P<way>THAT) SAME? (?P<unit>UNIT|PART)"),
    ("anchor_one", "THE (?P<unit>UNIT|PART) (?P<way>BEFORE|AFTER)"),
    ("then", "SINCE THEN"),
    ("part", "(?P<way>THIS)? (?:THE? EARLY|MID DASH)? (?P<part>PART)"),
    ("clock", "(?P<clock>CLOCK) AMPM? ZONE*"),
    ("clock", "(?P<clock>DAY|NUM|YEAR|NWORD) AMPM ZONE*"),
    ("clock", "(?P<clock>DAY|NWORD) (?:AND|TO|DASH) (?:DAY|NWORD) AMPM ZONE*"),
    ("military", "(?P<clock>NUM|YEAR) ZONE (?P<zone>ZONE)?"),
    ("season", f"{_MOD} THE? (?P<season>SEASON) {_YEAR}"),
    ("season", f"{_MOD} THE? (?P<season>SEASON) OF? (?P<year>YEAR) DASH (?:YEAR|DAY|NUM)"),
    ("units_of", f"{_MOD} THE (?P<ord>ORD|ORDNUM|LAST) {_QTY}? (?P<unit>UNIT) OF (?P<month>MONTH) DOT? {_YEAR}"),
    ("units_of", f"{_MOD} THE (?P<ord>ORD|ORDNUM|LAST) {_QTY}? (?P<unit>UNIT) OF THE? (?P<year>YEAR)"),
    ("half_of", f"THE? (?P<ord>ORD|ORDNUM) DASH? (?P<unit>HALF) OF (?P<month>MONTH) DOT? {_YEAR}"),
    ("week_of", f"THE (?P<unit>UNIT) OF THE? (?P<day>{_DAY}) OF? (?P<month>MONTH) DOT? {_YEAR}"),
    ("week_of", f"THE (?P<unit>UNIT) OF (?P<month>MONTH) DOT? THE? (?P<day>{_DAY}) {_YEAR}"),
    ("ago", "THE? (?P<unit>UNIT|WEEKEND) (?P<last>BEFORE LAST)"),
    ("ago", f"{_QTY} (?P<weekday>WEEKDAY) AGO"),
    ("deictic", "THE (?P<unit>UNIT) (?P<way>BEFORE|AFTER) (?P<word>DEICTIC)"),
    ("day_of", "ON THE (?P<day>ORDNUM)"),
    ("part", "(?P<way>EARLIER|LATER) (?:IN|ON)? (?:THE|THAT) (?P<unit>UNIT)"),
    ("season", "(?P<way>LAST|THIS|NEXT) (?P<season>SEASON)"),
    ("weekend", "(?:(?P<way>LAST|THIS|NEXT)|THE (?:PAST|PREVIOUS)?|A)? WEEKEND"),
    ("nth", "(?P<way>FOR)? (?P<det>THE|ITS|A) (?P<ord>ORD|ORDNUM) (?P<run>CONSECUTIVE)? (?P<unit>UNIT)"),
    ("quarter", f"THE? (?P<ord>ORD|ORDNUM) DASH? (?P<unit>QUARTER|HALF) {_YEAR}"),
    ("duration", f"{_APPROX} {_QTY} DASH? MORE? CONSECUTIVE? (?P<unit>UNIT) (?:DASH SHORTLY)?"),
    ("duration", f"THE (?:ORD|ORDNUM) {_QTY} (?P<unit>UNIT)"),
    ("bare_unit", "(?P<unit>UNIT)"),
    ("frequency", "(?P<often>OFTEN)|EVERY (?:NWORD|ORD|OTHER|DAY)? (?:(?P<unit>UNIT)|WEEKDAY|PART|MONTH|SEASON|WEEKEND)"),
    ("present", "NOW"),
    ("vague", "VAGUE"),
    ("holiday", f"(?P<holiday>HOLIDAY) {_YEAR}"),
)


def _compile(pattern: str) -> re.Pattern[str]:
    """Turn each class name into its character; spaces only separate, group names are lower case and stay."""
    return re.compile(re.sub(r"(\?P<)|([A-Z]+)", lambda m: m[1] or re.escape(CLASSES[m[2]]), pattern).replace(" ", ""))


_COMPILED = tuple((kind, _compile(pattern)) for kind, pattern in RULES)
_FULL_MONTHS = frozenset(name for name in MONTHS if len(name) > 4 or name in ("may", "june", "july"))
_EDGES = {"4": "end", "5": "start", "6": "mid"}
_WAYS = {
    "l": "last", "p": "past", "v": "previous", "x": "next", "w": "following", "h": "this", "H": "same", "s": "same", "L": "later",
    "r": "earlier", "f": "later", "b": "earlier", "t": "the", "R": "for", "1": "recent",
}  # fmt: skip


def cores(words: Words) -> Iterator[Expression]:
    """Yield the expressions of a text in order, without the words that join or bound them; none overlap."""
    found = []
    for order, (kind, pattern) in enumerate(_COMPILED):
        found += [(m.start() - _end(words, m), order, m.start(), kind, m) for m in pattern.finditer(words.classes)]
    found.sort(key=lambda f: f[:3])
    taken = bytearray(len(words.classes))
    out = []
    for length, _, start, kind, match in found:
        end = start - length
        if any(taken[start:end]):
            continue
        expression = _build(words, kind, match, end)
        if expression is not None:
            taken[start:end] = b"\x01" * (end - start)
            out.append(expression)
    return iter(sorted(out, key=lambda e: e.first))


def _end(words: Words, match: re.Match[str]) -> int:
    """The end of a match without the full stop of its sentence; that of "Dec." stays."""
    end = match.end()
    return end - (words.classes[end - 1] == "_" and words.forms[end - 2] in _FULL_MONTHS)


def _build(words: Words, kind: str, match: re.Match[str], last: int) -> Expression | None:
    groups = {name: (match.start(name), text) for name, text in match.groupdict().items() if text}
    first = match.start()
    if words.forms[first] == "than":
        first += 1  # "higher than a year earlier" compares
    elif words.forms[first - 1 : first + 1] == ["at", "least"]:
        first -= 1
    if _lends_its_article(words, kind, first, last):
        first += 1

    def form(name: str) -> str | None:
        return words.forms[groups[name][0]] if name in groups else None

    def integer(name: str) -> int | None:
        text = form(name)
        return int(re.sub(r"\D", "", text)) if text and text[0].isdigit() else None

    month, unit, part = form("month"), form("unit"), form("part")
    value = number(words, *match.span("n")) if "n" in groups else None
    if kind in ("year", "years", "bare_unit", "part", "weekday", "vague", "season", "holiday", "day_of") and not _stands(
        words, kind, first, last, groups
    ):
        return None
    mod = {"early": "early", "late": "late"}.get(form("mod") or "") or ("mid" if "mod" in groups else None)
    if "edge" in groups:
        mod = _EDGES[groups["edge"][1]]
    if unit in PARTS and unit not in UNITS:
        unit, part = None, unit
    fused = form("fused")
    day, year, day2, year2 = integer("day"), integer("year"), integer("day2"), form("year2")
    if fused:
        day, year = int(fused[:-4]), int(fused[-4:])
    ordinal = form("ord")
    base = Expression(
        kind=kind,
        first=first,
        last=last,
        outer=first,
        year=year,
        month=MONTHS[re.sub(r"['’]s$", "", month)] if month else None,
        day=day,
        weekday=WEEKDAYS[_stem(form("weekday") or "")] if "weekday" in groups else None,
        n=(ORDINALS.get(ordinal) or integer("ord")) if ordinal else value,
        unit=UNITS.get(unit) if unit else None,
        way=_WAYS.get(groups["way"][1][0]) if "way" in groups else "same" if "that" in groups else None,
        part=re.sub(r"['’]s$", "", part) if part else None,
        clock=_clock(words, groups["clock"][0], last) if "clock" in groups else None,
        mod=mod or ("approx" if "approx" in groups else None),
    )
    match kind:
        case "bare_unit" if unit in ("day", "day's", "day’s"):
            return replace(base, way="the")
        case "ago" if "last" in groups:
            return replace(base, n=2.0, unit=base.unit or "weekend", way="before last")
        case "deictic" if "unit" in groups:
            return replace(base, way=_BESIDE.get((form("word") or "", form("way") or ""))) if unit == "day" else None
        case "part" if "unit" in groups:
            return replace(base, kind="bare_unit", way="the_day") if unit == "day" else None
        case "military":
            hour = _military(words, groups["clock"][0])
            return replace(base, kind="clock", clock=hour) if hour is not None else None
        case "week_of" if unit not in ("week", "day", "night", "month"):
            return None
        case "units_of":
            return replace(base, way="last" if groups["ord"][1] == "l" else "first", n=_order(form("ord"), value, integer("ord")))
        case "frequency" if "often" in groups:
            return replace(base, unit=_OFTEN[form("often") or ""], n=1.0)
        case "frequency":
            return replace(base, n=1.0)
        case "duration" if words.forms[last : last + 2] == ["-", "old"] or words.forms[last : last + 1] in (["old"], ["olds"]):
            return None  # an age
        case "numeric":
            return _numeric(base, words.forms[first])
        case "deictic":
            return replace(base, way=re.sub(r"['’]s$", "", form("word") or ""))
        case "unit_way" if "early" in groups:
            return replace(base, mod="sofar" if form("early") == "earlier" else "late")
        case "span" if base.way is None:
            return replace(base, way="ahead")
        case "season":
            return replace(base, n=float(SEASONS[form("season") or ""]))
        case "decade":
            return replace(base, year=_decade(form("decade") or ""))
        case "holiday":
            return replace(base, feast=(form("holiday") or "").replace("’", "'"))
        case "unit_way" if base.way == "last" and unit in ("weeks", "months", "years") and words.classes[last : last + 1] == ".":
            return base  # "last months loss": a source that lost its apostrophes
        case "unit_way" if unit and (
            unit in ("minute", "hour") or (unit.endswith("s") and not unit.endswith(("'s", "’s")) and base.way != "past")
        ):
            return None if unit in ("minute", "minutes") else replace(base, kind="recent")
        case "unit_way" if unit and unit.endswith("s") and not unit.endswith(("'s", "’s")):
            return replace(base, kind="recent")
        case "anchor" if base.way in ("later", "earlier") and words.classes[last - 1] in "fb" and _goes_on(words, last):
            # "two days after it was turned back": the date of that other event, before the one the text has dated
            return replace(base, way="earlier" if base.way == "later" else "later")
        case "nth" if "run" in groups:
            return replace(base, way="for")
        case "nth" if base.way is None and groups["det"][1] != "&":
            return None
        case "quarter":
            return replace(base, unit="quarter" if unit == "quarter" else "half")
        case "years" if year is not None and year2:
            end = int(year2) if len(year2) == 4 else year - year % 100 + int(year2)
            return replace(base, kind="year", to=replace(base, kind="year", year=end)) if end > year else None
        case "date" if day2:
            return replace(base, to=replace(base, day=day2)) if day is not None and day2 > day else None
    return base


def _lends_its_article(words: Words, kind: str, first: int, last: int) -> bool:
    """ "A two-day visit", "the summer offensive": the article is the visit's and the offensive's."""
    if words.classes[first] not in "ta" or words.classes[last : last + 1] != "." or last - first < 2:
        return False
    if kind == "duration":
        return words.forms[first] == "a" and words.classes[first + 1] != "u" and not words.forms[last - 1].endswith("s")
    return kind in ("season", "quarter", "date", "decade")


def _goes_on(words: Words, last: int) -> bool:
    return last < len(words.classes) and words.classes[last] not in "|!_c("


def number(words: Words, first: int, last: int) -> float | None:
    """Return the amount that the words ``[first, last)`` name; None for "several" and "a few"."""
    forms = words.forms[first:last]
    if any(words.classes[i] == "Q" for i in range(first, last)):
        return None
    if "couple" in forms:
        return 2.0
    if forms[0] == "half":
        return 0.5
    found = number_at(forms, 0) or (number_at(forms, 1) if len(forms) > 1 else None)
    return found[0] if found else 1.0


def _stem(form: str) -> str:
    return form if form in WEEKDAYS else re.sub(r"(?:['’]?s)$", "", form)


def _stands(words: Words, kind: str, first: int, last: int, groups: dict[str, tuple[int, str]]) -> bool:
    """Rule out what only looks like a time: "2,000 men", "the second day's", "night raid", "the spring of a trap"."""
    before = words.classes[first - 1] if first else "|"
    after = words.classes[last] if last < len(words.classes) else "|"
    after_form = words.forms[last] if last < len(words.forms) else ""
    match kind:
        case "year" | "years":
            year = int(words.forms[groups["year"][0]])
            if (
                not 1000 <= year <= 2099
                or before in "#$%"
                or words.forms[first - 1 : first] in (["$"], ["€"], ["£"], ["#"], ["/"])
            ):
                return False
            if last - first > 1:
                return True
            plural = (
                after == "." and after_form[-1:].isalpha() and after_form.endswith("s") and not after_form.endswith(("ss", "'s"))
            )
            counted = (after_form in _COUNTED and before not in "iz") or (plural and before not in "izGl")
            near = before in "zijFGYbfEmceBRA(t|_-@0a~&" or after in "(|c_!"
            return near and year >= (1300 if before in "i~(z" else 1700) and not counted
        case "bare_unit":
            form = words.forms[first]
            if form in ("day's", "day’s"):
                return before == "t"  # "the day's raids"
            if form == "day" and before == "t":
                return first > 1 and words.classes[first - 2] in "JGi"
            return form.endswith("s") and before in "RVifJG" and UNITS[form] != "night"
        case "part":
            if "way" in groups or last - first > 1:
                return True
            if before == "z":
                return words.forms[first] in ("dawn", "daybreak", "morning", "midnight", "noon")
            return before in "@YbfjFiG0EWTdyoe" or (before == "t" and first > 1 and words.classes[first - 2] in "iGbfjYKJ|")
        case "vague":
            return True
        case "season":
            form = words.forms[groups["season"][0]]
            if "way" in groups or "year" in groups or "mod" in groups:
                return form != "fall" or "year" in groups or "way" in groups
            return form != "fall" and (before in "iYzGjJ" or words.classes[first] == "t")
        case "holiday":
            return words.forms[first] not in _NAMED_AFTER or before in "iGYbfjFKzR~@J0"
        case "day_of":
            return after in "|!_cFf" or after_form in ("the", "and", "but", "when", "he", "she", "it", "they")
        case "weekday":
            return words.forms[groups["weekday"][0]] not in _SHORT or "way" not in groups
    return True


_BESIDE = {
    ("yesterday", "before"): "before yesterday", ("tomorrow", "after"): "after tomorrow",
}  # fmt: skip


def _order(ordinal: str | None, amount: float | None, digit: int | None) -> float | None:
    """ "The first two weeks" are 2 from the start, "the second week" is -2: one only; "the last week" is 1."""
    place = ORDINALS.get(ordinal or "") or digit
    if place is None or place == 1:
        return amount or 1.0
    return -float(place) if amount is None else None


def _military(words: Words, i: int) -> tuple[int, int] | None:
    """ "0530 GMT", "1845 local time": four digits beside a zone; "2,000 local men" are not."""
    digits, after = words.forms[i], words.forms[i + 1 : i + 3]
    if len(digits) != 4 or not digits.isdigit() or int(digits[:2]) > 23 or int(digits[2:]) > 59:
        return None
    zoned = after[:1] in (["gmt"], ["utc"], ["hrs"], ["est"], ["bst"], ["cet"]) or after == ["local", "time"]
    return (int(digits[:2]), int(digits[2:])) if zoned else None


_OFTEN = {
    "daily": "day", "weekly": "week", "monthly": "month", "yearly": "year", "nightly": "night", "hourly": "hour",
    "annually": "year", "annual": "year", "quarterly": "quarter",
}  # fmt: skip
_NAMED_AFTER = frozenset({"ramadan", "ramadhan", "muharram", "ashura", "epiphany", "mawlid"})  # also names of people and towns
_SHORT = frozenset({"sun", "sat", "mon", "wed", "fri"})
_COUNTED = lexicon("people men women children killed wounded dead injured police personnel troops more")


def _clock(words: Words, i: int, last: int) -> tuple[int, int]:
    digits = re.sub(r"[:.]", "", words.forms[i])
    number_word = number_at(words.forms, i)
    if not digits.isdigit():
        hour, minute = int(number_word[0]) if number_word else 0, 0
    elif re.search(r"[:.]", words.forms[i]) or len(digits) > 2:
        digits = digits[:4] if len(digits) > 4 else digits
        hour, minute = int(digits[:-2]), int(digits[-2:])
    else:
        hour, minute = int(digits), 0
    if any(form.startswith("p") for form in words.forms[i + 1 : last]) and hour < 12:
        hour += 12
    return hour % 24, minute % 60


def _numeric(base: Expression, form: str) -> Expression | None:
    a, b, c = (int(x) for x in re.split(r"[/.-]", form))
    if a > 31:
        year, month, day = a, b, c
    else:
        day, month, year = a, b, c if c > 99 else c + (2000 if c < 70 else 1900)
        if month > 12:
            day, month = month, day
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2100):
        return None
    return replace(base, kind="date", year=year, month=month, day=day, way="numeric")


def _decade(form: str) -> int:
    words = {"twenties": 1920, "thirties": 1930, "forties": 1940, "fifties": 1950, "sixties": 1960, "seventies": 1970}
    words |= {"eighties": 1980, "nineties": 1990}
    digits = re.sub(r"\D", "", form)
    return words.get(form) or (int(digits) if len(digits) == 4 else 1900 + int(digits or 0))
