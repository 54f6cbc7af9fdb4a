"""Write the trained network as the files that the package ships: int8 ONNX graph, vocabulary, labels, small matrices."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from training.labels import LAYERS, ROLES
from training.network import Network


def export(network: Network, *, relations: Sequence[str], vocabulary: Path, lemmas: Path, folder: Path, full: Path) -> None:
    """Write ``folder``; the float32 graph goes to ``full`` and is not shipped."""
    from onnxruntime.quantization import QuantType, quantize_dynamic

    folder.mkdir(parents=True, exist_ok=True)
    full.parent.mkdir(parents=True, exist_ok=True)
    network.eval()
    ids = torch.tensor([[5, 6, 7, 8], [5, 6, 8, 0]])
    names = {0: "sentences", 1: "pieces"}
    words = {0: "sentences", 1: "words"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the exporter that needs no further package is called legacy
        torch.onnx.export(
            network,
            (ids, torch.ones_like(ids), torch.tensor([[1, 2, 3], [1, 2, 0]])),
            str(full),
            input_names=["ids", "shapes", "firsts"],
            output_names=list(Network.OUTPUTS),
            dynamic_axes={"ids": names, "shapes": names, "firsts": words} | dict.fromkeys(Network.OUTPUTS, words),
            opset_version=17,
            dynamo=False,
        )
    # Per tensor costs a point of attachment; the reduced range keeps processors without VNNI from overflowing.
    quantize_dynamic(full, folder / "encoder.onnx", per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
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
