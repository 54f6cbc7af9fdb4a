"""Which numbers a claim takes, and what they count in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimwire.records import Claim, Reading

Read = Callable[..., Reading]


def on(reading: Reading, word: str) -> Claim:
    """The claim whose trigger holds ``word``."""
    found = [c for c in reading.claims if word in c.trigger.text.lower()]
    assert found, f"nothing on {word!r} among {[c.trigger.text for c in reading.claims]}"
    return found[0]


def counted(claim: Claim) -> dict[str, str]:
    return {q.span.text: q.quantity.measure for q in claim.quantities}


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Loyalists executed 13 captured soldiers in Orvat.", "execut", {"13": "killed"}),
        ("Police beat 11 prisoners in the yard.", "beat", {"11": "injured"}),
        ("The militia freed 52 wounded detainees on Saturday.", "freed", {"52": "prisoners"}),
        ("The army captured 37 insurgents in the pocket.", "captur", {"37": "prisoners"}),
        ("Security forces detained 19 students after the march.", "detain", {"19": "arrested"}),
    ],
)
def test_what_is_done_to_people_is_the_measure_whatever_is_said_of_them(
    read: Read, text: str, word: str, expected: dict[str, str]
) -> None:
    assert counted(on(read(text), word)) == expected


def test_a_number_takes_the_measure_of_each_claim_that_it_is_part_of(read: Read) -> None:
    reading = read("Security forces arrested 30 demonstrators who had marched on the palace.")
    assert counted(on(reading, "arrest")) == {"30": "arrested"}


def test_the_victims_of_an_attack_count_with_the_attack(read: Read) -> None:
    reading = read("A car bomb exploded in Dalmira, killing 12 people and wounding 30.")
    assert counted(on(reading, "explo")) == {"12": "killed", "30": "injured"}


def test_killed_when_a_shell_hit_is_one_claim(read: Read) -> None:
    reading = read("Six nurses were killed when shells hit a clinic in Umra on Monday.")
    assert [c.event_type for c in reading.claims] == ["ASSAULT"]
    assert counted(on(reading, "hit")) == {"Six": "killed"}


def test_a_part_counts_and_not_the_whole(read: Read) -> None:
    assert set(counted(on(read("The rebels freed five of the eleven captives."), "freed"))) == {"five"}


def test_the_whole_counts_where_the_clause_speaks_of_all(read: Read) -> None:
    reading = read("The Column freed two of the six fishermen abducted in June.")
    assert "six" in counted(on(reading, "abduct"))


def test_a_subset_is_a_second_number_of_its_claim(read: Read) -> None:
    reading = read("Police arrested 91 people, among them six journalists.")
    assert counted(on(reading, "arrest")) == {"91": "arrested", "six": "arrested"}


def test_two_governments_are_parties_and_no_count(read: Read) -> None:
    assert counted(on(read("The two governments exchanged 140 prisoners."), "exchang")) == {"140": "prisoners"}


def test_lines_of_a_strike_list_repeat_the_number_of_strikes(read: Read) -> None:
    reading = read("Near Qarda, six strikes engaged two mortar crews and destroyed four trucks.")
    assert counted(on(reading, "destroy")) == {"six": "strikes", "four": "other"}


def test_a_load_counts_with_what_carries_it(read: Read) -> None:
    reading = read("A convoy of 31 trucks carrying 268 tonnes of flour reached the besieged town.")
    assert counted(on(reading, "reach")) == {"31": "other", "268": "aid_tonnes"}


def test_the_dead_of_a_bombing_need_no_verb_of_their_own(read: Read) -> None:
    reading = read("The bombing left 12 dead.")
    assert [counted(c) for c in reading.claims] == [{"12": "killed"}]


def test_a_victim_with_an_article_counts_one(read: Read) -> None:
    reading = read("A watchman who tried to bar the gate was shot dead.")
    assert [(q.span.text, q.quantity.measure, q.quantity.low) for q in on(reading, "shot").quantities] == [
        ("A watchman", "killed", 1)
    ]


def test_every_number_of_a_claim_is_a_mention_with_a_link(read: Read) -> None:
    reading = read("A watchman was shot dead and six porters were wounded when gunmen stormed the depot.")
    linked = {k.mention for k in reading.links if k.kind == "quantity"}
    numbers = [q.mention for c in reading.claims for q in c.quantities]
    assert numbers
    assert linked.issuperset(numbers)
    assert {m.id for m in reading.mentions}.issuperset(numbers)
