"""What speaks for each place that bears a name in a report, as numbers that `place_weights.json` weighs.

Two kinds of evidence. What stands still: how big a place is, how its name is spelt, which noun stands beside it, whether the
paper is of its country. And what moves with where the other names of the report are: their countries, provinces, distances.
For the second, every other name speaks with the probability that it has so far, so that small places of one county find one
another although none of them is known to begin with.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from claimwire.records import Annotation, Place, Report
from claimwire.resolve.gazetteer import country_adjectives
from claimwire.resolve.place_mentions import Found
from claimwire.resolve.place_names import fold, without_article
from claimwire.resolve.place_paper import Paper
from claimwire.resolve.place_terms import FEATURES, UNITS
from claimwire.resolve.place_ties import Ties

Array = NDArray[np.float64]

MOST = 24  # candidates weighed of one name
ROWS = 320  # and of all names of a report: two thousand words with a hundred names stay within milliseconds
KNOWN, FAMOUS = 0.62, 0.74  # prior of a city of 80,000; of a metropolis, a first-order unit, a capital, a country
CLOSE, WIDE = 60.0, 300.0  # kilometres at which a neighbour's word falls to nothing
_EARTH = 6371.0
_LEVELS = ("country", "first", "second", "town", "quarter", "natural", "facility", "wide")

STILL = (
    "prior", "below the best", "known", "famous", "namesake of the famous", "namesake of a country",
    "namesake of a first-order unit", "country", "first-order unit", "second-order unit", "quarter", "natural", "facility",
    "other name", "noun agrees", "noun allows", "noun objects", "unit with its noun", "unit without its noun",
    "prior in a dateline", "country of the paper", "region of the paper", "town of the paper", "famous in the paper's name",
)  # fmt: skip
MOVING = (
    "country said", "share of the country", "names of the country", "region said", "names of the region",
    "names that it holds", "close neighbour", "neighbour", "neighbours", "neighbour in the sentence", "unit beside it",
    "near, but a namesake", "town beside it",
    "held beside it", "kind of the list", "country of the list", "neighbour in the list", "near the dateline",
    "near the paper",
)  # fmt: skip
NONE_STILL = (
    "none", "none: best prior", "none: facility", "none: a country or province", "none: words", "none: weak",
    "none: other names only", "none: times", "none: many", "none: in the paper's name", "none: noun objects", "none: paper",
)  # fmt: skip
NONE_MOVING = (
    "none: unplaced names", "none: share unplaced", "none: beside a holder of none", "none: no neighbour",
)  # fmt: skip
NAMES = (*STILL, *MOVING, *NONE_STILL, *NONE_MOVING)
_AT = {name: i for i, name in enumerate(NAMES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """One name in one sense, with every mention of it and the places that bear it. The paper's own name has no mentions."""

    sense: str
    mentions: tuple[Found, ...]
    candidates: tuple[tuple[Place, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a place is, ready to be counted with."""

    level: int  # in _LEVELS
    region: str | None  # "USA:florida": its own of a first-order unit, else that it lies in
    point: tuple[float, float, float]
    reach: float  # cosine of the angle within which others lie in it or at it; 2 when nothing does
    key: str


@lru_cache(maxsize=1 << 15)
def facts_of(place: Place) -> Facts:
    """Return what is counted of a place."""
    kind, _, code = (place.feature or "").partition(".")
    level = _level(kind, code)
    named = place.name if level == "first" else place.admin1
    point = (0.0, 0.0, 0.0)
    if place.latitude is not None and place.longitude is not None:
        a, b = math.radians(place.latitude), math.radians(place.longitude)
        point = (math.cos(a) * math.cos(b), math.cos(a) * math.sin(b), math.sin(a))
    radius = place.radius_km or 0.0
    reach = {"second": 1.5 * radius + 10, "town": radius + 35}.get(level)
    return Facts(
        level=_LEVELS.index(level), region=f"{place.country}:{region_key(named)}" if named and place.country else None,
        point=point, reach=2.0 if reach is None else math.cos(reach / _EARTH), key=fold(place.name),
    )  # fmt: skip


def own_region(place: Place) -> str | None:
    """Return the region that a first-order unit is; None of every other place."""
    facts = facts_of(place)
    return facts.region if _LEVELS[facts.level] == "first" else None


def _level(kind: str, code: str) -> str:
    if code.startswith("PCL") or code == "TERR":
        return "country"
    if code in {"CONT", "OCN", "SEA"}:
        return "wide"
    if kind == "A":
        return "first" if code == "ADM1" else "second"
    if kind == "P":
        return "quarter" if code == "PPLX" else "town"
    return "facility" if kind in {"S", "R"} else "natural"


@lru_cache(maxsize=1 << 14)
def region_key(name: str) -> str:
    """Return a region's name without the word for what it is: "Idlib Governorate" and "Idlib" are one."""
    words = without_article(fold(name)).split()
    return " ".join(w for w in words if w not in _UNIT_WORDS) or " ".join(words)


_UNIT_WORDS = UNITS | {"republic", "territory", "department", "prefecture", "emirate", "autonomous"}


class Board:
    """Every candidate of every name of a report in rows, then one row a name for "none of them", each with its numbers."""

    def __init__(self, names: Sequence[Name], report: Report, annotation: Annotation, *, paper: Paper, unlisted: int) -> None:
        self.names = [_shortened(n, cap) for cap in (_cap(names),) for n in names]
        self.places = [p for n in self.names for p, _ in n.candidates]
        self.unlisted = unlisted
        sizes = [len(n.candidates) for n in self.names]
        self.owner = np.repeat(np.arange(len(sizes)), sizes)
        self.starts = np.cumsum([0, *sizes[:-1]])
        self.numbers: Array = np.zeros((len(self.owner) + len(sizes), len(NAMES)))
        self._facts = [facts_of(p) for p in self.places]
        self._level = np.array([f.level for f in self._facts])
        self._paper = next((i for i, n in enumerate(self.names) if not n.mentions), None)
        ties = Ties(self.names, report)
        self._dateline = ties.dateline
        self._sentence, self._list, self._outer = ties.sentence, ties.list, ties.outer
        self._write_still(paper)
        self._measure(annotation)

    def prior(self) -> Array:
        """Return what each row has before anything is weighed: the better known, the likelier."""
        prior = self.numbers[: len(self.owner), _AT["prior"]]
        best = np.maximum.reduceat(prior, self.starts)
        share = np.exp(8 * (prior - best[self.owner]))
        return np.asarray(share / np.add.reduceat(share, self.starts)[self.owner] * np.minimum(0.9, best)[self.owner])

    def weigh(self, weights: Array, chance: Array) -> tuple[Array, Array]:
        """Return chances of every candidate and of none of them, by name, given what chances the others had."""
        self.look(chance)
        total = self.numbers @ weights
        rows = len(self.owner)
        top = np.maximum(np.maximum.reduceat(total[:rows], self.starts), total[rows:])
        some, none = np.exp(total[:rows] - top[self.owner]), np.exp(total[rows:] - top)
        whole = np.add.reduceat(some, self.starts) + none
        return some / whole[self.owner], none / whole

    # what stands still -----------------------------------------------------------------------------------------------

    def _write_still(self, paper: Paper) -> None:
        rows = len(self.owner)
        home = facts_of(paper.home) if paper.home else None
        row = 0
        for i, name in enumerate(self.names):
            core = fold(name.mentions[0].core.text) if name.mentions and name.mentions[0].core else name.sense
            noun = Counter(f.noun for f in name.mentions).most_common(1)[0][0] if name.mentions else None
            named_so = paper.bears(core)
            best = name.candidates[0][1]
            levels = {_LEVELS[facts_of(p).level] for p, prior in name.candidates if prior >= FAMOUS}
            units = {r for p, v in name.candidates if v >= FAMOUS and (r := own_region(p))}
            objects, strange = 0, 0
            for place, prior in name.candidates:
                facts, at = self._facts[row], self.numbers[row]
                level = _LEVELS[facts.level]
                at[_AT["prior"]] = prior
                at[_AT["below the best"]] = best - prior
                famous = prior >= FAMOUS
                at[_AT["known"]] = prior >= KNOWN
                at[_AT["famous"]] = famous
                at[_AT["namesake of the famous"]] = best >= FAMOUS and not famous
                below = level not in {"country", "first"} and not famous
                at[_AT["namesake of a country"]] = below and "country" in levels
                at[_AT["namesake of a first-order unit"]] = below and bool(units) and facts.region not in units
                if level not in {"town", "wide"}:
                    at[_LEVEL_COLUMN[level]] = 1
                # "US" and "UK" are what countries are called; a town's other names are often another town's own.
                other = level != "country" and facts.key != core and region_key(core) not in {region_key(place.name), facts.key}
                at[_AT["other name"]] = other
                strange += other
                fit = fits(place, noun)
                if fit:
                    at[_AT[fit]] = 1
                    objects += fit == "noun objects"
                at[_AT["unit with its noun"]] = level == "second" and fit == "noun agrees"
                at[_AT["unit without its noun"]] = (
                    level == "second" and noun is None and facts.key.split()[-1:] != core.split()[-1:]
                )
                at[_AT["prior in a dateline"]] = prior * (i == self._dateline)
                at[_AT["country of the paper"]] = paper.country is not None and place.country == paper.country
                at[_AT["region of the paper"]] = bool(home and facts.region and facts.region == home.region)
                at[_AT["town of the paper"]] = paper.home is not None and place.target == paper.home.target
                at[_AT["famous in the paper's name"]] = famous and named_so
                row += 1
            none = self.numbers[rows + i]
            none[_AT["none"]] = 1
            none[_AT["none: best prior"]] = best
            none[_AT["none: many"]] = math.log(len(name.candidates)) * (best < KNOWN)
            none[_AT["none: other names only"]] = strange == len(name.candidates)
            none[_AT["none: a country or province"]] = bool(levels & {"country", "first"})
            none[_AT["none: noun objects"]] = objects == len(name.candidates)
            none[_AT["none: paper"]] = not name.mentions
            if name.mentions:
                none[_AT["none: facility"]] = all(f.facility for f in name.mentions)
                none[_AT["none: words"]] = min(2, core.count(" "))
                none[_AT["none: weak"]] = not any(f.strong for f in name.mentions)
                none[_AT["none: times"]] = math.log(len(name.mentions))
                none[_AT["none: in the paper's name"]] = named_so

    # what moves ------------------------------------------------------------------------------------------------------

    def _measure(self, annotation: Annotation) -> None:
        """Work out once what every round multiplies: who is near whom, who holds whom, who is of one country or region."""
        owner, level, facts = self.owner, self._level, self._facts
        countries = {c: i for i, c in enumerate(sorted({p.country for p in self.places if p.country}))}
        regions = {r: i for i, r in enumerate(sorted({f.region for f in facts if f.region}))}
        self._country = np.array([countries.get(p.country or "", len(countries)) for p in self.places])
        self._region = np.array([regions.get(f.region or "", len(regions)) for f in facts])
        self._countries, self._regions = len(countries) + 1, len(regions) + 1
        placed_country, placed_region = self._country < len(countries), self._region < len(regions)
        self._has_country, self._has_region = placed_country, placed_region
        self._is = {name: level == i for i, name in enumerate(_LEVELS)}
        said = Counter(c for s in annotation.sentences for t in s.tokens if (c := country_adjectives().get(t.text)))
        self._said = np.array([said.get(c, 0) for c in countries] + [0.0])
        points = np.array([f.point for f in facts])
        reach = np.array([f.reach for f in facts])
        cosine = points @ points.T
        speaks = ~(self._is["country"] | self._is["wide"] | self._is["first"])
        target = np.unique([p.target for p in self.places], return_inverse=True)[1]
        apart = (owner[:, None] != owner) & (target[:, None] != target)
        heard = apart & speaks & (np.abs(points).sum(1) > 0)
        self._close, self._wide = (np.clip(1 - (1 - cosine) / (1 - math.cos(km / _EARTH)), 0, 1) * heard for km in (CLOSE, WIDE))
        same_country = (self._country[:, None] == self._country) & placed_country
        same_region = (self._region[:, None] == self._region) & placed_region
        country, first = self._is["country"], self._is["first"]
        self._holds = (
            apart
            & same_country
            & (
                (country[:, None] & ~country)
                | (first[:, None] & same_region & ~first & ~country)
                | ((cosine >= reach[:, None]) & ~country & ~first)
            )
        ).astype(float)
        # A city of a million is meant whatever the other names are.
        self._doubted = np.array([1.0 if n.candidates[0][1] < KNOWN else 0.3 for n in self.names])
        self._by_name = np.zeros((len(owner), len(self.names)))

    def look(self, chance: Array) -> None:
        """Write what the other names say, each with the chances that it has so far."""
        owner, names = self.owner, len(self.names)
        out = self.numbers[: len(owner)]
        by_name = self._by_name
        by_name[np.arange(len(owner)), owner] = chance
        mass = by_name.sum(0)
        self._look_regions(chance, out)
        close, wide = self._close @ by_name, self._wide @ by_name
        out[:, _AT["close neighbour"]] = close.max(1)
        out[:, _AT["neighbour"]] = wide.max(1)
        out[:, _AT["neighbours"]] = np.log1p(wide.sum(1))
        out[:, _AT["neighbour in the sentence"]] = (wide * self._sentence[owner]).max(1)
        out[:, _AT["neighbour in the list"]] = (wide * self._list[owner]).max(1)
        # What is near a village called China says little: steel from China is sold there too.
        lured = np.maximum(out[:, _AT["namesake of a country"]], out[:, _AT["namesake of a first-order unit"]])
        lured = lured * (close.max(1) + wide.max(1))
        out[:, _AT["near, but a namesake"]] = lured
        if self._dateline is not None:
            out[:, _AT["near the dateline"]] = wide[:, self._dateline]
        if self._paper is not None:
            out[:, _AT["near the paper"]] = wide[:, self._paper]
        units = self._is["country"] | self._is["first"] | self._is["second"]
        held = (self._holds.T @ (by_name * units[:, None]) * self._outer[owner]).max(1)
        out[:, _AT["unit beside it"]] = held
        out[:, _AT["town beside it"]] = (self._holds.T @ (by_name * ~units[:, None]) * self._outer[owner]).max(1)
        out[:, _AT["held beside it"]] = (self._holds @ by_name * self._outer.T[owner]).max(1)
        levels = np.zeros((names, len(_LEVELS)))
        np.add.at(levels, (owner, self._level), chance)
        listed = np.maximum((self._list @ mass)[owner], 1e-9)
        out[:, _AT["kind of the list"]] = (self._list @ levels)[owner, self._level] / np.maximum(listed, 0.3)
        none = self.numbers[len(owner) :]
        unplaced = (1 - mass) * (self.numbers[len(owner) :, _AT["none: weak"]] == 0)
        others = unplaced.sum() - unplaced + self.unlisted
        none[:, _AT["none: unplaced names"]] = np.log1p(others) * self._doubted
        none[:, _AT["none: share unplaced"]] = others / (names + self.unlisted) * self._doubted
        beside = (self._outer * (by_name * units[:, None]).sum(0)).max(1)
        none[:, _AT["none: beside a holder of none"]] = np.clip(beside - np.maximum.reduceat(held, self.starts), 0, 1)
        none[:, _AT["none: no neighbour"]] = 1 - np.maximum.reduceat(out[:, _AT["neighbour"]], self.starts)

    def _look_regions(self, chance: Array, out: Array) -> None:
        owner, names = self.owner, len(self.names)

        def others(column: NDArray[np.int64], width: int, part: Array) -> Array:
            own = np.bincount(owner * width + column, part, names * width).reshape(names, width)
            return np.asarray(np.bincount(column, part, width)[column] - own[owner, column])

        country, first = self._is["country"], self._is["first"]
        inside = chance * self._has_country
        named = others(self._country, self._countries, inside * country) + self._said[self._country]
        named *= self._has_country
        out[:, _AT["country said"]] = named / (named + 1)
        mates = others(self._country, self._countries, inside) * self._has_country
        everyone = inside.sum() - np.bincount(owner, inside, names)[owner]
        out[:, _AT["share of the country"]] = mates / (everyone + 1)
        out[:, _AT["names of the country"]] = np.log1p(mates)
        out[:, _AT["region said"]] = (
            np.minimum(1, others(self._region, self._regions, chance * first)) * self._has_region * ~first
        )
        within = others(self._region, self._regions, chance * ~first) * self._has_region
        out[:, _AT["names of the region"]] = np.log1p(within) * ~first
        out[:, _AT["names that it holds"]] = np.log1p(np.where(first, within, (self._holds @ chance) * self._is["second"]))
        table = np.bincount(owner * self._countries + self._country, inside, names * self._countries).reshape(names, -1)
        listed = (self._list @ table)[owner, self._country] * self._has_country
        out[:, _AT["country of the list"]] = np.minimum(1, listed / np.maximum(0.3, self._list.sum(1)[owner]))


_LEVEL_COLUMN = {
    "country": _AT["country"], "first": _AT["first-order unit"], "second": _AT["second-order unit"],
    "quarter": _AT["quarter"], "natural": _AT["natural"], "facility": _AT["facility"],
}  # fmt: skip


def _cap(names: Sequence[Name]) -> int:
    """Return how many candidates a name may have so that all names together stay within ROWS."""
    for cap in range(MOST, 4, -1):
        if sum(min(cap, len(n.candidates)) for n in names) <= ROWS:
            return cap
    return 4


def _shortened(name: Name, cap: int) -> Name:
    if len(name.candidates) <= cap:
        return name
    return Name(sense=name.sense, mentions=name.mentions, candidates=name.candidates[:cap])


def fits(place: Place, noun: str | None) -> str | None:
    """Return which number says how a place's kind goes with the noun beside its name: a "province" is no village."""
    wanted = FEATURES.get(noun or "", ())
    if not wanted:
        return None
    feature = place.feature or ""
    if feature.startswith(wanted[0]):
        return "noun agrees"
    if any(feature.startswith(w) for w in wanted[1:]):
        return "noun allows"
    if wanted[0] == "A.ADM1" and feature.startswith("P.PPL"):
        return None  # a province is often listed only by its seat
    return "noun objects"
