"""The calendar behind the time rules: days, what they are relative to, and how an interval is written.

EDTF is inclusive, ``start`` and ``end`` are half-open; hours narrow ``start`` and ``end`` and leave the EDTF a day.
Nothing is dated by the report's date for want of a date: without a reference a bare weekday comes to nothing.
"""

from __future__ import annotations

import calendar
from dataclasses import dataclass, replace
from datetime import date, timedelta

from claimwire.resolve.time_grammar import Expression
from claimwire.resolve.time_lexicon import PARTS

ONE = timedelta(days=1)
# "Last", "this", "next" as steps of a unit.
OFFSETS = {"last": -1, "past": -1, "this": 0, "next": 1, "previous": -1, "following": 1}


@dataclass(slots=True)
class Clock:
    """What a text's time words are relative to, as far as the text has been read.

    ``reference`` is the day the text speaks on. ``day`` is the last day that it named, ``period`` the first day of the
    last date of any grain. In a ``narrative`` a date without a year belongs to the story, not to the publication.
    """

    reference: date | None
    narrative: bool = False
    day: date | None = None
    period: date | None = None
    grain: str = "year"
    sentence_day: date | None = None
    listed: tuple[date, date] | None = None  # the days that a heading announces: "what we noted between 3 and 9 May:"
    item: bool = False  # the expression at hand opens a line of such a list
    back: bool = False  # the verb over the expression at hand is in the past tense
    named: date | None = None  # the first day of the last date that named its year, while its sentence and the next are read


@dataclass(frozen=True, slots=True)
class Range:
    """Days from ``first`` to ``last``, both included; None is open. ``grain`` says how exact the words are."""

    first: date | None
    last: date | None
    grain: str
    rule: str
    edtf: str | None = None  # when the days alone do not say it, e.g. a decade


def _point(day: date, grain: str) -> str:
    if grain == "year":
        return f"{day.year:04d}"
    return f"{day.year:04d}-{day.month:02d}" if grain == "month" else day.isoformat()


def edtf(r: Range) -> str:
    """Write days as EDTF in their grain: one value, or an inclusive interval with ".." for an open end."""
    grain = r.grain if r.grain in ("year", "month") else "month" if r.grain in ("season", "quarter") else "day"
    first = ".." if r.first is None else _point(r.first, grain)
    last = ".." if r.last is None else _point(r.last, grain)
    return first if first == last else f"{first}/{last}"


def bounded(r: Range, bound: str | None) -> Range:
    """Open the end that "since" or "until" leaves open; the day that is named belongs to the interval."""
    match bound:
        case "since" | "from" | "after":
            grain = "year" if r.grain == "decade" else r.grain
            return replace(r, last=None, grain=grain, rule=f"{r.rule}+{bound}", edtf=None)
        case "until" | "by" | "before":
            grain = "year" if r.grain == "decade" else r.grain
            return replace(r, first=None, grain=grain, rule=f"{r.rule}+{bound}", edtf=None)
    return r


def hours(r: Range, expression: Expression) -> tuple[str | None, str | None]:
    """Return the half-open start and end, narrowed to the hours of one day where the words name them."""
    start = r.first.isoformat() if r.first else None
    end = (r.last + ONE).isoformat() if r.last and r.last < date.max else None
    if r.grain != "day" or r.first is None or r.first != r.last:
        return start, end
    day = r.first
    if expression.clock is not None:
        hour, minute = expression.clock
        close = f"{day}T{hour + 1:02d}:{minute:02d}" if hour < 23 else end
        return f"{day}T{hour:02d}:{minute:02d}", close
    if expression.part in PARTS:
        a, b = PARTS[expression.part]
        return f"{day}T{a:02d}:00", f"{day}T{b:02d}:00" if b < 24 else end
    return start, end


def one_day(day: date, rule: str) -> Range:
    """A single day."""
    return Range(day, day, "day", rule)


def month(year: int, month: int, rule: str) -> Range:
    """A whole month."""
    return Range(date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1]), "month", rule)


def whole_year(year: int, rule: str) -> Range:
    """A whole year."""
    return Range(date(year, 1, 1), date(year, 12, 31), "year", rule)


def week(day: date, rule: str) -> Range:
    """The week, Monday to Sunday, that a day is in."""
    monday = day - timedelta(days=day.weekday())
    return Range(monday, monday + timedelta(days=6), "week", rule)


def season(year: int, n: int, rule: str) -> Range:
    """Seasons of the northern year; winter belongs to the year in which it begins."""
    first = date(year, n * 3, 1)
    last = month(year + (n == 4), n * 3 + 2 if n < 4 else 2, rule).last
    return Range(first, last, "season", rule)


def shift(day: date, unit: str, n: int) -> date:
    """Move a day by whole units; the end of a month stays inside the month it lands in."""
    match unit:
        case "day" | "night":
            return day + timedelta(days=n)
        case "week" | "fortnight":
            return day + timedelta(days=n * (14 if unit == "fortnight" else 7))
        case "hour" | "minute":
            return day + timedelta(days=int(n / (24 if unit == "hour" else 1440)))
    months = n * {"month": 1, "quarter": 3, "half": 6, "year": 12, "decade": 120, "century": 1200}[unit]
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def containing(day: date, unit: str, rule: str) -> Range | None:
    """The whole unit of the calendar that a day is in."""
    match unit:
        case "day" | "night" | "hour" | "minute":
            return one_day(day, rule)
        case "week" | "fortnight":
            return week(day, rule)
        case "month":
            return month(day.year, day.month, rule)
        case "year":
            return whole_year(day.year, rule)
        case "decade":
            return decade(day.year // 10 * 10, rule)
    return None


def decade(year: int, rule: str) -> Range:
    """Ten years from the given one."""
    return Range(date(year, 1, 1), date(year + 9, 12, 31), "decade", rule, edtf=f"{year // 10}X")


def edge(r: Range, e: Expression) -> Range:
    """ "By the end of April" reaches the last day; "the end of April" alone stays April, with its modifier."""
    if e.mod == "end" and e.bound in ("by", "until", "before") and r.last is not None:
        return Range(r.last, r.last, "day", f"{r.rule}+end")
    if e.mod == "start" and e.bound in ("since", "from", "by", "until", "after") and r.first is not None:
        return Range(r.first, r.first, "day", f"{r.rule}+start")
    return r
