"""Standing of the parties: by the text, by their own word; what a side says of another decides nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimwire.ceasefire.agreements import Agreement, load
from claimwire.ceasefire.context import Context, Row
from claimwire.ceasefire.parties import PARTY_STATUS, Standings, standings
from claimwire.ontology import load as load_ontology
from claimwire.ontology.model import Ontology
from claimwire.records import Reading

Read = Callable[..., Reading]
SYRIA = "syria-2016-02"
IN_SYRIA = " Shells fell on Aleppo and Idlib."  # what the report is about, where a sentence names no place


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def agreements(ontology: Ontology) -> tuple[Agreement, ...]:
    return load(ontology=ontology)


@pytest.fixture(scope="module")
def known(read: Read, ontology: Ontology, agreements: tuple[Agreement, ...]) -> Callable[..., Standings]:
    def known_(*texts: str, published: str = "2016-05-27", publisher: str = "Own Wire") -> Standings:
        readings = tuple(read(t + IN_SYRIA, published=published, publisher=publisher) for t in texts)
        return standings(Context(readings=readings, ontology=ontology, agreements=agreements))

    return known_


@pytest.fixture(scope="module")
def rows(read: Read, ontology: Ontology, agreements: tuple[Agreement, ...]) -> Callable[..., list[Row]]:
    def rows_(*texts: str, published: str = "2016-05-27", publisher: str = "Own Wire") -> list[Row]:
        readings = tuple(read(t + IN_SYRIA, published=published, publisher=publisher) for t in texts)
        context = Context(readings=readings, ontology=ontology, agreements=agreements)
        return [r for r in PARTY_STATUS.rows(context) if r["basis"] == "claims"]

    return rows_


def test_the_text_binds_a_state_with_its_forces_and_leaves_out_whom_it_names(known: Callable[..., Standings]) -> None:
    found = known()
    assert found.status(SYRIA, "force:syr-4th-division", "2016-05-27") == "party"
    assert found.status(SYRIA, "force:rus-air-force", "2016-05-27") == "party"
    assert found.status(SYRIA, "group:nusra-front", "2016-05-27") == "excluded"
    assert found.status(SYRIA, "gov:usa", "2016-05-27") == "third_party"
    assert found.status(SYRIA, "group:jaysh-al-islam", "2016-05-27") == "unknown"
    assert found.status(SYRIA, None, "2016-05-27") == "unknown"


def test_a_change_of_name_takes_nobody_into_an_agreement(known: Callable[..., Standings], read: Read) -> None:
    told = read("Jabhat Fateh al-Sham fighters attacked Aleppo on 1 August.", published="2016-08-02")
    (person,) = next(c for c in told.claims if c.event_type == "ASSAULT").actor
    assert person.target == "group:nusra-front"
    assert known().status(SYRIA, person.target, "2016-08-01") == "excluded"
    assert known().status(SYRIA, "group:iskp", "2016-08-01") == "excluded"  # what belongs to somebody left out


def test_whoever_fights_beside_a_side_that_the_text_binds_as_a_whole_is_bound(known: Callable[..., Standings]) -> None:
    standing = known().on(SYRIA, "group:hezbollah", "2016-05-27")
    assert standing is not None and (standing.status, standing.actor) == ("party", "state:syr")


def test_nobody_is_a_party_before_the_text_was_in_force(known: Callable[..., Standings]) -> None:
    assert known().status(SYRIA, "state:syr", "2016-02-26") == "unknown"
    assert known().status(SYRIA, "state:syr", "2016-02-27") == "party"


def test_an_acceptance_in_its_own_words_makes_a_group_a_party_and_keeps_the_claim(known: Callable[..., Standings]) -> None:
    found = known("Jaysh al-Islam said on Thursday that it accepted the cessation of hostilities.")
    standing = found.on(SYRIA, "group:jaysh-al-islam", "2016-05-28")
    assert standing is not None and (standing.status, standing.act) == ("party", "accepted")
    assert len(standing.claims) == 1 and standing.according_to == "Own Wire > Jaysh al-Islam"


def test_sixty_unnamed_groups_change_nobodys_standing(rows: Callable[..., list[Row]]) -> None:
    assert rows("Sixty armed groups have stated that they accept the ceasefire.") == []
    assert rows("Jaysh al-Islam stayed in Douma. Sixty armed groups have stated that they accept the ceasefire.") == []


def test_a_refusal_leaves_the_refuser_unknown_and_no_party(rows: Callable[..., list[Row]]) -> None:
    (row,) = rows("Ahrar al-Sham rejected the ceasefire.")
    assert (row["actor"], row["act"], row["status"]) == ("Ahrar al-Sham", "refused", "unknown")


def test_a_withdrawal_ends_a_partys_standing_from_its_day(known: Callable[..., Standings]) -> None:
    found = known("The High Negotiations Committee announced its withdrawal from the truce on 3 May.")
    assert found.status(SYRIA, "org:high-negotiations-committee", "2016-05-02") == "party"
    assert found.status(SYRIA, "org:high-negotiations-committee", "2016-05-03") == "unknown"


def test_announcing_a_withdrawal_from_a_truce_is_no_acceptance_of_it(rows: Callable[..., list[Row]]) -> None:
    found = rows("Ahrar al-Sham announced its withdrawal from the truce on 3 May.")
    assert found and {r["act"] for r in found} == {"withdrew"}


def test_a_sides_word_that_its_enemy_is_left_out_is_shown_and_decides_nothing(
    rows: Callable[..., list[Row]], known: Callable[..., Standings]
) -> None:
    text = "Ahrar al-Sham was excluded from the ceasefire, the Russian Defence Ministry said."
    (row,) = rows(text)
    assert row["status"] == "excluded" and row["decides"].startswith("no")
    assert known(text).status(SYRIA, "group:ahrar-al-sham", "2016-05-28") == "unknown"


def test_one_side_cannot_accept_for_the_other(known: Callable[..., Standings]) -> None:
    found = known("Jaysh al-Islam has accepted the ceasefire, the Russian Defence Ministry said.")
    assert found.status(SYRIA, "group:jaysh-al-islam", "2016-05-28") == "unknown"


def test_an_acceptance_that_is_only_wanted_or_offered_is_none(rows: Callable[..., list[Row]]) -> None:
    assert rows("Moscow urged Ahrar al-Sham to accept the ceasefire.") == []
    assert rows("Ahrar al-Sham may accept the ceasefire next week.") == []


def test_words_of_one_voice_repeated_are_one_row_with_all_their_claims(rows: Callable[..., list[Row]]) -> None:
    text = "Ahrar al-Sham rejected the ceasefire on 3 May."
    (row,) = rows(text, text + " It rained.")
    assert len(row["claims"]) == 2


def test_two_agreements_in_force_in_one_country_are_not_guessed_between(tmp_path: Path, read: Read, ontology: Ontology) -> None:
    (tmp_path / "second.yaml").write_text(
        "agreement: second\ntitle: A second truce\nnames: [Eid Truce]\nin_force: {from: 2016-05-01}\n"
        "area: {says: Syria, countries: [SYR]}\nparties: [{actor: state:syr, because: signed}]\n"
        "prohibited: [{id: fire, clause: one, says: fire, events: [ASSAULT]}]\ntext: {document: it}\nsources: [it]\n",
        encoding="utf-8",
    )
    texts = load(tmp_path, ontology=ontology)

    def agreements_of(sentence: str) -> list[str]:
        told = read(sentence + IN_SYRIA, published="2016-05-27")
        context = Context(readings=(told,), ontology=ontology, agreements=texts)
        return [r["agreement"] for r in PARTY_STATUS.rows(context) if r["basis"] == "claims"]

    assert agreements_of("Ahrar al-Sham rejected the ceasefire.") == []
    assert agreements_of("Ahrar al-Sham rejected the Eid Truce.") == ["second"]


def test_a_group_in_no_list_is_somebody_by_its_own_name_and_forces_of_a_government_are_not(
    rows: Callable[..., list[Row]],
) -> None:
    (row,) = rows("The Northern Sword Coalition has joined the cessation of hostilities.")
    assert (row["actor"], row["actor_id"]) == ("Northern Sword Coalition", "name:northern-sword-coalition")
    assert all(r["actor_id"] != "name:force" for r in rows("Government forces have accepted the ceasefire."))


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Ahrar al-Sham declared its commitment to the cessation of hostilities on Tuesday.", "accepted"),
        ("Ahrar al-Sham agreed to the truce.", "accepted"),
        ("Ahrar al-Sham has signed the ceasefire agreement.", "accepted"),
        ("Ahrar al-Sham, one of the largest rebel groups, refused to join the ceasefire.", "refused"),
        ("Ahrar al-Sham did not sign the ceasefire agreement.", "refused"),
        ("Ahrar al-Sham pulled out of the truce on Monday.", "withdrew"),
        ("Ahrar al-Sham quit the ceasefire after air strikes on Idlib.", "withdrew"),
    ],
)
def test_joining_refusing_leaving_and_being_left_out_are_read_in_many_wordings(
    rows: Callable[..., list[Row]], text: str, act: str
) -> None:
    assert [r["act"] for r in rows(text) if r["actor"] == "Ahrar al-Sham"] == [act]


@pytest.mark.parametrize(
    "text",
    [
        "The Security Council unanimously adopted a resolution backing the truce in Syria.",
        "Turkey welcomed the ceasefire.",
        "Ahrar al-Sham would accept a ceasefire only if the siege of Douma is lifted.",
        "Forty-seven armed groups have joined the cessation of hostilities, the Russian centre said.",
        "Three more settlements in Hama province joined the ceasefire.",
    ],
)
def test_backing_a_truce_wanting_one_and_counting_who_joined_are_no_standing(rows: Callable[..., list[Row]], text: str) -> None:
    assert rows(text) == []


def test_a_co_chair_that_agreed_on_a_truce_stays_what_the_text_makes_of_it(rows: Callable[..., list[Row]]) -> None:
    found = {r["actor"]: r["decides"] for r in rows("The United States and Russia agreed on a ceasefire in Syria.")}
    assert found == {"Russia": "yes", "United States": "no: the text decides"}


def test_whom_a_truce_does_not_cover_is_left_out_in_the_words_of_whoever_says_so(rows: Callable[..., list[Row]]) -> None:
    found = {r["actor"]: (r["act"], r["decides"]) for r in rows("The truce does not cover Islamic State and the Nusra Front.")}
    assert found["Nusra Front"] == ("excluded", "no: another's word about it")


def test_a_refusal_that_somebody_is_accused_of_is_the_accusers_word(rows: Callable[..., list[Row]]) -> None:
    (row,) = rows("Ahrar al-Sham accused the Syrian army of rejecting the ceasefire.")
    assert (row["actor"], row["act"], row["decides"]) == ("Syrian Army", "refused", "no: another's word about it")


def test_what_grew_out_of_somebody_left_out_is_left_out_from_its_first_day(known: Callable[..., Standings]) -> None:
    assert known().status(SYRIA, "group:hts", "2017-01-27") == "unknown"
    assert known().status(SYRIA, "group:hts", "2017-01-28") == "excluded"


@pytest.mark.parametrize(
    "text",
    [
        "Ahrar al-Sham fighters withdrew from Homs under the ceasefire.",
        "Ahrar al-Sham rejected talks with Moscow during the truce.",
        "Ahrar al-Sham accepted an invitation to Geneva after the truce collapsed.",
    ],
)
def test_what_was_done_under_a_truce_is_not_done_to_it(rows: Callable[..., list[Row]], text: str) -> None:
    assert rows(text) == []
