"""Fit which expression dates a happening and when it takes another's date (``claimwire/claims/dating.json``).

    .venv/bin/python -m training.dating ../shared/data/claims/train.jsonl

Reads annotated claims with the shipped model and fits two logistic regressions. What it fits on trained the heads that find the
happenings, but no head knows of times; run it after every training, after ``training.combine``.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from claimwire import resolve
from claimwire.claims import dating, triggers
from claimwire.claims.frames import Frame
from claimwire.claims.happenings import Happening
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.modality import modality
from claimwire.claims.speech import SpeechWords
from claimwire.claims.statements import find_statements
from claimwire.claims.weigh import Features
from claimwire.config import Settings
from claimwire.pipeline import Coder
from claimwire.records import Annotation, Report, Span, Statement, digest
from training.combine import touches
from training.logistic import newton

OUT = Path(dating.__file__).with_name("dating.json")
PENALTY = 3.0
RARE = 4  # a feature of fewer examples says nothing
BATCH = 16
Row = tuple[Features, bool]


def readings(coder: Coder, path: Path) -> Iterator[tuple[dict[str, Any], dating.Dating, list[Happening]]]:
    """Yield each record with the happenings that the program finds in it, before they are dated."""
    with path.open(encoding="utf-8") as lines:
        records = [json.loads(line) for line in lines]
    words = SpeechWords.of(coder.ontology)
    for at in range(0, len(records), BATCH):
        batch = records[at : at + BATCH]
        reports = [
            Report(id=r["id"], text=r["text"], title=r["title"], published_at=r["published_at"], sha256=digest("text", r["text"]))
            for r in batch
        ]
        for record, report, annotation in zip(batch, reports, coder.annotator.annotate(reports), strict=True):
            yield record, *_happenings(coder, report, annotation, words)


def _happenings(
    coder: Coder, report: Report, annotation: Annotation, words: SpeechWords
) -> tuple[dating.Dating, list[Happening]]:
    resolution = resolve.resolve(report, annotation, ontology=coder.ontology, gazetteer=coder.gazetteer)
    parsed = triggers.clauses(annotation)
    statements = find_statements(report, annotation, resolution, parsed=parsed, words=words)
    found = [
        Happening(frame=f, modality=modality(f, ontology=coder.ontology), statement=_under(statements, f))
        for f in triggers.find_frames(parsed, annotation, ontology=coder.ontology)
    ]
    return dating.Dating(report.text, MentionIndex(report, parsed, resolution), found, statements), found


def _under(statements: Iterable[Statement], frame: Frame) -> Statement | None:
    start, end = frame.offsets()
    around = [s for s in statements if any(c.start <= start and end <= c.end for c in s.content)]
    return min(around, key=lambda s: sum(c.end - c.start for c in s.content), default=None)


def right(claim: Mapping[str, Any] | None, span: Span | None, value: str | None) -> bool:
    """True when an expression, or the date that it comes to, is what the coder gave."""
    time = claim["time"] if claim else None
    if not time:
        return False
    if span is not None and time.get("span"):
        return touches(span.offsets, time["span"])
    return time.get("edtf") is not None and time["edtf"] == value


def gold(record: Mapping[str, Any], frame: Frame) -> dict[str, Any] | None:
    """Return the coder's claim on a frame's word."""
    head = frame.tree.tokens[frame.head]
    touching = [c for c in record["claims"] if c["kind"] == "event" and touches(frame.offsets(), c["trigger"])]
    return next((c for c in touching if touches((head.start, head.end), c["trigger"])), touching[0] if touching else None)


def fit(rows: list[Row]) -> dict[str, float]:
    """Weights by feature; those next to nothing are left out."""
    names = sorted({n for f, _ in rows for n in f})
    names = [n for n in names if sum(n in f for f, _ in rows) >= RARE]
    x = np.array([[1.0, *(f.get(n, 0.0) for n in names)] for f, _ in rows])
    y = np.array([label for _, label in rows], dtype=float)
    w = newton(x, y, penalty=PENALTY)
    print(f"n={len(y)} positive {y.mean():.3f} right {((x @ w > 0) == (y > 0.5)).mean():.3f}", file=sys.stderr)
    return {n: round(float(v), 2) for n, v in zip(["bias", *names], w, strict=True) if n == "bias" or abs(v) >= 0.05}


def main(path: Path) -> None:
    """Fit the dates of a sentence's own first: what they leave undated is what may take another's."""
    coder = Coder.open(Settings())
    found = list(readings(coder, path))
    own = [
        (a.features, right(claim, a.mention.span, a.interval.edtf))
        for record, dates, happenings in found
        for h in happenings
        if (claim := gold(record, h.frame)) is not None
        for a in dates.own(h)
    ]
    weights = {"own": fit(own)}
    chosen = [(record, happenings, dates, dates.own_dates(weights["own"])) for record, dates, happenings in found]
    taken = [
        (source.features, right(claim, None, source.time.interval.edtf))
        for record, happenings, dates, dated in chosen
        for h, time in zip(happenings, dated, strict=True)
        if time is None and (claim := gold(record, h.frame)) is not None
        for source in dates.inheriting(dated).asked(h)
    ]
    weights["inherited"] = fit(taken)
    OUT.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
