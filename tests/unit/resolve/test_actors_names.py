"""Names as written: spellings, acronyms, and the listed names of a text."""

from __future__ import annotations

import pytest

from claimwire import ontology
from claimwire.resolve.names import NameIndex, initials, pieces, same_person, same_word, words


@pytest.fixture(scope="module")
def index() -> NameIndex:
    return NameIndex(ontology.load().actors)


def targets(index: NameIndex, text: str) -> list[tuple[str, str, str]]:
    return [(text[h.start : h.end], h.targets[0], h.sense) for h in index.find(pieces(text))]


@pytest.mark.parametrize(
    ("a", "b"),
    [("mohammed", "muhammad"), ("sergey", "sergei"), ("rudskoy", "rudskoi"), ("zelensky", "zelenskyy"), ("qassem", "kassem")],
)
def test_transliterations_of_one_name_are_the_same_word(a: str, b: str) -> None:
    assert same_word(a, b)


@pytest.mark.parametrize(
    ("a", "b"), [("ford", "fred"), ("omar", "amir"), ("hassan", "hussein"), ("karl", "carla"), ("dorn", "dara")]
)
def test_names_that_only_look_alike_are_two_words(a: str, b: str) -> None:
    assert not same_word(a, b)


def test_given_name_initial_or_particle_does_not_make_another_person() -> None:
    assert same_person(("haider", "al", "abadi"), ("abadi",))
    assert same_person(("j", "dorn"), ("jana", "maria", "dorn"))
    assert same_person(("rami", "abdel", "rahman"), ("rami", "abdelrahman"))
    assert same_person(("carl", "hale", "jr"), ("carl", "hale"))
    assert not same_person(("anna", "dorn"), ("karl", "dorn"))


def test_acronym_is_the_initials_with_or_without_small_words() -> None:
    assert {"pas", "paots"} <= initials(("popular", "army", "of", "the", "sierra"))


def test_acronym_is_found_only_as_it_is_written(index: NameIndex) -> None:
    assert targets(index, "IS shelled the town that is theirs") == [("IS", "group:islamic-state", "name")]
    assert targets(index, "let us go") == []
    assert targets(index, "the U.S. and the US") == [("U.S.", "state:usa", "name"), ("US", "state:usa", "name")]


def test_longest_name_wins_over_the_state_inside_it(index: NameIndex) -> None:
    assert targets(index, "the Syrian Observatory for Human Rights") == [
        ("Syrian Observatory for Human Rights", "org:sohr", "name")
    ]


@pytest.mark.parametrize(
    "spelling", ["al-Nusra Front", "Jabhat al-Nusra", "Al Nusra Front", "Nusra Front", "Jabhat Fateh al-Sham"]
)
def test_spellings_of_an_armed_group_have_one_id(index: NameIndex, spelling: str) -> None:
    assert [t for _, t, _ in targets(index, f"fighters of {spelling} left")] == ["group:nusra-front"]


def test_possessive_without_its_apostrophe_is_still_the_name(index: NameIndex) -> None:
    assert targets(index, "Syrias president and Daeshs men") == [
        ("Syrias president", "office:syr-president", "name"),
        ("Daeshs", "group:islamic-state", "name"),
    ]


def test_capital_and_demonym_are_told_from_names(index: NameIndex) -> None:
    assert targets(index, "Moscow said Russian jets") == [("Moscow", "gov:rus", "metonym"), ("Russian", "state:rus", "demonym")]


def test_common_words_in_small_letters_are_no_names(index: NameIndex) -> None:
    assert targets(index, "on the southern front, at dawn, in popular forces") == []


def test_offsets_point_at_the_words_whatever_the_script() -> None:
    text = "🚀 Médecins  جيش al‑Nusra"
    assert [text[p.start : p.end] for p in pieces(text)] == ["Médecins", "جيش", "al", "Nusra"]
    assert words("Médecins") == ("medecins",)
