"""Figures over time: keys, wordings of one series, two totals that never meet, bulletins of many layouts cell by cell."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from claimwire.ceasefire import figures as figures_view
from claimwire.ceasefire.context import Context
from claimwire.ceasefire.figures import UnlikeUnits, add, figures
from claimwire.ceasefire.observation import Figure
from claimwire.ceasefire.provinces import rows as by_province
from claimwire.ontology import load
from claimwire.ontology.model import Ontology
from claimwire.records import Report

HERE = Path(__file__).parent
WORDINGS = [json.loads(line) for line in (HERE / "wordings.jsonl").read_text(encoding="utf-8").splitlines()]
BULLETINS = [json.loads(line) for line in (HERE / "bulletins.jsonl").read_text(encoding="utf-8").splitlines()]
# As the Russian Reconciliation Centre claimed them: settlements that signed, groups that accepted.
SETTLEMENTS = [
    ("2016-02-28", 35), ("2016-03-06", 42), ("2016-04-05", 58), ("2016-04-28", 74), ("2016-05-27", 120), ("2016-07-26", 259),
    ("2016-08-15", 408), ("2016-09-17", 627), ("2017-05-01", 1477),
]  # fmt: skip
GROUPS = [("2016-04-05", 47), ("2016-04-28", 52), ("2016-05-27", 60), ("2016-08-15", 69), ("2016-09-17", 69)]
TWO_TOTALS = [
    "65 groups (cessation of hostilities of May 2016) and 143 (agreement of February 2016) have signed so far.",
    "Under the cessation of hostilities of May 2016, 65 groups have joined; under the agreement of February 2016 it is 143.",
    "In total, 65 armed groups have joined the cessation of hostilities of May 2016 and 143 the agreement of February 2016.",
    "The May 2016 cessation of hostilities has been joined by 65 groups, and the February 2016 agreement by 143 groups.",
    "The number of groups that joined the cessation of hostilities of May 2016 remains 65, while 143 groups have joined under "
    "the agreement of February 2016.",
    "The number of groups that joined the cessation of hostilities of May 2016 remained 65. The number of groups that joined "
    "the agreement of February 2016 remained 143.",
    "Groups in the May 2016 cessation of hostilities: 65. Groups in the February 2016 agreement: 143.",
    "To date 143 armed groups have acceded to the agreement of February 2016 and 65 to the cessation of hostilities of May 2016.",
    "Armed groups that accepted: 65 (ceasefire of May 2016), 143 (agreement of 22 February 2016).",
]


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load()


@pytest.fixture(scope="session")
def figures_of(view_of):
    """Figures of texts: ``figures_of((published, publisher, text), ...)``."""
    return lambda *reports: view_of(figures, *reports)


@pytest.mark.parametrize("wording", WORDINGS, ids=lambda w: w["text"][:60])
def test_every_wording_of_the_public_series_comes_out_with_its_key(wording, coder, ontology):
    series = SETTLEMENTS if wording["measure"] == "settlements" else GROUPS
    reports, wanted = [], []
    for n, (day, value) in enumerate(series):
        dated = date.fromisoformat(day)
        named = f"{dated.day} {dated:%B %Y}" if n % 2 else f"{dated.day} {dated:%B}"
        text = wording["text"].replace("{n}", f"{value:,}").replace("{day}", named)
        published = (dated + timedelta(days="{day}" in wording["text"])).isoformat()
        reports.append(Report(id=f"w{n}", text=text, published_at=published, publisher="A Bulletin", sha256="0"))
        wanted.append((day, value))
    for reading, (day, value) in zip(coder.code(reports), wanted, strict=True):
        totals = [f for f in figures(Context(readings=(reading,), ontology=ontology)) if f.kind == "cumulative"]
        found = [(f.measure, f.value, f.as_of, f.agreement) for f in totals]
        assert found == [(wording["measure"], value, day, None)], reading.report.text
        assert (wording["counter"] or "A Bulletin").lower() in (totals[0].counter or "").lower()


@pytest.mark.parametrize("text", TWO_TOTALS)
def test_two_totals_under_two_agreements_never_meet(text, figures_of):
    found = sorted(figures_of(("2017-04-29", "Ministry of Defence", text)), key=lambda f: f.value)
    assert [(f.value, f.kind, f.measure) for f in found] == [(65, "cumulative", "groups"), (143, "cumulative", "groups")]
    assert [f.agreement for f in found] == ["ceasefire 2016-05", "agreement 2016-02"]
    assert found[0].key != found[1].key


def test_the_number_remained_is_an_observation_of_its_own_day(figures_of):
    found = figures_of(
        ("2016-08-15", "Centre", "The number of armed groups that accepted the ceasefire is 69."),
        ("2016-09-17", "Centre", "The number of armed groups that accepted the ceasefire remained 69."),
    )
    assert [(f.value, f.as_of) for f in found] == [(69, "2016-08-15"), (69, "2016-09-17")]
    assert found[0].key == found[1].key


def test_a_restated_total_is_one_observation_with_every_claim(figures_of):
    text = "The number of settlements that signed reached 74."
    found = figures_of(("2016-04-28", "Centre", text), ("2016-04-28", "Centre", f"{text} The talks go on."))
    assert len(found) == 1
    assert len(found[0].claims) == 2


def test_what_was_added_is_no_total(figures_of):
    text = "Four more settlements signed today, bringing the total to 74."
    found = figures_of(("2016-04-28", "Centre", text))
    assert sorted((f.value, f.kind) for f in found) == [(4, "increment"), (74, "cumulative")]


def test_the_old_value_of_a_rise_is_no_total_of_today(figures_of):
    found = figures_of(("2016-04-28", "Centre", "The number of settlements that signed rose from 58 to 74."))
    assert [(f.value, f.kind) for f in found] == [(74, "cumulative")]


def test_those_who_are_counted_do_not_count_themselves(figures_of):
    text = '"Sixty armed groups have stated that they accept the ceasefire," Sergei Rudskoy said.'
    found = figures_of(("2016-05-27", "Agency", text))
    assert [(f.value, f.kind) for f in found] == [(60, "cumulative")]
    assert "Rudskoy" in found[0].counter


def test_each_side_counts_its_own_cases(figures_of):
    text = "The Russian side recorded 11 violations: Hama (8), Idlib (3). The Turkish side recorded 5: Hama (4), Homs (1)."
    found = figures_of(("2017-05-02", "Ministry", text))
    sides = {(f.counter, f.value) for f in found}
    assert {c for c, v in sides if v in (11, 8, 3)} == {"The Russian side"}
    assert {c for c, v in sides if v in (5, 4, 1)} == {"The Turkish side"}


def test_whoever_is_accused_is_not_who_counts(figures_of):
    text = "Over the past day 9 violations by illegal armed formations were registered in Aleppo (6) and Hama (3)."
    assert {f.counter for f in figures_of(("2017-05-02", "Centre", text))} == {"Centre"}


def test_explosions_are_another_unit_than_violations(figures_of):
    text = "In Luhansk region the mission recorded 188 ceasefire violations, including 31 explosions."
    found = figures_of(("2018-05-17", "Mission", text))
    assert {(f.measure, f.value, f.scope) for f in found} == {("violations", 188, "Luhansk"), ("explosions", 31, "Luhansk")}
    with pytest.raises(UnlikeUnits, match="units"):
        add(found)


def test_running_totals_are_not_added(figures_of):
    text = "The number of settlements that signed reached {}."
    found = figures_of(*(("2016-04-0" + str(n), "Centre", text.format(50 + n)) for n in (1, 2)))
    with pytest.raises(UnlikeUnits, match="running total"):
        add(found)


def test_counts_of_one_unit_and_counter_are_added(figures_of):
    found = figures_of(("2017-05-02", "Centre", "Five violations were recorded over the day: Hama (4), Homs (1)."))
    assert add(f for f in found if f.kind == "part") == 5


def test_what_is_promised_or_denied_is_no_figure(figures_of):
    assert figures_of(("2017-05-02", "Centre", "The centre will deliver 14 tonnes of aid to Homs tomorrow.")) == []


def test_the_briefing_gives_120_settlements_and_sixty_groups_of_its_speaker(shared, coder, ontology):
    text = (shared / "data/briefing/briefing-2016-05-27.txt").read_text(encoding="utf-8")
    report = Report(id="briefing", text=text, published_at="2016-05-27", publisher="Agency", sha256="0")
    found = figures(Context(readings=tuple(coder.code([report])), ontology=ontology))
    totals = {f.measure: f for f in found if f.kind == "cumulative"}
    assert (totals["settlements"].value, totals["settlements"].as_of) == (120, "2016-05-27")
    assert totals["groups"].value == 60
    assert totals["settlements"].counter_id == totals["groups"].counter_id == "person:sergey-rudskoy"


# -- bulletins: cells exact --------------------------------------------------------------------------------------------


def _plain(name: str | None) -> str:
    return (name or "").lower().replace("-", " ")


def _cells(part: str, coder: Any, ontology: Ontology) -> tuple[int, int, list[str]]:
    right, n, wrong = 0, 0, []
    for bulletin in (b for b in BULLETINS if b["part"] == part):
        report = Report(
            id=bulletin["id"],
            text=bulletin["text"],
            published_at=bulletin["published_at"],
            publisher=bulletin["publisher"],
            sha256="0",
        )
        left = figures(Context(readings=tuple(coder.code([report])), ontology=ontology))
        for cell in bulletin["cells"]:
            n += 1
            hit = next((f for f in left if _is_cell(f, cell)), None)
            if hit is None:
                wrong.append(f"{bulletin['id']}: {cell}")
                continue
            left.remove(hit)
            right += 1
    return right, n, wrong


def _is_cell(figure: Figure, cell: dict[str, Any]) -> bool:
    at = (
        figure.kind != "part"
        if cell["place"] is None
        else _plain(cell["place"]) in (_plain(figure.scope), _plain(figure.province))
    )
    said = cell["counter"] is None or cell["counter"].lower() in (figure.counter or "").lower()
    return (figure.measure, figure.value, figure.kind) == (cell["measure"], cell["value"], cell["kind"]) and at and said


# Each held part was written before any of its readings was looked at. At that first look 66 of 69, 49 of 74, 51 of 68, 50 of 59
# and 39 of 39 cells had the right value, and of held6 to held10 57 of 84, 56 of 74, 69 of 89, 49 of 64 and 41 of 44 all of
# their key; what was missing was mended by class.
@pytest.mark.parametrize(
    "part", ["shown", "held", "held2", "held3", "held4", "held5", "held6", "held7", "held8", "held9", "held10"]
)
def test_cells_of_bulletins_in_many_layouts_are_exact(part, coder, ontology):
    right, n, wrong = _cells(part, coder, ontology)
    assert n >= 39
    assert right >= 0.97 * n, wrong


@pytest.mark.parametrize(
    "opening", ["Within 24 hours", "Within the last 24 hours", "In the past 24 hours", "Over the past 24 hours"]
)
def test_a_window_is_read_back_from_the_bulletins_date_and_bounds_every_count_of_its_paragraph(figures_of, opening):
    text = f"{opening}, one side registered 7 violations in Hama (4) and Homs (3). The other side registered 2 violations."
    found = figures_of(("2019-04-15", "Centre", text))
    assert sorted(f.value for f in found) == [2, 3, 4, 7]
    assert {(f.period_start, f.period_end) for f in found} == {("2019-04-14", "2019-04-16")}


@pytest.mark.parametrize(
    "text",
    [
        "No violations were recorded in Daraa.",
        "No ceasefire violations were noted in the province of Daraa.",
        "Not a single violation was registered in Daraa.",
        "In Daraa there were no breaches of the truce.",
    ],
)
def test_none_in_a_province_is_a_zero_there(figures_of, text):
    found = figures_of(("2019-04-15", "Centre", text))
    assert [(f.measure, f.value, f.kind, f.province) for f in found] == [("violations", 0, "period", "Daraa")]


def test_a_side_that_recorded_none_recorded_none_of_what_the_other_did(figures_of):
    text = "The Russian side recorded 6 violations in Homs. The Turkish side recorded none."
    found = figures_of(("2019-04-15", "Centre", text))
    assert [(f.measure, f.value, f.counter) for f in found] == [
        ("violations", 6, "The Russian side"),
        ("violations", 0, "The Turkish side"),
    ]


def test_a_row_opens_its_words(view_of):
    text = "Five violations were recorded over the day: Hama (4), Homs (1)."
    rows = view_of(figures_view.rows, ("2017-05-02", "Centre", text))
    assert {r["evidence"]["words"] for r in rows if r["kind"] == "part"} == {"Hama (4)", "Homs (1)"}
    assert all(r["claims"] and tuple(r) == figures_view.COLUMNS for r in rows)
    provinces = view_of(by_province, ("2017-05-02", "Centre", text))
    assert [(r["province"], r["value"]) for r in provinces] == [("Hama", 4), ("Homs", 1)]
