"""Runs that are killed: the next one goes on where they stopped, and nobody can tell from what is written."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

N = 40
COMMAND = [sys.executable, "-m", "claimwire", "code"]
TEXT = (
    "Artillery of the Northern Corps shelled the harbour of Senn on Monday, killing {n} people, mayor Ida Brandt said. "
    "The corps denied the attack. It said that its troops had taken over two villages near Dorna.\n"
)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("in") / "reports.jsonl"
    records = (
        {"id": f"r{n}", "published_at": "2031-04-08", "publisher": "Coast News", "text": TEXT.format(n=n)} for n in range(N)
    )
    path.write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def undisturbed(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("undisturbed")
    ran = subprocess.run([*COMMAND, str(reports), "--out", str(out)], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith(f"{N} reports: ")
    return out


def files(out: Path) -> dict[str, bytes]:
    return {str(p.relative_to(out)): p.read_bytes() for p in out.rglob("*") if p.is_file() and ".db" not in p.name}


def rows(db: Path) -> list[str]:
    connection = sqlite3.connect(db)
    try:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return [row for row in connection.iterdump() if "sqlite_" not in row and "sentence_search" not in row]
    finally:
        connection.close()


def kept(db: Path) -> int:
    """How many readings a database holds that another process is writing."""
    if not db.exists():
        return 0
    connection = sqlite3.connect(f"file:{db}?mode=ro", uri=True)
    try:
        return int(connection.execute("SELECT count(*) FROM readings").fetchone()[0])
    except sqlite3.OperationalError:  # before its tables are made
        return 0
    finally:
        connection.close()


def children(pid: int) -> list[int]:
    """The processes below one, as Linux lists them."""
    listed = Path(f"/proc/{pid}/task/{pid}/children")
    found = [int(child) for child in listed.read_text().split()] if listed.exists() else []
    return [*found, *(grandchild for child in found for grandchild in children(child))]


def stopped(arguments: list[str], db: Path, how: int = signal.SIGKILL) -> Iterator[object]:
    """Start a run and stop it once its first readings are written; yields its process, its children, and how many it wrote."""
    with subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        until = time.monotonic() + 120
        while kept(db) == 0:
            assert run.poll() is None and time.monotonic() < until, "the run ended before it could be stopped"
            time.sleep(0.01)
        below = children(run.pid)
        os.kill(run.pid, how)
        said = run.communicate(timeout=60)
    yield from (run.returncode, said[1], below)


@pytest.mark.parametrize("outputs", ["readings", "out", "db"])
def test_a_killed_run_goes_on_and_writes_what_an_undisturbed_one_writes(
    reports: Path, undisturbed: Path, tmp_path: Path, outputs: str
) -> None:
    options, db = {
        "readings": (["--readings", str(tmp_path / "readings.jsonl")], tmp_path / "readings.jsonl.partial.db"),
        "out": (["--out", str(tmp_path)], tmp_path / "claims.db"),
        "db": (["--db", str(tmp_path / "claims.db")], tmp_path / "claims.db"),
    }[outputs]
    status, *_ = stopped([str(reports), *options], db)
    assert status == -signal.SIGKILL
    before = kept(db)
    assert 0 < before < N, "the run was not in the middle"
    assert not (tmp_path / "readings.jsonl").exists(), "an output appears whole or not at all"
    ran = subprocess.run([*COMMAND, str(reports), *options, "--json"], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    summary = json.loads(ran.stdout)
    assert (summary["coded"], summary["reused"]) == (N - before, before)
    if outputs == "readings":
        assert (tmp_path / "readings.jsonl").read_bytes() == (undisturbed / "readings.jsonl").read_bytes()
        assert [p.name for p in tmp_path.iterdir()] == ["readings.jsonl"], "the working database is gone when all is written"
        return
    assert rows(db) == rows(undisturbed / "claims.db")
    if outputs == "out":
        assert files(tmp_path) == files(undisturbed)


def test_two_processes_write_the_same_bytes_and_do_not_outlive_a_killed_parent(
    reports: Path, undisturbed: Path, tmp_path: Path
) -> None:
    options = [str(reports), "--out", str(tmp_path), "--jobs", "2"]
    _, _, below = stopped(options, tmp_path / "claims.db")
    assert isinstance(below, list)
    until = time.monotonic() + 30
    while any(Path(f"/proc/{pid}").exists() for pid in below):
        assert time.monotonic() < until, "a worker lives on without its parent"
        time.sleep(0.05)
    ran = subprocess.run([*COMMAND, *options], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert files(tmp_path) == files(undisturbed)
    assert rows(tmp_path / "claims.db") == rows(undisturbed / "claims.db")


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_an_interrupted_run_says_how_to_go_on_and_shows_no_traceback(reports: Path, tmp_path: Path, jobs: str) -> None:
    status, said, _ = stopped([str(reports), "--db", str(tmp_path / "a.db"), "--jobs", jobs], tmp_path / "a.db", signal.SIGINT)
    assert status == 130
    assert said == "claimwire: interrupted; what was finished is kept, run the same command again to go on there\n"
    assert 0 < kept(tmp_path / "a.db") < N


def test_a_worker_that_dies_is_named_with_the_remedy(reports: Path, tmp_path: Path) -> None:
    arguments = [*COMMAND, str(reports), "--db", str(tmp_path / "a.db"), "--jobs", "2"]
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
        until = time.monotonic() + 120
        while kept(tmp_path / "a.db") == 0:
            assert run.poll() is None and time.monotonic() < until
            time.sleep(0.01)
        workers = [p for p in children(run.pid) if "spawn_main" in Path(f"/proc/{p}/cmdline").read_text()]
        if not workers:
            pytest.skip("this system does not list the children of a process")
        os.kill(workers[0], signal.SIGKILL)
        _, said = run.communicate(timeout=60)
    assert run.returncode == 1
    assert said.startswith("claimwire: a worker process died") and "smaller --jobs: it goes on where it stopped" in said
    assert "Traceback" not in said
