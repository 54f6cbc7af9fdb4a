"""Who holds what, on real language: intervals, transfers, denials, contested places."""

from __future__ import annotations

from claimwire.ceasefire import control, supply, talks
from claimwire.ceasefire.context import Row

WIRE = "Wire"


def row_of(rows: list[Row], place: str, holder: str | None) -> Row:
    found = [r for r in rows if place in r["place"] and (holder is None or holder in f"{r['holder']} {r['holder_written']}")]
    assert len(found) == 1, [(r["place"], r["holder"], r["basis"]) for r in rows]
    return found[0]


def test_probes_of_control_come_out(came_out):
    right, n, wrong = came_out("control", "tuning", control.rows)
    assert (right, n) == (32, 32), wrong


def test_probes_of_control_held_out_come_out(came_out):
    right, n, wrong = came_out("control", "held-out", control.rows)
    assert (right, n) == (16, 16), wrong  # 14 before any of them was read
    right, n, wrong = came_out("control", "held-out-2", control.rows)
    assert (right, n) == (8, 8), wrong


def test_an_undated_capture_has_an_upper_bound_and_no_date(view_of):
    rows = view_of(control.rows, ("2017-03-10", WIRE, "Rebels managed to seize Suran from the army, the governor said."))
    taken = row_of(rows, "Suran", "ebels")
    assert (taken["since"], taken["since_by"], taken["until"]) == (None, "2017-03-10", None)
    lost = row_of(rows, "Suran", "army")
    assert (lost["until"], lost["until_by"], lost["to"]) == (None, "2017-03-10", "Rebels")


def test_a_hold_ends_when_the_same_voice_says_another_holder(view_of):
    rows = view_of(
        control.rows,
        ("2017-03-01", WIRE, "Saraqib is held by rebels."),
        ("2017-03-09", WIRE, "The Syrian army captured Saraqib on 8 March."),
    )
    first = row_of(rows, "Saraqib", "rebels")
    assert (first["since_by"], first["until"], first["status"]) == ("2017-03-01", "2017-03-08", "claimed")
    assert row_of(rows, "Saraqib", "Syrian Army")["until"] is None


def test_what_one_voice_repeats_is_one_row_with_every_claim(view_of):
    rows = view_of(
        control.rows,
        ("2017-03-01", WIRE, "Idlib is controlled by rebels."),
        ("2017-03-04", WIRE, "Shells hit rebel-held Idlib."),
    )
    assert len(row_of(rows, "Idlib", "ebel")["claims"]) == 2


def test_two_voices_that_name_two_holders_of_one_time_contest_the_place(view_of):
    rows = view_of(
        control.rows,
        ("2018-06-10", "Agency A", "Derna is controlled by the Libyan National Army."),
        ("2018-06-10", "Agency B", "Islamic State militants control Derna."),
    )
    assert {r["status"] for r in rows} == {"contested"}
    a, b = rows
    assert a["against"] == b["claims"] and b["against"] == a["claims"]


def test_a_change_of_hands_contests_nothing_that_was_said_before_it(view_of):
    rows = view_of(
        control.rows,
        ("2017-03-01", "Agency A", "Saraqib is held by rebels."),
        ("2017-03-09", "Agency B", "The Syrian army captured Saraqib on 8 March."),
    )
    assert {r["status"] for r in rows} == {"claimed"}


def test_a_denial_stands_beside_what_it_denies(view_of):
    rows = view_of(
        control.rows,
        ("2017-03-09", "Agency A", "Rebels captured Morek on 8 March."),
        ("2017-03-09", "Agency B", "The defence ministry denied that rebels had captured Morek."),
    )
    assert sorted(r["status"] for r in rows) == ["contested", "denied"]


def test_parts_of_a_town_may_have_two_holders_without_contest(view_of):
    rows = view_of(
        control.rows,
        ("2016-05-01", "Agency A", "Rebels hold parts of Aleppo."),
        ("2016-05-01", "Agency B", "The army holds parts of Aleppo."),
    )
    assert [(r["extent"], r["status"]) for r in rows] == [("parts of Aleppo", "claimed")] * 2


def test_what_was_tried_or_vowed_changes_nothing_on_the_ground(view_of):
    rows = view_of(control.rows, ("2017-03-10", WIRE, "The army tried to take Jobar and vowed to retake Ariha."))
    assert rows == []


def test_a_window_leaves_out_what_was_over_before_it(view_of):
    text = "The army captured Saraqib on 3 January 2016 and lost Saraqib on 9 January 2016."
    assert view_of(control.rows, ("2016-01-10", WIRE, text), from_="2017-01-01", to="2017-12-31") == []


def test_the_briefing_s_three_towns_passed_from_the_government_to_militants_undated(shared, view_of):
    text = (shared / "data" / "briefing" / "briefing-2016-05-27.txt").read_text(encoding="utf-8")
    rows = view_of(control.rows, ("2016-05-27", "Agency", text))
    for town in ("Al-Eis", "Khan Tuman", "Zerba"):
        taken = row_of(rows, town, "ilitant")
        assert (taken["since"], taken["since_by"], taken["from_written"]) == (None, "2016-05-27", "the government troops")
        assert taken["speaker"] == "Sergey Rudskoy" and taken["status"] == "claimed"
        assert row_of(rows, town, "government troops")["until"] is None


def test_the_briefing_s_arms_and_answers(shared, view_of):
    text = (shared / "data" / "briefing" / "briefing-2016-05-27.txt").read_text(encoding="utf-8")
    day = ("2016-05-27", "Agency", text)
    (arms,) = view_of(supply.rows, day)
    assert (arms["kind"], arms["what"], arms["recipient"], arms["to"]) == ("arms", "weapons", "Nusra Front", "Syria")
    said = view_of(talks.rows, day)
    offer = next(r for r in said if r["kind"] == "offer" and r["to"] == "United States")
    refusal = next(r for r in said if r["kind"] == "refusal")
    assert (refusal["by"], refusal["to"], refusal["answers"]) == ("United States", "Russia", offer["id"])
    assert any(r["kind"] == "demand" and r["to_written"] == "the American side" for r in said)


def test_a_checkpoint_near_a_town_is_not_the_town(view_of):
    rows = view_of(control.rows, ("2017-03-10", WIRE, "Militants seized control of a checkpoint near Khan Tuman."))
    assert [(r["place"], r["extent"] != "whole") for r in rows] == [("Khan Tuman", True)]


def test_who_says_that_he_still_holds_a_town_contests_its_capture(view_of):
    text = "The Taliban say they have captured Ghazni; the government says the city remains under its control."
    rows = view_of(control.rows, ("2018-08-12", WIRE, text))
    assert {(r["holder"], r["status"]) for r in rows} == {("Taliban", "contested"), ("government", "contested")}


def test_who_entered_a_town_does_not_yet_hold_it(view_of):
    (row,) = view_of(control.rows, ("2017-03-10", WIRE, "The Syrian army entered Zabadani on Sunday."))
    assert (row["holder"], row["contenders"], row["basis"]) == (None, ["Syrian Army"], "entry claimed")


def test_inflation_is_no_place(view_of):
    assert view_of(control.rows, ("2017-03-10", WIRE, "The central bank controls inflation in Damascus.")) == []


def test_what_was_done_is_not_dated_after_it_was_told(view_of):
    rows = view_of(control.rows, ("2017-03-10", WIRE, "Iraqi forces liberated Tikrit from Daesh on 31 March 2018."))
    taken = row_of(rows, "Tikrit", "Iraq")
    assert (taken["since"], taken["since_by"]) == (None, "2017-03-10")
