"""Which agreement words speak of: the one that they name, else the only one in force in that country on that day."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta

from claimwire.ceasefire.agreements import Agreement
from claimwire.ceasefire.context import Context, Said
from claimwire.records import Reading

TRUCE = re.compile(
    r"\b(cease-?\s?fires?|truces?|cessation\s+of\s+(?:hostilities|fighting)|the\s+cessation|armistice"
    r"|(?:silence|ceasefire)\s+regime|regime\s+of\s+(?:silence|calm)|de-?escalation)\b",
    re.IGNORECASE,
)
_PACT = re.compile(r"\b(agreements?|accords?|deal)\b", re.IGNORECASE)
_OF_ONE_COUNTRY = frozenset({"armed_group", "organisation", "party"})
_BEFORE = timedelta(days=14)  # acceptance is given before the day on which a text comes into force


_CIRCUMSTANCE = re.compile(
    r"\b(despite|in spite of|after|before|during|since|until|under|amid|while|when|as part of|as a result of|because of|thanks to"
    r"|following|in line with|in accordance with|in exchange for|in return for|pending|ahead of|to (?:save|protect|bring))\b",
    re.IGNORECASE,
)


def direct(said: Said) -> str:
    """Return a claim's words without circumstances: who "withdrew from Homs under the truce" did not withdraw from the truce."""
    words = said.words
    start = min(said.claim.evidence.start, said.claim.trigger.start)
    found = _CIRCUMSTANCE.search(words, said.claim.trigger.end - start)
    return words[: found.start()] if found else words


class Reference:
    """Finds the agreement that a claim speaks of. Country by country, so that a report on two wars is read claim by claim."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._proper = [
            (agreement, re.compile(r"\b" + re.escape(name) + r"\b", re.IGNORECASE))
            for agreement in context.agreements
            for name in agreement.names
            if name != name.lower()  # a name of its own; "truce" is any truce
        ]
        self._report: tuple[str, frozenset[str]] | None = None

    def of(self, said: Said, words: str, *, at_least: bool = False) -> Agreement | None:
        """Return the agreement that ``words`` of a claim speak of, or None.

        Words that name no truce speak of none, unless ``at_least`` says that they do in some other way.
        """
        day = said.day or said.since or said.published
        for agreement, name in self._proper:
            if name.search(words) and (day is None or self._near(agreement, day)):
                return agreement
        if day is None or not (at_least or TRUCE.search(words)):
            return None
        near = [a for a in self._context.agreements if self._near(a, day)]
        if not near:
            return None
        countries = self._countries(said, {c for a in near for c in a.area.countries})
        found = [a for a in near if countries & set(a.area.countries) or self._places(said.reading) & set(a.area.places)]
        return found[0] if len(found) == 1 else None

    def pact(self, words: str) -> bool:
        """True when words speak of a truce, or of an agreement by name."""
        return bool(TRUCE.search(words)) or any(name.search(words) for _, name in self._proper)

    @staticmethod
    def _near(agreement: Agreement, day: str) -> bool:
        known = min(agreement.first_day, (agreement.signed or agreement.first_day)[:10])
        first = (date.fromisoformat(known) - _BEFORE).isoformat()
        return first <= day and (agreement.end_day is None or day < agreement.end_day)

    def _countries(self, said: Said, watched: set[str]) -> frozenset[str]:
        """Countries of the claim's own places, else where its participants are at home, else those that its report is about.

        A state is at home in its own war when an agreement of there is ``watched``; Turkey's troops may be anywhere.
        """
        own = frozenset(c for p in said.claim.places if (c := p.place.country if p.place else p.country))
        if own:
            return own
        actors = self._context.ontology.actors
        people = [actors[p.target] for p in (*said.claim.actor, *said.claim.recipient) if p.target and p.target in actors]
        home = {e.country for e in people if e.country and (e.country in watched or e.kind in _OF_ONE_COUNTRY)}
        return frozenset(home) or self._about(said.reading)

    @staticmethod
    def _places(reading: Reading) -> frozenset[str]:
        """Names of the places that a report speaks of, as written and as resolved."""
        every = (p for claim in reading.claims for p in claim.places)
        return frozenset(n for p in every for n in (p.span.text, p.name, p.place.name if p.place else None) if n)

    def _about(self, reading: Reading) -> frozenset[str]:
        if self._report is None or self._report[0] != reading.report.id:
            every = (p.place.country for claim in reading.claims for p in claim.places if p.place)
            self._report = (reading.report.id, _most_named(c for c in every if c))
        return self._report[1]


def _most_named(countries: Iterable[str]) -> frozenset[str]:
    counted = Counter(countries).most_common()
    return frozenset(c for c, n in counted if n == counted[0][1])
