"""`claimwire duplicates` tells why reports are one origin."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from claimwire.cli import duplicates  # noqa: F401 - adds its command

STORY = (
    "Shells struck the fish market of Belgar on Tuesday morning, killing at least 14 people. The first salvo fell shortly after "
    "eight, when the stalls were opening, and a second hit the road to the bridge."
)
QUOTED = '"We pulled the first of them out with our hands, because the machine would not start," a rescuer said.'


def written(path: Path, *reports: tuple[str, str | None, str]) -> Path:
    lines = [
        json.dumps({"id": id_, "publisher": publisher, "published_at": "2031-06-03", "text": text})
        for id_, publisher, text in reports
    ]
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def copied(run, tmp_path: Path) -> Path:
    reports = written(
        tmp_path / "reports.jsonl",
        ("a", "Harbour Post", "BELGAR, June 3 (Meridian) -- " + STORY),
        ("b", None, STORY),
        ("c", "Orsk Daily", "Six people died when Orsk was shelled on Monday. " + QUOTED),
        ("d", "Lodmar Courier", "The brickworks of Orsk was destroyed on Monday and six people were killed. " + QUOTED),
        ("e", "Radio Tresk", "It rained in Dolmen."),
    )
    db = tmp_path / "claims.db"
    assert run("code", reports, "--db", db).status == 0
    return db


def test_copies_are_listed_with_publisher_date_share_and_the_words_in_both(run, copied: Path) -> None:
    out = run("duplicates", "--db", copied).out
    first = out.split("\n\n")[0].splitlines()
    assert first[0] == "copy: 2 reports print one text"
    assert first[1].split() == ["a", "Harbour", "Post", "2031-06-03"]
    assert first[2].split() == ["b", "unknown", "publisher", "2031-06-03"]
    assert first[3].startswith('  in both: "Shells struck the fish market of Belgar on Tuesday morning') and first[3].endswith(
        '..."'
    )
    assert "because a, b: one text, 100% of the shorter text is in the other" in first[4]


def test_a_quotation_in_two_texts_of_their_own_is_its_own_kind_of_group(run, copied: Path) -> None:
    groups = [json.loads(line) for line in run("duplicates", "--db", copied, "--json").out.splitlines()]
    quoted = next(g for g in groups if g["kind"] == "shared quotation")
    assert [r["id"] for r in quoted["reports"]] == ["c", "d"]
    assert quoted["words"].startswith("We pulled the first of them out")
    assert not any("e" in [r["id"] for r in g["reports"]] for g in groups)


def test_one_speech_through_two_outlets_is_told_with_its_event(run, tmp_path: Path) -> None:
    reports = written(
        tmp_path / "r.jsonl",
        ("a", "Post", "Rebels shelled the barracks of Ulmar on Monday and killed two recruits, Governor Pavel Hresk said."),
        (
            "b",
            "Daily",
            "Governor Pavel Hresk said that rebels had shelled the barracks of Ulmar on Monday, killing two recruits.",
        ),
    )
    db = tmp_path / "x.db"
    assert run("code", reports, "--db", db).status == 0
    groups = [json.loads(line) for line in run("duplicates", "--db", db, "--json").out.splitlines()]
    speech = next(g for g in groups if g["kind"] == "same speech")
    assert [r["id"] for r in speech["reports"]] == ["a", "b"]
    assert speech["because"][0].startswith("Pavel Hresk in event e-") and "the same speaker, Pavel Hresk" in speech["because"][1]


def test_reports_of_their_own_are_said_to_be_so(run, tmp_path: Path) -> None:
    reports = written(
        tmp_path / "r.jsonl", ("a", "Post", "It rained in Dolmen."), ("b", "Courier", "The ferry to Harun is late.")
    )
    assert run("code", reports, "--db", tmp_path / "x.db").status == 0
    ran = run("duplicates", "--db", tmp_path / "x.db")
    assert ran.status == 0 and ran.out.startswith("2 reports, and no two of them are one origin")
    assert run("duplicates", "--db", tmp_path / "x.db", "--json").out == ""


def test_a_database_that_is_not_there_is_named(run, tmp_path: Path) -> None:
    ran = run("duplicates", "--db", tmp_path / "none.db")
    assert ran.status == 1 and "none.db" in ran.err
