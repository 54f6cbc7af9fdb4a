"""The outputs room: readings and events as tables, maps, JSON Lines and the HTML page."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from claimwire.errors import StoreError
from claimwire.outputs.daily import write_daily
from claimwire.outputs.geojson import write_geojson
from claimwire.outputs.jsonl import stream_jsonl, write_jsonl
from claimwire.outputs.page import write_page
from claimwire.outputs.tables import write_csv, write_parquet
from claimwire.records import Event, Reading

__all__ = ["FORMATS", "export", "stream_jsonl", "write_daily", "write_jsonl", "write_page"]

FORMATS: Mapping[str, Callable[[Iterable[Reading], Iterable[Event], Path], list[Path]]] = {
    "csv": write_csv,
    "parquet": write_parquet,
    "geojson": write_geojson,
    "jsonl": write_jsonl,
}


def export(format_: str, readings: Iterable[Reading], events: Iterable[Event], out: Path) -> list[Path]:
    """Write readings and events in one of ``FORMATS`` to the folder ``out`` (jsonl: or a file); returns the files written.

    Every file appears whole or not at all. Beside them stand a ``FORMAT.loss.json``, which says what the format could not
    express, and a notice. Raises StoreError when a file cannot be written.
    """
    if format_ not in FORMATS:
        raise StoreError(f"{format_!r} is no export format; choose one of {', '.join(FORMATS)}")
    if out.is_file() and format_ != "jsonl":
        raise StoreError(f"{out}: is a file; {format_} needs a folder")
    return FORMATS[format_](readings, events, out)
