"""A row of somebody's table of events, and a coded event, in the one shape that linking compares.

``columns`` says which columns hold which of our fields; a field may have several ("actor1,actor2"), the first the finest or
foremost. What a cell leaves open ("", "Unknown actor") is None here: no actor known is not another actor.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from claimwire.consolidate.sketch import family
from claimwire.errors import ClaimwireError
from claimwire.ontology.model import Ontology
from claimwire.records import Event

Columns = Mapping[str, tuple[str, ...]]
Row = Mapping[str, Any]
FIELDS = (
    "id",
    "start",
    "end",
    "type",
    "actor",
    "recipient",
    "place",
    "admin1",
    "country",
    "latitude",
    "longitude",
    "precision",
    "deaths_low",
    "deaths",
    "deaths_high",
    "injured_low",
    "injured",
    "injured_high",
    "source",
    "source_date",
    "text",
)
ACLED: Columns = {
    "id": ("event_id_cnty",),
    "start": ("event_date",),
    "type": ("event_type", "sub_event_type"),
    "actor": ("actor1", "actor2"),  # they imply no direction
    "place": ("location",),
    "admin1": ("admin3", "admin2", "admin1"),
    "country": ("country",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "precision": ("geo_precision",),
    "deaths": ("fatalities",),
    "source": ("source",),
    "text": ("notes",),
}
UCDP: Columns = {
    "id": ("id",),
    "start": ("date_start",),
    "end": ("date_end",),
    "actor": ("side_a", "side_b"),
    "place": ("where_coordinates",),
    "admin1": ("adm_2", "adm_1"),
    "country": ("country",),
    "latitude": ("latitude",),
    "longitude": ("longitude",),
    "precision": ("where_prec",),
    "deaths_low": ("low",),
    "deaths": ("best",),
    "deaths_high": ("high",),
    "source": ("source_article",),
    "source_date": ("source_date",),
    "text": ("source_headline",),
}
FORMATS: Mapping[str, Columns] = {"acled": ACLED, "ucdp": UCDP}
_TELLING = {"acled": ("event_id_cnty", "event_date"), "ucdp": ("where_prec", "date_start")}  # columns that give a format away
# UCDP where_prec from which a place contains many; ACLED calls it 3 ("region").
AREA = 4
_ACLED_AREA = 3
_OPEN = re.compile(r"^(unknown|unidentified|other|none|n/?a|null|nan|not (known|stated|reported)|-+|\?+)?\b", re.IGNORECASE)
_DATES = ("%Y-%m-%d", "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%Y/%m/%d", "%Y%m%d")
_WORD = re.compile(r"[^\W\d_]{3,}|\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """A count with its bounds."""

    low: float
    best: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event of a table, or one that was coded. ``said`` is what it says of each attribute, as written, for people."""

    id: str
    where: str  # file and line, or the database
    start: int  # day number
    end: int  # inclusive
    event_type: str | None
    kinds: frozenset[str]
    actors: frozenset[str]
    recipients: frozenset[str]
    places: tuple[str, ...]  # names, finest first
    inside: tuple[str, ...]  # province and country, as far as known
    latitude: float | None
    longitude: float | None
    is_point: bool
    deaths: Range | None
    injured: Range | None
    source: str | None
    publisher: str | None
    source_day: int | None
    words: frozenset[str]
    said: Mapping[str, str] = field(default_factory=dict)


class Names:
    """What tables call states and actors of our list, so that "Government of Syria" and "gov:syr" are one."""

    def __init__(self, ontology: Ontology | None = None) -> None:
        self._actors: dict[str, str] = {}
        self._countries: dict[str, str] = {}
        for a in ontology.actors.values() if ontology is not None else ():
            for name in (a.name, *a.aliases):
                self._actors.setdefault(key(name.lstrip("@~")), family(a.id))
            if a.kind == "state" and a.country:
                self._countries.setdefault(key(a.name), a.country.lower())

    def actor(self, text: str) -> str:
        """Return the id of a listed actor, else its name as it is compared."""
        bare = key(re.sub(r"\s*\([^)]*\)", "", text))
        return self._actors.get(key(text)) or self._actors.get(bare) or key(text)

    def country(self, text: str) -> str:
        """Return a country's alpha-3 code, lower case, else its name as it is compared."""
        return self._countries.get(key(text), key(text))


def key(text: str) -> str:
    """Return a name as it is compared: without accents, case, punctuation and articles."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(w for w in re.findall(r"\w+", plain) if w not in {"the", "of", "a"})


def place_key(text: str) -> str:
    """Return a place's name as it is compared: "Daraa town" is Daraa."""
    words = key(text).split()
    return " ".join([w for w in words if w not in {"town", "village", "city"}] or words)


def told_by(header: Iterable[str]) -> str | None:
    """Return the format that a table's columns give away, None when they are nobody's."""
    there = {h.lower() for h in header}
    return next((name for name, columns in _TELLING.items() if there.issuperset(columns)), None)


def entry(row: Row, columns: Columns, *, where: str, names: Names) -> Entry:
    """Make an entry of a row. Raises ClaimwireError naming the cell that cannot be read; only a day is indispensable."""

    def cells(name: str) -> list[str]:
        found = (str(row[c]).strip() for c in columns.get(name, ()) if row.get(c) not in (None, ""))
        return [c for c in found if c]

    def number(name: str) -> float | None:
        for cell in cells(name):
            try:
                return float(cell.replace(",", ""))
            except ValueError as e:
                raise ClaimwireError(f"{where}: {name} {cell!r} is no number; the row is left out") from e
        return None

    def days(name: str) -> int | None:
        return next((_day(c, name, where) for c in cells(name)), None)

    start, end = days("start"), days("end")
    if start is None:
        raise ClaimwireError(f"{where}: has no date in {' or '.join(columns.get('start', ('start',)))}; the row is left out")
    if end is not None and end < start:
        raise ClaimwireError(f"{where}: ends before it starts; the row is left out")
    precision = number("precision")
    area = _ACLED_AREA if columns.get("precision") == ACLED["precision"] and "event_id_cnty" in row else AREA
    latitude, longitude = number("latitude"), number("longitude")
    if not (-90 <= (latitude or 0.0) <= 90 and -180 <= (longitude or 0.0) <= 180):
        raise ClaimwireError(f"{where}: {latitude}, {longitude} is no place on earth; the row is left out")
    actors = [a for a in cells("actor") if not _is_open(a)]
    recipients = [r for cell in cells("recipient") for r in cell.split(";") if not _is_open(r)]
    places = [p for p in cells("place") if not _is_open(p)]
    inside = [key(a) for a in cells("admin1")] + [names.country(c) for c in cells("country")]
    kinds = [k for cell in cells("type") for k in cell.split(";") if not _is_open(k)]
    deaths, injured = _range("deaths", number), _range("injured", number)
    source = "; ".join(cells("source")) or None
    said = {
        "deaths": _shown(deaths),
        "injured": _shown(injured),
        "actor": next(iter(cells("actor")), None),  # as written: an unknown force is said to be one
        "place": next(iter(cells("place")), None),
        "date": datetime.date.fromordinal(start).isoformat(),
    }
    return Entry(
        id=next(iter(cells("id")), where),
        where=where,
        start=start,
        end=start if end is None else end,
        event_type=_plover(kinds),
        kinds=frozenset(key(k) for k in kinds),
        actors=frozenset(names.actor(a) for a in actors),
        recipients=frozenset(names.actor(r) for r in recipients),
        places=tuple(dict.fromkeys(place_key(p) for p in places)),
        inside=tuple(inside),
        latitude=latitude,
        longitude=longitude,
        is_point=bool(places) and (precision is None or precision < area),
        deaths=deaths,
        injured=injured,
        source=key(source) if source else None,
        publisher=key(_publisher(source)) if source else None,
        source_day=days("source_date") or _dated(source),
        words=frozenset(w for t in cells("text") for w in _WORD.findall(key(t))),
        said={k: v for k, v in said.items() if v is not None},
    )


def of_event(event: Event, *, where: str, names: Names) -> Entry | None:
    """Make an entry of a coded event; None when nobody says on which day it was: a table's row can be no event like it."""
    interval = event.time.interval if event.time else None
    if interval is None or interval.start is None or interval.end is None:
        return None
    start, end = (datetime.datetime.fromisoformat(x) for x in (interval.start, interval.end))
    last = (end - datetime.timedelta(seconds=1)).date().toordinal()
    spots = sorted((p for p in event.places if p.place is not None), key=lambda p: p.place.precision if p.place else 9)
    best = spots[0].place if spots else None
    names_of = [p.place.name if p.place else p.name or p.span.text for p in (*spots, *(p for p in event.places if not p.place))]
    deaths, injured = (_of_quantity(event, m) for m in ("killed", "injured"))
    said = {
        "deaths": _shown(deaths),
        "injured": _shown(injured),
        "actor": next((p.name or p.span.text for p in event.actors), None),
        "place": next(iter(names_of), None),
        "date": start.date().isoformat(),
    }
    return Entry(
        id=event.id,
        where=where,
        start=start.date().toordinal(),
        end=max(last, start.date().toordinal()),
        event_type=event.event_type,
        kinds=frozenset(key(m) for m in event.modes),
        actors=frozenset(family(p.target) if p.target else key(p.span.text) for p in event.actors),
        recipients=frozenset(family(p.target) if p.target else key(p.span.text) for p in event.recipients),
        places=tuple(dict.fromkeys(place_key(n) for n in names_of)),
        inside=tuple(key(x) for x in (best.admin1, best.country) if x) if best else (),
        latitude=best.latitude if best else None,
        longitude=best.longitude if best else None,
        is_point=best is not None and best.precision < AREA,
        deaths=deaths,
        injured=injured,
        source=None,
        publisher=None,
        source_day=None,
        words=frozenset(),
        said={k: v for k, v in said.items() if v is not None},
    )


# Words of tables' types, by the PLOVER type that reports of the like are coded as.
_TYPES = (
    ("ASSAULT", {"battle", "battles", "explosions", "violence", "shooting", "attack", "strike", "shelling", "bombing", "clash"}),
    ("PROTEST", {"protest", "protests", "riot", "riots", "demonstration"}),
)


def _plover(kinds: Sequence[str]) -> str | None:
    words = {w for k in kinds[:1] for w in key(k).split()}
    return next((name for name, known in _TYPES if words & known), None)


def _is_open(text: str) -> bool:
    found = _OPEN.match(text.strip())
    return not text.strip() or bool(found and found[0])


def _day(cell: str, name: str, where: str) -> int:
    for form in _DATES:
        try:
            return datetime.datetime.strptime(cell[:10] if form == "%Y-%m-%d" else cell, form).toordinal()
        except ValueError:
            continue
    raise ClaimwireError(f"{where}: {name} {cell!r} is no date; write 2016-05-27. The row is left out")


def _range(name: str, number: Any) -> Range | None:
    low, best, high = number(f"{name}_low"), number(name), number(f"{name}_high")
    best = best if best is not None else low if low is not None else high
    if best is None:
        return None
    return Range(low=best if low is None else min(low, best), best=best, high=best if high is None else max(high, best))


def _of_quantity(event: Event, measure: str) -> Range | None:
    q = event.quantities.get(measure)
    if q is None or q.low is None:
        return None
    best = q.best if q.best is not None else q.low
    return Range(low=q.low, best=best, high=q.high if q.high is not None else best)


def _shown(r: Range | None) -> str | None:
    return None if r is None else f"{r.best:g}"


_CITED = re.compile(r"^\W*(.*?)[\s,]*\(?(\d{4}-\d{2}-\d{2})\)?")


def _publisher(source: str) -> str:
    """Return who published: what stands before the date in "AFP (2011-01-11) Two killed" and "SOHR,2016-01-01,Two killed"."""
    found = _CITED.match(source)
    return found[1] if found and found[1] else source


def _dated(source: str | None) -> int | None:
    found = _CITED.match(source or "")
    try:
        return datetime.date.fromisoformat(found[2]).toordinal() if found else None
    except ValueError:
        return None
