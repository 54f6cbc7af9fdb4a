"""JSON and JSON Lines: our own records, readings and annotated reports, ninjs 1 to 3, saved answers of ReliefWeb.

Which of them an object is, is told object by object, so that a file may mix them. ``text`` of our own records is
stored as given; bodies that are HTML become text.
"""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from claimwire.errors import IngestError
from claimwire.ingest.decoding import decode
from claimwire.ingest.draft import Draft
from claimwire.ingest.inputs import Source
from claimwire.ingest.markup import looks_marked_up, to_text
from claimwire.ingest.problems import IngestNote
from claimwire.ingest.standing import is_canceled, is_correction, version_id

_LISTS = ("reports", "items", "articles", "records", "docs", "data")


def read_lines(source: Source, columns: Mapping[str, str]) -> Iterator[Draft | IngestError]:
    """Yield one draft a line, holding one line at a time. A line that is not JSON is named with line and column."""
    with source.open() as stream:
        start = stream.read(4)
    if start[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\x00" in start:
        for number, line in enumerate(decode(source.bytes(), source.name).split("\n"), 1):
            yield from _line(line, source, number, columns)
        return
    with source.open() as stream:
        for number, raw in enumerate(stream, 1):
            try:
                line = raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
            except UnicodeDecodeError as e:
                yield IngestError(
                    f"{source.name}:{number}: byte {e.start + 1} of this line is not UTF-8; the line is left out. "
                    "Save the file as UTF-8"
                )
                continue
            yield from _line(line, source, number, columns)


def _line(line: str, source: Source, number: int, columns: Mapping[str, str]) -> Iterator[Draft | IngestError]:
    if not line.strip():
        return
    try:
        data = json.loads(line)
    except json.JSONDecodeError as e:
        yield IngestError(
            f"{source.name}:{number}:{e.colno}: not valid JSON ({e.msg}); the line is left out. "
            "JSON Lines holds one whole object on each line"
        )
    except (ValueError, RecursionError) as e:
        yield IngestError(f"{source.name}:{number}: JSON that cannot be read ({e}); the line is left out")
    else:
        yield from _drafts(data, f"{source.name}:{number}", columns, nested=False)


def read(source: Source, columns: Mapping[str, str]) -> Iterator[Draft | IngestError]:
    """Yield the drafts of one JSON document; a file that turns out to be JSON Lines is read as such."""
    text = decode(source.bytes(), source.name)
    try:
        data = json.loads(text)
    except json.JSONDecodeError as e:
        if _is_lines(text):
            yield from read_lines(source, columns)
        else:
            yield IngestError(f"{source.name}:{e.lineno}:{e.colno}: not valid JSON ({e.msg}); correct it there")
    except (ValueError, RecursionError) as e:
        yield IngestError(f"{source.name}: JSON that cannot be read ({e})")
    else:
        yield from _drafts(data, source.name, columns, nested=True)


def _is_lines(text: str) -> bool:
    """True when one of the first lines is a whole object by itself: the document is lines, perhaps with a broken one."""
    for line in text[:200_000].split("\n")[:20]:
        if line.lstrip().startswith("{"):
            try:
                json.loads(line)
            except (ValueError, RecursionError):
                continue
            return True
    return False


def _drafts(data: Any, place: str, columns: Mapping[str, str], *, nested: bool) -> Iterator[Draft | IngestError]:
    """Yield the drafts of a parsed value; ``nested`` lists are looked into, with each item's number in its place."""
    if isinstance(data, list) and nested:
        if not data:
            yield IngestError(f"{place}: an empty list; nothing to read")
        for number, item in enumerate(data, 1):
            yield from _drafts(item, f"{place}, record {number}", columns, nested=False)
        return
    if not isinstance(data, dict):
        yield IngestError(f'{place}: {type(data).__name__} where an object such as {{"id": ..., "text": ...}} belongs')
        return
    if nested and columns.get("text", "text") not in data:
        inner = next((data[k] for k in _LISTS if isinstance(data.get(k), list)), None)
        if inner is not None:
            yield from _drafts(inner, place, columns, nested=True)
            return
    yield _draft(data, place, columns)


def _draft(data: dict[str, Any], place: str, columns: Mapping[str, str]) -> Draft | IngestError:
    report = data.get("report")
    if isinstance(report, dict) and "text" in report:  # a reading of ours: code its report again
        data = report
    text_key = columns.get("text", "text")
    if text_key in data:
        return _record(data, place, columns)
    if is_canceled(data.get("status")) and ("id" in data or "corrects" in data) and "uri" not in data:
        return _withdrawal(data, place, columns)
    if isinstance(data.get("fields"), dict):
        return _reliefweb(data, place)
    if "uri" in data and any(
        k in data for k in ("body_text", "body_xhtml", "body_html", "bodies", "headline", "headlines", "pubstatus")
    ):
        return _ninjs(data, place)
    prose = {str(k): len(v) for k, v in data.items() if isinstance(v, str) and " " in v.strip()}
    likely = get_close_matches(text_key, [str(k) for k in data], 1, 0.75) or sorted(prose, key=lambda k: -prose[k])
    keys = ", ".join(sorted(map(str, data))[:12]) or "none"
    return IngestError(
        f"{place}: has no {text_key!r} (its keys: {keys}); name the key with --column "
        + shlex.quote(f"text={likely[0] if likely else 'KEY'}")
    )


def _record(data: Mapping[str, Any], place: str, columns: Mapping[str, str]) -> Draft:
    def get(field: str) -> Any:
        return data.get(columns.get(field, field))

    return Draft(
        place=place,
        text=get("text"),
        id=get("id"),
        title=get("title"),
        publisher=get("publisher"),
        kind=get("kind"),
        url=get("url"),
        language=get("language"),
        published=get("published_at"),
        retrieved=get("retrieved_at"),
        status=get("status"),
        corrects=get("corrects"),
    )


def _withdrawal(data: Mapping[str, Any], place: str, columns: Mapping[str, str]) -> Draft:
    """A record without a text that withdraws the report it names. Its own words are its title's, or none but its status."""
    draft = _record(data, place, columns)
    target = draft.corrects or draft.id
    own = draft.id if draft.corrects else version_id(draft.id, draft.status)
    return replace(draft, id=own, text=draft.title or draft.status, corrects=target)


def _reliefweb(data: Mapping[str, Any], place: str) -> Draft:
    """A report of the ReliefWeb API: publisher is its first source, who wrote it, not ReliefWeb, which lists it."""
    fields = data["fields"]
    date = fields.get("date") if isinstance(fields.get("date"), dict) else {}
    body = fields.get("body")
    if not body and isinstance(fields.get("body-html"), str):
        body = to_text(fields["body-html"])
    identifier = fields.get("id") or data.get("id")
    return Draft(
        place=place,
        text=body,
        id=f"reliefweb:{identifier}" if identifier else None,
        title=fields.get("title"),
        publisher=_first_name(fields.get("source")),
        url=fields.get("url_alias") or fields.get("url") or data.get("href"),
        language=_first_name(fields.get("language"), key="code"),
        published=date.get("original") or date.get("created"),
    )


def _first_name(value: Any, *, key: str = "name") -> Any:
    if isinstance(value, list):
        value = value[0] if value else None
    return value.get(key) if isinstance(value, dict) else value


def _ninjs(data: Mapping[str, Any], place: str) -> Draft | IngestError:
    """An item of ninjs 1, 2 or 3 (IPTC). One that corrects or withdraws an earlier version of itself is read beside that one.

    One that is withheld was never published, and is left out.
    """
    status = data.get("pubstatus")
    if status == "withheld":
        return IngestNote(f"{place}: {data['uri']} was withheld by its publisher and is left out")
    canceled = is_canceled(status)
    version = data.get("version")
    corrects = not canceled and is_correction(data.get("ednote"), *_values(data.get("ednotes")), *_values(data.get("genres")))
    later = canceled or (corrects and str(version) not in {"None", "1"})
    text = data.get("body_text") or _of_kind(data.get("bodies"), "plain", "text")
    if not text:
        markup = data.get("body_xhtml") or data.get("body_html") or _of_kind(data.get("bodies"), "html", "")
        text = to_text(markup) if isinstance(markup, str) else None
    elif isinstance(text, str) and not data.get("body_text") and looks_marked_up(text):
        text = to_text(text)
    if canceled and not text:
        text = data.get("headline") or _of_kind(data.get("headlines"), "main", "") or data.get("ednote") or status
    return Draft(
        place=place,
        text=text,
        id=version_id(data["uri"], version or status) if later else data["uri"],
        status="corrected" if corrects else status,
        corrects=data["uri"] if later else None,
        title=data.get("headline") or _of_kind(data.get("headlines"), "main", ""),
        publisher=data.get("copyrightholder") or _provider(data.get("infosources")),
        url=data.get("webrenditionuri") or (data["uri"] if str(data["uri"]).startswith("http") else None),
        language=data.get("language"),
        published=data.get("versioncreated") or data.get("contentcreated") or data.get("firstcreated"),
    )


def _values(entries: Any) -> list[Any]:
    """The words of a list of strings or of objects with a value or name."""
    found = entries if isinstance(entries, list) else []
    return [(e.get("value") or e.get("name")) if isinstance(e, dict) else e for e in found]


def _of_kind(values: Any, wanted: str, otherwise: str) -> Any:
    """The value of the first ``{"role", "contenttype", "value"}`` of the wanted kind; else of the first of ``otherwise``."""
    if not isinstance(values, list):
        return None
    entries = [v for v in values if isinstance(v, dict) and v.get("value")]
    for word in (wanted, otherwise):
        for entry in entries:
            if word in f"{entry.get('role', '')} {entry.get('contenttype', '')}".lower():
                return entry["value"]
    return None


def _provider(values: Any) -> Any:
    if not isinstance(values, list):
        return None
    return next((v.get("name") for v in values if isinstance(v, dict) and v.get("name")), None)
