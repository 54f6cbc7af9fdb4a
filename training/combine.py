"""Fit how far the learned heads may be trusted beside lexicon and grammar (``claimwire/claims/weights.json``).

    .venv/bin/python -m training.combine

Reads the fifth of our own sentences that trained no head, with the shipped model, and fits four logistic regressions: is this
word a happening that coders write down, of which type, and who is actor, recipient and place. Run it after every training.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from claimwire import resolve
from claimwire.claims import casting, triggers, weigh
from claimwire.claims.assemble import Assembler
from claimwire.claims.frames import Frame
from claimwire.claims.lexis import Lexis
from claimwire.claims.mentions import MentionIndex
from claimwire.config import Settings
from claimwire.pipeline import Coder
from claimwire.records import Report, digest
from training import own
from training.logistic import newton

OUT = Path(__file__).parent.parent / "src" / "claimwire" / "claims" / "weights.json"
PENALTY = 3.0
Features = weigh.Features


@dataclass
class Rows:
    """Examples of one decision."""

    features: list[Features] = field(default_factory=list)
    labels: list[bool] = field(default_factory=list)

    def add(self, features: Features, label: bool) -> None:
        """Add one."""
        self.features.append(features)
        self.labels.append(label)


def held_out() -> Iterator[dict[str, Any]]:
    """Records that trained no head."""
    for path in own.FILES:
        yield from own.read(path, held_out=True)


def touches(a: Sequence[int], b: Sequence[int]) -> bool:
    """True when two spans overlap."""
    return a[0] < b[1] and b[0] < a[1]


def collect(coder: Coder, records: Sequence[dict[str, Any]], choices: list[tuple[list[Features], int]]) -> dict[str, Rows]:
    """Ask every question about every record; ``choices`` gets, for each trigger, its possible labels and the right one."""
    rows = {name: Rows() for name in ("trigger", *casting.PARTS)}
    lexis = Lexis(coder.ontology)
    for record in records:
        text = record["text"]
        report = Report(id=record["id"], text=text, sha256=digest("text", text))
        (annotation,) = coder.annotator.annotate([report])
        resolution = resolve.resolve(report, annotation, ontology=coder.ontology, gazetteer=coder.gazetteer)
        parsed = triggers.clauses(annotation)
        assembler = Assembler(
            report,
            MentionIndex(report, parsed, resolution),
            statements=(),
            arguments=annotation.arguments,
            ontology=coder.ontology,
            lexis=lexis,
        )
        for clause in parsed:
            inside = [t for t in annotation.triggers if clause.sentence.start <= t.span.start < clause.sentence.end]
            frames = list(triggers.candidates(clause, inside, coder.ontology))
            assembler.consider(f for f in frames if weigh.log_odds("trigger", triggers.trigger_features(f)) > 0)
            for frame in frames:
                head = clause.tree.tokens[frame.head]
                touching = [c for c in record["claims"] if touches(frame.offsets(), c["trigger"])]
                gold = [c for c in touching if touches((head.start, head.end), c["trigger"])] or touching
                rows["trigger"].add(triggers.trigger_features(frame), bool(gold))
                if not gold:
                    continue
                label = gold[0]["event_type"] or gold[0]["kind"]
                options = triggers.label_options(frame)
                if label in options and len(options) > 1:
                    choices.append((list(options.values()), list(options).index(label)))
                if gold[0]["kind"] == "event":
                    parts(assembler, frame, gold, rows)
    return rows


def parts(assembler: Assembler, frame: Frame, gold: Sequence[dict[str, Any]], rows: dict[str, Rows]) -> None:
    """Ask of every candidate of one frame what part it plays."""
    spans = {
        "actor": [p["span"] for c in gold for p in c["actor"]],
        "recipient": [p["span"] for c in gold for p in c["recipient"]],
        "place": [p["span"] for c in gold for p in c["places"]],
    }
    for c, part, features in assembler.questions(frame):
        token = frame.tree.tokens[c.head]
        rows[part].add(features, any(touches((token.start, token.end), s) for s in spans[part]))


def fit(rows: Rows) -> dict[str, float]:
    """Weights by feature; those next to nothing are left out."""
    names = sorted({n for f in rows.features for n in f})
    x = np.array([[1.0, *(f.get(n, 0.0) for n in names)] for f in rows.features])
    y = np.array(rows.labels, dtype=float)
    w = newton(x, y, penalty=PENALTY)
    right = ((x @ w > 0) == (y > 0.5)).mean()
    print(f"n={len(y)} positive {y.mean():.3f} right {right:.3f}", file=sys.stderr)
    return {n: round(float(v), 2) for n, v in zip(["bias", *names], w, strict=True) if n == "bias" or abs(v) >= 0.05}


def fit_choice(choices: Sequence[tuple[list[Features], int]]) -> dict[str, float]:
    """A logit over the possible labels of each trigger, by gradient descent."""
    names = sorted({n for options, _ in choices for f in options for n in f})
    tables = [np.array([[f.get(n, 0.0) for n in names] for f in options]) for options, _ in choices]
    w = np.ones(len(names))
    for _ in range(400):
        gradient = 0.5 * (w - 1) / len(choices)
        for table, (_, right) in zip(tables, choices, strict=True):
            p = np.exp(table @ w - (table @ w).max())
            gradient += (table.T @ (p / p.sum()) - table[right]) / len(choices)
        w -= 0.5 * gradient
    hit = np.mean([int((t @ w).argmax()) == right for t, (_, right) in zip(tables, choices, strict=True)])
    head = names.index("head")
    alone = np.mean([int(t[:, head].argmax()) == right for t, (_, right) in zip(tables, choices, strict=True)])
    print(f"labels: n={len(choices)} right {hit:.3f}, by the head alone {alone:.3f}", file=sys.stderr)
    return {"bias": 0.0, **{n: round(float(v), 2) for n, v in zip(names, w, strict=True)}}


def main() -> None:
    """Fit and write the weights."""
    coder = Coder.open(Settings())
    choices: list[tuple[list[Features], int]] = []
    found = collect(coder, list(held_out()), choices)
    weights = {name: fit(rows) for name, rows in found.items()} | {"label": fit_choice(choices)}
    OUT.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
