"""The benchmarks by name: what each reads, and which figures it gives."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from claimwire.errors import EvaluationError
from claimwire.evaluate import parsing, types
from claimwire.evaluate.claims import score_claims
from claimwire.evaluate.measures import Figure
from claimwire.records import Annotation, Reading, Report

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """What benchmarks measure: the coder and the annotator, as callables over reports in order."""

    code: Callable[[Sequence[Report]], list[Reading]]
    annotate: Callable[[Sequence[Report]], list[Annotation]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A benchmark: its files below the data folder, and the function from records and tools to figures."""

    name: str
    files: tuple[str, ...]
    run: Callable[[list[Path], Tools], list[Figure]]
    about: str


def records(path: Path) -> Iterator[dict[str, Any]]:
    """Read JSON Lines, gzipped or not. Raises EvaluationError naming file and line."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    try:
                        yield json.loads(line)
                    except json.JSONDecodeError as e:
                        raise EvaluationError(f"{path}:{number}: not JSON ({e.msg}); fetch the corpus again") from e
    except OSError as e:
        raise EvaluationError(f"{path}: cannot be read ({e.strerror}); give the data folder with --data") from e


def report(record: Record) -> Report:
    """Make a report of a benchmark's record: its text to the letter, with id, date and publisher."""
    return Report(
        id=str(record["id"]),
        text=record["text"],
        title=record.get("title"),
        publisher=record.get("publisher"),
        published_at=record.get("published_at"),
    )


def _claims(paths: list[Path], tools: Tools) -> list[Figure]:
    gold = list(records(paths[0]))
    return score_claims(gold, (r.to_dict() for r in tools.code([report(g) for g in gold])))


def _typed(score: Callable[[Sequence[Record], Mapping[str, Reading]], list[Figure]]) -> Callable[[list[Path], Tools], list[Figure]]:
    def run(paths: list[Path], tools: Tools) -> list[Figure]:
        rows = list(records(paths[0]))
        readings = tools.code([report(r) for r in rows])
        return score(rows, {r.report.id: r for r in readings})

    return run


def _parse(paths: list[Path], tools: Tools) -> list[Figure]:
    with gzip.open(paths[0], "rt", encoding="utf-8") as f:
        gold = list(parsing.sentences(f.read()))
    reports = [Report(id=str(n), text=g.text) for n, g in enumerate(gold)]
    return parsing.score_parse(gold, tools.annotate(reports))


BENCHES: tuple[Bench, ...] = (
    Bench(name="claims", files=("claims/dev.jsonl",), run=_claims, about="attributed claims, end to end"),
    Bench(name="plv", files=("plv/plv_sample.jsonl",), run=_typed(types.score_plv), about="event type of marked actor pairs"),
    Bench(
        name="plover_gsr",
        files=("plover_gsr/plover_gsr.jsonl",),
        run=_typed(types.score_gsr),
        about="event type of a manual's example sentences",
    ),
    Bench(
        name="case2021",
        files=("case2021_task2/case2021_task2_a.jsonl",),
        run=_typed(types.score_case),
        about="event type of news snippets",
    ),
    Bench(name="ewt", files=("treebank_ewt/en_ewt-ud-test.conllu.gz",), run=_parse, about="parse from raw text, web English"),
    Bench(
        name="gum",
        files=("treebank_gum/en_gum_permissive-dev.conllu.gz",),
        run=_parse,
        about="parse from raw text, eight written and spoken genres",
    ),
)
