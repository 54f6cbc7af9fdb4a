"""Our claims metrics against the corpus's own scorer, on gold that was damaged in every way that a program can be wrong."""

from __future__ import annotations

import copy
import importlib.util
import json
import random
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from claimwire.evaluate.claims import FIELDS, TUPLES, score_claims
from claimwire.records import digest

TYPES = ("ASSAULT", "ACCUSE", "AID", "REQUEST", "COERCE")


@pytest.fixture(scope="module")
def gold(shared: Path) -> list[dict[str, Any]]:
    with (shared / "data" / "claims" / "dev.jsonl").open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def scorer(shared: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("score_claims", shared / "score" / "score_claims.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def reading(record: dict[str, Any]) -> dict[str, Any]:
    """Write gold as a perfect program would have read it."""
    r = copy.deepcopy(record)
    mentions = [
        {"start": p["span"][0], "end": p["span"][1], "text": r["text"][slice(*p["span"])]}
        for c in r["claims"]
        for p in c["actor"]
    ]
    return {
        "report": {"id": r["id"], "text": r["text"]},
        "mentions": mentions,
        "statements": r["statements"],
        "claims": r["claims"],
    }


def damaged(record: dict[str, Any], rng: random.Random, rate: float) -> dict[str, Any]:
    r = reading(record)
    length = len(record["text"])

    def moved(span: list[int]) -> list[int]:
        start = max(0, min(length - 1, span[0] + rng.randint(-8, 8)))
        return [start, max(start + 1, min(length, span[1] + rng.randint(-8, 8)))]

    def hit() -> bool:
        return rng.random() < rate

    for m in r["mentions"]:
        m["end"] += hit()
    r["statements"] = [s for s in r["statements"] if not hit()]
    kept = {s["id"] for s in r["statements"]}
    for s in r["statements"]:
        s["parent"] = None if hit() or s["parent"] not in kept else s["parent"]
        for part in ("source", "cue", "content"):
            s[part] = [moved(x) if hit() else x for x in s[part]]
        s["quote_type"] = "direct" if hit() else s["quote_type"]
    claims = []
    for c in r["claims"]:
        if hit():
            continue
        if hit():
            c["trigger"] = None if rng.random() < 0.2 else c["trigger"] and moved(c["trigger"])
        if hit():
            c["actor"], c["recipient"] = c["recipient"], c["actor"]
        for field in ("actor", "recipient", "places", "quantities", "modes"):
            c[field] = [] if hit() else c[field]
        c["event_type"] = rng.choice(TYPES) if hit() else c["event_type"]
        c["kind"] = rng.choice(("event", "state", "evaluation")) if hit() else c["kind"]
        c["realization"] = "attempted" if hit() else c["realization"]
        c["factuality"] = "CT-" if hit() else c["factuality"]
        c["time"] = None if hit() else c["time"]
        c["event"] = digest("e", rng.randint(0, 5)) if hit() else c["event"]
        c["statement"] = c["statement"] if c["statement"] in kept and not hit() else None
        claims.append(c)
        if hit():
            claims.append({**copy.deepcopy(c), "id": c["id"] + "-again", "event_type": rng.choice(TYPES)})
    r["claims"] = claims
    return r


def theirs(scored: dict[str, Any]) -> dict[str, float | None]:
    out = {
        "claims_event": scored["claims_event"]["f1"],
        "claims_event_precision": scored["claims_event"]["p"],
        "claims_event_recall": scored["claims_event"]["r"],
        "claims_all": scored["claims_all"]["f1"],
        "statements": scored["statements"]["f1"],
        "coref_b3": scored["coref_b3"] and scored["coref_b3"]["f1"],
        "coref_pairwise": scored["coref_pairwise"]["f1"],
    }
    out |= {k: scored[k] for k in ("kind_accuracy", "type_macro_f1", "duplicate_inflation", "evidence_fidelity")}
    out |= {k: scored["tuples"][k]["f1"] for k in TUPLES}
    return out | {k: scored["fields"][k]["value"] for k in FIELDS if k in scored["fields"]}


@pytest.mark.shared
@pytest.mark.parametrize(("seed", "rate"), [(1, 0.0), (3, 0.25), (5, 0.7)])
def test_each_figure_is_that_of_the_corpuss_own_scorer(
    gold: list[dict[str, Any]], scorer: ModuleType, seed: int, rate: float
) -> None:
    rng = random.Random(seed)
    readings = [damaged(g, rng, rate) for g in gold[: 37 if rate < 0.5 else 30]]
    expected = theirs(scorer.score(gold, copy.deepcopy(readings)))
    figures = {f.name: f for f in score_claims(gold, readings)}
    assert set(expected) <= set(figures)
    wrong = {k: (v, figures[k].value) for k, v in expected.items() if _apart(v, figures[k].value)}
    assert wrong == {}
    assert rate > 0 or figures["claims_event"].value == figures["type+actor+recipient+place"].value == 1.0


def _apart(a: float | None, b: float | None) -> bool:
    return (a is None) != (b is None) or (a is not None and b is not None and abs(a - b) >= 0.0005)


@pytest.mark.shared
def test_a_text_that_differs_scores_as_nothing_found(gold: list[dict[str, Any]]) -> None:
    other = reading(gold[0])
    other["report"]["text"] += " "
    figures = {f.name: f for f in score_claims(gold[:1], [other])}
    assert figures["claims_event"].value == 0.0 and figures["actor"].value is None and figures["actor"].n == 0
