"""Trees and spans from logits: always legal, and the best that the scores allow."""

from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.annotate import decode

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue")


def is_tree(heads: tuple[int, ...]) -> bool:
    if heads.count(-1) != 1:
        return False
    for i in range(len(heads)):
        at, steps = i, 0
        while at != -1:
            at, steps = heads[at], steps + 1
            if steps > len(heads):
                return False
    return True


def total(scores: np.ndarray, heads: tuple[int, ...]) -> float:
    return float(sum(scores[i, h + 1] for i, h in enumerate(heads)))


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), words=st.integers(1, 5))
def test_the_tree_is_the_best_of_all_trees(seed: int, words: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(words, words + 1)).astype(np.float32)
    found = tuple(int(h) for h in decode.tree(scores))
    assert is_tree(found)
    trees = [t for t in itertools.product(range(-1, words), repeat=words) if is_tree(t)]
    assert np.isclose(total(scores, found), max(total(scores, t) for t in trees), atol=1e-4)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), words=st.integers(6, 60))
def test_a_long_sentence_is_a_tree_whatever_the_scores(seed: int, words: int) -> None:
    scores = np.random.default_rng(seed).normal(scale=20, size=(words, words + 1)).astype(np.float32)
    assert is_tree(tuple(int(h) for h in decode.tree(scores)))


def legal(tags: tuple[int, ...]) -> bool:
    previous = 0
    for t in tags:
        if t and t % 2 == 0 and previous not in {t, t - 1}:
            return False
        previous = t
    return True


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000), words=st.integers(1, 5))
def test_the_tags_are_the_best_legal_sequence(seed: int, words: int) -> None:
    logits = np.random.default_rng(seed).normal(size=(words, len(LABELS))).astype(np.float32)
    found = tuple(int(t) for t in decode.tags(logits))
    assert legal(found)
    best = max(
        (t for t in itertools.product(range(len(LABELS)), repeat=words) if legal(t)),
        key=lambda t: sum(logits[i, x] for i, x in enumerate(t)),
    )
    assert np.isclose(sum(logits[i, x] for i, x in enumerate(found)), sum(logits[i, x] for i, x in enumerate(best)), atol=1e-4)


def test_two_sources_side_by_side_stay_two() -> None:
    logits = np.full((4, len(LABELS)), -5, np.float32)
    for word, tag in enumerate((1, 2, 1, 3)):
        logits[word, tag] = 5
    assert [(r.first, r.last, r.label) for r in decode.runs(logits, LABELS)] == [
        (0, 2, "source"),
        (2, 3, "source"),
        (3, 4, "cue"),
    ]


def test_a_word_that_nearly_won_is_offered_and_one_that_did_not_is_not() -> None:
    logits = np.array([[1.0, 0.5, -9, -9, -9], [9.0, 0, 0, 0, 0]], np.float32)
    (candidate,) = decode.candidates(logits, LABELS, floor=0.2)
    run = candidate.run
    assert (run.first, run.last, run.label) == (0, 1, "source")
    assert 0.2 <= run.score < 0.5


def test_a_doubtful_neighbour_does_not_widen_a_sure_argument() -> None:
    scores = np.array([0.4, 0.9, 0.8, 0.1, 0.35, 0.1], np.float32)
    assert decode.stretches(scores, sure=0.5, floor=0.3) == [(1, 3), (4, 5)]
