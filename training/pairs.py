"""Fit the weights of `consolidate.within` on pairs of claims of the annotated training reports.

    .venv/bin/python -m training.pairs --data ../shared/data

Claims are the program's own, matched with gold as the corpus's scorer matches them; a pair is positive when both gold claims bear
one event key. Prints the weights, to be copied into `consolidate/within.py` by a person who has looked at them.
"""

from __future__ import annotations

import argparse
from itertools import combinations
from pathlib import Path

import numpy as np

from claimwire.config import Settings
from claimwire.consolidate.within import WEIGHTS, compare, pairs, views
from claimwire.evaluate.benches import records, report
from claimwire.evaluate.claims import likeness
from claimwire.evaluate.measures import match
from claimwire.pipeline import Coder, Failure
from training.logistic import newton


def examples(path: Path) -> tuple[list[set[str]], list[int], dict[str, int]]:
    """Return features and label of every compared pair, and the pairs that vetoes and blocks lost."""
    coder = Coder.open(Settings())
    gold = list(records(path))
    rows: list[set[str]] = []
    labels: list[int] = []
    lost = {"veto": 0, "block": 0, "found": 0}
    for start in range(0, len(gold), 16):
        batch = gold[start : start + 16]
        for g, reading in zip(batch, coder.code([report(g) for g in batch]), strict=True):
            if isinstance(reading, Failure):
                continue
            seen = views(reading)
            mine = [v.claim for v in seen]
            as_dicts = {c["id"]: c for c in reading.to_dict()["claims"]}
            theirs = g["claims"]
            found = match(len(theirs), len(mine), lambda i, j: likeness(theirs[i], as_dicts[mine[j].id]))  # noqa: B023
            key = {j: theirs[i]["event"] for i, j in found if theirs[i]["event"]}
            blocked = set(pairs(seen))
            for a, b in combinations(sorted(key), 2):
                same = key[a] == key[b]
                if (a, b) not in blocked:
                    lost["block"] += same
                    continue
                verdict = compare(seen[a], seen[b])
                if verdict.veto:
                    lost["veto"] += same
                    lost[verdict.veto] = lost.get(verdict.veto, 0) + same
                    continue
                lost["found"] += same
                rows.append(set(verdict.features))
                labels.append(int(same))
    return rows, labels, lost


def fit(rows: list[set[str]], labels: list[int], *, penalty: float = 2.0) -> dict[str, float]:
    """Weights by feature, rounded, so that a person can follow a decision by hand."""
    names = [n for n in WEIGHTS if n != "bias"]
    x = np.array([[1.0] + [float(n in r) for n in names] for r in rows])
    y = np.array(labels, dtype=float)
    w = newton(x, y, penalty=penalty)
    return dict(zip(["bias", *names], (round(float(v), 1) for v in w), strict=True))


def main() -> None:
    """Print the fitted weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    rows, labels, lost = examples(parser.parse_args().data / "claims/train.jsonl")
    print(f"{len(rows)} pairs, {sum(labels)} of one event; of such pairs lost: {lost}")
    for name, weight in fit(rows, labels).items():
        print(f'    "{name}": {weight},  # n={sum(name in r for r in rows)}')


if __name__ == "__main__":
    main()
