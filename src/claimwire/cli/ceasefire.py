"""`claimwire ceasefire`: the ledger's views as tables, JSON, CSV or tables of the database."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimwire.cli.actors import Folder, Own
from claimwire.cli.app import DEFAULT_DB, AsJson, Db, app, open_database, print_json, print_table, progress, watched
from claimwire.errors import ClaimwireError, OntologyError

if TYPE_CHECKING:
    from claimwire.ceasefire import Context, Table

Agreements = Annotated[Path | None, typer.Option("--agreements", help="A folder of agreements of yours, beside ours.")]
Decisions = Annotated[Path | None, typer.Option("--decisions", help="A CSV of what people decided: id, decision, by, on, note.")]
# What a figure is a figure of: sums are made inside one value of each, and never over two.
_KEYS = ("agreement", "basis", "measure", "unit", "counter", "alleger", "scope", "kind", "type", "counted", "as_of")
_TOTALS = frozenset({"total", "cumulative", "running total"})


@app.command(
    "ceasefire",
    epilog="Example: claimwire ceasefire allegations --agreement syria-2016-02 --from 2016-05-01 --to 2016-05-27 --csv",
)
def ceasefire(
    view: Annotated[str | None, typer.Argument(metavar="VIEW", help="A view; without one, they are listed.")] = None,
    agreement: Annotated[str | None, typer.Option("--agreement", help="Only this agreement, by its id.")] = None,
    from_: Annotated[str | None, typer.Option("--from", help="First day, e.g. 2016-05-01.")] = None,
    to: Annotated[str | None, typer.Option("--to", help="Last day, inside the window.")] = None,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV with all columns.")] = False,
    sum_: Annotated[
        str | None,
        typer.Option("--sum", metavar="COLUMN", help="Add a column up inside each unit and counter, never across."),
    ] = None,
    save: Annotated[bool, typer.Option("--save", help="Write the view, or all, into the database as ceasefire_VIEW.")] = False,
    agreements: Agreements = None,
    decisions: Decisions = None,
    db: Db = DEFAULT_DB,
    actors: Own = None,
    ontology: Folder = None,
) -> None:
    """Read the ceasefire ledger off claims and events: who accepted what, who alleges what against whom, figures, control, gaps.

    Everything rests on claims, whose ids stand in the column `claims` of --json and --csv. A breach is only ever alleged.
    """
    from claimwire.ceasefire import VIEWS, tables

    if as_json and as_csv:
        raise typer.BadParameter("choose --json or --csv", param_hint="--csv")
    window = _window(from_, to)
    if view is None and not save:
        listed = [{"view": v.name, "title": v.title, "about": v.about} for v in VIEWS.values()]
        _show(listed, ["view", "title", "about"], as_json=as_json, as_csv=as_csv, empty="no views")
        return
    if view is not None:
        _known(view, VIEWS, "VIEW")
    reads = view != "agreements" or save  # the register itself needs no database
    with context(
        db if reads else None,
        agreement=agreement, window=window, agreements=agreements, decisions=decisions, actors=actors, ontology=ontology,
    ) as opened:  # fmt: skip
        found = list(tables(opened, None if view is None else [view]))
        # A figure of "the truce", which nobody names further, is not left out: only what is another agreement's is.
        others = _others(agreement, agreements, opened)
    if save:
        _save(db, found)
        return
    table = found[0]
    rows: list[Mapping[str, Any]] = [r for r in table.rows if r.get("agreement") not in others]
    if sum_ is not None:
        _known(sum_, table.columns, "--sum")
        sums, keys = _sums(rows, table.columns, sum_)
        _show(sums, keys, as_json=as_json, as_csv=as_csv, empty=_empty(table, window))
        return
    columns = list(table.columns)
    if not (as_json or as_csv) and sys.stdout.isatty():
        columns = [c for c in columns if _told(c, columns, rows)]
    _show(rows, columns, as_json=as_json, as_csv=as_csv, empty=_empty(table, window))


@contextmanager
def context(
    db: Path | None,
    *,
    agreement: str | None = None,
    window: tuple[str | None, str | None] = (None, None),
    agreements: Path | None = None,
    decisions: Path | None = None,
    actors: Path | None = None,
    ontology: Path | None = None,
) -> Iterator[Context]:
    """Open what views are read off: a database, agreements, decisions. Raises ClaimwireError that names what is wrong."""
    import claimwire.ontology
    from claimwire.ceasefire import Context, load_agreements, read_decisions
    from claimwire.cli.pages import Anew
    from claimwire.ontology.files import near
    from claimwire.resolve.actor_list import with_actors

    known = claimwire.ontology.load(ontology)
    if actors is not None:
        known = with_actors(known, actors)
    texts = load_agreements(agreements, ontology=known)
    if agreement is not None:
        ids = [a.id for a in texts]
        if agreement not in ids:
            raise OntologyError(f"--agreement: no agreement {agreement!r}{near(agreement, ids)}")
        texts = tuple(a for a in texts if a.id == agreement)
    decided = read_decisions(decisions) if decisions is not None else {}
    if db is None:
        yield Context(readings=(), ontology=known, agreements=texts, decisions=decided)
        return
    with open_database(db) as kept, progress("reports gone over") as update:
        yield Context(
            readings=Anew(lambda: watched(kept.readings(), update)),
            events=Anew(kept.events),
            ontology=known,
            agreements=texts,
            decisions=decided,
            from_=window[0],
            to=window[1],
        )


def _others(agreement: str | None, folder: Path | None, opened: Context) -> set[str]:
    from claimwire.ceasefire import load_agreements

    if agreement is None:
        return set()
    return {a.id for a in load_agreements(folder, ontology=opened.ontology)} - {agreement}


def _window(from_: str | None, to: str | None) -> tuple[str | None, str | None]:
    for option, day in (("--from", from_), ("--to", to)):
        if day is not None:
            try:
                if date.fromisoformat(day).isoformat() != day:
                    raise ValueError
            except ValueError:
                raise typer.BadParameter(f"{day!r}: write a day like 2016-05-27", param_hint=option) from None
    if from_ is not None and to is not None and to < from_:
        raise typer.BadParameter(f"{to} is before {from_}", param_hint="--to")
    return from_, to


def _known(name: str, known: Iterable[str], hint: str) -> None:
    from claimwire.ontology.files import near

    names = list(known)
    if name not in names:
        raise typer.BadParameter(f"no {'view' if hint == 'VIEW' else 'column'} {name!r}{near(name, names)}", param_hint=hint)


def _told(column: str, columns: list[str], rows: list[Mapping[str, Any]]) -> bool:
    """True for a column that a person at a terminal reads: ids beside names and columns without a value are left to exports."""
    named = column.removesuffix("_id")
    if column in {"claims", "event", "report", "key"} or (named != column and named in columns):
        return False
    return any(row.get(column) not in (None, "", [], ()) for row in rows) or not rows


def _plain(value: Any) -> Any:
    """Return a cell as one text: what a list holds is told apart by semicolons."""
    if isinstance(value, Mapping):
        return value["words"] if "words" in value else "; ".join(f"{k}: {v}" for k, v in value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        return "; ".join(str(_plain(v)) for v in value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _on_a_line(value: Any) -> Any:
    """Return a cell as a table shows it: a quotation may run over lines of its report."""
    shown = _plain(value)
    return " ".join(shown.split()) if isinstance(shown, str) else shown


def _show(rows: Iterable[Mapping[str, Any]], columns: list[str], *, as_json: bool, as_csv: bool, empty: str) -> None:
    every = list(rows)
    if as_json:
        print_json([{c: row.get(c) for c in columns} for row in every])
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([_plain(row.get(c)) for c in columns] for row in every)
    else:
        print_table(({c: _on_a_line(row.get(c)) for c in columns} for row in every), columns=columns, empty=empty)
    if not every and (as_json or as_csv):
        print(empty, file=sys.stderr)


def _empty(table: Table, window: tuple[str | None, str | None]) -> str:
    where = "" if window == (None, None) else f" between {window[0] or 'the beginning'} and {window[1] or 'the end'}"
    calm = "" if table.name == "gaps" else " No row is no calm, see `claimwire ceasefire gaps`"
    return f"no row of {table.name}{where}. {table.about}{calm}"


def _sums(rows: Iterable[Mapping[str, Any]], columns: tuple[str, ...], column: str) -> tuple[list[dict[str, Any]], list[str]]:
    """Add ``column`` up inside each unit, counter and kind; running totals are observations, and are not added at all."""
    keys = [c for c in _KEYS if c in columns and c != column]
    sums: dict[tuple[Any, ...], float] = {}
    left = 0
    for row in rows:
        value = row.get(column)
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            if value is not None:
                raise ClaimwireError(f"--sum: {column} holds {value!r}, which is no number")
            continue
        if _TOTALS & {row.get("kind"), row.get("type")}:
            left += 1
            continue
        key = tuple(_plain(row.get(c)) for c in keys)
        sums[key] = sums.get(key, 0) + value
    print(
        f"claimwire: note: {column} is added only inside equal {', '.join(keys) or 'rows'}: counts of different units, counters "
        "or periods are not the same thing, and no sum is made over them"
        + (f"; {left} running totals are left out" if left else ""),
        file=sys.stderr,
    )
    return [{**dict(zip(keys, key, strict=True)), column: _plain(n)} for key, n in sums.items()], [*keys, column]


def _save(db: Path, found: Iterable[Table]) -> None:
    from claimwire.store.ledger import write_tables

    written = write_tables(db, [(f"ceasefire_{t.name}", _columns(t.columns), map(_columned, t.rows)) for t in found])
    print(f"{db}: {', '.join(written)}")


def _columns(columns: Iterable[str]) -> list[str]:
    """Return names that SQL takes without quotation marks: "from" and "to" are words of its own."""
    return [f"{c}_" if c in _SQL else c for c in columns]


def _columned(row: Mapping[str, Any]) -> dict[str, Any]:
    return {f"{c}_" if c in _SQL else c: value for c, value in row.items()}


_SQL = frozenset({"from", "to", "of", "by", "on", "order", "group", "where", "when"})
