"""CSV and TSV files, one report a row; ``columns`` says which column holds which of our fields."""

from __future__ import annotations

import codecs
import csv
import io
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from difflib import get_close_matches
from functools import partial
from itertools import chain, islice
from typing import BinaryIO

from claimwire.errors import IngestError
from claimwire.ingest.decoding import BYTE_ORDER_MARKS, decode, guess
from claimwire.ingest.draft import Draft
from claimwire.ingest.inputs import Source

_FIELDS = ("text", "id", "title", "published_at", "publisher", "url", "language", "kind", "retrieved_at", "status", "corrects")
_USUAL = {
    "text": ("body", "content", "article", "full_text", "fulltext", "story", "notes", "description"),
    "title": ("headline", "subject"),
    "published_at": ("date", "published", "publication_date", "event_date", "time"),
    "publisher": ("source", "outlet"),
    "url": ("link", "uri"),
    "language": ("lang",),
}  # what other programs call our fields, by which a mistyped column is guessed
_SAMPLE = 20  # rows that are looked at to find the column of texts
_DELIMITERS = ",;\t|"
_LARGEST_CELL = 1 << 30  # csv's own limit of 131,072 characters is shorter than a long report


def read(source: Source, columns: Mapping[str, str]) -> Iterator[Draft | IngestError]:
    """Yield one draft a row, streaming. A row that does not fit the header is named with its line."""
    csv.field_size_limit(_LARGEST_CELL)
    encoding = _encoding(source)
    with source.open() as raw, io.TextIOWrapper(raw, encoding=encoding, newline="") as stream:
        first = stream.readline()
        if encoding != "utf-8-sig":
            first = first.removeprefix("\ufeff")
        delimiter = "\t" if source.suffix == ".tsv" else max(_DELIMITERS, key=lambda d: _outside_quotes(first).count(d))
        lines = _Lines(first, stream)
        rows = csv.reader(lines, delimiter=delimiter, strict=False)
        header = [cell.strip() for cell in next(rows, [])]
        where = _positions(header, columns, source.name, sample=partial(_prose, rows, header))
        line = 1
        while True:
            begin, line = line, rows.line_num + 1
            try:
                row = next(rows)
            except StopIteration:
                if lines.quotes % 2 and rows.line_num > begin:
                    yield IngestError(
                        f"{source.name}:{begin}: a quotation mark opened in this row is never closed, so that the lines "
                        "up to the end of the file were taken for its text; close it or double it"
                    )
                return
            except csv.Error as e:
                yield IngestError(f"{source.name}:{line}: not a row of CSV ({e}); the row is left out")
                continue
            if not any(cell.strip() for cell in row):
                continue
            place = f"{source.name}:{line}"
            if all(cell.startswith("#") for cell in row if cell):  # the tag row of a HXL table
                continue
            if len(row) != len(header):
                yield IngestError(
                    f"{place}: {len(row)} cells under {len(header)} columns; the row is left out. "
                    f"Put quotation marks around a cell with {delimiter!r} or a quotation mark in it"
                )
                continue
            cells = {field: row[i] for field, i in where.items()}
            yield Draft(
                place=place,
                text=cells.get("text"),
                id=cells.get("id"),
                title=cells.get("title"),
                publisher=cells.get("publisher"),
                kind=cells.get("kind"),
                url=cells.get("url"),
                language=cells.get("language"),
                published=cells.get("published_at"),
                retrieved=cells.get("retrieved_at"),
                status=cells.get("status"),
                corrects=cells.get("corrects"),
            )


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


class _Lines:
    """The lines of a table; counts quotation marks, because csv reads to the end after one that is never closed."""

    def __init__(self, first: str, rest: Iterator[str]) -> None:
        self.quotes = 0
        self._lines = chain((first,), rest)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.quotes += line.count('"')
        return line


def _prose(rows: Iterator[list[str]], header: list[str]) -> dict[str, int]:
    """Return how many characters of prose each column holds in the first rows, the longest first."""
    total = dict.fromkeys(header, 0)
    with suppress(csv.Error):
        for row in islice(rows, _SAMPLE):
            for name, cell in zip(header, row, strict=False):
                total[name] += len(cell) if " " in cell.strip() else 0
    return {name: total[name] for name in sorted(header, key=lambda name: -total[name]) if total[name]}


def _positions(
    header: list[str], columns: Mapping[str, str], name: str, *, sample: Callable[[], Mapping[str, int]]
) -> dict[str, int]:
    """Return the column of each field. Raises IngestError when the text's column, or one that was asked for, is missing."""
    lower = [cell.lower() for cell in header]
    where: dict[str, int] = {}
    for field in _FIELDS:
        wanted = columns.get(field, field)
        if wanted.lower() in lower:
            where[field] = header.index(wanted) if wanted in header else lower.index(wanted.lower())
        elif field in columns or field == "text":
            near = get_close_matches(wanted.lower(), lower, 1, 0.75)
            if field == "text" and (prose := sample()):
                longest = next(iter(prose))
                # A column of dates may be spelt like what was asked for, but is not what anybody wants coded.
                if not near or 4 * prose.get(header[lower.index(near[0])], 0) < prose[longest]:
                    near = [longest.lower()]
            near = near or [c for c in lower if c in _USUAL.get(field, ())]
            likely = header[lower.index(near[0])] if near else None
            hint = f"--column {shlex.quote(field + '=' + (likely or 'NAME'))}"
            raise IngestError(f"{name}:1: no column {wanted!r}; it has {', '.join(header[:20])}. Name the right one with {hint}")
    return where


def _encoding(source: Source) -> str:
    """Decide on the whole file without holding it: one pass for UTF-8, a look at its non-ASCII lines otherwise."""
    with source.open() as stream:
        head = stream.read(4096)
        for mark, encoding in BYTE_ORDER_MARKS:
            if head.startswith(mark):
                return "utf-8-sig" if encoding == "utf-8" else encoding.removesuffix("-le").removesuffix("-be")
        if b"\x00" in head:
            decode(head[: len(head) // 4 * 4], source.name)
            return "utf-16-le" if head[1::2].count(0) > head[0::2].count(0) else "utf-16-be"
    with source.open() as stream:
        if _is_utf8(stream):
            return "utf-8"
    with source.open() as stream:
        return guess(b"".join(line for line in stream if not line.isascii()), source.name)


def _is_utf8(stream: BinaryIO) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        while chunk := stream.read(1 << 20):
            decoder.decode(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
