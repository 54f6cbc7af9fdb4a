"""Contradictions: each pair with both quotations, whose words they are, and how the one answers the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from claimwire.ceasefire.context import Context, Row
from claimwire.ceasefire.contradictions import CONTRADICTIONS
from claimwire.ontology import load
from claimwire.records import Contradiction, Event, Reading

TOLD = "The Syrian army shelled Douma on 26 May, Jaysh al-Islam said."
DENIED = "The Syrian army denied shelling Douma on 26 May."


@pytest.fixture(scope="module")
def rows(read: Callable[..., Reading]) -> Callable[..., list[Row]]:
    ontology = load()
    two = (
        read(TOLD, published="2016-05-27", publisher="Own Wire"),
        read(DENIED, published="2016-05-28", publisher="Second Paper"),
    )
    told, denied = (next(c for c in r.claims if c.event_type == "ASSAULT") for r in two)
    values: dict[str, Any] = {
        "event_type": "ASSAULT", "modes": ("heavy-weapons",), "places": (), "time": None, "actors": told.actor, "recipients": (),
        "quantities": {}, "n_claims": 2, "n_statements": 2, "n_reports": 2, "n_origins": 2, "status": "contested",
        "status_by_attribute": {},
    }  # fmt: skip
    clash = Contradiction(attribute="occurrence", claims=(told.id, denied.id), note="denied", relation="denies")
    event = Event(id="e-1", claims=(told.id, denied.id), contradictions=(clash,), **values)

    def rows_(**window: str) -> list[Row]:
        return list(
            CONTRADICTIONS.rows(Context(readings=two, events=(event,), ontology=ontology, **window))  # type: ignore[arg-type]
        )

    return rows_


def test_a_denial_stands_beside_what_it_denies_each_in_its_own_words(rows: Callable[..., list[Row]]) -> None:
    (row,) = rows()
    assert row.keys() == set(CONTRADICTIONS.columns)
    assert (row["claim_a"], row["claim_b"]) == (TOLD, DENIED)
    assert row["according_to_a"] == "Own Wire > Jaysh al-Islam"
    assert (row["kind"], row["relation"], row["status"]) == ("occurrence", "denies", "contested")
    assert row["subject"] == "ASSAULT/heavy-weapons by Syrian Army"
    assert len(row["claims"]) == 2


def test_a_contradiction_of_which_neither_side_is_in_the_window_is_left_out(rows: Callable[..., list[Row]]) -> None:
    assert rows(to="2016-05-01") == []
    assert len(rows(from_="2016-05-26", to="2016-05-26")) == 1
