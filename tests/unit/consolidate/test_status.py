"""Statuses that never flatter: of an event, and of each thing that is told of it."""

from __future__ import annotations

import json
from importlib.resources import files
from typing import Any

import pytest
from tests.unit.consolidate.conftest import Tell

from claimwire.consolidate.status import seated, settled, weakest
from claimwire.records import Origin, Report


def origin(name: str, *, side: str | None = None, independent: bool = True, reports: tuple[str, ...] = ()) -> Origin:
    return Origin(
        id=name, kind="source", name=name, side=side, independent=independent, claims=(), reports=reports or (name,), because=()
    )


def test_two_who_know_it_each_for_himself_corroborate() -> None:
    assert settled([origin("nurse"), origin("driver")]) == "corroborated"
    assert settled([origin("nurse"), origin("army", side="x:state")]) == "corroborated"


def test_two_voices_in_one_report_are_one_publication() -> None:
    assert settled([origin("nurse", reports=("r",)), origin("driver", reports=("r",))]) == "single_source"


def test_who_may_depend_on_another_counts_for_nothing_beside_him() -> None:
    assert settled([origin("agency"), origin("paper", independent=False)]) == "single_source"
    assert settled([origin("paper", independent=False), origin("gazette", independent=False)]) == "single_source"


def test_parties_alone_corroborate_only_against_their_interest() -> None:
    sides = [origin("army", side="x:state"), origin("front", side="x:rebel")]
    assert settled(sides) == "party_claim_only"
    assert settled(sides, admits={"army"}) == "corroborated"
    one_side = [origin("army", side="x:state"), origin("ministry", side="x:state")]
    assert settled(one_side, admits={"army"}) == "party_claim_only"


def test_what_cannot_be_corroborated_is_not() -> None:
    assert settled([origin("nurse"), origin("driver")], sure=False) == "single_source"


def test_a_side_is_heard_through_whoever_of_it_speaks() -> None:
    denied, admitted = origin("army on Monday", side="x:state"), origin("army on Friday", side="x:state", independent=False)
    (heard,) = seated([admitted], [denied, admitted])
    assert heard.independent
    copy, nurse = origin("paper", independent=False), origin("nurse")
    assert [o.independent for o in seated([copy], [nurse, copy])] == [False], "a copy has no seat of its own"


def test_the_weakest_of_several_is_what_holds_for_all() -> None:
    assert weakest(["corroborated", "single_source"]) == "single_source"
    assert weakest([]) is None


def test_who_names_no_doer_corroborates_no_doer(tell: Tell) -> None:
    story = tell(
        ("Harbour Post", "2031-04-09", "The Eastern Salvation Front shelled Tolvar, doctor Eva Holm told the Harbour Post."),
        ("Lakeside Post", "2031-04-09", "Tolvar was shelled, gravedigger Pim Oost told the Lakeside Post."),
    )
    assert story.event.status == "corroborated"
    assert story.event.status_by_attribute["agent"] == "single_source"


def test_a_province_does_not_corroborate_a_town(tell: Tell) -> None:
    story = tell(
        ("Harbour Post", "2016-05-09", "Shells killed two people in Aleppo on Monday, doctor Eva Holm told the Harbour Post."),
        ("Lakeside Post", "2016-05-09", "Shells killed two people in Syria on Monday, driver Pim Oost told the Lakeside Post."),
    )
    assert story.event.status_by_attribute["occurrence"] == "corroborated"
    assert story.event.status_by_attribute["place"] == "single_source"
    assert ("place", "differs") not in story.clashes()


def test_an_offer_told_twice_is_no_agreement(tell: Tell) -> None:
    story = tell(
        ("Harbour Post", "2031-04-09", "The Velmarian government offered a truce, bishop Karl Imre told the Harbour Post."),
        ("Lakeside Post", "2031-04-09", "The Velmarian government offered a truce, driver Nell Oster told the Lakeside Post."),
        type_="AGREE",
    )
    assert story.event.status != "corroborated"


def test_a_boast_is_no_admission_but_civilian_dead_are(tell: Tell) -> None:
    rebels = ("Front Bulletin", "2031-04-09", "The Velmarian army bombed a warehouse in Murn on Monday, rebels said.")
    boast = tell(rebels, ("Courier", "2031-04-09", "The Velmarian army said that it had bombed a warehouse in Murn on Monday."))
    assert boast.event.status == "party_claim_only"
    owned = tell(
        ("Front Bulletin", "2031-04-09", "The Velmarian army bombed Murn on Monday, killing six civilians, rebels said."),
        ("Courier", "2031-04-09", "The Velmarian army admitted that it had bombed Murn on Monday, killing six civilians."),
    )
    assert owned.event.status == "corroborated"


def test_a_loss_that_is_conceded_confirms_the_victor(tell: Tell) -> None:
    victor = ("Front Bulletin", "2031-04-09", "Rebels captured Tolvar on Monday, a rebel commander, Abu Selim, said.")
    loser = ("Courier", "2031-04-10", "The Velmarian army conceded that rebels had captured Tolvar on Monday.")
    assert tell(victor, loser).event.status == "corroborated"


def test_its_own_dead_are_an_admission_of_the_toll_and_of_nothing_else(tell: Tell) -> None:
    story = tell(
        ("Bulletin", "2031-04-09", "Rebels killed nine soldiers in Tolvar on Monday, the Eastern Salvation Front said."),
        ("Courier", "2031-04-10", "The Velmarian army said nine of its soldiers were killed in Tolvar on Monday."),
    )
    assert story.event.status == "party_claim_only"
    assert story.event.status_by_attribute["quantity"] == "corroborated"


TRAPS = [
    pytest.param(json.loads(line), id=json.loads(line)["id"])
    for name in ("denials", "corrections", "numbers")
    for line in (files("claimwire.evaluate") / "traps" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    if json.loads(line)["expect"].get("n_events", 1) == 1  # of two happenings clustering says which claims are of which
]


@pytest.mark.parametrize("bundle", TRAPS)
def test_a_trap_of_denials_corrections_or_numbers_is_seen(tell: Tell, bundle: dict[str, Any]) -> None:
    """Claims are grouped by hand, as all of the bundle's type: what is tried here is what is made of them together."""
    expect = bundle["expect"]
    reports = [
        Report(
            id=r["id"],
            text=r["text"],
            title=r.get("title"),
            publisher=r["publisher"],
            published_at=r["published_at"],
            status=r.get("status") or ("corrected" if r.get("title", "").startswith("CORRECTION") else "usable"),
            corrects=r.get("corrects"),
        )
        for r in bundle["reports"]
    ]
    story = tell(*reports, type_=expect["event_type"])
    status = expect.get("status", story.event.status)
    assert story.event.status in ([status] if isinstance(status, str) else status)
    assert story.event.status not in expect.get("never", [])
    assert {tuple(x) for x in expect.get("contradictions", [])} <= story.clashes()
    assert {k: tuple(v) for k, v in expect.get("quantities", {}).items() if v[1] is not None}.items() <= story.numbers().items()
    for attribute, wanted in expect.get("status_by_attribute", {}).items():
        assert story.event.status_by_attribute[attribute] in ([wanted] if isinstance(wanted, str) else wanted)
