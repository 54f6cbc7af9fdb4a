"""What no longer stands, why, and what is left when it is gone."""

from __future__ import annotations

import pytest
from tests.unit.consolidate.conftest import Tell

from claimwire.consolidate.corrections import later, standing
from claimwire.consolidate.members import Replacement, replacements
from claimwire.records import Report

SIX = "Shelling killed six people in Tolvar on Monday."
NINE = "Shelling killed nine people in Tolvar on Monday."


def report(id_: str, text: str, day: str, *, publisher: str = "Meridian News", **fields: str | None) -> Report:
    return Report(id=id_, text=text, published_at=f"2031-04-{day}", publisher=publisher, **fields)  # type: ignore[arg-type]


def test_the_last_of_several_versions_takes_the_place_of_all() -> None:
    versions = [
        report("c", SIX, "12", status="corrected", corrects="b"),
        report("a", NINE, "10"),
        report("b", NINE, "11", status="corrected", corrects="a"),
    ]
    assert replacements(versions) == {
        "a": Replacement(report="c", status="corrected"),
        "b": Replacement(report="c", status="corrected"),
    }
    withdrawn = [*versions, report("d", "Withdrawn.", "13", status="canceled", corrects="c")]
    assert {k: v.status for k, v in replacements(withdrawn).items()} == dict.fromkeys("abc", "canceled")


def test_reports_that_correct_one_another_in_a_circle_come_to_an_end() -> None:
    circle = [report("a", SIX, "10", corrects="b"), report("b", SIX, "11", corrects="a")]
    assert set(replacements(circle)) == {"a", "b"}


def test_a_withdrawn_report_is_kept_and_counts_for_nothing(tell: Tell) -> None:
    story = tell(report("a", SIX, "08", status="canceled"))
    assert story.event.status == "retracted" and story.event.claims
    assert story.event.quantities == {}


def test_what_another_outlet_says_stands_when_one_withdraws(tell: Tell) -> None:
    own = "Shelling killed six people in Tolvar on Monday, doctor Eva Holm told the Harbour Post."
    story = tell(report("a", SIX, "08", status="canceled"), report("b", own, "08", publisher="Harbour Post"))
    assert story.event.status == "single_source"


def test_a_notice_that_says_nothing_of_the_happening_withdraws_it(tell: Tell) -> None:
    notice = report("n", "Editors should not use this story.", "09", status="canceled", corrects="a")
    assert tell(report("a", SIX, "08"), notice).event.status == "retracted"


def test_a_corrected_story_keeps_the_earlier_value_as_a_version(tell: Tell) -> None:
    story = tell(report("a", NINE, "08"), report("b", SIX, "09", status="corrected", corrects="a"))
    assert story.numbers() == {"killed": (6, 6, 6)}
    (change,) = story.event.contradictions
    assert (change.attribute, change.relation) == ("quantity", "corrects")
    assert len(story.event.claims) == 2, "both versions are there"


def test_a_correction_without_a_target_is_of_what_its_publisher_said_before(tell: Tell) -> None:
    mine, other = report("a", NINE, "08"), report("c", NINE, "08", publisher="Harbour Post")
    correction = report("b", SIX, "09", status="corrected")
    gone = standing(tell(mine, other, correction).members).gone
    assert len(gone) == 1, "the other outlet is not corrected by it"
    later_story = report("d", NINE, "12")
    assert len(standing(tell(correction, later_story).members).gone) == 0, "nor is what was published after it"


@pytest.mark.parametrize(
    "taken_back",
    [
        "The Velmarian defence ministry withdrew its statement that rebels shelled Murn on Monday.",
        "The Velmarian defence ministry retracted its claim that rebels had shelled Murn on Monday.",
        "The Velmarian defence ministry took back its claim that rebels had shelled Murn on Monday.",
        "The Velmarian defence ministry withdrew the allegation of a rebel shelling of Murn.",
        "The Velmarian defence ministry said its earlier statement that rebels had shelled Murn was wrong.",
        "The Velmarian defence ministry admitted that its report of rebels shelling Murn was false.",
        "Rebels did not shell Murn after all, the Velmarian defence ministry said.",
        "No shelling took place in Murn on Monday, the Velmarian defence ministry said.",
    ],
)
def test_what_its_own_source_takes_back_is_retracted(tell: Tell, taken_back: str) -> None:
    said = report("a", "Rebels shelled Murn on Monday, the Velmarian defence ministry said.", "08")
    back = report("b", taken_back, "10", publisher="Harbour Post")
    story = tell(said, back)
    assert story.event.status == "retracted"
    assert ("occurrence", "corrects") in story.clashes()


def test_a_denial_of_ones_own_part_takes_no_accusation_back(tell: Tell) -> None:
    accused = report("a", "Rebels shelled Murn on Monday, the Velmarian army said.", "08")
    denied = report("b", "The Velmarian army denied that it had shelled Murn on Monday.", "10")
    assert tell(accused, denied).event.status != "retracted"


def test_who_denies_and_then_admits_has_said_so_last(tell: Tell) -> None:
    story = tell(
        report("a", "The Velmarian army denied that it had shelled a school in Murn.", "08"),
        report("b", "The Velmarian army admitted that it had shelled a school in Murn.", "11"),
    )
    assert story.event.status == "party_claim_only", "its own word alone confirms nothing"
    assert standing(story.members).retracted == frozenset(), "a denial that is given up retracts nothing"


def test_the_same_day_without_hours_is_not_later(tell: Tell) -> None:
    a, b = tell(report("a", SIX, "08"), report("b", SIX, "08T15:00")).members
    assert not later(b, a) and not later(a, b)
    c = tell(report("c", SIX, "09")).members[0]
    assert later(c, b)


def test_earlier_reports_that_are_called_wrong_are_nobodys_word(tell: Tell) -> None:
    wrong = "Earlier reports that nine people were killed in an air strike on Sorn were wrong, mayor Udo Kern said."
    story = tell(
        report("a", "Nine people were killed in an air strike on Sorn, baker Lea Munt said.", "08", publisher="Harbour Post"),
        report("b", wrong, "09", publisher="Lakeside Post"),
    )
    assert story.event.status != "corroborated"
    assert ("quantity", "denies") in story.clashes()


def test_what_one_leaves_open_another_affirms_in_the_same_sentence(tell: Tell) -> None:
    driver = report("a", "Gunmen attacked a convoy near Ostrel, driver Pavo Rin said.", "08", publisher="Harbour Post")
    both = "The police declined to comment, but nurse Ada Lind said gunmen had attacked a convoy near Ostrel."
    assert tell(driver, report("b", both, "09", publisher="Lakeside Post")).event.status == "corroborated"


@pytest.mark.parametrize(
    "sentence",
    [
        "The United Nations could not independently verify that gunmen attacked a convoy near Ostrel.",
        "The Red Cross said it had no information about an attack on a convoy near Ostrel.",
        "The Merovian army declined to comment on the attack on a convoy near Ostrel.",
        "The UN said it was aware of reports of an attack on a convoy near Ostrel but could not confirm them.",
        "The UN said it was looking into reports of an attack on a convoy near Ostrel.",
        "The UN said it was not in a position to confirm that gunmen attacked a convoy near Ostrel.",
        "The attack on a convoy near Ostrel could not be independently verified.",
        "The police had no immediate comment on the attack on a convoy near Ostrel.",
        "The Merovian army has neither confirmed nor denied the attack on a convoy near Ostrel.",
    ],
)
def test_who_does_not_confirm_neither_affirms_nor_denies(tell: Tell, sentence: str) -> None:
    story = tell(
        report("a", "Gunmen attacked a convoy near Ostrel, driver Pavo Rin said.", "08", publisher="Harbour Post"),
        report("b", sentence, "09", publisher="Lakeside Post"),
    )
    assert story.event.status == "single_source"
    assert story.clashes() <= {("occurrence", "does_not_confirm")}
