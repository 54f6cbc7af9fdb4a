"""What does not add up: parts and their whole, a total that falls or jumps, a day's increment and two totals.

An alert shows both quotations and takes no side: which of the two numbers is wrong, nobody here knows.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

from claimwire.ceasefire.observation import Figure

# A rise is a jump when it is a fifth of the earlier total and, by the day, over four times the fastest rise seen before; a
# second value has no rise before it and is a jump when it is over twice the first. The public series of 2016 and 2017, which
# tripled within four months, raises none.
JUMP_SHARE = 0.2
JUMP_PACE = 4.0
JUMP_SECOND = 2.0
_AT_LEAST = ("at least", "no fewer than", "not less than", "no less than", "more than", "over")

Alerts = dict[int, list[str]]  # by position in the list of figures


def with_alerts(found: Sequence[Figure]) -> list[Figure]:
    """Return the figures with what is to be noticed about each, in their order."""
    alerts: Alerts = defaultdict(list)
    _parts(found, alerts)
    for series in _series(found, lambda f: f.key).values():
        _falls_and_jumps(found, series, alerts)
    for series in _series(found, lambda f: (f.measure, f.counter_id or f.counter, f.scope)).values():
        _drift(found, series, alerts)
    _increments(found, alerts)
    return [replace(f, alerts=(*f.alerts, *alerts[n])) if n in alerts else f for n, f in enumerate(found)]


# -- parts and wholes ----------------------------------------------------------------------------------------------------


def _parts(found: Sequence[Figure], alerts: Alerts) -> None:
    """Compare what the parts come to with the number that they divide, in the words of one report."""
    by_whole: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, f in enumerate(found):
        if f.of is not None and f.how is not None:
            by_whole[f.of, f.how].append(n)
    for (of, how), parts in by_whole.items():
        parts.sort(key=lambda n: found[n].number)  # as the text has them
        first = found[parts[0]]
        whole = next(
            (
                n
                for n, f in enumerate(found)
                if of in f.claims and n not in parts and (f.measure, f.unit_key) == (first.measure, first.unit_key)
            ),
            None,
        )
        if whole is None:
            continue
        stated, total = found[whole], sum(found[n].value for n in parts)
        text = _sum_alert(stated, [found[n] for n in parts], total, partial=how != "part")
        if text is not None:
            for n in (whole, *parts):
                alerts[n].append(text)


def _sum_alert(whole: Figure, parts: Sequence[Figure], total: float, *, partial: bool) -> str | None:
    difference = total - whole.value
    about = any(p.qualifier is not None for p in parts)
    fits = difference == 0 or (partial and difference < 0)
    if whole.qualifier in _AT_LEAST:
        fits = fits or difference > 0  # "at least 250" may be more; parts that come to less do not reach it
    elif whole.qualifier is not None or about:
        fits = True
    if fits or about:
        return None
    added = " + ".join(_number(p.value) for p in parts)
    verb = "are more than the whole" if partial else "do not add up"
    quotes = "; ".join(p.evidence.quoted() for p in parts)
    return (
        f"parts {verb}: {added} = {_number(total)}, stated {_number(whole.value)} (difference {difference:+g}): "
        f"{whole.evidence.quoted()} against {quotes}"
    )


# -- series --------------------------------------------------------------------------------------------------------------


def _series(found: Sequence[Figure], key: Callable[[Figure], object]) -> Mapping[object, list[int]]:
    """Return the running totals by key, each series in order of day."""
    out: dict[object, list[int]] = defaultdict(list)
    for n, f in enumerate(found):
        if f.kind == "cumulative" and f.as_of is not None:
            out[key(f)].append(n)
    return {k: sorted(v, key=lambda n: (found[n].as_of or "", found[n].published or "", n)) for k, v in out.items()}


def _falls_and_jumps(found: Sequence[Figure], series: Sequence[int], alerts: Alerts) -> None:
    fastest: float | None = None
    for a, b in pairwise(series):
        old, new = found[a], found[b]
        rise, days = new.value - old.value, _days(old, new)
        quotes = f"{old.evidence.quoted()} against {new.evidence.quoted()}"
        if days == 0 and rise:
            alerts[b].append(f"two totals for one day: {_number(old.value)} and {_number(new.value)}: {quotes}")
            continue
        if rise < 0:
            alerts[b].append(f"a running total falls: {_number(old.value)} to {_number(new.value)} ({rise:+g}): {quotes}")
            continue
        if days <= 0:
            continue
        pace = rise / days
        if fastest is None:
            jumps = old.value > 0 and new.value > JUMP_SECOND * old.value
        else:
            jumps = rise >= JUMP_SHARE * old.value and pace > JUMP_PACE * fastest > 0
        if jumps:
            before = f", {_number(round(fastest, 1))} a day at most before" if fastest is not None else ""
            alerts[b].append(
                f"a running total jumps: {_number(old.value)} to {_number(new.value)} in {days} days "
                f"({_number(round(pace, 1))} a day{before}): {quotes}"
            )
        fastest = max(fastest or 0.0, pace)


def _drift(found: Sequence[Figure], series: Sequence[int], alerts: Alerts) -> None:
    """Notice that one counter's total changes what it counts: another agreement, another unit, another act of joining."""
    for a, b in pairwise(series):
        old, new = found[a], found[b]
        goes_on = old.key != new.key and any(found[n].report == new.report and found[n].key == old.key for n in series)
        if old.report == new.report or goes_on:  # a report may give a total of another series beside the old one
            continue
        changes = []
        if old.agreement != new.agreement:
            changes.append(f"agreement {old.agreement or 'not named'} to {new.agreement or 'not named'}")
        if old.unit_key != new.unit_key:
            changes.append(f"unit {old.unit_key or 'not named'} to {new.unit_key or 'not named'}")
        if old.acts and new.acts and old.acts.isdisjoint(new.acts):
            changes.append(f"those who {', '.join(sorted(old.acts))} to those who {', '.join(sorted(new.acts))}")
        if changes:
            alerts[b].append(f"definition drift: {'; '.join(changes)}: {old.evidence.quoted()} against {new.evidence.quoted()}")


def _increments(found: Sequence[Figure], alerts: Alerts) -> None:
    """Compare what a report says was added in a day with its total and the total of the day before."""
    totals = _series(found, lambda f: (f.measure, f.agreement, f.counter_id or f.counter, f.scope))
    added: dict[tuple[str, str], list[int]] = defaultdict(list)
    for n, f in enumerate(found):
        if f.kind == "increment":
            added[f.report, f.measure].append(n)
    for series in totals.values():
        for a, b in pairwise(series):
            old, new = found[a], found[b]
            news = added.get((new.report, new.measure), [])
            if not news or _days(old, new) != 1 or old.report == new.report:
                continue
            whole = [n for n in news if found[n].scope is None] or news
            said = sum({(found[n].scope, found[n].value): found[n].value for n in whole}.values())
            rise = new.value - old.value
            if rise != said and all(found[n].qualifier is None for n in whole):
                quotes = "; ".join(found[n].evidence.quoted() for n in whole)
                text = (
                    f"the day's increment does not match two totals: {_number(said)} said, {_number(old.value)} to "
                    f"{_number(new.value)} is {rise:+g}: {quotes} against {old.evidence.quoted()} and {new.evidence.quoted()}"
                )
                for n in (b, *whole):
                    alerts[n].append(text)


def _days(a: Figure, b: Figure) -> int:
    try:
        return (date.fromisoformat((b.as_of or "")[:10]) - date.fromisoformat((a.as_of or "")[:10])).days
    except ValueError:
        return 0  # a month or a year: no pace can be told


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,}"
