"""Mentions of actors, places, times and quantities against re3d's entities (Dstl 2017)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from claimwire.evaluate.measures import Figure, Tally, f1, figure, match
from claimwire.records import Reading

Record = Mapping[str, Any]
# Organisations, persons and nationalities act; their other types (weapons, vehicles, documents) have no counterpart of ours.
_LABEL = {
    "Organisation": "actor",
    "Person": "actor",
    "Nationality": "actor",
    "Location": "place",
    "Temporal": "time",
    "Quantity": "quantity",
    "Money": "quantity",
}
_MINE = {"facility": "place"}  # re3d's locations hold hospitals, bridges and bases
LABELS = ("actor", "place", "time", "quantity")
_SURE = 0.5  # the crowd's confidence; a quarter of the entities have 0


def score_mentions(records: Sequence[Record], readings: Mapping[str, Reading]) -> list[Figure]:
    """Return F1, precision and recall by label: spans pair one to one where they overlap, best overlap first.

    A country may be an actor or a place ("Syria accused"): a mention of ours under the other of the two labels counts
    neither way, and so does one on an entity that the crowd was not sure of.
    """
    tallies = []
    for record in records:
        tally: Tally = Counter()
        mine = [(m.span.start, m.span.end, _MINE.get(m.label, m.label)) for m in readings[record["id"]].mentions]
        theirs = [(e["start"], e["end"], _LABEL[e["type"]], e["confidence"]) for e in record["entities"] if e["type"] in _LABEL]
        for label in LABELS:
            gold = sorted({g[:2] for g in theirs if g[2] == label and g[3] >= _SURE})
            other = [g for g in theirs if g[:2] not in gold and (g[3] < _SURE or {label, g[2]} == {"actor", "place"})]
            pred = sorted({m[:2] for m in mine if m[2] == label})
            pairs = match(len(gold), len(pred), lambda i, j, gold=gold, pred=pred: _overlap(gold[i], pred[j]))  # type: ignore[misc]
            used = {j for _, j in pairs}
            kept = [p for j, p in enumerate(pred) if j in used or not any(_overlap(p, o[:2]) for o in other)]
            tally[f"{label}.gold"] += len(gold)
            tally[f"{label}.pred"] += len(kept)
            tally[f"{label}.tp"] += len(pairs)
        tallies.append(tally)
    out = []
    for label in LABELS:
        out.append(figure(f"mentions.{label}_f1", tallies, lambda t, k=label: f1(t, k), n_key=f"{label}.gold"))  # type: ignore[misc]
        for name, of in (("precision", "pred"), ("recall", "gold")):
            out.append(
                figure(
                    f"mentions.{label}_{name}",
                    tallies,
                    lambda t, k=label, of=of: t.get(f"{k}.tp", 0) / t[f"{k}.{of}"] if t.get(f"{k}.{of}") else None,  # type: ignore[misc]
                    n_key=f"{label}.{of}",
                )
            )
    return out


def _overlap(a: Sequence[int], b: Sequence[int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return 2 * shared / (a[1] - a[0] + b[1] - b[0]) if shared > 0 else 0.0
