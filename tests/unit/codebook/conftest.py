from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from books import HEALTH, SMALL

from claimwire import ontology
from claimwire.codebook import Codebook, load
from claimwire.config import Settings
from claimwire.pipeline import Coder


@pytest.fixture(scope="session")
def event_types() -> dict[str, tuple[str, ...]]:
    return {name: t.modes for name, t in ontology.load(None).event_types.items()}


@pytest.fixture
def read_book(tmp_path: Path, event_types: dict[str, tuple[str, ...]]) -> Callable[[str], Codebook]:
    def read(text: str) -> Codebook:
        path = tmp_path / "book.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path, event_types=event_types)

    return read


@pytest.fixture(scope="session")
def harvest(tmp_path_factory: pytest.TempPathFactory) -> Coder:
    path = tmp_path_factory.mktemp("book") / "harvest.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return Coder.open(Settings(codebook=path))


@pytest.fixture(scope="session")
def health() -> Coder:
    return Coder.open(Settings(codebook=HEALTH))
