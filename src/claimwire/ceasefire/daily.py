"""The daily report: what was reported in the period up to a cut-off, what changed against the period before, what is not known.

It is a document of tables whose cells open their words: each names endnotes, and an endnote is a claim in its report. It draws no
conclusion; what is alleged stays alleged, and a period without reports is a gap, never calm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from claimwire.ceasefire.allegations import IN_WORDS
from claimwire.ceasefire.arithmetic import with_alerts
from claimwire.ceasefire.cells import brief, cell, difference, many, measure, shown
from claimwire.ceasefire.context import Context, Row, Said
from claimwire.ceasefire.figures import figures
from claimwire.ceasefire.layouts import LAYOUTS, Block
from claimwire.ceasefire.observation import Figure
from claimwire.ceasefire.views import VIEWS
from claimwire.records import Reading, Report

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What stands in a cell, and the numbers of the endnotes that say so."""

    text: str
    notes: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading, a line on what stands below it, and a table; ``nothing`` is said where it has no rows."""

    name: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    nothing: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Endnote:
    """A claim as it stands in its report."""

    number: int
    claim: str
    words: str
    according_to: str
    title: str | None
    published_at: str | None
    url: str | None
    report: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Daily:
    """A whole report. Times are ISO 8601 with the zone that the cut-off was given in."""

    layout: str
    title: str
    cutoff: str
    start: str
    before: str  # where the period before it starts
    reports: int
    reports_before: int
    sections: tuple[Section, ...]
    unknown: tuple[str, ...]
    endnotes: tuple[Endnote, ...]


class Published:
    """Readings of reports published after ``start`` (None: ever) and by ``end``, to be gone over anew each time."""

    def __init__(self, readings: Iterable[Reading], start: datetime | None, end: datetime) -> None:
        self._readings, self._start, self._end = readings, start, end

    def __iter__(self) -> Iterator[Reading]:
        return (r for r in self._readings if _inside(r.report, self._start, self._end))


def moment(text: str) -> datetime:
    """Read a cut-off such as 2016-05-27T19:30 or 2016-05-27T19:30+03:00; without a zone it is UTC. Raises ValueError."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _inside(report: Report, start: datetime | None, end: datetime) -> bool:
    """True for a report of the period (start, end].

    One with a day alone is of the period that ends on that day: nobody says that it came later.
    """
    said = report.published_at
    if not said:
        return False
    if len(said) <= 10:
        return said[:10] <= end.date().isoformat() and (start is None or said[:10] > start.date().isoformat())
    try:
        at = moment(said.replace("Z", "+00:00"))
    except ValueError:
        return False
    return at <= end and (start is None or at > start)


def daily(
    context: Context, *, cutoff: datetime, layout: str = "osce", length: timedelta = DAY, title: str | None = None
) -> Daily:
    """Return the report of the period of ``length`` that ends at ``cutoff``.

    ``context`` has readings of every time; its events must know of no report after the cut-off.
    """
    start, before = cutoff - length, cutoff - 2 * length
    now, earlier, so_far, till_then = (
        replace(context, readings=Published(context.readings, a, b), from_=None, to=None, _made={})
        for a, b in ((start, cutoff), (before, start), (None, cutoff), (None, start))
    )
    notes = _Notes(now, so_far)
    days = replace(so_far, from_=(start + timedelta(minutes=1)).date().isoformat(), to=cutoff.date().isoformat(), _made={})
    maker = _Maker(now=now, earlier=earlier, days=days, so_far=so_far, till_then=till_then, notes=notes, cutoff=cutoff)
    sections = tuple(maker.section(block) for block in LAYOUTS[layout])
    gaps = sum(len(section.rows) for section in sections if section.name == "gaps")
    return Daily(
        layout=layout,
        title=title or "Daily report of claims",
        cutoff=cutoff.isoformat(timespec="minutes"),
        start=start.isoformat(timespec="minutes"),
        before=before.isoformat(timespec="minutes"),
        reports=sum(1 for _ in now.readings),
        reports_before=sum(1 for _ in earlier.readings),
        sections=sections,
        unknown=tuple(_unknown(context, now, gaps, cutoff)),
        endnotes=notes.written(),
    )


class _Notes:
    """Numbers claims in the order in which the document names them."""

    def __init__(self, *contexts: Context) -> None:
        self._contexts = contexts
        self._number: dict[str, int] = {}

    def of(self, claims: Iterable[str]) -> tuple[int, ...]:
        return tuple(self._number.setdefault(c, len(self._number) + 1) for c in claims)

    def written(self) -> tuple[Endnote, ...]:
        found: dict[str, Endnote] = {}
        for context in self._contexts:
            wanted = self._number.keys() - found.keys()
            if not wanted:
                break
            for said in context.said(everything=True):
                if said.claim.id in wanted:
                    found[said.claim.id] = self._note(said, context)
        return tuple(sorted(found.values(), key=lambda n: n.number))

    def _note(self, said: Said, context: Context) -> Endnote:
        report = said.report
        return Endnote(
            number=self._number[said.claim.id],
            claim=said.claim.id,
            words=said.sentence,
            according_to=context.according_to(said),
            title=report.title,
            published_at=report.published_at,
            url=report.url,
            report=report.id,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Maker:
    """Makes sections off the period, the period before it, the days that it touches, and all there was until either."""

    now: Context
    earlier: Context
    days: Context
    so_far: Context
    till_then: Context
    notes: _Notes
    cutoff: datetime

    def section(self, block: Block) -> Section:
        if block.view == "changes":
            return self._changes(block)
        rows = [row for row in self._rows(block) if row.get("kind") not in block.without]
        if block.order:
            rows.sort(key=lambda r: tuple(str(r.get(c) or "￿") for c in block.order))
        titles = {a.id: a.title for a in self.now.agreements}
        table = [[cell(row, c, titles) for _, c in block.columns] for row in rows]
        return Section(
            name=block.name,
            title=block.title,
            about=block.about,
            columns=tuple(label for label, _ in block.columns),
            rows=tuple(self._noted(line, row) for line, row in zip(table, rows, strict=True)),
            nothing=block.nothing,
        )

    def _rows(self, block: Block) -> list[Row]:
        """Return the rows of a view that rest on what was published in the period."""
        if block.view == "gaps":  # which days have no report is asked of days
            return [*(r for r in VIEWS["gaps"].rows(self.days) if r["kind"] != "source"), *self._silent()]
        if not block.history:
            return list(VIEWS[block.view].rows(self.now))
        # What was said before is needed beside it: the count before, the offer that is answered, whom a denial contradicts.
        told = {claim.id for reading in self.now.readings for claim in reading.claims}
        rows = (self._of_now(row, told) for row in VIEWS[block.view].rows(self.so_far))
        return [row for row in rows if row is not None]

    @staticmethod
    def _of_now(row: Row, told: set[str]) -> Row | None:
        return None if told.isdisjoint(row["claims"]) else row

    def _silent(self) -> Iterator[Row]:
        """Yield the sources that were read before and not in this period, with the last day on which they were."""
        heard: dict[str, str] = {}
        for reading in self.so_far.readings:
            name, day = reading.report.publisher or "unknown publisher", (reading.report.published_at or "")[:10]
            heard[name] = max(heard.get(name, ""), day)
        read = {reading.report.publisher or "unknown publisher" for reading in self.now.readings}
        last = self.cutoff.date()
        for name, day in sorted(heard.items()):
            if name in read or len(day) != len("2031-05-12"):
                continue
            since = date.fromisoformat(day) + DAY
            if since <= last:
                days, note = (last - since).days + 1, f"last read on {day}"
                yield {
                    "kind": "source",
                    "name": name,
                    "from": since.isoformat(),
                    "to": last.isoformat(),
                    "days": days,
                    "note": note,
                }

    def _noted(self, texts: Sequence[str], row: Row) -> tuple[Cell, ...]:
        notes = self.notes.of(row.get("claims") or ())
        last = max((n for n, text in enumerate(texts) if text != shown(None)), default=len(texts) - 1)
        return tuple(Cell(text=text, notes=notes if n == last else ()) for n, text in enumerate(texts))

    def _changes(self, block: Block) -> Section:
        read, read_before = (sum(1 for _ in c.readings) for c in (self.now, self.earlier))
        lines: list[_Line] = [_Line(what="Reports read", is_=read, was=read_before)]
        lines += self._counted("allegation_matrix", "n_claims", _matrix_line)
        lines += self._counted("access", None, _access_line)
        lines += self._levels()
        columns = ("What", "Before", "This period", "Difference", "Notice")
        rows = tuple(
            (
                Cell(text=line.what),
                Cell(text=shown(line.was)),
                Cell(text=shown(line.is_), notes=self.notes.of(line.claims)),
                Cell(text=difference(line.was, line.is_)),
                Cell(text=shown([brief(a) for a in line.alerts])),
            )
            for line in lines
        )
        return Section(name=block.name, title=block.title, about=block.about, columns=columns, rows=rows, nothing=block.nothing)

    def _counted(self, view: str, number: str | None, line: Callable[[Row], str]) -> Iterator[_Line]:
        """Yield how often each line of a view stands in this period and in the one before; 0 only where reports were read."""
        found: dict[str, list[Any]] = {}
        for at, context in enumerate((self.now, self.earlier)):
            for row in VIEWS[view].rows(context):
                entry = found.setdefault(line(row), [0, 0, []])
                entry[at] += row[number] if number else 1
                if at == 0:
                    entry[2] += row.get("claims") or ()
        read = any(True for _ in self.earlier.readings)
        for what, (is_, was, claims) in sorted(found.items()):
            yield _Line(what=what, is_=is_, was=was if read else None, claims=claims)

    def _levels(self) -> Iterator[_Line]:
        """Yield running totals that this period gives, each with the latest before it of the same key."""
        titles = {a.id: a.title for a in self.now.agreements}
        before = _latest(figures(self.till_then))
        new = {claim.id for reading in self.now.readings for claim in reading.claims}
        given = _latest(f for f in with_alerts(figures(self.so_far)) if not new.isdisjoint(f.claims))
        for key, f in sorted(given.items(), key=lambda item: tuple(str(k) for k in item[0])):
            was = before.get(key)
            yield _Line(what=_level(f, titles), is_=f.value, was=was.value if was else None, claims=f.claims, alerts=f.alerts)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One line of what changed; ``was`` None: not known."""

    what: str
    is_: float
    was: float | None
    claims: Sequence[str] = ()
    alerts: Sequence[str] = ()


def _latest(found: Iterable[Figure]) -> dict[tuple[str | None, ...], Figure]:
    """Return the last running total of each key."""
    out: dict[tuple[str | None, ...], Figure] = {}
    for f in found:
        old = out.get(f.key)
        if f.kind == "cumulative" and (old is None or (f.as_of or "") >= (old.as_of or "")):
            out[f.key] = f
    return out


def _matrix_line(row: Row) -> str:
    alleger, accused = row.get("alleger") or "nobody named", row.get("accused") or "nobody named"
    if row.get("basis") == IN_WORDS:
        return f"Breaches that {alleger} alleges against {accused}"
    return f"Acts of {accused} told by {alleger} that a clause would cover"


def _access_line(row: Row) -> str:
    return f"Aid and access: {shown(row.get('what'))}"


def _level(f: Figure, titles: Mapping[str, str]) -> str:
    where = f", {f.province or f.scope}" if f.province or f.scope else ""
    under = f.agreement or f.agreement_words
    agreement = f", {titles.get(under, under)}" if under else ""
    return f"Running total of {measure(f.measure)}{where}{agreement}, as {f.counter or 'nobody named'} counts"


def _unknown(context: Context, now: Context, gaps: int, cutoff: datetime) -> Iterator[str]:
    """Say what the report does not know, with numbers."""
    dateless = by_day = later = 0
    for reading in context.readings:
        said = reading.report.published_at
        if not said:
            dateless += 1
        elif len(said) <= 10 and said[:10] == cutoff.date().isoformat():
            by_day += 1
        elif not _inside(reading.report, None, cutoff):
            later += 1
    if dateless:
        yield f"{many(dateless, 'report')} without a date: of no period, and left out."
    if by_day:
        yield f"{many(by_day, 'report')} of the last day without an hour: counted in, though some may be later than the cut-off."
    if later:
        yield f"{many(later, 'report')} after the cut-off: left out."
    withdrawn = sum(1 for r in now.readings if r.report.status == "canceled")
    if withdrawn:
        yield f"{many(withdrawn, 'report')} of this period withdrawn by its publisher: its claims stand in no table of acts."
    corrected = sum(1 for r in now.readings if r.report.corrects)
    if corrected:
        verb = "corrects" if corrected == 1 else "correct"
        yield f"{many(corrected, 'report')} of this period {verb} an earlier one, whose numbers are counted no more."
    alleged = list(VIEWS["allegations"].rows(now))
    if alleged:
        lacks = (("date", "without a date"), ("place", "without a place"), ("accused", "naming nobody as the actor"))
        counted = [(sum(1 for r in alleged if not r.get(column)), words) for column, words in lacks]
        if found := ", ".join(f"{n} {words}" for n, words in counted if n):
            yield f"Of {many(len(alleged), 'alleged act')}: {found}; none of this is filled in from elsewhere."
        alone = sum(1 for r in alleged if r.get("status") in {"party_claim_only", "single_source"})
        if alone:
            yield f"Of {many(len(alleged), 'alleged act')}, {alone} told by one side or by one source alone."
    if gaps:
        yield f"{many(gaps, 'gap')} of days, provinces or sources without a report: silence is not calm."
    yield "What no report in the collection says, and what the automatic reading missed: read the words before you rely on a row."
