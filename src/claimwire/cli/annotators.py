"""What `claimwire code` shows of an annotator that asks others: what it will take before, what was kept and refused after."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from claimwire.errors import StoreError

if TYPE_CHECKING:
    from claimwire.annotate.endpoint import EndpointAnnotator
    from claimwire.config import Settings
    from claimwire.pipeline import Coder
    from claimwire.protocols import Store
    from claimwire.records import Report


def chosen(settings: Settings, *, annotator: str | None, max_cost: float | None, refused: Path | None) -> Settings:
    """Return the settings with the options of the command line; those of an endpoint are refused without one."""
    if annotator is not None:
        settings = settings.model_copy(update={"annotator": annotator})
    for value, option in ((max_cost, "--max-cost"), (refused, "--refused")):
        if value is not None and settings.annotator != "endpoint":
            raise typer.BadParameter("only an endpoint costs or refuses; add --annotator endpoint", param_hint=option)
    if max_cost is not None and settings.endpoint is not None:
        settings = settings.model_copy(update={"endpoint": settings.endpoint.model_copy(update={"max_cost": max_cost})})
    return settings


def announced(reports: Iterable[Report], *, coder: Coder, settings: Settings, kept: Store, quiet: bool) -> Iterable[Report]:
    """Say what an endpoint will take, for the reports that this run has not read yet; other annotators say nothing.

    All reports are held in memory for it. Raises EndpointError when the estimate is beyond the limit: nothing was sent then.
    """
    endpoint = _endpoint(coder, settings)
    if endpoint is None:
        return reports
    held = list(reports)
    estimate = endpoint.estimate(_sections(r for r in held if not kept.has(r, coder.run.id)))
    endpoint.check(estimate)
    if not quiet and estimate.reports:
        print(f"claimwire: endpoint: {estimate}", file=sys.stderr)
    return held


def told(coder: Coder, *, settings: Settings, quiet: bool, refused: Path | None) -> Path | None:
    """Say what an endpoint took and what of its answers was refused; writes each refusal to a file, a JSON object a line."""
    endpoint = _endpoint(coder, settings)
    if endpoint is None:
        return None
    usage, spent = endpoint.usage, endpoint.spent
    if not quiet:
        again = f", {usage.retries:,} of them again" if usage.retries else ""
        cost = "" if spent is None else f", cost {spent:.4f}"
        print(
            f"claimwire: endpoint: {usage.requests:,} request{'' if usage.requests == 1 else 's'} sent{again}, "
            f"{usage.sent:,} tokens there and {usage.received:,} back{cost}; {endpoint.tally}",
            file=sys.stderr,
        )
    if refused is None:
        return None
    try:
        refused.write_text(
            "".join(f"{json.dumps(asdict(r), ensure_ascii=False)}\n" for r in endpoint.tally.refused), encoding="utf-8"
        )
    except OSError as e:
        raise StoreError(f"{refused}: cannot be written ({e.strerror}); the readings themselves were") from e
    return refused


def _endpoint(coder: Coder, settings: Settings) -> EndpointAnnotator | None:
    if settings.annotator != "endpoint":
        return None  # and nothing of it is imported
    from claimwire.annotate.endpoint import EndpointAnnotator

    assert isinstance(coder.annotator, EndpointAnnotator)
    return coder.annotator


def _sections(reports: Iterable[Report]) -> Iterator[Report]:
    """Yield long reports in the sections that they are read in, so that their questions are the ones that will be asked."""
    from claimwire.pipeline import SECTION, sections

    for report in reports:
        if len(report.text) <= SECTION:
            yield report
        else:
            yield from (replace(report, text=report.text[a:b]) for a, b in sections(report.text))
