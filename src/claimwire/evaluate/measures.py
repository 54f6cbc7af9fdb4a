"""Counts that add up over documents, the figures made of them, and their bootstrap intervals."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import numpy as np

Tally = Counter[str]
Item = tuple[str, str]  # report id, claim id
_SAMPLES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value with its n and the 95 % bootstrap interval over documents; None is undefined, never 0."""

    name: str
    value: float | None
    n: int
    low: float | None = None
    high: float | None = None


def f1(tally: Mapping[str, float], key: str) -> float | None:
    """Return F1 of counts ``key.tp``, ``key.gold``, ``key.pred``. Nothing found where there is gold is 0, not unknown."""
    gold, pred = tally.get(f"{key}.gold", 0), tally.get(f"{key}.pred", 0)
    return 2 * tally.get(f"{key}.tp", 0) / (gold + pred) if gold else None


def mean(tally: Mapping[str, float], key: str) -> float | None:
    """Return the mean of ``key.sum`` over ``key.n``."""
    n = tally.get(f"{key}.n", 0)
    return tally.get(f"{key}.sum", 0) / n if n else None


def observe(tally: Tally, key: str, value: float | bool | None) -> None:
    """Add one observation of a mean; None is not one."""
    if value is not None:
        tally[f"{key}.sum"] += value  # type: ignore[assignment]
        tally[f"{key}.n"] += 1


def figure(name: str, tallies: Sequence[Tally], value: Callable[[Mapping[str, float]], float | None], *, n_key: str) -> Figure:
    """Return a figure over documents with its interval; the same tallies give the same interval."""
    total = _sum(tallies)
    n = int(total.get(n_key, 0))
    point = value(total)
    if point is None or len(tallies) < 2:
        return Figure(name=name, value=point, n=n)
    rng = random.Random(13)
    values = []
    keys = list(total)
    counts = np.array([[t.get(k, 0) for k in keys] for t in tallies], dtype=float)
    for _ in range(_SAMPLES):
        drawn = np.bincount(rng.choices(range(len(tallies)), k=len(tallies)), minlength=len(tallies))
        sample = value(dict(zip(keys, (drawn @ counts).tolist(), strict=True)))
        if sample is not None:
            values.append(sample)
    values.sort()
    if not values:
        return Figure(name=name, value=point, n=n)
    return Figure(
        name=name,
        value=point,
        n=n,
        low=values[int(0.025 * len(values))],
        high=values[min(int(0.975 * len(values)), len(values) - 1)],
    )


def _sum(tallies: Iterable[Tally]) -> dict[str, float]:
    out: dict[str, float] = {}
    for tally in tallies:
        for key, value in tally.items():
            out[key] = out.get(key, 0) + value
    return out


def characters(spans: Iterable[Sequence[int] | None]) -> set[int]:
    """Return the character positions that spans hold."""
    return {i for s in spans if s for i in range(s[0], s[1])}


def dice(gold: Set[Any], pred: Set[Any]) -> float | None:
    """Return the F1 of two sets: None when both are empty, 0 when they share nothing."""
    if not gold and not pred:
        return None
    return 2 * len(gold & pred) / (len(gold) + len(pred)) if gold and pred else 0.0


def match(n_gold: int, n_pred: int, score: Callable[[int, int], float]) -> list[tuple[int, int]]:
    """Pair gold with predictions one to one, best score first; pairs that score 0 or less stay apart."""
    pairs = sorted(((score(i, j), i, j) for i in range(n_gold) for j in range(n_pred)), key=lambda p: (-p[0], p[1], p[2]))
    gold: set[int] = set()
    pred: set[int] = set()
    out = []
    for s, i, j in pairs:
        if s <= 0:
            break
        if i not in gold and j not in pred:
            gold.add(i)
            pred.add(j)
            out.append((i, j))
    return out


def b_cubed(gold: Mapping[Item, str], pred: Mapping[Item, str]) -> float | None:
    """Return B3 F1 over items (Bagga and Baldwin 1998)."""
    if not gold:
        return None
    by_gold, by_pred = _invert(gold), _invert(pred)
    precision = sum(len(by_gold[gold[i]] & by_pred[pred[i]]) / len(by_pred[pred[i]]) for i in gold) / len(gold)
    recall = sum(len(by_gold[gold[i]] & by_pred[pred[i]]) / len(by_gold[gold[i]]) for i in gold) / len(gold)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def pairwise(gold: Mapping[Item, str], pred: Mapping[Item, str]) -> tuple[int, int, int]:
    """Return (pairs shared, pairs of gold, pairs of predictions)."""
    by_gold, by_pred = _invert(gold), _invert(pred)
    both = _invert({i: f"{gold[i]}\x1f{pred[i]}" for i in gold})
    return _n_pairs(both), _n_pairs(by_gold), _n_pairs(by_pred)


def _invert(clusters: Mapping[Item, str]) -> dict[str, set[Item]]:
    out: dict[str, set[Item]] = {}
    for item, name in clusters.items():
        out.setdefault(name, set()).add(item)
    return out


def _n_pairs(groups: Mapping[str, set[Item]]) -> int:
    return sum(len(g) * (len(g) - 1) // 2 for g in groups.values())
