"""Commands about what the rules know: `gazetteer`, `ontology`, and `verify` of a database."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from claimwire.cli.app import DEFAULT_DB, AsJson, Db, app, print_json, print_table
from claimwire.errors import ClaimwireError

gazetteer_app = typer.Typer(
    help="Names of places: import a gazetteer, or ask why a name resolves as it does.", no_args_is_help=True
)
ontology_app = typer.Typer(help="Event types, trigger words, cues, actors: check a folder of them.", no_args_is_help=True)
app.add_typer(gazetteer_app, name="gazetteer")
app.add_typer(ontology_app, name="ontology")


@ontology_app.command("check", epilog="Example: claimwire ontology check my-ontology/")
def ontology_check(
    directory: Annotated[Path | None, typer.Argument(help="A folder that extends ours; ours alone when left out.")] = None,
    as_json: AsJson = False,
) -> None:
    """Name what is wrong in an ontology folder, by file, line and key, with the remedy. Exit status 1 when anything is."""
    from claimwire import ontology

    if directory is not None and not directory.is_dir():
        raise ClaimwireError(f"{directory}: no such folder")
    problems = ontology.check(directory)
    if as_json:
        print_json([{"problem": str(p)} for p in problems])
    else:
        for problem in problems:
            print(problem)
        if not problems:
            found = ontology.load(directory)
            n = sum(len(v) for v in found.triggers.values()), sum(len(v) for v in found.cues.values()), len(found.actors)
            print(f"no problem: {n[0]} trigger senses, {n[1]} cues, {n[2]} actors; version {found.version}")
    if problems:
        raise typer.Exit(1)


@app.command(epilog="Example: claimwire verify --db claimwire-out/claims.db")
def verify(db: Db = DEFAULT_DB, as_json: AsJson = False) -> None:
    """Check that every text still has its digest, and that every span is cut from its report letter for letter."""
    import hashlib

    from claimwire.cli.browse import _open

    rows = []
    with _open(db) as kept:
        n = 0
        for reading in kept.readings():
            n += 1
            text = reading.report.text
            if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != reading.report.sha256:
                rows.append({"report": reading.report.id, "problem": "the text does not match its digest"})
            bad = [m.id for m in reading.mentions if text[m.span.start : m.span.end] != m.span.text]
            if bad:
                rows.append({"report": reading.report.id, "problem": f"{len(bad)} mentions do not match the text"})
    if as_json:
        print_json([{"reports": n, "problems": rows}])
    elif rows:
        print_table(rows, columns=["report", "problem"], empty="")
    else:
        print(f"{n} reports: every digest and every span holds")
    if rows:
        raise typer.Exit(1)
