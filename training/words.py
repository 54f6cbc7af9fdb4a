"""Sentences and words of the corpora that come as running text, cut exactly as the shipped segmenter cuts them."""

from __future__ import annotations

from claimwire.annotate.segment import segment

Words = list[tuple[int, int]]


def sentences(text: str) -> list[Words]:
    """Return the word offsets of each sentence of a running text."""
    return [list(s.tokens) for s in segment(text) if s.tokens]


def words(text: str, start: int, end: int) -> Words:
    """Return the word offsets of one gold sentence, whatever the segmenter would have made of its end."""
    return [(a + start, b + start) for s in segment(text[start:end]) for a, b in s.tokens]
