"""Of the pairs of reports' happenings that are one, how many are compared at all, and how much of everything is compared.

What no key brings together can never be joined, so this recall bounds all others; the share says what it costs.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from claimwire.evaluate.claims import likeness
from claimwire.evaluate.measures import Figure, Tally, figure, match
from claimwire.records import Reading

Record = Mapping[str, Any]
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Blocked:
    """One happening of one report, with the keys by which it finds what it is compared with."""

    report: str
    claims: tuple[str, ...]
    keys: tuple[str, ...]


def score_blocking(name: str, blocked: Sequence[Blocked], event_of: Mapping[str, str]) -> list[Figure]:
    """Return pair recall over reports and the share of all pairs that share a key; ``event_of`` gives gold's event of a claim.

    A pair is one when any claim of the one bears gold's event of any claim of the other. Intervals are drawn over events.
    """
    compared = compared_pairs(blocked)
    tallies: dict[str, Tally] = defaultdict(Counter)
    for a, b, event in same_pairs(blocked, event_of):
        tallies[event]["pair.gold"] += 1
        tallies[event]["pair.tp"] += (a, b) in compared
    every = len(blocked) * (len(blocked) - 1) // 2 - sum(n * (n - 1) // 2 for n in Counter(b.report for b in blocked).values())
    return [
        figure(
            f"{name}_pair_recall",
            list(tallies.values()),
            lambda t: t.get("pair.tp", 0) / t["pair.gold"] if t.get("pair.gold") else None,
            n_key="pair.gold",
        ),
        Figure(name=f"{name}_share_compared", value=len(compared) / every if every else None, n=every),
    ]


def compared_pairs(blocked: Sequence[Blocked]) -> set[Pair]:
    """Return the pairs of different reports that share a key."""
    by_key: dict[str, list[int]] = defaultdict(list)
    for n, item in enumerate(blocked):
        for key in item.keys:
            by_key[key].append(n)
    return {(a, b) for bucket in by_key.values() for a, b in combinations(bucket, 2) if blocked[a].report != blocked[b].report}


def same_pairs(blocked: Sequence[Blocked], event_of: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    """Yield the pairs of different reports that are one happening for gold, with one event that they share."""
    members: dict[str, set[int]] = defaultdict(set)
    for n, item in enumerate(blocked):
        for claim in item.claims:
            if claim in event_of:
                members[event_of[claim]].add(n)
    seen: set[Pair] = set()
    for event in sorted(members):
        for a, b in combinations(sorted(members[event]), 2):
            if blocked[a].report != blocked[b].report and (a, b) not in seen:
                seen.add((a, b))
                yield a, b, event


def gold_events(rows: Iterable[Record], readings: Mapping[str, Reading]) -> dict[str, str]:
    """Return, for each of our claims that matches an annotated event, the event's key; matched as the corpus's scorer does."""
    out = {}
    for row in rows:
        reading = readings.get(str(row["id"]))
        if reading is None:
            continue
        mine = [c for c in reading.to_dict()["claims"] if c["kind"] == "event"]
        theirs = [c for c in row["claims"] if c["kind"] == "event"]
        for i, j in match(len(theirs), len(mine), lambda i, j, a=theirs, b=mine: likeness(a[i], b[j])):  # type: ignore[misc]
            out[mine[j]["id"]] = theirs[i]["event"] or f"{row['id']}#{theirs[i]['id']}"
    return out


def as_mentions(row: Record) -> dict[str, Any]:
    """Return an annotated report in the shape of ECB+'s, every sentence checked, so that its own triggers can be given."""
    events = [
        {"start": c["trigger"][0], "end": c["trigger"][1], "cluster": c["event"] or f"{row['id']}#{c['id']}", "checked": True}
        for c in row["claims"]
        if c["kind"] == "event" and c["trigger"]
    ]
    sentences = [{"start": s, "end": e, "checked": True} for s, e in row["sentences"]]
    return {"id": str(row["id"]), "text": row["text"], "events": events, "sentences": sentences}
