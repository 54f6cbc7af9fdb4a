"""Changes of hands on real language: who lost a place to whom, said in the clause, beside it, or by what was handed over."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimwire.records import Effect, Reading

Read = Callable[..., Reading]


def effects(read: Read, text: str) -> list[Effect]:
    return [c.effect for c in read(text).claims if c.effect is not None]


@pytest.mark.parametrize(
    ("text", "place", "loser", "taker"),
    [
        ("The opposition lost Aleppo in December.", "Aleppo", "opposition", None),
        ("The rebels lost Zabadani to Hezbollah in 2015.", "Zabadani", "rebels", "Hezbollah"),
        (
            "Islamic State surrendered Tabqa to the Syrian Democratic Forces.",
            "Tabqa",
            "Islamic State",
            "Syrian Democratic Forces",
        ),
        ("The Kurds handed Manbij over to the Syrian army.", "Manbij", "Kurds", "Syrian Army"),
        ("The YPG seized Tell Abyad from Islamic State fighters.", "Tell Abyad", "Islamic State", "People's Protection Units"),
        ("Kurdish fighters drove Islamic State out of Tell Rifaat.", "Tell Rifaat", "Islamic State", "Kurdish fighters"),
    ],
)
def test_a_change_of_hands_has_both_sides(read: Read, text: str, place: str, loser: str, taker: str | None) -> None:
    (effect,) = effects(read, text)
    assert (effect.place, effect.from_, effect.to) == (place, loser, taker)


def test_who_held_it_before_is_read_off_the_state_beside_it(read: Read) -> None:
    reading = read("Militants took over al-Eis and Zerba, which had been under the control of government troops.")
    assert [(c.effect.place, c.effect.from_) for c in reading.claims if c.effect] == [
        ("Al-Eis", "Armed Forces of Syria"),
        ("Zerba", "Armed Forces of Syria"),
    ]
    assert {c.change for c in reading.claims if c.kind == "state"} == {"stop"}


def test_who_lost_a_village_may_hold_other_parts(read: Read) -> None:
    reading = read("Two villages fell in rebel-held parts of Aleppo city.")
    assert [c.change for c in reading.claims if c.kind == "state"] == [None]


def test_a_captive_taken_near_a_town_takes_no_town(read: Read) -> None:
    assert effects(read, "The army captured Khalid Ahmad near Hama.") == []


def test_prisoners_handed_over_in_a_town_hand_over_no_town(read: Read) -> None:
    assert effects(read, "The Houthis handed 290 detainees over to the Red Cross in Sanaa.") == []


def test_what_was_only_offered_changes_nothing(read: Read) -> None:
    assert effects(read, "The Kurds offered to hand Manbij over to the Syrian army.") == []
