"""B3 of actors: what joins, what stays apart, and what is not counted."""

from __future__ import annotations

from collections import Counter
from typing import Any

from claimwire.evaluate.actors import actor_figures, count_actors
from claimwire.evaluate.measures import Figure

TEXT = "The Dune Front shelled Ostra. Its fighters left. The army and some villagers stayed."


def _people(*items: tuple[str, str | None]) -> dict[str, Any]:
    out = []
    for words, name in items:
        start = TEXT.index(words)
        out.append({"span": [start, start + len(words)], "name": name})
    return {"claims": [{"actor": out, "recipient": None}]}


def _reading(*items: tuple[str, str | None]) -> dict[str, Any]:
    mentions, links = [], []
    for n, (words, target) in enumerate(items):
        start = TEXT.index(words)
        mentions.append({"id": f"m{n}", "start": start, "end": start + len(words), "label": "actor", "text": words})
        links.append({"mention": f"m{n}", "kind": "actor", "target": target})
    return {"claims": [], "mentions": mentions, "links": links}


def _figures(gold: dict[str, Any], reading: dict[str, Any]) -> dict[str, Figure]:
    tally: Counter[str] = Counter()
    count_actors(tally, gold, reading)
    return {f.name: f for f in actor_figures([tally])}


GOLD = _people(
    ("The Dune Front", "Dune Front"), ("Its fighters", "dune front"), ("The army", "Ostran Army"), ("some villagers", None)
)


def test_names_of_one_actor_are_compared_without_capitals_and_unnamed_people_are_left_out() -> None:
    front = "name:dune-front"
    got = _figures(
        GOLD, _reading(("The Dune Front", front), ("fighters", front), ("The army", "name:army"), ("villagers", "class:villager"))
    )
    assert got["actor_b3"].value == 1.0
    assert got["actor_b3"].n == 3
    assert got["actor_unnamed"].value == 1.0


def test_a_mention_without_target_stands_alone_and_costs_recall_only() -> None:
    got = _figures(GOLD, _reading(("The Dune Front", "name:dune-front"), ("fighters", None), ("The army", "name:army")))
    assert got["actor_b3_precision"].value == 1.0
    assert got["actor_b3_recall"].value == (0.5 + 0.5 + 1) / 3
    assert got["actor_found"].value == 1.0


def test_two_actors_taken_for_one_cost_precision() -> None:
    one = "name:dune-front"
    got = _figures(GOLD, _reading(("The Dune Front", one), ("fighters", one), ("The army", one), ("villagers", one)))
    assert got["actor_b3_precision"].value == (2 / 3 + 2 / 3 + 1 / 3) / 3
    assert got["actor_b3_recall"].value == 1.0
    assert got["actor_unnamed"].value == 0.0


def test_nothing_found_is_no_error_of_the_measure() -> None:
    got = _figures(GOLD, _reading())
    assert got["actor_found"].value == 0.0
    assert got["actor_b3_recall"].value == (0.5 + 0.5 + 1) / 3
    assert _figures(_people(), _reading())["actor_b3"].value is None
