"""Factuality against judgements from -3 (certainly did not happen) to +3 (certainly did): UW (Lee et al. 2015), UDS-IH2.

Gold marks every event word of a sentence; only those that one of our claims, or a trigger of the learned head, touches can be
compared. ``coverage`` says how many that is, and the other figures say nothing about the rest.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from claimwire.evaluate.measures import Figure, Tally, figure, mean, observe
from claimwire.records import Annotation, Claim, Reading, Span, Trigger

Record = Mapping[str, Any]
_SCALE = {"CT+": 3.0, "PR+": 2.0, "PS+": 1.0, "Uu": 0.0, "PS-": -1.0, "PR-": -2.0, "CT-": -3.0}
# Of what was tried, offered, demanded or threatened the certainty is of the trying; that it happened is left open.
_OPEN = frozenset({"attempted", "offered", "requested", "threatened", "hypothetical"})


def happened(claim: Claim | Trigger) -> float | None:
    """Return how sure it is, -3 to +3, that what a claim or a learned trigger speaks of took place; None when it says nothing.

    Of a trigger, the head of factuality and the head that learned readers' judgements of any verb count alike.
    """
    if claim.factuality is None:
        return None
    value = _SCALE[claim.factuality]
    value = min(value, 0.0) if claim.realization in _OPEN else value
    return (value + claim.happened) / 2 if isinstance(claim, Trigger) and claim.happened is not None else value


def score_factuality(
    records: Sequence[Record], readings: Mapping[str, Reading], annotations: Mapping[str, Annotation]
) -> list[Figure]:
    """Return Pearson's r and the accuracy of the sign on the targets that are found, and the share of targets that are.

    The sign of gold is taken where it is clear (1 or more either way); "did it happen" at 0 has no sign to get right.
    """
    tallies = []
    for record in records:
        tally: Tally = Counter()
        for target in record["targets"]:
            mine = _found(target, readings[record["id"]].claims, annotations[record["id"]].triggers)
            observe(tally, "covered", mine is not None)
            if mine is None:
                continue
            gold = float(target["factuality"])
            _add(tally, gold, mine)
            if abs(gold) >= 1:
                observe(tally, "sign", mine * gold > 0)
                observe(tally, "sign_positive" if gold > 0 else "sign_negative", mine * gold > 0)
        tallies.append(tally)
    return [
        figure("factuality.pearson", tallies, _pearson, n_key="pairs"),
        figure("factuality.sign", tallies, lambda t: mean(t, "sign"), n_key="sign.n"),
        figure("factuality.sign_of_negatives", tallies, lambda t: mean(t, "sign_negative"), n_key="sign_negative.n"),
        figure("factuality.coverage", tallies, lambda t: mean(t, "covered"), n_key="covered.n"),
    ]


def _found(target: Record, claims: Sequence[Claim], triggers: Sequence[Trigger]) -> float | None:
    """A claim decides before the head alone does; among several on one word the one that starts there."""

    def on_target(span: Span) -> bool:
        return bool(span.start < target["end"] and target["start"] < span.end)

    held = [(c.trigger.start != target["start"], n, happened(c)) for n, c in enumerate(claims) if on_target(c.trigger)]
    held = held or [(t.span.start != target["start"], n, happened(t)) for n, t in enumerate(triggers) if on_target(t.span)]
    values = [value for _, _, value in sorted(held, key=lambda h: h[:2]) if value is not None]
    return values[0] if values else None


def _add(tally: Tally, x: float, y: float) -> None:
    for key, value in (("x", x), ("y", y), ("xx", x * x), ("yy", y * y), ("xy", x * y), ("pairs", 1)):
        tally[key] += value  # type: ignore[assignment]


def _pearson(t: Mapping[str, float]) -> float | None:
    n = t.get("pairs", 0)
    if n < 3:
        return None
    across = n * t["xy"] - t["x"] * t["y"]
    spread = math.sqrt(max(0.0, n * t["xx"] - t["x"] ** 2)) * math.sqrt(max(0.0, n * t["yy"] - t["y"] ** 2))
    return across / spread if spread else None
