"""Counts as news gives them: bounds, measures, totals, and numbers that count nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claimwire import ontology
from claimwire.records import Annotation, Quantity, Report
from claimwire.resolve.numerals import number_at
from claimwire.resolve.quantities import resolve_quantities

NOUNS = ontology.load()


def read(text: str) -> dict[str, Quantity]:
    """The quantities of a text, by their words; without a parse, as for a text that the parser could not read."""
    report = Report(id="r", text=text, published_at="2031-07-15")
    found = resolve_quantities(report, Annotation(report="r", sentences=()), ontology=NOUNS)
    return {m.span.text: found.quantities[m.id] for m in found.mentions}


@pytest.mark.parametrize(
    ("text", "words", "low", "high"),
    [
        ("The raid killed 40 people.", "40", 40, 40),
        ("The raid killed at least 40 people.", "at least 40", 40, None),
        ("The raid killed more than 40 people.", "more than 40", 41, None),
        ("The raid killed fewer than 40 people.", "fewer than 40", None, 39),
        ("The raid killed up to 40 people.", "up to 40", None, 40),
        ("The raid killed around 40 people.", "around 40", 40, 40),
        ("The raid killed sixty-two people.", "sixty-two", 62, 62),
        ("The raid killed between 20 and 30 people.", "between 20 and 30", 20, 30),
        ("The raid killed 1,200 people.", "1,200", 1200, 1200),
        ("The raid killed dozens of people.", "dozens", 12, None),
        ("The raid killed scores of people.", "scores", 20, None),
        ("The raid killed hundreds of people.", "hundreds", 100, None),
        ("The raid killed more than a dozen people.", "more than a dozen", 13, None),
        ("The fighting displaced tens of thousands of people.", "tens of thousands", 10_000, None),
        ("The fighting displaced 1.2 million people.", "1.2 million", 1_200_000, 1_200_000),
    ],
)
def test_qualifiers_bound_a_number(text: str, words: str, low: float | None, high: float | None) -> None:
    found = read(text)
    assert list(found) == [words]
    assert (found[words].low, found[words].high) == (low, high)


@pytest.mark.parametrize(
    ("text", "words", "measure"),
    [
        ("Shelling killed 11 civilians.", "11", "killed"),
        ("The attack left 12 dead.", "12", "killed"),
        ("The death toll rose to 47.", "47", "killed"),
        ("The blast claimed the lives of nine villagers.", "nine", "killed"),
        ("Eleven soldiers lost their lives.", "Eleven", "killed"),
        ("Seven people were wounded.", "Seven", "injured"),
        ("Mortars injured more than 30 pupils.", "more than 30", "injured"),
        ("Police arrested 16 students.", "16", "arrested"),
        ("Gunmen kidnapped five engineers.", "five", "abducted"),
        ("Some 900 families fled the valley.", "Some 900", "displaced"),
        ("Jets carried out 14 air strikes.", "14", "strikes"),
        ("Monitors recorded 61 ceasefire violations.", "61", "violations"),
        ("The number of settlements that signed has reached 120.", "120", "settlements"),
        ("Sixty armed groups accepted the truce.", "Sixty", "groups"),
        ("The army destroyed four tanks.", "four", "other"),
    ],
)
def test_a_number_counts_what_its_unit_or_its_predicate_says(text: str, words: str, measure: str) -> None:
    assert read(text)[words].measure == measure


def test_the_number_of_objects_keeps_its_unit() -> None:
    assert read("The army destroyed four tanks.")["four"].unit == "tank"


def test_two_tolls_of_one_sentence_stay_apart() -> None:
    found = read("A car bomb killed 19 people and wounded 46.")
    assert {words: q.measure for words, q in found.items()} == {"19": "killed", "46": "injured"}


def test_a_subset_is_a_second_quantity_of_the_same_measure() -> None:
    found = read("Thirteen civilians, seven of them children, were killed.")
    assert [(words, q.low, q.measure) for words, q in found.items()] == [("Thirteen", 13, "killed"), ("seven", 7, "killed")]


def test_counts_in_brackets_go_on_with_what_was_counted() -> None:
    found = read("Nine violations were recorded: Arnat (6) and Belis (3).")
    assert {q.measure for q in found.values()} == {"violations"}


@pytest.mark.parametrize(
    "text",
    ["To date the number of groups has reached 39.", "In total, 39 groups have signed.", "Since May, 39 groups have signed."],
)
def test_running_totals_are_told_from_counts(text: str) -> None:
    assert read(text)["39"].type == "total"


def test_a_total_to_date_stands_as_of_the_report_and_one_by_a_day_as_of_that_day() -> None:
    assert read("To date the number of groups has reached 39.")["39"].as_of == "2031-07-15"
    assert read("By 3 July the number of groups had reached 39.")["39"].as_of == "2031-07-03"


def test_a_count_of_one_happening_is_no_total() -> None:
    assert read("The raid killed 40 people.")["40"].type == "count"


def test_one_person_counts_where_something_was_done_to_that_person() -> None:
    assert read("Snipers killed a teacher.")["a teacher"].low == 1
    assert read("A teacher spoke to reporters.") == {}


def test_nobody_is_none_at_all() -> None:
    found = read("Nobody was hurt.")
    assert (found["Nobody"].measure, found["Nobody"].low, found["Nobody"].high) == ("injured", 0, 0)


@pytest.mark.parametrize(
    "text",
    [
        "The raid came on 16 July 2030.",
        "It began at 14:05.",
        "A boy aged 16 spoke.",
        "The 4th Brigade moved.",
        "A Su-24 crossed the border.",
        "The G7 met.",
        "Resolution 2254 was cited.",
        "The 34-year-old spoke.",
        "It is one of the oldest towns.",
        "The column stopped 12 kilometres away.",
    ],
)
def test_dates_ages_names_and_distances_count_nothing(text: str) -> None:
    assert read(text) == {}


def test_handing_over_prisoners_is_not_more_than_a_number() -> None:
    assert read("The sides will hand over 58 prisoners.")["58"].low == 58


def test_a_reader_of_numbers_stops_where_two_counts_meet() -> None:
    assert number_at(["two", "hundred", "and", "five", "men"], 0) == (205, 4)
    assert number_at(["one", "two"], 0) == (1, 1)


_PIECES = st.sampled_from(
    [
        "killed",
        "40",
        "at least",
        "dozens of",
        "İ",
        "🚀",
        "١٢",
        "\r\n",
        "1,2,3",
        "half a",
        "one",
        "of them",
        "(",
        ")",
        "people",
        "and",
        "3-5",
        "$",
        "tens of",
        "a",
        "no",
        "...",
        "no one",
        "-",
        "e\u0301",
        "million",
    ]
)


@settings(deadline=None)
@given(st.lists(_PIECES, min_size=1, max_size=12).map(" ".join))
def test_any_text_is_read_and_every_span_is_cut_letter_for_letter(text: str) -> None:
    report = Report(id="r", text=text)
    found = resolve_quantities(report, Annotation(report="r", sentences=()), ontology=NOUNS)
    assert all(text[m.span.start : m.span.end] == m.span.text for m in found.mentions)
    for q in found.quantities.values():
        assert q.low is None or q.high is None or q.low <= q.high


def test_the_family_of_the_dead_is_not_counted_among_them() -> None:
    found = read("Shelling killed three members of one family.")
    assert found["three"].measure == "killed"
    assert found["one"].measure == "other"


@pytest.mark.parametrize(
    ("text", "words", "measure"),
    [
        ("The hospital lowered the toll to eight.", "eight", "killed"),
        ("The number of wounded stands at 34.", "34", "injured"),
        ("The number of armed groups that accept the truce remained 12.", "12", "groups"),
    ],
)
def test_a_series_gives_a_total(text: str, words: str, measure: str) -> None:
    found = read(text)
    assert (found[words].measure, found[words].type) == (measure, "total")
