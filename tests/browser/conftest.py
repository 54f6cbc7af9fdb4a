"""A real Chromium on the page, with everything that would leave the machine refused and remembered."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from reader import Visit, visits

from claimwire import outputs
from invented import events, readings

ARGUMENTS = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


def chromium() -> str | None:
    """Where a Chromium of the system is; CLAIMWIRE_CHROMIUM names another one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("CLAIMWIRE_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        pytest.skip("needs Chromium: apt-get install chromium, or name one in CLAIMWIRE_CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return outputs.write_page(readings(), events(), tmp_path_factory.mktemp("page") / "claims.html", title="Qarat")


@pytest.fixture
def visit(browser: Browser, written: Path) -> Iterator[Visit]:
    """A desktop reader; whatever the test does, nothing may be fetched and nothing may fail on the page."""
    yield from visits(browser, written, width=1440, height=900)


@pytest.fixture
def phone(browser: Browser, written: Path) -> Iterator[Visit]:
    yield from visits(browser, written, width=390, height=844)
