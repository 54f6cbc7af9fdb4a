"""What the store promises: whole readings, saved once, loaded equal, readable by hand."""

from __future__ import annotations

import dataclasses
import sqlite3
from pathlib import Path

import pytest

from claimwire import store
from claimwire.errors import StoreError
from claimwire.protocols import Store
from claimwire.records import Reading, digest
from invented import bulletin, events, hostile, readings, wire


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "claims.db"


def rows(path: Path, sql: str) -> list[tuple]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(sql).fetchall()
    finally:
        connection.close()


def counts(path: Path) -> dict[str, int]:
    tables = [
        n for (n,) in rows(path, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sentence_search_%'")
    ]
    return {t: rows(path, f"SELECT count(*) FROM {t}")[0][0] for t in tables}


def test_a_reading_comes_back_equal_with_arabic_and_emoji(path: Path) -> None:
    with store.open(path) as kept:
        assert isinstance(kept, Store)
        for reading in readings():
            kept.save(reading)
        assert [kept.load(r.report.id) for r in readings()] == readings()
        assert list(kept.readings()) == readings()
        assert kept.load("never-read") is None


def test_saving_the_same_reading_twice_changes_nothing_and_keeps_events(path: Path) -> None:
    with store.open(path) as kept:
        for reading in readings():
            kept.save(reading)
        kept.save_events(events())
        before = counts(path)
        for reading in readings():
            kept.save(reading)
        kept.save_events(events())
    assert counts(path) == before
    assert before["claims"] == sum(len(r.claims) for r in readings())


def test_a_new_reading_of_a_report_replaces_the_older_one_and_its_events(path: Path) -> None:
    with store.open(path) as kept:
        for reading in readings():
            kept.save(reading)
        kept.save_events(events())
        shorter = dataclasses.replace(wire(), claims=wire().claims[1:2])
        kept.save(shorter)
        assert kept.load("wire") == shorter
        assert kept.load("bulletin") == bulletin()
        left = {e.id for e in kept.events()}
        kept.save_events(e for e in events() if e.id == "e-truce")
    assert left == {"e-truce", "e-post"}, "events with a claim of the older reading would speak of claims that are gone"
    assert rows(path, "SELECT count(*) FROM claims WHERE report_id = 'wire'") == [(1,)]
    assert rows(path, "PRAGMA foreign_key_check") == []


def test_events_come_back_equal_with_the_words_of_their_spans(path: Path) -> None:
    with store.open(path) as kept:
        for reading in readings():
            kept.save(reading)
        kept.save_events(events())
        assert sorted(kept.events(), key=lambda e: e.id) == sorted(events(), key=lambda e: e.id)
        assert next(kept.events()).time is not None, "dated events come first"


def test_an_event_about_claims_that_are_not_stored_is_refused(path: Path) -> None:
    with store.open(path) as kept:
        kept.save(wire())
        with pytest.raises(StoreError, match="save readings before their events"):
            kept.save_events(events())
        assert list(kept.events()) == [], "all of them or none"


def test_a_report_is_read_again_when_its_text_date_or_run_differ(path: Path) -> None:
    report = wire().report
    with store.open(path) as kept:
        kept.save(wire())
        assert kept.has(report, wire().run.id)
        assert not kept.has(report, "another-run")
        assert not kept.has(dataclasses.replace(report, published_at="2031-04-16"), wire().run.id)
        assert not kept.has(dataclasses.replace(report, text=report.text + "!"), wire().run.id)
        assert kept.has(dataclasses.replace(report, retrieved_at="2031-05-01"), wire().run.id), "a new download is no new text"


def test_a_claim_can_be_read_by_hand_with_who_says_it(path: Path) -> None:
    with store.open(path) as kept:
        kept.save(wire())
    sql = (
        "SELECT publisher, said_by, actors, trigger_text, recipients, locations, time_from, quantities, sentence FROM claims_flat"
    )
    row = next(r for r in rows(path, sql) if r[3] == "shelled")
    assert row[:8] == (
        "Levant Wire",
        "the Truce Mission",
        "Northern Corps",
        "shelled",
        "the market",
        "Qarat",
        "2031-04-08",
        "killed: at least 12 people",
    )
    assert row[8].startswith("Northern Corps artillery shelled the market in Qarat (قرات)")


def test_an_unresolved_place_is_null_and_never_zero(path: Path) -> None:
    with store.open(path) as kept:
        kept.save(wire())
    assert rows(path, "SELECT text, target, latitude, radius_km FROM claim_places WHERE text = 'Tell Amun'") == [
        ("Tell Amun", None, None, None)
    ]


def test_sentences_are_found_by_their_words_without_accents(path: Path) -> None:
    with store.open(path) as kept:
        for reading in readings():
            kept.save(reading)
        assert [r for r, _, _ in kept.search("dirani shell")] == ["bulletin"]
        assert [r for r, _, _ in kept.search("قرات")] == ["wire"]
        assert kept.search('"') == kept.search("nowhere-at-all") == kept.search(" ") == []
        kept.save(dataclasses.replace(wire(), statements=(), claims=()))
        assert [r for r, _, _ in kept.search("قرات")] == ["wire"], "a replaced reading is found once"


def test_search_without_fts5_still_finds_the_words(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("claimwire.store.sqlite._has_fts5", lambda connection: False)
    with store.open(path) as kept:
        kept.save(wire())
        assert [text for _, _, text in kept.search("aircraft HOSPITAL")] == [
            "The Arvan Ministry of Defence denied that its aircraft bombed the hospital. 🏥"
        ]


def test_a_store_opened_to_read_cannot_be_written(path: Path) -> None:
    with store.open(path) as kept:
        kept.save(wire())
    with store.open(path, read_only=True) as kept:
        assert kept.load("wire") == wire()
        with pytest.raises(StoreError, match=r"may not be written.*permissions"):
            kept.save(hostile())


def test_two_claims_with_one_id_are_refused_and_nothing_is_written(path: Path) -> None:
    twice = dataclasses.replace(wire(), claims=wire().claims + wire().claims[:1])
    with store.open(path) as kept:
        with pytest.raises(StoreError, match="same id"):
            kept.save(twice)
        assert list(kept.readings()) == []


def test_a_lone_surrogate_is_named_and_refused(path: Path) -> None:
    reading = Reading(
        report=dataclasses.replace(wire().report, title="half \ud83d"),
        run=wire().run,
        sentences=(),
        mentions=(),
        links=(),
        statements=(),
        claims=(),
    )
    with store.open(path) as kept, pytest.raises(StoreError, match=r"report wire cannot be stored.*surrogates"):
        kept.save(reading)


def test_the_schema_page_names_every_table_and_column_of_a_real_database(path: Path) -> None:
    page = store.schema_markdown()
    with store.open(path) as kept:
        kept.save(wire())
    objects = rows(path, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sentence_search%'")
    assert len(objects) > 15
    for (name,) in objects:
        section = page.split(f"\n## {name}", 1)[1].split("\n## ")[0]
        for column in rows(path, f"PRAGMA table_info({name})"):
            assert f"| `{column[1]}` |" in section, f"{name}.{column[1]}"


def test_the_committed_schema_page_is_up_to_date() -> None:
    page = Path(__file__).resolve().parents[3] / "docs" / "schema.md"
    assert page.read_text(encoding="utf-8") == store.schema_markdown(), "regenerate docs/schema.md (make docs)"


def test_readings_can_be_saved_while_others_are_read(path: Path) -> None:
    with store.open(path) as kept:
        for n in range(120):
            report = dataclasses.replace(hostile().report, id=digest("r", n))
            kept.save(dataclasses.replace(hostile(), report=report, claims=()))
        seen = []
        for reading in kept.readings():
            seen.append(reading.report.id)
            if len(seen) == 1:
                kept.save(wire())
    assert len(seen) == len(set(seen)) == 121
