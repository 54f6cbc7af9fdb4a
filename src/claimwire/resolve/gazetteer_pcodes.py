"""Reads the gazetteer tables of OCHA's common operational datasets: administrative units and settlements by p-code.

The tables on the Humanitarian Data Exchange differ in their headers (``ADM2_EN`` with ``ADM2_PCODE``, ``admin2Name_en`` with
``admin2Pcode``, ``adm2_name`` with ``adm2_pcode``) and agree in their shape: each row names a unit and all that it lies in.
Units may come with a centre or without; one without takes the middle of the units in it, with a radius that reaches them.
"""

from __future__ import annotations

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from claimwire.errors import GazetteerError
from claimwire.records import Place
from claimwire.resolve.gazetteer_db import Row, kilometres
from claimwire.resolve.gazetteer_sources import Problems, Tables, degrees

_CODE = re.compile(r"adm(?:in)?_?(\d)_?p?code")
_NAME = re.compile(r"adm(?:in)?_?(\d)(?:_?(?:name|ref)\d?|_?alt\d?(?:name)?)?_?([a-z]{2})?\d?")
_OWN_CODE = ("pcode", "p_code", "placepcode", "settlement_pcode", "featurepcode")
_OWN_NAME = re.compile(r"(?:place|settlement|feature)?_?name_?\d?(?:_?[a-z]{2})?|(?:place|settlement)")
_LATITUDE = ("latitude", "lat", "y", "latitude_y", "center_lat", "centre_lat", "y_coord", "point_y", "lat_y")
_LONGITUDE = (
    "longitude",
    "lon",
    "long",
    "lng",
    "x",
    "longitude_x",
    "center_lon",
    "centre_lon",
    "x_coord",
    "point_x",
    "long_x",
    "lon_x",
)
_LATIN = ("en", "", "fr", "es", "pt")  # the name that a unit goes by; those in other languages are its aliases


@dataclass(slots=True)
class _Unit:
    names: list[str]
    level: int | None  # None is a settlement
    parent: str | None
    country: str | None
    point: tuple[float, float] | None = None
    others: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Columns:
    codes: Mapping[int, str]
    names: Mapping[int, Sequence[str]]  # the one in Latin script first
    own_code: str | None
    own_names: Sequence[str]
    latitude: str | None
    longitude: str | None


def is_pcode_table(header: Iterable[str]) -> bool:
    """True when the header of a CSV file has p-codes of administrative units."""
    return any(_CODE.fullmatch(h.strip().lower()) for h in header)


class PcodeTables:
    """Units of all p-code tables of an import: a unit that one table names and another places comes out once."""

    def __init__(self) -> None:
        self._units: dict[str, _Unit] = {}

    def read(self, path: Path, stream: IO[str], tables: Tables, problems: Problems) -> None:
        """Read one table. Raises GazetteerError when it has codes without names."""
        reader = csv.DictReader(stream)
        columns = _columns(path, reader.fieldnames or ())
        for r in reader:
            cells = {k: (v or "").strip() for k, v in r.items() if isinstance(v, str)}
            if any(v.startswith("#") for v in cells.values()):  # the row of HXL tags
                continue
            try:
                self._add(cells, columns, tables)
            except ValueError as e:
                problems.add(path, reader.line_num, str(e))
            else:
                problems.good(path)

    def _add(self, cells: Mapping[str, str], columns: _Columns, tables: Tables) -> None:
        point = None
        if columns.latitude and columns.longitude and cells.get(columns.latitude) and cells.get(columns.longitude):
            point = (degrees(cells[columns.latitude], 90), degrees(cells[columns.longitude], 180))
        codes = {level: code for level, column in columns.codes.items() if (code := cells.get(column, ""))}
        own = cells.get(columns.own_code, "") if columns.own_code else ""
        if not codes and not own:
            raise ValueError("no p-code; fill it in or delete the row")
        country = _country(codes.get(0) or next(iter(codes.values()), own), tables)
        parent = None
        deepest = max(codes, default=None)
        for level in sorted(codes):
            code = codes[level]
            if level:
                names = [n for column in columns.names.get(level, ()) if (n := cells.get(column, ""))]
                here = point if level == deepest and not own else None
                self._unit(code, _Unit(names=names, level=level, parent=parent, country=country, point=here))
                parent = code
        if own:
            names = [n for column in columns.own_names if (n := cells.get(column, ""))]
            if not names:
                raise ValueError(f"{own} has no name; fill it in or delete the row")
            self._unit(own, _Unit(names=names, level=None, parent=parent, country=country, point=point))

    def _unit(self, code: str, unit: _Unit) -> None:
        """Add what a row says of a unit to what other rows and tables said."""
        known = self._units.setdefault(code, unit)
        known.others.update(dict.fromkeys(unit.names))
        known.names = known.names or unit.names
        known.point = known.point or unit.point
        known.parent = known.parent or unit.parent

    def rows(self) -> Iterator[Row]:
        """Yield the units as places, with the units that they lie in and a centre where one can be told."""
        inside: dict[str, list[Place]] = defaultdict(list)
        for code, unit in sorted(self._units.items(), key=lambda u: -(u[1].level if u[1].level is not None else 99)):
            unit.parent = unit.parent or self._enclosing(code)
            radius = None
            if unit.point is None and (within := inside[code]):
                middle = _middle(within)
                unit.point = (middle.latitude or 0.0, middle.longitude or 0.0)
                radius = max(5.0, *(kilometres(middle, p) or 0.0 for p in within))
            if unit.parent and unit.point:
                inside[unit.parent].append(Place(target="", name="", latitude=unit.point[0], longitude=unit.point[1]))
            if unit.names:
                yield self._row(code, unit, radius)

    def _row(self, code: str, unit: _Unit, radius: float | None) -> Row:
        above = dict(self._above(unit))
        return Row(
            target=f"pcode:{code}", name=unit.names[0], country=unit.country, admin1=above.get(1), admin2=above.get(2),
            latitude=unit.point[0] if unit.point else None, longitude=unit.point[1] if unit.point else None,
            feature="P.PPL" if unit.level is None else f"A.ADM{unit.level}", radius_km=radius and round(radius, 1),
            aliases=tuple(n for n in unit.others if n != unit.names[0]),
        )  # fmt: skip

    def _above(self, unit: _Unit) -> Iterator[tuple[int, str]]:
        """Yield level and name of the units that a unit lies in; a province is its own."""
        if unit.level == 1:
            yield 1, unit.names[0]
        parent = unit.parent
        while parent and (outer := self._units.get(parent)) is not None:
            if outer.level and outer.names:
                yield outer.level, outer.names[0]
            parent = outer.parent

    def _enclosing(self, code: str) -> str | None:
        """Return the unit whose code this one begins with: codes are hierarchical, tables do not always repeat the parents."""
        return next((code[:n] for n in range(len(code) - 1, 2, -1) if code[:n] in self._units), None)


def _columns(path: Path, header: Sequence[str]) -> _Columns:
    codes: dict[int, str] = {}
    names: dict[int, list[tuple[int, str]]] = defaultdict(list)
    own_names: list[tuple[int, str]] = []
    by_lower = {h.strip().lower(): h for h in header}
    for lower, column in by_lower.items():
        if match := _CODE.fullmatch(lower):
            codes.setdefault(int(match[1]), column)
        elif match := _NAME.fullmatch(lower):
            names[int(match[1])].append((_rank(match[2] or ""), column))
        elif _OWN_NAME.fullmatch(lower):
            own_names.append((_rank(lower[-2:] if lower[-3:-2] == "_" else ""), column))
    own_code = next((by_lower[n] for n in _OWN_CODE if n in by_lower), None)
    unnamed = [column for level, column in codes.items() if level and level not in names]
    if len(unnamed) == len([level for level in codes if level]) and not own_names:
        raise GazetteerError(
            f"{path}:1: p-codes ({', '.join(unnamed or codes.values())}) but no names, such as ADM1_EN, beside them; its columns "
            f"are {', '.join(header)}"
        )
    return _Columns(
        codes=codes, names={level: [c for _, c in sorted(found)] for level, found in names.items()}, own_code=own_code,
        own_names=[c for _, c in sorted(own_names)],
        latitude=next((by_lower[n] for n in _LATITUDE if n in by_lower), None),
        longitude=next((by_lower[n] for n in _LONGITUDE if n in by_lower), None),
    )  # fmt: skip


def _rank(language: str) -> int:
    return _LATIN.index(language) if language in _LATIN else len(_LATIN)


def _country(code: str, tables: Tables) -> str | None:
    """Return the country (alpha-3) that a p-code begins with: two letters, or three in some countries."""
    letters = re.match(r"[A-Za-z]*", code)
    prefix = (letters[0] if letters else "").upper()
    return prefix[:3] if prefix[:3] in set(tables.countries.values()) else tables.countries.get(prefix[:2])


def _middle(places: Sequence[Place]) -> Place:
    """Return the middle of the box around places: neighbours in number on one side do not draw it there."""
    latitudes = [p.latitude for p in places if p.latitude is not None]
    longitudes = [p.longitude for p in places if p.longitude is not None]
    return Place(
        target="", name="", latitude=(min(latitudes) + max(latitudes)) / 2, longitude=(min(longitudes) + max(longitudes)) / 2
    )
