"""`claimwire evaluate`: figures on public corpora, and the gate."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from claimwire.cli.app import AsJson, app, print_json, progress
from claimwire.errors import EvaluationError
from claimwire.records import Annotation, Reading, Report, Resolution

if TYPE_CHECKING:
    from claimwire.evaluate import Figure, Tools
    from claimwire.pipeline import Coder


@app.command(epilog="Example: claimwire evaluate claims ewt --data ../shared/data --floors evaluation/floors.json")
def evaluate(
    benches: Annotated[
        list[str], typer.Argument(metavar="BENCH...", help="Names of benchmarks, or all; an unknown name lists them.")
    ],
    data: Annotated[Path, typer.Option("--data", help="The folder of corpora.")] = Path("../shared/data"),
    floors: Annotated[Path | None, typer.Option("--floors", help="Compare with these; exit status 1 when one is broken.")] = None,
    raise_floors: Annotated[bool, typer.Option("--raise", help="Write better figures into the floors.")] = False,
    assets: Annotated[Path, typer.Option("--assets", help="What was trained on; such a benchmark is refused.")] = Path(
        "training/assets.toml"
    ),
    as_json: AsJson = False,
) -> None:
    """Measure on annotated corpora: each figure with its n and the 95 % interval over documents."""
    import claimwire.evaluate as room
    from claimwire import pipeline
    from claimwire.config import Settings
    from claimwire.evaluate import floors as gate

    chosen = room.choose(benches, data=data)
    held = gate.read(floors) if floors is not None else {}
    tools = _tools(pipeline.Coder.open(Settings()))
    figures = {}
    for bench in chosen:
        try:
            figures[bench.name] = room.evaluate(bench, data=data, tools=tools, assets=assets)
        except EvaluationError as e:
            if "all" not in benches:
                raise
            print(f"claimwire: {e}", file=sys.stderr)
            continue
        if not as_json:
            print(f"{bench.name}: {bench.about}")
        for f in figures[bench.name]:
            if as_json:
                print_json({"bench": bench.name, "figure": f.name, "value": f.value, "n": f.n, "low": f.low, "high": f.high})
            else:
                print(_line(f, held.get(f"{bench.name}.{f.name}")))
        sys.stdout.flush()
    if floors is None:
        return
    broken = gate.broken(held, figures)
    if raise_floors:
        try:
            floors.parent.mkdir(parents=True, exist_ok=True)
            floors.write_text(json.dumps(gate.raised(held, figures), indent=1) + "\n", encoding="utf-8")
        except OSError as e:
            raise EvaluationError(f"{floors}: cannot be written ({e.strerror}); name another file with --floors") from e
    for line in broken:
        print(f"below its floor: {line}", file=sys.stderr)
    if broken:
        raise typer.Exit(1)


def _line(f: Figure, floor: float | None) -> str:
    value = f"{f.value:9.3f}" if f.value is not None else f"{'-':>9}"
    interval = f"[{f.low:.3f}, {f.high:.3f}]" if f.low is not None and f.high is not None else ""
    return f"  {f.name:28} {value}  n={f.n:<6} {interval:16}{'' if floor is None else f' floor {floor:.3f}'}".rstrip()


def _tools(coder: Coder) -> Tools:
    """Return the engine as benchmarks use it: places with those that act, times without the rest of the pipeline."""
    from claimwire import pipeline
    from claimwire.cli.grouping import grouping
    from claimwire.config import Settings
    from claimwire.evaluate import Tools
    from claimwire.resolve.gazetteer import open_gazetteer
    from claimwire.resolve.gazetteer_import import import_gazetteer
    from claimwire.resolve.places import resolve_places
    from claimwire.resolve.times import resolve_times

    def code(reports: Sequence[Report]) -> list[Reading]:
        out: list[Reading] = []
        with progress("reports") as update:
            for outcome in pipeline.code(reports, coder=coder, settings=Settings()):
                if isinstance(outcome, pipeline.Failure):
                    raise EvaluationError(outcome.message)
                out.append(outcome)
                update(done=len(out), total=len(reports))
        return out

    def annotate(reports: Sequence[Report]) -> list[Annotation]:
        out: list[Annotation] = []
        with progress("reports") as update:
            for at in range(0, len(reports), pipeline.BATCH):
                out += coder.annotator.annotate(reports[at : at + pipeline.BATCH])
                update(done=len(out), total=len(reports))
        return out

    def places(reports: Sequence[Report]) -> list[Resolution]:
        return [
            resolve_places(report, annotation, gazetteer=coder.gazetteer, ontology=coder.ontology, metonyms=True)
            for report, annotation in zip(reports, annotate(reports), strict=True)
        ]

    def times(reports: Sequence[Report]) -> list[Resolution]:
        return [resolve_times(r, a) for r, a in zip(reports, annotate(reports), strict=True)]

    def imported(reports: Sequence[Report], dumps: Sequence[Path]) -> list[Resolution]:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder) / "imported.sqlite"
            with progress("places") as update:
                import_gazetteer(dumps, out, progress=lambda n, total: update(done=n, total=total))
            gazetteer = open_gazetteer(out)
            try:
                return [
                    resolve_places(report, annotation, gazetteer=gazetteer, ontology=coder.ontology, metonyms=True)
                    for report, annotation in zip(reports, annotate(reports), strict=True)
                ]
            finally:
                gazetteer.close()

    return Tools(code=code, annotate=annotate, places=places, times=times, imported=imported, grouping=grouping(coder))
