"""The views of the ledger by name, in the order in which a monitor reads them. A new one is an import and a line here."""

from __future__ import annotations

from collections.abc import Mapping

from claimwire.ceasefire.access import ACCESS
from claimwire.ceasefire.agreements import AGREEMENTS
from claimwire.ceasefire.allegations import ALLEGATIONS, COMPLIANCE, SET_ASIDE
from claimwire.ceasefire.context import View
from claimwire.ceasefire.contradictions import CONTRADICTIONS
from claimwire.ceasefire.control import CONTROL
from claimwire.ceasefire.figures import FIGURES
from claimwire.ceasefire.gaps import GAPS
from claimwire.ceasefire.matrix import MATRIX
from claimwire.ceasefire.parties import PARTY_STATUS
from claimwire.ceasefire.prisoners import PRISONERS, RETURNS
from claimwire.ceasefire.provinces import BY_PROVINCE
from claimwire.ceasefire.settlements import SETTLEMENTS
from claimwire.ceasefire.sources import SOURCES
from claimwire.ceasefire.supply import SUPPLY
from claimwire.ceasefire.talks import TALKS
from claimwire.ceasefire.verification import VERIFICATION

_ALL: tuple[View, ...] = (
    AGREEMENTS,
    PARTY_STATUS,
    SETTLEMENTS,
    FIGURES,
    ALLEGATIONS,
    SET_ASIDE,
    COMPLIANCE,
    MATRIX,
    BY_PROVINCE,
    CONTRADICTIONS,
    VERIFICATION,
    ACCESS,
    CONTROL,
    SUPPLY,
    TALKS,
    PRISONERS,
    RETURNS,
    SOURCES,
    GAPS,
)

VIEWS: Mapping[str, View] = {view.name: view for view in _ALL}
