"""Days and spans counted from the day of the report or from the last day named: one function a kind, each naming its rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

from claimwire.resolve.time_grammar import Expression
from claimwire.resolve.time_values import OFFSETS, ONE, Clock, Range, containing, edge, one_day, shift

ISO_UNITS = {"minute": "TM", "hour": "TH", "day": "D", "night": "D", "week": "W", "month": "M", "year": "Y"}
_LONG_UNITS = {"decade": (10, "Y"), "century": (100, "Y"), "fortnight": (2, "W")}
# How old a day may be for "at noon" in a news text still to mean it.
_LATELY = timedelta(days=7)
_SPELLS = frozenset({"day", "week", "month", "year"})
_YEARLY = frozenset({"year", "decade", "century"})


_STEPS = {"yesterday": -1, "today": 0, "tonight": 0, "tomorrow": 1, "before yesterday": -2, "after tomorrow": 2}


def _deictic(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    if clock.reference is None:
        return None
    step = _STEPS[e.way or "today"]
    return one_day(clock.reference + timedelta(days=step), f"time.{(e.way or 'today').split()[-1]}")


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
        return edge(r, e) if r else None
    if ref is None:
        return None
    if e.way == "past":
        return _span(replace(e, n=1.0), clock, ahead)
    if unit in ("hour", "minute"):
        return one_day(ref, "time.unit.hour")
    r = containing(shift(ref, unit, OFFSETS[e.way or "this"]), unit, f"time.unit.{e.way}")
    if r is not None and e.way == "this" and unit == "week" and e.mod == "sofar":
        return Range(r.first, ref, "day", "time.unit.this.earlier")
    return edge(r, e) if r else None


def _span(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "The past 24 hours", "within ten days": from or to the reference, in the grain of the unit."""
    ref, unit = clock.reference, e.unit or ""
    if e.n is None and e.way in ("past", "last"):
        return _recent(e, clock, ahead)  # "over the past few weeks"
    if ref is None or e.n is None:
        return None
    n = int(e.n) if e.n >= 1 else 1
    if unit in ("hour", "minute") and e.n < (12 if unit == "hour" else 720):
        return one_day(ref, "time.span.hours")
    if e.way == "ahead" and clock.back and not clock.item:
        return None  # "were freed within 24 hours": of what was told before
    # "Within 24 hours, five cases were registered" opens a bulletin's sentence and looks back.
    forward = e.way == "next" or (e.way == "ahead" and not clock.back)
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


def _ago(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    ref = clock.reference
    if ref is None or e.n is None:
        return None
    if e.weekday is not None:  # "three Fridays ago"
        back = (ref.weekday() - e.weekday) % 7 or 7
        return one_day(ref - timedelta(days=back + 7 * (int(e.n) - 1)), "time.weekday.ago")
    if e.unit == "weekend":  # "the weekend before last"
        saturday = ref - timedelta(days=(ref.weekday() - 5) % 7 + 7 * (int(e.n) - 1))
        return Range(saturday, saturday + ONE, "day", "time.weekend")
    if e.way == "before last":
        return containing(shift(ref, e.unit or "", -2), e.unit or "", "time.unit.before_last")
    return _moved(ref, e.unit or "", -e.n, "time.ago")


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
    if start is None:
        return None
    if e.n is None or e.unit in ("hour", "minute"):  # "hours later", "minutes earlier": of the same day
        same = e.unit in ("hour", "minute") and (e.n is None or e.n < 12 * (60 if e.unit == "minute" else 1))
        if same:
            return one_day(start, "time.anchor.hours")
        if e.n is None:
            return None
    return _moved(start, e.unit or "", sign * e.n, "time.anchor")


def _anchor_one(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    sign = {"following": 1, "next": 1, "later": 1, "previous": -1, "earlier": -1}.get(e.way or "", 0)
    unit = e.unit or "day"
    if e.way == "next" and unit not in ("day", "night") and not clock.narrative:
        return _unit_way(e, clock, ahead)  # "the next week": in news, the week to come
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
    """ "Over the day" is the day spoken of, "within hours" the day of what was told before; "for weeks" has no bounds."""
    if e.bound == "within" and e.unit in ("hour", "minute") and not ahead:
        return one_day(clock.day, "time.anchor.hours") if clock.day else None
    if e.way == "the_day":  # "later in the day"
        day = clock.day or clock.reference
        return one_day(day, "time.part.text") if day else None
    return _part(e, clock, ahead) if e.way == "the" else None


def _duration_so_far(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "Has been under siege for 214 days" began that long before the reference and goes on; any other length floats."""
    if e.way != "past" or clock.reference is None or e.n is None or e.unit not in ISO_UNITS:
        return None
    unit = e.unit
    if unit in ("hour", "minute"):
        return None
    grain = unit if unit in ("month", "year") else "day"
    return Range(shift(clock.reference, unit, -int(e.n)), None, grain, "time.duration.so_far")


def _nth(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "For the third day": the days from the first of them to the report; "its third day": begun then, and open."""
    ref, unit = clock.reference, e.unit or ""
    if ref is None or e.n is None or unit not in ("day", "night", "week", "month", "year"):
        return None
    first = shift(ref, unit, 1 - int(e.n))
    grain = unit if unit in ("month", "year") else "day"
    if e.way == "for":
        return Range(first, ref, grain, "time.nth.run")
    return Range(first, None, grain, "time.nth.open")


def _since_then(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "Since then": open from the date that the text named last."""
    if clock.period is None or clock.grain not in ("day", "week", "month", "year"):
        return None
    grain = "day" if clock.grain == "week" else clock.grain
    return Range(clock.period, None, grain, "time.since_then")


def _recent(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "In recent weeks": some time up to the report, and no later."""
    if clock.reference is None or ahead or clock.narrative or e.way not in ("recent", "past", "last"):
        return None
    return Range(None, clock.reference, "day", "time.recent") if e.unit in _SPELLS else None


def _present(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    return one_day(clock.reference, "time.present") if clock.reference else None


SPANS: dict[str, Callable[[Expression, Clock, bool], Range | None]] = {
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
    "nth": _nth,
    "recent": _recent,
    "present": _present,
    "then": _since_then,
}
