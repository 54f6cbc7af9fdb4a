"""What benchmarks ask of consolidation: through a store, as users have it."""

from __future__ import annotations

import pytest

from claimwire.cli.grouping import Row, copies, differ, grouping, link
from claimwire.config import Settings
from claimwire.pipeline import Coder, Failure
from claimwire.records import Reading, Report

COLUMNS = {"id": ("nr",), "start": ("day",), "place": ("town",), "deaths": ("dead",)}
ROWS: list[Row] = [
    {"nr": "1", "day": "2031-06-03", "town": "Bel Amun", "dead": "14"},
    {"nr": "2", "day": "never", "town": "Bel Amun", "dead": "14"},
    {"nr": "3", "day": "2031-06-03", "town": "Bel Amun", "dead": "12"},
]
SHELLS = "Shells struck the grain market in Orvess on Tuesday, killing six shoppers. The mayor was abroad."


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder.open(Settings())


@pytest.fixture(scope="module")
def readings(coder: Coder) -> list[Reading]:
    reports = [
        Report(id=name, text=text, publisher=name, published_at="2031-06-04")
        for name, text in (("a", SHELLS), ("b", SHELLS), ("c", "Police arrested a printer in Venn on Monday."))
    ]
    out = coder.code(reports)
    assert not any(isinstance(r, Failure) for r in out)
    return [r for r in out if isinstance(r, Reading)]


def test_a_row_that_cannot_be_read_stays_alone_and_keeps_its_place() -> None:
    groups, compared = link(ROWS, COLUMNS)
    assert groups[0] == groups[2] != groups[1] and compared == {(0, 2)}
    assert differ(ROWS, COLUMNS) == {"deaths"}


def test_events_are_over_all_readings_and_each_claim_has_one(coder: Coder, readings: list[Reading]) -> None:
    event_of = grouping(coder).event_of(readings)
    assert set(event_of) == {c.id for r in readings for c in r.claims}
    struck = [event_of[next(c.id for c in r.claims if c.trigger.text == "struck")] for r in readings[:2]]
    assert struck[0] == struck[1], "a copy tells of the same shelling"
    assert not set(struck) & {event_of[c.id] for c in readings[2].claims}


def test_happenings_have_keys_and_copies_are_grouped(coder: Coder, readings: list[Reading]) -> None:
    found = grouping(coder).blocked(readings)
    assert {b.report for b in found} == {"a", "b", "c"} and all(b.keys for b in found)
    assert {c for b in found for c in b.claims} == {c.id for r in readings for c in r.claims}
    assert copies(readings) == [frozenset({"a", "b"})]
