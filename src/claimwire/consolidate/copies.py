"""Which reports are copies: whole, inside a longer one, or by the words that they quote."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """What of a report's wording is kept, so that it can be compared with any later report; made once, some 2 kB of JSON."""

    report: str
    publisher: str | None
    published_at: str | None
    shingles: tuple[int, ...]  # digests of its five-word runs, a sample of them in a long report
    level: int  # one in 2 ** level was kept
    bands: tuple[int, ...]  # two near-copies share at least one
    sentences: tuple[int, ...]  # digests of its longer sentences, without punctuation and case
    quotes: tuple[int, ...]  # digests of its longer direct quotations
    facts: tuple[int, ...]  # digests of its numbers and names, in their order: what a paraphrase keeps

    def to_dict(self) -> dict[str, Any]:
        """Return the print as one JSON object."""
        return {k: list(v) if isinstance(v := getattr(self, k), tuple) else v for k in self.__slots__}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Print:
        """Build a print from what ``to_dict`` made. Raises TypeError when it is not one."""
        return cls(**{k: tuple(v) if isinstance(v, list) else v for k, v in data.items()})
