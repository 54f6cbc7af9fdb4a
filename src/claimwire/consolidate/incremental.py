"""Consolidation of what changed: reports that are new, coded again or removed touch their blocks, and the events they reach.

``plan`` decides and writes nothing; what it needs to know it asks of a Memory, which a store is. The groups are the same as if
all reports were consolidated at once: a pair is an edge if it shares a block that is compared now, whatever was compared before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np

from claimwire.consolidate.across import Blocks, Edge, Ints, Rows, blocks, components, pairs
from claimwire.consolidate.identity import Naming, named


@dataclass(frozen=True, slots=True)
class Changes:
    """What was written or removed since the last consolidation. ``added`` and ``gone`` are rows of nodes and their blocks."""

    added: Rows
    gone: Rows
    new: Ints  # nodes that are new, also those that stand in no block
    lost: Ints  # nodes that no report says any more
    touched: Ints  # nodes that reports now say more or less often, new ones among them
    together: Sequence[Sequence[int]] = ()  # nodes of each report that is new or changed
    apart: Sequence[Sequence[int]] = ()  # nodes that a report said before it was changed or removed
    claims_lost: Sequence[str] = ()
    claims_changed: frozenset[str] = frozenset()  # of changed reports and of those whose standing they change

    def __bool__(self) -> bool:
        return bool(len(self.touched) or len(self.lost) or self.claims_lost or self.claims_changed)


@dataclass(frozen=True, slots=True)
class Placed:
    """The claims of one sketch."""

    node: int
    report: str
    claims: tuple[str, ...]


class Memory(Protocol):
    """What is known from earlier consolidations, and of the reports as they are now."""

    def changes(self) -> Changes:
        """Return what changed since."""
        ...

    def rows(self, keys: Ints) -> Rows:
        """Return the rows of some blocks, as of the last consolidation."""
        ...

    def rows_of(self, nodes: Ints) -> Rows:
        """Return the rows of some nodes, as of the last consolidation."""
        ...

    def finer(self, nodes: Ints) -> tuple[Ints, Ints]:
        """Return what nodes say besides their blocks: rows of (position in ``nodes``, digest)."""
        ...

    def edges(self, nodes: Ints | None) -> list[Edge]:
        """Return edges with an end among some nodes, or all edges."""
        ...

    def placed(self, nodes: Ints) -> list[Placed]:
        """Return the sketches of some nodes as they are now."""
        ...

    def events(self, claims: Iterable[str]) -> dict[str, str]:
        """Return the event of each claim as of the last consolidation."""
        ...

    def bearing(self, events: Iterable[str]) -> dict[str, str]:
        """Return the event of each claim of some events as of the last consolidation."""
        ...


Judge = Callable[[Ints], list[Edge]]
Join = Callable[[list[tuple[list[int], list[Edge]]]], list[list[list[int]]]]


@dataclass(frozen=True, slots=True)
class Plan:
    """What to write so that events are those of the reports as they are now."""

    changes: Changes
    edges: list[Edge] = field(default_factory=list)  # new
    dropped: list[tuple[int, int]] = field(default_factory=list)  # edges that are none any more
    split: dict[int, tuple[int, int, int] | None] = field(default_factory=dict)  # blocks too full; None: no longer
    groups: list[tuple[str, list[Placed]]] = field(default_factory=list)  # of all nodes touched, with their ids
    stale: set[str] = field(default_factory=set)  # events whose claims, or whose claims' reports, changed
    naming: Naming = field(default_factory=lambda: Naming(ids=(), changes=(), redirects={}))
    compared: int = 0


def plan(memory: Memory, *, judge: Judge, join: Join) -> Plan:
    """Decide what changes. ``judge`` compares pairs [n, 2] of nodes; ``join`` groups the nodes of components of edges."""
    changes = memory.changes()
    if not changes:
        return Plan(changes)
    blocked = _Blocking(memory, changes)
    wanted, doubtful = blocked.difference()
    together = {p for report in changes.together for p in _each(report)}
    apart = [p for p in {p for report in changes.apart for p in _each(report)} if p not in together]
    edges, compared = [], 0
    if apart:
        wanted = np.unique(np.concatenate((wanted, _array(sorted(blocked.supported(apart))))), axis=0)
    if len(wanted):
        compared = len(wanted)
        edges = judge(wanted)
    earlier = {(e.a, e.b) for e in memory.edges(np.unique(np.concatenate((changes.touched, changes.lost))))}
    lost = set(changes.lost.tolist())
    dropped = {p for p in earlier if p[0] in lost or p[1] in lost or p in together}
    if len(doubtful):
        inside = np.unique(doubtful)
        maybe = {(a, b) for a, b in doubtful.tolist()}
        had = [(e.a, e.b) for e in memory.edges(inside) if (e.a, e.b) in maybe and (e.a, e.b) not in dropped]
        dropped |= set(had) - blocked.supported(had)
    return _grouped(memory, changes, edges=edges, dropped=dropped, split=blocked.split, compared=compared, join=join)


def _each(nodes: Sequence[int]) -> Iterable[tuple[int, int]]:
    order = sorted(set(nodes))
    return ((a, b) for n, a in enumerate(order) for b in order[n + 1 :])


def _array(found: Sequence[tuple[int, int]]) -> Ints:
    return np.array(found, np.int64).reshape(-1, 2)


class _Blocking:
    """Which pairs share a block that is compared, before the changes and after them."""

    def __init__(self, memory: Memory, changes: Changes) -> None:
        self._memory = memory
        self._changes = changes
        self._gone = changes.lost
        affected = np.union1d(changes.added.keys, changes.gone.keys)
        rows = memory.rows(affected)
        self._before = blocks(rows, memory.finer)
        self._after = blocks(self._changed(rows, changes.added), memory.finer)
        self.split: dict[int, tuple[int, int, int] | None] = dict.fromkeys(self._before.split)
        self.split |= self._after.split

    def _changed(self, rows: Rows, added: Rows) -> Rows:
        left = rows.where(~np.isin(rows.nodes, self._gone)) if len(self._gone) and len(rows.keys) else rows
        return Rows.of(np.concatenate((left.keys, added.keys)), np.concatenate((left.nodes, added.nodes)))

    def difference(self) -> tuple[Ints, Ints]:
        """Return the pairs to compare, and pairs that were compared and may share no such block any more."""
        before, after = self._before.rows, self._after.rows
        if not len(before.keys):
            return pairs(after), np.empty((0, 2), np.int64)
        fresh = ~_known(after, before)
        # Pairs of two old nodes are new where a block was too full, or was split otherwise, and is compared now.
        lasting = np.isin(before.nodes, self._gone, invert=True)
        left = before.where(lasting & ~_known(before, after))
        return pairs(after, fresh), pairs(before.where(np.isin(before.keys, left.keys) & lasting))

    def supported(self, asked: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return those of some pairs that share a block that is compared after the changes."""
        if not asked:
            return set()
        nodes = np.unique(_array(asked))
        now = self._changed(self._memory.rows_of(nodes), self._changes.added)
        mine = now.where(np.isin(now.nodes, nodes))
        shared, _, sizes = mine.blocks()
        keys = shared[sizes > 1]
        added = self._changes.added
        added = added.where(np.isin(added.keys, keys))
        full = self._changed(self._memory.rows(keys), added)
        live: Blocks = blocks(full, self._memory.finer)
        rows = live.rows.where(np.isin(live.rows.nodes, nodes))
        at: dict[int, set[int]] = defaultdict(set)
        for key, node in zip(rows.keys.tolist(), rows.nodes.tolist(), strict=True):
            at[node].add(key)
        return {(a, b) for a, b in asked if not at[a].isdisjoint(at[b])}


def _known(rows: Rows, others: Rows) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return which rows are also in others."""
    if not len(others.keys) or not len(rows.keys):
        return np.zeros(len(rows.keys), np.bool_)
    kind = np.dtype([("key", np.int64), ("node", np.int64)])
    a, b = (np.rec.fromarrays((r.keys, r.nodes), dtype=kind) for r in (rows, others))
    return np.asarray(np.isin(a, b), np.bool_)


def _grouped(
    memory: Memory,
    changes: Changes,
    *,
    edges: list[Edge],
    dropped: set[tuple[int, int]],
    split: dict[int, tuple[int, int, int] | None],
    compared: int,
    join: Join,
) -> Plan:
    lost = set(changes.lost.tolist())
    touched = {*changes.touched.tolist(), *(n for e in edges for n in (e.a, e.b)), *(n for p in dropped for n in p)} - lost
    every = {(e.a, e.b): e for e in _reached(memory, touched, edges, dropped)}
    nodes = touched | {n for e in every.values() if _joins(e) for n in (e.a, e.b)}
    parts = components(nodes, every.values())
    by_node: dict[int, list[Edge]] = defaultdict(list)
    for e in every.values():
        if _joins(e):
            by_node[e.a].append(e)
    singles = [[c] for c in parts if len(c) == 1]
    several = [(c, [e for n in c for e in by_node[n]]) for c in parts if len(c) > 1]
    grouped = [group for found in (singles, join(several)) for part in found for group in part]
    placed: dict[int, list[Placed]] = defaultdict(list)
    for p in memory.placed(np.array(sorted(nodes), np.int64)):
        placed[p.node].append(p)
    found = [[p for n in group for p in placed[n]] for group in grouped]
    found = sorted((g for g in found if g), key=lambda g: min(c for p in g for c in p.claims))
    claims = [[c for p in g for c in p.claims] for g in found]
    before = memory.events([*(c for g in claims for c in g), *changes.claims_lost])
    before = memory.bearing(set(before.values())) if before else before
    older: dict[str, set[str]] = defaultdict(set)
    for claim, event in before.items():
        older[event].add(claim)

    def taken(ids: Iterable[str]) -> set[str]:
        return set(memory.bearing([i for i in ids if i not in older]).values()) if older else set()

    naming = named(claims, before=before, taken=taken)
    stale = {
        id_
        for id_, group in zip(naming.ids, claims, strict=True)
        if older.get(id_) != set(group) or not changes.claims_changed.isdisjoint(group)
    }
    return Plan(
        changes=changes,
        edges=edges,
        dropped=sorted(dropped),
        split=split,
        groups=list(zip(naming.ids, found, strict=True)),
        stale=stale,
        naming=naming,
        compared=compared,
    )


def _joins(e: Edge) -> bool:
    return e.score is not None and e.score > 0


def _reached(memory: Memory, touched: set[int], edges: list[Edge], dropped: set[tuple[int, int]]) -> list[Edge]:
    """Return all edges of the components that some nodes are in, as they will be."""
    found = {(e.a, e.b): e for e in edges}
    fresh = defaultdict[int, list[Edge]](list)
    for e in edges:
        fresh[e.a].append(e)
        fresh[e.b].append(e)
    seen: set[int] = set()
    frontier = touched
    while frontier:
        seen |= frontier
        further: set[int] = set()
        for e in memory.edges(np.array(sorted(frontier), np.int64)):
            if (e.a, e.b) not in dropped and (e.a, e.b) not in found:
                found[e.a, e.b] = e
            if (e.a, e.b) not in dropped and _joins(e):
                further |= {e.a, e.b}
        further |= {n for node in frontier for e in fresh[node] if _joins(e) for n in (e.a, e.b)}
        frontier = further - seen
    return list(found.values())
