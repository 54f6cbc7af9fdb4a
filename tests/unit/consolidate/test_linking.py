"""Rows of tables that tell of one event: read, linked, kept apart, and held against one another. All names are invented."""

from __future__ import annotations

import random
from typing import Any

import pytest

from claimwire.consolidate import linking
from claimwire.consolidate.entries import ACLED, FORMATS, UCDP, Entry, Names, entry, key, told_by
from claimwire.errors import ClaimwireError

OWN = {
    "id": ("nr",),
    "start": ("day",),
    "end": ("until",),
    "type": ("kind",),
    "actor": ("by", "with"),
    "recipient": ("victims",),
    "place": ("quarter", "town"),
    "country": ("land",),
    "latitude": ("lat",),
    "longitude": ("lon",),
    "deaths_low": ("dead_min",),
    "deaths": ("dead",),
    "deaths_high": ("dead_max",),
    "source": ("outlet",),
}
MARKET: dict[str, Any] = {
    "nr": "m1",
    "day": "2031-06-03",
    "kind": "Shooting",
    "by": "Harbour Guard",
    "town": "Bel Amun",
    "land": "Tessaly",
    "lat": "12.5",
    "lon": "40.25",
    "dead": "14",
    "outlet": "Harbour Post (2031-06-03) Fourteen die at the market",
}


def row(nr: str, **changed: Any) -> dict[str, Any]:
    return {**MARKET, "nr": nr, "outlet": f"Outlet {nr} (2031-06-04) Market dead", **changed}


def read(*rows: dict[str, Any]) -> list[Entry]:
    return [entry(r, OWN, where=f"table.csv:{n}", names=Names()) for n, r in enumerate(rows, 2)]


def grouped(*rows: dict[str, Any]) -> list[list[str]]:
    return [[e.id for e in g.entries] for g in linking.link(read(*rows))]


def test_two_outlets_on_one_day_in_one_town_are_one_event_and_a_far_town_is_another() -> None:
    far = row("f1", town="Qasr Deyn", lat="13.4", lon="41.9")
    assert grouped(MARKET, row("m2", dead="12"), far) == [["m1", "m2"], ["f1"]]


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [row(f"{t}{n}", town=t, lat=str(10 + len(t)), dead=str(3 + n)) for t in ("Bel", "Qasra", "Deynul") for n in range(4)]
    first = sorted(map(sorted, grouped(*rows)))
    for seed in range(4):
        random.Random(seed).shuffle(rows)
        assert sorted(map(sorted, grouped(*rows))) == first


def test_one_publication_that_two_rows_cite_told_of_two_events() -> None:
    again = {**MARKET, "nr": "m9"}
    groups = linking.link(read(MARKET, again))
    assert [[e.id for e in g.entries] for g in groups] == [["m1"], ["m9"]]
    assert groups[0].kept_apart == (("m1", "m9", "one publication"),)


def test_an_outlet_that_reports_two_days_running_reports_two_events_but_another_may_be_a_day_late() -> None:
    later = row("m2", day="2031-06-04", outlet="Harbour Post (2031-06-04) Fourteen more die")
    assert grouped(MARKET, later) == [["m1"], ["m2"]]
    assert grouped(MARKET, row("m3", day="2031-06-04", outlet="Inland Wire (2031-06-04) Fourteen die")) == [["m1", "m3"]]


def test_days_a_week_apart_are_never_one_and_are_not_even_compared() -> None:
    rows = read(MARKET, row("m2", day="2031-06-12"))
    assert linking.candidates(rows) == []
    assert linking.compare(*rows).veto == "days apart"


def test_a_year_of_a_province_is_no_event_of_its_days() -> None:
    year = row("y", town=None, lat=None, lon=None, day="2031-01-01", until="2031-12-31", dead="900")
    assert grouped(MARKET, year) == [["m1"], ["y"]]
    assert linking.compare(*read(MARKET, year)).veto == "summary of a period"


def test_who_says_what_is_listed_and_who_is_silent_is_not() -> None:
    rows = read(MARKET, row("m2", dead="12", by="Unknown gunmen"), row("m3", dead=None, quarter="Fish Market"))
    found = {d.attribute: d for d in linking.disagreements(rows)}
    assert found["deaths"].values == {"14": ("m1",), "12": ("m2",)} and found["deaths"].relation == "differs"
    assert found["place"].values == {"Bel Amun": ("m1", "m2"), "Fish Market": ("m3",)}
    assert found["place"].relation == "less_precise", "the market is in the town"
    assert found["actor"].relation == "less_precise", "unknown gunmen may be the Harbour Guard"
    assert "date" not in found


def test_two_named_forces_differ() -> None:
    (found,) = [d for d in linking.disagreements(read(MARKET, row("m2", by="Delta Front"))) if d.attribute == "actor"]
    assert found.relation == "differs"


def test_a_verdict_is_the_sum_of_its_features_and_is_the_same_both_ways() -> None:
    a, b = read(MARKET, row("m2", dead="12", day="2031-06-04"))
    there, back = linking.compare(a, b), linking.compare(b, a)
    assert there == back
    assert there.score == pytest.approx(linking.weights()["bias"] + sum(w for _, w in there.features))
    assert [abs(w) for _, w in there.features] == sorted((abs(w) for _, w in there.features), reverse=True)


def test_the_same_many_dead_are_evidence_and_nobody_dead_is_little() -> None:
    def score(dead: str, other: str) -> float:
        return linking.compare(*read(row("a", dead=dead), row("b", dead=other))).score

    assert score("31", "31") > score("1", "1") > score("0", "0")
    assert score("31", "31") > score("31", "2")


def test_points_near_each_other_are_compared_wherever_the_grid_cuts() -> None:
    for lat in (12.2499, 12.4999, 12.5001, 12.7499):
        rows = read(row("a", town="Ash", lat=str(lat)), row("b", town="Birch", lat=str(lat + 0.004)))
        assert linking.candidates(rows) == [(0, 1)]


def test_a_row_that_knows_only_the_country_is_compared_with_the_towns_of_those_days() -> None:
    rows = read(row("c", town=None, lat=None, lon=None), MARKET, row("x", land="Elsewhere", lat="50", lon="7"))
    assert (0, 1) in linking.candidates(rows) and (0, 2) not in linking.candidates(rows)


def test_two_tables_are_matched_and_neither_is_deduplicated_by_itself() -> None:
    far = {"town": "Qasr Deyn", "lat": "13.9", "lon": "42.0"}
    rows = read(row("a1"), row("a2"), row("a3", **far), row("a4", **far), row("b1"))
    groups = [[e.id for e in g.entries] for g in linking.link(rows, between=4)]
    assert groups == [["a1", "a2", "b1"], ["a3"], ["a4"]], "a3 and a4 may be one, but nothing of the other table says so"


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"day": ""}, "has no date in day"),
        ({"day": "last week"}, "start 'last week' is no date"),
        ({"until": "2031-06-01"}, "ends before it starts"),
        ({"dead": "many"}, "deaths 'many' is no number"),
        ({"lat": "123"}, "is no place on earth"),
    ],
)
def test_a_bad_row_is_named_with_its_line_and_its_cell(changed: dict[str, Any], says: str) -> None:
    with pytest.raises(ClaimwireError, match=rf"^table\.csv:2: .*{says}"):
        read({**MARKET, **changed})


def test_formats_are_told_by_their_columns() -> None:
    assert told_by(["event_id_cnty", "event_date", "notes"]) == "acled"
    assert told_by(["id", "where_prec", "date_start"]) == "ucdp"
    assert told_by(["nr", "day"]) is None
    assert set(FORMATS) == {"acled", "ucdp"}


def test_a_region_of_acled_is_no_point_and_a_village_of_ucdp_is() -> None:
    acled = {
        "event_id_cnty": "TES1",
        "event_date": "03 June 2031",
        "event_type": "Battles",
        "actor1": "Harbour Guard",
        "location": "Bel Amun",
        "country": "Tessaly",
        "latitude": 12.5,
        "longitude": 40.25,
        "geo_precision": 3,
        "fatalities": 14,
        "notes": "Fighting.",
    }
    ucdp = {
        "id": "9.0",
        "date_start": "2031-06-03",
        "date_end": "2031-06-03",
        "side_a": "Harbour Guard",
        "where_coordinates": "Bel Amun village",
        "country": "Tessaly",
        "latitude": "12.5",
        "longitude": "40.25",
        "where_prec": "1.0",
        "low": "12",
        "best": "14",
        "high": "20",
    }
    a = entry(acled, ACLED, where="a.csv:2", names=Names())
    u = entry(ucdp, UCDP, where="u.csv:2", names=Names())
    assert not a.is_point and u.is_point
    assert a.start == u.start and a.event_type == "ASSAULT" and u.places == a.places == ("bel amun",)
    assert u.deaths is not None and (u.deaths.low, u.deaths.best, u.deaths.high) == (12, 14, 20)


def test_names_are_compared_without_accents_case_and_articles() -> None:
    assert key("Forces de Défense of the Côte") == "forces de defense cote"


def test_a_group_is_written_with_its_pairs_and_what_its_rows_differ_on() -> None:
    (group,) = linking.link(read(MARKET, row("m2", dead="12")))
    out = linking.to_dict(group)
    assert [e["id"] for e in out["entries"]] == ["m1", "m2"] and out["score"] == pytest.approx(out["pairs"][0]["score"])
    assert out["disagreements"][0] == {
        "attribute": "deaths",
        "relation": "differs",
        "values": [{"value": "14", "said_by": ["m1"]}, {"value": "12", "said_by": ["m2"]}],
    }
