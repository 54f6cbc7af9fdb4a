"""What could not be read, for people: the first few of each input on standard error, all of them in a file."""

from __future__ import annotations

import re
import sys
from collections import Counter
from pathlib import Path

from claimwire.errors import ClaimwireError

_SHOWN = 10  # lines an input; 29,000 bad records must not scroll the one that matters away
_INPUT = re.compile(r"(.+?):(?:\d|\s)")


class Problems:
    """Collects errors and notes as they come. ``errors`` are reports that were lost; notes are about reports that were kept."""

    def __init__(self, *, all_shown: bool = False) -> None:
        self._shown = None if all_shown else _SHOWN  # all: a run into a pipe has no file to keep the rest in
        self.errors: list[str] = []
        self.notes: list[str] = []
        self._of_input: Counter[str] = Counter()

    def add(self, message: str, *, note: bool = False) -> None:
        """Keep a message, and print it unless its input has had its share of lines."""
        (self.notes if note else self.errors).append(message)
        found = _INPUT.match(message)
        source = found[1] if found else message
        self._of_input[source] += 1
        if self._shown is None or self._of_input[source] <= self._shown:
            print(f"claimwire: {'note: ' if note else ''}{message}", file=sys.stderr)
        elif self._of_input[source] == self._shown + 1:
            print(f"claimwire: {source}: further problems of this input are counted, not shown", file=sys.stderr)

    @property
    def hidden(self) -> int:
        """How many were not printed."""
        shown = self._shown
        return 0 if shown is None else sum(max(0, n - shown) for n in self._of_input.values())

    def finish(self, path: Path | None) -> Path | None:
        """Say how many there are in all; when some were not shown, write every one to ``path`` and return it."""
        if self.errors:
            many = len(self.errors) != 1
            where = f"; all of them are in {path}" if self.hidden else "; named above"
            print(f"claimwire: {len(self.errors)} problem{'s' if many else ''}{where}", file=sys.stderr)
        elif self.hidden:
            print(f"claimwire: {len(self.notes)} notes; all of them are in {path}", file=sys.stderr)
        if not self.hidden or path is None:
            return None
        try:
            path.write_text("".join(f"{m}\n" for m in (*self.errors, *(f"note: {n}" for n in self.notes))), encoding="utf-8")
        except OSError as e:
            raise ClaimwireError(f"{path}: cannot be written ({e.strerror}); the readings themselves were") from e
        return path
