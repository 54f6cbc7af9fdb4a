"""Which date belongs to which happening. 8 April 2031 is a Tuesday."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimwire.records import Claim, ClaimTime, Reading

Read = Callable[..., Reading]


def claim(reading: Reading, word: str) -> Claim:
    """Return the claim whose trigger holds ``word``."""
    found = [c for c in reading.claims if word in c.trigger.text.lower()]
    assert found, f"no claim on {word!r} among {[c.trigger.text for c in reading.claims]}"
    return found[0]


def date(reading: Reading, word: str) -> str | None:
    time = claim(reading, word).time
    return time.interval.edtf if time else None


def time(reading: Reading, word: str) -> ClaimTime:
    found = claim(reading, word).time
    assert found is not None, f"{word!r} has no date"
    return found


@pytest.mark.parametrize(
    ("text", "word", "value"),
    [
        ("Rebels attacked the mill on Sunday.", "attacked", "2031-04-06"),
        ("On Sunday rebels attacked the mill and captured nine soldiers.", "captured", "2031-04-06"),
        ("Jets bombed the market on Monday, killing six traders.", "bombed", "2031-04-07"),
        ("The army will attack the town on Friday.", "attack", "2031-04-11"),
    ],
)
def test_a_happening_has_the_date_of_its_own_clause(read: Read, text: str, word: str, value: str) -> None:
    assert date(read(text), word) == value


def test_the_day_of_saying_does_not_date_what_was_said(read: Read) -> None:
    reading = read("The ministry said on Monday that aircraft had bombed the depot on Saturday.")
    assert date(reading, "bombed") == "2031-04-05"
    assert date(read("The ministry said on Monday that aircraft had bombed the depot."), "bombed") is None
    assert date(read("Aircraft bombed the depot, the ministry said on Monday."), "bombed") is None


def test_each_of_two_happenings_takes_its_own_date(read: Read) -> None:
    reading = read("Rebels who captured the dam in January shelled the port on Sunday.")
    assert date(reading, "captured") == "2031-01"
    assert date(reading, "shelled") == "2031-04-06"


@pytest.mark.parametrize(
    "text",
    [
        "Rebels attacked the mill.",
        "The two sides agreed on a 72-hour ceasefire.",
        "The rebels have attacked the town before.",
    ],
)
def test_nothing_is_dated_by_the_day_of_publication_or_by_a_length(read: Read, text: str) -> None:
    assert all(c.time is None or c.time.interval.edtf is None for c in read(text).claims)


def test_victims_told_of_in_the_next_sentence_take_the_date_of_the_attack_and_say_so(read: Read) -> None:
    reading = read("Warplanes struck the market in Osh Hadra on Sunday. Nine people were killed.")
    found = time(reading, "killed")
    assert found.interval.edtf == "2031-04-06"
    assert "+inherited." in found.interval.rule
    assert found.span.text == "on Sunday"


def test_a_speech_act_takes_nobodys_date(read: Read) -> None:
    reading = read("Warplanes struck the market in Osh Hadra on Sunday. The opposition accuses the army of war crimes.")
    assert date(reading, "accuses") is None


def test_a_war_that_broke_out_in_a_year_goes_on(read: Read) -> None:
    reading = read("The fighting, which broke out in 2019, has displaced nine million people.")
    found = time(reading, "fighting")
    assert found.interval.edtf == "2019/.."
    assert found.interval.end is None
    assert found.interval.rule.endswith("+onset")


def test_what_is_told_after_when_closes_what_since_left_open(read: Read) -> None:
    reading = read("The town has been in rebel hands since October, when fighters captured it from the army.")
    found = time(reading, "captured")
    assert found.interval.edtf == "2030-10"
    assert (found.interval.start, found.interval.end) == ("2030-10-01", "2030-11-01")


def test_hours_later_are_of_the_storys_day_and_not_of_the_saying(read: Read) -> None:
    reading = read("Gunmen attacked a convoy on Friday, the governor said on Monday. Hours later soldiers raided the village.")
    assert date(reading, "raided") == "2031-04-04"


def test_what_came_later_is_not_dated_by_what_came_before(read: Read) -> None:
    reading = read("The corps seized the airport on 2 March and later shelled the mill.")
    assert date(reading, "seized") == "2031-03-02"
    assert date(reading, "shelled") is None


def test_what_goes_on_takes_no_other_happenings_date(read: Read) -> None:
    reading = read("Jets bombed the market on Monday. Militants continue to attack the mill.")
    assert date(reading, "attack") is None


def test_what_a_village_had_joined_before_dates_nothing_that_the_story_goes_on_with(read: Read) -> None:
    text = (
        "Over the past 24 hours the truce was broken twice. Gunmen tried to seize the village of Ashfar, which "
        "had joined the truce on 2 March. The attack was repelled by villagers."
    )
    assert date(read(text), "attack") != "2031-03-02"
