"""What the page and the tables are given of events that many reports tell."""

from __future__ import annotations

import csv
import dataclasses
import json
from pathlib import Path

from claimwire import outputs
from claimwire.outputs.pagedata import page_data
from claimwire.outputs.selection import fitting
from claimwire.outputs.wording import side_in_words
from claimwire.records import Event, Reading, digest
from invented import events, readings, wire
from invented_strike import COPIES, strike_events, strike_readings


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_contradictions_come_in_the_order_of_their_weight() -> None:
    data = page_data(strike_readings(), strike_events())
    assert data["events"][0]["id"] == "e-clinic"
    relations = [x["relation"] for x in data["events"][0]["contradictions"]]
    assert list(dict.fromkeys(relations)) == ["denies", "corrects", "differs", "does_not_confirm"]


def test_figures_by_origin_go_by_the_origins_names() -> None:
    event = page_data(strike_readings(), strike_events())["events"][0]
    assert event["quantities"][0]["by"] == [["Truce Mission", 12.0], ["Doctors' Union of Sahl", 11.0]]


def test_a_part_knows_the_number_of_what_it_belongs_to() -> None:
    data = page_data(strike_readings(), strike_events())
    numbers = {e["id"]: n for n, e in enumerate(data["events"])}
    assert {e["id"]: e["part_of"] for e in data["events"]} == {
        "e-clinic": numbers["e-week"],
        "e-depot": numbers["e-week"],
        "e-week": None,
    }
    elsewhere = [dataclasses.replace(e, part_of="e-not-here") for e in strike_events()]
    assert {e["part_of"] for e in page_data(strike_readings(), elsewhere)["events"]} == {None}


def test_reports_say_what_they_correct_and_whose_words_they_repeat() -> None:
    reports = {r["id"]: r for r in page_data(strike_readings(), strike_events(), copies=lambda _: COPIES)["reports"]}
    ids = [r.report.id for r in strike_readings()]
    assert reports["radio-strike"]["corrected_by"] == ids.index("radio-strike-2")
    assert reports["radio-strike-2"]["corrects"] == ids.index("radio-strike")
    assert reports["ember-strike"]["withdrawn"]
    assert reports["herald-strike"]["copy_of"][0] == ids.index("lw-strike")
    assert "copy_of" not in reports["lw-strike"]
    alone = page_data(strike_readings()[5:6], [], copies=lambda _: COPIES)["reports"][0]
    assert alone["corrected"], "the earlier version is not here, and that it is a correction is said all the same"


def test_a_side_is_said_in_words() -> None:
    assert side_in_words("syria:government") == "the government side (Syria)"
    assert side_in_words("mali:plateforme-north") == "the plateforme north side (Mali)"
    assert side_in_words("unlisted:velmara:government") == "the government side (Velmara)"
    assert side_in_words("unlisted:armed") == "an armed group"
    assert side_in_words("unlisted:northern-corps") == "northern corps"


def corpus(n: int) -> tuple[list[Reading], list[Event]]:
    """``n`` dull reports of one claim each, with the strike's eight somewhere among them."""
    base = wire()
    dull = []
    for i in range(n):
        claim = dataclasses.replace(base.claims[0], id=digest("c", "dull", i), event=None)
        report = dataclasses.replace(base.report, id=f"dull-{i}", published_at=f"2031-01-{i % 28 + 1:02}")
        dull.append(dataclasses.replace(base, report=report, claims=(claim,)))
    return [*dull[: n // 2], *strike_readings(), *dull[n // 2 :]], strike_events()


def test_a_page_of_a_large_corpus_keeps_what_is_contested_and_says_what_it_leaves_out() -> None:
    many, found = corpus(100)
    data = page_data(iter(many), iter(found), most=20)
    ids = [r["id"] for r in data["reports"]]
    assert set(ids) >= {r.report.id for r in strike_readings()}
    assert ids == [r.report.id for r in many if r.report.id in ids], "in the order in which they came"
    assert sum(len(r["claims"]) for r in data["reports"]) <= 20
    assert data["left"] == {"reports": 90, "claims": 90, "events": 0}
    dull = [r["date"] for r in data["reports"] if r["id"].startswith("dull")]
    assert len(dull) == 10
    assert min(dull) > "2031-01-20", "of the rest, the latest"


def test_a_small_corpus_is_shown_whole_and_one_long_report_too() -> None:
    many, found = corpus(10)
    assert page_data(many, found)["left"] == {"reports": 0, "claims": 0, "events": 0}
    kept = fitting([wire()], [], most=1)
    assert kept.readings == (wire(),)
    assert (kept.reports_left, kept.claims_left) == (0, 0)


def test_an_event_with_claims_in_reports_left_out_says_how_many() -> None:
    many = strike_readings()
    data = page_data(many[:2], [strike_events()[1]])
    event = data["events"][0]
    assert (len(event["claims"]), event["left"]) == (2, 6)
    assert [o["left"] for o in event["origins"]] == [1, 1, 2, 1, 1]


def test_events_may_come_once_or_be_read_anew() -> None:
    many, found = corpus(40)
    once, anew = page_data(many, iter(found), most=5), page_data(many, found, most=5)
    assert once == anew
    assert len(once["events"]) + once["left"]["events"] == len(found)
    dull = [dataclasses.replace(found[0], id=f"e-{n}", claims=(many[n].claims[0].id,)) for n in range(10)]
    assert page_data(many, [*found, *dull], most=12)["left"]["events"] == 10, "events of none of the reports shown"


def test_the_page_says_what_is_left_out(tmp_path: Path) -> None:
    many, found = corpus(100)
    text = outputs.write_page(many, found, tmp_path / "page.html", most=20).read_text(encoding="utf-8")
    assert "<b>90</b> reports with <b>90</b> claims and <b>0</b> events are left out" in text
    whole = outputs.write_page(many, found, tmp_path / "whole.html").read_text(encoding="utf-8")
    assert "left out" not in whole.partition("<script")[0]


def test_each_origin_is_a_row_with_its_reasons(tmp_path: Path) -> None:
    outputs.export("csv", strike_readings(), strike_events(), tmp_path)
    rows = {r["name"]: r for r in table(tmp_path / "event_origins.csv") if r["event_id"] == "e-clinic"}
    assert len(rows) == 5
    mission = rows["Truce Mission"]
    assert (mission["independent"], mission["n_reports"], mission["n_claims"]) == ("yes", "3", "3")
    assert mission["publishers"] == "Levant Wire; Northern Courier; Sahl Herald"
    assert "credit Levant Wire" in mission["because"]
    assert rows["residents, not named"]["independent"] == "no"
    assert rows["Arvan Ministry of Defence"]["side"] == "arvan:government"
    event = next(r for r in table(tmp_path / "events.csv") if r["event_id"] == "e-clinic")
    assert event["origins"].startswith("Truce Mission (source, independent); Arvan Ministry of Defence (speech, independent, ")
    assert event["part_of"] == "e-week"


def test_a_contradiction_is_a_row_with_both_words_and_who_says_them(tmp_path: Path) -> None:
    outputs.export("csv", strike_readings(), strike_events(), tmp_path)
    rows = table(tmp_path / "contradictions.csv")
    denial = next(r for r in rows if r["relation"] == "denies")
    assert (denial["attribute"], denial["origin_a"], denial["origin_b"]) == (
        "occurrence",
        "Truce Mission",
        "Arvan Ministry of Defence",
    )
    assert denial["words_a"] == "Warplanes of the Arvan Air Force struck a clinic in Qarat on Saturday"
    assert denial["words_b"] == "its aircraft hit a clinic in Qarat"
    assert (denial["publisher_a"], denial["report_b"]) == ("Levant Wire", "mod-strike")
    assert {r["relation"] for r in rows} == {"denies", "differs", "corrects", "does_not_confirm"}


def test_a_contradiction_whose_report_is_not_exported_is_counted_as_lost(tmp_path: Path) -> None:
    outputs.export("csv", strike_readings()[:3], strike_events(), tmp_path)
    lost = {x["field"]: x for x in json.loads((tmp_path / "csv.loss.json").read_text(encoding="utf-8"))["lost"]}
    assert lost["contradictions.words"]["n"] == 6
    assert lost["contradictions.words"]["examples"][0] == "e-clinic"
    row = next(r for r in table(tmp_path / "contradictions.csv") if r["relation"] == "denies")
    assert row["words_a"]
    assert row["words_b"] == "", "unknown, and the claim's id is there to look it up"


def test_a_report_row_says_whether_it_still_stands(tmp_path: Path) -> None:
    outputs.export("csv", strike_readings(), strike_events(), tmp_path)
    rows = {r["report_id"]: r for r in table(tmp_path / "reports.csv")}
    assert (rows["radio-strike-2"]["status"], rows["radio-strike-2"]["corrects"]) == ("corrected", "radio-strike")
    assert rows["ember-strike"]["status"] == "canceled"
    assert (rows["lw-strike"]["status"], rows["lw-strike"]["n_claims"]) == ("usable", "1")
    claims = table(tmp_path / "claims.csv")
    assert {r["report_status"] for r in claims if r["report_id"] == "ember-strike"} == {"canceled"}


def test_a_map_carries_origins_in_words_and_counts_what_it_cannot_say(tmp_path: Path) -> None:
    outputs.export("geojson", strike_readings(), strike_events(), tmp_path)
    features = json.loads((tmp_path / "events.geojson").read_text(encoding="utf-8"))["features"]
    clinic = next(f["properties"] for f in features if f["properties"]["event_id"] == "e-clinic")
    assert clinic["agent"] == "contested"
    assert "residents, not named (unknown, may depend on another)" in clinic["origins"]
    lost = {x["field"]: x["n"] for x in json.loads((tmp_path / "geojson.loss.json").read_text(encoding="utf-8"))["lost"]}
    assert lost["event.origins"] == 6
    assert lost["event.contradictions"] == 6


def test_events_without_origins_are_shown_as_they_are() -> None:
    data = page_data(readings(), events())
    assert all(e["origins"] == [] for e in data["events"])
    assert data["events"][0]["contradictions"][0]["relation"] == "denies"
