"""Fit the network: one loss per head over the words that some corpus answers, all corpora mixed in every batch."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor, nn

from claimwire.annotate.pieces import Pieces
from training.corpora import UNKNOWN, Example, stream
from training.labels import LAYERS, ROLES
from training.network import Network

MASKED_SENTENCES, MASKED_PIECES = 0.3, 0.12
TOGETHER = 20  # steps
STEADY = 60.0  # words; a head with fewer answered words in a batch pulls less, so that rare heads do not shake the encoder


@dataclass
class Batch:
    """Tensors of a few sentences of like length."""

    ids: Tensor
    shapes: Tensor
    firsts: Tensor
    heads: Tensor  # [B, W], 0 is the root, UNKNOWN masks
    relations: Tensor
    tags: dict[str, Tensor]
    weights: dict[str, Tensor]
    trigger_row: Tensor
    trigger_words: Tensor  # [T, W], rows sum to 1
    happened: Tensor
    modes: Tensor
    roles: Tensor  # [T, W, R]
    role_weight: Tensor  # [T, W, R]


def tensors(examples: Sequence[Example], pieces: Pieces, relations: dict[str, int], rng: np.random.Generator) -> Batch:
    """Pad and stack. Some sentences lose some pieces, so that no head leans on one word alone."""
    ids, shapes, firsts = pieces.batch([e.forms for e in examples])
    hidden = (rng.random(ids.shape) < MASKED_PIECES) & (rng.random((len(ids), 1)) < MASKED_SENTENCES)
    ids[hidden & (ids != 0) & (ids != pieces.start) & (ids != pieces.end)] = pieces.mask
    rows, columns = firsts.shape
    heads = np.full((rows, columns), UNKNOWN)
    rels = np.full((rows, columns), UNKNOWN)
    tags = {n: np.full((rows, columns), UNKNOWN) for n, v in LAYERS.items() if n not in ("happened", "mode")}
    weights = {n: np.zeros((rows, columns), np.float32) for n in tags}
    triggers = [(i, t) for i, e in enumerate(examples) for t in e.triggers]
    share = np.zeros((len(triggers), columns), np.float32)
    happened = np.full(len(triggers), np.nan, np.float32)
    modes = np.full((len(triggers), len(LAYERS["mode"])), np.nan, np.float32)
    roles = np.zeros((len(triggers), columns, len(ROLES)), np.float32)
    role_weight = np.zeros_like(roles)
    for i, e in enumerate(examples):
        n = len(e.forms)
        if e.heads is not None:
            heads[i, :n] = e.heads + 1
            rels[i, :n] = [relations[r] for r in e.relations or ()]
        for layer, values in e.tags.items():
            tags[layer][i, :n] = values
            weights[layer][i, :n] = e.weights[layer]
    for k, (i, t) in enumerate(triggers):
        n = len(examples[i].forms)
        share[k, t.first : t.last] = 1 / (t.last - t.first)
        for layer, value in (("realization", t.realization), ("factuality", t.factuality)):
            if value != UNKNOWN:
                tags[layer][i, t.first : t.last] = value
                weights[layer][i, t.first : t.last] = 1 / (t.last - t.first)
        if t.happened is not None:
            happened[k] = t.happened
        if t.modes is not None:
            modes[k] = t.modes
        if t.roles is not None:
            roles[k, :n] = t.roles
            role_weight[k, :n] = t.role_weight
    torch_of = torch.from_numpy
    return Batch(
        ids=torch_of(ids),
        shapes=torch_of(shapes),
        firsts=torch_of(firsts),
        heads=torch_of(heads),
        relations=torch_of(rels),
        tags={n: torch_of(v) for n, v in tags.items()},
        weights={n: torch_of(v) for n, v in weights.items()},
        trigger_row=torch.tensor([i for i, _ in triggers], dtype=torch.long),
        trigger_words=torch_of(share),
        happened=torch_of(happened),
        modes=torch_of(modes),
        roles=torch_of(roles),
        role_weight=torch_of(role_weight),
    )


def batches(examples: Sequence[Example], pieces: Pieces, *, size: int, seed: int) -> Iterator[list[Example]]:
    """Sentences of like length, at most ``size`` pieces with padding, in random order."""
    rng = random.Random(seed)
    pool = list(examples)
    rng.shuffle(pool)
    out: list[list[Example]] = []
    for at in range(0, len(pool), 4000):
        block = sorted(pool[at : at + 4000], key=lambda e: sum(map(len, pieces.of(e.forms))))
        batch: list[Example] = []
        for e in block:
            length = sum(map(len, pieces.of(e.forms))) + 2
            if batch and length * (len(batch) + 1) > size:
                out.append(batch)
                batch = []
            if length <= 512:
                batch.append(e)
        if batch:
            out.append(batch)
    rng.shuffle(out)
    yield from out


def loss_of(network: Network, batch: Batch) -> dict[str, Tensor]:
    """The weighted loss of each head that this batch answers."""
    arcs, rel_dependent, rel_head, tags, role_trigger, role_word = network(batch.ids, batch.shapes, batch.firsts)
    losses: dict[str, Tensor] = {}
    known = batch.heads != UNKNOWN
    if known.any():
        padded = torch.cat([torch.ones_like(batch.firsts[:, :1]), batch.firsts], dim=1) == 0
        arcs = arcs.masked_fill(padded[:, None, :], -1e4)
        n = known.sum() + STEADY
        losses["arc"] = nn.functional.cross_entropy(arcs[known], batch.heads[known], reduction="sum") / n
        row = known.nonzero()[:, 0]
        both = rel_dependent[known] + rel_head[row, batch.heads[known]]
        logits = network.relation(network.dropout(nn.functional.gelu(both, approximate="tanh")))
        losses["relation"] = nn.functional.cross_entropy(logits, batch.relations[known], reduction="sum") / n
    at = 0
    columns: dict[str, Tensor] = {}
    for name, layer in LAYERS.items():
        columns[name] = tags[:, :, at : at + len(layer)]
        at += len(layer)
        if name in batch.tags:
            known = batch.tags[name] != UNKNOWN
            if known.any():
                each = nn.functional.cross_entropy(columns[name][known], batch.tags[name][known], reduction="none")
                weight = batch.weights[name][known]
                losses[name] = layer.weight * (each * weight).sum() / (weight.sum() + STEADY / (6 if layer.of_event else 1))
    if len(batch.trigger_row):
        rows, share = batch.trigger_row, batch.trigger_words
        for name, gold in (("happened", batch.happened[:, None]), ("mode", batch.modes)):
            known = ~gold[:, 0].isnan()
            if known.any():
                logits = (share[known, None, :] @ columns[name][rows[known]]).squeeze(1)
                if name == "mode":
                    each = nn.functional.binary_cross_entropy_with_logits(logits, gold[known], reduction="none").sum(1)
                    each = each / 10
                else:
                    each = nn.functional.smooth_l1_loss(torch.tanh(logits), gold[known], reduction="none").sum(1) * 8
                losses[name] = LAYERS[name].weight * each.sum() / (known.sum() + 10)
        weight = batch.role_weight
        asked = weight.sum((1, 2)) > 0
        if asked.any():
            trigger = (share[asked, None, :] @ role_trigger[rows[asked]]).squeeze(1)
            logits = network.roles(trigger, role_word[rows[asked]])
            each = nn.functional.binary_cross_entropy_with_logits(logits, batch.roles[asked], reduction="none")
            losses["role"] = 2.0 * (each * weight[asked]).sum() / (weight[asked].amax(2).sum() + STEADY)
    return losses


class Meeting:
    """Where the workers average their weights: one row of shared memory for each, and a barrier."""

    def __init__(self, workers: int, numbers: int) -> None:
        context = torch.multiprocessing.get_context("spawn")
        self.workers = workers
        self.rows = torch.zeros(workers, numbers + 1).share_memory_()
        self.barrier = context.Barrier(workers)

    def average(self, worker: int, parameters: Sequence[Tensor], *, over: bool) -> bool:
        """Replace the parameters by their mean over the workers; return whether any of them is at its end."""
        flat = torch.cat([*(p.detach().reshape(-1) for p in parameters), torch.tensor([float(over)])])
        self.rows[worker, : len(flat)] = flat
        self.barrier.wait()
        mean = self.rows[:, : len(flat)].mean(dim=0)
        self.barrier.wait()
        at = 0
        with torch.no_grad():
            for p in parameters:
                p.copy_(mean[at : at + p.numel()].view_as(p))
                at += p.numel()
        return bool(mean[-1] > 0)


def fit(
    network: Network,
    pieces: Pieces,
    relations: dict[str, int],
    corpora: dict[str, list[Example]],
    mix: dict[str, int],
    *,
    steps: int,
    size: int = 1400,
    rate: float = 2e-4,
    head_rate: float = 1e-3,
    seed: int = 7,
    falls: bool = True,
    worker: int,
    meeting: Meeting,
    seconds: float | None = None,
) -> int:
    """Take ``steps`` steps in each worker; the rates climb for a twentieth of them and then, if it ``falls``, fall to nothing.

    Workers read different sentences and average their weights every TOGETHER steps (local SGD): on two cores that others use
    too, two single threads get far more done than one process whose two threads wait for each other at every product.
    ``seconds`` ends a run early, with its rates already at nothing. Returns the steps taken per worker.
    """
    torch.manual_seed(seed + worker)
    trained = [p for p in network.parameters() if p.requires_grad]
    own = {id(p) for p in network.encoder.parameters()}
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in trained if id(p) in own], "peak": rate},
            {"params": [p for p in trained if id(p) not in own], "peak": head_rate},
        ],
        lr=rate,
        betas=(0.9, 0.98),
        weight_decay=0.01,
    )
    rng = np.random.default_rng(seed + worker)
    network.train()
    began, done, seen = time.monotonic(), 0, 0
    running: dict[str, list[float]] = {}
    for number, examples in enumerate(stream(corpora, mix, rounds=10**6, seed=seed + worker)):
        for batch in batches(examples, pieces, size=size, seed=seed + worker + 100 * number):
            gone = done / steps
            if seconds is not None:
                gone = max(gone, (time.monotonic() - began) / seconds)
            for group in optimizer.param_groups:
                group["lr"] = group["peak"] * max(0.0, min(1.0, (done + 1) / (steps / 20), (1 - gone) / 0.95 if falls else 1.0))
            losses = loss_of(network, tensors(batch, pieces, relations, rng))
            optimizer.zero_grad(set_to_none=True)
            sum(losses.values()).backward()
            nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            done += 1
            seen += len(batch)
            for n, v in losses.items():
                running.setdefault(n, []).append(float(v.detach()))
            if done % 50 == 0 and worker == 0:
                means = " ".join(f"{n} {np.mean(v):.3f}" for n, v in running.items())
                print(f"step {done}/{steps} {gone:.2f} {seen} sentences {time.monotonic() - began:.0f}s {means}", flush=True)
                running.clear()
            together = done % TOGETHER == 0 or done == steps
            if together and meeting.average(worker, trained, over=gone >= 1 or done == steps):
                network.eval()
                return done
    raise AssertionError("the stream does not end")
