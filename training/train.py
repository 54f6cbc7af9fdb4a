"""``make train``: check, train, export, evaluate, write the model card. One command, fixed steps and seeds.

The numbers of a second run differ by rounding that depends on the processor: expect every figure of the card within half a
point, not the same bytes.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import shutil
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Training runs in an environment of its own, where neither claimwire nor this folder is installed.
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import torch  # noqa: E402

from claimwire.annotate.pieces import Pieces  # noqa: E402
from training import card, corpora, evaluate, lemmas, own  # noqa: E402
from training.export import digest, export  # noqa: E402
from training.fit import Meeting, fit  # noqa: E402
from training.network import Network  # noqa: E402


@dataclass(frozen=True)
class Stage:
    """A stretch of training: steps of each worker, and tenths of each corpus per round."""

    steps: int
    mix: dict[str, int]
    falls: bool  # whether the rates fall to nothing at its end
    rate: float = 2e-4  # of the encoder; the heads learn five times as fast


LANGUAGE = Stage(  # the parse and the names first, for whatever else is asked leans on them
    steps=700,
    mix={"ewt": 10, "gum": 10, "claims": 10, "re3d": 12, "wikigold": 3, "wikiwars": 3, "wikievents": 5, "plover": 10,
         "event_location": 2, "uds": 3},
    falls=False,
)  # fmt: skip
CLAIMS = Stage(
    steps=2000,
    mix={"ewt": 10, "gum": 7, "claims": 20, "own": 15, "re3d": 10, "wikigold": 3, "wikiwars": 1, "wikievents": 5, "plover": 10,
         "event_location": 2, "uds": 2},
    falls=True,
)  # fmt: skip
FINISH = Stage(
    steps=700,
    mix={"ewt": 8, "gum": 6, "claims": 20, "own": 14, "re3d": 8, "wikigold": 2, "wikiwars": 1, "wikievents": 4, "plover": 8,
         "event_location": 2, "uds": 2},
    falls=True,
    rate=1.2e-4,
)  # fmt: skip
STAGES = (LANGUAGE, CLAIMS, FINISH)
SEED = 20160527
TREEBANKS = ("treebank_ewt/en_ewt-ud-train.conllu.gz", "treebank_gum/en_gum_permissive-train.conllu.gz")


def check(assets: dict, data: Path) -> tuple[Path, Path]:
    """Refuse data or starting weights whose checksum differs; return weights and vocabulary."""
    start = assets["start"]
    spec = importlib.util.find_spec(start["package"].replace("-", "_"))
    if spec is None or spec.origin is None:
        sys.exit(f"the package {start['package']} is missing: pip install -r requirements/train.txt")
    home = Path(spec.origin).parent
    wanted = [(home / start["file"], start["sha256"]), (home / start["vocabulary"], start["vocabulary_sha256"])]
    wanted += [(data / f["path"], f["sha256"]) for f in assets["file"]]
    for path, expected in wanted:
        if not path.is_file():
            sys.exit(f"{path}: missing; put the data folder beside the project or name it with --data")
        if digest(path) != expected:
            sys.exit(f"{path}: its sha256 is not the one in assets.toml; training needs exactly that file")
    return home / start["file"], home / start["vocabulary"]


def work(worker: int, args: argparse.Namespace, weights: Path, vocabulary: Path, meeting: Meeting) -> None:
    """Train, as one of several processes of one thread; the first writes ``network.pt``."""
    torch.set_num_threads(1)
    stages = [STAGES[number - 1] for number in args.stages]
    data = corpora.load(args.data, sorted({name for stage in stages for name in stage.mix}))
    relations = sorted({r for some in data.values() for e in some for r in e.relations or ()})
    pieces = Pieces(vocabulary)
    torch.manual_seed(args.seed)
    network = Network(pieces.count, len(relations))
    network.encoder.load_minilm(weights)
    runs: list[str] = []
    if args.start is not None:
        start = torch.load(args.start)
        network.continue_from(start["state"])
        runs += start["runs"]
    # What a piece means was learned from far more text than there is here, rare names above all.
    network.encoder.piece.weight.requires_grad_(False)
    index = {r: i for i, r in enumerate(relations)}
    for number, stage in zip(args.stages, stages, strict=True):
        seed = args.seed + 1000 * (number - 1)
        steps = fit(
            network, pieces, index, data, stage.mix, steps=args.steps or stage.steps, rate=stage.rate, head_rate=5 * stage.rate,
            seed=seed, falls=stage.falls, worker=worker, meeting=meeting, seconds=args.seconds,
        )  # fmt: skip
        per_round = ", ".join(f"{name} {len(data[name]) * tenths // 10}" for name, tenths in stage.mix.items())
        rates = f"{stage.rate:g} {'falling to nothing' if stage.falls else 'steady'}"
        runs.append(
            f"stage {number}: {args.workers} workers, {steps} steps each, seed {seed}, rates {rates}; per round: {per_round}"
        )
        if worker == 0:
            made = {"state": network.state_dict(), "relations": relations, "pieces": pieces.count, "runs": runs}
            torch.save(made, args.work / "network.pt")


def main() -> None:
    """Run all steps."""
    parser = argparse.ArgumentParser(prog="training/train.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--work", type=Path, default=ROOT / "training" / "work")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "claimwire" / "models")
    parser.add_argument(
        "--stages", type=int, nargs="+", choices=(1, 2, 3), default=(1, 2, 3), help="with --start, to go on from one"
    )
    parser.add_argument("--steps", type=int, help="of each worker in each stage, in place of the recipe's")
    parser.add_argument("--workers", type=int, default=2, help="processes of one thread each")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--seconds", type=float, help="end earlier than the steps say")
    parser.add_argument("--start", type=Path, help="a network.pt to go on from, in place of MiniLM weights")
    parser.add_argument("--trained", type=Path, help="a network.pt to export and score; trains nothing")
    args = parser.parse_args()
    assets = tomllib.loads((ROOT / "training" / "assets.toml").read_text(encoding="utf-8"))
    weights, vocabulary = check(assets, args.data)
    args.work.mkdir(parents=True, exist_ok=True)

    if args.trained is None:
        train(args, weights, vocabulary)
    finish(args, assets, vocabulary, torch.load(args.trained or args.work / "network.pt"))


def train(args: argparse.Namespace, weights: Path, vocabulary: Path) -> None:
    """Start the workers and wait for ``network.pt``."""
    numbers = sum(p.numel() for p in Network(Pieces(vocabulary).count, relations=64).parameters())
    meeting = Meeting(args.workers, numbers)
    torch.multiprocessing.spawn(work, (args, weights, vocabulary, meeting), nprocs=args.workers)


def finish(args: argparse.Namespace, assets: dict, vocabulary: Path, made: dict) -> None:
    """Export what was trained, score the exported files, write the card."""
    table = args.work / "lemmas.tsv"
    lemmas.write([args.data / t for t in TREEBANKS], table)
    relations = made["relations"]
    network = Network(made["pieces"], len(relations))
    network.load_state_dict(made["state"])

    export(
        network,
        relations=relations,
        vocabulary=vocabulary,
        lemmas=table,
        folder=args.out,
        full=args.work / "full" / "encoder.onnx",
    )
    scores = {"int8": evaluate.everything(args.out, args.data)}
    for name in ("vocabulary.txt", "heads.npz", "lemmas.tsv", "labels.json"):
        shutil.copyfile(args.out / name, args.work / "full" / name)
    labels = json.loads((args.out / "labels.json").read_text(encoding="utf-8"))
    shipped = dict(labels["files"])
    labels["files"]["encoder.onnx"] = digest(args.work / "full" / "encoder.onnx")
    (args.work / "full" / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    scores["float32"] = evaluate.everything(args.work / "full", args.data)
    scores["lemmas"] = {"EWT dev": lemmas.accuracy(args.data / "treebank_ewt/en_ewt-ud-dev.conllu.gz", table)}
    (args.work / "scores.json").write_text(json.dumps(scores, indent=1), encoding="utf-8")
    text = card.write(scores, assets, made["runs"], digests=shipped, own=sum(len(p.read_text().splitlines()) for p in own.FILES))
    (args.out / "MODEL_CARD.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
