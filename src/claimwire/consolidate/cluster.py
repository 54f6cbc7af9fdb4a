"""Constrained average-link clustering: no chain of likenesses may join two happenings that a rule keeps apart."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Callable, Iterable

Score = Callable[[int, int], float | None]  # log-odds that two items are one; None: a rule forbids it


def average_link(n: int, pairs: Iterable[tuple[int, int]], score: Score) -> list[list[int]]:
    """Group ``n`` items, each group and the list sorted; the order of ``pairs`` does not matter.

    Two groups join while the mean log-odds over all their pairs is positive and no rule forbids one of them. Only groups that a
    pair of ``pairs`` connects are considered, but every pair between them is asked for: a rule may forbid what no block joined.
    """
    kept: dict[tuple[int, int], float | None] = {}

    def ask(a: int, b: int) -> float | None:
        key = (a, b) if a < b else (b, a)
        if key not in kept:
            kept[key] = score(*key)
        return kept[key]

    members = {k: [k] for k in range(n)}
    near: dict[int, set[int]] = defaultdict(set)
    means: dict[tuple[int, int], float | None] = {}
    heap: list[tuple[float, int, int]] = []

    def offer(a: int, b: int, mean: float | None) -> None:
        low, high = min(a, b), max(a, b)
        means[low, high] = mean
        if mean is not None:
            near[a].add(b)
            near[b].add(a)
            if mean > 0:
                heapq.heappush(heap, (-mean, low, high))

    for a, b in sorted(set(pairs)):
        offer(a, b, ask(a, b))
    while heap:
        negative, a, b = heapq.heappop(heap)
        if a not in members or b not in members or means.get((a, b)) != -negative:
            continue
        joined = members[a] + members.pop(b)
        others = (near.pop(a) | near.pop(b)) - {a, b}
        members[a] = joined
        for other in sorted(others):
            near[other] -= {a, b}
            offer(a, other, _mean(joined, members[other], ask))
    return sorted(sorted(m) for m in members.values())


def _mean(a: list[int], b: list[int], ask: Score) -> float | None:
    total = 0.0
    for x in a:
        for y in b:
            value = ask(x, y)
            if value is None:
                return None
            total += value
    return total / (len(a) * len(b))
