"""Words that may name a happening: how sure the head is that they do, what of, and whether it came about."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.annotate import decode, load
from claimwire.annotate.encoder import FAINT, EncoderAnnotator
from claimwire.records import Report, Span, Trigger

LABELS = ("O", "B-ASSAULT", "I-ASSAULT", "B-COERCE", "I-COERCE", "B-state", "I-state")
KINDS = {"event", "state", "evaluation", "quantity", "causal"}


@pytest.fixture(scope="module")
def annotator() -> EncoderAnnotator:
    return load()


def logits(*words: dict[str, float]) -> decode.Scores:
    """Logits of a sentence whose words have these probabilities; O takes what is left."""
    out = np.full((len(words), len(LABELS)), 1e-6, dtype=np.float32)
    for n, word in enumerate(words):
        for label, p in word.items():
            out[n, LABELS.index(label)] = p
        out[n, 0] = 1 - sum(word.values())
    return np.log(out)


def test_a_word_is_offered_with_how_sure_it_is_a_happening_and_what_of_if_it_is_one() -> None:
    (found,) = decode.candidates(logits({}, {"B-ASSAULT": 0.6, "B-COERCE": 0.2}), LABELS, floor=0.15)
    assert (found.run.first, found.run.last, found.run.label) == (1, 2, "ASSAULT")
    assert found.run.score == pytest.approx(0.8, abs=1e-3)
    labels = dict(found.labels)
    assert labels["ASSAULT"] == pytest.approx(0.75, abs=1e-3)
    assert labels["COERCE"] == pytest.approx(0.25, abs=1e-3)


def test_a_word_that_is_likelier_none_is_offered_above_the_floor_and_not_below_it() -> None:
    words = logits({"B-ASSAULT": 0.1}, {"B-COERCE": 0.1, "B-state": 0.15})
    (found,) = decode.candidates(words, LABELS, floor=0.2)
    assert (found.run.first, found.run.label) == (1, "state")
    assert found.run.score == pytest.approx(0.25, abs=1e-3)
    assert decode.candidates(words, LABELS, floor=0.3) == []


def test_the_words_of_one_happening_are_one_candidate_and_their_opinions_are_averaged() -> None:
    (found,) = decode.candidates(logits({"B-ASSAULT": 0.9}, {"I-ASSAULT": 0.7, "B-COERCE": 0.1}, {}), LABELS, floor=0.15)
    assert (found.run.first, found.run.last) == (0, 2)
    assert found.run.score == pytest.approx(0.85, abs=1e-3)
    assert found.labels[0] == ("ASSAULT", pytest.approx(0.8 / 0.85, abs=1e-3))


def test_only_the_likeliest_labels_are_kept() -> None:
    (found,) = decode.candidates(logits({"B-ASSAULT": 0.5, "B-COERCE": 0.2, "B-state": 0.1}), LABELS, floor=0.15, most=2)
    assert [label for label, _ in found.labels] == ["ASSAULT", "COERCE"]


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), words=st.integers(1, 12))
def test_candidates_never_overlap_and_their_labels_share_out_one(seed: int, words: int) -> None:
    scores = np.random.default_rng(seed).normal(scale=3, size=(words, len(LABELS))).astype(np.float32)
    found = decode.candidates(scores, LABELS, floor=0.15)
    taken = [n for c in found for n in range(c.run.first, c.run.last)]
    assert taken == sorted(set(taken))
    for c in found:
        assert 0 <= c.run.score <= 1
        assert [p for _, p in c.labels] == sorted((p for _, p in c.labels), reverse=True)
        assert sum(p for _, p in c.labels) == pytest.approx(1, abs=1e-3), "three labels, and all are kept"


# --- the shipped model ------------------------------------------------------------------------------------------------------

TEXT = "Rebels shelled the village of Kestrin on Monday and then did not attack the port, the mayor said."


def triggers(annotator: EncoderAnnotator, text: str) -> tuple[Trigger, ...]:
    (annotation,) = annotator.annotate([Report(id="r", text=text)])
    return annotation.triggers


def test_every_candidate_says_what_it_may_be_and_first_what_it_is_said_to_be(annotator: EncoderAnnotator) -> None:
    found = triggers(annotator, TEXT)
    assert "shelled" in {t.span.text for t in found}
    for t in found:
        assert t.score >= FAINT
        assert t.kind in KINDS
        assert (t.event_type is not None) == (t.kind == "event")
        assert (t.event_type or t.kind) in dict(t.labels)
        assert sum(p for _, p in t.labels) <= 1.001


def test_whether_it_came_about_is_judged_on_the_scale_of_readers(annotator: EncoderAnnotator) -> None:
    found = triggers(annotator, TEXT)
    assert found
    assert all(t.happened is not None and -3 <= t.happened <= 3 for t in found)


def test_what_was_done_is_judged_to_have_come_about_rather_than_what_was_not(annotator: EncoderAnnotator) -> None:
    (done,) = [t for t in triggers(annotator, "Rebels shelled the village.") if t.span.text == "shelled"]
    (undone,) = [t for t in triggers(annotator, "Rebels never shelled the village.") if t.span.text == "shelled"]
    assert done.happened is not None
    assert undone.happened is not None
    assert done.happened > undone.happened


def test_a_candidate_of_another_annotator_may_say_nothing_of_it() -> None:
    bare = Trigger(span=Span(start=0, end=4, text="raid"), kind="event", event_type="ASSAULT", score=0.5)
    assert bare.happened is None
    assert bare.labels == ()


def test_the_undecoded_answer_of_one_head_has_a_row_for_each_word(annotator: EncoderAnnotator) -> None:
    forms = ["Rebels", "shelled", "the", "village", "of", "Kestrin", "."]
    realization, upos = annotator.logits(forms, "realization"), annotator.logits(forms, "upos")
    assert realization.shape[0] == upos.shape[0] == len(forms)
    assert realization.shape[1] != upos.shape[1]
    assert np.isfinite(realization).all()


def test_the_undecoded_answer_is_the_one_that_is_decoded(annotator: EncoderAnnotator) -> None:
    text = "Rebels shelled the village of Kestrin."
    (annotation,) = annotator.annotate([Report(id="r", text=text)])
    tokens = annotation.sentences[0].tokens
    at = next(n for n, t in enumerate(tokens) if t.text == "shelled")
    (shelled,) = [t for t in annotation.triggers if t.span.text == "shelled"]
    raw = annotator.logits([t.text for t in tokens], "happened")[at, 0]
    assert shelled.happened == pytest.approx(3 * np.tanh(raw), abs=0.01)


def test_a_layer_that_the_model_does_not_have_is_refused(annotator: EncoderAnnotator) -> None:
    with pytest.raises(KeyError):
        annotator.logits(["Rebels"], "weather")
