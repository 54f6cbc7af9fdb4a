"""The HTML page: one file that works from disk with the network off, where every claim shows its words."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from claimwire.outputs.files import NOTICE, write_text
from claimwire.outputs.pagedata import Copies, page_data
from claimwire.outputs.selection import MOST_CLAIMS
from claimwire.records import Event, Reading

_PAGE = Path(__file__).parent / "assets" / "page"
_SCRIPTS = (  # in this order, one scope
    "data.js",
    "reports.js",
    "versions.js",
    "origins.js",
    "events.js",
    "map.js",
    "timeline.js",
    "charts.js",
    "ledger.js",
    "main.js",
)


def write_page(
    readings: Iterable[Reading],
    events: Iterable[Event],
    out: Path,
    *,
    title: str | None = None,
    ledger: Iterable[Mapping[str, Any]] = (),
    copies: Copies | None = None,
    most: int = MOST_CLAIMS,
) -> Path:
    """Write the self-contained page to ``out``; returns it. Raises StoreError when the file cannot be written.

    ``ledger`` are tables of the ceasefire ledger (name, title, about, columns, rows; a row's ``claims`` open their words).
    ``copies`` is asked for triples of the reports shown: a report, the report that it repeats, and why. Of a corpus with
    more than ``most`` claims the page shows a part, contested events first, and says what it leaves out.

    Nothing on it comes from elsewhere: a content security policy admits only its own script and style, by their digests,
    so that markup inside a report stays text even if an escape were missed.
    """
    import jinja2  # costs more to load than the whole of a small run; only this page needs it

    data = page_data(readings, events, ledger=ledger, copies=copies, most=most)
    reports = data["reports"]
    if title is None:
        title = (reports[0]["title"] if len(reports) == 1 else None) or "Claims and who makes them"
    data["title"] = title
    script = "(() => {\n'use strict';\n" + "\n".join((_PAGE / name).read_text(encoding="utf-8") for name in _SCRIPTS) + "\n})();"
    style = (_PAGE / "page.css").read_text(encoding="utf-8")
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((_PAGE / "page.html.j2").read_text(encoding="utf-8"))
    html = template.render(
        title=title,
        n_reports=len(reports),
        n_copies=sum("copy_of" in r for r in reports),
        n_statements=sum(len(r["statements"]) for r in reports),
        n_claims=sum(len(r["claims"]) for r in reports),
        n_events=len(data["events"]),
        n_contested=sum(bool(e["contradictions"]) for e in data["events"]),
        left=data["left"],
        ledger=bool(data["ledger"]),
        dates=_dates(reports),
        runs=data["runs"],
        notice=NOTICE,
        # Our own files, and JSON that cannot end its element: safe to stand as they are.
        style=style,
        style_digest=_digest(style),
        script=script,
        script_digest=_digest(script),
        data=script_json(data),
    )
    return write_text(out, html)


def script_json(value: Any) -> str:
    """Write JSON that can stand inside a script element: no ``<`` is left that could begin a tag or a comment."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode("ascii")


def _dates(reports: list[dict[str, Any]]) -> str | None:
    days = sorted(r["date"][:10] for r in reports if r["date"])
    if not days:
        return None
    first, last = _day(days[0]), _day(days[-1])
    return first if first == last else f"{first} to {last}"


def _day(iso: str) -> str:
    try:
        date = datetime.date.fromisoformat(iso)
    except ValueError:  # a year, or a month: already as short as it can be said
        return iso
    return f"{date.day} {date:%b %Y}"
