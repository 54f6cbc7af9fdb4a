"""Who is credited, by which words, with the whole report or with one sentence."""

from __future__ import annotations

import pytest

from claimwire.consolidate.credits import Agencies, Credit, agencies_of, agency_id, credits
from claimwire.pipeline import Coder
from claimwire.records import Report


@pytest.fixture(scope="module")
def agencies(coder: Coder) -> Agencies:
    return agencies_of(coder.ontology)


def found(text: str, agencies: Agencies) -> list[Credit]:
    return list(credits(Report(id="r", text=text), agencies=agencies))


@pytest.mark.parametrize(
    ("text", "id_", "words"),
    [
        ("KARVASH, June 3 (Meridian) -- Shells fell.", "agency:meridian", "KARVASH, June 3 (Meridian) --"),
        ("Twelve die\nBELGAR (Reuters) - Shells fell.", "media:reuters", "BELGAR (Reuters) -"),
        ("Beirut - AFP\nShells fell.", "media:afp", "AFP"),
        ("Damascus, SANA – Shells fell.", "media:sana", "SANA"),
        ("12 dead in Belgar AFP Saturday 17 Aug 2030 Shells fell.", "media:afp", "AFP Saturday 17 Aug 2030"),
        ("By Meridian News Agency\nShells fell.", "agency:meridian", "By Meridian News Agency"),
        ("Shells fell on Belgar. (AFP)", "media:afp", "(AFP)"),
        ("Shells fell.\n\nSource: Northline News Agency", "agency:northline", "Source: Northline News Agency"),
        ("PORT ALDER, May 12 (Concord) - A ship sank.", "agency:concord", "PORT ALDER, May 12 (Concord) -"),
    ],
)
def test_datelines_bylines_and_closing_lines_credit_the_whole_report(text: str, id_: str, words: str, agencies: Agencies) -> None:
    credit = next(c for c in found(text, agencies) if c.whole)
    assert (credit.id, credit.span.text) == (id_, words)


@pytest.mark.parametrize(
    ("text", "id_", "how"),
    [
        ("A doctor told AFP that shells fell.", "media:afp", "told"),
        ("Residents told Meridian that shells fell.", "agency:meridian", "told"),
        ("SANA reported that shells fell.", "media:sana", "cited"),
        ("Shells fell, according to the Meridian News Agency.", "agency:meridian", "cited"),
        ("Shells fell, state television said, citing Orsk Wire.", "agency:orsk", "cited"),
        ("She said so in an interview with Al Jazeera.", "media:al-jazeera", "told"),
    ],
)
def test_a_sentence_may_be_credited_alone(text: str, id_: str, how: str, agencies: Agencies) -> None:
    (credit,) = found(text, agencies)
    assert (credit.id, credit.how, credit.whole) == (id_, how, False)


@pytest.mark.parametrize(
    "text",
    [
        "The Islamic State (IS) - which fights there - withdrew.",
        "(AFP photo) BEIRUT Shells fell.",
        "He told Parliament that shells fell.",
        "She told Colonel Vasim that shells fell.",
        "He told reporters that shells fell.",
        "The observatory (SOHR) said shells fell.",
    ],
)
def test_acronyms_pictures_and_those_who_are_told_credit_nobody(text: str, agencies: Agencies) -> None:
    assert found(text, agencies) == []


def test_one_agency_is_one_under_its_long_and_its_short_name() -> None:
    assert agency_id("Meridian") == agency_id("the Meridian News Agency") == agency_id("Meridian Wire") == "agency:meridian"


def test_an_abbreviation_that_is_also_a_word_must_be_written_as_one(agencies: Agencies) -> None:
    assert agencies.known("AP") == ("media:ap", "Associated Press")
    assert agencies.known("Ap") is None


def test_wire_agencies_are_told_from_other_outlets(agencies: Agencies) -> None:
    assert agencies.is_agency("Reuters") and agencies.is_agency("Northline News Agency")
    assert not agencies.is_agency("Harbour Post") and not agencies.is_agency("BBC") and not agencies.is_agency(None)
