"""Logits to trees and spans, in numpy. Nothing here knows a corpus or a language."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]


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
    return np.asarray(
        0.5 * x * (1 + np.tanh(0.7978845608 * (x + 0.044715 * x * x * x))),
        dtype=np.float32,
    )


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


def tags(logits: Scores) -> list[int]:
    """Best legal BIO sequence of one sentence: tag 0 is O, 2k+1 begins label k, 2k+2 continues it.

    With no transition scores the best tag of each word is the answer whenever it is legal, which it nearly always is;
    Viterbi is for the rest.
    """
    best: list[int] = logits.argmax(axis=1).tolist()
    if not any(best) or all(tag % 2 or tag == 0 or tag - before in (0, 1) for before, tag in zip([0, *best], best, strict=False)):
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
    return path[::-1]


def runs(logits: Scores, labels: Sequence[str]) -> list[Run]:
    """Labelled spans of one sentence; ``labels`` are the BIO tags, O first."""
    return _runs(tags(logits), lambda: softmax(logits), labels)


def _runs(best: Sequence[int], probabilities: Callable[[], Scores], labels: Sequence[str]) -> list[Run]:
    """The runs of a tag sequence; most sentences have none of a layer, and need no probabilities."""
    if not any(best):
        return []
    each = probabilities()
    out: list[Run] = []
    at, length = 0, len(best)
    while at < length:
        tag = best[at]
        if tag == 0:
            at += 1
            continue
        end = at + 1
        while end < length and best[end] == tag + 1:
            end += 1
        both = each[at:end, tag] + each[at:end, tag + 1]
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
    probabilities = softmax(logits)
    certain = _runs(tags(logits), lambda: probabilities, labels)
    any_label = 1 - probabilities[:, 0]
    likely = any_label >= floor
    for run in certain:
        likely[run.first : run.last] = False
    single = [Run(first=int(i), last=int(i) + 1, label="", score=0.0) for i in np.flatnonzero(likely)]
    found = sorted((*certain, *single), key=lambda r: r.first)
    if not found:
        return []
    scores = means(any_label[:, None], found)
    each = means(probabilities[:, 1::2] + probabilities[:, 2::2], found) / np.maximum(scores, np.float32(1e-9))
    best = np.argsort(-each, axis=1, kind="stable")[:, :most]
    out = []
    for run, score, own, order in zip(found, scores[:, 0].tolist(), each.tolist(), best.tolist(), strict=True):
        ranked = tuple((labels[2 * k + 1][2:], round(own[k], 4)) for k in order)
        out.append(Candidate(run=Run(run.first, run.last, run.label or ranked[0][0], round(score, 4)), labels=ranked))
    return out


def means(values: Scores, spans: Sequence[Run]) -> Scores:
    """The mean over the words of each span: [spans, columns] of [words, columns]."""
    edges = np.array([(s.first, s.last) for s in spans], dtype=np.int64)
    closed = np.concatenate((values, np.zeros_like(values[:1])))  # so that a span may end where the sentence does
    sums = np.add.reduceat(closed, edges.ravel(), axis=0)[::2]
    return np.asarray(sums / (edges[:, 1:] - edges[:, :1]), dtype=np.float32)


def stretches(scores: Sequence[float], *, sure: float, floor: float) -> list[tuple[int, int]]:
    """Runs of words whose score reaches ``sure``, then those that reach ``floor`` only and touch none of the first."""
    out: list[tuple[int, int]] = []
    for level in (sure, floor):
        if max(scores) < level:
            continue
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
    word makes no tree; then root by root, the most promising first, until no other can do better.
    """
    count = len(arcs)
    if count == 1:
        return np.array([-1], dtype=np.int64)
    scores = arcs.astype(np.float64)
    scores[np.arange(count), np.arange(1, count + 1)] = -np.inf
    heads = scores.argmax(axis=1)
    if (heads == 0).sum() == 1 and _cycle([0, *heads.tolist()]) is None:
        return np.asarray(heads - 1, dtype=np.int64)
    beside = scores[:, 1:].max(axis=1)
    bounds = scores[:, 0] + beside.sum() - beside  # what no tree with this root can exceed
    best, total = heads, -np.inf
    for root in np.argsort(-bounds, kind="stable"):
        if bounds[root] <= total:
            break
        square = np.full((count + 1, count + 1), -np.inf)
        square[1:, 1:] = scores[:, 1:]
        square[root + 1] = -np.inf
        square[root + 1, 0] = scores[root, 0]
        found = _arborescence(square)[1:]
        value = scores[np.arange(count), found].sum()
        if value > total:
            best, total = found, value
    return np.asarray(best - 1, dtype=np.int64)


def _cycle(heads: Sequence[int]) -> list[int] | None:
    """The nodes of one cycle among ``heads``, where node 0 is the root, or None."""
    state = [0] * len(heads)
    state[0] = 2
    for node in range(1, len(heads)):
        path, at = [], node
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = heads[at]
        if state[at] == 1:
            return path[path.index(at) :]
        for seen in path:
            state[seen] = 2
    return None


def _arborescence(scores: npt.NDArray[np.float64]) -> npt.NDArray[np.int64]:
    """Maximum spanning arborescence from node 0; ``scores[dependent, head]``, which is overwritten.

    A cycle is contracted in place into its first node: that node's row then says how well the cycle can be entered, its
    column how well it can be left, and the other nodes of the cycle are out of the game until all is undone in reverse.
    """
    heads = [0, *scores[1:].argmax(axis=1).tolist()]
    contracted = []
    while (ring := _cycle(heads)) is not None:
        first, *rest = ring
        inner = [heads[k] for k in ring]
        entering = scores[ring] - scores[ring, inner][:, None]
        leaving = scores[:, ring]
        contracted.append((ring, inner, entering.argmax(axis=0), leaving.argmax(axis=1)))
        scores[first], scores[:, first] = entering.max(axis=0), leaving.max(axis=1)
        scores[first, ring] = scores[rest] = scores[:, rest] = -np.inf
        heads = [first if h in ring else h for h in heads]
        for k in rest:
            heads[k] = 0
        heads[first] = int(scores[first].argmax())
    for ring, inner, entry, leave in reversed(contracted):
        outside = heads[ring[0]]
        heads = [ring[leave[k]] if h == ring[0] else h for k, h in enumerate(heads)]
        for k, h in zip(ring, inner, strict=True):
            heads[k] = h
        heads[ring[entry[outside]]] = outside
    return np.array(heads, dtype=np.int64)
