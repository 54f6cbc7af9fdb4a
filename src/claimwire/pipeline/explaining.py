"""Why claims are in one event and others are not: the pairs that were compared, with what spoke for and against each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from claimwire.consolidate.across import Node, verdict
from claimwire.consolidate.compare import Verdict
from claimwire.consolidate.traces import read_back
from claimwire.pipeline.consolidating import band

if TYPE_CHECKING:
    from claimwire.store import Groups, SqliteStore

NEAREST = 10  # pairs with what is not of the event
BLOCKED = 400  # nodes of its blocks that are looked through for them


def doubtful(kept: SqliteStore, *, limit: int) -> Iterator[dict[str, Any]]:
    """Yield pairs of happenings that may be one or two, the most doubtful first, with the words of both."""
    groups = kept.groups
    for a, b, _ in groups.band(*band())[:limit]:
        known = _nodes(groups, {a, b})
        if a in known and b in known:
            yield {
                **_told(verdict(known[a], known[b])),
                "sides": [{**_side(kept, n), "reports": len(known[n].reports)} for n in (a, b)],
            }


def pairs(kept: SqliteStore, event: str) -> dict[str, list[dict[str, Any]]]:
    """Return the pairs inside an event, and the nearest pairs with what is outside it, each with what decided."""
    groups = kept.groups
    mine = groups.nodes_of([event]).get(event, [])
    known = _nodes(groups, mine)
    sides = _sides(kept, mine)
    inside = [
        {**_told(verdict(known[a], known[b])), "sides": [sides[a], sides[b]]} for n, a in enumerate(mine) for b in mine[n + 1 :]
    ]
    return {"inside": inside, "outside": list(_outside(kept, known))}


def _outside(kept: SqliteStore, mine: Mapping[int, Node]) -> Iterator[dict[str, Any]]:
    """Yield the pairs of the event's blocks that came nearest to joining it: those that a rule forbids by what they share."""
    groups = kept.groups
    blocks = sorted({b for packed in groups.known(mine.keys()).values() for b in np.frombuffer(packed, np.int64).tolist()})
    rows = groups.block_rows(np.array(blocks, np.int64))
    shared: dict[int, int] = {}
    for node in rows[:, 1].tolist():
        if node not in mine:
            shared[node] = shared.get(node, 0) + 1
    others = sorted(shared, key=lambda n: (-shared[n], n))[:BLOCKED]
    known = _nodes(groups, others)
    found = []
    for b in others:
        for a, node in mine.items():
            made = verdict(node, known[b])
            found.append((made.veto is not None, -made.score if made.veto is None else 0.0, -shared[b], a, b, made))
    seen: set[int] = set()
    for _, _, _, a, b, made in sorted(found, key=lambda f: f[:5]):
        if b not in seen and len(seen) < NEAREST:
            seen.add(b)
            yield {**_told(made), "sides": [_side(kept, a), _side(kept, b)]}


def _nodes(groups: Groups, wanted: Collection[int]) -> dict[int, Node]:
    reports: dict[int, list[str]] = {}
    text: dict[int, str] = {}
    for node, report, sketch in groups.sketches(wanted):
        reports.setdefault(node, []).append(report)
        text[node] = sketch
    return {n: Node(read_back(text[n], report=min(r)), frozenset(r)) for n, r in reports.items()}


def _told(made: Verdict) -> dict[str, Any]:
    return {
        "score": made.score if made.veto is None else None,
        "probability": round(made.probability, 4),
        "veto": made.veto,
        "features": [[name, weight] for name, weight in made.features],
    }


def _sides(kept: SqliteStore, nodes: Collection[int]) -> dict[int, dict[str, Any]]:
    """Return happenings, each as the first of its reports tells it."""
    return {n: _side(kept, n) for n in nodes}


def _side(kept: SqliteStore, node: int) -> dict[str, Any]:
    report, claims = min((report, claims) for _, report, claims in kept.groups.placed(np.array([node], np.int64)))
    reading = kept.load(report)
    assert reading is not None
    claim = next(c for c in reading.claims if c.id == claims[0])
    return {"event": claim.event, "report": report, "claim": claim.id, "evidence": " ".join(claim.evidence.text.split())}
