"""The claims corpus: how many claims are found, and how often each field of a found claim is right.

The metrics are those of the corpus's own scorer, written anew here so that they come with n and intervals; a test holds the two
together to the third decimal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimwire.evaluate.actors import actor_figures, count_actors
from claimwire.evaluate.claim_places import count_places, place_figures
from claimwire.evaluate.clusters import cluster_figures, pair_figures
from claimwire.evaluate.measures import Figure, Item, Tally, b_cubed, characters, dice, f1, figure, match, mean, observe, pairwise

Record = Mapping[str, Any]
FIELDS = (
    "event_type",
    "mode_f1",
    "actor",
    "recipient",
    "place_spans",
    "place_any",
    "roles_swapped",
    "attributed",
    "speaker",
    "realization",
    "factuality",
    "time_value",
    "time_none",
    "quantity_f1",
    "st_source_overlap",
    "st_cue_overlap",
    "st_content_f1",
    "st_quote_type",
    "st_nested",
)
TUPLES = ("type+actor", "type+actor+recipient", "type+actor+recipient+place")


def score_claims(gold: Sequence[Record], readings: Iterable[Record]) -> list[Figure]:
    """Return the figures of readings (objects of OUTPUT.md) against annotated reports; a missing reading finds nothing."""
    by_id = {str(r["report"]["id"]): r for r in readings}
    tallies: list[Tally] = []
    clusters: tuple[dict[Item, str], dict[Item, str]] = ({}, {})
    for report in gold:
        reading = by_id.get(str(report["id"]))
        if reading is None or reading["report"]["text"] != report["text"]:
            reading = {"claims": [], "statements": [], "mentions": []}
        tally: Tally = Counter()
        _fidelity(tally, report, reading)
        _statements(tally, report, reading)
        _claims(tally, report, reading, clusters)
        count_actors(tally, report, reading)
        tallies.append(tally)
    return _figures(tallies, clusters)


def _figures(tallies: list[Tally], clusters: tuple[dict[Item, str], dict[Item, str]]) -> list[Figure]:
    out = [
        figure("claims_event", tallies, lambda t: f1(t, "event"), n_key="event.gold"),
        figure("claims_event_precision", tallies, lambda t: _ratio(t, "event.tp", "event.pred"), n_key="event.pred"),
        figure("claims_event_recall", tallies, lambda t: _ratio(t, "event.tp", "event.gold"), n_key="event.gold"),
        figure("claims_all", tallies, lambda t: f1(t, "all"), n_key="all.gold"),
        figure("kind_accuracy", tallies, lambda t: mean(t, "kind"), n_key="kind.n"),
        figure("type_macro_f1", tallies, _macro, n_key="event.gold"),
        figure("statements", tallies, lambda t: f1(t, "statements"), n_key="statements.gold"),
    ]
    out += [figure(k, tallies, lambda t, k=k: f1(t, k), n_key="event.gold") for k in TUPLES]  # type: ignore[misc]
    out += [figure(k, tallies, lambda t, k=k: mean(t, k), n_key=f"{k}.n") for k in FIELDS]  # type: ignore[misc]
    out += actor_figures(tallies)
    out += place_figures(tallies)
    gold, pred = clusters
    shared, of_gold, of_pred = pairwise(gold, pred)
    n_events = len(set(gold.values()))
    out += [
        Figure(name="coref_b3", value=b_cubed(gold, pred), n=len(gold)),
        Figure(name="coref_pairwise", value=2 * shared / (of_gold + of_pred) if of_gold else None, n=of_gold),
        *cluster_figures("coref", gold, pred, unit=lambda i: i[0], wanted=("conll", "lea")),
        *pair_figures("coref_pairwise", gold, pred, unit=lambda i: i[0]),
        Figure(name="duplicate_inflation", value=len(set(pred.values())) / n_events if n_events else None, n=n_events),
        figure("evidence_fidelity", tallies, lambda t: mean(t, "fidelity"), n_key="fidelity.n"),
    ]
    return out


def _ratio(tally: Mapping[str, float], top: str, bottom: str) -> float | None:
    return tally.get(top, 0) / tally[bottom] if tally.get(bottom) else None


def _macro(tally: Mapping[str, float]) -> float | None:
    types = {k.split(".")[1] for k in tally if k.startswith("type.") and k.endswith(".gold") and tally[k]}
    values = [f1(tally, f"type.{t}") or 0.0 for t in types if t != "None"]
    return sum(values) / len(values) if values else None


def _fidelity(tally: Tally, report: Record, reading: Record) -> None:
    for m in reading["mentions"]:
        observe(tally, "fidelity", m["end"] > m["start"] and report["text"][m["start"] : m["end"]] == m["text"])


def _statements(tally: Tally, report: Record, reading: Record) -> None:
    gold, pred = report["statements"], reading["statements"]

    def score(i: int, j: int) -> float:
        f: float | None = dice(characters(gold[i]["content"]), characters(pred[j]["content"]))
        return f if f is not None and f >= 0.5 else 0.0

    pairs = match(len(gold), len(pred), score)
    tally["statements.gold"] += len(gold)
    tally["statements.pred"] += len(pred)
    tally["statements.tp"] += len(pairs)
    for i, j in pairs:
        a, b = gold[i], pred[j]
        for part in ("source", "cue"):
            if a[part]:
                observe(tally, f"st_{part}_overlap", bool(characters(a[part]) & characters(b[part])))
        observe(tally, "st_content_f1", dice(characters(a["content"]), characters(b["content"])))
        observe(tally, "st_quote_type", a["quote_type"] == b["quote_type"])
        observe(tally, "st_nested", bool(a["parent"]) == bool(b["parent"]))


def _overlap(a: Sequence[int] | None, b: Sequence[int] | None) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0])) if a and b else 0


def _span_f1(a: Sequence[int] | None, b: Sequence[int] | None) -> float:
    shared = _overlap(a, b)
    return 2 * shared / ((a[1] - a[0]) + (b[1] - b[0])) if a and b and shared else 0.0


def likeness(g: Record, p: Record) -> float:
    """Return how well a predicted claim fits a gold one; 0 when their triggers do not touch."""
    evidence = _span_f1(g["evidence"], p["evidence"])
    if not (g["trigger"] and p["trigger"]):
        return evidence if evidence >= 0.5 else 0.0
    if not _overlap(g["trigger"], p["trigger"]):
        return 0.0
    places = dice(characters(x["span"] for x in g["places"]), characters(x["span"] for x in p["places"])) or 0.0
    same_type: bool = g["event_type"] == p["event_type"]
    return 1 + _span_f1(g["trigger"], p["trigger"]) + 0.5 * same_type + 0.5 * evidence + 0.3 * places


def _people(items: Sequence[Record] | None) -> list[Sequence[int]]:
    return [x["span"] for x in items or () if x.get("span")]


def _agree(gold: Sequence[Sequence[int]], pred: Sequence[Sequence[int]]) -> bool:
    """Every span of each side overlaps one of the other; two empty sides agree."""
    if not gold or not pred:
        return not gold and not pred
    return all(any(_overlap(a, b) for b in pred) for a in gold) and all(any(_overlap(a, b) for a in gold) for b in pred)


def _claims(tally: Tally, report: Record, reading: Record, clusters: tuple[dict[Item, str], dict[Item, str]]) -> None:
    gold, pred = report["claims"], reading["claims"]
    pairs = match(len(gold), len(pred), lambda i, j: likeness(gold[i], pred[j]))
    tally["all.gold"] += len(gold)
    tally["all.pred"] += len(pred)
    tally["all.tp"] += len(pairs)
    for i, j in pairs:
        observe(tally, "kind", gold[i]["kind"] == pred[j]["kind"])
    gold = [c for c in gold if c["kind"] == "event"]
    pred = [c for c in pred if c["kind"] == "event"]
    pairs = match(len(gold), len(pred), lambda i, j: likeness(gold[i], pred[j]))
    tally["event.gold"] += len(gold)
    tally["event.pred"] += len(pred)
    tally["event.tp"] += len(pairs)
    for side, items in (("gold", gold), ("pred", pred)):
        for c in items:
            tally[f"type.{c['event_type']}.{side}"] += 1
    for key in TUPLES:
        tally[f"{key}.gold"] += len(gold)
        tally[f"{key}.pred"] += len(pred)
    sources = {s["id"]: s["source"] for s in report["statements"]}, {s["id"]: s["source"] for s in reading["statements"]}
    for i, j in pairs:
        _fields(tally, gold[i], pred[j], sources)
        count_places(tally, gold[i]["places"], pred[j]["places"], report["text"])
        item = (str(report["id"]), str(gold[i]["id"]))
        clusters[0][item] = gold[i]["event"] or f"_{item}"
        clusters[1][item] = pred[j]["event"] or f"_{item}"


def _fields(tally: Tally, a: Record, b: Record, sources: tuple[dict[str, Any], dict[str, Any]]) -> None:
    same = a["event_type"] == b["event_type"]
    tally[f"type.{a['event_type']}.tp"] += same
    observe(tally, "event_type", same)
    if a["modes"]:
        observe(tally, "mode_f1", dice(set(a["modes"]), set(b["modes"] or ())))
    spans = {f: (_people(a[f]), _people(b[f])) for f in ("actor", "recipient", "places")}
    right = {f: _agree(*s) for f, s in spans.items()}
    observe(tally, "actor", right["actor"])
    observe(tally, "recipient", right["recipient"])
    observe(tally, "place_spans", right["places"])
    if spans["places"][0]:
        observe(tally, "place_any", any(_overlap(x, y) for x in spans["places"][0] for y in spans["places"][1]))
    actors, recipients = spans["actor"], spans["recipient"]
    if actors[0] and recipients[0]:
        crossed = any(_overlap(x, y) for x in actors[0] for y in recipients[1])
        observe(tally, "roles_swapped", crossed and not any(_overlap(x, y) for x in actors[0] for y in actors[1]))
    observe(tally, "attributed", bool(a["statement"]) == bool(b["statement"]))
    if a["statement"] and sources[0][a["statement"]]:
        said = sources[1].get(b["statement"]) or ()
        observe(tally, "speaker", bool(characters(sources[0][a["statement"]]) & characters(said)))
    observe(tally, "realization", a["realization"] == b["realization"])
    observe(tally, "factuality", a["factuality"] == b["factuality"])
    if a["time"] and a["time"].get("edtf"):
        observe(tally, "time_value", bool(b["time"]) and b["time"]["edtf"] == a["time"]["edtf"])
    if not a["time"]:
        observe(tally, "time_none", not b["time"])
    if a["quantities"]:
        numbers = [{(q["measure"], q["low"]) for q in c["quantities"] or ()} for c in (a, b)]
        observe(tally, "quantity_f1", dice(numbers[0], numbers[1]))
    tally["type+actor.tp"] += same and right["actor"]
    tally["type+actor+recipient.tp"] += same and right["actor"] and right["recipient"]
    tally["type+actor+recipient+place.tp"] += same and all(right.values())
