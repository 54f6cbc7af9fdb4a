"""Named entities against NER corpora, and the places of single happenings against marked verbs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from claimwire.evaluate.measures import Figure, Tally, f1, figure, match
from claimwire.records import Claim, Reading

Record = Mapping[str, Any]
Spans = list[tuple[int, int]]
# CoNLL's types, GUM's and factRuEval's. Events, works, objects and abstract things have no counterpart of ours.
_LABEL = {
    "PER": "actor", "ORG": "actor", "LOC": "place",
    "person": "actor", "organization": "actor", "place": "place",
    "Person": "actor", "Org": "actor", "Location": "place", "LocOrg": "place",
}  # fmt: skip
_NO_NAME = frozenset({"the", "a", "an", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your", "i"})


def score_names(records: Sequence[Record], readings: Mapping[str, Reading]) -> list[Figure]:
    """Return F1, precision and recall of names of actors (persons, organisations) and of places; spans pair where they overlap.

    Ours are the mentions that hold a name: "the group" is an actor for us and no entity for these corpora. A place may be
    an actor here ("France agreed"): it is found under either label, and counts against neither.
    """
    tallies = []
    for record in records:
        gold = {label: _named(record, label) for label in ("actor", "place")}
        mine = {label: _names(readings[record["id"]], label) for label in ("actor", "place")}
        tally: Tally = Counter()
        for label, other in (("actor", "place"), ("place", "actor")):
            found = mine[label] + [s for s in mine[other] if label == "place" and s not in mine["place"]]
            pairs = match(len(gold[label]), len(found), lambda i, j, g=gold[label], p=found: _overlap(g[i], p[j]))  # type: ignore[misc]
            hit = {j for _, j in pairs}
            wrong = [
                s
                for j, s in enumerate(found)
                if j not in hit and s in mine[label] and not any(_overlap(s, g) for g in (*gold[label], *gold[other]))
            ]
            tally[f"{label}.gold"] = len(gold[label])
            tally[f"{label}.tp"] = len(pairs)
            tally[f"{label}.pred"] = len(pairs) + len(wrong)
        tallies.append(tally)
    out = []
    for label in ("actor", "place"):
        out.append(figure(f"names.{label}_f1", tallies, lambda t, k=label: f1(t, k), n_key=f"{label}.gold"))  # type: ignore[misc]
        for name, of in (("precision", "pred"), ("recall", "gold")):
            out.append(
                figure(
                    f"names.{label}_{name}", tallies,
                    lambda t, k=label, of=of: t.get(f"{k}.tp", 0) / t[f"{k}.{of}"] if t.get(f"{k}.{of}") else None,  # type: ignore[misc]
                    n_key=f"{label}.{of}",
                )
            )  # fmt: skip
    return out


def score_event_places(records: Sequence[Record], readings: Mapping[str, Reading]) -> list[Figure]:
    """Return token precision and recall of the places of the claim on a marked verb (Halterman 2019).

    A verb that no claim of ours is on has no places; ``claimed`` is the share of verbs that one is on.
    """
    tallies = []
    for record in records:
        claims = [c for c in readings[record["id"]].claims if _overlap(c.trigger.offsets, tuple(record["verb"]))]
        gold = _tokens(record["text"], [(a, b) for a, b in record["locations"]])
        mine = _tokens(record["text"], _located(claims))
        tallies.append(
            Counter({"gold": len(gold), "pred": len(mine), "tp": len(gold & mine), "verbs": 1, "claimed": int(bool(claims))})
        )
    return [
        figure("event_places.token_precision", tallies, lambda t: t["tp"] / t["pred"] if t["pred"] else None, n_key="pred"),
        figure("event_places.token_recall", tallies, lambda t: t["tp"] / t["gold"] if t["gold"] else None, n_key="gold"),
        figure("event_places.claimed", tallies, lambda t: t["claimed"] / t["verbs"], n_key="verbs"),
    ]


def _located(claims: Sequence[Claim]) -> Spans:
    return [p.span.offsets for c in claims for p in c.places if p.role == "location"]


def _tokens(text: str, spans: Spans) -> set[int]:
    """Return the starts of the words of a name that spans hold: what begins with a capital, or a digit."""
    out = set()
    for start, end in spans:
        at = start
        for word in text[start:end].split():
            at = text.index(word, at)
            if word[:1].isupper() or word[:1].isdigit():
                out.add(at)
            at += len(word)
    return out


def _named(record: Record, label: str) -> Spans:
    kept = {(e["start"], e["end"]) for e in record["entities"] if _LABEL.get(e["type"]) == label and e.get("named", True)}
    # GUM's and factRuEval's entities nest: "the mayor of Minsk" and Minsk. The innermost of a kind is the name.
    return sorted(s for s in kept if not any(o != s and s[0] <= o[0] and o[1] <= s[1] for o in kept))


def _names(reading: Reading, label: str) -> Spans:
    labels = {"actor"} if label == "actor" else {"place", "facility"}
    return sorted({m.span.offsets for m in reading.mentions if m.label in labels and _holds_name(m.span.text)})


def _holds_name(text: str) -> bool:
    return any(w[:1].isupper() and w.lower() not in _NO_NAME for w in text.split())


def _overlap(a: Sequence[int], b: Sequence[int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return 2 * shared / (a[1] - a[0] + b[1] - b[0]) if shared > 0 else 0.0
