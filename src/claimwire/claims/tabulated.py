"""Numbers by place set out in lines: a list of "Aleppo: 14" under its heading, or a table with a name at the head of each row."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from claimwire.claims.enumerations import Cell, Enumeration, Line
from claimwire.claims.notation import Found, Number
from claimwire.records import Span

_LONGEST_ROW = 90  # characters: a line of a list says one thing
_SUM = re.compile(r"^\W*(?:grand\s+|sub)?(?:total|all|sum|overall|altogether|in all)\b", re.IGNORECASE)
_UNIT_OF_LAND = re.compile(r"^[A-Z].* (?:province|governorate|region|district|oblast)$", re.IGNORECASE)
_RULE = re.compile(r"^[\s|:;+=_-]+$")
_ROW_NUMBER = re.compile(r"Pf*w?f?,?N")
_DIVIDED = re.compile(r",\s*(?:including|of (?:which|them)|among)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_NO_VALUE = frozenset({"", "-", "–", "—", "n/a", "na", "..", "…", "?"})
_BOLD = " \u00a0\r*_"  # a field may be set in bold
_SIGNS = "+-−±–"
_GAP = "  "  # columns set out by two spaces or more
_DELIMITERS = ("|", "\t", _GAP, ";", ",")
_COLUMNS = re.compile(r"\s{2,}")
_HEADED = 2  # rows without which lines are no list


@dataclass(frozen=True, slots=True)
class _Row:
    start: int
    end: int
    text: str


def lines(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of the lines of a text that say something."""
    at = 0
    for line in text.split("\n"):
        if line.strip():
            yield at, at + len(line)
        at += len(line) + 1


def tabulated(found: Found) -> Iterator[Enumeration]:
    """Yield the lists and tables of a text; each column of a table is an enumeration of its own."""
    rows = [_Row(a, b, found.text[a:b]) for a, b in lines(found.text)]
    n = 0
    while n < len(rows):
        last = n
        for delimiter in _DELIMITERS:
            last = _table_end(found, rows, n, delimiter)
            if last > n:
                above = rows[n - 1] if n else None
                yield from _table(found, rows[n:last], delimiter, above)
                break
        if last == n:
            last = _list_end(found, rows, n)
            if last > n:
                yield from _list(found, rows[n:last], rows[n - 1] if n else None)
        n = max(last, n + 1)


# -- lists -------------------------------------------------------------------------------------------------------------


def _list_row(found: Found, row: _Row) -> Cell | None:
    if len(row.text) > _LONGEST_ROW:
        return None
    line = Line(found, row.start, row.end)
    if _SUM.match(row.text) and line.numbers:  # "Overall: 25 violations; 8 civilians killed": the sum, and something else
        number = line.numbers[min(line.numbers)]
        end = row.end if len(line.numbers) == 1 else number.span.end
        return Cell(number=number, place=None, start=row.start + len(row.text) - len(row.text.lstrip()), end=end)
    if len(line.numbers) > 1:
        return _first_of(found, row, line)
    if len(line.numbers) != 1:
        return None
    n, number = next(iter(line.numbers.items()))
    alone = line.alone()
    if alone is not None:
        return alone
    match = _ROW_NUMBER.search(line.kinds)
    if match is None or match.end() - 1 != n or len(line.items) > n + 3:
        return None
    item = line.items[match.start()]
    return Cell(number=number, place=Span(start=item.start, end=item.end, text=item.text), start=item.start, end=number.span.end)


def _first_of(found: Found, row: _Row, line: Line) -> Cell | None:
    """Return the cell of "Homs: 6 breaches, 2 dead" or "Homs: 12 (7 air strikes, 5 shellings)": what follows names no place."""
    first = line.numbers[min(line.numbers)]
    aside, comma = _ASIDE.search(row.text), row.text.find(",", first.span.end - row.start)
    if aside is not None:
        least = max(x.value for x in line.numbers.values())
        cut = aside.start() if first.value >= least else -1
    else:
        rest = Line(found, row.start + comma, row.end)
        divided = _DIVIDED.match(row.text, comma) is not None  # "310 violations, including 84 explosions": a sentence
        cut = comma if not divided and "P" not in rest.kinds and all(x.measure or x.unit for x in rest.numbers.values()) else -1
    return _list_row(found, _Row(row.start, row.start + cut, row.text[:cut])) if cut > 0 else None


def _list_end(found: Found, rows: Sequence[_Row], n: int) -> int:
    """Return the row after the list that begins at ``n``; ``n`` where none does."""
    measure, named, last = None, 0, n
    while last < len(rows):
        cell = _list_row(found, rows[last])
        if cell is None or (cell.place is None and not named):
            break
        known = cell.number.measure if cell.number.unit else None
        if known and measure and known != measure:
            break
        measure = measure or known
        named += cell.place is not None
        last += 1
        if cell.place is None:
            break
    return last if named >= _HEADED else n


def _list(found: Found, rows: Sequence[_Row], above: _Row | None) -> Iterator[Enumeration]:
    cells = [c for row in rows if (c := _list_row(found, row)) is not None]
    heading = _span(above) if above else None
    found_above = [n for start, n in found.numbers.items() if above and above.start <= start < above.end and n.unit]
    e = _of(cells, "list", heading)
    # "Turkish side – 6 violations:" counts what the lines below it divide.
    yield replace(e, whole=found_above[0]) if e.whole is None and len(found_above) == 1 else e


# -- tables ------------------------------------------------------------------------------------------------------------


def _fields(row: _Row, delimiter: str) -> list[Span]:
    out, at = [], row.start
    if delimiter == _GAP:
        words = row.text.strip()
        start = row.start + row.text.index(words)
        ends = [(m.start(), m.end()) for m in _COLUMNS.finditer(words)]
        edges = zip([0, *(b for _, b in ends)], [*(a for a, _ in ends), len(words)], strict=True)
        return [Span(start=start + a, end=start + b, text=words[a:b]) for a, b in edges]
    for piece in row.text.split(delimiter):
        start = at + len(piece) - len(piece.lstrip(_BOLD))
        out.append(Span(start=start, end=start + len(piece.strip(_BOLD)), text=piece.strip(_BOLD)))
        at += len(piece) + 1
    if delimiter == "|":
        out = out[1:] if out and not out[0].text else out
        out = out[:-1] if out and not out[-1].text else out
    return out


def _table_end(found: Found, rows: Sequence[_Row], n: int, delimiter: str) -> int:
    """Return the row after the table whose head is row ``n``: as many fields in each, names first, then numbers."""
    head = _fields(rows[n], delimiter)
    if delimiter == "," and any(_holds(found, row) for row in rows[n : n + _HEADED + 1]):
        return n  # "Idlib: 212,140 people": no comma between fields
    if len(head) < 2 or any(f.text.replace(",", "").isdigit() for f in head[1:]) or _RULE.match(rows[n].text):
        return n
    if any(len(f.text.split()) > 8 or f.start in found.numbers for f in head):
        return n  # "Aleppo province, 4 cases;" is a row itself
    last, counted = n + 1, 0
    while last < len(rows):
        row = rows[last]
        if not (_RULE.match(row.text) and delimiter == "|"):
            fields = _fields(row, delimiter)
            if len(fields) != len(head) or not fields[0].text or not all(_is_value(f.text) for f in fields[1:]):
                break
            counted += 1
        last += 1
    return last if counted >= _HEADED or (counted and delimiter in ("|", "\t")) else n


def _holds(found: Found, row: _Row) -> bool:
    """True when a number of the row is written with a comma of thousands, and something else than numbers stands beside it."""
    grouped = any(row.start <= at < row.end and "," in n.span.text for at, n in found.numbers.items())
    return grouped and re.search(r"\d\s+\w|[:–—]", row.text) is not None


def _is_value(text: str) -> bool:
    return text.lower() in _NO_VALUE | {"none", "nil"} or (text.lstrip(_SIGNS)[:1].isdigit() and len(text.split()) <= 3)


def _table(found: Found, rows: Sequence[_Row], delimiter: str, above: _Row | None) -> Iterator[Enumeration]:
    head = _fields(rows[0], delimiter)
    title = _span(above) if above else None
    body = [_fields(r, delimiter) for r in rows[1:] if not _RULE.match(r.text)]
    if _is_turned(found, head, body):
        yield from _turned(found, head, body, title)
        return
    for column in range(1, len(head)):
        cells = []
        for fields in body:
            number = _number(found, fields[column])
            if number is None:
                continue
            name = None if _SUM.match(fields[0].text) else found.places.get(fields[0].start, fields[0])
            cell = Cell(number=number, place=name, start=min(fields[0].start, number.span.start), end=number.span.end)
            cells.append(replace(cell, heading=head[column]))
        if any(c.place for c in cells):
            yield _of(cells, "table", title)


def _is_turned(found: Found, head: Sequence[Span], body: Sequence[Sequence[Span]]) -> bool:
    """True for a table with places at the heads of its columns and what is counted at the heads of its rows."""
    across = [_is_place(found, f) for f in head[1:] if not _SUM.match(f.text)]
    return bool(across) and all(across) and not any(_is_place(found, fields[0]) for fields in body)


def _is_place(found: Found, field: Span) -> bool:
    return field.start in found.places or _UNIT_OF_LAND.search(field.text) is not None


def _turned(found: Found, head: Sequence[Span], body: Sequence[Sequence[Span]], title: Span | None) -> Iterator[Enumeration]:
    for fields in body:
        cells = []
        for column, field in zip(head[1:], fields[1:], strict=True):
            number = _number(found, field)
            if number is None:
                continue
            name = None if _SUM.match(column.text) else found.places.get(column.start, column)
            cells.append(Cell(number, name, number.span.start, number.span.end, heading=fields[0]))
        if any(c.place for c in cells):
            yield _of(cells, "table", title)


def _number(found: Found, field: Span) -> Number | None:
    if field.text[:1] in _SIGNS:
        return None  # "+4": a change, and no count
    known = found.numbers.get(field.start)
    if known is not None:
        return known
    line = Line(found, field.start, field.end)
    number = next(iter(line.numbers.values()), None)
    if number is None and field.text.replace(",", "").isdigit():
        return Number(span=field, value=float(field.text.replace(",", "")), mention=None, measure=None, unit=None)
    return number


def _of(cells: Sequence[Cell], layout: str, heading: Span | None) -> Enumeration:
    whole = next((c.number for c in cells if c.place is None), None)
    return Enumeration(cells=tuple(cells), whole=whole, partial=False, layout=layout, heading=heading)


def _span(row: _Row) -> Span:
    start = row.start + len(row.text) - len(row.text.lstrip())
    return Span(start=start, end=start + len(row.text.strip()), text=row.text.strip())
