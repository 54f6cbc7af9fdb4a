"""`claimwire code` as people use it, and as they misuse it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from claimwire import pipeline
from claimwire.cli.expected import count
from claimwire.records import Report


def test_without_a_named_output_all_four_are_written(run, reports: Path, tmp_path: Path) -> None:
    ran = run("code", reports, "--out", tmp_path / "coded")
    assert ran.status == 0 and ran.err == ""
    assert ran.out.startswith("3 reports: ")
    for name in (
        "readings.jsonl",
        "claims.db",
        "claims.html",
    ):
        assert (tmp_path / "coded" / name).stat().st_size > 0
        assert f"  {tmp_path / 'coded' / name}\n" in ran.out
    tables = {p.name for p in (tmp_path / "coded/tables").iterdir() if p.suffix in {".csv", ".parquet", ".geojson"}}
    assert {"claims.csv", "events.parquet", "events.geojson"} <= tables
    assert ran.out.splitlines()[4:] == [f"  and {len(tables)} tables in {tmp_path / 'coded/tables'}"]


def test_a_named_output_is_the_only_one(run, reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "only" / "readings.jsonl"
    assert run("code", reports, "--readings", out).status == 0
    assert [p.name for p in out.parent.iterdir()] == ["readings.jsonl"]
    assert [json.loads(line)["report"]["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["a", "b", "c"]


def test_a_minus_writes_readings_to_standard_output_and_nothing_else_there(
    run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("code", reports, "--readings", "-")
    assert ran.status == 0 and ran.err.startswith("3 reports: ")
    assert [json.loads(line)["report"]["id"] for line in ran.out.splitlines()] == ["a", "b", "c"]
    assert list(tmp_path.iterdir()) == [reports]
    assert run("code", reports, "--readings", "-", "--quiet").err == ""


def test_a_minus_may_stand_beside_files(run, reports: Path, tmp_path: Path) -> None:
    file = tmp_path / "readings.jsonl"
    assert run("code", reports, "--readings", file).status == 0
    ran = run("code", reports, "--readings", "-", "--db", tmp_path / "a.db")
    assert ran.out == file.read_text(encoding="utf-8") and f"  {tmp_path / 'a.db'}\n" in ran.err


def test_a_pipe_has_every_problem_on_standard_error_because_it_has_no_file_for_them(run, reports: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": 1}\n' * 30 + reports.read_text(encoding="utf-8"), encoding="utf-8")
    ran = run("code", bad, "--readings", "-")
    assert ran.status == 1 and len(ran.out.splitlines()) == 3
    assert len([line for line in ran.err.splitlines() if "bad.jsonl:" in line]) == 30
    assert "30 problems; named above" in ran.err


@pytest.mark.parametrize("option", ["--out", "--db", "--tables", "--page"])
def test_only_readings_go_to_standard_output(
    run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, option: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = run("code", reports, option, "-")
    assert ran.status == 2 and option in ran.err and "only --readings" in ran.err
    assert run("code", reports, "--readings", "-", "--json").status == 2
    for command in (("report",), ("export", "csv"), ("gazetteer", "import", reports)):
        ran = run(*command, "--out", "-")
        assert ran.status == 2 and "--out" in ran.err
    assert list(tmp_path.iterdir()) == [reports]


@pytest.mark.parametrize("inputs", [("none.txt",), ("reports.csv",), ("reports.csv", "--column", "text=word"), ("empty.txt",)])
def test_when_nothing_was_read_no_output_is_left_behind(
    run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, inputs: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "reports.csv").write_text("date,words\n2031-04-09,The corps shelled Senn.\n", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    before = sorted(tmp_path.iterdir())
    ran = run("code", *inputs)
    assert ran.status == 1 and ran.out.startswith("0 reports: ") and "1 problem; named above" in ran.err
    assert run("code", *inputs, "--db", "a/b/c.db", "--tables", "t").status == 1
    assert sorted(tmp_path.iterdir()) == before
    assert "no such database" in run("claims").err


def test_when_nothing_was_read_what_was_there_before_is_kept(run, reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "coded"
    assert run("code", reports, "--out", out).status == 0
    (out / "later").mkdir()
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}
    assert run("code", tmp_path / "none.txt", "--out", out).status == 1
    assert run("code", tmp_path / "none.txt", "--tables", out / "later").status == 1
    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before and (out / "later").is_dir()


def test_an_ontology_with_mistakes_leaves_no_output_behind(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "words.yaml").write_text("vehicles: 7\n", encoding="utf-8")
    arguments = [sys.executable, "-m", "claimwire", "code", str(reports), "--ontology", "mine", "--out", "o/deeper"]
    ran = subprocess.run(arguments, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert ran.returncode == 1 and "words.yaml" in ran.stderr
    assert not (tmp_path / "o").exists()


def test_readings_keep_the_order_of_the_input_whatever_the_database_held_before(run, reports: Path, tmp_path: Path) -> None:
    lines = reports.read_text(encoding="utf-8").splitlines(keepends=True)
    last = tmp_path / "last.jsonl"
    last.write_text(lines[2] + lines[1], encoding="utf-8")
    db, out = tmp_path / "claims.db", tmp_path / "out.jsonl"
    assert run("code", last, "--db", db).status == 0
    ran = run("code", reports, "--db", db, "--readings", out)
    assert "3 reports (2 of them read before)" in ran.out
    assert [json.loads(line)["report"]["id"] for line in out.read_text(encoding="utf-8").splitlines()] == ["a", "b", "c"]


def test_coding_again_writes_the_same_bytes(run, reports: Path, tmp_path: Path) -> None:
    for name in ("one", "two", "two"):
        assert run("code", reports, "--out", tmp_path / name).status == 0
    first = {
        p.relative_to(tmp_path / "one"): p.read_bytes() for p in (tmp_path / "one").rglob("*") if p.suffix not in {".db", ""}
    }
    again = {
        p.relative_to(tmp_path / "two"): p.read_bytes() for p in (tmp_path / "two").rglob("*") if p.suffix not in {".db", ""}
    }
    assert first == again and len(first) > 10


def test_the_summary_as_json_counts_what_was_read_before_too(run, reports: Path, tmp_path: Path) -> None:
    first = json.loads(run("code", reports, "--db", tmp_path / "a.db", "--json").out)
    second = json.loads(run("code", reports, "--db", tmp_path / "a.db", "--json").out)
    assert (first["coded"], first["reused"], second["coded"], second["reused"]) == (3, 0, 0, 3)
    assert first["claims"] == second["claims"] > 0
    assert first["problems"] == [] and first["written"] == [str(tmp_path / "a.db")]


def test_a_bad_record_is_named_the_others_are_coded_and_the_status_is_1(run, reports: Path, tmp_path: Path) -> None:
    reports.write_text('{"id": "x", "text": ""}\n' + reports.read_text(encoding="utf-8"), encoding="utf-8")
    ran = run("code", reports, "--readings", tmp_path / "out.jsonl")
    assert ran.status == 1 and ran.out.startswith("3 reports: ")
    assert "reports.jsonl:1: its text is empty" in ran.err and "1 problem; named above" in ran.err


def test_thousands_of_bad_records_are_counted_on_the_terminal_and_kept_in_a_file(run, reports: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text('{"id": 1}\n' * 3000 + reports.read_text(encoding="utf-8"), encoding="utf-8")
    ran = run("code", bad, "--readings", tmp_path / "out.jsonl")
    assert ran.status == 1 and ran.out.startswith("3 reports: ")
    assert len(ran.err.splitlines()) < 15
    assert f"3000 problems; all of them are in {tmp_path / 'out.problems.txt'}" in ran.err
    assert len((tmp_path / "out.problems.txt").read_text(encoding="utf-8").splitlines()) == 3000
    assert len(json.loads(run("code", bad, "--readings", tmp_path / "out.jsonl", "--json").out)["problems"]) == 3000


def test_a_report_that_breaks_a_rule_of_ours_is_named_and_the_rest_goes_on(
    run, coder: pipeline.Coder, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = pipeline.Coder._read

    def break_on_b(self: pipeline.Coder, report: Report, annotation: object) -> object:
        if report.id == "b":
            raise IndexError("no such token")
        return read(self, report, annotation)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline.Coder, "_read", break_on_b)
    ran = run("code", reports, "--readings", tmp_path / "out.jsonl")
    assert ran.status == 1 and ran.out.startswith("2 reports: ")
    assert "claimwire: b: could not be coded (IndexError: no such token); please report it" in ran.err


def test_inputs_without_a_report_are_an_error_that_says_so(run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    ran = run("code", tmp_path / "empty", "--out", tmp_path / "o")
    assert ran.status == 1
    assert "empty: no files in this folder" in ran.err and "1 problem" in ran.err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--published", "some Friday"), "write it as 2016-05-27"),
        (("--column", "body"), "write FIELD=COLUMN"),
        (("--column", "body=text"), "'body' is no field of a report; one of text, id"),
        (("--jobs", "0"), "greater than or equal to 1"),
        (("--frobnicate",), "No such option"),
    ],
)
def test_bad_usage_is_status_2_and_says_what_is_right(
    run, reports: Path, tmp_path: Path, options: tuple[str, ...], said: str
) -> None:
    ran = run("code", reports, "--out", tmp_path / "o", *options)
    assert ran.status == 2 and said in ran.err
    assert not (tmp_path / "o").exists()


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--db", "{folder}"), "is a folder; name a file in it, for example {folder}"),
        (("--db", "{text}"), "is not an SQLite database"),
        (("--readings", "{text}/out.jsonl"), "is a file; name a folder"),
        (("--readings", "{text}/deeper/out.jsonl"), "a part of this path is a file; name a folder"),
        (("--page", "{folder}"), "is a folder; name a file"),
        (("--tables", "{text}"), "is a file; tables need a folder"),
        (("--out", "{text}"), "is a file; name a folder"),
        (("--config", "{folder}/none.toml"), "none.toml: cannot be read"),
        (("--config", "{text}"), "not TOML"),
    ],
)
def test_an_output_that_cannot_be_written_is_named_before_any_report_is_read(
    run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, options: tuple[str, ...], said: str
) -> None:
    def too_late(*_: object, **__: object) -> None:
        raise AssertionError("work had begun")

    monkeypatch.setattr(pipeline, "fill", too_late)
    folder, text = tmp_path / "folder", tmp_path / "notes.txt"
    folder.mkdir()
    text.write_text("The corps shelled the market.\n", encoding="utf-8")
    ran = run("code", reports, *(o.format(folder=folder, text=text) for o in options))
    assert ran.status == 1 and said.format(folder=folder, text=text) in ran.err
    assert text.read_text(encoding="utf-8") == "The corps shelled the market.\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_may_not_be_written_is_named(run, reports: Path, tmp_path: Path) -> None:
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o555)
    ran = run("code", reports, "--out", locked)
    assert ran.status == 1 and "locked: cannot be written (Permission denied)" in ran.err


def test_an_interrupted_run_says_how_to_go_on(run, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "fill", interrupt)
    ran = run("code", reports, "--out", tmp_path / "o")
    assert ran.status == 130 and "run the same command again to go on" in ran.err


def test_a_terminal_shows_rate_and_remaining_time(reports: Path, tmp_path: Path) -> None:
    if not hasattr(os, "openpty"):
        pytest.skip("this system has no pseudo-terminals")
    ours, theirs = os.openpty()
    arguments = [sys.executable, "-m", "claimwire", "code", str(reports), "--readings", str(tmp_path / "out.jsonl")]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "120"}
    with subprocess.Popen(arguments, stderr=theirs, stdout=subprocess.PIPE, env=environment, text=True) as run:
        os.close(theirs)
        shown = b""
        try:
            while chunk := os.read(ours, 65536):
                shown += chunk
        except OSError:  # the other end is closed: how Linux says that the program has ended
            pass
        assert run.stdout is not None and run.stdout.read().startswith("3 reports: ")
    os.close(ours)
    text = re.sub(rb"\x1b\[[0-9;?]*[a-zA-Z]", b"", shown).decode()
    assert re.search(r"reports .* \d/3 .*\d\.\d/s .*\d:\d\d", text), text


def test_the_bar_knows_how_many_reports_are_to_come(reports: Path, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text("Calm.", encoding="utf-8")
    (tmp_path / "in" / "b.csv").write_text('id,text\n1,Calm.\n2,"Two\nlines."\n', encoding="utf-8")
    (tmp_path / "in" / "c.pdf").write_bytes(b"%PDF-1.7\n%\xe2\xe3")
    assert count([str(reports), str(tmp_path / "in")], columns={}) == 6
    assert count([str(reports), "-"], columns={}) is None
