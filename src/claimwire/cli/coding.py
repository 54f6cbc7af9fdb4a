"""`claimwire code`: the main job."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimwire.cli.app import DEFAULT_OUT, app, print_json, progress

if TYPE_CHECKING:
    from claimwire.ontology.model import Ontology
    from claimwire.records import Event, Reading
    from claimwire.store import SqliteStore


def _columns(pairs: list[str]) -> dict[str, str]:
    out = {}
    for pair in pairs:
        name, sep, column = pair.partition("=")
        if not sep or not name or not column:
            raise typer.BadParameter(f"{pair!r}: write FIELD=COLUMN, e.g. text=body", param_hint="--column")
        out[name] = column
    return out


@app.command(
    epilog="Example: claimwire code reports/*.html briefing.txt --published 2016-05-27 --out coded. "
    "Writes readings, database, tables and page there, or only what --readings, --db, --tables and --page name."
)
def code(
    inputs: Annotated[list[str], typer.Argument(metavar="INPUT...", help="Files, folders, globs, - for standard input.")],
    out: Annotated[Path, typer.Option("--out", help="Folder for everything, when no single output is named.")] = DEFAULT_OUT,
    readings: Annotated[Path | None, typer.Option("--readings", help="Write readings, one JSON object a line.")] = None,
    db: Annotated[Path | None, typer.Option("--db", help="Write a SQLite database, or add to it.")] = None,
    tables: Annotated[Path | None, typer.Option("--tables", help="Write CSV, Parquet and GeoJSON to a folder.")] = None,
    page: Annotated[Path | None, typer.Option("--page", help="Write one self-contained HTML page.")] = None,
    published: Annotated[
        str | None, typer.Option("--published", help="Publication date of inputs that do not say theirs.")
    ] = None,
    publisher: Annotated[str | None, typer.Option("--publisher", help="Publisher of inputs that do not say theirs.")] = None,
    column: Annotated[list[str] | None, typer.Option("--column", help="FIELD=COLUMN for CSV, e.g. text=body; repeat.")] = None,
    ontology: Annotated[Path | None, typer.Option("--ontology", help="A folder that extends or replaces ours.")] = None,
    gazetteer: Annotated[Path | None, typer.Option("--gazetteer", help="A gazetteer of `claimwire gazetteer import`.")] = None,
    jobs: Annotated[int | None, typer.Option("--jobs", "-j", min=1, max=256, help="Worker processes.")] = None,
    config: Annotated[Path | None, typer.Option("--config", help="Settings; default claimwire.toml when there is one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run's summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
) -> None:
    """Code reports: who did what to whom, where and when, according to whom."""
    import claimwire.config
    from claimwire import ingest, pipeline, store

    given = {"ontology": ontology, "gazetteer": gazetteer, "jobs": jobs, "publisher": publisher}
    settings = claimwire.config.load(config)
    settings = settings.model_copy(update={k: v for k, v in given.items() if v is not None})
    if not any((readings, db, tables, page)):
        readings, db, tables, page = out / "readings.jsonl", out / "claims.db", out / "tables", out / "claims.html"
    coder = pipeline.Coder.open(settings)
    problems: list[str] = []

    def complain(error: Exception | pipeline.Failure) -> None:
        message = error.message if isinstance(error, pipeline.Failure) else str(error)
        warning = getattr(error, "warning", False)
        if not warning:
            problems.append(message)
        print(f"claimwire: {'note: ' if warning else ''}{message}", file=sys.stderr)

    # Everything goes through a database, so that a killed run goes on where it stopped; without --db it is a temporary one.
    first = next(p for p in (db, readings, page, tables) if p is not None)
    work = db or first.with_name(first.name + ".partial.db")
    work.parent.mkdir(parents=True, exist_ok=True)
    with store.open(work) as kept:
        with progress("reports", quiet=quiet or as_json) as update:
            done = 0

            def count(_: Reading) -> None:
                nonlocal done
                done += 1
                update(done=done)

            summary = pipeline.fill(
                kept,
                ingest.read(
                    inputs, published=published, publisher=settings.publisher, columns=_columns(column or []), on_error=complain
                ),
                coder=coder,
                settings=settings,
                on_reading=count,
                on_failure=complain,
            )
        written = _write(kept, summary.order, coder.ontology, readings=readings, tables=tables, page=page)
        if db is not None:
            written.append(db)
    if db is None:
        for suffix in ("", "-wal", "-shm"):
            work.with_name(work.name + suffix).unlink(missing_ok=True)
    if as_json:
        print_json(
            {
                "reports": len(summary.order),
                "coded": summary.read,
                "reused": summary.reused,
                "statements": summary.statements,
                "claims": summary.claims,
                "problems": problems,
                "written": [str(p) for p in written],
            }
        )
    elif not quiet:
        reused = f" ({summary.reused} of them read before)" if summary.reused else ""
        print(f"{len(summary.order)} reports{reused}: {summary.claims} claims under {summary.statements} statements")
        for path in written:
            print(f"  {path}")
        if problems:
            print(f"{len(problems)} input{'s' if len(problems) > 1 else ''} could not be read; named above", file=sys.stderr)
    if problems:
        raise typer.Exit(1)


def _write(
    kept: SqliteStore,
    order: tuple[str, ...],
    nouns: Ontology,
    *,
    readings: Path | None,
    tables: Path | None,
    page: Path | None,
) -> list[Path]:
    """Write what was asked for, in input order, each file whole or not at all."""
    from claimwire import consolidate, outputs

    def each() -> Iterator[Reading]:
        for report_id in order:
            reading = kept.load(report_id)
            if reading is not None:
                yield reading

    def events() -> Iterator[Event]:
        for reading in each():
            yield from consolidate.events(reading, ontology=nouns)

    written: list[Path] = []
    kept.save_events(events())
    if readings is not None:
        written += outputs.export("jsonl", each(), (), readings)
    if tables is not None:
        for format_ in ("csv", "parquet", "geojson"):
            written += outputs.export(format_, each(), events(), tables)
    if page is not None:
        written.append(outputs.write_page(each(), events(), page))
    return written
