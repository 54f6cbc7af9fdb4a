"""`claimwire report --daily`: what was reported up to a cut-off, what changed, what is not known, and the words behind it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import docx
import pytest

REPORTS = (
    (
        "first",
        "2016-05-25T18:00:00Z",
        "Reconciliation Centre",
        "The number of settlements that joined the cessation of hostilities has reached 110, the centre said.",
    ),
    (
        "second",
        "2016-05-26T20:00:00Z",
        "Reconciliation Centre",
        "The number of settlements that joined the cessation of hostilities has reached 120, the centre said.",
    ),
    (
        "third",
        "2016-05-27T09:00:00Z",
        "Own Wire",
        "The Russian Defence Ministry accused Jaysh al-Islam of violating the ceasefire by shelling Harasta on 26 May.",
    ),
    ("late", "2016-05-27T21:00:00Z", "Other Wire", "Jaysh al-Islam denied that it had shelled Harasta on 26 May."),
    ("dateless", None, "Own Wire", "The Syrian army shelled Douma, residents said."),
)


@pytest.fixture
def db(run, tmp_path: Path) -> Path:
    reports = tmp_path / "days.jsonl"
    rows = ({"id": i, "published_at": at, "publisher": by, "text": text} for i, at, by, text in REPORTS)
    reports.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    path = tmp_path / "days.db"
    run("code", reports, "--db", path)
    return path


@pytest.fixture
def made(run, db: Path, tmp_path: Path) -> Path:
    ran = run(
        "report", "--daily", "--cutoff", "2016-05-27T19:30", "--layout", "bulletin", "--db", db, "--out", tmp_path / "daily"
    )
    assert ran.status == 0, ran.err
    return tmp_path / "daily"


def table(folder: Path, name: str) -> list[dict[str, str]]:
    return list(csv.DictReader((folder / f"daily-{name}.csv").read_text(encoding="utf-8").splitlines()))


def test_only_reports_of_the_period_are_read_and_the_rest_is_accounted_for(made: Path) -> None:
    reports = {row["report"] for row in table(made, "evidence")}
    assert reports <= {"second", "third"}
    html = (made / "daily.html").read_text(encoding="utf-8")
    assert "1 report without a date: of no period, and left out." in html
    assert "1 report after the cut-off: left out." in html


def test_a_running_total_is_set_beside_the_latest_before_it(made: Path) -> None:
    total = next(row for row in table(made, "changes") if "settlements" in row["What"])
    assert (total["Before"], total["This period"], total["Difference"]) == ("110", "120", "+10")


def test_an_allegation_stands_with_its_words_and_nobody_calls_it_more(made: Path) -> None:
    (row,) = (r for r in table(made, "allegations") if r["Basis"] == "alleged in words")
    assert (row["Against"], row["Place"]) == ("Jaysh al-Islam", "Harasta")
    evidence = {r["claim"]: r for r in table(made, "evidence")}
    assert all("Harasta" in evidence[c]["words"] for c in row["claims"].split())
    html = (made / "daily.html").read_text(encoding="utf-8")
    outside_quotations = "".join(part.partition("</q>")[2] or part for part in html.split("<q>"))
    assert "violation" not in outside_quotations.lower()


def test_what_was_printed_after_the_cut_off_contests_nothing_yet(run, db: Path, tmp_path: Path) -> None:
    for cutoff, contested in (("2016-05-27T19:30", False), ("2016-05-27T22:00", True)):
        out = tmp_path / cutoff.replace(":", "")
        assert run("report", "--daily", "--cutoff", cutoff, "--db", db, "--out", out).status == 0
        assert bool(table(out, "contradictions")) == contested


def test_the_document_says_what_the_page_says(made: Path) -> None:
    document = docx.Document(str(made / "daily.docx"))
    headings = [p.text for p in document.paragraphs if p.style is not None and p.style.name == "Heading 1"]
    assert headings[0] == "Changes against the period before"
    assert headings[-3:] == ["What this report does not know", "Evidence", "Use of this report"]
    assert ["Reports read", "0", "2", "+2"] in [[c.text for c in row.cells] for t in document.tables for row in t.rows]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--daily",), "--daily and --cutoff go together"),
        (("--daily", "--cutoff", "yesterday"), "write a day and an hour"),
        (("--daily", "--cutoff", "2016-05-27T19:30", "--layout", "un"), "one of osce, bulletin"),
    ],
)
def test_what_cannot_be_meant_is_named(run, db: Path, options: tuple[str, ...], said: str) -> None:
    ran = run("report", "--db", db, *options)
    assert ran.status == 2
    assert said in " ".join(ran.err.split())


def test_a_cut_off_before_every_report_is_an_error_and_no_empty_report(run, db: Path, tmp_path: Path) -> None:
    ran = run("report", "--daily", "--cutoff", "2015-01-01T00:00", "--db", db, "--out", tmp_path / "none")
    assert ran.status == 1
    assert "choose a later --cutoff" in ran.err
    assert not (tmp_path / "none").exists()
