"""Rules and the learned heads weighed against each other: how far each is to be trusted was fitted, not guessed.

Each decision is a logistic regression over a few named features, so that a person can follow it by hand. The weights are in
``weights.json``; ``training/combine.py`` fits them on sentences that trained no head.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

Features = dict[str, float]
UNSEEN = -3.0  # log-odds that stand for a word that a head did not offer: its floor is .15
_FAINT = 0.01  # probability of a label that is not among a head's likeliest


@cache
def weights(file: str = "weights.json") -> Mapping[str, Mapping[str, float]]:
    """Return the fitted weights of a file of this room, by decision and feature."""
    found: Mapping[str, Mapping[str, float]] = json.loads(files("claimwire.claims").joinpath(file).read_text(encoding="utf-8"))
    return found


def log_odds(decision: str, features: Features) -> float:
    """Return the log-odds of a decision of ``weights.json``."""
    return scored(weights()[decision], features)


def scored(known: Mapping[str, float], features: Features) -> float:
    """Return log-odds by known weights; a feature without a weight is silent."""
    return known["bias"] + sum(known.get(name, 0.0) * value for name, value in features.items())


def odds(probability: float) -> float:
    """Log-odds of a probability, kept within what a head can mean by it."""
    p = min(max(probability, 0.01), 0.99)
    return math.log(p / (1 - p))


def label_features(label: str, offered: Mapping[str, float], sense: str | None, *, how: str) -> Features:
    """What speaks for a trigger's label: the head's probability, and the lexicon's sense, of which ``how`` says the kind."""
    features = {"head": math.log(max(offered.get(label, 0.0), _FAINT))}
    if label == sense:
        features[how] = 1.0
    return features
