"""Time expressions against TIMEX corpora: strict and relaxed extents, and values (TempEval-3), over resolved reports."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from claimwire.evaluate.measures import Figure, Tally, f1, figure, match
from claimwire.records import Resolution, Span, TimeInterval

# A TIMEX leaves out the preposition that our mention takes in; "early" and "the end of" belong to both.
_OUTSIDE = re.compile(
    r"(?i:(?:shortly|just|soon|right|not|long|ever|as of|on|in|into|at|by|until|till|from|since|before|after|during|throughout|"
    r"over|around|between|within|for|for the)\s+)+(?:the\s+(?=[A-Z]|\d{4}))?(?=\S)"
)
_OUTWARD = re.compile(r"\s(?:before|after)$")  # "a week after [the battle]": the other event's words
_JOINT = re.compile(r"\s*[-–—]\s*|\s+(?:to|and|through|thru|until|till)(?:\s+(?:on|the|at))*\s+")
_PARTS = {"morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "overnight": "NI", "tonight": "NI", "dawn": "MO",
          "midday": "MI", "noon": "12:00"}  # fmt: skip
_SEASONS = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_FUTURE = re.compile(r"\b(?:soon|coming|next|future)\b", re.IGNORECASE)
_LENGTH_RULES = ("time.span", "time.duration", "time.recent")


def score_times(gold: Iterable[Mapping[str, Any]], resolutions: Mapping[str, Resolution]) -> list[Figure]:
    """Score the times of resolutions, by report id, against records with ``timexes``; nested gold is left out.

    ``value`` counts an expression whose extents overlap and whose TIMEX value is the same, as TempEval-3 does.
    """
    tallies = []
    for record in gold:
        timexes = [t for t in record["timexes"] if not t.get("nested")]
        found = timex_spans(resolutions[record["id"]])
        tallies.append(_tally(timexes, found))
    return [
        figure(f"times.{name}_f1", tallies, lambda t, name=name: f1(t, name), n_key=f"{name}.gold")  # type: ignore[misc]
        for name in ("strict", "relaxed", "value")
    ]


def timex_spans(resolution: Resolution) -> list[tuple[int, int, str | None]]:
    """Return the time mentions as TIMEXes: extents without prepositions, values; a clause that holds a date gives way to it."""
    mentions = [m for m in resolution.mentions if m.label == "time"]
    out = []
    for m in mentions:
        if any(m is not o and m.span.covers(o.span) and m.span != o.span for o in mentions):
            continue
        outside = _OUTSIDE.match(m.span.text)
        start = m.span.start + (outside.end() if outside else 0)
        end = m.span.end - 2 * m.span.text.endswith(("'s", "’s"))
        if outward := _OUTWARD.search(m.span.text):
            end = m.span.start + outward.start()
        out += _ends(resolution.times[m.id], m.span, start, end) or [(start, end, timex_value(resolution.times[m.id], m.span))]
    return out


def _ends(interval: TimeInterval, span: Span, start: int, end: int) -> list[tuple[int, int, str | None]]:
    """Return the two TIMEXes of a range: its ends are annotated apart, "1915" and "16" of "1915-16"."""
    first, _, last = (interval.edtf or "").partition("/")
    joint = _JOINT.search(span.text, start - span.start)
    if not interval.rule.endswith("+range") or not last or joint is None or joint.end() >= end - span.start:
        return []
    at = span.start
    return [
        (start, at + joint.start(), _grained(first, span.text[: joint.start()])),
        (at + joint.end(), end, _grained(last, span.text[joint.end() :])),
    ]


def _grained(value: str, words: str) -> str:
    """Cut a day down to the month or year that the words of one end name: "June 1950" of a range of days."""
    if re.search(r"\b\d{1,2}(?:st|nd|rd|th)?\b|day\b", words):
        return value
    return value[:7] if re.search(r"[A-Za-z]{3}", words) else value[:4]


def timex_value(interval: TimeInterval, span: Span) -> str | None:
    """Write an interval as TIMEX3 writes it: ISO dates, weeks, seasons and quarters; bounds are no part of the value."""
    if interval.rule == "time.present":
        return "PRESENT_REF"
    if interval.duration and (interval.edtf is None or interval.rule.startswith(_LENGTH_RULES)):
        return interval.duration
    if interval.edtf is None:
        return ("FUTURE_REF" if _FUTURE.search(span.text) else "PAST_REF") if interval.rule == "time.vague" else None
    edtf = re.sub(r"^\.\./|/\.\.$", "", interval.edtf)
    if edtf != interval.edtf and (named := _bounded_name(edtf, interval, span)):
        return named
    if edtf.endswith("X"):
        return edtf[:-1]
    first, _, last = edtf.partition("/")
    if last:
        return _named_range(first, last)
    part = next((code for word, code in _PARTS.items() if re.search(rf"\b{word}\b", span.text, re.IGNORECASE)), None)
    if interval.precision == "hour" and interval.start and part is None:
        return interval.start[:16]
    return f"{first}T{part}" if part and len(first) == 10 else first


def _bounded_name(day: str, interval: TimeInterval, span: Span) -> str | None:
    """Name what a bound cut: "by next week" is the week, "until the spring of 1776" the spring, "by the end of May" May."""
    if interval.precision == "week" or (interval.precision == "day" and re.search(r"\bof (?:the|this|next) week$", span.text)):
        iso = date.fromisoformat(day).isocalendar()
        return f"{iso.year}-W{iso.week:02d}"
    if interval.precision == "season":
        month, year = int(day[5:7]), int(day[:4])
        start = (
            month - 2 if "until" in interval.rule or "by" in interval.rule or "before" in interval.rule else month
        ) % 12 or 12
        return f"{year - (start == 12 and month < 12)}-{_SEASONS[start]}" if start in _SEASONS else None
    if re.search(r"\+(?:end|start)\+", interval.rule):
        return day[:7] if re.search(r"month|[A-Z][a-z]+", span.text[2:]) else day[:4]
    return None


def _named_range(first: str, last: str) -> str | None:
    """Give a range its TIMEX name where it has one: a week, a weekend, a season, a quarter."""
    if len(first) == 7 == len(last):
        year, month = int(first[:4]), int(first[5:])
        months = (int(last[:4]) - year) * 12 + int(last[5:]) - month
        if months == 2:
            return f"{year}-{_SEASONS[month]}" if month in _SEASONS else f"{year}-Q{(month + 2) // 3}"
        return f"{year}-H{1 + month // 7}" if months == 5 else None
    if len(first) == 10 == len(last):
        a, b = date.fromisoformat(first), date.fromisoformat(last)
        iso = a.isocalendar()
        if (b - a).days == 6 and a.weekday() == 0:
            return f"{iso.year}-W{iso.week:02d}"
        if (b - a).days == 1 and a.weekday() == 5:
            return f"{iso.year}-W{iso.week:02d}-WE"
    return None


def _tally(gold: Sequence[Mapping[str, Any]], found: Sequence[tuple[int, int, str | None]]) -> Tally:
    def overlap(i: int, j: int) -> float:
        g, p = gold[i], found[j]
        shared: int = min(g["end"], p[1]) - max(g["start"], p[0])
        return 2 * shared / float(g["end"] - g["start"] + p[1] - p[0])

    tally = Tally()
    for name in ("strict", "relaxed", "value"):
        tally[f"{name}.gold"], tally[f"{name}.pred"] = len(gold), len(found)
    for i, j in match(len(gold), len(found), overlap):
        g, p = gold[i], found[j]
        tally["relaxed.tp"] += 1
        tally["strict.tp"] += (g["start"], g["end"]) == p[:2]
        tally["value.tp"] += g.get("value") is not None and g["value"] == p[2]
    return tally
