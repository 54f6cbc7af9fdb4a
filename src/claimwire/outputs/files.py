"""Files that appear whole or not at all, each beside a notice on what it may be used for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from claimwire.errors import StoreError

NOTICE = """\
Made by claimwire from published reports.

What this is
  Claims: what a report says that somebody says happened. A claim is not a fact, an event is a group of claims, and a
  status such as "corroborated" counts independent origins; it does not verify anything. The extraction is automatic and
  makes mistakes: before you rely on a row, read the words that it points at.

What it is for
  Accountability, research, humanitarian work and the monitoring of agreements.
  Never for targeting: not for choosing, locating or tracking any person, place or convoy to be attacked or arrested.
  Places are as vague as the report and the gazetteer leave them; radius_km is part of the value, not decoration.

Licences
  The words of a report belong to its publisher; quote them as the law on quotation allows.
  Coordinates and names of places with the prefix "geonames:" are from GeoNames (https://www.geonames.org), CC BY 4.0.
  The rest of this output is yours, under the condition that you say where it comes from when you publish it.
"""


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a path to write to, and move it to ``path`` when the block ends well; a failed write leaves the older file.

    Raises StoreError, naming path and remedy, when the system refuses.
    """
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield partial
        partial.replace(path)
    except OSError as e:
        raise StoreError(f"{path}: cannot be written ({e.strerror or e}); check its folder's permissions and free space") from e
    finally:
        with suppress(OSError):  # the folder itself is gone or not writable: the error above already says so
            partial.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> Path:
    """Write a text file whole."""
    with whole_file(path) as partial:
        partial.write_text(text, encoding="utf-8", errors="backslashreplace")
    return path


def write_notice(folder: Path) -> Path:
    """Write the notice on meaning, use and licences."""
    return write_text(folder / "README-NOTICE.txt", NOTICE)
