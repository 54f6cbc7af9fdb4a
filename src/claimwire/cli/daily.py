"""`claimwire report --daily`: the period up to a cut-off as a page, a Word document and tables."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import typer

from claimwire.cli.app import open_database
from claimwire.cli.ceasefire import context
from claimwire.errors import ClaimwireError


def moment(text: str) -> datetime:
    """Read the cut-off that a user wrote."""
    from claimwire.ceasefire import moment as read

    try:
        return read(text)
    except ValueError:
        raise typer.BadParameter(
            f"{text!r}: write a day and an hour, e.g. 2016-05-27T19:30 (UTC) or 2016-05-27T19:30+03:00", param_hint="--cutoff"
        ) from None


def write(db: Path, out: Path, *, cutoff: datetime, layout: str, hours: float, title: str | None, **register: Any) -> list[Path]:
    """Write the report of the hours up to a cut-off into a folder; ``register`` says which agreements it is held against.

    Raises ClaimwireError when there is nothing to report on.
    """
    from claimwire import outputs
    from claimwire.ceasefire import LAYOUTS, Published, daily
    from claimwire.cli.pages import Anew
    from claimwire.pipeline import asof

    if layout not in LAYOUTS:
        raise typer.BadParameter(f"{layout!r}: one of {', '.join(LAYOUTS)}", param_hint="--layout")
    if out.is_file():
        raise ClaimwireError(f"{out}: is a file; a daily report is a folder of files: name one with --out")
    with context(db, **register) as opened, open_database(db) as kept:
        every = {reading.report.id for reading in opened.readings}
        known = {reading.report.id for reading in Published(opened.readings, None, cutoff)}
        if not known:
            raise ClaimwireError(f"{db}: no report was published by {cutoff.isoformat()}; choose a later --cutoff")
        events = Anew(lambda: asof.without(kept, ontology=opened.ontology, reports=every - known))
        made = daily(
            replace(opened, events=events, _made={}), cutoff=cutoff, layout=layout, length=timedelta(hours=hours), title=title
        )
        report: dict[str, Any] = asdict(made)
        return outputs.write_daily(report, out)
