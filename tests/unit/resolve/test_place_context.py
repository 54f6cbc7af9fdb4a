"""What is still known of a place that no gazetteer entry was found for."""

from __future__ import annotations

from claimwire.records import Link, Mention, Place, Report, Resolution
from claimwire.resolve.place_context import contextual


def resolution(text: str, located: dict[str, str], nil: list[str]) -> tuple[Report, Resolution]:
    report = Report(id="r", text=text)
    mentions, links, places = [], [], {}
    for words in sorted([*located, *nil], key=text.index):
        start = text.index(words)
        m = Mention(id=f"m{start}", span=report.span(start, start + len(words)), label="place", score=1.0)
        mentions.append(m)
        if words in located:
            places[m.id] = Place(target=f"x:{words}", name=words, country=located[words])
        links.append(
            Link(mention=m.id, kind="place", target=f"x:{words}" if words in located else None, score=0.0, rule="place:unnamed")
        )
    return report, Resolution(mentions=tuple(mentions), links=tuple(links), places=places)


def unplaced(text: str, located: dict[str, str], nil: list[str]) -> list[tuple[str | None, str | None, str]]:
    found = contextual(*resolution(text, located, nil))
    return [(u.name, u.country, u.rule) for u in found.unplaced.values()]


def test_a_place_that_is_said_to_be_in_another_is_in_its_country_and_still_has_no_point() -> None:
    report, before = resolution("Jets struck two oil fields in Hama.", {"Hama": "SYR"}, ["two oil fields"])
    after = contextual(report, before)
    assert [(u.name, u.country) for u in after.unplaced.values()] == [(None, "SYR")]
    nil = next(k for k in after.links if k.target is None)
    assert nil.rule == "place:unnamed; country:inside"
    assert nil.mention not in after.places


def test_a_report_from_one_country_speaks_for_a_village_that_no_list_holds() -> None:
    text = "Shells fell on Hama, Homs and Idlib. Rebels left the village of Tel Amrun."
    located = {"Hama": "SYR", "Homs": "SYR", "Idlib": "SYR"}
    assert unplaced(text, located, ["the village of Tel Amrun"]) == [("Tel Amrun", "SYR", "country:report")]


def test_a_report_on_two_countries_speaks_for_none_of_its_unknown_places() -> None:
    text = "Shells fell on Hama, Homs, Mosul and Kirkuk. Rebels left Tel Amrun."
    located = {"Hama": "SYR", "Homs": "SYR", "Mosul": "IRQ", "Kirkuk": "IRQ"}
    assert unplaced(text, located, ["Tel Amrun"]) == [("Tel Amrun", None, "")]
    assert unplaced("Rebels left Tel Amrun near Hama.", {"Hama": "SYR"}, ["Tel Amrun"]) == [("Tel Amrun", None, "")]
