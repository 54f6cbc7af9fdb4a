"""The trained network as one ONNX graph for one sentence, written node by node with the runtime's fused operators.

An exporter would write five hundred small nodes; a sentence of thirty words spends a third of its time between them. Weights
are int8 with a scale per column; activations are scaled by the runtime, sentence by sentence.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from training.labels import LAYERS
from training.network import ARC, ATTENTION_HEADS, DEPTH, Network

FUSED = "com.microsoft"
LIMIT = 64  # not 127: processors without VNNI add pairs of products in 16 bits, which must not overflow


class Graph:
    """Nodes and weights so far."""

    def __init__(self, state: dict[str, torch.Tensor], *, quantize: bool) -> None:
        self.state = {n: t.detach().numpy().astype(np.float32) for n, t in state.items()}
        self.quantize = quantize
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def keep(self, name: str, value: np.ndarray) -> str:
        """Add a constant."""
        self.weights.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def add(
        self, operator: str, inputs: list[str], name: str, *, outputs: int = 1, fused: bool = False, **attributes: object
    ) -> str:
        """Add a node; several outputs are called ``name.0``, ``name.1``..."""
        out = [name] if outputs == 1 else [f"{name}.{i}" for i in range(outputs)]
        domain = {"domain": FUSED} if fused else {}
        self.nodes.append(helper.make_node(operator, inputs, out, name=f"node.{name}", **domain, **attributes))
        return name

    def linear(self, x: str, weight: np.ndarray, bias: np.ndarray | None, name: str) -> str:
        """``x @ weight.T + bias``."""
        if not self.quantize:
            out = self.add("MatMul", [x, self.keep(f"{name}.weight", weight.T)], name if bias is None else f"{name}.product")
            return out if bias is None else self.add("Add", [out, self.keep(f"{name}.bias", bias)], name)
        scale = np.maximum(np.abs(weight).max(axis=1), 1e-8) / LIMIT
        whole = np.clip(np.round(weight / scale[:, None]), -LIMIT, LIMIT).astype(np.int8)
        inputs = [
            x,
            self.keep(f"{name}.weight", whole.T),
            self.keep(f"{name}.scale", scale.astype(np.float32)),
            self.keep(f"{name}.zero", np.zeros(len(scale), np.int8)),
        ]
        if bias is not None:
            inputs.append(self.keep(f"{name}.bias", bias))
        return self.add("DynamicQuantizeMatMul", inputs, name, fused=True)

    def named(self, x: str, layer: str) -> str:
        """A linear layer by its name in the network."""
        return self.linear(x, self.state[f"{layer}.weight"], self.state[f"{layer}.bias"], layer)

    def embed(self, ids: str, layer: str) -> str:
        """Rows of an embedding; the large table is int8 with a scale per row."""
        table = self.state[f"{layer}.weight"]
        if not self.quantize or len(table) < 1000:
            return self.add("Gather", [self.keep(f"{layer}.weight", table), ids], layer)
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-8) / 127
        rows = self.add("Gather", [self.keep(f"{layer}.weight", np.round(table / scale).astype(np.int8)), ids], f"{layer}.rows")
        scales = self.add("Gather", [self.keep(f"{layer}.scale", scale.astype(np.float32)), ids], f"{layer}.scales")
        return self.add("Mul", [self.add("Cast", [rows], f"{layer}.cast", to=TensorProto.FLOAT), scales], layer)

    def norm(self, x: str, layer: str) -> str:
        """A layer's normalisation. The fused ``SkipLayerNormalization`` is five times slower than a sum and this."""
        inputs = [x, *(self.keep(f"{layer}.{kind}", self.state[f"{layer}.{kind}"]) for kind in ("weight", "bias"))]
        return self.add("LayerNormalization", inputs, layer, epsilon=1e-12)


def build(network: Network, *, quantize: bool) -> onnx.ModelProto:
    """Return the graph: ids and shapes [1, pieces], firsts [1, words] in, ``Network.OUTPUTS`` out. No padding is masked."""
    g = Graph(network.state_dict(), quantize=quantize)
    x = _encoder(g)
    _heads(g, x)
    order = {"pieces": ("ids", "shapes"), "words": ("firsts",)}
    inputs = [helper.make_tensor_value_info(n, TensorProto.INT64, [1, size]) for size, names in order.items() for n in names]
    outputs = [helper.make_tensor_value_info(n, TensorProto.FLOAT, None) for n in Network.OUTPUTS]
    graph = helper.make_graph(g.nodes, "claimwire", inputs, outputs, initializer=g.weights)
    return helper.make_model(
        graph, opset_imports=[helper.make_opsetid("", 17), helper.make_opsetid(FUSED, 1)], ir_version=8, producer_name="claimwire"
    )


def _encoder(g: Graph) -> str:
    ids = g.embed("ids", "encoder.piece")
    table = g.keep("encoder.position.table", g.state["encoder.position.weight"])
    length = g.add("Shape", ["ids"], "length", start=1, end=2)
    zero = g.keep("zero", np.array([0], np.int64))
    places = g.add("Slice", [table, zero, length, zero], "places")
    x = g.add("Add", [g.add("Add", [ids, places], "placed"), g.embed("shapes", "encoder.shape")], "input")
    x = g.norm(x, "encoder.norm")
    for i in range(DEPTH):
        block = f"encoder.blocks.{i}"
        qkv = g.named(x, f"{block}.qkv")
        g.add("Split", [qkv], f"{block}.parts", outputs=3, axis=2)
        mixed = g.add(
            "MultiHeadAttention",
            [f"{block}.parts.{k}" for k in range(3)],
            f"{block}.mixed",
            fused=True,
            num_heads=ATTENTION_HEADS,
        )
        x = g.norm(g.add("Add", [g.named(mixed, f"{block}.out"), x], f"{block}.looked"), f"{block}.norm_attention")
        up = g.linear(x, g.state[f"{block}.up.weight"], None, f"{block}.up")
        wide = g.add("BiasGelu", [up, g.keep(f"{block}.up.bias", g.state[f"{block}.up.bias"])], f"{block}.wide", fused=True)
        x = g.norm(g.add("Add", [g.named(wide, f"{block}.down"), x], f"{block}.thought"), f"{block}.norm_forward")
    return x


def _heads(g: Graph, x: str) -> None:
    """All that words are asked directly is one product: root and words are its rows, the questions its columns."""
    one = g.keep("one", np.array([[0]], np.int64))
    rows = g.add("Squeeze", [g.add("Concat", [one, "firsts"], "rows", axis=1), g.keep("axis", np.array([0], np.int64))], "flat")
    words = g.add("Gather", [x, rows], "words", axis=1)
    plain = [n for n, v in LAYERS.items() if not v.of_event]
    layers = ["arc_dependent", "arc_head", "event", "relation_dependent", "relation_head", "role_trigger", "role_word"]
    layers += [f"plain.{n}" for n in plain]
    weight = np.concatenate([g.state[f"{n}.weight"] for n in layers])
    bias = np.concatenate([g.state[f"{n}.bias"] for n in layers])
    both = g.linear(words, weight, bias, "questions")
    widths = [len(g.state[f"{n}.bias"]) for n in layers]
    g.add("Split", [both, g.keep("widths", np.array(widths, np.int64))], "answer", outputs=len(layers), axis=2)
    answer = {n: f"answer.{i}" for i, n in enumerate(layers)}
    first, end, axis = (g.keep(f"tail.{k}", np.array([v], np.int64)) for k, v in (("first", 1), ("end", 2**31), ("axis", 1)))

    def tail(name: str, to: str) -> str:
        return g.add("Slice", [name, first, end, axis], to)

    def gelu(name: str, to: str) -> str:
        return g.add("Gelu", [name], to, fused=True)

    dependent = gelu(tail(answer["arc_dependent"], "dependent.rows"), "dependent")
    head = gelu(answer["arc_head"], "head")
    # What speaks for a head whoever asks is one more dependent's half; its constant would move all arcs alike and is left out.
    bias = g.state["arc_bilinear.bias"] * ARC**-0.5 + g.state["arc_bias.weight"][0]
    bilinear = g.linear(dependent, g.state["arc_bilinear.weight"] * ARC**-0.5, bias, "bilinear")
    g.add("MatMul", [bilinear, g.add("Transpose", [head], "head.turned", perm=[0, 2, 1])], "arcs")
    for name in ("relation_dependent", "role_trigger", "role_word"):
        tail(answer[name], name)
    g.add("Identity", [answer["relation_head"]], "relation_head")
    event = gelu(tail(answer["event"], "event.rows"), "event")
    of_event = [n for n, v in LAYERS.items() if v.of_event]
    happened = g.linear(
        event,
        np.concatenate([g.state[f"of_event.{n}.weight"] for n in of_event]),
        np.concatenate([g.state[f"of_event.{n}.bias"] for n in of_event]),
        "of_event",
    )
    sizes = g.keep("of_event.widths", np.array([len(LAYERS[n]) for n in of_event], np.int64))
    g.add("Split", [happened, sizes], "of_event.answer", outputs=len(of_event), axis=2)
    where = {n: f"of_event.answer.{i}" for i, n in enumerate(of_event)}
    where |= {n: tail(answer[f"plain.{n}"], f"plain.{n}.rows") for n in plain}
    g.add("Concat", [where[n] for n in LAYERS], "tags", axis=2)


def write(network: Network, path: Path, *, quantize: bool) -> None:
    """Write the graph to ``path``."""
    path.parent.mkdir(parents=True, exist_ok=True)
    onnx.save(build(network, quantize=quantize), str(path))
