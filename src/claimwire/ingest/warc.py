"""Web archives (WARC 1.0 and 1.1, ARC): one report an HTML or plain text response, streaming."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from claimwire.errors import IngestError
from claimwire.ingest.decoding import decode
from claimwire.ingest.draft import Draft
from claimwire.ingest.inputs import Source
from claimwire.ingest.pages import draft_of_page
from claimwire.ingest.problems import IngestNote

_PAGES = ("text/html", "application/xhtml+xml")


def read(source: Source) -> Iterator[Draft | IngestError]:
    """Yield the pages that were answered with status 200. Images, scripts and redirects are counted in one note."""
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    passed_over = 0
    number = 0
    empty = True
    with source.open() as stream:
        try:
            for number, record in enumerate(ArchiveIterator(stream), 1):
                if record.rec_type not in {"response", "resource", "conversion"}:
                    continue
                item = _draft(record, f"{source.name}, record {number}")
                if item is None:
                    passed_over += 1
                else:
                    empty = False
                    yield item
            stream.read(1)  # the iterator takes a cut gzip file for a finished one; this read does not
        except (ArchiveLoadFailed, ValueError) as e:
            empty = False
            yield IngestError(
                f"{source.name}: not a valid web archive after record {number} ({e}); the records before it were kept"
            )
    if empty:
        yield IngestError(f"{source.name}: no page among the {number} record(s) of this web archive; nothing to read")
    elif passed_over:
        yield IngestNote(f"{source.name}: {passed_over} record(s) other than pages (images, scripts, redirects) are left out")


def _draft(record: Any, place: str) -> Draft | IngestError | None:
    headers = record.rec_headers
    content_type = headers.get_header("Content-Type") or ""
    if record.http_headers is not None:
        if record.http_headers.get_statuscode() != "200":
            return None
        content_type = record.http_headers.get_header("Content-Type") or ""
    media, _, parameters = content_type.partition(";")
    media = media.strip().lower()
    if media not in {*_PAGES, "text/plain"}:
        return None
    charset = parameters.lower().partition("charset=")[2].split(";")[0].strip(" \"'") or None
    url = headers.get_header("WARC-Target-URI")
    place = f"{place} ({url})" if url else place
    identifier = (headers.get_header("WARC-Record-ID") or "").strip("<>").removeprefix("urn:uuid:") or None
    retrieved = headers.get_header("WARC-Date")
    data = record.content_stream().read()
    if media == "text/plain":
        try:
            text = decode(data, place, declared=charset)
        except IngestError as e:
            return e
        return Draft(place=place, text=text, id=identifier, url=url, retrieved=retrieved)
    return draft_of_page(data, place=place, url=url, identifier=identifier, retrieved=retrieved, charset=charset)
