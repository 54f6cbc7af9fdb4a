"""What speaks for and against two sketches telling of one happening: named findings, each 0 to 1, that a person can check."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

import numpy as np
import numpy.typing as npt

from claimwire.consolidate.sketch import COMMON_NAMES, Count, Sketch, Spot, day, skeleton, stem, unpacked
from claimwire.records import great_circle

# Stems of words that take up a happening named before, and of words that say only what it did to people.
GENERIC = frozenset(
    {"attack", "strik", "strike", "incident", "blast", "explosion", "assault", "raid", "operation", "clash", "offensive", "bomb"}
)
HARM = frozenset(
    {"kill", "wound", "injur", "die", "died", "dead", "death", "toll", "victim", "casualty", "casualti", "hurt", "fatality"}
)
# Stems of words for fighting that goes on for months: told without place or day, it is the one campaign against that foe.
CAMPAIGN = frozenset(
    {"campaign", "fight", "war", "degrade", "defeat", "operation", "effort", "mission", "counter", "battl", "combat", "conflict"}
)
LEAD = 2  # sentences, with headline, that tell what a report is about
# What is hit by kind, by the stem of its word: a strike on the hospital is not the one on the bridge.
_TARGETS = {
    stem(word): kind
    for kind, words in {
        "health": "hospital clinic maternity ambulance dispensary",
        "market": "market bazaar souk stall shop mall store bakery restaurant cafe hotel",
        "school": "school college university kindergarten madrasa academy",
        "worship": "mosque church temple shrine synagogue monastery cathedral",
        "bridge": "bridge tunnel crossing",
        "station": "station terminal",
        "court": "court courthouse parliament ministry embassy consulate palace office",
        "military": "barracks base garrison checkpoint post outpost headquarters camp trench bunker",
        "fuel": "depot refinery pipeline oilfield terminal substation plant",
        "factory": "factory mill workshop warehouse granary silo",
        "air": "airport airfield airbase runway hangar",
        "prison": "prison jail detention",
        "home": "house home apartment flat farmhouse dwelling",
        "vehicle": "bus truck lorry car minibus convoy train van",
        "ship": "ship boat ferry vessel tanker destroyer trawler",
    }.items()
    for word in words.split()
}
_HEARD = 2  # consonants that make a name
_PROVINCES = (4, 5)  # UCDP where_prec of first-order units and of regions
_KM_SAME = 10.0
STRANGERS, ONE_STORY = 0.5, 0.8  # cosines of reports: below the first they tell of two things, above the other of one
SYNONYMS = 0.6  # cosine of the words that name two happenings
# Classes of people of one standing under the laws of war; "people", "men" and "prisoners" may be either.
_ARMED = frozenset(
    f"class:{w}"
    for w in (
        "soldier",
        "troop",
        "fighter",
        "militant",
        "rebel",
        "insurgent",
        "jihadist",
        "terrorist",
        "gunman",
        "militiaman",
        "conscript",
    )
)
_UNARMED = frozenset(
    f"class:{w}"
    for w in (
        "civilian",
        "child",
        "woman",
        "villager",
        "resident",
        "student",
        "worker",
        "patient",
        "girl",
        "boy",
        "passenger",
        "worshipper",
    )
)
_ALMOST = 0.7  # of two numbers, the smaller as a share of the greater


@cache
def _common() -> Mapping[str, float]:
    """Return how much a frequent stem says, 0 to 1, by its rank; one that is not listed says 1."""
    lines = (resources.files("claimwire.consolidate") / "common_words.txt").read_text(encoding="utf-8").split()
    return {word: math.log1p(rank) / math.log1p(len(lines)) for rank, word in enumerate(lines)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A sketch with its sets made, once for all the sketches that it is compared with."""

    sketch: Sketch
    stems: frozenset[str]
    points: tuple[Spot, ...]
    areas: tuple[Spot, ...]
    at: frozenset[str]  # names and targets of its points
    sounds: frozenset[str]  # consonants of the names of its points
    loose: bool  # the gazetteer has not all of its points
    targets: frozenset[str]  # of its points, where the gazetteer has them
    over: frozenset[str]
    provinces: frozenset[str]  # names of the provinces and regions that it is told to be in
    actors: frozenset[str]
    actor_names: frozenset[str]
    recipients: frozenset[str]
    recipient_names: frozenset[str]
    targeted: frozenset[str]  # kinds of buildings and vehicles that it hit
    armed: bool  # some of whom it happened to are armed, as far as words say
    unarmed: bool
    first: int | None  # day
    last: int | None  # the day after
    on_a_day: bool
    told: int | None
    counts: Mapping[tuple[str, str], Count]
    numbers: frozenset[float]
    words: Mapping[str, float]
    weight: float
    near: frozenset[str]
    names: frozenset[str]
    own_names: frozenset[str]  # of those, what only few reports name: whoever is in no list of ours
    vectors: npt.NDArray[np.float32]  # evidence, trigger, report

    @classmethod
    def of(cls, s: Sketch) -> Face:
        """Prepare a sketch."""
        points = tuple(p for p in s.spots if p.is_point)
        areas = tuple(p for p in s.spots if not p.is_point)
        common = _common()
        words = {w: common.get(w, 1.0) for w in s.words}
        return cls(
            sketch=s,
            stems=frozenset(s.stems),
            points=points,
            areas=areas,
            at=_keys(points),
            sounds=frozenset(k for p in points if len(k := skeleton(p.name)) >= _HEARD),
            loose=any(p.target is None for p in points),
            targets=frozenset(p.target for p in points if p.target),
            over=_keys(areas),
            provinces=frozenset(p.name for p in areas if p.precision in _PROVINCES),
            actors=frozenset(s.actors),
            actor_names=_named(s.actors),
            recipients=frozenset(s.recipients),
            recipient_names=_named(s.recipients),
            targeted=frozenset(_TARGETS[t] for t in s.things if t in _TARGETS),
            armed=any(p in _ARMED for p in s.recipients),
            unarmed=any(p in _UNARMED for p in s.recipients),
            first=day(s.start) if s.start else None,
            last=_day_after(s.end),
            on_a_day=s.precision in {"day", "hour"} and s.end is not None,
            told=day(s.published) if s.published else None,
            counts={(c.measure, c.type): c for c in s.counts if c.measure != "other"},
            numbers=frozenset(c.low for c in s.counts if c.low > 2),
            words=words,
            weight=sum(words.values()),
            near=frozenset(s.near),
            names=frozenset(s.names),
            own_names=frozenset(n for n in s.names if ":" not in n or n.startswith(("name:", "person:"))),
            vectors=np.stack([unpacked(v) for v in (s.vector, s.trigger, s.context)]),
        )


def _day_after(end: str | None) -> int | None:
    """Return the day after the last on which a half-open interval lies: one that ends at noon lies on that day."""
    last = day(end) if end else None
    return last if last is None or end is None or not end[10:].strip("T:0Z") else last + 1


def _keys(spots: tuple[Spot, ...]) -> frozenset[str]:
    return frozenset(k for p in spots for k in (p.name, p.target) if k)


def _named(people: tuple[str, ...]) -> frozenset[str]:
    return frozenset(p for p in people if ":" in p and not p.startswith(("class:", "unnamed:")))


def findings(a: Face, b: Face) -> Iterator[tuple[str, float]]:
    """Yield what two happenings have in common and what not. Symmetric."""
    yield from _what(a, b)
    yield from _where(a, b)
    force = "ASSAULT" in {a.sketch.event_type, b.sketch.event_type}
    yield from _who("actor" if force else "doer", a.actors, b.actors, a.actor_names, b.actor_names)
    yield from _who("recipient" if force else "addressee", a.recipients, b.recipients, a.recipient_names, b.recipient_names)
    if (a.actors & b.recipients) - b.actors or (b.actors & a.recipients) - a.actors:
        yield "roles exchanged", 1.0
    yield from _when(a, b)
    yield from _how_many(a, b)
    yield from _wording(a, b)
    if a.sketch.report == b.sketch.report:
        yield from _apart(a, b)


def _apart(a: Face, b: Face) -> Iterator[tuple[str, float]]:
    """Yield how two happenings of one report lie to each other in its text."""
    x, y = a.sketch, b.sketch
    sentences = min(abs(p - q) for p in x.sentences for q in y.sentences)
    reach = next((name for most, name in _REACHES if sentences <= most), "far apart")
    yield reach, 1.0
    if (x.sentences[0], x.id) > (y.sentences[0], y.id):
        a, b, x, y = b, a, y, x
    if x.sentences[0] == 0:
        yield ("headline and next sentence" if sentences == 1 else "headline and text"), 1.0
    later_bare = not (b.points or b.actors or b.recipients or b.first is not None)
    if y.taken_up:
        yield ("takes up a word for any attack" if b.stems & GENERIC else "points back"), 1.0
    if later_bare:
        yield ("says nothing new, next sentence" if sentences <= 1 else "says nothing new"), 1.0
    elif not b.actors:
        yield "later names no actor", 1.0
    if y.noun:
        yield "later is a noun", 1.0
    if x.statements and y.statements:
        yield ("one statement" if set(x.statements) & set(y.statements) else "two statements"), 1.0
    harm, act = bool(b.stems & HARM), bool(a.stems & HARM)
    if harm and not act:
        yield ("harm of the act in one sentence" if sentences == 0 else "harm told after the act"), 1.0
    if sentences == 0 and not x.noun and not y.noun:
        yield "two verbs of one sentence", 1.0
    if a.numbers and b.numbers and not a.numbers & b.numbers:
        yield "no number shared", 1.0


_REACHES = (
    (0, "one sentence"),
    (1, "next sentence"),
    (2, "two sentences on"),
    (4, "four sentences on"),
    (8, "eight sentences on"),
)


def _what(a: Face, b: Face) -> Iterator[tuple[str, float]]:
    x, y = a.sketch, b.sketch
    shared = a.stems & b.stems
    if shared:
        yield ("same generic word" if shared <= GENERIC | HARM else "same word"), 1.0
    harm = bool(a.stems & HARM) + bool(b.stems & HARM)
    if harm:
        yield ("both tell the harm" if harm == 2 else "harm told beside the act"), 1.0
    if x.event_type != y.event_type:
        yield "other type, same word", 1.0
    if x.modes and y.modes:
        yield ("same mode" if set(x.modes) & set(y.modes) else "other mode"), 1.0
    if x.denied != y.denied:
        yield "one denies", 1.0
    lead = (x.sentences[0] <= LEAD) + (y.sentences[0] <= LEAD)
    if lead:
        yield ("both in the lead" if lead == 2 else "one in the lead"), 1.0
    main = (x.sentences[0] <= LEAD or (x.taken_up and bool(a.stems & GENERIC))) + (
        y.sentences[0] <= LEAD or (y.taken_up and bool(b.stems & GENERIC))
    )
    if main == 2 and a.told is not None and b.told is not None and abs(a.told - b.told) <= 1 and x.report != y.report:
        yield "main matter of reports of one day", len(a.names & b.names) / max(1, min(len(a.names), len(b.names)))
    if x.event_type == y.event_type:
        yield f"of type {x.event_type or x.kind}", 1.0
    if x.ongoing or y.ongoing:
        yield ("both go on" if x.ongoing and y.ongoing else "one goes on"), 1.0
    if a.stems & CAMPAIGN and b.stems & CAMPAIGN and not (a.points or b.points):
        yield "both a campaign", 1.0
        if a.recipient_names & b.recipient_names or a.actor_names & b.actor_names:
            yield "campaign of one party", 1.0


def _where(a: Face, b: Face) -> Iterator[tuple[str, float]]:
    if a.points and b.points:
        if a.at & b.at:
            yield "same point", 1.0
        elif spelled_otherwise(a, b):
            yield "point spelled otherwise", 1.0
        else:
            km = distance(a.points, b.points)
            yield ("two points" if km is None or km > _KM_SAME else "points within 10 km"), 1.0
    elif a.points or b.points:
        one, other = (a, b) if a.points else (b, a)
        if other.areas:
            yield (
                ("point inside area" if any(_inside(p, q) for p in one.points for q in other.areas) else "point outside area"),
                1.0,
            )
        elif one.at & other.near:
            yield "point named near the other", 1.0
        elif one.at & other.names:
            yield "point named in the other's report", 1.0
        else:
            yield "point unknown to the other", 1.0
    elif a.over and b.over:
        yield ("same area" if a.over & b.over else "other area"), 1.0
    elif a.over or b.over:
        yield "area on one side", 1.0
    else:
        yield "no place", 1.0


def spelled_otherwise(a: Face, b: Face) -> bool:
    """True when two happenings name points of the same consonants, and the gazetteer does not tell those apart."""
    return (a.loose or b.loose) and not a.sounds.isdisjoint(b.sounds)


def named_after(a: Face, b: Face) -> bool:
    """True when a point of ``a`` lies in the province that bears the name of one of ``b``: "in Idlib" may mean either."""
    return any(p.admin1 and p.admin1.lower().startswith(q.name) for p in a.points for q in b.points)


def named_alike(a: Face, b: Face) -> bool:
    """True when the words that name two happenings mean nearly the same."""
    return float(a.vectors[1] @ b.vectors[1]) >= SYNONYMS


def distance(a: tuple[Spot, ...], b: tuple[Spot, ...]) -> float | None:
    """Return the least distance of two sets of places, km; None where none of one set has coordinates."""
    found = [d for p in a for q in b if (d := _km(p, q)) is not None]
    return min(found, default=None)


def _km(p: Spot, q: Spot) -> float | None:
    if p.latitude is None or p.longitude is None or q.latitude is None or q.longitude is None:
        return None
    return great_circle((p.latitude, p.longitude), (q.latitude, q.longitude))


def _inside(point: Spot, area: Spot) -> bool:
    if area.precision == 4 and area.admin1 and point.admin1:
        return (area.country, area.admin1) == (point.country, point.admin1)
    if area.precision >= 6:
        return area.country == point.country
    km = _km(point, area)
    return km is None or km <= (area.radius_km or 100.0)


def _who(
    role: str, a: frozenset[str], b: frozenset[str], named_a: frozenset[str], named_b: frozenset[str]
) -> Iterator[tuple[str, float]]:
    if named_a & named_b:
        yield f"same {role}", 1.0
    elif named_a and named_b:
        yield (f"{role} by a part of the name" if _alike(named_a, named_b) else f"other {role}"), 1.0
    elif a & b:
        yield f"same words for {role}", 1.0
    elif a and b:
        yield (f"like words for {role}" if heads(a) & heads(b) else f"other words for {role}"), 1.0
    elif a or b:
        yield f"{role} on one side", 1.0


def _alike(a: frozenset[str], b: frozenset[str]) -> bool:
    """True when two names may be one: they share a word that few bear, or one says only "the army"."""
    for x in a:
        for y in b:
            p, q = parts(x), parts(y)
            if p & q and ((p & q) - COMMON_NAMES or p <= COMMON_NAMES or q <= COMMON_NAMES):
                return True
    return False


@cache
def parts(target: str) -> frozenset[str]:
    """Return the words of a name."""
    return frozenset(target.partition(":")[2].replace("-", " ").split())


def heads(people: frozenset[str]) -> set[str]:
    """Return the last words for some people: "gunmen" of masked gunmen."""
    return {p.rpartition(":")[2].split()[-1] for p in people if p.rpartition(":")[2]}


def _when(a: Face, b: Face) -> Iterator[tuple[str, float]]:
    dated_a, dated_b = a.first is not None or a.last is not None, b.first is not None or b.last is not None
    if a.first is not None and a.last is not None and b.first is not None and b.last is not None:
        if (a.first, a.last) != (b.first, b.last):
            yield "days overlap", 1.0
        else:
            yield ("same day" if a.last - a.first <= 1 else "same days"), 1.0
    elif dated_a or dated_b:
        one, other = (a, b) if dated_a else (b, a)
        day_ = one.first if one.first is not None else one.last
        if other.told is None or day_ is None:
            yield "day on one side", 1.0
        else:
            before = other.told - day_
            how = "after" if before < -1 else "close to" if before <= 3 else "a week before" if before <= 10 else "long before"
            yield f"day {how} the other's report", 1.0
    else:
        yield "no day", 1.0
    if a.told is not None and b.told is not None:
        apart = abs(a.told - b.told)
        yield f"reports {'a day' if apart <= 1 else 'days' if apart <= 4 else 'a week' if apart <= 9 else 'weeks'} apart", 1.0
    else:
        yield "report without a date", 1.0


def _how_many(a: Face, b: Face) -> Iterator[tuple[str, float]]:
    both = a.counts.keys() & b.counts.keys()
    if both:
        nearest = max(_nearness(a.counts[k].low, b.counts[k].low) for k in both)
        yield ("same number" if nearest == 1 else "number close" if nearest >= _ALMOST else "other number"), 1.0
        if nearest == 1 and a.numbers & b.numbers:
            yield "same number above two", 1.0
    elif a.numbers & b.numbers:
        yield "same figure, counted otherwise", 1.0


def _nearness(x: float, y: float) -> float:
    return 1.0 if x == y else min(x, y) / max(x, y, 1.0)


def _story(a: Face, b: Face, alike: float) -> Iterator[tuple[str, float]]:
    """Yield what two reports say of one story, by their wording (``alike``, a cosine) and by the names that they have most."""
    names = len(a.names & b.names) / max(1, min(len(a.names), len(b.names)))
    rare = min(2, len(a.own_names & b.own_names)) / 2
    yield "reports alike", max(0.0, alike - 0.5) * 2
    yield "names of reports shared", names
    shared = a.stems & b.stems
    what = ("same generic word" if shared <= GENERIC | HARM else "same word") if shared else None
    if a.told is not None and b.told is not None:
        yield "unlisted names shared", rare
        if what:
            yield f"{what} beside unlisted names", rare
        return
    # Without dates the one thing that tells a story from the next of its kind is who and what it is about.
    story = max(rare, min(1.0, max(0.0, alike - STRANGERS) / (ONE_STORY - STRANGERS)))
    yield "undated reports of one story", story
    if what:
        yield f"{what} in undated reports of one story", story


def _wording(a: Face, b: Face) -> Iterator[tuple[str, float]]:
    x, y = a.sketch, b.sketch
    if x.quotes and set(x.quotes) & set(y.quotes):
        yield "same quotation", 1.0
    evidence, trigger, report = (float(v) for v in np.einsum("ij,ij->i", a.vectors, b.vectors))
    yield "evidence alike", max(0.0, evidence)
    yield "evidence much alike", max(0.0, evidence - 0.5) * 2
    yield "trigger alike", max(0.0, trigger)
    if x.report != y.report:
        yield from _story(a, b, report)
    shared = a.words.keys() & b.words.keys()
    said = sum(a.words[w] for w in shared)
    yield "words shared", said / max(1.0, min(a.weight, b.weight))
    yield "rare words shared", min(sum(1 for w in shared if a.words[w] == 1.0), 6) / 6
    yield "names near shared", min(len(a.near & b.near), 4) / 4
    if set(x.things) & set(y.things):
        yield "same thing hit", 1.0
    elif a.targeted and b.targeted:
        yield ("same kind of target" if a.targeted & b.targeted else "two kinds of target"), 1.0
