"""What processes share when reports are consolidated: pairs compared, components grouped, events written out."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimwire import consolidate
from claimwire.consolidate.across import Edge, Ints, Node, joined, judged
from claimwire.consolidate.sieve import Sieve
from claimwire.consolidate.traces import read_back
from claimwire.records import Event, Origin, Reading, Report

if TYPE_CHECKING:
    from claimwire.ontology.model import Ontology
    from claimwire.store import SqliteStore

KNOWN = 40_000  # sketches that a process keeps at hand, about 15 kB each
READ = 1500  # reports whose claims it keeps at hand

Row = tuple[str, tuple[Any, ...]]


class Scales:
    """One process's way to a store: what it has read of it stays at hand. Events are built as if ``leaving`` were not there."""

    def __init__(self, kept: SqliteStore, ontology: Ontology, *, leaving: Collection[str] = ()) -> None:
        self._kept = kept
        self._ontology = ontology
        self._leaving = leaving
        self._nodes: dict[int, Node] = {}
        self._sieve = Sieve()
        self._readings: dict[str, Reading] = {}

    def nodes(self, wanted: Collection[int]) -> Mapping[int, Node]:
        """Return some nodes, those asked for lately from memory."""
        missing = [n for n in wanted if n not in self._nodes]
        if len(self._nodes) + len(missing) > KNOWN:
            self._nodes = {n: self._nodes[n] for n in wanted if n in self._nodes}
        reports: dict[int, list[str]] = defaultdict(list)
        first: dict[int, str] = {}
        for node, report, sketch in self._kept.groups.sketches(missing):
            reports[node].append(report)
            first.setdefault(node, sketch)
        for node, text in first.items():
            self._nodes[node] = Node(read_back(text, report=min(reports[node])), frozenset(reports[node]))
        return self._nodes

    def judge(self, wanted: Ints) -> list[Edge]:
        """Compare pairs."""
        if len(self._sieve) > KNOWN:
            self._sieve = Sieve()
        return judged(wanted, self.nodes, sieve=self._sieve)

    def join(self, parts: Sequence[tuple[list[int], list[Edge]]]) -> list[list[list[int]]]:
        """Group the nodes of components."""
        return [joined(nodes, edges, self.nodes) for nodes, edges in parts]

    def rows(self, events: Sequence[str]) -> list[list[Row]]:
        """Build events and return their rows."""
        from claimwire.store import event_rows

        return [list(event_rows(event)) for event in self.build(events)]

    def build(self, events: Sequence[str]) -> list[Event]:
        """Build events from the claims that are theirs now."""
        by_event: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
        reports: set[str] = set()
        for event, report, claim in self._kept.groups.claims_of(events):
            if report in self._leaving:
                continue
            by_event[event][report].add(claim)
            reports.add(report)
        if len(self._readings) + len(reports) > READ:
            self._readings.clear()
        traces = self._kept.groups.traces(reports)
        voices = {r: [consolidate.Voice.from_dict(v) for v in json.loads(text)] for r, (text, _) in traces.items()}
        prints = {r: consolidate.Print.from_dict(json.loads(text)) for r, (_, text) in traces.items()}
        inside = self._inside(list(by_event))
        out = []
        for event in events:
            wanted = by_event.get(event, {})
            members = [
                m
                for report in sorted(wanted)
                for m in consolidate.members(self._reading(report), claims=wanted[report], replaced=self._replaced)
            ]
            if not members:
                continue
            ids = {m.claim.id for m in members}
            heard = [v for report in sorted(wanted) for v in voices.get(report, ()) if v.claim in ids]
            origins: tuple[Origin, ...] = consolidate.origins(heard, {r: prints[r] for r in wanted if r in prints})
            built = consolidate.build(event, members, origins=origins, ontology=self._ontology)
            out.append(consolidate.placed(built, part_of=inside.get(event)))
        return out

    def _reading(self, report: str) -> Reading:
        if report not in self._readings:
            data = json.loads(self._kept.groups.stored(report))
            data["mentions"] = data["links"] = ()  # most of a reading, and of no claim's meaning
            self._readings[report] = Reading.from_dict(data)
        return self._readings[report]

    @cached_property
    def _replaced(self) -> Mapping[str, consolidate.Replacement]:
        """Reports that others took the place of; read once, as these do not change while events are written."""
        standing = self._kept.groups.standing()
        known = ((i, s, c, p) for i, s, c, p in standing if i not in self._leaving)
        reports = (Report(id=i, text="", status=s, corrects=c, published_at=p) for i, s, c, p in known)
        return consolidate.replacements(reports)

    def _inside(self, events: Sequence[str]) -> dict[str, str]:
        """Return the larger happening that each of some events is part of."""
        groups = self._kept.groups
        nodes = groups.nodes_of(events)
        pairs = groups.parts({n for ns in nodes.values() for n in ns})
        if not pairs:
            return {}
        at = groups.events_of_nodes({n for p in pairs for n in p})
        votes = [(at[a], at[b]) for a, b in pairs if a in at and b in at]
        return consolidate.parts(votes, of=events)


_scales: Scales | None = None
_ontology: Ontology | None = None


def start(ontology: Ontology) -> None:
    """Begin a process that weighs for another."""
    global _ontology  # noqa: PLW0603 - a worker process has no other place to keep it between tasks
    _ontology = ontology


def _at(path: Path, number: int, ontology: Ontology | None) -> Scales:
    """Return this process's scales for a store as consolidation ``number`` left it: what it knows goes with the next one."""
    global _scales, _number
    from claimwire import store

    if _scales is None or _number != (path, number):
        ontology = ontology or _ontology
        assert ontology is not None
        _scales, _number = Scales(store.open(path, read_only=True), ontology), (path, number)
    return _scales


_number: tuple[Path, int] | None = None


def task(path: Path, number: int, what: str, argument: Any) -> Any:
    """Do one of a Scales' works in a worker process."""
    from claimwire import pipeline

    coder = pipeline.loaded()
    return getattr(_at(path, number, coder.ontology if coder is not None else None), what)(argument)


def portions(items: Iterable[Any], size: int) -> Iterable[list[Any]]:
    """Cut into lists of at most ``size``."""
    batch: list[Any] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
