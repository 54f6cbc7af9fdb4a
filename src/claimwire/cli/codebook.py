"""`claimwire codebook`: check a codebook of one's own, and try it on reports or on a database."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimwire.cli.app import AsJson, app, open_database, print_json, print_table
from claimwire.errors import ClaimwireError

if TYPE_CHECKING:
    from claimwire.codebook import Matcher
    from claimwire.codebook.check import Result
    from claimwire.pipeline import Coder
    from claimwire.records import Reading

codebook_app = typer.Typer(help="Types of your own: check a codebook, or try it.", no_args_is_help=True)
app.add_typer(codebook_app, name="codebook")

Book = Annotated[Path, typer.Argument(metavar="FILE", help="The codebook, a YAML file.")]
Ontology = Annotated[Path | None, typer.Option("--ontology", help="A folder that extends or replaces ours.")]


def _learned(path: Path, ontology: Path | None) -> tuple[Coder, Matcher]:
    from claimwire import config, pipeline

    coder = pipeline.Coder.open(config.Settings(codebook=path, ontology=ontology))
    assert coder.matcher is not None
    return coder, coder.matcher


def _judged(path: Path, coder: Coder, matcher: Matcher) -> list[Result]:
    """Code the sentences of a file of labelled ones and hold them to their labels."""
    from claimwire.codebook import check
    from claimwire.codebook.passage import of_claim
    from claimwire.pipeline import Failure
    from claimwire.records import Report, digest

    groups, labels = [], []
    for n, line in enumerate(_lines(path), 1):
        try:
            row = json.loads(line)
            text, types = row["text"], row["types"]
        except (ValueError, KeyError, TypeError) as e:
            raise ClaimwireError(f'{path}:{n}: must be {{"text": "...", "types": ["..."]}}, types empty for none ({e})') from e
        if unknown := set(types) - set(matcher.types):
            raise ClaimwireError(f"{path}:{n}: types: no {', '.join(sorted(unknown))} in the codebook")
        report = Report(id=digest("test", text), text=text)
        reading = coder.code([report])[0]
        groups.append(() if isinstance(reading, Failure) else tuple(of_claim(c, report) for c in reading.claims))
        labels.append(types)
    if not labels:
        raise ClaimwireError(f"{path}: no sentence in it")
    return check.held_out(matcher, groups, labels)


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except (OSError, UnicodeDecodeError) as e:
        raise ClaimwireError(f"{path}: cannot be read as UTF-8 text ({e})") from e


@codebook_app.command("check", epilog="Example: claimwire codebook check health.yaml")
def codebook_check(
    file: Book,
    ontology: Ontology = None,
    ordinary: Annotated[bool, typer.Option("--ordinary", help="List the ordinary sentences that are left aside, too.")] = False,
    test: Annotated[
        Path | None, typer.Option("--test", help='Judge these: a JSON object a line, {"text": ..., "types": [...]}.')
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Name what is wrong in a codebook, by key, with the remedy; then, how well its examples hold together.

    Every example is judged with itself left out, or with --test, sentences of yours that are not in the codebook. P and R: of the
    sentences that got the type, how many are of it; of those that are, how many got it; F is both in one. By entries alone, by
    examples alone, by both. Exit status 1 when the file is wrong; warnings are no error.
    """
    from claimwire.codebook import check

    coder, matcher = _learned(file, ontology)
    results = check.leave_one_out(matcher) if test is None else _judged(test, coder, matcher)
    rows = [r.row() for r in results]
    warnings = check.warnings(matcher) if test is None else []
    if as_json:
        aside = list(matcher.unlike_ordinary)
        print_json({"codebook": matcher.book.codebook, "types": rows, "warnings": warnings, "ordinary_left_aside": aside})
        return
    columns = ["type", "n", "entries", "entries_P", "entries_R", "examples_P", "examples_R", "both_P", "both_R", "both_F"]
    print_table(rows, columns=columns, empty="")
    for warning in warnings:
        print(f"warning: {warning}")
    if test is not None:
        return
    n = len(matcher.unlike_ordinary)
    print(f"no error; {n} of our {check.n_ordinary(matcher)} ordinary sentences are left aside, for they may be of a type")
    if ordinary:
        for sentence in matcher.unlike_ordinary:
            print(f"  {sentence}")


@codebook_app.command("score", epilog="Example: claimwire codebook score health.yaml --claims claimwire-out/claims.db")
def codebook_score(
    file: Book,
    reports: Annotated[list[str] | None, typer.Argument(metavar="REPORTS...", help="Files, folders, globs.")] = None,
    claims: Annotated[Path | None, typer.Option("--claims", help="A database of `claimwire code`, instead of reports.")] = None,
    least: Annotated[float, typer.Option("--least", min=0, max=1, help="Show scores from here on.")] = 0.5,
    ontology: Ontology = None,
    as_json: AsJson = False,
) -> None:
    """Try a codebook: list the claims that it gives types, best first, with the reason. Nothing is written."""
    from claimwire import ingest, pipeline
    from claimwire.codebook.matcher import reason
    from claimwire.codebook.passage import of_claim

    if bool(reports) == (claims is not None):
        raise typer.BadParameter("give either reports or --claims DATABASE", param_hint="REPORTS")
    coder, matcher = _learned(file, ontology)
    readings: list[Reading] = []
    if claims is not None:
        with open_database(claims) as kept:
            readings = list(kept.readings())
    else:
        failed: list[str] = []
        found = list(ingest.read(reports or [], on_error=lambda e: failed.append(str(e))))
        if failed:
            raise ClaimwireError(failed[0])
        readings = [r for r in coder.code(found) if not isinstance(r, pipeline.Failure)]
    rows: list[dict[str, Any]] = []
    for reading in readings:
        judged = matcher.verdicts([of_claim(c, reading.report) for c in reading.claims])
        rows += [
            {
                "score": v.score,
                "type": v.type,
                "report": reading.report.id,
                "claim": claim.id,
                "words": claim.evidence.text,
                "why": reason(v),
                "nearest": v.example,
            }
            for claim, verdicts in zip(reading.claims, judged, strict=True)
            for v in verdicts
            if v.score >= least
        ]
    rows.sort(key=lambda r: (-r["score"], r["report"], r["claim"]))
    if as_json:
        print_json(rows)
        return
    print_table(rows, columns=["score", "type", "words", "why", "claim"], empty=f"no claim scores {least} or more")
    counts = Counter(r["type"] for r in rows)
    total = sum(len(r.claims) for r in readings)
    print(f"{total} claims; " + ", ".join(f"{t} {counts[t]}" for t in matcher.types))
