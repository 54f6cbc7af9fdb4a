"""One value where origins give several: three ways, each of which says what it does and none of which finds the truth."""

from __future__ import annotations

import pytest
from tests.unit.consolidate.conftest import Story, Tell

from claimwire import consolidate
from claimwire.pipeline import Coder

Told = tuple[str, str, str]


def who(publisher: str, speaker: str, text: str, day: str = "2016-05-10") -> Told:
    return (publisher, day, f"{text}, {speaker} told the {publisher}.")


@pytest.fixture
def story(tell: Tell) -> Story:
    return tell(
        who("Harbour Post", "doctor Eva Holm", "Militants shelled Aleppo on 9 May 2016, killing five people"),
        who("Lakeside Post", "driver Pim Oost", "The Eastern Salvation Front shelled Aleppo on 9 May 2016, killing seven people"),
        who("Union Dispatch", "teacher Nell Oster", "Militants shelled Syria in May 2016, killing dozens of people"),
    )


def chosen(story: Story, how: str, coder: Coder) -> consolidate.Aggregate:
    return consolidate.aggregate(story.event, story.members, how=how, ontology=coder.ontology)


def test_conservative_is_what_all_may_agree_on(story: Story, coder: Coder) -> None:
    found = chosen(story, "conservative", coder)
    assert found.values["agent"] == "militants" and found.values["place"] == "Syria"
    assert found.values["time"] == "2016-05-01/2016-05-31", "the shortest span that holds the day and the month"
    assert found.quantities == {"killed": 5}


def test_representative_is_what_most_origins_say(story: Story, coder: Coder) -> None:
    found = chosen(story, "representative", coder)
    assert found.values["agent"] == "militants" and found.values["place"] == "Aleppo"
    assert found.values["time"] == "2016-05-09"
    assert found.quantities == {"killed": 7}


def test_informative_is_the_most_exact_that_is_said(story: Story, coder: Coder) -> None:
    found = chosen(story, "informative", coder)
    assert found.values["agent"] == "Eastern Salvation Front" and found.values["place"] == "Aleppo"
    assert found.values["time"] == "2016-05-09"
    assert found.quantities == {"killed": 7}, "dozens is wider than a number"


def test_disagreement_is_the_share_of_pairs_that_exclude_each_other(story: Story, coder: Coder) -> None:
    found = chosen(story, "informative", coder).disagreement
    assert found["agent"] == found["place"] == found["time"] == found["occurrence"] == 0
    assert found["quantity"] == pytest.approx((2 / 7 + 7 / 12 + 5 / 12) / 3)


def test_with_two_doers_there_is_none_that_nobody_contests(tell: Tell, coder: Coder) -> None:
    story = tell(
        who("Harbour Post", "doctor Eva Holm", "The Velmarian army shelled the market of Tolvar"),
        who("Lakeside Post", "driver Pim Oost", "The Eastern Salvation Front shelled the market of Tolvar"),
    )
    found = chosen(story, "conservative", coder)
    assert found.values["agent"] is None and found.disagreement["agent"] == 1


def test_one_origin_disagrees_with_nobody(tell: Tell, coder: Coder) -> None:
    story = tell(who("Harbour Post", "doctor Eva Holm", "Shells killed five people in Tolvar"))
    found = chosen(story, "representative", coder)
    assert set(found.disagreement.values()) == {None}
    assert found.to_dict()["quantities"] == {"killed": 5}


def test_a_way_that_there_is_none_of_is_refused_with_those_that_there_are(story: Story, coder: Coder) -> None:
    with pytest.raises(ValueError, match="'majority': one of conservative, representative, informative"):
        chosen(story, "majority", coder)
