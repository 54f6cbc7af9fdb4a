"""One SQLite file (WAL) that holds readings and events, each written whole or not at all."""

from __future__ import annotations

import json
import os
import re
import sqlite3
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import quote

from claimwire.errors import StoreError
from claimwire.records import Event, Reading, Report
from claimwire.store.groups import Groups
from claimwire.store.rows import Row, Written, dumps, event_from_json, event_rows, written
from claimwire.store.schema import check_version, migrate, schema_version

_EVENT = re.compile(r'"event":"([^"\\]*)"')  # inside a report's words the quotation marks would be escaped
_BUSY_SECONDS = 60.0  # another process's write of one reading takes milliseconds; a network file system's may take long


def open_store(path: Path | str, *, read_only: bool = False, tables: bool = True) -> SqliteStore:
    """Open the store at ``path``, and make it when there is none.

    Without ``tables`` it keeps readings whole and writes none of the tables that are there to be queried by hand, and no
    events: that is enough for a run to go on where it stopped.

    Raises StoreError when it cannot be opened, is no database of claimwire's, or was written by a newer claimwire.
    """
    path = Path(path)
    if path.is_dir():
        raise StoreError(f"{path}: is a folder; name a file in it, for example {path / 'claimwire.db'}")
    if read_only and not path.exists():
        raise StoreError(f"{path}: there is no database to read; write one with `claimwire code ... --store {path}`")
    connection: sqlite3.Connection | None = None
    try:
        if not read_only:
            path.parent.mkdir(parents=True, exist_ok=True)
        connection = sqlite3.connect(_uri(path, read_only), uri=True, isolation_level=None, timeout=_BUSY_SECONDS)
        if read_only:
            if check_version(connection, path) < schema_version():
                raise StoreError(
                    f"{path}: written by an older claimwire; open it once for writing, as `claimwire consolidate` does"
                )
        else:
            _keep_write_ahead_log(connection)
            connection.execute("PRAGMA synchronous = NORMAL")
            migrate(connection, path)
        connection.execute("PRAGMA foreign_keys = ON")
        searchable = _make_search(connection, read_only)
    except (sqlite3.Error, OSError) as e:
        if connection is not None:
            connection.close()
        raise _store_error(path, e) from e
    except StoreError:
        if connection is not None:
            connection.close()
        raise
    return SqliteStore(connection, path, searchable=searchable, tables=tables)


def _keep_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch the file to WAL, and wait for another process that does the same: SQLite's own busy timeout does not cover this."""
    deadline = time.monotonic() + _BUSY_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as e:
            if "locked" not in str(e) or time.monotonic() > deadline:
                raise
            time.sleep(0.02)


def _uri(path: Path, read_only: bool) -> str:
    """Return the URI to open.

    A WAL database needs its folder writable even to be read, unless nobody else can be writing: ``immutable`` says so.
    """
    if not read_only:
        mode = "rwc"
    elif os.access(path.parent, os.W_OK) or Path(f"{path}-wal").exists():
        mode = "ro"
    else:
        mode = "ro&immutable=1"
    return f"file:{quote(str(path.absolute()))}?mode={mode}"


def _make_search(connection: sqlite3.Connection, read_only: bool) -> bool:
    """Make the full-text index where SQLite has FTS5; it is derived, so it is no migration. Returns whether there is one."""
    there = bool(connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'sentence_search'").fetchone()[0])
    if not _has_fts5(connection):
        return False
    if not there and not read_only:
        connection.execute(
            "CREATE VIRTUAL TABLE IF NOT EXISTS sentence_search USING fts5"
            "(text, content = 'sentences', content_rowid = 'sentence_no', tokenize = 'unicode61 remove_diacritics 2')"
        )
        connection.execute("INSERT INTO sentence_search (sentence_search) VALUES ('rebuild')")
        there = True
    return there


def _has_fts5(connection: sqlite3.Connection) -> bool:
    return bool(connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])


_REMEDIES = (
    ("not a database", "this file is not an SQLite database, or it is damaged; choose another file, or restore a copy"),
    ("malformed", "the database is damaged; restore a copy, or code the reports again into a new file"),
    ("full", "the disk (or the quota) is full; free some space and run the same command again: it goes on where it stopped"),
    ("disk i/o", "the disk could not be written; check its space and health, then run again: it goes on where it stopped"),
    ("readonly", "the database may not be written; check the permissions of the file and its folder, or open it read-only"),
    ("locked", "another process keeps the database locked; wait until it has ended, or choose another file"),
    ("unable to open", "it cannot be opened; check that the folder exists and may be written"),
    ("foreign key", "it refers to something that is not there; save readings before their events"),
    ("unique", "two records have the same id; ids must be digests of content"),
)


def _store_error(path: Path, error: Exception) -> StoreError:
    said = str(error)
    remedy = next((text for key, text in _REMEDIES if key in said.lower()), "check the path and its permissions")
    return StoreError(f"{path}: {remedy} ({said})")


@cache
def _insert(table: str, width: int, *, replace: bool = False) -> str:
    return f"INSERT {'OR REPLACE ' if replace else ''}INTO {table} VALUES ({', '.join('?' * width)})"


class SqliteStore:
    """Readings and events in one file. A reading is one transaction: kill the process anywhere and only whole ones are there."""

    def __init__(self, connection: sqlite3.Connection, path: Path, *, searchable: bool, tables: bool = True) -> None:
        self._connection = connection
        self._searchable = searchable
        self.path = path
        self.tables = tables
        self.groups = Groups(connection, path)

    def save(self, reading: Reading) -> None:
        """Write a reading whole; an older one of the same report goes, with the events that its claims were in.

        Saving an equal reading again changes nothing, so the events over reports survive a resumed run.
        """
        try:
            ready = written(reading, tables=self.tables)
        except ValueError as e:
            raise StoreError(f"{self.path}: report {reading.report.id} cannot be stored: {e}") from e
        self.write(ready)

    def write(self, ready: Written) -> None:
        """Write a reading that ``written`` has made ready, as ``save`` does."""
        with self._transaction() as connection:
            report_id = ready.report.id
            try:
                old = connection.execute("SELECT reading FROM readings WHERE report_id = ?", (report_id,)).fetchone()
                if old and old[0] == ready.text:
                    return
                self._note_change(ready.report)
                if old:
                    self._remove(report_id)
                run = ready.run
                known = (run.id, run.version, run.config_digest, run.ontology_version, dumps(dict(run.model_digests)))
                connection.execute(
                    "INSERT INTO runs VALUES (?, ?, ?, ?, ?) ON CONFLICT (run_id) DO UPDATE SET version = excluded.version, "
                    "config_digest = excluded.config_digest, ontology_version = excluded.ontology_version, "
                    "model_digests = excluded.model_digests",
                    known,
                )
                self._insert_rows(ready.rows)
            except UnicodeEncodeError as e:
                raise StoreError(f"{self.path}: report {report_id} cannot be stored: {e}") from e
            if self._searchable and self.tables:
                connection.execute(
                    "INSERT INTO sentence_search (rowid, text) SELECT sentence_no, text FROM sentences WHERE report_id = ?",
                    (report_id,),
                )

    def remove(self, report_id: str) -> bool:
        """Remove a report with all that was read in it; the next consolidation sees to its events. False: there is none."""
        with self._transaction() as connection:
            row = connection.execute("SELECT corrects FROM reports WHERE report_id = ?", (report_id,)).fetchone()
            if row is None:
                return False
            self._note_change(Report(id=report_id, text="", corrects=row[0]))
            self._remove(report_id)
            return True

    def keep_only(self, report_ids: Iterable[str]) -> None:
        """Remove all reports but some."""
        with self._reading() as connection:
            others = connection.execute(
                "SELECT report_id FROM reports WHERE report_id NOT IN (SELECT value FROM json_each(?))",
                (dumps(list(report_ids)),),
            ).fetchall()
        for (report_id,) in others:
            self.remove(report_id)

    def write_trace(self, report_id: str, rows: Iterable[Row]) -> None:
        """Write what a report leaves for consolidation anew, within a transaction of the caller's."""
        connection = self._connection
        row = connection.execute("SELECT corrects FROM reports WHERE report_id = ?", (report_id,)).fetchone()
        self._note_change(Report(id=report_id, text="", corrects=row[0]))
        for table in ("traces", "sketches"):
            connection.execute(f"DELETE FROM {table} WHERE report_id = ?", (report_id,))
        self._insert_rows(rows)

    def _note_change(self, report: Report) -> None:
        """Keep what a report said until now: consolidation finds by it which events the change reaches."""
        connection = self._connection
        before = connection.execute("SELECT node, claims FROM sketches WHERE report_id = ?", (report.id,)).fetchall()
        standing = connection.execute("SELECT corrects FROM reports WHERE report_id = ?", (report.id,)).fetchone()
        claims = [c for _, held in before for c in json.loads(held)]
        for corrects in {report.corrects, standing[0] if standing else None} - {None} or {None}:
            connection.execute(
                "INSERT INTO report_changes (report_id, corrects, nodes, claims) VALUES (?, ?, ?, ?)",
                (report.id, corrects, dumps(sorted({n for n, _ in before})), dumps(claims)),
            )

    def _remove(self, report_id: str) -> None:
        connection = self._connection
        # Events that speak of claims which are gone cannot stay; the next consolidation writes what is left of them.
        connection.execute(
            "DELETE FROM events WHERE event_id IN (SELECT k.event_id FROM event_claims k JOIN claims USING (claim_id) "
            "WHERE report_id = ?1 UNION SELECT event_id FROM claim_events WHERE report_id = ?1)",
            (report_id,),
        )
        if self._searchable:
            connection.execute(
                "INSERT INTO sentence_search (sentence_search, rowid, text) "
                "SELECT 'delete', sentence_no, text FROM sentences WHERE report_id = ?",
                (report_id,),
            )
        connection.execute("DELETE FROM claims WHERE report_id = ?", (report_id,))
        connection.execute("DELETE FROM reports WHERE report_id = ?", (report_id,))

    def _insert_rows(self, rows: Iterable[tuple[str, tuple[Any, ...]]]) -> None:
        for table, values in rows:
            self._connection.execute(_insert(table, len(values)), values)

    def save_events(self, events: Iterable[Event]) -> None:
        """Write events, all or none. An older event that holds a claim of a new one goes: a claim is in one event at most."""
        with self._transaction():
            self.put_events(event_rows(event) for event in events)

    def put_events(self, events: Iterable[Iterable[Row]]) -> None:
        """Write events given as their rows, within a transaction of the caller's."""
        tables: dict[str, list[tuple[Any, ...]]] = {}
        for rows in events:
            for table, values in rows:
                if self.tables or table != "event_claims":  # the only one that refers to tables which are not there
                    tables.setdefault(table, []).append(values)
        connection = self._connection
        connection.executemany("DELETE FROM events WHERE event_id = ?", [(v[0],) for v in tables.get("events", ())])
        connection.executemany(
            "DELETE FROM events WHERE event_id IN (SELECT event_id FROM event_claims WHERE claim_id = ?)",
            [(v[2],) for v in tables.get("event_claims", ())],
        )
        for table, its in tables.items():
            connection.executemany(_insert(table, len(its[0])), its)

    def load(self, report_id: str) -> Reading | None:
        """Return the reading of a report, or None when there is none."""
        text = self.text(report_id)
        return Reading.from_dict(json.loads(text)) if text is not None else None

    def text(self, report_id: str) -> str | None:
        """Return the reading of a report as a line of JSON, without its end, or None when there is none.

        Its claims bear the ids of events over reports, once consolidation has seen it.
        """
        with self._reading() as connection:
            row = connection.execute("SELECT reading FROM readings WHERE report_id = ?", (report_id,)).fetchone()
            return self._renamed(row[0], report_id) if row else None

    def _renamed(self, text: str, report_id: str) -> str:
        """Put events over reports in the place of the report's own: ids are digests, so that they stand nowhere else."""
        events = self.groups.global_of(report_id)
        if all(local == event for local, event in events.items()):
            return text
        return _EVENT.sub(lambda found: f'"event":"{events.get(found[1], found[1])}"', text)

    def readings(self) -> Iterator[Reading]:
        """Yield every reading in the order of first saving; the store may be written meanwhile."""
        last = -1
        while True:
            with self._reading() as connection:
                batch = connection.execute(
                    "SELECT rowid, reading, report_id FROM readings WHERE rowid > ? ORDER BY rowid LIMIT 100", (last,)
                ).fetchall()
                texts = [self._renamed(text, report_id) for _, text, report_id in batch]
            if not batch:
                return
            for text in texts:
                yield Reading.from_dict(json.loads(text))
            last = batch[-1][0]

    def events(self, *, reports: Iterable[str] | None = None, ids: Iterable[str] | None = None) -> Iterator[Event]:
        """Yield every event, or those that some reports speak of, or those of some ids; by date, undated last, then by id."""
        where, values = "", []
        if reports is not None:
            where = "WHERE event_id IN (SELECT event_id FROM claim_events WHERE report_id IN (SELECT value FROM json_each(?))) "
            values = [dumps(list(reports))]
        if ids is not None:
            where, values = "WHERE event_id IN (SELECT value FROM json_each(?)) ", [dumps(list(ids))]
        with self._reading() as connection:
            rows = connection.execute(
                f"SELECT event_id, event, time_text FROM events {where}ORDER BY time_from IS NULL, time_from, event_id", values
            ).fetchall()
        for event_id, text, when in rows:
            with self._reading() as connection:
                who = connection.execute(
                    "SELECT role, text FROM event_participants WHERE event_id = ? ORDER BY position", (event_id,)
                ).fetchall()
                places = connection.execute(
                    "SELECT text FROM event_places WHERE event_id = ? ORDER BY position", (event_id,)
                ).fetchall()
            yield event_from_json(
                text,
                places=[words for (words,) in places],
                actors=[words for role, words in who if role == "actor"],
                recipients=[words for role, words in who if role == "recipient"],
                time=when,
            )

    def report_of(self, claim_id: str) -> str | None:
        """Return the report that a claim is in, or None when there is none."""
        with self._reading() as connection:
            row = connection.execute("SELECT report_id FROM claims WHERE claim_id = ?", (claim_id,)).fetchone()
        return row[0] if row else None

    def has(self, report: Report, run_id: str) -> bool:
        """True when this very report was already read by this very run configuration: what makes a killed run resume.

        The date and the publisher count as well as the text, because "Friday" is another day under another date.
        """
        with self._reading() as connection:
            row = connection.execute(
                "SELECT text, title, publisher, kind, url, language, published_at, status, corrects FROM reports "
                "WHERE report_id = ? AND run_id = ?",
                (report.id, run_id),
            ).fetchone()
        r = report
        told = (r.text, r.title, r.publisher, r.kind, r.url, r.language, r.published_at, r.status, r.corrects)
        return row is not None and row == told

    def search(self, words: str, *, limit: int = 100) -> list[tuple[str, str, str]]:
        """Return ``(report_id, sentence_id, text)`` of sentences that have all the words, best first; accents do not matter.

        Without FTS5 the words are looked for as they stand, letter for letter, in text order.
        """
        terms = words.split()
        if not terms:
            return []
        columns = "s.report_id, s.sentence_id, s.text"
        with self._reading() as connection:
            if self._searchable:
                query = " ".join('"' + term.replace('"', '""') + '"' for term in terms)
                found = connection.execute(
                    f"SELECT {columns} FROM sentence_search f JOIN sentences s ON s.sentence_no = f.rowid "
                    "WHERE sentence_search MATCH ? ORDER BY rank LIMIT ?",
                    (query, limit),
                )
            else:
                where = " AND ".join("instr(lower(s.text), lower(?)) > 0" for _ in terms)
                found = connection.execute(
                    f"SELECT {columns} FROM sentences s WHERE {where} ORDER BY s.sentence_no LIMIT ?", (*terms, limit)
                )
            return found.fetchall()

    def close(self) -> None:
        """Close the file; SQLite folds the write-ahead log back into it."""
        self._connection.close()

    def __enter__(self) -> SqliteStore:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Write all that stands inside, or nothing of it. Raises StoreError that names the remedy."""
        with self._transaction():
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Read what stands inside as the database was at its beginning, whoever writes meanwhile."""
        with self._reading() as connection:
            connection.execute("BEGIN")
            try:
                yield
            finally:
                connection.execute("ROLLBACK")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        connection = self._connection
        try:
            connection.execute("BEGIN IMMEDIATE")
            yield connection
            connection.execute("COMMIT")
        except sqlite3.Error as e:
            raise _store_error(self.path, e) from e
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        try:
            yield self._connection
        except sqlite3.Error as e:
            raise _store_error(self.path, e) from e
