"""The places of claims beyond their spans: are they put in the right country, under the right name, and invented ones nowhere?"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from claimwire.evaluate.measures import Figure, Tally, figure, mean, observe
from claimwire.evaluate.villages import key

Record = Mapping[str, Any]
FIELDS = ("place_found", "place_country", "place_right", "place_invented_nil")
_KIND = re.compile(
    r"\b(?:the|province|governorate|oblast|district|county|region|state|city|town|village|of|countryside|neighbou?rhood)\b"
)


def count_places(tally: Tally, gold: Sequence[Record], mine: Sequence[Record], text: str) -> None:
    """Count the places of one matched claim.

    ``place_found``: a gold place that one of ours overlaps. Of those found, ``place_country``: the same country;
    ``place_right``: that and the same name (in any spelling; a nominal place such as "the villages" has none to get wrong).
    Countries with a code that ISO 3166 leaves to users (X..) are invented: ``place_invented_nil`` wants their places unresolved.
    """
    for g in gold:
        found = [p for p in mine if max(g["span"][0], p["span"][0]) < min(g["span"][1], p["span"][1])]
        observe(tally, "place_found", bool(found))
        country = g.get("country")
        if not found or not country:
            continue
        if country.startswith("X"):
            observe(tally, "place_invented_nil", all(p.get("target") is None for p in found))
            continue
        there = [p for p in found if p.get("country") == country]
        observe(tally, "place_country", bool(there))
        observe(tally, "place_right", any(_same_name(g, p, text) for p in there))


def place_figures(tallies: Sequence[Tally]) -> list[Figure]:
    """Return the figures of what `count_places` counted."""
    return [figure(k, tallies, lambda t, k=k: mean(t, k), n_key=f"{k}.n") for k in FIELDS]  # type: ignore[misc]


def _same_name(g: Record, p: Record, text: str) -> bool:
    if not g.get("name"):
        return True
    wanted = _bare(g["name"])
    written = _bare(text[p["span"][0] : p["span"][1]])
    return wanted in {_bare(p.get("name") or ""), written} or (p.get("target") is not None and wanted in written.split(" "))


def _bare(name: str) -> str:
    return " ".join(_KIND.sub(" ", key(name)).split())
