"""Plain text files, one report each, and HTML pages.

A page's text is what trafilatura takes for its article (headline included, menus left out; its ``deduplicate`` stays
off, since a paragraph that repeats another page's is still what this page says). Title, date, publisher, address and
language come from the page's own metadata; a date is taken only from where pages declare it, never guessed from prose.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from claimwire.errors import IngestError
from claimwire.ingest.dates import to_iso
from claimwire.ingest.decoding import decode
from claimwire.ingest.draft import Draft
from claimwire.ingest.inputs import Source

if TYPE_CHECKING:
    from lxml.html import HtmlElement


def read_text(source: Source) -> Iterator[Draft | IngestError]:
    """Yield the one report that a plain text file is. What it does not say (title, date, publisher) stays unknown."""
    yield Draft(place=source.name, text=decode(source.bytes(), source.name))


def read_html(source: Source) -> Iterator[Draft | IngestError]:
    """Yield the one report that a page is."""
    yield draft_of_page(source.bytes(), place=source.name)


_DATE_KEYS = (
    ("property", "article:published_time"), ("property", "og:published_time"), ("itemprop", "datePublished"), ("name", "pubdate"),
    ("name", "publishdate"), ("name", "publish-date"), ("name", "date"), ("name", "DC.date.issued"), ("name", "dc.date"),
    ("name", "parsely-pub-date"), ("name", "sailthru.date"), ("name", "cXenseParse:recs:publishtime"),
)  # fmt: skip


def draft_of_page(
    data: bytes,
    *,
    place: str,
    url: str | None = None,
    identifier: str | None = None,
    retrieved: str | None = None,
    charset: str | None = None,
) -> Draft | IngestError:
    """Return the article of an HTML page, or the error that says why there is none."""
    import trafilatura
    from lxml import etree, html

    # Without a handler its remarks on a page would reach stderr beside our own errors, which say the same.
    logger = logging.getLogger("trafilatura")
    if not logger.handlers:
        logger.addHandler(logging.NullHandler())

    try:
        markup = decode(data, place, declared=charset)
    except IngestError as e:
        return e
    # lxml refuses a text that declares a byte encoding, and control characters.
    markup = re.sub(r"\A\s*<\?xml[^>]*\?>", "", markup)
    markup = re.sub(r"[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", markup)
    try:
        tree = html.document_fromstring(markup)
    except (etree.LxmlError, ValueError):
        return _no_text(place)
    try:
        page = trafilatura.bare_extraction(
            markup,
            url=url,
            deduplicate=False,
            include_comments=False,
            include_images=False,
            with_metadata=True,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as e:  # one page that breaks the extractor must not end the run; its error is ours to name
        return IngestError(f"{place}: its HTML could not be read ({type(e).__name__}: {e}); save the article as plain text")
    text = getattr(page, "text", None)
    if not text or not text.strip():
        return _no_text(place)
    return Draft(
        place=place,
        text=text,
        id=identifier,
        title=getattr(page, "title", None),
        publisher=getattr(page, "sitename", None),
        url=url or getattr(page, "url", None),
        language=tree.get("lang") or tree.get("xml:lang"),
        published=_declared_date(tree) or getattr(page, "date", None),
        retrieved=retrieved,
    )


def _no_text(place: str) -> IngestError:
    return IngestError(f"{place}: no article text on this page; save the article as plain text, or leave the page out")


def _declared_date(tree: HtmlElement) -> str | None:
    """The publication date that the page declares, with its time of day, which trafilatura would cut."""
    for attribute, value in _DATE_KEYS:
        for element in tree.xpath(f"//*[@{attribute}=$value]", value=value):
            iso = to_iso(element.get("content") or element.get("datetime"))
            if iso is not None:
                return iso
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found = _date_published(json.loads(script.text or ""), depth=0)
        except (ValueError, RecursionError):
            continue  # a page's broken metadata is no reason to refuse the page
        if found is not None:
            return found
    for element in tree.xpath("//article//time[@datetime][@pubdate] | (//article//time[@datetime])[1]"):
        if (iso := to_iso(element.get("datetime"))) is not None:
            return iso
    return None


def _date_published(data: Any, *, depth: int) -> str | None:
    if depth > 6:
        return None
    if isinstance(data, dict):
        if (iso := to_iso(data.get("datePublished"))) is not None:
            return iso
        data = list(data.values())
    if isinstance(data, list):
        return next((d for item in data if (d := _date_published(item, depth=depth + 1)) is not None), None)
    return None
