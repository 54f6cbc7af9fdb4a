"""Take the README's picture of the page again: ``python docs/img/shoot.py demo-out/claims.html`` (needs Chromium)."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
    page = browser.new_page(viewport={"width": 1360, "height": 960})
    page.goto(Path(sys.argv[1]).resolve().as_uri())
    page.wait_for_selector("html[data-ready] .claim", state="attached")
    page.screenshot(path=Path(__file__).with_name("page.png"))
    browser.close()
