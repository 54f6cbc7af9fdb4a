"""A figure, a correction and a hold where an agreement, a report or a town is named beside another."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from claimwire.ceasefire import Context, load_agreements
from claimwire.ceasefire.allegations import ALLEGATIONS
from claimwire.ceasefire.arithmetic import with_alerts
from claimwire.ceasefire.control import CONTROL
from claimwire.ceasefire.figures import figures
from claimwire.ceasefire.talks import TALKS
from claimwire.ontology import load
from claimwire.records import Reading

ACCORD = """
agreement: river-2016
title: River House Accord
names: [River House Accord]
in_force: {from: 2016-01-05}
area: {says: all of Syria, countries: [SYR]}
parties: [{actor: state:syr, because: signed}]
prohibited: [{id: fire, clause: article 1, says: any fire, events: [ASSAULT], against: anyone}]
text: {document: River House Accord}
sources: [invented for this test]
"""
Read = Callable[..., Reading]


@pytest.fixture
def accord(tmp_path: Path):
    (tmp_path / "river.yaml").write_text(ACCORD, encoding="utf-8")
    return load_agreements(tmp_path, ontology=load())


def test_a_figure_is_of_the_agreement_whose_own_name_stands_beside_it(read: Read, accord) -> None:
    text = (
        "The number of armed groups that have accepted the River House Accord has reached 143, while 65 have joined the "
        "cessation of hostilities of February 2016."
    )
    found = figures(
        Context(readings=(read(text, published="2016-05-27", publisher="Centre"),), ontology=load(), agreements=accord)
    )
    assert {f.value: f.agreement for f in found} == {143: "river-2016", 65: "syria-2016-02"}


def test_a_report_that_goes_on_with_a_series_and_gives_another_beside_it_drifts_in_neither(read: Read, accord) -> None:
    readings = (
        read(
            "The number of groups that have joined the cessation of hostilities of February 2016 has reached 60.",
            published="2016-05-20",
        ),
        read(
            "143 armed groups have accepted the River House Accord, and 65 have joined the cessation of hostilities of "
            "February 2016.",
            published="2016-05-27",
        ),
    )
    found = with_alerts(figures(Context(readings=readings, ontology=load(), agreements=accord)))
    assert {f.value for f in found} >= {60, 143, 65}
    assert [a for f in found for a in f.alerts] == []


def test_the_numbers_of_a_corrected_report_give_way_to_those_of_its_correction(read: Read) -> None:
    first = read(
        "The mission recorded 61 explosions in Homs province on 6 May 2016.", published="2016-05-07", publisher="Mission"
    )
    later = read(
        "The mission recorded 16 explosions in Homs province on 6 May 2016.", published="2016-05-09", publisher="Mission"
    )
    later = replace(later, report=replace(later.report, status="corrected", corrects=first.report.id))
    assert [f.value for f in figures(Context(readings=(first, later), ontology=load()))] == [16]
    assert [f.value for f in figures(Context(readings=(first,), ontology=load()))] == [61]


def test_a_province_beside_a_town_in_it_is_not_a_second_place_of_the_act(read: Read, accord) -> None:
    text = "In Homs province, the Syrian army shelled Talbiseh with mortars on 20 May 2016, wounding two farmers."
    reading = read(text, published="2016-05-21", publisher="Coast News")
    rows = ALLEGATIONS.rows(Context(readings=(reading,), ontology=load(), agreements=accord))
    assert {row["place"] for row in rows} == {"Talbiseh"}


def test_who_denies_the_loss_of_a_town_contests_the_one_who_says_he_took_it(read: Read) -> None:
    text = (
        "The Houthis said on Monday that they had captured Hays from the Yemeni army on Sunday. "
        "The Yemeni Defence Ministry denied that the army had lost Hays."
    )
    rows = CONTROL.rows(Context(readings=(read(text, published="2018-05-14", publisher="Wire"),), ontology=load()))
    assert [r["status"] for r in rows if r["holder"] == "Houthis"] == ["contested"]


def test_those_who_are_counted_as_joining_sit_at_no_table(read: Read) -> None:
    text = "Four more settlements signed the truce today. The number of armed groups that have accepted the truce remained 69."
    assert TALKS.rows(Context(readings=(read(text, published="2016-05-27", publisher="Centre"),), ontology=load())) == []


def test_the_day_of_what_was_agreed_is_not_the_day_of_the_agreement(read: Read) -> None:
    text = "The two sides agreed to exchange prisoners next week."
    (row,) = TALKS.rows(Context(readings=(read(text, published="2016-05-27", publisher="Wire"),), ontology=load()))
    assert (row["kind"], row["time"]) == ("agreement", None)
