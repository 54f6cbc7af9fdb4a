"""A reader of the page: what they open, and what went wrong meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Browser, Page


class Visit:
    """One reader's look at the page, with what went wrong on it."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page, self.path = page, path
        self.requests: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda r: self.requests.append(r.url))
        page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        page.on("pageerror", lambda e: self.errors.append(str(e)))
        page.on("dialog", lambda d: (self.errors.append(f"dialog: {d.message}"), d.dismiss()))

    def open(self, address: str = "") -> Page:
        self.page.goto("about:blank")
        self.page.goto(f"file://{self.path}{address}")
        self.page.wait_for_selector("html[data-ready]", state="attached")
        return self.page


def visits(browser: Browser, path: Path, *, width: int, height: int) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": width, "height": height}, offline=True)
    visit = Visit(context.new_page(), path)
    yield visit
    context.close()
    assert [u for u in visit.requests if not u.startswith(("file://", "about:", "data:"))] == []
    assert len({u.split("#")[0] for u in visit.requests if u.startswith("file://")}) <= 1, "one file and no other"
    assert visit.errors == []
