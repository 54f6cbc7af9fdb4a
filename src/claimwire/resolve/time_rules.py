"""Resolve a time phrase: its kind's rule, the far end of a range, its bound, and how long it says."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from claimwire.records import TimeInterval
from claimwire.resolve.time_dates import DATES
from claimwire.resolve.time_grammar import Expression
from claimwire.resolve.time_spans import ISO_UNITS, SPANS
from claimwire.resolve.time_values import Clock, Range, bounded, edtf, hours

_LEAVE_THE_CLOCK = frozenset({"span", "nth", "present", "duration", "bare_unit", "recent", "part", "clock", "then"})
# In a history, what counts from the day of writing says nothing about where the story stands.
_FROM_THE_REPORT = _LEAVE_THE_CLOCK | {"weekday", "deictic", "unit_way", "ago", "overnight", "last_night", "month_way", "weekend"}
_LENGTHS = frozenset({"duration", "bare_unit", "span", "ago", "anchor", "recent", "frequency"})
_LONG_UNITS = {"decade": (10, "Y"), "century": (100, "Y"), "fortnight": (2, "W")}


def interval(expression: Expression, clock: Clock, *, ahead: bool = False) -> TimeInterval:
    """Resolve one phrase; ``ahead`` when the verb that governs it points to the future. Moves the clock on."""
    if expression.bound == "by" and (expression.part or expression.clock) and not ahead:
        expression = replace(expression, bound=None)  # "had gone by morning": that morning; "leave by noon" is a deadline
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
        and expression.kind not in (_FROM_THE_REPORT if clock.narrative else _LEAVE_THE_CLOCK)
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


def _duration(expression: Expression) -> str | None:
    if (
        not (expression.kind in _LENGTHS or (expression.kind == "unit_way" and expression.way == "past"))
        or expression.unit is None
    ):
        return None
    unit = ISO_UNITS.get(expression.unit)
    n = 1.0 if expression.kind == "unit_way" else expression.n
    if expression.unit in _LONG_UNITS:
        factor, unit = _LONG_UNITS[expression.unit]
        n = None if n is None else n * factor
    if unit is None:
        return None
    amount = "X" if n is None or expression.kind in ("bare_unit", "recent") else f"{n:g}"
    return f"PT{amount}{unit[1:]}" if unit[0] == "T" else f"P{amount}{unit}"


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


def _run_to(e: Expression, clock: Clock, ahead: bool) -> Range | None:
    """ "The 24 hours to 18:00 on 2 June": back from a day that is named."""
    end = _resolve(e.to, clock, ahead) if e.to is not None else None
    if end is None or end.last is None or e.n is None:
        return None
    days = e.n * {"hour": 1 / 24, "day": 1, "week": 7}[e.unit or "day"]
    clock.day = end.last
    return Range(end.last - timedelta(days=max(1, round(days))), end.last, "day", "time.run_to")


_RESOLVERS = DATES | SPANS | {"run_to": _run_to}
