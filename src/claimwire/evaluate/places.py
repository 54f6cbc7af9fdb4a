"""Places against geoparsing corpora: which toponyms are found, and how far from the gold point they are put."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Any

from claimwire.evaluate.measures import Figure, Tally, f1, figure, match, mean, observe
from claimwire.records import Place, Resolution, Span, great_circle

Found = tuple[Span, Place | None]
_NEAR_KM = (161, 20)  # 100 miles is the customary threshold; 20 km asks for the right town


def score_places(gold: Iterable[Mapping[str, Any]], resolutions: Mapping[str, Resolution]) -> list[Figure]:
    """Score resolutions, made with metonyms, by report id against records with ``toponyms``; nominal places do not count.

    A toponym is found when the spans overlap, one to one. ``near_161`` is the share of found toponyms with gold
    coordinates that are put within 161 km, one left unresolved being wrong; ``end_to_end`` is the share of all of them.
    ``in_radius`` allows the radius that the place states where that is more: a country's one point says little about it.
    """
    tallies, distances = [], []
    for record in gold:
        tally, apart = _tally(record, toponyms(resolutions[record["id"]]))
        tallies.append(tally)
        distances.extend(apart)
    figures = [figure("places.mention_f1", tallies, lambda t: f1(t, "mention"), n_key="mention.gold")]
    for name in ("precision", "recall"):
        figures.append(figure(f"places.{name}", tallies, lambda t, name=name: mean(t, name), n_key=f"{name}.n"))  # type: ignore[misc]
    for km in _NEAR_KM:
        figures.append(
            figure(f"places.near_{km}", tallies, lambda t, km=km: mean(t, f"near_{km}"), n_key=f"near_{km}.n")  # type: ignore[misc]
        )
    figures.append(figure("places.in_radius", tallies, lambda t: mean(t, "in_radius"), n_key="in_radius.n"))
    figures.append(figure("places.resolved", tallies, lambda t: mean(t, "resolved"), n_key="resolved.n"))
    figures.append(figure("places.end_to_end_161", tallies, lambda t: mean(t, "end_to_end"), n_key="end_to_end.n"))
    figures.append(Figure(name="places.median_km", value=median(distances) if distances else None, n=len(distances)))
    return figures


def toponyms(resolution: Resolution) -> list[Found]:
    """Return the place mentions that hold a name: "the town" and "a hospital" are no toponyms."""
    rules = {k.mention: k.rule for k in resolution.links if k.kind == "place"}
    return [
        (m.span, resolution.places.get(m.id))
        for m in resolution.mentions
        if m.id in rules and not rules[m.id].startswith(("place:unnamed", "coref:"))
    ]


def _tally(record: Mapping[str, Any], found: Sequence[Found]) -> tuple[Tally, list[float]]:
    gold, ignored = _gold(record)
    used = [(s, p) for s, p in found if any(_shared(g, s) for g in gold) or not any(_shared(g, s) for g in ignored)]
    pairs = match(len(gold), len(used), lambda i, j: _shared(gold[i], used[j][0]))
    tally, apart = Tally(), []
    tally["mention.gold"], tally["mention.pred"], tally["mention.tp"] = len(gold), len(used), len(pairs)
    tally["precision.n"], tally["precision.sum"] = len(used), len(pairs)
    tally["recall.n"], tally["recall.sum"] = len(gold), len(pairs)
    paired = {i: used[j][1] for i, j in pairs}
    for i, g in enumerate(gold):
        if g.get("latitude") is None:
            continue
        place = paired.get(i)
        distance = None if place is None else _kilometres(g, place)
        observe(tally, "end_to_end", distance is not None and distance <= _NEAR_KM[0])
        if i in paired:
            observe(tally, "resolved", distance is not None)
            reach = max(_NEAR_KM[0], (place.radius_km or 0) if place else 0)
            observe(tally, "in_radius", distance is not None and distance <= reach)
            for km in _NEAR_KM:
                observe(tally, f"near_{km}", distance is not None and distance <= km)
            if distance is not None:
                apart.append(distance)
    return tally, apart


def _gold(record: Mapping[str, Any]) -> tuple[list[Mapping[str, Any]], list[Mapping[str, Any]]]:
    """Return the toponyms to find, and spans on which a find counts neither way: adjectives, names inside names, demonyms."""
    kept: list[Mapping[str, Any]] = []
    ignored: list[Mapping[str, Any]] = list(record.get("other_mentions", ()))
    for g in record["toponyms"]:
        outside = g.get("modifier") == "Adjective" or (g.get("type") or "").startswith("Embedded")
        (ignored if outside else kept).append(g)
    return kept, ignored


def _shared(gold: Mapping[str, Any], span: Span) -> int:
    return max(0, min(int(gold["end"]), span.end) - max(int(gold["start"]), span.start))


def _kilometres(gold: Mapping[str, Any], place: Place) -> float | None:
    if place.latitude is None or place.longitude is None:
        return None
    return great_circle((gold["latitude"], gold["longitude"]), (place.latitude, place.longitude))
