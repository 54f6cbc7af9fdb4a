"""Reports that correct or withdraw others: what agencies and records say of that is kept, and news about corrections is news."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimwire import ingest
from claimwire.errors import IngestError
from claimwire.records import Report

BODY = "Shelling killed six people in Tolvar on Monday."


def read(path: Path, content: object) -> list[Report]:
    lines = content if isinstance(content, list) else [content]
    path.write_text("".join(x if isinstance(x, str) else json.dumps(x) + "\n" for x in lines), encoding="utf-8")
    problems: list[IngestError] = []
    found = list(ingest.read([str(path)], on_error=problems.append))
    assert problems == []
    return found


def test_a_record_says_itself_that_it_corrects_another(tmp_path: Path) -> None:
    (report,) = read(tmp_path / "a.jsonl", {"id": "b", "text": BODY, "corrects": "a"})
    assert (report.id, report.status, report.corrects) == ("b", "corrected", "a")


def test_a_record_without_text_may_withdraw_another(tmp_path: Path) -> None:
    named, own = read(
        tmp_path / "a.jsonl",
        [
            {"id": "n", "status": "canceled", "corrects": "a", "title": "Story withdrawn"},
            {"id": "b", "status": "withdrawn"},
        ],
    )
    assert (named.id, named.text, named.status, named.corrects) == ("n", "Story withdrawn", "canceled", "a")
    assert own.id != "b" and (own.status, own.corrects) == ("canceled", "b"), "the report that is withdrawn is kept beside"


@pytest.mark.parametrize(
    ("title", "status"),
    [
        ("CORRECTION: Six dead in Tolvar", "corrected"),
        ("Corrected - Six dead in Tolvar", "corrected"),
        ("[Correction] ", "corrected"),
        ("WITHDRAWN: Tolvar", "canceled"),
        ("Retraction: Tolvar", "canceled"),
        ("Withdrawn: two brigades leave Tolvar", "usable"),
        ("Corrections officers strike in Tolvar", "usable"),
        ("Market correction follows attack", "usable"),
        ("Army retracts statement on Tolvar", "usable"),
    ],
)
def test_a_headline_says_what_kind_of_item_it_is(tmp_path: Path, title: str, status: str) -> None:
    (report,) = read(tmp_path / "a.jsonl", {"id": "a", "text": BODY, "title": title})
    assert (report.status, report.corrects) == (status, None)


@pytest.mark.parametrize(
    "text",
    [
        "CORRECTION: Six dead in Tolvar\n" + BODY,
        "(Corrects number of dead in first paragraph)\n" + BODY,
        BODY + "\n\nCorrection: An earlier version of this article gave another number of dead.",
        BODY + "\n\nEditor's note: a previous version of this story misspelt the town.",
    ],
)
def test_a_note_in_the_text_says_that_it_corrects(tmp_path: Path, text: str) -> None:
    (report,) = read(tmp_path / "a.jsonl", {"id": "a", "text": text})
    assert report.status == "corrected" and report.text == text


def test_somebody_elses_status_means_nothing_here(tmp_path: Path) -> None:
    found = read(tmp_path / "a.jsonl", [{"id": "a", "text": BODY, "status": "draft"}, {"id": "b", "text": BODY, "status": 200}])
    assert [r.status for r in found] == ["usable", "usable"]


def test_who_corrects_itself_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"id": "a", "text": BODY, "corrects": "a"}), encoding="utf-8")
    problems: list[IngestError] = []
    (report,) = ingest.read([str(path)], on_error=problems.append)
    assert report.corrects is None and "corrects itself" in str(problems[0])


def test_a_table_may_have_columns_for_both(tmp_path: Path) -> None:
    (report,) = read(tmp_path / "a.csv", "id,text,status,corrects\nb," + BODY + ",corrected,a\n")
    assert (report.status, report.corrects) == ("corrected", "a")


def test_a_ninjs_item_that_is_canceled_withdraws_its_earlier_version(tmp_path: Path) -> None:
    first = {"uri": "urn:n:1", "version": "1", "pubstatus": "usable", "headline": "Tolvar", "body_text": BODY}
    kill = {"uri": "urn:n:1", "version": "2", "pubstatus": "canceled", "headline": "Tolvar withdrawn"}
    a, b = read(tmp_path / "a.jsonl", [first, kill])
    assert (a.id, a.status) == ("urn:n:1", "usable")
    assert (b.id, b.status, b.corrects, b.text) == ("urn:n:1#2", "canceled", "urn:n:1", "Tolvar withdrawn")


def test_a_ninjs_item_whose_note_corrects_is_kept_beside_the_version_before(tmp_path: Path) -> None:
    first = {"uri": "urn:n:1", "version": "1", "pubstatus": "usable", "body_text": BODY.replace("six", "nine")}
    second = first | {"version": "2", "body_text": BODY, "ednote": "Corrects number of dead"}
    update = {"uri": "urn:n:2", "version": "2", "pubstatus": "usable", "body_text": "Calm.", "ednote": "Adds quotes"}
    a, b, c = read(tmp_path / "a.jsonl", [first, second, update])
    assert (a.corrects, b.id, b.status, b.corrects) == (None, "urn:n:1#2", "corrected", "urn:n:1")
    assert (c.id, c.status, c.corrects) == ("urn:n:2", "usable", None), "an update is no correction"


@pytest.mark.parametrize(
    ("meta", "version", "expected"),
    [
        ('<pubStatus qcode="stat:canceled"/>', "3", ("urn:g:1#3", "canceled", "urn:g:1")),
        ('<pubStatus qcode="stat:usable"/><signal qcode="sig:correction"/>', "2", ("urn:g:1#2", "corrected", "urn:g:1")),
        ('<pubStatus qcode="stat:usable"/><edNote>Corrects the place</edNote>', "1", ("urn:g:1", "corrected", None)),
        ('<pubStatus qcode="stat:usable"/><signal qcode="sig:update"/>', "2", ("urn:g:1", "usable", None)),
    ],
)
def test_a_newsml_item_says_what_it_is(tmp_path: Path, meta: str, version: str, expected: tuple[str, str, str | None]) -> None:
    item = (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:g:1" version="{version}"><itemMeta>{meta}</itemMeta>'
        f"<contentSet><inlineData>{BODY}</inlineData></contentSet></newsItem>"
    )
    (report,) = read(tmp_path / "a.xml", item)
    assert (report.id, report.status, report.corrects) == expected
