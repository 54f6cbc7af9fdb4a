"""What may share an event, what never may, and what an event says of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from claimwire import consolidate
from claimwire.consolidate.within import compare, view
from claimwire.pipeline import Coder
from claimwire.records import Claim, ClaimPlace, ClaimTime, Participant, Place, Reading, Report, TimeInterval

TEXT = (
    "Rebels shelled Dara on Monday, killing four. Rebels shelled Khan Sefer too. The shelling of Dara was denied by the rebels. "
    "Rebels tried to shell Bel Amun on Tuesday."
)
REPORT = Report(id="r", text=TEXT, publisher="Wire")


def span(words: str, nth: int = 0) -> tuple[int, int]:
    at = -1
    for _ in range(nth + 1):
        at = TEXT.index(words, at + 1)
    return at, at + len(words)


def place(words: str, target: str, nth: int = 0) -> ClaimPlace:
    found = Place(target=target, name=words, country="ORS", latitude=1.0, longitude=1.0, precision=1, radius_km=2)
    return ClaimPlace(mention=None, span=REPORT.span(*span(words, nth)), role="location", place=found)


def day(words: str, date: str, until: str) -> ClaimTime:
    interval = TimeInterval(edtf=date, start=date, end=until, precision="day", rule="test")
    return ClaimTime(mention=None, span=REPORT.span(*span(words)), interval=interval)


def claim(words: str, nth: int = 0, **fields: object) -> Claim:
    trigger = REPORT.span(*span(words, nth))
    base = Claim(
        id=f"c-{trigger.start}",
        statement=None,
        sentence="s",
        kind="event",
        event_type="ASSAULT",
        modes=("heavy-weapons",),
        contexts=(),
        trigger=trigger,
        evidence=trigger,
        actor=(),
        recipient=(),
        places=(),
        time=None,
        realization="actual",
        factuality="CT+",
        aspect=None,
        change=None,
        quantities=(),
        effect=None,
        rule="test",
        score=1.0,
    )
    return replace(base, **fields)  # type: ignore[arg-type]


def veto(a: Claim, b: Claim) -> str | None:
    views = [view(c, report=REPORT, sentence=n) for n, c in enumerate((a, b))]
    assert compare(views[0], views[1]) == compare(views[1], views[0]), "comparing is symmetric"
    return compare(views[0], views[1]).veto


def actor(words: str, target: str) -> tuple[Participant, ...]:
    return (Participant(mention=None, span=REPORT.span(*span(words)), target=target, name=words),)


DARA = place("Dara", "x:dara")


@pytest.mark.parametrize(
    ("other", "why"),
    [
        (claim("shelled", 1, places=(place("Khan Sefer", "x:khan"),)), "two named points"),
        (claim("shell Bel", 0, realization="attempted", places=(DARA,)), "other realization"),
        (claim("killing", event_type="COERCE"), "other type"),
        (claim("shelled", 1, actor=actor("rebels", "force:tur-army"), places=(DARA,)), "two named actors"),
    ],
)
def test_what_the_codebook_keeps_apart_is_never_merged(other: Claim, why: str) -> None:
    first = claim("shelled", 0, places=(DARA,), actor=actor("Rebels", "group:northern-corps"))
    assert veto(first, other) == why


def test_disjoint_exact_dates_are_two_events() -> None:
    first = claim("shelled", 0, time=day("Monday", "2031-04-07", "2031-04-08"))
    second = claim("shell Bel", 0, time=day("Tuesday", "2031-04-08", "2031-04-09"))
    assert veto(first, second) == "disjoint dates"


def test_a_class_may_be_a_named_group_but_not_a_state() -> None:
    militants = claim("shelled", 0, actor=actor("Rebels", "class:militant"))
    assert veto(militants, claim("shelled", 1, actor=actor("rebels", "group:northern-corps"))) is None
    assert veto(militants, claim("shelled", 1, actor=actor("rebels", "force:syr-military"))) == "two named actors"


def test_forces_and_government_of_one_state_are_one_family() -> None:
    a = claim("shelled", 0, actor=actor("Rebels", "force:tur-army"))
    b = claim("shelled", 1, actor=actor("rebels", "gov:tur"))
    assert veto(a, b) is None


def test_a_restatement_with_the_definite_article_joins_its_event(read: Callable[..., Reading]) -> None:
    reading = read(
        "The Northern Corps shelled the market of Karvash on Tuesday. The shelling of the market of Karvash killed nine people."
    )
    shelling = {c.event for c in reading.claims if c.trigger.text.startswith("shell")}
    assert len(shelling) == 1


def test_every_claim_has_an_event_and_none_is_dropped(read: Callable[..., Reading], coder: Coder) -> None:
    reading = read("Rebels shelled Dara on Monday. The army bombed Khan Sefer. The army denied bombing Khan Sefer.")
    found = consolidate.events(reading, ontology=coder.ontology)
    assert sorted(c for e in found for c in e.claims) == sorted(c.id for c in reading.claims)


def test_one_report_corroborates_nothing(read: Callable[..., Reading], coder: Coder) -> None:
    reading = read(
        "Shells hit the market, the army said. Shells hit the market, the rebels said. Shells hit the market, a doctor said."
    )
    assert "corroborated" not in {e.status for e in consolidate.events(reading, ontology=coder.ontology)}


def test_the_number_of_an_event_keeps_the_bounds_of_its_words(read: Callable[..., Reading], coder: Coder) -> None:
    reading = read("An air strike on the village of Osh Hadra killed more than 30 people.")
    ranges = [q for e in consolidate.events(reading, ontology=coder.ontology) for m, q in e.quantities.items() if m == "killed"]
    assert [(q.low, q.high) for q in ranges] == [(31.0, None)]
