"""Fit what speaks for a place (``claimwire/resolve/place_weights.json``): a logit over each name's candidates and none of them.

    .venv/bin/python -m training.places --data ../shared/data

Learns from reports of our own (``own/places``) on real places and on names that no gazetteer holds, and from the place names of
the claims corpus' training reports; every fifth report of ours is kept apart. Weights and chances depend on each other, since
names listen to one another, so fitting and listening alternate. ``check`` as first argument checks our files instead.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from claimwire.config import Settings
from claimwire.pipeline import Coder
from claimwire.protocols import Gazetteer
from claimwire.records import Annotation, Place, Report, digest
from claimwire.resolve import place_ranker
from claimwire.resolve.gazetteer_db import kilometres
from claimwire.resolve.place_features import NAMES, Array, Board, facts_of
from claimwire.resolve.place_mentions import Found, find_mentions

OUT = Path(__file__).parent.parent / "src" / "claimwire" / "resolve" / "place_weights.json"
FILES = sorted((Path(__file__).parent / "own" / "places").glob("*.jsonl"))
HELD_OUT = 5
PENALTY = 2.0
ALTERNATIONS = 6
DROPPED = 0.08  # share of names whose place is taken from the gazetteer: then its namesakes are all wrong, and none is right
LISTED = 0.58  # prior of a place that no gazetteer lacks: a town of 30,000
SAME_KM = 25.0

Record = Mapping[str, Any]
Groups = dict[str, list[Found]]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A report's names side by side. ``gold``: a row of the board, -1 for none of them, None where nothing is known."""

    board: Board
    gold: tuple[int | None, ...]
    weight: float = 1.0


def read(path: Path, *, held_out: bool) -> Iterator[Record]:
    """Yield the reports of one file that are kept apart, or the others."""
    for number, line in enumerate(path.read_text("utf-8").splitlines()):
        if (number % HELD_OUT == HELD_OUT - 1) == held_out:
            yield {"id": f"{path.stem}-{number}", **json.loads(line)}


def report_of(record: Record) -> Report:
    """Make a report of a record."""
    text = record["text"]
    return Report(
        id=str(record["id"]), text=text, publisher=record.get("publisher"), published_at=record.get("published_at"),
        sha256=digest("text", text),
    )  # fmt: skip


def annotated(records: Sequence[Record], coder: Coder) -> list[tuple[Record, Report, Annotation]]:
    """Parse reports in batches."""
    out = []
    for at in range(0, len(records), 16):
        batch = records[at : at + 16]
        reports = [report_of(r) for r in batch]
        out += list(zip(batch, reports, coder.annotator.annotate(reports), strict=True))
    return out


def groups_of(found: Sequence[Found]) -> Groups:
    """Return the mentions of each sense, as the ranker groups them."""
    groups: Groups = defaultdict(list)
    for f in found:
        if f.core is not None:
            groups[f.sense].append(f)
    return groups


def own_example(
    record: Record, report: Report, annotation: Annotation, coder: Coder, *, gazetteer: Gazetteer, drop: random.Random | None
) -> Example | None:
    """Return one report of ours as an example. Whatever it does not mark as a place and a rule takes for one is none."""
    groups = groups_of(find_mentions(report, annotation, gazetteer=gazetteer, ontology=coder.ontology))
    gold: dict[str, Record | None] = {}
    for sense, group in groups.items():
        touched = [t for f in group for t in record["toponyms"] if f.core and t["start"] < f.core.end and f.core.start < t["end"]]
        gold[sense] = touched[0] if touched else None
    if drop is not None:
        for sense, group in groups.items():
            place = gold[sense]
            if place is not None and drop.random() < DROPPED and not _listed_anywhere(group, place):
                groups[sense] = [
                    replace(f, candidates=tuple(c for c in f.candidates if not _is(c[0], place, km=60))) for f in group
                ]
    return example(groups, gold, report, annotation, gazetteer)


def _listed_anywhere(group: Sequence[Found], gold: Record) -> bool:
    return any(prior >= LISTED and _is(place, gold) for f in group for place, prior in f.candidates)


def example(
    groups: Groups, gold: Mapping[str, Record | None], report: Report, annotation: Annotation, gazetteer: Gazetteer
) -> Example | None:
    """Put a report's names side by side and say which row is right."""
    board = place_ranker.board_of(groups, report, annotation, gazetteer=gazetteer)
    if board is None:
        return None
    rows: list[int | None] = []
    for i, name in enumerate(board.names):
        if not name.mentions:
            rows.append(None)
            continue
        place = gold.get(name.sense)
        if place is None:
            rows.append(-1 if name.sense in gold else None)
            continue
        right = [(_apart(p, place), n) for n, (p, _) in enumerate(name.candidates) if _is(p, place)]
        rows.append(int(board.starts[i]) + min(right)[1] if right else -1)
    return Example(board=board, gold=tuple(rows))


def _apart(place: Place, gold: Record) -> float:
    there = Place(target="", name="", latitude=gold["latitude"], longitude=gold["longitude"])
    return kilometres(place, there) or 0.0


def _is(place: Place, gold: Record, *, km: float = SAME_KM) -> bool:
    """True when a candidate is the gold place: the same kind of unit, at the same point."""
    if place.latitude is None or place.country != gold["country"]:
        return False
    units = "country", "first", "second"
    mine, level = _level(place), gold.get("level", "town")
    if (mine in units or level in units) and mine != level:
        return False
    return level in {"country", "first"} or _apart(place, gold) <= km


def _level(place: Place) -> str:
    names = ("country", "first", "second", "town", "quarter", "natural", "facility", "wide")
    return names[facts_of(place).level]


def claims_example(
    record: Record, report: Report, annotation: Annotation, coder: Coder, *, gazetteer: Gazetteer
) -> Example | None:
    """Return a report of the claims corpus as an example: names with a country; invented ones are none of the candidates.

    A country that has several places of the name leaves open which is meant, so the name is left out.
    """
    groups = groups_of(find_mentions(report, annotation, gazetteer=gazetteer, ontology=coder.ontology))
    marked = [p for c in record["claims"] for p in c["places"] if p["span"] and p["name"] and p["country"]]
    gold: dict[str, Record | None] = {}
    for sense, group in groups.items():
        touched = [p for f in group for p in marked if f.core and p["span"][0] < f.core.end and f.core.start < p["span"][1]]
        if not touched:
            continue
        country = touched[0]["country"]
        if country.startswith("X"):
            gold[sense] = None
            continue
        hits = {c[0].target: c[0] for f in group for c in f.candidates if c[0].country == country}
        if len(hits) == 1:
            (place,) = hits.values()
            gold[sense] = {"country": country, "latitude": place.latitude, "longitude": place.longitude, "level": _level(place)}
    return example(groups, gold, report, annotation, gazetteer)


def fit(examples: Sequence[Example], start: Array) -> Array:
    """Return weights under which the right rows are likeliest, by Newton's method with an L2 penalty.

    The right row of a name is weighed against its other candidates and "none"; the log-likelihood is concave, so that the
    start does not matter but for speed.
    """
    blocks: list[Array] = []
    right: list[int] = []
    importance: list[float] = []
    for e in examples:
        rows = len(e.board.owner)
        for i, (name, gold) in enumerate(zip(e.board.names, e.gold, strict=True)):
            if gold is None:
                continue
            first = int(e.board.starts[i])
            blocks.append(np.vstack([e.board.numbers[first : first + len(name.candidates)], e.board.numbers[rows + i]]))
            right.append(len(name.candidates) if gold < 0 else gold - first)
            importance.append(e.weight)
    x = np.vstack(blocks)
    sizes = np.array([len(b) for b in blocks])
    starts = np.cumsum([0, *sizes[:-1]])
    owner = np.repeat(np.arange(len(sizes)), sizes)
    share = np.array(importance)
    target = x[starts + np.array(right)]
    w = start.copy()
    for _ in range(25):
        total = x @ w
        p = np.exp(total - np.maximum.reduceat(total, starts)[owner])
        p /= np.add.reduceat(p, starts)[owner]
        mean = np.add.reduceat(x * p[:, None], starts)
        gradient = ((mean - target) * share[:, None]).sum(0) + PENALTY * w
        hessian = (x * (p * share[owner])[:, None]).T @ x - (mean * share[:, None]).T @ mean + PENALTY * np.eye(len(w))
        step = np.linalg.solve(hessian, gradient)
        w -= step * min(1.0, 4.0 / float(np.abs(step).max()))
        if np.abs(step).max() < 1e-4:
            break
    return w


def score(examples: Sequence[Example], weights: Array) -> dict[str, float]:
    """Return how many names are put right, how many of those that have a place, and how honest the chances are."""
    count: Counter[str] = Counter()
    loss = 0.0
    bins: dict[int, list[float]] = defaultdict(list)
    for e in examples:
        chance, none = place_ranker.settle(e.board, weights)
        for i, (name, gold) in enumerate(zip(e.board.names, e.gold, strict=True)):
            if gold is None:
                continue
            first = int(e.board.starts[i])
            mine = chance[first : first + len(name.candidates)]
            best = int(mine.argmax())
            chosen = -1 if none[i] > place_ranker.DOUBT or mine[best] < place_ranker.SURE else first + best
            count["all"] += 1
            count["right"] += chosen == gold
            kind = "none" if gold < 0 else "some"
            count[kind] += 1
            count[f"{kind} right"] += chosen == gold
            loss -= math.log(max(1e-6, float(none[i] if gold < 0 else chance[gold])))
            bins[min(9, int(mine[best] * 10))].append(float(first + best == gold))
    gap = sum(abs(sum(b) / len(b) - (k + 0.5) / 10) * len(b) for k, b in bins.items()) / max(1, count["all"])
    return {
        "names": count["all"], "right": count["right"] / max(1, count["all"]),
        "with a place": count["some right"] / max(1, count["some"]), "none": count["none right"] / max(1, count["none"]),
        "n none": count["none"], "loss": loss / max(1, count["all"]), "calibration gap": gap,
    }  # fmt: skip


def alternate(examples: Sequence[Example]) -> Array:
    """Fit and listen by turns until weights and chances agree."""
    weights = np.zeros(len(NAMES))
    for e in examples:
        e.board.look(e.board.prior())
    for turn in range(ALTERNATIONS):
        fresh = fit(examples, weights)
        weights = fresh if turn == 0 else (fresh + weights) / 2
        for e in examples:
            chance = e.board.prior()
            for _ in range(place_ranker.ROUNDS - 1):
                chance, _none = e.board.weigh(weights, chance)
            e.board.look(chance)
    return weights


def collect(coder: Coder, data: Path | None, *, held_out: bool, drop: random.Random | None = None) -> list[Example]:
    """Return examples of our reports, and of the claims corpus when its folder is given."""
    gazetteer = coder.gazetteer
    records = [r for path in FILES for r in read(path, held_out=held_out)]
    parsed = annotated(records, coder)
    out = [own_example(r, report, a, coder, gazetteer=gazetteer, drop=drop) for r, report, a in parsed]
    if data is not None:
        lines = (data / "claims" / "train.jsonl").read_text("utf-8").splitlines()
        for r, report, a in annotated([json.loads(line) for line in lines], coder):
            out.append(claims_example(r, report, a, coder, gazetteer=gazetteer))
    return [e for e in out if e is not None]


def check(paths: Sequence[Path]) -> int:
    """Print what is wrong in our files; 1 when anything is."""
    faults = count = 0
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            record = json.loads(line)
            count += len(record["toponyms"])
            for t in record["toponyms"]:
                if record["text"][t["start"] : t["end"]] != t["name"] or not -90 <= t["latitude"] <= 90:
                    faults += 1
                    print(f"{path}:{number}: {t['name']!r} is not at {t['start']}", file=sys.stderr)
    print(f"{count} toponyms, {faults} faults", file=sys.stderr)
    return 1 if faults else 0


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit and write the weights, or check our files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", nargs="?", choices=("fit", "check"), default="fit")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"))
    options = parser.parse_args(arguments)
    if options.what == "check":
        return check(FILES)
    coder = Coder.open(Settings())
    train = collect(coder, options.data, held_out=False, drop=random.Random(5))
    weights = alternate(train)
    table = {n: round(float(v), 2) for n, v in zip(NAMES, weights, strict=True)}
    OUT.write_text(json.dumps(table, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for name, examples in (("train", train), ("held out", collect(coder, None, held_out=True))):
        print(name, {k: round(v, 3) for k, v in score(examples, np.array(list(table.values()))).items()}, file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
