"""The probes are well formed, and one is right only when a claim stands on its word with both values right."""

from __future__ import annotations

from collections import Counter

import pytest

import bare
from claimwire.errors import EvaluationError
from claimwire.evaluate.benches import report
from claimwire.evaluate.probes import judged, place, probed, probes, score_probes
from claimwire.records import Claim, Reading, Report, Run, Span

ROWS = probes()


def test_every_probed_word_stands_once_and_no_sentence_twice() -> None:
    for row in ROWS:
        start, end = place(row)
        assert row["text"][start:end] == row["trigger"]
    assert len({row["text"] for row in ROWS}) == len(ROWS)
    assert len({row["id"] for row in ROWS}) == len(ROWS)


def test_the_probes_are_balanced_and_a_third_of_each_class_is_held_out() -> None:
    assert len(ROWS) >= 360
    sizes = Counter(row["class"] for row in ROWS)
    held = Counter(row["class"] for row in ROWS if row["split"] == "held-out")
    assert len(sizes) == 12
    assert max(sizes.values()) <= 0.2 * len(ROWS)
    assert all(0.25 < held[name] / n < 0.4 for name, n in sizes.items())


def test_a_probe_whose_word_stands_twice_is_named() -> None:
    row = {"id": "x-1", "text": "The raid followed a raid.", "trigger": "raid"}
    with pytest.raises(EvaluationError, match="probe x-1: 'raid' stands 2 times"):
        place(row)


RUN = Run(id="r", version="0", config_digest="c", ontology_version="o", model_digests={})
ROW = {
    "id": "denied-1",
    "class": "denied",
    "split": "held-out",
    "text": "The fleet denied that it had mined the strait.",
    "trigger": "mined",
    "realization": "actual",
    "factuality": "CT-",
}


def coded(words: str, *, factuality: str, realization: str = "actual", report: Report) -> Claim:
    start = report.text.index(words)
    span = Span(start=start, end=start + len(words), text=words)
    return bare.claim(f"c{start}-{factuality}", span, realization=realization, factuality=factuality)


def reading(*claims: Claim) -> Reading:
    return Reading(report=report(ROW), run=RUN, sentences=(), mentions=(), links=(), statements=(), claims=claims)


def figures(*claims: Claim) -> dict[str, float | None]:
    return {f.name: f.value for f in score_probes([ROW], {"denied-1": reading(*claims)})}


def test_a_claim_that_says_it_happened_gets_a_denial_wrong() -> None:
    found = figures(coded("mined", factuality="CT+", report=report(ROW)))
    assert (found["held-out.found"], found["held-out.realization"], found["held-out.factuality"]) == (1.0, 1.0, 0.0)
    assert found["held-out.right"] == found["held-out.right.denied"] == 0.0
    assert found["tuning.right"] is None


def test_a_claim_on_another_word_is_none_on_the_probed_one() -> None:
    found = figures(coded("denied", factuality="CT-", report=report(ROW)))
    assert found["held-out.found"] == found["held-out.right"] == 0.0


def test_the_claim_whose_own_words_fit_best_is_judged() -> None:
    whole = coded("denied that it had mined", factuality="CT+", report=report(ROW))
    exact = coded("mined", factuality="CT-", report=report(ROW))
    assert probed(ROW, reading(whole, exact)) == exact
    assert figures(whole, exact)["held-out.right"] == 1.0


def test_pairs_that_the_codebook_leaves_open_are_right_only_as_pairs() -> None:
    open_row = {**ROW, "realization": "actual", "factuality": "Uu", "also": ["hypothetical/CT-"]}
    text = report(ROW)
    assert judged(open_row, coded("mined", factuality="CT-", realization="hypothetical", report=text)) == (True, True, True)
    assert judged(open_row, coded("mined", factuality="Uu", realization="hypothetical", report=text)) == (True, True, False)
    assert judged(open_row, None) == (False, False, False)
