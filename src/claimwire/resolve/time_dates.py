"""Dates, weekdays, seasons and feasts: one function a kind, each naming the rule that it applied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from claimwire.resolve import time_feasts
from claimwire.resolve.time_grammar import Expression
from claimwire.resolve.time_values import (
    OFFSETS,
    ONE,
    Clock,
    Range,
    decade,
    edge,
    month,
    one_day,
    season,
    shift,
    week,
    whole_year,
)

# How far ahead a date without a year may lie when no verb says so: nearer than this, "April 2" is the coming one.
_NEAR_AHEAD = timedelta(days=45)


def _date(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    far = e.to
    if far is not None and far.kind == "date" and e.year is None and far.year is not None and e.month and far.month:
        e = replace(e, year=far.year - (e.month > far.month))  # "from 28 December to 3 January 2031"
    if e.month is None:
        return None
    year, rule = e.year, "time.date"
    if year is None:
        year, rule = _year_of(e, clock, ahead)
        if year is None:
            return None
    if e.day is None:
        return edge(month(year, e.month, rule.replace("date", "month")), e)
    try:
        return one_day(date(year, e.month, e.day), rule)
    except ValueError:
        return None


def _year_of(e: Expression, clock: Clock, ahead: bool) -> tuple[int | None, str]:
    """The year of a date that names none: the story's in a narrative, else the one nearest the reference."""
    assert e.month is not None
    if clock.narrative or clock.reference is None:
        if clock.period is None:
            return None, ""
        year = clock.period.year
        # a narrative runs forward: "In November ... in February" passes New Year, "November ... in October" does not
        if clock.grain != "year" and clock.period.month - e.month >= 8:
            year += 1
        return year, "time.date.narrative"
    ref = clock.reference
    told = clock.named
    if told is not None and told.year < ref.year and e.weekday is None and e.month >= told.month and not ahead:
        return told.year, "time.date.context"  # "in May 2020 ... in June ..."
    day = min(e.day or 1, 28)
    here = date(ref.year, e.month, day)
    if e.day is None and e.month == ref.month:
        return ref.year, "time.date.reference"
    coming = here if here > ref else date(ref.year + 1, e.month, day)
    past = here if here <= ref else date(ref.year - 1, e.month, day)
    if e.weekday is not None:  # the weekday tells the years apart
        for candidate in (past, coming):
            try:
                if date(candidate.year, e.month, e.day or 1).weekday() == e.weekday:
                    return candidate.year, "time.date.weekday"
            except ValueError:
                continue
    if e.day is not None and here.replace(day=1) == ref.replace(day=1):
        return ref.year, "time.date.reference"
    if ahead or (coming - ref <= _NEAR_AHEAD and not clock.back and e.bound not in ("since", "after")):
        return coming.year, "time.date.ahead"
    return past.year, "time.date.past"


def _month_way(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    ref = clock.reference
    if ref is None or e.month is None:
        return None
    year = ref.year
    if e.way == "last":
        year -= e.month >= ref.month
    elif e.way == "next":
        year += e.month <= ref.month
    return month(year, e.month, f"time.month.{e.way}")


def _month_of(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    if e.month is None or e.unit != "year":
        return None
    if e.way == "same":
        return month(clock.period.year, e.month, "time.month.anchor") if clock.period else None
    if clock.reference is None:
        return None
    return month(clock.reference.year + OFFSETS[e.way or "this"], e.month, f"time.month.{e.way}_year")


def _year(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    return edge(whole_year(e.year, "time.year"), e) if e.year is not None else None


def _numbered_decade(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    return decade(e.year, "time.decade") if e.year is not None else None


def _weekday(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    ref = clock.reference
    if ref is None or e.weekday is None:
        return None
    back = (ref.weekday() - e.weekday) % 7
    if clock.listed is not None and clock.item and e.way is None:
        day = clock.listed[0] + timedelta(days=(e.weekday - clock.listed[0].weekday()) % 7)
        if day <= clock.listed[1]:
            return one_day(day, "time.weekday.listed")
    if e.way == "last":
        return one_day(ref - timedelta(days=back or 7), "time.weekday.last")
    if e.way == "next":
        return one_day(ref + timedelta(days=7 - back), "time.weekday.next")
    if ahead and back:
        return one_day(ref + timedelta(days=7 - back), "time.weekday.ahead")
    if e.way == "this":
        return one_day(ref - timedelta(days=back), "time.weekday.this")
    return one_day(ref - timedelta(days=back), "time.weekday.recent")


def _weekday_of(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    if clock.reference is None or e.weekday is None or e.unit != "week":
        return None
    monday = clock.reference - timedelta(days=clock.reference.weekday())
    return one_day(monday + timedelta(days=7 * OFFSETS[e.way or "this"] + e.weekday), "time.weekday.of_week")


def _weekday_anchor(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    day = clock.day
    if day is None or e.weekday is None:
        return None
    back = (day.weekday() - e.weekday) % 7
    if e.way == "following":
        return one_day(day + timedelta(days=7 - back), "time.weekday.anchor")
    if e.way == "previous":
        return one_day(day - timedelta(days=back or 7), "time.weekday.anchor")
    return one_day(day - timedelta(days=back), "time.weekday.anchor")


def _season(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    n = int(e.n or 1)
    if e.year is not None:
        return season(e.year, n, "time.season")
    if clock.narrative or clock.reference is None:
        return season(clock.period.year, n, "time.season.narrative") if clock.period and e.way is None else None
    ref = clock.reference
    current = (ref.month % 12) // 3 or 4
    year = ref.year - (current == 4 and ref.month < 3)  # the year in which the season of the reference began
    if e.way == "this" and n != current:
        near = [season(y, n, "time.season.this") for y in (year - 1, year, year + 1)]
        return min(near, key=lambda r: min(abs((r.first or ref) - ref), abs((r.last or ref) - ref)))
    if e.way == "last":
        year -= n >= current
    elif e.way == "next":
        year += n <= current
    elif e.way is None and n > current and not ahead and e.bound not in ("by", "until", "before"):
        year -= 1
    elif n < current and (ahead or e.bound in ("by", "until")):
        year += 1
    return season(year, n, f"time.season.{e.way or ('ahead' if ahead else 'recent')}")


def _weekend(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    ref = clock.reference
    if ref is None:
        return None
    saturday = ref - timedelta(days=(ref.weekday() - 5) % 7)
    if e.way == "next" or ahead or e.bound in ("by", "until") or (e.way == "this" and ref.weekday() in (2, 3, 4)):
        saturday += timedelta(days=0 if ref.weekday() >= 5 and e.way != "next" else 7)
    elif e.way == "last" and ref.weekday() >= 5:
        saturday -= timedelta(days=7)
    if e.bound in ("by", "until"):
        saturday += ONE
        return one_day(saturday, "time.weekend")
    return Range(saturday, saturday + ONE, "day", "time.weekend")


def _quarter(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    year = e.year or (clock.reference.year if clock.reference else None)
    months = 3 if e.unit == "quarter" else 6
    n = int(e.n or 0)
    if year is None or not 1 <= n <= 12 // months:
        return None
    first = date(year, (n - 1) * months + 1, 1)
    return Range(first, shift(first, "month", months) - ONE, "quarter", "time.quarter")


def _holiday(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """A feast of the named year, else the last one, unless the next is near or the words look to it."""
    ref, name = clock.reference, e.feast or ""
    rule = "time.holiday.islamic" if time_feasts.SPELLINGS.get(name, name) in time_feasts.ISLAMIC else "time.holiday"
    if clock.narrative and e.year is None and clock.period is not None:
        e = replace(e, year=clock.period.year)
    if e.year is not None:
        days = time_feasts.on(name, e.year)
    elif ref is None:
        return None
    else:
        around = sorted(d for year in (ref.year - 1, ref.year, ref.year + 1) for d in time_feasts.on(name, year))
        coming = [d for d in around if d[1] >= ref]
        past = [d for d in around if d[0] <= ref]
        wanted = ahead or e.bound in ("by", "until", "before") or coming[0][0] - ref <= _NEAR_AHEAD
        days, rule = (coming[:1], f"{rule}.ahead") if wanted else (past[-1:], f"{rule}.past")
    return Range(*days[0], "day", rule) if days else None


def _day_of(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "On the 20th": of the month that the story is in, in news the last such day."""
    if clock.narrative or clock.reference is None:
        start = clock.period if clock.grain in ("day", "month", "week") else None
    else:
        start = clock.reference
        if (e.day or 0) > start.day and not ahead:
            start = shift(start.replace(day=1), "month", -1)
    if start is None or e.day is None:
        return None
    try:
        return one_day(start.replace(day=e.day), "time.day_of_month")
    except ValueError:
        return None


def _week_of(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    day = _date(e, clock, ahead)
    if day is None or day.first is None:
        return None
    return week(day.first, "time.week_of") if e.unit == "week" else day


def _half_of(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    whole = _date(replace(e, day=None), clock, ahead)
    if whole is None or whole.first is None or e.n not in (1, 2):
        return None
    middle = whole.first.replace(day=15)
    rule = f"{whole.rule}.half"
    return (
        replace(whole, last=middle, grain="day", rule=rule)
        if e.n == 1
        else replace(whole, first=middle + ONE, grain="day", rule=rule)
    )


def _units_of(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "The first two weeks of May", "the last months of 2030", "the second week of June"."""
    whole = _date(replace(e, day=None), clock, ahead) if e.month is not None else _year(replace(e, mod=None), clock, ahead)
    if whole is None or whole.first is None or whole.last is None or e.n is None or e.unit not in ("day", "week", "month"):
        return None
    n = int(abs(e.n))
    if e.way == "last":
        first, last = shift(whole.last + ONE, e.unit, -n), whole.last
    else:
        first = shift(whole.first, e.unit, n - 1) if e.n < 0 else whole.first
        last = shift(whole.first, e.unit, n) - ONE
    if not whole.first <= first <= last <= whole.last:
        return None
    return Range(first, last, "month" if e.unit == "month" else "day", f"{whole.rule}.units")


DATES: dict[str, Callable[[Expression, Clock, bool], Range | None]] = {
    "date": _date,
    "month_way": _month_way,
    "month_of": _month_of,
    "year": _year,
    "decade": _numbered_decade,
    "weekday": _weekday,
    "weekday_of": _weekday_of,
    "weekday_anchor": _weekday_anchor,
    "season": _season,
    "weekend": _weekend,
    "quarter": _quarter,
    "holiday": _holiday,
    "day_of": _day_of,
    "week_of": _week_of,
    "units_of": _units_of,
    "half_of": _half_of,
}
