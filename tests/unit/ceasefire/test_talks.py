"""Talks on real language: who offered and demanded what of whom, and what an answer answers, by which rule."""

from __future__ import annotations

from claimwire.ceasefire import talks

DAY, WIRE = "2017-03-10", "Wire"


def kinds(view_of, text):
    return {r["kind"]: r for r in view_of(talks.rows, (DAY, WIRE, text))}


def test_probes_of_talks_come_out_but_one(came_out):
    right, n, wrong = came_out("talks", "tuning", talks.rows)
    assert (right, n) == (11, 12), wrong


def test_probes_of_talks_held_out_come_out(came_out):
    right, n, wrong = came_out("talks", "held-out", talks.rows)
    assert (right, n) == (7, 7), wrong  # 5 before any of them was read
    right, n, wrong = came_out("talks", "held-out-2", talks.rows)
    assert (right, n) == (3, 3), wrong


def test_a_refusal_is_linked_to_the_offer_that_its_words_name(view_of):
    rows = kinds(view_of, "Moscow proposed a 48-hour pause. The opposition turned the proposal down.")
    assert rows["refusal"]["answers"] == rows["offer"]["id"]
    assert "words name the offer" in rows["refusal"]["answer_rule"]
    assert rows["refusal"]["to"] == rows["offer"]["by"]


def test_a_refusal_by_whom_a_demand_was_made_to_answers_it(view_of):
    rows = kinds(view_of, "Damascus demanded that the rebels hand over their weapons. The rebels refused to disarm.")
    assert rows["refusal"]["answers"] == rows["demand"]["id"]
    assert rows["refusal"]["answer_rule"].startswith("made to whom answers")


def test_what_only_follows_is_no_answer(view_of):
    rows = kinds(view_of, "Turkey asked Russia to stop the strikes. Iran refused to attend the talks in Astana.")
    assert rows["refusal"]["answers"] is None and rows["refusal"]["answer_rule"] is None


def test_an_answer_may_be_told_before_what_it_answers(view_of):
    text = (
        "The United States' negative reply to Russia's offer of joint patrols disappointed the ministry. "
        "On 1 March Russia offered the United States joint patrols."
    )
    rows = kinds(view_of, text)
    assert rows["refusal"]["answers"] == rows["offer"]["id"]
    assert (rows["refusal"]["by"], rows["refusal"]["to"]) == ("United States", "Russia")


def test_an_answer_in_another_report_of_the_same_days_is_linked(view_of):
    rows = view_of(
        talks.rows,
        ("2017-03-08", "Agency A", "The rebels called on the army to leave Douma."),
        ("2017-03-09", "Agency B", "The army refused."),
    )
    assert rows[1]["answers"] == rows[0]["id"] and rows[1]["answer_rule"].endswith("in another report")


def test_a_question_when_somebody_will_act_is_a_demand_of_him(view_of):
    row = kinds(view_of, "The question remains when the American side will hand over the maps, the general said.")
    assert (row["demand"]["by"], row["demand"]["to"]) == ("general", "Government of the United States")


def test_whose_release_is_demanded_is_not_whom_it_is_demanded_of(view_of):
    rows = kinds(view_of, "The rebels demanded the release of all prisoners.")
    assert rows["demand"]["to"] is None


def test_what_has_not_been_agreed_is_no_refusal(view_of):
    rows = kinds(view_of, "Israel and Hamas have not agreed on a truce.")
    assert set(rows) == {"no agreement"}


def test_a_denial_of_a_report_refuses_nothing(view_of):
    assert "refusal" not in kinds(view_of, "The ministry denied that talks had taken place.")


def test_a_meeting_has_its_round_and_place(view_of):
    row = kinds(view_of, "The two sides met in Geneva on Monday for a third round of talks.")["meeting"]
    assert (row["round"], row["place"], row["time"]) == ("third", "Geneva", "2017-03-06")


def test_what_was_not_accepted_answers_the_offer_and_is_no_refusal(view_of):
    rows = kinds(view_of, "The envoy invited Iran to Geneva. Iran did not accept the invitation.")
    assert rows["no agreement"]["answers"] == rows["offer"]["id"] and "refusal" not in rows


def test_where_talks_are_held_takes_no_part_in_them(view_of):
    row = kinds(view_of, "Talks in Sweden between Kyiv and the separatists ended on Thursday.")["meeting"]
    assert "Sweden" not in row["by"] and row["place"] == "Sweden"
