"""The tables of the ceasefire ledger as the page wants them, each with the chart that its figures can be read from.

A table is plain data: ``name``, ``title``, ``about``, ``columns``, ``rows``; a row's ``claims`` are the ids that it rests on.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from claimwire.outputs.wording import bounds

Row = Mapping[str, Any]
Chart = dict[str, Any]
_PLAIN = frozenset({"pa_x"})  # a number that is a name: no thousands separator
_MOST = 2_000  # rows of a table on a page
_ALIKE = 3  # rows from which on it is worth saying once what all have in common


def ledger_data(
    tables: Iterable[Mapping[str, Any]], at: Mapping[str, tuple[int, int]], papers: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the tables for the page; ``at`` says where a claim is on it, ``papers`` what people call a report.

    Ids beside names, and what was written beside what it was read as, are left to the exports: a row opens its words.
    """
    found: list[dict[str, Any]] = []
    for table in tables:
        every: Sequence[Row] = list(table["rows"])
        rows = every[:_MOST]
        columns, same = _columns(table["columns"], rows)
        draw = _CHARTS.get(table["name"])
        values = [{c: _cell(_value(row, c), papers) for c in (*columns, *same)} for row in rows]
        found.append(
            {
                "name": table["name"],
                "title": table["title"],
                "about": table["about"],
                "columns": [{"label": _label(c)} | _marks(c) for c in columns],
                "same": [[_label(c), values[0][c]] for c in same],
                "quoted": "claims" in table["columns"],
                "rows": [
                    {
                        "cells": [cells[c] for c in columns],
                        "claims": [at[c] for c in row.get("claims") or () if c in at],
                        "left": sum(c not in at for c in row.get("claims") or ()),
                    }
                    for row, cells in zip(rows, values, strict=True)
                ],
                "n": len(every),
                "charts": draw([{**row, "alerts": _cell(row.get("alerts"), papers)} for row in rows]) if draw else [],
            }
        )
    return found


def _columns(every: Sequence[str], rows: Sequence[Row]) -> tuple[list[str], list[str]]:
    """Return the columns to show, and those that have one value in all rows: that is said once, above the table."""
    besides = {f"{c}{end}" for c in every for end in ("_id", "_written")} | {"claims", "target"}
    besides |= {"evidence"} if "claims" in every else set()  # what a row opens
    besides |= {"low", "high"} if "value" in every else set()  # said with the value
    shown = [c for c in every if c not in besides]
    if len(rows) < _ALIKE:
        return shown, []
    same = [c for c in shown if all(_value(row, c) == _value(rows[0], c) for row in rows)]
    return [c for c in shown if c not in same], same


def _value(row: Row, column: str) -> Any:
    """Return what a row says: as it was read, else as it is written; a number with its bounds."""
    if column == "value" and "low" in row and row["low"] != row.get("high"):
        return bounds(row["low"], row["value"], row.get("high"))
    value = row.get(column)
    return row.get(f"{column}_written") if value is None else value


def _label(column: str) -> str:
    return column.removeprefix("n_").replace("_", " ").strip()


def _marks(column: str) -> dict[str, bool]:
    return ({"alert": True} if column.startswith("alert") else {}) | ({"plain": True} if column in _PLAIN else {})


def _cell(value: Any, papers: Mapping[str, str]) -> Any:
    """Return a value as JSON has it; evidence is its words, and what else is nested is said as "key: value"."""
    if isinstance(value, Mapping):
        return f"“{value['words']}”" if "words" in value else [f"{k}: {v}" for k, v in value.items()]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_cell(v, papers) if isinstance(v, str) else _words(v) for v in value if v is not None]
    if isinstance(value, str):
        return _PLACE_IN.sub(lambda m: f"({papers[m[1]]})" if m[1] in papers else m[0], value)
    return value


_PLACE_IN = re.compile(r"\(([^()\s]+) \[\d+, \d+\)\)")  # where a quotation stands: "(report [12, 40))"


def _words(value: Any) -> Any:
    return "; ".join(f"{k}: {v}" for k, v in value.items()) if isinstance(value, Mapping) else value


_KINDS = {"cumulative": "running totals", "period": "counts of a period"}


def _series(rows: Sequence[Row]) -> list[Chart]:
    """One chart for each measure and kind of figure, one line for each key: figures of different keys are never joined."""
    charts: dict[tuple[str, str, str], dict[str, list[Chart]]] = {}
    undated = 0
    for n, row in enumerate(rows):
        day = row.get("as_of") or row.get("period_start") or row.get("published")
        if row.get("kind") not in _KINDS or row.get("value") is None:
            continue
        if not _is_day(day):
            undated += 1
            continue
        who = row.get("counter") or "nobody named"
        about = [row.get("agreement"), row.get("scope")]
        name = f"according to {who}" + "".join(f", {x}" for x in about if x)
        lines = charts.setdefault((row["measure"], row["kind"], row.get("unit") or ""), {})
        alert = "; ".join(map(str, row.get("alerts") or ()))
        point = {"day": str(day)[:10], "value": row["value"], "row": n}
        lines.setdefault(name, []).append(point | ({"alert": alert} if alert else {}))
    found = []
    for (measure, kind, unit), lines in charts.items():
        ordered = sorted(lines.items(), key=lambda line: -len(line[1]))
        series: list[Chart] = [{"name": k, "points": sorted(v, key=lambda p: (p["day"], p["row"]))} for k, v in ordered]
        longest = ordered[0][1]
        if len(longest) > 1:  # one point is read faster in the table
            told = measure.replace("_", " ") + (f" ({unit})" if unit and unit.rstrip("s") != measure.rstrip("s") else "")
            found.append({"kind": "series", "label": f"{told}: {_KINDS[kind]}", "series": series})
    if found and undated:
        found[-1]["note"] = f"Figures without an exact day are in the table only: {undated:,}."
    return found


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(str(value)[:10])
    except ValueError:
        return False
    return True


_WIDEST = 20  # columns of a matrix: what more there are stands in the table


def _matrix(rows: Sequence[Row]) -> list[Chart]:
    """One matrix for each agreement and basis: who alleges down, who is accused across, events first and claims in brackets."""
    tables: dict[tuple[str, str], list[tuple[int, Row]]] = {}
    for n, row in enumerate(rows):
        tables.setdefault((row["agreement"] or "no agreement", row["basis"] or ""), []).append((n, row))
    found = []
    for (agreement, basis), mine in tables.items():
        down = list(dict.fromkeys(row["alleger"] for _, row in mine))
        weight: dict[str, int] = {}
        for _, row in mine:
            weight[row["accused"]] = weight.get(row["accused"], 0) + row["n_events"]
        across = sorted(weight, key=lambda name: (-weight[name], name))
        cells: list[list[Chart | None]] = [[None] * min(len(across), _WIDEST) for _ in down]
        for n, row in mine:
            column = across.index(row["accused"])
            if column < _WIDEST:
                words = f"{row['n_events']:,} ({row['n_claims']:,})"
                cells[down.index(row["alleger"])][column] = {"value": row["n_events"], "words": words, "row": n}
        label = ", ".join(x for x in (agreement, basis.replace("_", " ")) if x)
        more = f" {len(across) - _WIDEST} more accused are in the table." if len(across) > _WIDEST else ""
        found.append(
            {
                "kind": "matrix",
                "label": label,
                "about": f"Events, and in brackets the claims that allege them; the denser the hatch, the more events.{more}",
                "down": "alleged by",
                "across": "against",
                "rows": down,
                "columns": across[:_WIDEST],
                "cells": cells,
            }
        )
    return found


def _calendar(rows: Sequence[Row]) -> list[Chart]:
    """Days across, or weeks or months of a long window, and what was silent down: sources, provinces, everything."""
    runs = [(row, _date(row["from"]), _date(row["to"])) for row in rows]
    dated = [(row, a, b) for row, a, b in runs if a and b]
    if not dated:
        return []
    first, last = min(a for _, a, _ in dated), max(b for _, _, b in dated)
    n_days = (last - first).days + 1
    step, unit = (1, "day") if n_days <= _DAYS else (7, "week") if n_days <= 7 * _DAYS else (30, "30 days")
    starts = [first + timedelta(days=i) for i in range(0, n_days, step)]
    found = []
    for kind, label in (("day", "any report"), ("source", "sources"), ("province", "provinces")):
        lines: dict[str, list[int]] = {}
        for row, a, b in dated:
            if row["kind"] != kind:
                continue
            silent = lines.setdefault(row["name"], [0] * len(starts))
            for i in range((a - first).days, (b - first).days + 1):
                silent[i // step] += 1
        if lines:
            more = len(lines) - _LINES
            found.append(
                {
                    "kind": "calendar",
                    **({"note": f"{more:,} more with silent days are in the table only."} if more > 0 else {}),
                    "label": f"Silence: {label}",
                    "unit": unit,
                    "days": [d.isoformat() for d in starts],
                    "last": last.isoformat(),
                    "lines": [{"name": name, "silent": silent} for name, silent in list(lines.items())[:_LINES]],
                }
            )
    return found


_LINES = 60
_DAYS = 62  # that many columns of one day can still be looked over


def _date(value: Any) -> date | None:
    return date.fromisoformat(str(value)[:10]) if _is_day(value) else None


_GROUPS = 8  # counters whose bars are drawn; the table has all


def _bars(rows: Sequence[Row]) -> list[Chart]:
    """The last day of each counter and measure, province by province, beside the period before. Nothing is added up."""
    groups: dict[tuple[Any, ...], dict[str, list[tuple[int, Row]]]] = {}
    for n, row in enumerate(rows):
        if row.get("value") is not None and row.get("date"):
            key = tuple(row.get(c) for c in ("counter", "measure", "unit", "agreement", "kind"))
            groups.setdefault(key, {}).setdefault(row["date"], []).append((n, row))
    drawn = []
    for (counter, measure, unit, agreement, kind), by_day in groups.items():
        day = max(by_day)
        if len(by_day[day]) < 2:  # one bar compares nothing
            continue
        told = _label(measure) + (f" ({unit})" if unit and unit.rstrip("s") != measure.rstrip("s") else "")
        about = ", ".join(x for x in (told, _KINDS.get(kind), agreement) if x)
        bars = [
            {"name": row["place"] or row["province"] or "no place", "value": row["value"], "before": row["previous"], "row": n}
            for n, row in by_day[day]
        ]
        drawn.append({"name": counter or "nobody named", "about": about, "day": day, "bars": bars})
    drawn.sort(key=lambda g: (g["day"], len(g["bars"])), reverse=True)
    if not drawn:
        return []
    note = f"{len(drawn) - _GROUPS} more counts by province are in the table only." if len(drawn) > _GROUPS else None
    return [{"kind": "bars", "label": "The last day of each count", "groups": drawn[:_GROUPS]} | ({"note": note} if note else {})]


_CHARTS: Mapping[str, Callable[[Sequence[Row]], list[Chart]]] = {
    "figures": _series,
    "allegation_matrix": _matrix,
    "by_province": _bars,
    "gaps": _calendar,
}
