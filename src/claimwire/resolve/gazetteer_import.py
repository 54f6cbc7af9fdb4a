"""Turns GeoNames dumps and CSV files into one gazetteer file: a full list of places for the countries that a user works on.

Read are country dumps (``SY.txt``, also gzipped or zipped; 19 columns), ``admin1CodesASCII.txt`` and ``admin2Codes.txt``,
``countryInfo.txt``, ``alternateNames.txt`` or ``alternateNamesV2.txt``, and CSV with at least name, latitude, longitude.
The tables may come in any order. The file is written beside its final name and moved there when it is whole.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import os
import sqlite3
import tempfile
import time
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from claimwire.errors import GazetteerError
from claimwire.records import digest
from claimwire.resolve.gazetteer import Progress, country_adjectives, country_codes, finish
from claimwire.resolve.gazetteer_db import ALTERNATE, Row, create, insert
from claimwire.resolve.place_names import fold, is_code

_DUMP_COLUMNS = 19
_IGNORED = ("featurecodes", "readme", "license", "timezones", "iso-languagecodes", "hierarchy")
_NAME_TYPES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import read: places and names in the file, how long it took, and which files they came from."""

    path: Path
    places: int
    names: int
    seconds: float
    files: tuple[str, ...]

    @property
    def rate(self) -> float | None:
        """Places per second, None when it was too quick to tell."""
        return self.places / self.seconds if self.seconds > 0 else None


@dataclass(slots=True)
class _Tables:
    """Names of provinces and districts by GeoNames code, and alpha-3 codes of countries."""

    admin1: dict[str, str] = field(default_factory=dict)
    admin2: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)


def import_gazetteer(files: Sequence[Path], out: Path, *, progress: Progress | None = None) -> Imported:
    """Build ``out`` from the files. ``progress`` is told places so far and the estimated total, if that can be told.

    A line that is not what its file should hold stops the import with file, line and remedy (GazetteerError); nothing is
    left at ``out`` then. A gazetteer that is there already is replaced.
    """
    start = time.monotonic()
    kinds = [(path, _kind(path)) for path in files]
    if not any(kind in {"dump", "csv"} for _, kind in kinds):
        raise GazetteerError(
            f"{', '.join(map(str, files)) or 'no file'}: no country dump or CSV among them; give at least one, like SY.txt.gz"
        )
    tables = _Tables(countries=dict(country_codes()))
    for path, kind in kinds:
        if kind in {"admin1", "admin2", "countries"}:
            _read_table(path, kind, tables)
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
            places = _fill(db, kinds, tables, progress)
            names = int(next(db.execute("SELECT count(*) FROM name"))[0])
            _index(db)
            sources = {path.name: _sha256(path) for path, _ in kinds}
            db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [(f"source:{n}", d) for n, d in sources.items()])
            finish(db)
        finally:
            db.close()
        building.replace(out)
    finally:
        building.unlink(missing_ok=True)
    return Imported(path=out, places=places, names=names, seconds=time.monotonic() - start, files=tuple(p.name for p in files))


def _fill(db: sqlite3.Connection, kinds: Sequence[tuple[Path, str]], tables: _Tables, progress: Progress | None) -> int:
    sizes = sum(path.stat().st_size for path, kind in kinds if kind in {"dump", "csv"})
    behind, before = 0, 0
    for path, kind in kinds:
        if kind not in {"dump", "csv"}:
            continue
        with _open(path) as (stream, position):
            rows = _dump_rows(path, stream, tables) if kind == "dump" else _csv_rows(path, stream, tables)
            done = 0
            for done in insert(db, rows):
                read = behind + position()
                if progress:
                    progress(before + done, max(before + done, round((before + done) * sizes / read)) if read else None)
            before += done
        behind += path.stat().st_size
    for path, kind in kinds:
        if kind == "alternates":
            with _open(path) as (stream, _):
                _add_alternates(db, path, stream)
    places = int(next(db.execute("SELECT count(*) FROM place"))[0])
    if progress:
        progress(places, places)
    return places


def _kind(path: Path) -> str:
    """Tell by its name what a file holds, as GeoNames names its files."""
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
    if name.endswith((".csv", ".csv.gz")):
        return "csv"
    if name.endswith((".txt", ".txt.gz", ".zip")):
        return "dump"
    raise GazetteerError(f"{path}: neither a GeoNames dump (.txt, .txt.gz, .zip) nor a CSV file (.csv)")


@contextmanager
def _open(path: Path) -> Iterator[tuple[IO[str], Any]]:
    """Open a text file, gzipped or zipped too, with a function that tells how many bytes of it were read."""
    with path.open("rb") as raw:
        try:
            if path.name.lower().endswith(".zip"):
                archive = zipfile.ZipFile(raw)
                inside = [n for n in archive.namelist() if n.lower().endswith(".txt") and not n.lower().startswith("readme")]
                if not inside:
                    raise GazetteerError(f"{path}: holds no .txt file; give the zip of a GeoNames country dump")
                binary: Any = archive.open(inside[-1])
            else:
                binary = gzip.GzipFile(fileobj=raw) if path.name.lower().endswith(".gz") else raw
            yield io.TextIOWrapper(binary, encoding="utf-8", newline="\n"), raw.tell
        except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile) as e:
            raise GazetteerError(f"{path}: cut off or damaged ({e}); download it again") from e
        except UnicodeDecodeError as e:
            raise GazetteerError(f"{path}: not UTF-8 at byte {e.start} of a block ({e.reason}); GeoNames files are UTF-8") from e


def _lines(path: Path, stream: IO[str], columns: tuple[int, ...]) -> Iterator[tuple[int, list[str]]]:
    """Yield numbered lines as cells. Raises GazetteerError for a line with another number of columns."""
    for number, line in enumerate(stream, 1):
        text = line.rstrip("\r\n")
        if not text or text.startswith("#"):
            continue
        cells = text.split("\t")
        if len(cells) not in columns:
            expected = " or ".join(map(str, columns))
            raise GazetteerError(
                f"{path}:{number}: {len(cells)} tab-separated columns, expected {expected}; is it the file its name says?"
            )
        yield number, cells


def _read_table(path: Path, kind: str, tables: _Tables) -> None:
    with _open(path) as (stream, _):
        if kind == "countries":
            for _, cells in _lines(path, stream, (18, 19)):
                if len(cells[0]) == 2 and len(cells[1]) == 3:
                    tables.countries[cells[0]] = cells[1]
            return
        target = tables.admin1 if kind == "admin1" else tables.admin2
        for _, cells in _lines(path, stream, (4,)):
            target[cells[0]] = cells[1]


def _dump_rows(path: Path, stream: IO[str], tables: _Tables) -> Iterator[Row]:
    adjectives = country_adjectives()
    for number, c in _lines(path, stream, (_DUMP_COLUMNS,)):
        place, name, plain, alternates, latitude, longitude, kind, code, country = c[:9]
        if not place.isdecimal():
            raise GazetteerError(f"{path}:{number}: geonameid {place!r} is not a number; is it a GeoNames country dump?")
        aliases = {plain, *alternates.split(",")} - {"", name}
        if kind == "A" and code.startswith("PCL"):
            # "Syrian" names nobody's country: adjectives would turn every Syrian into a place.
            aliases = {a for a in aliases if a not in adjectives and not is_code(a)}
        region = tables.admin1.get(f"{country}.{c[10]}") if c[10] else None
        yield Row(
            target=f"geonames:{place}", name=name, country=tables.countries.get(country) or None,
            latitude=_degrees(path, number, latitude, 90), longitude=_degrees(path, number, longitude, 180),
            feature=f"{kind}.{code}" if kind else None, admin1=region,
            admin2=tables.admin2.get(f"{country}.{c[10]}.{c[11]}") if c[11] else None,
            population=_count(path, number, c[14]), aliases=tuple(sorted(a for a in aliases if len(a) > 1)),
        )  # fmt: skip


def _csv_rows(path: Path, stream: IO[str], tables: _Tables) -> Iterator[Row]:
    reader = csv.DictReader(stream)
    missing = [n for n in ("name", "latitude", "longitude") if n not in (reader.fieldnames or ())]
    if missing:
        raise GazetteerError(f"{path}:1: no column {', '.join(missing)}; a gazetteer CSV needs name, latitude, longitude")
    for r in reader:
        number = reader.line_num
        name = (r["name"] or "").strip()
        if not name:
            raise GazetteerError(f"{path}:{number}: name is empty")
        country = (r.get("country") or "").strip()
        radius = r.get("radius_km")
        yield Row(
            target=(r.get("id") or "").strip() or digest("csv", path.name, number, name),
            name=name, country=tables.countries.get(country, country) or None, admin1=(r.get("admin1") or "").strip() or None,
            latitude=_degrees(path, number, r["latitude"], 90), longitude=_degrees(path, number, r["longitude"], 180),
            feature=(r.get("feature") or "").strip() or "P.PPL", population=_count(path, number, r.get("population")),
            radius_km=_degrees(path, number, radius, 20_000) if radius else None,
            precision=_count(path, number, r.get("precision")),
            aliases=tuple(a.strip() for a in (r.get("aliases") or "").split("|") if a.strip()),
        )  # fmt: skip


def _add_alternates(db: sqlite3.Connection, path: Path, stream: IO[str]) -> None:
    """File the alternate names of places that are in; names of places that are not are passed over."""
    known = {target.removeprefix("geonames:"): number for number, target in db.execute("SELECT id, target FROM place")}
    batch = []
    for _, cells in _lines(path, stream, (8, 10)):
        number, language, name = known.get(cells[1]), cells[2], cells[3]
        if number is None or language in _NAME_TYPES or len(name) < 2:
            continue
        batch.append((fold(name), number, ALTERNATE))
        if len(batch) >= 10_000:
            db.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", batch)
            batch.clear()
    db.executemany("INSERT OR IGNORE INTO name VALUES (?,?,?)", batch)


def _index(db: sqlite3.Connection) -> None:
    """Add full-text and map indexes where this SQLite has them; look-up by name works without."""
    statements = (
        """CREATE VIRTUAL TABLE words USING fts5(names, content='');
        INSERT INTO words(rowid, names) SELECT place, group_concat(key, ' ') FROM name WHERE key NOT LIKE '~%' GROUP BY place;""",
        """CREATE VIRTUAL TABLE area USING rtree(id, south, north, west, east);
        INSERT INTO area SELECT id, latitude, latitude, longitude, longitude FROM place WHERE latitude IS NOT NULL;""",
    )
    for script in statements:
        try:
            db.executescript(script)
        except sqlite3.OperationalError as e:
            if "no such module" not in str(e):
                raise


def _degrees(path: Path, number: int, text: str | None, most: float) -> float:
    try:
        value = float(text or "")
    except ValueError as e:
        raise GazetteerError(f"{path}:{number}: {text!r} is no number; expected one up to {most:g}") from e
    if not -most <= value <= most:
        raise GazetteerError(f"{path}:{number}: {value:g} is out of range; expected at most {most:g}")
    return value


def _count(path: Path, number: int, text: str | None) -> int | None:
    if not (text or "").strip():
        return None
    try:
        return int(text or "") or None
    except ValueError as e:
        raise GazetteerError(f"{path}:{number}: {text!r} is no whole number") from e


def _sha256(path: Path) -> str:
    sha = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            sha.update(block)
    return sha.hexdigest()
