"""Training sentences of our own: written for this project, annotated under the codebook by a language model, checked here.

One JSON object a line, phrases instead of offsets, because people and models write phrases without mistakes::

    {"text": "Rebels shelled Narva on Monday, the army said.",
     "says": [{"source": "the army", "cue": "said", "content": "Rebels shelled Narva on Monday"}],
     "claims": [{"on": "shelled", "type": "ASSAULT", "modes": ["heavy-weapons"], "actor": ["Rebels"],
                 "location": ["Narva"], "time": "on Monday"}]}

A phrase that occurs more than once is told apart by its number: ``attack#2`` is the second. ``python -m training.own FILES``
checks files and prints what they hold.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from training.labels import EVENT_TYPES, FACTUALITIES, KINDS, MODES, REALIZATIONS
from training.words import sentences

Record = dict[str, Any]
FILES = sorted((Path(__file__).parent / "own").glob("*.jsonl"))
HELD_OUT = 5  # every fifth line trains no head: it says how far the heads may be trusted beside the rules (``combine.py``)
PLACES = ("location", "origin", "destination", "scope")
CLAIM_KEYS = {"on", "type", "modes", "actor", "recipient", *PLACES, "time", "quantity", "real", "fact"}
SAYS_KEYS = {"source", "cue", "content", "inside"}


def span(text: str, phrase: str) -> tuple[int, int]:
    """Offsets of ``phrase`` (or ``phrase#2``) in ``text``. Raises ValueError when it is not there or not unique."""
    words, _, number = phrase.rpartition("#")
    if not number.isdigit() or not words:
        words, number = phrase, ""
    found = [i for i in range(len(text)) if text.startswith(words, i) and _whole(text, i, i + len(words))]
    if not found:
        raise ValueError(f"{words!r} is not in the text as whole words")
    if not number:
        if len(found) > 1:
            raise ValueError(f"{words!r} occurs {len(found)} times; say which: {words}#1 .. {words}#{len(found)}")
        return found[0], found[0] + len(words)
    if not 1 <= int(number) <= len(found):
        raise ValueError(f"{phrase!r}: there are {len(found)} of it")
    at = found[int(number) - 1]
    return at, at + len(words)


def _whole(text: str, start: int, end: int) -> bool:
    """Not cut out of the middle of a word."""
    left = start == 0 or not (text[start - 1].isalnum() and text[start].isalnum())
    return left and (end == len(text) or not (text[end].isalnum() and text[end - 1].isalnum()))


def _spans(text: str, phrases: Sequence[str] | str | None) -> list[tuple[int, int]]:
    return [span(text, p) for p in ([phrases] if isinstance(phrases, str) else phrases or ())]


def record_of(line: Record, identity: str) -> Record:
    """One line as a record of the claims corpus. Raises ValueError saying what is wrong."""
    text = line["text"]
    if unknown := set(line) - {"text", "says", "claims"}:
        raise ValueError(f"unknown keys {sorted(unknown)}")
    statements = []
    for number, says in enumerate(line.get("says", ())):
        if unknown := set(says) - SAYS_KEYS:
            raise ValueError(f"says: unknown keys {sorted(unknown)}")
        statements.append(
            {
                "id": f"s{number}",
                "parent": f"s{says['inside']}" if says.get("inside") is not None else None,
                "source": _spans(text, says.get("source")),
                "cue": _spans(text, says.get("cue")),
                "content": _spans(text, says.get("content")),
            }
        )
    return {
        "id": identity,
        "text": text,
        "sentences": [(w[0][0], w[-1][1]) for w in sentences(text)],
        "statements": statements,
        "claims": [_claim(text, c) for c in line.get("claims", ())],
    }


def _claim(text: str, claim: Record) -> Record:
    if unknown := set(claim) - CLAIM_KEYS:
        raise ValueError(f"claim: unknown keys {sorted(unknown)}")
    kind = claim["type"]
    if kind not in EVENT_TYPES and kind not in KINDS:
        raise ValueError(f"type {kind!r}; one of {', '.join((*EVENT_TYPES, *KINDS))}")
    realization, factuality = claim.get("real", "actual"), claim.get("fact", "CT+")
    if realization not in REALIZATIONS or factuality not in FACTUALITIES:
        raise ValueError(f"real {realization!r}, fact {factuality!r}; {', '.join((*REALIZATIONS, *FACTUALITIES))}")
    if unknown := set(claim.get("modes", ())) - set(MODES):
        raise ValueError(f"unknown modes {sorted(unknown)}")
    times = _spans(text, claim.get("time"))
    return {
        "kind": "event" if kind in EVENT_TYPES else kind,
        "event_type": kind if kind in EVENT_TYPES else None,
        "modes": claim.get("modes", []),
        "trigger": span(text, claim["on"]),
        "actor": [{"span": s} for s in _spans(text, claim.get("actor"))],
        "recipient": [{"span": s} for s in _spans(text, claim.get("recipient"))],
        "places": [{"span": s, "role": role} for role in PLACES for s in _spans(text, claim.get(role))],
        "time": {"span": times[0]} if times else None,
        "realization": realization,
        "factuality": factuality,
        "quantities": [{"span": s} for s in _spans(text, claim.get("quantity"))],
    }


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that hold something, with their numbers."""
    found = enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
    return ((number, line) for number, line in found if line.strip())


def read(path: Path, *, held_out: bool) -> Iterator[Record]:
    """The held-out records of one file, or all the others. Raises ValueError naming file, line and what is wrong."""
    for number, line in _lines(path):
        if (number % HELD_OUT == 0) == held_out:
            try:
                yield record_of(json.loads(line), f"own-{path.stem}-{number}")
            except (ValueError, KeyError, TypeError) as e:
                raise ValueError(f"{path}:{number}: {e}") from e


def main(paths: Sequence[str]) -> int:
    """Check files line by line and print every fault, then what the files hold."""
    faults = lines = 0
    types: Counter[str] = Counter()
    realizations: Counter[str] = Counter()
    for path in map(Path, paths):
        for number, line in _lines(path):
            lines += 1
            try:
                record = record_of(json.loads(line), "check")
            except (ValueError, KeyError, TypeError) as e:
                faults += 1
                print(f"{path}:{number}: {e}")
                continue
            types.update(c["event_type"] or c["kind"] for c in record["claims"])
            realizations.update(c["realization"] for c in record["claims"])
    print(
        f"{lines} lines, {faults} faults, {types.total()} claims: {dict(types.most_common())} {dict(realizations.most_common())}"
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
