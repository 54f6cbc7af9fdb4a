"""Where a run writes: looked at before any work is done, so that an hour of coding does not end in "permission denied"."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from claimwire.errors import StoreError


@dataclass(frozen=True, slots=True, kw_only=True)
class Destinations:
    """The outputs of one run. ``work`` is the database that the run goes through; it is ``db`` when one was asked for."""

    readings: Path | None
    db: Path | None
    tables: Path | None
    page: Path | None

    @classmethod
    def choose(cls, out: Path, *, readings: Path | None, db: Path | None, tables: Path | None, page: Path | None) -> Destinations:
        """Return the outputs that were named, or all four below ``out`` when none was."""
        if readings is None and db is None and tables is None and page is None:
            return cls(readings=out / "readings.jsonl", db=out / "claims.db", tables=out / "tables", page=out / "claims.html")
        return cls(readings=readings, db=db, tables=tables, page=page)

    @property
    def work(self) -> Path:
        """The database that makes a killed run go on: the user's own, or one beside the first output until that is written."""
        return self.db or self._first.with_name(self._first.name + ".partial.db")

    @property
    def problems(self) -> Path:
        """The file for problems that are too many to print."""
        return self._first.with_name(self._first.stem + ".problems.txt")

    @property
    def _first(self) -> Path:
        return next(p for p in (self.readings, self.db, self.page, self.tables) if p is not None)

    def check(self) -> None:
        """Make the folders and try to write in each. Raises StoreError naming the path and the remedy."""
        named = ((self.readings, "readings.jsonl"), (self.db, "claims.db"), (self.page, "claims.html"))
        for path, name in named:
            if path is not None and path.is_dir():
                raise StoreError(f"{path}: is a folder; name a file in it, for example {path / name}")
        files = [p for p, _ in named if p is not None]
        if self.tables is not None and self.tables.exists() and not self.tables.is_dir():
            raise StoreError(f"{self.tables}: is a file; tables need a folder")
        for folder in {p.parent for p in (*files, self.work)} | ({self.tables} if self.tables else set()):
            _try(folder)
        for path in files:
            if path.exists() and not os.access(path, os.W_OK):
                raise StoreError(f"{path}: may not be written; check its permissions or name another file")

    def forget_work(self) -> None:
        """Remove the database that nobody asked for, once all outputs are written."""
        if self.db is None:
            for suffix in ("", "-wal", "-shm"):
                self.work.with_name(self.work.name + suffix).unlink(missing_ok=True)


def _try(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except FileExistsError as e:
        raise StoreError(f"{folder}: is a file; name a folder") from e
    except NotADirectoryError as e:
        raise StoreError(f"{folder}: a part of this path is a file; name a folder") from e
    except OSError as e:
        raise StoreError(f"{folder}: cannot be written ({e.strerror}); check its permissions or name another folder") from e
