"""The views of the ledger by name, in the order in which a monitor reads them. A new one is an import and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from claimwire.ceasefire.agreements import AGREEMENTS
from claimwire.ceasefire.context import View
from claimwire.ceasefire.parties import PARTY_STATUS

_ALL: tuple[View, ...] = (
    AGREEMENTS,
    PARTY_STATUS,
)

VIEWS: Mapping[str, View] = {view.name: view for view in _ALL}
