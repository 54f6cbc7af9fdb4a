"""Prisoners and returns on real language: what was done, what was only agreed or demanded, how many, and according to whom."""

from __future__ import annotations

from claimwire.ceasefire import prisoners

DAY, WIRE = "2017-03-10", "Wire"


def only(view_of, text, view=prisoners.rows):
    rows = view_of(view, (DAY, WIRE, text))
    assert len(rows) == 1, rows
    return rows[0]


def test_probes_of_prisoners_come_out(came_out):
    assert came_out("prisoners", "tuning", prisoners.rows) == (5, 5, [])
    assert came_out("prisoners", "held-out", prisoners.rows)[:2] == (2, 2)


def test_probes_of_returns_come_out_but_one(came_out):
    assert came_out("returns", "tuning", prisoners.returns)[:2] == (2, 3)
    assert came_out("returns", "held-out", prisoners.returns)[:2] == (2, 2)  # 1 before any of them was read
    assert came_out("returns", "held-out-2", prisoners.returns)[:2] == (1, 1)


def test_an_agreed_release_is_no_release(view_of):
    row = only(view_of, "Negotiators agreed on the release of 80 detainees.")
    assert (row["what"], row["number"], row["who"]) == ("agreed", 80, "detainees")


def test_a_demanded_release_is_the_demander_s(view_of):
    row = only(view_of, "The UN demanded the release of its staff.")
    assert (row["what"], row["by"], row["who"], row["to"]) == ("demanded", "United Nations", "staff", None)


def test_whoever_prisoners_are_handed_to_is_no_place(view_of):
    row = only(view_of, "Hamas freed two hostages to the Red Cross on Monday.")
    assert (row["by"], row["to"], row["place"], row["number"]) == ("Hamas", "International Committee of the Red Cross", None, 2)


def test_who_refuses_to_free_somebody_has_not_freed_him(view_of):
    assert only(view_of, "The rebels refused to free the pilot.")["what"] == "not released"


def test_a_captured_town_is_no_prisoner(view_of):
    assert view_of(prisoners.rows, (DAY, WIRE, "The army captured the town of Kinsabba.")) == []


def test_returns_have_their_number_their_origin_and_their_end(view_of):
    text = "In the past 24 hours 311 refugees returned to Syria from Lebanon."
    row = only(view_of, text, prisoners.returns)
    assert (row["what"], row["number"], row["from"], row["to"]) == ("returned", 311, "Lebanon", "Syria")


def test_nobody_who_came_back_is_a_row_that_says_so(view_of):
    assert only(view_of, "No refugees have returned to Homs.", prisoners.returns)["what"] == "not returned"


def test_soldiers_back_at_their_base_are_no_returnees(view_of):
    assert view_of(prisoners.returns, (DAY, WIRE, "Fighters returned to their base.")) == []
