"""The store room: keeps readings and events in one SQLite file that can also be queried by hand."""

from claimwire.store.groups import Decision, Groups, LogEntry, Queue
from claimwire.store.rows import Written, event_rows, trace_rows, written
from claimwire.store.schema import is_outdated, schema_markdown
from claimwire.store.sqlite import SqliteStore
from claimwire.store.sqlite import open_store as open

__all__ = [
    "Decision",
    "Groups",
    "LogEntry",
    "Queue",
    "SqliteStore",
    "Written",
    "event_rows",
    "is_outdated",
    "open",
    "schema_markdown",
    "trace_rows",
    "written",
]
