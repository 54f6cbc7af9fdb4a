"""What a reader, annotator, gazetteer, store and exporter must do: the verbs of claimwire."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol, runtime_checkable

from claimwire.records import Annotation, Event, Place, Reading, Report


@runtime_checkable
class Reader(Protocol):
    """Turns one input into reports, in order; raises IngestError naming file, place and remedy."""

    def read(self, path: Path) -> Iterator[Report]:
        """Yield the reports of one input, in order."""
        ...


@runtime_checkable
class Annotator(Protocol):
    """Parses reports. Every span it returns occurs letter for letter in the report's text."""

    @property
    def digests(self) -> Mapping[str, str]:
        """SHA-256 of each file that decides what it says, by file name."""
        ...

    def annotate(self, reports: Sequence[Report]) -> list[Annotation]:
        """Return one annotation per report, in order; batches sentences over reports."""
        ...


@runtime_checkable
class Gazetteer(Protocol):
    """Names of places and where they are."""

    def lookup(self, name: str) -> Sequence[tuple[Place, float]]:
        """Return places that bear ``name`` with a prior (0 to 1), best first; empty when nothing is known."""
        ...


@runtime_checkable
class Store(Protocol):
    """Keeps readings and events. A reading is written whole or not at all; writing it again changes nothing."""

    def save(self, reading: Reading) -> None:
        """Write a reading whole; an equal one changes nothing, an older one of the same report is replaced."""
        ...

    def save_events(self, events: Iterable[Event]) -> None:
        """Write events; the readings of their claims must have been saved."""
        ...

    def load(self, report_id: str) -> Reading | None:
        """Return the reading of a report, or None."""
        ...

    def readings(self) -> Iterator[Reading]:
        """Yield every reading, in the order in which they were first saved."""
        ...

    def events(self) -> Iterator[Event]:
        """Yield every event."""
        ...

    def has(self, report: Report, run_id: str) -> bool:
        """True when this very text was already read by this very run configuration: what makes a killed run resume."""
        ...

    def close(self) -> None:
        """Close the file; a closed store answers nothing."""
        ...


@runtime_checkable
class Exporter(Protocol):
    """Writes readings and events to a folder or file; returns the paths written."""

    def write(self, readings: Iterable[Reading], events: Iterable[Event], out: Path) -> list[Path]:
        """Write one format below ``out``; each file appears whole or not at all."""
        ...
