"""Turns GeoNames dumps, CSV files and p-code tables into one gazetteer file: the places of the countries that a user works on.

Read are country dumps and allCountries (``SY.txt``, also gzipped or zipped; 19 columns), ``admin1CodesASCII.txt`` and
``admin2Codes.txt``, ``countryInfo.txt``, ``alternateNames.txt`` or ``alternateNamesV2.txt``, CSV with at least name, latitude,
longitude, and OCHA's tables of administrative units. They may come in any order. The file is written beside its final name
and moved there when it is whole.
"""

from __future__ import annotations

import csv
import hashlib
import os
import sqlite3
import tempfile
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from claimwire.errors import GazetteerError
from claimwire.resolve.gazetteer import Progress, country_adjectives, country_codes
from claimwire.resolve.gazetteer_db import add_names, create, finish, insert
from claimwire.resolve.gazetteer_pcodes import PcodeTables, is_pcode_table
from claimwire.resolve.gazetteer_sources import (
    FIELDS,
    Problems,
    Tables,
    alternate_names,
    csv_rows,
    dump_rows,
    open_text,
    read_table,
)

_IGNORED = ("featurecodes", "readme", "license", "timezones", "iso-languagecodes", "hierarchy")
_PLACES = frozenset({"dump", "csv", "pcodes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import read: places and names in the file, rows left out and the first of them, how long it took, which files."""

    path: Path
    places: int
    names: int
    seconds: float
    files: tuple[str, ...]
    left_out: int = 0
    problems: tuple[str, ...] = ()

    @property
    def rate(self) -> float | None:
        """Places per second, None when it was too quick to tell."""
        return self.places / self.seconds if self.seconds > 0 else None


def import_gazetteer(
    files: Sequence[Path], out: Path, *, columns: Mapping[str, str] | None = None, progress: Progress | None = None
) -> Imported:
    """Build ``out`` from the files. ``progress`` is told places so far and the estimated total, if that can be told.

    ``columns`` says which column of the CSV files holds a field of another name. Rows that cannot be read are left out and
    named; a file without a row that can be read, or without a column that it needs, stops the import (GazetteerError). A
    gazetteer that is there already stays until the new one is whole.
    """
    start = time.monotonic()
    columns = dict(columns or {})
    for name in columns:
        if name not in FIELDS:
            raise GazetteerError(f"--column {name}: no such field of a place; there are {', '.join(FIELDS)}")
    kinds = [(path, _kind(path)) for path in files]
    if not any(kind in _PLACES for _, kind in kinds):
        raise GazetteerError(
            f"{', '.join(map(str, files)) or 'no file'}: no country dump or CSV among them; give at least one, like SY.txt.gz"
        )
    tables, problems = Tables(countries=dict(country_codes())), Problems()
    for path, kind in kinds:
        if kind in {"admin1", "admin2", "countries"}:
            read_table(path, kind, tables, problems)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=out.name, suffix=".part", dir=out.parent)
    except OSError as e:
        raise GazetteerError(f"{out}: cannot be written ({e.strerror}); choose another file with --out") from e
    os.close(handle)
    building = Path(temporary)
    building.unlink()
    try:
        db = create(building)
        try:
            _fill(db, kinds, tables, problems, columns=columns, progress=progress)
            finish(db, searches=True, meta={f"source:{path.name}": _sha256(path) for path, _ in kinds})
        finally:
            db.close()
        places, names = _counts(building)
        if not places:
            raise GazetteerError("; ".join(["no place in the files", *problems.shown[:1]]))
        building.replace(out)
    except sqlite3.OperationalError as e:  # a full disk
        raise GazetteerError(f"{out}: cannot be written ({e}); choose another file with --out") from e
    finally:
        building.unlink(missing_ok=True)
    if progress:
        progress(places, places)
    return Imported(
        path=out, places=places, names=names, seconds=time.monotonic() - start, files=tuple(p.name for p in files),
        left_out=problems.count, problems=tuple(problems.shown),
    )  # fmt: skip


def _fill(
    db: sqlite3.Connection,
    kinds: Sequence[tuple[Path, str]],
    tables: Tables,
    problems: Problems,
    *,
    columns: Mapping[str, str],
    progress: Progress | None,
) -> None:
    sizes = sum(path.stat().st_size for path, kind in kinds if kind in _PLACES)
    behind, before = 0, 0
    units = PcodeTables()
    for path, kind in kinds:
        if kind not in _PLACES:
            continue
        with open_text(path) as (stream, position):
            if kind == "pcodes":
                units.read(path, stream, tables, problems)
            else:
                rows = (
                    dump_rows(path, stream, tables, problems, adjectives=country_adjectives())
                    if kind == "dump"
                    else csv_rows(path, stream, tables, problems, columns=columns)
                )
                done = 0
                for done in insert(db, rows):
                    read = behind + position()
                    if progress:
                        total = max(before + done, round((before + done) * sizes / read)) if read else None
                        progress(before + done, total)
                before += done
        behind += path.stat().st_size
    for _ in insert(db, units.rows()):
        pass
    for path, kind in kinds:
        if kind == "alternates":
            known = {
                target.removeprefix("geonames:"): (number, country)
                for number, target, country in db.execute(
                    "SELECT id, target, country FROM place WHERE target LIKE 'geonames:%' ORDER BY id DESC"
                )
            }
            with open_text(path) as (stream, _):
                add_names(db, alternate_names(path, stream, problems, known=known))


def _counts(path: Path) -> tuple[int, int]:
    db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)
    try:
        places, names = db.execute("SELECT (SELECT count(*) FROM place), (SELECT count(*) FROM name)").fetchone()
        return int(places), int(names)
    finally:
        db.close()


def _kind(path: Path) -> str:
    """Tell by its name what a file holds, as GeoNames names its files, and by its header which kind of CSV it is."""
    name = path.name.lower()
    if not path.is_file():
        raise GazetteerError(f"{path}: no such file")
    for prefix, kind in (
        ("admin1codes", "admin1"),
        ("admin2codes", "admin2"),
        ("countryinfo", "countries"),
        ("alternatenames", "alternates"),
    ):
        if name.startswith(prefix):
            return kind
    if name.startswith(_IGNORED):
        return "ignored"
    if name.endswith((".csv", ".csv.gz", ".csv.zip")):
        with open_text(path) as (stream, _):
            return "pcodes" if is_pcode_table(next(csv.reader(stream), ())) else "csv"
    if name.endswith((".txt", ".txt.gz", ".zip")):
        return "dump"
    raise GazetteerError(f"{path}: neither a GeoNames dump (.txt, .txt.gz, .zip) nor a CSV file (.csv)")


def _sha256(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()
