"""Commands about what the rules know: `gazetteer` and `ontology`; and `verify`, which holds a database to its reports."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

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
from claimwire.records import Place, Reading

if TYPE_CHECKING:
    from claimwire.resolve.gazetteer import LayeredGazetteer

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
            metavar="FILE...",
            help="GeoNames dumps (.txt, .gz, .zip), their code tables, CSV with name and coordinates, OCHA p-code tables.",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The gazetteer file to write.")] = Path("gazetteer.sqlite"),
    column: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="FIELD=COLUMN", help="Which column of a CSV holds a field, such as name=Town; repeat."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make one gazetteer file of GeoNames dumps, CSV files and p-code tables, for `claimwire code --gazetteer`."""
    from claimwire.resolve.gazetteer_import import import_gazetteer

    refuse_standard_output(out=out)
    if out.is_dir():
        raise GazetteerError(f"{out}: is a folder; name a file in it, for example {out / 'gazetteer.sqlite'}")
    columns = dict(_field_and_column(text) for text in column or ())
    with progress("places", quiet=as_json) as update:
        done = import_gazetteer(files, out, columns=columns, progress=lambda n, total: update(done=n, total=total))
    if as_json:
        print_json(
            {
                "written": str(done.path),
                "places": done.places,
                "names": done.names,
                "seconds": round(done.seconds, 1),
                "files": done.files,
                "left_out": done.left_out,
                "problems": done.problems,
            }
        )
        return
    for problem in done.problems:
        print(f"left out: {problem}", file=sys.stderr)
    if done.left_out > len(done.problems):
        print(f"left out: {done.left_out - len(done.problems):,} more rows", file=sys.stderr)
    left = f", {done.left_out:,} row{'' if done.left_out == 1 else 's'} left out" if done.left_out else ""
    print(
        f"{done.places:,} places under {done.names:,} names in {done.seconds:.0f} s, from {len(done.files)} files{left}\n"
        f"  {done.path}"
    )


def _field_and_column(text: str) -> tuple[str, str]:
    name, equals, column = text.partition("=")
    if not equals or not name or not column:
        raise typer.BadParameter(f"{text!r} is not FIELD=COLUMN, for example name=Town", param_hint="--column")
    return name, column


@gazetteer_app.command("search", epilog="Example: claimwire gazetteer search Karbala --gazetteer levant.sqlite")
def gazetteer_search(
    name: Annotated[str, typer.Argument(metavar="NAME", help="A place's name, in any spelling.")],
    gazetteer: Annotated[Path | None, typer.Option("--gazetteer", help="A gazetteer of `claimwire gazetteer import`.")] = None,
    near: Annotated[
        str | None, typer.Option("--near", metavar="LAT,LON", help="Put the nearest to this point first, with distances.")
    ] = None,
    country: Annotated[str | None, typer.Option("--country", help="Only places of this country (two or three letters).")] = None,
    report: Annotated[
        Path | None, typer.Option("--report", help="Say instead what the name means in this report, and by which rule.")
    ] = None,
    limit: Limit = 20,
    as_json: AsJson = False,
) -> None:
    """List the places that a name may mean, best first, and why each is one. Context decides between them in a report."""
    from claimwire.resolve.gazetteer import open_gazetteer

    if report is not None:
        rows = _in_report(name, report, gazetteer)
        columns = ["text", "at", "rule", "target", "name", "country", "score", "runners_up"]
        empty = f"{report}: no place is read from {name!r}; `claimwire gazetteer search {name!r}` lists what it could mean"
    else:
        layers = open_gazetteer(gazetteer)
        rows = _candidates(layers, name, near=_point(near), country=_alpha3(country), limit=limit)
        for row in rows:
            row["layers"] = [n if gazetteer is not None and n == gazetteer.name else "default" for n in row["layers"]]
        columns = [
            "target", "name", "country", "admin1", "admin2", "feature", "latitude", "longitude", "radius_km", "population",
            *(["km"] if near is not None else []), "prior", "because", "key", "importance", "layers",
        ]  # fmt: skip
        empty = f"no place is called {name!r}; `claimwire gazetteer import` adds places"
    if as_json:
        print_json(rows)
    else:
        print_table([{k: _plain(v) for k, v in row.items()} for row in rows], columns=columns, empty=empty)


def _candidates(
    layers: LayeredGazetteer, name: str, *, near: tuple[float, float] | None, country: str | None, limit: int
) -> list[dict[str, Any]]:
    from claimwire.resolve.gazetteer_db import kilometres

    point = Place(target="", name="", latitude=near[0], longitude=near[1]) if near else None
    rows: list[dict[str, Any]] = []
    for hit in layers.search(name, limit=limit, country=country, near=near):
        place = hit.place
        admin2, population = layers.details(place.target)
        apart = kilometres(point, place) if point else None
        row: dict[str, Any] = {
            "target": place.target,
            "name": place.name,
            "country": place.country,
            "admin1": place.admin1,
            "admin2": admin2,
            "feature": place.feature,
            "latitude": place.latitude,
            "longitude": place.longitude,
            "radius_km": place.radius_km,
            "population": population,
            "prior": round(hit.prior, 3),
            "because": hit.reason,
            "key": hit.key,
            "importance": round(hit.importance, 3),
            "layers": list(hit.layers),
        }
        if point is not None:
            row["km"] = None if apart is None else round(apart, 1)
        rows.append(row)
    return rows


def _in_report(name: str, path: Path, gazetteer: Path | None) -> list[dict[str, Any]]:
    """Return what each mention of a name was found to be in a report, by which rule, and what else it could have been."""
    from claimwire import pipeline
    from claimwire.config import Settings
    from claimwire.ingest import read
    from claimwire.resolve.place_names import fold, without_article
    from claimwire.resolve.places import resolve_places

    coder = pipeline.Coder.open(Settings(gazetteer=gazetteer))
    wanted = without_article(fold(name))
    rows: list[dict[str, Any]] = []
    for report in read([str(path)], on_error=lambda problem: print(f"claimwire: {problem}", file=sys.stderr)):
        (annotation,) = coder.annotator.annotate([report])
        found = resolve_places(report, annotation, gazetteer=coder.gazetteer, ontology=coder.ontology, metonyms=True)
        links = {link.mention: link for link in found.links}
        for mention in found.mentions:
            if f" {wanted} " not in f" {without_article(fold(mention.span.text))} ":
                continue
            link, place = links[mention.id], found.places.get(mention.id)
            rows.append(
                {
                    "text": mention.span.text,
                    "at": mention.span.start,
                    "rule": link.rule,
                    "target": link.target,
                    "name": place.name if place else None,
                    "country": place.country if place else None,
                    "score": link.score,
                    "runners_up": [f"{c.name} ({c.target}) {c.score:g}" for c in link.candidates],
                }
            )
    return rows


def _point(text: str | None) -> tuple[float, float] | None:
    if text is None:
        return None
    try:
        latitude, longitude = map(float, text.split(","))
    except ValueError:
        raise typer.BadParameter(f"{text!r} is not LAT,LON, for example 36.2,37.1", param_hint="--near") from None
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise typer.BadParameter(f"{text!r} lies outside the earth; latitude comes first", param_hint="--near")
    return latitude, longitude


def _alpha3(country: str | None) -> str | None:
    from claimwire.resolve.gazetteer import country_codes

    if country is None:
        return None
    codes = country_codes()
    code = codes.get(country.upper(), country.upper())
    if code not in set(codes.values()):
        raise typer.BadParameter(f"{country!r} is no country code; SY and SYR are Syria", param_hint="--country")
    return code


def _plain(value: object) -> object:
    return "; ".join(map(str, value)) if isinstance(value, list) else value


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
