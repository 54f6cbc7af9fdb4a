"""Names against NER corpora: which of our mentions count, and against which entities."""

from __future__ import annotations

from dataclasses import replace

import pytest

from claimwire.evaluate.measures import Figure
from claimwire.evaluate.names import score_event_places, score_names
from claimwire.records import Mention, Reading, Report, Run, Span

TEXT = "France told the group that Marc Orell was in Dorna."


def reading(*named: tuple[str, str]) -> Reading:
    mentions = []
    for label, words in named:
        start = TEXT.index(words)
        span = Span(start=start, end=start + len(words), text=words)
        mentions.append(Mention(id=f"m{start}{label}", span=span, label=label, score=1.0))
    run = Run(id="run", version="0", config_digest="", ontology_version="", model_digests={})
    return Reading(
        report=Report(id="r", text=TEXT), run=run, sentences=(), mentions=tuple(mentions), links=(), statements=(), claims=()
    )


def gold(*named: tuple[str, str]) -> dict[str, object]:
    entities = [{"start": TEXT.index(w), "end": TEXT.index(w) + len(w), "type": t, "text": w} for t, w in named]
    return {"id": "r", "text": TEXT, "entities": entities}


def values(figures: list[Figure]) -> dict[str, float | None]:
    return {f.name.removeprefix("names."): f.value for f in figures}


def test_a_country_that_acts_is_found_as_a_place_and_the_group_is_no_name() -> None:
    truth = gold(("LOC", "France"), ("PER", "Marc Orell"), ("LOC", "Dorna"))
    found = values(
        score_names(
            [truth], {"r": reading(("actor", "France"), ("actor", "the group"), ("actor", "Marc Orell"), ("place", "Dorna"))}
        )
    )
    assert found["place_f1"] == found["actor_f1"] == 1.0


def test_a_name_that_is_no_entity_costs_precision_and_a_missed_one_recall() -> None:
    found = values(
        score_names([gold(("PER", "Marc Orell"), ("LOC", "Dorna"))], {"r": reading(("actor", "France"), ("actor", "Marc Orell"))})
    )
    assert (found["actor_precision"], found["actor_recall"], found["place_recall"]) == (0.5, 1.0, 0.0)


def test_the_innermost_of_nested_places_is_the_name() -> None:
    nested = gold(("place", "Marc Orell was in Dorna"), ("place", "Dorna"))
    assert values(score_names([nested], {"r": reading(("place", "Dorna"))}))["place_f1"] == 1.0


def test_a_marked_verb_without_a_claim_has_no_places() -> None:
    record = {"id": "r", "text": TEXT, "verb": [TEXT.index("was"), TEXT.index("was") + 3], "locations": [[45, 50]]}
    found = {f.name: f.value for f in score_event_places([record], {"r": replace(reading(("place", "Dorna")), claims=())})}
    assert found["event_places.token_recall"] == pytest.approx(0.0)
    assert found["event_places.claimed"] == 0.0
    assert found["event_places.token_precision"] is None
