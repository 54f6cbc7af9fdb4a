"""What a report leaves for consolidation: made in the process that read it, kept beside its reading, never made again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from functools import cache
from importlib import resources
from typing import Any

import numpy as np

from claimwire.consolidate.block import keys
from claimwire.consolidate.copies import print_of
from claimwire.consolidate.sketch import Count, Embed, Sketch, Spot, sketches, unpacked
from claimwire.consolidate.voices import voices
from claimwire.ontology.model import Ontology
from claimwire.records import Reading

_OWN = ("id", "report", "publisher", "claims")  # whose a sketch is; all else is what it says
_SAID = tuple(f.name for f in fields(Sketch) if f.name not in _OWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One happening of one report. ``node`` is a digest of what the sketch says: copies of a report are one node."""

    event: str  # the report's own id of it
    node: int
    claims: tuple[str, ...]
    keys: tuple[int, ...]  # digests of the blocks that it stands in, sorted
    wording: bytes  # packed vectors of its sentence and of its report
    sketch: str  # JSON of what it says


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """All that consolidation keeps of one report. ``rules`` names the version of the rules that made it."""

    report: str
    rules: str
    told: tuple[Told, ...]
    voices: str  # JSON list: whose word each claim is
    print: str  # JSON: what of the wording is kept, to know copies by


def trace(reading: Reading, *, embed: Embed, ontology: Ontology) -> Trace:
    """Return what is kept of a reading that ``number`` has numbered."""
    return Trace(
        report=reading.report.id,
        rules=rules(),
        told=told(sketches(reading, embed=embed)),
        voices=_json([v.to_dict() for v in voices(reading, ontology)]),
        print=_json(print_of(reading).to_dict()),
    )


def told(made: Sequence[Sketch]) -> tuple[Told, ...]:
    """Return sketches of one report in the form that is kept."""
    return tuple(
        Told(
            event=sketch.id,
            node=node,
            claims=sketch.claims,
            keys=tuple(sorted({number_of(k) for k in keys(sketch)})),
            wording=worded(sketch),
            sketch=text,
        )
        for sketch, (node, text) in zip(made, _numbered(made), strict=True)
    )


def nodes_of(made: Sequence[Sketch]) -> list[int]:
    """Return each sketch's node. A report that says the same twice says it of two happenings; its copies' first is its first."""
    return [node for node, _ in _numbered(made)]


def _numbered(made: Sequence[Sketch]) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, int], int] = {}
    for sketch in made:
        text = _written(sketch)
        node = number_of(text)
        nth = seen[sketch.report, node] = seen.get((sketch.report, node), 0) + 1
        yield (node if nth == 1 else number_of(f"{nth}\x1f{text}")), text


def worded(sketch: Sketch) -> bytes:
    """Return the packed vectors of a sketch's sentence and of its report: how alike two are decides in a crowded block."""
    both = (unpacked(v) for v in (sketch.vector, sketch.context))
    return b"".join(np.rint(v * 127).astype(np.int8).tobytes() for v in both)


def read_back(text: str, *, report: str, id: str = "", claims: tuple[str, ...] = ()) -> Sketch:
    """Build a sketch from what it says. Who printed it is left out: it says nothing of what happened."""
    said = json.loads(text)
    made: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in said.items()}
    made["spots"] = tuple(Spot(**s) for s in said["spots"])
    made["counts"] = tuple(Count(**c) for c in said["counts"])
    return Sketch(id=id, report=report, publisher=None, claims=claims, **made)


def _written(sketch: Sketch) -> str:
    said = {name: getattr(sketch, name) for name in _SAID}
    said["spots"] = [{name: getattr(s, name) for name in Spot.__slots__} for s in sketch.spots]
    said["counts"] = [{name: getattr(c, name) for name in Count.__slots__} for c in sketch.counts]
    return _json(said)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def number_of(text: str) -> int:
    """Return a digest of a text as a positive integer that SQLite and numpy hold: 63 bits."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


@cache
def rules() -> str:
    """Return a digest of everything in this room that decides which claims speak of one happening."""
    found = hashlib.sha256()
    for path in sorted(resources.files("claimwire.consolidate").iterdir(), key=lambda p: p.name):
        if path.is_file():
            found.update(path.name.encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]
