"""How near a claim is to the examples of each type, as a score that says how often such nearness was right.

Two claims are near when their words, what happens in them, and whom it happens to are near. A type's nearness counts only
against claims of no type: ordinary ones of ours and the codebook's counter-examples. What nearness is worth is fitted on the
codebook's own examples, each left out in turn (logistic regression on four figures); the score is moved so that .5 is where
the left-out examples are told apart best, a false one weighing more than a missed one, and half of what is above it is right.
Where a type has lexicon entries, what they find is found already: nearness alone then has to be surer.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from claimwire.codebook.passage import Passage

Array = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float64]
Embed = Callable[[Sequence[str]], Array]
Group = tuple[Passage, ...]  # the passages of one sentence

WHOLE, ABOUT, DONE, SAME = (
    1.0,
    1.0,
    0.5,
    0.5,
)  # shares of a claim's words, of what it is about, of its trigger, of its PLOVER type
FULL = WHOLE + ABOUT + DONE + SAME  # nearness of a claim to itself
FEW, SEVERAL = 3, 5  # nearest sentences that count together
RIDGE = 1.0
CAUTION = 0.5  # the beta of F: a wrong type weighs more than a missed one
TOLERANCE = 0.02  # of F: the lowest cut that is about as good, for left-out examples are harder than most claims
SURER = 1.0  # log-odds above every left-out sentence, where likeness is never right
NONE = -1


@dataclass(frozen=True, slots=True)
class Nearest:
    """The sentence of the codebook that a claim is nearest to, with its nearness (1: the same claim)."""

    sentence: int
    nearness: float


@dataclass(slots=True)
class Fit:
    """Weights of the figures, with what each is divided by."""

    spread: Scores
    weights: Scores
    bias: float

    shifts: Scores | float = 0.0  # beside the lexicon, of each type
    alone: float = 0.0  # as if there were no lexicon

    def __call__(self, figures: Scores, *, alone: bool = False) -> Scores:
        """Scores [n, types] of figures [n, types, figures]; ``alone`` is for a codebook without lexicon."""
        z = (figures / self.spread) @ self.weights + self.bias + (self.alone if alone else self.shifts)
        return np.asarray(1 / (1 + np.exp(-z.clip(-30, 30))))


@dataclass(slots=True)
class Nearness:
    """Sentences with their types; NONE is a sentence of no type."""

    embed: Embed
    groups: Sequence[Group]
    types: npt.NDArray[np.int64]  # of each group
    n_types: int
    _events: dict[str, int] = field(init=False)
    rows: Array = field(init=False)
    group_of: npt.NDArray[np.int64] = field(init=False)
    fit: Fit | None = None

    def __post_init__(self) -> None:
        every = [p for g in self.groups for p in g]
        self._events = {e: n for n, e in enumerate(sorted({p.event_type for p in every if p.event_type}))}
        self.group_of = np.array([n for n, g in enumerate(self.groups) for _ in g])
        self.rows = self._vectors(every)

    def _vectors(self, passages: Sequence[Passage]) -> Array:
        """Rows whose products are the nearness of passages."""
        events = np.zeros((len(passages), len(self._events)), np.float32)
        for row, p in enumerate(passages):
            if p.event_type in self._events:
                events[row, self._events[p.event_type]] = 1
        parts = (
            (WHOLE, self.embed([p.text for p in passages])),
            (ABOUT, self.embed([p.rest for p in passages])),
            (DONE, self.embed([p.trigger for p in passages])),
            (SAME, events),
        )
        return np.hstack([rows * math.sqrt(share) for share, rows in parts]).astype(np.float32)

    def similarities(self, rows: Array, *, without: npt.NDArray[np.int64] | None = None) -> Array:
        """Nearness of each row to each sentence: its nearest passage [n, groups]; ``without`` leaves out one sentence a row."""
        out = np.full((len(rows), len(self.groups)), -1.0, np.float32)
        np.maximum.at(out.T, self.group_of, (rows @ self.rows.T).T / FULL)
        if without is not None:
            out[np.arange(len(rows)), without] = -1
        return out

    def figures(self, near: Array) -> Scores:
        """What the score is made of [n, types, 4]: nearness to few and several examples, against none and against other types."""
        few, several = self._tops(near, FEW), self._tops(near, SEVERAL)
        out = np.zeros((len(near), self.n_types, 4))
        out[:, :, 0] = few[:, :-1] - few[:, -1:]
        out[:, :, 1] = several[:, :-1] - several[:, -1:]
        for t in range(self.n_types):
            others = np.delete(several[:, :-1], t, axis=1)
            out[:, t, 2] = several[:, t] - others.max(axis=1) if self.n_types > 1 else out[:, t, 1]
        out[:, :, 3] = few[:, :-1]
        return out

    def _tops(self, near: Array, k: int) -> Array:
        """Mean of the ``k`` nearest sentences of each type and, last, of none [n, types + 1]."""
        out = np.zeros((len(near), self.n_types + 1), np.float32)
        for column, t in enumerate((*range(self.n_types), NONE)):
            mine = np.sort(near[:, self.types == t], axis=1)[:, -k:]
            there = mine > -1  # the left-out sentence of a type with few does not count
            out[:, column] = np.where(there, mine, 0).sum(axis=1) / np.maximum(there.sum(axis=1), 1)
        return out

    # --- what nearness is worth -----------------------------------------------------------------------------------------

    def left_out(self) -> Scores:
        """Figures of every passage with its own sentence left out."""
        return self.figures(self.similarities(self.rows, without=self.group_of))

    def learn(self, given: Scores, entries: npt.NDArray[np.bool_]) -> tuple[Scores, Scores]:
        """Fit the score; returns those of every sentence [groups, types] with itself left out, beside the lexicon and alone.

        ``given`` is the score that the lexicon gives each sentence for each type, ``entries`` says which types have entries.
        """
        figures = self.left_out()
        spread = figures.reshape(-1, figures.shape[-1]).std(axis=0) + 1e-9
        wanted = (self.types[:, None] == np.arange(self.n_types)).astype(float)
        fit = Fit(spread, np.array([1.0, 0.0, 0.0, 0.0]), 0.0)
        for _ in range(3):  # which claim of a sentence is meant depends on the weights, and they on it
            fit = _logistic(self._chosen(figures, fit), wanted, spread)
        scores = self._best(fit(figures))
        shifts = np.zeros(self.n_types)
        for some in (entries, ~entries):
            if some.any():
                shifts[some] = _shift(scores[:, some], given[:, some] >= 0.5, wanted[:, some])
        fit.alone = _shift(scores, np.zeros_like(wanted, dtype=bool), wanted)
        fit.shifts = shifts
        self.fit = fit
        return self._best(fit(figures)), self._best(fit(figures, alone=True))

    def _chosen(self, figures: Scores, fit: Fit) -> Scores:
        """For each sentence and type the figures of the passage that is most of it [groups, types, 4]."""
        scores = fit(figures)
        out = np.zeros((len(self.groups), *figures.shape[1:]))
        for g in range(len(self.groups)):
            rows = np.flatnonzero(self.group_of == g)
            best = rows[scores[rows].argmax(axis=0)]
            out[g] = figures[best, np.arange(self.n_types)]
        return out

    def _best(self, scores: Scores) -> Scores:
        out = np.zeros((len(self.groups), self.n_types))
        np.maximum.at(out, self.group_of, scores)
        return out

    # --- use ------------------------------------------------------------------------------------------------------------

    def scores(self, passages: Sequence[Passage], *, alone: bool = False) -> tuple[Scores, Array]:
        """Scores [n, types], and nearness to every sentence [n, groups]."""
        assert self.fit is not None
        near = self.near(passages)
        return self.fit(self.figures(near), alone=alone), near

    def near(self, passages: Sequence[Passage]) -> Array:
        """Nearness of passages to every sentence [n, groups]."""
        return self.similarities(self._vectors(passages))

    def nearest(self, near: Array, t: int) -> Nearest:
        """The sentence of type ``t`` that one row of nearness is highest for."""
        mine = np.flatnonzero(self.types == t)
        best = int(mine[near[mine].argmax()])
        return Nearest(best, float(near[best]))


def _logistic(figures: Scores, wanted: Scores, spread: Scores) -> Fit:
    """Newton's method with a ridge on the weights."""
    x = figures.reshape(-1, figures.shape[-1]) / spread
    x = np.hstack([x, np.ones((len(x), 1))])
    y = wanted.reshape(-1)
    ridge = np.full(x.shape[1], RIDGE)
    ridge[-1] = 1e-3
    w = np.zeros(x.shape[1])
    for _ in range(25):
        p = 1 / (1 + np.exp(-(x @ w).clip(-30, 30)))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge), x.T @ (p - y) + ridge * w)
        w -= step
    return Fit(spread, w[:-1], float(w[-1]))


def _shift(scores: Scores, found: npt.NDArray[np.bool_], wanted: Scores) -> float:
    """What to add to the log-odds so that .5 becomes the cut with the best F over the left-out sentences.

    ``found`` are those that the lexicon finds anyway: whatever the cut, they count.
    """
    odds = np.log(scores.clip(1e-9, 1 - 1e-9) / (1 - scores.clip(1e-9, 1 - 1e-9)))
    open_ = np.argsort(-odds[~found], kind="stable")
    falling, right = odds[~found][open_], wanted[~found][open_]
    hits = wanted[found].sum() + np.concatenate([[0], np.cumsum(right)])
    made = found.sum() + np.arange(len(right) + 1)
    f = (1 + CAUTION**2) * hits / (CAUTION**2 * wanted.sum() + made)
    # A score of .5 has to be right at least as often as not, whatever F says.
    f[1:][np.cumsum(right) < 0.5 * np.arange(1, len(right) + 1)] = -1
    best = int(np.flatnonzero(f >= f.max() - TOLERANCE).max())  # so many of those that are not found anyway are above the cut
    above = falling[best - 1] if best else falling[0] + SURER
    below = falling[best] if best < len(falling) else falling[-1] - 1
    return float(-(above + below) / 2)
