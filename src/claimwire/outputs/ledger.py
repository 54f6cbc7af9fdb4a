"""The tables of the ceasefire ledger as the page wants them, each with the chart that its figures can be read from.

A table is plain data: ``name``, ``title``, ``about``, ``columns``, ``rows``; a row's ``claims`` are the ids that it rests on.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

Row = Mapping[str, Any]
Chart = dict[str, Any]
_NOT_SHOWN = frozenset({"claims"})
_PLAIN = frozenset({"pa_x", "resolution"})  # numbers that are names: no thousands separator


def ledger_data(tables: Iterable[Mapping[str, Any]], at: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    """Return the tables for the page; ``at`` says where a claim is on it. An id beside its name is left to the exports."""
    found: list[dict[str, Any]] = []
    for table in tables:
        rows: Sequence[Row] = list(table["rows"])
        columns = [c for c in table["columns"] if c not in _NOT_SHOWN and not (c.endswith("_id") and c[:-3] in table["columns"])]
        draw = _CHARTS.get(table["name"])
        found.append(
            {
                "name": table["name"],
                "title": table["title"],
                "about": table["about"],
                "columns": [{"label": c.replace("_", " ").strip()} | _marks(c) for c in columns],
                "rows": [
                    {
                        "cells": [_cell(row.get(c)) for c in columns],
                        "claims": [at[c] for c in row.get("claims") or () if c in at],
                        "left": sum(c not in at for c in row.get("claims") or ()),
                    }
                    for row in rows
                ],
                "charts": draw(rows) if draw and rows else [],
            }
        )
    return found


def _marks(column: str) -> dict[str, bool]:
    return ({"alert": True} if column.startswith("alert") else {}) | ({"plain": True} if column in _PLAIN else {})


def _cell(value: Any) -> Any:
    """Return a value as JSON has it; evidence is its words, and what else is nested is said as "key: value"."""
    if isinstance(value, Mapping):
        return f"“{value['words']}”" if "words" in value else [f"{k}: {v}" for k, v in value.items()]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [v if isinstance(v, (str, int, float)) else _words(v) for v in value if v is not None]
    return value


def _words(value: Any) -> str:
    return "; ".join(f"{k}: {v}" for k, v in value.items()) if isinstance(value, Mapping) else str(value)


_KINDS = {"cumulative": "running totals", "period": "counts of a period"}


def _series(rows: Sequence[Row]) -> list[Chart]:
    """One chart for each measure and kind of figure, one line for each key: figures of different keys are never joined."""
    charts: dict[tuple[str, str, str], dict[str, list[dict[str, Any]]]] = {}
    for n, row in enumerate(rows):
        day = row.get("as_of") or row.get("period_start") or row.get("published")
        if row.get("kind") not in _KINDS or row.get("value") is None or not _is_day(day):
            continue
        who = row.get("counter") or "nobody named"
        about = [row.get("agreement"), row.get("scope")]
        name = f"according to {who}" + "".join(f", {x}" for x in about if x)
        lines = charts.setdefault((row["measure"], row["kind"], row.get("unit") or ""), {})
        alert = "; ".join(map(_words, row.get("alerts") or ()))
        point = {"day": str(day)[:10], "value": row["value"], "row": n}
        lines.setdefault(name, []).append(point | ({"alert": alert} if alert else {}))
    found = []
    for (measure, kind, unit), lines in charts.items():
        series = [{"name": k, "points": sorted(v, key=lambda p: (p["day"], p["row"]))} for k, v in lines.items()]
        if any(len(x["points"]) > 1 for x in series):  # one point is read faster in the table
            series.sort(key=lambda x: -len(x["points"]))
            told = measure.replace("_", " ") + (f" ({unit})" if unit and unit.rstrip("s") != measure.rstrip("s") else "")
            found.append({"kind": "series", "label": f"{told}: {_KINDS[kind]}", "series": series})
    return found


def _is_day(value: Any) -> bool:
    try:
        date.fromisoformat(str(value)[:10])
    except ValueError:
        return False
    return True


_CHARTS: Mapping[str, Callable[[Sequence[Row]], list[Chart]]] = {"figures": _series}
