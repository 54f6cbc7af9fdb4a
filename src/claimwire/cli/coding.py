"""`claimwire code`: the main job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimwire.cli.app import DEFAULT_OUT, app, print_json, progress, silent
from claimwire.cli.destinations import Destinations
from claimwire.cli.problems import Problems
from claimwire.errors import ClaimwireError, IngestError

if TYPE_CHECKING:
    from claimwire.ontology.model import Ontology
    from claimwire.records import Event, Reading
    from claimwire.store import SqliteStore

FIELDS = ("text", "id", "title", "published_at", "publisher", "url", "language", "kind", "retrieved_at")


def _columns(pairs: list[str]) -> dict[str, str]:
    out = {}
    for pair in pairs:
        name, sep, column = pair.partition("=")
        if not sep or not name or not column:
            raise typer.BadParameter(f"{pair!r}: write FIELD=COLUMN, e.g. text=body", param_hint="--column")
        if name not in FIELDS:
            raise typer.BadParameter(f"{name!r} is no field of a report; one of {', '.join(FIELDS)}", param_hint="--column")
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
    from claimwire.cli.expected import count
    from claimwire.resolve.gazetteer import default_file

    given = {"ontology": ontology, "gazetteer": gazetteer, "jobs": jobs, "publisher": publisher}
    settings = claimwire.config.load(config)
    settings = settings.model_copy(update={k: v for k, v in given.items() if v is not None})
    columns = _columns(column or [])
    problems = Problems()

    def complain(error: Exception | pipeline.Failure) -> None:
        message = error.message if isinstance(error, pipeline.Failure) else str(error)
        problems.add(message, note=getattr(error, "warning", False))

    try:
        reports = ingest.read(inputs, published=published, publisher=settings.publisher, columns=columns, on_error=complain)
    except IngestError as e:  # raised at once for the options only; bad inputs go to `complain`
        raise typer.BadParameter(str(e), param_hint="--published") from e
    to = Destinations.choose(out, readings=readings, db=db, tables=tables, page=page)
    to.check()
    with progress("places, once on this machine", quiet=quiet or as_json) as update:
        default_file(progress=lambda done, total: update(done=done, total=total))
    coder = pipeline.Coder.open(settings)
    # Everything goes through a database, so that a killed run goes on where it stopped; without --db it is a temporary one.
    with store.open(to.work) as kept:
        with progress("reports", quiet=quiet or as_json) as update:
            total = count(inputs, columns=columns) if update is not silent else None
            done = 0
            update(done=done, total=total)

            def step(_: object) -> None:
                nonlocal done
                done += 1
                update(done=done, total=total)

            def fail(failure: pipeline.Failure) -> None:
                complain(failure)
                step(failure)

            summary = pipeline.fill(kept, reports, coder=coder, settings=settings, on_reading=step, on_failure=fail)
        written = _write(kept, summary.order, coder.ontology, to) if summary.order else []
    to.forget_work()
    if (all_problems := problems.finish(to.problems)) is not None:
        written.append(all_problems)
    if as_json:
        print_json(
            {
                "reports": len(summary.order),
                "coded": summary.read,
                "reused": summary.reused,
                "statements": summary.statements,
                "claims": summary.claims,
                "problems": problems.errors,
                "notes": problems.notes,
                "written": [str(p) for p in written],
            }
        )
    elif not quiet:
        reused = f" ({summary.reused} of them read before)" if summary.reused else ""
        print(
            f"{_many(len(summary.order), 'report')}{reused}: {_many(summary.claims, 'claim')} "
            f"under {_many(summary.statements, 'statement')}"
        )
        for path in written:
            print(f"  {path}")
    if problems.errors:
        raise typer.Exit(1)
    if not summary.order:
        raise ClaimwireError("no report to code in the inputs")


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _write(kept: SqliteStore, order: tuple[str, ...], nouns: Ontology, to: Destinations) -> list[Path]:
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
    if to.readings is not None:
        written += outputs.export("jsonl", each(), (), to.readings)
    if to.tables is not None:
        for format_ in ("csv", "parquet", "geojson"):
            written += outputs.export(format_, each(), events(), to.tables)
    if to.page is not None:
        written.append(outputs.write_page(each(), events(), to.page))
    if to.db is not None:
        written.append(to.db)
    return list(dict.fromkeys(written))
