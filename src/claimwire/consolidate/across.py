"""Which happenings of many reports are one: blocks of what is worth comparing, verdicts on pairs, groups of what is one.

The unit is a node: one sketch, or many that say exactly the same. All is a function of the nodes alone, whatever their order.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from claimwire.consolidate.block import keys
from claimwire.consolidate.cluster import average_link
from claimwire.consolidate.compare import EPISODE, Verdict, compare, part_of, score, veto, weighed
from claimwire.consolidate.likeness import Face
from claimwire.consolidate.sieve import Sieve
from claimwire.consolidate.sketch import Sketch
from claimwire.consolidate.traces import nodes_of, number_of, worded

Ints = npt.NDArray[np.int64]

# A block of many is not compared each with each: the more nodes it holds, the more alike their wording must be. A step is the
# most members and the least likeness: half the cosine of the sentences and the cosine of the reports. On the training reports of
# the claims corpus these steps leave out 10,700 of 37,500 pairs, and 1 of the 250 that are edges.
STEPS: tuple[tuple[float, float], ...] = ((24, -9.0), (80, 0.8), (240, 0.88), (960, 0.95), (math.inf, 1.05))
_UNIT = 2 * 127 * 127  # of likeness, in products of packed vectors: whole numbers, so that it is the same however it is summed
BAND = (0.35, 0.65)  # probabilities between which a person should look
LOW = -0.6190392084062235  # log-odds of the band's lower end


@dataclass(frozen=True, slots=True)
class Edge:
    """Two nodes that may be one, ``a`` < ``b``: log-odds, None under a veto; ``part`` as in Verdict."""

    a: int
    b: int
    score: float | None
    part: int = 0


@dataclass(frozen=True)
class Node:
    """What a node says, and the reports that say it."""

    sketch: Sketch
    reports: frozenset[str]

    @cached_property
    def face(self) -> Face:
        """What it says made ready for comparing."""
        return Face.of(self.sketch)


Load = Callable[[Collection[int]], Mapping[int, Node]]


@dataclass(frozen=True, slots=True)
class Rows:
    """Nodes in blocks, a row each: sorted by block, then node."""

    keys: Ints
    nodes: Ints

    @classmethod
    def of(cls, keys: Ints, nodes: Ints) -> Rows:
        """Sort rows, each once."""
        order = np.lexsort((nodes, keys))
        keys, nodes = keys[order], nodes[order]
        if len(keys):
            new = np.concatenate(([True], (keys[1:] != keys[:-1]) | (nodes[1:] != nodes[:-1])))
            keys, nodes = keys[new], nodes[new]
        return cls(keys, nodes)

    def blocks(self) -> tuple[Ints, Ints, Ints]:
        """Return each block's key, first row and size."""
        found, starts, sizes = np.unique(self.keys, return_index=True, return_counts=True)
        return found, starts.astype(np.int64), sizes.astype(np.int64)

    def where(self, mask: npt.NDArray[np.bool_]) -> Rows:
        """Return the rows that a mask keeps."""
        return Rows(self.keys[mask], self.nodes[mask])


Wording = Callable[[Ints], npt.NDArray[np.int8]]  # packed vectors of nodes: sentence, then report


def bars(sizes: Ints) -> npt.NDArray[np.float64]:
    """Return how alike two nodes must be to be compared in blocks of these sizes."""
    most, least = np.array(STEPS).T
    return np.asarray(least[np.searchsorted(most, sizes)])


class Likeness:
    """How alike the wording of nodes is, looked up by node."""

    def __init__(self, nodes: Ints, wording: Wording) -> None:
        self._nodes = np.unique(nodes)
        packed = wording(self._nodes)
        self._left = packed
        self._half = packed.shape[1] // 2

    def within(self, nodes: Ints, rows: slice) -> npt.NDArray[np.float32]:
        """Return the likeness of some rows of nodes with all of them."""
        right = self._left[np.searchsorted(self._nodes, nodes)].astype(np.float32)
        left = right[rows].copy()
        left[:, self._half :] *= 2
        return np.asarray(left @ right.T / np.float32(_UNIT))

    def of(self, pairs: npt.NDArray[np.int64]) -> npt.NDArray[np.float32]:
        """Return the likeness of pairs."""
        a, b = (self._left[np.searchsorted(self._nodes, pairs[:, n])].astype(np.float32) for n in (0, 1))
        a[:, self._half :] *= 2
        return np.asarray((a * b).sum(axis=1) / np.float32(_UNIT))


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs to compare, pairs that no block joins any more as it did, and how many pairs of crowded blocks are compared."""

    wanted: npt.NDArray[np.int64]
    doubtful: npt.NDArray[np.int64]
    crowded: dict[int, tuple[int, int]]  # key -> members, pairs compared


Order = Callable[[], tuple[Ints, Ints]]  # all nodes, sorted, and when each was first told


def candidates(after: Rows, wording: Wording, *, before: Rows | None = None, order: Order | None = None) -> Iterator[Candidates]:
    """Yield which pairs of nodes some blocks join, each once, the smaller first; ``before`` are the rows compared already.

    They come in portions, a pair with the later told of its nodes, so that those of a million nodes are never all in memory.
    """
    keys, starts, sizes = after.blocks()
    were = _sizes(before, keys) if before is not None else np.zeros_like(sizes)
    fresh = ~_within(after, before) if before is not None else np.ones(len(after.keys), np.bool_)
    bar = bars(sizes), np.where(were > 0, bars(were), -9.0)
    nodes, which = np.unique(after.nodes, return_inverse=True)
    place = np.arange(len(nodes))
    if order is not None and len(nodes) > PORTION:
        told, first = order()
        place[np.argsort(first[np.searchsorted(told, nodes)], kind="stable")] = np.arange(len(nodes))
    here = place[which]
    for start in range(0, max(len(nodes), 1), PORTION):
        late = (here >= start) & (here < start + PORTION)
        asked = np.logical_or.reduceat(late, starts) if len(starts) else np.empty(0, np.bool_)
        held = np.repeat(asked, sizes) & (here < start + PORTION)
        found = _Portion(_Packed(nodes, place, which[held]), _Packed(nodes, place, which[held]), fresh[held], late[held])
        ends = np.add.reduceat(held, starts, dtype=np.int64)[asked] if len(starts) else np.empty(0, np.int64)
        blocks = _Blocks(keys[asked], ends, sizes[asked], were[asked], bar[0][asked], bar[1][asked])
        yield found.of(blocks, after.nodes[held], wording)


PORTION = 25_000  # nodes whose pairs are found at once
_ROWS = 2000  # of a block that are held against all its nodes at once


@dataclass(frozen=True, slots=True)
class _Blocks:
    """Blocks by their rows in a portion, in all and before; and how alike nodes must be, and had to be, to be compared."""

    keys: Ints
    sizes: Ints
    full: Ints
    were: Ints
    now: npt.NDArray[np.float64]
    then: npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Portion:
    """Some rows of blocks, of which the late ones are to be paired: with each other and with earlier ones."""

    wanted: _Packed
    doubtful: _Packed
    fresh: npt.NDArray[np.bool_]
    late: npt.NDArray[np.bool_]

    def of(self, blocks: _Blocks, nodes: Ints, wording: Wording) -> Candidates:
        """Find the pairs of blocks whose rows these are."""
        sizes = blocks.sizes
        starts = np.cumsum(sizes) - sizes
        plain = (blocks.now <= -1) & (blocks.then <= -1)
        self._small(starts[plain], sizes[plain])
        crowded: dict[int, tuple[int, int]] = {}
        if not plain.all():
            likeness = Likeness(nodes[np.repeat(~plain, sizes)], wording)
            for n in np.flatnonzero(~plain).tolist():
                span = slice(int(starts[n]), int(starts[n] + sizes[n]))
                then = float(blocks.then[n]) if blocks.were[n] else None
                kept = self._crowd(likeness, nodes[span], span.start, float(blocks.now[n]), then)
                if blocks.now[n] > -1:
                    crowded[int(blocks.keys[n])] = (int(blocks.full[n]), kept)
        return Candidates(self.wanted.pairs(), self.doubtful.pairs(), crowded)

    def _small(self, starts: Ints, sizes: Ints) -> None:
        """Pair all rows of small blocks."""
        for size in np.unique(sizes):
            if size < 2:
                continue
            first = starts[sizes == size]
            i, j = np.triu_indices(int(size), 1)
            step = max(1, 4_000_000 // len(i))
            for at in range(0, len(first), step):
                here = first[at : at + step, None]
                a, b = (here + i[None, :]).ravel(), (here + j[None, :]).ravel()
                new = (self.fresh[a] | self.fresh[b]) & (self.late[a] | self.late[b])
                self.wanted.keep(a[new], b[new])

    def _crowd(self, likeness: Likeness, nodes: Ints, start: int, now: float, then: float | None) -> int:
        """Pair those rows of a crowded block that are worded alike, and return how many such pairs there are."""
        size = len(nodes)
        fresh, late = self.fresh[start : start + size], self.late[start : start + size]
        kept = 0
        for row in range(0, size, _ROWS):
            alike = likeness.within(nodes, slice(row, row + _ROWS))
            first = np.arange(row, row + len(alike))
            upper = (first[:, None] < np.arange(size)[None, :]) & (late[first][:, None] | late[None, :])
            high = upper & (alike >= now)
            kept += int(high.sum())
            new = fresh[first][:, None] | fresh[None, :]
            self._add(self.wanted, start, row, high & (new if then is None else new | (alike < then)))
            if then is not None and now > then:
                self._add(self.doubtful, start, row, upper & ~new & ~high & (alike >= then))
        return kept

    @staticmethod
    def _add(to: _Packed, start: int, row: int, mask: npt.NDArray[np.bool_]) -> None:
        a, b = np.nonzero(mask)
        to.keep(a + start + row, b + start)


def _sizes(rows: Rows, keys: Ints) -> Ints:
    """Return how many rows some blocks have."""
    return np.searchsorted(rows.keys, keys, side="right") - np.searchsorted(rows.keys, keys)


def _within(rows: Rows, others: Rows) -> npt.NDArray[np.bool_]:
    """Return which rows are also in others."""
    if not len(others.keys) or not len(rows.keys):
        return np.zeros(len(rows.keys), np.bool_)
    kind = np.dtype([("key", np.int64), ("node", np.int64)])
    a, b = (np.rec.fromarrays((r.keys, r.nodes), dtype=kind) for r in (rows, others))
    return np.asarray(np.isin(a, b), np.bool_)


class _Packed:
    """Pairs of rows, gathered as one number each, by when their nodes were told."""

    def __init__(self, nodes: Ints, place: Ints, which: Ints) -> None:
        self._n = max(len(nodes), 1)
        self._place = place[which]
        self._nodes = np.empty_like(nodes)
        self._nodes[place] = nodes
        self._found: list[npt.NDArray[np.int64]] = []
        self._many = 0

    def keep(self, a: Ints, b: Ints) -> None:
        """Add pairs of rows."""
        if not len(a):
            return
        p, q = self._place[a], self._place[b]
        self._found.append(np.maximum(p, q) * self._n + np.minimum(p, q))
        self._many += len(a)
        if self._many > _GATHERED:
            self._found = [self._once()]
            self._many = 0

    def _once(self) -> npt.NDArray[np.int64]:
        found = np.sort(np.concatenate(self._found))
        return found[np.concatenate(([True], found[1:] != found[:-1]))]

    def pairs(self) -> npt.NDArray[np.int64]:
        """Return the pairs [n, 2], each once, those told together near each other."""
        if not self._found:
            return np.empty((0, 2), np.int64)
        found = self._once()
        a, b = self._nodes[found // self._n], self._nodes[found % self._n]
        return np.stack((np.minimum(a, b), np.maximum(a, b)), axis=1)


_GATHERED = 20_000_000  # pairs, many of them twice, that are gathered before they are sorted


def verdict(a: Node, b: Node) -> Verdict:
    """Compare two nodes; where one report says both, as two happenings of that report."""
    x, y = a.sketch, b.sketch
    if shared := a.reports & b.reports:
        report = min(shared)
        x, y = replace(x, report=report), replace(y, report=report)
    return compare(x, y)


class _Scales:
    """Nodes with what comparing needs, each made ready once."""

    def __init__(self, known: Mapping[int, Node]) -> None:
        self._known = known

    def score(self, a: int, b: int) -> float | None:
        """Return the score of two nodes, None under a veto."""
        x, y = self._known[a], self._known[b]
        if x.reports.isdisjoint(y.reports):
            return score(x.face, y.face)
        found = verdict(x, y)
        return None if found.veto is not None else found.score


def judged(wanted: npt.NDArray[np.int64], load: Load, *, sieve: Sieve | None = None) -> list[Edge]:
    """Compare pairs and return those that may be one, or one a part of the other; what one report keeps apart is not asked.

    ``sieve`` may know nodes from earlier calls.
    """
    sieve = sieve if sieve is not None else Sieve()
    missing = sieve.missing(np.unique(wanted).tolist())
    known = load(missing)
    sieve.learn(missing, [known[n].face for n in missing])
    wanted = wanted[sieve.passing(wanted, LOW)]
    known = load(np.unique(wanted).tolist())
    out = []
    for a, b in wanted.tolist():
        x, y = known[a], known[b]
        if not x.reports.isdisjoint(y.reports):
            continue
        rule = veto(x.face, y.face)
        if rule is not None:
            if rule == EPISODE and (part := part_of(x.face, y.face)):
                out.append(Edge(a, b, None, part))
        elif (found := weighed(x.face, y.face)) > LOW:
            out.append(Edge(a, b, found))
    return out


def joined(nodes: Sequence[int], edges: Iterable[Edge], load: Load) -> list[list[int]]:
    """Group the nodes of one component of edges by happening: average link, no chain over a veto."""
    order = sorted(nodes)
    at = {node: n for n, node in enumerate(order)}
    scores: dict[tuple[int, int], float | None] = {
        (at[e.a], at[e.b]): e.score for e in edges if e.score is not None and e.score > 0
    }
    if len(order) == 2:
        return [order] if scores else [[order[0]], [order[1]]]
    scales = _Scales(load(order))

    def score(a: int, b: int) -> float | None:
        key = (a, b) if a < b else (b, a)
        if key not in scores:
            scores[key] = scales.score(order[a], order[b])
        return scores[key]

    return [[order[n] for n in group] for group in average_link(len(order), list(scores), score)]


def components(nodes: Iterable[int], edges: Iterable[Edge]) -> list[list[int]]:
    """Return which nodes hang together by edges of positive score, each component and the list sorted."""
    parent = {n: n for n in nodes}

    def root(n: int) -> int:
        while parent[n] != n:
            parent[n] = parent[parent[n]]
            n = parent[n]
        return n

    for e in edges:
        if e.score is not None and e.score > 0:
            a, b = root(e.a), root(e.b)
            if a != b:
                parent[max(a, b)] = min(a, b)
    found: dict[int, list[int]] = defaultdict(list)
    for n in sorted(parent):
        found[root(n)].append(n)
    return [found[r] for r in sorted(found)]


def group(sketches: Sequence[Sketch]) -> list[list[int]]:
    """Group sketches of many reports by happening, in memory and at once: positions, each group and the list sorted."""
    at: dict[int, list[int]] = defaultdict(list)
    for n, node in enumerate(nodes_of(sketches)):
        at[node].append(n)
    known = {
        node: Node(replace(sketches[members[0]], report=min(sketches[m].report for m in members), publisher=None),
                   frozenset(sketches[m].report for m in members))
        for node, members in at.items()
    }  # fmt: skip
    rows = [(number_of(k), node) for node, x in known.items() for k in keys(x.sketch)]
    table = np.array(rows, np.int64).reshape(-1, 2)

    def wording(nodes: Ints) -> npt.NDArray[np.int8]:
        return np.stack([np.frombuffer(worded(known[n].sketch), np.int8) for n in nodes.tolist()])

    def load(_: Collection[int]) -> Mapping[int, Node]:
        return known

    edges = [e for found in candidates(Rows.of(table[:, 0], table[:, 1]), wording) for e in judged(found.wanted, load)]
    by_node: dict[int, list[Edge]] = defaultdict(list)
    for e in edges:
        by_node[e.a].append(e)
    out = []
    for component in components(known, edges):
        for nodes in joined(component, [e for n in component for e in by_node[n]], load) if len(component) > 1 else [component]:
            out.append(sorted(m for node in nodes for m in at[node]))
    return sorted(out)
