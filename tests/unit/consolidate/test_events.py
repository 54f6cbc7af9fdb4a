"""What an event of one report says of itself."""

from __future__ import annotations

from collections.abc import Callable

from claimwire import consolidate
from claimwire.pipeline import Coder
from claimwire.records import Reading


def test_a_restatement_with_the_definite_article_joins_its_event(read: Callable[..., Reading]) -> None:
    reading = read(
        "The Northern Corps shelled the market of Karvash on Tuesday. The shelling of the market of Karvash killed nine people."
    )
    shelling = {c.event for c in reading.claims if c.trigger.text.startswith("shell")}
    assert len(shelling) == 1


def test_every_claim_has_an_event_and_none_is_dropped(read: Callable[..., Reading], coder: Coder) -> None:
    reading = read("Rebels shelled Dara on Monday. The army bombed Khan Sefer. The army denied bombing Khan Sefer.")
    found = consolidate.events(reading, ontology=coder.ontology)
    assert sorted(c for e in found for c in e.claims) == sorted(c.id for c in reading.claims)


def test_one_report_corroborates_nothing(read: Callable[..., Reading], coder: Coder) -> None:
    reading = read(
        "Shells hit the market, the army said. Shells hit the market, the rebels said. Shells hit the market, a doctor said."
    )
    assert "corroborated" not in {e.status for e in consolidate.events(reading, ontology=coder.ontology)}


def test_the_number_of_an_event_keeps_the_bounds_of_its_words(read: Callable[..., Reading], coder: Coder) -> None:
    reading = read("An air strike on the village of Osh Hadra killed more than 30 people.")
    ranges = [q for e in consolidate.events(reading, ontology=coder.ontology) for m, q in e.quantities.items() if m == "killed"]
    assert [(q.low, q.high) for q in ranges] == [(31.0, None)]
