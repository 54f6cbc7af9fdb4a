"""`claimwire contradictions`, and one value an attribute from `claimwire events`."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from claimwire.cli import consolidating, contradictions  # noqa: F401 - each adds its commands

REPORTS = [
    ("a", "Harbour Post", "2031-04-08", "The Velmarian army shelled Senn on Monday, killing four people, doctor Eva Holm said."),
    ("b", "Capital Courier", "2031-04-09", "The Velmarian army denied that it had shelled Senn on Monday."),
    ("c", "Lakeside Post", "2031-04-09", "The Velmarian army shelled Senn on Monday, killing nine people, driver Pim Oost said."),
]  # fmt: skip


@pytest.fixture
def disputed(run, tmp_path: Path) -> Path:
    path = tmp_path / "reports.jsonl"
    records = [{"id": i, "publisher": p, "published_at": d, "text": t} for i, p, d, t in REPORTS]
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    db = tmp_path / "disputed.db"
    assert run("code", path, "--db", db).status == 0
    assert run("consolidate", "--db", db).status == 0
    return db


def test_both_claims_are_shown_with_who_says_them(run, disputed: Path) -> None:
    header, *lines = run("contradictions", "--db", disputed).out.splitlines()
    assert header.split("\t") == ["subject", "kind", "relation", "claim_a", "who_a", "claim_b", "who_b"]
    rows = [line.split("\t") for line in lines]
    assert {(r[1], r[2]) for r in rows} == {("attribution", "denies"), ("figure", "differs")}
    denial = next(r for r in rows if r[2] == "denies")
    assert denial[6] == "Capital Courier > The Velmarian army"


def test_an_attribute_is_chosen_and_csv_opens_in_a_spreadsheet(run, disputed: Path) -> None:
    out = run("contradictions", "--db", disputed, "--attribute", "quantity", "--csv").out
    (row,) = csv.DictReader(io.StringIO(out))
    assert (row["kind"], row["relation"], row["event_status"]) == ("figure", "differs", "contested")
    assert {row["publisher_a"], row["publisher_b"]} == {"Harbour Post", "Lakeside Post"}


def test_json_holds_ids_of_both_claims_and_the_event(run, disputed: Path) -> None:
    rows = [json.loads(line) for line in run("contradictions", "--db", disputed, "--json").out.splitlines()]
    assert all(r["a"]["claim"].startswith("c-") and r["b"]["claim"].startswith("c-") and r["event"] for r in rows)


def test_who_says_nothing_is_listed_when_asked_for(run, disputed: Path) -> None:
    quiet = run("contradictions", "--db", disputed, "--silent", "--attribute", "quantity").out
    assert "is_silent" in quiet and "Velmarian army says nothing on the quantity" in quiet
    assert "is_silent" not in run("contradictions", "--db", disputed).out


def test_where_nobody_contradicts_anybody_that_is_said(run, tmp_path: Path) -> None:
    report = tmp_path / "report.txt"
    report.write_text("It rained in Senn.", encoding="utf-8")
    assert run("code", report, "--db", tmp_path / "calm.db").status == 0
    ran = run("contradictions", "--db", tmp_path / "calm.db")
    assert (ran.status, ran.out) == (0, "") and "no contradiction" in ran.err


@pytest.mark.parametrize(("arguments", "said"), [(["--json", "--csv"], "either JSON or CSV"), (["--attribute", "mood"], "mood")])
def test_what_cannot_be_asked_is_refused(run, disputed: Path, arguments: list[str], said: str) -> None:
    ran = run("contradictions", "--db", disputed, *arguments)
    assert ran.status == 2 and said in ran.err


@pytest.mark.parametrize(("way", "killed"), [("conservative", 4), ("representative", 4), ("informative", 9)])
def test_events_show_one_value_and_how_far_origins_differ(run, disputed: Path, way: str, killed: int) -> None:
    (event,) = (
        json.loads(x) for x in run("events", "--db", disputed, "--aggregate", way, "--type", "assault", "--json").out.splitlines()
    )
    assert event["aggregate"]["how"] == way and event["aggregate"]["quantities"] == {"killed": killed}
    assert event["aggregate"]["disagreement"]["quantity"] == pytest.approx(5 / 9)
    assert event["status"] == "contested", "to choose a value settles nothing"
    shown = run("events", "--db", disputed, "--aggregate", way).out
    assert f"killed {killed}" in shown and "quantity 0.56" in shown
