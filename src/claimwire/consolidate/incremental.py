"""Consolidation of what changed: reports that are new, coded again or removed touch their blocks, and the events they reach.

``plan`` decides and writes nothing; what it needs to know it asks of a Memory, which a store is. The groups are the same as if
all reports were consolidated at once: a pair is an edge if it shares a block that is compared now, whatever was compared before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

from claimwire.consolidate.across import Edge, Ints, Likeness, Rows, bars, candidates, components
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

    def wording(self, nodes: Ints) -> npt.NDArray[np.int8]:
        """Return the packed vectors of some nodes, those too that are gone."""
        ...

    def order(self) -> tuple[Ints, Ints]:
        """Return all nodes, sorted, and when each was first told."""
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
    split: dict[int, tuple[int, int, int] | None] = field(default_factory=dict)  # crowded blocks; None: not crowded
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
    together = {p for report in changes.together for p in _each(report)}
    apart = [p for p in {p for report in changes.apart for p in _each(report)} if p not in together]
    edges: dict[tuple[int, int], Edge] = {}
    compared, doubts = 0, [_array([])]
    for wanted, doubtful in blocked.difference():
        if len(wanted):
            compared += len(wanted)
            edges.update(((e.a, e.b), e) for e in judge(wanted))
        doubts.append(doubtful)
    doubtful = np.concatenate(doubts)
    if apart and len(freed := _array(sorted(blocked.supported(apart)))):
        compared += len(freed)
        edges.update(((e.a, e.b), e) for e in judge(freed))
    earlier = {(e.a, e.b) for e in memory.edges(np.unique(np.concatenate((changes.touched, changes.lost))))}
    lost = set(changes.lost.tolist())
    dropped = {p for p in earlier if p[0] in lost or p[1] in lost or p in together}
    if len(doubtful):
        inside = np.unique(doubtful)
        maybe = {(a, b) for a, b in doubtful.tolist()}
        had = [(e.a, e.b) for e in memory.edges(inside) if (e.a, e.b) in maybe and (e.a, e.b) not in dropped]
        dropped |= set(had) - blocked.supported(had)
    return _grouped(
        memory, changes, edges=list(edges.values()), dropped=dropped, split=blocked.split, compared=compared, join=join
    )


def _each(nodes: Sequence[int]) -> Iterable[tuple[int, int]]:
    order = sorted(set(nodes))
    return ((a, b) for n, a in enumerate(order) for b in order[n + 1 :])


def _array(found: Sequence[tuple[int, int]]) -> Ints:
    return np.array(found, np.int64).reshape(-1, 2)


class _Blocking:
    """Which pairs share a block that compares them, before the changes and after them."""

    def __init__(self, memory: Memory, changes: Changes) -> None:
        self._memory = memory
        self._changes = changes
        affected = np.union1d(changes.added.keys, changes.gone.keys)
        self._before = memory.rows(affected)
        self._after = self._changed(self._before, changes.added)
        self.split: dict[int, tuple[int, int, int] | None] = dict.fromkeys(affected.tolist())

    def _changed(self, rows: Rows, added: Rows) -> Rows:
        lost = self._changes.lost
        left = rows.where(~np.isin(rows.nodes, lost)) if len(lost) and len(rows.keys) else rows
        return Rows.of(np.concatenate((left.keys, added.keys)), np.concatenate((left.nodes, added.nodes)))

    def difference(self) -> Iterator[tuple[Ints, Ints]]:
        """Yield the pairs to compare, and pairs that were compared and may share no such block any more, in portions."""
        before = self._before if len(self._before.keys) else None
        held: dict[int, int] = defaultdict(int)
        for found in candidates(self._after, self._memory.wording, before=before, order=self._memory.order):
            for key, (members, kept) in found.crowded.items():
                held[key] += kept
                every = members * (members - 1) // 2
                self.split[key] = (members, every, every - held[key])
            yield found.wanted, found.doubtful

    def supported(self, asked: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
        """Return those of some pairs that share a block which compares them after the changes."""
        if not asked:
            return set()
        wanted = _array(asked)
        nodes = np.unique(wanted)
        now = self._changed(self._memory.rows_of(nodes), self._changes.added)
        mine = now.where(np.isin(now.nodes, nodes))
        shared, _, times = mine.blocks()
        keys = shared[times > 1]
        added = self._changes.added
        held, _, sizes = self._changed(self._memory.rows(keys), added.where(np.isin(added.keys, keys))).blocks()
        bar = dict(zip(held.tolist(), bars(sizes).tolist(), strict=True))
        at: dict[int, set[int]] = defaultdict(set)
        for key, node in zip(mine.keys.tolist(), mine.nodes.tolist(), strict=True):
            if key in bar:
                at[node].add(key)
        alike = Likeness(nodes, self._memory.wording).of(wanted).tolist()
        return {p for p, how in zip(asked, alike, strict=True) if any(how >= bar[k] for k in at[p[0]] & at[p[1]])}


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
