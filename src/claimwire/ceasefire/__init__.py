"""What a monitor reads off claims and events: views that open their words. Nothing is decided; a breach is only ever alleged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimwire.ceasefire.agreements import Agreement
from claimwire.ceasefire.agreements import load as load_agreements
from claimwire.ceasefire.context import Context, Row, View
from claimwire.ceasefire.daily import Daily, Published, daily, moment
from claimwire.ceasefire.layouts import LAYOUTS
from claimwire.ceasefire.verification import Decision, read_decisions
from claimwire.ceasefire.views import VIEWS

__all__ = [
    "LAYOUTS",
    "VIEWS",
    "Agreement",
    "Context",
    "Daily",
    "Decision",
    "Published",
    "Row",
    "Table",
    "View",
    "daily",
    "load_agreements",
    "moment",
    "read_decisions",
    "tables",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A view read off a context."""

    name: str
    title: str
    about: str
    columns: tuple[str, ...]
    rows: Sequence[Row]


def tables(context: Context, names: Iterable[str] | None = None) -> Iterator[Table]:
    """Read views off a context: those of ``names``, or all in the order of the ledger. Raises KeyError for one that is not."""
    for name in VIEWS if names is None else names:
        view = VIEWS[name]
        yield Table(name=name, title=view.title, about=view.about, columns=view.columns, rows=tuple(view.rows(context)))
