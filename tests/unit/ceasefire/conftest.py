"""What the tests of the ledger's views share: a view over texts, and the probe sentences with the rows that must come out."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from claimwire.ceasefire.context import Context, Row
from claimwire.ontology import load
from claimwire.records import Reading

GROUND = [json.loads(line) for line in (Path(__file__).parent / "ground.jsonl").read_text(encoding="utf-8").splitlines()]
ViewOf = Callable[..., list[Row]]


@pytest.fixture(scope="session")
def view_of(read: Callable[..., Reading]) -> ViewOf:
    """Rows of a view over texts: ``view_of(rows, (published, publisher, text), ...)``."""
    ontology = load()

    def rows_(view: Callable[[Context], Any], *reports: tuple[str, str, str], **window: Any) -> list[Row]:
        readings = tuple(read(text, published=day, publisher=publisher) for day, publisher, text in reports)
        return list(view(Context(readings=readings, ontology=ontology, **window)))

    return rows_


@pytest.fixture(scope="session")
def came_out(view_of: ViewOf) -> Callable[[str, str, Callable[[Context], Any]], tuple[int, int, list[str]]]:
    """Count the probes of one view and part whose rows come out; the ids of the others are returned too."""

    def count(view: str, split: str, rows: Callable[[Context], Any]) -> tuple[int, int, list[str]]:
        wrong = []
        probes = [p for p in GROUND if (p["view"], p["split"]) == (view, split)]
        for p in probes:
            found = view_of(rows, (p["published_at"], p["publisher"], p["text"]))
            if not _right(p["rows"], found):
                wrong.append(p["id"])
        return len(probes) - len(wrong), len(probes), wrong

    return count


def _right(wanted: list[dict[str, Any]], found: list[Row]) -> bool:
    return all(any(fits(w, row, found) for row in found) for w in wanted) if wanted else not found


def fits(wanted: Mapping[str, Any], row: Row, rows: list[Row]) -> bool:
    """True when each cell holds what is wanted: a number exactly, a word inside the cell or inside what was written for it."""
    return all(
        any(_cell(value, cell, rows) for cell in _cells(row, "contenders" if name == "contender" else name))
        for name, value in wanted.items()
    )


def _cells(row: Row, name: str) -> Iterator[Any]:
    assert name in row, f"no column {name!r}"
    yield row[name]
    if f"{name}_written" in row:
        yield row[f"{name}_written"]


def _cell(wanted: Any, cell: Any, rows: list[Row]) -> bool:
    if wanted is None:
        return cell is None or cell == []
    if isinstance(wanted, dict):  # a link: the row that it points at
        return any(row["id"] == cell and fits(wanted, row, rows) for row in rows)
    if isinstance(wanted, int | float):
        return bool(cell == wanted)
    text = "; ".join(map(str, cell)) if isinstance(cell, list) else "" if cell is None else str(cell)
    return any(word.casefold() in text.casefold() for word in wanted.split("|"))
