"""A vector for any text, from a table of word pieces: thousands a second, near enough to compare wordings, not to prove identity.

The table was distilled from a sentence encoder; ``training/vectors.py`` made it, ``models/VECTORS.md`` says how good it is.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from claimwire.annotate.pieces import Pieces
from claimwire.errors import ModelError

MODELS = Path(__file__).parent.parent / "models"
FILE = "vectors.npz"
CARD = "vectors.json"  # the file's digest and scores


class Vectors:
    """Reads the table at ``path``; ``vocabulary`` lists its rows' pieces."""

    def __init__(self, path: Path, vocabulary: Path) -> None:
        try:
            data = path.read_bytes()
            with np.load(path) as stored:
                rows, scale = stored["rows"], stored["scale"]
        except (OSError, ValueError, KeyError) as e:
            raise ModelError(f"{path}: cannot be read ({e}); install claimwire again") from e
        self.digest = hashlib.sha256(data).hexdigest()
        self._pieces = Pieces(vocabulary)
        if len(rows) != self._pieces.count:
            raise ModelError(
                f"{path}: {len(rows)} rows for the {self._pieces.count} pieces of {vocabulary}; install claimwire again"
            )
        self._table = rows.astype(np.float32) * scale.astype(np.float32)[:, None]

    @classmethod
    def open(cls, folder: Path = MODELS) -> Vectors:
        """Return the shipped table. Raises ModelError when it is missing or not the one that was shipped."""
        try:
            expected = json.loads((folder / CARD).read_text(encoding="utf-8"))
        except (OSError, ValueError) as e:
            raise ModelError(f"{folder / CARD}: cannot be read ({e}); install claimwire again") from e
        vectors = cls(folder / FILE, folder / "vocabulary.txt")
        if vectors.digest != expected["sha256"]:
            raise ModelError(f"{folder / FILE}: sha256 is {vectors.digest}, not {expected['sha256']}; install claimwire again")
        return vectors

    @property
    def dimensions(self) -> int:
        """How long a vector is."""
        return int(self._table.shape[1])

    def embed(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """Return one row of length 1 per text, in order [n, dimensions]; an empty text is a row of zeros."""
        out = np.zeros((len(texts), self.dimensions), np.float32)
        for row, text in enumerate(texts):
            ids = [i for word in self._pieces.of(text.split()) for i in word]
            if ids:
                out[row] = self._table[ids].sum(axis=0)
        length = np.linalg.norm(out, axis=1, keepdims=True)
        return np.asarray(out / np.maximum(length, 1e-9), np.float32)
