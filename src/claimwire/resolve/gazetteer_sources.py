"""Reads the files that a gazetteer is made of: GeoNames dumps and tables, and CSV with a column for each thing it tells.

A row that is not what its file should hold is named and left out; a file whose rows are all so is refused.
"""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from claimwire.errors import GazetteerError
from claimwire.records import digest
from claimwire.resolve.gazetteer_db import ALTERNATE, FORMER, NAME, Row
from claimwire.resolve.place_names import is_code

DUMP_COLUMNS = 19
_NAME_TYPES = frozenset({"link", "wkdt", "post", "iata", "icao", "faac", "tcid", "unlc", "phon", "piny", "abbr"})
_SHOWN = 20  # bad rows that are kept to be shown
_HOPELESS = 50  # bad rows after which a file without a good one is taken for another kind of file
FIELDS = (
    "id", "name", "aliases", "country", "admin1", "admin2", "latitude", "longitude", "feature", "population", "radius_km",
    "precision",
)  # fmt: skip
_USUAL = {"latitude": ("lat",), "longitude": ("lon", "lng", "long"), "aliases": ("alternatenames",)}


class Problems:
    """Rows that were left out: how many, and the first of them with file, line and remedy."""

    def __init__(self) -> None:
        self.count = 0
        self.shown: list[str] = []
        self._good: set[Path] = set()

    def add(self, path: Path, number: int, what: str) -> None:
        """Note a bad row. Raises GazetteerError when a file has had many and no good one."""
        self.count += 1
        if len(self.shown) < _SHOWN:
            self.shown.append(f"{path}:{number}: {what}")
        if self.count >= _HOPELESS and path not in self._good:
            raise GazetteerError(f"{path}: not one of its first {_HOPELESS} rows can be read; {self.shown[-1]}")

    def good(self, path: Path) -> None:
        """Note that a file has a row that can be read."""
        self._good.add(path)


@dataclass(slots=True)
class Tables:
    """Names of provinces and districts by GeoNames code, and alpha-3 codes of countries."""

    admin1: dict[str, str] = field(default_factory=dict)
    admin2: dict[str, str] = field(default_factory=dict)
    countries: dict[str, str] = field(default_factory=dict)


@contextmanager
def open_text(path: Path) -> Iterator[tuple[IO[str], Callable[[], int]]]:
    """Open a text file, gzipped or zipped too, with a function that tells how many bytes of it were read."""
    with path.open("rb") as raw:
        try:
            if path.name.lower().endswith(".zip"):
                binary: Any = _member(path, zipfile.ZipFile(raw))
            else:
                binary = gzip.GzipFile(fileobj=raw) if path.name.lower().endswith(".gz") else raw
            yield io.TextIOWrapper(binary, encoding="utf-8-sig", newline="\n"), raw.tell
        except (EOFError, gzip.BadGzipFile, zipfile.BadZipFile) as e:
            raise GazetteerError(f"{path}: cut off or damaged ({e}); download it again") from e
        except UnicodeDecodeError as e:
            raise GazetteerError(f"{path}: not UTF-8 at byte {e.start} of a block ({e.reason}); save it as UTF-8") from e


def _member(path: Path, archive: zipfile.ZipFile) -> Any:
    """Open the data file of an archive: the largest .txt or .csv that is no readme (GeoNames adds one, and language codes)."""
    inside = [
        i for i in archive.infolist()
        if i.filename.lower().endswith((".txt", ".csv")) and not i.filename.lower().rpartition("/")[2].startswith("readme")
    ]  # fmt: skip
    if not inside:
        raise GazetteerError(f"{path}: holds no .txt or .csv file; give the zip of a GeoNames dump")
    return archive.open(max(inside, key=lambda i: i.file_size))


def lines(path: Path, stream: IO[str], columns: tuple[int, ...], problems: Problems) -> Iterator[tuple[int, list[str]]]:
    """Yield numbered lines as cells; a line with another number of columns is a problem."""
    for number, line in enumerate(stream, 1):
        cells = line.rstrip("\r\n").split("\t")
        if len(cells) in columns:
            yield number, cells
        elif line.strip() and not line.startswith("#"):
            expected = " or ".join(map(str, columns))
            problems.add(path, number, f"{len(cells)} tab-separated columns, expected {expected}; is it the file its name says?")


def read_table(path: Path, kind: str, tables: Tables, problems: Problems) -> None:
    """Read admin1CodesASCII, admin2Codes or countryInfo into the tables."""
    with open_text(path) as (stream, _):
        if kind == "countries":
            for _, cells in lines(path, stream, (18, 19), problems):
                if len(cells[0]) == 2 and len(cells[1]) == 3:
                    tables.countries[cells[0]] = cells[1]
                    problems.good(path)
            return
        target = tables.admin1 if kind == "admin1" else tables.admin2
        for _, cells in lines(path, stream, (4,), problems):
            target[cells[0]] = cells[1]
            problems.good(path)


def dump_rows(path: Path, stream: IO[str], tables: Tables, problems: Problems, *, adjectives: Mapping[str, str]) -> Iterator[Row]:
    """Yield the places of a GeoNames dump."""
    countries, admin1, admin2 = tables.countries, tables.admin1, tables.admin2
    for number, c in lines(path, stream, (DUMP_COLUMNS,), problems):
        place, name, plain, alternates, _, _, kind, code, country = c[:9]
        try:
            if not place.isdecimal():
                raise ValueError(f"geonameid {place!r} is not a number; is it a GeoNames dump?")
            latitude, longitude = degrees(c[4], 90), degrees(c[5], 180)
            population = whole(c[14])
        except ValueError as e:
            problems.add(path, number, str(e))
            continue
        problems.good(path)
        aliases = {a for a in (plain, *alternates.split(",")) if len(a) > 1 and a != name}
        if kind == "A" and code.startswith("PCL"):
            # "Syrian" names nobody's country: adjectives would turn every Syrian into a place.
            aliases = {a for a in aliases if a not in adjectives and not is_code(a)}
        region = f"{country}.{c[10]}"
        yield Row(
            target=f"geonames:{place}", name=name, country=countries.get(country), latitude=latitude, longitude=longitude,
            feature=f"{kind}.{code}" if kind else None, admin1=admin1.get(region) if c[10] else None,
            admin2=admin2.get(f"{region}.{c[11]}") if c[11] else None, population=population, aliases=tuple(sorted(aliases)),
        )  # fmt: skip


def csv_rows(path: Path, stream: IO[str], tables: Tables, problems: Problems, *, columns: Mapping[str, str]) -> Iterator[Row]:
    """Yield the places of a CSV file; ``columns`` says which of its columns holds a field of another name."""
    reader = csv.DictReader(stream)
    at = _header(path, reader.fieldnames or (), columns)
    for r in reader:
        number = reader.line_num
        cells = {name: (r.get(column) or "").strip() for name, column in at.items()}
        try:
            if not cells["name"]:
                raise ValueError("the name is empty; fill it in or delete the row")
            row = _csv_row(cells, tables, otherwise=digest("csv", path.name, number, cells["name"]))
        except ValueError as e:
            problems.add(path, number, str(e))
            continue
        problems.good(path)
        yield row


def _header(path: Path, header: Any, columns: Mapping[str, str]) -> dict[str, str]:
    """Return the column of each field that the file has. Raises GazetteerError for one that is named and not there."""
    by_lower = {h.strip().lower(): h for h in header}
    at = {}
    for name in FIELDS:
        named = columns.get(name)
        if named is not None and named not in header:
            raise GazetteerError(f"{path}:1: no column {named!r} (for {name}); its columns are {', '.join(header)}")
        usual = next((by_lower[n] for n in (name, *_USUAL.get(name, ())) if n in by_lower), None)
        if (found := named or usual) is not None:
            at[name] = found
    missing = [n for n in ("name", "latitude", "longitude") if n not in at]
    if missing:
        raise GazetteerError(
            f"{path}:1: no column {', '.join(missing)}; a gazetteer CSV needs name, latitude, longitude. Its columns are "
            f"{', '.join(header)}: say which is which with --column {missing[0]}=COLUMN"
        )
    return at


def _csv_row(cells: Mapping[str, str], tables: Tables, *, otherwise: str) -> Row:
    country = cells.get("country", "")
    radius = cells.get("radius_km")
    aliases = cells.get("aliases", "")
    return Row(
        target=cells.get("id") or otherwise, name=cells["name"], country=tables.countries.get(country, country) or None,
        admin1=cells.get("admin1") or None, admin2=cells.get("admin2") or None,
        latitude=degrees(cells["latitude"], 90), longitude=degrees(cells["longitude"], 180),
        feature=cells.get("feature") or "P.PPL", population=whole(cells.get("population", "")),
        radius_km=degrees(radius, 20_000) if radius else None, precision=whole(cells.get("precision", "")),
        aliases=tuple(a.strip() for a in aliases.split("|" if "|" in aliases else ",") if a.strip()),
    )  # fmt: skip


def alternate_names(
    path: Path, stream: IO[str], problems: Problems, *, known: Mapping[str, tuple[int, str | None]]
) -> Iterator[tuple[int, str, int, str | None]]:
    """Yield row id, name, kind and country of the alternate names of places that are in; the others are passed over.

    The preferred English name counts as the name, a historic or colloquial one less than other names.
    """
    for _, cells in lines(path, stream, (4, 8, 10), problems):
        problems.good(path)
        place, language, name = known.get(cells[1]), cells[2], cells[3]
        if place is None or language in _NAME_TYPES or len(name) < 2:
            continue
        flags = [*cells[4:8], "", "", "", ""]
        kind = FORMER if flags[2] == "1" or flags[3] == "1" else NAME if flags[0] == "1" and language == "en" else ALTERNATE
        yield place[0], name, kind, place[1]


def degrees(text: str, most: float) -> float:
    """Read a number of at most ``most`` either way. Raises ValueError that says what was expected."""
    try:
        value = float(text)
    except ValueError:
        raise ValueError(f"{text!r} is no number; expected one up to {most:g}") from None
    if not -most <= value <= most:
        raise ValueError(f"{value:g} is out of range; expected at most {most:g}")
    return value


def whole(text: str) -> int | None:
    """Read a whole number, None for nothing or 0, as GeoNames writes unknown. Raises ValueError that says what was expected."""
    if not text or text == "0":
        return None
    try:
        return int(float(text)) or None
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is no whole number; expected digits or nothing") from None
