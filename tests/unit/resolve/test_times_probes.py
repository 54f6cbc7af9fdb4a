"""A table of sentences with the day they were published and the EDTF of the last time that they name.

``time_probes.csv``: every fifth sentence (``fresh``) was written after the rules and none was changed for it; the others saw
the rules written. An empty ``edtf`` says that nothing in the sentence can be dated.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from claimwire.pipeline import Coder
from claimwire.records import Report
from claimwire.resolve.times import resolve_times

PROBES = Path(__file__).with_name("time_probes.csv")
Row = dict[str, str]


@pytest.fixture(scope="module")
def wrong(coder: Coder) -> dict[str, list[tuple[Row, str | None]]]:
    """Return the probes that came out otherwise, by set."""
    with PROBES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    reports = [Report(id=str(n), text=r["text"], published_at=r["published"] or None) for n, r in enumerate(rows)]
    out: dict[str, list[tuple[Row, str | None]]] = {"tuned": [], "fresh": []}
    for at in range(0, len(rows), 32):
        batch = reports[at : at + 32]
        for row, report, annotation in zip(rows[at:], batch, coder.annotator.annotate(batch), strict=False):
            times = resolve_times(report, annotation)
            dated = [v.edtf for m in times.mentions if (v := times.times[m.id]).edtf is not None]
            got = dated[-1] if dated else None
            if got != (row["edtf"] or None):
                out[row["set"]].append((row, got))
    return out


def size(name: str) -> int:
    with PROBES.open(encoding="utf-8", newline="") as lines:
        return sum(row["set"] == name for row in csv.DictReader(lines))


@pytest.mark.parametrize(("name", "least"), [("tuned", 0.95), ("fresh", 0.85)])
def test_sentences_come_to_the_days_they_mean(wrong: dict[str, list[tuple[Row, str | None]]], name: str, least: float) -> None:
    missed = [(row["text"], row["edtf"] or None, got) for row, got in wrong[name]]
    assert 1 - len(missed) / size(name) >= least, missed


def test_the_table_is_large_and_a_fifth_of_it_was_kept_apart() -> None:
    assert size("tuned") + size("fresh") >= 250
    assert size("fresh") / (size("tuned") + size("fresh")) >= 0.18
