"""The SQLite file behind a gazetteer: places, the keys that they are found by, full-text and map indexes."""

from __future__ import annotations

import math
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from claimwire.errors import GazetteerError
from claimwire.records import Place, great_circle
from claimwire.resolve.place_names import ARABIC, fold, in_print, without_article
from claimwire.resolve.place_spelling import FAMILIES, bones

FORMAT = 4
_SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT);
CREATE TABLE place (
    id INTEGER PRIMARY KEY, target TEXT NOT NULL, name TEXT NOT NULL, country TEXT, admin1 TEXT, admin2 TEXT,
    latitude REAL, longitude REAL, feature TEXT, population INTEGER, radius_km REAL, precision INTEGER, importance REAL);
CREATE TEMP TABLE unsorted_name (place INTEGER, key TEXT, kind INTEGER);
CREATE TEMP TABLE unsorted_spelling (bones TEXT, key TEXT);
"""
# Keys come in any order; sorted once at the end, they are written ten times as fast as into an index that is there already.
_SORTED = """
CREATE TABLE name (key TEXT, place INTEGER, kind INTEGER, PRIMARY KEY (key, place)) WITHOUT ROWID;
INSERT INTO name SELECT key, place, CASE WHEN max(kind) = 4 AND min(kind) = 1 THEN 4 ELSE min(kind) END
FROM unsorted_name GROUP BY key, place ORDER BY key, place;
CREATE TABLE spelling (bones TEXT, key TEXT, PRIMARY KEY (bones, key)) WITHOUT ROWID;
INSERT INTO spelling SELECT DISTINCT bones, key FROM unsorted_spelling ORDER BY bones, key;
"""
_TWICE = """
DELETE FROM place WHERE id NOT IN (SELECT min(id) FROM place GROUP BY target);
DELETE FROM unsorted_name WHERE place NOT IN (SELECT id FROM place);
"""
_BY_TARGET = "CREATE INDEX place_target ON place (target)"
_HELD_TWICE = "SELECT target FROM place GROUP BY target HAVING count(*) > 1 LIMIT 1"
_SEARCHES = (
    """CREATE VIRTUAL TABLE words USING fts5(names, content='', detail=none);
    INSERT INTO words(words, rank) VALUES ('hashsize', 33554432);
    INSERT INTO words(rowid, names) SELECT place, group_concat(key, ' ') FROM unsorted_name GROUP BY place;""",
    """CREATE VIRTUAL TABLE area USING rtree(id, south, north, west, east);
    INSERT INTO area SELECT id, latitude, latitude, longitude, longitude FROM place WHERE latitude IS NOT NULL;""",
)
NAME, ALTERNATE, ARTICLE, VARIANT, FORMER = range(5)
_WEIGHTS = (1.0, 0.92, 0.85, 0.6, 0.6)
KIND_LABEL = ("name", "alternate name", "name without its article", "other transliteration", "former or colloquial name")
_CODES = {"PCLI": 6, "PCLD": 6, "PCLS": 6, "PCL": 6, "PCLF": 6, "PCLIX": 6, "TERR": 6, "ADM1": 4, "ADM2": 3, "ADM3": 3, "ADM4": 3}
_LINES = "RGN RGNE RGNH AREA CONT OCN SEA GULF STRT STM CNL LK MTS VAL DSRT PEN BDR PLN PLAT RD RDJCT ISLS LCTY"
_FUZZY = frozenset(_LINES.split())


_SEATS = {"PPLA": 0.6, "PPLA2": 0.48, "PPLA3": 0.38}  # seats of provinces, districts, subdistricts: known where they govern


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One place on its way into a gazetteer, with every name that it bears."""

    target: str
    name: str
    country: str | None
    latitude: float | None
    longitude: float | None
    feature: str | None
    admin1: str | None = None
    admin2: str | None = None
    population: int | None = None
    radius_km: float | None = None
    precision: int | None = None
    aliases: tuple[str, ...] = ()
    importance: float | None = None  # of a curated list: an entry is there because reports name it


@lru_cache(maxsize=1 << 12)
def precision_of(feature: str | None) -> int:
    """Return the UCDP precision of naming such a place: 1 point, 3 district, 4 province, 5 region, 6 country, 7 more."""
    code = (feature or "").partition(".")[2]
    if code in {"CONT", "OCN"}:
        return 7
    return _CODES.get(code, 5 if code in _FUZZY else 1)


@lru_cache(maxsize=1 << 12)
def radius_of(feature: str | None, population: int | None) -> float:
    """Return a radius in km within which the place lies when nothing better is known than its kind and population."""
    kind, _, code = (feature or "").partition(".")
    if kind == "P":
        return round(min(25.0, max(2.0, 0.012 * math.sqrt(population or 0))), 1) if code != "PPLX" else 2.0
    sizes = {"ADM1": 80.0, "ADM2": 25.0, "ADM3": 12.0, "ADM4": 8.0, "CONT": 3000.0, "OCN": 3000.0, "SEA": 400.0}
    fallback = {"A": 300.0 if code.startswith("PCL") else 15.0, "H": 30.0, "L": 50.0, "T": 10.0, "R": 50.0, "V": 10.0}
    return sizes.get(code, fallback.get(kind, 2.0))


@lru_cache(maxsize=1 << 12)
def importance_of(feature: str | None, population: int | None) -> float:
    """Return how likely a bare name means this place, 0 to 1, by its kind and population (GeoNames figures)."""
    kind, _, code = (feature or "").partition(".")
    if code.startswith("PCL") or code in {"TERR", "CONT", "OCN"}:
        return 0.97
    if code == "ADM1":
        return 0.78
    people = 0.18 + 0.09 * math.log10((population or 0) + 10)
    if code == "PPLC":
        return max(0.86, people)
    if code in _SEATS:
        return max(_SEATS[code], min(people, 0.85))
    if code == "PPLX":
        return min(people, 0.45)  # quarters are often listed with the population of their city
    if code in {"ADM2", "SEA", "GULF", "RGN"}:
        return max(0.5, min(people, 0.7))
    return {"P": min(people, 0.85), "A": 0.4, "H": 0.35, "L": 0.4, "T": 0.3}.get(kind, 0.27)


def weight_of(kind: int, place: Place) -> float:
    """Return what a kind of likeness is worth. GeoNames lists for a town every spelling of every language: "Brod" for Erode."""
    if kind == ALTERNATE and place.target.startswith("geonames:") and (place.feature or "").startswith("P."):
        return 0.85
    return _WEIGHTS[kind]


def create(path: Path) -> sqlite3.Connection:
    """Make an empty gazetteer file, ready for `insert` and `finish`. Raises GazetteerError when it cannot be written."""
    try:
        db = sqlite3.connect(path, isolation_level=None)
        db.executescript(
            "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA locking_mode=EXCLUSIVE; PRAGMA cache_size=-65536;"
            f"PRAGMA temp.cache_size=-65536; {_SCHEMA} BEGIN;"
        )
    except sqlite3.Error as e:
        raise GazetteerError(f"{path}: cannot write a gazetteer here ({e}); choose another file with --out") from e
    return db


def insert(db: sqlite3.Connection, rows: Iterable[Row]) -> Iterator[int]:
    """Add places and their keys; yields how many are in, a few thousand at a time. `finish` sorts them."""
    number = next(db.execute("SELECT coalesce(max(id), 0) FROM place"))[0]
    count = 0
    places: list[tuple[object, ...]] = []
    keys: list[tuple[int, str, int]] = []
    spellings: list[tuple[str, str]] = []
    for row in rows:
        number += 1
        count += 1
        places.append(
            (
                number, row.target, row.name, row.country, row.admin1, row.admin2, row.latitude, row.longitude, row.feature,
                row.population, row.radius_km or radius_of(row.feature, row.population),
                row.precision or precision_of(row.feature),
                importance_of(row.feature, row.population) if row.importance is None else row.importance,
            )
        )  # fmt: skip
        named = keys_of(row)
        keys.extend((number, key, kind) for key, kind in named.items())
        spellings.extend(spellings_of(_varied(row), row.country))
        if len(places) >= _BATCH:
            _flush(db, places, keys, spellings)
            yield count
    _flush(db, places, keys, spellings)
    yield count


_BATCH = 2000


def keys_of(row: Row) -> dict[str, int]:
    """Return each key of a place with the kind of likeness that it stands for; the strictest kind wins."""
    keys = {fold(row.name): NAME}
    for alias in row.aliases:
        keys.setdefault(fold(alias), ALTERNATE)
    if row.country in ARABIC:
        for key in list(keys):
            keys.setdefault(without_article(key), ARTICLE)
    keys.pop("", None)
    return keys


def _varied(row: Row) -> Iterable[str]:
    """Return the keys whose other transliterations may be looked up: of a GeoNames town its name alone, if it is Latin.

    Its alternate names are what every language makes of it; what is spelt like one of those is anybody's.
    """
    first = fold(row.name)
    if row.target.startswith("geonames:") and first.isascii():
        return (first,)
    return dict.fromkeys([first, *map(fold, row.aliases)])


def spellings_of(keys: Iterable[str], country: str | None) -> Iterator[tuple[str, str]]:
    """Yield the consonants of each key, marked with their family of languages, in the countries that transliterate names."""
    for family, countries in FAMILIES.items():
        if country in countries:
            for key in keys:
                consonants = bones(key, family)
                if consonants is not None:
                    yield f"{family[0]}:{consonants}", key


def add_names(db: sqlite3.Connection, names: Iterable[tuple[int, str, int, str | None]]) -> None:
    """Add further names of places that are in: row id of the place, name, kind of likeness, country."""
    keys: list[tuple[int, str, int]] = []
    spellings: list[tuple[str, str]] = []
    for number, name, kind, country in names:
        key = fold(name)
        if key:
            keys.append((number, key, kind))
            if kind == NAME:
                spellings.extend(spellings_of((key,), country))
        if len(keys) >= _BATCH:
            _flush(db, [], keys, spellings)
    _flush(db, [], keys, spellings)


def _flush(
    db: sqlite3.Connection,
    places: list[tuple[object, ...]],
    keys: list[tuple[int, str, int]],
    spellings: list[tuple[str, str]],
) -> None:
    db.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)", places)
    db.executemany("INSERT INTO unsorted_name VALUES (?,?,?)", keys)
    db.executemany("INSERT INTO unsorted_spelling VALUES (?,?)", spellings)
    places.clear()
    keys.clear()
    spellings.clear()


def finish(db: sqlite3.Connection, *, searches: bool = False, meta: Mapping[str, str] | None = None) -> None:
    """Sort the keys, stamp the file as whole and close it. Of places with one target the first stays.

    ``searches`` adds full-text and map indexes where this SQLite has them; look-up by name works without.
    """
    db.execute(_BY_TARGET)
    if db.execute(_HELD_TWICE).fetchone():
        for statement in _TWICE.split(";"):
            db.execute(statement)
    for script in [_SORTED, *(_SEARCHES if searches else ())]:
        for statement in script.split(";"):
            try:
                db.execute(statement)
            except sqlite3.OperationalError as e:
                if "no such module" not in str(e):
                    raise
                break
    db.executemany("INSERT OR REPLACE INTO meta VALUES (?, ?)", [*(meta or {}).items(), ("format", str(FORMAT))])
    db.execute("COMMIT")
    db.execute("ANALYZE")
    db.close()


class Database:
    """A gazetteer file opened to read. Raises GazetteerError when it is missing or was made by another version."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise GazetteerError(f"{path}: no such gazetteer; make one with `claimwire gazetteer import FILE...`")
        self.path = path
        try:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, check_same_thread=False)
            found = dict(self._db.execute("SELECT key, value FROM meta"))
        except sqlite3.Error as e:
            raise GazetteerError(f"{path}: not a gazetteer of claimwire ({e}); make one with `claimwire gazetteer import`") from e
        if found.get("format") != str(FORMAT):
            self._db.close()
            raise GazetteerError(
                f"{path}: gazetteer format {found.get('format')!r}, this version reads {FORMAT}; import the dumps again"
            )

    def find(self, key: str) -> list[tuple[Place, float, int]]:
        """Return the places filed under a key, with importance and kind of likeness."""
        rows = self._db.execute(_FIND, (key,))
        return [(_place(r), r[10], r[11]) for r in rows]

    def spellings(self, family: str, consonants: str) -> list[str]:
        """Return the keys that have these consonants in a family of languages; none when so many have that they say nothing."""
        keys = [key for (key,) in self._db.execute(_SPELLINGS, (f"{family[0]}:{consonants}",))]
        return keys if len(keys) <= _TELLING else []

    def one_off(self, key: str) -> list[str]:
        """Return the keys that differ from ``key`` by one letter; the first letter is taken as right."""
        if len(key) < 4:
            return []
        rows = self._db.execute("SELECT DISTINCT key FROM name WHERE key >= ? AND key < ?", (key[0], key[0] + "\U0010ffff"))
        return [other for (other,) in rows if abs(len(other) - len(key)) < 2 and OSA.distance(key, other, score_cutoff=1) == 1]

    def details(self, target: str) -> tuple[str | None, int | None] | None:
        """Return district and population of a place, None when the file does not hold it."""
        row = self._db.execute("SELECT admin2, population FROM place WHERE target = ?", (target,)).fetchone()
        return None if row is None else (row[0], row[1])

    def starting(self, key: str, limit: int) -> list[tuple[Place, float, int]]:
        """Return places with a key that starts with ``key``, most important first."""
        rows = self._db.execute(_STARTING, (key, key + "\U0010ffff", limit))
        return [(_place(r), r[10], r[11]) for r in rows]

    def words(self, text: str, limit: int) -> list[tuple[Place, float, int]]:
        """Return places one of whose names has all the words of ``text``; empty when the file has no full-text index."""
        query = " ".join(f'"{w}"' for w in fold(text).replace('"', " ").split())
        try:
            rows = self._db.execute(_WORDS, (query, limit)).fetchall()
        except sqlite3.OperationalError:  # a gazetteer built where SQLite lacks FTS5 is searched by key alone
            return []
        return [(_place(r), r[10], ALTERNATE) for r in rows]

    def around(self, latitude: float, longitude: float, km: float) -> list[Place]:
        """Return the places within ``km`` of a point, nearest first; places without coordinates are left out."""
        centre = Place(target="", name="", latitude=latitude, longitude=longitude)
        north = km / 111.2
        east = north / max(0.01, math.cos(math.radians(latitude)))
        box = (latitude - north, latitude + north, longitude - east, longitude + east)
        try:
            rows = self._db.execute(_BOX, box).fetchall()
        except sqlite3.OperationalError:  # built where SQLite lacks R-trees
            rows = self._db.execute(_SCAN, box).fetchall()
        found = [(kilometres(centre, p) or 0.0, p.target, p) for p in map(_place, rows)]
        return [p for apart, _, p in sorted(found, key=lambda f: f[:2]) if apart <= km]

    def count(self) -> int:
        """Return the number of places."""
        return int(next(self._db.execute("SELECT count(*) FROM place"))[0])

    def close(self) -> None:
        """Close the file."""
        self._db.close()


_COLUMNS = """p.target, p.name, p.country, p.admin1, p.latitude, p.longitude, p.precision, p.radius_km, p.feature, p.population,
p.importance"""
_FIND = f"SELECT {_COLUMNS}, n.kind FROM name n JOIN place p ON p.id = n.place WHERE n.key = ?"
_TELLING = 120
_SPELLINGS = f"SELECT key FROM spelling WHERE bones = ? LIMIT {_TELLING + 1}"
_STARTING = f"""SELECT {_COLUMNS}, min(n.kind) FROM name n JOIN place p ON p.id = n.place WHERE n.key >= ? AND n.key < ?
GROUP BY p.id ORDER BY p.importance DESC, p.target LIMIT ?"""
_WORDS = f"""SELECT {_COLUMNS} FROM words w JOIN place p ON p.id = w.rowid WHERE words MATCH ?
ORDER BY p.importance DESC, p.target LIMIT ?"""


_BOX = f"""SELECT {_COLUMNS} FROM area a JOIN place p ON p.id = a.id
WHERE a.south >= ? AND a.north <= ? AND a.west >= ? AND a.east <= ?"""
_SCAN = f"SELECT {_COLUMNS} FROM place p WHERE p.latitude BETWEEN ? AND ? AND p.longitude BETWEEN ? AND ?"


def _place(r: Sequence[Any]) -> Place:
    target, name, country, admin1, latitude, longitude, precision, radius, feature = r[:9]
    return Place(
        target=target, name=in_print(name, country), country=country, admin1=admin1, latitude=latitude, longitude=longitude,
        precision=precision, radius_km=radius, feature=feature,
    )  # fmt: skip


def kilometres(a: Place, b: Place) -> float | None:
    """Return the great-circle distance between two places, or None when one has no coordinates."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return None
    return great_circle((a.latitude, a.longitude), (b.latitude, b.longitude))
