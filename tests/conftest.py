"""Fixtures that every room shares: one coder for the session, and the data folder beside the project where there is one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from claimwire.config import Settings
from claimwire.pipeline import Coder, Failure
from claimwire.records import Reading, Report, digest

SHARED = Path(__file__).resolve().parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected readings of tests/golden anew")


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of corpora beside the project; without it the tests that need it say so in one line."""
    if not SHARED.is_dir():
        pytest.skip("needs the data folder ../shared beside the project")
    return SHARED


@pytest.fixture(scope="session")
def coder() -> Coder:
    return Coder.open(Settings())


@pytest.fixture(scope="session")
def read(coder: Coder) -> Callable[..., Reading]:
    """Code one text: ``read("...", published="2031-04-08")``."""

    def read_(text: str, *, published: str | None = "2031-04-08", publisher: str | None = None) -> Reading:
        report = Report(id=digest("r", text), text=text, published_at=published, publisher=publisher)
        outcome = coder.code([report])[0]
        assert not isinstance(outcome, Failure), outcome.message
        return outcome

    return read_
