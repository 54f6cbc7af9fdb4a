"""How well a codebook's examples hold together: each judged with itself left out, and what a researcher should look at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from claimwire.codebook.matcher import Matcher, strongest
from claimwire.codebook.nearness import NONE, Group
from claimwire.codebook.schema import FEWEST

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Result:
    """One type's precision and recall over all sentences of the codebook and our ordinary ones; None: nothing to divide by."""

    type: str
    n: int  # sentences of the type
    entries: int
    by: Mapping[str, tuple[float | None, float | None]]  # entries, examples, both

    def row(self) -> dict[str, Any]:
        """As a row of the table."""
        row: dict[str, Any] = {"type": self.type, "n": self.n, "entries": self.entries}
        for way, (p, r) in self.by.items():
            row |= {f"{way}_P": rounded(p), f"{way}_R": rounded(r)}
        return row | {"both_F": rounded(f1(*self.by["both"]))}


def rounded(value: float | None) -> float | None:
    """Two digits."""
    return None if value is None else round(value, 2)


def f1(precision: float | None, recall: float | None) -> float | None:
    """Harmonic mean; None where either is unknown or both are 0."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def precision_recall(made: Mask, wanted: Mask) -> tuple[float | None, float | None]:
    """Of ``made`` how many are wanted, of ``wanted`` how many are made."""
    right, n, m = int((made & wanted).sum()), int(made.sum()), int(wanted.sum())
    return (right / n if n else None, right / m if m else None)


def n_ordinary(matcher: Matcher) -> int:
    """How many ordinary sentences there are, those left aside included."""
    own = sum(len(t.examples) + len(t.counter_examples) for t in matcher.book.types.values()) + len(matcher.book.counter_examples)
    return len(matcher.sentences) - own + len(matcher.unlike_ordinary)


def leave_one_out(matcher: Matcher) -> list[Result]:
    """Judge every sentence with itself left out of the examples, type by type, then all types together."""
    threshold = matcher.book.threshold
    wanted = matcher.near.types[:, None] == np.arange(len(matcher.types))
    by = {
        "entries": matcher.given >= threshold,
        "examples": matcher.left_out_alone >= threshold,
        "both": 1 - (1 - matcher.left_out) * (1 - matcher.given) >= threshold,
    }
    return _results(matcher, by, wanted, wanted.sum(axis=0))


def held_out(matcher: Matcher, groups: Sequence[Group], labels: Sequence[Collection[str]]) -> list[Result]:
    """Judge sentences that the codebook has not: ``groups`` are the claims found in each, ``labels`` its types."""
    threshold = matcher.book.threshold
    shape = (len(groups), len(matcher.types))
    by: dict[str, Mask] = {way: np.zeros(shape, bool) for way in ("entries", "examples", "both")}
    for g, group in enumerate(groups):
        if not group:
            continue
        given = strongest(matcher.lexicon, group)
        by["entries"][g] = [given.get(name, 0.0) >= threshold for name in matcher.types]
        by["examples"][g] = (matcher.near.scores(group, alone=True)[0] >= threshold).any(axis=0)
        by["both"][g] = np.array([[v.score >= threshold for v in judged] for judged in matcher.verdicts(group)]).any(axis=0)
    wanted = np.array([[name in types for name in matcher.types] for types in labels])
    return _results(matcher, by, wanted, wanted.sum(axis=0))


def _results(matcher: Matcher, by: Mapping[str, Mask], wanted: Mask, n: npt.NDArray[np.int64]) -> list[Result]:
    out = []
    for t, name in enumerate(matcher.types):
        one = matcher.book.types[name]
        scores = {way: precision_recall(made[:, t], wanted[:, t]) for way, made in by.items()}
        out.append(Result(name, int(n[t]), len(one.lexicon), scores))
    entries = sum(len(t.lexicon) for t in matcher.book.types.values())
    return [*out, Result("all", int(n.sum()), entries, {way: precision_recall(made, wanted) for way, made in by.items()})]


def warnings(matcher: Matcher) -> list[str]:
    """What to look at: few examples, examples that look like another type's, entries that hold for what they should not."""
    out = [
        f"types.{name}: {len(t.examples)} examples; similarity needs about ten in different wordings, {FEWEST} at least"
        for name, t in matcher.book.types.items()
        if len(t.examples) < FEWEST
    ]
    near = matcher.near
    figures = near.similarities(near.rows, without=near.group_of)
    for g, sentence in enumerate(matcher.sentences):
        rows = np.flatnonzero(near.group_of == g)
        own = int(near.types[g])
        best = figures[rows].max(axis=0)
        if own != NONE:
            mine = np.flatnonzero(near.types == own)
            other = np.flatnonzero((near.types != own) & (near.types != NONE))
            if len(other) and best[other].max() > best[mine].max():
                nearest = int(other[best[other].argmax()])
                theirs = matcher.types[int(near.types[nearest])]
                held = matcher.given[g, own] >= matcher.book.threshold
                if not held:  # an entry tells the two apart
                    out.append(
                        f"{matcher.types[own]}: {sentence!r} is nearer to {theirs} ({matcher.sentences[nearest]!r}); "
                        "word it differently, or write a lexicon entry that holds for it"
                    )
        for t in np.flatnonzero(matcher.given[g] >= matcher.book.threshold):
            if t != own:
                which = matcher.types[own] if own != NONE else "no type"
                out.append(f"{matcher.types[t]}: an entry holds for {sentence!r}, of {which}; add to the entry's `unless`")
    return out
