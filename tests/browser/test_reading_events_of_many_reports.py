"""What a reader sees of an event that many reports tell: versions, origins, contradictions, copies, corrections."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from reader import Visit, visits

from claimwire import outputs
from claimwire.records import Origin, digest
from invented import events, wire
from invented_strike import COPIES, strike_events, strike_readings

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def strike(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("strike") / "strike.html"
    return outputs.write_page(strike_readings(), strike_events(), path, title="Strike in Qarat", copies=lambda _: COPIES)


@pytest.fixture
def desk(browser: Browser, strike: Path) -> Iterator[Visit]:
    yield from visits(browser, strike, width=1280, height=900)


@pytest.fixture
def phone(browser: Browser, strike: Path) -> Iterator[Visit]:
    yield from visits(browser, strike, width=360, height=780)


def clinic(page: Page) -> Locator:
    return page.locator("#e0")


def test_an_event_opens_into_its_versions_side_by_side_one_for_each_origin(desk: Visit) -> None:
    event = clinic(desk.open("#view=events"))
    expect(event.locator(".version h3")).to_have_text(
        ["A Truce Mission", "B Arvan Ministry of Defence", "C Doctors' Union of Sahl", "D residents, not named", "E Daily Ember"]
    )
    tops = {round(box["y"]) for box in (v.bounding_box() for v in event.locator(".version").all()) if box}
    assert len(tops) == 1, "in one row"
    wording = event.locator(".version").first.locator(".source-line")
    expect(wording).to_have_count(1)
    expect(wording.locator(".papers")).to_have_text(
        "Levant Wire, 3 May 2031; Northern Courier, 4 May 2031; Sahl Herald, 4 May 2031"
    )
    rows = event.locator('[data-attribute="time"]').all()
    assert len({round(row.bounding_box()["y"]) for row in rows}) == 1, "an attribute is read across"  # type: ignore[index]


def test_what_differs_is_said_attribute_by_attribute_in_words(desk: Visit) -> None:
    event = clinic(desk.open("#view=events"))

    def told(sign: str, attribute: str) -> str:
        card = event.locator(".version").filter(has=event.page.locator(f"h3 b.sign:text-is('{sign}')"))
        return card.locator(f'[data-attribute="{attribute}"] dd').inner_text().replace("\n", " | ")

    assert told("A", "numbers") == "12 people [killed: 12] | differs from C"
    assert told("C", "numbers") == "Eleven people [killed: 11] | differs from A", "the corrected figure speaks, not the first"
    assert told("B", "numbers") == "is silent"
    assert told("B", "presented") == "denied | denies A"
    assert told("A", "presented") == "asserted | denied by B"
    assert told("C", "actor") == "is silent | does not confirm A"
    assert told("E", "actor") == "The Northern Corps | differs from the others"
    assert told("A", "time") == "Saturday [3 May 2031] | as E", "other words for the same day"
    assert told("A", "recipient") == "a clinic", "nobody differs, so nothing is said"
    expect(event.locator(".attributes")).to_have_text(
        "that it happened ⇄ contestedby whom ⇄ contestedhow many ⇄ contestedwith what result ≡ independent sources agree"
    )


def test_a_contradiction_shows_both_words_and_each_opens_its_report(desk: Visit) -> None:
    page = desk.open("#view=events")
    first = clinic(page).locator(".contradictions > li").first
    expect(first.locator("> p").first).to_contain_text("that it happened: B denies what A says")
    expect(first.locator("button.words")).to_have_text(
        ["Warplanes of the Arvan Air Force struck a clinic in Qarat on Saturday", "its aircraft hit a clinic in Qarat"]
    )
    expect(first).to_contain_text("The same between 2 further pairs of their reports")
    relations = clinic(page).locator(".contradictions > li > p:first-child")
    expect(relations).to_contain_text(["denies what", "corrects itself", "A and C differ", "does not confirm what"])
    first.locator("button.words").last.click()
    expect(page.locator(".claim.on .says")).to_contain_text("The Ministry of Defence")
    assert "".join(page.locator(".text .m.evidence").all_text_contents()) == "its aircraft hit a clinic in Qarat"


def test_the_drawing_of_origins_says_the_same_as_its_list_with_the_reasons(desk: Visit) -> None:
    event = clinic(desk.open("#view=events"))
    drawing = event.get_by_role("img", name="How 8 reports come down to 5 origins; the list below says the same")
    expect(drawing).to_be_visible()
    expect(drawing.locator("circle.origin")).to_have_count(4)
    expect(drawing.locator("path.origin.open")).to_have_count(1)
    expect(drawing).to_contain_text("may depend on another")
    origins = event.get_by_role("list", name="Origins", exact=True).locator("> li")
    expect(origins).to_have_count(5)
    expect(origins.first.get_by_role("list", name="Why these are one origin").locator("li")).to_have_text(
        ["Sahl Herald and Northern Courier credit Levant Wire", "the three reports give the same words of the Truce Mission"]
    )
    expect(origins.nth(1)).to_contain_text("speaks for the government side (Arvan), independent")
    origins.first.locator("button").last.click()
    expect(event.page.locator("details.copies[open] .report h2").last).to_be_focused()


def test_what_was_corrected_or_withdrawn_stays_and_is_marked(desk: Visit) -> None:
    page = desk.open("#view=events")
    union = clinic(page).locator(".version").nth(2)
    expect(union.locator(".source-line.replaced")).to_contain_text("replaced by a corrected version of 4 May 2031, 11:00")
    expect(union.locator(".source-line.replaced")).to_contain_text("Nine people died")
    expect(clinic(page).locator(".version.gone")).to_contain_text("× withdrawn by its publisher")
    page = desk.open("#")
    early = page.locator(".report", has_text="replaced by a corrected version")
    early.get_by_role("button", name="read it").click()
    expect(page.locator(".report h2:focus").locator("xpath=../..")).to_contain_text("it replaces the one of 4 May 2031, 06:00")


def test_copies_are_folded_under_the_report_that_they_repeat_with_the_reason(desk: Visit) -> None:
    page = desk.open()
    expect(page.locator("main > .report")).to_have_count(6)
    expect(page.locator(".summary")).to_contain_text("8 reports (2 of them with the text of another)")
    folded = page.locator("details.copies")
    expect(folded.locator("summary")).to_have_text("Same as this: 2 reports (Sahl Herald, Northern Courier)")
    folded.locator("summary").click()
    expect(folded.locator(".report").first).to_contain_text("Same as Levant Wire, 3 May 2031: 1 of its 2 longer sentences")
    expect(folded.locator(".report").first.locator(".claim")).to_be_visible()


def test_a_claim_in_a_folded_copy_comes_out_when_it_is_called(desk: Visit) -> None:
    page = desk.open()
    claim = strike_readings()[1].claims[0].id
    page = desk.open(f"#claim={claim}")
    expect(page.locator("details.copies[open] .claim.on")).to_be_visible()


def test_parts_stand_inside_the_happening_that_they_belong_to(desk: Visit) -> None:
    page = desk.open("#view=events")
    expect(page.locator("main > ol > li")).to_have_count(1)
    parts = page.get_by_role("list", name="Parts of event 2").locator("> li")
    expect(parts).to_have_count(2)
    expect(parts.first).to_have_id("e0")
    page.get_by_role("button", name="Filter").click()
    page.get_by_label("Event’s independent origins").select_option("3 or more")
    expect(page.locator("main > ol > li")).to_have_count(1)
    expect(page.locator("#e0 > header")).to_contain_text("part of event 2")
    page.get_by_label("Event’s independent origins").select_option("")
    page.get_by_label("Event’s status").select_option("party claim only")
    expect(page.locator(".event h2")).to_contain_text(["ammunition depot"])


def test_a_loop_of_parts_loses_no_event(browser: Browser, tmp_path: Path) -> None:
    week, strike_, depot = strike_events()
    loop = [dataclasses.replace(week, part_of="e-depot"), strike_, depot]
    path = outputs.write_page(strike_readings(), loop, tmp_path / "loop.html")
    for visit in visits(browser, path, width=1280, height=900):
        expect(visit.open("#view=events").locator(".event")).to_have_count(3)


def test_a_part_among_many_is_reached_by_its_address(browser: Browser, tmp_path: Path) -> None:
    week, _, depot = strike_events()
    parts = [dataclasses.replace(depot, id=f"e-part-{n:02}") for n in range(60)]
    path = outputs.write_page(strike_readings(), [week, *parts], tmp_path / "parts.html")
    for visit in visits(browser, path, width=1280, height=900):
        page = visit.open("#view=events")
        expect(page.locator(".parts > details")).not_to_have_attribute("open", "")
        expect(page.locator(".parts .event")).to_have_count(0)
        page = visit.open("#view=events&event=e-part-58")
        expect(page.locator(".event.on h2")).to_be_focused()
        assert page.evaluate("document.activeElement.closest('.event').id") == page.locator(".event.on").get_attribute("id")


def test_of_many_contradictions_the_first_stand_open(browser: Browser, tmp_path: Path) -> None:
    _, clinic, _ = strike_events()
    attributes = ("occurrence", "agent", "recipient", "place", "time", "outcome", "quantity", "status")
    first = clinic.contradictions[0]
    clashes = tuple(dataclasses.replace(first, attribute=a, relation="differs", note="") for a in attributes)
    path = outputs.write_page(strike_readings(), [dataclasses.replace(clinic, contradictions=clashes)], tmp_path / "page.html")
    for visit in visits(browser, path, width=1280, height=900):
        page = visit.open("#view=events")
        expect(page.locator(".contradictions > li")).to_have_count(6)
        expect(page.locator(".contradictions > li").first).to_contain_text("(Truce Mission, Doctors' Union of Sahl)")
        page.get_by_text("2 more contradictions").click()
        expect(page.locator(".contradictions > li")).to_have_count(8)


def test_a_phone_stacks_the_versions_and_nothing_is_wider_than_it(phone: Visit) -> None:
    page = phone.open("#view=events")
    boxes = [v.bounding_box() for v in clinic(page).locator(".version").all()]
    assert len({round(box["x"]) for box in boxes if box}) == 1, "one under the other"
    for view in ("events", "reports", "map", "timeline"):
        page = phone.open(f"#view={view}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, view


def test_paper_gets_every_report_and_every_event(desk: Visit) -> None:
    page = desk.open()
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".row").count() == sum(len(r.sentences) for r in strike_readings())


def test_an_event_that_sixty_papers_print_is_one_card_and_opens_quickly(browser: Browser, tmp_path: Path) -> None:
    base, event = strike_readings()[0], strike_events()[1]
    many, claims = [], []
    for n in range(60):
        report = dataclasses.replace(base.report, id=f"r{n}", publisher=f"Paper {n}")
        claim = dataclasses.replace(base.claims[0], id=digest("c", n, base.claims[0].id))
        many.append(dataclasses.replace(base, report=report, claims=(claim,)))
        claims.append(claim.id)
    one = Origin(
        id="o",
        kind="source",
        name="Truce Mission",
        side=None,
        independent=True,
        claims=tuple(claims),
        reports=tuple(r.report.id for r in many),
        because=("one briefing",),
    )
    event = dataclasses.replace(event, claims=tuple(claims), origins=(one,), contradictions=(), part_of=None, n_reports=60)
    path = outputs.write_page(many, [event], tmp_path / "many.html")
    for visit in visits(browser, path, width=1280, height=900):
        page = visit.open("#view=events")
        expect(page.locator(".event")).to_contain_text("60 reports, 1 origin, 1 independent")
        assert page.locator(".cell").count() <= 6
        expect(page.locator(".told")).to_contain_text("The first 24 reports are drawn; the list has all 60")


def test_thousands_of_events_stay_usable(browser: Browser, tmp_path: Path) -> None:
    base, event = wire(), events()[0]
    claims = tuple(dataclasses.replace(base.claims[1], id=f"c-{n}", event=None) for n in range(4000))
    many = [
        dataclasses.replace(event, id=f"e-{n:04}", claims=(c.id,), contradictions=(), n_claims=1) for n, c in enumerate(claims)
    ]
    path = outputs.write_page([dataclasses.replace(base, claims=claims)], many, tmp_path / "many.html")
    for visit in visits(browser, path, width=1280, height=900):
        began = time.perf_counter()
        page = visit.open("#view=events")
        assert time.perf_counter() - began < 10, "and a tenth of it on a machine with nothing else to do"
        assert page.locator(".event").count() < 200, "the rest is built when it is scrolled to"
        expect(page.locator(".order")).to_contain_text("4,000 events")
