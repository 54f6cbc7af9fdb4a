"""Lists of actors that others keep, read as entries of ours: CSV, Phoenix dictionaries of PETRARCH, FollowTheMoney entities."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper
from pathlib import Path
from typing import IO, cast

from claimwire.errors import OntologyError
from claimwire.ontology.model import ActorEntry
from claimwire.resolve import actor_csv, actor_ftm, actor_phoenix
from claimwire.resolve.actor_list import Held
from claimwire.resolve.actor_rows import Reading

FORMATS = ("csv", "phoenix", "ftm")


def format_of(path: Path) -> str:
    """Tell a file's format by its name and first line. Raises OntologyError when it cannot be told."""
    name = path.name.lower().removesuffix(".gz")
    if name.endswith((".csv", ".tsv")):
        return "csv"
    with opened(path) as (lines, _):
        first = next((line for line in lines if line.strip()), "")
    if first.lstrip().startswith("{"):
        return "ftm" if '"schema"' in first else "phoenix"
    if name.endswith((".txt", ".actors", ".phoenix")) or re.match(r"[A-Z][A-Z0-9_&'. -]+(\[|$|\s*[;#])", first):
        return "phoenix"
    raise OntologyError(f"{path}: cannot be told apart by its name; say --format csv, phoenix or ftm")


@contextmanager
def opened(path: Path) -> Iterator[tuple[TextIOWrapper, Callable[[], int]]]:
    """Open a text file, gzipped or not, with a function that says how many bytes of the file have been read."""
    try:
        raw: IO[bytes] = path.open("rb")
    except OSError as e:
        raise OntologyError(f"{path}: cannot be read ({e.strerror})") from e
    with raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        stream = cast(IO[bytes], gzip.GzipFile(fileobj=raw)) if packed else raw
        try:
            yield TextIOWrapper(stream, encoding="utf-8-sig", newline=""), raw.tell
        except UnicodeDecodeError as e:
            raise OntologyError(f"{path}: not UTF-8 ({e.reason} near byte {e.start}); save the file as UTF-8") from e
        except (gzip.BadGzipFile, EOFError) as e:
            raise OntologyError(f"{path}: a damaged gzip file ({e}); fetch it again") from e


def read(path: Path, how: Reading, *, kind: str | None = None) -> Iterator[ActorEntry | Held]:
    """Yield the actors of a file one by one. A line that cannot be used is told with file, line and remedy; the rest goes on.

    Raises OntologyError when the file as a whole cannot be read.
    """
    kind = kind or format_of(path)
    reader: Callable[[Path, TextIOWrapper, Reading], Iterator[ActorEntry | Held]]
    reader = {"csv": actor_csv.records, "phoenix": actor_phoenix.records, "ftm": actor_ftm.records}[kind]
    size = path.stat().st_size if path.exists() else 0
    with opened(path) as (lines, position):
        for n, entry in enumerate(reader(path, lines, how), 1):
            if n % 500 == 0:
                at = position()
                how.progress(n, max(n, round(n * size / at)) if at else None)
            yield entry
