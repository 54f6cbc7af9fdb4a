"""Days, provinces and sources of which nothing was read: silence is not calm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from claimwire.ceasefire.agreements import load
from claimwire.ceasefire.context import Context, Row
from claimwire.ceasefire.gaps import GAPS, silent
from claimwire.ontology import load as load_ontology
from claimwire.records import Reading

Read = Callable[..., Reading]


def gaps(read: Read, *reports: tuple[str | None, str, str], **window: str) -> list[Row]:
    ontology = load_ontology()
    readings = tuple(read(text, published=day, publisher=publisher) for day, publisher, text in reports)
    context = Context(readings=readings, ontology=ontology, agreements=load(ontology=ontology), **window)  # type: ignore[arg-type]
    return list(GAPS.rows(context))


def spans(rows: list[Row], kind: str) -> list[tuple[str, str, str]]:
    return [(r["name"], r["from"], r["to"]) for r in rows if r["kind"] == kind]


def test_days_without_a_report_are_runs_inside_the_window(read: Read) -> None:
    found = gaps(
        read,
        ("2016-05-03", "Own Wire", "Shells fell on Aleppo."),
        ("2016-05-06", "Own Wire", "Shells fell on Idlib."),
        from_="2016-05-01",
        to="2016-05-07",
    )
    assert spans(found, "day") == [
        ("any report", "2016-05-01", "2016-05-02"),
        ("any report", "2016-05-04", "2016-05-05"),
        ("any report", "2016-05-07", "2016-05-07"),
    ]


def test_a_province_of_which_nobody_told_anything_is_named_for_the_whole_window(read: Read) -> None:
    found = gaps(read, ("2016-05-03", "Own Wire", "Shells fell on Aleppo."))
    provinces = spans(found, "province")
    assert ("Idlib Governorate (SYR)", "2016-05-03", "2016-05-03") in provinces
    assert not any(name.startswith("Aleppo") for name, *_ in provinces)
    assert not any("(YEM)" in name for name, *_ in provinces)  # no report watches Yemen


def test_an_agreement_on_two_provinces_watches_those_two(read: Read) -> None:
    found = gaps(read, ("2016-06-03", "Own Wire", "Ukrainian forces shelled Horlivka."))
    assert [name for name, *_ in spans(found, "province")] == ["Luhansk Oblast (UKR)"]


def test_a_source_that_falls_silent_is_a_gap_of_its_own(read: Read) -> None:
    found = gaps(
        read,
        ("2016-05-01", "Centre Bulletin", "Shells fell on Aleppo."),
        ("2016-05-01", "Own Wire", "Shells fell on Idlib."),
        ("2016-05-04", "Own Wire", "Shells fell on Homs."),
    )
    assert ("Centre Bulletin", "2016-05-02", "2016-05-04") in spans(found, "source")
    assert ("Own Wire", "2016-05-02", "2016-05-03") in spans(found, "source")


def test_reports_without_a_date_count_for_no_day_and_are_said_to(read: Read) -> None:
    found = gaps(read, (None, "Own Wire", "Shells fell on Aleppo."), ("2016-05-01", "Own Wire", "Shells fell on Homs."))
    assert next(r for r in found if r["kind"] == "undated")["note"] == "1 of them; they count for no day"


def test_nothing_read_and_no_window_is_no_list_of_days(read: Read) -> None:
    assert gaps(read) == []


def test_runs_of_silence_end_with_the_window() -> None:
    seen = [date(2016, 5, 1), date(2016, 5, 2), date(2016, 6, 1)]
    runs = list(silent(seen, date(2016, 5, 1), date(2016, 5, 4)))
    assert runs == [(date(2016, 5, 3), date(2016, 5, 4))]
    assert list(silent(seen[:2], date(2016, 5, 1), date(2016, 5, 2))) == []
