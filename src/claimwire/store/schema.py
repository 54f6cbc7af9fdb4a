"""The database's shape: numbered SQL files, applied once each, and the reference page that is generated from them."""

from __future__ import annotations

import re
import sqlite3
import struct
from functools import cache
from importlib import resources
from pathlib import Path

from claimwire.errors import StoreError

APPLICATION_ID = 0x436C6D57  # "ClmW": tells our file from another program's SQLite database
_HEADER = struct.Struct(">16s44xI4xI")  # of every SQLite file: what it is, its user_version and application_id


@cache
def migrations() -> tuple[tuple[int, str], ...]:
    """Return ``(number, SQL)`` of every migration, in order."""
    folder = resources.files("claimwire.store") / "migrations"
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return tuple((int(f.name.split("_")[0]), f.read_text(encoding="utf-8")) for f in files)


def schema_version() -> int:
    """Return the number of the newest migration."""
    return migrations()[-1][0]


def migrate(connection: sqlite3.Connection, path: Path) -> None:
    """Bring the database up to date, one transaction per migration, so that a killed upgrade is simply taken up again."""
    connection.execute("BEGIN IMMEDIATE")  # two processes may open a new file at once: the second waits, then finds it done
    try:
        found = check_version(connection, path)
        for number, sql in migrations():
            if number > found:
                for statement in _statements(sql):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number}")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def is_outdated(path: Path) -> bool:
    """True for a database of an older claimwire. Read off the file itself, so that nothing is locked or changed."""
    with path.open("rb") as file:
        head = file.read(_HEADER.size)
    if len(head) < _HEADER.size:
        return False
    magic, version, application = _HEADER.unpack(head)
    return bool(magic.startswith(b"SQLite format 3") and application == APPLICATION_ID and version < schema_version())


def check_version(connection: sqlite3.Connection, path: Path) -> int:
    """Return the database's schema version. Raises StoreError when it is newer than this program or not claimwire's."""
    found: int = connection.execute("PRAGMA user_version").fetchone()[0]
    ours = connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
    if not ours and connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        raise StoreError(f"{path}: this SQLite database belongs to another program; choose another file for claimwire's store")
    if found > schema_version():
        raise StoreError(
            f"{path}: written by a newer claimwire (schema {found}, this one knows {schema_version()}); "
            "upgrade claimwire, or choose another file"
        )
    return found


def _statements(sql: str) -> list[str]:
    """Split a migration into its statements; ``executescript`` would commit our transaction half-way."""
    found, buffer = [], ""
    for line in sql.splitlines(keepends=True):
        buffer += line
        if sqlite3.complete_statement(buffer):
            found.append(buffer)
            buffer = ""
    return found


_OBJECT = re.compile(r"CREATE (TABLE|VIEW) (\w+)[^\n]*?(?:--\s*(.*))?$", re.M)
_COLUMN = re.compile(r"^\s{4}(\w+)\s+(TEXT|INTEGER|REAL)([^-\n]*?),?\s*(?:--\s*(.*))?$", re.M)

_ADDED = re.compile(r"^ALTER TABLE (\w+) ADD COLUMN (\w+)[^\n]*?;\s*--\s*(.*)$", re.M)


def schema_markdown() -> str:
    """Return the schema reference page: every table and view with its columns, made from the migrations themselves."""
    connection = sqlite3.connect(":memory:")
    notes: dict[str, str] = {}
    columns: dict[tuple[str, str], str] = {}
    for _, sql in migrations():
        connection.executescript(sql)
        for block in sql.split("\n\n"):
            for match in _OBJECT.finditer(block):
                notes[match[2]] = (match[3] or "").strip()
                for column in _COLUMN.finditer(block):
                    columns[match[2], column[1]] = (column[4] or "").strip()
        columns.update({(m[1], m[2]): m[3].strip() for m in _ADDED.finditer(sql)})
    lines = [
        "# Database schema",
        "",
        f"Generated from `src/claimwire/store/migrations` (schema version {schema_version()}). Do not edit.",
        "",
        "Open the file with any SQLite tool. `claims_flat` and `events_flat` are the views to begin with:",
        "",
        "```sql",
        "SELECT publisher, said_by, actors, trigger_text, recipients, locations, time_from, factuality",
        "  FROM claims_flat WHERE event_type = 'ASSAULT' AND realization = 'actual' ORDER BY time_from;",
        "```",
        "",
        "Offsets are 0-based, half-open Unicode code points into `reports.text`. Unknown is NULL, never 0 or ''.",
        "Where SQLite has FTS5, `sentence_search` is a full-text index over `sentences.text`.",
    ]
    objects = connection.execute("SELECT name, type FROM sqlite_master WHERE type IN ('table', 'view') ORDER BY type, rowid")
    for name, kind in objects.fetchall():
        lines += ["", f"## {name}" + (" (view)" if kind == "view" else ""), ""]
        if notes.get(name):
            lines += [notes[name], ""]
        lines += ["| column | type | key | note |", "|---|---|---|---|"]
        keys = {row[3]: f"{row[2]}" for row in connection.execute(f"PRAGMA foreign_key_list({name})")}
        for _, column, type_, notnull, _, pk in connection.execute(f"PRAGMA table_info({name})").fetchall():
            key = ", ".join(filter(None, ["primary" if pk else "", f"→ {keys[column]}" if column in keys else ""]))
            shown = type_.lower() + ("" if notnull or pk or kind == "view" else ", may be NULL") if type_ else ""
            lines.append(f"| `{column}` | {shown} | {key} | {columns.get((name, column), '')} |")
    connection.close()
    return "\n".join(lines) + "\n"
