"""Which of the places that bear a name a report means, or none: a logit over its candidates, with every name heard in turn.

A name has one sense in a report. `place_features` says what speaks for each candidate and for none of them, the file
`place_weights.json` how much; ``python -m training.places`` fits it. Chances are those of the last round, each round having
listened to the chances of the round before. A small place that nothing in the report supports stays unresolved, because a
name that the gazetteer does not hold has homonyms somewhere in the world.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from claimwire.protocols import Gazetteer
from claimwire.records import Annotation, Place, Report
from claimwire.resolve.gazetteer import country_adjectives
from claimwire.resolve.place_features import MOVING, NAMES, STILL, Array, Board, Name
from claimwire.resolve.place_mentions import Found
from claimwire.resolve.place_paper import paper_of

ROUNDS = 4
SURE = 0.25  # chance that a place must have to be chosen over its namesakes
DOUBT = 0.65  # chance of none of them from which a name stays unresolved
_KNOWN = 0.62  # prior of a city of about 80,000
_POINTED = 0.7  # weight of evidence by which the report points to a place


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a name resolves to in a report. ``ranked`` holds candidates with their chances, best first; ``place`` None is NIL."""

    place: Place | None
    score: float
    rule: str
    ranked: tuple[tuple[Place, float], ...] = ()


def rank(
    found: Sequence[Found], report: Report, annotation: Annotation, *, gazetteer: Gazetteer | None = None
) -> Mapping[str, Choice]:
    """Return one choice per sense of a name. With a gazetteer the town in the publisher's name is heard too."""
    groups: dict[str, list[Found]] = defaultdict(list)
    for f in found:
        if f.core is not None:
            groups[f.sense].append(f)
    choices = {sense: Choice(place=None, score=0.0, rule="place:not-in-gazetteer") for sense in groups}
    board = board_of(groups, report, annotation, gazetteer=gazetteer)
    if board is None:
        return choices
    weights = fitted()
    chance, none = settle(board, weights)
    for i, name in enumerate(board.names):
        if name.mentions:
            first = int(board.starts[i])
            rows = slice(first, first + len(name.candidates))
            choices[name.sense] = _choose(name, chance[rows], float(none[i]), board.numbers[rows], weights)
    return choices


def board_of(
    groups: Mapping[str, Sequence[Found]], report: Report, annotation: Annotation, *, gazetteer: Gazetteer | None
) -> Board | None:
    """Return the names of a report that have candidates, side by side; None when none has."""
    paper = paper_of(report, gazetteer)
    listed = {sense: tuple({c[0].target: c for f in group for c in f.candidates}.values()) for sense, group in groups.items()}
    said: set[str | None] = {c for s in annotation.sentences for t in s.tokens if (c := country_adjectives().get(t.text))}
    said |= {hits[0][0].country for hits in listed.values() if hits and (hits[0][1] >= _KNOWN or len(hits) == 1)}
    names = [
        Name(sense=sense, mentions=tuple(groups[sense]), candidates=tuple(_in_said_countries(hits, said)))
        for sense, hits in listed.items()
        if hits
    ]
    if not names:
        return None
    if paper.candidates and (paper.home or not any(paper.bears(n.sense) for n in names)):
        names.append(Name(sense=paper.town, mentions=(), candidates=paper.candidates))
    unlisted = sum(1 for sense, group in groups.items() if not listed[sense] and any(f.strong for f in group))
    return Board(names, report, annotation, paper=paper, unlisted=unlisted)


def _in_said_countries(hits: Sequence[tuple[Place, float]], said: set[str | None]) -> list[tuple[Place, float]]:
    """Order candidates so that a cut loses namesakes in countries that the report does not speak of."""
    few = 8
    if len(hits) <= few:
        return sorted(hits, key=lambda h: (-h[1], h[0].target))
    ordered = sorted(hits, key=lambda h: (-h[1], h[0].target))
    rest = sorted(ordered[few:], key=lambda h: h[0].country not in said)
    return ordered[:few] + rest


def settle(board: Board, weights: Array) -> tuple[Array, Array]:
    """Return the chances of every candidate and of none, after every name has heard the others."""
    chance = board.prior()
    for _ in range(ROUNDS):
        chance, none = board.weigh(weights, chance)
    return chance, none


@cache
def fitted() -> Array:
    """Return the shipped weights in the order of NAMES; a number without a weight counts nothing."""
    table = json.loads(Path(__file__).with_name("place_weights.json").read_text("utf-8"))
    return np.array([float(table.get(name, 0.0)) for name in NAMES])


def _choose(name: Name, chance: Array, none: float, numbers: Array, weights: Array) -> Choice:
    order = sorted(range(len(chance)), key=lambda i: (-chance[i], name.candidates[i][0].target))
    ranked = tuple((name.candidates[i][0], round(float(chance[i]), 3)) for i in order)
    best = order[0]
    place, prior = name.candidates[best]
    if none > DOUBT or chance[best] < SURE:
        objects = numbers[best, NAMES.index("noun objects")] > 0
        return Choice(place=None, score=0.0, rule="place:wrong-kind" if objects else "place:unsupported", ranked=ranked)
    moving = slice(len(STILL), len(STILL) + len(MOVING))
    pointed = float(numbers[best, moving] @ weights[moving])
    rule = "place:supported" if pointed >= _POINTED else "place:well-known" if prior >= _KNOWN else "place:only-sense"
    return Choice(place=place, score=round(float(chance[best]), 3), rule=rule, ranked=ranked)
