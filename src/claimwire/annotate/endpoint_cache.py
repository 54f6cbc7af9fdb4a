"""Answers of an endpoint on disk, so that no question is asked, or paid for, twice.

A file holds one whole answer and is put in place in one step: a run that is killed leaves whole answers only.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from claimwire.errors import StoreError


class AnswerCache:
    """Answers by key; a file that cannot be read as one counts as absent and is written anew."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)  # answers quote reports, which may be confidential
            with tempfile.TemporaryFile(dir=folder):
                pass
        except OSError as e:
            raise StoreError(
                f"{folder}: answers cannot be kept there ({e.strerror}); name another folder as endpoint.cache"
            ) from e

    def load(self, key: str) -> Mapping[str, Any] | None:
        """Return what was saved under ``key``, or None."""
        try:
            value = json.loads(self._path(key).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return value if isinstance(value, dict) else None

    def save(self, key: str, value: Mapping[str, Any]) -> None:
        """Write a value whole or not at all. Raises StoreError when the disk is full."""
        path = self._path(key)
        written: Path | None = None
        try:
            path.parent.mkdir(exist_ok=True)
            with tempfile.NamedTemporaryFile("w", dir=path.parent, suffix=".partial", delete=False, encoding="utf-8") as file:
                written = Path(file.name)
                json.dump(value, file, ensure_ascii=False)
                file.flush()
                os.fsync(file.fileno())
            written.replace(path)
        except OSError as e:
            if written is not None:
                with suppress(OSError):
                    written.unlink()
            raise StoreError(f"{path}: cannot be written ({e.strerror}); name another folder as endpoint.cache") from e

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.json"


def default_folder() -> Path:
    """Return the folder for answers beside the default gazetteer, in the user's cache."""
    base = os.environ.get("CLAIMWIRE_CACHE") or os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "claimwire" / "endpoint"
