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
from pathlib import Path

ROOT = Path(__file__).parent.parent
# Training runs in an environment of its own, where neither claimwire nor this folder is installed.
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

import torch  # noqa: E402

from claimwire.annotate.pieces import Pieces  # noqa: E402
from training import card, corpora, evaluate, lemmas  # noqa: E402
from training.export import digest, export  # noqa: E402
from training.fit import fit  # noqa: E402
from training.network import Network  # noqa: E402

MIX = {  # tenths of the corpus per round
    "ewt": 10,
    "gum": 8,
    "claims": 17,
    "re3d": 20,
    "wikigold": 5,
    "wikiwars": 3,
    "wikievents": 8,
    "plover": 10,
    "event_location": 2,
    "uds": 2,
}
STEPS = 3200
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


def main() -> None:
    """Run all steps."""
    parser = argparse.ArgumentParser(prog="training/train.py", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--work", type=Path, default=ROOT / "training" / "work")
    parser.add_argument("--out", type=Path, default=ROOT / "src" / "claimwire" / "models")
    parser.add_argument("--steps", type=int, default=STEPS)
    parser.add_argument("--threads", type=int, default=2)
    args = parser.parse_args()
    torch.set_num_threads(args.threads)
    assets = tomllib.loads((ROOT / "training" / "assets.toml").read_text(encoding="utf-8"))
    weights, vocabulary = check(assets, args.data)
    args.work.mkdir(parents=True, exist_ok=True)

    table = args.work / "lemmas.tsv"
    lemmas.write([args.data / t for t in TREEBANKS], table)
    data = corpora.load(args.data, MIX)
    relations = sorted({r for some in data.values() for e in some for r in e.relations or ()})
    pieces = Pieces(vocabulary)
    torch.manual_seed(SEED)
    network = Network(pieces.count, len(relations))
    network.encoder.load_minilm(weights)
    fit(
        network,
        pieces,
        {r: i for i, r in enumerate(relations)},
        data,
        MIX,
        steps=args.steps,
        seed=SEED,
        checkpoint=args.work / "checkpoint.pt",
    )
    torch.save({"state": network.state_dict(), "relations": relations}, args.work / "network.pt")

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
    labels["files"]["encoder.onnx"] = digest(args.work / "full" / "encoder.onnx")
    (args.work / "full" / "labels.json").write_text(json.dumps(labels), encoding="utf-8")
    scores["float32"] = evaluate.everything(args.work / "full", args.data)
    scores["lemmas"] = {"EWT dev": lemmas.accuracy(args.data / "treebank_ewt/en_ewt-ud-dev.conllu.gz", table)}
    (args.work / "scores.json").write_text(json.dumps(scores, indent=1), encoding="utf-8")
    counts = {name: len(some) for name, some in data.items()}
    text = card.write(scores, assets, counts, steps=args.steps, seed=SEED, mix=MIX, digests=labels["files"])
    (args.out / "MODEL_CARD.md").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
