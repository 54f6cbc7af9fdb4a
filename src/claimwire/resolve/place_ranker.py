"""Which of the places that bear a name a report means: by the countries it speaks of, its neighbours, its kind and its size.

Evidence is counted per report: a name has one sense in it. A small place that nothing in the report supports stays
unresolved, because a name that the gazetteer does not hold has homonyms somewhere in the world.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from claimwire.records import Annotation, Place, Report
from claimwire.resolve.gazetteer import country_adjectives, country_codes
from claimwire.resolve.gazetteer_db import kilometres
from claimwire.resolve.place_mentions import Found
from claimwire.resolve.place_terms import FEATURES

KNOWN = 0.62  # prior of a place that needs no support: a city of about 80,000, a province, a country
ALONE = 0.78  # the same in a report most of whose names are nowhere: a million people, a capital
ANCHOR = 0.6  # prior from which a place with one clear candidate supports its neighbours
_INSIDE = re.compile(r"\s*,\s*(?:in\s+)?(?:the\s+)?|(?:\s+\w+)?,?\s+in\s+(?:the\s+)?|\s*\(\s*|\s*-\s*")
MOST = 12  # candidates weighed per name


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What a name resolves to in a report. ``ranked`` holds every candidate weighed, best first; ``place`` None is NIL."""

    place: Place | None
    score: float
    rule: str
    firm: bool = False  # sure enough to speak for its neighbours
    ranked: tuple[tuple[Place, float], ...] = ()


def rank(found: Sequence[Found], report: Report, annotation: Annotation) -> Mapping[str, Choice]:
    """Return one choice per sense of a name. Two rounds: what is clear first, then the rest in its light."""
    groups: dict[str, list[Found]] = defaultdict(list)
    for f in found:
        if f.core is not None:
            groups[f.sense].append(f)
    votes = _votes(groups, annotation)
    home = _home(report)
    if home:
        votes["country", home] += 1
    anchors: dict[str, Place] = {}
    choices: dict[str, Choice] = {}
    within = _containment(found, report.text)
    unknown = sum(1 for group in groups.values() if not group[0].candidates and any(f.strong for f in group))
    for _ in range(3):
        choices = {
            name: _choose(name, group, votes, anchors, outer=within.get(name, ()), unknown=unknown)
            for name, group in groups.items()
        }
        unknown = sum(1 for name, group in groups.items() if choices[name].place is None and any(f.strong for f in group))
        anchors = {name: c.place for name, c in choices.items() if c.place is not None and c.firm}
        for name, place in anchors.items():
            if place.country and choices[name].rule == "place:supported":
                votes["settled", place.country] = max(votes["settled", place.country], 0.5)
    return choices


def _home(report: Report) -> str | None:
    """Return the country of the publisher's domain, when it has one: a paper under .ie may leave Ireland unsaid."""
    domain = (report.publisher or "").lower().rstrip("/")
    ending = domain.rpartition(".")[2] if "." in domain else ""
    return country_codes().get({"uk": "GB"}.get(ending, ending.upper())) if len(ending) == 2 else None


def _votes(groups: Mapping[str, Sequence[Found]], annotation: Annotation) -> defaultdict[tuple[str, str], float]:
    """Count what the report says about countries and provinces: names, adjectives, and places with one sense."""
    votes: defaultdict[tuple[str, str], float] = defaultdict(float)
    adjectives = country_adjectives()
    for sentence in annotation.sentences:
        for token in sentence.tokens:
            country = adjectives.get(token.text)
            if country:
                votes["country", country] += 1
                votes["named", country] += 1
    for group in groups.values():
        best = group[0].candidates[:2]
        if not best:
            continue
        place, prior = best[0]
        code = (place.feature or "").partition(".")[2]
        clear = len(best) == 1 or best[1][1] < prior - 0.2
        if not place.country:
            continue
        if code.startswith("PCL"):
            votes["country", place.country] += 1.5 * math.sqrt(len(group))
            votes["named", place.country] += 1
        elif code == "ADM1" and prior > 0.6:
            votes["country", place.country] += math.sqrt(len(group))
            votes["admin1", f"{place.country}:{place.name}"] += len(group)
        elif clear and prior >= ANCHOR:
            votes["country", place.country] += 1
    return votes


def _containment(found: Sequence[Found], text: str) -> Mapping[str, tuple[Place, ...]]:
    """Return for each name the larger places written after it: "Azaz, Syria", "Azaz in Aleppo province", "Homs, in Syria"."""
    within: dict[str, list[Place]] = defaultdict(list)
    named = [f for f in found if f.core is not None]
    for a, b in pairwise(named):
        if a.core is None or b.core is None or a.sentence != b.sentence:
            continue
        if not _INSIDE.fullmatch(text[a.core.end : b.span.start] if b.span.start >= a.core.end else "x"):
            continue
        larger = [p for p, prior in b.candidates[:3] if prior > 0.5 and (p.feature or "").startswith(("A.", "P."))]
        within[a.sense].extend(larger)
    return {name: tuple(places) for name, places in within.items()}


def _choose(
    name: str,
    group: Sequence[Found],
    votes: defaultdict[tuple[str, str], float],
    anchors: Mapping[str, Place],
    *,
    outer: Sequence[Place],
    unknown: int,
) -> Choice:
    candidates = next((f.candidates for f in group if f.candidates), ())[:MOST]
    if not candidates:
        return Choice(place=None, score=0.0, rule="place:not-in-gazetteer")
    noun = Counter(f.noun for f in group).most_common(1)[0][0]
    others = [p for other, p in anchors.items() if other != name]
    total = sum(n for (kind, _), n in votes.items() if kind == "country")
    scored = []
    for place, prior in candidates:
        own = _own_votes(place, prior, len(group))
        share = max(0.0, votes["country", place.country or ""] - own) / max(total - own, 1.0)
        country = min(1.0, 2 * share) if share > 0.05 else 0.0
        local = bool(place.admin1) and votes["admin1", f"{place.country}:{place.admin1}"] > 0
        if local:
            country = min(1.0, country + 0.5)
        if place.country and votes["settled", place.country]:
            country = max(country, 0.5)
        near = _closeness(place, others)
        inside = any(_contains(p, place) for p in outer)
        support = 0.3 * country + 0.25 * near + 0.5 * inside
        scored.append(_Scored(place=place, prior=prior, support=support, inside=inside, local=local, fit=_fit(place, noun)))
    best = _best(scored)
    ranked = tuple((s.place, round(max(0.0, min(1.0, s.total / max(best.total, 1.0))), 3)) for s in sorted(scored, key=_order))
    if best.fit <= -0.5:
        return Choice(place=None, score=0.0, rule="place:wrong-kind", ranked=ranked)
    firm = best.prior >= 0.45 or (best.place.country is not None and votes["named", best.place.country] > 0)
    if best.support >= _needed(best.prior):
        sure = round(min(1.0, 0.4 + 0.3 * best.prior + 0.5 * best.support), 3)
        return Choice(place=best.place, score=sure, rule="place:supported", ranked=ranked, firm=firm)
    named_after = all(f.facility for f in group)  # "Salem Mosque" is not in Salem
    own = _own_votes(best.place, best.prior, len(group))
    invented = unknown >= 3 and unknown >= 4 * len(others) and total - own <= 0
    if best.prior >= (ALONE if invented else KNOWN) and not named_after:
        return Choice(place=best.place, score=round(best.prior, 3), rule="place:well-known", ranked=ranked, firm=True)
    clear = len(scored) == 1 or sorted(scored, key=_order)[1].total < best.total - 0.1
    if total == 0 and not others and not unknown and best.prior >= 0.52 and clear:
        return Choice(place=best.place, score=round(0.7 * best.prior, 3), rule="place:only-sense", ranked=ranked)
    return Choice(place=None, score=0.0, rule="place:unsupported", ranked=ranked)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    place: Place
    prior: float
    support: float
    inside: bool
    local: bool
    fit: float

    @property
    def total(self) -> float:
        return self.prior + self.support + self.fit


def _order(scored: _Scored) -> tuple[float, str]:
    return (-scored.total, scored.place.target)


def _best(scored: Sequence[_Scored]) -> _Scored:
    """Return the best candidate; a namesake of a country or metropolis needs more than a friendly neighbourhood.

    "Turkey, the United States and Iraq" is a list: the village of Turkey in North Carolina is not in it.
    """
    best = min(scored, key=_order)
    known = max(scored, key=lambda s: (s.prior, -len(s.place.target), s.place.target))
    # A state or the capital of the same country gives way only to a place written right after the name.
    strict = (known.place.feature or "").startswith("A.") or known.place.country == best.place.country
    if known.prior >= 0.75 and best.prior < known.prior - 0.2 and known.fit >= 0:
        country = (known.place.feature or "").startswith("A.PCL")
        displaced = not country and (best.inside or (best.local and not strict))
        return best if displaced else known
    return best


def _needed(prior: float) -> float:
    """Return the support that a place must have: the smaller it is and the looser its spelling, the more."""
    if prior >= 0.45:
        return 0.06
    return 0.15 if prior >= 0.24 else 0.35


def _own_votes(place: Place, prior: float, times: int) -> float:
    """Return what the name itself added to its country's votes: a name does not support itself."""
    code = (place.feature or "").partition(".")[2]
    if code.startswith("PCL"):
        return 1.5 * math.sqrt(times)
    if code == "ADM1":
        return math.sqrt(times)
    return 1.0 if prior >= ANCHOR else 0.0


def _closeness(place: Place, others: Sequence[Place]) -> float:
    """Return 1 beside another settled place of the report, falling to 0 at some hundreds of kilometres."""
    best = 0.0
    for other in others:
        if (other.feature or "").startswith(("A.PCL", "L.CONT")) or other.target == place.target:
            continue
        apart = kilometres(place, other)
        if apart is not None:
            best = max(best, math.exp(-apart / 180))
    return best


def _contains(outer: Place, inner: Place) -> bool:
    """True when ``inner`` may lie in ``outer``, as far as countries, provinces and radii tell."""
    code = (outer.feature or "").partition(".")[2]
    if outer.target == inner.target or outer.country != inner.country or outer.country is None:
        return False
    if code.startswith("PCL"):
        return not (inner.feature or "").startswith("A.PCL")
    if code == "ADM1" and inner.admin1 and (inner.admin1.startswith(outer.name) or outer.name.startswith(inner.admin1)):
        return True
    apart = kilometres(outer, inner)
    return apart is not None and apart <= (outer.radius_km or 0) * (1.5 if code == "ADM1" else 1) + (
        40 if code.startswith("PPL") else 0
    )


def _fit(place: Place, noun: str | None) -> float:
    """Return how well a place's kind goes with the noun beside its name: a "province" is no village."""
    wanted = FEATURES.get(noun or "", ())
    if not wanted:
        return 0.0
    feature = place.feature or ""
    if feature.startswith(wanted[0]):
        return 0.25
    if any(feature.startswith(w) for w in wanted[1:]):
        return 0.15
    if wanted[0] == "A.ADM1" and feature.startswith("P.PPL"):
        return 0.0  # a province is often listed only by its seat
    return -0.15 if feature[:2] in {"P.", "A."} and wanted[0][:2] in {"P.", "A.", "S.", "L."} else -0.5
