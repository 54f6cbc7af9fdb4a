"""`claimwire gazetteer`: what it says of rows and columns that it cannot read, and why a name means what it means."""

import json
from pathlib import Path


def test_rows_left_out_are_named_and_counted(run, tmp_path: Path) -> None:
    places = tmp_path / "places.csv"
    places.write_text("name,latitude,longitude\nSennhaven,55.1,12.2\nOutpost,north,12.2\n", encoding="utf-8")
    ran = run("gazetteer", "import", places, "--out", tmp_path / "g.sqlite")
    assert ran.status == 0 and "1 places under 1 names" in ran.out and "1 row left out" in ran.out
    assert "left out: " in ran.err and "places.csv:3: 'north' is no number" in ran.err


def test_columns_are_mapped_and_a_wrong_mapping_names_those_there_are(run, tmp_path: Path) -> None:
    places, out = tmp_path / "places.csv", tmp_path / "g.sqlite"
    places.write_text("Town,Y,X\nSennhaven,55.1,12.2\n", encoding="utf-8")
    columns = ("--column", "name=Town", "--column", "latitude=Y", "--column")
    assert run("gazetteer", "import", places, "--out", out, *columns, "longitude=X").status == 0
    ran = run("gazetteer", "import", places, "--out", out, *columns, "longitude=Z")
    assert ran.status == 1 and "no column 'Z' (for longitude); its columns are Town, Y, X" in ran.err
    assert run("gazetteer", "import", places, "--out", out, "--column", "name").status == 2


def test_search_shows_key_layers_distance_and_kind_of_match(run, tmp_path: Path) -> None:
    places, out = tmp_path / "places.csv", tmp_path / "g.sqlite"
    places.write_text("id,name,latitude,longitude,country\nown:1,Az Zarnuqah,35.1,38.2,SY\n", encoding="utf-8")
    run("gazetteer", "import", places, "--out", out)
    search = ("gazetteer", "search", "Zarnouka", "--gazetteer", out, "--json", "--near", "35.1,38.3", "--country", "SY")
    found = json.loads(run(*search).out.splitlines()[0])
    assert (found["target"], found["because"], found["key"]) == ("own:1", "other transliteration", "az zarnuqah")
    assert found["layers"] == ["g.sqlite"] and 8 < found["km"] < 10
    assert run("gazetteer", "search", "Zarnouka", "--near", "95,2").status == 2
    assert run("gazetteer", "search", "Zarnouka", "--country", "Q").status == 2


def test_search_in_a_report_says_by_which_rule_a_name_was_resolved(run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Government guns shelled the village of Zerba in Aleppo province in Syria on Thursday.", encoding="utf-8")
    found = json.loads(run("gazetteer", "search", "zerba", "--report", report, "--json").out.splitlines()[0])
    assert (found["country"], found["rule"]) == ("SYR", "place:supported")
    assert any("geonames:" in runner for runner in found["runners_up"])
    assert "no place is read from 'Homs'" in run("gazetteer", "search", "Homs", "--report", report).err
