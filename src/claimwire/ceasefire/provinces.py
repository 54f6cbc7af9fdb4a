"""Counts by province and day, each with who counts, and the difference from the same counter's period before.

A row is one place as the text lists it, under the province that the gazetteer holds for it. Nothing is added: towns of a
province are rows of their own, and a province has a number where somebody gives one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from claimwire.ceasefire.arithmetic import with_alerts
from claimwire.ceasefire.context import Context, Row, View
from claimwire.ceasefire.figures import figures
from claimwire.ceasefire.observation import Figure
from claimwire.ceasefire.places import plain

COLUMNS = (
    "date", "counter", "measure", "counted", "unit", "agreement", "province", "place", "kind", "value", "previous",
    "previous_date", "difference", "qualifier", "report", "evidence", "alerts", "claims",
)  # fmt: skip
_Key = tuple[str | None, ...]


def day_of(figure: Figure) -> str | None:
    """Return the day that a count is of: the last of its period, else its as-of day, else the day on which it was published."""
    if figure.kind == "cumulative" or figure.running:
        return figure.as_of
    if figure.period_end:
        return (date.fromisoformat(figure.period_end[:10]) - timedelta(days=1)).isoformat()
    return figure.as_of or figure.published


def rows(context: Context) -> list[Row]:
    """Return one row for each counter, measure, province and day, in that order."""
    cells: dict[tuple[_Key, str, str, float], list[Figure]] = defaultdict(list)
    for f in with_alerts(figures(context)):
        day = day_of(f)
        if f.province is None or day is None or f.earlier:
            continue
        running = "total" if f.kind == "cumulative" or f.running else "count"
        key: _Key = (
            f.counter_id or f.counter,
            f.measure,
            f.unit_key,
            f.agreement,
            plain(f.scope or f.province),
            f.column,
            running,
        )
        cells[key, day, f.report, f.value].append(f)
    out: list[Row] = []
    last: dict[_Key, tuple[str, float]] = {}
    shown: dict[tuple[_Key, str, float], int] = {}
    order = sorted(cells, key=lambda k: (str(k[0]), *k[1:]))
    for key, day, report, value in order:
        found = cells[key, day, report, value]
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
    return sorted(out, key=lambda r: (str(r["counter"]), r["measure"], r["date"], -r["value"], str(r["place"])))


def _row(found: Sequence[Figure], *, day: str, value: float, before: tuple[str, float] | None) -> Row:
    first = found[0]
    return {
        "date": day,
        "counter": first.counter,
        "measure": first.measure,
        "counted": first.counted,
        "unit": first.unit,
        "agreement": first.agreement or first.agreement_words,
        "province": first.province,
        "place": first.scope,
        "kind": first.kind,
        "value": value,
        "previous": before[1] if before else None,
        "previous_date": before[0] if before else None,
        "difference": value - before[1] if before else None,
        "qualifier": first.qualifier,
        "report": first.report,
        "evidence": {name: getattr(first.evidence, name) for name in ("report", "start", "end", "words")},
        "alerts": list(dict.fromkeys(a for f in found for a in f.alerts)),
        "claims": list(dict.fromkeys(c for f in found for c in f.claims)),
    }


BY_PROVINCE = View(
    name="by_province",
    title="By province and day",
    about="What one counter counts in a province in a day, and the difference from its period before. An absent row is no zero.",
    columns=COLUMNS,
    rows=rows,
)
