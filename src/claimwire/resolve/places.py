"""Places of a report: which words name them, and where on the earth they are, never more exactly than the words say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from claimwire.ontology.model import Ontology
from claimwire.protocols import Gazetteer
from claimwire.records import Annotation, Candidate, Link, Mention, Place, Report, Resolution, digest
from claimwire.resolve.place_geometry import as_written
from claimwire.resolve.place_mentions import Found, find_mentions
from claimwire.resolve.place_ranker import Choice, rank

_UNRESOLVED = Choice(place=None, score=0.0, rule="place:unnamed")
_RUNNERS_UP = 5
# Nouns that point back: "the town" is the last town named, "the province" the last province.
_ANAPHORS: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("town", "city", "village", "hamlet", "settlement"), ("P.",)),
    **dict.fromkeys(("province", "governorate", "oblast", "state"), ("A.ADM1",)),
    **dict.fromkeys(("district", "county", "raion", "municipality"), ("A.ADM2", "A.ADM3")),
    **dict.fromkeys(("neighbourhood", "neighborhood", "quarter", "suburb"), ("P.PPLX",)),
    "country": ("A.PCL",),
    "capital": ("P.PPLC",),
    "river": ("H.",),
}  # fmt: skip


# Between a building and the town that it stands in: "a hospital in Azaz", "Martyrs' Square, Azaz".
_STANDS = re.compile(r"(?:,?\s+(?:in|at|of|inside|near|outside)\s+(?:the\s+)?|,\s+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceReading:
    """One place mention of a report with what it was found to be; ``place`` None is NIL."""

    found: Found
    place: Place | None
    choice: Choice


def resolve_places(
    report: Report, annotation: Annotation, *, gazetteer: Gazetteer, ontology: Ontology, metonyms: bool = False
) -> Resolution:
    """Return place and facility mentions of a report, their links, and the places that they resolve to.

    A country or capital that acts ("Moscow agreed") is left to the actors unless ``metonyms`` asks for it. A mention that
    resolves to nothing has a link whose target is None; its rule says why.
    """
    mentions, links, places = [], [], {}
    for reading in read_places(report, annotation, gazetteer=gazetteer, ontology=ontology):
        found, choice = reading.found, reading.choice
        if found.metonym and not metonyms:
            continue
        label = "facility" if found.facility else "place"
        mention = Mention(id=digest("m", report.id, label, *found.span.offsets), span=found.span, label=label, score=found.score)
        mentions.append(mention)
        target = reading.place.target if reading.place else None
        runners = tuple(
            Candidate(target=p.target, name=p.name, score=s) for p, s in choice.ranked[: _RUNNERS_UP + 1] if p.target != target
        )
        links.append(
            Link(
                mention=mention.id, kind="place", target=target, score=choice.score if target else 0.0,
                candidates=runners[:_RUNNERS_UP], rule=choice.rule,
            )
        )  # fmt: skip
        if reading.place is not None:
            places[mention.id] = reading.place
    return Resolution(mentions=tuple(mentions), links=tuple(links), places=places)


def read_places(report: Report, annotation: Annotation, *, gazetteer: Gazetteer, ontology: Ontology) -> list[PlaceReading]:
    """Return every place mention in text order with its resolution, metonyms included."""
    found = find_mentions(report, annotation, gazetteer=gazetteer, ontology=ontology)
    choices = rank(found, report, annotation, gazetteer=gazetteer)
    readings: list[PlaceReading] = []
    senses = {f.core.offsets: f.sense for f in found if f.core is not None}
    for f in found:
        choice = _look_back(f, readings) if f.core is None else choices[f.sense]
        end = f.relation.other if f.relation else None
        other = choices[senses[end.offsets]].place if end is not None and end.offsets in senses else None
        if f.facility and choice.place is not None and (choice.place.feature or "").startswith(("A.PCL", "A.ADM1")):
            choice = replace(choice, place=None, score=0.0, rule="place:wrong-kind")  # no building is a country
        if f.role == "road" and choice.rule == "place:only-sense":
            choice = replace(choice, place=None, score=0.0, rule="place:unsupported")  # every country has an M5
        readings.append(PlaceReading(found=f, place=choice.place and as_written(f, choice.place, other), choice=choice))
    return _housed(readings, report.text)


def _housed(readings: Sequence[PlaceReading], text: str) -> list[PlaceReading]:
    """Put a building that no gazetteer holds at the town written behind it, no nearer than that."""
    out = list(readings)
    for n, (building, town) in enumerate(pairwise(readings)):
        found, place = building.found, town.place
        if not found.facility or building.place is not None or found.metonym or town.found.metonym or place is None:
            continue
        gap = text[found.span.end : town.found.span.start]
        same = found.sentence == town.found.sentence and town.found.core is not None
        if not same or not (place.feature or "").startswith("P.") or not _STANDS.fullmatch(gap):
            continue
        placed = replace(
            place, precision=max(place.precision, 2), radius_km=max(place.radius_km or 1.0, 10.0),
            relation=place.relation or (f"a {found.noun} in" if found.noun else "in"),
        )  # fmt: skip
        rule = "coref:its-town" if found.core is None else "place:its-town"
        choice = Choice(place=place, score=round(0.8 * town.choice.score, 3), rule=rule, ranked=town.choice.ranked)
        out[n] = replace(building, place=placed, choice=choice)
    return out


def _look_back(found: Found, readings: Sequence[PlaceReading]) -> Choice:
    """Resolve "the town" to the last town named before it, if the words point back at all."""
    wanted = _ANAPHORS.get(found.noun or "")
    words = found.span.text.lower().split()
    if wanted is None or words[0] not in {"the", "that", "this"} or len(words) > 4:
        return _UNRESOLVED
    for reading in reversed(readings):
        if found.sentence - reading.found.sentence > 6:
            break
        if reading.found.core is None or reading.found.metonym:
            continue
        if found.country is not None and reading.place is not None and reading.place.country != found.country:
            continue
        feature = reading.place.feature if reading.place else None
        same_noun = reading.found.noun == found.noun
        if reading.place is None and (same_noun or (wanted == ("P.",) and reading.found.noun is None)):
            return replace(_UNRESOLVED, rule=f"coref:the-{found.noun}")  # it points at a place that no gazetteer holds
        if reading.place is not None and (same_noun or (feature or "").startswith(wanted)):
            return Choice(
                place=reading.place, score=round(0.8 * reading.choice.score, 3), rule=f"coref:the-{found.noun}",
                ranked=reading.choice.ranked,
            )  # fmt: skip
    return _UNRESOLVED
