"""What is left when the machine fails under the store: whole readings, and an error that says what to do."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import textwrap
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from claimwire import store
from claimwire.errors import StoreError
from invented import wire

WRITER = """
    import dataclasses, sys
    sys.path.insert(0, {tests!r})
    from invented import wire
    from claimwire import store
    from claimwire.records import digest
    w = wire()
    with store.open({path!r}) as kept:
        print("open", flush=True)
        for n in range(100_000):
            report = dataclasses.replace(w.report, id=f"r{{n}}")
            claims = tuple(dataclasses.replace(c, id=digest("c", n, c.id)) for c in w.claims)
            kept.save(dataclasses.replace(w, report=report, claims=claims))
"""


def script(path: Path) -> list[str]:
    code = textwrap.dedent(WRITER).format(tests=str(Path(__file__).resolve().parents[1]), path=str(path))
    return [sys.executable, "-c", code]


def test_a_writer_killed_at_any_moment_leaves_only_whole_readings(tmp_path: Path) -> None:
    path, moments, total = tmp_path / "claims.db", random.Random(7), 0
    for attempt in range(4):
        with subprocess.Popen(script(path), stdout=subprocess.PIPE) as writer:
            assert writer.stdout is not None
            assert writer.stdout.readline() == b"open\n"
            time.sleep(0.05 + moments.random() * 0.25)
            os.kill(writer.pid, signal.SIGKILL)
        with store.open(path) as kept:
            kept_readings = list(kept.readings())
        total = len(kept_readings)
        expected = wire()
        for reading in kept_readings:
            assert len(reading.claims) == len(expected.claims)
            assert reading.mentions == expected.mentions
        connection = sqlite3.connect(path)
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
        (n_claims,) = connection.execute("SELECT count(*) FROM claims").fetchone()
        connection.close()
        assert n_claims == total * len(expected.claims), f"attempt {attempt}: rows and readings disagree"
    assert total > 0


@pytest.mark.skipif(not hasattr(os, "fork"), reason="file size limits are POSIX")
def test_a_full_disk_is_named_and_what_was_written_stays(tmp_path: Path) -> None:
    """A limit on file size stands in for a full disk: the kernel refuses the write in the same place."""
    path = tmp_path / "claims.db"
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))\n"
    python, option, code = script(path)
    run = subprocess.run([python, option, limit + code], capture_output=True, text=True, check=False)
    assert run.returncode == 1
    assert f"StoreError: {path}:" in run.stderr
    assert "run" in run.stderr.splitlines()[-1]
    assert "again: it goes on where it stopped" in run.stderr.splitlines()[-1]
    with store.open(path) as kept:
        readings = list(kept.readings())
    assert readings
    assert all(len(r.claims) == len(wire().claims) for r in readings)


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("The corps shelled the market, the mission said.\n" * 50, encoding="utf-8")
    before = path.read_bytes()
    for read_only in (False, True):
        with pytest.raises(StoreError, match=r"notes\.txt: this file is not an SQLite database"):
            store.open(path, read_only=read_only)
    assert path.read_bytes() == before


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "contacts.sqlite"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE people (name TEXT)")
    connection.commit()
    connection.close()
    with pytest.raises(StoreError, match=r"contacts\.sqlite: this SQLite database belongs to another program; choose another"):
        store.open(path)


def test_a_database_of_a_newer_claimwire_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    store.open(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()
    with pytest.raises(StoreError, match=r"claims\.db: written by a newer claimwire \(schema 999.*upgrade claimwire"):
        store.open(path)


def test_a_damaged_database_says_so(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    with store.open(path) as kept:
        kept.save(wire())
    data = bytearray(path.read_bytes())
    data[4096 : len(data)] = b"\xff" * (len(data) - 4096)
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="damaged"), store.open(path) as kept:
        list(kept.readings())


def test_a_missing_database_is_not_made_when_it_should_be_read(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    with pytest.raises(StoreError, match="there is no database to read"):
        store.open(path, read_only=True)
    assert not path.exists()
    with pytest.raises(StoreError, match="is a folder; name a file in it"):
        store.open(tmp_path)
    blocked = tmp_path / "file"
    blocked.write_text("x", encoding="utf-8")
    with pytest.raises(StoreError, match="claims"):
        store.open(blocked / "claims.db")


def test_two_processes_may_open_a_new_store_at_once_and_both_write(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    code = textwrap.dedent(WRITER).replace("100_000", "40").format(tests=str(Path(__file__).resolve().parents[1]), path=str(path))
    writers = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [w.wait(timeout=60) for w in writers] == [0, 0]
    with store.open(path) as kept:
        assert len(list(kept.readings())) == 40


def test_a_new_store_is_opened_by_many_at_the_same_moment(tmp_path: Path) -> None:
    # The switch to WAL is the one lock that SQLite's busy timeout does not wait for: without our own wait, one in fifteen fails.
    together = threading.Barrier(4)

    def opened(path: Path) -> None:
        together.wait(timeout=60)
        store.open(path).close()

    with ThreadPoolExecutor(4) as pool:
        for n in range(40):
            assert list(pool.map(opened, [tmp_path / f"{n}.db"] * 4)) == [None] * 4
