"""A claim of which only what a test is about is said."""

from __future__ import annotations

from dataclasses import replace

from claimwire.records import Claim, Span


def claim(id_: str, trigger: Span, **fields: object) -> Claim:
    """An assault that happened, told by the report itself, with nobody, no place and no time."""
    plain = Claim(
        id=id_,
        statement=None,
        sentence="s",
        kind="event",
        event_type="ASSAULT",
        modes=(),
        contexts=(),
        trigger=trigger,
        evidence=trigger,
        actor=(),
        recipient=(),
        places=(),
        time=None,
        realization="actual",
        factuality="CT+",
        aspect=None,
        change=None,
        quantities=(),
        effect=None,
        rule="test",
        score=1.0,
    )
    return replace(plain, **fields)  # type: ignore[arg-type]
