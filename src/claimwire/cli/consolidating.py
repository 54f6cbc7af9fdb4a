"""`claimwire consolidate`: events over all reports of a database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from claimwire.cli.app import DEFAULT_DB, AsJson, Db, Limit, app, open_database, print_json, print_table, progress
from claimwire.errors import ClaimwireError

if TYPE_CHECKING:
    from concurrent.futures import ProcessPoolExecutor

    from claimwire.ontology.model import Ontology
    from claimwire.pipeline.consolidating import Outcome


@app.command(
    epilog="Example: claimwire consolidate --db claimwire-out/claims.db. `claimwire code` does the same at its end; by hand it "
    "is for a database that another version wrote, to look at pairs in doubt (--review) or at what changed (--log)."
)
def consolidate(
    db: Db = DEFAULT_DB,
    afresh: Annotated[bool, typer.Option("--all", help="Compare everything again, not only what changed.")] = False,
    review: Annotated[
        bool, typer.Option("--review", help="List pairs that may be one event or two, with the words of both; change nothing.")
    ] = False,
    log: Annotated[bool, typer.Option("--log", help="List which events merged, split or ended; change nothing.")] = False,
    jobs: Annotated[int, typer.Option("--jobs", "-j", min=1, max=256, help="Worker processes.")] = 1,
    ontology: Annotated[Path | None, typer.Option("--ontology", help="A folder that extends or replaces ours.")] = None,
    actors: Annotated[Path | None, typer.Option("--actors", help="A list of `claimwire actors import`, beside ours.")] = None,
    limit: Limit = 100,
    as_json: AsJson = False,
) -> None:
    """Find which claims of all reports speak of one event; events keep their ids, and what changes is logged."""
    if review and log:
        raise typer.BadParameter("one of --review and --log", param_hint="--log")
    if review:
        _review(db, limit=limit, as_json=as_json)
        return
    if log:
        _log(db, limit=limit, as_json=as_json)
        return
    if not db.exists():
        raise ClaimwireError(f"{db}: no such database; make one with `claimwire code REPORTS... --db {db}`")
    known = _known(ontology, actors)
    outcome = _done(db, known, jobs=jobs, afresh=afresh, quiet=as_json)
    if as_json:
        print_json(asdict(outcome))
    else:
        for line in told(outcome):
            print(line)


def bring_up_to_date(db: Path) -> None:
    """Give a database of an older claimwire today's tables, and the events over its reports that these are for."""
    if not (os.access(db, os.W_OK) and os.access(db.parent, os.W_OK)):
        raise ClaimwireError(f"{db}: written by an older claimwire, and it may not be written here; copy it to where it may")
    print(f"{db}: written by an older claimwire; bringing it up to date", file=sys.stderr)
    _done(db, _known(None, None))


def _known(ontology: Path | None, actors: Path | None) -> Ontology:
    from claimwire import config, resolve
    from claimwire import ontology as nouns

    settings = config.load(None)
    known = nouns.load(ontology or settings.ontology)
    own = actors or settings.actors
    return known if own is None else resolve.with_actors(known, own)


def _done(db: Path, ontology: Ontology, *, jobs: int = 1, afresh: bool = False, quiet: bool = False) -> Outcome:
    from claimwire import store
    from claimwire.pipeline import consolidating

    with store.open(db) as kept, _workers(jobs, ontology) as pool, progress("portions", quiet=quiet) as update:
        return consolidating.run(kept, ontology=ontology, pool=pool, workers=jobs, afresh=afresh, progress=update)


@contextmanager
def _workers(jobs: int, ontology: Ontology) -> Iterator[ProcessPoolExecutor | None]:
    if jobs == 1:
        yield None
        return
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    from claimwire.pipeline import weighing

    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context, initializer=weighing.start, initargs=(ontology,)) as pool:
        yield pool


def told(o: Outcome) -> Iterator[str]:
    """Yield what a consolidation did, a line a matter."""
    yield f"{o.reports:,} reports, {o.changed:,} of them new, changed or removed: {o.claims:,} claims in {o.events:,} events"
    share = f" ({o.share:.2%} of all pairs)" if o.share is not None else ""
    copies = f", {o.sketches - o.nodes:,} of them word for word another's" if o.sketches > o.nodes else ""
    yield f"  {o.sketches:,} happenings as reports tell them{copies}; {o.compared:,} pairs compared{share}"
    yield f"  {o.written:,} events written, {o.merges:,} merged into another, {o.splits:,} split off"
    if o.band:
        yield f"  {o.band:,} pairs in doubt: `claimwire consolidate --review` lists them"
    if o.crowded:
        yield f"  {o.crowded:,} crowded blocks, in which only what is worded alike is compared: {o.left_out:,} pairs left out"
    yield f"  {o.seconds:.1f} s"


def _review(db: Path, *, limit: int, as_json: bool) -> None:
    from claimwire.pipeline import explaining

    with open_database(db) as kept:
        rows = list(explaining.doubtful(kept, limit=limit))
    if as_json:
        print_json(rows)
        return
    for row in rows:
        print(f"{row['probability']:.2f}  {', '.join(f'{n} {w:+.1f}' for n, w in row['features'])}")
        for side in row["sides"]:
            print(f"  {side['event']}  {side['report']}: {side['evidence']}")
    if not rows:
        print("no pair is in doubt", file=sys.stderr)


def _log(db: Path, *, limit: int, as_json: bool) -> None:
    with open_database(db) as kept:
        entries = kept.groups.log()[-limit:]
    rows: Sequence[Mapping[str, Any]] = [asdict(e) for e in entries]
    if as_json:
        print_json(list(rows))
        return
    shown = [{**r, "into": r["into"] or "-", "claims": len(r["claims"])} for r in rows]
    print_table(
        shown, columns=["consolidation", "what", "event", "into", "claims"], empty="no event has changed since it was made"
    )
