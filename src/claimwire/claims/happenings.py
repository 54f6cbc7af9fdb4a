"""A frame with what is known of it before it is dated."""

from __future__ import annotations

from dataclasses import dataclass

from claimwire.claims.frames import Frame
from claimwire.claims.modality import Modality
from claimwire.records import Statement

VERBAL = frozenset({"ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONSULT", "CONCEDE"})
AHEAD = frozenset({"predicted", "requested", "threatened", "offered", "hypothetical"})  # realizations of what is still to come


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """A frame, how far it is said to have happened, and the statement that it stands under."""

    frame: Frame
    modality: Modality
    statement: Statement | None


def group_of(frame: Frame) -> str:
    """Return which of three kinds a frame is weighed as: an act of words, an attack, or another."""
    return "verbal" if frame.event_type in VERBAL else "assault" if frame.event_type == "ASSAULT" else "other"
