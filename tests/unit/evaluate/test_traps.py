"""The traps' scorer, and that every bundle that ships asks for what can be asked."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

import bare
from claimwire.errors import EvaluationError
from claimwire.evaluate.trapped import Answer, bundles, judged, reports, score_traps
from claimwire.records import Contradiction, Event, Origin, QuantityRange, Reading, Run

RUN = Run(id="run", version="0", config_digest="c", ontology_version="o", model_digests={})
BUNDLE: dict[str, Any] = {
    "id": "t-1",
    "kind": "two_strikes",
    "subject": "strikes",
    "reports": [
        {"id": "a", "publisher": "Harbour Post", "published_at": "2031-06-03", "text": "Shells struck the mill in Orvess."},
        {"id": "b", "publisher": "Delta Wire", "published_at": "2031-06-03", "text": "A rocket struck the port of Orvess."},
    ],
    "expect": {"event_type": "ASSAULT", "n_events": 2, "apart": [["a:struck", "b:struck"]], "never": ["corroborated"]},
}


def answer(*, one: bool, status: str = "single_source", **more: Any) -> Answer:
    made = []
    for r in reports(BUNDLE):
        at = r.text.index("struck")
        claim = bare.claim(f"c-{r.id}", r.span(at, at + 6))
        made.append(Reading(report=r, run=RUN, sentences=(), mentions=(), links=(), statements=(), claims=(claim,)))
    ids = [r.claims[0].id for r in made]
    events = (
        [_event("e0", tuple(ids), status, **more)] if one else [_event(f"e{n}", (i,), status, **more) for n, i in enumerate(ids)]
    )
    return Answer(readings=made, events=events, copies=())


def _event(id: str, claims: tuple[str, ...], status: str, **more: Any) -> Event:
    origin = Origin(id="o", kind="publisher", name="Post", side=None, independent=True, claims=claims, reports=(), because=())
    event = Event(
        id=id,
        event_type="ASSAULT",
        modes=(),
        claims=claims,
        places=(),
        time=None,
        actors=(),
        recipients=(),
        quantities={},
        n_claims=len(claims),
        n_statements=0,
        n_reports=len(claims),
        n_origins=1,
        status=status,
        status_by_attribute={},
        origins=(origin,),
    )
    return replace(event, **more)


def expecting(**expect: Any) -> dict[str, Any]:
    return {**BUNDLE, "expect": {"event_type": "ASSAULT", **expect}}


def test_two_strikes_that_are_one_event_are_a_wrong_merge() -> None:
    apart, merged = judged(BUNDLE, answer(one=False)), judged(BUNDLE, answer(one=True))
    assert (apart["apart.sum"], apart["events.sum"]) == (1, 1)
    assert (merged["apart.sum"], merged["events.sum"]) == (0, 0)
    assert apart["found.sum"] == merged["found.sum"] == 1


def test_what_must_be_one_and_is_two_is_told_from_what_must_be_two_and_is_one() -> None:
    bundle = expecting(together=[["a:struck", "b:struck"]])
    assert judged(bundle, answer(one=True))["together.sum"] == 1 and judged(bundle, answer(one=False))["together.sum"] == 0


def test_without_a_number_of_events_one_is_told_by_all_reports_and_others_may_stand_beside_it() -> None:
    told = expecting(status="single_source")
    assert judged(told, answer(one=True))["over_all_reports.sum"] == 1
    split = judged(told, answer(one=False))
    assert split["over_all_reports.sum"] == 0 and "events.n" not in split


def test_an_event_called_corroborated_that_nobody_confirmed_is_counted_wherever_the_bundle_has_it() -> None:
    assert judged(BUNDLE, answer(one=False, status="corroborated"))["false_corroborated.sum"] == 1
    assert judged(BUNDLE, answer(one=False))["false_corroborated.sum"] == 0
    confirmed = expecting(status="corroborated")
    assert "false_corroborated.n" not in judged(confirmed, answer(one=True, status="corroborated"))
    unconfirmed = expecting(status=["single_source", "party_claim_only"])
    assert judged(unconfirmed, answer(one=True, status="corroborated"))["false_corroborated.sum"] == 1


def test_a_claim_that_was_not_made_is_not_found_and_is_no_success() -> None:
    silent = answer(one=False)
    silent = replace(silent, readings=[replace(r, claims=()) for r in silent.readings])
    tally = judged(BUNDLE, silent)
    assert tally["found.sum"] == 0 and tally["found.n"] == 1 and "apart.n" not in tally


def test_origins_quantities_and_contradictions_are_those_of_the_main_event() -> None:
    clash = Contradiction(attribute="occurrence", claims=("c", "d"), note="", relation="denies")
    dead = {"killed": QuantityRange(low=3, best=3, high=5, by_origin={})}
    told = answer(one=True, contradictions=(clash,), quantities=dead, status_by_attribute={"agent": "contested"})
    tally = judged(
        expecting(
            n_origins=3,
            contradictions=[["occurrence", "denies"], ["agent", "denies"]],
            quantities={"killed": [3, 3, 5], "injured": [1, 1, 1]},
            status_by_attribute={"agent": ["contested", "single_source"]},
        ),
        told,
    )
    assert (tally["origin_count.sum"], tally["origin_count_error.sum"]) == (0, 2)
    assert (tally["contradictions.sum"], tally["contradictions.n"]) == (1, 2)
    assert (tally["quantities.sum"], tally["quantities.n"]) == (1, 2)
    assert tally["status_by_attribute.sum"] == 1


def test_copies_are_scored_by_pairs_with_what_was_invented() -> None:
    bundle = expecting(copies=[["a", "b"]])
    found = replace(answer(one=True), copies=(frozenset({"t-1:a", "t-1:b", "t-1:x"}),))
    tally = judged(bundle, found)
    assert (tally["copies.gold"], tally["copies.pred"], tally["copies.tp"]) == (1, 3, 1)


def test_words_that_a_bundle_does_not_have_are_named() -> None:
    with pytest.raises(EvaluationError, match=r"trap t-1: 'exploded' stands nowhere in report 'a'"):
        judged(expecting(apart=[["a:exploded", "b:struck"]]), answer(one=False))


def test_figures_are_over_all_and_by_subject() -> None:
    figures = {f.name: f.value for f in score_traps([BUNDLE, BUNDLE], [answer(one=False), answer(one=True)])}
    assert figures["apart"] == 0.5 and figures["strikes.events"] == 0.5 and figures["false_corroborated"] == 0
    assert figures["copies"] is None and figures["status"] is None


def test_the_bundles_that_ship_have_ids_of_their_own_and_quote_their_reports() -> None:
    every = bundles()
    assert len({b["id"] for b in every}) == len(every)
    kinds = Counter(b["kind"] for b in every)
    assert all(kinds[k] >= 12 for k in ("two_strikes", "same_name", "attempted", "point_in_episode", "totals"))
    for b in every:
        texts = {r["id"]: r["text"].lower() for r in b["reports"]}
        assert len(texts) == len(b["reports"]) == len(reports(b))
        for pair in (*b["expect"].get("apart", ()), *b["expect"].get("together", ())):
            for report, _, words in (q.partition(":") for q in pair):
                assert words.lower() in texts[report], f"{b['id']}: {words}"
