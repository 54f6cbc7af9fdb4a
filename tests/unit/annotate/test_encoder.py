"""The default annotator on sentences about an invented war: what it finds, and that nothing it says is not in the text."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire.annotate import annotate, load
from claimwire.annotate.encoder import MODELS, WINDOW, EncoderAnnotator
from claimwire.errors import ModelError
from claimwire.protocols import Annotator
from claimwire.records import Annotation, Report, Token

SHELLING = "Government forces shelled the village of Kestrin on Monday, killing three civilians, the mayor said."


@pytest.fixture(scope="module")
def annotator() -> EncoderAnnotator:
    return load()


def read(annotator: EncoderAnnotator, text: str) -> Annotation:
    (annotation,) = annotator.annotate([Report(id="r", text=text)])
    return annotation


def words(annotation: Annotation) -> dict[str, Token]:
    return {t.text: t for s in annotation.sentences for t in s.tokens}


def test_it_is_an_annotator(annotator: EncoderAnnotator) -> None:
    assert isinstance(annotator, Annotator)


def test_the_army_is_the_subject_of_the_shelling_and_the_village_its_object(annotator: EncoderAnnotator) -> None:
    (sentence,) = read(annotator, SHELLING).sentences
    by_text = {t.text: t for t in sentence.tokens}
    shelled = sentence.tokens.index(by_text["shelled"])
    assert (by_text["forces"].head, by_text["forces"].deprel) == (shelled, "nsubj")
    assert (by_text["village"].head, by_text["village"].deprel) == (shelled, "obj")
    assert by_text["shelled"].lemma == "shell"
    assert by_text["shelled"].upos == "VERB"


def test_a_passive_keeps_its_agent_apart_from_its_subject(annotator: EncoderAnnotator) -> None:
    found = words(read(annotator, "The convoy was attacked by rebels near Kestrin."))
    assert found["convoy"].deprel == "nsubj:pass"
    assert found["rebels"].deprel == "obl:agent"


def test_every_sentence_is_a_tree_with_one_root(annotator: EncoderAnnotator) -> None:
    text = f"{SHELLING} Who did it? Nobody knows: the town, the road, the bridge; all gone. 12 July 2031.\n\nNo comment"
    for sentence in read(annotator, text).sentences:
        assert sum(t.head == -1 for t in sentence.tokens) == 1
        for i in range(len(sentence.tokens)):
            at, seen = i, set[int]()
            while at != -1:
                assert at not in seen
                seen.add(at)
                at = sentence.tokens[at].head


def test_shelling_is_offered_as_an_assault_by_the_forces(annotator: EncoderAnnotator) -> None:
    annotation = read(annotator, SHELLING)
    types = {t.span.text: t.event_type for t in annotation.triggers}
    assert types["shelled"] == "ASSAULT"
    actors = {a.span.text for a in annotation.arguments if a.trigger.text == "shelled" and a.role == "actor" and a.score >= 0.5}
    assert actors == {"forces"}


def test_the_speaker_the_cue_and_what_was_said_are_parts_of_a_statement(annotator: EncoderAnnotator) -> None:
    parts = {(p.label, p.span.text) for p in read(annotator, SHELLING).parts}
    assert ("source", "the mayor") in parts
    assert ("cue", "said") in parts
    assert any(label == "content" and "shelled the village" in text for label, text in parts)


def test_names_times_and_numbers_are_mentions_that_do_not_overlap(annotator: EncoderAnnotator) -> None:
    mentions = read(annotator, SHELLING).mentions
    assert "Government forces" in {m.span.text for m in mentions if m.label == "actor"}
    assert any("Monday" in m.span.text for m in mentions if m.label == "time")
    assert all(a.span.end <= b.span.start for a, b in pairwise(mentions))


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "...",
        "😀🔥 🇺🇳",
        "وقال المتحدث إن القوات قصفت القرية",
        "\ud83d alone",
        "e\u0301\u200d\ufe0f",
        "7",
        "x" * 4000,
        "А это по-русски.",
    ],
)
def test_a_text_that_is_no_english_news_is_read_without_a_crash(annotator: EncoderAnnotator, text: str) -> None:
    check(Report(id="r", text=text), read(annotator, text))


@settings(max_examples=40, deadline=None)
@given(text=st.text(alphabet=st.one_of(st.sampled_from(" .,\n-'\"ab"), st.characters()), max_size=120))
def test_spans_are_cut_from_the_report_letter_for_letter(text: str) -> None:
    check(Report(id="r", text=text), next(annotate([Report(id="r", text=text)], annotator=_shared())))


def test_a_sentence_beyond_the_window_stays_one_sentence_with_one_root(annotator: EncoderAnnotator) -> None:
    text = "The committee condemned " + "unconstitutionalities antidisestablishmentarianism " * 60 + "yesterday."
    assert sum(map(len, annotator.pieces.of(text.split()))) > WINDOW
    sentences = read(annotator, text).sentences
    assert " ".join(t.text for s in sentences for t in s.tokens).split()[:3] == ["The", "committee", "condemned"]
    for sentence in sentences:
        assert sum(t.head == -1 for t in sentence.tokens) == 1


def test_a_report_reads_the_same_alone_and_among_others(annotator: EncoderAnnotator) -> None:
    report = Report(id="r", text=SHELLING)
    others = [Report(id="a", text="It rained."), report, Report(id="b", text="Talks resume in Kestrin on Friday. " * 5)]
    assert annotator.annotate(others)[1] == annotator.annotate([report])[0]


def test_a_damaged_model_file_is_named(tmp_path: Path) -> None:
    shutil.copytree(MODELS, tmp_path / "models", ignore=shutil.ignore_patterns("__pycache__", "*.py"))
    with (tmp_path / "models" / "lemmas.tsv").open("a", encoding="utf-8") as f:
        f.write("x\tNOUN\ty\n")
    with pytest.raises(ModelError, match=r"lemmas\.tsv"):
        EncoderAnnotator(folder=tmp_path / "models")
    (tmp_path / "models" / "encoder.onnx").unlink()
    with pytest.raises(ModelError, match=r"encoder\.onnx"):
        EncoderAnnotator(folder=tmp_path / "models")


def test_the_digests_name_each_model_file(annotator: EncoderAnnotator) -> None:
    files = json.loads((MODELS / "labels.json").read_text(encoding="utf-8"))["files"]
    assert files.items() <= dict(annotator.digests).items()
    assert "labels.json" in annotator.digests


def test_importing_the_room_loads_no_model_library() -> None:
    code = "import sys, claimwire.annotate; print([m for m in ('torch', 'onnxruntime', 'tokenizers') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


_SHARED: list[EncoderAnnotator] = []


def _shared() -> EncoderAnnotator:
    if not _SHARED:
        _SHARED.append(load())
    return _SHARED[0]


def check(report: Report, annotation: Annotation) -> None:
    spans = [m.span for m in annotation.mentions] + [p.span for p in annotation.parts]
    spans += [t.span for t in annotation.triggers] + [a.span for a in annotation.arguments]
    for span in spans:
        assert report.text[span.start : span.end] == span.text
    for sentence in annotation.sentences:
        for token in sentence.tokens:
            assert report.text[token.start : token.end] == token.text
            assert sentence.start <= token.start < token.end <= sentence.end
