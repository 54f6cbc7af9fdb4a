"""Allegations in words, acts that a clause would cover, acts set aside with the reason, and compliance claimed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from claimwire.ceasefire.agreements import Agreement, load
from claimwire.ceasefire.allegations import ALLEGATIONS, COMPLIANCE, COMPUTED, IN_WORDS, SET_ASIDE
from claimwire.ceasefire.context import Context, Row, View
from claimwire.ceasefire.views import VIEWS
from claimwire.ontology import load as load_ontology
from claimwire.ontology.model import Ontology
from claimwire.records import Reading

Rows = Callable[..., list[Row]]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def agreements(ontology: Ontology) -> tuple[Agreement, ...]:
    return load(ontology=ontology)


@pytest.fixture(scope="module")
def rows(read: Callable[..., Reading], ontology: Ontology, agreements: tuple[Agreement, ...]) -> Rows:
    def rows_(view: View, text: str, *, published: str = "2016-05-27", publisher: str = "Own Wire") -> list[Row]:
        told = read(text, published=published, publisher=publisher)
        found = list(view.rows(Context(readings=(told,), ontology=ontology, agreements=agreements)))
        assert all(set(view.columns) == row.keys() for row in found)
        return found

    return rows_


def test_an_accusation_names_alleger_accused_and_the_act_alleged_with_it(rows: Rows) -> None:
    (row,) = rows(
        ALLEGATIONS,
        "The Russian Defence Ministry accused Jaysh al-Islam of violating the ceasefire by shelling Harasta on 25 May.",
    )
    assert (row["basis"], row["agreement"]) == (IN_WORDS, "syria-2016-02")
    assert (row["alleger"], row["accused"]) == ("Ministry of Defence of Russia", "Jaysh al-Islam")
    assert (row["act"], row["place"], row["date"]) == ("ASSAULT/heavy-weapons", "Harasta", "2016-05-25")
    assert "violating the ceasefire" in row["alleged"] and len(row["claims"]) == 2
    assert row["candidate"].startswith("no: Jaysh al-Islam is not known as a party")


def test_whoever_is_said_to_have_broken_the_truce_is_the_accused_not_the_alleger(rows: Rows) -> None:
    (row,) = rows(
        ALLEGATIONS,
        'Aleppo was calm. "The Syrian government violated the cessation of hostilities on 26 May," a spokesman for the '
        "High Negotiations Committee said.",
    )
    assert (row["alleger"], row["accused"]) == ("High Negotiations Committee", "Government of Syria")
    assert row["act"] is None and row["candidate"] == "no: no act is told with it"


def test_an_act_by_a_party_on_a_day_in_force_is_a_candidate_though_nobody_spoke_of_a_breach(rows: Rows) -> None:
    (row,) = rows(
        ALLEGATIONS, "The Syrian army shelled Douma with artillery on 26 May, killing three civilians, Jaysh al-Islam said."
    )
    assert (row["basis"], row["alleged"], row["candidate"]) == (COMPUTED, None, "yes")
    assert (row["alleger"], row["accused"], row["harm"]) == ("Jaysh al-Islam", "Syrian Army", "three killed")
    assert row["term"] == "annex, second of the five terms of each side"


def test_an_act_against_somebody_left_out_is_set_aside_with_the_reason(rows: Rows) -> None:
    text = "Syrian warplanes bombed Nusra Front positions near Khan Touman on 26 May."
    assert rows(ALLEGATIONS, text) == []
    (row,) = rows(SET_ASIDE, text)
    assert row["reason"] == "against Nusra Front, which the text leaves out"


def test_an_act_of_somebody_left_out_is_no_candidate(rows: Rows) -> None:
    text = "Nusra Front fighters attacked Aleppo on 26 May."
    assert rows(ALLEGATIONS, text) == []
    assert [r["reason"] for r in rows(SET_ASIDE, text)] == ["Nusra Front is left out by the text"]


def test_militants_are_nobody_in_particular(rows: Rows) -> None:
    text = "Militants attacked Aleppo on 26 May."
    assert rows(ALLEGATIONS, text) == []
    assert [r["reason"] for r in rows(SET_ASIDE, text)] == ["Militants is nobody in particular"]


def test_an_attack_on_something_of_nobody_known_is_a_candidate_with_its_doubt(rows: Rows) -> None:
    (row,) = rows(ALLEGATIONS, "Russian warplanes struck a warehouse near Idlib on 26 May.")
    assert row["candidate"].startswith("yes, unless ")


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("The Syrian army shelled Douma on 20 February.", "2016-05-27"),  # before it was in force
        ("The Syrian army shelled Tripoli in Lebanon on 26 May.", "2016-05-27"),  # outside
        ("The Syrian army could shell Douma on 30 May.", "2016-05-27"),  # has not happened
        ("The Syrian army did not shell Douma on 26 May.", "2016-05-27"),
        ("The Syrian army threatened to shell Douma on 26 May.", "2016-05-27"),
        ("Ukrainian forces shelled Kherson on 26 May.", "2016-05-27"),  # no province of the agreement
    ],
)
def test_what_was_before_outside_or_never_happened_is_no_candidate(rows: Rows, text: str, published: str) -> None:
    assert rows(ALLEGATIONS, text, published=published) == []


def test_an_undated_act_is_set_aside_since_it_may_be_older_than_the_agreement(rows: Rows) -> None:
    text = "The Syrian army has shelled Douma."
    assert rows(ALLEGATIONS, text) == []
    assert [r["reason"] for r in rows(SET_ASIDE, text)] == ["undated: it may be older than the agreement"]


def test_what_still_goes_on_holds_on_the_day_of_the_report(rows: Rows) -> None:
    (row,) = rows(ALLEGATIONS, "The Syrian army continues to shell Douma.")
    assert (row["accused"], row["date"]) == ("Syrian Army", None)


def test_minsk_covers_donetsk_and_hudaydah_its_governorate(rows: Rows) -> None:
    (minsk,) = rows(ALLEGATIONS, "Ukrainian forces shelled Horlivka on 3 June 2016.", published="2016-06-04")
    assert (minsk["agreement"], minsk["term"], minsk["candidate"]) == ("minsk-2015-02", "point 1", "yes")
    (yemen,) = rows(ALLEGATIONS, "Houthi fighters shelled Hodeidah on 3 January 2019.", published="2019-01-04")
    assert (yemen["agreement"], yemen["accused"]) == ("hudaydah-2018-12", "Houthis")
    assert rows(ALLEGATIONS, "Houthi fighters shelled Marib on 3 January 2019.", published="2019-01-04") == []


def test_a_blocked_aid_convoy_falls_under_the_clause_on_access(rows: Rows) -> None:
    (row,) = rows(ALLEGATIONS, "Syrian troops blocked an aid convoy from entering Daraya on 12 May.")
    assert row["term"] == "annex, fourth of the five terms of each side"


def test_a_denied_breach_is_compliance_claimed_of_oneself_and_no_allegation(rows: Rows) -> None:
    text = "Shells fell on Aleppo. Turkey did not violate the ceasefire, Ankara said."
    assert rows(ALLEGATIONS, text) == []
    (row,) = rows(COMPLIANCE, text)
    assert (row["about"], row["of"], row["claimed"]) == ("Turkey", "oneself", "kept")


def test_compliance_is_claimed_of_ones_own_forces_and_denied_of_others(rows: Rows) -> None:
    own = rows(COMPLIANCE, "Shells fell on Aleppo. The Syrian government said its forces were observing the ceasefire.")
    assert [(r["of"], r["claimed"]) for r in own] == [("oneself", "kept")]
    others = rows(COMPLIANCE, "Shells fell on Aleppo. Jaysh al-Islam is not complying with the truce, the Syrian army said.")
    assert [(r["about"], r["of"], r["claimed"]) for r in others] == [("Jaysh al-Islam", "others", "not kept")]


def test_claims_of_a_withdrawn_report_are_no_allegations(
    read: Callable[..., Reading], ontology: Ontology, agreements: tuple[Agreement, ...]
) -> None:
    told = read("The Syrian army shelled Douma on 26 May.", published="2016-05-27")
    withdrawn = replace(told, report=replace(told.report, status="canceled"))
    found = [list(ALLEGATIONS.rows(Context(readings=(r,), ontology=ontology, agreements=agreements))) for r in (told, withdrawn)]
    assert [len(rows) for rows in found] == [1, 0]


def test_the_program_says_violation_in_quotations_only(
    read: Callable[..., Reading], ontology: Ontology, agreements: tuple[Agreement, ...]
) -> None:
    told = read(
        "The Russian Defence Ministry accused Jaysh al-Islam of violating the ceasefire by shelling Harasta on 25 May. "
        "The Syrian army shelled Douma on 26 May. Nusra Front attacked Aleppo on 26 May.",
        published="2016-05-27",
    )
    context = Context(readings=(told,), ontology=ontology, agreements=agreements)
    for view in VIEWS.values():
        own = [view.title, view.about, *view.columns]
        for row in view.rows(context):
            said = json.dumps([v for k, v in row.items() if k not in {"alleged", "words", "because"}], default=str)
            assert not re.search(r"violat", said, re.I), (view.name, row)
        assert not re.search(r"violat", " ".join(own), re.I), view.name


def test_the_briefing_alleges_nothing_that_the_program_would_call_a_breach(shared: Path, rows: Rows) -> None:
    text = (shared / "data" / "briefing" / "briefing-2016-05-27.txt").read_text(encoding="utf-8")
    found = rows(ALLEGATIONS, text)
    assert all(r["basis"] == COMPUTED and r["alleger"] == "Sergey Rudskoy" for r in found)
    assert all(r["candidate"] != "yes" for r in found)
    aside = rows(SET_ASIDE, text)
    towns = {r["place"] for r in aside if r["reason"] == "undated: it may be older than the agreement"}
    assert {"Al-Eis", "Khan Tuman", "Zerba"} <= towns


def test_weapons_are_named_as_written_and_the_act_itself_is_none(rows: Rows) -> None:
    (row,) = rows(ALLEGATIONS, "The Syrian army shelled Douma with mortars and rockets on 26 May.")
    assert row["weapon"] == "mortars, rockets"
    (row,) = rows(ALLEGATIONS, "Syrian warplanes carried out air strikes on Douma on 26 May.")
    assert row["weapon"] == "warplanes"


def test_a_phrase_beside_an_act_alleges_a_breach_in_the_words_of_whoever_tells_it(rows: Rows) -> None:
    text = "Regime helicopters bombed Daraya on 24 May in breach of the cessation of hostilities, the Free Syrian Army said."
    (row,) = [r for r in rows(ALLEGATIONS, text) if r["basis"] == IN_WORDS]
    assert (row["alleger"], row["act"], row["place"]) == ("Free Syrian Army", "ASSAULT/aerial", "Darayya")


def test_what_somebody_calls_a_breach_is_alleged_by_whoever_calls_it_so(rows: Rows) -> None:
    text = "Syrian jets struck Saraqeb on Thursday in what Jaysh al-Islam called a flagrant breach of the truce."
    (row,) = rows(ALLEGATIONS, text)
    assert (row["basis"], row["alleger"], row["accused"]) == (IN_WORDS, "Jaysh al-Islam", "Syrian Air Force")


def test_two_sides_that_accuse_each_other_are_each_alleger_and_accused(rows: Rows) -> None:
    text = "Shells hit Donetsk. Kyiv and the DPR accused each other of breaking the truce."
    found = rows(ALLEGATIONS, text, published="2016-06-04")
    pairs = {(r["alleger_id"], r["accused_id"]) for r in found}
    assert pairs == {("gov:ukr", "org:dpr"), ("org:dpr", "gov:ukr")}


def test_how_often_is_kept_as_the_alleger_counts_it(rows: Rows) -> None:
    text = "The monitors recorded nine ceasefire violations by Jaysh al-Islam near Douma on 25 May."
    (row,) = rows(ALLEGATIONS, text)
    assert (row["accused"], row["times"], row["act"]) == ("Jaysh al-Islam", "nine", None)


@pytest.mark.parametrize(
    "text",
    [
        "Nusra Front is trying to wreck the ceasefire in Aleppo, Moscow says.",
        "Violations of the cessation of hostilities put the talks on Syria at risk, the UN envoy warned.",
        "If the army breaks the truce in Hama, Ahrar al-Sham will respond.",
        "No violations of the ceasefire were recorded in Hama on Thursday.",
        "Israeli jets violated Syrian airspace near Aleppo during the truce.",
        "The army broke the siege of Nubl before the ceasefire.",
        "The Syrian army denied violating the ceasefire in Aleppo.",
    ],
)
def test_words_about_breaches_that_accuse_nobody_are_no_allegation(rows: Rows, text: str) -> None:
    assert [r for r in rows(ALLEGATIONS, text) if r["basis"] == IN_WORDS] == []


def test_what_a_correction_no_longer_says_is_no_allegation(
    read: Callable[..., Reading], ontology: Ontology, agreements: tuple[Agreement, ...]
) -> None:
    first = read("The Syrian army shelled Douma on 26 May.", published="2016-05-27", publisher="Own Wire")
    second = read("Correction: the Syrian army shelled Harasta on 26 May.", published="2016-05-28", publisher="Own Wire")
    corrected = replace(second, report=replace(second.report, status="corrected", corrects=first.report.id))

    def places(*readings: Reading) -> list[str]:
        return [r["place"] for r in ALLEGATIONS.rows(Context(readings=readings, ontology=ontology, agreements=agreements))]

    assert places(first, corrected) == places(corrected, first) == ["Harasta"]
    assert places(first, second) == ["Douma", "Harasta"]
