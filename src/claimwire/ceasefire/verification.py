"""How far each alleged act has come: told, told by an origin of another side too, decided on by a person.

The program never decides: ``decision`` is what a person wrote into a file, and None until somebody did.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from claimwire.ceasefire.allegations import ledger
from claimwire.ceasefire.context import Context, Row, View
from claimwire.errors import ClaimwireError
from claimwire.ontology.files import near
from claimwire.records import Event

DECISIONS = ("verified", "unverifiable", "not attributable", "suspended: no access")
_COLUMNS = ("id", "decision", "by", "on", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided on an event or a claim."""

    decision: str
    by: str
    on: str | None
    note: str | None


def read_decisions(path: Path) -> dict[str, Decision]:
    """Read decisions from a CSV file of ``id, decision, by, on, note``. Raises ClaimwireError naming line, value and remedy."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except OSError as e:
        raise ClaimwireError(f"{path}: cannot be read ({e.strerror}); give a CSV file of {', '.join(_COLUMNS)}") from e
    except UnicodeDecodeError as e:
        raise ClaimwireError(f"{path}: not UTF-8 (byte {e.start}); save the file as UTF-8") from e
    reader = csv.DictReader(lines)
    for column in reader.fieldnames or ():
        if column not in _COLUMNS:
            raise ClaimwireError(f"{path}:1: {column}: unknown column{near(column, _COLUMNS)}")
    for column in ("id", "decision", "by"):
        if column not in (reader.fieldnames or ()):
            raise ClaimwireError(f"{path}:1: {column}: the column is missing; the first line names {', '.join(_COLUMNS)}")
    out: dict[str, Decision] = {}
    for row in reader:
        where, key = f"{path}:{reader.line_num}", (row["id"] or "").strip()
        if row["decision"] not in DECISIONS:
            raise ClaimwireError(f"{where}: decision: {row['decision']!r} is none{near(row['decision'] or '', DECISIONS)}")
        if not key or not row["by"]:
            raise ClaimwireError(f"{where}: {'by' if key else 'id'}: empty; a decision is somebody's, on an event or a claim")
        if key in out:
            raise ClaimwireError(f"{where}: id: {key} is decided twice; keep the line that holds")
        out[key] = Decision(decision=row["decision"], by=row["by"], on=row.get("on") or None, note=row.get("note") or None)
    return out


def _rows(context: Context) -> Iterator[Row]:
    acts: dict[tuple[str, str], list[Row]] = {}
    for row in ledger(context).allegations:
        acts.setdefault((row["agreement"], row["event"] or row["claims"][-1]), []).append(row)
    for (agreement, key), rows in acts.items():
        event = context.event_of.get(rows[0]["claims"][-1])
        decision = _decided(context.decisions, key, rows)
        stage, by = _stage(event)
        yield {
            "agreement": agreement,
            "event": event.id if event else None,
            "act": rows[0]["act"],
            "alleger": _together(rows, "alleger"),
            "accused": _together(rows, "accused"),
            "place": rows[0]["place"],
            "date": rows[0]["date"],
            "stage": decision.decision if decision else stage,
            "origins": [f"{o.name}{f' ({o.side})' if o.side else ''}" for o in event.origins] if event else [],
            "corroborated_by": by,
            "status": event.status if event else None,
            "decision": decision.decision if decision else None,
            "decided_by": decision.by if decision else None,
            "decided_on": decision.on if decision else None,
            "note": decision.note if decision else None,
            "claims": list(dict.fromkeys(c for row in rows for c in row["claims"])),
        }


def _decided(decisions: Mapping[str, Decision], key: str, rows: list[Row]) -> Decision | None:
    """A decision on the event, else on one of its claims: events may be split and merged, claims stay."""
    return next((d for i in (key, *(c for row in rows for c in row["claims"])) if (d := decisions.get(i))), None)


def _stage(event: Event | None) -> tuple[str, list[str]]:
    """Return how far an event has come, and the independent origins that are of no party."""
    if event is None:
        return "alleged", []
    by = [o.name for o in event.origins if o.independent and o.side is None]
    if event.status in {"corroborated", "contested", "retracted"}:
        return event.status, by
    return "alleged", by


def _together(rows: list[Row], column: str) -> str | None:
    return ", ".join(dict.fromkeys(row[column] for row in rows if row[column])) or None


VERIFICATION = View(
    name="verification",
    title="Verification",
    about="Each alleged act: told, corroborated by an origin of no party, or what a person decided (--decisions).",
    columns=(
        "agreement", "event", "act", "alleger", "accused", "place", "date", "stage", "origins", "corroborated_by", "status",
        "decision", "decided_by", "decided_on", "note", "claims",
    ),
    rows=_rows,
)  # fmt: skip
