"""The briefing of 27 May 2016, the first real input: what the codebook says of it must come out."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimwire import consolidate
from claimwire.pipeline import Coder, Failure
from claimwire.records import Claim, Reading, Report

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def briefing(shared: Path, coder: Coder) -> Reading:
    text = (shared / "data/briefing/briefing-2016-05-27.txt").read_text(encoding="utf-8")
    outcome = coder.code([Report(id="briefing", text=text, published_at="2016-05-27", publisher="press")])[0]
    assert not isinstance(outcome, Failure)
    return outcome


def named(reading: Reading, trigger: str, event_type: str | None = None) -> list[Claim]:
    return [c for c in reading.claims if trigger in c.trigger.text.lower() and (event_type is None or c.event_type == event_type)]


def test_one_general_for_all_spellings_titles_and_pronouns(briefing: Reading) -> None:
    outermost = [s for s in briefing.statements if s.parent is None and "Rudskoy" in " ".join(x.text for x in s.source)]
    assert len(outermost) >= 10
    assert {s.speaker for s in outermost} == {"person:sergey-rudskoy"}
    titled = [s for s in briefing.statements if any("General Staff" in x.text or x.text in {"he", "him"} for x in s.source)]
    assert {s.speaker for s in titled} == {"person:sergey-rudskoy"}


def test_headline_and_quotation_of_the_airstrikes_are_one_event(briefing: Reading) -> None:
    strikes = [c for c in named(briefing, "airstrikes", "ASSAULT") if c.realization == "actual" and c.time]
    assert len(strikes) >= 2
    assert len({c.event for c in strikes}) == 1
    assert {c.time.interval.edtf for c in strikes if c.time} == {"2016-05-20/.."}


def test_turkey_is_where_the_routes_lead_not_where_the_airstrikes_fall(briefing: Reading) -> None:
    located = {p.span.text for c in named(briefing, "airstrikes") for p in c.places if p.role == "location"}
    assert "Syria" in located
    assert "Turkey" not in located


def test_an_attempt_to_capture_is_no_capture(briefing: Reading) -> None:
    capture = named(briefing, "capture", "ASSAULT")
    assert [c.realization for c in capture] == ["attempted"]
    assert capture[0].effect is None


def test_what_has_not_been_agreed_is_an_agreement_that_is_not(briefing: Reading) -> None:
    assert [c.factuality for c in named(briefing, "agreed upon", "AGREE")] == ["CT-"]


def test_offers_are_offered(briefing: Reading) -> None:
    assert {c.realization for c in named(briefing, "offered")} == {"offered"}


def test_each_town_taken_is_its_own_claim_with_a_transfer(briefing: Reading) -> None:
    taken = [c for c in briefing.claims if c.effect is not None]
    assert {p.span.text for c in taken for p in c.places if p.role == "location"} == {"al-Eis", "Khan Tuman", "Zerba"}
    assert len(taken) == 3
    assert {c.effect.kind for c in taken if c.effect} == {"territory_transfer"}
    assert all(c.time is None or c.time.interval.start is None for c in taken), "an undated past is dated by nothing"


def test_shelling_that_continues_is_one_open_episode(briefing: Reading) -> None:
    going_on = [c for c in briefing.claims if c.modes == ("heavy-weapons",) and c.aspect == "ongoing"]
    assert len(going_on) >= 3
    assert not [c for c in going_on if c.time and c.time.interval.precision == "day"]


def test_a_hundred_and_twenty_is_a_running_total_of_settlements(briefing: Reading) -> None:
    totals = [q.quantity for c in briefing.claims for q in c.quantities if q.quantity.low == 120]
    assert [(q.measure, q.type) for q in totals] == [("settlements", "total")]


def test_sixty_groups_say_so_themselves_according_to_the_general(briefing: Reading) -> None:
    counted = [c for c in briefing.claims if any(q.quantity.low == 60 for q in c.quantities)]
    assert counted
    inner = next(s for s in briefing.statements if s.id == counted[0].statement)
    assert "Sixty armed groups" in inner.source[0].text
    outer = next(s for s in briefing.statements if s.id == inner.parent)
    assert outer.speaker == "person:sergey-rudskoy"


def test_nothing_in_one_briefing_is_corroborated(briefing: Reading, coder: Coder) -> None:
    assert "corroborated" not in {e.status for e in consolidate.events(briefing, ontology=coder.ontology)}


def test_every_claim_stands_under_the_general(briefing: Reading) -> None:
    own_voice = [c.trigger.text for c in briefing.claims if c.statement is None]
    assert not own_voice
