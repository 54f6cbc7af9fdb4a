"""Logits to trees and spans, in numpy. Nothing here knows a corpus or a language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

SINGLE_ROOT = 1e5  # taken off every root arc: more than any tree can win by a second root


@dataclass(frozen=True, slots=True)
class Run:
    """Words ``first`` up to ``last`` (exclusive) that carry ``label`` together; ``score`` is a mean probability."""

    first: int
    last: int
    label: str
    score: float


def softmax(logits: Scores) -> Scores:
    """Probabilities over the last axis."""
    shifted = np.exp(logits - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True), dtype=np.float32)


def sigmoid(logits: Scores) -> Scores:
    """Probabilities of labels that do not exclude each other."""
    return np.asarray(1 / (1 + np.exp(-np.clip(logits, -30, 30))), dtype=np.float32)


def gelu(x: Scores) -> Scores:
    """The smooth rectifier between two words' projections (tanh form; numpy has no erf)."""
    return np.asarray(0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))), dtype=np.float32)


def roles(triggers: Scores, words: Scores, weight: Scores, bias: Scores) -> Scores:
    """Logits [triggers, words, roles]: what each word is for each trigger, and whether the two belong together.

    The first ``weight.shape[1]`` numbers of a projection are added and read by ``weight``; the rest, in equal parts, are
    compared role by role.
    """
    width = weight.shape[1]
    out = gelu(triggers[:, None, :width] + words[None, :, :width]) @ weight.T + bias
    if words.shape[1] > width:
        asked = triggers[:, width:].reshape(len(triggers), len(bias), -1).transpose(1, 0, 2)
        offered = words[:, width:].reshape(len(words), len(bias), -1).transpose(1, 2, 0)
        out = out + (asked @ offered).transpose(1, 2, 0) * asked.shape[2] ** -0.5
    return np.asarray(out, dtype=np.float32)


# --- spans --------------------------------------------------------------------------------------------------------------


def tags(logits: Scores) -> Indices:
    """Best legal BIO sequence of one sentence: tag 0 is O, 2k+1 begins label k, 2k+2 continues it.

    With no transition scores the best tag of each word is the answer whenever it is legal, which it nearly always is;
    Viterbi is for the rest.
    """
    best = np.asarray(logits.argmax(axis=1), dtype=np.int64)
    previous = np.concatenate(([0], best[:-1]))
    inside = (best > 0) & (best % 2 == 0)
    if not (inside & (previous != best) & (previous != best - 1)).any():
        return best
    length, count = logits.shape
    continues = np.arange(2, count, 2)
    score = logits[0].copy()
    score[continues] = -1e9
    back = np.zeros((length, count), np.int64)
    for i in range(1, length):
        came = int(score.argmax())
        step = np.full(count, score[came], np.float32)
        back[i] = came
        extend = score[continues] >= score[continues - 1]
        back[i, continues] = np.where(extend, continues, continues - 1)
        step[continues] = np.maximum(score[continues], score[continues - 1])
        score = step + logits[i]
    path = [int(score.argmax())]
    for i in range(length - 1, 0, -1):
        path.append(int(back[i, path[-1]]))
    return np.array(path[::-1], dtype=np.int64)


def runs(logits: Scores, labels: Sequence[str]) -> list[Run]:
    """Labelled spans of one sentence; ``labels`` are the BIO tags, O first."""
    best = tags(logits)
    if not best.any():
        return []
    probabilities = softmax(logits)
    out: list[Run] = []
    at, length = 0, len(best)
    while at < length:
        tag = int(best[at])
        if tag == 0:
            at += 1
            continue
        end = at + 1
        while end < length and best[end] == tag + 1:
            end += 1
        both = probabilities[at:end, tag] + probabilities[at:end, tag + 1]
        out.append(Run(first=at, last=end, label=labels[tag][2:], score=round(float(both.mean()), 4)))
        at = end
    return out


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span that may carry a label. ``score`` is the probability that it carries any; ``labels`` are the likeliest ones,
    with their probabilities given that it does."""

    run: Run
    labels: tuple[tuple[str, float], ...]


def candidates(logits: Scores, labels: Sequence[str], *, floor: float, most: int = 4) -> list[Candidate]:
    """Labelled spans, and single words that lost against O but may be one with probability ``floor`` or more.

    A run's ``score`` is the probability that the span is any label at all; ``most`` labels are kept.
    """
    certain = runs(logits, labels)
    probabilities = softmax(logits)
    any_label = 1 - probabilities[:, 0]
    likely = any_label >= floor
    for run in certain:
        likely[run.first : run.last] = False
    single = [Run(first=int(i), last=int(i) + 1, label="", score=0.0) for i in np.flatnonzero(likely)]
    out = []
    for run in sorted((*certain, *single), key=lambda r: r.first):
        words = slice(run.first, run.last)
        score = float(any_label[words].mean())
        each = (probabilities[words, 1::2] + probabilities[words, 2::2]).mean(axis=0) / max(score, 1e-9)
        best = np.argsort(-each, kind="stable")[:most]
        ranked = tuple((labels[2 * int(k) + 1][2:], round(float(each[k]), 4)) for k in best)
        label = run.label or ranked[0][0]
        out.append(Candidate(run=replace(run, label=label, score=round(score, 4)), labels=ranked))
    return out


def stretches(scores: Sequence[float], *, sure: float, floor: float) -> list[tuple[int, int]]:
    """Runs of words whose score reaches ``sure``, then those that reach ``floor`` only and touch none of the first."""
    out: list[tuple[int, int]] = []
    for level in (sure, floor):
        at = 0
        while at < len(scores):
            end = at
            while end < len(scores) and scores[end] >= level:
                end += 1
            if end > at and not any(a < end and at < b for a, b in out):
                out.append((at, end))
            at = end + 1
    return out


# --- trees --------------------------------------------------------------------------------------------------------------


def tree(arcs: Scores) -> Indices:
    """Best projective-or-not tree with one root over ``arcs`` [words, words + 1]; column 0 is the root.

    Returns the head of each word, -1 for the root. Chu-Liu and Edmonds' algorithm runs only when the best head of each
    word makes no tree.
    """
    count = len(arcs)
    if count == 1:
        return np.array([-1], dtype=np.int64)
    scores = arcs.astype(np.float64)
    scores[np.arange(count), np.arange(1, count + 1)] = -np.inf
    heads = scores.argmax(axis=1)
    if (heads == 0).sum() == 1 and _cycle(np.concatenate(([0], heads))) is None:
        return np.asarray(heads - 1, dtype=np.int64)
    scores[:, 0] -= SINGLE_ROOT
    square = np.full((count + 1, count + 1), -np.inf)
    square[1:] = scores
    return np.asarray(_arborescence(square)[1:] - 1, dtype=np.int64)


def _cycle(heads: npt.NDArray[np.int64]) -> list[int] | None:
    """The nodes of one cycle among ``heads``, where node 0 is the root, or None."""
    state = [0] * len(heads)
    state[0] = 2
    for node in range(1, len(heads)):
        path, at = [], node
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = int(heads[at])
        if state[at] == 1:
            return path[path.index(at) :]
        for seen in path:
            state[seen] = 2
    return None


def _arborescence(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Maximum spanning arborescence from node 0; ``scores[dependent, head]``. Contracts one cycle per call."""
    count = len(scores)
    heads = np.zeros(count, np.int64)
    heads[1:] = scores[1:].argmax(axis=1)
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    ring = np.array(cycle)
    rest = np.array([i for i in range(count) if i not in set(cycle)])  # keeps node 0 first
    own = scores[ring, heads[ring]]
    small = np.full((len(rest) + 1, len(rest) + 1), -np.inf)
    small[:-1, :-1] = scores[np.ix_(rest, rest)]
    entering = scores[np.ix_(ring, rest)] - own[:, None]
    entry = entering.argmax(axis=0)
    small[-1, :-1] = entering.max(axis=0)
    leaving = scores[np.ix_(rest, ring)]
    leave = leaving.argmax(axis=1)
    small[:-1, -1] = leaving.max(axis=1)
    small[0] = -np.inf
    solved = _arborescence(small)
    for i in range(1, len(rest)):
        heads[rest[i]] = ring[leave[i]] if solved[i] == len(rest) else rest[solved[i]]
    outside = int(solved[-1])
    heads[ring[entry[outside]]] = rest[outside]
    return heads
