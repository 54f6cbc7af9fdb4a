"""Write the trained network as the files that the package ships: int8 ONNX graph, vocabulary, labels, small matrices."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from training import graph
from training.labels import LAYERS, ROLES
from training.network import Network


def export(network: Network, *, relations: Sequence[str], vocabulary: Path, lemmas: Path, folder: Path, full: Path) -> None:
    """Write ``folder``; the float32 graph goes to ``full`` and is not shipped."""
    network.eval()
    graph.write(network, full, quantize=False)
    graph.write(network, folder / "encoder.onnx", quantize=True)
    (folder / "vocabulary.txt").write_bytes(vocabulary.read_bytes())
    (folder / "lemmas.tsv").write_bytes(lemmas.read_bytes())
    np.savez(
        folder / "heads.npz",
        **{
            f"{name}_{kind}": getattr(getattr(network, name), kind).detach().numpy().astype(np.float32)
            for name in ("relation", "role")
            for kind in ("weight", "bias")
        },
    )
    labels = {
        "relations": list(relations),
        "roles": list(ROLES),
        "layers": [{"name": n, "labels": list(v.labels)} for n, v in LAYERS.items()],
        "files": {n: digest(folder / n) for n in ("encoder.onnx", "vocabulary.txt", "heads.npz", "lemmas.tsv")},
    }
    (folder / "labels.json").write_text(json.dumps(labels, indent=1) + "\n", encoding="utf-8")


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()
