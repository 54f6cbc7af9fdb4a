"""Whatever the order in which reports come, change and go, the events are those of the reports that are there."""

from __future__ import annotations

import random
import tempfile
from collections import defaultdict
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from claimwire import ontology, store
from claimwire.consolidate import across
from claimwire.consolidate.block import keys
from claimwire.consolidate.cluster import average_link
from claimwire.consolidate.identity import Change, undone
from claimwire.consolidate.sketch import Sketch, sketches
from claimwire.consolidate.traces import finer, nodes_of
from claimwire.pipeline import consolidating
from claimwire.pipeline.traces import traced, vectors
from claimwire.records import Claim, ClaimPlace, Participant, Place, Reading, Report, Run, Sentence, digest

RUN = Run(id="run-1", version="1", config_digest="1", ontology_version="1", model_digests={})
TOWNS = ("Qarat", "Dorna", "Senn")
VERBS = (("shelled", "ASSAULT"), ("bombed", "ASSAULT"), ("left", "RETREAT"))
NOUNS = ontology.load()
WHO = ("Northern Corps", "Arvan Army")

# One telling: verb, town, who, realization. A report is a day and its tellings.
Telling = tuple[int, int, int, bool]
tellings = st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 1), st.booleans())
contents = st.tuples(st.integers(1, 9), st.lists(tellings, min_size=1, max_size=4))
# A step: a report by number, and what it says from now on (None: it is removed).
steps = st.lists(st.tuples(st.integers(0, 7), st.one_of(st.none(), contents, contents, contents)), min_size=1, max_size=14)


def reading(name: str, content: tuple[int, list[Telling]]) -> Reading:
    """A report that says, a sentence each, who shelled, bombed or left which town."""
    day, said = content
    text = ""
    parts = []
    for verb, town, who, tried in said:
        start = len(text)
        text += f"{WHO[who]} {VERBS[verb][0]} {TOWNS[town]}. "
        parts.append((start, verb, town, who, tried))
    report = Report(id=name, text=text, publisher=f"Paper {name}", published_at=f"2031-04-0{day}")
    sentences, claims = [], []
    for n, (start, verb, town, who, tried) in enumerate(parts):
        end = text.index(".", start) + 1
        sentences.append(Sentence(id=f"s{n}", start=start, end=end))
        doer = report.span(start, start + len(WHO[who]))
        trigger = report.span(doer.end + 1, doer.end + 1 + len(VERBS[verb][0]))
        where = report.span(trigger.end + 1, end - 1)
        place = Place(target=f"own:{town}", name=TOWNS[town], country="ARV", latitude=30.0 + town, longitude=40.0, radius_km=5.0)
        id_ = digest("c", name, start, VERBS[verb][1])
        claims.append(
            Claim(
                id=id_,
                statement=None,
                sentence=f"s{n}",
                kind="event",
                event_type=VERBS[verb][1],
                modes=(),
                contexts=(),
                trigger=trigger,
                evidence=report.span(start, end),
                actor=(Participant(mention=None, span=doer, target=f"own:side{who}", name=WHO[who]),),
                recipient=(),
                places=(ClaimPlace(mention=None, span=where, role="location", place=place),),
                time=None,
                realization="attempted" if tried else "actual",
                factuality="CT+",
                aspect=None,
                change=None,
                quantities=(),
                effect=None,
                rule="test",
                score=1.0,
                event=digest("e", id_),
            )
        )
    return Reading(report=report, run=RUN, sentences=tuple(sentences), mentions=(), links=(), statements=(), claims=tuple(claims))


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
    part: dict[tuple[str, str], set[int]] = defaultdict(set)
    for key, inside in block.items():
        if len(inside) > across.MOST:
            for node in inside:
                for word in set(finer(members[node][0])):
                    part[key, word].add(node)
    compared = [b for b in (*block.values(), *part.values()) if len(b) <= across.MOST]

    def score(a: int, b: int) -> float | None:
        x, y = (across.Node(members[nodes[n]][0], frozenset(s.report for s in members[nodes[n]])) for n in (a, b))
        made = across.verdict(x, y)
        return None if made.veto is not None else made.score

    edges = []
    for a, b in combinations(range(len(nodes)), 2):
        together = {s.report for s in members[nodes[a]]} & {s.report for s in members[nodes[b]]}
        if not together and any(nodes[a] in c and nodes[b] in c for c in compared) and (score(a, b) or 0) > 0:
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


def save(kept: store.SqliteStore, r: Reading) -> None:
    kept.write(store.written(r, trace=tuple(traced(r, ontology=NOUNS))))


@pytest.mark.parametrize("most", [3, 120])
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps=steps, cuts=st.sets(st.integers(0, 13)), order=st.randoms(use_true_random=False))
def test_events_are_those_of_the_reports_whatever_came_before(
    most: int,
    steps: list[tuple[int, tuple[int, list[Telling]] | None]],
    cuts: set[int],
    order: random.Random,
) -> None:
    now: dict[str, Reading] = {}
    before: dict[str, str] = {}
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(across, "MOST", most)
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
