"""Whose word each claim of a report is: made once per report, kept, and never read from the report's text again."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimwire.consolidate.copies import quotations
from claimwire.consolidate.credits import Credit, credits
from claimwire.consolidate.holders import Holder, Voice, report_of
from claimwire.consolidate.sides import unlisted
from claimwire.consolidate.speakers import Speakers, bare
from claimwire.consolidate.wordlists import pattern
from claimwire.ontology.model import Ontology
from claimwire.records import Claim, Reading, Statement

__all__ = ["Holder", "Voice", "report_of", "voices"]

_UNLISTED = ("name:", "class:", "unnamed:", "agency:")
_CITING = re.compile(
    r"(?: [A-Z][\w'’-]+){0,3}(?: (?:(?:has|had) )?(?:reported|reports|said|says|wrote|writes|added)(?: on [A-Z][a-z]+day)?)?"
    r",? (?:quoting|citing|which (?:quoted|cited)|based on (?:\w+ ){1,3}?(?:of|from|by)) (?P<whom>[^,.;:\n]{3,80})(?=[,.;:\n])"
)
_RELAYED = re.compile(
    r"\b(?:(?:information|word|reports?|statements?|figures|data|accounts?|assurances) (?:from|by)"
    r"|(?:been |was |were )?(?:told|informed) by|learned from|heard from|relayed by) (?P<whom>[^,.;:\n]{3,80}?)(?= that\b|[,;:])"
)
_INFORMED = re.compile(  # "said that the governor had informed her of the deaths"
    r"[^.;\n]{0,60}?\bthat (?P<whom>[^,.;:\n]{3,80}?) (?:had |has )?(?:informed|told|notified|briefed|alerted|assured)"
    r" (?:her|him|them|it|us|his|its|their|the)\b"
)
_OWN_REPORTER = re.compile(
    r"\b(?:(?i:our|this (?:newspaper|paper|agency|station)'s)|(?P<outlet>[A-Z][\w'’]*(?: [A-Z][\w'’]*){0,3})(?:'s)?) "
    r"(?:own )?(?:special )?(?:correspondents?|reporters?|journalists?|photographers?|stringers?|teams?|crew|staff)\b"
    r"|\b(?:told|speaking to|reached by|shown to|seen by|spoke to|spoke with|spoken to by|counted by|visited by) "
    r"(?:us|this (?:newspaper|paper|agency|station|website)|our (?:correspondent|reporter))\b"
)
_PERSON_TITLE = re.compile(r"\b(?:spokes(?:man|woman|person)|Mr|Mrs|Ms|Dr)\b\.?", re.IGNORECASE)


def voices(reading: Reading, ontology: Ontology) -> tuple[Voice, ...]:
    """Return whose word each claim of a reading is, in the order of its claims. Needs nothing but the reading."""
    return tuple(_Listener(reading, ontology).voices())


class _Listener:
    """One report, and what is said in it by whom."""

    def __init__(self, reading: Reading, ontology: Ontology) -> None:
        self.reading, self.report, self.ontology = reading, reading.report, ontology
        self.speakers = Speakers(reading, ontology)
        self.agencies = self.speakers.agencies
        self.credits = credits(reading.report, agencies=self.agencies)
        self.statements = {s.id: s for s in reading.statements}
        self.children: dict[str, list[Statement]] = {}
        for s in reading.statements:
            if s.parent is not None:
                self.children.setdefault(s.parent, []).append(s)
        self.quoted = quotations(reading.report)
        self.house = self._house()
        self.named = [
            (s.start, s.end)
            for target, spans in self.speakers.mentioned.items()
            for s in spans
            if target.startswith("name:") or (target in ontology.actors and ontology.actors[target].kind != "state")
        ]

    def voices(self) -> Iterator[Voice]:
        whole = next((c for c in self.credits if c.whole and not self._is_house(c)), None)
        firsthand = self._firsthand()
        sentences = {s.id: (s.start, s.end) for s in self.reading.sentences}
        medium = next((h.sides for h in (self.house, self._agency(whole) if whole else None) if h is not None and h.sides), ())
        cites = tuple(sorted({s.speaker for s in self.reading.statements if s.speaker is not None}))
        for claim in self.reading.claims:
            chain = self._chain(claim)
            start, end = sentences.get(claim.sentence, claim.evidence.offsets)
            credit = self._told(start, end, chain) or whole
            yield Voice(
                claim=claim.id,
                report=self.report.id,
                publisher=self.report.publisher,
                published_at=self.report.published_at,
                chain=tuple(self._through(h, medium) for h in self._holders(chain, claim.trigger.start)),
                credit=self._agency(credit) if credit else None,
                credit_words=credit.span.text if credit else None,
                house=self.house,
                firsthand=firsthand[0] if firsthand is not None and (credit is None or credit is whole) else None,
                here=firsthand is not None and start <= firsthand[1] < end,
                cites=() if chain else cites,
                beside=self._beside(chain, start, end),
                land=self._land(claim),
                quotes=tuple(dict.fromkeys(d for (a, b), d in self.quoted if a <= claim.trigger.start < b)),
            )

    def _holders(self, chain: Sequence[Statement], trigger: int) -> Iterator[Holder]:
        """Yield the holders of a chain, and whom the last of them passes on without a statement of his own.

        "X, citing Y, said P"; "X said it had information from Y that P".
        """
        yield from (self.speakers.holder(s) for s in chain)
        if chain and chain[-1].source:
            end = chain[-1].source[-1].end
            until = max(end, trigger)
            m = _CITING.match(self.report.text, end) or _RELAYED.search(self.report.text, end, until)
            m = m or _INFORMED.match(self.report.text, end, until)
            if m is not None:
                yield self.speakers.at(*m.span("whom"))

    def _beside(self, chain: Sequence[Statement], start: int, end: int) -> tuple[str, ...]:
        """Return the bodies that a claim's sentence names outside what is said and who says it.

        "Speaking for the WHO, Dr Reyes said the ministry had confirmed P" tells that the WHO has P from the ministry.
        """
        if not chain:
            return ()
        taken = [span for s in chain for span in (*s.content, *s.source)]
        outside = (
            (at, to) for at, to in self.named if start <= at and to <= end and not any(x.start <= at < x.end for x in taken)
        )
        keys = (k for at, to in outside for k in self.speakers.at(at, to).keys)
        return tuple(dict.fromkeys(k for k in keys if not k.startswith(("has:", "bare:", "kind:", "nation:", "organ:"))))

    def _land(self, claim: Claim) -> str | None:
        countries = (p.place.country if p.place else p.country for p in claim.places if p.role == "location")
        code = next((c for c in countries if c), None)
        state = self.ontology.actors.get(f"state:{code.lower()}") if code else None
        return "-".join(re.findall(r"\w+", state.name.lower())) if state else None

    def _chain(self, claim: Claim) -> list[Statement]:
        """Return the statements over a claim, outermost first, down to those that the coder left it outside of.

        "SANA, citing a military source, said P" is two statements of P, of which the claim is given the outer.
        """
        out: list[Statement] = []
        at = claim.statement
        while at is not None and len(out) <= len(self.statements):
            out.insert(0, self.statements[at])
            at = self.statements[at].parent
        at = claim.statement
        while at is not None:
            inner = (s for s in self.children.get(at, ()) if any(x.covers(claim.trigger) for x in s.content) and s not in out)
            found = next(inner, None)
            if found is not None:
                out.append(found)
            at = found.id if found is not None else None
        return out

    def _agency(self, credit: Credit) -> Holder:
        return self.speakers.outlet((credit.id, credit.name), credit.name)

    def _house(self) -> Holder | None:
        publisher = self.report.publisher
        if publisher is None:
            return None
        if (found := self.agencies.named(publisher)) is not None:
            made = self.speakers.outlet(found, publisher)
            return made if made.sides or self.agencies.is_agency(publisher) else None
        if (body := self.agencies.body(publisher)) is not None:
            return self.speakers.listed(publisher, body)
        # A body that prints its own bulletin: a mission, a ministry, an armed group.
        held = unlisted(publisher)
        issuer = pattern(
            "issuer.sure" if self.report.kind == "news" else "issuer"
        )  # the Christian Science Monitor is a newspaper
        if held or issuer.search(publisher):
            return self.speakers.named(publisher, "name:" + "-".join(re.findall(r"\w+", publisher.lower())), publisher, held)
        return None

    def _is_house(self, credit: Credit) -> bool:
        found = self.agencies.named(self.report.publisher)
        return (found is not None and found[0] == credit.id) or self.speakers.calls_house(credit.name)

    def _told(self, start: int, end: int, chain: Sequence[Statement]) -> Credit | None:
        """Return the outlet that got a statement first: "a doctor told AFP". Who is only reported by it speaks for himself."""
        return next(
            (
                c
                for c in self.credits
                if not c.whole and c.how == "told" and chain and start <= c.span.start < end and not self._is_house(c)
            ),
            None,
        )

    def _firsthand(self) -> tuple[str, int] | None:
        """Return words that show the outlet's own reporting, and where they stand."""
        for credit in self.credits:
            if credit.how == "told" and self._is_house(credit):
                return credit.span.text, credit.span.start
        for m in _OWN_REPORTER.finditer(self.report.text):
            if m["outlet"] is None or self.speakers.calls_house(bare(m["outlet"])):
                return m.group(), m.start()
        return None

    def _through(self, holder: Holder, medium: tuple[str, ...]) -> Holder:
        """Give a speaker that no list has the side of the medium that lets him speak: a side's medium quotes its own."""
        listed = any(k in self.ontology.actors for k in holder.keys if k != holder.actor)
        unplaced = not holder.sides and not listed and (holder.actor is None or holder.actor.startswith((*_UNLISTED, "person:")))
        return replace(holder, sides=medium) if unplaced and medium else holder
