"""A piece of HTML inside a record (a feed's content, a ninjs body) to text: all of it, paragraph by paragraph.

Whole pages go through trafilatura, which drops menus and footers; here everything is content already.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element

_TAG = re.compile(r"</?[a-zA-Z][\w:-]*(?:\s[^<>]*)?/?>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[a-zA-Z]{2,8});")
_BLOCKS = frozenset(
    re.findall(
        r"\w+",
        "address article aside blockquote body dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header hl1 hl2 hr html "
        "li main ol p pre section table tr ul",
    )
)
_SILENT = frozenset(("head", "script", "style", "noscript", "template", "svg", "iframe", "title"))
_SPACES = re.compile(r"[ \t\r\n\f]+")  # not the no-break space, which is content
_AROUND_BREAK = re.compile(r" *\n *")


def looks_marked_up(text: str) -> bool:
    """True when ``text`` has HTML tags or character references in it."""
    return _TAG.search(text) is not None or _ENTITY.search(text) is not None


def to_text(fragment: str) -> str:
    """Return the words of an HTML fragment; blocks are parted by an empty line, ``<br>`` by a line break."""
    from lxml import etree, html

    try:
        tree = html.fragment_fromstring(fragment, create_parent="div")
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
        # ValueError: an encoding declaration or a control character in the fragment.
        cleaned = re.sub(r"<\?xml[^>]*\?>|[\x00-\x08\x0b\x0e-\x1f\ud800-\udfff]", "", fragment)
        try:
            tree = html.document_fromstring(cleaned)
        except (etree.LxmlError, ValueError):
            return ""
    return element_text(tree)


def element_text(element: _Element) -> str:
    """Return the words of a parsed element, as ``to_text`` does."""
    blocks: list[str] = []
    line: list[str] = []
    for piece in _pieces(element):
        if piece is None:
            _finish(line, blocks)
        else:
            line.append(piece)
    _finish(line, blocks)
    return "\n\n".join(blocks)


def _finish(line: list[str], blocks: list[str]) -> None:
    text = _AROUND_BREAK.sub("\n", "".join(line)).strip(" \n")
    if text and text != "-":
        blocks.append(text)
    line.clear()


def _pieces(root: _Element) -> Iterator[str | None]:
    """Yield running text, ``\\n`` for a line break, None for the end of a block. A stack, for trees deeper than Python's."""
    stack: list[tuple[_Element, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag.rsplit("}", 1)[-1].lower() if isinstance(element.tag, str) else ""
        if not leaving:
            silent = not tag or tag in _SILENT
            if tag == "br":
                yield "\n"
            if tag in _BLOCKS:
                yield None
            if tag == "li":
                yield "- "
            if not silent and element.text:
                yield _SPACES.sub(" ", element.text)
            stack.append((element, True))
            if not silent:
                stack.extend((child, False) for child in reversed(element))
            continue
        if tag in _BLOCKS:
            yield None
        elif tag in {"td", "th"}:
            yield " "
        if element is not root and element.tail:
            yield _SPACES.sub(" ", element.tail)
