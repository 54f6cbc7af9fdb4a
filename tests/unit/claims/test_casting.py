"""Who plays which part: what grammar and head say of one another's words, and how a table of weights settles it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any

import pytest

from claimwire.claims import casting, triggers, weigh
from claimwire.claims.casting import Candidate, candidates, cast, features
from claimwire.claims.frames import Clause, Frame
from claimwire.claims.roles import Roles
from claimwire.claims.tree import Tree
from claimwire.pipeline import Coder
from claimwire.records import Sentence, Token

# "Fighters of the front shelled Ardal": the grammar's own words for it are 0 (fighters), 3 (front), 4 (shelled), 5 (Ardal).
WORDS = (
    "Fighters/NOUN/4/nsubj",
    "of/ADP/3/case",
    "the/DET/3/det",
    "front/NOUN/0/nmod",
    "shelled/VERB/-1/root",
    "Ardal/PROPN/4/obj",
)
PHRASES: Mapping[int, Collection[int]] = {0: range(4), 5: (5,)}


def frame(*, event_type: str | None = "ASSAULT", head: int = 4) -> Frame:
    tokens, at = [], 0
    for word in WORDS:
        text, upos, up, deprel = word.split("/")
        tokens.append(Token(start=at, end=at + len(text), text=text, lemma=text.lower(), upos=upos, head=int(up), deprel=deprel))
        at += len(text) + 1
    clause = Clause(number=0, sentence=Sentence(id="s", start=0, end=at - 1, tokens=tuple(tokens)), tree=Tree(tuple(tokens)))
    return Frame(
        clause=clause, head=head, words=(head,), kind="event", event_type=event_type, modes=(), contexts=(), entry=None,
        learned=None, score=0.5, rule="",
    )  # fmt: skip


def grammar() -> Roles:
    roles = Roles()
    roles.add("actor", [0], "nsubj")
    roles.add("location", [5], "obj")
    return roles


def asked(roles: Roles, *offered: tuple[str, int, float], together: Collection[int] = ()) -> dict[int, Candidate]:
    def coordinated(h: int) -> Collection[int]:
        return together if h in together else (h,)

    found = candidates(roles, offered, words=lambda h: PHRASES.get(h, (h,)), coordinated=coordinated)
    return {c.head: c for c in found}


# --- who is asked -------------------------------------------------------------------------------------------------------


def test_whoever_the_grammar_names_is_asked_though_the_head_is_silent() -> None:
    found = asked(grammar())
    assert {h: (c.part, c.rule, c.offered) for h, c in found.items()} == {0: ("actor", "nsubj", {}), 5: ("place", "obj", {})}


def test_a_word_inside_a_phrase_speaks_for_the_phrase() -> None:
    """The head saw "front" where the grammar has "fighters of the front": they are one actor, and not two."""
    found = asked(grammar(), ("actor", 3, 0.8))
    assert list(found) == [0, 5]
    assert found[0].offered == {"actor": 0.8}


def test_a_word_that_only_the_head_has_is_asked_by_itself() -> None:
    found = asked(Roles(), ("recipient", 5, 0.6))
    assert (found[5].part, found[5].offered) == (None, {"recipient": 0.6})


def test_the_surest_of_two_opinions_counts_whichever_comes_first() -> None:
    for opinions in ((("actor", 0, 0.9), ("actor", 3, 0.4)), (("actor", 3, 0.4), ("actor", 0, 0.9))):
        assert asked(grammar(), *opinions)[0].offered == {"actor": 0.9}


def test_the_kinds_of_place_are_one_part_and_the_surest_kind_names_it() -> None:
    (place,) = asked(Roles(), ("location", 5, 0.3), ("origin", 5, 0.7), ("destination", 5, 0.5)).values()
    assert place.offered == {"place": 0.7}
    assert place.role == "origin"


def test_the_grammar_knows_better_than_the_head_which_kind_of_place_it_is() -> None:
    roles = Roles()
    roles.add("destination", [5], "adjunct")
    assert asked(roles, ("origin", 5, 0.9))[5].role == "destination"


def test_what_is_listed_together_plays_one_part() -> None:
    """Of "took Ardal and Osh" the head may be sure of one town only."""
    roles = Roles()
    roles.add("location", [5, 6], "obj")
    found = asked(roles, ("location", 5, 0.9), ("location", 6, 0.3), together=(5, 6))
    assert [found[h].offered for h in (5, 6)] == [{"place": 0.9}, {"place": 0.9}]


def test_times_and_quantities_play_no_part() -> None:
    assert asked(Roles(), ("time", 5, 0.9), ("quantity", 0, 0.9)) == {}


# --- what speaks for and against them ------------------------------------------------------------------------------------


def about(
    c: Candidate, part: str, *rivals: Candidate, event_type: str | None = "ASSAULT", animate: bool = True
) -> weigh.Features:
    return features(frame(event_type=event_type), c, part, [c, *rivals], animate=animate, placed=False)


def test_the_grammar_speaks_for_the_part_it_gives_and_against_the_others() -> None:
    subject = Candidate(0, part="actor", rule="nsubj")
    assert "rule:nsubj" in about(subject, "actor")
    assert "rule:is actor" in about(subject, "recipient")
    assert "rule:nsubj" not in about(subject, "recipient")


def test_what_the_head_does_not_offer_is_less_likely_than_anything_it_does() -> None:
    silent, faint = about(Candidate(0), "actor"), about(Candidate(0, offered={"actor": 0.15}), "actor")
    assert silent["not offered"] == 1.0
    assert "not offered" not in faint
    assert silent["head"] < faint["head"]


def test_a_word_that_the_head_offers_for_another_part_is_known_to_be_so() -> None:
    assert about(Candidate(0, offered={"recipient": 0.9}), "actor")["other part"] > 0
    assert about(Candidate(0, offered={"actor": 0.9}), "actor")["other part"] == 0


def test_the_same_rule_weighs_by_the_kind_of_event_it_is_about() -> None:
    """The object of "shelled" is hit, the object of "blamed" is addressed."""
    objects = [
        about(Candidate(5, part="recipient", rule="obj"), "recipient", event_type=t) for t in ("ASSAULT", "ACCUSE", "AID", None)
    ]
    kinds = [{name.partition("|")[2] for name in o if "|" in name} for o in objects]
    assert kinds == [{"assault"}, {"verbal"}, {"other"}, {"other"}]


@pytest.mark.parametrize(
    ("rule", "kind"),
    [
        ("governor:launch", "governor"),
        ("governor:carry", "governor"),
        ("obl:against", "obl"),
        ("obl:by", "obl:by"),
        ("nmod:on", "nmod"),
        ("nmod:of", "nmod:of"),
        ("nmod:poss", "nmod:poss"),
        ("entry:obj:hit", "entry:obj"),
        ("obj:hit", "obj:hit"),
        ("nsubj", "nsubj"),
    ],
)
def test_rules_that_differ_only_by_a_word_are_of_one_kind(rule: str, kind: str) -> None:
    assert f"rule:{kind}" in about(Candidate(0, part="actor", rule=rule), "actor")


def test_one_of_several_subjects_is_known_from_the_only_one() -> None:
    alone, other = Candidate(0, part="actor", rule="nsubj"), Candidate(3, part="actor", rule="nsubj")
    assert "only one by rule" in about(alone, "actor")
    assert "one of several by rule" in about(alone, "actor", other)


def test_a_word_beside_the_grammars_own_is_known_from_one_that_is_alone() -> None:
    stranger, subject = Candidate(3, offered={"actor": 0.8}), Candidate(0, part="actor", rule="nsubj")
    assert "beside a rule" in about(stranger, "actor", subject)
    assert "nobody by rule" in about(stranger, "actor")
    assert "nobody by rule" in about(stranger, "recipient", subject)


def test_only_the_heads_first_choice_is_its_first_choice() -> None:
    first, second = Candidate(0, offered={"actor": 0.8}), Candidate(3, offered={"actor": 0.4})
    assert "first choice" in about(first, "actor", second)
    assert "first choice" not in about(second, "actor", first)
    assert "first choice" not in about(Candidate(0), "actor")


# --- how it is settled ---------------------------------------------------------------------------------------------------


@pytest.fixture
def weighed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each part is as likely as its feature ``for`` says; little may be against it where nobody plays it."""
    monkeypatch.setattr(weigh, "weights", lambda: {part: {"bias": 0.0, "for": 1.0} for part in casting.PARTS})
    monkeypatch.setattr(casting, "ENOUGH", dict.fromkeys(casting.PARTS, 0.0))
    monkeypatch.setattr(casting, "FILL", dict.fromkeys(casting.PARTS, -0.5))


def settle(*likely: tuple[Candidate, Mapping[str, float]]) -> Roles:
    return cast((c, part, {"for": value}) for c, parts in likely for part, value in parts.items())


@pytest.mark.usefixtures("weighed")
def test_nobody_plays_two_parts_and_the_likelier_one_wins() -> None:
    found = settle((Candidate(0), {"actor": 1.0, "recipient": 2.0}))
    assert (found.actor, found.recipient) == ([], [0])


@pytest.mark.usefixtures("weighed")
def test_a_part_may_be_played_by_several_if_much_speaks_for_each() -> None:
    found = settle((Candidate(0), {"actor": 1.0}), (Candidate(3), {"actor": 0.5}), (Candidate(5), {"actor": -0.1}))
    assert found.actor == [0, 3]


@pytest.mark.usefixtures("weighed")
def test_a_part_that_nobody_plays_goes_to_the_likeliest_though_little_speaks_against_it() -> None:
    found = settle((Candidate(0), {"actor": -0.2}), (Candidate(3), {"actor": -0.1}))
    assert found.actor == [3]


@pytest.mark.usefixtures("weighed")
def test_nobody_is_made_an_actor_against_all_that_is_known() -> None:
    assert settle((Candidate(0), {"actor": -2.0, "recipient": -2.0, "place": -2.0})).actor == []


@pytest.mark.usefixtures("weighed")
def test_whoever_plays_one_part_already_does_not_fill_an_empty_one() -> None:
    found = settle((Candidate(0), {"actor": 1.0, "recipient": -0.1}))
    assert (found.actor, found.recipient) == ([0], [])


@pytest.mark.usefixtures("weighed")
def test_the_order_in_which_words_are_asked_changes_nothing() -> None:
    rows = [(Candidate(0), {"actor": 0.5, "recipient": 0.5}), (Candidate(3), {"actor": 0.5}), (Candidate(5), {"place": 0.5})]
    forth, back = settle(*rows), settle(*reversed(rows))
    assert (forth.actor, forth.recipient, forth.places) == (back.actor, back.recipient, back.places)


@pytest.mark.usefixtures("weighed")
def test_a_reading_says_whether_a_part_was_the_grammars_or_the_heads() -> None:
    by_rule, by_head = Candidate(0, part="actor", rule="nsubj"), Candidate(5, part="actor", rule="nsubj", role="origin")
    found = settle((by_rule, {"actor": 1.0}), (by_head, {"place": 1.0}))
    assert found.rules == ["actor:nsubj", "origin:head:argument"]
    assert found.places == {5: "origin"}


# --- on real sentences ---------------------------------------------------------------------------------------------------

Assembled = Callable[..., Any]  # see conftest.py
Ask = Callable[[str, str], list[tuple[Candidate, str, weigh.Features, Frame]]]


@pytest.fixture
def ask(coder: Coder, assembled: Assembled) -> Ask:
    """Return every question about the happening on one word of a text."""

    def ask_(text: str, word: str) -> list[tuple[Candidate, str, weigh.Features, Frame]]:
        annotation, parsed, assembler = assembled(text)
        frames = triggers.find_frames(parsed, annotation, ontology=coder.ontology)
        (found,) = [f for f in frames if f.tree.tokens[f.head].text == word]
        return [(*q, found) for q in assembler.questions(found)]

    return ask_


def named(questions: list[tuple[Candidate, str, weigh.Features, Frame]]) -> set[str]:
    return {found.tree.tokens[c.head].text for c, _, _, found in questions}


def test_every_part_is_asked_of_every_word_that_may_play_one(ask: Ask) -> None:
    questions = ask("Rebels shelled the village of Kestrin on Monday.", "shelled")
    assert {"Rebels", "village"} <= named(questions)
    for word in named(questions):
        parts = [part for c, part, _, found in questions if found.tree.tokens[c.head].text == word]
        assert sorted(parts) == sorted(casting.PARTS), word


def test_when_it_was_is_asked_of_nobody(ask: Ask) -> None:
    assert "Monday" not in named(ask("Rebels shelled the village of Kestrin on Monday.", "shelled"))


@pytest.mark.parametrize(
    ("text", "word", "thrown"),
    [
        ("Mortar shells struck the market in Kestrin, killing four traders.", "struck", "shells"),
        ("Rockets hit a school on the edge of the town on Sunday.", "hit", "Rockets"),
    ],
)
def test_what_is_thrown_is_offered_as_nobody_who_acts(ask: Ask, text: str, word: str, thrown: str) -> None:
    assert not any("actor" in c.offered for c, _, _, found in ask(text, word) if found.tree.tokens[c.head].text == thrown)


def test_shells_that_hit_a_market_are_no_actors(read: Callable) -> None:
    reading = read("Mortar shells struck the market in Kestrin on Monday, killing four traders.")
    assert reading.claims
    assert not any("shells" in a.span.text.lower() for c in reading.claims for a in c.actor)


def test_whoever_fired_the_rockets_acts_and_the_rockets_do_not(read: Callable) -> None:
    reading = read("Rebels fired rockets at the airport of Kestrin on Monday.")
    actors = {a.span.text for c in reading.claims for a in c.actor}
    assert actors == {"Rebels"}
