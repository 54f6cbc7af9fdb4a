"""A spaCy pipeline over the encoder: what it says replaces what the encoder says, on our words and sentences."""

from __future__ import annotations

from typing import Any

import pytest

from claimwire.errors import ModelError
from claimwire.pipeline import Coder
from claimwire.records import Annotation, Report

TEXT = "Troops shelled the port of Senn on Monday. “We will not leave,” mayor Ida Brandt said.\n\nCalm held in Dorna."


def test_without_spacy_the_remedy_is_named(coder: Coder, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    from claimwire.annotate import load

    monkeypatch.setitem(sys.modules, "spacy", None)
    with pytest.raises(ModelError, match=r"spacy:any: spaCy is not installed; pip install 'claimwire\[spacy\]'"):
        load("spacy:any", ontology=coder.ontology)


@pytest.mark.parametrize("name", ["spacy:", "spacy", "oracle", ""])
def test_an_unknown_annotator_is_named_with_those_there_are(coder: Coder, name: str) -> None:
    from claimwire.annotate import load

    with pytest.raises(ModelError, match=r"one of encoder, spacy:PIPELINE .*, endpoint"):
        load(name, ontology=coder.ontology)


@pytest.fixture(scope="module")
def spacy() -> Any:
    return pytest.importorskip("spacy", reason="needs spaCy: pip install 'claimwire[spacy]'")


@pytest.fixture
def english(spacy: Any) -> Any:
    """A real pipeline of rules: names by pattern, and a parse as spaCy's English models write it."""
    from spacy.language import Language

    @Language.component("claimwire_test_parse")
    def parse(doc: Any) -> Any:
        """Hang every word on the first one of its sentence, and the word after "of", "on" or "in" on that preposition."""
        for sentence in list(doc.sents):
            for word in sentence:
                word.head, word.dep_ = sentence[0], "dep"
                if word.i == sentence.start:
                    word.dep_ = "ROOT"
                elif word.lower_ in {"of", "on", "in"}:
                    word.dep_ = "prep"
                elif word.nbor(-1).lower_ in {"of", "on", "in"}:
                    word.head, word.dep_ = word.nbor(-1), "pobj"
                elif word.lower_ == "port":
                    word.dep_ = "dobj"
        return doc

    nlp = spacy.blank("en")
    ruler = nlp.add_pipe("entity_ruler")
    ruler.add_patterns(
        [
            {"label": "PERSON", "pattern": "Calm"},
            {"label": "GPE", "pattern": "the port of Senn"},
            {"label": "LANGUAGE", "pattern": "not"},
        ]
    )
    nlp.add_pipe("claimwire_test_parse")
    return nlp


def annotated(coder: Coder, pipeline: Any, text: str = TEXT) -> tuple[Annotation, Annotation]:
    """What the encoder says, and what the pipeline makes of it."""
    from claimwire.annotate.spacy_pipeline import SpacyAnnotator

    report = Report(id="r", text=text)
    over = SpacyAnnotator(pipeline, name="test", base=coder.annotator)
    return coder.annotator.annotate([report])[0], over.annotate([report])[0]


def test_words_and_sentences_stay_ours(coder: Coder, english: Any) -> None:
    ours, theirs = annotated(coder, english)
    assert [(t.start, t.end, t.text) for s in ours.sentences for t in s.tokens] == [
        (t.start, t.end, t.text) for s in theirs.sentences for t in s.tokens
    ]
    assert [(s.id, s.start, s.end, s.paragraph) for s in ours.sentences] == [
        (s.id, s.start, s.end, s.paragraph) for s in theirs.sentences
    ]


def test_the_parse_is_the_pipelines_in_universal_dependencies(coder: Coder, english: Any) -> None:
    _, theirs = annotated(coder, english)
    for sentence in theirs.sentences:
        assert [t.head for t in sentence.tokens].count(-1) == 1
    tokens = theirs.sentences[0].tokens
    relation = {t.text: (t.deprel, tokens[t.head].text) for t in tokens if t.head >= 0}
    assert relation["of"] == ("case", "Senn")
    assert relation["on"] == ("case", "Monday")
    assert relation["port"] == ("obj", "Troops")


def test_what_the_pipeline_lacks_stays_the_encoders(coder: Coder, english: Any) -> None:
    ours, theirs = annotated(coder, english)
    assert (theirs.triggers, theirs.parts, theirs.arguments) == (ours.triggers, ours.parts, ours.arguments)
    assert [t.upos for s in ours.sentences for t in s.tokens] == [t.upos for s in theirs.sentences for t in s.tokens]
    assert [t.lemma for s in ours.sentences for t in s.tokens] == [t.lemma for s in theirs.sentences for t in s.tokens]


def test_names_are_added_where_the_encoder_has_none(coder: Coder, english: Any) -> None:
    ours, theirs = annotated(coder, english)
    assert set(ours.mentions) <= set(theirs.mentions)
    added = [(m.span.text, m.label) for m in theirs.mentions if m not in ours.mentions]
    assert added == [("Calm", "actor")]


def test_a_parse_in_universal_dependencies_is_left_as_it_is(coder: Coder, spacy: Any) -> None:
    from spacy.language import Language

    @Language.component("claimwire_test_universal")
    def parse(doc: Any) -> Any:
        for sentence in list(doc.sents):
            for word in sentence:
                word.head = sentence[0] if word.i == sentence.start else word.nbor(-1)
                word.dep_ = "ROOT" if word.i == sentence.start else "obl:tmod"
                word.pos_ = "NOUN"
                word.lemma_ = word.text.upper()
        return doc

    nlp = spacy.blank("en")
    nlp.add_pipe("claimwire_test_universal")
    _, theirs = annotated(coder, nlp, "Troops left Senn.")
    (sentence,) = theirs.sentences
    assert [(t.head, t.deprel, t.upos, t.lemma) for t in sentence.tokens] == [
        (-1, "root", "NOUN", "troops"),
        (0, "obl:tmod", "NOUN", "left"),
        (1, "obl:tmod", "NOUN", "senn"),
        (2, "obl:tmod", "NOUN", "."),
    ]


def test_a_pipeline_that_says_nothing_changes_nothing(coder: Coder, spacy: Any) -> None:
    ours, theirs = annotated(coder, spacy.blank("en"))
    assert theirs == ours


def test_the_pipeline_decides_the_run(coder: Coder, english: Any, spacy: Any) -> None:
    from claimwire.annotate.spacy_pipeline import SpacyAnnotator

    one, two = (SpacyAnnotator(p, name="x", base=coder.annotator).digests for p in (english, spacy.blank("en")))
    assert one != two and coder.annotator.digests.items() <= one.items()


def test_a_pipeline_is_loaded_by_name_or_folder(coder: Coder, spacy: Any, tmp_path: Any) -> None:
    from claimwire.annotate import load

    nlp = spacy.blank("en")
    nlp.add_pipe("entity_ruler").add_patterns([{"label": "PERSON", "pattern": "Calm"}])
    nlp.to_disk(tmp_path / "mine")
    found = load(f"spacy:{tmp_path / 'mine'}", ontology=coder.ontology).annotate([Report(id="r", text=TEXT)])[0]
    assert "Calm" in [m.span.text for m in found.mentions]
    with pytest.raises(ModelError, match=r"spacy:none_such: no such pipeline can be loaded .*python -m spacy download"):
        load("spacy:none_such", ontology=coder.ontology)
    spacy.blank("de").to_disk(tmp_path / "german")
    with pytest.raises(ModelError, match="reads 'de'; claimwire's lexicon and rules read English"):
        load(f"spacy:{tmp_path / 'german'}", ontology=coder.ontology)
