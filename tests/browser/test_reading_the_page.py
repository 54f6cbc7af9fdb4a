"""What a reader can do on the page: with the mouse, with the keyboard alone, on a phone, with the network off."""

from __future__ import annotations

import dataclasses
import os
import time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from reader import Visit, visits

from claimwire import outputs
from claimwire.records import digest
from invented import hostile, wire

pytestmark = pytest.mark.browser


def chosen_words(page: Page) -> str:
    return "".join(page.locator(".text .m.evidence").all_text_contents())


def test_each_claim_stands_beside_its_sentence_with_who_says_it(visit: Visit) -> None:
    page = visit.open()
    row = page.locator(".row", has_text="killing at least 12 people")
    entry = row.locator(".claim")
    expect(entry.locator(".says")).to_have_text("the Truce Mission said")
    expect(entry.locator("h3")).to_have_text("Northern Corps artillery shelled → the market")
    expect(entry.locator(".around")).to_have_text(
        "Qarat [within 5 km] · Tuesday [8 Apr 2031] · at least 12 people [killed: 12 or more]"
    )
    expect(entry.locator(".held")).to_contain_text("ASSAULT heavy-weapons · asserted")


def test_nested_attribution_denial_attempt_and_change_of_control_are_said_in_words(visit: Visit) -> None:
    page = visit.open()
    storm = page.locator(".claim", has_text="storm")
    expect(storm.locator(".says")).to_have_text("Captain Nadim al-Harazi said › residents told")
    expect(storm.locator(".as")).to_have_text("attempted, not said to have succeeded")
    expect(storm.locator(".around")).to_contain_text("Tell Amun [unresolved]")
    expect(page.locator(".claim", has_text="bombed").locator(".as")).to_have_text("denied")
    expect(page.locator(".claim", has_text="offered").locator(".as")).to_have_text("offered, not done")
    expect(page.locator(".effect")).to_have_text("control of Qarat: from Northern Corps to Arvan Army")
    expect(page.locator(".claim", has_text="Shelling").locator(".says")).to_have_text("publisher’s own voice")


def test_a_claim_lights_up_its_words_and_its_words_open_the_claim(visit: Visit) -> None:
    page = visit.open()
    page.locator(".claim", has_text="bombed").locator("h3 button").click()
    assert chosen_words(page) == "its aircraft bombed the hospital"
    expect(page.locator(".claim.on")).to_contain_text("Decided by")
    page.locator(".text .m.trigger", has_text="retook").click()
    expect(page.locator(".claim.on h3")).to_contain_text("retook")
    assert chosen_words(page) == "The army retook the town of Qarat from the Northern Corps"
    page.keyboard.press("Escape")
    expect(page.locator(".claim.on")).to_have_count(0)


def test_marks_lie_on_their_words_after_an_emoji_and_beside_arabic(visit: Visit) -> None:
    page = visit.open()
    row = page.locator(".row", has_text="tried to storm")
    assert row.locator(".m.trigger").first.text_content() == "storm"
    assert row.locator(".m.source").all_text_contents() == ["Captain Nadim al-Harazi", "residents"]
    assert page.locator(".row .text").nth(1).text_content() == wire().report.text.split("\n")[1]


def test_the_events_view_sets_contradicting_claims_side_by_side_and_first(visit: Visit) -> None:
    page = visit.open("#view=events")
    first = page.locator(".event").first
    expect(first.locator("h2")).to_contain_text("Northern Corps → the market · Qarat · 8 Apr 2031")
    expect(first.locator(".contradictions > li > p:first-child")).to_have_text(
        [
            "⇄ that it happened: C denies what A says (asserted and denied)",
            "⇄ that it happened: C denies what B says (asserted and denied)",
        ]
    )
    expect(first.locator(".version")).to_have_count(3)
    expect(first.locator(".version.denied")).to_contain_text("Corps Information Office")
    expect(first).to_contain_text("contested · 3 claims in 2 reports")
    first.locator(".version.denied button.words").click()
    expect(page.locator(".claim.on")).to_contain_text("said not to be so")
    page.locator(".claim.on [data-event]").click()
    expect(page.locator(".event.on h2")).to_be_focused()


def test_filters_leave_what_matches_and_count_it(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("button", name="Filter").click()
    page.get_by_label("Presented as").select_option("denied")
    expect(page.locator(".claim")).to_have_count(1)
    expect(page.locator("#count")).to_have_text("1 of 9 claims, 1 report, 1 event")
    page.get_by_label("Presented as").select_option("")
    page.get_by_label("Publisher", exact=True).select_option("Corps Information Office")
    expect(page.locator(".report")).to_have_count(1)
    page.get_by_label("Type", exact=True).select_option("AGREE")
    expect(page.locator(".claim h3")).to_have_text(["We [Northern Corps] truce"])
    for label in ("Actor or recipient", "Place", "Speaker"):
        assert page.get_by_label(label, exact=True).locator("option").count() == 2, f"{label}: any, and the one that is left"
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".report")).to_have_count(3)


def test_search_ignores_accents_and_case_and_says_when_nothing_is_there(visit: Visit) -> None:
    page = visit.open()
    page.keyboard.press("/")
    expect(page.locator("#search")).to_be_focused()
    page.keyboard.type("HOSPÍTAL bombed")
    expect(page.locator(".claim")).to_have_count(1)
    page.locator("#search").fill("no such words")
    expect(page.locator(".nothing")).to_contain_text("Nothing matches")
    page.get_by_role("button", name="Clear the filters").click()
    expect(page.locator(".report")).to_have_count(3)


def test_the_address_carries_view_filter_and_claim_to_another_reader(visit: Visit) -> None:
    page = visit.open()
    page.get_by_role("button", name="Filter").click()
    page.get_by_label("Place").select_option("Qarat")
    page.locator(".claim", has_text="retook").locator("h3 button").click()
    address = page.evaluate("location.hash")
    again = visit.open(address)
    expect(again.locator(".claim.on h3")).to_contain_text("retook")
    assert chosen_words(again).startswith("The army retook")
    expect(again.locator("#count")).to_contain_text("of 9 claims")
    again.go_back()
    visit.open("#view=timeline")
    expect(again.locator(".timeline")).to_be_visible()


def test_the_keyboard_alone_reads_everything(visit: Visit) -> None:
    page = visit.open()
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    seen = []
    for _ in range(9):
        page.keyboard.press("j")
        seen.append(page.evaluate("document.activeElement.closest('.claim').id"))
    assert seen == [f"c{n}" for n in range(9)]
    page.keyboard.press("j")
    expect(page.locator(".claim.on")).to_have_id("c8")
    page.keyboard.press("k")
    expect(page.locator(".claim.on")).to_have_id("c7")
    page.keyboard.press("k")
    page.keyboard.press("k")
    page.keyboard.press("e")
    expect(page.locator(".event.on")).to_have_count(1)
    for key, view in zip("1234", ("reports", "events", "map", "timeline"), strict=True):
        page.keyboard.press(key)
        assert page.evaluate("document.body.dataset.view") == view
        expect(page.locator(f'[data-view="{view}"][aria-pressed="true"]')).to_have_count(1)
    page.keyboard.press("f")
    expect(page.get_by_label("Type", exact=True)).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(page.locator("#filters")).to_be_hidden()
    page.keyboard.press("1")
    reached = set()
    for _ in range(40):
        page.keyboard.press("Tab")
        reached.add(
            page.evaluate("document.activeElement.closest('[data-view],.claim,#search,#filters-toggle')?.className ?? ''")
        )
    assert any("claim" in name for name in reached), "Tab comes to the claims"


def test_every_control_has_a_name_and_marks_can_be_told_apart_without_colour(visit: Visit) -> None:
    page = visit.open("#view=map")
    nameless = page.evaluate(
        "[...document.querySelectorAll('button,input,select,summary')]"
        ".filter((e) => !(e.textContent.trim() || e.getAttribute('aria-label') || e.labels?.length)).length"
    )
    assert nameless == 0
    page = visit.open()
    shapes = page.evaluate(
        "[...document.querySelectorAll('.legend .m')].map((e) => { const s = getComputedStyle(e);"
        "return [s.textDecorationLine, s.textDecorationStyle, s.boxShadow.replace(/rgba?\\([^)]*\\)|color\\([^)]*\\)/g, ''),"
        "s.backgroundColor !== 'rgba(0, 0, 0, 0)'].join('|') })"
    )
    assert len(shapes) == len(set(shapes)) == 8


INKS = [".text", ".says b", ".held", ".as", ".link", ".gloss", ".flag", ".no", ".summary", ".effect"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_has_enough_contrast(browser: Browser, written: Path, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme)
    page.goto(f"file://{written}")
    for ink in INKS:
        page.wait_for_selector(ink, state="attached")  # reports are drawn one after another, not all at once
    ratios = page.evaluate(
        """(inks) => {
          const probe = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
          const rgb = (c) => {
            probe.fillStyle = c;
            probe.fillRect(0, 0, 1, 1);
            return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
          };
          const linear = (v) => (v <= 10.3 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
          const light = (c) => {
            const [r, g, b] = rgb(c).map(linear);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const paper = light(getComputedStyle(document.body).backgroundColor);
          return inks.map((selector) => {
            const ink = light(getComputedStyle(document.querySelector(`${selector}`)).color);
            return [selector, (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05)];
          });
        }""",
        INKS,
    )
    page.close()
    assert {selector: round(ratio, 1) for selector, ratio in ratios if ratio < 4.5} == {}


def test_the_map_draws_circles_of_the_radius_and_lists_what_it_cannot_draw(visit: Visit) -> None:
    page = visit.open("#view=map")
    circles = page.locator("circle.spot")
    expect(circles).to_have_count(2)
    sizes = page.evaluate(
        "[...document.querySelectorAll('circle.spot')].map((c) => [Number(c.dataset.r), Number(c.getAttribute('r'))])"
    )
    assert all(drawn >= true > 0 for true, drawn in sizes), "never finer than the radius"
    assert sizes[0][0] / sizes[1][0] == pytest.approx(60 / 5, rel=0.01)
    expect(page.locator(".unresolved")).to_contain_text("Tell Amun")
    expect(page.locator(".unresolved")).to_contain_text("not resolved")
    expect(page.locator(".places")).to_contain_text("Qarat Sahl, ARV 3 events · within 5 km")
    before = page.locator("svg.map").get_attribute("viewBox")
    page.get_by_role("button", name="Closer").click()
    assert page.locator("svg.map").get_attribute("viewBox") != before
    circles.last.click(force=True)
    expect(page.locator("details[open] summary")).to_contain_text("Qarat")
    page.locator("details[open] [data-event]").first.click()
    expect(page.locator(".event.on")).to_have_count(1)


def test_the_timeline_keeps_undated_events_apart(visit: Visit) -> None:
    page = visit.open("#view=timeline")
    expect(page.locator("svg.timeline g.bar")).to_have_count(2)
    expect(page.locator(".dated li")).to_have_text(
        [
            "7 Apr 2031ASSAULT Northern Corps · Tell Amun event 2",
            "8 Apr 2031ASSAULT heavy-weapons Northern Corps → the market · Qarat contested event 1",
        ]
    )
    expect(page.locator(".undated h2")).to_have_text("4 events without a date")


@pytest.mark.parametrize("address", ["", "#view=events", "#view=map", "#view=timeline"])
def test_a_phone_needs_no_sideways_scrolling(phone: Visit, address: str) -> None:
    page = phone.open(address)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    page.get_by_role("button", name="Filter").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    small = page.evaluate(
        "[...document.querySelectorAll('.bar button')].filter((b) => b.getBoundingClientRect().height < 30).length"
    )
    assert small == 0, "a thumb finds them"


def test_markup_inside_a_report_is_inert_text(visit: Visit) -> None:
    page = visit.open()
    report = page.locator(".report", has_text="onerror")
    expect(report.locator("h2")).to_have_text("<img src=x onerror=alert(1)>")
    expect(report.locator(".text")).to_have_text(hostile().report.text)
    for view in ("#view=events", "#view=map", "#view=timeline"):
        visit.open(view)
    visit.open("#q=<img src=x onerror=alert(1)>&type=<script>alert(2)</script>")
    assert page.evaluate("window.pwned") is None
    assert page.locator("main img, main script, main b > script").count() == 0


def test_two_hundred_reports_open_in_under_two_seconds(browser: Browser, tmp_path: Path) -> None:
    many = []
    for n in range(200):
        report = dataclasses.replace(wire().report, id=f"r{n}", title=f"Report {n}", text=wire().report.text)
        claims = tuple(dataclasses.replace(c, id=digest("c", n, c.id), event=None) for c in wire().claims)
        many.append(dataclasses.replace(wire(), report=report, claims=claims))
    path = outputs.write_page(many, [], tmp_path / "many.html")
    for visit in visits(browser, path, width=1440, height=900):
        began = time.perf_counter()
        page = visit.open()
        took = time.perf_counter() - began
        assert page.locator(".report").count() == 200
        assert page.locator(".row").count() < 5 * 30, "only what is near the window is built"
        page.locator("#r199").scroll_into_view_if_needed()
        expect(page.locator(".report").last.locator(".claim").first).to_be_visible()
        page.keyboard.press("k")
        expect(page.locator(".claim.on")).to_have_id("c999")
    assert path.stat().st_size < 1_000_000
    assert took < 2 * (1 if quiet() else 5), f"{took:.1f} s"


def quiet() -> bool:
    """A machine with more work than cores tells nothing about the page's speed."""
    return os.getloadavg()[0] < (os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("edtf", "start", "end", "words"),
    [
        ("2031-05-10/2031-05-16", "2031-05-10", "2031-05-17", "10 to 16 May 2031"),
        ("2031-03-30/2031-04-02", "2031-03-30", "2031-04-03", "30 Mar to 2 Apr 2031"),
        ("2031-04", "2031-04-01", "2031-05-01", "Apr 2031"),
        ("2011", "2011-01-01", "2012-01-01", "2011"),
        ("2031-03-20/..", "2031-03-20", None, "since 20 Mar 2031"),
        ("../2031-04-08", None, "2031-04-09", "by 8 Apr 2031"),
        ("2031-04-08~", "2031-04-08", "2031-04-09", "about 8 Apr 2031"),
        ("2031-22", "2031-06-01", "2031-09-01", "1 Jun to 31 Aug 2031"),
        (None, "2031-04-08T10:00:00", "2031-04-08T11:00:00", "8 Apr 2031"),
    ],
)
def test_an_interval_is_told_in_words_and_never_more_exactly(
    browser: Browser, tmp_path: Path, edtf: str | None, start: str | None, end: str | None, words: str
) -> None:
    shelled = next(c for c in wire().claims if c.trigger.text == "shelled")
    assert shelled.time is not None
    interval = dataclasses.replace(shelled.time.interval, edtf=edtf, start=start, end=end)
    claim = dataclasses.replace(shelled, time=dataclasses.replace(shelled.time, interval=interval), event=None)
    path = outputs.write_page([dataclasses.replace(wire(), claims=(claim,))], [], tmp_path / "page.html")
    for visit in visits(browser, path, width=1440, height=900):
        expect(visit.open().locator(".claim .around")).to_contain_text(f"Tuesday [{words}]")
