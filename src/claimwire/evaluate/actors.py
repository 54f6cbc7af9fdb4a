"""Who is who within a report: B3 over the actors and recipients that the claims corpus names.

A gold mention is a span that some claim of the report has as actor or recipient; its cluster is the name that the coder wrote
beside it. Ours is the participant or actor mention that overlaps it best, and the target of its link.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from claimwire.evaluate.measures import Figure, Tally, figure, mean, observe

Record = Mapping[str, Any]
Offsets = tuple[int, int]


def count_actors(tally: Tally, report: Record, reading: Record) -> None:
    """Add one report's mentions to ``tally``.

    A mention that nothing of ours overlaps, or that has no target, is a cluster of its own. Mentions that the coder gave no
    name ("militants", "three people") stay out of B3; they count in ``unnamed``: right when we name nobody for them.
    """
    gold = gold_names(report)
    ours = list(_ours(reading))
    pred: dict[Offsets, str] = {}
    for span in gold:
        found, target = _best(span, ours)
        pred[span] = target if target is not None else f"\x1f{span}"
        if gold[span] is not None:
            observe(tally, "actor.found", found)
        else:
            observe(tally, "actor.unnamed", target is None or target.startswith(("class:", "unnamed:")))
    named = {s: n for s, n in gold.items() if n is not None}
    same_gold, same_pred = Counter(named.values()), Counter(pred[s] for s in named)
    both = Counter((n, pred[s]) for s, n in named.items())
    for span, name in named.items():
        shared = both[name, pred[span]]
        observe(tally, "actor.precision", shared / same_pred[pred[span]])
        observe(tally, "actor.recall", shared / same_gold[name])


def gold_names(report: Record) -> dict[Offsets, str | None]:
    """Return the name, folded, of every participant's span; the first one where two claims disagree."""
    out: dict[Offsets, str | None] = {}
    for claim in report["claims"]:
        for x in (*(claim["actor"] or ()), *(claim["recipient"] or ())):
            if x.get("span"):
                span = (x["span"][0], x["span"][1])
                out[span] = out.get(span) or (x.get("name") or "").casefold() or None
    return out


def actor_figures(tallies: Sequence[Tally]) -> list[Figure]:
    """Return B3 with its halves, the share of named mentions found at all, and of unnamed ones that stay nobody."""
    keys = {"b3_precision": "precision", "b3_recall": "recall", "found": "found", "unnamed": "unnamed"}
    return [
        figure("actor_b3", tallies, _f1, n_key="actor.found.n"),
        *(
            figure(f"actor_{name}", tallies, lambda t, k=key: mean(t, f"actor.{k}"), n_key=f"actor.{key}.n")  # type: ignore[misc]
            for name, key in keys.items()
        ),
    ]


def _f1(tally: Mapping[str, float]) -> float | None:
    precision, recall = mean(tally, "actor.precision"), mean(tally, "actor.recall")
    return None if precision is None or recall is None else 2 * precision * recall / (precision + recall)


def _ours(reading: Record) -> Iterator[tuple[Offsets, str | None]]:
    for claim in reading["claims"]:
        for x in (*(claim["actor"] or ()), *(claim["recipient"] or ())):
            yield (x["span"][0], x["span"][1]), x.get("target")
    targets = {k["mention"]: k["target"] for k in reading.get("links", ()) if k["kind"] == "actor"}
    for m in reading["mentions"]:
        if m.get("label") == "actor":
            yield (m["start"], m["end"]), targets.get(m["id"])


def _best(span: Offsets, ours: Sequence[tuple[Offsets, str | None]]) -> tuple[bool, str | None]:
    """Return whether anything overlaps ``span``, and the target of what does so best; of equals, the first with a target."""
    best, target = 0.0, None
    for (a, b), t in ours:
        shared = min(span[1], b) - max(span[0], a)
        if shared <= 0:
            continue
        fit = 2 * shared / (span[1] - span[0] + b - a)
        if fit > best or (fit == best and target is None):
            best, target = fit, t
    return best > 0, target
