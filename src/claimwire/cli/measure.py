"""`claimwire evaluate`: figures on public corpora, and the gate."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from claimwire.cli.app import AsJson, app, print_json, progress
from claimwire.errors import EvaluationError
from claimwire.records import Annotation, Reading, Report


@app.command(epilog="Example: claimwire evaluate claims ewt --data ../shared/data --floors evaluation/floors.json")
def evaluate(
    benches: Annotated[list[str], typer.Argument(metavar="BENCH...", help="Names of benchmarks, or all.")],
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
    coder = pipeline.Coder.open(Settings())

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
        return coder.annotator.annotate(reports)

    figures = {}
    for bench in chosen:
        try:
            figures[bench.name] = room.evaluate(bench, data=data, tools=room.Tools(code=code, annotate=annotate), assets=assets)
        except EvaluationError as e:
            if "all" not in benches:
                raise
            print(f"claimwire: {e}", file=sys.stderr)
            continue
        for f in figures[bench.name]:
            if as_json:
                print_json({"bench": bench.name, "figure": f.name, "value": f.value, "n": f.n, "low": f.low, "high": f.high})
            else:
                value = "   - " if f.value is None else f"{f.value:.3f}"
                interval = f"[{f.low:.3f}, {f.high:.3f}]" if f.low is not None and f.high is not None else ""
                print(f"{bench.name:12} {f.name:32} {value}  n={f.n:<6} {interval}")
    if floors is None:
        return
    held = gate.read(floors)
    broken = gate.broken(held, figures)
    if raise_floors:
        floors.parent.mkdir(parents=True, exist_ok=True)
        floors.write_text(json.dumps(gate.raised(held, figures), indent=1) + "\n", encoding="utf-8")
    for line in broken:
        print(f"below its floor: {line}", file=sys.stderr)
    if broken:
        raise typer.Exit(1)
