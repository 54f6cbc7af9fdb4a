"""A command line that runs in this process, on the session's coder: a command costs milliseconds, not a model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from claimwire import pipeline
from claimwire.cli import (  # noqa: F401 - each adds its commands
    _status,
    browse,
    ceasefire,
    codebook,
    coding,
    consolidating,
    contradictions,
    duplicates,
    knowledge,
    link,
    measure,
)


@dataclass(frozen=True)
class Ran:
    status: int
    out: str
    err: str


Run = Callable[..., Ran]


@pytest.fixture
def run(coder: pipeline.Coder, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    monkeypatch.setattr(pipeline.Coder, "open", classmethod(lambda cls, settings: coder))

    def run_(*arguments: object) -> Ran:
        capsys.readouterr()
        status = _status([str(a) for a in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return Ran(status, out, err)

    return run_


@pytest.fixture
def reports(tmp_path: Path) -> Path:
    """Three reports as JSON Lines: a shelling under a speaker, its denial, and a day without news."""
    path = tmp_path / "reports.jsonl"
    path.write_text(
        '{"id": "a", "publisher": "Coast News", "published_at": "2031-04-08", "text": "Artillery shelled the harbour of Senn on '
        'Monday, killing four people, mayor Ida Brandt said."}\n'
        '{"id": "b", "publisher": "Corps Press", "published_at": "2031-04-09", "text": "The Northern Corps denied shelling the '
        'harbour of Senn."}\n'
        '{"id": "c", "publisher": "Coast News", "published_at": "2031-04-10", "text": "It rained."}\n',
        encoding="utf-8",
    )
    return path


@pytest.fixture
def db(run: Run, reports: Path, tmp_path: Path) -> Path:
    path = tmp_path / "claims.db"
    assert run("code", reports, "--db", path).status == 0
    return path
