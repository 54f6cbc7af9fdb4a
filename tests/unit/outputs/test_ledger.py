"""What the page is given of the ceasefire ledger: tables with the claims behind each row, and charts of their figures."""

from __future__ import annotations

from typing import Any

from claimwire.outputs.ledger import ledger_data
from invented_ledger import CLAIMS, ledger

AT = {claim: (n, m) for n, claims in enumerate(CLAIMS.values()) for m, claim in enumerate(claims)}


def tables(at: dict[str, tuple[int, int]] = AT) -> dict[str, dict[str, Any]]:
    return {t["name"]: t for t in ledger_data(ledger(), at)}


def test_a_row_names_the_claims_that_it_rests_on_and_counts_those_elsewhere() -> None:
    figures = tables()["figures"]
    assert figures["rows"][0]["claims"] == [AT[CLAIMS["mod-strike"][0]]]
    assert figures["rows"][0]["left"] == 0
    assert tables({})["figures"]["rows"][0] | {"cells": None} == {"cells": None, "claims": [], "left": 1}


def test_what_all_rows_share_stands_above_the_table() -> None:
    figures = tables()["figures"]
    assert ["agreement", "qarat-2031"] in figures["same"]
    assert ["scope", None] in figures["same"]
    assert "agreement" not in {c["label"] for c in figures["columns"]}
    assert len(figures["rows"][0]["cells"]) == len(figures["columns"])


def test_evidence_is_its_words() -> None:
    figures = tables()["figures"]
    n = [c["label"] for c in figures["columns"]].index("evidence")
    assert figures["rows"][0]["cells"][n] == "“35 settlements”"


def test_figures_of_different_counters_are_never_one_line() -> None:
    (chart,) = tables()["figures"]["charts"]
    assert [(s["name"], len(s["points"])) for s in chart["series"]] == [
        ("according to Arvan Ministry of Defence, qarat-2031", 4),
        ("according to Truce Mission, qarat-2031", 2),
    ]
    assert [p.get("alert") for p in chart["series"][0]["points"]].count(None) == 3


def figure(**changes: Any) -> dict[str, Any]:
    return ledger()[0]["rows"][0] | changes


def chart_of(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    table = ledger()[0] | {"rows": list(rows)}
    return ledger_data([table], AT)[0]["charts"]


def test_measures_and_kinds_are_charts_of_their_own_and_single_figures_are_none() -> None:
    assert chart_of(figure()) == []
    two = (figure(), figure(as_of="2031-04-03"))
    groups = (figure(measure="groups", unit="groups"), figure(measure="groups", unit="groups", as_of="2031-04-03"))
    daily = tuple(row | {"kind": "period"} for row in two)
    assert [c["label"] for c in chart_of(*two, *groups, *daily)] == [
        "settlements: running totals",
        "groups: running totals",
        "settlements: counts of a period",
    ]


def test_a_figure_without_an_exact_day_is_not_drawn_and_that_is_said() -> None:
    (chart,) = chart_of(figure(), figure(as_of="2031-04-03"), figure(as_of="2031-04"))
    assert len(chart["series"][0]["points"]) == 2
    assert chart["note"] == "Figures without an exact day are in the table only: 1."


def test_parts_of_a_total_are_no_points_of_its_series() -> None:
    assert chart_of(figure(kind="part"), figure(kind="part", as_of="2031-04-03")) == []


def test_a_matrix_keeps_claims_and_events_apart() -> None:
    (chart,) = tables()["allegation_matrix"]["charts"]
    assert chart["columns"] == ["Northern Corps", "Arvan Air Force"], "most events first"
    assert chart["rows"] == ["Truce Mission", "Daily Ember"]
    assert [[c and c["words"] for c in row] for row in chart["cells"]] == [["2 (4)", "1 (3)"], ["6 (9)", None]]


def test_a_long_window_is_counted_in_weeks_and_a_longer_one_in_stretches_of_thirty_days() -> None:
    def calendar(to: str) -> dict[str, Any]:
        row = {"kind": "source", "name": "Coast Radio", "from": "2031-01-01", "to": to, "days": None, "note": ""}
        return ledger_data([ledger()[3] | {"rows": [row]}], AT)[0]["charts"][0]

    assert calendar("2031-01-10")["lines"] == [{"name": "Coast Radio", "silent": [1] * 10}]
    weeks = calendar("2031-04-30")
    assert (weeks["unit"], weeks["lines"][0]["silent"][0], sum(weeks["lines"][0]["silent"])) == ("week", 7, 120)
    years = calendar("2033-12-31")
    assert years["unit"] == "30 days"
    assert len(years["days"]) < 40


def test_a_table_of_nothing_is_still_a_table() -> None:
    talks = tables()["talks"]
    assert (talks["rows"], talks["charts"]) == ([], [])
