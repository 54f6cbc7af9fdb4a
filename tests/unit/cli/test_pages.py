"""What a page of a database shows beside readings and events: copies under their original, the ceasefire ledger."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from claimwire.cli import pages

STORY = (
    "Shells struck the fish market of Belgar on Tuesday morning, killing at least 14 people, harbour master Ona Brandt said. "
    "The first salvo fell shortly after eight, when the stalls were opening, and a second hit the road to the bridge."
)
COUNT = "The Truce Mission recorded 12 violations: Belgar province (7), Orsk province (5)."


def shown(path: Path) -> dict[str, Any]:
    found = re.search(r'id="data">(.*?)</script>', path.read_text(encoding="utf-8"), re.S)
    assert found is not None
    return json.loads(found[1])


@pytest.fixture
def told(run, tmp_path: Path) -> Path:
    reports = [
        {"id": "late", "publisher": "Orsk Daily", "published_at": "2031-06-05", "text": STORY},
        {"id": "first", "publisher": "Harbour Post", "published_at": "2031-06-04", "text": "BELGAR -- " + STORY},
        {"id": "bulletin", "publisher": "Truce Mission", "published_at": "2031-06-04", "text": COUNT},
    ]
    path = tmp_path / "reports.jsonl"
    path.write_text("\n".join(map(json.dumps, reports)), encoding="utf-8")
    db = tmp_path / "claims.db"
    assert run("code", path, "--db", db, "--page", tmp_path / "coded.html").status == 0
    return db


def test_a_later_report_of_the_same_text_is_a_copy_of_the_earlier(run, told: Path, tmp_path: Path) -> None:
    assert run("report", "--db", told, "--out", tmp_path / "page.html").status == 0
    reports = {r["id"]: r for r in shown(tmp_path / "page.html")["reports"]}
    assert list(reports) == ["late", "first", "bulletin"]
    original, why = reports["late"]["copy_of"]
    assert list(reports)[original] == "first"
    assert "one text" in why
    assert "copy_of" not in reports["first"]
    assert "copy_of" not in reports["bulletin"]


def test_a_bulletin_in_the_words_of_every_day_is_no_copy_of_the_day_before(run, tmp_path: Path) -> None:
    def day(n: int, count: str, places: str) -> str:
        return (
            f"On {n} June coalition forces carried out {count} strikes in Belgar province. Near {places} strikes hit a tactical "
            "unit and destroyed a fighting position, a vehicle and a bunker. All aircraft returned to base without damage. The "
            "strikes were conducted as part of the operation to limit the ability of the group to project terror in the region."
        )

    texts = {"one": day(3, "nine", "Belgar and Dolmen"), "two": day(4, "14", "Orsk and Tresk")}
    lines = [
        {"id": id_, "publisher": publisher, "published_at": f"2031-06-0{3 + n}", "text": text}
        for publisher in ("Coalition Command", "Orsk Daily")
        for n, (id_, text) in enumerate((f"{publisher[:4]}-{k}", t) for k, t in texts.items())
    ]
    path = tmp_path / "days.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    assert run("code", path, "--db", tmp_path / "days.db", "--page", tmp_path / "days.html").status == 0
    copies = {r["id"]: r["copy_of"][0] for r in shown(tmp_path / "days.html")["reports"] if "copy_of" in r}
    assert copies == {"Orsk-one": 0, "Orsk-two": 1}, "each day of the paper is the command's of that day"


def test_code_and_report_write_one_page(run, told: Path, tmp_path: Path) -> None:
    assert run("report", "--db", told, "--out", tmp_path / "page.html").status == 0
    assert (tmp_path / "page.html").read_bytes() == (tmp_path / "coded.html").read_bytes()


def test_the_ledger_is_there_where_a_view_has_something_to_say(run, told: Path, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    assert run("report", "--db", told, "--out", page).status == 0
    ledger = {t["name"]: t for t in shown(page)["ledger"]}
    assert ledger["by_province"]["n"] == 2
    assert ledger["by_province"]["rows"][0]["claims"], "each row opens its words"
    assert run("report", "--db", told, "--out", page, "--no-ledger").status == 0
    assert shown(page)["ledger"] == []


def test_reports_of_no_ceasefire_have_no_ledger(run, tmp_path: Path) -> None:
    path = tmp_path / "report.jsonl"
    path.write_text(json.dumps({"id": "a", "publisher": "Radio Tresk", "text": "It rained in Dolmen."}), encoding="utf-8")
    assert run("code", path, "--db", tmp_path / "a.db", "--page", tmp_path / "a.html").status == 0
    assert shown(tmp_path / "a.html")["ledger"] == [], "what agreements say of themselves makes no ledger"


def test_a_ledger_that_would_take_minutes_is_left_out_unless_asked_for(
    run, told: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "MOST_REPORTS", 2)
    ran = run("report", "--db", told, "--out", tmp_path / "page.html")
    assert "no ceasefire ledger: of more than 2 reports" in ran.err
    assert shown(tmp_path / "page.html")["ledger"] == []
    assert run("report", "--db", told, "--out", tmp_path / "page.html", "--ledger").err == ""
    assert shown(tmp_path / "page.html")["ledger"] != []
