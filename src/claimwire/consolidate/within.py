"""Do two claims speak of one happening? Vetoes of CODEBOOK section 8 first, then a weighted sum that can be read."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimwire.consolidate.cluster import average_link
from claimwire.records import Claim, ClaimPlace, Participant, Reading, Report

# Log-odds per feature, fitted by logistic regression on 3,197 pairs of claims of the training reports (`training/pairs.py`),
# rounded, so that a person can follow a decision by hand. Three are set by hand: the fitted intercept of -3.4 merges next to
# nothing; a claim restated with its own actor and place counts for more than the few such pairs of the corpus taught; an actor
# shared is no evidence by itself, since one report is about few actors.
WEIGHTS: Mapping[str, float] = {
    "bias": -2.2,
    "same_lemma": 1.3,
    "definite": 0.1,
    "same_place": 1.0,
    "place_one_sided": 0.1,
    "same_actor": 0.0,
    "other_actor": -0.5,
    "same_recipient": 0.1,
    "other_recipient": -0.2,
    "same_time": 0.1,
    "same_modes": 0.9,
    "other_modes": -0.1,
    "same_quantity": 1.2,
    "other_quantity": 0.1,
    "adjacent": 1.2,
    "near": 0.6,
    "same_sentence": 1.6,
    "headline": 1.0,
    "restated": 1.5,
    "anaphor": 1.2,
    "bare": 0.6,
    "harm": 0.7,
    "two_harms": 0.2,
}
# Stems of words that take up a happening named before ("the attack"), and of words that say only what it did to people.
_GENERIC = frozenset(
    {"attack", "strike", "incident", "blast", "explosion", "assault", "raid", "operation", "clash", "offensive", "bomb"}
)
_HARM = frozenset(
    {"kill", "wound", "injur", "die", "dead", "death", "toll", "victim", "casualty", "casualti", "hurt", "fatality"}
)
_TOWN = 3  # UCDP precision: 1 exact, 2 near, 3 second-order unit; coarser places contain finer ones


WINDOW = 6  # sentences: a pronoun or "the attack" does not reach further back without a shared name
BUCKET = 40  # claims compared per shared key: "shelling of Aleppo" fifty times over must not cost 2,500 comparisons


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Log-odds that two claims share an event, what went into it, and the veto that forbids it (None: allowed)."""

    score: float
    features: tuple[str, ...]
    veto: str | None

    @property
    def probability(self) -> float:
        """The score as a probability, 0 under a veto."""
        return 0.0 if self.veto else 1 / (1 + math.exp(-self.score))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A claim with what comparing needs, computed once per claim."""

    claim: Claim
    sentence: int
    lemma: str
    definite: bool
    headline: bool
    towns: frozenset[str]
    areas: frozenset[str]
    things: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]
    counts: Mapping[str, float]


def view(claim: Claim, *, report: Report, sentence: int) -> View:
    """Prepare a claim for comparison."""
    before = report.text[max(0, claim.trigger.start - 25) : claim.trigger.start].lower().split()
    words = claim.trigger.text.lower().split()
    located = [p for p in claim.places if p.role in {"location", "origin"}]
    return View(
        claim=claim,
        sentence=sentence,
        lemma=stem(words[-1]),
        definite=any(w in {"the", "this", "that", "these", "those"} for w in before[-3:]),
        headline=sentence == 0,
        towns=frozenset(_place_key(p.place.target if p.place else p.span.text) for p in located if _is_point(p)),
        areas=frozenset(p.place.target for p in located if p.place and p.place.precision > _TOWN),
        things=frozenset(_thing(s) for s in _unnamed(claim, located)),
        actors=_people(claim.actor),
        recipients=_people(claim.recipient),
        counts={q.quantity.measure: q.quantity.low for q in claim.quantities if q.quantity.low is not None},
    )


def views(reading: Reading) -> list[View]:
    """Prepare the claims of a reading for comparison, in text order."""
    starts = [s.start for s in reading.sentences]
    claims = sorted(reading.claims, key=lambda c: (c.trigger.start, c.trigger.end, c.id))
    return [view(c, report=reading.report, sentence=bisect_right(starts, c.trigger.start) - 1) for c in claims]


def pairs(views: Sequence[View]) -> set[tuple[int, int]]:
    """Return pairs worth comparing: neighbours in the text, and claims that share a type and a name. Linear in the claims."""
    seen: set[tuple[int, int]] = set()
    by_key: dict[tuple[str | None, str], list[int]] = defaultdict(list)
    by_type: dict[str | None, list[int]] = defaultdict(list)
    for n, v in enumerate(views):
        kind = v.claim.event_type or v.claim.kind
        for m in reversed(by_type[kind]):
            if v.sentence - views[m].sentence > WINDOW:
                break
            seen.add((m, n))
        by_type[kind].append(n)
        for key in v.towns | v.areas | v.actors | v.recipients:
            bucket = by_key[kind, key]
            seen.update((m, n) for m in bucket[-BUCKET:])
            bucket.append(n)
    return seen


def groups(views: Sequence[View]) -> list[list[int]]:
    """Group the claims of one report by happening, in text order."""

    def score(a: int, b: int) -> float | None:
        verdict = compare(views[a], views[b])
        return None if verdict.veto else verdict.score

    return average_link(len(views), pairs(views), score)


def compare(a: View, b: View) -> Verdict:
    """Return whether two claims may and should share an event. Symmetric."""
    veto = _veto(a, b)
    if veto:
        return Verdict(score=-math.inf, features=(), veto=veto)
    names = tuple(sorted(_features(a, b)))
    return Verdict(score=WEIGHTS["bias"] + sum(WEIGHTS[n] for n in names), features=names, veto=None)


def _veto(a: View, b: View) -> str | None:
    x, y = a.claim, b.claim
    if x.event_type != y.event_type or (x.event_type is None and x.kind != y.kind):
        return "other type"
    if x.event_type is None and a.lemma != b.lemma:
        return "other type"  # a state is what its word says: a return is no decrease
    if x.trigger == y.trigger:
        return "split by the coder"
    if x.realization != y.realization:
        return "other realization"
    if a.towns and b.towns and not a.towns & b.towns:
        return "two named points"
    if _incompatible(a.actors, b.actors):
        return "two named actors"
    if _disjoint(x, y):
        return "disjoint dates"
    if {x.aspect, y.aspect} & {"ongoing"} and x.aspect != y.aspect and _dated(x) != _dated(y):
        return "a point and an episode"
    for q in x.quantities:
        for p in y.quantities:
            totals = q.quantity.type == p.quantity.type == "total" and q.quantity.measure == p.quantity.measure
            if totals and q.quantity.as_of and p.quantity.as_of and q.quantity.as_of != p.quantity.as_of:
                return "totals of two dates"
    return None


def _features(a: View, b: View) -> set[str]:
    out: set[str] = set()
    x, y = a.claim, b.claim
    if a.lemma == b.lemma:
        out.add("same_lemma")
    later = b if (x.trigger.start, x.id) <= (y.trigger.start, y.id) else a
    if later.definite:
        out.add("anaphor" if later.lemma in _GENERIC else "definite")
    if not (later.towns or later.actors or later.claim.time):
        out.add("bare")
    harm = (a.lemma in _HARM) + (b.lemma in _HARM)
    if harm:
        out.add("harm" if harm == 1 else "two_harms")
    if (a.towns & b.towns) or (a.areas & b.areas) or (a.things & b.things):
        out.add("same_place")
    elif bool(a.towns | a.areas) != bool(b.towns | b.areas):
        out.add("place_one_sided")
    for name, p, q in (("actor", a.actors, b.actors), ("recipient", a.recipients, b.recipients)):
        if p & q:
            out.add(f"same_{name}")
        elif p and q:
            out.add(f"other_{name}")
    if _edtf(x) is not None and _edtf(x) == _edtf(y):
        out.add("same_time")
    if x.modes and y.modes:
        out.add("same_modes" if set(x.modes) & set(y.modes) else "other_modes")
    shared = a.counts.keys() & b.counts.keys()
    if shared:
        out.add("same_quantity" if any(a.counts[m] == b.counts[m] for m in shared) else "other_quantity")
    distance = abs(a.sentence - b.sentence)
    if distance == 0:
        out.add("same_sentence")
    elif distance == 1:
        out.add("adjacent")
    elif distance <= 3:
        out.add("near")
    if a.headline != b.headline:
        out.add("headline")
    if a.lemma == b.lemma and distance and (a.recipients & b.recipients or a.towns & b.towns) and (a.actors & b.actors):
        out.add("restated")
    return out


def _unnamed(claim: Claim, located: list[ClaimPlace]) -> Iterator[str]:
    """Yield what was hit and bears no name: the market of "struck the market" is read as a place or as whoever got it."""
    yield from (p.span.text for p in located if p.place is None)
    yield from (p.span.text for p in claim.recipient if p.target is None)


def _thing(text: str) -> str:
    return text.partition(" of ")[0].lower().split()[-1]


def _people(participants: tuple[Participant, ...]) -> frozenset[str]:
    return frozenset(family(p.target) if p.target else _place_key(p.span.text) for p in participants)


def family(target: str) -> str:
    """A state, its government and its forces act as one: "gov:tur" and "force:tur-army" are of one family."""
    kind, _, name = target.partition(":")
    return f"state:{name[:3]}" if kind in {"state", "gov", "force"} else target


# Classes whose members may serve a state; "militants", "rebels" and "terrorists" are said of its enemies.
_SERVING = frozenset(
    {
        "class:soldier",
        "class:troop",
        "class:force",
        "class:police",
        "class:officer",
        "class:army",
        "class:official",
        "class:pilot",
    }
)


def _incompatible(a: frozenset[str], b: frozenset[str]) -> bool:
    """True when two sets of actors share nobody and cannot: both known by name, or a state here and insurgents there."""
    if not a or not b or a & b:
        return False
    if _named(a) and _named(b):
        return True
    for x, y in ((a, b), (b, a)):
        if all(p.startswith("state:") for p in x) and all(p.startswith("class:") and p not in _SERVING for p in y):
            return True
    return False


def _named(people: frozenset[str]) -> set[str]:
    """Return those known by name: a class ("militants") may be any of them, words that nobody resolved may be anyone."""
    return {p for p in people if ":" in p and not p.startswith("class:")}


def _is_point(p: ClaimPlace) -> bool:
    """True for a named town; "the town" and "communities" are points that nobody named, a province contains many."""
    if p.place is not None:
        return p.place.precision <= _TOWN
    return p.span.text.split()[-1][:1].isupper()


def _place_key(text: str) -> str:
    words = [w for w in text.lower().replace("-", " ").split() if w not in {"the", "a", "an"}]
    return " ".join(words)


def stem(word: str) -> str:
    """Return a word without its ending: "shelled", "shelling" and "shells" are one."""
    for ending in ("ings", "ing", "ers", "er", "ed", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def _edtf(claim: Claim) -> str | None:
    return claim.time.interval.edtf if claim.time else None


def _dated(claim: Claim) -> bool:
    return bool(claim.time and claim.time.interval.precision in {"day", "hour"} and claim.time.interval.end)


def _disjoint(a: Claim, b: Claim) -> bool:
    if a.time is None or b.time is None:
        return False
    x, y = a.time.interval, b.time.interval
    if x.start is None or y.start is None or x.end is None or y.end is None:
        return False
    return x.end <= y.start or y.end <= x.start
