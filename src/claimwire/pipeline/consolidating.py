"""Events over all reports of a store: what changed is compared with what is there, events are named, written and logged.

What is decided is written in one transaction, with the list of the events to write anew; those are written in portions. Killed at
any moment, the next run finishes: nothing is decided twice, and nobody can tell from what is there.
"""

from __future__ import annotations

import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from claimwire import consolidate
from claimwire.consolidate.across import BAND, Edge, Ints, Rows
from claimwire.consolidate.incremental import Changes, Placed, Plan, plan
from claimwire.pipeline.traces import traced
from claimwire.pipeline.weighing import Scales, portions, task
from claimwire.records import Reading

if TYPE_CHECKING:
    from claimwire.ontology.model import Ontology
    from claimwire.store import Decision, Groups, Queue, SqliteStore

PAIRS = 200_000  # pairs of a portion: a second or two of comparing
PARTS = 200  # components of one
EVENTS = 500  # events of one, and of one transaction
RETRACED = 100  # reports whose traces are written in one transaction

Progress = Callable[..., None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a consolidation did, and what there is after it."""

    reports: int
    claims: int
    sketches: int
    nodes: int  # sketches that say the same counted once
    changed: int  # reports that were new, changed or removed
    compared: int  # pairs, in this run
    share: float | None  # of all pairs of sketches
    events: int
    written: int  # events written anew
    merges: int
    splits: int
    band: int  # pairs that a person should look at
    crowded: int  # blocks too full to compare each with each
    left_out: int  # pairs of theirs that are compared by no part
    seconds: float


def run(
    kept: SqliteStore,
    *,
    ontology: Ontology,
    pool: ProcessPoolExecutor | None = None,
    workers: int = 1,
    afresh: bool = False,
    progress: Progress = lambda **_: None,
) -> Outcome:
    """Bring the events of a store up to date; ``afresh`` compares everything again. A ``pool`` helps where it pays."""
    start = time.perf_counter()
    rules = consolidate.rules()
    groups = kept.groups
    if afresh or groups.other_rules(rules):
        with kept.transaction():
            groups.forget()
    _retrace(kept, groups.without_trace(rules), ontology=ontology)
    hands = _Hands(kept, ontology=ontology, pool=pool, workers=workers, progress=progress)
    while True:
        with kept.snapshot():
            number = groups.number()
            queue = groups.queue()
            found = plan(_Memory(groups, queue), judge=hands.judge, join=hands.join) if queue.reports else None
            decision = _decision(found, queue, rules=rules, groups=groups) if found is not None else None
        if decision is None:
            break
        with kept.transaction():
            # Another process may have consolidated meanwhile: what was decided beside it counts for nothing.
            if groups.number() == number:
                groups.write(decision)
                break
    written = _write_events(kept, hands)
    count = groups.count()
    changes = found.naming.changes if found else ()
    every = count["sketches"] * (count["sketches"] - 1) // 2
    compared = found.compared if found else 0
    return Outcome(
        **{k: count[k] for k in ("reports", "claims", "sketches", "nodes", "events", "crowded", "left_out")},
        changed=len(queue.reports),
        compared=compared,
        share=compared / every if every else None,
        written=written,
        merges=sum(c.what == "merged" for c in changes),
        splits=sum(c.what == "split" for c in changes),
        band=len(groups.band(*band())),
        seconds=time.perf_counter() - start,
    )


def band() -> tuple[float, float]:
    """Return the log-odds between which a person should look."""
    low, high = (float(np.log(p / (1 - p))) for p in BAND)
    return low, high


def _retrace(kept: SqliteStore, reports: Sequence[str], *, ontology: Ontology) -> None:
    """Make what reports leave for consolidation where it is missing, or was made by other rules."""
    for batch in portions(reports, RETRACED):
        with kept.transaction():
            for report in batch:
                reading = Reading.from_dict(json.loads(kept.groups.stored(report)))
                kept.write_trace(report, traced(reading, ontology=ontology))


class _Memory:
    """What a plan needs to know, read from a store."""

    def __init__(self, groups: Groups, queue: Queue) -> None:
        self._groups = groups
        self._queue = queue

    def changes(self) -> Changes:
        groups, queue = self._groups, self._queue
        now: dict[str, list[int]] = defaultdict(list)
        blocks: dict[int, bytes] = {}
        claims: list[str] = []
        for report, node, packed, _, its in groups.sketched(queue.reports):
            now[report].append(node)
            blocks[node] = packed
            claims += its
        before = {n for nodes in queue.nodes_before.values() for n in nodes}
        known = groups.known(before | blocks.keys())
        said = groups.said(before - blocks.keys()) | blocks.keys()
        new = sorted(n for n in blocks if n not in known)
        lost = sorted(n for n in before if n in known and n not in said)
        here = set(claims)
        placed = groups.claims_in(queue.reports)
        return Changes(
            added=_rows((n, blocks[n]) for n in new),
            gone=_rows((n, known[n]) for n in lost),
            new=np.array(new, np.int64),
            lost=np.array(lost, np.int64),
            touched=np.array(sorted(blocks.keys() | (before & said)), np.int64),
            together=list(now.values()),
            apart=[[n for n in nodes if n in said] for nodes in queue.nodes_before.values()],
            claims_lost=sorted({*queue.claims_before, *placed} - here),
            claims_changed=frozenset(here | set(groups.claims_in(queue.corrected))),
        )

    def rows(self, keys: Ints) -> Rows:
        found = self._groups.block_rows(keys)
        return Rows.of(found[:, 0], found[:, 1])

    def rows_of(self, nodes: Ints) -> Rows:
        return _rows(self._groups.known(nodes.tolist()).items())

    def wording(self, nodes: Ints) -> npt.NDArray[np.int8]:
        said = self._groups.wording(nodes)
        return np.frombuffer(b"".join(said[n] for n in nodes.tolist()), np.int8).reshape(len(nodes), -1)

    def order(self) -> tuple[Ints, Ints]:
        return self._groups.order()

    def edges(self, nodes: Ints | None) -> list[Edge]:
        return [Edge(*e) for e in self._groups.edges(nodes)]

    def placed(self, nodes: Ints) -> list[Placed]:
        return [Placed(node, report, tuple(claims)) for node, report, claims in self._groups.placed(nodes)]

    def events(self, claims: Iterable[str]) -> dict[str, str]:
        return self._groups.events_of(claims) if self._groups.any_events() else {}

    def bearing(self, events: Iterable[str]) -> dict[str, str]:
        return {claim: event for event, _, claim in self._groups.claims_of(events)}


def _rows(packed: Iterable[tuple[int, bytes]]) -> Rows:
    nodes, blobs = [], []
    for node, blob in packed:
        nodes.append(node)
        blobs.append(blob)
    keys = np.frombuffer(b"".join(blobs), np.int64)
    return Rows.of(keys, np.repeat(np.array(nodes, np.int64), [len(b) // 8 for b in blobs]))


def _decision(found: Plan, queue: Queue, *, rules: str, groups: Groups) -> Decision:
    from claimwire.store import Decision, LogEntry

    changes, naming = found.changes, found.naming
    new = changes.new.tolist()
    wording = groups.wording(changes.new)
    blocks: dict[int, list[int]] = defaultdict(list)
    for key, node in zip(changes.added.keys.tolist(), changes.added.nodes.tolist(), strict=True):
        blocks[node].append(key)
    gone = {c.event for c in naming.changes} - set(naming.ids)
    return Decision(
        last=queue.last,
        rules=rules,
        reports=len(queue.reports),
        compared=found.compared,
        new_nodes=((n, np.array(blocks[n], np.int64).tobytes(), wording[n]) for n in new),
        new_blocks=zip(changes.added.keys.tolist(), changes.added.nodes.tolist(), strict=True),
        lost_nodes=changes.lost.tolist(),
        edges=((e.a, e.b, e.score, e.part) for e in sorted(found.edges, key=lambda e: (e.a, e.b))),
        dropped=found.dropped,
        crowded=found.split,
        events=((claim, p.report, id_) for id_, placed in found.groups for p in placed for claim in p.claims),
        claims_lost=changes.claims_lost,
        stale=found.stale | _beside(found, groups),
        gone=gone,
        log=[LogEntry(consolidation=0, what=c.what, event=c.event, into=c.into, claims=c.claims) for c in naming.changes],
        redirects=naming.redirects,
    )


def _beside(found: Plan, groups: Groups) -> set[str]:
    """Return the events that lie inside a larger happening which changes, or around a smaller: ``part_of`` is written anew."""
    changed = {p.node for id_, placed in found.groups if id_ in found.stale for p in placed}
    changed |= {n for pair in found.dropped for n in pair}
    beside = {n for pair in groups.parts(changed) for n in pair} | {n for e in found.edges if e.part for n in (e.a, e.b)}
    now = {p.node: id_ for id_, placed in found.groups for p in placed}
    older = groups.events_of_nodes(beside - now.keys())
    gone = {c.event for c in found.naming.changes} - set(found.naming.ids)
    return {now[n] for n in beside if n in now} | (set(older.values()) - gone)


class _Hands:
    """Who does the work: this process, or others as well where there is enough of it."""

    def __init__(
        self, kept: SqliteStore, *, ontology: Ontology, pool: ProcessPoolExecutor | None, workers: int, progress: Progress
    ) -> None:
        self._kept = kept
        self._ontology = ontology
        self._pool = pool
        self._workers = workers
        self._progress = progress
        self._own: tuple[int, Scales] | None = None

    def judge(self, wanted: Ints) -> list[Edge]:
        """Compare pairs."""
        tasks = [wanted[n : n + PAIRS] for n in range(0, len(wanted), PAIRS)]
        return [e for found in self._done("judge", tasks) for e in found]

    def join(self, parts: list[tuple[list[int], list[Edge]]]) -> list[list[list[int]]]:
        """Group the nodes of components."""
        return [part for found in self._done("join", list(portions(parts, PARTS))) for part in found]

    def rows(self, events: Sequence[str]) -> Iterator[tuple[list[str], list[list[Any]]]]:
        """Build events, portion by portion, each with the rows of its events."""
        tasks = list(portions(events, EVENTS))
        yield from zip(tasks, self._done("rows", tasks), strict=True)

    def _done(self, what: str, tasks: Sequence[Any]) -> Iterator[Any]:
        number = self._kept.groups.number()
        if self._pool is None or len(tasks) < 2:
            if self._own is None or self._own[0] != number:
                self._own = (number, Scales(self._kept, self._ontology))
            for done, argument in enumerate(tasks):
                yield getattr(self._own[1], what)(argument)
                self._progress(done=done + 1, total=len(tasks))
            return
        flying: list[Future[Any]] = []
        waiting = iter(tasks)
        done = 0
        for argument in waiting:
            flying.append(self._pool.submit(task, self._kept.path, number, what, argument))
            if len(flying) > 2 * self._workers:
                yield flying.pop(0).result()
                self._progress(done=(done := done + 1), total=len(tasks))
        for future in flying:
            yield future.result()
            self._progress(done=(done := done + 1), total=len(tasks))


def _write_events(kept: SqliteStore, hands: _Hands) -> int:
    """Write the events that are waiting for it, and return how many there are."""
    stale = kept.groups.stale()
    for ids, rows in hands.rows(stale):
        with kept.transaction():
            kept.put_events(rows)
            kept.groups.settle(ids)
    return len(stale)
