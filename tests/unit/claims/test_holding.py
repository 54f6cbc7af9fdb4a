"""States of control on real language: holders inside words and behind possessives, parts of places, what is no longer held."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimwire.records import Claim, Reading

Read = Callable[..., Reading]


def state(read: Read, text: str) -> Claim:
    found = [c for c in read(text).claims if c.kind == "state" and "territory" in c.contexts]
    assert len(found) == 1, [(c.trigger.text, c.kind, c.event_type) for c in read(text).claims]
    return found[0]


def who(claim: Claim) -> str:
    return "; ".join(p.span.text for p in claim.actor)


def where(claim: Claim) -> list[str]:
    return [p.place.name if p.place else p.span.text for p in claim.places if p.role == "location"]


@pytest.mark.parametrize(
    ("text", "holder", "place"),
    [
        ("Shells fell on rebel-held Idlib overnight.", "rebel", "Idlib"),
        ("Saraqib has been under the control of Ahrar al-Sham since 3 March.", "Ahrar al-Sham", "Saraqib"),
        ("Kobani is in the hands of Kurdish fighters.", "Kurdish fighters", "Kobani"),
        ("Luhansk is in separatist hands.", "separatist", "Luhansk"),
        ("The army is in full control of Homs.", "The army", "Homs"),
        ("The Houthis have control of Sanaa.", "The Houthis", "Sanaa"),
        ("Manbij is a stronghold of the SDF.", "the SDF", "Manbij"),
        ("Most of Deir ez-Zor is held by Islamic State.", "Islamic State", "Deir ez-Zor"),
        ("Anadan came under government control last week.", "government", "Anadan"),
    ],
)
def test_a_state_of_control_has_its_holder_and_its_place(read: Read, text: str, holder: str, place: str) -> None:
    claim = state(read, text)
    assert (who(claim), where(claim)) == (holder, [place])


def test_a_holder_inside_a_word_is_somebody(read: Read) -> None:
    assert state(read, "Planes hit Houthi-held Hodeidah.").actor[0].target == "group:houthis"
    assert state(read, "Planes hit rebel-held Idlib.").actor[0].target == "class:rebel"


@pytest.mark.parametrize(
    "text",
    [
        "Boko Haram no longer controls Gwoza.",
        "Kobani is no longer in the hands of Islamic State.",
        "Gwoza was previously under Boko Haram control.",
        "Kunduz was once held by the Taliban.",
    ],
)
def test_a_state_that_is_over_says_so(read: Read, text: str) -> None:
    assert state(read, text).change == "stop"


def test_a_state_that_lasts_does_not_stop(read: Read) -> None:
    assert state(read, "Atarib remains under the control of rebel factions.").change != "stop"


@pytest.mark.parametrize("text", ["The fire in Homs is under control.", "Talks on arms control resumed in Geneva."])
def test_fires_and_arms_are_controlled_by_nobody(read: Read, text: str) -> None:
    assert not [c for c in read(text).claims if c.kind == "state" and "territory" in c.contexts and c.actor]


def test_a_captured_town_with_a_person_s_name_is_a_town(read: Read) -> None:
    claim = next(c for c in read("Rebels captured Morek on 8 March.").claims if c.trigger.text == "captured")
    assert (claim.event_type, claim.effect is not None) == ("ASSAULT", True)
