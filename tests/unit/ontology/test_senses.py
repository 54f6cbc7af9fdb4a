"""Which sense of a word a sentence means: hand-built parses for the rules, the shipped parser for the examples."""

from __future__ import annotations

import pytest

from claimwire import ontology
from claimwire.annotate import annotate, load
from claimwire.annotate.encoder import EncoderAnnotator
from claimwire.ontology.model import Ontology, TriggerEntry
from claimwire.ontology.schema import EXAMPLE_COLUMNS
from claimwire.ontology.senses import fallback, senses
from claimwire.records import Report, Token

EXAMPLES = ontology.table("examples", EXAMPLE_COLUMNS)


@pytest.fixture(scope="module")
def ours() -> Ontology:
    return ontology.load()


@pytest.fixture(scope="module")
def annotator() -> EncoderAnnotator:
    return load()


def parse(*words: str) -> tuple[Token, ...]:
    """Build tokens from ``text/lemma/UPOS/head/deprel``; heads count from 0, -1 is the root."""
    out, at = [], 0
    for word in words:
        text, lemma, upos, head, deprel = word.split("/")
        out.append(Token(start=at, end=at + len(text), text=text, lemma=lemma, upos=upos, head=int(head), deprel=deprel))
        at += len(text) + 1
    return tuple(out)


def code(entry: TriggerEntry | None) -> str:
    """Write a sense as the examples do: TYPE/mode+mode, a kind, or none."""
    if entry is None:
        return "none"
    if entry.kind != "event":
        return entry.kind
    return "/".join(filter(None, [entry.event_type, "+".join(entry.modes)]))


@pytest.mark.parametrize("row", EXAMPLES, ids=[f"{r['trigger']}-{r['expected']}-{r['id']}" for r in EXAMPLES])
def test_the_example_has_the_sense_that_its_sentence_means(
    row: dict[str, str], ours: Ontology, annotator: EncoderAnnotator
) -> None:
    report = Report(id="example", text=row["sentence"])
    start = report.text.index(row["trigger"])
    end = start + len(row["trigger"])
    (annotation,) = annotate([report], annotator=annotator)
    found = {
        code(senses(s.tokens, i, ours))
        for s in annotation.sentences
        for i, t in enumerate(s.tokens)
        if t.start < end and start < t.end
    }
    assert row["expected"] in found
    if row["expected"] == "none":
        assert found == {"none"}


def test_there_are_at_least_150_examples_and_a_third_are_false_friends() -> None:
    assert len(EXAMPLES) >= 150
    assert sum(r["expected"] == "none" for r in EXAMPLES) >= len(EXAMPLES) // 4


def test_a_split_phrase_is_found_through_the_parse(ours: Ontology) -> None:
    tokens = parse(
        "Gunmen/gunman/NOUN/1/nsubj", "opened/open/VERB/-1/root", "heavy/heavy/ADJ/4/amod",
        "indiscriminate/indiscriminate/ADJ/4/amod", "fire/fire/NOUN/1/obj", "on/on/ADP/7/case",
        "a/a/DET/7/det", "bus/bus/NOUN/1/obl",
    )  # fmt: skip
    entry = senses(tokens, 1, ours)
    assert entry is not None
    assert (entry.event_type, entry.modes) == ("ASSAULT", ("firearms",))


def test_a_preposition_of_another_noun_makes_no_phrasal_verb(ours: Ontology) -> None:
    tokens = parse(
        "Talks/talk/NOUN/1/nsubj", "took/take/VERB/-1/root", "place/place/NOUN/1/obj", "in/in/ADP/4/case", "Oslo/oslo/PROPN/1/obl"
    )
    assert code(senses(tokens, 1, ours)) == "none"


def test_the_object_is_looked_for_behind_a_noun_that_only_counts(ours: Ontology) -> None:
    tokens = parse(
        "Rebels/rebel/NOUN/1/nsubj", "fired/fire/VERB/-1/root", "a/a/DET/3/det", "number/number/NOUN/1/obj", "of/of/ADP/5/case",
        "rockets/rocket/NOUN/3/nmod",
    )  # fmt: skip
    assert code(senses(tokens, 1, ours)) == "ASSAULT/heavy-weapons"


def test_a_gap_in_a_relative_clause_is_its_noun(ours: Ontology) -> None:
    tokens = parse(
        "The/the/DET/1/det", "town/town/NOUN/-1/root", "that/that/PRON/4/obj", "militants/militant/NOUN/4/nsubj",
        "control/control/VERB/1/acl:relcl",
    )  # fmt: skip
    assert code(senses(tokens, 4, ours)) == "state"


def test_a_word_of_a_longer_name_names_no_happening(ours: Ontology) -> None:
    tokens = parse(
        "The/the/DET/3/det", "Truce/truce/PROPN/3/compound", "Observation/observation/PROPN/3/compound",
        "Mission/mission/PROPN/4/nsubj", "said/say/VERB/-1/root", "nothing/nothing/PRON/4/obj", "about/about/ADP/7/case",
        "that/that/PRON/4/obl",
    )  # fmt: skip
    assert senses(tokens, 1, ours) is None


def test_a_participle_that_the_parser_takes_for_a_noun_is_read_as_its_verb(ours: Ontology) -> None:
    tokens = parse("All/all/DET/2/det", "those/that/PRON/-1/root", "abducted/abducted/NOUN/1/acl")
    assert code(senses(tokens, 2, ours)) == "ASSAULT/abduct"


def test_a_judgement_that_only_describes_a_noun_is_no_claim(ours: Ontology) -> None:
    attributive = parse("A/a/DET/2/det", "dire/dire/ADJ/2/amod", "situation/situation/NOUN/-1/root")
    predicate = parse("It/it/PRON/2/nsubj", "is/be/AUX/2/cop", "dire/dire/ADJ/-1/root")
    assert code(senses(attributive, 1, ours)) == "none"
    assert code(senses(predicate, 2, ours)) == "evaluation"


def test_hyphens_that_are_tokens_of_their_own_do_not_hide_a_word(ours: Ontology) -> None:
    tokens = parse(
        "the/the/DET/5/det", "rebel/rebel/NOUN/3/compound", "-/-/PUNCT/3/punct", "held/held/ADJ/5/amod", "old/old/ADJ/5/amod",
        "town/town/NOUN/-1/root",
    )  # fmt: skip
    entry = senses(tokens, 3, ours)
    assert entry is not None
    assert (entry.id, entry.kind) == ("rebel-held.a.held", "state")


def test_a_damaged_parse_ends_in_no_loop(ours: Ontology) -> None:
    tokens = parse("attacked/attack/VERB/1/conj", "attacked/attack/VERB/0/conj", "town/town/NOUN/9/obj")
    assert code(senses(tokens, 0, ours)) == "ASSAULT"


def test_a_noun_that_the_parser_takes_for_a_clause_is_still_an_object(ours: Ontology) -> None:
    tokens = parse("Rebels/rebel/NOUN/1/nsubj", "declared/declare/VERB/-1/root", "a/a/DET/3/det", "truce/truce/NOUN/1/xcomp")
    assert code(senses(tokens, 1, ours)) == "CONCEDE"


def test_a_word_that_something_else_vouches_for_keeps_its_sense_though_its_object_is_new(ours: Ontology) -> None:
    tokens = parse("Troops/troop/NOUN/1/nsubj", "annexed/annex/VERB/-1/root", "everything/everything/PRON/1/obj")
    assert senses(tokens, 1, ours) is None
    assert code(fallback(tokens, 1, ours, event_type="RETREAT")).startswith("ASSAULT")


def test_a_word_of_many_meanings_is_vouched_for_only_in_the_expected_one(ours: Ontology) -> None:
    tokens = parse("They/they/PRON/1/nsubj", "left/leave/VERB/-1/root", "everything/everything/PRON/1/obj")
    assert code(fallback(tokens, 1, ours, event_type="SANCTION")).startswith("SANCTION")
    assert fallback(tokens, 1, ours, event_type="AGREE") is None
