"""`claimwire code`: the main job."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimwire.cli import annotators
from claimwire.cli.app import DEFAULT_OUT, app, print_json, progress, refuse_standard_output, silent
from claimwire.cli.destinations import Destinations
from claimwire.cli.problems import Problems
from claimwire.errors import ClaimwireError, IngestError

if TYPE_CHECKING:
    from claimwire.config import Settings
    from claimwire.ontology.model import Ontology
    from claimwire.pipeline import Failure, Summary
    from claimwire.records import Event, Reading, Report
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
    readings: Annotated[
        Path | None, typer.Option("--readings", help="Write readings, one JSON object a line; - for standard output.")
    ] = None,
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
    actors: Annotated[Path | None, typer.Option("--actors", help="A list of `claimwire actors import`, beside ours.")] = None,
    codebook: Annotated[
        Path | None, typer.Option("--codebook", help="Types of your own; see `claimwire codebook check`.")
    ] = None,
    jobs: Annotated[
        int | None,
        typer.Option(
            "--jobs",
            "-j",
            min=1,
            max=256,
            help="Worker processes; they share out the reports, so that one long text keeps one of them busy.",
        ),
    ] = None,
    annotator: Annotated[
        str | None,
        typer.Option("--annotator", help="Who reads: encoder (ours), spacy:PIPELINE, or endpoint (see claimwire.toml)."),
    ] = None,
    max_cost: Annotated[
        float | None, typer.Option("--max-cost", min=0, help="Send an endpoint nothing when it may cost more than this.")
    ] = None,
    refused: Annotated[
        Path | None, typer.Option("--refused", help="Write what was refused of an endpoint's answers, a JSON object a line.")
    ] = None,
    config: Annotated[Path | None, typer.Option("--config", help="Settings; default claimwire.toml when there is one.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the run's summary as JSON.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress bar and no summary.")] = False,
) -> None:
    """Code reports: who did what to whom, where and when, according to whom."""
    import claimwire.config
    from claimwire import ingest, pipeline

    refuse_standard_output(out=out, db=db, tables=tables, page=page)
    to = Destinations.choose(out, readings=readings, db=db, tables=tables, page=page)
    if to.streamed and as_json:
        raise typer.BadParameter("the summary would stand among the readings on standard output", param_hint="--json")
    given: dict[str, object] = {"ontology": ontology, "gazetteer": gazetteer, "actors": actors, "codebook": codebook}
    given |= {"jobs": jobs, "publisher": publisher}
    settings = claimwire.config.load(config)
    settings = settings.model_copy(update={k: v for k, v in given.items() if v is not None})
    settings = annotators.chosen(settings, annotator=annotator, max_cost=max_cost, refused=refused)
    columns = _columns(column or [])
    problems = Problems(all_shown=to.problems is None)

    def complain(error: Exception | pipeline.Failure) -> None:
        message = error.message if isinstance(error, pipeline.Failure) else str(error)
        problems.add(message, note=getattr(error, "warning", False))

    try:
        reports = ingest.read(inputs, published=published, publisher=settings.publisher, columns=columns, on_error=complain)
    except IngestError as e:  # raised at once for the options only; bad inputs go to `complain`
        raise typer.BadParameter(str(e), param_hint="--published") from e
    try:
        to.check()
        summary = pipeline.Summary(read=0, reused=0, claims=0, statements=0, failures=(), order=())
        written: list[Path] = []
        # A mistyped column or path is named at once, before a model is loaded or a database made.
        first = next(reports, None)
        if first is not None:
            work = _Work(
                reports=chain((first,), reports),
                inputs=inputs,
                columns=columns,
                quiet=quiet or as_json,
                silent=quiet,
                refused=refused,
            )
            summary, written = _code(work, settings=settings, to=to, complain=complain)
        if (all_problems := problems.finish(to.problems)) is not None:
            written.append(all_problems)
    finally:
        to.tidy()
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
        told = sys.stderr if to.streamed else sys.stdout
        reused = f" ({summary.reused} of them read before)" if summary.reused else ""
        print(
            f"{_many(len(summary.order), 'report')}{reused}: {_many(summary.claims, 'claim')} "
            f"under {_many(summary.statements, 'statement')}",
            file=told,
        )
        for line in _shown(written, to.tables):
            print(f"  {line}", file=told)
    if problems.errors:
        raise typer.Exit(1)
    if not summary.order:
        raise ClaimwireError("no report to code in the inputs")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """Reports on their way in, and what a bar needs to know of them."""

    reports: Iterator[Report]
    inputs: Sequence[str]
    columns: Mapping[str, str]
    quiet: bool  # no bar
    silent: bool  # no bar, and no line on what an annotator takes
    refused: Path | None


def _code(
    work: _Work, *, settings: Settings, to: Destinations, complain: Callable[[Exception | Failure], None]
) -> tuple[Summary, list[Path]]:
    """Code the reports into the database of ``to`` and write its outputs. Returns the counts and the files."""
    from claimwire import pipeline, store
    from claimwire.cli.expected import count
    from claimwire.pipeline import consolidating
    from claimwire.resolve.gazetteer import default_file

    with progress("places, once on this machine", quiet=work.quiet) as update:
        default_file(progress=lambda done, total: update(done=done, total=total))
    written: list[Path] = []
    with pipeline.workers(settings) as pool:
        coder = pipeline.Coder.open(settings)
        # Everything goes through a database, so that a killed run goes on where it stopped; without --db it is a temporary one,
        # which nobody queries.
        with store.open(to.work, tables=to.db is not None) as kept:
            reports = annotators.announced(work.reports, coder=coder, settings=settings, kept=kept, quiet=work.silent)
            with progress("reports", quiet=work.quiet) as update:
                total = count(work.inputs, columns=work.columns) if update is not silent else None
                done = 0
                update(done=done, total=total)

                def step(_: object) -> None:
                    nonlocal done
                    done += 1
                    update(done=done, total=total)

                def fail(failure: Failure) -> None:
                    complain(failure)
                    step(failure)

                summary = pipeline.fill(
                    kept, reports, coder=coder, settings=settings, pool=pool, on_reading=step, on_failure=fail
                )
            if to.db is None:  # reports of a run that was killed, and that this one was not given, are no part of its events
                kept.keep_only(summary.order)
            if summary.order:
                with progress("consolidation", quiet=work.quiet) as update:
                    consolidating.run(kept, ontology=coder.ontology, pool=pool, workers=settings.processes, progress=update)
                written = _write(kept, summary.order, to, ontology=coder.ontology)
    if (refusals := annotators.told(coder, settings=settings, quiet=work.silent, refused=work.refused)) is not None:
        written.append(refusals)
    to.forget_work()
    return summary, written


def _shown(written: list[Path], tables: Path | None) -> Iterator[str]:
    """Yield a line a file; the tables are one line, because a screen of paths hides the page that one wants to open."""
    inside = [p for p in written if tables is not None and p.parent == tables]
    yield from (str(p) for p in written if p not in inside)
    if n := sum(1 for p in inside if p.suffix in {".csv", ".parquet", ".geojson"}):
        yield f"and {_many(n, 'table')} in {tables}"


def _many(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"


def _write(kept: SqliteStore, order: tuple[str, ...], to: Destinations, *, ontology: Ontology) -> list[Path]:
    """Write what was asked for, in input order, each file whole or not at all."""
    from claimwire import outputs
    from claimwire.cli import pages

    def each() -> Iterator[Reading]:
        for report_id in order:
            reading = kept.load(report_id)
            if reading is not None:
                yield reading

    def events() -> Iterator[Event]:
        yield from kept.events(reports=order)

    def lines() -> Iterator[str]:
        yield from (text for report_id in order if (text := kept.text(report_id)) is not None)

    written: list[Path] = []
    if to.streamed:
        outputs.stream_jsonl(lines(), sys.stdout.buffer)
    elif to.readings is not None:
        written += outputs.write_jsonl(lines(), (), to.readings)
    if to.tables is not None:
        for format_ in ("csv", "parquet", "geojson"):
            written += outputs.export(format_, each(), events(), to.tables)
    if to.page is not None:
        tables = pages.ledger(each, events, ontology=ontology)
        written.append(
            outputs.write_page(
                each(), pages.Anew(events), to.page, ledger=tables, copies=lambda reports: pages.copies(kept, reports)
            )
        )
    if to.db is not None:
        written.append(to.db)
    return list(dict.fromkeys(written))
