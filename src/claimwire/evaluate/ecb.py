"""ECB+ (Cybulska and Vossen 2014): the same event in many news reports, with the mentions that we find and with those of gold.

Standard scoring: only sentences whose coreference was checked count. ``topic`` is told which reports are of one topic, as
in the literature with gold topics; ``all`` consolidates everything at once, as a user would. The corpus marks every verb and
noun that happens, from hosting a ceremony to an earthquake, so mention recall is given apart; nothing shipped learned from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from claimwire.evaluate.clusters import cluster_figures
from claimwire.evaluate.measures import Figure, Tally, figure, match
from claimwire.records import Annotation, Claim, Reading, Span, Trigger, digest

Record = Mapping[str, Any]
Events = Mapping[str, str]  # claim id -> event id
Consolidate = Callable[[Sequence[Reading]], Events]
Mention = tuple[str, int, int]  # report id and offsets
_SCOPES = ("topic", "all")


def score_own(rows: Sequence[Record], readings: Mapping[str, Reading], consolidate: Consolidate) -> list[Figure]:
    """Return mention recall and precision, then the figures of clusters of the mentions that the program finds by itself.

    One of ours counts as the gold mention whose words it shares, else as one that nobody asked for; acts of saying are mentions
    too. ``ceiling`` is what perfect clustering of these mentions would get. ``linked`` leaves out what is alone in gold and
    what is alone in the answer (Cattan et al. 2021): it asks for links only.
    """
    gold = gold_clusters(rows)
    found = {r["id"]: paired(r, readings[r["id"]]) for r in rows}
    tallies = []
    for row in rows:
        n_gold = len(_checked(row))
        tally: Tally = Counter()
        tally["mention.gold"], tally["mention.pred"] = n_gold, len(found[row["id"]])
        tally["mention.tp"] = sum(m in gold for m in found[row["id"]].values())
        tallies.append(tally)
    out = [
        figure("own.mention_recall", tallies, lambda t: _share(t, "gold"), n_key="mention.gold"),
        figure("own.mention_precision", tallies, lambda t: _share(t, "pred"), n_key="mention.pred"),
    ]
    perfect = {m: gold.get(m, id) for mentions in found.values() for id, m in mentions.items()}
    out += cluster_figures("own.ceiling", gold, perfect, unit=_unit(rows), wanted=("conll",))
    for scope, events in _scopes(rows, readings, consolidate):
        pred = {m: events.get(id, id) for mentions in found.values() for id, m in mentions.items()}
        out += cluster_figures(f"own.{scope}", gold, pred, unit=_unit(rows))
        gold_linked, linked = _without_alone(gold), _without_alone(pred)
        out += cluster_figures(f"own.{scope}_linked", gold_linked, linked, unit=_unit(rows), wanted=("conll", "lea"))
    return out


def score_given(rows: Sequence[Record], readings: Mapping[str, Reading], consolidate: Consolidate) -> list[Figure]:
    """Return the figures of clusters of gold's own mentions; ``readings`` are those that ``at_gold`` made."""
    gold = gold_clusters(rows)
    of_claim = {c.id: (r.report.id, *c.trigger.offsets) for r in readings.values() for c in r.claims}
    out = []
    for scope, events in _scopes(rows, readings, consolidate):
        pred = {of_claim[c]: e for c, e in events.items()}
        out += cluster_figures(f"gold.{scope}", gold, pred, unit=_unit(rows))
    return out


def gold_clusters(rows: Iterable[Record]) -> dict[Mention, str]:
    """Return the cluster of every checked mention; ids of chains inside one report are unique already."""
    return {(r["id"], e["start"], e["end"]): e["cluster"] for r in rows for e in _checked(r)}


def given(annotation: Annotation, row: Record) -> Annotation:
    """Return an annotation whose triggers in checked sentences are the mentions of gold, with what the head says of them."""
    spans = [(e["start"], e["end"]) for e in _checked(row)]
    kept = [t for t in annotation.triggers if not _is_checked(row, t.span.start)]
    for start, end in spans:
        found = [t for t in annotation.triggers if t.span.start < end and start < t.span.end]
        known = max(found, key=lambda t: t.score, default=None)
        span = Span(start=start, end=end, text=row["text"][start:end])
        sure = Trigger(span=span, kind="state", event_type=None, score=0.99)
        kept.append(sure if known is None else replace(known, span=span, score=0.99))
    return replace(annotation, triggers=tuple(sorted(kept, key=lambda t: t.span.offsets)))


def at_gold(reading: Reading, row: Record) -> Reading:
    """Return a reading that has exactly one claim on each of gold's mentions, made of what the program read there.

    A mention that it takes for no happening of its own is one without participants, in the place and time of its neighbour.
    """
    claims = []
    taken: set[str] = set()
    for e in sorted(_checked(row), key=lambda e: (e["start"], e["end"])):
        trigger = reading.report.span(e["start"], e["end"])
        here = [c for c in reading.claims if c.trigger.overlaps(trigger) and c.id not in taken]
        own = max(here, key=lambda c: _likeness(c.trigger.offsets, trigger.offsets), default=None)
        if own is not None:
            taken.add(own.id)
        claims.append(_moved(own, trigger) if own is not None else _bare(reading, trigger))
    return replace(reading, claims=tuple(c for c in claims if c is not None))


def _moved(claim: Claim, trigger: Span) -> Claim:
    return replace(claim, id=digest("c", claim.id, *trigger.offsets), trigger=trigger, event=None)


def _bare(reading: Reading, trigger: Span) -> Claim:
    at = next((s for s in reading.sentences if s.start <= trigger.start < s.end), reading.sentences[0])
    beside = [c for c in reading.claims if c.sentence == at.id]
    near = min(beside, key=lambda c: abs(c.trigger.start - trigger.start), default=None)
    return Claim(
        id=digest("c", reading.report.id, "gold", *trigger.offsets),
        statement=near.statement if near else None,
        sentence=at.id,
        kind="state",
        event_type=None,
        modes=(),
        contexts=(),
        trigger=trigger,
        evidence=reading.report.span(at.start, at.end),
        actor=(),
        recipient=(),
        places=near.places if near else (),
        time=near.time if near else None,
        realization="actual",
        factuality="CT+",
        aspect=None,
        change=None,
        quantities=(),
        effect=None,
        rule="gold:mention",
        score=1.0,
    )


def _checked(row: Record) -> list[Record]:
    """Return the mentions that count, each stretch of words once."""
    return list({(e["start"], e["end"]): e for e in row["events"] if e["checked"]}.values())


def _is_checked(row: Record, at: int) -> bool:
    return any(s["checked"] and s["start"] <= at < s["end"] for s in row["sentences"])


def paired(row: Record, reading: Reading) -> dict[str, Mention]:
    """Return, for each happening and act of saying of a checked sentence, the gold mention that it is, else one of its own.

    Claims that a coder split over places or people stand on one trigger: one mention, and the first of them speaks for it.
    """
    gold = [(e["start"], e["end"]) for e in _checked(row)]
    first: dict[tuple[int, int], str] = {}
    for c in sorted(reading.claims, key=lambda c: (c.trigger.offsets, c.id)):
        first.setdefault(c.trigger.offsets, c.id)
    for s in reading.statements:
        if s.cue and not any(a < s.cue[0].end and s.cue[0].start < b for a, b in first):
            first[s.cue[0].offsets] = s.id
    mine = [(at, id) for at, id in sorted(first.items()) if _is_checked(row, at[0])]
    is_gold = {j: i for i, j in match(len(gold), len(mine), lambda i, j: _likeness(gold[i], mine[j][0]))}
    return {
        # What is no mention of gold goes by negative offsets, which none of gold's has.
        id: (row["id"], *(gold[is_gold[j]] if j in is_gold else (-1 - at[0], -1 - at[1])))
        for j, (at, id) in enumerate(mine)
    }


def _likeness(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return 2 * shared / (a[1] - a[0] + b[1] - b[0]) if shared > 0 else 0.0


def _scopes(
    rows: Sequence[Record], readings: Mapping[str, Reading], consolidate: Consolidate
) -> Iterable[tuple[str, dict[str, str]]]:
    for scope in _SCOPES:
        batches: dict[str, list[Reading]] = {}
        for row in rows:
            batches.setdefault(str(row["topic"]) if scope == "topic" else "all", []).append(readings[row["id"]])
        yield scope, {c: f"{name}:{e}" for name, batch in batches.items() for c, e in consolidate(batch).items()}


def _unit(rows: Sequence[Record]) -> Callable[[Mention], str]:
    topics = {r["id"]: str(r["topic"]) for r in rows}
    return lambda mention: topics[mention[0]]


def _without_alone(clusters: Mapping[Mention, str]) -> dict[Mention, str]:
    size = Counter(clusters.values())
    return {m: c for m, c in clusters.items() if size[c] > 1}


def _share(tally: Mapping[str, float], of: str) -> float | None:
    n = tally.get(f"mention.{of}", 0)
    return tally.get("mention.tp", 0) / n if n else None
