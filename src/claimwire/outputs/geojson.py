"""GeoJSON (RFC 7946) of claims and events: points that are never finer than the radius that they stand for."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from claimwire.outputs.files import whole_file, write_notice
from claimwire.outputs.flat import CLAIMS, reading_rows
from claimwire.outputs.flat_events import Source, event_row, sources
from claimwire.outputs.loss import Losses
from claimwire.records import ClaimPlace, Event, Place, Reading

_LEAST_RADIUS = {1: 2.0, 2: 10.0, 3: 25.0, 4: 75.0, 5: 75.0, 6: 300.0, 7: 1000.0}
# km, by UCDP where_prec, for a gazetteer that gives no radius: wide enough not to claim more than the precision says

_ORIGINS_WHY = "each in a few words: claims, reports and reasons of an origin are in the table event_origins"
_CONTRADICTIONS_WHY = "each in one line: the words that stand against each other are in the table contradictions"
_OF_CLAIM = [
    "claim_id",
    "report_id",
    "publisher",
    "published_at",
    "url",
    "attribution",
    "speaker_name",
    "cue",
    "kind",
    "event_type",
    "modes",
    "actor_names",
    "trigger",
    "recipient_names",
    "time",
    "time_edtf",
    "time_start",
    "time_end",
    "realization",
    "factuality",
    "quantities",
    "evidence",
    "event_id",
    "report_status",
]
_OF_EVENT = [
    "event_id",
    "event_type",
    "modes",
    "status",
    "actor_names",
    "recipient_names",
    "time",
    "time_edtf",
    "time_start",
    "time_end",
    "quantities",
    "publishers",
    "speakers",
    "n_claims",
    "n_reports",
    "n_origins",
    "origins",
    "occurrence",
    "agent",
    "outcome",
    "quantity",
    "contradictions",
    "part_of",
]


def radius(place: Place) -> float:
    """Return the radius in km within which the place lies; never less than the gazetteer's."""
    return place.radius_km if place.radius_km is not None else _LEAST_RADIUS.get(place.precision, 1000.0)


def rounded(place: Place) -> tuple[float, float] | None:
    """Return ``(longitude, latitude)`` with no more decimals than the radius carries, or None without coordinates.

    One degree of latitude is 111 km: a radius of 60 km leaves one decimal, 5 km two.
    """
    if place.latitude is None or place.longitude is None:
        return None
    decimals = max(0, min(4, math.ceil(math.log10(111.0 / max(radius(place), 0.01)))))
    return round(place.longitude, decimals), round(place.latitude, decimals)


def write_geojson(readings: Iterable[Reading], events: Iterable[Event], out: Path) -> list[Path]:
    """Write ``claims.geojson`` and ``events.geojson`` into the folder ``out``: one feature per location of each.

    Only places with role ``location`` count; GeoJSON has no circle, so ``radius_km`` and ``precision`` go into properties.
    """
    losses = Losses("geojson")
    losses.lost("geometry", "GeoJSON has no circle: draw radius_km around the point, never the point alone", n=0)
    known: dict[str, Source] = {}
    with whole_file(out / "claims.geojson") as partial, partial.open("w", encoding="utf-8") as file:
        collection = _Collection(file)
        for reading in readings:
            known.update(sources(reading))
            flat = {row["claim_id"]: row for table, row in reading_rows(reading) if table is CLAIMS}
            for c in reading.claims:
                row = flat[c.id]
                for feature in _features(c.id, c.places, {k: row.get(k) for k in _OF_CLAIM}, losses, "claims"):
                    collection.add(feature)
        collection.end()
    with whole_file(out / "events.geojson") as partial, partial.open("w", encoding="utf-8") as file:
        collection = _Collection(file)
        for event in events:
            row = event_row(event, known)
            if event.origins:
                losses.lost("event.origins", _ORIGINS_WHY, event.id, n=len(event.origins))
            if event.contradictions:
                losses.lost("event.contradictions", _CONTRADICTIONS_WHY, event.id, n=len(event.contradictions))
            for feature in _features(event.id, event.places, {k: row.get(k) for k in _OF_EVENT}, losses, "events"):
                collection.add(feature)
        collection.end()
    return [out / "claims.geojson", out / "events.geojson", losses.write(out / "geojson.loss.json"), write_notice(out)]


class _Collection:
    """A FeatureCollection written feature by feature."""

    def __init__(self, file: TextIO) -> None:
        self._file, self._first = file, True
        file.write('{"type":"FeatureCollection","features":[')

    def add(self, feature: dict[str, Any]) -> None:
        self._file.write("\n" if self._first else ",\n")
        self._first = False
        self._file.write(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))

    def end(self) -> None:
        self._file.write("\n]}\n")


def _features(
    id_: str, places: tuple[ClaimPlace, ...], properties: dict[str, Any], losses: Losses, table: str
) -> Iterator[dict[str, Any]]:
    seen: set[str] = set()
    for p in places:
        if p.role != "location":
            losses.lost(f"{table}.places", f"role {p.role} says nothing about where it happened", id_)
            continue
        point = rounded(p.place) if p.place else None
        if p.place is None or point is None:
            losses.lost(f"{table}.places", "the place is not resolved, or its gazetteer entry has no coordinates", id_)
            continue
        if p.place.target in seen:
            continue
        seen.add(p.place.target)
        losses.wrote(table)
        where = {
            "place": p.place.name,
            "place_as_written": p.span.text,
            "place_id": p.place.target,
            "country": p.place.country,
            "admin1": p.place.admin1,
            "radius_km": radius(p.place),
            "precision": p.place.precision,
        }
        yield {"type": "Feature", "geometry": {"type": "Point", "coordinates": list(point)}, "properties": properties | where}
    if not any(p.role == "location" for p in places):
        losses.lost(table, "no location: it cannot stand on a map", id_)
