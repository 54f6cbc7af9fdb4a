"""Importing GeoNames dumps and CSV: what comes out, and what is said of a damaged file."""

import gzip
import os
import re
import signal
import subprocess
import sys
import time
import zipfile
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
    assert any(h.reason == "has its words" and h.place.target == "geonames:900001" for h in found)


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
def test_a_damaged_line_is_named_and_the_rest_goes_on(tmp_path: Path, bad: str, message: str) -> None:
    path = dump(tmp_path / "SY.txt", line(900001, "Qurtuman"), bad, line(900003, "Far Hill"))
    done = import_gazetteer([path], tmp_path / "out.sqlite")
    assert (done.places, done.left_out) == (2, 1)
    assert re.search(message, done.problems[0])


def test_a_file_without_a_single_good_row_is_refused_and_leaves_nothing_behind(tmp_path: Path) -> None:
    path = dump(tmp_path / "SY.txt", *(f"{n}\tonly two" for n in range(3)))
    with pytest.raises(GazetteerError, match=r"no place in the files; .*SY\.txt:1: 2 tab-separated columns"):
        import_gazetteer([path], tmp_path / "out.sqlite")
    long = dump(tmp_path / "IQ.txt", *(f"{n}\tonly two" for n in range(300)))
    with pytest.raises(GazetteerError, match=r"IQ\.txt: not one of its first 50 rows can be read"):
        import_gazetteer([long], tmp_path / "out.sqlite")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["IQ.txt", "SY.txt"]


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
    with pytest.raises(GazetteerError, match=r"mine\.csv:1: no column latitude, longitude.*--column latitude=COLUMN"):
        import_gazetteer([path], tmp_path / "out.sqlite")


def test_columns_of_a_csv_may_have_other_names(tmp_path: Path) -> None:
    path = tmp_path / "orte.csv"
    path.write_text("Ort,Breite,Laenge,Land\nTell Marwah,35.1,38.2,SY\n", encoding="utf-8-sig")
    columns = {"name": "Ort", "latitude": "Breite", "longitude": "Laenge", "country": "Land"}
    import_gazetteer([path], tmp_path / "out.sqlite", columns=columns)
    place = open_gazetteer(tmp_path / "out.sqlite").lookup("Tell Marwah")[0][0]
    assert (place.country, place.latitude) == ("SYR", 35.1)
    with pytest.raises(GazetteerError, match=r"orte\.csv:1: no column 'Stadt' \(for name\); its columns are Ort, Breite"):
        import_gazetteer([path], tmp_path / "out.sqlite", columns={**columns, "name": "Stadt"})
    with pytest.raises(GazetteerError, match="--column town: no such field of a place; there are id, name"):
        import_gazetteer([path], tmp_path / "out.sqlite", columns={"town": "Ort"})


def test_a_zip_is_read_by_its_data_file_and_not_by_its_readme(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "SY.zip", "w") as archive:
        archive.writestr("readme.txt", "about the file " * 500)
        archive.writestr("SY.txt", line(900001, "Qurtuman") + "\n")
    assert import_gazetteer([tmp_path / "SY.zip"], tmp_path / "out.sqlite").places == 1


def test_flags_of_alternate_names_decide_what_they_are_worth(tmp_path: Path) -> None:
    places = dump(tmp_path / "SY.txt", line(900002, "Bir Nasif", alternates="Nasifgrad"))
    names = dump(
        tmp_path / "alternateNamesV2.txt",
        "1\t900002\ten\tNasif Wells\t1\t\t\t\t\t",
        "2\t900002\ten\tNasifgrad\t\t\t\t1\t\t",
        "3\t900002\twkdt\tQ4711\t\t\t\t\t\t",
        "4\t900002\tfr\tPuits Nasif\t\t\t\t\t\t",
    )
    import_gazetteer([places, names], tmp_path / "out.sqlite")
    reasons = {
        name: [h.reason for h in open_gazetteer(tmp_path / "out.sqlite").search(name)][:1]
        for name in ("Nasif Wells", "Nasifgrad", "Puits Nasif", "Q4711")
    }
    assert reasons == {
        "Nasif Wells": ["name"],
        "Nasifgrad": ["former or colloquial name"],
        "Puits Nasif": ["alternate name"],
        "Q4711": [],
    }


def test_a_place_that_two_files_hold_is_kept_once(tmp_path: Path) -> None:
    one = dump(tmp_path / "SY.txt", line(900001, "Qurtuman"))
    two = dump(tmp_path / "allCountries.txt", line(900001, "Qurtuman"), line(900002, "Bir Nasif"))
    assert import_gazetteer([one, two], tmp_path / "out.sqlite").places == 2
    assert len(open_gazetteer(tmp_path / "out.sqlite").lookup("Qurtuman")) == 1


def pcodes(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_units_of_a_pcode_table_lie_in_their_parents_and_in_the_middle_of_their_children(tmp_path: Path) -> None:
    table = pcodes(
        tmp_path / "syr_adm3.csv",
        "ADM3_EN,ADM3_AR,ADM3_PCODE,ADM2_EN,ADM2_PCODE,ADM1_EN,ADM1_PCODE,ADM0_EN,ADM0_PCODE,Lat,Lon",
        "#adm3+name,,#adm3+code,,,,,,,,",
        "Qurtuman,قرطمان,SY020101,Jabal Nasif,SY0201,Marwah Governorate,SY02,Syria,SY,35.0,37.0",
        "Bir Nasif,,SY020102,Jabal Nasif,SY0201,Marwah Governorate,SY02,Syria,SY,35.2,37.2",
    )
    done = import_gazetteer([table], tmp_path / "out.sqlite")
    assert (done.places, done.left_out) == (4, 0)
    gazetteer = open_gazetteer(tmp_path / "out.sqlite")
    unit = gazetteer.lookup("قرطمان")[0][0]
    assert (unit.target, unit.country, unit.admin1, unit.feature, unit.precision) == (
        "pcode:SY020101", "SYR", "Marwah Governorate", "A.ADM3", 3,
    )  # fmt: skip
    assert gazetteer.details("pcode:SY020101")[0] == "Jabal Nasif"
    district = gazetteer.lookup("Jabal Nasif")[0][0]
    assert (district.latitude, district.longitude) == pytest.approx((35.1, 37.1))
    assert (district.radius_km or 0) > 10  # it reaches the units that its middle was made of


@pytest.mark.parametrize(
    "header",
    ["admin2Name_en,admin2Pcode,admin1Name_en,admin1Pcode", "adm2_name,adm2_pcode,adm1_name,adm1_pcode",
     "ADM2_EN,ADM2_PCODE,ADM1_EN,ADM1_PCODE", "admin2Name,admin2Pcode,admin1Name,admin1Pcode"],
)  # fmt: skip
def test_the_usual_headers_of_pcode_tables_are_read_without_coordinates(tmp_path: Path, header: str) -> None:
    table = pcodes(tmp_path / "yem.csv", header, "Wadi Marwah,YE1101,Nasifiyah,YE11")
    import_gazetteer([table], tmp_path / "out.sqlite")
    place = open_gazetteer(tmp_path / "out.sqlite").lookup("Wadi Marwah")[0][0]
    assert (place.target, place.country, place.admin1, place.latitude) == ("pcode:YE1101", "YEM", "Nasifiyah", None)


def test_settlements_of_a_pcode_table_are_populated_places_whose_codes_tell_their_parents(tmp_path: Path) -> None:
    units = pcodes(tmp_path / "units.csv", "ADM1_EN,ADM1_PCODE", "Nasifiyah,YE11")
    places = pcodes(
        tmp_path / "places.csv",
        "NAME_EN,PCODE,ADM0_PCODE,LATITUDE,LONGITUDE",
        "Tell Marwah,YE110203,YE,15.1,44.2",
        "Bir Nasif,,,15.1,44.2",
    )
    done = import_gazetteer([places, units], tmp_path / "out.sqlite")
    assert done.left_out == 1
    assert "places.csv:3: no p-code" in done.problems[0]
    place = open_gazetteer(tmp_path / "out.sqlite").lookup("Tell Marwah")[0][0]
    assert (place.target, place.feature, place.admin1) == ("pcode:YE110203", "P.PPL", "Nasifiyah")


def test_a_district_of_a_pcode_table_and_of_our_list_is_one_at_the_point_that_is_known(tmp_path: Path) -> None:
    table = pcodes(tmp_path / "syr.csv", "ADM2_EN,ADM2_PCODE,ADM1_EN,ADM1_PCODE", "Azaz,SY0204,Aleppo,SY02")
    import_gazetteer([table], tmp_path / "out.sqlite")
    districts = [h for h in open_gazetteer(tmp_path / "out.sqlite").search("Azaz") if h.place.feature == "A.ADM2"]
    assert len(districts) == 1
    assert districts[0].place.latitude is not None
    assert len(districts[0].layers) == 2


def test_two_places_of_one_list_are_never_joined(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("name,latitude,longitude,country\nTell Marwah,35.10,38.20,SY\nTell Marwah,35.12,38.22,SY\n", encoding="utf-8")
    import_gazetteer([path], tmp_path / "out.sqlite")
    assert len(open_gazetteer(tmp_path / "out.sqlite").lookup("Tell Marwah")) == 2


def test_a_town_comes_before_the_district_that_is_called_after_it(tmp_path: Path) -> None:
    rows = [line(900001, "Marwah", feature="A.ADM2"), line(900002, "Marwah", latitude="35.6")]
    import_gazetteer([dump(tmp_path / "SY.txt", *rows)], tmp_path / "out.sqlite")
    found = open_gazetteer(tmp_path / "out.sqlite").lookup("Marwah")
    assert [place.target for place, _ in found][:2] == ["geonames:900002", "geonames:900001"]


def test_pcodes_without_names_are_refused(tmp_path: Path) -> None:
    table = pcodes(tmp_path / "bare.csv", "ADM1_PCODE,ADM2_PCODE", "YE11,YE1101")
    with pytest.raises(GazetteerError, match=r"bare\.csv:1: p-codes .* but no names, such as ADM1_EN"):
        import_gazetteer([table], tmp_path / "out.sqlite")


def test_a_killed_import_leaves_the_old_gazetteer_whole(tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    import_gazetteer([dump(tmp_path / "SY.txt", line(900001, "Qurtuman"))], out)
    before = out.read_bytes()
    dump(tmp_path / "IQ.txt", *(line(n, f"Tell {n}") for n in range(60_000)))
    command = [sys.executable, "-m", "claimwire", "gazetteer", "import", str(tmp_path / "IQ.txt"), "--out", str(out)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ)
    while process.poll() is None and not [p for p in tmp_path.glob("out.sqlite*.part") if p.stat().st_size > 50_000]:
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL
    assert out.read_bytes() == before
    assert open_gazetteer(out).lookup("Qurtuman")


def test_an_import_replaces_the_gazetteer_only_when_it_is_whole(tmp_path: Path) -> None:
    out = tmp_path / "out.sqlite"
    import_gazetteer([dump(tmp_path / "SY.txt", line(900001, "Qurtuman"))], out)
    before = out.read_bytes()
    with pytest.raises(GazetteerError):
        import_gazetteer([dump(tmp_path / "LB.txt", "broken")], out)
    assert out.read_bytes() == before
