"""What a report still says of a place that no gazetteer entry was found for: the name as written, and the country it is in.

"Two oil fields in Deir Dornan" are nobody's entry, and yet in Dorna. No point comes of it: the place stays unresolved.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace

from claimwire.records import Mention, Report, Resolution, Unplaced

# What may stand between a place and the larger one that it lies in.
_INSIDE = re.compile(r"\s*,\s*(?:in\s+)?(?:the\s+)?|\s+(?:in|of|inside|within)\s+(?:the\s+)?|\s*\(\s*|['’]s\s+")
_NAME = re.compile(
    r"[A-Z\d][\w'’-]*(?:[ -](?:al|el|ar|as|ash|at|an|de|of|the|bin|abu|la|el)[ -](?=[A-Z])|[ -](?=[A-Z\d])|[\w'’-])*"
)
_KINDS = frozenset({"The", "A", "An"})
_MOSTLY = 0.8  # share of a report's located places that one country must hold to speak for the rest
_ENOUGH = 3  # located mentions that are enough to say so
_COUNTRY = 6  # UCDP precision of a country


def contextual(report: Report, resolution: Resolution) -> Resolution:
    """Return the resolution with `Unplaced` for each place mention with a NIL link; the rule says what its country is from."""
    nil = {k.mention for k in resolution.links if k.kind == "place" and k.target is None}
    if not nil:
        return resolution
    mentions = [m for m in resolution.mentions if m.label in {"place", "facility"}]
    main = _main_country(resolution)
    found: dict[str, Unplaced] = {}
    for n, m in enumerate(mentions):
        if m.id not in nil:
            continue
        country, rule = _country(m, mentions[max(0, n - 2) : n + 3], report.text, resolution), "country:inside"
        if country is None and main is not None:
            country, rule = main, "country:report"
        found[m.id] = Unplaced(name=_name(m), country=country, rule=rule if country else "")
    links = tuple(
        replace(k, rule=f"{k.rule}; {found[k.mention].rule}")
        if k.kind == "place" and k.mention in found and found[k.mention].rule
        else k
        for k in resolution.links
    )
    return replace(resolution, links=links, unplaced=found)


def _main_country(resolution: Resolution) -> str | None:
    """Return the country that nearly all located places of the report are in, if there is one."""
    counts = Counter(p.country for p in resolution.places.values() if p.country)
    if not counts:
        return None
    country, n = counts.most_common(1)[0]
    return country if n >= _ENOUGH and n >= _MOSTLY * counts.total() else None


def _country(m: Mention, around: list[Mention], text: str, resolution: Resolution) -> str | None:
    """Return the country of the located place that stands inside the mention, or that it is said to be in."""
    for other in around:
        place = resolution.places.get(other.id)
        if place is None or not place.country or other.id == m.id:
            continue
        if m.span.overlaps(other.span):
            return place.country
        if other.span.start >= m.span.end and _INSIDE.fullmatch(text[m.span.end : other.span.start]):
            return place.country
        if (
            m.span.start >= other.span.end
            and place.precision >= _COUNTRY
            and text[other.span.end : m.span.start] in {"'s ", "’s "}
        ):
            return place.country
    return None


def _name(m: Mention) -> str | None:
    """Return the longest name in the words of a mention; "two oil fields" have none."""
    names = [n[0].strip(" -") for n in _NAME.finditer(m.span.text)]
    names = [n for n in names if n not in _KINDS and any(c.isalpha() for c in n)]
    return max(names, key=len, default=None)
