"""Where a run writes: looked at before any work is done, so that an hour of coding does not end in "permission denied"."""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from claimwire.errors import StoreError

STANDARD_OUTPUT = Path("-")


@dataclass(frozen=True, kw_only=True)
class Destinations:
    """The outputs of one run. ``readings`` may be ``STANDARD_OUTPUT``; the others are files, and ``tables`` a folder."""

    readings: Path | None
    db: Path | None
    tables: Path | None
    page: Path | None
    _made: list[Path] = field(default_factory=list)  # folders that were not there before

    @classmethod
    def choose(cls, out: Path, *, readings: Path | None, db: Path | None, tables: Path | None, page: Path | None) -> Destinations:
        """Return the outputs that were named, or all four below ``out`` when none was."""
        if readings is None and db is None and tables is None and page is None:
            return cls(readings=out / "readings.jsonl", db=out / "claims.db", tables=out / "tables", page=out / "claims.html")
        return cls(readings=readings, db=db, tables=tables, page=page)

    @property
    def streamed(self) -> bool:
        """True when readings go to standard output, which then holds nothing else."""
        return self.readings == STANDARD_OUTPUT

    @cached_property
    def work(self) -> Path:
        """The database that the run goes through, which makes a killed run go on.

        The user's own, or one beside the first output until that is written; a pipe has no such place.
        """
        if self._first is None:
            return Path(tempfile.mkdtemp(prefix="claimwire-")) / "work.db"
        return self.db or self._first.with_name(self._first.name + ".partial.db")

    @property
    def problems(self) -> Path | None:
        """The file for problems that are too many to print; None when no output is a file."""
        return self._first.with_name(self._first.stem + ".problems.txt") if self._first is not None else None

    @property
    def _first(self) -> Path | None:
        every = (self.readings, self.db, self.page, self.tables)
        return next((p for p in every if p is not None and p != STANDARD_OUTPUT), None)

    def check(self) -> None:
        """Make the folders and try to write in each. Raises StoreError naming the path and the remedy."""
        readings = None if self.streamed else self.readings
        named = ((readings, "readings.jsonl"), (self.db, "claims.db"), (self.page, "claims.html"))
        for path, name in named:
            if path is not None and path.is_dir():
                raise StoreError(f"{path}: is a folder; name a file in it, for example {path / name}")
        files = [p for p, _ in named if p is not None]
        if self.tables is not None and self.tables.exists() and not self.tables.is_dir():
            raise StoreError(f"{self.tables}: is a file; tables need a folder")
        for folder in {p.parent for p in (*files, self.work)} | ({self.tables} if self.tables else set()):
            self._made.extend(p for p in (folder, *folder.parents) if not p.exists())
            _try(folder)
        for path in files:
            if path.exists() and not os.access(path, os.W_OK):
                raise StoreError(f"{path}: may not be written; check its permissions or name another file")

    def forget_work(self) -> None:
        """Remove the database that nobody asked for, once all outputs are written."""
        if self.db is None:
            for suffix in ("", "-wal", "-shm"):
                self.work.with_name(self.work.name + suffix).unlink(missing_ok=True)

    def tidy(self) -> None:
        """Remove the folders that ``check`` made and in which nothing was written; nobody can go on with a pipe's database."""
        if self._first is None:
            shutil.rmtree(self.work.parent, ignore_errors=True)
        for folder in sorted(set(self._made), key=lambda p: -len(p.parts)):
            with suppress(OSError):  # it holds something: that is what it was made for
                folder.rmdir()


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
