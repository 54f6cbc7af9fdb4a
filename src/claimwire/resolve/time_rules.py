"""Resolve a time phrase by its kind: one function a kind, each naming the rule that it applied."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from claimwire.records import TimeInterval
from claimwire.resolve.time_grammar import Expression
from claimwire.resolve.time_values import (
    ONE,
    Clock,
    Range,
    bounded,
    containing,
    decade,
    easter,
    edtf,
    hours,
    month,
    one_day,
    season,
    shift,
    whole_year,
)

_ISO_UNITS = {"minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "month": "M", "year": "Y"}
_LONG_UNITS = {"decade": (10, "Y"), "century": (100, "Y"), "fortnight": (2, "W")}
# How far ahead a date without a year may lie when no verb says so: nearer than this, "April 2" is the coming one.
_NEAR_AHEAD = timedelta(days=45)
# How old a day may be for "at noon" in a news text still to mean it.
_LATELY = timedelta(days=7)


_LEAVE_THE_CLOCK = frozenset({"span", "nth", "present", "duration", "bare_unit", "part", "clock"})


def interval(expression: Expression, clock: Clock, *, ahead: bool = False) -> TimeInterval:
    """Resolve one phrase; ``ahead`` when the verb that governs it points to the future. Moves the clock on."""
    try:
        found = _resolve(expression, clock, ahead)
    except (ValueError, OverflowError):  # "ten thousand years ago" lies outside the calendar
        found = None
    modifier = expression.bound or expression.mod or ("frequency" if expression.kind == "frequency" else None)
    duration = _duration(expression)
    if found is None:
        return TimeInterval(
            edtf=None, start=None, end=None, precision=None, rule=_unresolved(expression), modifier=modifier, duration=duration
        )
    if (
        expression.to is None
        and expression.kind not in _LEAVE_THE_CLOCK
        and expression.bound != "since"
        and found.first is not None
    ):
        clock.period, clock.grain = found.first, found.grain
        if found.grain == "day" and found.first == found.last:
            clock.day = clock.sentence_day = found.first
    limits = bounded(found, expression.bound)
    start, end = hours(limits, expression)
    precision = "hour" if start is not None and "T" in start else limits.grain
    return TimeInterval(
        edtf=limits.edtf or edtf(limits),
        start=start,
        end=end,
        precision=precision,
        rule=limits.rule,
        modifier=modifier,
        duration=duration,
    )


def _unresolved(expression: Expression) -> str:
    return {"duration": "time.duration", "bare_unit": "time.duration", "frequency": "time.frequency"}.get(
        expression.kind, f"time.{expression.kind}.unanchored" if expression.kind not in ("vague", "recent") else "time.vague"
    )


_LENGTHS = frozenset({"duration", "bare_unit", "span", "ago", "anchor", "recent", "frequency"})


def _duration(expression: Expression) -> str | None:
    if (
        not (expression.kind in _LENGTHS or (expression.kind == "unit_way" and expression.way == "past"))
        or expression.unit is None
    ):
        return None
    unit = _ISO_UNITS.get(expression.unit)
    n = 1.0 if expression.kind == "unit_way" else expression.n
    if expression.unit in _LONG_UNITS:
        factor, unit = _LONG_UNITS[expression.unit]
        n = None if n is None else n * factor
    if unit is None:
        return None
    amount = "X" if n is None or expression.kind in ("bare_unit", "recent") else f"{n:g}"
    return f"PT{amount}{unit[1:]}" if unit[0] == "T" else f"P{amount}{unit}"


Resolver = Callable[[Expression, Clock, bool], Range | None]


def _resolve(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    resolver = _RESOLVERS.get(e.kind)
    found = resolver(e, clock, ahead) if resolver else None
    if found is None or e.to is None or e.kind == "run_to":
        return found
    if found.first is not None:
        clock.period, clock.grain = found.first, found.grain
        if found.grain == "day":
            clock.day = found.first
    far = e.to
    if far.kind == "date" and e.year is not None and far.year is None:
        far = replace(far, year=e.year)
    end = _resolve(far, clock, ahead)
    if end is None or end.last is None or found.first is None:
        return None
    if end.last < found.first and far.kind in ("weekday", "date") and far.year is None:
        step = timedelta(days=7) if far.kind == "weekday" else timedelta(days=365)
        if far.kind == "weekday" and e.kind == "weekday" and not ahead:
            found = replace(found, first=found.first - step)
        else:
            end = replace(end, last=end.last + step)
    if found.first is None or end.last is None or end.last < found.first:
        return None
    grain = "day" if "day" in (found.grain, end.grain) else end.grain
    return Range(found.first, end.last, grain, f"{found.rule}+range")


def _date(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    if e.to is not None and e.to.kind == "date" and e.to.month == e.month and e.year is None and e.to.year is not None:
        e = replace(e, year=e.to.year)
    if e.month is None:
        return None
    year, rule = e.year, "time.date"
    if year is None:
        year, rule = _year_of(e, clock, ahead)
        if year is None:
            return None
    if e.day is None:
        return _edge(month(year, e.month, rule.replace("date", "month")), e)
    try:
        return one_day(date(year, e.month, e.day), rule)
    except ValueError:
        return None


def _edge(r: Range, e: Expression) -> Range:
    """ "By the end of April" reaches the last day; "the end of April" alone stays April, with its modifier."""
    if e.mod == "end" and e.bound in ("by", "until", "before") and r.last is not None:
        return Range(r.last, r.last, "day", f"{r.rule}+end")
    if e.mod == "start" and e.bound in ("since", "from", "by", "until", "after") and r.first is not None:
        return Range(r.first, r.first, "day", f"{r.rule}+start")
    return r


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
    if ahead or (coming - ref <= _NEAR_AHEAD and e.bound not in ("since", "after")):
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
    return month(clock.reference.year + _OFFSETS[e.way or "this"], e.month, f"time.month.{e.way}_year")


_OFFSETS = {"last": -1, "past": -1, "this": 0, "next": 1, "previous": -1, "following": 1}


def _year(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    return _edge(whole_year(e.year, "time.year"), e) if e.year is not None else None


def _numbered_decade(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    return decade(e.year, "time.decade") if e.year is not None else None


def _weekday(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    ref = clock.reference
    if ref is None or e.weekday is None:
        return None
    back = (ref.weekday() - e.weekday) % 7
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
    return one_day(monday + timedelta(days=7 * _OFFSETS[e.way or "this"] + e.weekday), "time.weekday.of_week")


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


def _deictic(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    if clock.reference is None:
        return None
    step = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1}[e.way or "today"]
    return one_day(clock.reference + timedelta(days=step), f"time.{e.way}")


def _overnight(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """The night up to the morning of the report."""
    if clock.reference is None:
        return None
    return Range(clock.reference - ONE, clock.reference, "day", "time.overnight")


def _last_night(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    return one_day(clock.reference - ONE, "time.last_night") if clock.reference else None


def _unit_way(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    ref, unit = clock.reference, e.unit or ""
    if e.way in ("the", "same"):  # "the end of the month": of the month spoken of, in news the month of the report
        ref = clock.day if (clock.narrative or ref is None or e.way == "same") else ref
        r = containing(ref, unit, "time.unit.this") if ref else None
        return _edge(r, e) if r else None
    if ref is None:
        return None
    if e.way == "past":
        return _span(replace(e, n=1.0), clock, ahead)
    if unit in ("hour", "minute"):
        return one_day(ref, "time.unit.hour")
    r = containing(shift(ref, unit, _OFFSETS[e.way or "this"]), unit, f"time.unit.{e.way}")
    if r is not None and e.way == "this" and unit == "week" and e.mod == "sofar":
        return Range(r.first, ref, "day", "time.unit.this.earlier")
    return _edge(r, e) if r else None


def _span(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "The past 24 hours", "within ten days": from or to the reference, in the grain of the unit."""
    ref, unit = clock.reference, e.unit or ""
    if ref is None or e.n is None:
        return None
    n = int(e.n) if e.n >= 1 else 1
    forward = e.way in ("next", "ahead")
    if unit in ("hour", "minute") and e.n < (12 if unit == "hour" else 720):
        return one_day(ref, "time.span.hours")
    if unit in ("hour", "minute"):
        n = max(1, round(e.n / (24 if unit == "hour" else 1440)))
        far = ref + timedelta(days=n if forward else -n)
    else:
        far = shift(ref, unit, n if forward else -n)
    first, last = (ref, far) if forward else (far, ref)
    grain = (
        "month" if unit in ("month", "year") and n * (12 if unit == "year" else 1) <= 12 else "year" if unit in _YEARLY else "day"
    )
    return Range(first, last, grain, "time.span.ahead" if forward else "time.span.past")


_YEARLY = frozenset({"year", "decade", "century"})


def _ago(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    if clock.reference is None or e.n is None:
        return None
    return _moved(clock.reference, e.unit or "", -e.n, "time.ago")


def _moved(start: date, unit: str, n: float, rule: str) -> Range | None:
    if unit in ("hour", "minute"):
        return one_day(shift(start, unit, int(n)), rule)
    try:
        day = shift(start, unit, int(n))
    except (KeyError, ValueError, OverflowError):
        return None
    return one_day(day, rule) if unit in ("week", "fortnight") else containing(day, unit, rule)


def _anchor(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "Two days later" counts from the last day that the text named; a vague amount cannot be counted."""
    sign = 1 if e.way == "later" else -1
    start = clock.day if e.unit not in ("month", "year", "decade") else clock.period
    if start is None or e.n is None:
        return None
    if e.unit in ("hour", "minute"):
        return one_day(start, "time.anchor.hours") if (e.n or 0) < 12 else _moved(start, e.unit, sign * e.n, "time.anchor")
    return _moved(start, e.unit or "", sign * e.n, "time.anchor")


def _anchor_one(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    sign = {"following": 1, "next": 1, "later": 1, "previous": -1, "earlier": -1}.get(e.way or "", 0)
    unit = e.unit or "day"
    start = clock.day if unit in ("day", "night", "week", "hour") else clock.period
    if start is None:
        return None
    return containing(shift(start, unit, sign), unit, "time.anchor")


def _part(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """An hour belongs to the day named last; a report that has named none speaks of its own day."""
    if e.way == "this":
        return one_day(clock.reference, "time.part.this") if clock.reference else None
    if clock.sentence_day is not None:
        return one_day(clock.sentence_day, "time.part.sentence")
    day, ref = clock.day, clock.reference
    if day is None or (ref is not None and not clock.narrative and not timedelta(0) <= ref - day <= _LATELY):
        return one_day(ref, "time.part.reference") if ref else None
    return one_day(day, "time.part.text")


def _bare_unit(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "Over the day" is the day spoken of; "for weeks" has no bounds."""
    return _part(e, clock, ahead) if e.way == "the" else None


def _duration_so_far(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "Has been under siege for 214 days" began that long before the reference and goes on; any other length floats."""
    if e.way != "past" or clock.reference is None or e.n is None or e.unit not in _ISO_UNITS:
        return None
    unit = e.unit
    if unit in ("hour", "minute"):
        return None
    grain = unit if unit in ("month", "year") else "day"
    return Range(shift(clock.reference, unit, -int(e.n)), None, grain, "time.duration.so_far")


def _run_to(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "The 24 hours to 19:30 on 15 March": back from a day that is named."""
    end = _resolve(e.to, clock, ahead) if e.to is not None else None
    if end is None or end.last is None or e.n is None:
        return None
    days = e.n * {"hour": 1 / 24, "day": 1, "week": 7}[e.unit or "day"]
    clock.day = end.last
    return Range(end.last - timedelta(days=max(1, round(days))), end.last, "day", "time.run_to")


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


def _nth(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "For the third day": the days from the first of them to the report; "its third day": begun then, and open."""
    ref, unit = clock.reference, e.unit or ""
    if ref is None or e.n is None or unit not in ("day", "night", "week", "month", "year"):
        return None
    first = shift(ref, unit, -(int(e.n) - 1 if unit in ("day", "night") else int(e.n) - 1))
    grain = unit if unit in ("month", "year") else "day"
    if e.way == "for":
        return Range(first, ref, grain, "time.nth.run")
    return Range(first, None, grain, "time.nth.open")


def _quarter(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    year = e.year or (clock.reference.year if clock.reference else None)
    months = 3 if e.unit == "quarter" else 6
    n = int(e.n or 0)
    if year is None or not 1 <= n <= 12 // months:
        return None
    first = date(year, (n - 1) * months + 1, 1)
    return Range(first, shift(first, "month", months) - ONE, "quarter", "time.quarter")


def _present(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    return one_day(clock.reference, "time.present") if clock.reference else None


def _holiday(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    ref = clock.reference
    if e.year is None and ref is None:
        return None

    def on(year: int) -> date:
        return date(year, e.month, e.day or 1) if e.month else easter(year) + timedelta(days=e.day or 0)

    if e.year is not None:
        return one_day(on(e.year), "time.holiday")
    assert ref is not None
    days = [on(year) for year in (ref.year - 1, ref.year, ref.year + 1)]
    if ahead or e.bound in ("by", "until", "before"):
        return one_day(min(d for d in days if d >= ref), "time.holiday.ahead")
    return one_day(min(days, key=lambda d: abs(d - ref)), "time.holiday.near")


_RESOLVERS: dict[str, Resolver] = {
    "date": _date,
    "month_way": _month_way,
    "month_of": _month_of,
    "year": _year,
    "decade": _numbered_decade,
    "weekday": _weekday,
    "weekday_of": _weekday_of,
    "weekday_anchor": _weekday_anchor,
    "deictic": _deictic,
    "overnight": _overnight,
    "last_night": _last_night,
    "unit_way": _unit_way,
    "span": _span,
    "ago": _ago,
    "anchor": _anchor,
    "anchor_one": _anchor_one,
    "part": _part,
    "clock": _part,
    "bare_unit": _bare_unit,
    "duration": _duration_so_far,
    "run_to": _run_to,
    "season": _season,
    "weekend": _weekend,
    "nth": _nth,
    "quarter": _quarter,
    "present": _present,
    "holiday": _holiday,
}
