"""A six-layer BERT with one thin layer per question, written out so that training needs no model library.

One pass over a sentence answers everything at once: who governs whom (biaffine arcs, Dozat and Manning 2017), what each
word is, which words name an actor, a happening, a source. Whatever compares two words (relation of a dependent to its head,
role of a word for a trigger) leaves the graph as two small projections; their sum is read in numpy, because most pairs are
never asked about.
"""

from __future__ import annotations

import json
import struct
from pathlib import Path

import torch
from torch import Tensor, nn

from training.labels import LAYERS, ROLES

WIDTH, DEPTH, ATTENTION_HEADS, FORWARD = 384, 6, 12, 1536
SHAPES = 7
ARC, RELATION, EVENT, MATCH = 256, 128, 256, 32


class Block(nn.Module):
    """One transformer layer, normalised after each half as BERT is."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.qkv = nn.Linear(WIDTH, 3 * WIDTH)
        self.out = nn.Linear(WIDTH, WIDTH)
        self.norm_attention = nn.LayerNorm(WIDTH, eps=1e-12)
        self.up = nn.Linear(WIDTH, FORWARD)
        self.down = nn.Linear(FORWARD, WIDTH)
        self.norm_forward = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x: Tensor, bias: Tensor) -> Tensor:
        """``bias`` is 0 where a piece may be looked at and very negative on padding."""
        batch, length, _ = x.shape
        q, k, v = self.qkv(x).view(batch, length, 3, ATTENTION_HEADS, WIDTH // ATTENTION_HEADS).permute(2, 0, 3, 1, 4).unbind(0)
        weights = torch.softmax(q @ k.transpose(-1, -2) * (WIDTH // ATTENTION_HEADS) ** -0.5 + bias, dim=-1)
        mixed = (self.dropout(weights) @ v).transpose(1, 2).reshape(batch, length, WIDTH)
        x = self.norm_attention(x + self.dropout(self.out(mixed)))
        return self.norm_forward(x + self.dropout(self.down(nn.functional.gelu(self.up(x)))))


class Encoder(nn.Module):
    """MiniLM-L6 with one addition: what the lower-cased pieces lost, the shape of the word, is added to the input."""

    def __init__(self, vocabulary: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.piece = nn.Embedding(vocabulary, WIDTH)
        self.position = nn.Embedding(512, WIDTH)
        self.shape = nn.Embedding(SHAPES, WIDTH)
        nn.init.zeros_(self.shape.weight)
        self.norm = nn.LayerNorm(WIDTH, eps=1e-12)
        self.dropout = nn.Dropout(dropout)
        self.blocks = nn.ModuleList([Block(dropout) for _ in range(DEPTH)])

    def forward(self, ids: Tensor, shapes: Tensor) -> Tensor:
        """Pieces ``ids`` and ``shapes`` [B, L], 0 is padding; returns [B, L, WIDTH]."""
        bias = (ids == 0)[:, None, None, :].to(torch.float32) * -1e4
        places = torch.arange(ids.shape[1], device=ids.device)
        x = self.piece(ids) + self.position(places)[None] + self.shape(shapes)
        x = self.dropout(self.norm(x))
        for block in self.blocks:
            x = block(x, bias)
        return x

    def load_minilm(self, path: Path) -> None:
        """Take the published weights of MiniLM-L6."""
        old = read_safetensors(path)
        state = {
            "piece.weight": old["embeddings.word_embeddings.weight"],
            # Every piece is of segment 0: its row is folded into the positions.
            "position.weight": old["embeddings.position_embeddings.weight"] + old["embeddings.token_type_embeddings.weight"][0],
            "shape.weight": self.shape.weight.detach().clone(),
            "norm.weight": old["embeddings.LayerNorm.weight"],
            "norm.bias": old["embeddings.LayerNorm.bias"],
        }
        for i in range(DEPTH):
            theirs = f"encoder.layer.{i}."
            for kind in ("weight", "bias"):
                parts = [old[f"{theirs}attention.self.{n}.{kind}"] for n in ("query", "key", "value")]
                state[f"blocks.{i}.qkv.{kind}"] = torch.cat(parts)
                for ours, name in (
                    ("out", "attention.output.dense"),
                    ("norm_attention", "attention.output.LayerNorm"),
                    ("up", "intermediate.dense"),
                    ("down", "output.dense"),
                    ("norm_forward", "output.LayerNorm"),
                ):
                    state[f"blocks.{i}.{ours}.{kind}"] = old[f"{theirs}{name}.{kind}"]
        self.load_state_dict(state)


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """Read a float32 safetensors file: 8 bytes of header length, a JSON header, raw numbers."""
    raw = path.read_bytes()
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    body = bytearray(raw[8 + length :])
    tensors = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        begin, end = entry["data_offsets"]
        tensors[name.removeprefix("bert.")] = torch.frombuffer(body[begin:end], dtype=torch.float32).view(entry["shape"]).clone()
    return tensors


class Network(nn.Module):
    """The encoder and its heads. Outputs are logits per word, in the order of ``OUTPUTS``."""

    OUTPUTS = ("arcs", "relation_dependent", "relation_head", "tags", "role_trigger", "role_word")

    def __init__(self, vocabulary: int, relations: int, dropout: float = 0.1, head_dropout: float = 0.25) -> None:
        super().__init__()
        self.encoder = Encoder(vocabulary, dropout)
        self.dropout = nn.Dropout(head_dropout)
        self.arc_dependent = nn.Linear(WIDTH, ARC)
        self.arc_head = nn.Linear(WIDTH, ARC)
        self.arc_bilinear = nn.Linear(ARC, ARC)
        self.arc_bias = nn.Linear(ARC, 1)
        self.relation_dependent = nn.Linear(WIDTH, RELATION)
        self.relation_head = nn.Linear(WIDTH, RELATION)
        self.relation = nn.Linear(RELATION, relations)
        self.event = nn.Linear(WIDTH, EVENT)
        self.plain = nn.ModuleDict({n: nn.Linear(WIDTH, len(v)) for n, v in LAYERS.items() if not v.of_event})
        self.of_event = nn.ModuleDict({n: nn.Linear(EVENT, len(v)) for n, v in LAYERS.items() if v.of_event})
        self.role_trigger = nn.Linear(WIDTH, RELATION + len(ROLES) * MATCH)
        self.role_word = nn.Linear(WIDTH, RELATION + len(ROLES) * MATCH)
        self.role = nn.Linear(RELATION, len(ROLES))

    def continue_from(self, state: dict[str, Tensor]) -> None:
        """Take over trained weights; a layer that has grown since keeps its new rows as they are."""
        mine = self.state_dict()
        for name, tensor in state.items():
            mine[name][tuple(slice(n) for n in tensor.shape)] = tensor
        self.load_state_dict(mine)

    def roles(self, trigger: Tensor, word: Tensor) -> Tensor:
        """Logits [T, W, roles] of words [T, W, .] for triggers [T, .]: what each is, and whether the two belong together.

        ``claimwire.annotate.decode.roles`` computes the same in numpy.
        """
        both = nn.functional.gelu(trigger[:, None, :RELATION] + word[:, :, :RELATION], approximate="tanh")
        asked = trigger[:, RELATION:].view(len(trigger), 1, len(ROLES), MATCH)
        offered = word[:, :, RELATION:].view(len(trigger), -1, len(ROLES), MATCH)
        return self.role(self.dropout(both)) + (asked * offered).sum(-1) * MATCH**-0.5

    def forward(self, ids: Tensor, shapes: Tensor, firsts: Tensor) -> tuple[Tensor, ...]:
        """``firsts`` [B, W]: the place of each word's first piece; 0, the start mark, pads and stands for the root."""
        x = self.dropout(self.encoder(ids, shapes))
        words = torch.gather(x, 1, firsts[:, :, None].expand(-1, -1, WIDTH))
        heads = torch.cat([x[:, :1], words], dim=1)
        gelu = nn.functional.gelu
        dependent = self.dropout(gelu(self.arc_dependent(words)))
        head = self.dropout(gelu(self.arc_head(heads)))
        arcs = self.arc_bilinear(dependent) @ head.transpose(1, 2) * ARC**-0.5 + self.arc_bias(head).transpose(1, 2)
        event = self.dropout(gelu(self.event(words)))
        tags = [self.of_event[n](event) if v.of_event else self.plain[n](words) for n, v in LAYERS.items()]
        return (
            arcs,
            self.relation_dependent(words),
            self.relation_head(heads),
            torch.cat(tags, dim=-1),
            self.role_trigger(words),
            self.role_word(words),
        )
