"""Agreements as data: the three that are shipped, one's own, and what is said when a file is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimwire.ceasefire.agreements import AGREEMENTS, Agreement, load, read
from claimwire.ceasefire.context import Context
from claimwire.errors import OntologyError
from claimwire.ontology import load as load_ontology
from claimwire.ontology.model import Ontology

TRUCE = """\
agreement: harbour-truce
title: Truce of the harbour
names: [Harbour Truce]
in_force: {from: 2031-04-01T06:00, zone: Europe/Kyiv}
area: {says: the region, countries: [UKR], provinces: [Odessa Oblast]}
parties:
  - {actor: state:ukr, accepted: 2031-03-30, because: signed}
prohibited:
  - {id: fire, clause: article 1, says: any fire, events: [ASSAULT], against: anyone}
text: {document: the truce}
sources: [a newspaper of the day]
"""


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="module")
def shipped(ontology: Ontology) -> dict[str, Agreement]:
    return {a.id: a for a in load(ontology=ontology)}


def write(folder: Path, text: str) -> Path:
    path = folder / "own.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def complaint(folder: Path, text: str, ontology: Ontology) -> str:
    path = write(folder, text)
    with pytest.raises(OntologyError) as caught:
        read(path, ontology=ontology)
    said = str(caught.value)
    assert said.startswith(str(path))
    return said.removeprefix(f"{path}: ")


def test_the_cessation_of_february_2016_binds_from_midnight_of_the_27th(shipped: dict[str, Agreement]) -> None:
    syria = shipped["syria-2016-02"]
    assert (syria.pa_x, syria.in_force.from_, syria.in_force.zone) == (1507, "2016-02-27T00:00", "Asia/Damascus")
    assert not syria.holds_on("2016-02-26") and syria.holds_on("2016-02-27")
    assert {"group:islamic-state", "group:nusra-front"} <= {e.actor for e in syria.excluded}


def test_minsk_and_hudaydah_bind_from_their_first_day_in_their_provinces(shipped: dict[str, Agreement]) -> None:
    minsk, hudaydah = shipped["minsk-2015-02"], shipped["hudaydah-2018-12"]
    assert minsk.holds_on("2015-02-15") and not minsk.holds_on("2015-02-14") and not minsk.holds_on("2022-02-22")
    assert hudaydah.holds_on("2018-12-18") and not hudaydah.holds_on("2018-12-17")
    assert minsk.area.provinces == ("Donetsk Oblast", "Luhansk Oblast")
    assert {p.actor for p in hudaydah.parties} == {"state:yem", "group:houthis"}


def test_every_shipped_agreement_cites_a_document_and_a_clause_for_each_prohibition(shipped: dict[str, Agreement]) -> None:
    for agreement in shipped.values():
        assert agreement.text.url is not None and agreement.text.url.startswith("https://undocs.org/")
        assert all(p.clause and p.says for p in agreement.prohibited)
        assert len(agreement.digest) == 64


def test_an_own_agreement_stands_beside_ours_and_one_of_the_same_id_in_its_place(tmp_path: Path, ontology: Ontology) -> None:
    write(tmp_path, TRUCE)
    assert [a.id for a in load(tmp_path, ontology=ontology)][-1] == "harbour-truce"
    write(tmp_path, TRUCE.replace("harbour-truce", "minsk-2015-02"))
    found = {a.id: a for a in load(tmp_path, ontology=ontology)}
    assert len(found) == 3 and found["minsk-2015-02"].title == "Truce of the harbour"


def test_an_unquoted_date_is_read_as_it_is_written(tmp_path: Path, ontology: Ontology) -> None:
    truce = read(write(tmp_path, TRUCE.replace("2031-04-01T06:00", "2031-04-01 06:00:00")), ontology=ontology)
    assert truce.in_force.from_ == "2031-04-01T06:00" and truce.first_day == "2031-04-01"
    assert truce.parties[0].accepted == "2031-03-30"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title:", "titel:", "titel: unknown key; did you mean 'title'?"),
        ("because: signed", "becuase: signed", "parties.1.becuase: unknown key; did you mean 'because'?"),
        ("title: Truce of the harbour\n", "", "title: the key is missing; every agreement needs it"),
        ("clause: article 1, ", "", "prohibited.1.clause: the key is missing; every prohibited needs it"),
        ("state:ukr", "state:urk", "parties.1.actor: no actor 'state:urk'; did you mean 'state:"),
        ("state:ukr", "Ukraine", "parties.1.actor: 'Ukraine' is a name; write its id, 'state:ukr'"),
        ("[ASSAULT]", "[ASSUALT]", "prohibited.1.events: 'ASSUALT' is no event type; did you mean 'ASSAULT'?"),
        ("[ASSAULT]", "[ASSAULT/ariel]", "prohibited.1.events: ASSAULT has no mode 'ariel'; did you mean 'aerial'?"),
        ("events: [ASSAULT], ", "", "prohibited.1: needs events, or not_computed"),
        ("against: anyone", "against: anybody", "prohibited.1: against: 'anybody' is none; did you mean 'anyone'?"),
        ("2031-04-01T06:00", "April 2031", "in_force.from: 'April 2031' is no date; write 2016-02-27"),
        ("[UKR]", "[Ukraine]", "area.countries.1: 'Ukraine' has not the form"),
        ("[UKR]", "UKR", "area.countries: must be a list"),
        ("sources: [a newspaper of the day]", "sources: []", "sources: empty; write at least one"),
        (
            "because: signed",
            "because: signed, side: ukraine:ukrain",
            "parties.1.side: no actor is of 'ukraine:ukrain'; did you mean",
        ),
    ],
)
def test_a_mistake_is_named_with_its_key_and_the_remedy(
    tmp_path: Path, ontology: Ontology, old: str, new: str, said: str
) -> None:
    assert old in TRUCE
    assert complaint(tmp_path, TRUCE.replace(old, new, 1), ontology).startswith(said)


def test_an_end_before_the_beginning_is_refused(tmp_path: Path, ontology: Ontology) -> None:
    text = TRUCE.replace("zone:", "to: 2031-03-01, zone:")
    assert complaint(tmp_path, text, ontology).startswith("in_force.to: 2031-03-01 is not after 2031-04-01")


def test_files_that_are_no_agreement_say_so(tmp_path: Path, ontology: Ontology) -> None:
    assert "must be keys with values" in complaint(tmp_path, "- a list\n", ontology)
    path = write(tmp_path, "agreement: [unclosed\n")
    with pytest.raises(OntologyError, match=rf"{path}:\d+: not YAML"):
        read(path, ontology=ontology)
    path.write_bytes(b"agreement: \xff\xfe")
    with pytest.raises(OntologyError, match="not UTF-8"):
        read(path, ontology=ontology)
    with pytest.raises(OntologyError, match="no such directory"):
        load(tmp_path / "nowhere", ontology=ontology)
    path.unlink()
    with pytest.raises(OntologyError, match="holds no agreement"):
        load(tmp_path, ontology=ontology)


def test_two_files_of_one_id_are_refused(tmp_path: Path, ontology: Ontology) -> None:
    write(tmp_path, TRUCE)
    (tmp_path / "again.yaml").write_text(TRUCE, encoding="utf-8")
    with pytest.raises(OntologyError, match="'harbour-truce' is already in"):
        load(tmp_path, ontology=ontology)


def test_the_register_lists_what_each_text_rules_out_and_where_it_stands(ontology: Ontology) -> None:
    rows = list(AGREEMENTS.rows(Context(readings=(), ontology=ontology, agreements=load(ontology=ontology))))
    assert [r["agreement"] for r in rows] == ["minsk-2015-02", "syria-2016-02", "hudaydah-2018-12"]
    assert all(set(AGREEMENTS.columns) == r.keys() for r in rows)
    assert any("(point 1)" in x for x in rows[0]["prohibited"])
    assert rows[1]["excluded"][:2] == ["Islamic State", "Nusra Front"]
