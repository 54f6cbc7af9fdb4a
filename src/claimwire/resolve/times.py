"""Time expressions of a report and the intervals that they come to, under the project's own grammar.

Works from the characters alone; a parse only tells which way a verb points. Every link names the rule that dated it.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date

from claimwire.records import Annotation, Link, Mention, Report, Resolution, Sentence, TimeInterval, digest
from claimwire.resolve.time_grammar import Expression
from claimwire.resolve.time_lexicon import Words, lex
from claimwire.resolve.time_phrases import find
from claimwire.resolve.time_reference import dates_a_saying, points_ahead, points_back, spoken_on, tells_a_story
from claimwire.resolve.time_rules import interval
from claimwire.resolve.time_values import ONE, Clock

__all__ = ["resolve_times"]

_BULLET = 4  # characters before the first word of a list's line
_WEEK = 7
_LIMITS = frozenset({"by", "until", "before", "for", "since"})
_HOURS = frozenset({"part", "clock"})


def resolve_times(report: Report, annotation: Annotation) -> Resolution:
    """Find the time expressions of a report and date them; one that cannot be dated keeps ``edtf`` None.

    A mention spans the whole phrase with its preposition ("since early July"). Days count from the text's own dateline
    where it has one, else from ``published_at``; with neither, a bare weekday is left undated.
    """
    words = lex(report.text)
    found = find(words)
    reference, _ = spoken_on(report, words, found)
    clock = Clock(reference=reference, narrative=tells_a_story(reference, found))
    dated = _date(found, words, clock, annotation.sentences)
    mentions, links, times = [], [], {}
    for expression, value in dated:
        span = report.span(words.starts[expression.outer], words.ends[expression.last - 1])
        mention = Mention(id=digest("mention", report.id, span.start, span.end, "time"), span=span, label="time", score=1.0)
        mentions.append(mention)
        links.append(Link(mention=mention.id, kind="time", target=value.edtf, score=1.0 if value.edtf else 0.0, rule=value.rule))
        times[mention.id] = value
    return Resolution(mentions=tuple(mentions), links=tuple(links), times=times)


def _date(
    found: list[Expression], words: Words, clock: Clock, sentences: tuple[Sentence, ...]
) -> list[tuple[Expression, TimeInterval]]:
    starts = [s.start for s in sentences]
    groups: dict[int, list[Expression]] = {}
    for expression in found:
        groups.setdefault(bisect_right(starts, words.starts[expression.first]) - 1, []).append(expression)
    out: list[tuple[Expression, TimeInterval]] = []
    before = -1
    for number, group in groups.items():
        if number > before + 1:
            clock.named = None
        before = number
        sentence = sentences[number] if 0 <= number < len(sentences) else None
        out += _date_sentence(group, words, clock, sentence)
    return out


def _announced(expression: Expression, value: TimeInterval, words: Words) -> tuple[date, date] | None:
    """The days of a heading such as "between 3 and 9 May:", under which each weekday is one of them."""
    if expression.to is None or words.forms[expression.last : expression.last + 1] != [":"] or not value.start or not value.end:
        return None
    first, last = date.fromisoformat(value.start[:10]), date.fromisoformat(value.end[:10]) - ONE
    return (first, last) if (last - first).days < _WEEK else None


def _named(expression: Expression, value: TimeInterval) -> date | None:
    """The first day of a date that names month and year; a dateline or a day of the week names no year for the story."""
    if expression.kind != "date" or expression.year is None or expression.day is not None or value.start is None:
        return None
    return date.fromisoformat(value.start[:10])


def _date_sentence(
    group: list[Expression], words: Words, clock: Clock, sentence: Sentence | None
) -> list[tuple[Expression, TimeInterval]]:
    """Days before hours: in "at dawn the town was hit, and on Tuesday it fell" the hour waits for its day."""
    earlier, clock.sentence_day = clock.day, None
    values: dict[int, TimeInterval] = {}
    days: list[tuple[int, date]] = []
    for i, expression in enumerate(group):
        if expression.kind in _HOURS:
            continue
        day, period, grain = clock.day, clock.period, clock.grain
        clock.sentence_day = None
        ahead = points_ahead(expression, words, sentence)
        clock.back = not ahead and points_back(expression, words, sentence)
        clock.item = i == 0 and sentence is not None and words.starts[expression.first] - sentence.start <= _BULLET
        values[i] = interval(expression, clock, ahead=ahead)
        clock.listed = _announced(expression, values[i], words) or clock.listed
        clock.named = _named(expression, values[i]) or clock.named
        if clock.sentence_day is None:
            continue
        within = any(o.bound == "since" and o.outer < expression.outer and o.last == expression.last for o in group)
        aside = ahead or within or expression.kind == "ago" or expression.bound in _LIMITS
        if not clock.narrative and (aside or (day is not None and dates_a_saying(expression, words, sentence))):
            clock.day, clock.period, clock.grain = day, period, grain
        else:
            days.append((i, clock.sentence_day))
    later = clock.day
    for i, expression in enumerate(group):
        if expression.kind not in _HOURS:
            continue
        before = [day for j, day in days if j < i]
        clock.sentence_day = before[-1] if before else days[0][1] if days else None
        clock.day = earlier
        values[i] = interval(expression, clock, ahead=points_ahead(expression, words, sentence))
    clock.day = later or clock.day
    return [(expression, values[i]) for i, expression in enumerate(group)]
