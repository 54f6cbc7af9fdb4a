"""Days, provinces and sources of which no report was read: silence is not calm."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from claimwire import ontology
from claimwire.ceasefire.context import Context, Row, View
from claimwire.records import Claim, Place, Reading

_ONE = timedelta(days=1)
_LONGEST = 3660  # days of a window beyond which a list of silent days is no answer
_PROVINCES = (
    "id", "name", "aliases", "country", "admin1", "latitude", "longitude", "feature", "radius_km", "precision", "code",
    "adjectives", "importance",
)  # fmt: skip


def _rows(context: Context) -> Iterator[Row]:
    days: set[date] = set()
    undated = 0
    by_source: dict[str, set[date]] = {}
    by_province: dict[tuple[str, str], set[date]] = {}
    countries = {c for a in context.agreements for c in a.area.countries}
    for reading in context.readings:
        published = _day(reading.report.published_at)
        if published is None:
            undated += 1
            continue
        if not context.published_inside(reading.report):
            continue
        days.add(published)
        by_source.setdefault(reading.report.publisher or "unknown publisher", set()).add(published)
        for claim in reading.claims:
            for place in _places(context, reading, claim):
                unit = place.admin1 or (place.name if place.feature == "A.ADM1" else None)
                if unit and place.country in countries:
                    by_province.setdefault((place.country, unit), set()).add(published)
    first, last = _day(context.from_) or min(days, default=None), _day(context.to) or max(days, default=None)
    if undated:
        yield _row("undated", "reports without a date", None, None, f"{undated} of them; they count for no day")
    if first is None or last is None:
        return
    told = {country for country, _ in by_province}  # a country that no report speaks of is not what is being watched
    for country, name in _provinces(context, told):
        by_province.setdefault((country, name), set())
    every = [("day", "any report", days)]
    every += [("province", f"{name} ({country})", seen) for (country, name), seen in sorted(by_province.items())]
    every += [("source", name, seen) for name, seen in sorted(by_source.items())]
    for kind, name, seen in every:
        for start, end in silent(seen, first, last):
            whole = (start, end) == (first, last)
            note = "no report in the whole window" if whole else _NOTES[kind]
            yield _row(kind, name, start, end, note)


def _places(context: Context, reading: Reading, claim: Claim) -> Iterator[Place]:
    """Yield the places of a claim, and a town that it has as who received something."""
    yield from (at.place for at in claim.places if at.place is not None)
    towns = (context.place(reading, person.span) for person in claim.recipient if person.target is None)
    yield from (place for place in towns if place is not None)


_NOTES = {
    "day": "no report published on these days was read",
    "province": "no report published on these days places anything there",
    "source": "nothing published by it on these days was read",
}


def silent(seen: Iterable[date], first: date, last: date) -> Iterator[tuple[date, date]]:
    """Yield the runs of days from ``first`` to ``last``, both inside, that are not in ``seen``; nothing for ages."""
    if (last - first).days > _LONGEST:
        first = last - timedelta(days=_LONGEST)
    at = first
    for day in (*sorted(d for d in seen if first <= d <= last), last + _ONE):
        if at < day:
            yield at, day - _ONE
        at = max(at, day + _ONE)


def _provinces(context: Context, countries: set[str]) -> Iterator[tuple[str, str]]:
    """Yield the provinces that are watched: those that an agreement names, else all of its country."""
    listed = [r for r in ontology.table("provinces", _PROVINCES) if r["country"] in countries] if countries else []
    for agreement in context.agreements:
        for country in agreement.area.countries:
            if country in countries:
                named = agreement.area.provinces or [r["name"] for r in listed if r["country"] == country]
                yield from ((country, name) for name in named)


def _day(value: str | None) -> date | None:
    try:
        return date.fromisoformat(value[:10]) if value else None
    except ValueError:
        return None  # "2016": a year is no day


def _row(kind: str, name: str, start: date | None, end: date | None, note: str) -> Row:
    return {
        "kind": kind,
        "name": name,
        "from": start.isoformat() if start else None,
        "to": end.isoformat() if end else None,
        "days": (end - start).days + 1 if start and end else None,
        "note": note,
    }


GAPS = View(
    name="gaps",
    title="Gaps",
    about="Days, provinces and sources of which no report was read, as runs of days; silence is not calm.",
    columns=("kind", "name", "from", "to", "days", "note"),
    rows=_rows,
)
