"""Where claims on one happening cannot all hold, who says that they do not confirm it, and who says nothing on it.

Three different things (CODEBOOK rule 17). Only a standing claim of another origin, as exact as the one that it meets, contests:
"May" does not contest "27 May", nor "militants" a named group.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product

from claimwire.consolidate.corrections import Standing, speaker
from claimwire.consolidate.members import Member
from claimwire.consolidate.numbers import Figure, disagreements
from claimwire.consolidate.parties import armed, everyone, holder_of, incompatible, same, serves, speaks_of_itself
from claimwire.consolidate.sides import generic
from claimwire.consolidate.sketch import stem, stems
from claimwire.consolidate.status import ATTRIBUTES, gives, grain, located, place_key
from claimwire.ontology.model import Ontology
from claimwire.records import ClaimPlace, Contradiction, Origin

_TOWN = 3
_HARM = frozenset({"kill", "wound", "injur", "die", "dead", "death", "casualti", "casualty", "hurt", "fatality", "loss", "losse"})
_DAMAGE = frozenset({"damag", "destroy", "undamag"})
CONTESTING = frozenset({"denies", "differs"})


def find(
    members: Sequence[Member],
    *,
    origin_of: Mapping[str, Origin],
    standing: Standing,
    figures: Sequence[Figure],
    ontology: Ontology,
) -> tuple[Contradiction, ...]:
    """Return the contradictions of one event, those that contest it first.

    Of what differs, one a pair of values, shown by the first two origins that give them; of what is denied, one a denier. A
    happening of a thousand reports has as many contradictions as its values, not as its pairs of reports.
    """
    ordered = sorted(members, key=lambda m: m.place_in_text)
    affirmed = _first_of_each([m for m in ordered if standing.affirms(m)], origin_of)
    denied = _first_of_each([m for m in ordered if standing.denies(m)], origin_of)
    found = [
        *_denials(_few(affirmed), denied, origin_of, ontology),
        *_disclaimed(affirmed, [m for m in ordered if m.claim.id in standing.disclaimed], origin_of, ontology),
        *_disowned(
            [m for m in affirmed if m.claim.id not in standing.numbers],
            [m for m in ordered if m.claim.id in standing.disowned],
            origin_of,
        ),
        *_values(affirmed, origin_of, ontology),
        *(_figures(a, b) for a, b in disagreements(figures)),
        *_unconfirmed(affirmed, [m for m in ordered if m.claim.id in standing.unconfirmed], origin_of),
        *_corrections(ordered, standing, origin_of),
    ]
    return tuple(found)


def silent(members: Sequence[Member], *, origins: Sequence[Origin], standing: Standing) -> dict[str, tuple[Origin, ...]]:
    """Return, for each attribute that somebody gives, the origins that say nothing on it. Silence contradicts nothing."""
    spoken = [m for m in members if standing.stands(m)]
    origin_of = {c: o.id for o in origins for c in o.claims}
    of: dict[str, list[Member]] = {o.id: [] for o in origins}
    for m in spoken:
        of[origin_of[m.claim.id]].append(m)
    out: dict[str, tuple[Origin, ...]] = {}
    for attribute in ATTRIBUTES[1:]:
        quiet = tuple(o for o in origins if of[o.id] and not any(gives(attribute, m) for m in of[o.id]))
        if quiet and any(gives(attribute, m) for m in spoken):
            out[attribute] = quiet
    return out


def _denials(
    affirmed: Sequence[Member], denied: Sequence[Member], origin_of: Mapping[str, Origin], ontology: Ontology
) -> Iterator[Contradiction]:
    once: set[tuple[str, str]] = set()
    for d in denied:
        y = origin_of[d.claim.id]
        for a in affirmed:
            x = origin_of[a.claim.id]
            if _one_voice(a, d, x, y) or _narrower(d, a):
                continue
            attribute = _denied(a, d, ontology)
            if attribute is not None and (y.id, attribute) not in once:
                once.add((y.id, attribute))
                note = f"{y.name} denies what {x.name} says"
                yield Contradiction(attribute=attribute, claims=(a.claim.id, d.claim.id), note=note, relation="denies")


def _disclaimed(
    affirmed: Sequence[Member], disclaimed: Sequence[Member], origin_of: Mapping[str, Origin], ontology: Ontology
) -> Iterator[Contradiction]:
    """Pair who says that he had no part in it with the first who says that he, or somebody unnamed, did it."""
    for d in disclaimed:
        holder, y = holder_of(d, ontology), origin_of[d.claim.id]
        for a in affirmed:
            doers = everyone(a.claim.actor, a, ontology)
            accused = holder is not None and any(same(holder, w) or holder.sides & w.sides for w in doers)
            if origin_of[a.claim.id].id != y.id and (accused or not doers):
                note = f"{y.name} denies a part in what {origin_of[a.claim.id].name} says"
                yield Contradiction(attribute="agent", claims=(a.claim.id, d.claim.id), note=note, relation="denies")
                break


def _denied(a: Member, d: Member, ontology: Ontology) -> str | None:
    """Return what of ``a`` a denial meets.

    Who denies having done it denies the doer; who says that nobody was hurt denies the outcome; else the happening is denied.
    """
    doers, others = everyone(d.claim.actor, d, ontology), everyone(a.claim.actor, a, ontology)
    if doers and others and incompatible(doers, others):
        return None
    if _of_others(d, a, ontology):
        return None
    if (_harm(d) and not _harm(a)) or _harm_alone(d):
        return "outcome"
    if doers and (not others or speaks_of_itself(d, ontology)):
        return "agent"
    return "occurrence"


def _harm(m: Member) -> bool:
    return stem(m.claim.trigger.text.lower().split()[-1]) in _HARM


_OWN_LOSS = re.compile(
    r"\bof (?:its|our|their|his) own\b|\b(?:its|our|their|his)(?: own)? (?:loss|casualt|dead|side|men|soldiers|troops)"
)


def _of_others(d: Member, a: Member, ontology: Ontology) -> bool:
    """True where the harm denied is not that affirmed: "none of its own soldiers was hurt" leaves the thirty militants dead."""
    if stem(d.claim.trigger.text.lower().split()[-1]) in _DAMAGE and d.claim.recipient:  # the turbines: not the six guards
        whole = {w for p in d.claim.recipient for w in stems(p.span.text)}
        return whole.isdisjoint(w for p in a.claim.recipient for w in stems(p.span.text))
    if not _harm(d):
        return False
    hit, spared = everyone(a.claim.recipient, a, ontology), everyone(d.claim.recipient, d, ontology)
    holder = holder_of(d, ontology)
    if _OWN_LOSS.search(d.sentence) and holder is not None:
        spared = (holder,)
    elif not any(armed(w) for w in spared):
        return False
    return bool(hit) and not any(same(w, h) or w.sides & h.sides or serves(h) for w in spared for h in hit)


_DID_HARM = re.compile(r"[^,;]*?\b(?:killed|wounded|injured|hurt|claimed|caused)\b")


def _harm_alone(d: Member) -> bool:
    """True for "denied that the strike had killed anybody", which grants the strike; "shelled the town, killing six" does not."""
    after = _DID_HARM.match(d.sentence, d.claim.trigger.end - d.offset)
    return after is not None and not re.search(r"\b(?:and|which|that)\b", after.group())


def _narrower(d: Member, a: Member) -> bool:
    """True when less is denied than is affirmed: "none on Monday" leaves "this week" alone, "not in Dara" the province."""
    x, y = d.claim.time, a.claim.time
    if x is not None and y is not None and grain(x.interval.precision) < grain(y.interval.precision):
        return True
    names, others = ({w for p in located(m) for w in re.findall(r"\b[A-Z][\w'’-]+", p.name or p.span.text)} for m in (d, a))
    if names and others and names.isdisjoint(others) and not any(p.place for m in (d, a) for p in located(m)):
        return True  # two names that nothing resolves: what is denied of Norrow may hold of Tolvar
    towns, coarse = [p for p in located(d) if _is_point(p)], located(a)
    return bool(towns and coarse) and not any(_is_point(p) for p in coarse)


def _disowned(affirmed: Sequence[Member], wrong: Sequence[Member], origin_of: Mapping[str, Origin]) -> Iterator[Contradiction]:
    for d in wrong:
        said = {(q.quantity.measure, q.quantity.low) for q in d.claim.quantities}
        for a in affirmed:
            x, y = origin_of[a.claim.id], origin_of[d.claim.id]
            alike = said & {(q.quantity.measure, q.quantity.low) for q in a.claim.quantities}
            if _one_voice(a, d, x, y) or a.report == d.report or (said and not alike):
                continue
            yield Contradiction(
                attribute="quantity" if said else "occurrence",
                claims=(a.claim.id, d.claim.id),
                note=f"{d.publisher or 'its publisher'} tells that what {x.name} says was wrong",
                relation="denies",
            )
            break


def _few(affirmed: Sequence[Member]) -> list[Member]:
    """Return a few claims of each value, each of another origin: enough to find one that a denial meets."""
    kept: dict[tuple[object, ...], list[Member]] = {}
    for m in affirmed:
        here = kept.setdefault(_value(m), [])
        if len(here) < _WITNESSES:
            here.append(m)
    return [m for ms in kept.values() for m in ms]


def _values(affirmed: Sequence[Member], origin_of: Mapping[str, Origin], ontology: Ontology) -> Iterator[Contradiction]:
    for attribute, said in _SAID.items():
        given: dict[object, list[Member]] = {}
        for m in affirmed:
            if value := said(m, ontology):
                given.setdefault(value, []).append(m)
        most = sorted(given.values(), key=len, reverse=True)[:_VALUES]
        by = [{origin_of[m.claim.id].id for m in told} for told in most]
        for i, j in combinations(range(len(most)), 2):
            left, right = most[i], most[j]
            # Where one and the same source gives both, they go together: "gunmen killed guests, and police shot the gunmen".
            shown = _DIFFER[attribute](left[0], right[0], ontology) if by[i].isdisjoint(by[j]) else None
            if shown is None:
                continue
            for a, b in product(left[:_WITNESSES], right[:_WITNESSES]):
                x, y = origin_of[a.claim.id], origin_of[b.claim.id]
                if not _one_voice(a, b, x, y) and not _one_side(x, y):
                    note = f"{attribute}: {shown[0]} according to {x.name}, {shown[1]} according to {y.name}"
                    yield Contradiction(attribute=attribute, claims=(a.claim.id, b.claim.id), note=note)
                    break


def _sided(m: Member, ontology: Ontology) -> frozenset[str]:
    """Return whom a claim names as doer, a side's army and its ministry as one: who differs on the side differs once."""
    return frozenset(min(w.sides) if w.sides else w.key for w in everyone(m.claim.actor, m, ontology))


_VALUES = 60  # the most frequent values of an attribute, which are compared each with each
_WITNESSES = 8  # claims of a value that are tried for a pair of two voices
_SAID: Mapping[str, Callable[[Member, Ontology], object]] = {
    "agent": _sided,
    "place": lambda m, _: tuple(place_key(p) for p in located(m) if _is_point(p)),
    "time": lambda m, _: m.claim.time.interval.edtf if m.claim.time else None,
    "outcome": lambda m, _: m.claim.effect,
}


def _doers(a: Member, b: Member, ontology: Ontology) -> tuple[str, str] | None:
    doers = everyone(a.claim.actor, a, ontology), everyone(b.claim.actor, b, ontology)
    if not incompatible(*doers):
        return None
    hit = everyone(a.claim.recipient, a, ontology), everyone(b.claim.recipient, b, ontology)
    if any(same(w, h) or w.sides & h.sides for ws, hs in zip(doers, reversed(hit), strict=True) for w in ws for h in hs):
        return None  # whom one has as doer the other has as hit: two sides of a fight, each told of
    return ", ".join(w.name for w in doers[0]), ", ".join(w.name for w in doers[1])


def _points(a: Member, b: Member, ontology: Ontology) -> tuple[str, str] | None:
    left, right = ([p for p in located(m) if _is_point(p)] for m in (a, b))
    if any(_near(p, q) for p in left for q in right):
        return None
    return ", ".join(_place_name(p) for p in left), ", ".join(_place_name(p) for p in right)


def _first_of_each(affirmed: Sequence[Member], origin_of: Mapping[str, Origin]) -> list[Member]:
    """Return of each origin the claims that differ in what can be compared: one event of a thousand claims is a few values."""
    kept: dict[tuple[object, ...], Member] = {}
    for m in affirmed:
        kept.setdefault((origin_of[m.claim.id].id, *_value(m)), m)
    return list(kept.values())


def _value(m: Member) -> tuple[object, ...]:
    """Return what of a claim can be compared with others."""
    c = m.claim
    return (
        _harm(m),
        tuple((q.quantity.measure, q.quantity.low) for q in c.quantities),
        tuple(p.target or p.span.text.lower() for p in c.actor),
        tuple(place_key(p) for p in located(m)),
        c.time.interval.edtf if c.time else None,
        c.effect,
    )


def _dates(a: Member, b: Member, ontology: Ontology) -> tuple[str, str] | None:
    if a.claim.time is None or b.claim.time is None:
        return None
    x, y = a.claim.time.interval, b.claim.time.interval
    if grain(x.precision) != grain(y.precision) or x.edtf is None or y.edtf is None:
        return None
    if x.start is None or y.start is None or x.end is None or y.end is None or not (x.end <= y.start or y.end <= x.start):
        return None
    return x.edtf, y.edtf


def _holders(a: Member, b: Member, ontology: Ontology) -> tuple[str, str] | None:
    """Return who holds a place after the happening, when two claims name two who cannot both."""
    x, y = a.claim.effect, b.claim.effect
    if x is None or y is None or x.kind != y.kind or x.to is None or y.to is None or x.place != y.place:
        return None
    people = [[w for w in everyone((*m.claim.actor, *m.claim.recipient), m, ontology) if to in {w.name, w.key}]
              for m, to in ((a, x.to), (b, y.to))]  # fmt: skip
    return (x.to, y.to) if incompatible(*people) else None


_DIFFER: Mapping[str, Callable[[Member, Member, Ontology], tuple[str, str] | None]] = {
    "agent": _doers,
    "place": _points,
    "time": _dates,
    "outcome": _holders,
}


def _figures(a: Figure, b: Figure) -> Contradiction:
    note = f"{a.key}: {a.value:g} according to {a.origin.name}, {b.value:g} according to {b.origin.name}"
    return Contradiction(attribute="quantity", claims=(a.member.claim.id, b.member.claim.id), note=note)


def _unconfirmed(
    affirmed: Sequence[Member], withheld: Sequence[Member], origin_of: Mapping[str, Origin]
) -> Iterator[Contradiction]:
    once: set[str] = set()
    for d in withheld:
        y = origin_of[d.claim.id]
        a = next((m for m in affirmed if origin_of[m.claim.id].id != y.id), None)
        if a is not None and y.id not in once:
            once.add(y.id)
            note = f"{y.name} does not confirm what {origin_of[a.claim.id].name} says"
            yield Contradiction(attribute="occurrence", claims=(a.claim.id, d.claim.id), note=note, relation="does_not_confirm")


def _corrections(ordered: Sequence[Member], standing: Standing, origin_of: Mapping[str, Origin]) -> Iterator[Contradiction]:
    """Pair what was replaced or taken back with what took its place, where that says anything else."""
    at = {m.claim.id: m for m in ordered}
    for old, new in sorted(standing.by.items()):
        a, b = at[old], at[new]
        for attribute, left, right in _changes(
            a, b, withdrawn=new in standing.withdrawals | standing.disowned, number=old in standing.numbers
        ):
            note = f"{origin_of[new].name} corrects {attribute}: {left or 'nothing'} was said, {right or 'nothing'} is said now"
            yield Contradiction(attribute=attribute, claims=(old, new), note=note, relation="corrects")


def _changes(a: Member, b: Member, *, withdrawn: bool, number: bool) -> Iterator[tuple[str, str, str]]:
    if number:
        yield "quantity", ", ".join(_counts(a)), "that it was wrong"
        return
    if withdrawn or a.claim.factuality != b.claim.factuality:
        yield "occurrence", _held(a), "that it is taken back" if withdrawn else _held(b)
    for attribute, left, right in (
        ("agent", {p.name or p.span.text for p in a.claim.actor}, {p.name or p.span.text for p in b.claim.actor}),
        ("place", {_place_name(p) for p in located(a)}, {_place_name(p) for p in located(b)}),
        ("time", _when(a), _when(b)),
        ("quantity", set(_counts(a)), set(_counts(b))),
    ):
        if left and right and not left & right:
            yield attribute, ", ".join(sorted(left)), ", ".join(sorted(right))


def _held(m: Member) -> str:
    return {"CT+": "that it happened", "PR+": "that it probably happened", "Uu": "that it is not known"}.get(
        m.claim.factuality, "that it did not happen" if m.claim.factuality.endswith("-") else "that it may have happened"
    )


def _when(m: Member) -> set[str]:
    return {m.claim.time.interval.edtf} if m.claim.time is not None and m.claim.time.interval.edtf is not None else set()


def _counts(m: Member) -> list[str]:
    return [f"{q.quantity.measure} {q.quantity.low:g}" for q in m.claim.quantities if q.quantity.low is not None]


def _one_voice(a: Member, b: Member, x: Origin, y: Origin) -> bool:
    return x.id == y.id or (speaker(a) is not None and speaker(a) == speaker(b))


def _one_side(x: Origin, y: Origin) -> bool:
    """True for two that speak for one side, of which one counts: its admiral's frigate is what its radio calls the navy."""
    if x.side is None or y.side is None or (x.independent and y.independent):
        return False
    return x.side == y.side or generic(x.side) or generic(y.side)


def _is_point(p: ClaimPlace) -> bool:
    return p.place is not None and p.place.precision <= _TOWN


def _near(p: ClaimPlace, q: ClaimPlace) -> bool:
    """True when two named points may be one: the same, a district and a town of it, or nearer than what is known of them."""
    a, b = p.place, q.place
    if a is None or b is None or a.target == b.target or a.precision != b.precision:
        return True
    if None in (a.latitude, a.longitude, b.latitude, b.longitude):
        return False
    assert a.latitude is not None and a.longitude is not None and b.latitude is not None and b.longitude is not None
    apart = 111.0 * max(abs(a.latitude - b.latitude), 0.6 * abs(a.longitude - b.longitude))
    return apart <= (a.radius_km or 0) + (b.radius_km or 0)


def _place_name(p: ClaimPlace) -> str:
    return p.place.name if p.place else p.span.text
