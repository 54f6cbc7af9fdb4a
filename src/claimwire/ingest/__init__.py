"""From files to reports: the first room. Its door is ``read``.

Where to look
    inputs.py    what the user typed (files, folders, globs, ``-``) -> ``Source``s, gunzipped, kind told by content and name
    decoding.py  bytes -> characters: UTF-8, UTF-16, cp1252, cp1251; binary files are refused
    draft.py     ``Draft``: one text as a format gives it, and how it becomes a ``Report`` (ids, dates, languages)
    dates.py     a date as outlets write it -> ISO 8601, or None when it does not name one day
    markup.py    a piece of HTML inside a record -> text, paragraph by paragraph
    pages.py     plain text files and HTML pages (trafilatura)
    jsons.py     JSON and JSON Lines: our records, readings, ninjs 1-3, ReliefWeb
    tables.py    CSV and TSV, with a column mapping
    feeds.py     RSS and Atom files
    newsml.py    NewsML-G2
    warc.py      web archives
    problems.py  the errors and notes that ``on_error`` receives

Each format is a generator over one source that yields ``Draft``s and ``IngestError``s in file order: a bad record is
named and the next one is read. The text of a record is stored exactly as given, line ends included, because offsets
of annotations made elsewhere point into it; only NUL and lone surrogates, which no database takes, are replaced,
one character for one, and noted.
"""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing

from claimwire.errors import IngestError
from claimwire.ingest.dates import to_iso
from claimwire.ingest.draft import Draft, to_report
from claimwire.ingest.inputs import Kind, Source, expand
from claimwire.ingest.problems import IngestNote
from claimwire.records import Report

__all__ = ["IngestNote", "read"]


def read(
    inputs: Sequence[str],
    *,
    published: str | None = None,
    publisher: str | None = None,
    columns: Mapping[str, str] | None = None,
    on_error: Callable[[IngestError], None],
) -> Iterator[Report]:
    """Read reports from files, folders, globs and ``-`` (standard input), in order, one at a time.

    ``published`` and ``publisher`` fill what an input does not say itself; ``columns`` maps our fields to the names
    of an input's columns or keys (``{"text": "body"}``). What cannot be read is handed to ``on_error`` and the rest
    goes on; an ``IngestNote`` there (``.warning`` is True) means that the report was read, with something left out.
    Raises IngestError at once when ``published`` is not a date.
    """
    date = None
    if published is not None and (date := to_iso(published)) is None:
        raise IngestError(f"publication date {published!r} does not name one day; write it as 2016-05-27")
    return _read(inputs, published=date, publisher=publisher, columns=columns or {}, on_error=on_error)


def _read(
    inputs: Sequence[str],
    *,
    published: str | None,
    publisher: str | None,
    columns: Mapping[str, str],
    on_error: Callable[[IngestError], None],
) -> Iterator[Report]:
    seen: dict[str, tuple[str, str]] = {}  # report id -> digest of its text, place where it was read
    for source in expand(inputs):
        if isinstance(source, IngestError):
            on_error(source)
            continue
        with closing(source):
            for item in _drafts(source, columns):
                if isinstance(item, IngestError):
                    on_error(item)
                    continue
                outcome = to_report(item, published=published, publisher=publisher, on_note=on_error)
                if isinstance(outcome, Report):
                    outcome = _once(outcome, item.place, seen)
                if isinstance(outcome, Report):
                    yield outcome
                else:
                    on_error(outcome)


def _once(report: Report, place: str, seen: dict[str, tuple[str, str]]) -> Report | IngestError:
    """Return the report when its id is new, and remember it; a note on a copy, an error on another text of that id."""
    earlier = seen.setdefault(report.id, (report.sha256, place))
    if earlier[1] == place:
        return report
    if earlier[0] == report.sha256:
        return IngestNote(f"{place}: report {report.id!r} was read already at {earlier[1]}; the copy is left out")
    return IngestError(
        f"{place}: report {report.id!r} has another text at {earlier[1]}; only that one is read. Give each text an id of its own"
    )


def _drafts(source: Source, columns: Mapping[str, str]) -> Iterator[Draft | IngestError]:
    """Yield what one source holds. What breaks in the middle of it (a cut gzip file, a bad disk) ends this source only."""
    position = 0
    try:
        for item in _reader(source, columns):
            yield item
            position += 1
        if position == 0:
            yield IngestError(f"{source.name}: holds no record; nothing to read")
    except IngestError as e:
        yield e
    except (EOFError, zlib.error) as e:
        yield IngestError(
            f"{source.name}: the compressed file is cut off or damaged after {position} record(s), which were kept ({e}); "
            "fetch it again"
        )
    except UnicodeDecodeError as e:
        yield IngestError(f"{source.name}: not {e.encoding} after {position} record(s), which were kept; save it as UTF-8")
    except OSError as e:
        kept = f" after {position} record(s), which were kept" if position else ""
        damaged = "damaged gzip data: " if isinstance(e, gzip.BadGzipFile) else ""
        yield IngestError(f"{source.name}: cannot be read{kept}: {damaged}{e.strerror or e}")


def _reader(source: Source, columns: Mapping[str, str]) -> Iterator[Draft | IngestError]:
    """Open the source with the reader for its kind; third-party parsers are loaded only when a file needs them."""
    match source.kind(columns):
        case Kind.LINES | Kind.JSON as kind:
            from claimwire.ingest import jsons

            return jsons.read_lines(source, columns) if kind is Kind.LINES else jsons.read(source, columns)
        case Kind.TABLE:
            from claimwire.ingest import tables

            return tables.read(source, columns)
        case Kind.FEED:
            from claimwire.ingest import feeds

            return feeds.read(source)
        case Kind.NEWSML:
            from claimwire.ingest import newsml

            return newsml.read(source)
        case Kind.WARC:
            from claimwire.ingest import warc

            return warc.read(source)
        case Kind.HTML:
            from claimwire.ingest import pages

            return pages.read_html(source)
        case Kind.TEXT:
            from claimwire.ingest import pages

            return pages.read_text(source)
