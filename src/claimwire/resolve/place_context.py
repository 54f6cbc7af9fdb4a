"""What a report still says of a place that no gazetteer entry was found for: the name as written, and the country it is in.

"Two oil fields in Deir Dornan" are nobody's entry, and yet in Dorna. No point comes of it: the place stays unresolved.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import replace

from claimwire.records import Mention, Report, Resolution, Unplaced
from claimwire.resolve.gazetteer import country_adjectives

# What may stand between a place and the larger one that it lies in.
_INSIDE = re.compile(r"\s*,\s*(?:in\s+)?(?:the\s+)?|\s+(?:in|of|inside|within)\s+(?:the\s+)?|\s*\(\s*|['’]s\s+")
_NAME = re.compile(
    r"[A-Z\d][\w'’-]*(?:[ -](?:al|el|ar|as|ash|at|an|de|of|the|bin|abu|la|el)[ -](?=[A-Z])|[ -](?=[A-Z\d])|[\w'’-])*"
)
_WORD = re.compile(r"[A-Z]\w+")
_BORDERS = frozenset({"border", "borders", "frontier"})
_PEOPLE = re.compile(r"\w+(?:ish|ian|ite|ese|ean|raqi|emeni|audi)|Druze|ISIS|ISIL|IS|Daesh|Kurd|Arab|Israeli|Afghan|Turkmen")
_KINDS = frozenset({"The", "A", "An"})
_MOSTLY = 0.7  # share of a report's located places that one country must hold to speak for the rest (tuned on claims/train)
_ENOUGH = 3  # located mentions that are enough to say so
_ADJECTIVE = 0.5  # what "Syrian" counts for beside a place in Syria
_COUNTRY = 6  # UCDP precision of a country


def contextual(report: Report, resolution: Resolution) -> Resolution:
    """Return the resolution with `Unplaced` for each place mention with a NIL link; the rule says what its country is from."""
    nil = {k.mention for k in resolution.links if k.kind == "place" and k.target is None}
    if not nil:
        return resolution
    mentions = [m for m in resolution.mentions if m.label in {"place", "facility"}]
    main = _main_country(report, resolution)
    found: dict[str, Unplaced] = {}
    for n, m in enumerate(mentions):
        if m.id not in nil:
            continue
        country, rule = _country(m, mentions[max(0, n - 2) : n + 3], report.text, resolution), "country:inside"
        if country is None:
            country, rule = _by_adjective(m), "country:adjective"
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


def _main_country(report: Report, resolution: Resolution) -> str | None:
    """Return the country that nearly all located places of the report are in, if there is one."""
    counts: dict[str, float] = defaultdict(float)
    for place in resolution.places.values():
        if place.country:
            counts[place.country] += 1
    for word in _WORD.findall(report.text):
        country = country_adjectives().get(word)
        if country:
            counts[country] += _ADJECTIVE
    if not counts:
        return None
    country, n = max(counts.items(), key=lambda c: (c[1], c[0]))
    return country if n >= _ENOUGH and n >= _MOSTLY * sum(counts.values()) else None


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


def _by_adjective(m: Mention) -> str | None:
    """Return the country of "a Syrian border town"."""
    words = m.span.text.split()
    countries = {c for w in words if (c := country_adjectives().get(w)) is not None}
    if words[-1].lower() in _BORDERS:
        return None  # "the Turkish border" is somebody else's border, too
    return countries.pop() if len(countries) == 1 else None


def _name(m: Mention) -> str | None:
    """Return the longest name in the words of a mention; "two oil fields" have none, nor has "a Kurdish town"."""
    names = []
    for n in _NAME.finditer(m.span.text):
        name = n[0].strip(" -")
        people = _PEOPLE.fullmatch(name) and m.span.text[n.end() :].strip()[:1].islower()
        if name not in _KINDS and not people and any(c.isalpha() for c in name):
            names.append(name)
    return max(names, key=len, default=None)
