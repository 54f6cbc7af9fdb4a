"""What the words around a name do to the place: moved, widened, put between two; sentences that the annotator reads itself."""

import math
from collections.abc import Callable, Mapping

import pytest

from claimwire.pipeline import Coder
from claimwire.records import Place, Report
from claimwire.resolve.gazetteer_db import kilometres
from claimwire.resolve.places import PlaceReading, read_places

Places = Callable[[str], Mapping[str, Place | None]]


@pytest.fixture(scope="module")
def readings(coder: Coder) -> Callable[[str], list[PlaceReading]]:
    def read(text: str) -> list[PlaceReading]:
        report = Report(id="r", text=text)
        (annotation,) = coder.annotator.annotate([report])
        return read_places(report, annotation, gazetteer=coder.gazetteer, ontology=coder.ontology)

    return read


@pytest.fixture(scope="module")
def places(readings: Callable[[str], list[PlaceReading]]) -> Places:
    def read(text: str) -> dict[str, Place | None]:
        return {(r.found.core or r.found.span).text: r.place for r in readings(text) if not r.found.metonym}

    return read


def where(places: Places, text: str, name: str) -> Place:
    place = places(text)[name]
    assert place is not None, f"{name} is unresolved in {text!r}"
    return place


def test_a_distance_and_a_direction_move_the_point_and_keep_the_target(places: Places) -> None:
    at = where(places, "A shell fell in Aleppo, in Syria.", "Aleppo")
    off = where(places, "A shell fell 20 km north-east of Aleppo, in Syria.", "Aleppo")
    assert off.target == at.target
    assert at.precision == 1 and off.precision == 2
    assert kilometres(at, off) == pytest.approx(20, abs=0.5)
    assert off.latitude > at.latitude and off.longitude > at.longitude
    assert off.radius_km >= 20 * math.sin(math.radians(22.5)) - 0.1
    assert off.relation == "20 km north-east of"


def test_miles_are_converted(places: Places) -> None:
    at = where(places, "A shell fell in Aleppo, in Syria.", "Aleppo")
    off = where(places, "A shell fell ten miles south of Aleppo, in Syria.", "Aleppo")
    assert kilometres(at, off) == pytest.approx(16.1, abs=0.5)


def test_a_distance_without_a_direction_is_a_wider_circle_around_the_same_point(places: Places) -> None:
    at = where(places, "A mine blew up in Raqqa, in Syria.", "Raqqa")
    off = where(places, "A mine blew up about 30 kilometres (19 miles) from Raqqa, in Syria.", "Raqqa")
    assert (off.latitude, off.longitude) == (at.latitude, at.longitude)
    assert off.radius_km >= at.radius_km + 30
    assert off.precision == 2


@pytest.mark.parametrize(
    ("phrase", "said"),
    [
        ("near Homs", "near"),
        ("just north of Homs", "north of"),
        ("on the outskirts of Homs", "at the outskirts of"),
        ("in the countryside of Homs", "at the countryside of"),
        ("in Homs' countryside", "at the countryside of"),
        ("in the northern Homs countryside", "at the countryside of"),
        ("in the Homs area", "at the area of"),
        ("on the Homs front", "at the front of"),
        ("in the Homs desert", "at the desert of"),
        ("outside Homs", "outside"),
    ],
)
def test_beside_a_town_is_not_in_it(places: Places, phrase: str, said: str) -> None:
    at = where(places, "Fighting broke out in Homs, in Syria.", "Homs")
    place = where(places, f"Fighting broke out {phrase}, in Syria.", "Homs")
    assert place.target == at.target
    assert place.precision >= 2
    assert place.radius_km > at.radius_km
    assert place.relation == said


@pytest.mark.parametrize(
    "text",
    [
        "Fighting raged between Homs and Hama.",
        "A bomb went off on the road from Homs to Hama.",
        "A convoy was hit on the highway linking Homs with Hama.",
        "The village lies on the Homs-Hama highway.",
        "Villages between the city of Homs and the town of Hama were shelled.",
    ],
)
def test_between_two_towns_covers_both(places: Places, text: str) -> None:
    homs = where(places, "Shells fell in Homs, in Syria.", "Homs")
    hama = where(places, "Shells fell in Hama, in Syria.", "Hama")
    found = places(text)
    for name in ("Homs", "Hama"):
        place = found[name]
        assert place is not None
        assert place.precision == 5
        assert "between" in (place.relation or "")
        assert max(kilometres(place, homs) or 0, kilometres(place, hama) or 0) <= place.radius_km


def test_talks_between_capitals_are_no_line_on_the_map(places: Places) -> None:
    assert places("Talks between Moscow and Ankara failed.") == {}


def test_the_border_between_two_countries_stays_as_vague_as_countries(places: Places) -> None:
    found = places("The border between Syria and Turkey was closed.")
    for name in ("Syria", "Turkey"):
        place = found[name]
        assert place is not None
        assert place.precision == 6
        assert place.relation == "on the border between"


def test_the_north_of_a_province_is_part_of_it_and_north_of_it_is_not(places: Places) -> None:
    whole = where(places, "Clashes broke out in Aleppo province, in Syria.", "Aleppo")
    part = where(places, "Clashes broke out in the north of Aleppo province, in Syria.", "Aleppo")
    assert (whole.precision, part.precision) == (4, 4)
    assert part.radius_km < whole.radius_km
    assert part.relation == "in the north of"


def test_rural_damascus_is_the_province_around_the_capital(places: Places) -> None:
    for text in ("Shells hit rural Damascus.", "Shells hit the Damascus countryside.", "Shells hit the countryside of Damascus."):
        place = where(places, text, "Damascus")
        assert place.name.startswith("Rif Dimashq")
        assert place.precision == 4


def test_a_building_that_no_gazetteer_holds_is_at_the_town_of_its_phrase(
    readings: Callable[[str], list[PlaceReading]],
) -> None:
    first = readings("Jets hit a maternity hospital in Idlib, in Syria.")[0]
    assert first.found.facility and first.place is not None
    assert first.choice.rule == "coref:its-town"
    assert (first.place.precision, first.place.country) == (2, "SYR")
    assert first.place.relation == "a hospital in"


def test_a_building_is_never_a_country(readings: Callable[[str], list[PlaceReading]]) -> None:
    for reading in readings("Jets hit a hospital in Syria. The Turkey hospital was full."):
        if reading.found.facility:
            assert reading.place is None


def test_an_adjective_says_in_which_country_the_town_is(places: Places) -> None:
    assert where(places, "Shells hit the Lebanese city of Tripoli.", "Tripoli").country == "LBN"
    assert where(places, "Shells hit the Libyan city of Tripoli.", "Tripoli").country == "LBY"
    assert places("Shells hit the Syrian town of Tripoli.")["Tripoli"] is None


def test_the_capital_of_an_adjective_points_back(readings: Callable[[str], list[PlaceReading]]) -> None:
    found = readings("Rebels entered Damascus on Monday. Jets later bombed the Syrian capital.")
    assert found[-1].choice.rule == "coref:the-capital"
    assert found[-1].place is not None and found[-1].place.name == "Damascus"


@pytest.mark.parametrize(
    "text",
    [
        "The Columbia Tribune reported the fire.",
        "Paris Hilton was not there.",
        "Two people caught Marburg fever.",
        "The Clinton administration had warned of it.",
        "The International Energy Agency cut its forecast.",
        "The Circuit Court sat on Friday.",
    ],
)
def test_names_inside_other_names_are_no_places(places: Places, text: str) -> None:
    assert {name for name, _ in places(text).items() if name[:1].isupper()} == set()


def test_a_department_is_of_a_town_and_its_airport_is_at_it(readings: Callable[[str], list[PlaceReading]]) -> None:
    department = readings("The Homs Fire Department put out the blaze.")
    assert [(r.found.core.text, r.found.metonym) for r in department if r.found.core] == [("Homs", True)]
    airport = readings("A plane landed at Aleppo International Airport, in Syria.")[0]
    assert airport.found.facility and airport.place is not None
    assert airport.place.precision <= 2


def test_people_in_an_unlisted_village_show_that_it_is_one(places: Places) -> None:
    assert "Hondalba" in places("People in Hondalba said that the well was dry.")
    assert "Dravnikar" in places("Residents of Dravnikar told reporters that shells had fallen.")


def test_who_says_something_is_no_town(places: Places) -> None:
    assert "Noma" not in places("Noma said that the police had failed her. Later Noma moved away.")


def test_a_noun_shared_by_two_names_makes_both_provinces(places: Places) -> None:
    found = places("Clashes broke out in the Aleppo and Idlib provinces.")
    assert {p.name for p in found.values() if p} == {"Aleppo Governorate", "Idlib Governorate"}
    assert where(places, "The governorate of Hama was calm.", "Hama").name == "Hama Governorate"


def test_a_road_is_found_by_its_number_and_placed_only_with_its_country(places: Places) -> None:
    assert places("Convoys moved on the M5.")["M5"] is None
    assert where(places, "Convoys moved on the M5 south of Aleppo, in Syria.", "M5").country == "SYR"
    assert "M4" not in places("He carried an M4 and a pistol.")


def test_a_group_that_is_called_after_a_country_is_not_there(places: Places) -> None:
    assert "Iraq" not in places("Islamic State in Iraq and the Levant claimed the attack.")
