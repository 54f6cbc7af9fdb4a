"""What may share an event and what never may, pair by pair."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
import pytest

import bare
from claimwire.consolidate.compare import Verdict, compare
from claimwire.consolidate.sketch import of_claims
from claimwire.records import (
    Claim,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    Participant,
    Place,
    Quantity,
    Reading,
    Report,
    Run,
    Sentence,
    TimeInterval,
)

TEXT = (
    "Rebels shelled Dara on Monday, killing four. Rebels shelled Khan Sefer too. The shelling of Dara was denied by the rebels. "
    "Rebels tried to shell Bel Amun on Tuesday."
)
REPORT = Report(id="r", text=TEXT, publisher="Wire", published_at="2031-04-09")
RUN = Run(id="run", version="0", config_digest="", ontology_version="", model_digests={})


def span(words: str, nth: int = 0) -> tuple[int, int]:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def place(words: str, target: str, nth: int = 0, *, far: bool = False) -> ClaimPlace:
    at = 3.0 if far else 1.0
    found = Place(target=target, name=words, country="ORS", latitude=at, longitude=at, precision=1, radius_km=2)
    return ClaimPlace(mention=None, span=REPORT.span(*span(words, nth)), role="location", place=found)


def day(words: str, date: str, until: str) -> ClaimTime:
    interval = TimeInterval(edtf=date, start=date, end=until, precision="day", rule="test")
    return ClaimTime(mention=None, span=REPORT.span(*span(words)), interval=interval)


def claim(words: str, nth: int = 0, **fields: object) -> Claim:
    trigger = REPORT.span(*span(words, nth))
    return bare.claim(f"c-{trigger.start}", trigger, **({"modes": ("heavy-weapons",)} | fields))


def nowhere(texts: Sequence[str]) -> npt.NDArray[np.float32]:
    return np.zeros((len(texts), 4), np.float32)


def verdict(a: Claim, b: Claim, *, reports: tuple[str, str] = ("r", "s")) -> Verdict:
    made = []
    for report in dict.fromkeys(reports):
        reading = Reading(
            report=replace(REPORT, id=report),
            run=RUN,
            sentences=(Sentence(id="s", start=0, end=len(TEXT)),),
            mentions=(),
            links=(),
            statements=(),
            claims=tuple(c for c, its in zip((a, b), reports, strict=True) if its == report),
        )
        made += of_claims(reading, embed=nowhere)
    found, turned = compare(*made), compare(*reversed(made))
    assert (found.veto, found.score, found.features) == (turned.veto, turned.score, turned.features), "comparing is symmetric"
    return found


def actor(words: str, target: str) -> tuple[Participant, ...]:
    return (Participant(mention=None, span=REPORT.span(*span(words)), target=target, name=words),)


def toll(words: str, low: float, as_of: str) -> tuple[ClaimQuantity, ...]:
    found = Quantity(measure="killed", low=low, best=low, high=low, type="total", as_of=as_of)
    return (ClaimQuantity(mention=None, span=REPORT.span(*span(words)), quantity=found),)


DARA = place("Dara", "x:dara")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (claim("shelled", 1, places=(place("Khan Sefer", "x:khan", far=True),)), "two named points"),
        (claim("shell Bel", 0, realization="attempted", places=(DARA,)), "other realization"),
        (claim("killing", event_type="COERCE"), "other type"),
        (claim("shelled", 1, recipient=actor("rebels", "class:soldier"), places=(DARA,)), "civilians and armed men"),
    ],
)
def test_what_the_codebook_keeps_apart_is_never_merged(other: Claim, why: str) -> None:
    first = claim("shelled", 0, places=(DARA,), recipient=actor("four", "class:civilian"))
    assert verdict(first, other).veto == why


def test_disjoint_exact_dates_are_two_events() -> None:
    first = claim("shelled", 0, time=day("Monday", "2031-04-07", "2031-04-08"))
    second = claim("shell Bel", 0, time=day("Tuesday", "2031-04-08", "2031-04-09"))
    assert verdict(first, second).veto == "disjoint dates"


def test_running_totals_of_two_days_are_two_observations() -> None:
    first = claim("shelled", 0, quantities=toll("four", 4, "2031-04-07"))
    second = claim("shelled", 1, quantities=toll("four", 4, "2031-04-08"))
    assert verdict(first, second).veto == "totals of two dates"


def test_a_strike_on_a_day_is_part_of_the_shelling_that_goes_on() -> None:
    strike = claim("shelled", 0, places=(DARA,), time=day("Monday", "2031-04-07", "2031-04-08"))
    going_on = claim("shelling", 0, places=(DARA,), aspect="ongoing")
    found = verdict(strike, going_on)
    assert (found.veto, found.part) == ("a point and an episode", -1)
    assert verdict(going_on, strike, reports=("s", "r")).part == 1


def test_who_did_it_may_be_disputed_within_one_event() -> None:
    first = claim("shelled", 0, places=(DARA,), actor=actor("Rebels", "group:northern-corps"))
    second = claim("shelled", 1, places=(DARA,), actor=actor("rebels", "force:syr-military"))
    found = verdict(first, second)
    assert found.veto is None
    assert dict(found.features)["other actor"] < 0


def test_forces_and_government_of_one_state_are_one_family() -> None:
    a = claim("shelled", 0, actor=actor("Rebels", "force:tur-army"))
    b = claim("shelled", 1, actor=actor("rebels", "gov:tur"))
    assert "same actor" in dict(verdict(a, b).features)


def test_two_claims_that_the_coder_split_stay_two() -> None:
    a = claim("shelled", 0, places=(DARA,))
    assert verdict(a, replace(a, id="c-other"), reports=("r", "r")).veto == "split by the coder"


def test_one_day_one_town_and_one_word_make_two_reports_likelier_to_tell_of_one_happening() -> None:
    dated = {"places": (DARA,), "time": day("Monday", "2031-04-07", "2031-04-08")}
    alike = verdict(claim("shelled", 0, **dated), claim("shelled", 1, **dated))
    bare = verdict(claim("shelled", 0), claim("shelled", 1))
    assert alike.probability > bare.probability
    assert {"same day", "same point"} <= dict(alike.features).keys()
