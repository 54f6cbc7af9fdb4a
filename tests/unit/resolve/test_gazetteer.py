"""The default gazetteer: what it finds under which spelling, and that our own list is well formed."""

import csv
import re
from importlib import resources
from pathlib import Path

import pytest

from claimwire.errors import GazetteerError
from claimwire.resolve.gazetteer import COLUMNS, country_adjectives, open_gazetteer
from claimwire.resolve.gazetteer_db import kilometres
from claimwire.resolve.gazetteer_layers import LayeredGazetteer
from claimwire.resolve.place_names import fold, without_article

SPELLINGS = Path(__file__).with_name("spellings.tsv")


@pytest.fixture(scope="module")
def gazetteer() -> LayeredGazetteer:
    return open_gazetteer(None)


def first(gazetteer: LayeredGazetteer, name: str):
    places = gazetteer.lookup(name)
    assert places, f"{name} is not found"
    return places[0][0]


def test_spellings_of_one_arabic_name_find_one_village(gazetteer: LayeredGazetteer) -> None:
    targets = {first(gazetteer, name).target for name in ("al-Eis", "Al-Eis", "El Eis", "Al Eis", "Eis")}
    assert len(targets) == 1


@pytest.mark.parametrize(
    ("name", "country"),
    [
        ("Kobane", "SYR"),
        ("Deir al-Zor", "SYR"),
        ("eastern Ghouta", "SYR"),
        ("Khan Touman", "SYR"),
        ("Khandrat", "SYR"),
        ("Sheikh Maksoud", "SYR"),
        ("Hawijah", "IRQ"),
        ("Hudaydah", "YEM"),
        ("Artyomovsk", "UKR"),
        ("Zaporozhye nuclear power plant", "UKR"),
        ("El Fasher", "SDN"),
        ("Khan Younes", "PSE"),
        ("Lashkargah", "AFG"),
        ("Sirte", "LBY"),
        ("Sambisa Forest", "NGA"),
        ("U.S.", "USA"),
        ("UK", "GBR"),
    ],
)
def test_names_as_reports_spell_them_are_found_in_their_country(gazetteer: LayeredGazetteer, name: str, country: str) -> None:
    assert first(gazetteer, name).country == country


def test_a_spelling_nobody_listed_is_found_by_its_consonants_with_a_low_prior(gazetteer: LayeredGazetteer) -> None:
    place, prior = gazetteer.lookup("Jisr al-Choughour")[0]
    assert place.country == "SYR"
    assert prior < 0.45


def test_the_article_is_arabic_only(gazetteer: LayeredGazetteer) -> None:
    assert all(place.country != "USA" for place, _ in gazetteer.lookup("al-Paso"))


def test_an_adjective_is_no_place(gazetteer: LayeredGazetteer) -> None:
    assert country_adjectives()["Syrian"] == "SYR"
    assert all(not (place.feature or "").startswith("A.PCL") for place, _ in gazetteer.lookup("Syrian"))


def test_a_province_and_its_city_are_two_places(gazetteer: LayeredGazetteer) -> None:
    city, province = first(gazetteer, "Aleppo"), first(gazetteer, "Aleppo province")
    assert (city.precision, province.precision) == (1, 4)
    assert (province.radius_km or 0) > (city.radius_km or 0)


def test_a_city_of_geonames_and_of_our_list_comes_out_once_under_its_geonames_id(gazetteer: LayeredGazetteer) -> None:
    senses = [place for place, _ in gazetteer.lookup("Palmyra") if place.country == "SYR"]
    palmyra = [place for place in senses if (place.feature or "").startswith("P.")]  # its district is a place of its own
    assert [place.target.partition(":")[0] for place in palmyra] == ["geonames"]
    assert palmyra[0].admin1 == "Homs Governorate"


def test_the_best_known_sense_comes_first(gazetteer: LayeredGazetteer) -> None:
    places = gazetteer.lookup("Paris")
    assert places[0][0].country == "FRA"
    assert any(place.admin1 == "Texas" for place, _ in places)
    assert [prior for _, prior in places] == sorted((prior for _, prior in places), reverse=True)


def test_an_unknown_name_has_no_candidates(gazetteer: LayeredGazetteer) -> None:
    assert not gazetteer.lookup("Vrzhnolets-on-Sulna")
    assert not gazetteer.lookup("")


def test_search_says_why_each_place_is_a_candidate(gazetteer: LayeredGazetteer) -> None:
    assert {"name", "alternate name"} & {h.reason for h in gazetteer.search("Azaz")}
    assert "begins with it" in {h.reason for h in gazetteer.search("Aleppo Int")}
    variant = gazetteer.search("Jisr al-Choughour")[0]
    assert (variant.reason, variant.place.country) == ("other transliteration", "SYR")
    assert variant.key != fold("Jisr al-Choughour")


def test_search_can_be_kept_to_a_country_and_ordered_by_distance(gazetteer: LayeredGazetteer) -> None:
    assert {h.place.country for h in gazetteer.search("Tripoli", country="LBN")} == {"LBN"}
    assert gazetteer.search("Tripoli", near=(34.4, 35.8))[0].place.country == "LBN"
    assert gazetteer.search("Tripoli", near=(32.9, 13.2))[0].place.country == "LBY"


def test_a_slip_of_one_letter_is_forgiven_to_people_and_not_to_reports(gazetteer: LayeredGazetteer) -> None:
    hits = gazetteer.search("Mariupoj")
    assert (hits[0].place.name, hits[0].reason) == ("Mariupol", "one letter off")
    assert not gazetteer.lookup("Mariupoj")


def test_two_spellings_of_a_listed_place_find_one_place(gazetteer: LayeredGazetteer) -> None:
    rows = [x.split("\t") for x in SPELLINGS.read_text("utf-8").splitlines() if not x.startswith("#")]
    agree = []
    for a, b, country, verdict in rows:
        found, listed = ({p.target for p, _ in gazetteer.lookup(name) if p.country == country} for name in (a, b))
        if verdict == "same" and listed:
            agree.append(bool(found & listed))
    assert len(agree) > 300
    assert sum(agree) / len(agree) >= 0.96


def test_a_spelling_of_our_list_alone_leads_to_the_city_that_geonames_knows(gazetteer: LayeredGazetteer) -> None:
    place, prior = gazetteer.lookup("Raqa")[0]
    assert place.target == first(gazetteer, "Raqqa").target
    assert place.target.startswith("geonames:") and prior > 0.5


def test_acronyms_adjectives_and_words_of_a_sentence_are_no_transliterations(gazetteer: LayeredGazetteer) -> None:
    for words in ("ISIL", "NAFTA", "Syrian", "Kurdish", "In Baghdad", "Near Raqqa"):
        assert not gazetteer.lookup(words), words


def test_our_own_list_is_well_formed() -> None:
    text = (resources.files("claimwire.ontology") / "data" / "places.csv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert len(rows) >= 700
    assert len({r["id"] for r in rows}) == len(rows)
    for r in rows:
        assert re.fullmatch(r"cw:[a-z0-9-]+", r["id"]), r["id"]
        assert re.fullmatch(r"[A-Z]{3}|", r["country"]), r["id"]
        assert re.fullmatch(r"[AHLPRSTUV]\.[A-Z0-9]+", r["feature"]), r["id"]
        assert -90 <= float(r["latitude"]) <= 90 and -180 <= float(r["longitude"]) <= 180, r["id"]
        assert all(len(r[c].partition(".")[2]) <= 2 for c in ("latitude", "longitude")), f"{r['id']}: finer than we know"
        assert float(r["radius_km"]) >= 1, r["id"]
        assert r["precision"] in {"1", "2", "3", "4", "5", "6", "7"}, r["id"]


def test_our_own_list_agrees_with_geonames_where_both_have_a_town(gazetteer: LayeredGazetteer) -> None:
    text = (resources.files("claimwire.ontology") / "data" / "places.csv").read_text("utf-8")
    far = []
    for r in csv.DictReader(text.splitlines()):
        if r["feature"] != "P.PPL":
            continue
        own = [(p, s) for p, s in gazetteer.lookup(r["name"]) if p.target == r["id"]]
        others = [p for p, _ in gazetteer.lookup(r["name"]) if p.target.startswith("geonames:") and p.country == r["country"]]
        apart = [kilometres(own[0][0], p) or 0 for p in others] if own else []
        if apart and min(apart) > 60 and r["country"] != "UKR":
            far.append((r["id"], round(min(apart))))
    assert len(far) <= 12, far  # namesakes within one country; a slip of a degree would show here as many


def test_a_missing_gazetteer_is_named_with_its_remedy(tmp_path) -> None:
    with pytest.raises(GazetteerError, match=r"nowhere\.sqlite: no such gazetteer; make one with `claimwire gazetteer import"):
        open_gazetteer(tmp_path / "nowhere.sqlite")


def test_a_file_that_is_no_gazetteer_is_refused(tmp_path) -> None:
    path = tmp_path / "notes.sqlite"
    path.write_text("not a database, but a long enough note to look like one " * 20, encoding="utf-8")
    with pytest.raises(GazetteerError, match="not a gazetteer of claimwire"):
        open_gazetteer(path)


def test_folding_drops_case_marks_and_hyphens() -> None:
    assert fold("Ar Raqqah") == fold("ar-Raqqah") == "ar raqqah"
    assert fold("‘Ayn al ‘Arab") == fold("Ayn al-'Arab")
    assert fold("Łódź") == "lodz"
    assert without_article(fold("Tell ash-Shahid")) == "tell shahid"


def test_scholars_transliterations_are_named_as_they_are_printed() -> None:
    from claimwire.resolve.place_names import in_print

    assert in_print("Ţarţūs", "SYR") == "Tartus"
    assert in_print("Dar‘ā", "SYR") == "Dara"
    assert in_print("Şırnak", "TUR") == "Şırnak"
    assert in_print("Zürich", "CHE") == "Zürich"


def test_adjectives_of_countries_stand_in_the_list_that_is_read_for_them() -> None:
    from claimwire.resolve import gazetteer

    every = {w for r in gazetteer._own_table() for w in r["adjectives"].split("|") if w}
    assert set(gazetteer.country_adjectives()) == every
