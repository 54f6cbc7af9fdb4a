"""Which mentions are said to tell of one happening, against which do: the measures of coreference, undefined where empty.

Gold and prediction need not hold the same mentions. As in the reference scorer (Pradhan et al. 2014) nothing is added to
either: a mention that only one side has counts against the recall or the precision of the other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from claimwire.evaluate.measures import Figure, Tally, figure

Clusters = Mapping[Any, Hashable]  # mention -> name of its cluster
Unit = Callable[[Any], Hashable]  # mention -> what is drawn as a whole: its document, or its topic
Value = Callable[[Mapping[str, float]], float | None]
Groups = dict[Hashable, set[Hashable]]
CONLL = ("muc", "b3", "ceafe")
_MEASURES = (*CONLL, "lea", "pairwise")


def cluster_figures(
    name: str, gold: Clusters, pred: Clusters, *, unit: Unit, wanted: Sequence[str] | None = None
) -> list[Figure]:
    """Return CoNLL (mean of MUC, B3 and CEAFe), its parts, LEA, pairwise with precision and recall, and duplicate inflation.

    ``wanted`` chooses some of them by their last word. Intervals are drawn over units. What a cluster counts is put down to the
    unit of its first mention, so a cluster that reaches over two units is drawn with one of them.
    """
    tallies = cluster_tallies(gold, pred, unit=unit)
    known: dict[str, tuple[Value, str, tuple[str, ...]]] = {"conll": (conll, "b3.gold", CONLL)}
    for measure in _MEASURES:
        known[measure] = partial(f1_of, measure=measure), f"{measure}.gold", (measure,)
    known["pairwise_precision"] = partial(precision_of, measure="pairwise"), "pairwise.pred", ("pairwise",)
    known["pairwise_recall"] = partial(recall_of, measure="pairwise"), "pairwise.gold", ("pairwise",)
    known["inflation"] = inflation, "both.gold", ("both",)
    out = []
    for what in known if wanted is None else wanted:
        value, n_key, of = known[what]
        # Only what the figure is made of is drawn: five hundred samples of everything take seconds.
        drawn = [Counter({k: v for k, v in t.items() if k.partition(".")[0] in of}) for t in tallies]
        out.append(figure(f"{name}_{what}", drawn, value, n_key=n_key))
    return out


def cluster_tallies(gold: Clusters, pred: Clusters, *, unit: Unit) -> list[Tally]:
    """Return the counts of every measure, one tally a unit: ``.gold_tp`` over ``.gold`` is recall, ``.pred_tp`` over ``.pred``
    precision.
    """
    tallies: dict[Hashable, Tally] = {}
    for mention in sorted({*gold, *pred}, key=str):
        tallies.setdefault(unit(mention), Counter())
    by_gold, by_pred = groups_of(gold), groups_of(pred)
    at = {side: {k: tallies[unit(min(v, key=str))] for k, v in g.items()} for side, g in (("g", by_gold), ("p", by_pred))}
    for side, own, other, clusters in (("gold", by_gold, pred, at["g"]), ("pred", by_pred, gold, at["p"])):
        other_groups = by_pred if side == "gold" else by_gold
        for key, members in own.items():
            tally = clusters[key]
            parts = Counter(other[m] for m in members if m in other)
            _links(tally, side, members, parts, other_groups)
            for m in members:
                tally_m = tallies[unit(m)]
                tally_m[f"b3.{side}"] += 1
                if m in other:
                    tally_m[f"b3.{side}_tp"] += parts[other[m]] / len(members)  # type: ignore[assignment]
            tally[f"ceafe.{side}"] += 1
    for k, p, likeness in align(by_gold, by_pred):
        at["g"][k]["ceafe.gold_tp"] += likeness  # type: ignore[assignment]
        at["p"][p]["ceafe.pred_tp"] += likeness  # type: ignore[assignment]
    shared = [m for m in gold if m in pred]
    for side, clustering in (("gold", gold), ("pred", pred)):
        for members in groups_of({m: clustering[m] for m in shared}).values():
            tallies[unit(min(members, key=str))][f"both.{side}"] += 1
    return list(tallies.values())


def _links(tally: Tally, side: str, members: set[Hashable], parts: Counter[Hashable], others: Groups) -> None:
    """Count what is made of links: MUC (Vilain et al. 1995), LEA (Moosavi and Strube 2016) and pairs."""
    n = len(members)
    missing = n - parts.total()
    tally[f"muc.{side}"] += n - 1
    tally[f"muc.{side}_tp"] += n - len(parts) - missing
    links = n * (n - 1) // 2
    kept = sum(k * (k - 1) // 2 for k in parts.values())
    tally[f"pairwise.{side}"] += links
    tally[f"pairwise.{side}_tp"] += kept
    alone = n == 1 and any(len(others[p]) == 1 for p in parts)
    tally[f"lea.{side}"] += n
    tally[f"lea.{side}_tp"] += n * kept / links if links else float(alone)  # type: ignore[assignment]


def pair_figures(name: str, gold: Clusters, pred: Clusters, *, unit: Unit) -> list[Figure]:
    """Return F1, precision and recall of pairs inside units (reports) and of pairs over two of them, apart.

    Intervals are drawn over gold's clusters and what was wrongly joined with them.
    """
    tallies: dict[Hashable, Tally] = {}
    for side, own, other in (("gold", gold, pred), ("pred", pred, gold)):
        for members in groups_of(own).values():
            for a, b in combinations(sorted(members, key=str), 2):
                tally = tallies.setdefault(gold.get(a, ("none", a)), Counter())
                where = "within" if unit(a) == unit(b) else "across"
                tally[f"{where}.{side}"] += 1
                tally[f"{where}.{side}_tp"] += a in other and other[a] == other.get(b)
    out = []
    for where in ("within", "across"):
        drawn = [Counter({k: v for k, v in t.items() if k.startswith(where)}) for t in tallies.values()]
        drawn = [t for t in drawn if t]
        for what, value, side in (("", f1_of, "gold"), ("_precision", precision_of, "pred"), ("_recall", recall_of, "gold")):
            out.append(figure(f"{name}_{where}{what}", drawn, partial(value, measure=where), n_key=f"{where}.{side}"))
    return out


def recall_of(tally: Mapping[str, float], measure: str) -> float | None:
    """Return recall of a measure; None where gold has nothing of it."""
    return tally.get(f"{measure}.gold_tp", 0) / tally[f"{measure}.gold"] if tally.get(f"{measure}.gold") else None


def precision_of(tally: Mapping[str, float], measure: str) -> float | None:
    """Return precision of a measure; None where nothing was predicted."""
    return tally.get(f"{measure}.pred_tp", 0) / tally[f"{measure}.pred"] if tally.get(f"{measure}.pred") else None


def f1_of(tally: Mapping[str, float], measure: str) -> float | None:
    """Return F1 of a measure: None where gold has nothing of it, 0 where something is there and nothing was found."""
    recall, precision = recall_of(tally, measure), precision_of(tally, measure)
    if recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision and recall else 0.0


def conll(tally: Mapping[str, float]) -> float | None:
    """Return the mean of the F1 of MUC, B3 and CEAFe; None where one of them is."""
    values = [f1_of(tally, m) for m in CONLL]
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if len(known) == len(values) else None


def inflation(tally: Mapping[str, float]) -> float | None:
    """Return predicted clusters per gold cluster, over the mentions that both have: above 1, one happening is counted twice."""
    return tally.get("both.pred", 0) / tally["both.gold"] if tally.get("both.gold") else None


def groups_of(clusters: Clusters) -> Groups:
    """Return the mentions of each cluster."""
    out: Groups = {}
    for mention, name in clusters.items():
        out.setdefault(name, set()).add(mention)
    return out


def align(gold: Groups, pred: Groups) -> list[tuple[Hashable, Hashable, float]]:
    """Pair gold with predicted clusters one to one so that the summed likeness is greatest (CEAFe, Luo 2005, phi 4).

    Clusters that share no mention gain nothing, so each connected component of those that do is assigned by itself.
    """
    of_mention = {m: k for k, v in gold.items() for m in v}
    shared: dict[Hashable, Counter[Hashable]] = {k: Counter() for k in gold}
    for p, members in pred.items():
        for m in members:
            if m in of_mention:
                shared[of_mention[m]][p] += 1
    reach: dict[Hashable, set[Hashable]] = {}
    for k, found in shared.items():
        for p in found:
            reach.setdefault(p, set()).add(k)
    out = []
    left = {k: None for k in gold if shared[k]}
    while left:
        ks, ps = _component(next(iter(left)), shared, reach)
        for k in ks:
            del left[k]
        rows, columns = sorted(ks, key=str), sorted(ps, key=str)
        likeness = np.zeros((len(rows), len(columns)))
        for i, k in enumerate(rows):
            for j, p in enumerate(columns):
                if shared[k][p]:
                    likeness[i, j] = 2 * shared[k][p] / (len(gold[k]) + len(pred[p]))
        out += [(rows[i], columns[j], float(likeness[i, j])) for i, j in assign(likeness) if likeness[i, j] > 0]
    return out


def _component(
    first: Hashable, shared: Mapping[Hashable, Counter[Hashable]], reach: Mapping[Hashable, set[Hashable]]
) -> tuple[set[Hashable], set[Hashable]]:
    ks, ps, todo = {first}, set(), [first]
    while todo:
        for p in shared[todo.pop()]:
            if p not in ps:
                ps.add(p)
                todo += reach[p] - ks
                ks |= reach[p]
    return ks, ps


def assign(gain: npt.NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the one-to-one pairs of rows and columns whose summed gain is greatest, as many as the shorter side has.

    Shortest augmenting paths with potentials (Jonker and Volgenant 1987): cubic, each step over a whole row at once.
    """
    if 0 in gain.shape:
        return []
    if gain.shape[0] > gain.shape[1]:
        return sorted((i, j) for j, i in assign(gain.T))
    cost = gain.max() - gain
    n, m = cost.shape
    of_row, of_column = np.zeros(n), np.zeros(m)
    row_at: list[int | None] = [None] * m
    for row in range(n):
        least = np.full(m, np.inf)
        before: list[int | None] = [None] * m
        open_ = np.ones(m, dtype=bool)
        visited: list[int] = []
        reached, here = 0.0, row
        column = -1
        while True:
            way = reached + cost[here] - of_row[here] - of_column
            shorter = open_ & (way < least)
            least[shorter] = way[shorter]
            for j in np.flatnonzero(shorter).tolist():
                before[j] = column if column >= 0 else None
            column = int(np.argmin(np.where(open_, least, np.inf)))
            reached = float(least[column])
            open_[column] = False
            occupant = row_at[column]
            if occupant is None:
                break
            visited.append(column)
            here = occupant
        of_row[row] += reached
        for j in visited:
            occupant = row_at[j]
            assert occupant is not None
            of_row[occupant] += reached - least[j]
            of_column[j] -= reached - least[j]
        at: int | None = column
        while at is not None:
            previous = before[at]
            row_at[at] = row if previous is None else row_at[previous]
            at = previous
    return sorted((r, j) for j, r in enumerate(row_at) if r is not None)
