"""Words to the word pieces that the encoder reads, and back: training and run time share this file, so they cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

MOST_PIECES_OF_A_WORD = 16  # a longer word is a web address or noise; its start says so
REMEMBERED_WORDS = 200_000
PADDING, START, END, UNKNOWN, MASK = "[PAD]", "[CLS]", "[SEP]", "[UNK]", "[MASK]"

Ids = npt.NDArray[np.int64]


@lru_cache(maxsize=1 << 15)
def shape_of(word: str) -> int:
    """Return what lower-casing loses: 1 lower case, 2 Title, 3 UPPER, 4 mIxed, 5 with digits, 6 without letters."""
    if any(c.isdigit() for c in word):
        return 5
    letters = [c for c in word if c.isalpha()]
    if not letters:
        return 6
    if word.islower():
        return 1
    if word.isupper():
        return 3 if len(letters) > 1 else 2
    return 2 if word[0].isupper() and word[1:].islower() else 4 if word != word.lower() else 1


class Pieces:
    """The vocabulary. Each word is cut alone and keeps at least one piece, so no word is ever lost."""

    def __init__(self, vocabulary: Path) -> None:
        from tokenizers import Tokenizer
        from tokenizers.models import WordPiece
        from tokenizers.normalizers import BertNormalizer
        from tokenizers.pre_tokenizers import BertPreTokenizer

        pieces = vocabulary.read_text(encoding="utf-8").split("\n")
        self._index = {p: i for i, p in enumerate(pieces) if p}
        self._tokenizer = Tokenizer(WordPiece(self._index, unk_token=UNKNOWN, max_input_chars_per_word=100))
        self._tokenizer.normalizer = BertNormalizer(lowercase=True)
        self._tokenizer.pre_tokenizer = BertPreTokenizer()
        self._known: dict[str, tuple[int, ...]] = {}

    @property
    def start(self) -> int:
        """The mark before the first word; it stands for the root of the parse."""
        return self._index[START]

    @property
    def end(self) -> int:
        """The mark after the last word."""
        return self._index[END]

    @property
    def count(self) -> int:
        """How many pieces there are."""
        return len(self._index)

    @property
    def mask(self) -> int:
        """Stands for a hidden piece in training."""
        return self._index[MASK]

    def of(self, words: Sequence[str]) -> list[tuple[int, ...]]:
        """Return the piece ids of each word."""
        if len(self._known) > REMEMBERED_WORDS:
            self._known.clear()
        for word in words:
            if word not in self._known:
                # A lone surrogate, which JSON can carry, is no text to the tokenizer.
                printable = word.encode("utf-8", "replace").decode("utf-8")
                ids = self._tokenizer.encode(printable, add_special_tokens=False).ids
                self._known[word] = tuple(ids[:MOST_PIECES_OF_A_WORD]) or (self._index[UNKNOWN],)
        return [self._known[w] for w in words]

    def batch(self, sentences: Sequence[Sequence[str]]) -> tuple[Ids, Ids, Ids]:
        """Return ids and shapes [B, L] and, per word, the place of its first piece [B, W]; 0 pads each of them."""
        cut = [self.of(s) for s in sentences]
        longest = max(sum(map(len, c)) for c in cut) + 2
        ids = np.zeros((len(cut), longest), np.int64)
        shapes = np.zeros((len(cut), longest), np.int64)
        firsts = np.zeros((len(cut), max(map(len, cut))), np.int64)
        for row, (words, pieces) in enumerate(zip(sentences, cut, strict=True)):
            ids[row, 0] = self.start
            at = 1
            for column, (word, own) in enumerate(zip(words, pieces, strict=True)):
                firsts[row, column] = at
                ids[row, at : at + len(own)] = own
                shapes[row, at : at + len(own)] = shape_of(word)
                at += len(own)
            ids[row, at] = self.end
        return ids, shapes, firsts
