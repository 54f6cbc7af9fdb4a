"""The typer application that the command modules add to, and what they share: options, tables, progress."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from claimwire.errors import ClaimwireError

if TYPE_CHECKING:
    from rich.progress import Progress

    from claimwire.store import SqliteStore

Item = TypeVar("Item")
_COLUMN = 14  # characters that a column of a table needs to be read

app = typer.Typer(
    name="claimwire",
    help="Reads conflict reporting and writes down who did what to whom, where and when, according to whom.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)

Db = Annotated[Path, typer.Option("--db", help="The database that `claimwire code` wrote.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Limit = Annotated[int, typer.Option("--limit", "-n", min=1, help="At most so many rows.")]
DEFAULT_OUT = Path("claimwire-out")
DEFAULT_DB = DEFAULT_OUT / "claims.db"


def _version(show: bool) -> None:
    if show:
        import claimwire

        print(f"claimwire {claimwire.__version__}")
        raise typer.Exit


@app.callback()
def main(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")] = False,
) -> None:
    """Read conflict reporting and write down who did what to whom, where and when, according to whom."""


def open_database(db: Path) -> SqliteStore:
    """Open a database to read; one of an older claimwire is brought up to date first.

    Raises ClaimwireError that says how to make one.
    """
    from claimwire import store

    if not db.exists():
        raise ClaimwireError(f"{db}: no such database; make one with `claimwire code REPORTS... --db {db}`")
    if db.is_file() and not db.stat().st_size:
        raise ClaimwireError(f"{db}: an empty file; write a database with `claimwire code REPORTS... --db {db}`")
    if db.is_file() and store.is_outdated(db):
        from claimwire.cli.consolidating import bring_up_to_date

        bring_up_to_date(db)
    return store.open(db, read_only=True)


def refuse_standard_output(**outputs: Path | None) -> None:
    """Refuse ``-`` for outputs that are files or folders, by the option that names them."""
    for option, path in outputs.items():
        if path == Path("-"):
            message = "only --readings of `claimwire code` can go to standard output; name a file or folder"
            raise typer.BadParameter(message, param_hint=f"--{option}")


def print_json(value: object) -> None:
    """Print a value as JSON, one object a line for a list."""
    lines = value if isinstance(value, list) else [value]
    for line in lines:
        print(json.dumps(line, ensure_ascii=False))


def print_table(rows: Iterable[Mapping[str, Any]], *, columns: list[str], empty: str) -> None:
    """Print rows as a table that wraps to the terminal, or tab-separated when another program reads; ``empty`` when none."""
    if sys.stdout.isatty():
        n = _print_wrapped(rows, columns)
    else:
        n = 0
        for n, row in enumerate(rows, 1):
            if n == 1:
                print("\t".join(columns))
            print("\t".join(" ".join(_cell(row[c]).split()) for c in columns))
    if not n:
        print(empty, file=sys.stderr)


def _print_wrapped(rows: Iterable[Mapping[str, Any]], columns: list[str]) -> int:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console()
    if console.width < _COLUMN * len(columns):
        return _print_blocks(rows, columns)
    table = Table(box=None, header_style="bold", pad_edge=False)
    for column in columns:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(Text(_cell(row[c])) for c in columns))  # Text: square brackets in a report are no markup
    if table.row_count:
        console.print(table)
    return table.row_count


def _print_blocks(rows: Iterable[Mapping[str, Any]], columns: list[str]) -> int:
    """Print a line a field: columns of three letters, which a narrow terminal would make, cannot be read."""
    width = max(map(len, columns))
    n = 0
    for n, row in enumerate(rows, 1):
        if n > 1:
            print()
        for column in columns:
            if cell := _cell(row[column]):
                print(f"{column.replace('_', ' '):{width}}  {cell}")
    return n


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def progress(what: str, *, quiet: bool = False) -> AbstractContextManager[Callable[..., None]]:
    """Show a bar with rate and remaining time on a terminal, nothing elsewhere; call the result with done=, total=."""
    if quiet or not sys.stderr.isatty():
        return nullcontext(silent)
    return _Bar(what)


def silent(**_: int | None) -> None:
    """The progress that is shown to nobody: what needs counting only for a bar is left uncounted."""


class _Bar(AbstractContextManager[Callable[..., None]]):
    """A bar that appears with its first figure, so that work which turns out to be done already shows none."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._progress: Progress | None = None

    def __enter__(self) -> Callable[..., None]:
        return self._update

    def _update(self, *, done: int, total: int | None = None) -> None:
        if self._progress is None:
            self._progress = _started(self._what)
        task = self._progress.tasks[0]
        rate = f"{done / task.elapsed:.1f}/s" if task.elapsed else ""
        self._progress.update(task.id, completed=done, total=total, rate=rate)

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()


def _started(what: str) -> Progress:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[rate]}"), TimeRemainingColumn())
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    bar.add_task(what, total=None, rate="")
    bar.start()
    return bar


def watched(items: Iterable[Item], update: Callable[..., None]) -> Iterator[Item]:
    """Pass items on and count them on a bar."""
    for done, item in enumerate(items, 1):
        update(done=done)
        yield item
