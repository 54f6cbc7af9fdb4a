"""`claimwire link`: rows of event tables that tell of one event, and who says what of it."""

from __future__ import annotations

import csv
import gzip
import io
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TextIO

import typer

from claimwire.cli.app import AsJson, app, print_json, print_table, refuse_standard_output
from claimwire.cli.problems import Problems
from claimwire.errors import ClaimwireError

if TYPE_CHECKING:
    from claimwire.consolidate.entries import Columns, Entry, Names
    from claimwire.consolidate.linking import Linked

AUTO = "auto"
_SQLITE = b"SQLite format 3\x00"
_COLUMNS = ("group", "score", "id", "date", "place", "actor", "deaths", "differ", "where")


@app.command(
    epilog="Example: claimwire link ged.csv --against claimwire-out/claims.db --out matches.jsonl --json; "
    "claimwire link own.csv --map start=Day --map place=Village,Town --map deaths=Killed"
)
def link(
    records: Annotated[Path, typer.Argument(metavar="RECORDS", help="CSV or JSON Lines of events, one a row; also .gz.")],
    against: Annotated[
        Path | None, typer.Option("--against", help="A database of `claimwire code`, or another table; else RECORDS itself.")
    ] = None,
    mapping: Annotated[
        list[str] | None,
        typer.Option("--map", help="FIELD=COLUMN, e.g. start=event_day; several columns by commas, finest first. Repeat."),
    ] = None,
    format_: Annotated[str, typer.Option("--format", help="acled, ucdp, or auto: told by the columns.")] = AUTO,
    every: Annotated[bool, typer.Option("--all", help="List events of a single row too.")] = False,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV, one line a row of a group.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Write to this file instead of printing.")] = None,
) -> None:
    """Link rows that tell of one event: within a table, or a table against coded events or another table.

    Each group comes with its score, the features of each pair, what a rule kept apart, and who says what where its rows differ.
    """
    import claimwire.ontology
    from claimwire.consolidate import linking
    from claimwire.consolidate.entries import FORMATS, Names

    if as_json and as_csv:
        raise typer.BadParameter("is another form than --json; choose one", param_hint="--csv")
    if format_ not in (AUTO, *FORMATS):
        raise typer.BadParameter(f"{format_!r} is none of {AUTO}, {', '.join(FORMATS)}", param_hint="--format")
    refuse_standard_output(out=out)
    own = _mapped(mapping or [])
    names, problems = Names(claimwire.ontology.load()), Problems()
    entries = list(_read(records, own=own, format_=format_, names=names, problems=problems))
    if not entries:
        raise ClaimwireError(f"{records}: no row in it that can be linked")
    first = len(entries)
    if against is not None:
        entries += (
            _database(against, names)
            if _is_database(against)
            else _read(against, own=own, format_=format_, names=names, problems=problems)
        )
    found = linking.link(entries, between=first if against is not None else None)
    shown = [g for g in found if every or len(g.entries) > 1]
    with nullcontext(sys.stdout) if out is None else _opened(out) as stream:
        _write(
            shown, stream, as_json=as_json or (out is not None and out.suffix in {".jsonl", ".json"}), as_csv=as_csv or bool(out)
        )
    problems.finish(out.with_name(f"{out.name}.problems.txt") if out is not None else None)
    linked = [g for g in found if len(g.entries) > 1]
    differ = sum(any(d.relation == "differs" for d in g.disagreements) for g in linked)
    told = f"{len(linked):,} told by several rows, {differ:,} of these with a disagreement"
    print(f"{len(entries):,} rows, {len(found):,} events; {told}", file=sys.stderr)


def _mapped(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    from claimwire.consolidate.entries import FIELDS

    out = {}
    for pair in given:
        name, _, columns = pair.partition("=")
        if name not in FIELDS or not columns:
            raise typer.BadParameter(f"{pair!r}: write FIELD=COLUMN with one of {', '.join(FIELDS)}", param_hint="--map")
        out[name] = tuple(c.strip() for c in columns.split(","))
    return out


def _read(path: Path, *, own: Columns, format_: str, names: Names, problems: Problems) -> Iterator[Entry]:
    """Yield the entries of a table; a row that cannot be read is named, and the rest goes on."""
    from claimwire.consolidate.entries import FIELDS, FORMATS, entry, told_by

    columns: Columns | None = None
    for where, row in _rows(path, problems):
        if columns is None:
            kind = told_by(row) if format_ == AUTO else format_
            # Without a format a column means the field whose name it bears.
            columns = {**(FORMATS[kind] if kind else {f: (f,) for f in FIELDS}), **own}
            absent = sorted({c for name in own for c in own[name]} - row.keys())
            if absent or not any(c in row for c in columns["start"]):
                missing = ", ".join(absent or columns["start"])
                there = ", ".join(list(row)[:30])
                raise ClaimwireError(f"{path}: no column {missing}; it has {there}. Name the right ones with --map start=COLUMN")
        try:
            yield entry(row, columns, where=where, names=names)
        except ClaimwireError as e:
            problems.add(str(e))


def _rows(path: Path, problems: Problems) -> Iterator[tuple[str, Mapping[str, Any]]]:
    try:
        with (
            gzip.open(path, "rt", encoding="utf-8-sig", newline="")
            if path.suffix == ".gz"
            else path.open(encoding="utf-8-sig", newline="") as stream
        ):
            if path.name.removesuffix(".gz").endswith((".jsonl", ".ndjson", ".json")):
                yield from _json_rows(path, stream, problems)
            else:
                yield from _csv_rows(path, stream, problems)
    except (OSError, EOFError) as e:
        raise ClaimwireError(
            f"{path}: cannot be read ({getattr(e, 'strerror', None) or e}); name a CSV or JSON Lines file"
        ) from e
    except UnicodeDecodeError as e:
        raise ClaimwireError(f"{path}: is no UTF-8 text ({e.reason} at byte {e.start}); save it as UTF-8") from e


def _json_rows(path: Path, stream: Iterable[str], problems: Problems) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for n, line in enumerate(stream, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except json.JSONDecodeError as e:
            problems.add(f"{path.name}:{n}: not JSON ({e.msg}); the row is left out")
            continue
        if isinstance(row, dict):
            yield f"{path.name}:{n}", row
        else:
            problems.add(f"{path.name}:{n}: no JSON object; the row is left out")


def _csv_rows(path: Path, stream: TextIO | io.TextIOBase, problems: Problems) -> Iterator[tuple[str, Mapping[str, Any]]]:
    csv.field_size_limit(1 << 30)
    first = stream.readline()
    if not first.strip():
        raise ClaimwireError(f"{path}: has no header; its first line must name the columns")
    delimiter = max(",;\t|", key=first.count)
    reader = csv.reader([first, *stream], delimiter=delimiter)
    header = [cell.strip() for cell in next(reader)]
    before = reader.line_num
    for cells in reader:
        at, before = before + 1, reader.line_num
        if not any(cells) or all(c.startswith("#") for c in cells if c):  # an empty line; the tag row of a HXL table
            continue
        if len(cells) != len(header):
            problems.add(f"{path.name}:{at}: {len(cells)} cells under {len(header)} columns; the row is left out")
            continue
        yield f"{path.name}:{at}", dict(zip(header, cells, strict=True))


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as f:
            return f.read(len(_SQLITE)) == _SQLITE
    except OSError as e:
        raise ClaimwireError(f"{path}: cannot be read ({e.strerror}); name a database or a table with --against") from e


def _database(path: Path, names: Names) -> list[Entry]:
    from claimwire.cli.app import open_database
    from claimwire.consolidate.entries import of_event

    kept = open_database(path)
    try:
        found = (of_event(e, where=path.name, names=names) for e in kept.events())
        return [e for e in found if e is not None]
    finally:
        kept.close()


def _opened(path: Path) -> TextIO:
    try:
        return path.open("w", encoding="utf-8", newline="")
    except OSError as e:
        raise ClaimwireError(f"{path}: cannot be written ({e.strerror}); name another file with --out") from e


def _write(groups: Sequence[Linked], stream: TextIO, *, as_json: bool, as_csv: bool) -> None:
    from claimwire.consolidate.linking import to_dict

    if as_json:
        if stream is sys.stdout:
            print_json([to_dict(g) for g in groups])
        else:
            stream.writelines(json.dumps(to_dict(g), ensure_ascii=False) + "\n" for g in groups)
    elif as_csv:
        writer = csv.DictWriter(stream, _COLUMNS)
        writer.writeheader()
        writer.writerows(_table(groups))
    else:
        print_table(_table(groups), columns=list(_COLUMNS), empty="no two rows tell of one event")


def _table(groups: Sequence[Linked]) -> Iterator[dict[str, Any]]:
    for n, group in enumerate(groups, 1):
        differ = ", ".join(d.attribute if d.relation == "differs" else f"({d.attribute})" for d in group.disagreements)
        for e in group.entries:
            said = {k: e.said.get(k) for k in ("date", "place", "actor", "deaths")}
            score = None if group.score is None else round(group.score, 2)
            yield {"group": n, "score": score, "id": e.id, **said, "differ": differ, "where": e.where}
