"""How names stand to one another on the page: in a sentence, in a list, one inside the other ("Azaz, Syria"), in the dateline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Protocol

import numpy as np

from claimwire.records import Report
from claimwire.resolve.place_mentions import Found

_INSIDE = re.compile(
    r"\s*,\s*(?:in\s+)?(?:the\s+)?"  # "Azaz, Syria"; "Azaz, in Aleppo"
    r"|\s*\(\s*(?:in\s+)?(?:the\s+)?|\s*-\s*"
    r"|(?:\s+\w+)?,?\s+in\s+(?:the\s+)?"  # "Azaz district in Aleppo"
    r"|(?:\s+\w+)?,?\s+(?:(?:just|some|about)\s+)?(?:\d+\s*\w+\s+)?(?:north|south|east|west)[a-z-]*\s+of\s+(?:the\s+)?",
    re.IGNORECASE,
)
_LIST = re.compile(r"\s*(?:,|,?\s+and\b|,?\s+or\b|\s&)\s+(?:in\s+|from\s+|to\s+|near\s+)?(?:the\s+)?(?:\w+s\s+of\s+)?")
_DATELINE = re.compile(r"(?:,\s*[A-Z][\w.]{1,14})?(?:,\s*[A-Z]\w+\.?\s+\d{1,2})?\s*(?:\([^)]{2,30}\)\s*)?(?:[—–:]|--?)\s")


class Named(Protocol):
    """A name with its mentions."""

    @property
    def mentions(self) -> tuple[Found, ...]:
        """Every mention, in text order."""
        ...


class Ties:
    """Which names of a report stand together, as tables over names. ``outer[a, b]``: ``b`` is written as what ``a`` lies in."""

    def __init__(self, names: Sequence[Named], report: Report) -> None:
        count = len(names)
        self.sentence, self.list, self.outer = (np.zeros((count, count)) for _ in range(3))
        self.dateline: int | None = None
        mentions = sorted(
            ((f, i) for i, n in enumerate(names) for f in n.mentions if f.core is not None), key=lambda m: m[0].span.offsets
        )
        for (a, i), (b, j) in pairwise(mentions):
            if i != j and a.sentence == b.sentence and a.core is not None and b.span.start >= a.core.end:
                self._tie(report.text[a.core.end : b.span.start], i, j)
        inside: dict[int, set[int]] = {}
        for f, i in mentions:
            inside.setdefault(f.sentence, set()).add(i)
        for together in inside.values():
            rows = sorted(together)
            self.sentence[np.ix_(rows, rows)] = 1
        np.fill_diagonal(self.sentence, 0)
        self._join_lists()
        if mentions and mentions[0][0].core is not None:
            first, index = mentions[0]
            if first.core is not None and first.sentence <= 1 and self._opens(report.text, first.core.start):
                self.dateline = index if _DATELINE.match(report.text, first.core.end) else None

    def _tie(self, between: str, a: int, b: int) -> None:
        if _INSIDE.fullmatch(between):
            self.outer[a, b] = 1
        if _LIST.fullmatch(between):
            self.list[a, b] = self.list[b, a] = 1

    def _join_lists(self) -> None:
        """Let every member of a list know every other, two steps off: "A, B, C and D"."""
        two = self.list @ self.list
        self.list = np.minimum(1, self.list + (two > 0))
        np.fill_diagonal(self.list, 0)

    @staticmethod
    def _opens(text: str, start: int) -> bool:
        return start == 0 or text[:start].rstrip(" ").endswith("\n")
