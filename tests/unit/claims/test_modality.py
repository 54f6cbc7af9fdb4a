"""Did it happen: small changes of wording around one happening, and what they make of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimwire.records import Claim, Reading

Read = Callable[..., Reading]


def on(reading: Reading, word: str) -> Claim:
    """Return the claim whose trigger fits ``word`` best."""
    found = [c for c in reading.claims if word in c.trigger.text.lower()]
    assert found, f"no claim on {word!r} among {[c.trigger.text for c in reading.claims]}"
    return min(found, key=lambda c: len(c.trigger.text))


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Artillery may have shelled the orchard.", "shelled", ("actual", "PS+")),
        ("Artillery may shell the orchard tomorrow.", "shell", ("predicted", "PS+")),
        ("Artillery probably shelled the orchard.", "shelled", ("actual", "PR+")),
        ("The guerrillas are likely to attack before dawn.", "attack", ("predicted", "PR+")),
        ("The guerrillas could not capture the ford.", "capture", ("actual", "CT-")),
    ],
)
def test_auxiliaries_and_adverbs_say_how_likely_it_is(read: Read, text: str, word: str, expected: tuple[str, str]) -> None:
    claim = on(read(text), word)
    assert (claim.realization, claim.factuality) == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("The sheriff rejected the allegation that deputies had beaten the driver.", "beaten", "CT-"),
        ("Monitors could not verify that the bridge had been bombed.", "bombed", "Uu"),
        ("Diplomats were unable to confirm that the marshal had been arrested.", "arrested", "Uu"),
        ("The admiral did not rule out that his gunners had fired on the ferry.", "fired", "PS+"),
    ],
)
def test_reports_that_are_denied_or_left_open_make_nothing_certain(read: Read, text: str, word: str, expected: str) -> None:
    assert on(read(text), word).factuality == expected


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Wire fences kept the deserters from attacking the granary.", "attacking", "CT-"),
        ("Wire fences did not keep the deserters from attacking the granary.", "attacking", "CT+"),
        ("The pilots refrained from bombing the shrine.", "bombing", "CT-"),
    ],
)
def test_what_somebody_is_kept_from_does_not_happen_unless_the_keeping_fails(
    read: Read, text: str, word: str, expected: str
) -> None:
    claim = on(read(text), word)
    assert (claim.realization, claim.factuality) == ("actual", expected)


def test_insisting_that_something_did_not_happen_demands_nothing(read: Read) -> None:
    claim = on(read("The colonel insisted that his men had not attacked the monastery."), "attacked")
    assert (claim.realization, claim.factuality) == ("actual", "CT-")


def test_not_only_negates_nothing(read: Read) -> None:
    claim = on(read("Not only did the raiders attack the mill, they also burned the barn."), "attack")
    assert claim.factuality == "CT+"


def test_why_somebody_attacked_takes_the_attack_for_granted_and_whether_does_not(read: Read) -> None:
    assert on(read("Why did the raiders attack the mill?"), "attack").realization == "actual"
    assert on(read("Did the raiders attack the mill?"), "attack").realization == "hypothetical"


@pytest.mark.parametrize(
    "text",
    [
        "If they cross the river again, we will attack their camp.",
        "Unless the ferry is freed, we will attack their camp.",
    ],
)
def test_an_act_of_conflict_that_waits_for_a_condition_is_a_threat(read: Read, text: str) -> None:
    claim = on(read(text), "attack")
    assert (claim.realization, claim.factuality) == ("threatened", "Uu")


def test_what_a_relative_clause_tells_inside_a_condition_is_no_condition(read: Read) -> None:
    reading = read("The road will reopen if the marshal arrests the gunners who shelled the orchard.")
    assert on(reading, "shelled").realization == "actual"
    assert on(reading, "arrests").realization == "hypothetical"


def test_silence_is_neither_a_denial_nor_a_report_of_nothing(read: Read) -> None:
    assert on(read("State media did not mention the raid."), "raid").factuality == "Uu"
    assert on(read("The ministry reported no strikes."), "strikes").factuality == "CT-"
    assert on(read("Three fighters had been killed, not 14, the colonel said."), "killed").factuality == "CT+"
