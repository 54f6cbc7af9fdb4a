"""`claimwire duplicates`: which reports are one origin, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from claimwire.cli.app import DEFAULT_DB, AsJson, Db, app, open_database, print_json, progress, watched

if TYPE_CHECKING:
    from claimwire.consolidate.copies import Likeness, Print
    from claimwire.records import Event, Origin
    from claimwire.store import SqliteStore

_SAID = {
    "copy": "print one text",
    "near-copy": "print one text, edited",
    "shared passage": "have a passage in common",
    "shared quotation": "quote the same words",
    "same speech": "have it from one speaker",
    "same agency": "have it from one agency",
    "same source": "have it from one source",
}
_OF_ORIGIN = {"speech": "same speech", "agency": "same agency", "source": "same source"}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Member:
    id: str
    publisher: str | None
    published_at: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Reports of one origin. ``share`` is of the shorter of two texts, the least over the pairs that made the group."""

    kind: str
    reports: tuple[_Member, ...]
    share: float | None
    words: str | None
    because: tuple[str, ...]


@app.command(epilog="Example: claimwire duplicates --db claimwire-out/claims.db")
def duplicates(db: Db = DEFAULT_DB, as_json: AsJson = False) -> None:
    """List reports that are one origin: copies, shared quotations, one speech or one agency through several outlets."""
    from claimwire.consolidate.copies import pairs, print_of

    with open_database(db) as kept, progress("reports") as update:
        prints = {r.report.id: print_of(r) for r in watched(kept.readings(), update)}
        found = [*_texts(list(pairs(prints.values())), kept), *_voices(kept.events(), prints)]
    if as_json:
        print_json([asdict(g) for g in found])
        return
    if not found:
        print(f"{len(prints)} reports, and no two of them are one origin: no copies, no shared quotations, no speech told twice")
    for n, group in enumerate(found):
        print("\n".join([*([""] if n else []), *_lines(group)]))


def _texts(alike: Sequence[tuple[Print, Print, Likeness]], kept: SqliteStore) -> Iterator[_Group]:
    """Group reports by their words, those of one kind of likeness that are linked; copies of copies are one group."""
    from claimwire.consolidate.copies import shared_words
    from claimwire.consolidate.origins import describe

    for kinds in (("copy", "near-copy"), ("shared passage",), ("shared quotation",)):
        of = [x for x in alike if x[2].kind in kinds]
        for members in _linked([(a.report, b.report) for a, b, _ in of]):
            its = sorted((x for x in of if x[0].report in members), key=lambda x: (-x[2].contained, x[0].report, x[1].report))
            prints = {p.report: p for a, b, _ in its for p in (a, b)}
            first, second, best = its[0]
            readings = (kept.load(first.report), kept.load(second.report))
            texts = [r.report.text for r in readings if r is not None]
            yield _Group(
                kind=max((str(x.kind) for _, _, x in its), key=kinds.index),
                reports=tuple(_member(prints[m]) for m in sorted(members, key=lambda m: (prints[m].published_at or "9", m))),
                share=round(min(x.contained for _, _, x in its), 3) if best.shared else None,
                words=shared_words(texts[0], texts[1]) if len(texts) == 2 else None,
                because=tuple(f"{a.report}, {b.report}: {describe(x)}" for a, b, x in its[:5]),
            )


def _linked(edges: Iterable[tuple[str, str]]) -> list[set[str]]:
    home: dict[str, set[str]] = {}
    for a, b in edges:
        joined = home.get(a, {a}) | home.get(b, {b})
        home.update(dict.fromkeys(joined, joined))
    return [s for m, s in sorted(home.items()) if m == min(s)]


def _voices(events: Iterable[Event], prints: dict[str, Print]) -> Iterator[_Group]:
    """Yield what consolidation found to be one voice in several reports, told once however many events it speaks of."""
    seen: set[tuple[str, str, tuple[str, ...]]] = set()
    for event in events:
        for origin in event.origins:
            key = (origin.kind, origin.name, origin.reports)
            if origin.kind in _OF_ORIGIN and len(origin.reports) > 1 and key not in seen and prints.keys() >= set(origin.reports):
                seen.add(key)
                members = sorted((prints[r] for r in origin.reports), key=lambda p: (p.published_at or "9", p.report))
                yield _Group(
                    kind=_OF_ORIGIN[origin.kind],
                    reports=tuple(_member(p) for p in members),
                    share=None,
                    words=None,
                    because=(f"{origin.name} in event {event.id}", *_joining(origin)),
                )


def _joining(origin: Origin) -> list[str]:
    """Return the reasons that speak of two reports at once; of one report alone they say only what it says."""
    both = [line for line in origin.because if sum(report in line for report in origin.reports) > 1]
    return both[:4] or list(origin.because[:2])


def _member(p: Print) -> _Member:
    return _Member(id=p.report, publisher=p.publisher, published_at=p.published_at)


def _lines(group: _Group) -> Iterator[str]:
    yield f"{group.kind}: {len(group.reports)} reports {_SAID[group.kind]}"
    width = max(len(r.id) for r in group.reports)
    paper = max(len(r.publisher or "unknown publisher") for r in group.reports)
    for r in group.reports:
        yield f"  {r.id:{width}}  {r.publisher or 'unknown publisher':{paper}}  {r.published_at or 'undated'}".rstrip()
    if group.words is not None:
        yield f'  in both: "{group.words}"'
    for line in group.because:
        yield f"  because {line}"
