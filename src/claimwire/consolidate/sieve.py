"""Pairs that cannot be edges, found many at once: those that a rule surely forbids, and those whose score cannot reach the bar.

Nothing is decided here. What passes is compared as always; what does not would surely have failed: sets are held as bits, so that
two without a common bit have nothing in common; where only the set itself could tell, the greatest weight of what it might say is
taken. So the bar, the rules and the weights may change, and what is found stays the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from claimwire.consolidate.bounds import BESIDE, LEEWAY, NAMES, NO_DAY, WORDS, Pairs
from claimwire.consolidate.compare import weights
from claimwire.consolidate.likeness import CAMPAIGN, GENERIC, HARM, LEAD, Face, heads, parts

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]

_WIDE = 4  # numbers of 64 bits that hold the words of a sentence
_AT_ONCE = 16_384  # pairs
_BEGINNING = 3  # letters of a name by which provinces and towns of one name are known
_ALL = (1 << 64) - 1
# Sets that are held as bits, and what is true or false of a node.
_BITS: tuple[str, ...] = (
    "stems", "telling", "points", "sounds", "inside", "called", "targets", "over", "provinces", "near", "names", "modes",
    "actors", "actor_names", "actor_heads", "actor_parts", "recipients", "recipient_names", "recipient_heads",
    "recipient_parts", "counts", "numbers", "things", "targeted", "quotes",
)  # fmt: skip
_FLAGS: tuple[str, ...] = (
    "located", "loose", "typed", "harm", "lead", "main", "campaign", "has_area", "armed", "unarmed", "on_a_day", "full", "dated",
    "ongoing", "denied", "hourly", "some_km",
)  # fmt: skip
_KIND = np.dtype(
    [(name, np.uint64) for name in _BITS]
    + [(name, np.bool_) for name in _FLAGS]
    + [(name, np.int32) for name in ("type", "realization", "first", "last", "told", "doubled", "near_doubled")]
    + [("rare_doubled", np.int32), ("latitude", np.float64), ("longitude", np.float64), ("weight", np.float64)]
    + [("words", np.uint64, (_WIDE,)), ("rare", np.uint64, (_WIDE,)), ("named", np.int32, (NAMES,)), ("n_names", np.int32)]
    + [("spoken", np.int32, (WORDS,)), ("much", np.float64, (WORDS,)), ("beside", np.int32, (BESIDE,)), ("whole", np.bool_)]
)


class Sieve:
    """Nodes as columns of numbers, each made once."""

    def __init__(self) -> None:
        self._at: dict[int, int] = {}
        self._rows = np.empty(0, _KIND)
        self._vectors = np.empty((0, 3, 0), np.float32)
        self._ids: dict[object, int] = {}
        self._types: dict[str, int] = {}

    def learn(self, nodes: Sequence[int], faces: Sequence[Face]) -> None:
        """Take in some nodes."""
        new = [(n, f) for n, f in zip(nodes, faces, strict=True) if n not in self._at]
        if not new:
            return
        at = len(self._at)
        self._at.update((n, at + k) for k, (n, _) in enumerate(new))
        vectors = np.stack([f.vectors for _, f in new])
        made = np.array([self._row(f) for _, f in new], _KIND)
        if at + len(new) > len(self._rows):
            room = max(2 * len(self._rows), at + len(new))
            self._rows = np.concatenate((self._rows[:at], np.empty(room - at, _KIND)))
            held = np.empty((room, *vectors.shape[1:]), np.float32)
            held[:at] = self._vectors[:at].reshape(at, *vectors.shape[1:])
            self._vectors = held
        self._rows[at : at + len(new)] = made
        self._vectors[at : at + len(new)] = vectors

    def missing(self, nodes: Iterable[int]) -> list[int]:
        """Return the nodes that are not known yet."""
        return [n for n in nodes if n not in self._at]

    def __len__(self) -> int:
        return len(self._at)

    def _id(self, thing: object) -> int:
        return self._ids.setdefault(thing, len(self._ids))

    def _bits(self, things: Iterable[object]) -> int:
        found = 0
        for thing in things:
            found |= 1 << self._id(thing) % 64
        return found

    def _wide(self, things: Collection[str]) -> tuple[tuple[int, ...], int]:
        """Return bits, and how many things share a bit with another of their own."""
        found = 0
        for thing in things:
            found |= 1 << self._id(thing) % (64 * _WIDE)
        return tuple(found >> 64 * n & (1 << 64) - 1 for n in range(_WIDE)), len(things) - found.bit_count()

    def _row(self, f: Face) -> tuple[Any, ...]:
        s = f.sketch
        words, doubled = self._wide(f.words)
        rare, rare_doubled = self._wide([w for w, much in f.words.items() if much == 1.0])
        near = self._bits(f.near)
        short = any(len(p.name) < _BEGINNING for p in f.points)  # may be the beginning of any name
        made = {"near": near, "called": _ALL if short else self._bits(p.name[:_BEGINNING] for p in f.points)}
        spot = f.points[0] if len(f.points) == 1 else None
        single = spot is not None and spot.latitude is not None and spot.longitude is not None
        lead = s.sentences[0] <= LEAD
        named = [2 * self._id(n) + (n in f.own_names) for n in f.names]
        sets: dict[str, Iterable[object]] = {
            "stems": f.stems,
            "telling": f.stems - GENERIC - HARM,
            "points": f.at,
            "sounds": f.sounds,
            "inside": (p.admin1.lower()[:_BEGINNING] for p in f.points if p.admin1),
            "targets": f.targets,
            "over": f.over,
            "provinces": f.provinces,
            "names": f.names,
            "modes": s.modes,
            "actors": f.actors,
            "actor_names": f.actor_names,
            "actor_heads": heads(f.actors),
            "actor_parts": (p for x in f.actor_names for p in parts(x)),
            "recipients": f.recipients,
            "recipient_names": f.recipient_names,
            "recipient_heads": heads(f.recipients),
            "recipient_parts": (p for x in f.recipient_names for p in parts(x)),
            "counts": f.counts,
            "numbers": f.numbers,
            "things": s.things,
            "targeted": f.targeted,
            "quotes": s.quotes,
        }
        return (
            *(made[name] if name in made else self._bits(sets[name]) for name in _BITS),
            bool(f.points),
            f.loose,
            s.event_type is not None,
            bool(f.stems & HARM),
            lead,
            lead or (s.taken_up and bool(f.stems & GENERIC)),
            bool(f.stems & CAMPAIGN),
            bool(f.areas),
            f.armed,
            f.unarmed,
            f.on_a_day,
            f.first is not None and f.last is not None,
            f.first is not None or f.last is not None,
            s.ongoing,
            s.denied,
            s.precision == "hour",
            any(p.latitude is not None and p.longitude is not None for p in f.points),
            self._types.setdefault(s.event_type or s.kind, len(self._types)),
            self._id(s.realization),
            NO_DAY if f.first is None else f.first,
            NO_DAY if f.last is None else f.last,
            NO_DAY if f.told is None else f.told,
            doubled,
            len(f.near) - near.bit_count(),
            rare_doubled,
            spot.latitude if spot is not None and single else np.nan,
            spot.longitude if spot is not None and single else np.nan,
            f.weight,
            words,
            rare,
            _filled(named, NAMES, -1),
            len(f.names),
            _filled([self._id(w) for w in f.words], WORDS, -1),
            _filled([float(much) for much in f.words.values()], WORDS, 0.0),
            _filled([self._id(n) for n in f.near], BESIDE, -1),
            len(f.words) <= WORDS and len(f.near) <= BESIDE,
        )

    def passing(self, wanted: Ints, low: float) -> Bools:
        """Return which pairs of known nodes may be edges: a score above ``low``, or one a part of the other."""
        nodes, which = np.unique(wanted, return_inverse=True)
        which = which.reshape(wanted.shape)
        at = np.array([self._at[n] for n in nodes.tolist()], np.int64)
        rows = self._rows[at]
        columns = {name: np.ascontiguousarray(rows[name]) for name in _KIND.names or ()}
        vectors = self._vectors[at]
        of_type = np.array([weights("across").get(f"of type {what}", 0.0) for what in self._types])
        columns["of_type"] = of_type[columns["type"]]
        assault = self._types.get("ASSAULT", -1)
        out = np.zeros(len(wanted), np.bool_)
        for start in range(0, len(wanted), _AT_ONCE):
            a, b = which[start : start + _AT_ONCE].T
            here = np.arange(start, start + len(a))
            pair = Pairs(columns, vectors, a, b)
            free = ~pair.forbidden()
            here, pair = here[free], Pairs(columns, vectors, a[free], b[free])
            most = pair.most(assault)
            near = np.flatnonzero(most > low - LEEWAY)
            most[near] -= Pairs(columns, vectors, pair.a[near], pair.b[near]).too_much()
            out[here] = np.where(pair.episode(), pair.maybe_part(), most > low - LEEWAY)
        return out


def _filled(values: Sequence[Any], length: int, nothing: object) -> tuple[Any, ...]:
    return (*values[:length], *(nothing for _ in range(length - len(values))))
