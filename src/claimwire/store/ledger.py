"""Keeps tables that were read off the claims beside them, to be queried by hand; they are derived, and written anew each time."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimwire.errors import StoreError
from claimwire.store.sqlite import open_store

_NAME = re.compile(r"[a-z][a-z0-9_]*$")

# A table's name, its columns, and its rows by column.
Table = tuple[str, Sequence[str], Iterable[Mapping[str, Any]]]


def write_tables(path: Path, tables: Iterable[Table]) -> list[str]:
    """Write tables into a database of claimwire's, all or none, in place of those of the same name; return their names.

    Lists and mappings are kept as JSON, which ``json_each`` opens in SQL. Raises StoreError when it cannot be written.
    """
    ready = [
        (name, tuple(columns), [tuple(_cell(row.get(c)) for c in columns) for row in rows]) for name, columns, rows in tables
    ]
    for name, columns, _ in ready:
        if bad := [n for n in (name, *columns) if not _NAME.match(n)]:
            raise StoreError(f"{path}: {bad[0]!r} is no name of a table or column; use small letters, digits and _")
    open_store(path).close()  # checks that it is one of ours, of this version
    try:
        connection = sqlite3.connect(path, isolation_level=None, timeout=60)
        try:
            connection.execute("BEGIN IMMEDIATE")
            for name, columns, rows in ready:
                listed = ", ".join(f'"{c}"' for c in columns)
                connection.execute(f'DROP TABLE IF EXISTS "{name}"')
                connection.execute(f'CREATE TABLE "{name}" ({listed})')
                connection.executemany(f'INSERT INTO "{name}" VALUES ({", ".join("?" * len(columns))})', rows)
            connection.execute("COMMIT")
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            connection.close()
    except sqlite3.Error as e:
        raise StoreError(f"{path}: the tables cannot be written ({e}); check its space and permissions") from e
    return [name for name, _, _ in ready]


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, (str, int, float)):
        return value
    return json.dumps(value, ensure_ascii=False, default=list)
