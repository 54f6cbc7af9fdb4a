"""Commands about what the rules know: `gazetteer` and `ontology`; and `verify`, which holds a database to its reports."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from claimwire.cli.app import (
    DEFAULT_DB,
    AsJson,
    Db,
    Limit,
    app,
    open_database,
    print_json,
    print_table,
    progress,
    refuse_standard_output,
)
from claimwire.errors import ClaimwireError, GazetteerError
from claimwire.records import Reading

gazetteer_app = typer.Typer(
    help="Names of places: import a gazetteer, or ask why a name resolves as it does.", no_args_is_help=True
)
ontology_app = typer.Typer(help="Event types, trigger words, cues, actors: check a folder of them.", no_args_is_help=True)
app.add_typer(gazetteer_app, name="gazetteer")
app.add_typer(ontology_app, name="ontology")


@gazetteer_app.command(
    "import",
    epilog="Example: claimwire gazetteer import SY.txt.gz IQ.zip admin1CodesASCII.txt --out levant.sqlite; "
    "then: claimwire code reports/ --gazetteer levant.sqlite",
)
def gazetteer_import(
    files: Annotated[
        list[Path],
        typer.Argument(
            metavar="FILE...", help="GeoNames dumps (.txt, .gz, .zip), their code tables, CSV with name and coordinates."
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The gazetteer file to write.")] = Path("gazetteer.sqlite"),
    as_json: AsJson = False,
) -> None:
    """Make one gazetteer file of GeoNames dumps and CSV files, for `claimwire code --gazetteer`."""
    from claimwire.resolve.gazetteer_import import import_gazetteer

    refuse_standard_output(out=out)
    if out.is_dir():
        raise GazetteerError(f"{out}: is a folder; name a file in it, for example {out / 'gazetteer.sqlite'}")
    with progress("places", quiet=as_json) as update:
        done = import_gazetteer(files, out, progress=lambda n, total: update(done=n, total=total))
    if as_json:
        print_json(
            {
                "written": str(done.path),
                "places": done.places,
                "names": done.names,
                "seconds": round(done.seconds, 1),
                "files": done.files,
            }
        )
    else:
        print(
            f"{done.places:,} places under {done.names:,} names in {done.seconds:.0f} s, from {len(done.files)} files\n"
            f"  {done.path}"
        )


@gazetteer_app.command("search", epilog="Example: claimwire gazetteer search Karbala --gazetteer levant.sqlite")
def gazetteer_search(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place's name, in any spelling.")],
    gazetteer: Annotated[Path | None, typer.Option("--gazetteer", help="A gazetteer of `claimwire gazetteer import`.")] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List the places that a name may mean, best first, and why each is one. Context decides between them in a report."""
    from claimwire.resolve.gazetteer import open_gazetteer

    found = open_gazetteer(gazetteer).search(name, limit=limit)
    rows = [
        {
            "target": place.target,
            "name": place.name,
            "country": place.country,
            "admin1": place.admin1,
            "feature": place.feature,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "radius_km": place.radius_km,
            "prior": round(prior, 3),
            "because": reason,
        }
        for place, prior, reason in found
    ]
    if as_json:
        print_json(rows)
    else:
        columns = ["target", "name", "country", "admin1", "feature", "latitude", "longitude", "radius_km", "prior", "because"]
        print_table(rows, columns=columns, empty=f"no place is called {name!r}; `claimwire gazetteer import` adds places")


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
    rows = []
    n = 0
    with open_database(db) as kept, progress("reports", quiet=as_json) as update:
        for n, reading in enumerate(kept.readings(), 1):
            rows += [{"report": reading.report.id, "problem": p} for p in _faults(reading)]
            update(done=n)
    if as_json:
        print_json({"reports": n, "problems": rows})
    elif rows:
        print_table(rows, columns=["report", "problem"], empty="")
    else:
        print(f"{n} report{'' if n == 1 else 's'}: every digest and every span holds")
    if rows:
        raise typer.Exit(1)


def _faults(reading: Reading) -> Iterator[str]:
    """Yield what is wrong with a reading. Spans of claims are cut from the text on loading; only mentions store their words."""
    import hashlib

    report = reading.report
    if hashlib.sha256(report.text.encode("utf-8", "surrogatepass")).hexdigest() != report.sha256:
        yield "the text does not match its digest"
    changed = [m.id for m in reading.mentions if report.text[m.span.start : m.span.end] != m.span.text]
    if changed:
        yield f"{len(changed)} mentions do not match the text"
    statements = {s.id for s in reading.statements}
    lost = [c.id for c in reading.claims if c.statement is not None and c.statement not in statements]
    if lost:
        yield f"{len(lost)} claims stand under a statement that is not there"
