"""Did it happen, on sentences of our own: denied, tried, demanded, threatened and the like, beside plain happenings.

Each sentence has one probed trigger. It is right when a claim stands on that trigger and both its realization and its
factuality are the ones that the codebook gives; a trigger without a claim is wrong in all three. Rules were written
against the "tuning" part only, so the "held-out" part says how they carry over. The file ships with the package.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.resources import files
from typing import Any

from claimwire.errors import EvaluationError
from claimwire.evaluate.measures import Figure, Tally, figure, mean, observe
from claimwire.records import Claim, Reading, Span

Record = Mapping[str, Any]
_PARTS = ("held-out", "tuning")


def probes() -> list[dict[str, Any]]:
    """Return the probes that ship with the package, in the file's order."""
    lines = files("claimwire.evaluate").joinpath("probes.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


def score_probes(records: Sequence[Record], readings: Mapping[str, Reading]) -> list[Figure]:
    """Return found, realization, factuality and all three right, for both parts, then per class and part."""
    tallies = []
    for record in records:
        tally: Tally = Counter()
        claim = probed(record, readings[record["id"]])
        right = judged(record, claim)
        part = record["split"]
        observe(tally, f"{part}.found", claim is not None)
        observe(tally, f"{part}.realization", right[0])
        observe(tally, f"{part}.factuality", right[1])
        observe(tally, f"{part}.right", right[2])
        observe(tally, f"{part}.right.{record['class']}", right[2])
        tallies.append(tally)
    classes = list(dict.fromkeys(r["class"] for r in records))
    names = [f"{part}.{what}" for part in _PARTS for what in ("right", "found", "realization", "factuality")]
    names += [f"{part}.right.{name}" for part in _PARTS for name in classes]
    return [figure(name, tallies, lambda t, k=name: mean(t, k), n_key=f"{name}.n") for name in names]  # type: ignore[misc]


def probed(record: Record, reading: Reading) -> Claim | None:
    """Return the claim on the probed trigger: the one whose own trigger fits it best, the first among equals."""
    start, end = place(record)

    def fit(span: Span) -> float:
        shared = min(span.end, end) - max(span.start, start)
        return 2 * shared / (span.end - span.start + end - start)

    on_it = [c for c in reading.claims if fit(c.trigger) > 0]
    return max(on_it, key=lambda c: fit(c.trigger), default=None)


def place(record: Record) -> tuple[int, int]:
    """Return where the probed trigger stands. Raises EvaluationError unless it stands there once, as whole words."""
    found = list(re.finditer(rf"(?<!\w){re.escape(record['trigger'])}(?!\w)", record["text"]))
    if len(found) != 1:
        raise EvaluationError(f"probe {record['id']}: {record['trigger']!r} stands {len(found)} times in its sentence; keep one")
    return found[0].span()


def judged(record: Record, claim: Claim | None) -> tuple[bool, bool, bool]:
    """Return whether realization, factuality and both together are right.

    ``also`` lists further pairs where the codebook leaves the choice open ("it is unclear whether").
    """
    if claim is None:
        return False, False, False
    wanted = [(record["realization"], record["factuality"]), *(tuple(pair.split("/")) for pair in record.get("also", ()))]
    pair = (claim.realization, claim.factuality)
    return pair[0] in {w[0] for w in wanted}, pair[1] in {w[1] for w in wanted}, pair in wanted
