"""Who denies, who differs, who does not confirm and who says nothing: four things, and equal granularity before any of them."""

from __future__ import annotations

import pytest
from tests.unit.consolidate.conftest import Tell

from claimwire import consolidate
from claimwire.consolidate.contradictions import silent
from claimwire.consolidate.corrections import standing

Told = tuple[str, str, str]


def harbour(text: str) -> Told:
    return ("Harbour Post", "2031-04-09", f"{text}, doctor Eva Holm told the Harbour Post.")


def lakeside(text: str) -> Told:
    return ("Lakeside Post", "2031-04-09", f"{text}, gravedigger Pim Oost told the Lakeside Post.")


def courier(text: str) -> Told:
    return ("Capital Courier", "2031-04-09", text)


def test_who_denies_its_own_part_denies_the_doer(tell: Tell) -> None:
    story = tell(
        harbour("The Velmarian army shelled the market in Tolvar on Monday"),
        courier("The Velmarian army denied that it had shelled the market in Tolvar on Monday."),
    )
    assert story.clashes() == {("agent", "denies")}
    assert story.event.status == "contested"
    assert story.event.status_by_attribute["occurrence"] == "single_source", "that the market was shelled is not denied"


def test_who_says_that_nothing_took_place_denies_the_happening(tell: Tell) -> None:
    story = tell(
        harbour("Shells hit Tolvar on Monday"), courier("The mayor said that no shelling took place in Tolvar on Monday.")
    )
    assert story.clashes() == {("occurrence", "denies")}


def test_who_grants_the_strike_and_denies_its_dead_denies_the_outcome(tell: Tell) -> None:
    story = tell(
        harbour("An air strike on a bakery in Sorn killed six people"),
        courier("The Velmarian army denied that the air strike on a bakery in Sorn had killed people."),
    )
    assert story.clashes() == {("outcome", "denies")}
    assert story.event.status != "contested"


@pytest.mark.parametrize(
    ("words", "attribute"),
    [
        ("The Velmarian army rejected accusations that it had shelled the market of Tolvar.", "agent"),
        ("The Velmarian army said that it had not shelled the market of Tolvar.", "agent"),
        ('"We did not shell the market of Tolvar," Velmarian army spokesman Jan Korb said.', "agent"),
        ("The Velmarian army has denied any role in the shelling of the market of Tolvar.", "agent"),
        ("The Velmarian army denied responsibility for the shelling of the market of Tolvar.", "agent"),
        ('"We had nothing to do with the shelling of the market of Tolvar," Velmarian army spokesman Jan Korb said.', "agent"),
        ("The shelling of the market of Tolvar never happened, the Velmarian army said.", "occurrence"),
        ("Velmarian army spokesman Jan Korb said no shells had been fired at the market of Tolvar.", "occurrence"),
    ],
)
def test_a_denial_in_other_words_is_one(tell: Tell, words: str, attribute: str) -> None:
    story = tell(harbour("The Velmarian army shelled the market of Tolvar on Monday"), courier(words))
    assert story.clashes() == {(attribute, "denies")} and story.event.status == "contested"


def test_a_denial_in_three_papers_is_one_contradiction(tell: Tell) -> None:
    denial = "The Velmarian army denied that it had shelled Tolvar on Monday."
    story = tell(harbour("Shells hit Tolvar on Monday"), courier(denial), ("Plain Reporter", "2031-04-09", denial))
    assert len([x for x in story.event.contradictions if x.relation == "denies"]) == 1


def test_less_denied_than_is_affirmed_contradicts_nothing(tell: Tell) -> None:
    story = tell(
        harbour("Shells hit Tolvar in April"),
        courier("No shelling took place in Tolvar on Monday, the mayor said."),
    )
    assert story.clashes() == set()


def test_militants_may_be_a_named_group_but_no_army(tell: Tell) -> None:
    militants = harbour("Militants attacked a police post in Brenn on Monday")
    named = tell(militants, lakeside("The Eastern Salvation Front attacked a police post in Brenn on Monday"))
    assert named.clashes() == set()
    army = tell(militants, lakeside("The Velmarian army attacked a police post in Brenn on Monday"))
    assert army.clashes() == {("agent", "differs")} and army.event.status == "contested"


def test_a_month_does_not_contest_a_day_but_another_day_does(tell: Tell) -> None:
    day = harbour("Shells hit Tolvar on 7 April 2031")
    assert tell(day, lakeside("Shells hit Tolvar in April 2031")).clashes() == set()
    assert tell(day, lakeside("Shells hit Tolvar on 5 April 2031")).clashes() == {("time", "differs")}


def test_a_country_does_not_contest_a_town_but_another_town_does(tell: Tell) -> None:
    aleppo = harbour("Shells killed two people in Aleppo on Monday")
    assert tell(aleppo, lakeside("Shells killed two people in Syria on Monday")).clashes() == set()
    assert ("place", "differs") in tell(aleppo, lakeside("Shells killed two people in Raqqa on Monday")).clashes()


def test_who_says_nothing_on_an_attribute_is_silent_and_contradicts_nobody(tell: Tell) -> None:
    story = tell(harbour("The Eastern Salvation Front shelled Tolvar on Monday"), lakeside("Tolvar was shelled on Monday"))
    quiet = silent(story.members, origins=story.origins, standing=standing(story.members))
    (origin,) = quiet["agent"]
    assert "Pim Oost" in origin.name
    assert "place" not in quiet and story.clashes() == set()


def test_many_reports_have_as_many_contradictions_as_values(tell: Tell) -> None:
    surnames = ["Holm", "Oost", "Lind", "Rin", "Kern", "Munt", "Aarde", "Gram", "Dahl", "Bern", "Vint", "Imre"]
    told = [
        (f"Paper {n}", "2031-04-09", f"Shelling killed {('five', 'six')[n % 2]} people in Tolvar on Monday, doctor {name} said.")
        for n, name in enumerate(surnames)
    ]
    story = tell(*told)
    assert len(story.event.quantities["killed"].by_origin) == len(surnames)
    assert len(story.event.contradictions) == 1


def test_rows_show_contested_events_first_with_words_and_who_says_them(tell: Tell) -> None:
    calm = tell(
        harbour("Shelling killed five people in Vell on Monday"), lakeside("Shelling killed nine people in Vell on Monday")
    )
    disputed = tell(
        harbour("The Velmarian army shelled the market in Tolvar on Monday"),
        courier("The Velmarian army denied that it had shelled the market in Tolvar on Monday."),
    )
    by_event = {id(s.event): s.members for s in (calm, disputed)}
    first, second = consolidate.clashes([calm.event, disputed.event], members_of=lambda e: by_event[id(e)])
    assert (first.status, first.kind, first.relation) == ("contested", "attribution", "denies")
    assert first.a.who.startswith("Harbour Post > doctor Eva Holm") and first.b is not None
    assert first.b.publisher == "Capital Courier" and first.b.when == "2031-04-09"
    assert "Tolvar" in first.subject and "2031-04-07" in first.subject
    assert (second.status, second.kind) == ("corroborated", "figure")
    (figure,) = consolidate.clashes([calm.event, disputed.event], members_of=lambda e: by_event[id(e)], attribute="quantity")
    assert figure == second
    silences = consolidate.clashes([disputed.event], members_of=lambda e: disputed.members, silence=True)
    assert all(x.b is None for x in silences if x.relation == "is_silent")
