"""Whatever the order in which reports come, change and go, the events are those of the reports that are there."""

from __future__ import annotations

import math
import random
import tempfile
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimwire import store
from claimwire.consolidate import across
from claimwire.consolidate.block import keys
from claimwire.consolidate.cluster import average_link
from claimwire.consolidate.identity import Change, undone
from claimwire.consolidate.sketch import Sketch, sketches, unpacked
from claimwire.consolidate.traces import nodes_of
from claimwire.pipeline import consolidating
from claimwire.pipeline.traces import vectors
from claimwire.records import Reading
from tellings import NOUNS, Telling, reading, save

# A report is a day and its tellings.
tellings = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 1), st.booleans())
contents = st.tuples(st.integers(1, 9), st.lists(tellings, min_size=1, max_size=4))
# A step: a report by number, and what it says from now on (None: it is removed).
steps = st.lists(st.tuples(st.integers(0, 7), st.one_of(st.none(), contents, contents, contents)), min_size=1, max_size=14)


def by_definition(readings: list[Reading]) -> set[frozenset[str]]:
    """The groups of claims as the rules define them, worked out pair by pair over everything."""
    said: list[Sketch] = [s for r in readings for s in sketches(r, embed=vectors().embed)]
    members: dict[int, list[Sketch]] = defaultdict(list)
    for sketch, node in zip(said, nodes_of(said), strict=True):
        members[node].append(sketch)
    nodes = sorted(members)
    block: dict[str, set[int]] = defaultdict(set)
    for node in nodes:
        for key in keys(members[node][0]):
            block[key].add(node)

    def compared(a: int, b: int) -> bool:
        x, y = (members[n][0] for n in (a, b))
        alike = float(unpacked(x.vector) @ unpacked(y.vector)) / 2 + float(unpacked(x.context) @ unpacked(y.context))
        sizes = [len(inside) for inside in block.values() if a in inside and b in inside]
        return any(alike >= next(least for most, least in across.STEPS if n <= most) for n in sizes)

    def score(a: int, b: int) -> float | None:
        x, y = (across.Node(members[nodes[n]][0], frozenset(s.report for s in members[nodes[n]])) for n in (a, b))
        made = across.verdict(x, y)
        return None if made.veto is not None else made.score

    edges = []
    for a, b in combinations(range(len(nodes)), 2):
        together = {s.report for s in members[nodes[a]]} & {s.report for s in members[nodes[b]]}
        if not together and compared(nodes[a], nodes[b]) and (score(a, b) or 0) > 0:
            edges.append((a, b))
    groups = average_link(len(nodes), edges, score)
    return {frozenset(c for n in group for s in members[nodes[n]] for c in s.claims) for group in groups}


def kept_groups(kept: store.SqliteStore) -> set[frozenset[str]]:
    """The groups of claims as a database has them: the events, and what claims are said to be in."""
    placed: dict[str, set[str]] = defaultdict(set)
    for r in kept.readings():
        for c in r.claims:
            assert c.event is not None
            placed[c.event].add(c.id)
    assert {e.id: set(e.claims) for e in kept.events()} == placed
    assert kept.groups.count()["stale"] == 0
    return {frozenset(claims) for claims in placed.values()}


@pytest.mark.parametrize("ladder", [((2, -9.0), (4, 1.2345), (math.inf, 1.4321)), across.STEPS])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps, cuts=st.sets(st.integers(0, 13)), order=st.randoms(use_true_random=False))
def test_events_are_those_of_the_reports_whatever_came_before(
    ladder: tuple[tuple[float, float], ...],
    steps: list[tuple[int, tuple[int, list[Telling]] | None]],
    cuts: set[int],
    order: random.Random,
) -> None:
    now: dict[str, Reading] = {}
    before: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(across, "STEPS", ladder)
        patch.setattr(across, "PORTION", len(steps) // 2 + 1)
        patch.setattr(across, "_GATHERED", 2)
        with store.open(Path(folder) / "step-by-step.db") as kept:
            for n, (report, content) in enumerate(steps):
                name = f"r{report}"
                if content is None:
                    kept.remove(name)
                    now.pop(name, None)
                else:
                    now[name] = reading(name, content)
                    save(kept, now[name])
                if n in cuts:
                    number = kept.groups.number()
                    consolidating.run(kept, ontology=NOUNS)
                    assert kept_groups(kept) == by_definition(list(now.values()))
                    after = {c.id: c.event or "" for r in kept.readings() for c in r.claims}
                    if kept.groups.number() > number:
                        assert stepped_back(kept, after) == before
                    before = after
            consolidating.run(kept, ontology=NOUNS)
            found = kept_groups(kept)
        with store.open(Path(folder) / "at-once.db") as kept:
            shuffled = list(now.values())
            order.shuffle(shuffled)
            for r in shuffled:
                save(kept, r)
            consolidating.run(kept, ontology=NOUNS)
            assert kept_groups(kept) == found
        assert found == by_definition(list(now.values()))
        every = [s for r in now.values() for s in sketches(r, embed=vectors().embed)]
        assert {frozenset(c for n in g for c in every[n].claims) for g in across.group(every)} == found


def stepped_back(kept: store.SqliteStore, after: dict[str, str]) -> dict[str, str]:
    """The event of each claim before the last consolidation, as its log gives it: claims of reports removed since among them."""
    groups = kept.groups
    number = groups.number()
    log = [Change(what=x.what, event=x.event, into=x.into, claims=x.claims) for x in groups.log() if x.consolidation == number]
    return undone(after, log, since=groups.since(number))
