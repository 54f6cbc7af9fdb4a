"""What is part of what: a strike lies inside the week's shelling, and nothing lies inside itself by way of others."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimwire.consolidate.granularity import parts

STRIKE, WEEK, MONTH = "e-strike", "e-week", "e-month"
EVENTS = [f"e-{n}" for n in range(6)]
pairs = st.tuples(st.sampled_from(EVENTS), st.sampled_from(EVENTS))


def test_a_strike_is_part_of_the_weeks_shelling_and_the_week_of_nothing() -> None:
    assert parts([(STRIKE, WEEK)], of=[STRIKE, WEEK]) == {STRIKE: WEEK}


def test_only_what_is_asked_for_is_answered() -> None:
    assert parts([(STRIKE, WEEK)], of=[WEEK]) == {}


def test_what_more_reports_say_holds_against_the_reverse() -> None:
    assert parts([(STRIKE, WEEK), (STRIKE, WEEK), (WEEK, STRIKE)], of=[STRIKE, WEEK]) == {STRIKE: WEEK}


def test_two_that_lie_inside_each_other_as_often_are_parts_of_nothing() -> None:
    assert parts([(STRIKE, WEEK), (WEEK, STRIKE)], of=[STRIKE, WEEK]) == {}


def test_of_two_larger_happenings_the_one_that_more_say_holds() -> None:
    assert parts([(STRIKE, WEEK), (STRIKE, MONTH), (STRIKE, MONTH)], of=[STRIKE]) == {STRIKE: MONTH}


def test_three_that_lie_inside_one_another_in_a_ring_are_parts_of_nothing() -> None:
    assert parts([(STRIKE, WEEK), (WEEK, MONTH), (MONTH, STRIKE)], of=[STRIKE, WEEK, MONTH]) == {}


@given(st.lists(pairs, max_size=40))
def test_no_chain_of_parts_comes_back_to_where_it_began(votes: list[tuple[str, str]]) -> None:
    found = parts(votes, of=EVENTS)
    for event in found:
        at, seen = event, [event]
        while at in found:
            at = found[at]
            assert at not in seen
            seen.append(at)
