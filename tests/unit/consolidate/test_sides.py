"""Sources of one side are one voice: whose side somebody is on, and on which day."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from claimwire.consolidate.sides import ARMED, GOVERNMENT, lineage, nation, sides, unlisted
from claimwire.ontology.model import Ontology
from claimwire.pipeline import Coder


@pytest.fixture(scope="module")
def ontology(coder: Coder) -> Ontology:
    return coder.ontology


@pytest.mark.parametrize(
    ("actor", "date", "side"),
    [
        ("media:sana", "2016-05-27", "syria:government"),
        ("min:rus-defence", "2016-05-27", "syria:government"),
        ("person:sergey-rudskoy", "2016-05-27", "syria:government"),
        ("media:fars", "2016-05-27", "syria:government"),
        ("media:al-masirah", "2020-02-03", "yemen:houthi"),
        ("media:anadolu", "2018-02-01", "syria:turkey"),
        ("media:hawar", "2018-02-01", "syria:sdf"),
        ("person:denis-pushilin", "2022-07-15", "ukraine:russia"),
        ("person:yahya-rasool", "2017-06-01", "iraq:government"),
    ],
)
def test_a_medium_an_official_and_a_body_speak_for_their_side(actor: str, date: str, side: str, ontology: Ontology) -> None:
    assert side in sides(actor, ontology=ontology, date=date)


def test_a_side_holds_from_its_first_day_to_before_its_last(ontology: Ontology) -> None:
    assert "syria:government" not in sides("state:rus", ontology=ontology, date="2015-09-29")
    assert "syria:government" in sides("state:rus", ontology=ontology, date="2015-09-30T10:00:00Z")
    assert "syria:government" not in sides("media:rt", ontology=ontology, date="2024-12-08")


def test_without_a_day_every_side_that_somebody_was_ever_on_counts(ontology: Ontology) -> None:
    assert {"afghanistan:taliban", "afghanistan:republic"} <= set(sides("media:bakhtar", ontology=ontology, date=None))


def test_agencies_and_monitors_are_on_no_side(ontology: Ontology) -> None:
    for actor in ("media:reuters", "media:afp", "org:sohr", "org:hrw", None, "name:tarn-rescue-corps"):
        assert sides(actor, ontology=ontology, date="2016-05-27") == ()


def test_an_office_is_held_on_a_day(ontology: Ontology) -> None:
    bodies = [e.id for e in lineage("person:igor-konashenkov", ontology=ontology, date="2016-05-27")]
    assert bodies[:2] == ["person:igor-konashenkov", "office:rus-defence-spokesman"] and "gov:rus" in bodies
    assert [e.id for e in lineage("person:igor-konashenkov", ontology=ontology, date="2005-01-01")] == ["person:igor-konashenkov"]


@pytest.mark.parametrize(
    ("described", "side"),
    [
        ("the army", GOVERNMENT),
        ("defence ministry spokesman Major Tornik Sahakuli", GOVERNMENT),
        ("police", GOVERNMENT),
        ("State television", GOVERNMENT),
        ("General Mustafa Qadri", GOVERNMENT),
        ("the Avernan army", "unlisted:avern:government"),
        ("Avernia's defence ministry", "unlisted:avern:government"),
        ("the Ministry of Defence of Avernia", "unlisted:avern:government"),
        ("Belgar police", GOVERNMENT),  # of a town, so of whatever state it lies in
        ("the rebels", ARMED),
        ("the town's separatist-appointed administration", ARMED),
        ("a spokesman for the Eastern Salvation Front", "unlisted:eastern-salvation-front"),
    ],
)
def test_a_party_that_no_list_has_is_known_by_what_it_is_called(described: str, side: str) -> None:
    assert unlisted(described) == (side,)


@pytest.mark.parametrize(
    "described",
    [
        "the Qasira Rights Monitor",
        "residents",
        "Amira Dall",
        "the Civil Rescue Corps",
        "a hospital director",
        "the peacekeeping force",
        "it",
    ],
)
def test_bodies_and_people_that_are_no_party_have_no_side(described: str) -> None:
    assert unlisted(described) == ()


def test_a_country_and_its_adjective_are_one_name() -> None:
    assert nation("Vardzhenia") == nation("Vardzhenian")
    assert nation("Avernia") == nation("Avernan") == nation("Avernian")


def test_every_alignment_names_a_listed_actor_a_known_conflict_and_its_reason(ontology: Ontology) -> None:
    known = {v.value for e in ontology.actors.values() for v in e.sides}
    with (files("claimwire.consolidate") / "aligned.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        assert row["id"] in ontology.actors, row
        assert row["side"] in known, row
        assert len(row["reason"].split()) >= 2, row
