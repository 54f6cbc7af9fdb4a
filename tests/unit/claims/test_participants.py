"""Who is in a claim, on whole sentences: forces by their country or group, whatever the parse makes of their names."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimwire.records import Reading

Read = Callable[..., Reading]


@pytest.mark.parametrize(
    ("text", "word", "target"),
    [
        ("Turkish artillery shelled border villages in northern Syria.", "shelled", "force:tur-army"),
        ("Houthi fighters fired two missiles at the port of Mocha in Yemen.", "fired", "group:houthis"),
        ("Hamas fighters attacked the base near Rafah.", "attacked", "group:hamas"),
    ],
)
def test_forces_are_their_countrys_or_their_groups(read: Read, text: str, word: str, target: str) -> None:
    claim = next(c for c in read(text).claims if word in c.trigger.text)
    assert [p.target for p in claim.actor] == [target]


def test_mortars_are_nobody(read: Read) -> None:
    claim = next(c for c in read("Mortars shelled the market of Idlib.").claims if "shelled" in c.trigger.text)
    assert not claim.actor


def test_the_governments_aircraft_are_of_the_country_that_the_places_lie_in(read: Read) -> None:
    reading = read(
        "Government aircraft bombed a market in Maarat al-Numan, south of Idlib, on Monday. Russia denied that it took part."
    )
    claim = next(c for c in reading.claims if "bombed" in c.trigger.text)
    assert [p.target for p in claim.actor] == ["force:syr-air-force"]


def test_both_ends_of_a_road_are_one_place(read: Read) -> None:
    reading = read("Fighting raged on the road between Homs and Hama.")
    fights = [c for c in reading.claims if c.event_type == "ASSAULT"]
    assert len({c.trigger.offsets for c in fights}) == len(fights)
