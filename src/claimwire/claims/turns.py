"""Whose turn it is: transcripts and interviews, where a label before the words says who speaks ("MS ORLAN: We left.")."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

_LABEL = re.compile(r"[ \t\u200e]*(?P<label>[A-Z][^\n:.?!\"“”]{0,60}?)[ \t]*:[ \t]+(?=\S)")
_ASKING = frozenset({"question", "q", "moderator", "interviewer", "reporter"})
_PARAGRAPH = re.compile(r"[^\n]+")
_LABEL_WORDS = 5
_PARTICLES = frozenset({"al", "el", "de", "van", "von", "of", "the", "bin", "abu", "for", "and"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """One speaker's turn: ``label`` is where the name stands, ``words`` one range for each paragraph of the turn."""

    label: tuple[int, int]
    words: tuple[tuple[int, int], ...]
    asks: bool  # a question of nobody by name: "QUESTION"


def find_turns(text: str) -> tuple[Turn, ...]:
    """Return the turns of a transcript in order; empty when the text is none.

    A transcript has at least two labelled paragraphs, and either a label that comes back, one in capitals, or a question.
    An interview that labels only the answers leaves the questions to the publisher.
    """
    paragraphs = [m.span() for m in _PARAGRAPH.finditer(text) if m[0].strip()]
    labels: list[tuple[int, int] | None] = []
    for begin, end in paragraphs:
        match = _LABEL.match(text, begin, end)
        labels.append(match.span("label") if match and _is_name(match["label"]) else None)
    names = [_key(text[a:b]) for a, b in filter(None, labels)]
    counts = Counter(names)
    if len(names) < 2 or not (
        max(counts.values()) > 1 or any(n in _ASKING for n in names) or all(_capitals(text, s) for s in labels if s)
    ):
        return ()
    known = {n for n in counts if counts[n] > 1 or n in _ASKING} | {
        _key(text[a:b]) for a, b in filter(None, labels) if text[a:b].isupper()
    }
    turns: list[Turn] = []
    interview = any(s is None and text[b - 1] == "?" for s, (_, b) in zip(labels, paragraphs, strict=True))
    for label, (begin, end) in zip(labels, paragraphs, strict=True):
        if label is not None and _key(text[slice(*label)]) in known:
            start = _after_colon(text, label[1])
            turns.append(Turn(label=label, words=((start, _strip(text, start, end)),), asks=_key(text[slice(*label)]) in _ASKING))
        elif turns and not interview:
            last = turns[-1]
            start = _after_blank(text, begin)
            turns[-1] = Turn(label=last.label, words=(*last.words, (start, _strip(text, start, end))), asks=last.asks)
    return tuple(turns)


def _capitals(text: str, span: tuple[int, int]) -> bool:
    return text[slice(*span)].isupper()


def _is_name(label: str) -> bool:
    words = label.replace("(", " ").replace(")", " ").replace(",", " ").split()
    return 0 < len(words) <= _LABEL_WORDS and all(w[0].isupper() or w.lower() in _PARTICLES for w in words)


def _key(label: str) -> str:
    return " ".join(label.lower().split())


def _after_colon(text: str, at: int) -> int:
    return _after_blank(text, text.index(":", at) + 1)


def _after_blank(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t\u200e":
        at += 1
    return at


def _strip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1].isspace():
        end -= 1
    return end
