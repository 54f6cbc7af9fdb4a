"""Figures: undefined is None, intervals are the same each time, floors only go up."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import pytest

from claimwire.errors import EvaluationError
from claimwire.evaluate import BENCHES, Bench, Figure, Tools, choose, evaluate, floors, trained_on
from claimwire.evaluate.benches import records, sample
from claimwire.evaluate.factuality import happened, score_factuality
from claimwire.evaluate.measures import b_cubed, dice, f1, figure, match, mean
from claimwire.evaluate.mentions import score_mentions
from claimwire.evaluate.polnear import score_polnear
from claimwire.records import Annotation, Claim, Mention, Reading, Report, Run, Trigger

ROOT = Path(__file__).resolve().parents[3]
RUN = Run(id="run", version="0", config_digest="c", ontology_version="o", model_digests={})


def nothing(*_: object) -> list[object]:
    raise AssertionError("the benchmark was run")


TOOLS = Tools(code=nothing, annotate=nothing, places=nothing, times=nothing)  # type: ignore[arg-type]


def test_what_nobody_asked_for_is_unknown_and_what_was_missed_is_0() -> None:
    assert f1({}, "x") is None and mean({}, "x") is None and dice(set(), set()) is None and b_cubed({}, {}) is None
    assert f1({"x.gold": 3}, "x") == 0 and dice({1}, set()) == 0


def test_an_interval_holds_its_value_and_is_the_same_each_time() -> None:
    tallies = [Counter({"x.gold": 10, "x.pred": 8, "x.tp": n % 9}) for n in range(40)]
    first = figure("x", tallies, lambda t: f1(t, "x"), n_key="x.gold")
    assert first == figure("x", tallies, lambda t: f1(t, "x"), n_key="x.gold")
    assert first.low is not None and first.high is not None and first.value is not None
    assert first.low < first.value < first.high and first.n == 400
    assert figure("x", tallies[:1], lambda t: f1(t, "x"), n_key="x.gold").low is None, "one document has no spread"


def test_pairs_are_one_to_one_and_the_best_comes_first() -> None:
    scores = {(0, 0): 0.4, (0, 1): 0.9, (1, 1): 0.8, (1, 0): 0.1}
    assert sorted(match(2, 2, lambda i, j: scores[i, j])) == [(0, 1), (1, 0)]
    assert match(2, 2, lambda i, j: 0.0) == []


def test_floors_go_up_and_never_down() -> None:
    held = {"claims.actor": 0.5, "claims.roles_swapped": 0.1}

    def found(actor: float, swapped: float) -> dict[str, list[Figure]]:
        return {
            "claims": [
                Figure(name="actor", value=actor, n=9),
                Figure(name="roles_swapped", value=swapped, n=9),
                Figure(name="speaker", value=None, n=0),
            ]
        }

    assert floors.raised(held, found(0.61289, 0.2)) == {"claims.actor": 0.612, "claims.roles_swapped": 0.1}
    assert floors.raised(held, found(0.4, 0.0101)) == {"claims.actor": 0.5, "claims.roles_swapped": 0.011}
    assert floors.broken(held, found(0.5, 0.1)) == []
    assert floors.broken(held, found(0.49, 0.2)) == [
        "claims.actor: 0.490, floor 0.500 (n=9)",
        "claims.roles_swapped: 0.200, floor 0.100 (n=9)",
    ]
    assert floors.broken(held, {"plv": [Figure(name="actor", value=0.0, n=1)]}) == [], "what was not run is not judged"


def test_floors_that_are_no_json_are_named(tmp_path: Path) -> None:
    assert floors.read(tmp_path / "none.json") == {}
    (tmp_path / "floors.json").write_text("{", encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"floors\.json: not JSON"):
        floors.read(tmp_path / "floors.json")


def test_a_benchmark_that_was_trained_on_is_refused_and_one_that_only_scored_the_training_is_not(tmp_path: Path) -> None:
    assets = tmp_path / "assets.toml"
    assets.write_text(
        '[[file]]\npath = "a/x.jsonl"\nuse = "train"\n[[file]]\npath = "b/y.jsonl"\nuse = "evaluate"\n', encoding="utf-8"
    )
    assert trained_on(assets) == {"a/x.jsonl"}

    def bench(file: str) -> Bench:
        return Bench(name="b", files=(file,), run=lambda paths, tools: [Figure(name="f", value=1.0, n=1)], about="")

    with pytest.raises(EvaluationError, match=r"b: a/x\.jsonl was trained on"):
        evaluate(bench("a/x.jsonl"), data=tmp_path, tools=TOOLS, assets=assets)
    assert evaluate(bench("b/y.jsonl"), data=tmp_path, tools=TOOLS, assets=assets)[0].value == 1.0
    assets.write_text("[[file]]\npath = 1\n", encoding="utf-8")
    with pytest.raises(EvaluationError, match="needs path and use"):
        trained_on(assets)


def test_the_projects_own_list_refuses_what_it_trained_on() -> None:
    learned = trained_on(ROOT / "training" / "assets.toml")
    refused = {b.name for b in BENCHES if set(b.files) & learned}
    assert {"plover_gsr", "wikiwars"} <= refused
    assert not refused & {
        "claims",
        "polnear",
        "plv",
        "case2021",
        "uw",
        "re3d",
        "geowebnews",
        "geovirus",
        "lgl",
        "tbaq",
        "ewt",
        "gum",
    }


def test_unknown_and_absent_benchmarks_are_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match="clams: no such benchmark; there are claims, polnear"):
        choose(["clams"], data=tmp_path)
    with pytest.raises(EvaluationError, match=r"dev\.jsonl is absent"):
        choose(["claims"], data=tmp_path)
    with pytest.raises(EvaluationError, match="no benchmark's files are here"):
        choose(["all"], data=tmp_path)
    (tmp_path / "plv").mkdir()
    (tmp_path / "plv" / "plv_sample.jsonl").touch()
    assert [b.name for b in choose(["all"], data=tmp_path)] == ["plv", "traps", "probes"]
    assert len({b.name for b in BENCHES}) == len(BENCHES)


def test_a_corpus_that_is_cut_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text('{"id": 1}\n{"id"\n', encoding="utf-8")
    with pytest.raises(EvaluationError, match=r"x\.jsonl:2: not JSON"):
        list(records(path))


def test_a_sample_is_always_the_same_and_in_order() -> None:
    rows = [{"id": n} for n in range(100)]
    assert sample(rows, 10) == sample(rows, 10) == sorted(sample(rows, 10), key=lambda r: r["id"])
    assert len(sample(rows, 10)) == 10 and sample(rows, 1000) == rows


TEXT = "The corps shelled Dorna but did not take the harbour and may storm Senn."


def _reading(coded: list[tuple[str, str, str]]) -> Reading:
    report = Report(id="r", text=TEXT)

    def claim(word: str, realization: str, factuality: str) -> Claim:
        at = TEXT.index(word)
        span = report.span(at, at + len(word))
        return Claim(
            id=word, statement=None, sentence="s", kind="event", event_type="ASSAULT", modes=(), contexts=(), trigger=span,
            evidence=span, actor=(), recipient=(), places=(), time=None, realization=realization, factuality=factuality,
            aspect=None, change=None, quantities=(), effect=None, rule="", score=1.0,
        )  # fmt: skip

    at = TEXT.index("The corps")
    mentions = (
        Mention(id="m1", span=report.span(at, at + 9), label="actor", score=1.0),
        Mention(id="m2", span=report.span(TEXT.index("Dorna"), TEXT.index("Dorna") + 5), label="place", score=1.0),
        Mention(id="m3", span=report.span(TEXT.index("Senn"), TEXT.index("Senn") + 4), label="actor", score=1.0),
    )
    return Reading(
        report=report,
        run=RUN,
        sentences=(),
        mentions=mentions,
        links=(),
        statements=(),
        claims=tuple(claim(*c) for c in coded),
    )


def test_what_was_tried_or_threatened_is_no_happening_however_certain() -> None:
    made = _reading([("shelled", "actual", "CT+"), ("take", "attempted", "CT+"), ("storm", "threatened", "CT-")]).claims
    assert [happened(c) for c in made] == [3.0, 0.0, -3.0]


def test_factuality_is_compared_where_a_claim_or_else_the_heads_trigger_stands() -> None:
    def target(word: str, value: float) -> dict[str, object]:
        return {"start": TEXT.index(word), "end": TEXT.index(word) + len(word), "factuality": value}

    gold = [{"id": "r", "targets": [target("shelled", 3.0), target("take", -2.5), target("storm", 0.5), target("harbour", 2.0)]}]
    reading = _reading([("shelled", "actual", "CT+"), ("take", "actual", "CT-")])
    at = TEXT.index("storm")
    head = Trigger(
        span=reading.report.span(at, at + 5), kind="event", event_type=None, score=1.0, factuality="PS+", realization="actual"
    )
    note = Annotation(report="r", sentences=(), triggers=(head,))
    figures = {f.name: f for f in score_factuality(gold, {"r": reading}, {"r": note})}
    assert figures["factuality.coverage"].value == 0.75 and figures["factuality.coverage"].n == 4
    assert figures["factuality.sign"].value == 1.0 and figures["factuality.sign"].n == 2
    assert figures["factuality.sign_of_negatives"].n == 1
    # r of (3, -2.5, .5) with (3, -3, 1), worked by hand
    assert figures["factuality.pearson"].value == pytest.approx(0.9905, abs=0.0005)


def test_mentions_pair_by_overlap_and_a_country_counts_neither_way_under_the_other_label() -> None:
    def entity(word: str, kind: str, confidence: float = 1.0) -> dict[str, object]:
        return {"start": TEXT.index(word), "end": TEXT.index(word) + len(word), "type": kind, "confidence": confidence}

    gold = [
        {"id": "r", "entities": [entity("corps", "Organisation"), entity("Dorna", "Location", 0.2), entity("Senn", "Location")]}
    ]
    figures = {f.name: f for f in score_mentions(gold, {"r": _reading([])})}
    assert (figures["mentions.actor_precision"].value, figures["mentions.actor_recall"].value) == (1.0, 1.0)
    assert figures["mentions.place_recall"].value == 0.0 and figures["mentions.place_precision"].value is None


def test_an_attribution_is_found_by_its_content_and_saying_apart_from_thinking() -> None:
    text = "Brandt said the port burned. The mayor wants peace in the harbour."
    gold = [
        {
            "id": "r",
            "text": text,
            "attributions": [
                {"source": [[0, 6]], "cue": [[7, 11]], "content": [[12, 27]]},
                {"source": [[29, 38]], "cue": [[39, 44]], "content": [[45, 65]]},
            ],
        }
    ]
    statement = {"id": "s", "parent": None, "source": [[0, 6]], "cue": [[7, 11]], "content": [[12, 27]]}
    figures = {f.name: f for f in score_polnear(gold, [{"report": {"id": "r"}, "statements": [statement]}])}
    assert figures["saying.recall"].value == figures["statements.precision"].value == figures["source.overlap"].value == 1.0
    assert figures["attributions.f1"].value == pytest.approx(2 / 3)
    missing = {f.name: f.value for f in score_polnear(gold, [])}
    assert missing["saying.recall"] == 0.0 and missing["source.overlap"] is None


def test_figures_are_json_without_a_nan() -> None:
    json.dumps([f.value for f in score_polnear([], [])], allow_nan=False)
