"""Sources and publishers: whose claims nobody else tells, who prints whom, which side each is of."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claimwire.ceasefire.context import Context, Row
from claimwire.ceasefire.sources import SOURCES
from claimwire.ontology import load as load_ontology
from claimwire.records import Event, Origin, Reading

Read = Callable[..., Reading]
TOLD = "The Syrian army shelled Douma on 26 May, Sergey Rudskoy said."


def event(readings: tuple[Reading, ...], n_origins: int) -> Event:
    claims = tuple(c.id for r in readings for c in r.claims)
    origin = Origin(
        id="o-1", kind="speech", name="Sergey Rudskoy", side="syria:government", independent=True, claims=claims,
        reports=tuple(r.report.id for r in readings), because=("one speech",),
    )  # fmt: skip
    values: dict[str, Any] = {
        "event_type": "ASSAULT", "modes": (), "places": (), "time": None, "actors": (), "recipients": (), "quantities": {},
        "n_claims": len(claims), "n_statements": 1, "n_reports": 2, "status": "party_claim_only", "status_by_attribute": {},
    }  # fmt: skip
    return Event(id="e-1", claims=claims, n_origins=n_origins, origins=(origin,), **values)


@pytest.fixture(scope="module")
def rows(read: Read) -> Callable[..., dict[str, Row]]:
    ontology = load_ontology()
    two = (
        read(TOLD, published="2016-05-27", publisher="Own Wire"),
        read("Briefing in Moscow. " + TOLD, published="2016-05-28", publisher="Second Paper"),
    )

    def rows_(*, n_origins: int = 1, **window: str) -> dict[str, Row]:
        context = Context(readings=two, events=(event(two, n_origins),), ontology=ontology, **window)  # type: ignore[arg-type]
        return {r["name"]: r for r in SOURCES.rows(context)}

    return rows_


def test_a_speaker_is_counted_once_over_the_papers_that_print_him(rows: Callable[..., dict[str, Row]]) -> None:
    found = rows()
    speaker = found["Sergey Rudskoy"]
    assert (speaker["kind"], speaker["reports"], speaker["printed_by"]) == ("source", 2, ["Own Wire", "Second Paper"])
    assert "syria:government" in speaker["side"]
    assert (found["Own Wire"]["kind"], found["Own Wire"]["side"]) == ("publisher", None)


def test_an_event_of_one_origin_is_told_by_nobody_else_however_many_print_it(rows: Callable[..., dict[str, Row]]) -> None:
    assert rows()["Own Wire"]["share_alone"] == 1.0
    assert rows(n_origins=2)["Own Wire"]["share_alone"] == 0.0


def test_papers_that_print_one_voice_are_named_with_it(rows: Callable[..., dict[str, Row]]) -> None:
    assert rows()["Own Wire"]["reprints"] == ["Sergey Rudskoy, also in Second Paper (1)"]


def test_claims_outside_the_window_are_not_counted(rows: Callable[..., dict[str, Row]]) -> None:
    assert rows(to="2016-05-20") == {}


def test_without_events_no_share_is_made_up(read: Read) -> None:
    told = read(TOLD, published="2016-05-27", publisher="Own Wire")
    found = list(SOURCES.rows(Context(readings=(told,), ontology=load_ontology())))
    assert {r["share_alone"] for r in found} == {None}
