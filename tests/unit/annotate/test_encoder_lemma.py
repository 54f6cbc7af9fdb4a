"""Dictionary forms of the words that conflict reporting is made of."""

from __future__ import annotations

import pytest

from claimwire.annotate.encoder import MODELS
from claimwire.annotate.lemma import Lemmatizer, by_rule
from claimwire.annotate.pieces import Pieces, shape_of


@pytest.fixture(scope="module")
def lemma() -> Lemmatizer:
    return Lemmatizer(MODELS / "lemmas.tsv")


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("shelled", "shell"),
        ("shelling", "shell"),
        ("fled", "flee"),
        ("struck", "strike"),
        ("seized", "seize"),
        ("targeted", "target"),
        ("besieged", "besiege"),
        ("agreed", "agree"),
        ("denies", "deny"),
        ("denied", "deny"),
        ("ceased", "cease"),
        ("clashes", "clash"),
        ("withdrew", "withdraw"),
        ("was", "be"),
        ("targeting", "target"),
        ("stopped", "stop"),
        ("killing", "kill"),
        ("Bombed", "bomb"),
        ("evacuated", "evacuate"),
        ("liberating", "liberate"),
        ("paused", "pause"),
        ("violates", "violate"),
        ("shot", "shoot"),
    ],
)
def test_a_verb_is_known_in_every_form(lemma: Lemmatizer, word: str, expected: str) -> None:
    assert lemma(word, "AUX" if word == "was" else "VERB") == expected


@pytest.mark.parametrize(
    ("word", "upos", "expected"),
    [
        ("children", "NOUN", "child"),
        ("militias", "NOUN", "militia"),
        ("casualties", "NOUN", "casualty"),
        ("forces", "NOUN", "force"),
        ("clashes", "NOUN", "clash"),
        ("news", "NOUN", "news"),
        ("crisis", "NOUN", "crisis"),
        ("them", "PRON", "they"),
        ("n’t", "PART", "not"),
        ("heavier", "ADJ", "heavy"),
        ("Idlib", "PROPN", "idlib"),
    ],
)
def test_nouns_and_small_words(lemma: Lemmatizer, word: str, upos: str, expected: str) -> None:
    assert lemma(word, upos) == expected


def test_a_noun_is_not_read_as_a_verb() -> None:
    assert by_rule("shelling", "NOUN") == "shelling"


def test_every_word_keeps_a_piece() -> None:
    pieces = Pieces(MODELS / "vocabulary.txt")
    assert all(pieces.of(["Aleppo", "\ufe0f", "\u200d", "ق", "x" * 500, "\ud800"]))


@pytest.mark.parametrize(
    ("word", "shape"), [("army", 1), ("Army", 2), ("UN", 3), ("al-Nusra", 4), ("MH17", 5), (",", 6), ("I", 2)]
)
def test_the_shape_of_a_word_is_what_lower_casing_loses(word: str, shape: int) -> None:
    assert shape_of(word) == shape
