"""Quantities of a report: how many, within what bounds, of what, and whether it is a running total.

A mention covers the number and what qualifies it ("at least 11"). Dates, hours, ages, numbered names and list numbers
are no quantities. Bounds follow the codebook: an open one is None, "more than 40" begins at 41.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace

from claimwire.ontology.model import Ontology
from claimwire.records import Annotation, Link, Mention, Quantity, Report, Resolution, digest
from claimwire.resolve.numerals import number_at
from claimwire.resolve.quantity_measures import Measures
from claimwire.resolve.quantity_numbers import Number, numbers
from claimwire.resolve.time_lexicon import UNITS, Words, lex

__all__ = ["resolve_quantities"]

_NEAR = 12  # words between a share and the count that it is taken from


def resolve_quantities(
    report: Report, annotation: Annotation, *, ontology: Ontology, times: Resolution | None = None
) -> Resolution:
    """Find the numbers of a report with their bounds and measure.

    ``times`` keeps the numbers of dates out; without it they are read here again. A number that no word of the ontology
    gives a measure is ``other``; its ``unit`` still names the counted noun.
    """
    if times is None:
        from claimwire.resolve.times import resolve_times

        times = resolve_times(report, annotation)
    words = lex(report.text)
    dated = _dated(words, times)
    measures = Measures(report, annotation, words, ontology)
    mentions, links, quantities = [], [], {}
    found = [*numbers(words, report.text, dated, upos=measures.upos), *_persons(words, measures), *_lengths(words, times)]
    before: Number | None = None
    for number, reading in measures.read(sorted(found, key=lambda n: (n.first, -n.last)), times):
        if number.person and reading.measure == "other":
            continue
        if number.part is None and number.low is None and number.high is None and reading.measure == "other":
            continue
        before = number = _taken_from(number, before, words)  # noqa: PLW2901
        span = report.span(words.starts[number.first], words.ends[number.last - 1])
        mention = Mention(
            id=digest("mention", report.id, span.start, span.end, "quantity"), span=span, label="quantity", score=1.0
        )
        if mention.id in quantities:
            continue
        mentions.append(mention)
        links.append(Link(mention=mention.id, kind="quantity", target=reading.measure, score=reading.score, rule=reading.rule))
        quantities[mention.id] = Quantity(
            measure=reading.measure,
            low=number.low,
            best=number.best,
            high=number.high,
            type="total" if reading.total else "count",
            unit=reading.unit,
            as_of=reading.as_of,
        )
    return Resolution(mentions=tuple(mentions), links=tuple(links), quantities=quantities)


def _dated(words: Words, times: Resolution) -> bytearray:
    """Mark the words of time expressions; a clause that merely ends in a date keeps its numbers."""
    marks = bytearray(len(words.starts))
    spans = sorted((m.span for m in times.mentions), key=lambda s: s.offsets)
    simple = [s for s in spans if not any(s is not o and s.covers(o) for o in spans)]
    i = 0
    for span in simple:
        while i < len(marks) and words.starts[i] < span.start:
            i += 1
        j = i
        while j < len(marks) and words.starts[j] < span.end:
            marks[j] = 1
            j += 1
    return marks


def _persons(words: Words, measures: Measures) -> Iterator[Number]:
    """ "A teacher", "an off-duty border guard": one person, counted only where a predicate of a measure takes it."""
    for i, form in enumerate(words.forms):
        if form in ("a", "an"):
            last = measures.opens_person(i)
            if last is not None:
                yield Number(i, last, i, 1.0, 1.0, 1.0, person=True)


def _taken_from(share: Number, before: Number | None, words: Words) -> Number:
    """Reckon a share of the count before it in the sentence: "412 people, more than half of them fighters" are at least 207."""
    part = share.part
    if part is None:
        return share
    more = share.high is not None
    share = replace(share, high=None)
    if before is None or before.best is None or share.first - before.last > _NEAR:
        return share
    if not {".", ";", "\n"}.isdisjoint(words.forms[before.last : share.first]):
        return share
    value = before.best * part
    if more:
        return replace(share, low=float(int(value)) + 1)
    whole = float(round(value))
    return replace(share, low=whole, best=whole, high=whole)


def _lengths(words: Words, times: Resolution) -> Iterator[Number]:
    """ "Ten years in jail", "a truce of 30 days": how long, which dates nothing."""
    for mention in times.mentions:
        value = times.times.get(mention.id)
        if value is None or value.edtf is not None or not value.rule.startswith("time.duration"):
            continue
        i = bisect_left(words.starts, mention.span.start)
        while i < len(words.starts) and words.starts[i] < mention.span.end:
            found = number_at(words.forms, i)
            if found is not None:
                unit = next((UNITS[f] for f in words.forms[found[1] : found[1] + 3] if f in UNITS), None)
                if unit is not None:
                    yield Number(i, found[1], i, found[0], found[0], found[0], unit=unit)
                break
            i += 1
