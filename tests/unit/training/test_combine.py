"""How rules and heads are weighed against each other, fitted on a handful of made-up rows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from training import combine, own  # noqa: E402
from training.combine import Rows, fit, fit_choice  # noqa: E402


def rows(*examples: tuple[dict[str, float], bool, int]) -> Rows:
    """Rows of (features, right or wrong, how often)."""
    out = Rows()
    for features, label, times in examples:
        for _ in range(times):
            out.add(features, label)
    return out


# Of forty words that the rule names, thirty-two are right; of forty others eight. The weather says nothing.
RULED = rows(
    ({"rule": 1.0, "weather": 1.0}, True, 16), ({"rule": 1.0}, True, 16), ({"rule": 1.0, "weather": 1.0}, False, 4),
    ({"rule": 1.0}, False, 4), ({"weather": 1.0}, True, 4), ({}, True, 4), ({"weather": 1.0}, False, 16), ({}, False, 16),
)  # fmt: skip


def test_what_is_mostly_right_speaks_for_and_what_says_nothing_has_no_weight() -> None:
    weights = fit(RULED)
    assert weights["rule"] > 1
    assert weights["bias"] < 0
    assert "weather" not in weights


def test_what_is_mostly_wrong_speaks_against() -> None:
    turned = Rows(features=RULED.features, labels=[not label for label in RULED.labels])
    assert fit(turned)["rule"] == pytest.approx(-fit(RULED)["rule"], abs=0.02)


def test_the_bias_alone_says_how_often_it_is_right_at_all() -> None:
    (name,) = weights = fit(rows(({}, True, 80), ({}, False, 20)))
    assert name == "bias"
    assert weights["bias"] == pytest.approx(1.39, abs=0.01)  # ln 4: the intercept is not held back


def test_a_few_examples_move_a_weight_less_than_many() -> None:
    few = fit(rows(({"rule": 1.0}, True, 4), ({}, False, 4)))
    many = fit(rows(({"rule": 1.0}, True, 400), ({}, False, 400)))
    assert 0 < few["rule"] < many["rule"]


def test_examples_that_a_rule_divides_without_fault_still_have_finite_weights() -> None:
    weights = fit(rows(({"rule": 1.0}, True, 200), ({"other": 1.0}, False, 200)))
    assert all(abs(w) < 20 for w in weights.values())
    assert weights["rule"] > 0 > weights["other"]


def test_two_features_that_always_go_together_share_the_weight() -> None:
    weights = fit(rows(({"a": 1.0, "b": 1.0}, True, 30), ({}, False, 30)))
    assert weights["a"] == weights["b"] > 0


def test_the_order_of_the_examples_changes_nothing() -> None:
    back = Rows(features=RULED.features[::-1], labels=RULED.labels[::-1])
    assert fit(back) == fit(RULED)


def option(head: float, *more: str) -> dict[str, float]:
    return {"head": head, **dict.fromkeys(more, 1.0)}


def test_a_sense_that_is_right_against_the_head_is_trusted_more_than_one_that_is_wrong() -> None:
    """The head is for the first option in each; the phrase, which is for the second, is right, the only sense is not."""
    choices = [([option(-0.4), option(-1.2, "phrase")], 1)] * 30 + [([option(-0.4), option(-1.2, "only sense")], 0)] * 30
    weights = fit_choice(choices)
    assert weights["phrase"] > weights["only sense"]
    assert weights["phrase"] - 0.8 * weights["head"] > 0, "the phrase wins where it was right"
    assert weights["only sense"] - 0.8 * weights["head"] < 0, "the head wins where it was right"


def test_a_head_that_is_right_is_trusted_and_a_head_that_is_wrong_is_not() -> None:
    choices = [[option(-0.2), option(-1.8)]] * 40
    right, wrong = fit_choice([(c, 0) for c in choices]), fit_choice([(c, 1) for c in choices])
    assert right["head"] > 1 > wrong["head"]


def test_a_choice_among_three_needs_no_other_number_of_options_elsewhere() -> None:
    choices = [([option(-0.3), option(-1.6), option(-3.0)], 0), ([option(-0.7, "phrase"), option(-0.8)], 0)] * 10
    assert fit_choice(choices)["head"] > 0


def test_the_label_decision_has_no_bias_of_its_own() -> None:
    """It is a choice among options, to all of which a bias would be added."""
    assert fit_choice([([option(-0.3), option(-1.6)], 0)] * 5)["bias"] == 0.0


@pytest.mark.parametrize(
    ("a", "b", "expected"), [((0, 4), (3, 6), True), ((3, 6), (0, 4), True), ((0, 4), (4, 6), False), ((2, 3), (0, 9), True)]
)
def test_spans_touch_when_they_share_a_character(a: tuple[int, int], b: tuple[int, int], expected: bool) -> None:
    assert combine.touches(a, b) is expected


def test_the_weights_are_fitted_on_sentences_that_trained_no_head() -> None:
    asked = {r["id"] for r in combine.held_out()}
    trained = {r["id"] for path in (ROOT / "training" / "own").glob("*.jsonl") for r in own.read(path, held_out=False)}
    assert asked
    assert asked.isdisjoint(trained)
