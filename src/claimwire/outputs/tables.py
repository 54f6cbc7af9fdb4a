"""CSV and Parquet: the same flat tables, one file each."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, TextIO

from claimwire.outputs.files import whole_file, write_notice
from claimwire.outputs.flat import READING_TABLES, Row, Table, reading_rows
from claimwire.outputs.flat_events import EVENT_TABLES, Source, event_rows, sources
from claimwire.outputs.loss import Losses
from claimwire.records import Event, Reading

TABLES = (*READING_TABLES, *EVENT_TABLES)
_BATCH = 5_000  # rows per Parquet row group: some megabytes
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_FORMULA_WHY = (
    "a text cell that begins with = + - @ or a control character would run as a formula in a spreadsheet; "
    "it is written with a leading apostrophe, which is not part of the text"
)
_NOT_IN_TABLES = {
    "report.text": "the full text is in the readings (JSON Lines); tables hold the words of spans and their sentence",
    "run.model_digests": "what made the reading is in the readings (JSON Lines) and the database",
    "event.quantities.by_origin": "the value of each origin is in the database (event_quantities); the table has the bounds",
}


def _all_rows(readings: Iterable[Reading], events: Iterable[Event], losses: Losses) -> Iterator[tuple[Table, Row]]:
    known: dict[str, Source] = {}
    for reading in readings:
        known.update(sources(reading))
        for s in reading.statements:
            for part, spans in (("source", s.source), ("cue", s.cue), ("content", s.content)):
                if len(spans) > 1:
                    losses.lost(f"statements.{part}", "a span in pieces is given by its outer offsets; words joined by …", s.id)
        for c in reading.claims:
            n = sum(1 for p in c.places if p.role == "location" and p.place)
            if n > 1:
                losses.lost("claims.latitude", "several locations: the pin is the first; all are in claim_places", c.id, n=n - 1)
        yield from reading_rows(reading)
    for event in events:
        n = sum(1 for p in event.places if p.role == "location" and p.place)
        if n > 1:
            losses.lost(
                "events.latitude", "several locations: the pin is the first; all names are in locations", event.id, n=n - 1
            )
        for x in event.contradictions:
            if not all(c in known for c in x.claims):
                losses.lost("contradictions.words", "a claim of it is in no report of this export", event.id)
        yield from event_rows(event, known)
    for field, why in _NOT_IN_TABLES.items():
        losses.lost(field, why, n=0)


def write_csv(readings: Iterable[Reading], events: Iterable[Event], out: Path) -> list[Path]:
    """Write one CSV file per table into the folder ``out`` (UTF-8 with a byte order mark, so that Excel shows Arabic).

    Lists are joined by "; ". Cells that a spreadsheet would run as a formula get a leading apostrophe; the loss report
    counts both.
    """
    losses = Losses("csv")
    with ExitStack() as stack:
        files: dict[str, TextIO] = {}
        for t in TABLES:
            partial = stack.enter_context(whole_file(out / f"{t.name}.csv"))
            files[t.name] = stack.enter_context(partial.open("w", encoding="utf-8-sig", newline="", errors="backslashreplace"))
        writers = {t.name: csv.writer(files[t.name]) for t in TABLES}
        for t in TABLES:
            writers[t.name].writerow(t.columns)
        for table, row in _all_rows(readings, events, losses):
            writers[table.name].writerow([_cell(table, name, row.get(name), row, losses) for name in table.columns])
            losses.wrote(table.name)
    return [*(out / f"{t.name}.csv" for t in TABLES), losses.write(out / "csv.loss.json"), write_notice(out)]


def _cell(table: Table, name: str, value: Any, row: Row, losses: Losses) -> Any:
    kind = table.columns[name]
    if value is None or kind in ("int", "float"):
        return value
    if kind == "texts":
        if any(";" in item for item in value):
            example = str(next(iter(row.values())))
            losses.lost(f"{table.name}.{name}", 'an item of a list holds the list separator ";" itself', example)
        value = "; ".join(value)
    text = str(value)
    if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA):
        losses.lost(f"{table.name}.{name}", _FORMULA_WHY, text[:60])
        return "'" + text
    return text


def write_parquet(readings: Iterable[Reading], events: Iterable[Event], out: Path) -> list[Path]:
    """Write one Parquet file per table into the folder ``out``; lists stay lists, unknown stays null."""
    import pyarrow as pa  # loading it takes longer than most exports; nothing else needs it
    import pyarrow.parquet as pq

    types = {"text": pa.string(), "texts": pa.list_(pa.string()), "int": pa.int64(), "float": pa.float64()}
    schemas = {t.name: pa.schema([(name, types[kind]) for name, kind in t.columns.items()]) for t in TABLES}
    losses = Losses("parquet")
    waiting: dict[str, list[Row]] = {t.name: [] for t in TABLES}
    with ExitStack() as stack:
        writers = {}
        for t in TABLES:
            partial = stack.enter_context(whole_file(out / f"{t.name}.parquet"))
            writers[t.name] = stack.enter_context(pq.ParquetWriter(partial, schemas[t.name], compression="zstd"))

        def flush(name: str) -> None:
            writers[name].write_table(pa.Table.from_pylist(waiting[name], schema=schemas[name]))
            waiting[name].clear()

        for table, row in _all_rows(readings, events, losses):
            waiting[table.name].append({name: row.get(name) for name in table.columns})
            losses.wrote(table.name)
            if len(waiting[table.name]) >= _BATCH:
                flush(table.name)
        for t in TABLES:
            flush(t.name)
    return [*(out / f"{t.name}.parquet" for t in TABLES), losses.write(out / "parquet.loss.json"), write_notice(out)]
