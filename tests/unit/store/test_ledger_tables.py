"""Tables read off the claims, kept beside them: derived, replaced whole, never touching what a reading is."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest

from claimwire import store
from claimwire.errors import StoreError
from claimwire.store.ledger import write_tables


def rows(path: Path, query: str) -> list[tuple[object, ...]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchall()
    finally:
        connection.close()


def test_lists_are_json_and_what_is_unknown_is_null(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    written = write_tables(path, [("ceasefire_talks", ["by_", "n", "claims"], [{"by_": None, "n": 2, "claims": ["c-1", "c-é"]}])])
    assert written == ["ceasefire_talks"]
    ((by, n, claims),) = rows(path, "SELECT * FROM ceasefire_talks")
    assert (by, n, json.loads(str(claims))) == (None, 2, ["c-1", "c-é"])
    assert rows(path, "SELECT value FROM ceasefire_talks, json_each(claims)") == [("c-1",), ("c-é",)]


def test_a_table_is_replaced_whole_and_others_stay(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    write_tables(path, [("ceasefire_a", ["x"], [{"x": 1}, {"x": 2}]), ("ceasefire_b", ["x"], [{"x": 3}])])
    write_tables(path, [("ceasefire_a", ["y"], [{"y": "new"}])])
    assert rows(path, "SELECT y FROM ceasefire_a") == [("new",)]
    assert rows(path, "SELECT x FROM ceasefire_b") == [(3,)]
    store.open(path, read_only=True).close()  # still a database of claimwire's


def test_a_name_that_sql_would_read_as_something_else_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    with pytest.raises(StoreError, match="is no name of a table or column"):
        write_tables(path, [("fine", ["x"], []), ('bad"; DROP TABLE reports; --', ["x"], [])])
    assert not path.exists()


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("no database, whatever its name says " * 40, encoding="utf-8")
    with pytest.raises(StoreError, match=r"notes\.txt"):
        write_tables(path, [("ceasefire_a", ["x"], [])])
    assert path.read_text(encoding="utf-8").startswith("no database")


def test_a_failure_half_way_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "claims.db"
    write_tables(path, [("ceasefire_a", ["x"], [{"x": 1}])])
    with pytest.raises(StoreError, match="cannot be written"):
        write_tables(path, [("ceasefire_a", ["x"], [{"x": 2}]), ("ceasefire_b", ["x", "x"], [])])
    assert rows(path, "SELECT x FROM ceasefire_a") == [(1,)]
