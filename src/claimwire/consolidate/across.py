"""Which happenings of many reports are one: blocks of what is worth comparing, verdicts on pairs, groups of what is one.

The unit is a node: one sketch, or many that say exactly the same. All is a function of the nodes alone, whatever their order.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from claimwire.consolidate.block import keys
from claimwire.consolidate.cluster import average_link
from claimwire.consolidate.compare import EPISODE, Verdict, compare, part_of, score, veto, weighed
from claimwire.consolidate.likeness import Face
from claimwire.consolidate.sketch import Sketch
from claimwire.consolidate.traces import finer, number_of

Ints = npt.NDArray[np.int64]

# Nodes that a block may hold to be compared each with each; a fuller one is split by what its members say besides, and of its
# parts those are compared that are not too full either. `claimwire consolidate` says how many were split and what was left out.
MOST = 120
BAND = (0.35, 0.65)  # probabilities between which a person should look
LOW = -0.6190392084062235  # log-odds of the band's lower end


@dataclass(frozen=True, slots=True)
class Edge:
    """Two nodes that may be one, ``a`` < ``b``: log-odds, None under a veto; ``part`` as in Verdict."""

    a: int
    b: int
    score: float | None
    part: int = 0


@dataclass(frozen=True, slots=True)
class Node:
    """What a node says, and the reports that say it."""

    sketch: Sketch
    reports: frozenset[str]


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


@dataclass(frozen=True, slots=True)
class Blocks:
    """Blocks that are compared, and what was too full: coarse keys that were split, and of their parts those left out."""

    rows: Rows
    split: dict[int, tuple[int, int, int]]  # key -> members, pairs before, pairs of parts that are left out


def blocks(rows: Rows, finer_of: Callable[[Ints], tuple[Ints, Ints]]) -> Blocks:
    """Split blocks that are too full by what their members say besides, and leave out parts that are too full still.

    ``finer_of`` gives, for nodes, rows of (position among those nodes, digest).
    """
    found, _, sizes = rows.blocks()
    full = sizes > MOST
    if not full.any():
        return Blocks(rows, {})
    crowded = np.repeat(full, sizes)
    within = rows.where(crowded)
    members, where = np.unique(within.nodes, return_inverse=True)
    at, said = finer_of(members)
    order = np.argsort(at, kind="stable")
    at, said = at[order], said[order]
    first = np.searchsorted(at, np.arange(len(members) + 1))
    many = (first[1:] - first[:-1])[where]
    begin = first[:-1][where]
    position = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many) + np.repeat(begin, many)
    coarse = np.repeat(within.keys, many)
    parts = Rows.of(_mixed(coarse, said[position]), np.repeat(within.nodes, many))
    part_keys, _, part_sizes = parts.blocks()
    heavy = part_sizes > MOST
    lost: dict[int, int] = defaultdict(int)
    if heavy.any():
        key_of = dict(zip(_mixed(coarse, said[position]).tolist(), coarse.tolist(), strict=True))
        for key, size in zip(part_keys[heavy].tolist(), part_sizes[heavy].tolist(), strict=True):
            lost[key_of[key]] += size * (size - 1) // 2
    kept = parts.where(~np.repeat(heavy, part_sizes))
    split = {k: (n, n * (n - 1) // 2, lost.get(k, 0)) for k, n in zip(found[full].tolist(), sizes[full].tolist(), strict=True)}
    small = rows.where(~crowded)
    return Blocks(Rows.of(np.concatenate((small.keys, kept.keys)), np.concatenate((small.nodes, kept.nodes))), split)


def _mixed(keys: Ints, said: Ints) -> Ints:
    """Return digests of pairs of digests."""
    x = keys.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) ^ (said.astype(np.uint64) * np.uint64(0xC2B2AE3D27D4EB4F))
    x ^= x >> np.uint64(29)
    return ((x * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(1)).astype(np.int64)


def pairs(rows: Rows, fresh: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.int64]:
    """Return pairs [n, 2] of nodes that share a block, each once, the smaller first; with ``fresh``, those with a fresh row."""
    _, starts, sizes = rows.blocks()
    nodes, which = np.unique(rows.nodes, return_inverse=True)
    n = max(len(nodes), 1)
    found: list[npt.NDArray[np.int64]] = []
    for size in np.unique(sizes):
        if size < 2:
            continue
        first = starts[sizes == size]
        i, j = np.triu_indices(int(size), 1)
        step = max(1, 4_000_000 // len(i))
        for at in range(0, len(first), step):
            here = first[at : at + step, None]
            a, b = (here + i[None, :]).ravel(), (here + j[None, :]).ravel()
            if fresh is not None:
                wanted = fresh[a] | fresh[b]
                a, b = a[wanted], b[wanted]
            found.append(np.unique(which[a].astype(np.int64) * n + which[b]))
    if not found:
        return np.empty((0, 2), np.int64)
    packed = np.unique(np.concatenate(found))
    return np.stack((nodes[packed // n], nodes[packed % n]), axis=1)


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
        self._faces: dict[int, Face] = {}

    def face(self, node: int) -> Face:
        """Return a node made ready."""
        if node not in self._faces:
            self._faces[node] = Face.of(self._known[node].sketch)
        return self._faces[node]

    def apart(self, a: int, b: int) -> bool:
        """True when no report says both."""
        return self._known[a].reports.isdisjoint(self._known[b].reports)

    def score(self, a: int, b: int) -> float | None:
        """Return the score of two nodes, None under a veto."""
        if self.apart(a, b):
            return score(self.face(a), self.face(b))
        found = verdict(self._known[a], self._known[b])
        return None if found.veto is not None else found.score


def judged(wanted: npt.NDArray[np.int64], load: Load) -> list[Edge]:
    """Compare pairs and return those that may be one, or one a part of the other; what one report keeps apart is not asked."""
    scales = _Scales(load(np.unique(wanted).tolist()))
    out = []
    for a, b in wanted.tolist():
        if not scales.apart(a, b):
            continue
        rule = veto(scales.face(a), scales.face(b))
        if rule is not None:
            if rule == EPISODE and (part := part_of(scales.face(a), scales.face(b))):
                out.append(Edge(a, b, None, part))
        elif (found := weighed(scales.face(a), scales.face(b))) > LOW:
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
    from claimwire.consolidate.traces import nodes_of

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

    def finer_of(nodes: Ints) -> tuple[Ints, Ints]:
        said = [(n, number_of(w)) for n, node in enumerate(nodes.tolist()) for w in set(finer(known[node].sketch))]
        both = np.array(said, np.int64).reshape(-1, 2)
        return both[:, 0], both[:, 1]

    found = blocks(Rows.of(table[:, 0], table[:, 1]), finer_of)

    def load(_: Collection[int]) -> Mapping[int, Node]:
        return known

    edges = judged(pairs(found.rows), load)
    by_node: dict[int, list[Edge]] = defaultdict(list)
    for e in edges:
        by_node[e.a].append(e)
    out = []
    for component in components(known, edges):
        for nodes in joined(component, [e for n in component for e in by_node[n]], load) if len(component) > 1 else [component]:
            out.append(sorted(m for node in nodes for m in at[node]))
    return sorted(out)
