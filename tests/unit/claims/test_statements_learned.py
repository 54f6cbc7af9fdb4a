"""What the learned head adds to the patterns, and what it may not add."""

from __future__ import annotations

import pytest

from claimwire import ontology
from claimwire.annotate.segment import segment
from claimwire.claims.speech import SpeechWords
from claimwire.claims.statements import find_statements
from claimwire.claims.triggers import clauses
from claimwire.ontology.model import Ontology
from claimwire.records import Actor, Annotation, Mention, Part, Report, Resolution, Sentence, Statement, Token


@pytest.fixture(scope="module")
def words() -> Ontology:
    return ontology.load()


def unparsed(report: Report, *parts: tuple[str, str, float]) -> Annotation:
    """An annotation with words but no grammar, so that only the head's parts can found a statement."""
    sentences = []
    for n, s in enumerate(segment(report.text)):
        tokens = tuple(
            Token(
                start=a,
                end=b,
                text=report.text[a:b],
                lemma=report.text[a:b].lower(),
                upos="X",
                head=-1 if k == 0 else 0,
                deprel="dep",
            )
            for k, (a, b) in enumerate(s.tokens)
        )
        sentences.append(Sentence(id=f"s{n}", start=s.start, end=s.end, tokens=tokens))
    spans = [(label, report.text.index(text), text, score) for label, text, score in parts]
    found = tuple(Part(span=report.span(at, at + len(text)), label=label, score=score) for label, at, text, score in spans)
    return Annotation(report=report.id, sentences=tuple(sentences), parts=found)


def read(
    words: Ontology, text: str, *parts: tuple[str, str, float], resolution: Resolution | None = None
) -> tuple[Statement, ...]:
    report = Report(id="r", text=text)
    annotation = unparsed(report, *parts)
    known = resolution or Resolution()
    return find_statements(report, annotation, known, parsed=clauses(annotation), words=SpeechWords.of(words))


TEXT = "Shelling killed nine in Karun by the monitors' reckoning."


def test_a_content_that_only_the_head_sees_becomes_a_statement_with_its_source(words: Ontology) -> None:
    (statement,) = read(
        words, TEXT, ("content", "Shelling killed nine in Karun", 0.9), ("source", "the monitors", 0.9), ("cue", "reckoning", 0.9)
    )
    assert statement.rule.endswith("head")
    assert [s.text for s in statement.source] == ["the monitors"]
    assert [s.text for s in statement.content] == ["Shelling killed nine in Karun"]


def test_a_content_that_the_head_doubts_founds_nothing(words: Ontology) -> None:
    parts = (("content", "Shelling killed nine in Karun", 0.4), ("source", "the monitors", 0.9), ("cue", "reckoning", 0.9))
    assert read(words, TEXT, *parts) == ()


def test_a_content_without_a_source_stays_the_publishers(words: Ontology) -> None:
    assert read(words, TEXT, ("content", "Shelling killed nine in Karun", 0.9), ("cue", "reckoning", 0.9)) == ()


def test_a_headline_may_name_its_source_without_a_verb(words: Ontology) -> None:
    text = "Raid kills nine in Karun: monitors"
    (statement,) = read(words, text, ("content", "Raid kills nine in Karun", 0.9), ("source", "monitors", 0.9))
    assert statement.cue == ()
    assert [s.text for s in statement.source] == ["monitors"]


def test_without_a_verb_only_a_headline_is_attributed(words: Ontology) -> None:
    text = "Nobody slept. The valley was quiet again, monitors aside."
    assert read(words, text, ("content", "The valley was quiet again", 0.9), ("source", "monitors", 0.9)) == ()


def test_the_speaker_is_the_actor_that_the_source_resolves_to(words: Ontology) -> None:
    report = Report(id="r", text=TEXT)
    at = TEXT.index("monitors")
    mention = Mention(id="m1", span=report.span(at - 4, at + 8), label="actor", score=1.0)
    place = Mention(id="m2", span=report.span(TEXT.index("Karun"), TEXT.index("Karun") + 5), label="actor", score=1.0)
    resolution = Resolution(
        mentions=(mention, place),
        actors={"m1": Actor(id="lake-mission", name="Lake Mission"), "m2": Actor(id="karun", name="Karun")},
    )
    parts = (("content", "Shelling killed nine in Karun", 0.9), ("source", "the monitors", 0.9), ("cue", "reckoning", 0.9))
    (statement,) = read(words, TEXT, *parts, resolution=resolution)
    assert statement.speaker == "lake-mission"


def test_a_source_takes_its_whole_mention_out_of_the_content(words: Ontology) -> None:
    text = "Shells hit the dam, the harbour's master, Dr Orlan, told reporters."
    report = Report(id="r", text=text)
    at = text.index("the harbour's")
    mention = Mention(id="m", span=report.span(at, text.index(", told")), label="actor", score=0.9)
    parts = (
        ("content", "Shells hit the dam, the harbour's master", 0.9),
        ("source", "Dr Orlan", 0.9),
        ("cue", "told", 0.9),
    )
    (statement,) = read(words, text, *parts, resolution=Resolution(mentions=(mention,)))
    assert [s.text for s in statement.source] == ["the harbour's master, Dr Orlan"]
    assert [s.text for s in statement.content] == ["Shells hit the dam"]
