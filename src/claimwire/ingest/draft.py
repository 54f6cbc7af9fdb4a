"""One text as a format gives it, and how it becomes a report."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass

from claimwire.errors import IngestError
from claimwire.ingest.dates import to_iso
from claimwire.ingest.problems import IngestNote
from claimwire.ingest.standing import status_of
from claimwire.records import Report, digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an input says about one text, nothing checked yet. ``place`` names file and line, entry or record."""

    place: str
    text: object
    id: object = None
    title: object = None
    publisher: object = None
    kind: object = None
    url: object = None
    language: object = None
    published: object = None
    retrieved: object = None
    status: object = None
    corrects: object = None  # id of the report that it takes the place of, or withdraws


# No database and no UTF-8 file takes these; U+FFFD is one character too, so offsets made elsewhere still hold.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_LANGUAGE = re.compile(r"([A-Za-z]{2,3})(?:[-_].*)?")


def to_report(
    draft: Draft, *, published: str | None, publisher: str | None, on_note: Callable[[IngestError], None]
) -> Report | IngestError:
    """Check a draft and return its report, or the error that keeps it from being one. Notes go to ``on_note``."""
    text = draft.text
    if text is None:
        return IngestError(f"{draft.place}: has no text")
    if not isinstance(text, str):
        return IngestError(
            f"{draft.place}: its text is {type(text).__name__}, not a string; put the text between quotation marks"
        )
    if not text.strip().strip("\ufeff\u200b\x00"):
        return IngestError(f"{draft.place}: its text is empty; nothing to read")
    text, replaced = _UNSTORABLE.subn("\ufffd", text)
    if replaced:
        on_note(
            IngestNote(
                f"{draft.place}: {replaced} character(s) that cannot be stored (NUL or half of a surrogate pair) "
                "are kept as U+FFFD; all offsets stay"
            )
        )
    own_publisher, url = _string(draft.publisher), _string(draft.url)
    by = own_publisher or publisher
    date = _date(draft, draft.published, "publication date", on_note) or published
    language = _LANGUAGE.fullmatch(_string(draft.language) or "en")
    id_, title, corrects = _string(draft.id) or digest("r", by, url, date, text), _string(draft.title), _string(draft.corrects)
    if corrects == id_:
        on_note(IngestNote(f"{draft.place}: report {id_!r} says that it corrects itself; name the earlier report's id"))
        corrects = None
    return Report(
        id=id_,
        text=text,
        title=title,
        publisher=by,
        kind=_string(draft.kind) or "news",
        url=url,
        language=language[1].lower() if language else "en",
        published_at=date,
        retrieved_at=_date(draft, draft.retrieved, "retrieval date", on_note),
        sha256=hashlib.sha256(text.encode("utf-8")).hexdigest(),
        status=status_of(draft.status, title=title, text=text, corrects=corrects),
        corrects=corrects,
    )


def _string(value: object) -> str | None:
    """A field of one line as a string; None when there is nothing in it."""
    if value is None or isinstance(value, bool | dict | list):
        return None
    return _UNSTORABLE.sub("\ufffd", str(value)).strip() or None


def _date(draft: Draft, value: object, what: str, on_note: Callable[[IngestError], None]) -> str | None:
    if value is None or not str(value).strip():
        return None
    iso = to_iso(value)
    if iso is None:
        shown = repr(value) if len(repr(value)) < 60 else repr(value)[:57] + "..."
        on_note(IngestNote(f"{draft.place}: {what} {shown} does not name one day and is left out; write it as 2016-05-27"))
    return iso
