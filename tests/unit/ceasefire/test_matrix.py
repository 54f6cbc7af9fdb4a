"""Counts of who alleges against whom: claims and events side by side, by alleger, never over agreements."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from claimwire.ceasefire.agreements import load
from claimwire.ceasefire.context import Context, Row
from claimwire.ceasefire.matrix import MATRIX
from claimwire.ontology import load as load_ontology
from claimwire.records import Event, Reading

SHELLED = "The Syrian army shelled Douma on 26 May, Jaysh al-Islam said."


def event(*claims: str, **more: object) -> Event:
    plain = {
        "event_type": "ASSAULT", "modes": (), "places": (), "time": None, "actors": (), "recipients": (), "quantities": {},
        "n_claims": len(claims), "n_statements": 1, "n_reports": len(claims), "n_origins": 1, "status": "party_claim_only",
        "status_by_attribute": {},
    }  # fmt: skip
    return Event(id="e-1", claims=claims, **{**plain, **more})  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def cells(read: Callable[..., Reading]) -> Callable[..., list[Row]]:
    ontology = load_ontology()

    def cells_(*texts: str, together: bool = False) -> list[Row]:
        readings = tuple(read(t, published="2016-05-27", publisher="Own Wire") for t in texts)
        shelled = [c.id for r in readings for c in r.claims if c.event_type == "ASSAULT"]
        events = (event(*shelled),) if together else ()
        return list(MATRIX.rows(Context(readings=readings, events=events, ontology=ontology, agreements=load(ontology=ontology))))

    return cells_


def test_one_shelling_told_in_two_reports_is_two_claims_and_one_event(cells: Callable[..., list[Row]]) -> None:
    (cell,) = cells(SHELLED, "A correction of style. " + SHELLED, together=True)
    assert (cell["alleger"], cell["accused"]) == ("Jaysh al-Islam", "Syrian Army")
    assert (cell["n_claims"], cell["n_events"]) == (2, 1)
    assert len(cell["claims"]) == 2


def test_claims_that_nothing_was_consolidated_with_are_events_of_their_own(cells: Callable[..., list[Row]]) -> None:
    (cell,) = cells(SHELLED, "The Syrian army shelled Aleppo on 25 May, Jaysh al-Islam said.")
    assert (cell["n_claims"], cell["n_events"]) == (2, 2)


def test_words_and_computed_candidates_are_counted_apart(cells: Callable[..., list[Row]]) -> None:
    found = cells(
        SHELLED,
        "Jaysh al-Islam accused the Syrian army of violating the ceasefire by shelling Harasta on 25 May.",
    )
    assert sorted((c["basis"], c["n_claims"]) for c in found) == [("alleged in words", 1), ("computed from party status", 1)]


def test_two_allegers_of_one_act_keep_their_own_cells(cells: Callable[..., list[Row]]) -> None:
    found = cells(SHELLED, "The Syrian army shelled Douma on 26 May, Ahrar al-Sham said.", together=True)
    assert [(c["alleger"], c["n_events"]) for c in found] == [("Ahrar al-Sham", 1), ("Jaysh al-Islam", 1)]
