"""What does not add up is shown with both quotations; what adds up raises nothing."""

from __future__ import annotations

import pytest

from claimwire.ceasefire.arithmetic import with_alerts
from claimwire.ceasefire.figures import figures

CENTRE = "Centre"
TOTAL = "The number of settlements that signed reconciliation agreements has reached {:,}."


@pytest.fixture(scope="session")
def alerts_of(view_of):
    """Alerts of texts, each once: ``alerts_of((published, publisher, text), ...)``."""

    def alerts(*reports: tuple[str, str, str]) -> list[str]:
        found = view_of(lambda context: with_alerts(figures(context)), *reports)
        return list(dict.fromkeys(a for f in found for a in f.alerts))

    return alerts


def test_parts_that_do_not_add_up_show_the_difference_and_every_quotation(alerts_of):
    text = "Twenty-six violations were recorded over the day in Aleppo (12), Damascus (7), Latakia (3) and Homs (2)."
    (alert,) = alerts_of(("2016-06-02", CENTRE, text))
    assert "= 24, stated 26 (difference -2)" in alert
    assert "Twenty-six violations" in alert
    assert "“Aleppo (12)”" in alert


def test_parts_that_add_up_raise_nothing(alerts_of):
    assert alerts_of(("2016-06-02", CENTRE, "Nine violations were recorded over the day in Aleppo (7) and Homs (2).")) == []


def test_some_of_a_whole_need_not_add_up(alerts_of):
    text = "The mission recorded 214 violations. Most of them occurred in Aleppo (131) and Homs (58)."
    assert alerts_of(("2016-06-02", CENTRE, text)) == []


def test_a_subset_divides_its_part_and_not_the_whole(alerts_of):
    text = "The mission recorded 31 violations: 18 in Aleppo (12 of them in Hanano district), nine in Idlib and four in Hama."
    assert alerts_of(("2016-06-02", CENTRE, text)) == []


def test_at_least_so_many_may_be_more_and_not_less(alerts_of):
    text = "At least {} violations were recorded over the day: Aleppo (7), Homs (2)."
    assert alerts_of(("2016-06-02", CENTRE, text.format(8))) == []
    assert len(alerts_of(("2016-06-02", CENTRE, text.format(12)))) == 1


def test_the_public_series_rises_without_an_alert(alerts_of):
    series = [("2016-02-28", 35), ("2016-03-06", 42), ("2016-04-05", 58), ("2016-04-28", 74), ("2016-05-27", 120),
              ("2016-07-26", 259), ("2016-08-15", 408), ("2016-09-17", 627), ("2017-05-01", 1477)]  # fmt: skip
    assert alerts_of(*((day, CENTRE, TOTAL.format(n)) for day, n in series)) == []


def test_a_running_total_that_falls_is_noticed(alerts_of):
    (alert,) = alerts_of(("2016-05-27", CENTRE, TOTAL.format(120)), ("2016-05-30", CENTRE, TOTAL.format(117)))
    assert alert.startswith("a running total falls: 120 to 117 (-3)")
    assert alert.count("“") == 2


def test_a_running_total_that_jumps_is_noticed(alerts_of):
    series = [("2016-05-01", 80), ("2016-05-05", 88), ("2016-05-06", 140)]
    (alert,) = alerts_of(*((day, CENTRE, TOTAL.format(n)) for day, n in series))
    assert alert.startswith("a running total jumps: 88 to 140 in 1 days (52 a day, 2 a day at most before)")


def test_totals_of_two_counters_never_meet(alerts_of):
    assert alerts_of(("2016-05-27", "Centre", TOTAL.format(120)), ("2016-05-28", "Observatory", TOTAL.format(80))) == []


def test_a_total_that_changes_what_it_counts_is_noticed(alerts_of):
    (alert,) = alerts_of(
        ("2016-08-15", CENTRE, "The number of armed groups that joined the cessation of hostilities of May 2016 has reached 69."),
        ("2017-04-29", CENTRE, "The number of armed groups that joined the agreement of February 2016 has reached 143."),
    )
    assert alert.startswith("definition drift: agreement ceasefire 2016-05 to agreement 2016-02")


def test_a_total_of_those_who_signed_is_not_one_of_those_who_declare(alerts_of):
    (alert,) = alerts_of(
        ("2016-05-01", CENTRE, "The number of armed groups that signed the agreement has reached 52."),
        ("2016-05-27", CENTRE, "The number of armed groups that declared their commitment has reached 60."),
    )
    assert "those who signed to those who accepted" in alert


def test_a_days_increment_that_does_not_match_two_totals_is_noticed(alerts_of):
    second = "Four settlements signed agreements over the past 24 hours. " + TOTAL.format(126)
    (alert,) = alerts_of(("2016-06-01", CENTRE, TOTAL.format(120)), ("2016-06-02", CENTRE, second))
    assert alert.startswith("the day's increment does not match two totals: 4 said, 120 to 126 is +6")
    fits = "Six settlements signed agreements over the past 24 hours. " + TOTAL.format(126)
    assert alerts_of(("2016-06-01", CENTRE, TOTAL.format(120)), ("2016-06-02", CENTRE, fits)) == []


def test_two_totals_for_one_day_are_shown_together(alerts_of):
    (alert,) = alerts_of(("2016-06-01", CENTRE, TOTAL.format(120)), ("2016-06-01", CENTRE, TOTAL.format(121)))
    assert alert.startswith("two totals for one day: 120 and 121")
