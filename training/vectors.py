"""``python -m training.vectors``: a small table of word-piece vectors that compares sentences nearly as MiniLM does.

Similarity to examples and the blocking of events need a vector a sentence, thousands a second. A table does that: the vector of
a sentence is the sum of its pieces' vectors, normalised. The table starts from what MiniLM says of every piece alone, in the
directions in which its vectors of sentences differ most, frequent pieces turned down (SIF: Arora et al. 2017). It is then fitted
until the sums point where MiniLM's vectors point and their cosines are MiniLM's. Every piece moves by one shared linear map; a
piece that the corpora have may move further.

Reads only corpora that may be trained on, and those that are marked "evaluate" to score the result.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "src")]  # as train.py: neither is installed where training runs

import numpy as np  # noqa: E402
import torch  # noqa: E402
from torch import Tensor  # noqa: E402

from claimwire.annotate.pieces import Pieces  # noqa: E402
from claimwire.annotate.vectors import Vectors  # noqa: E402
from training import corpora, own  # noqa: E402
from training.network import WIDTH, Encoder  # noqa: E402
from training.words import sentences  # noqa: E402

DIMENSIONS = 128
SEED = 20160527
EPOCHS = 4
BATCH = 256
POINTING = 0.3  # weight of the direction of single sentences against the cosines of pairs
LONGEST = 60  # words of a sentence that the teacher reads
TREEBANKS = ("treebank_ewt/en_ewt-ud-{}.conllu.gz", "treebank_gum/en_gum_permissive-{}.conllu.gz")
PERMISSIVE = ("news", "interview", "speech", "textbook", "vlog", "conversation")
RUNNING = ("claims/{}.jsonl", "ner_wikigold/wikigold.jsonl", "time_wikiwars_en/wikiwars_en.jsonl")

Ids = list[int]


# --- text ---------------------------------------------------------------------------------------------------------------


def joined(forms: Sequence[str]) -> str:
    """Words of a treebank as one would write them, as far as that changes the pieces."""
    return " ".join(forms).replace(" n't", "n't").replace(" '", "'").replace(" ’", "’")


def of_treebank(path: Path) -> list[str]:
    """Sentences of a treebank whose licence allows training."""
    return [joined(e.forms) for e in corpora.conllu(path, keep=PERMISSIVE if "gum" in path.name else None)]


def of_text(text: str) -> Iterator[str]:
    """Sentences of a running text."""
    for offsets in sentences(text):
        yield " ".join(text[offsets[0][0] : offsets[-1][1]].split())


def of_records(path: Path) -> list[str]:
    """Sentences of a corpus of running texts."""
    return [s for record in corpora.records(path) for s in of_text(record["text"])]


def collect(data: Path, extra: Sequence[Path]) -> list[str]:
    """Every training sentence once, in a fixed order."""
    found: list[str] = []
    for name in TREEBANKS:
        found += of_treebank(data / name.format("train"))
    for name in RUNNING:
        found += of_records(data / name.format("train"))
    for path in extra:
        found += of_records(path)
    return sorted({s for s in found if 3 <= len(s.split()) <= LONGEST})


def varied(texts: Sequence[str], pieces: Pieces, words: Sequence[str], rng: random.Random) -> list[str]:
    """Sentences, phrases cut out of them, and phrases with some words exchanged for any words of the vocabulary.

    Phrases, because evidence is often one; exchanged words, because news is full of words that small corpora lack.
    """
    out = list(texts)
    for text in texts:
        own_words = text.split()
        if len(own_words) < 6:
            continue
        length = rng.randint(3, min(14, len(own_words)))
        start = rng.randint(0, len(own_words) - length)
        phrase = own_words[start : start + length]
        if rng.random() < 0.5:
            phrase = [rng.choice(words) if len(w) > 3 and rng.random() < 0.35 else w for w in phrase]
        out.append(" ".join(phrase))
    return out


# --- teacher ------------------------------------------------------------------------------------------------------------


@torch.no_grad()
def teach(encoder: Encoder, ids: Sequence[Ids], *, start: int, end: int, size: int = 64) -> Tensor:
    """MiniLM's vector of each sequence: mean over pieces and both marks, normalised [N, 384]."""
    out = torch.zeros(len(ids), WIDTH)
    order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
    for at in range(0, len(order), size):
        rows = order[at : at + size]
        longest = max(len(ids[i]) for i in rows) + 2
        batch = torch.zeros(len(rows), longest, dtype=torch.long)
        for row, i in enumerate(rows):
            batch[row, : len(ids[i]) + 2] = torch.tensor([start, *ids[i], end])
        mask = (batch != 0).float()[:, :, None]
        states = encoder(batch, torch.zeros_like(batch))
        out[rows] = torch.nn.functional.normalize((states * mask).sum(1) / mask.sum(1), dim=-1)
    return out


class Known:
    """What the teacher said in earlier runs, kept in a file where one is named: most of the time goes there."""

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._rows: dict[str, Tensor] = torch.load(path) if path and path.is_file() else {}

    def teach(self, encoder: Encoder, names: Sequence[str], ids: Sequence[Ids], *, start: int, end: int) -> Tensor:
        """The teacher's vectors of ``ids``, each known by its name."""
        new = [n for n, name in enumerate(names) if name not in self._rows]
        self._rows |= dict(zip([names[n] for n in new], teach(encoder, [ids[n] for n in new], start=start, end=end), strict=True))
        return torch.stack([self._rows[name] for name in names])

    def save(self) -> None:
        """Keep what is known now."""
        if self._path:
            torch.save(self._rows, self._path)


def encoded(pieces: Pieces, texts: Sequence[str]) -> list[Ids]:
    """Piece ids of each text, cut as the run time cuts them."""
    return [[i for word in pieces.of(text.split()) for i in word][:256] for text in texts]


# --- table --------------------------------------------------------------------------------------------------------------


def directions(targets: Tensor) -> Tensor:
    """The directions in which sentences differ most [384, D]."""
    _, _, rows = torch.linalg.svd(targets.T @ targets)
    return rows[:DIMENSIONS].T


def start_table(single: Tensor, counts: Tensor, into: Tensor) -> Tensor:
    """The pieces' own vectors in few dimensions, weighted down by how often a piece occurs."""
    share = (counts + 0.5) / (counts.sum() + 0.5 * len(counts))
    return (torch.nn.functional.normalize(single, dim=-1) @ into) * (1e-3 / (1e-3 + share))[:, None]


class Student(torch.nn.Module):
    """The table that is being fitted: shared map, weight and residual of each piece."""

    def __init__(self, table: Tensor, seen: Tensor) -> None:
        super().__init__()
        self.register_buffer("table", table)
        self.register_buffer("seen", seen[:, None].float())
        self.map = torch.nn.Parameter(torch.eye(DIMENSIONS))
        self.loudness = torch.nn.Parameter(torch.zeros(len(table), 1))
        self.residual = torch.nn.Parameter(torch.zeros_like(table))

    def rows(self) -> Tensor:
        """The table as it is now [V, D]."""
        return (self.table @ self.map) * torch.exp(self.loudness * self.seen) + self.residual * self.seen

    def forward(self, ids: Tensor, offsets: Tensor) -> Tensor:
        """Normalised sums."""
        return torch.nn.functional.normalize(torch.nn.functional.embedding_bag(ids, self.rows(), offsets, mode="sum"), dim=-1)


def distil(student: Student, ids: Sequence[Ids], targets: Tensor, into: Tensor, *, seconds: float) -> None:
    """Fit so that sentences point where the teacher says, and the cosines of every two of a batch are the teacher's."""
    small = torch.nn.functional.normalize(targets @ into, dim=-1)
    torch.manual_seed(SEED)
    parameters = [{"params": [student.map], "lr": 1e-3}, {"params": [student.loudness, student.residual], "lr": 4e-3}]
    optimiser = torch.optim.Adam(parameters)
    steps = EPOCHS * (len(ids) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda s: min(1.0, (s + 1) / 50) * max(0.02, 1 - s / steps))
    generator = torch.Generator().manual_seed(SEED)
    began = time.monotonic()
    for step in range(steps):
        rows = torch.randint(len(ids), (BATCH,), generator=generator)
        flat = torch.tensor([i for r in rows.tolist() for i in ids[r]])
        offsets = torch.tensor([0, *np.cumsum([len(ids[r]) for r in rows.tolist()])[:-1].tolist()])
        made = student(flat, offsets)
        wanted = targets[rows] @ targets[rows].T
        apart = ~torch.eye(BATCH, dtype=torch.bool)
        error = (made @ made.T - wanted)[apart]
        # Close pairs are rare and matter most: they weigh more.
        pairs = (error**2 * (1 + 8 * wanted[apart].clamp(min=0))).mean()
        loss = pairs + POINTING * (1 - (made * small[rows]).sum(-1)).mean() + 1e-4 * student.residual[flat].pow(2).sum(-1).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
        if step % 200 == 0:
            print(f"step {step} of {steps}: loss {loss.item():.5f}, {time.monotonic() - began:.0f} s", flush=True)
        if time.monotonic() - began > seconds:
            print(f"stopped at step {step} of {steps}")
            break


def write(table: np.ndarray, path: Path) -> None:
    """int8 rows, each with its own scale."""
    scale = np.maximum(np.abs(table).max(axis=1), 1e-9) / 127
    np.savez_compressed(path, rows=np.round(table / scale[:, None]).astype(np.int8), scale=scale.astype(np.float16))


# --- score --------------------------------------------------------------------------------------------------------------


def pearson(vectors: Vectors, texts: Sequence[str], taught: Tensor) -> float:
    """Correlation of the table's cosines with the teacher's, over all pairs of different texts."""
    made = vectors.embed(texts)
    upper = np.triu_indices(len(texts), 1)
    return float(np.corrcoef((made @ made.T)[upper], (taught @ taught.T).numpy()[upper])[0, 1])


def main() -> None:
    """Fit, write, score."""
    parser = argparse.ArgumentParser(prog="training/vectors.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "claimwire" / "models" / "vectors.npz")
    parser.add_argument("--seconds", type=float, default=600, help="end the fit earlier than its epochs say")
    parser.add_argument("--keep", type=Path, help="a file that keeps the teacher's vectors between runs")
    args = parser.parse_args()
    from training.train import check

    torch.set_num_threads(1)
    rng = random.Random(SEED)
    weights, vocabulary = check(tomllib.loads((ROOT / "training" / "assets.toml").read_text(encoding="utf-8")), args.data)
    pieces = Pieces(vocabulary)
    encoder = Encoder(pieces.count, dropout=0.0).eval()
    encoder.load_minilm(weights)
    words = [p for p in vocabulary.read_text(encoding="utf-8").split("\n") if p.isascii() and p.isalpha() and len(p) > 3]

    texts = collect(args.data, own.FILES)
    held = [s for name in TREEBANKS for s in of_treebank(args.data / name.format("dev"))]
    tests = {
        "treebanks, dev": sorted({s for s in held if 5 <= len(s.split()) <= LONGEST})[::2][:1500],
        "conflict reports, dev": sorted({s for s in of_records(args.data / "claims/dev.jsonl") if len(s.split()) >= 5}),
    }
    taken = {s for some in tests.values() for s in some}
    train = varied([t for t in texts if t not in taken], pieces, words, rng)
    print(f"{len(texts)} sentences, {len(train)} with phrases; tests: {', '.join(f'{k} {len(v)}' for k, v in tests.items())}")

    began = time.monotonic()
    marks = {"start": pieces.start, "end": pieces.end}
    ids = encoded(pieces, train)
    known = Known(args.keep)
    single = known.teach(encoder, [f"piece {i}" for i in range(pieces.count)], [[i] for i in range(pieces.count)], **marks)
    targets = known.teach(encoder, train, ids, **marks)
    taught = {name: known.teach(encoder, some, encoded(pieces, some), **marks) for name, some in tests.items()}
    known.save()
    print(f"teacher: {time.monotonic() - began:.0f} s", flush=True)

    counts = torch.bincount(torch.tensor([i for s in ids for i in s]), minlength=pieces.count).float()
    into = directions(targets)
    table = start_table(single, counts, into)
    write(table.numpy(), args.out)
    for name, some in tests.items():
        print(f"start: {name}: Pearson {pearson(Vectors(args.out, vocabulary), some, taught[name]):.3f}", flush=True)
    student = Student(table, counts > 0)
    distil(student, ids, targets, into, seconds=args.seconds)
    write(student.rows().detach().numpy(), args.out)

    vectors = Vectors(args.out, vocabulary)
    began = time.monotonic()
    vectors.embed(train[:10000])
    print(f"{10000 / (time.monotonic() - began):.0f} sentences a second on one thread")
    report = {
        "sha256": vectors.digest,
        "dimensions": vectors.dimensions,
        "seed": SEED,
        "sentences": len(texts),
        "with_phrases": len(train),
        "pearson": {k: {"n": len(v), "value": round(pearson(vectors, v, taught[k]), 3)} for k, v in tests.items()},
    }
    args.out.with_suffix(".json").write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
