"""What a reader sees of the ceasefire ledger: tables whose rows open their words, charts that need no colour."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from reader import Visit, visits

from claimwire import outputs
from invented_ledger import ledger
from invented_strike import strike_events, strike_readings

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page_of_ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return outputs.write_page(
        strike_readings(), strike_events(), tmp_path_factory.mktemp("ledger") / "ledger.html", ledger=ledger()
    )


@pytest.fixture
def desk(browser: Browser, page_of_ledger: Path) -> Iterator[Visit]:
    yield from visits(browser, page_of_ledger, width=1280, height=900)


@pytest.fixture
def phone(browser: Browser, page_of_ledger: Path) -> Iterator[Visit]:
    yield from visits(browser, page_of_ledger, width=360, height=780)


def test_a_row_opens_the_words_that_it_rests_on(desk: Visit) -> None:
    page = desk.open()
    page.keyboard.press("5")
    expect(page.get_by_role("heading", name="Figures over time")).to_be_visible()
    row = page.locator("#row4")
    expect(row).to_contain_text("Truce Mission")
    row.locator("summary").click()
    expect(row.locator("blockquote")).to_have_text("Warplanes of the Arvan Air Force struck a clinic in Qarat on Saturday")
    row.locator("button.words").click()
    expect(page.locator(".claim.on .says")).to_have_text("the Truce Mission said")


def test_a_series_says_in_words_what_it_draws_and_lists_its_alerts(desk: Visit) -> None:
    page = desk.open("#view=ledger")
    drawing = page.get_by_role("img", name="35 on 1 Apr 2031, 980 on 4 May 2031, 4 figures, falls once, 1 alert")
    expect(drawing).to_be_visible()
    lines = drawing.locator(".line > path")
    assert [line.get_attribute("stroke-dasharray") for line in lines.all()] == [None, "7 4"], "told apart by their dashes"
    expect(drawing.locator(".n0 .mark.circle")).to_have_count(4)
    expect(drawing.locator(".n1 .mark.square")).to_have_count(2)
    expect(drawing.locator("path.alert")).to_have_count(1)
    alert = page.locator(".alerts li")
    expect(alert).to_contain_text("4 May 2031, 980: falls: “1,120 settlements”, then “980 settlements”")
    alert.locator("button").click()
    expect(page.locator("#row3 details")).to_have_attribute("open", "")
    expect(page.locator("#row3 summary")).to_be_focused()


def test_a_report_in_a_cell_leads_to_it_and_a_long_text_opens(browser: Browser, tmp_path: Path) -> None:
    table = ledger()[0]
    table["rows"] = [table["rows"][0] | {"alerts": ["parts do not add up: " + "8 + 3 + 19 = 30; " * 20]}]
    path = outputs.write_page(strike_readings(), strike_events(), tmp_path / "page.html", ledger=[table])
    for visit in visits(browser, path, width=1280, height=900):
        page = visit.open("#view=ledger")
        alert = page.locator('td[data-label="alerts"]')
        expect(alert.locator("summary")).to_contain_text("⚑ parts do not add up")
        assert len(alert.locator("summary").inner_text()) < 100
        alert.locator("summary").click()
        expect(alert.locator("details")).to_contain_text("8 + 3 + 19 = 30; " * 20)
        page.locator('td[data-label="report"] button').click()
        expect(page.locator(".report h2:focus")).to_have_text("On reports from Qarat")


def test_what_all_rows_share_is_said_once(desk: Visit) -> None:
    page = desk.open("#view=ledger&table=figures")
    expect(page.locator(".table > .note")).to_contain_text("In every row: measure settlements;")
    expect(page.locator(".table > .note")).to_contain_text("In no row: scope.")
    expect(page.locator("table.rows thead th").first).to_have_text("words")
    assert "scope" not in page.locator("table.rows thead").inner_text()


def test_a_matrix_has_its_numbers_in_the_cells_and_a_hatch_by_size(desk: Visit) -> None:
    page = desk.open("#view=ledger&table=allegation_matrix")
    matrix = page.get_by_role("table").filter(has_text="alleged by").first
    cell = matrix.get_by_role("row", name="Daily Ember").get_by_role("cell").first
    expect(cell).to_have_text("6 (9)")
    hatches = matrix.locator("td").evaluate_all("cells => cells.map(c => getComputedStyle(c).backgroundImage)")
    assert len({h for h in hatches if h != "none"}) == 3, "one, two and six events are three hatches"
    cell.locator("button").click()
    expect(page.locator("#row1 summary")).to_be_focused()


def test_provinces_have_a_bar_a_number_and_the_difference_in_words(desk: Visit) -> None:
    page = desk.open("#view=ledger&table=by_province")
    bars = page.locator(".bars")
    expect(bars.locator("figcaption")).to_have_text("Truce Mission, 4 May 2031: violations (case), qarat-2031")
    expect(bars.locator("li")).to_have_text(["Sahl19 (▲ +7)", "Lir3 (nothing before)", "Amun8 (no change)"])
    widths = [float(w) for w in bars.locator("rect").evaluate_all("all => all.map(r => r.getAttribute('width'))")]
    assert widths[0] / widths[2] == pytest.approx(19 / 8, rel=0.01)
    expect(bars.locator(".gauge path")).to_have_count(2)
    bars.locator("button").first.click()
    expect(page.locator("#row0 summary")).to_be_focused()


def test_gaps_are_a_calendar_with_a_letter_for_silence(desk: Visit) -> None:
    page = desk.open("#view=ledger&table=gaps")
    radio = page.get_by_role("row", name="Coast Radio 3 of 4 – – – •")
    expect(radio).to_be_visible()
    expect(page.locator("table.rows")).to_contain_text("nothing published by it on these days was read")
    assert "words" not in page.locator("table.rows thead").inner_text(), "silence has no words to open"


def test_an_empty_table_says_that_nothing_of_the_kind_was_read(desk: Visit) -> None:
    page = desk.open()
    page.get_by_role("button", name="Ledger").click()
    page.get_by_role("navigation", name="Tables of the ledger").get_by_role("button", name="Talks").click()
    expect(page.locator(".table")).to_contain_text("No row: nothing of the kind was read in these reports.")
    assert "table=talks" in page.evaluate("location.hash")


def test_filters_leave_the_rows_that_rest_on_matching_claims(desk: Visit) -> None:
    page = desk.open("#view=ledger&table=figures&publisher=Levant+Wire")
    expect(page.locator("table.rows tbody tr")).to_have_count(2)
    expect(page.locator(".table")).to_contain_text("2 of 6 rows rest on claims that match")
    expect(page.locator("svg.series")).to_have_count(0)


def test_on_a_phone_a_row_is_a_card_and_nothing_is_wider_than_it(phone: Visit) -> None:
    for table in ("figures", "allegation_matrix", "by_province", "gaps", "talks"):
        page = phone.open(f"#view=ledger&table={table}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, table
    page = phone.open("#view=ledger&table=figures")
    assert page.locator("#row0").evaluate("row => getComputedStyle(row).display") == "block"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ledger_and_versions_have_enough_contrast(browser: Browser, page_of_ledger: Path, scheme: str) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 1280, "height": 900})
    inks = {
        "#view=ledger&table=figures": ["td", "thead th", ".legend-lines li", ".series text", ".alerts li", ".table > .note"],
        "#view=ledger&table=allegation_matrix": [".matrix td .link", "caption"],
        "#view=ledger&table=by_province": [".bars .name", ".change"],
        "#view=events": [".version dt", ".silent", ".clash-words", ".differs-words", ".flag", ".status", ".replaced .words"],
    }
    found = {}
    for address, selectors in inks.items():
        page.goto("about:blank")
        page.goto(f"file://{page_of_ledger}{address}")
        page.wait_for_selector("html[data-ready]", state="attached")
        found |= page.evaluate(CONTRAST, selectors)
    page.close()
    assert {selector: round(ratio, 1) for selector, ratio in found.items() if ratio < 4.5} == {}


CONTRAST = """(selectors) => {
  const probe = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
  const rgb = (c) => {
    probe.clearRect(0, 0, 1, 1);
    probe.fillStyle = c;
    probe.fillRect(0, 0, 1, 1);
    return [...probe.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const linear = (v) => (v <= 10.3 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4);
  const light = (c) => { const [r, g, b] = rgb(c).map(linear); return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const paper = (e) => {
    for (; e; e = e.parentElement) {
      const c = getComputedStyle(e).backgroundColor;
      if (c !== 'rgba(0, 0, 0, 0)') return light(c);
    }
    return 1;
  };
  return Object.fromEntries(selectors.map((selector) => {
    const element = document.querySelector(selector);
    const style = getComputedStyle(element);
    const ink = light(element instanceof SVGElement ? style.fill : style.color);
    const ground = paper(element);
    return [selector, (Math.max(ink, ground) + 0.05) / (Math.min(ink, ground) + 0.05)];
  }));
}"""


def test_a_page_without_a_ledger_offers_none(browser: Browser, tmp_path: Path) -> None:
    path = outputs.write_page(strike_readings(), strike_events(), tmp_path / "page.html")
    for visit in visits(browser, path, width=1280, height=900):
        page = visit.open("#view=ledger")
        expect(page.get_by_role("button", name="Ledger")).to_have_count(0)
        assert page.evaluate("document.body.dataset.view") == "reports"


def test_hostile_names_in_origins_reasons_and_tables_stay_text(browser: Browser, tmp_path: Path) -> None:
    evil = "<img src=x onerror=alert(1)></script><b>x</b>"
    week, clinic, depot = strike_events()
    origins = tuple(dataclasses.replace(o, name=evil, side=f"{evil}:{evil}", because=(evil,)) for o in clinic.origins)
    notes = tuple(dataclasses.replace(x, note=evil) for x in clinic.contradictions)
    tables = ledger()
    tables[0]["rows"] = [row | {"counter": evil, "agreement": evil, "alerts": [evil]} for row in tables[0]["rows"]]
    tables[1]["rows"] = [row | {"alleger": evil} for row in tables[1]["rows"]]
    path = outputs.write_page(
        strike_readings(),
        [week, dataclasses.replace(clinic, origins=origins, contradictions=notes), depot],
        tmp_path / "hostile.html",
        ledger=[table | {"title": evil, "about": evil} for table in tables],
        copies=lambda _: [("herald-strike", "lw-strike", evil)],
    )
    for visit in visits(browser, path, width=1280, height=900):
        for address in ("", "#view=events", "#view=ledger", "#view=ledger&table=allegation_matrix"):
            page = visit.open(address)
            expect(page.locator("main")).to_contain_text("<img src=x" if address else "Same as")
            assert page.locator("main img, main script").count() == 0, address
