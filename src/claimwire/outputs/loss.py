"""What a format could not express: counted and explained beside every export, so that nobody takes a table for the whole."""

from __future__ import annotations

import json
from pathlib import Path

from claimwire.outputs.files import write_text


class Losses:
    """Rows and fields that an export leaves out or changes, each with a reason and a count."""

    def __init__(self, format_: str) -> None:
        self.format = format_
        self._rows: dict[str, int] = {}
        self._items: dict[tuple[str, str], int] = {}
        self._examples: dict[tuple[str, str], list[str]] = {}

    def wrote(self, table: str) -> None:
        """Count a row that was written."""
        self._rows[table] = self._rows.get(table, 0) + 1

    def lost(self, field: str, why: str, example: str | None = None, *, n: int = 1) -> None:
        """Count something that the format cannot say; the first five examples are ids that can be looked up."""
        key = (field, why)
        self._items[key] = self._items.get(key, 0) + n
        examples = self._examples.setdefault(key, [])
        if example and len(examples) < 5:
            examples.append(example)

    def write(self, path: Path) -> Path:
        """Write the report as JSON."""
        lost = [
            {"field": field, "why": why, "n": n, "examples": self._examples[field, why]}
            for (field, why), n in sorted(self._items.items())
        ]
        report = {"format": self.format, "rows": self._rows, "lost": lost}
        return write_text(path, json.dumps(report, ensure_ascii=False, indent=2) + "\n")
