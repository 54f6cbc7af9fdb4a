"""Importing a gazetteer: time, peak memory and size of file for synthetic GeoNames rows, and looking names up in it."""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_ONSETS = ["b", "d", "f", "g", "h", "j", "k", "kh", "l", "m", "n", "q", "r", "s", "sh", "t", "w", "y", "z", "gh", "v", "p", "ch"]
_VOWELS = ["a", "a", "i", "u", "e", "o", "aa", "ay"]
_ENDS = ["", "", "n", "r", "h", "b", "sk", "ivka", "iyah", "pur", "ville"]
_WORDS = ["", "", "", "Al ", "Tall ", "Kafr ", "Nova ", "Saint ", "San ", "Upper "]
_COUNTRIES = ["SY", "IQ", "YE", "UA", "RU", "AF", "US", "FR", "CN", "IN", "MX", "NG"]
_FEATURES = ["P.PPL"] * 8 + ["P.PPLX", "A.ADM3", "H.STM", "T.MT"]


def rows(n: int, path: Path) -> None:
    """Write ``n`` places in the format of a country dump, each with four other names, one of them not Latin; always the same."""
    rng = random.Random(11)
    with path.open("w", encoding="utf-8") as out:
        for k in range(1, n + 1):
            stem = "".join(rng.choice(_ONSETS) + rng.choice(_VOWELS) for _ in range(rng.choice((1, 2, 2, 3)))) + rng.choice(_ENDS)
            name = rng.choice(_WORDS) + stem.title()
            others = [
                "".join(rng.choice(_VOWELS) if c in "aiueo" and rng.random() < 0.3 else c for c in name.lower()).title()
                for _ in range(3)
            ]
            others.append("".join(chr(0x627 + (ord(c) * 7 + i) % 36) for i, c in enumerate(stem)))
            kind, code = rng.choice(_FEATURES).split(".")
            people = int(rng.paretovariate(0.8) * 100) if rng.random() < 0.1 else 0
            cells = [
                k, name, name, ",".join(others), f"{rng.uniform(-60, 70):.5f}", f"{rng.uniform(-180, 180):.5f}", kind, code,
                rng.choice(_COUNTRIES), "", rng.randrange(1, 30), "", "", "", people, "", -9999, "Etc/UTC", "2025-01-01",
            ]  # fmt: skip
            out.write("\t".join(map(str, cells)) + "\n")


def run(dump: Path, out: Path) -> tuple[float, float, float]:
    """Import the dump in a process of its own; return seconds, seconds of CPU and peak memory in MB."""
    command = [sys.executable, "-m", "claimwire", "gazetteer", "import", str(dump), "--out", str(out)]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{' '.join(command)}: exit status {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def look_up(dump: Path, out: Path, n: int) -> tuple[float, float]:
    """Return microseconds a look-up of names that are listed, and of names that only another transliteration may find."""
    from claimwire.resolve.gazetteer_db import Database
    from claimwire.resolve.gazetteer_layers import LayeredGazetteer

    with dump.open(encoding="utf-8") as lines:
        listed = [line.split("\t", 2)[1] for line, _ in zip(lines, range(n), strict=False)]
    gazetteer = LayeredGazetteer([Database(out)])
    timings = []
    for names in (listed, [f"{name}o" for name in listed]):
        start = time.perf_counter()
        for name in names:
            gazetteer.lookup(name)
        timings.append((time.perf_counter() - start) / n * 1e6)
    gazetteer.close()
    return timings[0], timings[1]


def main() -> None:
    """Print a line a size."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=[10_000, 100_000, 1_000_000])
    options = parser.parse_args()
    print("rows\tseconds\tCPU s\trows/s\tpeak MB\tfile MB\tdump MB\tus a name listed\tus a name not listed")
    for n in options.rows:
        with tempfile.TemporaryDirectory() as folder:
            dump, out = Path(folder) / "ZZ.txt", Path(folder) / "out.sqlite"
            rows(n, dump)
            seconds, cpu, peak = run(dump, out)
            sizes = [p.stat().st_size / 1e6 for p in (out, dump)]
            listed, other = look_up(dump, out, min(n, 5000))
            print(
                f"{n}\t{seconds:.1f}\t{cpu:.1f}\t{n / seconds:.0f}\t{peak:.0f}\t{sizes[0]:.0f}\t{sizes[1]:.0f}\t{listed:.0f}"
                f"\t{other:.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
