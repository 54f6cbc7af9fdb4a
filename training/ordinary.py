"""``python -m training.ordinary``: claims of ordinary reporting, against which a codebook's examples are told apart.

Takes sentences of our own (`own/*.jsonl`, written for this project) at random, codes them with the shipped model and writes
`src/claimwire/codebook/ordinary.jsonl`. Runs where claimwire is installed.
"""

from __future__ import annotations

import argparse
import json
import random
from dataclasses import asdict
from pathlib import Path

from claimwire.annotate.segment import segment
from claimwire.codebook.matcher import ORDINARY
from claimwire.codebook.passage import of_claim
from claimwire.config import Settings
from claimwire.pipeline import Coder, Failure
from claimwire.records import Report, digest

OWN = Path(__file__).parent / "own"
SEED = 20160527
SENTENCES = 400
SHORTEST, LONGEST = 6, 28  # words


def sentences(folder: Path) -> list[str]:
    """First sentences of our own texts, each once."""
    found = set()
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.strip():
                text = json.loads(line)["text"]
                first = next((s for s in segment(text) if s.tokens), None)
                if first:
                    found.add(" ".join(text[first.tokens[0][0] : first.tokens[-1][1]].split()))
    return sorted(s for s in found if SHORTEST <= len(s.split()) <= LONGEST)


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--own", type=Path, default=OWN)
    parser.add_argument("--out", type=Path, default=ORDINARY)
    args = parser.parse_args()
    every = sentences(args.own)
    random.Random(SEED).shuffle(every)
    coder = Coder.open(Settings())
    rows = []
    for sentence in sorted(every[:SENTENCES]):
        report = Report(id=digest("ordinary", sentence), text=sentence)
        reading = coder.code([report])[0]
        claims = () if isinstance(reading, Failure) else reading.claims
        passages = [{k: v for k, v in asdict(of_claim(c, report)).items() if v not in ("", None, (), True)} for c in claims]
        rows.append(json.dumps({"sentence": sentence, "claims": passages}, ensure_ascii=False) + "\n")
    args.out.write_text("".join(rows), encoding="utf-8")
    print(f"{args.out}: {len(rows)} of {len(every)} sentences")


if __name__ == "__main__":
    main()
