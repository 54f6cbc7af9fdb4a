"""The words of `speakers.yaml`: how reports call those who speak."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files

import yaml


@lru_cache(maxsize=1)
def _lists() -> Mapping[str, tuple[str, ...]]:
    text = (files("claimwire.consolidate") / "speakers.yaml").read_text(encoding="utf-8")
    return {name: tuple(" ".join(w.split()) for w in words.split(",")) for name, words in yaml.safe_load(text).items()}


@cache
def words(name: str) -> frozenset[str]:
    """Return a list as a set of words."""
    return frozenset(_lists()[name])


@cache
def mapped(name: str) -> Mapping[str, str]:
    """Return a list of ``a=b`` as a mapping."""
    return dict(entry.split("=") for entry in _lists()[name])


@cache
def pattern(name: str) -> re.Pattern[str]:
    """Return a pattern that finds the words and phrases of a list, in either case."""
    every = sorted(_lists()[name], key=lambda w: (-len(w), w))
    return re.compile(
        rf"(?<!\w)(?:{'|'.join(re.escape(w).replace(chr(92) + '*', chr(92) + 'w*') for w in every)})(?!\w)", re.IGNORECASE
    )
