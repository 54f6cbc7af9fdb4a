"""Reports in, one event out: what all tests of this folder tell their stories with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from claimwire import consolidate
from claimwire.consolidate.copies import print_of
from claimwire.consolidate.voices import voices
from claimwire.pipeline import Coder, Failure
from claimwire.records import Event, Origin, Reading, Report


@dataclass(frozen=True)
class Story:
    """Claims of one happening, as several reports tell it, and what the program makes of them together."""

    event: Event
    members: tuple[consolidate.Member, ...]
    readings: tuple[Reading, ...]
    origins: tuple[Origin, ...]

    def clashes(self) -> set[tuple[str, str]]:
        return {(x.attribute, x.relation) for x in self.event.contradictions}

    def numbers(self) -> dict[str, tuple[float | None, float | None, float | None]]:
        return {k: (q.low, q.best, q.high) for k, q in self.event.quantities.items()}


Tell = Callable[..., Story]


@pytest.fixture
def tell(coder: Coder) -> Tell:
    """``tell(("Harbour Post", "2031-04-08", "..."), ...)``: the event of all claims of ``type_``, grouped by hand."""

    def tell_(*told: tuple[str, str, str] | Report, type_: str | None = "ASSAULT") -> Story:
        reports = [
            t if isinstance(t, Report) else Report(id=f"r{n}", publisher=t[0], published_at=t[1], text=t[2])
            for n, t in enumerate(told)
        ]
        readings = []
        for outcome in coder.code(reports):
            assert not isinstance(outcome, Failure), outcome.message
            readings.append(outcome)
        replaced = consolidate.replacements(reports)
        members = tuple(m for r in readings for m in consolidate.members(r, replaced=replaced) if m.claim.event_type == type_)
        wanted = {m.claim.id for m in members}
        heard = [v for r in readings for v in voices(r, coder.ontology) if v.claim in wanted]
        origins = consolidate.origins(heard, {r.report.id: print_of(r) for r in readings})
        event = consolidate.build("e-test", members, origins=origins, ontology=coder.ontology)
        shuffled = consolidate.build("e-test", members[::-1], origins=origins, ontology=coder.ontology)
        assert event == shuffled, "the order of claims changes nothing"
        return Story(event, members, tuple(readings), origins)

    return tell_
