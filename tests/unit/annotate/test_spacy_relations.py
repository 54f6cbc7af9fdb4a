"""Trees of spaCy's English models, turned into the Universal Dependencies that the rooms read. No spaCy is needed for it."""

from __future__ import annotations

import pytest

from claimwire.annotate.spacy_relations import Arcs, repaired, to_universal

Word = tuple[str, str, int, str]  # form, part of speech, head, label

BE = {"is", "was", "were", "are", "been"}


def turned(words: list[Word]) -> list[tuple[str, str, str]]:
    """Turn a tree; each word with its relation and the word that it hangs on."""
    forms = [w[0] for w in words]
    lower = [f.lower() for f in forms]
    lemmas = ["be" if f in BE else f for f in lower]
    arcs = Arcs([w[2] for w in words], [w[3] for w in words], [w[1] for w in words], lower, lemmas)
    to_universal(arcs)
    assert repaired(arcs.heads) == arcs.heads, "still a tree"
    return [(f, d, forms[h] if h >= 0 else "") for f, h, d in zip(forms, arcs.heads, arcs.labels, strict=True)]


def test_a_noun_takes_the_place_of_its_preposition() -> None:
    assert turned(
        [
            ("Troops", "NOUN", 1, "nsubj"),
            ("shelled", "VERB", -1, "ROOT"),
            ("Senn", "PROPN", 1, "dobj"),
            ("from", "ADP", 1, "prep"),
            ("hills", "NOUN", 3, "pobj"),
            ("behind", "ADP", 4, "prep"),
            ("Dorna", "PROPN", 5, "pobj"),
        ]
    ) == [
        ("Troops", "nsubj", "shelled"),
        ("shelled", "root", ""),
        ("Senn", "obj", "shelled"),
        ("from", "case", "hills"),
        ("hills", "obl", "shelled"),
        ("behind", "case", "Dorna"),
        ("Dorna", "nmod", "hills"),
    ]


def test_the_agent_of_a_passive_is_an_agent() -> None:
    found = turned(
        [
            ("Senn", "PROPN", 2, "nsubjpass"),
            ("was", "AUX", 2, "auxpass"),
            ("shelled", "VERB", -1, "ROOT"),
            ("by", "ADP", 2, "agent"),
            ("rebels", "NOUN", 3, "pobj"),
        ]
    )
    assert found[0] == ("Senn", "nsubj:pass", "shelled")
    assert found[1] == ("was", "aux:pass", "shelled")
    assert found[3:] == [("by", "case", "rebels"), ("rebels", "obl:agent", "shelled")]


def test_a_predicate_takes_the_place_of_is() -> None:
    assert turned(
        [
            ("The", "DET", 1, "det"),
            ("road", "NOUN", 2, "nsubj"),
            ("is", "AUX", -1, "ROOT"),
            ("not", "PART", 2, "neg"),
            ("safe", "ADJ", 2, "acomp"),
        ]
    ) == [
        ("The", "det", "road"),
        ("road", "nsubj", "safe"),
        ("is", "cop", "safe"),
        ("not", "advmod", "safe"),
        ("safe", "root", ""),
    ]


def test_where_somebody_is_takes_the_place_of_is() -> None:
    found = turned(
        [("He", "PRON", 1, "nsubj"), ("was", "AUX", -1, "ROOT"), ("in", "ADP", 1, "prep"), ("Senn", "PROPN", 2, "pobj")]
    )
    assert found == [("He", "nsubj", "Senn"), ("was", "cop", "Senn"), ("in", "case", "Senn"), ("Senn", "root", "")]


def test_what_exists_is_a_subject() -> None:
    found = turned([("There", "PRON", 1, "expl"), ("were", "VERB", -1, "ROOT"), ("raids", "NOUN", 1, "attr")])
    assert found == [("There", "expl", "were"), ("were", "root", ""), ("raids", "nsubj", "were")]


def test_conjuncts_hang_on_the_first_and_the_conjunction_on_the_one_behind_it() -> None:
    found = turned(
        [
            ("They", "PRON", 1, "nsubj"),
            ("took", "VERB", -1, "ROOT"),
            ("Senn", "PROPN", 1, "dobj"),
            (",", "PUNCT", 2, "punct"),
            ("Dorna", "PROPN", 2, "conj"),
            ("and", "CCONJ", 4, "cc"),
            ("Tamm", "PROPN", 4, "conj"),
        ]
    )
    assert found[3:] == [(",", "punct", "Dorna"), ("Dorna", "conj", "Senn"), ("and", "cc", "Tamm"), ("Tamm", "conj", "Senn")]


def test_in_senn_and_in_dorna_are_two_places() -> None:
    found = turned(
        [
            ("Fighting", "NOUN", -1, "ROOT"),
            ("in", "ADP", 0, "prep"),
            ("Senn", "PROPN", 1, "pobj"),
            ("and", "CCONJ", 1, "cc"),
            ("in", "ADP", 1, "conj"),
            ("Dorna", "PROPN", 4, "pobj"),
        ]
    )
    assert found[2] == ("Senn", "nmod", "Fighting")
    assert found[3:] == [("and", "cc", "Dorna"), ("in", "case", "Dorna"), ("Dorna", "conj", "Senn")]


def test_according_to_is_one_preposition() -> None:
    found = turned(
        [
            ("Calm", "NOUN", 1, "nsubj"),
            ("held", "VERB", -1, "ROOT"),
            ("according", "VERB", 1, "prep"),
            ("to", "ADP", 2, "prep"),
            ("residents", "NOUN", 3, "pobj"),
        ]
    )
    assert found[2:] == [("according", "case", "residents"), ("to", "fixed", "according"), ("residents", "obl", "held")]


@pytest.mark.parametrize(
    ("governor", "label"), [("VERB", "advcl"), ("NOUN", "acl")]
)  # "left after shelling", "plans for shelling"
def test_a_clause_takes_the_place_of_its_preposition(governor: str, label: str) -> None:
    found = turned(
        [("g", governor, -1, "ROOT"), ("after", "ADP", 0, "prep"), ("shelling", "VERB", 1, "pcomp"), ("Senn", "PROPN", 2, "dobj")]
    )
    assert found[1:3] == [("after", "mark", "shelling"), ("shelling", label, "g")]


def test_the_to_of_an_infinitive_is_a_mark_and_a_stranded_preposition_stays() -> None:
    found = turned(
        [
            ("towns", "NOUN", -1, "ROOT"),
            ("to", "PART", 2, "aux"),
            ("flee", "VERB", 0, "relcl"),
            ("to", "ADP", 2, "prep"),
        ]
    )
    assert found[1:] == [("to", "mark", "flee"), ("flee", "acl:relcl", "towns"), ("to", "advmod", "flee")]


@pytest.mark.parametrize(
    ("heads", "tree"),
    [
        ([1, -1, 1], [1, -1, 1]),
        ([-1, -1, 1], [-1, 0, 1]),  # two roots
        ([1, 0, 1], [-1, 0, 1]),  # no root, and a ring
        ([-1, 2, 1], [-1, 0, 1]),  # a ring beside the root
        ([5, 0], [-1, 0]),  # a head outside the sentence
        ([0, 1], [-1, 0]),  # words that hang on themselves
    ],
)
def test_whatever_a_component_says_becomes_one_tree(heads: list[int], tree: list[int]) -> None:
    assert repaired(heads) == tree
