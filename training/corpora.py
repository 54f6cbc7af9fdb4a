"""Read each corpus into sentences that carry answers for some of the heads.

A head that a corpus does not answer is masked, so every batch may mix all corpora. ``UNKNOWN`` masks a single word. A corpus
that tags only part of what it could (names but no common nouns, participants of claims only) gives its O tags a low weight.
"""

from __future__ import annotations

import gzip
import json
import random
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from training import own
from training.labels import EVENT_TYPES, FACTUALITIES, LAYERS, MODES, REALIZATIONS, ROLES, UPOS
from training.words import Words, sentences, words

UNKNOWN = -100
BARE = 0.15  # share of treebank sentences that are read without commas
LONGEST = 110  # words; longer sentences of the corpora are lists and tables, and are left out of training

Offsets = tuple[int, int]
Record = dict[str, Any]


@dataclass
class Trigger:
    """A gold happening: word range, what the event layers should say, and roles per word (None: not annotated)."""

    first: int
    last: int  # exclusive
    realization: int = UNKNOWN
    factuality: int = UNKNOWN
    happened: float | None = None
    modes: np.ndarray | None = None
    roles: np.ndarray | None = None  # [words, roles] 0 or 1
    role_weight: np.ndarray | None = None  # [words, roles]


@dataclass
class Example:
    """One sentence. ``tags[layer]`` and ``weights[layer]`` are per word."""

    corpus: str
    forms: list[str]
    heads: np.ndarray | None = None  # -1 is the root
    relations: list[str] | None = None
    tags: dict[str, np.ndarray] = field(default_factory=dict)
    weights: dict[str, np.ndarray] = field(default_factory=dict)
    triggers: list[Trigger] = field(default_factory=list)
    offsets: Words | None = None


def lines(path: Path) -> Iterator[str]:
    """Lines of a plain or gzipped file."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as f:
        yield from f


def records(path: Path) -> list[Record]:
    """Records of a JSON Lines file."""
    return [json.loads(line) for line in lines(path) if line.strip()]


# --- treebanks ---------------------------------------------------------------------------------------------------------


def conllu(path: Path, *, keep: Sequence[str] | None = None) -> list[Example]:
    """Sentences of a treebank; ``keep`` lists the genres (second part of the document id) whose licence allows training."""
    examples: list[Example] = []
    rows: list[list[str]] = []
    wanted = True
    for line in lines(path):
        if line.startswith("# newdoc id"):
            wanted = keep is None or line.split("=")[1].strip().split("_")[1] in keep
        elif line.startswith("#"):
            continue
        elif line.strip():
            row = line.rstrip("\n").split("\t")
            if row[0].isdigit():
                rows.append(row)
        elif rows:
            if wanted:
                examples.append(
                    Example(
                        corpus=path.name.split("-")[0],
                        forms=[r[1] for r in rows],
                        heads=np.array([int(r[6]) - 1 for r in rows]),
                        relations=[r[7] for r in rows],
                        tags={"upos": np.array([UPOS.index(r[3]) for r in rows])},
                        weights={"upos": np.ones(len(rows), np.float32)},
                    )
                )
            rows = []
    return examples


# --- spans over running text --------------------------------------------------------------------------------------------


def covered(offsets: Words, span: Offsets) -> tuple[int, int] | None:
    """The range of words that ``span`` touches, or None when it touches none."""
    inside = [i for i, (a, b) in enumerate(offsets) if a < span[1] and span[0] < b]
    return (inside[0], inside[-1] + 1) if inside else None


def tag(layer: str, offsets: Words, spans: Iterable[tuple[Offsets, str]]) -> np.ndarray:
    """BIO tags; where spans overlap the one that comes first in ``spans`` stays."""
    labels = LAYERS[layer].labels
    out = np.zeros(len(offsets), np.int64)
    for span, label in spans:
        where = covered(offsets, span)
        if where and not out[where[0] : where[1]].any():
            out[where[0]] = labels.index(f"B-{label}")
            out[where[0] + 1 : where[1]] = labels.index(f"I-{label}")
    return out


def longest_first(spans: Iterable[tuple[Offsets, str]]) -> list[tuple[Offsets, str]]:
    """Outer spans before inner ones, in a fixed order."""
    return sorted(set(spans), key=lambda s: (s[0][0] - s[0][1], s[0], s[1]))


def example(corpus: str, text: str, offsets: Words) -> Example:
    """An example without answers yet."""
    return Example(corpus=corpus, forms=[text[a:b] for a, b in offsets], offsets=offsets)


def answer(ex: Example, layer: str, tags: np.ndarray, outside: float | np.ndarray = 1.0) -> None:
    """Set one layer's answer; ``outside`` is the weight of its O tags."""
    ex.tags[layer] = tags
    ex.weights[layer] = np.where(tags == 0, outside, 1.0).astype(np.float32)


RE3D = {
    "name": {"Organisation": "actor", "Person": "actor", "Nationality": "actor", "Location": "place", "Weapon": "weapon",
             "MilitaryPlatform": "weapon", "Vehicle": "weapon"},
    "time": {"Temporal": "time"},
    "quantity": {"Quantity": "quantity", "Money": "quantity"},
}  # fmt: skip


def re3d(path: Path) -> list[Example]:
    """Names and common nouns for actors, places, weapons, times and quantities in official statements on Syria and Iraq."""
    out = []
    for record in records(path):
        best: dict[Offsets, tuple[float, str]] = {}
        for e in record["entities"]:
            span = (e["start"], e["end"])
            if e["confidence"] >= 0.5 and e["confidence"] > best.get(span, (0.0, ""))[0]:
                best[span] = (e["confidence"], e["type"])
        for offsets in sentences(record["text"]):
            ex = example("re3d", record["text"], offsets)
            for layer, mapping in RE3D.items():
                spans = longest_first((s, mapping[t]) for s, (_, t) in best.items() if t in mapping)
                answer(ex, layer, tag(layer, offsets, spans))
            out.append(ex)
    return out


def wikigold(path: Path) -> list[Example]:
    """Proper names of persons, organisations and places; whatever it leaves untagged in lower case is unknown."""
    out = []
    mapping = {"PER": "actor", "ORG": "actor", "LOC": "place"}
    for record in records(path):
        spans = [((e["start"], e["end"]), mapping[e["type"]]) for e in record["entities"] if e["type"] in mapping]
        misc = [(e["start"], e["end"]) for e in record["entities"] if e["type"] not in mapping]
        for s in record["sentences"]:
            ex = example("wikigold", record["text"], words(record["text"], s["start"], s["end"]))
            if ex.offsets:
                outside = np.array([0.5 if f[:1].isupper() else 0.02 for f in ex.forms])
                for span in misc:
                    where = covered(ex.offsets, span)
                    if where:
                        outside[where[0] : where[1]] = 0
                answer(ex, "name", tag("name", ex.offsets, spans), outside)
                out.append(ex)
    return out


def wikiwars(path: Path) -> list[Example]:
    """Time expressions of war narratives."""
    out = []
    for record in records(path):
        spans = longest_first(((t["start"], t["end"]), "time") for t in record["timexes"])
        for offsets in sentences(record["text"]):
            ex = example("wikiwars", record["text"], offsets)
            answer(ex, "time", tag("time", offsets, spans))
            out.append(ex)
    return out


# --- happenings ---------------------------------------------------------------------------------------------------------


def roles_of(offsets: Words, spans: Iterable[tuple[Offsets, str]]) -> np.ndarray:
    """Roles per word, several per word allowed."""
    out = np.zeros((len(offsets), len(ROLES)), np.float32)
    for span, role in spans:
        where = covered(offsets, span)
        if where:
            out[where[0] : where[1], ROLES.index(role)] = 1
    return out


def where_tagged(roles: np.ndarray) -> np.ndarray:
    """Weights of a corpus that does not mark every participant: only words with a role are sure, and of all roles."""
    return np.repeat(roles.any(axis=1, keepdims=True), len(ROLES), axis=1).astype(np.float32)


def claims(reports: Iterable[Record], *, corpus: str) -> list[Example]:
    """Reports coded under the codebook: triggers with all their fields, statement parts, and what takes part in claims."""
    out = []
    for record in reports:
        text = record["text"]
        parts: dict[str, list[tuple[Offsets, str]]] = {"attribution": [], "content": [], "nested": []}
        names: list[tuple[Offsets, str]] = []
        for s in record["statements"]:
            for label in ("source", "cue"):
                parts["attribution"] += [((a, b), label) for a, b in s[label]]
            parts["nested" if s["parent"] else "content"] += [((a, b), "content") for a, b in s["content"]]
            names += [((a, b), "actor") for a, b in s["source"]]
        for c in record["claims"]:
            names += [(tuple(p["span"]), "actor") for p in (*c["actor"], *c["recipient"]) if p["span"]]
            names += [(tuple(p["span"]), "place") for p in c["places"] if p["span"]]
        times = [(tuple(c["time"]["span"]), "time") for c in record["claims"] if c["time"] and c["time"]["span"]]
        quantities = [(tuple(q["span"]), "quantity") for c in record["claims"] for q in c["quantities"] if q["span"]]
        for start, end in record["sentences"]:
            offsets = words(text, start, end)
            if not offsets:
                continue
            ex = example(corpus, text, offsets)
            for layer, spans in parts.items():
                answer(ex, layer, tag(layer, offsets, longest_first(spans)))
            answer(ex, "name", tag("name", offsets, longest_first(names)), 0.3)
            answer(ex, "time", tag("time", offsets, longest_first(times)), 0.3)
            answer(ex, "quantity", tag("quantity", offsets, longest_first(quantities)), 0.3)
            here = [c for c in record["claims"] if start <= c["trigger"][0] < end]
            kinds = sorted(here, key=lambda c: c["kind"] != "event")  # a word that is both names the event
            answer(ex, "trigger", tag("trigger", offsets, [(tuple(c["trigger"]), c["event_type"] or c["kind"]) for c in kinds]))
            grouped: dict[tuple[int, int], list[Record]] = {}
            for c in kinds:
                where = covered(offsets, tuple(c["trigger"]))
                if where:
                    grouped.setdefault(where, []).append(c)
            ex.triggers = [trigger_of(offsets, where, group) for where, group in sorted(grouped.items())]
            out.append(ex)
    return out


def trigger_of(offsets: Words, where: tuple[int, int], group: Sequence[Record]) -> Trigger:
    """One trigger for all the claims that share its words: they differ by a coordinated place or recipient."""
    spans: list[tuple[Offsets, str]] = []
    for c in group:
        spans += [(tuple(p["span"]), "actor") for p in c["actor"] if p["span"]]
        spans += [(tuple(p["span"]), "recipient") for p in c["recipient"] if p["span"]]
        spans += [(tuple(p["span"]), p["role"].removeprefix("route_")) for p in c["places"] if p["span"]]
        spans += [(tuple(c["time"]["span"]), "time")] if c["time"] and c["time"]["span"] else []
        spans += [(tuple(q["span"]), "quantity") for q in c["quantities"] if q["span"]]
    return Trigger(
        first=where[0],
        last=where[1],
        realization=REALIZATIONS.index(group[0]["realization"]),
        factuality=FACTUALITIES.index(group[0]["factuality"]),
        modes=np.array([float(any(m in c["modes"] for c in group)) for m in MODES], np.float32),
        roles=roles_of(offsets, spans),
        role_weight=np.ones((len(offsets), len(ROLES)), np.float32),
    )


WIKIEVENTS_ROLES = {
    "Attacker": "actor", "Jailer": "actor", "Demonstrator": "actor", "Communicator": "actor", "Investigator": "actor",
    "Prosecutor": "actor", "JudgeCourt": "actor", "Target": "recipient", "Detainee": "recipient", "Defendant": "recipient",
    "Recipient": "recipient", "Place": "location",
}  # fmt: skip


def wikievents(path: Path) -> list[Example]:
    """Triggers whose type maps safely to PLOVER. What the mapping leaves out is unknown, and so is most of what is untagged."""
    out = []
    for record in records(path):
        text = record["text"]
        for offsets in sentences(text):
            here = [e for e in record["events"] if covered(offsets, (e["trigger"]["start"], e["trigger"]["end"]))]
            typed = [e for e in here if e["plover_type"]]
            if not typed:
                continue
            ex = example("wikievents", text, offsets)
            spans = [((e["trigger"]["start"], e["trigger"]["end"]), e["plover_type"]) for e in typed]
            outside = np.full(len(offsets), 0.15)
            for e in here:
                where = covered(offsets, (e["trigger"]["start"], e["trigger"]["end"]))
                outside[where[0] : where[1]] = 0
            answer(ex, "trigger", tag("trigger", offsets, spans), outside)
            for e in typed:
                where = covered(offsets, (e["trigger"]["start"], e["trigger"]["end"]))
                roles = roles_of(
                    offsets,
                    [
                        ((a["start"], a["end"]), WIKIEVENTS_ROLES[a["role"]])
                        for a in e["arguments"]
                        if a["role"] in WIKIEVENTS_ROLES and a.get("start") is not None
                    ],
                )
                ex.triggers.append(Trigger(where[0], where[1], roles=roles, role_weight=where_tagged(roles)))
            out.append(ex)
    return out


def plover_records(path: Path) -> list[Example]:
    """Example sentences of the PLOVER manual; only the first marked word is sure to carry the type."""
    out = []
    mapping = {"SRC": "actor", "TAR": "recipient", "LOC": "location"}
    for record in records(path):
        spans = record["spans"] or []
        happenings = [s for s in spans if s["label"] == "EVT"]
        if len(record["events"]) != 1 or not happenings or record["events"][0]["plover_2021"] not in EVENT_TYPES:
            continue
        found = sentences(record["text"])
        offsets = [w for s in found for w in s]
        first = happenings[0]
        ex = example("plover", record["text"], offsets)
        outside = np.full(len(offsets), 0.15)
        for s in happenings:
            where = covered(offsets, (s["start"], s["end"]))
            if where:
                outside[where[0] : where[1]] = 0
        span = (first["start"], first["end"])
        answer(ex, "trigger", tag("trigger", offsets, [(span, record["events"][0]["plover_2021"])]), outside)
        where = covered(offsets, span)
        roles = roles_of(offsets, [((s["start"], s["end"]), mapping[s["label"]]) for s in spans if s["label"] in mapping])
        ex.triggers = [Trigger(where[0], where[1], roles=roles, role_weight=where_tagged(roles))]
        out.append(ex)
    return out


def event_locations(path: Path) -> list[Example]:
    """One verb per sentence and the places where that happened, or none; says nothing about other roles."""
    out = []
    location = ROLES.index("location")
    for record in records(path):
        offsets = [w for s in sentences(record["text"]) for w in s]
        where = covered(offsets, tuple(record["verb"]))
        if not where:
            continue
        ex = example("event_location", record["text"], offsets)
        weight = np.zeros((len(offsets), len(ROLES)), np.float32)
        weight[:, location] = 1
        roles = roles_of(offsets, [(tuple(span), "location") for span in record["locations"]])
        ex.triggers = [Trigger(*where, roles=roles, role_weight=weight)]
        out.append(ex)
    return out


def uds(path: Path) -> list[Example]:
    """Did it happen? Crowd judgements from -3 to 3 on predicates of web text, given as words joined by spaces."""
    out = []
    for record in records(path):
        text = record["text"]
        offsets = [m.span() for m in re.finditer(r"\S+", text)]
        ex = example("uds", text, offsets)
        for t in record["targets"]:
            where = covered(offsets, (t["start"], t["end"]))
            if where:
                ex.triggers.append(Trigger(where[0], where[1], happened=t["factuality"] / 3))
        if ex.triggers:
            out.append(ex)
    return out


# --- changes that make the encoder steadier -----------------------------------------------------------------------------


def without_commas(e: Example) -> Example:
    """The sentence as some archives store it: commas and quotation marks stripped. They govern nothing in a treebank."""
    drop = {i for i, f in enumerate(e.forms) if f in {",", '"', "“", "”", "''", "``"}} - set(e.heads.tolist())
    keep = [i for i in range(len(e.forms)) if i not in drop]
    if not drop or not keep:
        return e
    new = {old: i for i, old in enumerate(keep)} | {-1: -1}
    return Example(
        corpus=e.corpus,
        forms=[e.forms[i] for i in keep],
        heads=np.array([new[int(e.heads[i])] for i in keep]),
        relations=[e.relations[i] for i in keep],
        tags={n: v[keep] for n, v in e.tags.items()},
        weights={n: v[keep] for n, v in e.weights.items()},
    )


# --- the mix ------------------------------------------------------------------------------------------------------------

GUM_GENRES = ("news", "interview", "speech", "textbook", "vlog", "conversation")  # CC BY or public domain


def load(data: Path, names: Iterable[str]) -> dict[str, list[Example]]:
    """Training sentences of the corpora that are named."""
    readers = {
        "ewt": lambda: conllu(data / "treebank_ewt/en_ewt-ud-train.conllu.gz"),
        "gum": lambda: conllu(data / "treebank_gum/en_gum_permissive-train.conllu.gz", keep=GUM_GENRES),
        "claims": lambda: claims(records(data / "claims/train.jsonl"), corpus="claims"),
        "own": lambda: claims((r for path in own.FILES for r in own.read(path, held_out=False)), corpus="own"),
        "re3d": lambda: [
            e
            for n in ("centcom", "us_state_department", "wikipedia", "australian_department_of_foreign_affairs")
            for e in re3d(data / f"re3d/{n}.jsonl")
        ],
        "wikigold": lambda: wikigold(data / "ner_wikigold/wikigold.jsonl"),
        "wikiwars": lambda: wikiwars(data / "time_wikiwars_en/wikiwars_en.jsonl"),
        "wikievents": lambda: wikievents(data / "wikievents/train_reduced.jsonl"),
        "plover": lambda: plover_records(data / "plover_gsr/plover_gsr.jsonl"),
        "event_location": lambda: event_locations(data / "event_location/event_location.jsonl.gz"),
        "uds": lambda: uds(data / "factuality/uds_ih2_train.jsonl.gz"),
    }
    return {name: [e for e in readers[name]() if len(e.forms) <= LONGEST] for name in names}


def stream(corpora: Mapping[str, list[Example]], mix: Mapping[str, int], *, rounds: int, seed: int) -> Iterator[list[Example]]:
    """One list per round: every corpus ``mix[name]`` / 10 times, so 10 is once and 5 is a random half."""
    rng = random.Random(seed)
    for _ in range(rounds):
        chosen: list[Example] = []
        for name, times in mix.items():
            whole, part = divmod(times, 10)
            chosen += corpora[name] * whole + rng.sample(corpora[name], len(corpora[name]) * part // 10)
        rng.shuffle(chosen)
        yield [without_commas(e) if e.heads is not None and rng.random() < BARE else e for e in chosen]
