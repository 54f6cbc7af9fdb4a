"""A parse that contradicts itself is mended before anything is read from it."""

from __future__ import annotations

from claimwire.annotate.repair import repair


def mended(words: str, upos: str, heads: list[int], relations: str) -> tuple[list[str], list[int], list[str]]:
    tags, labels = upos.split(), relations.split()
    repair(words.split(), tags, heads, labels)
    return tags, heads, labels


def test_what_stands_behind_nor_is_coordinated() -> None:
    _, _, labels = mended(
        "They neither confirm nor deny it", "PRON PART VERB PART VERB PRON", [2, 2, -1, 4, 2, 4], "nsubj advmod root cc ccomp obj"
    )
    assert labels[4] == "conj"


def test_two_objects_with_a_comma_between_are_a_list() -> None:
    _, heads, labels = mended(
        "They took Dara , Osh and Amun", "PRON VERB PROPN PUNCT PROPN CCONJ PROPN", [1, -1, 1, 4, 1, 6, 2],
        "nsubj root obj punct obj cc conj",
    )  # fmt: skip
    assert (heads[4], labels[4]) == (2, "conj")


def test_a_thing_given_to_somebody_stays_a_second_object() -> None:
    _, heads, labels = mended("They gave rebels arms", "PRON VERB NOUN NOUN", [1, -1, 1, 1], "nsubj root iobj obj")
    assert (heads[3], labels[3]) == (1, "obj")


def test_what_has_an_owner_is_no_verb() -> None:
    tags, _, _ = mended("He rejected their claim", "PRON VERB PRON VERB", [1, -1, 3, 1], "nsubj root nmod:poss obj")
    assert tags[3] == "NOUN"
