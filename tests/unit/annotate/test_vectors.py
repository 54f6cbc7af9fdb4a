"""The table of vectors: texts that say much the same are near."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pytest

from claimwire import annotate
from claimwire.annotate.vectors import MODELS, Vectors
from claimwire.errors import ModelError


@pytest.fixture(scope="module")
def vectors() -> Vectors:
    return annotate.open_vectors()


def test_rows_have_length_one_and_an_empty_text_is_zero(vectors: Vectors) -> None:
    rows = vectors.embed(["Shells hit the market.", "", "مستشفى 🏥"])
    assert rows.shape == (3, vectors.dimensions)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx([1, 0, 1], abs=1e-5)
    assert vectors.embed([]).shape == (0, vectors.dimensions)


def test_a_rewording_is_nearer_than_another_event(vectors: Vectors) -> None:
    rows = vectors.embed(
        [
            "Artillery shells struck the covered market and killed nine civilians.",
            "Nine people died when the bazaar was hit by shelling.",
            "The foreign ministers signed a trade agreement in Geneva.",
        ]
    )
    near = rows @ rows.T
    assert near[0, 1] > near[0, 2] + 0.3


def test_words_of_one_kind_are_near(vectors: Vectors) -> None:
    infirmary, hospital, school = vectors.embed(["infirmary", "hospital", "school"])
    assert infirmary @ hospital > infirmary @ school + 0.2


def test_a_text_is_the_same_beside_any_others(vectors: Vectors) -> None:
    alone = vectors.embed(["Rebels took the bridge."])[0]
    among = vectors.embed(["Rain fell.", "Rebels took the bridge.", "A" * 500])[1]
    assert np.array_equal(alone, among)


def test_a_table_that_was_changed_is_refused(tmp_path: Path) -> None:
    for name in ("vectors.json", "vocabulary.txt"):
        shutil.copyfile(MODELS / name, tmp_path / name)
    with pytest.raises(ModelError, match=r"vectors\.npz: cannot be read"):
        Vectors.open(tmp_path)
    with np.load(MODELS / "vectors.npz") as stored:
        np.savez_compressed(tmp_path / "vectors.npz", rows=stored["rows"][::-1], scale=stored["scale"])
    with pytest.raises(ModelError, match="install claimwire again"):
        Vectors.open(tmp_path)
