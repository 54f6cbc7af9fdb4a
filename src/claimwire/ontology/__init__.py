"""What the rules know, as data that a researcher can edit: event types, trigger words, cues, measures, actors, word lists."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from claimwire.errors import OntologyError
from claimwire.ontology.files import SHIPPED, Directory, Problem, Row
from claimwire.ontology.model import (
    ActorEntry,
    Crosswalk,
    Cue,
    EventType,
    Measure,
    Ontology,
    TriggerEntry,
    Validity,
)
from claimwire.ontology.schema import (
    ACTOR_COLUMNS,
    CROSSWALK_COLUMNS,
    CUE_COLUMNS,
    MEASURE_COLUMNS,
    TRIGGER_COLUMNS,
    Reader,
    event_types,
    items,
    words,
)

__all__ = [
    "ActorEntry",
    "Crosswalk",
    "Cue",
    "EventType",
    "Measure",
    "Ontology",
    "Problem",
    "TriggerEntry",
    "Validity",
    "check",
    "items",
    "load",
    "table",
]

_TABLES = {
    "event_types": ".yaml",
    "words": ".yaml",
    "triggers": ".csv",
    "cues": ".csv",
    "measures": ".csv",
    "actors": ".csv",
    "crosswalk": ".csv",
    "examples": ".csv",
}
_ELSEWHERE = {
    "places": "places are read from a gazetteer, not from here; make one with `claimwire gazetteer import FILE "
    "--out mine.sqlite` and give it with --gazetteer mine.sqlite"
}


def load(directory: Path | None = None) -> Ontology:
    """Read the ontology: ours, with a user's ``directory`` over it file by file.

    Not cached: the caller keeps what it got. Raises OntologyError that names every problem by file, line and key.
    """
    ontology, problems = _read(directory)
    if problems:
        shown = "\n".join(str(p) for p in problems[:20])
        more = f"\n... and {len(problems) - 20} more" if len(problems) > 20 else ""
        raise OntologyError(f"{shown}{more}")
    return ontology


def check(directory: Path | None = None) -> list[Problem]:
    """Return what is wrong with the ontology under ``directory``, in file order; empty when it can be used."""
    return _read(directory)[1]


def table(name: str, columns: tuple[str, ...], directory: Path | None = None) -> list[dict[str, str]]:
    """Return the merged rows of another CSV table of the data directory; for rooms that keep a table of their own here.

    The first column is the id. Raises OntologyError when the table is malformed.
    """
    source = Directory(directory)
    rows = source.table(name, columns)
    if source.problems:
        raise OntologyError("\n".join(str(p) for p in source.problems))
    return [dict(row.cells) for row in rows]


def _read(directory: Path | None) -> tuple[Ontology, list[Problem]]:
    source = Directory(directory)
    problems = source.problems
    types = event_types(source.mapping("event_types"), problems)
    reader = Reader(problems, words(source.mapping("words"), problems), types)
    rows = {name: source.table(name, columns) for name, columns in _COLUMNS.items()}
    triggers = _triggers(rows["triggers"], reader)
    cues: dict[str, list[Cue]] = {}
    for row in rows["cues"]:
        cue = reader.cue(row)
        cues.setdefault(cue.lemma.split()[0], []).append(cue)
    actors = {row.cells["id"]: reader.actor(row) for row in rows["actors"]}
    reader.parents(actors, rows["actors"])
    measures = {row.cells["name"]: reader.measure(row) for row in rows["measures"]}
    _measures_known(rows["triggers"], measures, problems)
    source.unknown(_TABLES, elsewhere=_ELSEWHERE)
    ontology = Ontology(
        version=source.version(),
        event_types=types,
        triggers=triggers,
        cues={first: tuple(sorted(group, key=lambda c: -len(c.lemma.split()))) for first, group in cues.items()},
        measures=measures,
        actors=actors,
        words=reader.words,
        crosswalk=tuple(reader.crosswalk(row) for row in rows["crosswalk"]),
    )
    return ontology, problems


_COLUMNS = {
    "triggers": TRIGGER_COLUMNS,
    "cues": CUE_COLUMNS,
    "measures": MEASURE_COLUMNS,
    "actors": ACTOR_COLUMNS,
    "crosswalk": CROSSWALK_COLUMNS,
}


def _triggers(rows: list[Row], reader: Reader) -> dict[str, tuple[TriggerEntry, ...]]:
    """Group senses by head lemma: a user's own first, then words split at hyphens, which are longer, then ours in file order."""
    groups: dict[str, tuple[list[TriggerEntry], list[TriggerEntry], list[TriggerEntry]]] = {}
    shipped = str(SHIPPED)
    for row in rows:
        entry = reader.trigger(row)
        own = not row.file.startswith(shipped)
        head = entry.lemma.split()[entry.head] if " " in entry.lemma else entry.lemma
        groups.setdefault(head, ([], [], []))[0 if own else 2].append(entry)
        if "-" in entry.lemma and (split := _split_at_hyphens(entry)) is not None:
            groups.setdefault(split.lemma.split()[split.head], ([], [], []))[0 if own else 1].append(split)
    return {lemma: tuple(e for part in parts for e in part) for lemma, parts in groups.items()}


def _split_at_hyphens(entry: TriggerEntry) -> TriggerEntry | None:
    """Return the same sense for text whose hyphens are tokens of their own: "sit - in", "rebel - held".

    The head is the last part, or the first where the last is a particle that no parse makes a head.
    """
    if " " in entry.lemma:
        return None
    parts = entry.lemma.replace("-", " - ").split()
    return replace(entry, lemma=" ".join(parts), head=0 if parts[-1] in _PARTICLES else len(parts) - 1)


_PARTICLES = frozenset(["in", "out", "up", "down", "off", "back", "on", "over", "away", "through", "by"])


def _measures_known(rows: list[Row], measures: dict[str, Measure], problems: list[Problem]) -> None:
    for row in rows:
        name = row.cells["measure"]
        if name and name not in measures:
            message = f"no measure {name!r} in measures.csv"
            problems.append(Problem(file=row.file, line=row.line, key=f"{row.cells['id']}, measure", message=message))
