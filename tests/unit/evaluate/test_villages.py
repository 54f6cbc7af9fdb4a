"""Villages of the claims corpus against a dump: what counts as right, and what does not count at all."""

import gzip
from pathlib import Path

import pytest

from claimwire.errors import EvaluationError
from claimwire.evaluate.villages import bears_name, key, read_rows, score_villages
from claimwire.records import Link, Mention, Place, Resolution, Span

TEXT = "Shelling hit Nasifiya. The town burned."
ROWS = {
    ("SYR", key("An Nasifiyah")): [((35.0, 37.0), "P"), ((33.0, 36.0), "P")],
    ("SYR", key("Jabal Nasif")): [((35.5, 37.0), "T")],
}


def gold(*places: tuple[int, int, str]) -> dict[str, object]:
    return {
        "id": "r", "text": TEXT,
        "claims": [{"places": [{"span": [a, b], "name": name, "country": "SYR"} for a, b, name in places]}],
    }  # fmt: skip


def resolution(start: int, end: int, place: Place | None) -> Resolution:
    mention = Mention(id="m", span=Span(start=start, end=end, text=TEXT[start:end]), label="place", score=1.0)
    link = Link(mention="m", kind="place", target=place.target if place else None, score=1.0, rule="place:supported")
    return Resolution(mentions=(mention,), links=(link,), places={"m": place} if place else {})


def figures(found: Resolution | None, *places: tuple[int, int, str]) -> dict[str, tuple[float | None, int]]:
    scored = score_villages([gold(*places)], {"r": found} if found else {}, rows=ROWS)
    return {f.name: (f.value, f.n) for f in scored}


def test_a_village_is_right_near_any_row_of_its_name_and_country() -> None:
    place = Place(target="t", name="Nasifiya", country="SYR", latitude=33.1, longitude=36.0)
    found = figures(resolution(13, 22, place), (13, 22, "Nasifiya"))
    assert found["villages.near_20"] == (1, 1)
    far = figures(
        resolution(13, 22, Place(target="t", name="N", country="SYR", latitude=34.0, longitude=36.0)), (13, 22, "Nasifiya")
    )
    assert far["villages.near_20"] == (0, 1) and far["villages.country"] == (1, 1)


def test_an_unresolved_village_is_wrong_and_an_unread_report_too() -> None:
    assert figures(resolution(13, 22, None), (13, 22, "Nasifiya"))["villages.near_20"] == (0, 1)
    assert figures(None, (13, 22, "Nasifiya"))["villages.resolved"] == (0, 1)


def test_hills_and_unlisted_names_do_not_count_and_words_without_the_name_count_apart() -> None:
    found = figures(None, (13, 22, "Jabal Nasif"), (0, 8, "Elsewhere"), (23, 31, "Nasifiya"))
    assert found["villages.listed"] == (pytest.approx(1 / 3), 3)
    assert found["villages.near_20"] == (None, 0)
    assert found["villages.back_20"] == (0, 1)


def test_names_are_compared_without_article_doubled_letters_and_final_h() -> None:
    assert key("Ar Raqqah") == key("al-Raqa") == "raqa"
    assert bears_name("the town of Raqqa", "Ar Raqqah") and not bears_name("the town", "Ar Raqqah")


def test_a_file_that_is_no_dump_is_named(tmp_path: Path) -> None:
    path = tmp_path / "SY.txt.gz"
    path.write_bytes(gzip.compress(b"one\ttwo\n"))
    with pytest.raises(EvaluationError, match=r"SY\.txt\.gz: not a gzipped GeoNames country dump"):
        read_rows([path])
