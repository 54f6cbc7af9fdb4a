"""The views of the ledger by name, in the order in which a monitor reads them. A new one is an import and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from claimwire.ceasefire.context import View

_ALL: tuple[View, ...] = (
    # One line each, in the order of the design's list of views.
)

VIEWS: Mapping[str, View] = {view.name: view for view in _ALL}
