"""What lies above the city: provinces, counties, islands, seas and world regions, and that none takes a city's name."""

import csv
from importlib import resources

import pytest

from claimwire.records import Place
from claimwire.resolve.gazetteer import COLUMNS, open_gazetteer
from claimwire.resolve.gazetteer_db import kilometres
from claimwire.resolve.gazetteer_layers import LayeredGazetteer
from claimwire.resolve.place_names import fold

LISTS = ("provinces.csv", "regions.csv")


@pytest.fixture(scope="module")
def gazetteer() -> LayeredGazetteer:
    return open_gazetteer(None)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((resources.files("claimwire.ontology") / "data" / name).read_text("utf-8").splitlines()))


@pytest.mark.parametrize(
    ("name", "country", "feature"),
    [
        ("Bayern", "DEU", "A.ADM1"),
        ("Thuringia", "DEU", "A.ADM1"),
        ("Gauteng", "ZAF", "A.ADM1"),
        ("Minas Gerais", "BRA", "A.ADM1"),
        ("Telemark", "NOR", "A.ADM1"),
        ("Hedmark", "NOR", "A.ADM1"),
        ("Bas-Congo", "COD", "A.ADM1"),
        ("Cornwall", "GBR", "A.ADM2"),
        ("Surrey", "GBR", "A.ADM2"),
        ("Finistère", "FRA", "A.ADM2"),
        ("Rügen", "DEU", "T.ISL"),
        ("Lake Titicaca", None, "H.LK"),
        ("Sub-Saharan Africa", None, "L.RGN"),
        ("Mayotte", "MYT", "A.PCLD"),
        ("Seychelles", "SYC", "A.PCLI"),
    ],
)
def test_what_news_names_above_the_city_is_found(gazetteer, name: str, country: str | None, feature: str) -> None:
    place, prior = gazetteer.lookup(name)[0]
    assert (place.country, place.feature) == (country, feature)
    assert prior > 0.62, "a report names it without its country"


@pytest.mark.parametrize(
    "name", ["Aleppo", "Homs", "Idlib", "Kyiv", "Luxembourg", "Salzburg", "New York", "Cordoba", "Granada", "Kandahar", "Tehran"]
)
def test_a_province_leaves_its_bare_name_to_the_city(gazetteer, name: str) -> None:
    best = gazetteer.lookup(name)[0][0]
    assert (best.feature or "").startswith(("P.", "A.PCL")), best


@pytest.mark.parametrize("name", ["Aleppo province", "Salzburg state", "Canton of Zurich", "Antwerp province", "Kyiv region"])
def test_a_province_named_as_its_city_is_found_with_its_unit(gazetteer, name: str) -> None:
    found = gazetteer.lookup(name) or gazetteer.lookup(" ".join(reversed(name.split(" of "))))
    assert any((p.feature or "").startswith("A.ADM") for p, _ in found), name


def test_a_city_says_the_province_that_it_is_in(gazetteer) -> None:
    for city, province in (("Munich", "Bavaria"), ("Lubumbashi", "Haut-Katanga"), ("Porto Alegre", "Rio Grande do Sul")):
        assert gazetteer.lookup(city)[0][0].admin1 == province


def test_every_province_of_a_large_country_is_listed() -> None:
    provinces = [r for r in rows("provinces.csv") if r["feature"] == "A.ADM1"]
    count = {
        c: sum(r["country"] == c for r in provinces) for c in ("USA", "BRA", "DEU", "IND", "ZAF", "NGA", "TUR", "JPN", "COD")
    }
    assert count == {"USA": 51, "BRA": 27, "DEU": 16, "IND": 36, "ZAF": 9, "NGA": 37, "TUR": 81, "JPN": 47, "COD": 30}


@pytest.mark.parametrize("name", LISTS)
def test_the_lists_are_well_formed(name: str) -> None:
    listed = rows(name)
    assert tuple(listed[0]) == (*COLUMNS, "importance")
    for r in listed:
        assert -90 <= float(r["latitude"]) <= 90 and -180 <= float(r["longitude"]) <= 180, r["id"]
        assert float(r["radius_km"]) >= 1 and r["precision"] in "1234567" and 0.4 <= float(r["importance"]) <= 0.9, r["id"]
        keys = [fold(n) for n in (r["name"], *filter(None, r["aliases"].split("|")))]
        assert all(keys), r["id"]


def test_no_place_is_in_two_lists() -> None:
    ids = [r["id"] for name in ("places.csv", "places_more.csv", *LISTS) for r in rows(name)]
    assert sorted(ids) == sorted(set(ids))


def test_a_province_lies_in_its_country() -> None:
    countries = {r["country"]: r for r in rows("places.csv") if r["feature"].startswith("A.PCL")}
    apart = []  # island groups and overseas provinces lie farther off than their mainland is wide
    for r in rows("provinces.csv"):
        land = countries.get(r["country"])
        if land is None:
            continue
        a, b = (Place(target="", name="", latitude=float(x["latitude"]), longitude=float(x["longitude"])) for x in (r, land))
        if (kilometres(a, b) or 0) > 3 * float(land["radius_km"]) + 300:
            apart.append(r["name"])
    assert len(apart) <= 12, apart
