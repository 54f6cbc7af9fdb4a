"""Consolidation that is killed, meets another or fills the disk: the next run finishes, and nobody can tell from the database."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from itertools import product
from pathlib import Path

import pytest

from claimwire import store
from claimwire.pipeline import consolidating
from tellings import NOUNS, reading, save

COMMAND = [sys.executable, "-m", "claimwire", "consolidate", "--db"]
# Runs the command and is killed the n-th time that a method is called, before it has done anything.
KILLED = """
import os, signal, sys
from claimwire import store
from claimwire.cli import run
from claimwire.pipeline import consolidating
consolidating.EVENTS = 2
where, name, nth, db = sys.argv[1:]
owner = {"groups": store.Groups, "store": store.SqliteStore}[where]
method, calls = getattr(owner, name), 0
def dying(self, *arguments, **options):
    global calls
    calls += 1
    if calls == int(nth):
        os.kill(os.getpid(), signal.SIGKILL)
    return method(self, *arguments, **options)
setattr(owner, name, dying)
sys.argv = ["claimwire", "consolidate", "--db", db]
run()
"""


def filled(db: Path) -> Path:
    """A database of reports that no consolidation has seen."""
    with store.open(db) as kept:
        for n, (verb, town, day) in enumerate(product(range(3), range(3), (1, 2, 9))):
            save(kept, reading(f"r{n}", (day, [(verb, town, 0, False), (verb, (town + 1) % 3, 1, True)])))
    return db


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    db = filled(tmp_path_factory.mktemp("undisturbed") / "claims.db")
    subprocess.run([*COMMAND, str(db)], check=True, capture_output=True)
    return rows(db)


def rows(db: Path) -> list[str]:
    connection = sqlite3.connect(db)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        return [row for row in connection.iterdump() if "sqlite_" not in row and "sentence_search" not in row]
    finally:
        connection.close()


def test_what_is_disturbed_below_has_events_of_several_reports(undisturbed: list[str]) -> None:
    several = [row for row in undisturbed if row.startswith('INSERT INTO "events"') and '"n_reports":1,' not in row]
    assert len(several) > 2


@pytest.mark.parametrize(
    ("where", "name", "nth"),
    [
        ("groups", "edges", 1),  # while pairs are looked for
        ("groups", "write", 1),  # with everything decided
        ("groups", "settle", 1),  # events of the first portion are in an open transaction
        ("store", "put_events", 3),  # some portions are written
        ("groups", "count", 1),  # all is written, nothing is told
    ],
)
def test_a_killed_consolidation_is_finished_by_the_next(
    undisturbed: list[str], tmp_path: Path, where: str, name: str, nth: int
) -> None:
    db = filled(tmp_path / "claims.db")
    killed = subprocess.run([sys.executable, "-c", KILLED, where, name, str(nth), str(db)], capture_output=True, check=False)
    assert killed.returncode == -signal.SIGKILL, killed.stderr.decode()
    subprocess.run([*COMMAND, str(db)], check=True, capture_output=True)
    assert rows(db) == undisturbed


def test_two_consolidations_at_once_end_as_one(undisturbed: list[str], tmp_path: Path) -> None:
    db = filled(tmp_path / "claims.db")
    both = [subprocess.Popen([*COMMAND, str(db)], stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    said = [p.communicate(timeout=120) for p in both]
    assert [p.returncode for p in both] == [0, 0], said
    assert rows(db) == undisturbed


def test_what_was_decided_beside_another_consolidation_counts_for_nothing(
    undisturbed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = filled(tmp_path / "claims.db")
    decide, late = consolidating._decision, []

    def overtaken(*arguments, **options):  # type: ignore[no-untyped-def]
        if not late:
            late.append(db)
            subprocess.run([*COMMAND, str(db)], check=True, capture_output=True)
        return decide(*arguments, **options)

    monkeypatch.setattr(consolidating, "_decision", overtaken)
    with store.open(db) as kept:
        outcome = consolidating.run(kept, ontology=NOUNS)
    assert outcome.changed == 0, "the other had done it all"
    assert rows(db) == undisturbed


def test_a_full_disk_is_named_and_the_next_run_finishes(undisturbed: list[str], tmp_path: Path) -> None:
    """A limit on file size stands in for a full disk: the kernel refuses the write in the same place."""
    db = filled(tmp_path / "claims.db")
    size = db.stat().st_size
    limit = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({size // 20}, {size // 20})); "
        "from claimwire.cli import run; sys.argv = ['claimwire', 'consolidate', '--db', sys.argv[1]]; run()"
    )
    ran = subprocess.run([sys.executable, "-c", limit, str(db)], capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr and "again: it goes on where it stopped" in ran.stderr
    subprocess.run([*COMMAND, str(db)], check=True, capture_output=True)
    assert rows(db) == undisturbed
