"""`claimwire actors`: a list of actors of one's own beside ours: import it, look into it, check it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimwire.cli.app import AsJson, Limit, app, print_json, print_table, progress, refuse_standard_output
from claimwire.cli.problems import Problems
from claimwire.errors import ClaimwireError, OntologyError

if TYPE_CHECKING:
    from claimwire.ontology.model import ActorEntry, Ontology

actors_app = typer.Typer(help="Who is who: import a list of your own, look into it, check it.", no_args_is_help=True)
app.add_typer(actors_app, name="actors")

FORMATS = ("csv", "phoenix", "ftm")
Own = Annotated[Path | None, typer.Option("--actors", help="A list of `claimwire actors import`, beside ours.")]
Folder = Annotated[Path | None, typer.Option("--ontology", help="A folder that extends or replaces ours.")]


@actors_app.command(
    "import",
    epilog="Example: claimwire actors import parties.csv --column name=Party --column country=Land --out parties.sqlite; "
    "then: claimwire code reports/ --actors parties.sqlite",
)
def actors_import(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="CSV, a Phoenix dictionary or FollowTheMoney lines; also .gz.")],
    out: Annotated[Path, typer.Option("--out", help="The list to write.")] = Path("actors.sqlite"),
    kind: Annotated[str | None, typer.Option("--format", help="csv, phoenix or ftm; else told by the file.")] = None,
    column: Annotated[list[str] | None, typer.Option("--column", help="FIELD=COLUMN of a CSV, e.g. name=Party; repeat.")] = None,
    default: Annotated[
        list[str] | None, typer.Option("--default", help="FIELD=VALUE of CSV rows that have none, e.g. kind=party; repeat.")
    ] = None,
    ontology: Folder = None,
    as_json: AsJson = False,
) -> None:
    """Make a list of actors for `claimwire code --actors`. Lines that cannot be used are named; the rest is written."""
    import claimwire.ontology
    from claimwire.resolve import actor_formats, actor_list
    from claimwire.resolve.actor_rows import Reading

    refuse_standard_output(out=out)
    if kind is not None and kind not in FORMATS:
        raise typer.BadParameter(f"{kind!r} is none of {', '.join(FORMATS)}", param_hint="--format")
    if not file.is_file():
        raise OntologyError(f"{file}: no such file")
    if out.exists() and out.resolve() == file.resolve():
        raise OntologyError(f"{out}: is the list to import; choose another file with --out")
    problems = Problems()
    how = Reading(
        claimwire.ontology.load(ontology),
        lambda message: problems.add(message.replace(": note: ", ": ", 1), note=": note: " in message),
        columns=_pairs(column or [], "--column"),
        defaults=_pairs(default or [], "--default"),
    )
    with progress("actors", quiet=as_json) as update:
        how.progress = lambda done, total: update(done=done, total=total)
        done = actor_list.write(out, actor_formats.read(file, how, kind=kind), source=file.name)
    problems.finish(out.with_name(f"{out.name}.problems.txt"))
    if not done.actors:
        out.unlink()
        raise OntologyError(f"{file}: no actor in it that can be used; nothing is written")
    if done.repeated:
        problems.add(f"{file}: {done.repeated} ids occur again; the first of each is kept", note=True)
    if as_json:
        print_json({"written": str(out), "actors": done.actors, "names": done.names, "problems": len(problems.errors)})
    else:
        print(f"{done.actors:,} actor{'s' * (done.actors != 1)} under {done.names:,} name{'s' * (done.names != 1)}\n  {out}")


def _pairs(given: list[str], option: str) -> dict[str, str]:
    from claimwire.ontology.schema import ACTOR_COLUMNS

    out = {}
    for pair in given:
        name, sep, value = pair.partition("=")
        if not sep or name not in ACTOR_COLUMNS or not value:
            message = f"{pair!r}: write FIELD=VALUE with one of {', '.join(ACTOR_COLUMNS)}"
            raise typer.BadParameter(message, param_hint=option)
        out[name] = value
    return out


def _known(ontology: Path | None, actors: Path | None) -> Ontology:
    import claimwire.ontology
    from claimwire.resolve.actor_list import with_actors

    found = claimwire.ontology.load(ontology)
    return with_actors(found, actors) if actors is not None else found


@actors_app.command("search", epilog="Example: claimwire actors search 'russian foreign minister' --date 2016-05-27")
def actors_search(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A name, an acronym, an office or a part of one.")],
    date: Annotated[str | None, typer.Option("--date", help="The day on which sides and offices are to hold.")] = None,
    actors: Own = None,
    ontology: Folder = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List the actors that a name may mean, best first, with the sides and offices of a day. Context decides in a report."""
    from claimwire.resolve.actor_search import search

    if date is not None and _day(date) is None:
        raise typer.BadParameter(f"{date!r}: write a day like 2016-05-27", param_hint="--date")
    rows = [
        {
            "target": entry.id,
            "name": entry.name,
            "kind": entry.kind,
            "country": entry.country,
            "sector": entry.sector,
            "sides": "; ".join(_dated(entry.sides, date)),
            "offices": "; ".join(_dated(entry.offices, date)),
            "because": reason,
        }
        for entry, reason in search(_known(ontology, actors), name, on=date, limit=limit)
    ]
    if as_json:
        print_json(rows)
        return
    columns = ["target", "name", "kind", "country", "sector", "sides", "offices", "because"]
    print_table(rows, columns=columns, empty=f"nobody is called {name!r}; `claimwire actors import` adds actors")


def _day(text: str) -> str | None:
    from datetime import date

    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return None


def _dated(values: Any, on: str | None) -> Iterator[str]:
    for v in values:
        if on is None or v.holds(on):
            dates = "" if v.start is None and v.end is None else f" {v.start or ''}/{v.end or ''}"
            yield f"{v.value}{dates if on is None else ''}"


@actors_app.command("check", epilog="Example: claimwire actors check --actors parties.sqlite")
def actors_check(actors: Own = None, ontology: Folder = None, as_json: AsJson = False) -> None:
    """Name what does not go together: two holders of one office at a time, unknown countries, dates that end before they begin.

    With --actors, the list is checked and ours is taken as it is. Exit status 1 when anything is named.
    """
    from claimwire.resolve.actor_list import ActorList
    from claimwire.resolve.actor_search import faults

    known = _known(ontology, actors)
    own: Iterator[ActorEntry]
    own = known.actors.entries() if isinstance(known.actors, ActorList) else iter(known.actors.values())
    problems = list(faults(own, known))
    if as_json:
        print_json([{"target": target, "problem": problem} for target, problem in problems])
    else:
        for target, problem in problems:
            print(f"{target}: {problem}")
        if not problems:
            print(f"no problem: {len(known.actors):,} actors")
    if problems:
        raise typer.Exit(1)
    if not len(known.actors):
        raise ClaimwireError("no actor in the list")
