"""Looks a name up in several gazetteer files at once, as written, without its article, and in other transliterations.

What a name finds is decided here, which of it is meant by place_ranker. Other transliterations are tried when nothing bears
the name as it is written, and only in the countries whose names are transliterated so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from claimwire.records import Place
from claimwire.resolve.gazetteer_db import ALTERNATE, ARTICLE, KIND_LABEL, VARIANT, Database, kilometres, weight_of
from claimwire.resolve.place_names import ARABIC, fold, without_article
from claimwire.resolve.place_spelling import FAMILIES, allowed, bones, distance

_SPELLINGS, _VARIANTS = 6, 8  # spellings of one name that are followed, and places that they may bring: more say nothing
_ACRONYM = 6  # letters
_BEGINNINGS = "in near of on the from for to by and with this that"
_FUNCTION_WORDS = frozenset(_BEGINNINGS.split())  # a sentence begins so, no name
_DISTRICTS = ("A.ADM2", "A.ADM3", "A.ADM4")
_SEAT_KM = 50  # from the middle of a district to its seat
_SEAT_DEGREES = 0.5  # the same in latitude: a name of hundreds of villages is not measured pair by pair
_PER_DISTANCE = 0.3  # what a spelling loses of its weight for vowels that differ by 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One place that a name finds: its prior (0 to 1), the kind of likeness, and the key and files that it was found under."""

    place: Place
    prior: float
    kind: int
    key: str
    layers: tuple[str, ...] = ()
    importance: float = 0.0
    because: str = ""

    @property
    def reason(self) -> str:
        """Why the place is a candidate, in words."""
        return self.because or KIND_LABEL[self.kind]


class LayeredGazetteer:
    """Looks a name up in several files at once; a place that two of them hold comes out once.

    ``never`` are words that are no transliteration of a name, however like one they look: "Syrian".
    """

    def __init__(self, layers: Sequence[Database], *, never: Iterable[str] = ()) -> None:
        self._layers = tuple(layers)
        self._never = frozenset(map(fold, never))
        self._cached = lru_cache(maxsize=50_000)(self._find)

    def lookup(self, name: str) -> Sequence[tuple[Place, float]]:
        """Return places that bear ``name`` with a prior (0 to 1), best first.

        Other transliterations are tried only when nothing bears the name as written.
        """
        return self._cached(fold(name), vary=_may_vary(name))

    def search(
        self, name: str, *, limit: int = 20, country: str | None = None, near: tuple[float, float] | None = None
    ) -> list[Hit]:
        """Return candidates for ``name`` and why each is one: for people, not for the resolver.

        Added are names that begin with it, that have its words and, when there is nothing else, names one letter off.
        ``country`` (alpha-3) keeps its places alone; ``near`` (latitude, longitude) puts the nearest first.
        """
        key = fold(name)
        hits = {h.place.target: h for h in _merge(self._matches(key, vary=True))}
        for stage in (self._beginning(key, limit), self._with_words(name, key, limit)):
            for hit in stage:
                if not any(_same(hit.place, other.place) for other in hits.values()):
                    hits.setdefault(hit.place.target, hit)
        kept = [h for h in hits.values() if country in {None, h.place.country}]
        if not kept:
            kept = [h for h in _merge(self._one_off(key)) if country in {None, h.place.country}]
        if near is None:
            kept.sort(key=lambda h: (-h.prior, h.place.target))
        else:
            point = Place(target="", name="", latitude=near[0], longitude=near[1])
            apart = {h.place.target: kilometres(point, h.place) for h in kept}
            kept.sort(key=lambda h: (apart[h.place.target] is None, apart[h.place.target], h.place.target))
        return kept[:limit]

    def details(self, target: str) -> tuple[str | None, int | None]:
        """Return the district and the population of a place, None for what no file says."""
        found = [d for layer in self._layers if (d := layer.details(target)) is not None]
        return next((d[0] for d in found if d[0]), None), next((d[1] for d in found if d[1]), None)

    def close(self) -> None:
        """Close the files."""
        for layer in self._layers:
            layer.close()

    def count(self) -> int:
        """Return the number of places over all layers; one that two layers hold counts twice."""
        return sum(layer.count() for layer in self._layers)

    def _find(self, key: str, *, vary: bool) -> tuple[tuple[Place, float], ...]:
        return tuple((h.place, round(h.prior, 4)) for h in _merge(self._matches(key, vary=vary)))

    def _matches(self, key: str, *, vary: bool) -> list[Hit]:
        """Return every place filed under the key or, when there is none, under another spelling of it."""
        if not key:
            return []
        bare = without_article(key)
        hits = list(self._filed(key, 0))
        if bare != key:
            hits += [h for h in self._filed(bare, ARTICLE) if h.place.country in ARABIC]
        vary = vary and key not in self._never and key.partition(" ")[0] not in _FUNCTION_WORDS
        if not hits and vary:
            hits = self._variants(key)
        elif lonely := [h for h in hits if _list_of(h.place) != "geonames" and (h.place.feature or "").startswith("P.")]:
            hits += self._twins(lonely) or [
                v for v in (self._variants(key) if vary else ()) if any(_same(v.place, h.place) for h in lonely)
            ]
        return _once(hits)

    def _filed(self, key: str, kind: int) -> Iterator[Hit]:
        """Yield the places filed under a key; ``kind`` says how the key was made of the name that was asked for."""
        for layer in self._layers:
            for place, importance, filed in layer.find(key):
                worst = max(kind, filed)
                yield Hit(
                    place=place, prior=importance * weight_of(worst, place), kind=worst, key=key, layers=(layer.path.name,),
                    importance=importance,
                )  # fmt: skip

    def _twins(self, hits: Sequence[Hit]) -> list[Hit]:
        """Return what GeoNames has at the place of each hit of another list under that row's own name.

        "Raqa" is a spelling that our list alone has, of a city that GeoNames knows: one place, its id and its size.
        """
        names = {fold(h.place.name) for h in hits}
        return [t for name in sorted(names) for t in self._filed(name, VARIANT) if any(_same(t.place, h.place) for h in hits)]

    def _variants(self, key: str) -> list[Hit]:
        """Return the places under other transliterations of the key, the likest first, never more than a few."""
        hits = [h for h in self._filed(_other_ending(key), VARIANT) if h.place.country in ARABIC]
        for family, countries in FAMILIES.items():
            consonants = bones(key, family)
            if consonants is None or (limit := allowed(key, consonants, family)) < 0:
                continue
            spellings = {other for layer in self._layers for other in layer.spellings(family, consonants)}
            near = sorted((apart, other) for other in spellings if (apart := distance(key, other, family)) <= limit)
            for apart, other in near[:_SPELLINGS]:
                for hit in self._filed(other, VARIANT):
                    if hit.place.country in countries:
                        hits.append(replace(hit, prior=hit.prior * (1 - _PER_DISTANCE * apart)))
        return sorted(hits, key=lambda h: (-h.prior, h.place.target))[:_VARIANTS]

    def _beginning(self, key: str, limit: int) -> Iterator[Hit]:
        for layer in self._layers:
            for place, importance, kind in layer.starting(key, limit):
                yield Hit(place=place, prior=importance * 0.5, kind=kind, key=key, layers=(layer.path.name,),
                          importance=importance, because="begins with it")  # fmt: skip

    def _with_words(self, name: str, key: str, limit: int) -> Iterator[Hit]:
        for layer in self._layers:
            for place, importance, kind in layer.words(name, limit):
                yield Hit(place=place, prior=importance * 0.4, kind=kind, key=key, layers=(layer.path.name,),
                          importance=importance, because="has its words")  # fmt: skip

    def _one_off(self, key: str) -> list[Hit]:
        """Return places whose name is one letter more, less or other: for people who misspell, too loose for reports."""
        near = sorted({other for layer in self._layers for other in layer.one_off(key)})
        hits = [h for other in near for h in self._filed(other, ALTERNATE)]
        return _once([replace(h, prior=h.prior * 0.3, because="one letter off") for h in hits])


def _may_vary(name: str) -> bool:
    """False of acronyms: no transliteration is asked for "ISIL" or "NAFTA"."""
    return len(name) > _ACRONYM or sum(c.isupper() for c in name) < 2


def _other_ending(key: str) -> str:
    """Return the key with its feminine ending written the other way: Hama, Hamah."""
    return key[:-1] if key.endswith("ah") else key + "h" if key.endswith("a") else ""


def _once(hits: Iterable[Hit]) -> list[Hit]:
    """Keep each place once, with its best prior and every file that holds it; the first file's row is kept."""
    kept: dict[str, Hit] = {}
    for hit in hits:
        known = kept.get(hit.place.target)
        if known is None:
            kept[hit.place.target] = hit
            continue
        layers = tuple(dict.fromkeys((*known.layers, *hit.layers)))
        better = hit if hit.prior > known.prior else known  # one of the files may lack its population
        kept[hit.place.target] = replace(better, place=known.place, layers=layers)
    return list(kept.values())


def _merge(hits: Sequence[Hit]) -> list[Hit]:
    """Join rows of one place from different lists: GeoNames keeps the place, our list its name in the press."""
    kept: list[Hit] = []
    lists: dict[str, list[int]] = {}  # rows by the list that they come from: two of one list are two places
    for hit in sorted(hits, key=lambda h: (-h.prior, not h.place.target.startswith("geonames:"), h.place.target)):
        origin = _list_of(hit.place)
        others = [i for name, members in lists.items() if name != origin for i in members]
        i = next((i for i in sorted(others) if _same(hit.place, kept[i].place)), None)
        if i is None:
            lists.setdefault(origin, []).append(len(kept))
            kept.append(hit)
            continue
        other = kept[i]
        replaces = origin == "geonames" or (hit.place.latitude is not None and other.place.latitude is None)
        known, listed = (hit, other) if replaces and _list_of(other.place) != "geonames" else (other, hit)
        # Our list vouches for the spelling, GeoNames knows how big the place is.
        vouched = known.prior / weight_of(known.kind, known.place) * weight_of(listed.kind, listed.place)
        ours = listed.place.target.startswith("cw:")
        kept[i] = replace(
            known, place=replace(known.place, name=listed.place.name) if ours else known.place,
            prior=max(hit.prior, other.prior, vouched), kind=min(hit.kind, other.kind),
            layers=tuple(dict.fromkeys((*other.layers, *hit.layers))),
        )  # fmt: skip
        if known is hit:
            lists[_list_of(other.place)].remove(i)
            lists.setdefault(origin, []).append(i)
    return sorted(_seats(kept), key=lambda h: (-h.prior, h.place.target))


def _list_of(place: Place) -> str:
    """Return the prefix of a place's id, which names its list; ids without one are of the user's list."""
    prefix, colon, _ = place.target.partition(":")
    return prefix if colon else ""


def _seats(hits: Sequence[Hit]) -> list[Hit]:
    """Put a town before the district that is called after it: a bare name means the town, and a district shows that it counts.

    Dumps give few towns a population and every district a name, so the district would win. "X district" is left to its noun.
    """
    out = list(hits)
    for i, unit in enumerate(out):
        if not (unit.place.feature or "").startswith(_DISTRICTS):
            continue
        seats = [
            (apart, n)
            for n, town in enumerate(out)
            if town.place.country == unit.place.country
            and (town.place.feature or "").startswith("P.")
            and town.kind <= unit.kind
            and abs((town.place.latitude or 0.0) - (unit.place.latitude or 0.0)) < _SEAT_DEGREES
            and (apart := kilometres(unit.place, town.place)) is not None
            and apart <= _SEAT_KM
        ]
        if seats:
            _, n = min(seats)
            if out[n].prior < unit.prior:
                out[n], out[i] = replace(out[n], prior=unit.prior), replace(unit, prior=out[n].prior)
    return out


def _same(a: Place, b: Place) -> bool:
    """True when two rows with a name in common are one place as two lists have it."""
    if _list_of(a) == _list_of(b) or a.country != b.country or (a.feature or "")[:1] != (b.feature or "")[:1]:
        return False
    apart = kilometres(a, b)
    if (a.feature or "").startswith("A."):
        return a.feature == b.feature and (apart is None or apart < 250)
    return apart is not None and apart < (15 if (a.feature or "")[:1] in "PS" else 120)
