"""Settlements that joined: by name where the text names them, by number where it does not, never both for the same ones."""

from __future__ import annotations

from claimwire.ceasefire.settlements import COLUMNS, rows

CENTRE = "Centre"


def told(found) -> list[tuple[object, ...]]:
    return [(r["settlement"], r["number"], r["province"]) for r in found]


def test_settlements_of_a_list_are_rows_by_name(view_of):
    text = "Elders of the villages of Bir Lansa, Deir Qumra and Tell Ovan in Darsa province signed truce agreements."
    found = view_of(rows, ("2019-03-06", CENTRE, text))
    assert told(found) == [("Bir Lansa", 1, "Darsa"), ("Deir Qumra", 1, "Darsa"), ("Tell Ovan", 1, "Darsa")]
    assert all(tuple(r) == COLUMNS and r["counter"] == CENTRE and r["claims"] for r in found)


def test_a_number_without_names_is_an_increment(view_of):
    text = "Three more settlements in Hama province joined the truce. The number of settlements that joined has reached 66."
    (found,) = view_of(rows, ("2019-03-06", CENTRE, text))
    assert (found["settlement"], found["number"], found["province"], found["kind"]) == (None, 3, "Hama", "increment")


def test_names_that_account_for_a_number_are_not_counted_again(view_of):
    text = "Today three more settlements signed truce agreements: Kafr Nan, Ayn Issa and Rabia."
    assert [r["settlement"] for r in view_of(rows, ("2019-03-06", CENTRE, text))] == ["Ayn Issa", "Kafr Nan", "Rabia"]


def test_a_settlement_that_is_told_twice_is_one_row(view_of):
    text = "The town of Deir Qumra joined the ceasefire on 5 March."
    (found,) = view_of(rows, ("2019-03-06", CENTRE, text), ("2019-03-07", CENTRE, text + " Talks go on."))
    assert len(found["claims"]) == 2


def test_a_province_is_no_settlement(view_of):
    found = view_of(rows, ("2019-03-06", CENTRE, "Two more settlements of Mahdara province joined the truce."))
    assert told(found) == [(None, 2, "Mahdara")]


def test_a_settlement_that_refused_has_not_joined(view_of):
    text = "The town of Deir Qumra has not joined the ceasefire that began on 5 March."
    assert view_of(rows, ("2019-03-06", CENTRE, text)) == []
