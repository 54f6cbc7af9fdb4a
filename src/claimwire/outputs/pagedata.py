"""What the page is given: readings and events as one compact JSON object, offsets in UTF-16 as browsers count."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from claimwire.outputs import basemap
from claimwire.outputs.geojson import radius, rounded
from claimwire.outputs.ledger import ledger_data
from claimwire.outputs.names import actor_names, place_names, said_by
from claimwire.outputs.pageevents import Here, number_events, page_event
from claimwire.outputs.selection import MOST_CLAIMS, fitting
from claimwire.outputs.wording import bounds, effect, manner, presented
from claimwire.records import Claim, ClaimPlace, ClaimTime, Event, Participant, Place, Reading, Report, Span

_DRAWN = 5  # where_prec up to here is a point, a district or a province; a country is no place on a map of a war


# Of some reports: one that prints the text of another, that other, and why it is thought so.
Copies = Callable[[Collection[str]], Iterable[tuple[str, str, str]]]


class _Offsets:
    """Code points to UTF-16 units: the same number until the text has an emoji."""

    def __init__(self, report: Report) -> None:
        self._table: list[int] | None = None
        if any(ord(ch) > 0xFFFF for ch in report.text):
            self._table = [0]
            for ch in report.text:
                self._table.append(self._table[-1] + (2 if ord(ch) > 0xFFFF else 1))

    def __call__(self, start: int, end: int) -> list[int]:
        return [start, end] if self._table is None else [self._table[start], self._table[end]]

    def span(self, span: Span) -> list[int]:
        return self(span.start, span.end)

    def spans(self, spans: Sequence[Span]) -> list[list[int]]:
        return [self.span(s) for s in spans]


def page_data(
    readings: Iterable[Reading],
    events: Iterable[Event],
    *,
    ledger: Iterable[Mapping[str, Any]] = (),
    copies: Copies | None = None,
    most: int = MOST_CLAIMS,
) -> dict[str, Any]:
    """Return everything that the page shows. Events name claims by ``[report, claim]`` positions.

    ``ledger`` are tables (name, title, about, columns, rows) whose rows name the claims that they rest on; ``copies`` says of
    the reports shown which one repeats which, and why. Of more than ``most`` claims the page has a part, and ``left`` counts
    what it leaves out.
    """
    if isinstance(events, Iterator):
        events = list(events)  # gone over twice; a store's are read anew, and those of other reports never held
    kept = fitting(readings, events, most=most)
    places: dict[str, dict[str, Any]] = {}
    points: list[tuple[float, float]] = []
    reports: list[dict[str, Any]] = []
    runs: dict[str, dict[str, str]] = {}
    at: dict[str, tuple[int, int]] = {}
    names: dict[str, str] = {}

    def place(p: Place, words: str) -> str:
        # "Northern Syria", "Syria" and "near Homs", "Homs" are one entry of the gazetteer each, but not one place.
        key = " ".join((p.target, f"{radius(p):g}", str(p.precision <= _DRAWN), p.relation or "")).rstrip()
        name = words if p.precision > 1 and p.name in words else p.name
        if key not in places:
            point = rounded(p)
            places[key] = {
                "name": name,
                "country": p.country,
                "admin1": p.admin1,
                "lon": point[0] if point else None,
                "lat": point[1] if point else None,
                "km": radius(p),
                "relation": p.relation,
                "drawn": point is not None and p.precision <= _DRAWN,
            }
        places[key]["name"] = min(places[key]["name"], name, key=lambda n: (len(n), n))
        if places[key]["drawn"]:
            points.append((places[key]["lon"], places[key]["lat"]))
        return key

    for reading in kept.readings:
        run = reading.run
        runs[run.id] = {"id": run.id, "version": run.version, "ontology": run.ontology_version}
        item = _Report(reading, place)
        for n, c in enumerate(reading.claims):
            at[c.id] = (len(reports), n)
        names |= item.names
        reports.append(item.data())
    position = {r["id"]: n for n, r in enumerate(reports)}
    here, n_events = [], 0
    for e in events:
        n_events += 1
        if not kept.reports_left or any(c in at for c in e.claims):
            here.append(e)
    page = Here(claims=at, reports=position, place=place, names=names, papers={r["id"]: _called(r) for r in reports})
    found = [page_event(e, page) for e in here]
    number_events(found, reports)
    _standing(kept.readings, reports, position, copies(list(position)) if copies else ())
    box = basemap.around(points)
    return {
        "runs": list(runs.values()),
        "reports": reports,
        "events": found,
        "places": places,
        "map": basemap.draw(*box) if box else None,
        "ledger": ledger_data(ledger, at, page.papers),
        "left": {"reports": kept.reports_left, "claims": kept.claims_left, "events": n_events - len(here)},
    }


def _called(report: Mapping[str, Any]) -> str:
    """Name a report as people do: by who printed it, and when."""
    return (
        f"{report['publisher'] or report['title'] or report['id']}{f' of {day}' if (day := (report['date'] or '')[:10]) else ''}"
    )


def _standing(
    readings: Sequence[Reading],
    reports: Sequence[dict[str, Any]],
    position: Mapping[str, int],
    copies: Iterable[tuple[str, str, str]],
) -> None:
    """Say of a report whether it was withdrawn, what it corrects or was corrected by, and which one it is a copy of."""
    for reading, data in zip(readings, reports, strict=True):
        if reading.report.status == "canceled":
            data["withdrawn"] = True
        before = position.get(reading.report.corrects or "")
        if before is not None:
            data["corrects"] = before
            reports[before]["corrected_by"] = position[reading.report.id]
        elif reading.report.status == "corrected":
            data["corrected"] = True  # a later version, and the earlier one is not here
    for copy, original, why in copies:
        if copy in position and original in position and copy != original:
            reports[position[copy]]["copy_of"] = [position[original], why]


class _Report:
    """One reading as the page wants it."""

    def __init__(self, reading: Reading, place: Any) -> None:
        self.reading, self.place = reading, place
        self.offsets = _Offsets(reading.report)
        self.names = actor_names(reading)
        self.statements = {s.id: (n, s) for n, s in enumerate(reading.statements)}
        self.sentences = {s.id: n for n, s in enumerate(reading.sentences)}
        self.ends = self.names | place_names(reading)  # who or what an effect goes from and to

    def data(self) -> dict[str, Any]:
        r, o = self.reading.report, self.offsets
        return {
            "id": r.id,
            "publisher": r.publisher,
            "title": r.title,
            "date": r.published_at,
            "kind": r.kind,
            "url": r.url,
            "language": r.language,
            "text": r.text,
            "sentences": [[*o(s.start, s.end), s.paragraph] for s in self.reading.sentences],
            "statements": [
                {
                    "by": said_by(s),
                    "speaker": self.names.get(s.speaker or ""),
                    "parent": self.statements[s.parent][0] if s.parent in self.statements else None,
                    "quote": s.quote_type,
                    "stance": s.stance,
                    "source": o.spans(s.source),
                    "cue": o.spans(s.cue),
                    "content": o.spans(s.content),
                }
                for s in self.reading.statements
            ],
            "claims": [self._claim(c) for c in self.reading.claims],
        }

    def _claim(self, c: Claim) -> dict[str, Any]:
        n, statement = self.statements.get(c.statement or "", (None, None))
        data = {
            "id": c.id,
            "statement": n,
            "sentence": self.sentences.get(c.sentence, 0),
            "kind": c.kind,
            "type": c.event_type,
            "modes": list(c.modes),
            "contexts": list(c.contexts),
            "trigger": self.offsets.span(c.trigger),
            "evidence": self.offsets.span(c.evidence),
            "actor": [self._participant(p) for p in c.actor],
            "recipient": [self._participant(p) for p in c.recipient],
            "places": [self._place(p) for p in c.places],
            "time": self._time(c.time),
            "realization": c.realization,
            "factuality": c.factuality,
            "presented": presented(c, statement),
            "manner": manner(c, statement),
            "quantities": [
                {
                    "span": self.offsets.span(q.span),
                    "measure": q.quantity.measure,
                    "value": bounds(q.quantity.low, q.quantity.best, q.quantity.high),
                    "total": q.quantity.type == "total",
                    "unit": q.quantity.unit,
                }
                for q in c.quantities
            ],
            "effect": effect(c, self.ends),
            "rule": c.rule,
            "score": round(c.score, 2),
            "custom": [
                {"book": t.codebook, "type": t.type, "score": round(t.score, 2), "rule": t.rule, "like": t.example}
                for t in c.custom_types
            ],
        }
        return {k: v for k, v in data.items() if v is not None and v != []}

    def _participant(self, p: Participant) -> dict[str, Any]:
        data = {"span": self.offsets.span(p.span), "name": p.name, "id": p.target}
        return {k: v for k, v in data.items() if v is not None}

    def _place(self, p: ClaimPlace) -> dict[str, Any]:
        return {"span": self.offsets.span(p.span), "role": p.role, "id": self.place(p.place, p.span.text) if p.place else None}

    def _time(self, t: ClaimTime | None) -> dict[str, Any] | None:
        if t is None:
            return None
        i = t.interval
        data = {"span": self.offsets.span(t.span), "edtf": i.edtf, "start": i.start, "end": i.end, "modifier": i.modifier}
        return {k: v for k, v in data.items() if v is not None}
