"""Readings of the sample reports, as tables that a person can check against the text.

`python -m pytest tests/golden --update-golden` writes them anew; the difference under version control then shows, claim by
claim, what a change of rules or model does. Read it before committing it.
"""

from __future__ import annotations

import difflib
from pathlib import Path

import pytest

from claimwire import ingest
from claimwire.pipeline import Coder
from claimwire.records import Claim, ClaimQuantity, Participant, Reading, Statement

ROOT = Path(__file__).resolve().parents[2]
EXPECTED = Path(__file__).parent / "expected"
SAMPLES = ("01-meridian-karvash", "04-corps-denial", "05-ministry-briefing")


def table(reading: Reading) -> str:
    """One block a claim: the sentence once, then who says what of whom, where, when, and how sure."""
    text, lines = reading.report.text, []
    statements = {s.id: s for s in reading.statements}
    by_sentence: dict[str, list[Claim]] = {}
    for claim in reading.claims:
        by_sentence.setdefault(claim.sentence, []).append(claim)
    for sentence in reading.sentences:
        lines.append(f"# {' '.join(text[sentence.start : sentence.end].split())}")
        for claim in sorted(by_sentence.get(sentence.id, []), key=lambda c: (c.trigger.start, c.id)):
            lines += [f"  {name:10} {value}" for name, value in _rows(claim, statements) if value]
            lines.append("")
        lines.append("")
    return "\n".join(line.rstrip() for line in lines).replace("\n\n\n", "\n\n").strip() + "\n"


def _rows(claim: Claim, statements: dict[str, Statement]) -> list[tuple[str, str]]:
    effect = claim.effect
    return [
        ("says", _speakers(claim, statements)),
        ("what", f"{'/'.join((claim.event_type or claim.kind, *claim.modes))} ({claim.trigger.text})"),
        ("actor", _people(claim.actor)),
        ("recipient", _people(claim.recipient)),
        *((p.role, f"{p.span.text}{f' = {p.place.target}' if p.place else ''}") for p in claim.places),
        ("time", f"{claim.time.span.text} = {claim.time.interval.edtf}" if claim.time else ""),
        *(("number", f"{q.span.text} = {_number(q)}") for q in claim.quantities),
        ("effect", f"{effect.kind}: {effect.place} from {effect.from_} to {effect.to}" if effect else ""),
        ("held as", f"{claim.realization} {claim.factuality}"),
    ]


def _number(q: ClaimQuantity) -> str:
    low, high = ("..." if bound is None else f"{bound:g}" for bound in (q.quantity.low, q.quantity.high))
    return f"{q.quantity.measure} {low}" if low == high else f"{q.quantity.measure} {low} to {high}"


def _speakers(claim: Claim, statements: dict[str, Statement]) -> str:
    chain = []
    at = claim.statement
    while at is not None:
        statement = statements[at]
        chain.insert(0, statement.speaker or " ".join(s.text for s in statement.source) or "unnamed")
        at = statement.parent
    return " > ".join(["publisher", *chain])


def _people(people: tuple[Participant, ...]) -> str:
    return "; ".join(f"{p.span.text}{f' = {p.target}' if p.target else ''}" for p in people)


@pytest.mark.parametrize("name", SAMPLES)
def test_a_sample_report_is_read_as_it_was(coder: Coder, request: pytest.FixtureRequest, name: str) -> None:
    report = next(ingest.read([str(ROOT / "examples" / "reports" / f"{name}.json")], on_error=lambda e: pytest.fail(str(e))))
    reading = coder.code([report])[0]
    assert isinstance(reading, Reading)
    now, path = table(reading), EXPECTED / f"{name}.txt"
    if request.config.getoption("--update-golden"):
        path.write_text(now, encoding="utf-8")
        return
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if before != now:  # a plain assert would print both tables after the difference
        changes = difflib.unified_diff(before.splitlines(), now.splitlines(), "as it was", "as it is", n=4, lineterm="")
        pytest.fail("\n".join([*changes, "", "If this is better: python -m pytest tests/golden --update-golden"]), pytrace=False)
