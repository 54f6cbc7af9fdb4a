"""Who is who over a whole report of our own, read by the shipped reader: whose people, whose voice, whose title."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from claimwire.pipeline import Coder
from claimwire.records import Link, Reading, Report

Read = Callable[..., Mapping[str, list[Link]]]


@pytest.fixture
def read(coder: Coder) -> Read:
    """Return the actor links of a text by the words of their mentions."""

    def read_(text: str, *, published: str | None = "2016-05-27", publisher: str | None = None) -> Mapping[str, list[Link]]:
        (reading,) = coder.code([Report(id="r", text=text, published_at=published, publisher=publisher)])
        assert isinstance(reading, Reading), reading
        links = {k.mention: k for k in reading.links if k.kind == "actor"}
        out: dict[str, list[Link]] = {}
        for m in reading.mentions:
            if m.label == "actor" and m.id in links:
                out.setdefault(m.span.text, []).append(links[m.id])
        return out

    return read_


CORPS = (
    "The Harbour Corps shelled Ostra on Monday, residents said. "
    '"Our howitzers did not fire," the corps\'s commander, Milo Brandt, told reporters. "We pulled them back in March." '
    "Brandt said that his men had been in their barracks."
)


def test_we_and_our_of_a_commander_are_his_corps(read: Read) -> None:
    links = read(CORPS)
    corps = links["The Harbour Corps"][0].target
    assert corps == "name:harbour-corps"
    assert links["We"][0].target == corps
    assert links["Our howitzers"][0].target == corps
    assert links["his men"][0].target == corps
    assert any(k.target == "name:milo-brandt" for ks in links.values() for k in ks)


def test_in_an_interview_you_and_we_are_the_side_of_whoever_answers(read: Read) -> None:
    links = read(
        "Ada Merrin leads the Salt March Front. She spoke to us on Friday.\n\n"
        "Will you honour the truce?\n\nMerrin: We signed it, and we will keep it.\n\n"
        "Did you shell the mill at Ostra?\n\nMerrin: We did not fire a shot. The army did."
    )
    front = "name:salt-march-front"
    assert {k.target for k in links["We"]} == {front}
    assert {k.target for k in links["you"]} == {front}
    assert {k.rule for k in links["you"]} == {"second:interview"}


def test_the_tanks_are_those_that_were_spoken_of(read: Read) -> None:
    links = read("Russian tanks entered Ostra on Monday. Villagers said the tanks fired on the mill.")
    assert links["the tanks"][0].target == links["Russian tanks"][0].target == "force:rus-army"
    assert links["the tanks"][0].rule == "repeated"


def test_a_label_in_somebodys_mouth_is_no_attribute_of_a_group(read: Read) -> None:
    links = read(
        "The Salt March Front captured the mill at Ostra on Monday. Terrorists have entered the town, the governor said. "
        "The army said the terrorists had fled."
    )
    for words, found in links.items():
        if "errorists" in words:
            assert {k.target for k in found} == {"class:terrorist"}, words
    assert "name:salt-march-front" in {k.target for k in links["The Salt March Front"]}


def test_forces_of_others_are_not_the_states(read: Read) -> None:
    links = read(
        "Syrian rebel forces shelled the army near Aleppo on Monday. Separatist forces fled. Peacekeeping forces left on Friday."
    )
    targets = {words: ks[0].target for words, ks in links.items()}
    assert targets["Syrian rebel forces"] == "class:rebel"
    assert targets["Separatist forces"] == "class:separatist"
    assert targets.get("Peacekeeping forces") is None
    assert targets["the army"] == "force:syr-army"


def test_a_wrong_title_is_noted_and_makes_no_second_person(read: Read) -> None:
    links = read("Russian Defence Minister Sergei Lavrov arrived on Friday. Lavrov said that the talks went well.")
    by_title = next(ks[0] for words, ks in links.items() if words.endswith("Sergei Lavrov"))
    assert (by_title.target, by_title.rule) == ("person:sergey-lavrov", "listed:role_as_written")
    assert links["Lavrov"][0].target == "person:sergey-lavrov"


@pytest.mark.parametrize(
    ("published", "target"),
    [("2016-05-27", "person:john-kerry"), ("2017-06-01", "person:rex-tillerson"), (None, "office:usa-secretary-of-state")],
)
def test_a_title_alone_is_its_holder_on_the_day_of_the_report(read: Read, published: str | None, target: str) -> None:
    links = read("The US Secretary of State left for Geneva on Friday.", published=published)
    found = {k.target for words, ks in links.items() if "Secretary of State" in words for k in ks}
    assert found == {target}


def test_what_a_minister_says_we_for_is_the_country_of_the_office(read: Read) -> None:
    links = read('Russian Foreign Minister Sergei Lavrov denied it on Friday. "We have not shelled Ostra," he said.')
    assert links["We"][0].target == "state:rus"


def test_an_acronym_that_looks_like_a_verb_is_still_a_name(read: Read) -> None:
    links = read('"IS shelled the mill at Ostra," the governor said on Monday.')
    assert links["IS"][0].target == "group:islamic-state"


def test_of_two_readings_of_it_the_other_is_kept_as_runner_up(read: Read) -> None:
    links = read("The Salt March Front attacked the Desert Brigade on Monday. It denied the attack on Tuesday.")
    (it,) = links["It"]
    assert it.target == "name:salt-march-front"
    assert [c.target for c in it.candidates] == ["name:desert-brigade"]
