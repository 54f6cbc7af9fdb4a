"""Speed and memory of the annotator on one thread: ``python benchmarks/encoder.py [REPORTS.jsonl]``.

Without a file it reads a made-up report over and over. Figures depend on the processor; compare runs of one machine only.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from claimwire.annotate import load
from claimwire.records import Report

PARAGRAPH = """Government forces shelled the village of Kestrin on Monday, killing three civilians, the mayor said. The army
denied that it had fired on the village and accused the rebels of breaking the truce. Observers who reached the area on Tuesday
counted eleven craters along the main road. "We will hold the crossing until the talks resume," a rebel commander told reporters,
adding that two of his fighters had been wounded. Aid convoys were turned back at the northern checkpoint for the second day.
"""


def main() -> None:
    """Print load time, sentences and reports per second, and peak memory."""
    if len(sys.argv) > 1:
        rows = [json.loads(line) for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines()]
        reports = [Report(id=str(r["id"]), text=r["text"]) for r in rows]
    else:
        reports = [Report(id=str(i), text=PARAGRAPH.replace("\n", " ").replace("eleven", str(i)) * 6) for i in range(30)]
    began = time.perf_counter()
    annotator = load(threads=1)
    loaded = time.perf_counter() - began
    annotator.annotate(reports[:1])
    began, used = time.perf_counter(), time.process_time()
    annotations = annotator.annotate(reports)
    wall, used = time.perf_counter() - began, time.process_time() - used
    sentences = sum(len(a.sentences) for a in annotations)
    words = sum(len(s.tokens) for a in annotations for s in a.sentences)
    print(f"load {loaded:.2f} s; {len(reports)} reports, {sentences} sentences, {words} words")
    print(f"{wall:.2f} s, of which one core worked {used:.2f} s")
    print(f"{sentences / used:.0f} sentences/s, {words / used:.0f} words/s, {words / used / 600:.1f} reports of 600 words/s")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
