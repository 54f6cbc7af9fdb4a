"""Constrained average-link clustering: no chain of likenesses may join two claims that a veto keeps apart."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from claimwire.consolidate.compare import View, compare

WINDOW = 6  # sentences: a pronoun or "the attack" does not reach further back without a shared name
BUCKET = 40  # claims compared per shared key: "shelling of Aleppo" fifty times over must not cost 2,500 comparisons
_UNSEEN = -2.0  # log-odds of a pair that no block brought together


def pairs(views: Sequence[View]) -> Iterator[tuple[int, int]]:
    """Return pairs worth comparing: neighbours in the text, and claims that share a type and a name. Linear in the claims."""
    seen: set[tuple[int, int]] = set()
    by_key: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    by_type: dict[str | None, list[int]] = defaultdict(list)
    for n, v in enumerate(views):
        kind = v.claim.event_type or v.claim.kind
        for m in reversed(by_type[kind]):
            if v.sentence - views[m].sentence > WINDOW:
                break
            seen.add((m, n))
        by_type[kind].append(n)
        for key in v.towns | v.areas | v.actors | v.recipients:
            bucket = by_key[kind, key]
            seen.update((m, n) for m in bucket[-BUCKET:])
            bucket.append(n)
    yield from sorted(seen)


def cluster(views: Sequence[View]) -> list[list[int]]:
    """Group claims by event, in text order; the result does not depend on the order of comparison."""
    links: dict[int, dict[int, float]] = defaultdict(dict)
    barred: dict[int, set[int]] = defaultdict(set)
    for a, b in pairs(views):
        verdict = compare(views[a], views[b])
        if verdict.veto:
            barred[a].add(b)
            barred[b].add(a)
        else:
            links[a][b] = links[b][a] = verdict.score
    members = {n: [n] for n in range(len(views))}
    home = {n: n for n in range(len(views))}
    heap = [(-s, a, b, 1, 1) for a, row in links.items() for b, s in row.items() if a < b and s > 0]
    heapq.heapify(heap)
    while heap:
        _, a, b, size_a, size_b = heapq.heappop(heap)
        if a not in members or b not in members or (len(members[a]), len(members[b])) != (size_a, size_b):
            continue
        members[a] += members.pop(b)
        for n in members[a]:
            home[n] = a
        for other in sorted({home[m] for n in members[a] for m in links[n]} - {a}):
            score = _average(members[a], members[other], links, barred)
            if score is not None and score > 0:
                low, high = min(a, other), max(a, other)
                heapq.heappush(heap, (-score, low, high, len(members[low]), len(members[high])))
    return sorted(sorted(m) for m in members.values())


def _average(a: Iterable[int], b: Sequence[int], links: dict[int, dict[int, float]], barred: dict[int, set[int]]) -> float | None:
    total, n = 0.0, 0
    for x in a:
        for y in b:
            if y in barred[x]:
                return None
            total += links[x].get(y, _UNSEEN)
            n += 1
    return total / n if n else None
