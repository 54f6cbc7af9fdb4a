"""Which rows of tables tell of one event: candidates, verdicts that can be read, groups, and who says what in each.

Tables need weights of their own (``records.json``, fitted by ``training/records_linking.py``). A row has what a report's
happening mostly lacks: an exact day, coordinates with their precision, bounds of the dead. It has no wording to compare, and its
day and place are a coder's decision, so that two rows on one event often differ by a day: what is a veto between reports is
only evidence here. The same publication, which tells of one happening once, makes two rows two events.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations
from typing import Any

from claimwire.consolidate.cluster import average_link
from claimwire.consolidate.compare import Verdict
from claimwire.consolidate.entries import Entry, Range
from claimwire.records import great_circle

REACH = 1  # days between two rows on one event: a coder dates it by the night or by the report
NEAR = 0.25  # degrees
_FAR = 10.0  # km from which two points that share no name are two events
_SUMMARY = 31  # days from which a row on a whole province or country sums up many events
_MOST_WINDOWS = 60
_NEAREST = 5  # entries outside a group that are shown with it
ATTRIBUTES = ("deaths", "injured", "actor", "place", "date")
_FAMILIES = {"ASSAULT": "force", "COERCE": "force", "RETREAT": "force", "MOBILIZE": "force", "PROTEST": "force"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    """An attribute on which entries of a group differ: each value with the entries that give it. Who is silent is not named.

    ``relation``: differs, or less_precise where what some say is what others say more exactly ("Unknown force", the town).
    """

    attribute: str
    values: Mapping[str, tuple[str, ...]]
    relation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Linked:
    """Entries that tell of one event, and what joined them; ``score`` is the mean log-odds of its pairs, None for one alone."""

    entries: tuple[Entry, ...]
    score: float | None
    pairs: tuple[tuple[str, str, Verdict], ...]
    kept_apart: tuple[tuple[str, str, str], ...]  # an entry, one outside that is like it, and why it is outside; the likest first
    disagreements: tuple[Disagreement, ...]


@cache
def weights() -> Mapping[str, float]:
    """Return the log-odds of each feature of two rows."""
    found: Mapping[str, float] = json.loads(files("claimwire.consolidate").joinpath("records.json").read_text(encoding="utf-8"))
    return found


def link(entries: Sequence[Entry], *, between: int | None = None) -> list[Linked]:
    """Group entries by event, in their order. With ``between``, only what those before that position share with those from it on.

    Two rows of one table are then in one group only when the other table, or a coded event, brings them together.
    """
    wanted = [(a, b) for a, b in candidates(entries) if between is None or a < between <= b]
    verdicts = {pair: compare(entries[pair[0]], entries[pair[1]]) for pair in wanted}

    def score(a: int, b: int) -> float | None:
        if (a, b) not in verdicts:
            verdicts[a, b] = compare(entries[a], entries[b])
        found = verdicts[a, b]
        return None if found.veto else found.score

    groups = average_link(len(entries), wanted, score)
    of = {n: g for g, members in enumerate(groups) for n in members}
    apart: dict[int, list[tuple[float, str, str, str]]] = defaultdict(list)
    for (a, b), found in sorted(verdicts.items()):
        if of[a] == of[b] or (alone := likeness(entries[a], entries[b])) <= 0:
            continue
        why = found.veto or f"others of the group are too unlike ({alone:.1f} alone)"
        for x, y in ((a, b), (b, a)):
            apart[of[x]].append((-alone, entries[x].id, entries[y].id, why))
    kept = {g: [a[1:] for a in sorted(rows)[:_NEAREST]] for g, rows in apart.items()}
    return [_linked([entries[n] for n in ns], ns, verdicts, kept.get(g, [])) for g, ns in enumerate(groups)]


def _linked(
    members: list[Entry],
    numbers: list[int],
    verdicts: Mapping[tuple[int, int], Verdict],
    apart: list[tuple[str, str, str]],
) -> Linked:
    found = [
        (x.id, y.id, verdicts[a, b])
        for (a, x), (b, y) in combinations(zip(numbers, members, strict=True), 2)
        if (a, b) in verdicts and verdicts[a, b].veto is None
    ]
    return Linked(
        entries=tuple(members),
        score=sum(v.score for _, _, v in found) / len(found) if found else None,
        pairs=tuple(found),
        kept_apart=tuple(apart),
        disagreements=disagreements(members),
    )


def disagreements(entries: Sequence[Entry]) -> tuple[Disagreement, ...]:
    """Return, for each attribute on which entries differ, who says what."""
    out = []
    for attribute in ATTRIBUTES:
        values: dict[str, list[str]] = {}
        for e in entries:
            if attribute in e.said:
                values.setdefault(e.said[attribute], []).append(e.id)
        if len(values) > 1:
            said = {v: tuple(ids) for v, ids in values.items()}
            out.append(Disagreement(attribute=attribute, values=said, relation=_relation(attribute, entries)))
    return tuple(out)


def _relation(attribute: str, entries: Sequence[Entry]) -> str:
    if attribute == "actor":
        sets = [e.actors for e in entries if e.actors]
    elif attribute == "place":
        sets = [frozenset(e.places) for e in entries if e.places]
    else:
        return "differs"
    return "less_precise" if all(a & b for a, b in combinations(sets, 2)) else "differs"


def candidates(entries: Sequence[Entry]) -> list[tuple[int, int]]:
    """Return pairs worth comparing: near in time, and near on the map or alike in a name of a place; sorted.

    Rows that know only a province or country are compared with all inside it of those days, points only with their neighbours.
    """
    by_key: dict[str, list[int]] = defaultdict(list)
    inside: dict[str, list[int]] = defaultdict(list)
    out: set[tuple[int, int]] = set()
    for n, e in enumerate(entries):
        for window in _windows(e):
            for where in _where(e):
                by_key[f"{window}|{where}"].append(n)
            for area in e.inside[-1:] or ("",):
                inside[f"{window}|{area}"].append(n)
    for bucket in by_key.values():
        out.update(combinations(bucket, 2))
    for bucket in inside.values():
        coarse = [n for n in bucket if not entries[n].is_point]
        out.update((min(a, b), max(a, b)) for a in coarse for b in bucket if a != b)
    return sorted(p for p in out if _gap(entries[p[0]], entries[p[1]]) <= REACH)


def _windows(e: Entry) -> Iterator[str]:
    """Yield overlapping windows: two entries within ``REACH`` days of each other share at least one."""
    width = 2 * REACH
    last = min(e.end, e.start + _MOST_WINDOWS * width)
    for shift, name in ((0, "a"), (REACH, "b")):
        yield from (f"{name}{k}" for k in range((e.start + shift) // width, (last + shift) // width + 1))


def _where(e: Entry) -> Iterator[str]:
    if not e.is_point:
        return
    yield from (f"name:{p}" for p in e.places)
    if e.latitude is not None and e.longitude is not None:
        for dy in (0, NEAR):
            for dx in (0, NEAR):
                yield f"{dy}{dx}:{math.floor((e.latitude + dy) / (2 * NEAR))},{math.floor((e.longitude + dx) / (2 * NEAR))}"


def compare(a: Entry, b: Entry, known: Mapping[str, float] | None = None) -> Verdict:
    """Return whether two entries may and should be said to tell of one event. Symmetric."""
    veto = _veto(a, b)
    if veto:
        return Verdict(score=-math.inf, features=(), veto=veto)
    known = weights() if known is None else known
    ordered = _weighed(a, b, known)
    return Verdict(score=known["bias"] + sum(w for _, w in ordered), features=ordered, veto=None)


def likeness(a: Entry, b: Entry) -> float:
    """Return the log-odds by the features alone, whatever a rule says."""
    known = weights()
    return known["bias"] + sum(w for _, w in _weighed(a, b, known))


def _weighed(a: Entry, b: Entry, known: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    given = ((name, round(known.get(name, 0.0) * value, 2)) for name, value in features(a, b).items() if value)
    return tuple(sorted(given, key=lambda f: (-abs(f[1]), f[0])))


def _veto(a: Entry, b: Entry) -> str | None:
    if _gap(a, b) > REACH:
        return "days apart"
    if a.source is not None and a.source == b.source and a.source != a.publisher:
        return "one publication"
    if _gap(a, b) and a.publisher is not None and a.publisher == b.publisher:
        return "one outlet, two days"
    if any(not e.is_point and e.end - e.start >= _SUMMARY for e in (a, b)):
        return "summary of a period"
    x, y = (_FAMILIES.get(e.event_type, e.event_type) if e.event_type else None for e in (a, b))
    if x and y and x != y:
        return "other type"
    km = distance(a, b)
    if a.is_point and b.is_point and km is not None and km > _FAR and not set(a.places) & set(b.places):
        return "two named points"
    return None


def features(a: Entry, b: Entry) -> dict[str, float]:
    """Return what speaks for and against two entries' being one event."""
    out = {**_times(a, b), **_places(a, b), **_people(a, b)}
    for name, x, y in (("deaths", a.deaths, b.deaths), ("injured", a.injured, b.injured)):
        out |= {f"{name}_{k}": v for k, v in _counts(x, y).items()}
    if a.kinds and b.kinds:
        out["same_kind" if a.kinds & b.kinds else "other_kind"] = 1.0
    if a.source and b.source:
        out["same_publisher"] = float(a.publisher == b.publisher)
    if a.source_day is not None and b.source_day is not None:
        out["days_between_sources"] = min(5.0, math.log1p(abs(a.source_day - b.source_day)))
    if a.words and b.words:
        out["words"] = len(a.words & b.words) / math.sqrt(len(a.words) * len(b.words))
    return out


def _times(a: Entry, b: Entry) -> dict[str, float]:
    gap = _gap(a, b)
    if (a.start, a.end) == (b.start, b.end):
        return {"same_days": 1.0}
    if gap == 0:
        return {"days_overlap": 1.0, "same_start": float(a.start == b.start)}
    return {"next_day": 1.0}


def _places(a: Entry, b: Entry) -> dict[str, float]:
    out: dict[str, float] = {}
    km = distance(a, b)
    if a.places and b.places:
        out["same_finest_place"] = float(a.places[0] == b.places[0])
        out["shared_place"] = float(bool(set(a.places) & set(b.places)))
        # Two quarters of one town: both know better than the town, and say otherwise.
        finer = len(a.places) > 1 and len(b.places) > 1 and a.places[0] != a.places[1] and b.places[0] != b.places[1]
        out["two_parts_of_a_town"] = float(finer and a.places[0] != b.places[0])
        x, y = (set(e.places[0].split()) for e in (a, b))
        out["like_names"] = len(x & y) / len(x | y) if x | y else 0.0
    if km is None:
        out["no_distance"] = 1.0
    else:
        out |= {"same_point": float(km < 0.5), "to_10_km": float(0.5 <= km < 10), "to_40_km": float(10 <= km < 40)}
        out["beyond_40_km"] = float(km >= 40)
    if a.is_point != b.is_point:
        out["a_point_and_an_area"] = 1.0
    return out


def _people(a: Entry, b: Entry) -> dict[str, float]:
    out: dict[str, float] = {}
    for name, x, y in (("actor", a.actors, b.actors), ("recipient", a.recipients, b.recipients)):
        if x and y:
            out[f"same_{name}" if x & y else f"other_{name}"] = 1.0
    return out


def _counts(x: Range | None, y: Range | None) -> dict[str, float]:
    """Compare two counts: nobody dead in both says little, thirty-one dead in both says much."""
    if x is None or y is None:
        return {}
    if x.best == 0 or y.best == 0:
        return {"none": float(x.best == y.best), "one_sided": float(x.best != y.best)}
    far = abs(math.log1p(x.best) - math.log1p(y.best))
    out = {"alike": math.exp(-far)}
    if x.best == y.best:
        out["same_size"] = math.log1p(x.best)
    elif max(x.low, y.low) > min(x.high, y.high):
        out["differ"] = far
    return out


def _gap(a: Entry, b: Entry) -> int:
    return max(0, max(a.start, b.start) - min(a.end, b.end))


def distance(a: Entry, b: Entry) -> float | None:
    """Return the kilometres between two entries, great circle; None where one has no coordinates."""
    if a.latitude is None or b.latitude is None or a.longitude is None or b.longitude is None:
        return None
    return great_circle((a.latitude, a.longitude), (b.latitude, b.longitude))


def to_dict(group: Linked) -> dict[str, Any]:
    """Return a group as one JSON object."""
    return {
        "entries": [{"id": e.id, "where": e.where, **e.said} for e in group.entries],
        "score": None if group.score is None else round(group.score, 2),
        "pairs": [
            {"a": a, "b": b, "score": round(v.score, 2), "probability": round(v.probability, 3), "features": dict(v.features)}
            for a, b, v in group.pairs
        ],
        "kept_apart": [{"entry": a, "from": b, "why": why} for a, b, why in group.kept_apart],
        "disagreements": [
            {
                "attribute": d.attribute,
                "relation": d.relation,
                "values": [{"value": v, "said_by": list(ids)} for v, ids in d.values.items()],
            }
            for d in group.disagreements
        ],
    }
