"""Fit the weights by which `consolidate.linking` joins rows of event tables: on two thirds of MAVERICK's events.

    .venv/bin/python -m training.records_linking --data ../shared/data

Reports of the events that `evaluate.maverick` holds out are never looked at. Writes `consolidate/records.json`, rounded, so that
a person can follow a decision by hand.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np

from claimwire.consolidate.entries import Entry, Names, entry
from claimwire.consolidate.linking import REACH, candidates, compare, features
from claimwire.errors import ClaimwireError
from claimwire.evaluate.benches import records
from claimwire.evaluate.maverick import COLUMNS, blind, is_held_out
from training.logistic import newton

OUT = Path("src/claimwire/consolidate/records.json")
PENALTY = 3.0
# Average link asks whether groups are one, single pairs whether rows are: what is missed between two rows of one event is mostly
# an empty cell. Chosen by cross-validation over events of the fitted two thirds.
SHIFT = 0.5
BY_HAND = {"words": 1.5}  # MAVERICK has no text of its own; notes that say the same in the same words are more than nothing


def read(path: Path) -> tuple[list[Entry], list[str]]:
    """Return the entries that may be fitted on, and the event of each."""
    entries, events = [], []
    names = Names()
    for row in records(path):
        if is_held_out(row["event_id"]):
            continue
        try:
            entries.append(entry(blind(row), COLUMNS, where=str(row["id"]), names=names))
        except ClaimwireError as e:  # two rows end before they start
            print(e)
            continue
        events.append(row["event_id"])
    return entries, events


def examples(entries: list[Entry], events: list[str]) -> tuple[list[tuple[int, int]], list[dict[str, float]], np.ndarray]:
    """Return the candidate pairs that no rule forbids, their features, and which are one event."""
    pairs = [(a, b) for a, b in candidates(entries) if compare(entries[a], entries[b], {"bias": 0.0}).veto is None]
    found = [features(entries[a], entries[b]) for a, b in pairs]
    return pairs, found, np.array([float(events[a] == events[b]) for a, b in pairs])


def fit(found: list[dict[str, float]], labels: np.ndarray, *, penalty: float = PENALTY) -> dict[str, float]:
    """Return log-odds by feature, the intercept as ``bias``."""
    names = sorted({n for f in found for n in f})
    x = np.array([[1.0, *(f.get(n, 0.0) for n in names)] for f in found])
    return dict(zip(["bias", *names], newton(x, labels, penalty=penalty).tolist(), strict=True))


def main() -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    entries, events = read(parser.parse_args().data / "maverick" / "reports.jsonl.gz")
    _, found, labels = examples(entries, events)
    fitted = fit(found, labels)
    fitted["bias"] += SHIFT
    fitted |= BY_HAND
    OUT.write_text(json.dumps({k: round(v, 2) for k, v in fitted.items()}, indent=1) + "\n", encoding="utf-8")
    print(f"{len(entries)} rows, {len(found)} pairs within {REACH} days, {int(labels.sum())} of one event -> {OUT}")
    for name, weight in sorted(fitted.items(), key=lambda f: -abs(f[1])):
        print(f"{name:24} {weight:6.2f}  n={sum(bool(f.get(name)) for f in found)}")


if __name__ == "__main__":
    main()
