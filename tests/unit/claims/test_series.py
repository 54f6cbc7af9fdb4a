"""Figures of a series are claims whatever their verb; how many of anything else there were is nobody's total."""

from __future__ import annotations

import pytest

from claimwire.records import Reading


def figures(reading: Reading) -> list[tuple[str, float | None]]:
    return sorted({(q.quantity.measure, q.quantity.best) for c in reading.claims for q in c.quantities})


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The number of groups did not change and is 39.", ("groups", 39.0)),
        ("Settlements that have signed: 61", ("settlements", 61.0)),
        ("627 settlements have joined the reconciliation process to date.", ("settlements", 627.0)),
        ("Armed groups in the truce now number 47.", ("groups", 47.0)),
        ("The settlements in the truce (total number: 35) received aid.", ("settlements", 35.0)),
    ],
)
def test_a_figure_of_a_series_is_claimed(read, text, found):
    assert found in figures(read(text))


def test_the_second_series_of_a_sentence_counts_its_own(read):
    reading = read("The number of settlements that joined remained 821 and that of armed groups 69.")
    assert figures(reading) == [("groups", 69.0), ("settlements", 821.0)]


def test_a_claim_of_a_series_names_its_rule_and_cuts_its_words(read):
    text = "The settlements in the truce (total number: 61) received aid."
    (claim,) = (c for c in read(text).claims if c.rule.startswith("series."))
    assert claim.rule == "series.settlements"
    assert claim.kind == "quantity"
    assert claim.event_type is None
    assert claim.evidence.text.endswith("61")


@pytest.mark.parametrize(
    "text",
    [
        "Two groups of tourists visited the castle.",
        "The centre will deliver 14 tonnes of flour if the road opens.",
        "The two towns lie on the river.",
    ],
)
def test_what_is_no_series_is_not_claimed_as_one(read, text):
    assert not [c for c in read(text).claims if c.rule.startswith("series.")]
