"""Speed of the whole command: reports a second, memory, start-up, and cost against corpus size."""

from __future__ import annotations

import argparse
import datetime
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
WORDS = 600


def corpus(n: int, path: Path) -> None:
    """Write ``n`` reports of about 600 words, shuffled paragraphs of the samples; no two are the same.

    Each is of a month of its own: as reports of one day they would all be copies of one story, each compared with each.
    """
    samples = [json.loads(p.read_text(encoding="utf-8")) for p in sorted((ROOT / "examples/reports").glob("*.json"))]
    paragraphs = [p for s in samples for p in s["text"].split("\n\n")]
    rng = random.Random(7)
    with path.open("w", encoding="utf-8") as out:
        for k in range(n):
            text, words = [], 0
            while words < WORDS:
                paragraph = rng.choice(paragraphs)
                text.append(paragraph)
                words += len(paragraph.split())
            day = datetime.date(2031, 4, 9) + datetime.timedelta(days=30 * k)
            record = {"id": f"bench-{k}", "text": "\n\n".join(text), "published_at": day.isoformat(), "publisher": "Benchmark"}
            out.write(json.dumps(record) + "\n")


def run(reports: Path, jobs: int, *outputs: str) -> tuple[float, float]:
    """Run the command once; return seconds and the peak memory in MB of its largest process."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "claimwire", "code", str(reports), "--jobs", str(jobs), "--quiet"]
        command += [x.format(folder) for x in (outputs or ("--readings", "{}/readings.jsonl"))]
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env={**os.environ, "OMP_NUM_THREADS": "1"})
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        if status:
            sys.exit(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss / 1024  # of the process or of the largest worker that it waited for


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=100)
    parser.add_argument("--curve", type=int, nargs="*", default=[25, 50, 100, 200])
    options = parser.parse_args()
    work = Path(tempfile.mkdtemp())
    # An installed package has its bytecode; a machine that writes none would compile everything in every process.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    os.environ["PYTHONPYCACHEPREFIX"] = str(work / "bytecode")
    try:
        subprocess.run([sys.executable, "-c", "import claimwire.cli"], check=True)
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import claimwire.cli"], check=True)
        bare = time.perf_counter()
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        print(f"import of the package: {(bare - start) - (time.perf_counter() - bare):.3f} s beyond the interpreter's own start")
        one = work / "one.jsonl"
        corpus(1, one)
        run(one, 1)
        print(f"cold run on one report, everything written: {run(one, 1, '--out', '{}/out')[0]:.2f} s")
        many = work / "many.jsonl"
        corpus(options.reports, many)
        for jobs in (1, 2):
            seconds, memory = run(many, jobs)
            print(f"{jobs} process{'es' if jobs > 1 else ''}: {options.reports / seconds:.1f} reports/s, peak {memory:.0f} MB")
        for n in options.curve:
            corpus(n, many)
            seconds, memory = run(many, 1)
            print(f"{n:6} reports: {seconds:6.1f} s, {1000 * seconds / n:.0f} ms a report, peak {memory:.0f} MB")
    finally:
        shutil.rmtree(work)


if __name__ == "__main__":
    main()
