"""The window that a bulletin counts in: "Within the last 24 hours one side registered 7 cases, the other 12. Shells fell twice."

A parser hangs such an opening on one verb; it bounds every count of its sentence, and of those behind it in the paragraph
that name no time of their own. How a series stands ("the total has reached 756") is no count of a window.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from claimwire.claims.frames import Clause
from claimwire.claims.mentions import MentionIndex
from claimwire.records import Claim, ClaimTime

_COUNTED = frozenset({"violations", "strikes", "aid_tonnes", "aid_trucks", "aid_people"})
_UNITS = frozenset({"explosion"})
_WINDOWS = ("time.span.past", "time.run_to", "time.unit")
_OPENS = 6  # characters before the first word of a sentence: a bullet or a number


def within(text: str, parsed: Sequence[Clause], index: MentionIndex, claims: Sequence[Claim]) -> list[Claim]:
    """Return ``claims`` with the counts that have no time dated to the window that opens their sentence or paragraph."""
    windows = _windows(text, parsed, index)
    numbers = {c.sentence.id: c.number for c in parsed}
    out = []
    for claim in claims:
        window = windows.get(numbers.get(claim.sentence, -1)) if claim.time is None and _is_counted(claim) else None
        out.append(replace(claim, time=window) if window is not None else claim)
    return out


def _windows(text: str, parsed: Sequence[Clause], index: MentionIndex) -> dict[int, ClaimTime]:
    out: dict[int, ClaimTime] = {}
    last: Clause | None = None
    window: ClaimTime | None = None
    for clause in parsed:
        sentence = clause.sentence
        times = sorted(index.times[clause.number].values(), key=lambda m: m.span.start)
        opening = times[0] if times and times[0].span.start - sentence.start <= _OPENS else None
        interval = index.interval(opening) if opening is not None else None
        if opening is not None and interval is not None and interval.edtf and interval.rule.startswith(_WINDOWS):
            window = ClaimTime(mention=opening.id, span=opening.span, interval=interval)
            out[clause.number] = window
        elif window is not None and last is not None and not times and "\n" not in text[last.sentence.end : sentence.start]:
            rule = f"{window.interval.rule.partition('+')[0]}+inherited.window"
            out[clause.number] = replace(window, interval=replace(window.interval, rule=rule))
        else:
            window = None
        last = clause
    return out


def _is_counted(claim: Claim) -> bool:
    counts = [q.quantity for q in claim.quantities]
    return claim.kind == "quantity" and any(q.type != "total" and (q.measure in _COUNTED or q.unit in _UNITS) for q in counts)
