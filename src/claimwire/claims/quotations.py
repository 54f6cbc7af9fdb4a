"""Quotations: which characters of a report stand between quotation marks, nested ones and those of several paragraphs included.

Straight marks are told apart by what stands beside them. A quotation whose paragraph ends without a closing mark goes on in
the next paragraph when that one opens with a mark again, as typesetters do it; otherwise it ends with its paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_PAIRS = {"“": '”"', "„": "“”", "«": "»", "‘": "’", "‹": "›", "”": "”"}
_DOUBLED = {"''": '"', "’’": "”", "‘‘": "“", "``": "“"}
_OPENERS = frozenset("“„«‹")
_CLOSERS = frozenset("”»›")
_BEFORE_OPENING = frozenset(" \t\n\u00a0\u200e\u200f([{-–—/:,;>") | _OPENERS | {"‘", "'", '"'}
_AFTER_CLOSING = frozenset(" \t\n\u00a0\u200e\u200f)]}.,;:!?-–—/<") | _CLOSERS | {"’", "'", '"'}
_ELISIONS = re.compile(r"(?:s|t|re|ve|ll|d|m|em|tis|twas|cause|til|n|round|bout|\d0s)\b", re.IGNORECASE)
_PARAGRAPH = re.compile(r"[^\n]+")
_FRAGMENT_WORDS = 3  # up to so many words inside a sentence are a turn of phrase, not a quotation


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """``[start, end)`` with the marks, ``pieces`` without: one piece for each paragraph that the quotation runs over.

    ``depth`` 0 is a quotation of the report, 1 stands inside one. ``closed`` is False when its mark was never found.
    """

    start: int
    end: int
    pieces: tuple[tuple[int, int], ...]
    depth: int = 0
    closed: bool = True

    def holds(self, offset: int) -> bool:
        """True when the character at ``offset`` is between the marks."""
        return self.start < offset < self.end


@dataclass(slots=True)
class _Open:
    mark: str
    at: int
    inner: int  # where the quoted words begin


def find_quotations(text: str) -> tuple[Quotation, ...]:
    """Return the quotations of ``text`` in order of their opening marks, outer before inner."""
    found: list[Quotation] = []
    pending: list[tuple[int, int]] = []  # pieces of a quotation that goes on in the next paragraph
    for paragraph in _PARAGRAPH.finditer(text):
        begin, end = paragraph.span()
        first = begin + len(paragraph[0]) - len(paragraph[0].lstrip(" \t\u200e\u200f"))
        goes_on = bool(pending) and first < end and text[first] in "\"“«'‘"
        if pending and not goes_on:
            found.append(_joined(pending, closed=False))
            pending = []
        inside, left_open = _in_paragraph(text, first, end)
        if goes_on:
            whole = next((q for q in inside if q.start == first and q.depth == 0), None)
            if whole is not None:
                inside.remove(whole)
                found.append(_joined([*pending, *whole.pieces], closed=True, end=whole.end))
                pending = []
            elif left_open == first:
                pending.append((first + 1, _strip_end(text, first + 1, end)))
                left_open = None
            else:
                found.append(_joined(pending, closed=False))
                pending = []
        found.extend(inside)
        if left_open is not None and _strip_end(text, left_open + 1, end) > left_open + 1:
            if pending:
                found.append(_joined(pending, closed=False))
            pending = [(left_open + 1, _strip_end(text, left_open + 1, end))]
    if pending:
        found.append(_joined(pending, closed=False))
    found = [q for q in found if q.pieces and all(a < b for a, b in q.pieces)]
    return tuple(sorted(found, key=lambda q: (q.start, -q.end)))


def _joined(pieces: list[tuple[int, int]], *, closed: bool, end: int | None = None) -> Quotation:
    last = pieces[-1][1] if end is None else end
    return Quotation(start=pieces[0][0] - 1, end=last, pieces=tuple(pieces), closed=closed)


def _strip_end(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end


def _in_paragraph(text: str, begin: int, end: int) -> tuple[list[Quotation], int | None]:
    """Return the quotations that close in this paragraph, and where one opens that does not."""
    stack: list[_Open] = []
    found: list[Quotation] = []
    for at, past, mark in _marks(text, begin, end):
        opens = _may_open(text, (at, past, mark), begin, end)
        closes = _may_close(text, (at, past, mark), begin, end)
        match = next((n for n in range(len(stack) - 1, -1, -1) if mark in _closing(stack[n].mark)), None)
        single = mark in "'’‘"
        if mark == "“" and match is None and stack and stack[-1].mark == mark and text[:at].rstrip()[-1:] in ",.?!":
            closes, match = True, len(stack) - 1  # typed the wrong way round
        if closes and match is not None and not (opens and not single and match != len(stack) - 1):
            opened = stack[match]
            del stack[match:]
            inner = _strip_start(text, opened.inner, at), _strip_end(text, opened.inner, at)
            if inner[0] < inner[1]:
                found.append(Quotation(start=opened.at, end=past, pieces=(inner,), depth=match))
        elif opens and not (single and not _closes_later(text, at, mark, end)):
            stack.append(_Open(mark=mark, at=at, inner=past))
    doubles = [o for o in stack if o.mark not in "'‘"]
    return found, doubles[0].at if doubles else None


def _strip_start(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] == '"'):  # the second of doubled marks
        start += 1
    return start


def _marks(text: str, begin: int, end: int) -> Iterator[tuple[int, int, str]]:
    at = begin
    while at < end:
        c = text[at]
        if c in "'’‘`" and text[at : at + 2] in _DOUBLED:  # two single marks typed for a double one
            yield at, at + 2, _DOUBLED[text[at : at + 2]]
            at += 1
        elif c in "\"'“”„«»‘’‹›":
            yield at, at + 1, c
            if c == '"' and at + 1 < end and text[at + 1] == '"':  # doubled marks of a damaged export count once
                at += 1
        at += 1


def _closing(mark: str) -> str:
    return mark if mark in "\"'" else _PAIRS[mark]


def _may_open(text: str, place: tuple[int, int, str], begin: int, end: int) -> bool:
    at, past, mark = place
    if mark in _CLOSERS or mark == "’":
        return False
    following = text[past] if past < end else ""
    if not following or following.isspace():
        return False
    before = text[at - 1] if at > begin else " "
    if mark in _OPENERS:
        return True
    if mark == "'" and _ELISIONS.match(text, at + 1):
        return False
    return before in _BEFORE_OPENING or (mark == '"' and before in ".!?" and following.isalpha())


def _may_close(text: str, place: tuple[int, int, str], begin: int, end: int) -> bool:
    at, past, mark = place
    if mark in _OPENERS or mark == "‘":
        return mark == "“"  # German closing mark; only ever matches „
    if at == begin:
        return False
    following = text[past] if past < end else " "
    if mark in _CLOSERS:
        return True
    if mark in "'’":
        if following not in _AFTER_CLOSING or text[at - 1].isspace():
            return False
        return not (text[at - 1] == "s" and following == " " and _closes_later(text, at, mark, end))
    return following in _AFTER_CLOSING or not text[at - 1].isspace()


def _closes_later(text: str, at: int, mark: str, end: int) -> bool:
    """True when a mark that can close a single quotation stands further on: else it is an apostrophe ("the rebels' guns")."""
    closing = {"‘": "’", "’": "’"}.get(mark, mark)
    for later in range(at + 1, end):
        if text[later] == closing and not text[later - 1].isspace():
            following = text[later + 1] if later + 1 < end else " "
            if following in _AFTER_CLOSING and later > at + 1:
                return True
    return False


def is_fragment(text: str, quotation: Quotation) -> bool:
    """True for quoted words inside somebody else's sentence (a scare quote, a term, a phrase), not an utterance by itself."""
    if len(quotation.pieces) > 1:
        return False
    start, end = quotation.pieces[0]
    words = text[start:end].split()
    before = text[: quotation.start].rstrip()[-1:]
    alone = not before or before in '.!?:\n"”' or text[quotation.start - 1 : quotation.start] == "\n"
    if alone and (len(words) > _FRAGMENT_WORDS or text[start:end].rstrip()[-1:] in ".!?,"):
        return False
    if len(words) <= _FRAGMENT_WORDS and text[end - 1] not in ".!?,":
        return True
    return not (text[start].isupper() or before in ",:" or text[end - 1] in ".!?,")
