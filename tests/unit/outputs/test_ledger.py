"""What the page is given of the ceasefire ledger: tables with the claims behind each row, and charts of their figures."""

from __future__ import annotations

from typing import Any

from claimwire.outputs.ledger import ledger_data
from invented_ledger import CLAIMS, ledger

AT = {claim: (n, m) for n, claims in enumerate(CLAIMS.values()) for m, claim in enumerate(claims)}


def tables(at: dict[str, tuple[int, int]] = AT) -> dict[str, dict[str, Any]]:
    return {t["name"]: t for t in ledger_data(ledger(), at, {})}


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


def test_evidence_is_what_a_row_opens_and_no_column_of_its_own() -> None:
    figures = tables()["figures"]
    assert "evidence" not in {c["label"] for c in figures["columns"]} | {label for label, _ in figures["same"]}
    without = {**ledger()[0], "columns": ("measure", "evidence")}
    (data,) = ledger_data([without], AT, {})
    assert data["rows"][0]["cells"] == ["“35 settlements”"]


def test_a_number_is_said_with_its_bounds_in_one_cell() -> None:
    rows = [figure(), figure(low=36, high=None, value=36), figure(low=None, high=40, value=40)]
    (data,) = ledger_data([ledger()[0] | {"rows": rows}], AT, {})
    n = [c["label"] for c in data["columns"]].index("value")
    assert [row["cells"][n] for row in data["rows"]] == [35, "36 or more", "up to 40"]
    assert not {"low", "high"} & {c["label"] for c in data["columns"]}


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
    return ledger_data([table], AT, {})[0]["charts"]


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
        return ledger_data([ledger()[-1] | {"rows": [row]}], AT, {})[0]["charts"][0]

    assert calendar("2031-01-10")["lines"] == [{"name": "Coast Radio", "silent": [1] * 10}]
    weeks = calendar("2031-04-30")
    assert (weeks["unit"], weeks["lines"][0]["silent"][0], sum(weeks["lines"][0]["silent"])) == ("week", 7, 120)
    years = calendar("2033-12-31")
    assert years["unit"] == "30 days"
    assert len(years["days"]) < 40


def test_a_table_of_nothing_is_still_a_table() -> None:
    talks = tables()["talks"]
    assert (talks["rows"], talks["charts"]) == ([], [])


def province(name: str, day: str, value: float, before: float | None, **changes: Any) -> dict[str, Any]:
    return {
        "date": day,
        "counter": "Truce Mission",
        "measure": "violations",
        "unit": "case",
        "agreement": "qarat-2031",
        "province": name,
        "place": name,
        "kind": "period",
        "value": value,
        "previous": before,
        "alerts": [],
        "claims": [],
    } | changes


def bars(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    table = {"name": "by_province", "title": "", "about": "", "columns": tuple(rows[0]), "rows": list(rows)}
    return ledger_data([table], AT, {})[0]["charts"]


def test_provinces_are_bars_of_the_last_day_beside_the_period_before() -> None:
    rows = [
        province(n, d, v, b)
        for n, d, v, b in (("Sahl", "2031-05-01", 4, None), ("Sahl", "2031-05-02", 7, 4), ("Lir", "2031-05-02", 2, None))
    ]
    (chart,) = bars(*rows)
    (group,) = chart["groups"]
    assert (group["name"], group["day"]) == ("Truce Mission", "2031-05-02")
    assert [(b["name"], b["value"], b["before"]) for b in group["bars"]] == [("Sahl", 7, 4), ("Lir", 2, None)]
    assert "case" in group["about"]


def test_counters_and_units_never_share_their_bars_and_one_bar_is_none() -> None:
    rows = [province(n, "2031-05-02", 3, None, counter=c) for c in ("Truce Mission", "Corps") for n in ("Sahl", "Lir")]
    assert [g["name"] for g in bars(*rows)[0]["groups"]] == ["Truce Mission", "Corps"]
    assert bars(province("Sahl", "2031-05-02", 3, None), province("Lir", "2031-05-02", 3, None, unit="explosion")) == []


def test_a_place_in_a_report_is_said_by_its_publisher() -> None:
    table = {
        "name": "figures",
        "title": "",
        "about": "",
        "columns": ("alerts", "speaker", "speaker_written", "speaker_id"),
        "rows": [{"alerts": ["falls: “35” (mod-strike [12, 40))"], "speaker": None, "speaker_written": "he", "speaker_id": "x"}],
    }
    (data,) = ledger_data([table], AT, {"mod-strike": "Arvan Defence Bulletin of 2031-05-04"})
    assert [c["label"] for c in data["columns"]] == ["alerts", "speaker"]
    assert data["rows"][0]["cells"] == [["falls: “35” (Arvan Defence Bulletin of 2031-05-04)"], "he"], (
        "as written, where nobody is known"
    )


def test_a_long_table_is_cut_and_says_how_long_it_is() -> None:
    table = ledger()[0] | {"rows": [ledger()[0]["rows"][0]] * 2_500}
    (data,) = ledger_data([table], AT, {})
    assert (len(data["rows"]), data["n"]) == (2_000, 2_500)
