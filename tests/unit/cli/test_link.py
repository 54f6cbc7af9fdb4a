"""`claimwire link`: a table on its own, against coded events, and with rows that cannot be read. All names are invented."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

import bare
from claimwire import store
from claimwire.cli import run
from claimwire.records import (
    ClaimPlace,
    ClaimTime,
    Event,
    Participant,
    Place,
    QuantityRange,
    Reading,
    Report,
    Run,
    Sentence,
    TimeInterval,
)

TABLE = """nr,Day,Town,Land,lat,lon,Force,Killed,Source
m1,2031-06-03,Bel Amun,Tessaly,12.5,40.25,Harbour Guard,14,Harbour Post (2031-06-03) Fourteen die
m2,2031-06-03,Bel Amun,Tessaly,12.5,40.25,Harbour Guard,12,Inland Wire (2031-06-04) Twelve die
f1,2031-06-03,Qasr Deyn,Tessaly,13.9,42.0,Delta Front,3,Inland Wire (2031-06-05) Three die
"""
MAP = ["--map", "id=nr", "--map", "start=Day", "--map", "place=Town", "--map", "country=Land", "--map", "latitude=lat"]
MAP += ["--map", "longitude=lon", "--map", "actor=Force", "--map", "deaths=Killed", "--map", "source=Source"]


def claimwire(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr("sys.argv", ["claimwire", *map(str, arguments)])
    with pytest.raises(SystemExit) as e:
        run()
    assert isinstance(e.value.code, int)
    return e.value.code


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "own.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_rows_of_one_event_are_listed_with_what_they_differ_on(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert claimwire(monkeypatch, "link", table, *MAP, "--json") == 0
    out, err = capsys.readouterr()
    (group,) = map(json.loads, out.splitlines())
    assert [e["id"] for e in group["entries"]] == ["m1", "m2"]
    assert group["disagreements"] == [
        {
            "attribute": "deaths",
            "relation": "differs",
            "values": [{"value": "14", "said_by": ["m1"]}, {"value": "12", "said_by": ["m2"]}],
        }
    ]
    assert err == "3 rows, 2 events; 1 told by several rows, 1 of these with a disagreement\n"


def test_csv_has_one_line_a_row_and_all_lists_single_rows_too(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert claimwire(monkeypatch, "link", table, *MAP, "--csv", "--all") == 0
    rows = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    assert [(r["group"], r["id"], r["where"]) for r in rows] == [
        ("1", "m1", "own.csv:2"),
        ("1", "m2", "own.csv:3"),
        ("2", "f1", "own.csv:4"),
    ]


def test_a_row_that_cannot_be_read_is_named_and_the_rest_goes_on(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    table.write_text(TABLE + "x1,soon,Bel Amun,Tessaly,12.5,40.25,,1,\nx2,2031-06-03,Bel Amun\n", encoding="utf-8")
    assert claimwire(monkeypatch, "link", table, *MAP, "--csv") == 0
    err = capsys.readouterr().err
    assert "own.csv:5: start 'soon' is no date" in err and "own.csv:6: 3 cells under 9 columns" in err
    assert "3 rows, 2 events" in err


def test_a_column_that_is_not_there_is_named_with_those_that_are(
    table: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert claimwire(monkeypatch, "link", table, "--map", "start=Date") == 1
    assert "no column Date; it has nr, Day, Town" in capsys.readouterr().err
    assert claimwire(monkeypatch, "link", table) == 1
    assert "--map start=COLUMN" in capsys.readouterr().err
    assert claimwire(monkeypatch, "link", table, "--map", "beginning=Day") == 2


def test_a_table_is_matched_against_coded_events_by_what_they_say(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    db = tmp_path / "claims.db"
    event = _coded(db)
    out = tmp_path / "matches.jsonl"
    assert claimwire(monkeypatch, "link", table, *MAP, "--against", db, "--out", out) == 0
    assert capsys.readouterr().out == ""
    (group,) = map(json.loads, out.read_text(encoding="utf-8").splitlines())
    assert [e["id"] for e in group["entries"]] == ["m1", "m2", event]
    assert {d["attribute"] for d in group["disagreements"]} >= {"deaths"}


def test_two_tables_are_matched(
    table: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = tmp_path / "other.jsonl"
    row = dict(zip(TABLE.splitlines()[0].split(","), TABLE.splitlines()[3].split(","), strict=True))
    other.write_text(json.dumps(row | {"nr": "o1", "Source": "Coast Radio (2031-06-03) Dead"}) + "\n", encoding="utf-8")
    assert claimwire(monkeypatch, "link", table, "--against", other, *MAP, "--json") == 0
    (group,) = map(json.loads, capsys.readouterr().out.splitlines())
    assert [e["id"] for e in group["entries"]] == ["f1", "o1"]


def _coded(db: Path) -> str:
    """Write a database with one report on the dead of Bel Amun, coded."""
    report = Report(id="r1", text="Guards killed 14 people in Bel Amun on 3 June.", publisher="Harbour Post")
    place = Place(target="own:1", name="Bel Amun", country="TES", latitude=12.5, longitude=40.25, precision=1)
    at = ClaimPlace(mention="m-1", span=report.span(27, 35), role="location", place=place)
    day = TimeInterval(edtf="2031-06-03", start="2031-06-03", end="2031-06-04", precision="day", rule="day")
    time = ClaimTime(mention="m-2", span=report.span(39, 45), interval=day)
    guards = Participant(mention="m-3", span=report.span(0, 6), target=None, name="guards")
    more = {"evidence": report.span(0, 46), "actor": (guards,), "places": (at,), "time": time, "sentence": "s-1", "event": "e-1"}
    claim = bare.claim("c-1", report.span(7, 13), **more)
    reading = Reading(
        report=report,
        run=Run(id="run", version="0", config_digest="c", ontology_version="o", model_digests={}),
        sentences=(Sentence(id="s-1", start=0, end=46),),
        mentions=(),
        links=(),
        statements=(),
        claims=(claim,),
    )
    event = Event(
        id="e-1",
        event_type="ASSAULT",
        modes=(),
        claims=("c-1",),
        places=(at,),
        time=time,
        actors=(guards,),
        recipients=(),
        quantities={"killed": QuantityRange(low=14, best=14, high=14, by_origin={})},
        n_claims=1,
        n_statements=0,
        n_reports=1,
        n_origins=1,
        status="single_source",
        status_by_attribute={},
    )
    kept = store.open(db)
    kept.save(reading)
    kept.save_events([event])
    kept.close()
    return event.id
