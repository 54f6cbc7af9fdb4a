"""Where on the earth the words put a happening, once the place that they name is known: never more exactly than they say.

Precision follows UCDP where_prec: 1 the place itself, 2 near it, 3 a district, 4 a province, 5 a line or a region without
borders, 6 a country. The target stays the place that is named; point and radius follow the relation to it.
"""

from __future__ import annotations

import math
from dataclasses import replace

from claimwire.records import Place
from claimwire.resolve.gazetteer_db import kilometres
from claimwire.resolve.place_found import Found, Relation

_PROVINCES = frozenset({"province", "governorate", "oblast", "state", "region"})
_DISTRICTS = frozenset({"district", "county", "raion", "canton"})
# km beyond the town itself; the countryside of a Syrian or Ukrainian town reaches to the next towns
_BEYOND = {
    "countryside": 25.0,
    "hinterland": 25.0,
    "desert": 50.0,
    "outskirts": 5.0,
    "outskirt": 5.0,
    "suburb": 5.0,
    "suburbs": 5.0,
}
_LOOSE = 10.0  # km around what is "near" or in "the X area"
_UNSURE = 0.15  # share of a stated distance by which a report may be off
_DEGREE = 111.195  # km


def as_written(found: Found, place: Place, other: Place | None = None) -> Place:
    """Coarsen a place to what the words say: "near X" is no pin on X, "northern X" not all of it, "X province" not the town.

    ``other`` is the second end of "between A and B" where it is known.
    """
    place = _kind(found, place)
    relation = found.relation
    if relation is None:
        if found.near:
            return _near(place, "near")
        return _part(place, None) if found.part else place
    match relation.kind:
        case "away":
            return _away(place, relation)
        case "between":
            return _between(place, other, relation)
        case "border":
            return (
                replace(place, precision=max(place.precision, 5 if _unit(place) else 2), relation=relation.words)
                if not _country(place)
                else replace(place, relation=relation.words)
            )
        case "around":
            return _around(place, relation)
        case "part":
            return _part(place, relation.words)
        case _:
            return _near(place, relation.words)


def _kind(found: Found, place: Place) -> Place:
    """Widen a town that stands for its province, its district or a building in it."""
    radius, code = place.radius_km or 1.0, _code(place)
    if found.noun in _PROVINCES and code.startswith("PPL"):
        return replace(place, precision=4, radius_km=max(radius, 80.0))
    if found.noun in _DISTRICTS and code.startswith("PPL") and code != "PPLX":
        return replace(place, precision=3, radius_km=max(radius, 20.0))
    if found.facility and (place.feature or "").startswith("P."):
        return replace(place, precision=2, radius_km=max(radius, 10.0), relation=f"a {found.noun} at" if found.noun else None)
    return place


def _near(place: Place, words: str) -> Place:
    radius = place.radius_km or 1.0
    return replace(
        place, precision=max(place.precision, 2), radius_km=round(max(radius * 1.5, radius + _LOOSE), 1), relation=words
    )


def _part(place: Place, words: str | None) -> Place:
    """Halve the area of a country or a province; a part of a town is near the point that stands for the town."""
    radius, code = place.radius_km or 1.0, _code(place)
    words = words or "part of"
    if code.startswith(("PCL", "ADM1")):
        precision = 5 if code.startswith("PCL") else 4
        return replace(place, precision=precision, radius_km=round(radius * math.sqrt(0.5), 1), relation=words)
    return replace(place, precision=max(place.precision, 2), relation=words)


def _around(place: Place, relation: Relation) -> Place:
    if _country(place) or _unit(place):
        return replace(place, relation=relation.words)
    radius = (place.radius_km or 1.0) + _BEYOND.get(relation.words.split()[-2], _LOOSE)
    return replace(place, precision=max(place.precision, 2), radius_km=round(radius, 1), relation=relation.words)


def _away(place: Place, relation: Relation) -> Place:
    """Move the point by distance and direction; a distance alone is a ring, which only a wider circle covers."""
    distance, radius = relation.kilometres or 0.0, place.radius_km or 1.0
    if place.latitude is None or place.longitude is None or _country(place):
        return _near(place, relation.words)
    precision = max(place.precision, 2 if distance <= 60 else 5)
    if relation.bearing is None:
        return replace(place, precision=precision, radius_km=round(radius + distance, 1), relation=relation.words)
    latitude, longitude = _moved(place.latitude, place.longitude, distance, relation.bearing)
    # Reports count from the centre or from the edge of a town, and name one of eight directions: 22.5 degrees either way.
    spread = max(3.0, radius * 0.5, distance * math.sin(math.radians(22.5)), distance * _UNSURE)
    return replace(
        place, latitude=round(latitude, 5), longitude=round(longitude, 5), precision=precision, radius_km=round(spread, 1),
        relation=relation.words,
    )  # fmt: skip


def _between(place: Place, other: Place | None, relation: Relation) -> Place:
    """Return a circle over both ends; over one end alone as far as the next town may lie when the other is not known."""
    words = f"{relation.words} it and {relation.other.text}" if relation.other else relation.words
    if _country(place):
        return replace(place, relation=words)
    apart = kilometres(place, other) if other is not None and not _country(other) else None
    if apart is None or other is None or apart > 600:
        return replace(
            place, precision=max(place.precision, 5), radius_km=round((place.radius_km or 1.0) + 30.0, 1), relation=words
        )
    assert place.latitude is not None and place.longitude is not None  # kilometres() has measured from here
    assert other.latitude is not None and other.longitude is not None
    turn = (other.longitude - place.longitude + 180) % 360 - 180
    return replace(
        place, latitude=round((place.latitude + other.latitude) / 2, 5), precision=max(place.precision, 5),
        longitude=round((place.longitude + turn / 2 + 180) % 360 - 180, 5), radius_km=round(max(apart / 2 + 2, 5.0), 1),
        relation=words,
    )  # fmt: skip


def _moved(latitude: float, longitude: float, distance: float, bearing: float) -> tuple[float, float]:
    """Return the point at a distance (km) and bearing (degrees); plane geometry, which some tens of km allow."""
    angle = math.radians(bearing)
    north, east = distance * math.cos(angle) / _DEGREE, distance * math.sin(angle) / _DEGREE
    return latitude + north, longitude + east / max(math.cos(math.radians(latitude)), 0.01)


def _code(place: Place) -> str:
    return (place.feature or "").partition(".")[2]


def _country(place: Place) -> bool:
    return _code(place).startswith("PCL") or (place.feature or "").startswith("L.CONT")


def _unit(place: Place) -> bool:
    return (place.feature or "").startswith("A.ADM")
