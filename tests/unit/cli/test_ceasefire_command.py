"""`claimwire ceasefire`: views of a database as tables, JSON, CSV and tables of the database."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from pathlib import Path

import pytest

from claimwire.ceasefire import VIEWS
from claimwire.cli import ceasefire  # noqa: F401 - adds its command

SHELLED = "The Syrian army shelled Douma on 26 May, killing three civilians, Jaysh al-Islam said."
ACCUSED = "The Russian Defence Ministry accused Jaysh al-Islam of violating the ceasefire by shelling Harasta on 25 May."


@pytest.fixture
def db(run, tmp_path: Path) -> Path:
    reports = tmp_path / "truce.jsonl"
    texts = (("a", "2016-05-27", SHELLED), ("b", "2016-05-29", ACCUSED))
    reports.write_text(
        "".join(
            json.dumps({"id": i, "publisher": "Own Wire", "published_at": day, "text": text}) + "\n" for i, day, text in texts
        ),
        encoding="utf-8",
    )
    path = tmp_path / "truce.db"
    assert run("code", reports, "--db", path).status == 0
    return path


def lines(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_without_a_view_every_view_is_listed_with_a_line_on_what_it_is(run) -> None:
    ran = run("ceasefire")
    assert ran.status == 0
    assert [line.split("\t")[0] for line in ran.out.splitlines()[1:]] == list(VIEWS)
    assert {v["view"] for v in lines(run("ceasefire", "--json").out)} == set(VIEWS)


def test_the_register_needs_no_database(run, tmp_path: Path) -> None:
    ran = run("ceasefire", "agreements", "--json", "--db", tmp_path / "nowhere.db")
    assert {a["agreement"] for a in lines(ran.out)} == {"syria-2016-02", "minsk-2015-02", "hudaydah-2018-12"}


def test_an_own_agreement_is_listed_and_a_wrong_one_is_refused_with_file_key_and_remedy(run, tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    text = (
        "agreement: own\ntitle: Own truce\nin_force: {from: 2031-04-01}\narea: {says: here, countries: [SYR]}\n"
        "parties: [{actor: state:syr, because: signed}]\n"
        "prohibited: [{id: fire, clause: one, says: fire, events: [ASSAULT]}]\ntext: {document: it}\nsources: [it]\n"
    )
    (own / "own.yaml").write_text(text, encoding="utf-8")
    assert "own\tOwn truce" in run("ceasefire", "agreements", "--agreements", own).out
    (own / "own.yaml").write_text(text.replace("events:", "event:"), encoding="utf-8")
    ran = run("ceasefire", "agreements", "--agreements", own)
    assert ran.status == 1 and ran.out == ""
    assert f"{own / 'own.yaml'}: prohibited.1.event: unknown key; did you mean 'events'?" in ran.err


def test_allegations_as_json_rest_on_claims_of_the_database(run, db: Path) -> None:
    found = lines(run("ceasefire", "allegations", "--db", db, "--json").out)
    claims = {c["id"] for c in lines(run("claims", "--db", db, "--json").out)}
    assert {r["basis"] for r in found} == {"alleged in words", "computed from party status"}
    assert all(r["claims"] and set(r["claims"]) <= claims for r in found)
    assert {r["status"] for r in found} == {"party_claim_only"}


def test_csv_has_all_columns_and_lists_are_told_apart_by_semicolons(run, db: Path) -> None:
    ran = run("ceasefire", "allegations", "--db", db, "--csv")
    header, *rows = csv.reader(io.StringIO(ran.out))
    assert header == list(VIEWS["allegations"].columns)
    accused = next(dict(zip(header, r, strict=True)) for r in rows if "accused" in r[header.index("words")])
    assert len(accused["claims"].split("; ")) == 2


def test_a_window_keeps_what_happened_in_it(run, db: Path) -> None:
    ran = run("ceasefire", "allegations", "--db", db, "--json", "--from", "2016-05-26", "--to", "2016-05-26")
    assert [r["date"] for r in lines(ran.out)] == ["2016-05-26"]
    ran = run("ceasefire", "allegations", "--db", db, "--to", "2016-05-01")
    assert ran.status == 0 and ran.out == ""
    assert "no row of allegations between the beginning and 2016-05-01" in ran.err and "No row is no calm" in ran.err


def test_one_agreement_is_asked_for_by_its_id(run, db: Path) -> None:
    assert run("ceasefire", "allegations", "--db", db, "--json", "--agreement", "minsk-2015-02").out == ""
    assert len(lines(run("ceasefire", "allegations", "--db", db, "--json", "--agreement", "syria-2016-02").out)) == 2
    ran = run("ceasefire", "allegations", "--db", db, "--agreement", "syria-2016")
    assert ran.status == 1 and "no agreement 'syria-2016'; did you mean 'syria-2016-02'?" in ran.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["alegations"], "no view 'alegations'; did you mean 'allegations'?"),
        (["allegations", "--from", "May 2016"], "write a day like 2016-05-27"),
        (["allegations", "--from", "2016-05-27", "--to", "2016-05-01"], "2016-05-01 is before 2016-05-27"),
        (["allegations", "--json", "--csv"], "choose --json or --csv"),
    ],
)
def test_bad_usage_is_named_with_the_remedy(run, db: Path, arguments: list[str], said: str) -> None:
    ran = run("ceasefire", *arguments, "--db", db)
    assert ran.status == 2
    assert said in " ".join(ran.err.replace("│", " ").split())


def test_a_missing_database_says_how_to_make_one(run, tmp_path: Path) -> None:
    ran = run("ceasefire", "allegations", "--db", tmp_path / "nowhere.db")
    assert ran.status == 1 and "no such database; make one with `claimwire code" in ran.err


def test_a_sum_is_made_inside_a_unit_and_a_counter_and_never_over_them(run, db: Path) -> None:
    ran = run("ceasefire", "allegation_matrix", "--db", db, "--json", "--sum", "n_claims")
    found = lines(ran.out)
    assert {(r["basis"], r["alleger"], r["n_claims"]) for r in found} == {
        ("alleged in words", "Ministry of Defence of Russia", 1),
        ("computed from party status", "Jaysh al-Islam", 1),
    }
    assert "no sum is made over them" in ran.err
    ran = run("ceasefire", "allegation_matrix", "--db", db, "--sum", "claims")
    assert ran.status == 1 and "which is no number" in ran.err
    ran = run("ceasefire", "allegation_matrix", "--db", db, "--sum", "n_claim")
    assert ran.status == 2 and "did you mean 'n_claims'?" in " ".join(ran.err.replace("│", " ").split())


def test_decisions_of_people_come_from_a_file(run, db: Path, tmp_path: Path) -> None:
    (row, *_) = lines(run("ceasefire", "verification", "--db", db, "--json").out)
    decided = tmp_path / "decided.csv"
    decided.write_text(f"id,decision,by\n{row['claims'][0]},unverifiable,I. Brandt\n", encoding="utf-8")
    found = lines(run("ceasefire", "verification", "--db", db, "--json", "--decisions", decided).out)
    assert [r["decided_by"] for r in found if r["claims"] == row["claims"]] == ["I. Brandt"]


def test_saved_views_can_be_queried_beside_the_claims_and_are_written_anew(run, db: Path) -> None:
    for _ in range(2):
        ran = run("ceasefire", "--save", "--db", db)
        assert ran.status == 0 and "ceasefire_allegations" in ran.out
    connection = sqlite3.connect(db)
    try:
        query = (
            "SELECT a.accused, c.event_type FROM ceasefire_allegations a, json_each(a.claims) j "
            "JOIN claims c ON c.claim_id = j.value WHERE a.basis LIKE 'computed%'"
        )
        assert connection.execute(query).fetchall() == [("Syrian Army", "ASSAULT")]
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE name LIKE 'ceasefire_%'")}
        assert {f"ceasefire_{name}" for name in VIEWS} <= tables
    finally:
        connection.close()
    assert lines(run("claims", "--db", db, "--json").out)


def test_a_terminal_gets_columns_that_a_person_reads(run, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setenv("COLUMNS", "400")
    out = run("ceasefire", "allegation_matrix", "--db", db).out
    assert "Jaysh al-Islam" in out and "c-" not in out
