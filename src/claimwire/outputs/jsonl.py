"""Readings and events as JSON Lines, exactly as OUTPUT.md writes them.

A reading may come as the line of JSON that a store keeps of it: it is written as it is, and nothing is built of it first.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from claimwire.outputs.files import whole_file, write_notice
from claimwire.outputs.loss import Losses
from claimwire.records import Event, Reading, event_to_dict


def write_jsonl(readings: Iterable[Reading | str], events: Iterable[Event], out: Path) -> list[Path]:
    """Write one reading per line, in the order given, to ``out``; events, when there are any, to a file beside it.

    A path without a suffix, or that is a folder, is a folder: it gets ``readings.jsonl``, ``events.jsonl``, a loss report
    and the notice.
    """
    if out.suffix and not out.is_dir():
        written = [_lines(map(_line, readings), out)]
        items = list(events)
        if items:
            written.append(_lines(map(_line, items), out.with_name(f"{out.stem}.events{out.suffix}")))
        return written
    losses = Losses("jsonl")
    losses.lost("sentences.tokens", "the parse is not part of a reading; the same run on the same text makes it again", n=0)

    def counted(table: str, items: Iterable[Reading | Event | str]) -> Iterator[bytes]:
        for item in items:
            losses.wrote(table)
            yield _line(item)

    return [
        _lines(counted("readings", readings), out / "readings.jsonl"),
        _lines(counted("events", events), out / "events.jsonl"),
        losses.write(out / "jsonl.loss.json"),
        write_notice(out),
    ]


def _lines(lines: Iterable[bytes], path: Path) -> Path:
    with whole_file(path) as partial, partial.open("wb") as file:
        file.writelines(lines)
    return path


def stream_jsonl(readings: Iterable[Reading | str], stream: BinaryIO) -> None:
    """Write one reading per line to an open stream, such as standard output: bytes, because its encoding may not be UTF-8."""
    for reading in readings:
        stream.write(_line(reading))
    stream.flush()


def _line(item: Reading | Event | str) -> bytes:
    if not isinstance(item, str):
        value = event_to_dict(item) if isinstance(item, Event) else item.to_dict()
        item = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return item.encode("utf-8") + b"\n"
