"""MAVERICK: coded reports of electoral violence, several on one event. Link them, and reproduce who disagrees on what.

A third of the events, drawn by a digest of their ids, is held out; the others fitted the weights
(``training/records_linking.py``).
``event_id`` is dropped before linking.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from claimwire.evaluate.clusters import cluster_figures
from claimwire.evaluate.measures import Figure

Record = Mapping[str, Any]
Pair = tuple[int, int]
Linking = tuple[list[int], set[Pair]]  # the number of each row's group, and the pairs that were compared
Link = Callable[[Sequence[Record], Mapping[str, tuple[str, ...]]], Linking]
Differ = Callable[[Sequence[Record], Mapping[str, tuple[str, ...]]], frozenset[str]]

_HARDER = ("conll", "b3", "pairwise", "pairwise_precision", "pairwise_recall", "inflation")
_ACTORS = range(1, 7)
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "id": ("id",),
    "start": ("date_start",),
    "end": ("date_end",),
    "type": ("event_context", *(f"actor{n}_violence" for n in _ACTORS)),
    "actor": tuple(f"actor{n}" for n in _ACTORS),
    "recipient": ("target",),
    "place": ("location", "city"),
    "country": ("country",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "precision": ("where_prec",),
    "deaths_low": ("deaths_low",),
    "deaths": ("deaths_best",),
    "deaths_high": ("deaths_high",),
    "injured_low": ("injuries_low",),
    "injured": ("injuries_best",),
    "injured_high": ("injuries_high",),
    "source": ("source",),
}
# Its geo_precision runs from 1, a region, to 6, a building; UCDP's where_prec the other way.
_PRECISION = {"6": 1, "5": 1, "4": 1, "3": 2, "2": 4, "1": 6}
DISPUTED = {"deaths": ("deaths_best",), "actor": COLUMNS["actor"], "place": ("location", "city"), "date": ("date_start",)}


def is_held_out(event_id: str) -> bool:
    """True for the third of the events that fits no weight."""
    return int(hashlib.sha256(f"records:{event_id}".encode()).hexdigest(), 16) % 3 == 0


def blind(row: Record) -> dict[str, Any]:
    """Return a row as linking may see it: without the event that gold gives, with precision as UCDP counts it."""
    out = {k: v for k, v in row.items() if k != "event_id"}
    return out | {"where_prec": _PRECISION.get(str(row.get("geo_precision", "")).partition(".")[0])}


def score_maverick(rows: Sequence[Record], link: Link, differ: Differ) -> list[Figure]:
    """Return figures of linking on the held-out events and on all, then how often we name what reports of an event differ on."""
    held = [r for r in rows if is_held_out(r["event_id"])]
    out = [*_linked("held_out", held, link), *_linked("all", rows, link)]
    # The harder question: the held-out events in a table that has all the others too, which look like them.
    among, _ = link([blind(r) for r in rows], COLUMNS)
    gold = {n: r["event_id"] for n, r in enumerate(rows) if is_held_out(r["event_id"])}
    out += cluster_figures(
        "held_out_among_all", gold, {n: among[n] for n in gold}, unit=lambda n: _place(rows[n]), wanted=_HARDER
    )
    groups: dict[str, list[Record]] = {}
    for row in rows:
        groups.setdefault(row["event_id"], []).append(row)
    several = [g for g in groups.values() if len(g) > 1]
    ours = [differ([blind(r) for r in g], COLUMNS) for g in several]
    for name, columns in DISPUTED.items():
        counted = [len({v for r in g if (v := _said(r, columns))}) > 1 for g in several]
        same = sum(c == (name in d) for c, d in zip(counted, ours, strict=True))
        out.append(Figure(name=f"differ.{name}", value=same / len(several) if several else None, n=len(several)))
    return out


def _linked(name: str, rows: Sequence[Record], link: Link) -> list[Figure]:
    groups, compared = link([blind(r) for r in rows], COLUMNS)
    gold = {n: r["event_id"] for n, r in enumerate(rows)}
    pred = dict(enumerate(groups))
    out = cluster_figures(name, gold, pred, unit=lambda n: _place(rows[n]))
    same = [(a, b) for b in range(len(rows)) for a in range(b) if gold[a] == gold[b]]
    every = len(rows) * (len(rows) - 1) // 2
    out.append(
        Figure(name=f"{name}_pair_recall", value=sum(p in compared for p in same) / len(same) if same else None, n=len(same))
    )
    out.append(Figure(name=f"{name}_share_compared", value=len(compared) / every if every else None, n=every))
    return out


def _said(row: Record, columns: Sequence[str]) -> str | None:
    return next((str(row[c]) for c in columns if row.get(c) not in (None, "")), None)


def _place(row: Record) -> str:
    """Return what intervals are drawn over: reports of one country's election hang together."""
    return f"{row['country']}:{row.get('election') or row['date_start'][:4]}:{row.get('city') or row.get('location')}"
