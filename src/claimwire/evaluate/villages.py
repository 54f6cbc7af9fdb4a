"""Towns and villages of the claims corpus against a GeoNames dump: is a place put where the dump has a place of its name?

The corpus names places and their countries but not their coordinates. A gold name counts when the dump lists a populated place
of that name in that country; it is right when the reading puts it within 20 km of one of the rows that bear the name there.
Names are compared as written but for case, marks, hyphens, doubled letters, a final h and the Arabic article, by this page's
own rules: a spelling that only the engine's look-up joins is not counted for it.
"""

from __future__ import annotations

import gzip
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from claimwire.errors import EvaluationError
from claimwire.evaluate.measures import Figure, Tally, figure, mean, observe
from claimwire.records import Place, Resolution, great_circle

Point = tuple[float, float]
Rows = Mapping[tuple[str, str], Sequence[tuple[Point, str]]]  # (country, key) -> where, feature class
COUNTRIES = {
    "SY": "SYR", "IQ": "IRQ", "YE": "YEM", "UA": "UKR", "LY": "LBY", "LB": "LBN", "PS": "PSE", "AF": "AFG", "SD": "SDN",
}  # fmt: skip
_NEAR_KM = 20
_DOUBLED = re.compile(r"(.)\1+")
_ARTICLES = frozenset({"al", "el", "ar", "as", "ash", "at", "ad", "adh", "an", "az"})


def key(name: str) -> str:
    """Return a name without case, marks, apostrophes, hyphens, doubled letters, final h and Arabic articles."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", name).casefold() if c.isalnum() or c in " -–")
    words = plain.replace("-", " ").replace("–", " ").split()
    return _DOUBLED.sub(r"\1", " ".join([w.removesuffix("h") for w in words if w not in _ARTICLES] or words))


def bears_name(text: str, name: str) -> bool:
    """True when a word of the text begins as the name does, in any spelling; "the town" bears no name."""
    capitals = {key(w)[:1] for w in text.replace("-", " ").split() if w[:1].isupper()}
    return bool({w[:1] for w in key(name).split()} & (capitals - {""}))


def read_rows(paths: Iterable[Path]) -> dict[tuple[str, str], list[tuple[Point, str]]]:
    """Return the rows of gzipped GeoNames country dumps by country and name. Raises EvaluationError for any other file."""
    rows: dict[tuple[str, str], list[tuple[Point, str]]] = defaultdict(list)
    for path in paths:
        try:
            with gzip.open(path, "rt", encoding="utf-8", newline="\n") as lines:
                for line in lines:
                    c = line.split("\t")
                    country = COUNTRIES.get(c[8], c[8])
                    row = ((float(c[4]), float(c[5])), c[6])
                    for name in {key(n) for n in (c[1], c[2], *c[3].split(","))} - {""}:
                        rows[country, name].append(row)
        except (OSError, EOFError, ValueError, IndexError) as e:
            raise EvaluationError(f"{path}: not a gzipped GeoNames country dump ({e}); fetch the data folder again") from e
    return rows


def score_villages(gold: Iterable[Mapping[str, Any]], resolutions: Mapping[str, Resolution], *, rows: Rows) -> list[Figure]:
    """Score resolutions by report id. An unresolved or unfound place is wrong in every figure.

    ``listed`` is the share of gold mentions in the dump's countries whose place is a populated row of it. ``resolved``,
    ``country`` and ``near_20`` are of those that bear the name; ``back_20`` of the others ("the town", "its centre").
    """
    tallies = [_tally(report, resolutions.get(str(report["id"])), rows) for report in gold]
    names = ("listed", "resolved", "country", "near_20", "back_20")
    return [figure(f"villages.{n}", tallies, lambda t, n=n: mean(t, n), n_key=f"{n}.n") for n in names]  # type: ignore[misc]


def named_places(report: Mapping[str, Any]) -> dict[tuple[int, int], tuple[str, str]]:
    """Return name and country of each gold place of a report by its span; what has no name or country is left out."""
    return {
        (p["span"][0], p["span"][1]): (p["name"], p["country"])
        for claim in report["claims"]
        for p in claim["places"]
        if p.get("span") and p["name"] and p["country"]
    }


def _tally(report: Mapping[str, Any], resolution: Resolution | None, rows: Rows) -> Tally:
    tally = Tally()
    covered = {country for country, _ in rows}
    for span, (name, country) in named_places(report).items():
        if country not in covered:
            continue
        listed = rows.get((country, key(name)), ())
        populated = any(feature == "P" for _, feature in listed)
        observe(tally, "listed", populated)
        if not populated:
            continue
        place = place_at(resolution, span)
        apart = None if place is None else nearest([point for point, _ in listed], place)
        near = apart is not None and apart <= _NEAR_KM
        if not bears_name(report["text"][span[0] : span[1]], name):
            observe(tally, "back_20", near)
            continue
        observe(tally, "resolved", place is not None)
        observe(tally, "country", place is not None and place.country == country)
        observe(tally, "near_20", near)
    return tally


def place_at(resolution: Resolution | None, span: tuple[int, int]) -> Place | None:
    """Return the place of the mention that shares most of the span; None when there is none or it is unresolved."""
    if resolution is None:
        return None
    linked = {k.mention for k in resolution.links if k.kind == "place"}
    shared = [
        (min(m.span.end, span[1]) - max(m.span.start, span[0]), resolution.places.get(m.id))
        for m in resolution.mentions
        if m.id in linked
    ]
    touching = [s for s in shared if s[0] > 0]
    return max(touching, key=lambda s: s[0])[1] if touching else None


def nearest(points: Sequence[Point], place: Place) -> float | None:
    """Return the distance in km from a place to the nearest of the points, None when the place has no coordinates."""
    if place.latitude is None or place.longitude is None:
        return None
    return min(great_circle(p, (place.latitude, place.longitude)) for p in points)
