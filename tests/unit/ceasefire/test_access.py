"""Aid and access on real language: what was delivered, stopped, promised; a convoy that did not come was not always denied."""

from __future__ import annotations

from claimwire.ceasefire import access

DAY, WIRE = "2017-03-10", "Wire"


def only(view_of, text):
    rows = view_of(access.rows, (DAY, WIRE, text))
    assert len(rows) == 1, rows
    return rows[0]


def test_probes_of_access_come_out(came_out):
    right, n, wrong = came_out("access", "tuning", access.rows)
    assert (right, n) == (17, 17), wrong


def test_probes_of_access_held_out_come_out(came_out):
    right, n, _ = came_out("access", "held-out", access.rows)
    assert n == 8 and right >= 7
    right, n, _ = came_out("access", "held-out-2", access.rows)
    assert n == 4 and right >= 4


def test_a_convoy_is_what_came_and_not_who_decided(view_of):
    row = only(view_of, "A UN convoy carrying food for 20,000 people entered Douma on Friday.")
    assert (row["what"], row["by"], row["convoy"], row["goods"], row["people"]) == ("delivered", None, "UN convoy", "food", 20000)


def test_aid_that_did_not_arrive_is_denied_only_where_somebody_stopped_it(view_of):
    assert only(view_of, "Aid has not reached Yarmouk since January.")["what"] == "not delivered"
    row = only(view_of, "The Houthis are blocking food shipments into Taiz, Amnesty International said.")
    assert (row["what"], row["by"], row["blocked_by"], row["speaker"]) == ("denied", None, "Houthis", "Amnesty International")


def test_a_will_not_is_a_refusal_and_no_promise(view_of):
    row = only(view_of, "Rebels said they would not let the convoy through.")
    assert (row["what"], row["by"], row["blocked_by"]) == ("refused", None, "Rebels")


def test_money_pledged_is_promised_and_not_delivered(view_of):
    assert only(view_of, "Saudi Arabia pledged 50 million dollars in aid for Yemen.")["what"] == "promised"


def test_arms_are_no_aid(view_of):
    assert view_of(access.rows, (DAY, WIRE, "The United States airdropped ammunition to Kurdish fighters in Hasakah.")) == []


def test_an_undated_delivery_has_no_date(view_of):
    row = only(view_of, "The Syrian Arab Red Crescent delivered flour, blankets and medicine to Talbiseh.")
    assert row["time"] is None and row["reported_at"] == DAY
    assert row["goods"] == "flour, blankets, medicine"


def test_what_one_voice_says_twice_of_one_delivery_is_one_row(view_of):
    text = (
        "A convoy of 20 trucks entered Madaya on Monday, the Red Cross said. "
        "The convoy that entered Madaya on Monday carried food, the Red Cross said."
    )
    rows = [r for r in view_of(access.rows, (DAY, WIRE, text)) if r["what"] == "delivered"]
    assert [r["trucks"] for r in rows] == [20] and len(rows[0]["claims"]) > 1
