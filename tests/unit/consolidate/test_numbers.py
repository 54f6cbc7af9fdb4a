"""How many: one value an origin, its latest, and nothing in one range that was not counted alike."""

from __future__ import annotations

from tests.unit.consolidate.conftest import Tell

HOLM = "doctor Eva Holm told the Harbour Post."
OOST = "gravedigger Pim Oost told the Lakeside Post."


def harbour(text: str, day: str = "2031-04-09") -> tuple[str, str, str]:
    return ("Harbour Post", day, f"{text}, {HOLM}")


def lakeside(text: str, day: str = "2031-04-09") -> tuple[str, str, str]:
    return ("Lakeside Post", day, f"{text}, {OOST}")


def test_the_range_is_everybodys_and_the_best_is_no_partys(tell: Tell) -> None:
    story = tell(
        harbour("Shelling killed five people in Tolvar on Monday"),
        lakeside("Shelling killed seven people in Tolvar on Monday"),
        ("Courier", "2031-04-09", "Shelling killed 30 people in Tolvar on Monday, the Velmarian army said."),
    )
    assert story.numbers()["killed"] == (5, 5, 30)
    assert sorted(v for v in story.event.quantities["killed"].by_origin.values() if v is not None) == [5, 7, 30]


def test_of_parties_alone_there_is_no_best(tell: Tell) -> None:
    story = tell(("Courier", "2031-04-09", "Soldiers killed 40 fighters in Murn on Monday, the Velmarian army said."))
    assert story.numbers() == {"killed (fighter)": (40, None, 40), "killed": (40, None, 40)}, "by its bare name too"


def test_an_open_bound_stays_open(tell: Tell) -> None:
    story = tell(harbour("An air strike killed more than 40 people in Vell on Monday"))
    assert story.numbers() == {"killed": (41, 41, None)}


def test_dead_hurt_and_a_subset_of_them_are_three_keys(tell: Tell) -> None:
    story = tell(
        harbour("Shelling killed thirteen people, seven of them children, in Vell on Monday"),
        lakeside("Shelling wounded twenty people in Vell on Monday"),
    )
    assert story.numbers() == {"killed": (13, 13, 13), "killed (child)": (7, 7, 7), "injured": (20, 20, 20)}
    assert story.event.status_by_attribute["quantity"] == "single_source", "none of the three is given twice"


def test_numbers_of_several_days_meet_no_number_of_one(tell: Tell) -> None:
    story = tell(
        harbour("Shelling killed three people in Vell on Monday"),
        lakeside("Shelling has killed 23 people in Vell since Friday", "2031-04-08"),
    )
    assert len(story.event.quantities) == 2 and ("quantity", "differs") not in story.clashes()


def test_a_speaker_has_one_value_his_latest(tell: Tell) -> None:
    said = "The bombing of a hotel in Saltry on Monday killed {} people, mayor Udo Kern said."
    story = tell(
        ("Lakeside Post", "2031-04-10", said.format("six")),
        ("Harbour Post", "2031-04-09", said.format("four")),
    )
    assert story.numbers() == {"killed": (6, 6, 6)}
    assert story.event.contradictions == ()


def test_a_number_that_somebody_gave_before_is_not_the_speakers(tell: Tell) -> None:
    six = "An air strike on Sorn killed six people{}, mayor Udo Kern said."
    for aside in (", not nine as was said earlier", ", down from nine", ", contradicting earlier reports of nine dead"):
        assert tell(("Lakeside Post", "2031-04-10", six.format(aside))).numbers() == {"killed": (6, 6, 6)}


def test_what_may_both_be_true_is_no_contradiction(tell: Tell) -> None:
    dozens = harbour("An air strike killed dozens of people in Vell on Monday")
    assert tell(dozens, lakeside("An air strike killed 47 people in Vell on Monday")).clashes() == set()
    about = harbour("An air strike killed about 30 people in Vell on Monday")
    assert tell(about, lakeside("An air strike killed 31 people in Vell on Monday")).clashes() == set()
    assert tell(about, lakeside("An air strike killed 60 people in Vell on Monday")).clashes() == {("quantity", "differs")}
    few = tell(dozens, lakeside("An air strike killed four people in Vell on Monday"))
    assert few.clashes() == {("quantity", "differs")}
    assert few.event.status == "corroborated" and few.event.status_by_attribute["quantity"] == "contested"


def test_running_totals_are_keyed_by_who_counts_and_never_meet(tell: Tell) -> None:
    story = tell(
        ("Harbour Post", "2031-04-09", "Since March, 310 people have been killed in Vell, the Velmarian health ministry said."),
        ("Lakeside Post", "2031-04-09", "Since March, 500 people have been killed in Vell, the Brusko Defence Brigade said."),
        type_=None,
    )
    totals = {k.partition(" ")[0] for k in story.event.quantities}
    assert totals == {"killed_total"} and len(story.event.quantities) == 2
    assert ("quantity", "differs") not in story.clashes()
