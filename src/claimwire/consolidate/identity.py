"""What an event is called from one consolidation to the next: its id stays while most of it does, and changes are logged."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimwire.records import digest


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Claims that passed from one event to another, or went with their report (``into`` None).

    ``what``: merged (``event`` is no more), split (``into`` is new), moved (both go on), ended (``event`` lost its last claims
    with a report), shrank (it lost some).
    """

    what: str
    event: str
    into: str | None
    claims: tuple[str, ...]  # sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """The ids of groups, in their order; what changed; where ids lead that no event bears any more."""

    ids: tuple[str, ...]
    changes: tuple[Change, ...]
    redirects: Mapping[str, str]


def named(
    groups: Sequence[Sequence[str]], *, before: Mapping[str, str], taken: Callable[[Iterable[str]], set[str]] = lambda _: set()
) -> Naming:
    """Name groups of claims. ``before`` is the event of every claim of each older event that is touched, of claims gone too.

    An older event's id goes to the group with which it shares most claims, one id to one group; ties go to the smallest id, then
    to the group with the smallest claim. Other groups are named after their smallest claim. ``taken`` gives those of some ids
    that events not touched bear.
    """
    smallest = [min(g) for g in groups]
    shared = Counter((before[c], n) for n, g in enumerate(groups) for c in g if c in before)
    ids: dict[int, str] = {}
    given: set[str] = set()
    for (old, n), _ in sorted(shared.items(), key=lambda s: (-s[1], s[0][0], smallest[s[0][1]])):
        if n not in ids and old not in given:
            ids[n] = old
            given.add(old)
    new = sorted((n for n in range(len(groups)) if n not in ids), key=lambda n: smallest[n])
    elsewhere = taken([natural(smallest[n]) for n in new])
    for n in new:
        id_, nth = natural(smallest[n]), 1
        while id_ in given or id_ in elsewhere:
            nth += 1
            id_ = natural(smallest[n], nth)
            elsewhere |= taken([id_])
        ids[n] = id_
        given.add(id_)
    return _told(groups, [ids[n] for n in range(len(groups))], before=before, given=given)


def natural(claim: str, nth: int = 1) -> str:
    """Return the id of a new event whose smallest claim is ``claim``."""
    return digest("e", claim) if nth == 1 else digest("e", claim, nth)


def _told(groups: Sequence[Sequence[str]], ids: list[str], *, before: Mapping[str, str], given: set[str]) -> Naming:
    passed: dict[tuple[str, str | None], list[str]] = defaultdict(list)
    here: set[str] = set()
    for id_, group in zip(ids, groups, strict=True):
        for claim in group:
            here.add(claim)
            if (old := before.get(claim)) is not None and old != id_:
                passed[old, id_].append(claim)
    for claim, old in before.items():
        if claim not in here:
            passed[old, None].append(claim)
    older = set(before.values())
    changes, leads = [], defaultdict[str, list[tuple[int, str]]](list)
    for (old, into), claims in sorted(passed.items(), key=lambda p: (p[0][0], p[0][1] or "")):
        gone = old not in given
        if into is None:
            what = "ended" if gone else "shrank"
        elif gone:
            what = "merged"
            leads[old].append((-len(claims), into))
        else:
            what = "moved" if into in older else "split"
        changes.append(Change(what=what, event=old, into=into, claims=tuple(sorted(claims))))
    return Naming(ids=tuple(ids), changes=tuple(changes), redirects={old: min(to)[1] for old, to in leads.items()})


def undone(assignment: Mapping[str, str], changes: Iterable[Change], *, since: Iterable[str]) -> dict[str, str]:
    """Return the event of each claim as it was before ``changes``; ``since`` are the claims that came with them."""
    out = dict(assignment)
    for claim in since:
        out.pop(claim, None)
    for change in changes:
        for claim in change.claims:
            out[claim] = change.event
    return out
