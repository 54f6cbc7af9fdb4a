"""A claim together with what is needed of its report to weigh it: who printed it and when, and under whose words it stands."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from claimwire.records import Claim, Reading, Report, Statement, chain


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacement:
    """The report that a publisher put in the place of another, or by which it withdrew that one (``status`` canceled)."""

    report: str
    status: str  # corrected, canceled


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One claim of an event. Everything is the report's own; nothing here depends on other reports but ``replaced``."""

    claim: Claim
    report: str
    publisher: str | None
    published: str | None  # ISO 8601 date or date-time
    chain: tuple[Statement, ...]  # outermost first; empty: the publisher's own voice
    sentence: str
    offset: int  # where the sentence begins in the report
    status: str = "usable"  # of the report
    corrects: str | None = None
    replaced: Replacement | None = None

    @property
    def place_in_text(self) -> tuple[str, str, int, str]:
        """Publication, then position: the order in which a reader of all reports would come upon it."""
        return (self.published or "", self.report, self.claim.trigger.start, self.claim.id)


def members(
    reading: Reading, *, claims: Collection[str] | None = None, replaced: Mapping[str, Replacement] | None = None
) -> tuple[Member, ...]:
    """Return a reading's claims, or those of the ids in ``claims``, as members of an event, in text order."""
    report = reading.report
    statements = {s.id: s for s in reading.statements}
    starts = [s.start for s in reading.sentences]
    out = []
    for claim in sorted(reading.claims, key=lambda c: (c.trigger.start, c.trigger.end, c.id)):
        if claims is not None and claim.id not in claims:
            continue
        n = bisect_right(starts, claim.trigger.start) - 1
        start, end = (reading.sentences[n].start, reading.sentences[n].end) if n >= 0 else claim.evidence.offsets
        out.append(
            Member(
                claim=claim,
                report=report.id,
                publisher=report.publisher,
                published=report.published_at,
                chain=chain(claim, statements),
                sentence=report.text[start:end],
                offset=start,
                status=report.status,
                corrects=report.corrects,
                replaced=(replaced or {}).get(report.id),
            )
        )
    return tuple(out)


def replacements(reports: Iterable[Report]) -> dict[str, Replacement]:
    """Return what took the place of each report that was corrected or withdrawn: the last of any number of versions.

    Only ``id``, ``status``, ``corrects`` and ``published_at`` are looked at, so that rows of a table will do.
    """
    later: dict[str, list[Report]] = {}
    for report in reports:
        if report.corrects is not None and report.corrects != report.id:
            later.setdefault(report.corrects, []).append(report)
    out = {}
    for first in later:
        seen, waiting, found = {first}, [first], []
        while waiting:
            for version in later.get(waiting.pop(), ()):
                if version.id not in seen:
                    seen.add(version.id)
                    waiting.append(version.id)
                    found.append(version)
        if found:
            last = max(found, key=lambda r: (r.published_at or "", r.status == "canceled", r.id))
            out[first] = Replacement(report=last.id, status="canceled" if last.status == "canceled" else "corrected")
    return out
