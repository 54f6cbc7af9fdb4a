"""How rows of the ledger read in a document."""

from __future__ import annotations

import pytest

from claimwire.ceasefire.cells import brief, cell, difference


@pytest.mark.parametrize(
    ("row", "column", "text"),
    [
        ({"act": "ASSAULT/heavy-weapons"}, "act", "assault: heavy weapons"),
        ({"subject": "ASSAULT/aerial by Northern Corps"}, "subject", "assault: aerial by Northern Corps"),
        ({"measure": "violations"}, "measure", "alleged breaches"),
        ({"speaker": None, "publisher": "Coast News"}, "speaker", "Coast News"),
        ({"since": None, "since_by": "2031-05-12"}, "since", "by 2031-05-12"),
        ({"since": "2031-05-11", "since_by": None}, "since", "2031-05-11"),
        ({"place": "Hama", "province": "Hama"}, "place", "–"),
        ({"place": "Rabia", "province": "Latakia"}, "place", "Rabia"),
        ({"difference": 3.0}, "difference", "+3"),
        ({"difference": 0.0}, "difference", "no change"),
        ({"difference": None}, "difference", "–"),
        ({"agreement": "karvash-2031"}, "agreement", "Truce of Karvash"),
        ({"agreement": "the truce"}, "agreement", "the truce"),
        ({"kind": "agent"}, "aspect", "who did it"),
    ],
)
def test_a_cell_says_in_words_what_a_row_holds(row: dict[str, object], column: str, text: str) -> None:
    assert cell(row, column, {"karvash-2031": "Truce of Karvash"}) == text


def test_a_difference_from_what_is_not_known_is_not_known() -> None:
    assert [difference(None, 3), difference(3, 3), difference(5, 3)] == ["not known", "no change", "-2"]


def test_an_alert_is_shown_without_the_quotations_that_stand_among_the_evidence() -> None:
    assert brief("a running total falls: 120 to 117 (-3): “reached 120” (r [0, 9)) against “reached 117” (s [0, 9))") == (
        "a running total falls: 120 to 117 (-3)"
    )
