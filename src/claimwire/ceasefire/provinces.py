"""Counts by province and day, each with who counts, and the difference from the same counter's period before.

A province is named as the text lists it; a town stands under the province that the gazetteer holds for it. Counts of one unit
by one counter in one report are added over the towns of a province; nothing else is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from claimwire.ceasefire.arithmetic import with_alerts
from claimwire.ceasefire.context import Context, Row, View
from claimwire.ceasefire.figures import add, figures
from claimwire.ceasefire.observation import Figure
from claimwire.ceasefire.places import plain

COLUMNS = (
    "date", "counter", "measure", "unit", "agreement", "province", "kind", "value", "previous", "previous_date", "difference",
    "qualifier", "places", "report", "evidence", "alerts", "claims",
)  # fmt: skip
_Key = tuple[str | None, ...]


def day_of(figure: Figure) -> str | None:
    """Return the day that a count is of: the last of its period, else its as-of day, else the day on which it was published."""
    if figure.kind == "cumulative":
        return figure.as_of
    if figure.period_end:
        return (date.fromisoformat(figure.period_end[:10]) - timedelta(days=1)).isoformat()
    return figure.as_of or figure.published


def rows(context: Context) -> list[Row]:
    """Return one row for each counter, measure, province and day, in that order."""
    cells: dict[tuple[_Key, str, str], list[Figure]] = defaultdict(list)
    for f in with_alerts(figures(context)):
        day = day_of(f)
        if f.province is None or f.how == "subset" or day is None:
            continue
        running = "total" if f.kind == "cumulative" else "count"
        key: _Key = (f.counter_id or f.counter, f.measure, f.unit_key, f.agreement, plain(f.province), running)
        cells[key, day, f.report].append(f)
    out: list[Row] = []
    last: dict[_Key, tuple[str, float]] = {}
    shown: dict[tuple[_Key, str, float], int] = {}
    order = sorted(cells, key=lambda k: (str(k[0][:4]), k[1], k[2]))
    for key, day, report in order:
        found = _one_level(cells[key, day, report])
        value = add(found) if found[0].kind != "cumulative" else found[-1].value
        if (same := shown.get((key, day, value))) is not None:  # restated by another report: one row, more claims
            claims = [*out[same]["claims"], *(c for f in found for c in f.claims)]
            out[same] = {**out[same], "claims": list(dict.fromkeys(claims))}
            continue
        before = last.get(key)
        row = _row(found, day=day, value=value, before=before if before and before[0] < day else None)
        shown[key, day, value] = len(out)
        out.append(row)
        if before is None or before[0] <= day:
            last[key] = (day, value)
    return sorted(out, key=lambda r: (str(r["counter"]), r["measure"], r["date"], -r["value"], str(r["province"])))


def _one_level(found: Sequence[Figure]) -> list[Figure]:
    """Return the province's own number where the text gives one, else those of its towns, each once."""
    own = [f for f in found if f.scope and f.province and plain(f.scope) == plain(f.province)]
    if own:
        return own[:1]
    return list({plain(f.scope or ""): f for f in found}.values())


def _row(found: Sequence[Figure], *, day: str, value: float, before: tuple[str, float] | None) -> Row:
    first = found[0]
    return {
        "date": day,
        "counter": first.counter,
        "measure": first.measure,
        "unit": first.unit,
        "agreement": first.agreement or first.agreement_words,
        "province": first.province,
        "kind": first.kind,
        "value": value,
        "previous": before[1] if before else None,
        "previous_date": before[0] if before else None,
        "difference": value - before[1] if before else None,
        "qualifier": first.qualifier,
        "places": [f.scope for f in found],
        "report": first.report,
        "evidence": [dict(_evidence(f)) for f in found],
        "alerts": list(dict.fromkeys(a for f in found for a in f.alerts)),
        "claims": list(dict.fromkeys(c for f in found for c in f.claims)),
    }


def _evidence(figure: Figure) -> Iterator[tuple[str, object]]:
    for name in ("report", "start", "end", "words"):
        yield name, getattr(figure.evidence, name)


BY_PROVINCE = View(
    name="by_province",
    title="By province and day",
    about="What one counter counts in a province in a day, and the difference from its period before. An absent row is no zero.",
    columns=COLUMNS,
    rows=rows,
)
