"""Importing GeoNames dumps and CSV: what comes out, and what is said of a damaged file."""

import gzip
from pathlib import Path

import pytest

from claimwire.errors import GazetteerError
from claimwire.resolve.gazetteer import open_gazetteer
from claimwire.resolve.gazetteer_db import Database
from claimwire.resolve.gazetteer_import import import_gazetteer


def line(number: int, name: str, *, latitude: str = "35.5", longitude: str = "37.5", alternates: str = "", **cells: str) -> str:
    feature, code = cells.get("feature", "P.PPL").split(".")
    row = [
        str(number),
        name,
        name,
        alternates,
        latitude,
        longitude,
        feature,
        code,
        "SY",
        "",
        cells.get("admin1", "12"),
        "",
        "",
        "",
    ]
    return "\t".join([*row, cells.get("population", "0"), "", "-9999", "Asia/Damascus", "2025-01-01"])


def dump(path: Path, *lines: str) -> Path:
    text = "".join(f"{entry}\n" for entry in lines)
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


def test_places_of_a_gzipped_dump_are_found_with_province_and_alternate_names(tmp_path: Path) -> None:
    places = dump(
        tmp_path / "SY.txt.gz", line(900001, "Qurtuman Gharbi", alternates="Kortoman,قرطمان"), line(900002, "Bir Nasif")
    )
    regions = dump(tmp_path / "admin1CodesASCII.txt", "SY.12\tIdlib\tIdlib\t169387")
    seen = []
    summary = import_gazetteer(
        [places, regions], tmp_path / "out.sqlite", progress=lambda done, total: seen.append((done, total))
    )
    assert summary.places == 2
    assert seen[-1] == (2, 2)
    gazetteer = open_gazetteer(tmp_path / "out.sqlite")
    for name in ("Qurtuman Gharbi", "Kortoman", "قرطمان"):
        place = gazetteer.lookup(name)[0][0]
        assert (place.target, place.country, place.admin1) == ("geonames:900001", "SYR", "Idlib")


def test_the_default_gazetteer_stays_under_an_imported_one(tmp_path: Path) -> None:
    import_gazetteer([dump(tmp_path / "SY.txt", line(900002, "Bir Nasif"))], tmp_path / "out.sqlite")
    gazetteer = open_gazetteer(tmp_path / "out.sqlite")
    assert gazetteer.lookup("Mosul")[0][0].country == "IRQ"


def test_a_row_without_population_does_not_make_a_city_small(tmp_path: Path) -> None:
    before = open_gazetteer(None).lookup("Aleppo")[0]
    import_gazetteer(
        [dump(tmp_path / "SY.txt", line(170063, "Aleppo", latitude="36.2", longitude="37.16"))], tmp_path / "out.sqlite"
    )
    after = open_gazetteer(tmp_path / "out.sqlite").lookup("Aleppo")[0]
    assert after[0].target == before[0].target
    assert after[1] >= before[1]


def test_adjectives_among_the_names_of_a_country_are_left_out(tmp_path: Path) -> None:
    country = line(163843, "Syria", alternates="Syrian,SYR,Syrie", feature="A.PCLI", admin1="00")
    import_gazetteer([dump(tmp_path / "SY.txt", country)], tmp_path / "out.sqlite")
    database = Database(tmp_path / "out.sqlite")
    assert database.find("syrie")
    assert not database.find("syrian")
    database.close()


def test_alternate_names_of_known_places_are_added(tmp_path: Path) -> None:
    places = dump(tmp_path / "SY.txt", line(900002, "Bir Nasif"))
    names = dump(tmp_path / "alternateNamesV2.txt", "1\t900002\ten\tNasif Wells\t\t\t\t\t\t", "2\t777\ten\tElsewhere\t\t\t\t\t\t")
    import_gazetteer([names, places], tmp_path / "out.sqlite")
    gazetteer = open_gazetteer(tmp_path / "out.sqlite")
    assert gazetteer.lookup("Nasif Wells")[0][0].target == "geonames:900002"


def test_a_csv_of_own_places_keeps_ids_radius_and_aliases(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text(
        "id,name,latitude,longitude,country,aliases,radius_km\nmine:1,Tell Marwah,35.1,38.2,SY,Tal Marwa|Marwah Hill,4\n",
        encoding="utf-8",
    )
    import_gazetteer([path], tmp_path / "out.sqlite")
    place = open_gazetteer(tmp_path / "out.sqlite").lookup("Marwah Hill")[0][0]
    assert (place.target, place.country, place.radius_km) == ("mine:1", "SYR", 4.0)


def test_words_and_neighbourhood_are_searchable(tmp_path: Path) -> None:
    rows = [
        line(900001, "Qurtuman Gharbi"),
        line(900002, "Bir Nasif", latitude="35.51"),
        line(900003, "Far Hill", latitude="33.0"),
    ]
    import_gazetteer([dump(tmp_path / "SY.txt", *rows)], tmp_path / "out.sqlite")
    database = Database(tmp_path / "out.sqlite")
    assert [p.name for p, _, _ in database.words("gharbi", 5)] == ["Qurtuman Gharbi"]
    assert [p.name for p in database.around(35.5, 37.5, 10)] == ["Qurtuman Gharbi", "Bir Nasif"]
    database.close()
    found = open_gazetteer(tmp_path / "out.sqlite").search("Gharbi")
    assert any(reason == "has its words" and place.target == "geonames:900001" for place, _, reason in found)


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("900002\tBir Nasif\tBir Nasif", r"SY\.txt:2: 3 tab-separated columns, expected 19"),
        (line(900002, "Bir Nasif", latitude="north"), r"SY\.txt:2: 'north' is no number"),
        (line(900002, "Bir Nasif", longitude="237"), r"SY\.txt:2: 237 is out of range"),
        (line(900002, "Bir Nasif", population="many"), r"SY\.txt:2: 'many' is no whole number"),
        (line(900002, "Bir Nasif").replace("900002", "x", 1), r"SY\.txt:2: geonameid 'x' is not a number"),
    ],
)
def test_a_damaged_line_is_named_and_leaves_nothing_behind(tmp_path: Path, bad: str, message: str) -> None:
    path = dump(tmp_path / "SY.txt", line(900001, "Qurtuman"), bad)
    with pytest.raises(GazetteerError, match=message):
        import_gazetteer([path], tmp_path / "out.sqlite")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["SY.txt"]


def test_a_cut_off_gzip_is_named(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt.gz"
    path.write_bytes(gzip.compress(b"".join(line(n, f"Place {n}").encode() + b"\n" for n in range(500)))[:-40])
    with pytest.raises(GazetteerError, match=r"SY\.txt\.gz: cut off or damaged"):
        import_gazetteer([path], tmp_path / "out.sqlite")


def test_tables_without_a_dump_are_not_enough(tmp_path: Path) -> None:
    path = dump(tmp_path / "admin1CodesASCII.txt", "SY.12\tIdlib\tIdlib\t169387")
    with pytest.raises(GazetteerError, match="no country dump or CSV among them"):
        import_gazetteer([path], tmp_path / "out.sqlite")


def test_a_csv_without_coordinates_is_refused_by_its_header(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,country\nTell Marwah,SYR\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"mine\.csv:1: no column latitude, longitude"):
        import_gazetteer([path], tmp_path / "out.sqlite")


def test_an_import_replaces_the_gazetteer_only_when_it_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    import_gazetteer([dump(tmp_path / "SY.txt", line(900001, "Qurtuman"))], out)
    before = out.read_bytes()
    with pytest.raises(GazetteerError):
        import_gazetteer([dump(tmp_path / "LB.txt", "broken")], out)
    assert out.read_bytes() == before
