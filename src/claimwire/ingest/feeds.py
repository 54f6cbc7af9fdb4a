"""RSS and Atom files, one report an entry. Files only: nothing is fetched."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any
from xml.sax import SAXParseException

from claimwire.errors import IngestError
from claimwire.ingest.draft import Draft
from claimwire.ingest.inputs import Source
from claimwire.ingest.markup import looks_marked_up, to_text
from claimwire.ingest.problems import IngestNote


def read(source: Source) -> Iterator[Draft | IngestError]:
    """Yield one draft an entry. Of a feed that breaks off, the entries before the break are kept and the break is named."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # feedparser's own, about names that it takes from the library
        import feedparser

        feed: Any = feedparser.parse(source.bytes(), sanitize_html=False, resolve_relative_uris=False)
        broken = feed.get("bozo_exception") if feed.get("bozo") else None
        if not feed.entries:
            what = f"not well-formed ({broken})" if broken is not None else "without entries"
            yield IngestError(f"{source.name}: a feed {what}; nothing to read. Fetch it again")
            return
        publisher = feed.feed.get("title")
        language = feed.feed.get("language")
        drafts = [_entry(e, f"{source.name}, entry {n}", publisher, language) for n, e in enumerate(feed.entries, 1)]
    yield from drafts
    if isinstance(broken, SAXParseException):
        line = broken.getLineNumber()
        yield IngestError(
            f"{source.name}{f':{line}' if line else ''}: the feed is not well-formed ({broken.getMessage()}); "
            f"{len(drafts)} entries were read, what follows the break may be missing"
        )
    elif broken is not None:
        yield IngestNote(f"{source.name}: {broken}")


def _entry(entry: Any, place: str, publisher: str | None, language: str | None) -> Draft:
    contents = [c for c in entry.get("content", []) if c.get("value")]
    value = max((c["value"] for c in contents), key=len, default=None) or entry.get("summary")
    if isinstance(value, str) and looks_marked_up(value):
        value = to_text(value)
    title = entry.get("title")
    return Draft(
        place=place,
        text=value,
        id=entry.get("id") or entry.get("link"),
        title=to_text(title) if isinstance(title, str) and looks_marked_up(title) else title,
        publisher=(entry.get("source") or {}).get("title") or publisher,
        url=entry.get("link"),
        language=next((c["language"] for c in contents if c.get("language")), None) or language,
        published=entry.get("published") or entry.get("updated"),
    )
