"""What is left out before comparing could not have been an edge."""

from __future__ import annotations

import base64
import random
from itertools import combinations

import numpy as np
import pytest

from claimwire.consolidate import across
from claimwire.consolidate.across import Node, judged
from claimwire.consolidate.sieve import Sieve
from claimwire.consolidate.sketch import Count, Sketch, Spot

_WHERE = (
    ("dravane", 31.0, 36.0), ("dravane", 31.05, 36.0), ("holt", 31.2, 36.9), ("sarn", None, None), ("sarin", None, None),
    ("ur", 33.0, 36.0),
)  # fmt: skip
_PROVINCE = ("Dravane Governorate", "Holt", "Urmel", None)
_WHO = ("own:river-front", "own:river-army", "class:soldier", "class:civilian", "unnamed:gunmen", "person:t-oren", "police")
_SAID = ("convoy", "market", "dusk", "oren", "ferry", "kill", "people", "7", "granary", "river")


def _vector(rng: random.Random, about: np.ndarray) -> str:
    v = about + np.array([rng.gauss(0, 0.05) for _ in about])
    return base64.b64encode(np.rint(127 * v / np.linalg.norm(v)).astype(np.int8).tobytes()).decode()


def _some(rng: random.Random, of: tuple[str, ...], most: int) -> tuple[str, ...]:
    return tuple(sorted(rng.sample(of, rng.randint(0, most))))


def _sketch(rng: random.Random, n: int, topics: list[np.ndarray]) -> Sketch:
    spots = tuple(
        Spot(name=name, target=f"own:{name}{rng.randint(0, 1)}" if rng.random() < 0.7 else None, country="ARV",
             admin1=rng.choice(_PROVINCE),
             latitude=north, longitude=east, precision=rng.choice((1, 3, 4, 6)), radius_km=5.0)
        for name, north, east in rng.sample(_WHERE, rng.choice((0, 1, 1, 1, 2)))
    )  # fmt: skip
    begun = rng.choice((None, "2031-03-04", "2031-03-05", "2031-03-05T09"))
    typed = rng.choice(("ASSAULT", "ASSAULT", "ASSAULT", "COERCE", None))
    counts = tuple(
        Count(measure=rng.choice(("killed", "wounded")), low=float(rng.choice((2, 7, 8))), high=None,
              type=rng.choice(("count", "total")), as_of=rng.choice((None, "2031-03-05", "2031-03-06")))
        for _ in range(rng.choice((0, 1, 2)))
    )  # fmt: skip
    topic = rng.choice(topics)
    return Sketch(
        id=f"e{n}", report=f"r{n}", publisher=None, published=rng.choice((None, "2031-03-05", "2031-03-06", "2031-03-11")),
        claims=(f"c{n}",), triggers=(), statements=(), sentences=(rng.choice((0, 1, 7)),), taken_up=rng.random() < 0.2,
        noun=rng.random() < 0.5, event_type=typed, kind="event" if typed else rng.choice(("state", "evaluation")),
        stems=_some(rng, ("attack", "shell", "kill", "campaign", "detain"), 2) or ("shell",),
        modes=_some(rng, ("aerial", "firearms"), 1), realization=rng.choice(("actual", "actual", "actual", "threatened")),
        denied=rng.random() < 0.1, ongoing=rng.random() < 0.2, spots=spots, things=_some(rng, ("market", "bus", "school"), 1),
        actors=_some(rng, _WHO, 2), recipients=_some(rng, _WHO, 2), start=begun,
        end={None: None, "2031-03-04": "2031-03-06", "2031-03-05": "2031-03-06"}.get(begun, "2031-03-05T11"),
        precision="hour" if begun and "T" in begun else "day" if begun else None, counts=counts, words=_some(rng, _SAID, 8),
        near=_some(rng, (*_WHO, "dravane", "holt"), 4), names=_some(rng, (*_WHO, "dravane", "name:brill"), 6),
        quotes=(5,) if rng.random() < 0.1 else (), vector=_vector(rng, topic), trigger=_vector(rng, topic),
        context=_vector(rng, topic),
    )  # fmt: skip


@pytest.mark.parametrize("seed", range(4))
def test_what_is_left_out_is_no_edge_and_most_of_the_rest_is_left_out(seed: int) -> None:
    rng = random.Random(seed)
    topics = [np.array([rng.gauss(0, 1) for _ in range(128)]) for _ in range(3)]
    topics = [t / np.linalg.norm(t) for t in topics]
    nodes = {n: Node(_sketch(rng, n, topics), frozenset({f"r{n}"})) for n in range(220)}
    wanted = np.array(list(combinations(nodes, 2)), np.int64)

    class Open(Sieve):
        def passing(self, wanted, low):
            return np.ones(len(wanted), np.bool_)

    def load(_):
        return nodes

    every = judged(wanted, load, sieve=Open())
    assert every == judged(wanted, load)
    sieve = Sieve()
    sieve.learn(list(nodes)[:99], [nodes[n].face for n in list(nodes)[:99]])
    sieve.learn(list(nodes), [x.face for x in nodes.values()])
    passed = int(sieve.passing(wanted, across.LOW).sum())
    assert len(every) > 20
    assert {e.part != 0 for e in every} == {True, False}
    assert len(every) <= passed < len(wanted) / 2
