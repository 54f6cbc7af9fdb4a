"""The daily report: what was reported in the period up to a cut-off, what changed against the period before, what is not known.

It is a document of tables whose cells open their words: each names endnotes, and an endnote is a claim in its report. It draws no
conclusion; what is alleged stays alleged, and a period without reports is a gap, never calm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from claimwire.ceasefire.context import Context, Row, Said
from claimwire.ceasefire.layouts import LAYOUTS, Block
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
    maker = _Maker(now=now, earlier=earlier, days=days, till_then=till_then, notes=notes)
    sections = tuple(maker.section(block) for block in LAYOUTS[layout])
    return Daily(
        layout=layout,
        title=title or "Daily report of claims",
        cutoff=cutoff.isoformat(timespec="minutes"),
        start=start.isoformat(timespec="minutes"),
        before=before.isoformat(timespec="minutes"),
        reports=sum(1 for _ in now.readings),
        reports_before=sum(1 for _ in earlier.readings),
        sections=sections,
        unknown=tuple(_unknown(context, now, days, cutoff)),
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
    """Makes sections off the period, the period before it, the days that it touches, and all there was before it."""

    now: Context
    earlier: Context
    days: Context
    till_then: Context
    notes: _Notes

    def section(self, block: Block) -> Section:
        if block.view == "changes":
            return self._changes(block)
        # Which days have no report is asked of days; all else of what was published in the period.
        rows = list(VIEWS[block.view].rows(self.days if block.view == "gaps" else self.now))
        if block.order:
            rows.sort(key=lambda r: tuple(str(r.get(c) or "￿") for c in block.order))
        return Section(
            name=block.name,
            title=block.title,
            about=block.about,
            columns=tuple(label for label, _ in block.columns),
            rows=tuple(self._row(row, [c for _, c in block.columns]) for row in rows),
            nothing=block.nothing,
        )

    def _row(self, row: Row, columns: Sequence[str]) -> tuple[Cell, ...]:
        notes = self.notes.of(row.get("claims") or ())
        cells = [Cell(text=shown(row.get(c))) for c in columns]
        last = cells[-1]
        return (*cells[:-1], Cell(text=last.text, notes=notes))

    def _changes(self, block: Block) -> Section:
        lines: list[tuple[str, Any, Any, Sequence[str]]] = []
        read, read_before = (sum(1 for _ in c.readings) for c in (self.now, self.earlier))
        lines.append(("Reports read", read, read_before, ()))
        lines += self._counted("allegation_matrix", "n_claims", _matrix_line)
        lines += self._counted("access", None, _access_line)
        lines += self._levels()
        rows = tuple(
            (
                Cell(text=what),
                Cell(text=shown(was)),
                Cell(text=shown(is_), notes=self.notes.of(claims)),
                Cell(text=_difference(was, is_)),
            )
            for what, is_, was, claims in lines
        )
        return Section(
            name=block.name,
            title=block.title,
            about=block.about,
            columns=("What", "Period before", "This period", "Difference"),
            rows=rows,
            nothing=block.nothing,
        )

    def _counted(
        self, view: str, number: str | None, line: Callable[[Row], str | None]
    ) -> Iterator[tuple[str, Any, Any, Sequence[str]]]:
        """Yield how often each line of a view stands in this period and in the one before; 0 only where reports were read."""
        found: dict[str, list[Any]] = {}
        for at, context in enumerate((self.now, self.earlier)):
            for row in VIEWS[view].rows(context):
                what = line(row)
                if what is None:
                    continue
                entry = found.setdefault(what, [0, 0, []])
                entry[at] += row[number] if number else 1
                if at == 0:
                    entry[2] += row.get("claims") or ()
        read = any(True for _ in self.earlier.readings)
        for what, (is_, was, claims) in sorted(found.items()):
            yield what, is_, was if read else None, claims

    def _levels(self) -> Iterator[tuple[str, Any, Any, Sequence[str]]]:
        """Yield running totals that this period gives, each with the latest before it of the same key."""
        latest: dict[tuple[Any, ...], Row] = {}
        for row in VIEWS["figures"].rows(self.till_then):
            if row["kind"] == "cumulative" and row["value"] is not None:
                latest[_key(row)] = _later(latest.get(_key(row)), row)
        given: dict[tuple[Any, ...], Row] = {}
        for row in VIEWS["figures"].rows(self.now):
            if row["kind"] == "cumulative" and row["value"] is not None:
                given[_key(row)] = _later(given.get(_key(row)), row)
        for key, row in sorted(given.items(), key=lambda item: tuple(str(k) for k in item[0])):
            was = latest.get(key)
            yield _figure_line(row), row["value"], was["value"] if was else None, row.get("claims") or ()


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row.get(c) for c in ("measure", "counted", "agreement", "counter", "scope", "province", "unit"))


def _later(a: Row | None, b: Row) -> Row:
    return b if a is None or str(b.get("as_of") or "") >= str(a.get("as_of") or "") else a


def _matrix_line(row: Row) -> str | None:
    if row.get("unit") != "claims" and row.get("n_claims") is None:
        return None
    return f"Claims by {row.get('alleger') or 'nobody named'} against {row.get('accused') or 'nobody named'} ({row.get('basis')})"


def _access_line(row: Row) -> str | None:
    return f"Aid and access: {shown(row.get('what'))}"


def _figure_line(row: Row) -> str:
    counted = shown(row.get("counted") or row.get("measure"))
    where = f", {row['province'] or row['scope']}" if row.get("province") or row.get("scope") else ""
    agreement = f", {row['agreement']}" if row.get("agreement") else ""
    return f"Running total of {counted}{where}{agreement}, as {row.get('counter') or 'nobody named'} counts"


def _difference(was: Any, is_: Any) -> str:
    if not isinstance(was, int | float) or not isinstance(is_, int | float):
        return "not known"
    return f"{is_ - was:+g}" if is_ != was else "none"


def _unknown(context: Context, now: Context, days: Context, cutoff: datetime) -> Iterator[str]:
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
        yield f"{_many(dateless, 'report')} without a date: of no period, and left out."
    if by_day:
        yield f"{_many(by_day, 'report')} of the last day without an hour: counted in, though some may be later than the cut-off."
    if later:
        yield f"{_many(later, 'report')} after the cut-off: left out."
    withdrawn = sum(1 for r in now.readings if r.report.status == "canceled")
    if withdrawn:
        yield f"{_many(withdrawn, 'report')} of this period withdrawn by its publisher: its claims stand in no table of acts."
    alleged = list(VIEWS["allegations"].rows(now))
    if alleged:
        undated = sum(1 for r in alleged if not r.get("date"))
        nowhere = sum(1 for r in alleged if not r.get("place"))
        nobody = sum(1 for r in alleged if not r.get("accused"))
        yield (
            f"Of {_many(len(alleged), 'alleged act')}, {undated} bear no date, {nowhere} no place and {nobody} name nobody as "
            "the actor; none of this is filled in from elsewhere."
        )
        alone = sum(1 for r in alleged if r.get("status") in {"party_claim_only", "single_source"})
        yield f"{alone} of {len(alleged)} rest on one side or on one source alone."
    gaps = list(VIEWS["gaps"].rows(days))
    if gaps:
        yield f"{_many(len(gaps), 'gap')} of days, provinces or sources without a report: silence is not calm."
    yield "What no report in the collection says, and what the automatic reading missed: read the words before you rely on a row."


def _many(n: int, noun: str) -> str:
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def shown(value: object) -> str:
    """Return a value as people read it; what is not known is a dash."""
    if value is None or value in ("", (), []):
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,g}" if value < 1e6 else f"{value:,.0f}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {shown(v)}" for k, v in value.items() if v is not None)
    if isinstance(value, list | tuple):
        return "; ".join(shown(v) for v in value)
    text = str(value)
    return text.replace("_", " ") if " " not in text and "_" in text else text
