"""Counts by province and day: one row for each place as listed, and the difference from the same counter's period before."""

from __future__ import annotations

import pytest

from claimwire.ceasefire.places import bare, is_named
from claimwire.ceasefire.provinces import COLUMNS, rows
from claimwire.records import ClaimPlace, Span

CENTRE = "Centre"
DAY = "Over the past 24 hours, {} violations have been recorded: Aleppo ({}), Hama ({})."


def values(rows_, *names: str) -> list[tuple[object, ...]]:
    return [tuple(r[n] for n in names) for r in rows_]


def test_a_day_stands_beside_the_day_before(view_of):
    found = view_of(rows, ("2016-06-01", CENTRE, DAY.format(12, 8, 4)), ("2016-06-02", CENTRE, DAY.format(15, 13, 2)))
    assert values(found, "date", "province", "value", "previous", "difference") == [
        ("2016-06-01", "Aleppo", 8, None, None),
        ("2016-06-01", "Hama", 4, None, None),
        ("2016-06-02", "Aleppo", 13, 8, 5),
        ("2016-06-02", "Hama", 2, 4, -2),
    ]
    assert all(tuple(r) == COLUMNS for r in found)


def test_another_counter_has_a_series_of_its_own(view_of):
    found = view_of(rows, ("2016-06-01", CENTRE, DAY.format(12, 8, 4)), ("2016-06-02", "Observatory", DAY.format(15, 13, 2)))
    assert {r["difference"] for r in found} == {None}


def test_a_restated_count_is_one_row_with_every_claim(view_of):
    found = view_of(
        rows, ("2016-06-01", CENTRE, DAY.format(12, 8, 4)), ("2016-06-01", CENTRE, DAY.format(12, 8, 4) + " More later.")
    )
    assert values(found, "province", "value") == [("Aleppo", 8), ("Hama", 4)]
    assert all(len(r["claims"]) == 2 for r in found)


def test_the_whole_stands_in_no_province_of_its_parts(view_of):
    text = "Over the past day, 55 violations were registered in the provinces of Aleppo (50) and Hama (5)."
    assert values(view_of(rows, ("2016-06-01", CENTRE, text)), "province", "value") == [("Aleppo", 50), ("Hama", 5)]


def test_none_is_a_number_and_an_absent_province_is_none(view_of):
    found = view_of(rows, ("2016-06-01", CENTRE, "Violations over the day\n- Aleppo: 3\n- Hama: 2\n- Homs: none\n"))
    assert values(found, "province", "value") == [("Aleppo", 3), ("Hama", 2), ("Homs", 0)]


def test_columns_of_a_table_are_kept_apart(view_of):
    text = "Breaches, 10 May\n\n| District | Breaches by A | Breaches by B |\n| Hays | 12 | 9 |\n| Bayt al-Faqih | 4 | 0 |\n"
    found = view_of(rows, ("2021-05-11", "Committee", text))
    assert sorted(values(found, "place", "counted", "value")) == [
        ("Bayt al-Faqih", "Breaches by A", 4),
        ("Bayt al-Faqih", "Breaches by B", 0),
        ("Hays", "Breaches by A", 12),
        ("Hays", "Breaches by B", 9),
    ]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("the province of Latakia", "Latakia"),
        ("Latakia province", "Latakia"),
        ("the provinces of Aleppo", "Aleppo"),
        ("the countryside of Homs", "Homs"),
        ("Deir ez-Zor", "Deir ez-Zor"),
        ("Rural Damascus", "Rural Damascus"),
    ],
)
def test_a_name_stands_without_the_words_for_what_it_names(written, name):
    assert bare(written) == name


def test_four_settlements_are_no_name():
    def place(text: str) -> ClaimPlace:
        return ClaimPlace(mention=None, span=Span(start=0, end=len(text), text=text), role="location")

    assert not is_named(place("four settlements"))
    assert not is_named(place("the following provinces"))
    assert is_named(place("the province of Latakia"))
