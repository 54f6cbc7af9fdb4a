"""The store room: keeps readings and events in one SQLite file that can also be queried by hand."""

from claimwire.store.rows import Written, written
from claimwire.store.schema import schema_markdown
from claimwire.store.sqlite import SqliteStore
from claimwire.store.sqlite import open_store as open

__all__ = ["SqliteStore", "Written", "open", "schema_markdown", "written"]
