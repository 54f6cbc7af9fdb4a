"""Events over thousands of reports: seconds and memory against the number of claims, and what a day's reports cost after that."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from claimwire import annotate, ontology, store
from claimwire.pipeline.traces import traced
from claimwire.records import Reading

sys.path.insert(0, str(Path(__file__).parent))
import corpora

PORTION = 50  # readings that a process is given at once


def fill(kept: store.SqliteStore, readings: Iterator[Reading], *, claims: int | None = None, reports: int | None = None) -> int:
    """Write readings until there are so many claims, or so many reports, as coding them would; return the number of reports."""
    n = done = 0
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context, initializer=_start) as pool:
        while (claims is not None and done < claims) or (reports is not None and n < reports):
            batch = [list(islice(readings, PORTION)) for _ in range(8)]
            for made in pool.map(_written, batch):
                for ready in made:
                    if (claims is not None and done >= claims) or (reports is not None and n >= reports):
                        break
                    kept.write(ready)
                    n += 1
                    done += ready.claims
    return n


def _start() -> None:
    annotate.open_vectors()


_nouns = None


def _written(readings: list[Reading]) -> list[store.Written]:
    global _nouns  # noqa: PLW0603 - loaded once a process
    _nouns = _nouns or ontology.load()
    return [store.written(r, trace=tuple(traced(r, ontology=_nouns))) for r in readings]


class Watch(threading.Thread):
    """Adds up the memory of a process and of those below it, twice a second, and keeps the most."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self.peak = 0.0

    def run(self) -> None:
        """Look until the process is gone."""
        while Path(f"/proc/{self._pid}").exists():
            self.peak = max(self.peak, sum(map(_resident, _family(self._pid))) / 1024)
            time.sleep(0.5)


def _family(pid: int) -> list[int]:
    try:
        below = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return []
    return [pid, *(p for child in below for p in _family(int(child)))]


def _resident(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


@dataclass(frozen=True)
class Spent:
    """What a run of the command took: seconds, processor seconds and the peak memory in MB of all its processes together."""

    seconds: float
    cpu: float
    peak: float


def consolidated(db: Path, jobs: int) -> tuple[Spent, dict[str, float]]:
    """Run the command; return what it took and what it says."""
    command = [sys.executable, "-m", "claimwire", "consolidate", "--db", str(db), "--jobs", str(jobs), "--json"]
    start, before = time.perf_counter(), os.times()
    with subprocess.Popen(command, stdout=subprocess.PIPE, env={**os.environ, "OMP_NUM_THREADS": "1"}) as process:
        watch = Watch(process.pid)
        watch.start()
        said, _ = process.communicate()
    seconds, after = time.perf_counter() - start, os.times()
    if process.returncode:
        sys.exit(f"{' '.join(command)}: exit status {process.returncode}")
    cpu = after.children_user + after.children_system - before.children_user - before.children_system
    return Spent(seconds, cpu, watch.peak), json.loads(said)


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, nargs="*", default=[10_000, 30_000, 100_000])
    parser.add_argument("--add", type=int, default=1000, help="reports that are added to the largest")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--folder", type=Path, help="where the databases go; they are kept")
    options = parser.parse_args()
    folder = options.folder or Path(tempfile.mkdtemp())
    print("claims | reports | seconds | CPU | ms a claim | peak MB | compared | share | events | crowded | left out | MB on disk")
    try:
        db = folder / "claims.db"
        for n in options.claims:
            for old in folder.glob("claims.db*"):
                old.unlink()
            readings = (reading for reading, _ in corpora.World().reports())
            with store.open(db) as kept:
                reports = fill(kept, readings, claims=n)
            spent, said = consolidated(db, options.jobs)
            _row(n, reports, spent, said, db)
        if options.add:
            with store.open(db) as kept:
                fill(kept, readings, reports=options.add)
            spent, said = consolidated(db, options.jobs)
            _row(f"+{options.add} reports", options.add, spent, said, db)
    finally:
        if options.folder is None:
            shutil.rmtree(folder)


def _row(name: object, reports: int, spent: Spent, said: dict[str, float], db: Path) -> None:
    cells = [name, reports, f"{spent.seconds:.1f}", f"{spent.cpu:.1f}", f"{1000 * spent.seconds / said['claims']:.2f}"]
    cells += [f"{spent.peak:.0f}", f"{said['compared']:,}", f"{said['share']:.3%}"]
    cells += [*(f"{said[k]:,}" for k in ("events", "crowded", "left_out")), f"{db.stat().st_size / 1e6:.0f}"]
    print(" | ".join(map(str, cells)), flush=True)


if __name__ == "__main__":
    main()
