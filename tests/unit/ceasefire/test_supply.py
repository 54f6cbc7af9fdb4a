"""Alleged arms, fighters and smuggled goods on real language: who sends what to whom, which way, and who says so."""

from __future__ import annotations

import pytest

from claimwire.ceasefire import supply

DAY, WIRE = "2017-03-10", "Wire"


def only(view_of, text):
    rows = view_of(supply.rows, (DAY, WIRE, text))
    assert len(rows) == 1, rows
    return rows[0]


def test_probes_of_supply_come_out(came_out):
    right, n, wrong = came_out("supply", "tuning", supply.rows)
    assert (right, n) == (11, 11), wrong


def test_probes_of_supply_held_out_come_out(came_out):
    right, n, wrong = came_out("supply", "held-out", supply.rows)
    assert (right, n) == (6, 6), wrong  # 4 before any of them was read
    right, n, _ = came_out("supply", "held-out-2", supply.rows)
    assert n == 3 and right >= 2


def test_arms_have_a_sender_a_recipient_a_way_and_an_alleger(view_of):
    row = only(view_of, "Iran has been sending weapons to the Houthis through Oman, the coalition said.")
    assert (row["kind"], row["what"], row["by"], row["recipient"], row["route"]) == ("arms", "weapons", "Iran", "Houthis", "Oman")
    assert row["speaker_written"] == "the coalition"


def test_fighters_are_what_moves_and_their_group_is_who_moves_them(view_of):
    row = only(view_of, "Up to 100 Nusra Front militants moved from Idlib to Khan Tuman.")
    assert (row["kind"], row["by"], row["from"], row["to"]) == ("fighters", "Nusra Front", "Idlib", "Khan Tuman")
    assert (row["quantity"], row["unit"]) == (100, "militant")


def test_what_comes_from_a_country_is_not_for_it(view_of):
    row = only(view_of, "Smugglers bring weapons from Libya to Gaza through Sinai.")
    assert (row["from"], row["to"], row["recipient"], row["route"]) == ("Libya", "Gaza", None, "Sinai")


def test_smuggled_oil_is_trade_with_a_way(view_of):
    row = only(view_of, "Oil is smuggled from Deir ez-Zor to Turkey in tankers.")
    assert (row["kind"], row["what"], row["from"], row["to"]) == ("trade", "oil", "Deir ez-Zor", "Turkey")


def test_a_denied_supply_is_a_row_that_says_so(view_of):
    row = only(view_of, "Qatar denied financing the rebels.")
    assert (row["kind"], row["by"], row["recipient"], row["status"]) == ("support", "Qatar", "rebels", "denied")


@pytest.mark.parametrize("text", ["France sells wine to China.", "The convoy carrying food entered Madaya.", "He armed himself."])
def test_trade_in_other_things_and_aid_are_no_supply(view_of, text):
    assert view_of(supply.rows, (DAY, WIRE, text)) == []
