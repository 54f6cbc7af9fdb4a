"""NewsML-G2 (IPTC): one report a newsItem, also inside a newsMessage, with what it corrects or withdraws."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from claimwire.errors import IngestError
from claimwire.ingest.draft import Draft
from claimwire.ingest.inputs import Source
from claimwire.ingest.markup import element_text
from claimwire.ingest.problems import IngestNote
from claimwire.ingest.standing import is_canceled, is_correction, version_id

if TYPE_CHECKING:
    from lxml.etree import _Element


def read(source: Source) -> Iterator[Draft | IngestError]:
    """Yield one draft a newsItem. Documents are small (one message of an agency), so each is parsed whole."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, remove_comments=True)
    try:
        root = etree.fromstring(source.bytes(), parser)
    except etree.XMLSyntaxError as e:
        line, column = e.position
        yield IngestError(f"{source.name}:{line}:{column}: not well-formed XML ({e.msg}); fetch the item again")
        return
    items = [root] if _name(root) == "newsItem" else list(root.iter("{*}newsItem"))
    if not items:
        yield IngestError(f"{source.name}: NewsML-G2 without a newsItem; only texts are read, not packages or concepts")
    for number, item in enumerate(items, 1):
        yield _item(item, source.name if len(items) == 1 else f"{source.name}, item {number}")


def _name(element: _Element) -> str:
    return element.tag.rsplit("}", 1)[-1] if isinstance(element.tag, str) else ""


def _text(item: _Element, *paths: str) -> str | None:
    """The words of the first of these paths that has any."""
    for path in paths:
        element = item.find("/".join(f"{{*}}{step}" for step in path.split("/")))
        if element is not None and (words := " ".join("".join(element.itertext()).split())):
            return words
    return None


def _attribute(item: _Element, path: str, name: str) -> str | None:
    element = item.find("/".join(f"{{*}}{step}" for step in path.split("/")))
    return None if element is None else element.get(name)


def _item(item: _Element, place: str) -> Draft | IngestError:
    status = (_attribute(item, "itemMeta/pubStatus", "qcode") or "").rsplit(":", 1)[-1]
    if status == "withheld":  # never published
        return IngestNote(f"{place}: {item.get('guid')} was withheld by its publisher and is left out")
    guid = item.get("guid") or _text(item, "contentMeta/altId")
    title = _text(item, "contentMeta/headline", "itemMeta/title")
    note = _text(item, "itemMeta/edNote")
    canceled = is_canceled(status)
    signals = [e.get("qcode") for e in item.iterfind("{*}itemMeta/{*}signal")]
    corrects = not canceled and is_correction(note, *signals)
    version = item.get("version")
    later = guid is not None and (canceled or (corrects and version not in {None, "1"}))
    return Draft(
        place=place,
        text=_body(item) or ((title or note or status) if canceled else None),
        id=version_id(guid, version or status) if later else guid,
        status="corrected" if corrects else status,
        corrects=guid if later else None,
        title=title,
        publisher=_text(item, "itemMeta/provider/name", "contentMeta/infoSource/name", "rightsInfo/copyrightHolder/name")
        or _attribute(item, "itemMeta/provider", "literal"),
        url=guid if guid and guid.startswith("http") else _attribute(item, "itemMeta/link", "href"),
        language=_attribute(item, "contentMeta/language", "tag") or item.get("{http://www.w3.org/XML/1998/namespace}lang"),
        published=_text(item, "contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated"),
    )


def _body(item: _Element) -> str | None:
    """The text itself: inlineXML (XHTML or NITF) or inlineData; a headline inside NITF's or XHTML's head is not body text."""
    for inline in item.iterfind("{*}contentSet/{*}inlineXML"):
        body = next((e for e in inline.iter() if _name(e) in {"body.content", "body"}), inline)
        content = next((e for e in body.iter() if _name(e) == "body.content"), body)
        if text := element_text(content):
            return text
    for data in item.iterfind("{*}contentSet/{*}inlineData"):
        text = "".join(data.itertext())
        if text.strip():
            return re.sub(r"\A\n|\n[ \t]*\Z", "", text)
    return None
