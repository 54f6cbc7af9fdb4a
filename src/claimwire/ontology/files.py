"""Reads the ontology's tables: ours, then a user's directory over them, file by file.

A user's file of the same name is merged row by row by its first column; a row whose first column is ``-ID`` removes
an entry; ``X.replace.csv`` (or ``.yaml``) stands in for ``X`` altogether. Files whose name begins with a table's name
and an underscore belong to the table too: ``cues_speech.csv`` adds to ``cues``.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, repeat
from pathlib import Path

import yaml

from claimwire.errors import OntologyError

_LISTED = 30  # names that an error lists when none is near; actors are thousands
SHIPPED = Path(__file__).parent / "data"
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C parser is ten times faster; not every wheel has it


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something wrong in one file, with the place and what to do about it."""

    file: str
    line: int | None
    key: str | None
    message: str

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        return f"{place}: {self.key}: {self.message}" if self.key else f"{place}: {self.message}"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table: its cells by column, and where it stands."""

    cells: Mapping[str, str]
    file: str
    line: int


def near(value: str, known: Iterable[str]) -> str:
    """Return ``; did you mean 'x'?`` for the nearest of ``known``, or a list of what is allowed when nothing is near.

    Capitals do not matter: who writes ``gov`` means ``GOV``.
    """
    options = {option.lower(): option for option in known}
    close = get_close_matches(value.lower(), options, n=1, cutoff=0.6)
    if close:
        return f"; did you mean {options[close[0]]!r}?"
    return f"; known: {', '.join(sorted(options.values()))}" if len(options) <= _LISTED else ""


def _belongs(stem: str, table: str) -> bool:
    return stem == table or stem.startswith(table + "_")


class Directory:
    """The files of our data with a user's directory over them, and every byte that was read, for the version."""

    def __init__(self, user: Path | None) -> None:
        if user is not None and not user.is_dir():
            raise OntologyError(f"{user}: no such directory; give one that holds triggers.csv, words.yaml or another table")
        self.user = user
        self.problems: list[Problem] = []
        self._hash = hashlib.sha256()

    def version(self) -> str:
        """SHA-256 over names and bytes of the files read so far, in reading order."""
        return self._hash.hexdigest()[:16]

    def table(self, name: str, columns: tuple[str, ...]) -> list[Row]:
        """Return the merged rows of ``name``.csv and ``name``_*.csv; the first of ``columns`` is the id.

        A user's new rows stand before ours, so that a sense which they add wins over the ones that we ship.
        """
        replaced = self._replacement(name, ".csv")
        merged: dict[str, Row] = {}
        for path in [replaced] if replaced else self._parts(SHIPPED, name, ".csv"):
            for row in self._rows(path, columns):
                key = row.cells[columns[0]]
                if key in merged:
                    self._problem(row, columns[0], f"{key!r} is already in {merged[key].file}:{merged[key].line}; ids are unique")
                merged[key] = row
        if self.user is None or replaced:
            return list(merged.values())
        added: dict[str, Row] = {}
        for path in self._parts(self.user, name, ".csv"):
            for row in self._rows(path, columns):
                key = row.cells[columns[0]]
                if key.startswith("-"):
                    if merged.pop(key[1:], None) is None:
                        self._problem(row, columns[0], f"nothing to remove under {key[1:]!r}{near(key[1:], merged)}")
                elif key in merged:
                    merged[key] = row
                elif key in added:
                    self._problem(row, columns[0], f"{key!r} is already in {added[key].file}:{added[key].line}; ids are unique")
                else:
                    added[key] = row
        return [*added.values(), *merged.values()]

    def mapping(self, name: str) -> list[tuple[str, dict[str, object]]]:
        """Return ``(file, top-level mapping)`` of ``name``.yaml: ours, then the user's; one only when it was replaced."""
        replaced = self._replacement(name, ".yaml")
        paths = [replaced] if replaced else self._parts(SHIPPED, name, ".yaml")
        if self.user is not None and not replaced:
            paths += self._parts(self.user, name, ".yaml")
        return [(str(path), self._yaml(path)) for path in paths]

    def unknown(self, names: Mapping[str, str], *, elsewhere: Mapping[str, str]) -> None:
        """Report the user's files that no table of ``names`` (name to suffix) would read: they would be silently ignored.

        ``elsewhere`` says where tables that are not read from here belong.
        """
        if self.user is None:
            return
        known = [f"{n}{s}" for n, s in names.items()]
        for path in sorted(self.user.iterdir()):
            stem = path.stem.removesuffix(".replace")
            if path.suffix not in {".csv", ".yaml", ".yml"}:
                continue
            if not any(path.suffix == s and _belongs(stem, n) for n, s in names.items()):
                told = next((message for n, message in elsewhere.items() if _belongs(stem, n)), None)
                message = (told or f"no such table{near(path.name, known)}").replace("FILE", path.name)
                self.problems.append(Problem(file=str(path), line=None, key=None, message=message))

    def _problem(self, row: Row, key: str, message: str) -> None:
        self.problems.append(Problem(file=row.file, line=row.line, key=key, message=message))

    def _replacement(self, name: str, suffix: str) -> Path | None:
        path = self.user / f"{name}.replace{suffix}" if self.user else None
        return path if path and path.is_file() else None

    @staticmethod
    def _parts(folder: Path, name: str, suffix: str) -> list[Path]:
        whole = folder / f"{name}{suffix}"
        parts = sorted(p for p in folder.glob(f"{name}_*{suffix}") if not p.stem.endswith(".replace"))
        return ([whole] if whole.is_file() else []) + parts

    def _text(self, path: Path) -> str | None:
        try:
            data = path.read_bytes()
        except OSError as e:
            raise OntologyError(f"{path}: cannot be read ({e.strerror})") from e
        self._hash.update(path.name.encode() + b"\0" + data + b"\0")
        try:
            return data.decode("utf-8-sig")
        except UnicodeDecodeError as e:
            line = data.count(b"\n", 0, e.start) + 1
            self.problems.append(Problem(file=str(path), line=line, key=None, message="not UTF-8; save the file as UTF-8"))
            return None

    def _rows(self, path: Path, columns: tuple[str, ...]) -> list[Row]:
        text, file = self._text(path), str(path)
        if text is None:
            return []
        reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        rows: list[Row] = []
        try:
            header = [h.strip() for h in next(reader, [])]
            for column in header:
                if column not in columns:
                    message = f"unknown column{near(column, columns)}"
                    self.problems.append(Problem(file=file, line=1, key=column, message=message))
            if columns[0] not in header:
                message = f"the column is missing; the first line names the columns: {', '.join(columns)}"
                self.problems.append(Problem(file=file, line=1, key=columns[0], message=message))
                return []
            names = [*header, *(c for c in columns if c not in header)]
            width = len(header)
            for cells in reader:
                if not any(cells) or cells[0].startswith("#"):
                    continue
                if len(cells) > width:
                    message = f"{len(cells)} cells under {width} columns; quote a cell that holds a comma"
                    self.problems.append(Problem(file=file, line=reader.line_num, key=cells[0], message=message))
                    continue
                row = Row(dict(zip(names, chain(map(str.strip, cells), repeat("")), strict=False)), file, reader.line_num)
                if not row.cells[columns[0]]:
                    self._problem(row, columns[0], "empty; every row has an id")
                    continue
                rows.append(row)
        except csv.Error as e:
            self.problems.append(Problem(file=file, line=reader.line_num, key=None, message=f"not CSV: {e}"))
        return rows

    def _yaml(self, path: Path) -> dict[str, object]:
        text, file = self._text(path), str(path)
        if text is None:
            return {}
        try:
            data = yaml.load(text, Loader=_Loader)
        except yaml.YAMLError as e:
            mark = getattr(e, "problem_mark", None)
            message = f"not YAML: {getattr(e, 'problem', None) or e}"
            self.problems.append(Problem(file=file, line=mark.line + 1 if mark else None, key=None, message=message))
            return {}
        if data is None:
            return {}
        if not isinstance(data, dict) or not all(isinstance(k, str) for k in data):
            self.problems.append(Problem(file=file, line=1, key=None, message="must be names, each with a colon and its value"))
            return {}
        return data
