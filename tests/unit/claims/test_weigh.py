"""Rules and heads weighed by a table that a person can read; and the shipped table and the code must name the same things.

A feature that is renamed in the code alone loses its weight without a sound: that is what the guards at the end are for.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.annotate.encoder import FAINT, ROLE_FLOOR
from claimwire.claims import casting, triggers, weigh
from claimwire.claims.casting import Candidate
from claimwire.claims.frames import Clause, Frame
from claimwire.claims.tree import Tree
from claimwire.ontology.model import TriggerEntry
from claimwire.pipeline import Coder
from claimwire.records import Sentence, Span, Token, Trigger

TABLE = {"trigger": {"bias": -1.0, "head": 0.5, "phrase": 2.0}}


@pytest.fixture
def table(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weigh, "weights", lambda: TABLE)


@pytest.mark.usefixtures("table")
def test_a_decision_is_the_bias_and_what_each_feature_weighs() -> None:
    assert weigh.log_odds("trigger", {}) == -1.0
    assert weigh.log_odds("trigger", {"head": 3.0, "phrase": 1.0}) == pytest.approx(-1.0 + 0.5 * 3.0 + 2.0)


@pytest.mark.usefixtures("table")
def test_a_feature_that_was_never_seen_speaks_neither_for_nor_against() -> None:
    assert weigh.log_odds("trigger", {"head": 1.0, "full moon": 9.0}) == weigh.log_odds("trigger", {"head": 1.0})


@pytest.mark.usefixtures("table")
def test_a_decision_that_was_never_fitted_is_refused() -> None:
    with pytest.raises(KeyError):
        weigh.log_odds("weather", {})


def test_even_odds_are_zero_and_for_and_against_are_mirrored() -> None:
    assert weigh.odds(0.5) == 0.0
    assert weigh.odds(0.8) == pytest.approx(-weigh.odds(0.2)) == pytest.approx(math.log(4))


@given(low=st.floats(0, 1), high=st.floats(0, 1))
def test_a_higher_probability_never_has_lower_odds_and_certainty_is_finite(low: float, high: float) -> None:
    low, high = sorted((low, high))
    assert -5 < weigh.odds(low) <= weigh.odds(high) < 5


def test_a_word_that_a_head_offers_at_all_counts_for_more_than_one_it_does_not_offer() -> None:
    """Each head has a floor below which it offers nothing; what it offers at the floor must outweigh its silence."""
    assert weigh.odds(min(FAINT, ROLE_FLOOR)) > weigh.UNSEEN


def test_the_lexicon_speaks_for_its_own_sense_only() -> None:
    offered = {"ASSAULT": 0.7, "THREATEN": 0.2}
    assert weigh.label_features("ASSAULT", offered, "ASSAULT", how="phrase") == {"head": math.log(0.7), "phrase": 1.0}
    assert weigh.label_features("THREATEN", offered, "ASSAULT", how="phrase") == {"head": math.log(0.2)}


def test_a_sense_that_the_head_does_not_offer_is_unlikely_but_not_impossible() -> None:
    features = weigh.label_features("COERCE", {"ASSAULT": 0.9}, "COERCE", how="only sense")
    assert -10 < features["head"] < math.log(0.15)
    assert features["only sense"] == 1.0


# --- the shipped table --------------------------------------------------------------------------------------------------

# Every rule by which the grammar gives a part, as RoleFinder writes it; that none is missing is tried on real sentences below.
RULES = (
    "nsubj", "control", "behind-the-subject", "nsubj:pass", "by", "obj", "obj:hit", "xcomp", "nmod:poss", "nmod:of",
    "nmod:between", "attribute", "adjunct", "governor:launch", "entry:nsubj", "entry:control", "entry:nsubj:pass", "entry:obj",
    "entry:obj:hit", "obl:against", "obl:by", "obl:of", "obl:between", "nmod:on", "nmod:by",
)  # fmt: skip
# Sentences whose grammar takes most of those ways.
REPORTS = (
    "Rebels shelled the village of Kestrin on Monday, killing three civilians and wounding a guard.",
    "The convoy was attacked by gunmen near Ardal, and two drivers were kidnapped.",
    "The army carried out air strikes on rebel positions in Sahl province, the governor said.",
    "Russian air strikes against the town came under criticism from the United Nations.",
    "The ministry accused Karun of sending troops across the border and demanded their withdrawal.",
    "Talks between the government and the front were held in Oslo; both sides agreed to a ceasefire.",
    "The withdrawal of the militia from the airport followed its defeat by government forces.",
    "Mortar shells hit a school on the road leading to Ardal, a doctor told reporters.",
    "Protesters blocked roads in the capital and vowed to continue their march against the president.",
    "The general ordered his men to open fire on the crowd, though he denied having done so.",
    "Karun's navy threatened to sink any ship that entered the strait.",
    "Fighters of the front, who had seized the dam in May, lost it to the army, which retook the town of Osh Hadra.",
    "The attack by militants on the barracks left nine soldiers dead and the commander called for help from Ardal.",
    "Army shells killed a shepherd, and the bombardment of the village by government artillery went on until dawn.",
    "The strike on the depot was condemned by the council, and the shelling of the market has not stopped.",
)
EVENT_TYPES = ("ASSAULT", "ACCUSE", "PROTEST")


def frame_of(upos: str, event_type: str | None, *, entry: TriggerEntry | None = None, learned: Trigger | None = None) -> Frame:
    tokens = tuple(
        Token(start=2 * n, end=2 * n + 1, text=text, lemma=text, upos=kind, head=head, deprel=deprel)
        for n, (text, kind, head, deprel) in enumerate(
            (("a", "NOUN", 1, "nsubj"), ("b", upos, -1, "root"), ("c", "PRON", 1, "obj"))
        )
    )
    clause = Clause(number=0, sentence=Sentence(id="s", start=0, end=5, tokens=tokens), tree=Tree(tokens))
    return Frame(
        clause=clause, head=1, words=(1,), kind="event", event_type=event_type, modes=(), contexts=(), entry=entry,
        learned=learned, score=0.5, rule="",
    )  # fmt: skip


def senses() -> Iterator[TriggerEntry | None]:
    plain = TriggerEntry(id="b.v", lemma="b", pos="VERB", event_type="ASSAULT")
    yield None
    yield plain
    yield replace(plain, kind="state", event_type=None, weak=True)
    yield replace(plain, objects=frozenset({"c"}))
    yield replace(plain, lemma="b c")


def opinions() -> Iterator[Trigger | None]:
    seen = Trigger(span=Span(start=2, end=3, text="b"), kind="event", event_type="ASSAULT", score=0.7)
    yield None
    yield seen
    yield replace(seen, labels=(("ASSAULT", 0.8), ("state", 0.1)))


def trigger_frames() -> Iterator[Frame]:
    for upos, entry, learned in product(("VERB", "NOUN", "ADJ", "PROPN", "AUX"), senses(), opinions()):
        if entry is not None or learned is not None:
            yield frame_of(upos, "ASSAULT", entry=entry, learned=learned)


def candidates_of(part: str) -> Iterator[Candidate]:
    for rule, of, offered in product(RULES, casting.PARTS, ({}, {part: 0.6}, {"actor": 0.4, "place": 0.3, "recipient": 0.2})):
        yield Candidate(0, part=of, rule=rule, offered=offered)
    yield Candidate(0)
    yield Candidate(2, offered={part: 0.6})


@cache
def producible() -> Mapping[str, frozenset[str]]:
    """Every feature name that the code can produce, by decision."""
    found: dict[str, set[str]] = {"trigger": set(), "label": set()}
    for frame in trigger_frames():
        found["trigger"].update(triggers.trigger_features(frame))
        for features in triggers.label_options(frame).values():
            found["label"].update(features)
    for part in casting.PARTS:
        names = found.setdefault(part, set())
        seen = Trigger(span=Span(start=2, end=3, text="b"), kind="event", event_type="ASSAULT", score=0.7)
        for event_type, upos, learned in product(EVENT_TYPES, ("VERB", "NOUN"), (None, seen)):
            frame = frame_of(upos, event_type, learned=learned)
            for c in candidates_of(part):
                for rivals in ([c], [c, Candidate(1, part=part, rule="nsubj", offered={part: 0.3})]):
                    for animate, placed in ((True, False), (False, True)):
                        names.update(casting.features(frame, c, part, rivals, animate=animate, placed=placed))
    found["place"] |= casting.HOLDS  # what the test on real sentences sees of it is held to be all of it
    return {decision: frozenset(names) for decision, names in found.items()}


def test_there_are_weights_for_every_decision_that_is_weighed() -> None:
    assert set(weigh.weights()) == {"trigger", "label", *casting.PARTS}


@pytest.mark.parametrize("decision", ["trigger", "label", *casting.PARTS])
def test_every_weight_is_for_something_that_the_code_can_say(decision: str) -> None:
    """A weight without a feature is a feature that was renamed after the weights had been fitted."""
    lost = set(weigh.weights()[decision]) - producible()[decision] - {"bias"}
    assert not lost, f"weights of {decision} that nothing asks for: {sorted(lost)}; run training.combine again"


Assembled = Callable[..., Any]  # see conftest.py


def test_what_real_sentences_make_the_code_say_is_what_the_weights_can_know(coder: Coder, assembled: Assembled) -> None:
    """A rule of the grammar that was renamed, or is new, would weigh nothing until somebody noticed."""
    found: dict[str, set[str]] = {"trigger": set(), "label": set(), **{part: set() for part in casting.PARTS}}
    for text in REPORTS:
        annotation, parsed, assembler = assembled(text)
        for clause in parsed:
            inside = [t for t in annotation.triggers if clause.sentence.start <= t.span.start < clause.sentence.end]
            for frame in triggers.candidates(clause, inside, coder.ontology):
                found["trigger"].update(triggers.trigger_features(frame))
                found["label"].update(*triggers.label_options(frame).values())
                for _, part, features in assembler.questions(frame):
                    found[part].update(features)
    for decision, names in found.items():
        assert names, decision
        assert names <= producible()[decision], f"{decision}: {sorted(names - producible()[decision])}"


# Features that share out the candidates between them, or hold of many: a fit gives some of each group a weight.
_EITHER = (
    {"head"}, {"not offered", "first choice"}, {"other part"}, {"unseen trigger"}, {"noun", "verb"}, {"animate", "inanimate"},
    {"pronoun"}, {"placed"}, {"only one by rule", "one of several by rule"}, {"beside a rule", "nobody by rule"},
    {"verbal", "assault", "other"},
    {n for n in casting.HOLDS if n.startswith("path:")}, {"apart", "before"},
    {n for n in casting.HOLDS if n.startswith("preposition:")},
    {n for n in casting.HOLDS if ":" not in n},
)  # fmt: skip
# What the grammar says often enough that some part or other must have learned what it is worth.
_OFTEN = ("none", "is actor", "is recipient", "is place", "nsubj", "obj", "nsubj:pass", "by", "obl", "nmod", "nmod:of",
          "nmod:poss", "attribute", "adjunct", "governor", "control", "entry:nsubj", "entry:obj")  # fmt: skip


def fitted_parts() -> set[str]:
    """What any of the three parts has a weight for; rules without the kind of event they were seen beside."""
    return {re.sub(r"\|.*", "", name) for part in casting.PARTS for name in weigh.weights()[part]}


@pytest.mark.parametrize("group", _EITHER, ids=lambda g: sorted(g)[0])
def test_what_speaks_for_a_part_has_been_weighed(group: set[str]) -> None:
    assert group <= frozenset().union(*(producible()[part] for part in casting.PARTS)), "the code has no such feature any more"
    assert group & fitted_parts(), "run training.combine again"


@pytest.mark.parametrize("rule", _OFTEN)
def test_each_common_rule_of_the_grammar_has_been_weighed(rule: str) -> None:
    assert f"rule:{rule}" in frozenset().union(*(producible()[part] for part in casting.PARTS)), (
        "the code has no such rule any more"
    )
    assert f"rule:{rule}" in fitted_parts(), "run training.combine again"


def test_no_feature_of_a_part_is_outside_the_groups_that_are_guarded() -> None:
    """A new feature must join a group above, and so be fitted, before it is shipped."""
    named = {n for part in casting.PARTS for n in producible()[part] if not n.startswith("rule:")}
    assert named - frozenset().union(*_EITHER) <= {"rival"}, "rival is fitted, and so far worth nothing beside first choice"


def test_the_head_and_each_sort_of_sense_have_been_weighed_for_triggers_and_their_labels() -> None:
    sorts = {"phrase", "chosen sense", "only sense"}
    assert {"head", *sorts} == producible()["label"] == set(weigh.weights()["label"]) - {"bias"}
    assert "head" in weigh.weights()["trigger"]
    assert sorts & set(weigh.weights()["trigger"])
    assert {"no sense", "sense of an event", "sense of no event"} & set(weigh.weights()["trigger"])


@pytest.mark.parametrize("decision", ["trigger", "label", *casting.PARTS])
def test_the_more_a_head_is_sure_the_more_it_speaks_for_what_it_says(decision: str) -> None:
    assert weigh.weights()[decision]["head"] > 0


def test_every_weight_is_a_number_that_can_be_reckoned_with() -> None:
    assert all(math.isfinite(w) for table in weigh.weights().values() for w in table.values())
