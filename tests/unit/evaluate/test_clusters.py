"""Measures of coreference, held to the worked examples of the papers that define them, and to brute force."""

from __future__ import annotations

from collections.abc import Hashable
from itertools import permutations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.evaluate.clusters import (
    align,
    assign,
    cluster_figures,
    cluster_tallies,
    conll,
    f1_of,
    groups_of,
    inflation,
    precision_of,
    recall_of,
)


def named(*groups: str) -> dict[Hashable, Hashable]:
    """Name each group by its number: "abc", "d" are the mentions a, b, c in one cluster and d alone."""
    return {mention: n for n, group in enumerate(groups) for mention in group}


def totals(gold: tuple[str, ...], pred: tuple[str, ...]) -> dict[str, float]:
    (tally,) = cluster_tallies(named(*gold), named(*pred), unit=lambda m: "all")
    return dict(tally)


# Two answers to one key of twelve mentions (Bagga and Baldwin 1998, figures 1 to 4): five, two and five.
TRUTH = ("12345", "67", "89ABC")
FIRST = ("12345", "6789ABC")  # joins the pair with five
SECOND = ("1234589ABC", "67")  # joins five with five: as many wrong links for MUC, a worse answer


def test_b_cubed_tells_apart_what_muc_does_not() -> None:
    first, second = totals(TRUTH, FIRST), totals(TRUTH, SECOND)
    assert precision_of(first, "muc") == precision_of(second, "muc") == pytest.approx(9 / 10)
    assert recall_of(first, "muc") == recall_of(second, "muc") == 1
    assert precision_of(first, "b3") == pytest.approx(16 / 21)
    assert precision_of(second, "b3") == pytest.approx(7 / 12)
    assert recall_of(first, "b3") == recall_of(second, "b3") == 1


def test_ceaf_of_luos_answers() -> None:
    """Luo 2005, table 1, column of phi 4: the two answers, all in one, and everything alone."""
    assert f1_of(totals(TRUTH, FIRST), "ceafe") == pytest.approx(0.7333, abs=5e-4)
    assert f1_of(totals(TRUTH, SECOND), "ceafe") == pytest.approx(0.6667, abs=5e-4)
    assert f1_of(totals(TRUTH, ("123456789ABC",)), "ceafe") == pytest.approx(0.2941, abs=5e-4)
    assert f1_of(totals(TRUTH, tuple("123456789ABC")), "ceafe") == pytest.approx(0.1778, abs=5e-4)


def test_the_reference_scorers_example_with_a_mention_missed_and_two_invented() -> None:
    """Pradhan et al. 2014, section 5: key {a b c} {d e f g}; response {a b} {c d} {f g h i}."""
    t = totals(("abc", "defg"), ("ab", "cd", "fghi"))
    assert recall_of(t, "muc") == pytest.approx(2 / 5) and precision_of(t, "muc") == pytest.approx(2 / 5)
    assert recall_of(t, "b3") == pytest.approx((4 / 3 + 1 / 3 + 1 / 4 + 4 / 4) / 7)
    assert precision_of(t, "b3") == pytest.approx((2 + 1 / 2 + 1 / 2 + 1) / 8)
    assert recall_of(t, "ceafe") == pytest.approx(0.65) and precision_of(t, "ceafe") == pytest.approx(1.3 / 3)
    assert f1_of(t, "ceafe") == pytest.approx(0.52)


def test_lea_of_its_authors_example() -> None:
    """Moosavi and Strube 2016, on the same key and response: each cluster weighs by its size, a pair by the links it has."""
    t = totals(("abc", "defg"), ("ab", "cd", "fghi"))
    assert recall_of(t, "lea") == pytest.approx((3 / 3 + 4 / 6) / 7)
    assert precision_of(t, "lea") == pytest.approx((2 * 1 + 2 * 0 + 4 / 6) / 8)


def test_a_singleton_is_right_for_lea_when_both_leave_it_alone() -> None:
    assert recall_of(totals(("a", "bc"), ("a", "bc")), "lea") == 1
    assert recall_of(totals(("a", "bc"), ("abc",)), "lea") == pytest.approx(2 / 3)
    assert recall_of(totals(("a",), ("b",)), "lea") == 0


def test_what_nobody_asked_for_is_unknown_and_what_was_missed_is_0() -> None:
    alone = totals(("a", "b"), ("a", "b"))
    assert f1_of(alone, "muc") is None and f1_of(alone, "pairwise") is None and conll(alone) is None
    assert f1_of(alone, "b3") == f1_of(alone, "ceafe") == f1_of(alone, "lea") == 1
    missed = totals(("abc",), ("a", "b", "c"))
    assert f1_of(missed, "muc") == f1_of(missed, "pairwise") == f1_of(missed, "lea") == 0
    assert f1_of(totals(("ab",), ()), "b3") == 0 and precision_of(totals(("ab",), ()), "b3") is None
    assert cluster_figures("x", {}, {}, unit=str)[0].value is None


def test_a_happening_split_in_three_is_counted_three_times() -> None:
    assert inflation(totals(("abc", "d"), ("a", "b", "c", "d"))) == 2
    assert inflation(totals(("abc", "d"), ("abcd", "x"))) == 0.5, (
        "a mention that is only predicted says nothing on counting twice"
    )


def test_totals_do_not_depend_on_the_units_and_a_figure_has_an_interval_over_them() -> None:
    gold, pred = named("ab", "cd", "ef", "gh"), named("ab", "c", "d", "ef", "g", "h")
    by_unit = cluster_tallies(gold, pred, unit=lambda m: "first" if str(m) in "abcd" else "second")
    assert len(by_unit) == 2
    assert {k: sum(t[k] for t in by_unit) for k in {k for t in by_unit for k in t}} == pytest.approx(
        totals(("ab", "cd", "ef", "gh"), ("ab", "c", "d", "ef", "g", "h"))
    )
    figures = {f.name: f for f in cluster_figures("x", gold, pred, unit=lambda m: m)}
    assert figures["x_pairwise_recall"].value == 0.5 and figures["x_pairwise_recall"].n == 4
    assert figures["x_pairwise"].low is not None
    assert figures["x_conll"].value == pytest.approx(conll(totals(("ab", "cd", "ef", "gh"), ("ab", "c", "d", "ef", "g", "h"))))


def test_the_greedy_pairing_is_not_the_best() -> None:
    gain = np.array([[0.9, 0.8], [0.8, 0.1]])
    assert assign(gain) == [(0, 1), (1, 0)], "the .9 alone would cost the two .8"
    assert assign(np.zeros((0, 3))) == []


@given(st.integers(1, 5), st.integers(1, 5), st.randoms(use_true_random=False))
def test_an_assignment_gains_as_much_as_the_best_of_all(n: int, m: int, rng: object) -> None:
    gain = np.array([[rng.choice([0.0, 0.25, 0.5, rng.random()]) for _ in range(m)] for _ in range(n)])  # type: ignore[attr-defined]
    found = assign(gain)
    assert len(found) == min(n, m) == len({i for i, _ in found}) == len({j for _, j in found})
    wide = gain if n <= m else gain.T
    best = max(sum(wide[i, j] for i, j in enumerate(p)) for p in permutations(range(wide.shape[1]), wide.shape[0]))
    assert sum(gain[i, j] for i, j in found) == pytest.approx(best)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=9), st.lists(st.integers(0, 3), min_size=9, max_size=9))
def test_a_perfect_answer_is_1_and_precision_is_recall_the_other_way_round(a: list[int], b: list[int]) -> None:
    gold: dict[Hashable, Hashable] = dict(enumerate(a))
    pred: dict[Hashable, Hashable] = {m: b[m] for m in range(len(a))}
    (same,), (there,), (back,) = (cluster_tallies(x, y, unit=lambda m: 0) for x, y in ((gold, gold), (gold, pred), (pred, gold)))
    for measure in ("muc", "b3", "ceafe", "lea", "pairwise"):
        assert f1_of(same, measure) in (None, pytest.approx(1))
        assert precision_of(there, measure) == pytest.approx(recall_of(back, measure))
    paired = align(groups_of(gold), groups_of(pred))
    assert len({k for k, _, _ in paired}) == len({p for _, p, _ in paired}) == len(paired)
