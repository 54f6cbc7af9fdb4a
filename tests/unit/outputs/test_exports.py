"""What an analyst finds in an export: readable rows, nothing lost in silence, nothing finer than it was known."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from claimwire import outputs
from claimwire.errors import StoreError
from claimwire.outputs.flat import CLAIMS
from claimwire.outputs.geojson import rounded
from claimwire.outputs.tables import TABLES
from claimwire.outputs.wording import bounds
from claimwire.records import Place, Reading
from invented import SAHL, events, hostile, readings, wire
from invented_strike import strike_events, strike_readings


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def loss(path: Path) -> dict[str, int]:
    items = json.loads(path.read_text(encoding="utf-8"))["lost"]
    return {item["field"]: item["n"] for item in items}


@pytest.mark.parametrize("format_", sorted(outputs.FORMATS))
def test_every_export_comes_with_a_loss_report_and_a_notice_against_targeting(tmp_path: Path, format_: str) -> None:
    written = outputs.export(format_, readings(), events(), tmp_path)
    assert tmp_path / f"{format_}.loss.json" in written
    assert all(path.stat().st_size > 0 for path in written)
    assert "Never for targeting" in (tmp_path / "README-NOTICE.txt").read_text(encoding="utf-8")
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted({p.name for p in written}), "nothing half-written is left"
    assert json.loads((tmp_path / f"{format_}.loss.json").read_text(encoding="utf-8"))["rows"]


def test_a_claims_row_says_who_says_who_did_what_to_whom_where_and_when(tmp_path: Path) -> None:
    outputs.export("csv", readings(), events(), tmp_path)
    row = next(r for r in table(tmp_path / "claims.csv") if r["trigger"] == "shelled")
    assert row["attribution"] == "Levant Wire; the Truce Mission"
    assert (row["said_by"], row["speaker"], row["cue"]) == ("the Truce Mission", "own:truce-mission", "said")
    assert (row["actors"], row["actor_names"], row["actor_ids"]) == (
        "Northern Corps artillery",
        "Northern Corps",
        "own:north-corps",
    )
    assert (row["recipients"], row["recipient_ids"]) == ("the market", "")
    assert (row["location_names"], row["radius_km"], row["place_precision"]) == ("Qarat", "5.0", "1")
    assert (row["time"], row["time_start"], row["time_end"]) == ("Tuesday", "2031-04-08", "2031-04-09")
    assert row["quantities"] == "killed: at least 12 people"
    assert "قرات" in row["sentence"]
    text = wire().report.text
    assert text[int(row["trigger_start"]) : int(row["trigger_end"])] == "shelled"


def test_nested_statements_give_the_whole_chain_of_attribution(tmp_path: Path) -> None:
    outputs.export("csv", readings(), events(), tmp_path)
    row = next(r for r in table(tmp_path / "claims.csv") if r["trigger"] == "storm")
    assert row["attribution"] == "Levant Wire; Captain Nadim al-Harazi; residents"
    assert row["realization"] == "attempted"
    assert row["latitude"] == row["location_names"] == "", "an unresolved place has no coordinates, and not zero"


def test_an_effect_is_told_with_names(tmp_path: Path) -> None:
    outputs.export("csv", readings(), events(), tmp_path)
    row = next(r for r in table(tmp_path / "claims.csv") if r["trigger"] == "retook")
    assert (row["effect"], row["effect_place"], row["effect_from"], row["effect_to"]) == (
        "territory_transfer",
        "Qarat",
        "Northern Corps",
        "Arvan Army",
    )


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", " ="])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text_and_counted(tmp_path: Path, start: str) -> None:
    report = dataclasses.replace(wire().report, title=f'{start}cmd|"/c calc"!A1')
    outputs.export("csv", [dataclasses.replace(wire(), report=report)], [], tmp_path)
    rows = table(tmp_path / "claims.csv")
    assert {r["title"] for r in rows} == {f"'{report.title}"}
    assert loss(tmp_path / "csv.loss.json")["claims.title"] == len(rows)


def test_negative_numbers_stay_numbers(tmp_path: Path) -> None:
    place = Place(target="own:south", name="South", latitude=-33.25, longitude=-70.5, radius_km=5.0)
    claims = [dataclasses.replace(c, places=tuple(dataclasses.replace(p, place=place) for p in c.places)) for c in wire().claims]
    outputs.export("csv", [dataclasses.replace(wire(), claims=tuple(claims))], [], tmp_path)
    assert "-33.25" in {r["latitude"] for r in table(tmp_path / "claims.csv")}


def test_parquet_holds_the_same_rows_with_lists_and_nulls(tmp_path: Path) -> None:
    for format_ in ("csv", "parquet"):
        outputs.export(format_, [*readings(), *strike_readings()], [*events(), *strike_events()], tmp_path)
    for t in TABLES:
        rows = pq.read_table(tmp_path / f"{t.name}.parquet").to_pylist()
        assert len(rows) == len(table(tmp_path / f"{t.name}.csv")) > 0, t.name
        assert list(rows[0]) == list(t.columns)
    row = next(r for r in pq.read_table(tmp_path / "claims.parquet").to_pylist() if r["trigger"] == "storm")
    assert row["attribution"] == ["Levant Wire", "Captain Nadim al-Harazi", "residents"]
    assert row["latitude"] is None
    assert row["modes"] == []
    assert next(r for r in pq.read_table(tmp_path / "claims.parquet").to_pylist())["publisher"] == "Levant Wire"
    assert CLAIMS.columns["score"] == "float"


def test_an_event_row_names_publishers_speakers_and_contradictions(tmp_path: Path) -> None:
    outputs.export("csv", readings(), events(), tmp_path)
    row = next(r for r in table(tmp_path / "events.csv") if r["event_id"] == "e-market")
    assert row["publishers"] == "Corps Information Office; Levant Wire"
    assert row["speakers"] == "spokesman Yusuf Dirani; the Truce Mission"
    assert (row["status"], row["occurrence"]) == ("contested", "contested")
    assert row["contradictions"].count("asserted and denied") == 2
    assert row["quantities"] == "killed: 12 or more"


def test_a_map_has_places_of_occurrence_only_with_their_radius(tmp_path: Path) -> None:
    outputs.export("geojson", readings(), events(), tmp_path)
    collection = json.loads((tmp_path / "claims.geojson").read_text(encoding="utf-8"))
    assert collection["type"] == "FeatureCollection"
    assert len(collection["features"]) == 7
    for feature in collection["features"]:
        assert feature["geometry"]["type"] == "Point"
        assert feature["properties"]["radius_km"] > 0
        assert feature["properties"]["precision"] in range(1, 8)
    lost = loss(tmp_path / "geojson.loss.json")
    assert lost["claims.places"] == 1, "Tell Amun is not resolved"
    assert lost["claims"] == 1, "the hospital has no place"


def test_a_point_has_no_more_decimals_than_its_radius_carries() -> None:
    assert rounded(SAHL) == (38.5, 35.7)
    exact = Place(target="x", name="x", latitude=35.912345, longitude=38.204321, radius_km=60.0)
    assert rounded(exact) == (38.2, 35.9)
    assert rounded(dataclasses.replace(exact, radius_km=2.0)) == (38.2, 35.91)
    assert rounded(dataclasses.replace(exact, radius_km=None, precision=6)) == (38.0, 36.0), "a country without a radius"
    assert rounded(dataclasses.replace(exact, latitude=None)) is None


def test_a_place_of_origin_is_no_place_of_the_event(tmp_path: Path) -> None:
    claims = tuple(
        dataclasses.replace(c, places=tuple(dataclasses.replace(p, role="origin") for p in c.places)) for c in wire().claims
    )
    outputs.export("geojson", [dataclasses.replace(wire(), claims=claims)], [], tmp_path)
    assert json.loads((tmp_path / "claims.geojson").read_text(encoding="utf-8"))["features"] == []


def test_json_lines_are_the_readings_letter_for_letter(tmp_path: Path) -> None:
    out = tmp_path / "readings.jsonl"
    assert outputs.export("jsonl", iter(readings()), (), out) == [out]
    lines = out.read_text(encoding="utf-8").split("\n")
    assert [Reading.from_dict(json.loads(line)) for line in lines if line] == readings()
    assert lines[-1] == "", "one reading per line, each line ended"


def test_an_interrupted_export_leaves_the_older_file_and_no_rubbish(tmp_path: Path) -> None:
    out = tmp_path / "readings.jsonl"
    outputs.export("jsonl", readings(), (), out)
    before = out.read_bytes()

    def stops():
        yield wire()
        raise KeyboardInterrupt

    for format_, where in (("jsonl", out), ("csv", tmp_path / "tables"), ("parquet", tmp_path / "tables")):
        with pytest.raises(KeyboardInterrupt):
            outputs.export(format_, stops(), (), where)
    assert out.read_bytes() == before
    assert list((tmp_path / "tables").iterdir()) == []
    assert [p.name for p in tmp_path.iterdir() if p.is_file()] == ["readings.jsonl"]


def test_an_unwritable_place_is_named_with_a_remedy(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    for format_ in ("csv", "parquet", "geojson"):
        with pytest.raises(StoreError, match=r"file: is a file; \w+ needs a folder"):
            outputs.export(format_, readings(), events(), blocked)
        with pytest.raises(StoreError, match=r"cannot be written .* check its folder's permissions and free space"):
            outputs.export(format_, readings(), events(), blocked / "tables")
    with pytest.raises(StoreError, match="cannot be written"):
        outputs.write_page(readings(), events(), blocked / "page.html")
    with pytest.raises(StoreError, match="'xls' is no export format; choose one of csv, parquet, geojson, jsonl"):
        outputs.export("xls", readings(), events(), tmp_path)


def test_nothing_at_all_still_makes_tables_with_their_headers(tmp_path: Path) -> None:
    for format_ in outputs.FORMATS:
        outputs.export(format_, [], [], tmp_path)
    assert table(tmp_path / "claims.csv") == []
    assert (tmp_path / "claims.csv").read_text(encoding="utf-8-sig").startswith("claim_id,report_id,publisher")
    assert pq.read_table(tmp_path / "claims.parquet").num_rows == 0


def test_hostile_words_are_kept_as_they_are(tmp_path: Path) -> None:
    outputs.export("parquet", [hostile()], [], tmp_path)
    row = pq.read_table(tmp_path / "claims.parquet").to_pylist()[0]
    assert row["publisher"] == hostile().report.publisher, "only a spreadsheet format changes a cell"


def test_numbers_are_written_as_read() -> None:
    assert bounds(12, 12, 12) == "12"
    assert bounds(12, None, None) == "12 or more"
    assert bounds(12, None, 15) == "12 to 15"
    assert bounds(None, None, 40) == "up to 40"
    assert bounds(None, None, None) == "unknown"
