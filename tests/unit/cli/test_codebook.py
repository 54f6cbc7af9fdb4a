"""`claimwire codebook`, and the commands that show types of a codebook."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from claimwire import pipeline
from claimwire.cli import _status
from claimwire.cli import codebook as _  # noqa: F401 - adds its commands
from claimwire.config import Settings


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


BOOK = """
codebook: harvest
types:
  crop_burned:
    definition: Crops are burned on purpose.
    lexicon:
      - triggers: [burn, torch]
        anywhere: [wheat, barley, harvest]
    examples:
      - Soldiers burned the wheat near Tessa.
      - Raiders torched a farmer's harvest.
      - The barley was burned by retreating troops.
"""


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("book") / "harvest.yaml"
    path.write_text(BOOK, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def harvest(book: Path) -> pipeline.Coder:
    return pipeline.Coder.open(Settings(codebook=book))


@pytest.fixture
def run_own(harvest: pipeline.Coder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    monkeypatch.setattr(pipeline.Coder, "open", classmethod(lambda cls, settings: harvest))

    def run_(*arguments: object) -> Ran:
        capsys.readouterr()
        status = _status([str(a) for a in arguments])
        return Ran(status, *capsys.readouterr())

    return run_


@pytest.fixture
def own_db(run_own: Callable[..., Ran], book: Path, tmp_path: Path) -> Path:
    report = tmp_path / "report.txt"
    report.write_text("Gunmen torched the barley of two hamlets on Sunday. The president met an envoy.", encoding="utf-8")
    out = tmp_path / "out"
    assert run_own("code", report, "--codebook", book, "--out", out).status == 0
    return out / "claims.db"


def test_a_database_lists_claims_by_their_own_type_with_its_reason(run_own: Callable[..., Ran], own_db: Path) -> None:
    found = [json.loads(line) for line in run_own("claims", "--db", own_db, "--custom", "crop_burned", "--json").out.splitlines()]
    assert len(found) == 1
    assert found[0]["custom_types"][0]["rule"].startswith("entry crop_burned.1 (torch + barley)")
    assert run_own("claims", "--db", own_db, "--custom", "harvest:crop_burned").out.count("\n") == 2
    shown = run_own("explain", found[0]["id"], "--db", own_db).out
    assert "harvest      crop_burned, score " in shown
    assert "nearest    " in shown
    nothing = run_own("claims", "--db", own_db, "--custom", "crop_sold")
    assert nothing.out == ""
    assert "harvest:crop_burned" in nothing.err


def test_tables_and_page_show_own_types(own_db: Path) -> None:
    rows = (own_db.parent / "tables" / "claim_custom_types.csv").read_text(encoding="utf-8-sig").splitlines()
    assert rows[0] == "claim_id,report_id,codebook,type,score,rule,example"
    assert len(rows) == 2
    assert "harvest:crop_burned" in (own_db.parent / "tables" / "claims.csv").read_text(encoding="utf-8-sig")
    assert '"type":"crop_burned"' in (own_db.parent / "claims.html").read_text(encoding="utf-8")


def test_a_check_prints_a_table_and_warns_of_few_examples(run_own: Callable[..., Ran], book: Path) -> None:
    out = run_own("codebook", "check", book).out
    assert out.splitlines()[0].split("\t")[:3] == ["type", "n", "entries"]
    assert out.splitlines()[1].split("\t")[:5] == ["crop_burned", "3", "1", "1.0", "1.0"]
    assert "warning: types.crop_burned: 3 examples" in out


def test_labelled_sentences_are_judged(run_own: Callable[..., Ran], book: Path, tmp_path: Path) -> None:
    path = tmp_path / "test.jsonl"
    lines = [
        {"text": "Troops burned the wheat of Lesk.", "types": ["crop_burned"]},
        {"text": "They burned a bus.", "types": []},
    ]
    path.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    report = json.loads(run_own("codebook", "check", book, "--test", path, "--json").out)
    assert [r["n"] for r in report["types"]] == [1, 1]
    assert report["types"][-1]["entries_P"] == report["types"][-1]["both_R"] == 1.0
    path.write_text('{"text": "Rain fell.", "types": ["crop_brned"]}', encoding="utf-8")
    wrong = run_own("codebook", "check", book, "--test", path)
    assert wrong.status == 1
    assert "test.jsonl:1: types: no crop_brned in the codebook" in wrong.err


def test_a_codebook_is_tried_on_a_database_without_writing(run_own: Callable[..., Ran], own_db: Path, book: Path) -> None:
    before = own_db.read_bytes()
    out = run_own("codebook", "score", book, "--claims", own_db).out
    assert "crop_burned" in out.splitlines()[1]
    assert out.splitlines()[-1].endswith("claims; crop_burned 1")
    assert own_db.read_bytes() == before
    assert run_own("codebook", "score", book).status == 2
