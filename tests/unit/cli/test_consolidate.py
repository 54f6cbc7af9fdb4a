"""`claimwire consolidate`, and how the other commands speak of events over reports."""

from __future__ import annotations

import json
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from claimwire import store
from claimwire.cli import consolidating
from claimwire.consolidate import across
from claimwire.store import schema
from tellings import reading, save

SHELLED = (1, [(0, 0, 0, False)])  # the Northern Corps shelled Qarat, told on 1 April
AGAIN = (2, [(0, 0, 0, False)])


@pytest.fixture
def war(tmp_path: Path) -> Path:
    """A database of three reports, none consolidated: two of one shelling, one of another town."""
    path = tmp_path / "war.db"
    with store.open(path) as kept:
        save(kept, reading("a", SHELLED))
        save(kept, reading("b", AGAIN))
        save(kept, reading("c", (1, [(0, 1, 0, False)])))
    return path


@pytest.fixture
def older(war: Path, tmp_path: Path) -> Path:
    """The same database as a claimwire wrote it that knew no events over reports: each claim is an event by itself."""
    path = tmp_path / "older.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as made:
        for number, sql in schema.migrations()[:4]:
            made.executescript(sql)
            made.execute(f"PRAGMA user_version = {number}")
        made.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
        made.execute("ATTACH ? AS now", (str(war),))
        tables = [
            name for (name,) in made.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid").fetchall()
        ]
        for table in (t for t in tables if not t.startswith(("sqlite_", "event"))):
            columns = ", ".join(row[1] for row in made.execute(f"PRAGMA main.table_info({table})").fetchall())
            made.execute(f"INSERT OR IGNORE INTO {table} ({columns}) SELECT {columns} FROM now.{table}")
        for claim, report in made.execute("SELECT claim_id, report_id FROM claims").fetchall():
            given = {"event_id": f"e-of-{report}", "n_claims": 1, "n_statements": 0, "n_reports": 1, "n_origins": 1}
            asked = made.execute("SELECT name FROM pragma_table_info('events') WHERE \"notnull\"").fetchall()
            values = {name: given.get(name, "[]") for (name,) in asked} | given
            marks = ", ".join("?" * len(values))
            made.execute(f"INSERT INTO events ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
            made.execute("INSERT INTO event_claims VALUES (?, 0, ?)", (f"e-of-{report}", claim))
    return path


def events(run, db: Path) -> dict[str, set[str]]:  # type: ignore[no-untyped-def]
    listed = [json.loads(line) for line in run("events", "--db", db, "--json").out.splitlines()]
    return {e["id"]: set(e["claims"]) for e in listed}


def test_reports_of_one_shelling_become_one_event_and_a_second_run_finds_nothing_to_do(run, war: Path) -> None:  # type: ignore[no-untyped-def]
    first = json.loads(run("consolidate", "--db", war, "--json").out)
    assert (first["reports"], first["changed"], first["claims"], first["events"]) == (3, 3, 3, 2)
    assert sorted(len(c) for c in events(run, war).values()) == [1, 2]
    again = run("consolidate", "--db", war)
    assert again.status == 0 and again.out.startswith("3 reports, 0 of them new, changed or removed: 3 claims in 2 events")


def test_an_event_keeps_its_id_when_a_report_comes_to_it(run, war: Path) -> None:  # type: ignore[no-untyped-def]
    run("consolidate", "--db", war)
    (id_,) = (i for i, claims in events(run, war).items() if len(claims) == 2)
    with store.open(war) as kept:
        save(kept, reading("0", (3, [(0, 0, 0, False)])))
    assert json.loads(run("consolidate", "--db", war, "--json").out)["changed"] == 1
    assert len(events(run, war)[id_]) == 3


def test_comparing_everything_again_changes_no_id(run, war: Path) -> None:  # type: ignore[no-untyped-def]
    run("consolidate", "--db", war)
    before = events(run, war)
    assert json.loads(run("consolidate", "--db", war, "--all", "--json").out)["changed"] == 3
    assert events(run, war) == before
    assert "no event has changed" in run("consolidate", "--db", war, "--log").err


def test_an_id_that_was_merged_away_is_explained_as_the_event_that_it_led_to(run, war: Path) -> None:  # type: ignore[no-untyped-def]
    """Two events of one shelling, as rules that never merge would leave them, are one under ours."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(across, "LOW", 1e9)
        run("consolidate", "--db", war)
    apart = events(run, war)
    assert sorted(len(c) for c in apart.values()) == [1, 1, 1]
    run("consolidate", "--db", war, "--all")
    (now,) = (i for i, claims in events(run, war).items() if len(claims) == 2)
    (older,) = apart.keys() - events(run, war).keys()
    shown = run("explain", older, "--db", war)
    assert shown.status == 0 and shown.out.startswith(f"{older}: merged into {now}\n{now}: 2 claims")
    assert json.loads(run("explain", older, "--db", war, "--json").out)["event"]["id"] == now
    assert f"  history      consolidation 2, merged: 1 claim came from {older}" in shown.out
    assert f"merged\t{older}\t{now}\t1" in run("consolidate", "--db", war, "--log").out


def test_an_event_is_explained_by_its_pairs_and_by_what_was_left_out(run, war: Path) -> None:  # type: ignore[no-untyped-def]
    run("consolidate", "--db", war)
    (id_,) = (i for i, claims in events(run, war).items() if len(claims) == 2)
    told = json.loads(run("explain", id_, "--db", war, "--json").out)
    (pair,) = told["pairs"]["inside"]
    assert pair["veto"] is None and pair["score"] > 0 and pair["features"]
    assert {side["report"] for side in pair["sides"]} == {"a", "b"}
    assert [p["veto"] for p in told["pairs"]["outside"] if "c" in {s["report"] for s in p["sides"]}] == ["two named points"]
    shown = run("explain", id_, "--db", war).out
    assert "  compared     " in shown and "  left out     " in shown and "never one: two named points" in shown


def test_a_missing_database_and_two_lists_at_once_are_refused(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert run("consolidate", "--db", tmp_path / "none.db").status == 1
    assert run("consolidate", "--db", tmp_path / "none.db", "--review", "--log").status == 2


def test_a_database_of_an_older_claimwire_is_brought_up_to_date_by_whatever_reads_it_first(run, older: Path) -> None:  # type: ignore[no-untyped-def]
    first = run("claims", "--db", older)
    assert first.status == 0 and "written by an older claimwire; bringing it up to date" in first.err
    assert sorted(len(claims) for claims in events(run, older).values()) == [1, 2]
    assert run("claims", "--db", older).err == ""


def test_events_of_an_older_claimwire_keep_their_ids_or_lead_on(run, older: Path) -> None:  # type: ignore[no-untyped-def]
    run("events", "--db", older)
    assert events(run, older).keys() == {"e-of-a", "e-of-c"}
    assert run("explain", "e-of-b", "--db", older).out.startswith("e-of-b: merged into e-of-a\n")


def test_an_older_database_that_may_not_be_written_is_named(run, older: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr(consolidating.os, "access", lambda path, mode, **_: mode != os.W_OK)
    told = run("events", "--db", older)
    assert told.status == 1 and "older claimwire, and it may not be written here" in told.err


def test_an_event_is_listed_by_its_id_and_by_one_that_merged_into_it(run, older: Path) -> None:  # type: ignore[no-untyped-def]
    listed = run("events", "e-of-a", "e-of-b", "--db", older, "--json")
    assert [json.loads(line)["id"] for line in listed.out.splitlines()] == ["e-of-a"]
    unknown = run("events", "e-of-a", "e-of-nobody", "--db", older)
    assert unknown.status == 1 and "e-of-nobody: no such event" in unknown.err


def test_an_empty_file_is_no_database(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "empty.db").touch()
    told = run("events", "--db", tmp_path / "empty.db")
    assert told.status == 1 and "an empty file; write a database with `claimwire code" in told.err
