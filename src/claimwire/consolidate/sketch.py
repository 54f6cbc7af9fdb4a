"""One happening as one report tells it: all that comparing it with other reports needs, small enough to keep for ever.

A sketch is made once, when its report is read, and stored beside it: adding a day's reports never reads an old one again.
"""

from __future__ import annotations

import base64
import datetime
import hashlib
import re
import unicodedata
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from claimwire.records import Claim, ClaimPlace, Participant, Place, Reading, Statement

Embed = Callable[[Sequence[str]], npt.NDArray[np.float32]]

TOWN = 3  # UCDP where_prec: 1 exact, 2 near, 3 second-order unit; coarser places contain finer ones
_NEGATIVE = frozenset({"CT-", "PR-", "PS-"})
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")
_DULL = frozenset(  # words that every report has
    {
        "the",
        "and",
        "for",
        "that",
        "was",
        "were",
        "are",
        "has",
        "had",
        "have",
        "been",
        "its",
        "his",
        "her",
        "their",
        "this",
        "these",
        "those",
        "with",
        "from",
        "into",
        "over",
        "after",
        "before",
        "said",
        "say",
        "says",
        "told",
        "who",
        "which",
        "what",
        "when",
        "where",
        "while",
        "will",
        "would",
        "could",
        "also",
        "but",
        "not",
        "they",
        "them",
        "she",
        "out",
        "off",
        "about",
        "more",
        "than",
        "one",
        "two",
        "three",
        "other",
        "some",
        "any",
        "all",
        "per",
        "new",
        "there",
        "during",
        "against",
        "between",
        "near",
    }
)
# Words of a name that many bear: "the army" is any army.
COMMON_NAMES = frozenset(
    """army armed force forces government police ministry command corps militia military troops navy air defence defense coalition
    front party group movement council president minister spokesman general commander governor guard national state people
    republic of the and for""".split()  # noqa: SIM905 - a list of forty quoted words is harder to read
)
_BEFORE = 2  # sentences before a claim whose names it may be about
_TELLING = 4  # letters of a last word that tells people apart
_MOST = 12  # names of a report that are kept
_READ = 4000  # characters of a report that say what it is about
_QUOTED = 6  # words of a direct quotation from which it is told again by its words, not by chance


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """A place of a happening. ``target`` None: a name that no gazetteer has, in ``country`` if the report says so."""

    name: str
    target: str | None
    country: str | None
    admin1: str | None
    latitude: float | None
    longitude: float | None
    precision: int
    radius_km: float | None

    @property
    def is_point(self) -> bool:
        """True for a named town or finer; a province contains many."""
        return self.precision <= TOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A number that a claim of the happening gives."""

    measure: str
    low: float
    high: float | None
    type: str
    as_of: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sketch:
    """What one report says of one happening. Tuples of strings are sorted; ``id`` is the report's own id of the event."""

    id: str
    report: str
    publisher: str | None
    published: str | None  # day, ISO 8601
    claims: tuple[str, ...]
    triggers: tuple[int, ...]  # where words that name it begin, if the coder made several claims of them
    statements: tuple[int, ...]  # that its claims stand under, numbered in their report
    sentences: tuple[int, ...]  # of its claims, numbered in their report
    taken_up: bool  # its first claim points back: "the attack", "this raid"
    noun: bool  # its first claim is named by a noun
    event_type: str | None
    kind: str
    stems: tuple[str, ...]  # of the words that name it
    modes: tuple[str, ...]
    realization: str
    denied: bool  # every claim of it says that it did not happen
    ongoing: bool  # an open episode
    spots: tuple[Spot, ...]
    things: tuple[str, ...]  # what it hit that bears no name: "market", "convoy"
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    start: str | None  # day or moment, half-open interval as the finest dated claim gives it
    end: str | None
    precision: str | None
    counts: tuple[Count, ...]
    words: tuple[str, ...]  # stems of the words around it
    near: tuple[str, ...]  # names of people and places in its sentences, those just before and the one after
    names: tuple[str, ...]  # of people and places in its report, the most frequent first
    quotes: tuple[int, ...]  # digests of the direct quotations that it stands in
    vector: str  # of its evidence, int8, base 64
    trigger: str  # of the words that name it, likewise
    context: str  # of its report, likewise


def sketches(reading: Reading, *, embed: Embed) -> tuple[Sketch, ...]:
    """Return a sketch of each event of a reading that ``number`` has numbered, in text order."""
    groups: dict[str, list[Claim]] = {}
    for claim in _ordered(reading):
        if claim.event is not None:
            groups.setdefault(claim.event, []).append(claim)
    return _sketched(groups, reading, embed)


def of_claims(reading: Reading, *, embed: Embed) -> tuple[Sketch, ...]:
    """Return a sketch of each claim of a reading alone, in text order, whatever events they were numbered with."""
    return _sketched({c.id: [c] for c in _ordered(reading)}, reading, embed)


def _ordered(reading: Reading) -> list[Claim]:
    return sorted(reading.claims, key=lambda c: (c.trigger.start, c.trigger.end, c.id))


def _sketched(groups: Mapping[str, list[Claim]], reading: Reading, embed: Embed) -> tuple[Sketch, ...]:
    if not groups:
        return ()
    page = _Page(reading)
    text = reading.report.text
    evidence = [" ".join(c.evidence.text for c in claims) for claims in groups.values()]
    triggers = [" ".join(c.trigger.text for c in claims) for claims in groups.values()]
    vectors = [_packed(v) for v in embed([*evidence, *triggers, text[:_READ]])]
    n = len(groups)
    return tuple(
        page.sketch(id, claims, vector=vectors[k], trigger=vectors[n + k], context=vectors[-1])
        for k, (id, claims) in enumerate(groups.items())
    )


class _Page:
    """A report as its sketches share it."""

    def __init__(self, reading: Reading) -> None:
        self.report = reading.report
        self.starts = [s.start for s in reading.sentences]
        self.ends = [s.end for s in reading.sentences]
        self.statements = {s.id: s for s in reading.statements}
        self.order = {s.id: n for n, s in enumerate(reading.statements)}
        names = _names(reading)
        self.names = tuple(name for name, _ in Counter(name for _, name in names).most_common(_MOST))  # ties: named first
        self.named: dict[int, set[str]] = {}
        for at, name in names:
            self.named.setdefault(at, set()).add(name)
        self.known = {bare_name(p.place.name): p.place for c in reading.claims for p in c.places if p.place}
        took_part = {p.target for c in reading.claims for p in (*c.actor, *c.recipient) if p.target}
        self.people = {w for t in took_part for w in t.rpartition(":")[2].replace("-", " ").split()}
        self.split = {at for at, n in Counter(c.trigger.start for c in reading.claims).items() if n > 1}
        self._words: dict[int, set[str]] = {}

    def words(self, sentence: int, claim: Claim) -> set[str]:
        if sentence < 0:
            return stems(claim.evidence.text)
        if sentence not in self._words:
            self._words[sentence] = stems(self.report.text[self.starts[sentence] : self.ends[sentence]])
        return self._words[sentence]

    def sketch(self, id: str, claims: Sequence[Claim], *, vector: str, trigger: str, context: str) -> Sketch:
        main, report = claims[0], self.report
        every = [p for c in claims for p in c.places if p.role in {"location", "origin"}]
        located = [p for p in every if p.role == "location"] or every
        dated = min(
            (c.time.interval for c in claims if c.time is not None and c.time.interval.edtf is not None),
            key=lambda i: _FINENESS.get(i.precision or "", 9),
            default=None,
        )
        at = [bisect_right(self.starts, c.trigger.start) - 1 for c in claims]
        around = {n for here in at for n in range(here - _BEFORE, here + 2)}
        return Sketch(
            id=id,
            report=report.id,
            publisher=report.publisher,
            published=report.published_at[:10] if report.published_at else None,
            claims=tuple(c.id for c in claims),
            triggers=tuple(sorted({c.trigger.start for c in claims} & self.split)),
            statements=tuple(sorted({self.order[c.statement] for c in claims if c.statement})),
            sentences=tuple(sorted(set(at))),
            taken_up=_points_back(main, report.text),
            noun=".n." in main.rule or main.trigger.text.lower().endswith(_NOMINAL),
            event_type=main.event_type,
            kind=main.kind,
            stems=_sorted(stem(c.trigger.text.lower().split()[-1]) for c in claims),
            modes=_sorted(m for c in claims for m in c.modes),
            realization=main.realization,
            denied=all(c.factuality in _NEGATIVE for c in claims),
            ongoing=any(c.aspect == "ongoing" for c in claims),
            spots=_spots(located, self.known, self.people),
            things=_sorted(_things(claims, located)),
            actors=_sorted(_who(p) for c in claims for p in c.actor),
            recipients=_sorted(_who(p) for c in claims for p in c.recipient),
            start=dated.start if dated else None,
            end=dated.end if dated else None,
            precision=dated.precision if dated else None,
            counts=_counts(claims),
            words=_sorted(w for n, c in zip(at, claims, strict=True) for w in self.words(n, c)),
            near=_sorted(name for n in around for name in self.named.get(n, ())),
            names=self.names,
            quotes=tuple(sorted({h for c in claims for h in _quotations(c, self.statements)})),
            vector=vector,
            trigger=trigger,
            context=context,
        )


_FINENESS = {"hour": 0, "day": 1, "week": 2, "month": 3, "season": 4, "year": 5, "decade": 6}


_NOMINAL = ("tion", "ment", "sion", "ing", "strike", "strikes", "attack", "attacks", "raid", "raids", "blast", "death", "deaths")
_POINTING = frozenset({"the", "this", "that", "these", "those"})


def _points_back(claim: Claim, text: str) -> bool:
    before = text[max(0, claim.trigger.start - 25) : claim.trigger.start].lower().split()
    return any(w in _POINTING for w in before[-3:])


def _sorted(items: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(items)))


def stems(text: str) -> set[str]:
    """Return the stems of the words of a text that say something."""
    return {stem(w) for w in _WORD.findall(text.lower()) if w not in _DULL}


# Words of headlines and of phrases that a place is told by, not named by: "IS's Syria Stronghold", "Kurd Town".
_TOLD_BY = frozenset(
    """town city village capital stronghold hometown heartland province region district suburb suburbs governorate front border
    frontier country base camp area areas site road market hospital school mosque bridge square street""".split()  # noqa: SIM905
)
_PROVINCES = frozenset({"province", "governorate", "region", "district", "oblast", "county", "countryside", "state"})
_SIDES = frozenset({"northern", "southern", "eastern", "western", "central"})
_LONGEST_NAME = 4  # words


def _spots(located: Sequence[ClaimPlace], known: Mapping[str, Place], people: Collection[str]) -> tuple[Spot, ...]:
    """Return the places of a happening. ``known`` are the places of its report that the gazetteer has, by name.

    Words that no gazetteer has are a place only where they name one: not "the market", not a headline's "Syria Kurd Town", not
    who holds it. Words around the name of a place that is known ("Damascus Syria") are that place.
    """
    out: dict[str, Spot] = {}
    for p in located:
        x, name = p.place, bare_name(p.place.name if p.place else p.name or p.span.text)
        if x is None:
            if not (p.span.text.split()[-1][:1].isupper() or (p.name and p.name[:1].isupper())):
                continue
            words, written = name.split(), name_key(p.span.text).split()
            if len(written) > 1 and (written[-1] in _PROVINCES or written[0] in _SIDES):  # "Kesh province": which Belmar it is
                area = " ".join(w for w in words if w not in _PROVINCES | _SIDES)
                out.setdefault(f"in {area}", _spot(None, area, p.country, precision=4))
                continue
            inside = [n for n in known if n != name and f" {n} " in f" {name} "]
            points = [n for n in inside if known[n].precision <= TOWN]
            if points and words[-1] not in _TOLD_BY:
                x, name = known[points[0]], points[0]
            elif inside or not words or len(words) > _LONGEST_NAME or words[-1] in _TOLD_BY or name in people:
                continue
        out.setdefault(x.target if x else name, _spot(x, name, p.country))
    return tuple(out[k] for k in sorted(out))


def _spot(x: Place | None, name: str, country: str | None, *, precision: int = 1) -> Spot:
    return Spot(
        name=name,
        target=x.target if x else None,
        country=x.country if x else country,
        admin1=x.admin1 if x else None,
        latitude=x.latitude if x else None,
        longitude=x.longitude if x else None,
        precision=x.precision if x else precision,
        radius_km=x.radius_km if x else None,
    )


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return a word without its ending: "shelled", "shelling" and "shells" are one."""
    for ending in ("ings", "ing", "ers", "er", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def family(target: str) -> str:
    """A state, its government and its forces act as one: "gov:tur" and "force:tur-army" are of one family."""
    kind, _, name = target.partition(":")
    return f"state:{name[:3]}" if kind in {"state", "gov", "force"} else target


def short(name: str) -> str:
    """Return a name that no list has by its last word, as reports do after the first time; one that many bear stays whole."""
    kind, _, words = name.rpartition(":")
    last = words.replace("-", " ").rpartition(" ")[2]
    if kind not in {"name", "person", ""} or len(last) < _TELLING or last in COMMON_NAMES:
        return name
    return f"name:{last}"


_SOFT = re.compile(r"[aeiouyhw\W]+")


def skeleton(name: str) -> str:
    """Return the consonants of a name, doubled ones once: what is left when it is written from another script twice."""
    plain = unicodedata.normalize("NFKD", name.lower())
    bare = _SOFT.sub("", "".join(c for c in plain if not unicodedata.combining(c)).replace("q", "k").replace("c", "k"))
    return "".join(c for n, c in enumerate(bare) if n == 0 or c != bare[n - 1])


_KIND = re.compile(r"^(?:city|town|village|hamlet|suburb|district|neighbou?rhood|port|settlement|area|region|province) of ")


def bare_name(text: str) -> str:
    """Return a place's name as it is compared, without the word for what it is: "the village of Sarn" is "sarn"."""
    return _KIND.sub("", name_key(text))


def name_key(text: str) -> str:
    """Return a name as it is compared: lower case, hyphens as spaces, without articles."""
    return " ".join(w for w in text.lower().replace("-", " ").split() if w not in {"the", "a", "an"})


def _things(claims: Sequence[Claim], located: Sequence[ClaimPlace]) -> Iterable[str]:
    for p in located:
        if p.place is None and not p.span.text.split()[-1][:1].isupper():
            yield _head(p.span.text)
    for c in claims:
        yield from (_head(p.span.text) for p in c.recipient if p.target is None)


def _head(text: str) -> str:
    return stem((text.partition(" of ")[0].lower().split() or [""])[-1])


def _who(p: Participant) -> str:
    return family(p.target) if p.target else name_key(p.span.text)


def _counts(claims: Sequence[Claim]) -> tuple[Count, ...]:
    found = {
        (q.quantity.measure, q.quantity.low, q.quantity.high, q.quantity.type, q.quantity.as_of)
        for c in claims
        for q in c.quantities
        if q.quantity.low is not None
    }
    ordered = sorted(found, key=lambda f: tuple(str(x) for x in f))
    return tuple(Count(measure=m, low=low or 0.0, high=high, type=t, as_of=a) for m, low, high, t, a in ordered)


def _names(reading: Reading) -> list[tuple[int, str]]:
    """Return who and what a report names, with the sentence: by what it resolves to, or by its words when by nothing."""
    starts = [s.start for s in reading.sentences]
    target = {(k.mention, k.kind): k.target for k in reading.links}
    out = []
    for m in reading.mentions:
        if m.label not in {"actor", "place"}:
            continue
        name = target.get((m.id, m.label))
        if name is None and m.span.text.split()[-1][:1].isupper():
            name = name_key(m.span.text)
        if name is not None and not name.startswith(("class:", "unnamed:")):
            out.append((bisect_right(starts, m.span.start) - 1, short(family(name))))
    return out


def _quotations(claim: Claim, statements: Mapping[str, Statement]) -> Iterable[int]:
    """Yield digests of the direct quotation around a claim: whoever prints the same words prints the same speech."""
    at = statements.get(claim.statement or "")
    if at is None or at.quote_type == "indirect":
        return
    for span in at.content:
        words = _WORD.findall(span.text.lower())
        if len(words) >= _QUOTED:
            yield _hash(" ".join(words))


def _hash(text: str) -> int:
    """Return 63 bits that are the same on every machine: SQLite's integers are signed."""
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big") >> 1


def _packed(vector: npt.NDArray[np.float32]) -> str:
    return base64.b64encode(np.clip(np.rint(vector * 127), -127, 127).astype(np.int8).tobytes()).decode("ascii")


@lru_cache(maxsize=200_000)
def unpacked(vector: str) -> npt.NDArray[np.float32]:
    """Return a packed vector as floats of length about 1."""
    return np.frombuffer(base64.b64decode(vector), np.int8).astype(np.float32) / np.float32(127)


@lru_cache(maxsize=50_000)
def day(iso: str) -> int | None:
    """Return the number of a day; None where the text is no day."""
    try:
        return datetime.date.fromisoformat(iso[:10]).toordinal()
    except ValueError:
        return None
