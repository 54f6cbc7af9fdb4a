"""What the page is made of, before a browser sees it."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import Path

import pytest

from claimwire import outputs
from claimwire.outputs import basemap
from claimwire.outputs.page import script_json
from claimwire.outputs.pagedata import page_data
from claimwire.outputs.wording import effect, manner, presented
from claimwire.records import Claim, Reading
from invented import bulletin, events, hostile, readings, wire


def claim(reading: Reading, trigger: str) -> Claim:
    return next(c for c in reading.claims if c.trigger.text == trigger)


def said(reading: Reading, trigger: str, **changes: str) -> str:
    c = dataclasses.replace(claim(reading, trigger), **changes)
    return presented(c, {s.id: s for s in reading.statements}.get(c.statement or ""))


def test_a_claim_says_in_words_how_it_is_presented() -> None:
    assert said(wire(), "shelled") == "asserted"
    assert said(wire(), "bombed") == "denied"
    assert said(bulletin(), "shell") == "said not to be so", "a negative statement is no denial of somebody else's"
    assert said(wire(), "storm") == "attempted, not said to have succeeded"
    assert said(bulletin(), "truce") == "offered, not done"
    assert said(wire(), "shelled", factuality="PS+") == "held possible"
    assert said(wire(), "shelled", realization="predicted", factuality="PR+") == "expected, not done yet; held probable"


def test_a_count_and_a_distancing_verb_are_pointed_out() -> None:
    statements = {s.id: s for s in wire().statements}
    retook = claim(wire(), "retook")
    assert manner(retook, statements[retook.statement]) == ["the verb keeps a distance"]
    assert manner(claim(bulletin(), "wounded"), None) == ["a count"]


def test_a_change_of_control_is_told_in_words() -> None:
    names = {"own:qarat": "Qarat", "own:north-corps": "Northern Corps", "own:arvan-army": "Arvan Army"}
    assert effect(claim(wire(), "retook"), names) == "control of Qarat: from Northern Corps to Arvan Army"
    assert effect(claim(wire(), "shelled"), names) is None


def test_offsets_count_utf16_units_after_an_emoji() -> None:
    """Browsers count UTF-16: without this every mark after the first emoji is one letter off."""
    data = page_data([wire()], [])
    text = data["reports"][0]["text"].encode("utf-16-le")
    for c, mine in zip(wire().claims, data["reports"][0]["claims"], strict=True):
        a, b = mine["trigger"]
        assert text[2 * a : 2 * b].decode("utf-16-le") == c.trigger.text
    assert any(ord(ch) > 0xFFFF for ch in wire().report.text)


def test_contradicted_events_come_first_and_claims_know_their_event() -> None:
    data = page_data(readings(), events())
    assert data["events"][0]["id"] == "e-market"
    assert data["events"][0]["status"] == "contested"
    for n, e in enumerate(data["events"]):
        for r, c in e["claims"]:
            assert data["reports"][r]["claims"][c]["event"] == n


def test_a_country_is_not_drawn_on_the_map() -> None:
    base = wire()
    wide = tuple(
        dataclasses.replace(
            c,
            places=tuple(
                dataclasses.replace(p, place=p.place and dataclasses.replace(p.place, precision=6, radius_km=400.0))
                for p in c.places
            ),
        )
        for c in base.claims
    )
    data = page_data([dataclasses.replace(base, claims=wide)], [])
    assert data["map"] is None
    assert not any(p["drawn"] for p in data["places"].values())


def test_the_page_stands_alone_and_stays_small(tmp_path: Path) -> None:
    page = outputs.write_page(readings(), events(), tmp_path / "page.html", title="Two days in Qarat").read_text(encoding="utf-8")
    assert '<h1 dir="auto">Two days in Qarat</h1>' in page
    outside = re.sub(r'<script type="application/json".*?</script>', "", page, flags=re.S)
    assert not re.search(r'(src|href)="(?!data:,|#)', outside), "nothing is fetched"
    assert "default-src 'none'" in page
    assert len(page.encode()) < 150_000
    assert "Never for targeting" in page


def test_no_tag_of_a_report_survives_in_the_source(tmp_path: Path) -> None:
    page = outputs.write_page([hostile()], [], tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("</script>") == 2, "ours"
    assert page.count("<script") == 2
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt;" in page, "the title of the only report is the page's, escaped"
    value = json.loads(re.search(r'id="data">(.*?)</script>', page, re.S)[1])  # type: ignore[index]
    assert value["reports"][0]["text"] == hostile().report.text


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "a\u2028b", "&amp;", "]]>"])
def test_json_in_a_script_element_cannot_end_it(text: str) -> None:
    written = script_json([text])
    assert "<" not in written
    assert json.loads(written) == [text]


def test_the_same_readings_make_the_same_bytes(tmp_path: Path) -> None:
    one, two = (outputs.write_page(readings(), events(), tmp_path / f"{n}.html").read_bytes() for n in (1, 2))
    assert one == two


def test_a_page_of_nothing_says_so(tmp_path: Path) -> None:
    page = outputs.write_page([], [], tmp_path / "page.html").read_text(encoding="utf-8")
    assert "<b>0</b> reports" in page


def test_one_far_away_place_does_not_shrink_the_war_to_a_dot() -> None:
    near = [(38.0 + i / 10, 35.0 + i / 20) for i in range(20)]
    box = basemap.around([*near, (-74.0, 40.7)])
    assert box is not None
    everything, focus = box
    assert everything.west < -74 < focus.west
    assert focus.east - focus.west < 6


def test_borders_are_cut_to_the_window_and_cover_it() -> None:
    box = basemap.around([(38.2, 35.9), (36.3, 33.5)])
    assert box is not None
    drawn = basemap.draw(*box)
    names = {c["name"] for c in drawn["countries"]}
    assert {"Syria", "Turkey", "Lebanon"} <= names
    assert "France" not in names
    assert len(json.dumps(drawn)) < 60_000


def test_simplifying_keeps_ends_and_corners() -> None:
    points = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (2.0, 2.0)]
    assert basemap.simplify(points, 0.01) == [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0)]
