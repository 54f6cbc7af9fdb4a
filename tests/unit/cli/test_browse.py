"""Commands that read a database."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest


def rows(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_claims_are_listed_with_who_says_so(run, db: Path) -> None:
    header, *lines = run("claims", "--db", db).out.splitlines()
    assert header.split("\t")[:3] == ["id", "according_to", "type"]
    shelled = next(line.split("\t") for line in lines if "ASSAULT" in line and "Brandt" in line)
    assert shelled[1].startswith("Coast News > ")


def test_a_denial_stands_under_the_denier_and_is_shown_as_denied(run, db: Path) -> None:
    found = [line.split("\t") for line in run("claims", "--db", db, "--speaker", "northern corps").out.splitlines()[1:]]
    assert any(line[2].startswith("ASSAULT") and "CT-" in line[7] for line in found)


def test_claims_as_json_are_those_of_the_readings(run, db: Path) -> None:
    found = rows(run("claims", "--db", db, "--json").out)
    assert {c["report"] for c in found} == {"a", "b"}
    assert all({"id", "trigger", "evidence", "factuality", "rule"} <= c.keys() for c in found)
    assert len(rows(run("claims", "--db", db, "--json", "--limit", 1).out)) == 1


def test_claims_are_chosen_by_publisher_and_by_report(run, db: Path) -> None:
    assert {c["report"] for c in rows(run("claims", "--db", db, "--publisher", "corps", "--json").out)} == {"b"}
    assert {c["report"] for c in rows(run("claims", "--db", db, "--report", "a", "--json").out)} == {"a"}
    assert {c["report"] for c in rows(run("claims", "--db", db, "--report", "*", "--json").out)} == {"a", "b"}
    ran = run("claims", "--db", db, "--report", "c")
    assert ran.status == 0 and "no claim matches; types in this database: ASSAULT" in ran.err


def test_an_open_bound_is_called_open_and_whole_numbers_have_no_point(run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("Shells killed at least nine people in the port of Senn on Monday, the mayor said.", encoding="utf-8")
    assert run("code", report, "--db", tmp_path / "a.db").status == 0
    claim = next(c for c in rows(run("claims", "--db", tmp_path / "a.db", "--json").out) if c["quantities"])
    shown = run("explain", claim["id"], "--db", tmp_path / "a.db").out
    assert ", low 9, high open\n" in shown and "None" not in shown


def test_a_type_that_is_not_there_is_answered_with_those_that_are(run, db: Path) -> None:
    ran = run("claims", "--db", db, "--type", "asault")
    assert ran.status == 0 and ran.out == ""
    assert "no claim matches" in ran.err and "ASSAULT" in ran.err


def test_events_and_their_claims_are_explained(run, db: Path) -> None:
    event = rows(run("events", "--db", db, "--type", "assault", "--json").out)[0]
    ran = run("explain", event["id"], "--db", db)
    assert ran.status == 0 and f"{event['id']}: " in ran.out
    claim = event["claims"][0]
    shown = run("explain", claim, "--db", db).out
    for part in ("sentence ", "according to ", "trigger ", "held as ", "rules "):
        assert f"  {part}" in shown
    assert rows(run("explain", claim, "--db", db, "--json").out)[0]["id"] == claim


def test_an_unknown_id_is_named_with_the_commands_that_list_them(run, db: Path) -> None:
    ran = run("explain", "c-0000", "--db", db)
    assert ran.status == 1 and "c-0000: no such claim or event" in ran.err and "`claimwire claims`" in ran.err


@pytest.mark.parametrize("command", ["claims", "events", "verify", "report"])
def test_a_database_that_is_not_there_or_is_none(run, tmp_path: Path, command: str) -> None:
    notes = tmp_path / "notes.txt"
    notes.write_text("no database", encoding="utf-8")
    for path, said in (
        (tmp_path / "none.db", "no such database; make one with"),
        (notes, "not an SQLite"),
        (tmp_path, "is a folder"),
    ):
        ran = run(command, "--db", path)
        assert ran.status == 1 and said in ran.err, ran.err


@pytest.mark.parametrize(
    ("format_", "name"),
    [("csv", "claims.csv"), ("parquet", "claims.parquet"), ("geojson", "events.geojson"), ("jsonl", "readings.jsonl")],
)
def test_export_writes_each_format_beside_its_notice(run, db: Path, tmp_path: Path, format_: str, name: str) -> None:
    ran = run("export", format_, "--db", db, "--out", tmp_path / "out")
    assert ran.status == 0 and str(tmp_path / "out" / name) in ran.out.splitlines()
    assert (tmp_path / "out" / "README-NOTICE.txt").exists() and (tmp_path / "out" / f"{format_}.loss.json").exists()


def test_an_unknown_format_is_bad_usage(run, db: Path) -> None:
    ran = run("export", "xlsx", "--db", db)
    assert ran.status == 2 and "csv, parquet, geojson, jsonl" in ran.err


def test_the_page_is_written_under_its_title(run, db: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("report", "--db", db, "--out", page, "--title", "Two days at Senn").status == 0
    assert "Two days at Senn" in page.read_text(encoding="utf-8")
    ran = run("report", "--db", db, "--out", tmp_path)
    assert ran.status == 1 and "is a folder" in ran.err


def test_verify_finds_a_text_that_was_changed(run, db: Path) -> None:
    import sqlite3

    assert run("verify", "--db", db).out == "3 reports: every digest and every span holds\n"
    with sqlite3.connect(db) as connection:
        connection.execute("UPDATE readings SET reading = replace(reading, 'harbour', 'markets') WHERE report_id = 'a'")
    connection.close()
    ran = run("verify", "--db", db)
    assert ran.status == 1 and "the text does not match its digest" in ran.out
    assert json.loads(run("verify", "--db", db, "--json").out)["problems"]


def test_a_reader_that_has_gone_is_no_error(db: Path) -> None:
    """`claimwire claims | head -1`, with more lines than the pipe holds."""
    code = f"import sys; sys.argv = ['claimwire', 'claims', '--json', '--db', {str(db)!r}]\n"
    code += "import json\nold = json.dumps\njson.dumps = lambda v, **k: old(v, **k) * 500\n"
    code += "from claimwire.cli import run\nrun()"
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE) as claims:
        assert claims.stdout is not None and claims.stderr is not None
        claims.stdout.readline()
        claims.stdout.close()
        assert claims.stderr.read() == b""
    assert claims.returncode == 0
