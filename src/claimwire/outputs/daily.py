"""The daily report as files: one HTML page, a Word document, and a CSV a table. All three say the same."""

from __future__ import annotations

import csv
import datetime
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from claimwire.outputs.files import NOTICE, whole_file, write_notice, write_text

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell

_TEMPLATE = Path(__file__).parent / "assets" / "daily.html.j2"
# A Word file holds when it was made; this is a fixed moment, so that the same report is the same bytes.
_MADE = datetime.datetime(2000, 1, 1)
NOTHING = "\u2013"  # a cell that says nothing; in a table for programs it is empty
_WIDE = 6  # columns from which on a page lies on its side


def write_daily(report: Mapping[str, Any], folder: Path) -> list[Path]:
    """Write a daily report, given as plain data, to ``folder``; returns the files. Raises StoreError when it cannot."""
    written = [_html(report, folder / "daily.html"), _docx(report, folder / "daily.docx")]
    written += [_csv(report, section, folder / f"daily-{section['name']}.csv") for section in report["sections"]]
    written += [_evidence(report, folder / "daily-evidence.csv"), write_notice(folder)]
    return written


def _html(report: Mapping[str, Any], path: Path) -> Path:
    import jinja2  # costs more to load than a small run; only this page needs it

    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string(_TEMPLATE.read_text(encoding="utf-8"))
    report = _as_read(report)
    return write_text(path, template.render(report=report, notice=NOTICE, when=when))


def _as_read(report: Mapping[str, Any]) -> dict[str, Any]:
    """Return a report as people read it: without empty columns, each sentence of the evidence once."""
    first: dict[tuple[str, str], int] = {}
    notes = []
    for note in report["endnotes"]:
        known = first.setdefault((note["report"], note["words"]), note["number"])
        notes.append({**note, "same": known if known != note["number"] else None})
    return {**report, "sections": [_read(s) for s in report["sections"]], "endnotes": notes}


def _read(section: Mapping[str, Any]) -> dict[str, Any]:
    """Return a section as people read it: a column that no row fills says nothing, and makes the others narrow."""
    kept = [
        n for n in range(len(section["columns"])) if any(row[n]["text"] != NOTHING or row[n]["notes"] for row in section["rows"])
    ]
    columns = [section["columns"][n] for n in kept] if section["rows"] else section["columns"]
    return {**section, "columns": columns, "rows": [[row[n] for n in kept] for row in section["rows"]]}


def when(iso: str) -> str:
    """Return a moment as people write it, with its zone."""
    at = datetime.datetime.fromisoformat(iso)
    zone = "UTC" if at.utcoffset() == datetime.timedelta(0) else f"UTC{at:%z}"
    return f"{at.day} {at:%B %Y, %H:%M} {zone}"


def _docx(report: Mapping[str, Any], path: Path) -> Path:
    import docx
    from docx.enum.section import WD_ORIENT

    report = _as_read(report)
    document = docx.Document()
    page = document.sections[0]
    if any(len(s["columns"]) > _WIDE and s["rows"] for s in report["sections"]):
        page.orientation = WD_ORIENT.LANDSCAPE
        page.page_width, page.page_height = page.page_height, page.page_width
    core = document.core_properties
    core.title, core.author, core.created, core.modified = report["title"], "claimwire", _MADE, _MADE
    document.add_heading(report["title"], level=0)
    document.add_paragraph(_period(report))
    for section in report["sections"]:
        document.add_heading(section["title"], level=1)
        document.add_paragraph(section["about"])
        if section["rows"]:
            _table(document, section)
        else:
            document.add_paragraph(section["nothing"])
    document.add_heading("What this report does not know", level=1)
    for line in report["unknown"]:
        document.add_paragraph(line, style="List Bullet")
    document.add_heading("Evidence", level=1)
    for note in report["endnotes"]:
        words = f"the same sentence as {note['same']}" if note["same"] else f"{_source(note)}: \u201c{note['words']}\u201d"
        document.add_paragraph(f"{note['number']}. {words}")
    document.add_heading("Use of this report", level=1)
    for part in NOTICE.strip().split("\n\n"):
        document.add_paragraph(" ".join(part.split()))
    buffer = io.BytesIO()
    document.save(buffer)
    with whole_file(path) as partial:
        partial.write_bytes(buffer.getvalue())
    return path


def _period(report: Mapping[str, Any]) -> str:
    before = report["reports_before"]
    return (
        f"Period: {when(report['start'])} to {when(report['cutoff'])}. Reports read: {report['reports']:,}; "
        f"in the period before: {before:,}. Numbers in brackets are endnotes."
    )


def _table(document: Document, section: Mapping[str, Any]) -> None:
    table = document.add_table(rows=1, cols=len(section["columns"]), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, section["columns"], strict=True):
        _fill(cell, label, bold=True)
    for row in section["rows"]:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            _fill(cell, value["text"], notes=value["notes"])


def _fill(cell: _Cell, text: str, *, bold: bool = False, notes: Sequence[int] = ()) -> None:
    from docx.shared import Pt

    paragraph = cell.paragraphs[0]
    run = paragraph.add_run(text)
    run.bold, run.font.size = bold, Pt(8)
    if notes:
        mark = paragraph.add_run(f" [{', '.join(str(n) for n in notes)}]")
        mark.font.size = Pt(7)


def _source(note: Mapping[str, Any]) -> str:
    parts = (note["according_to"], note["title"], note["published_at"], note["url"])
    return ", ".join(str(p) for p in parts if p)


def _csv(report: Mapping[str, Any], section: Mapping[str, Any], path: Path) -> Path:
    claim = {n["number"]: n["claim"] for n in report["endnotes"]}
    rows = [
        [*("" if c["text"] == NOTHING else c["text"] for c in row), " ".join(claim[n] for c in row for n in c["notes"])]
        for row in section["rows"]
    ]
    return _rows([*section["columns"], "claims"], rows, path)


def _evidence(report: Mapping[str, Any], path: Path) -> Path:
    columns = ("number", "claim", "words", "according_to", "title", "published_at", "url", "report")
    return _rows(columns, [[note[c] for c in columns] for note in report["endnotes"]], path)


def _rows(columns: Sequence[str], rows: Sequence[Sequence[Any]], path: Path) -> Path:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([["" if v is None else v for v in row] for row in rows])
    return write_text(path, out.getvalue())
