"""Who is independent of whom: the voices behind the claims of one event, over however many reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from claimwire.consolidate.copies import Print
from claimwire.consolidate.voices import Voice
from claimwire.records import Origin


def origins(voices: Sequence[Voice], prints: Mapping[str, Print]) -> tuple[Origin, ...]:
    """Group the voices of one event by origin, one group a voice; ``prints`` are by report id, of at least the voices' reports.

    Exactly one origin of each dependent group has ``independent`` True, so the number of independent ones is the number of
    voices; it is at least 1 where there is a claim.
    """
    raise NotImplementedError
