"""What an enumeration counts: its whole's noun, the words before it, or the heading that it stands under."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from claimwire.claims.enumerations import Enumeration
from claimwire.claims.frames import Clause
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.notation import Number, words
from claimwire.ontology.model import Ontology
from claimwire.records import Report, Span

# What bulletins count; a noun that several measures share counts for the first of these.
_COUNTED = ("violations", "settlements", "groups", "strikes", "aid_tonnes", "aid_trucks", "prisoners", "returned", "displaced")
# What became of those whom a heading counts: "Civilians killed in November, by governorate".
_BECAME = {
    word: measure
    for measure, forms in (
        ("killed", "killed dead deaths died fatalities toll"),
        ("injured", "wounded injured hurt injuries"),
        ("displaced", "displaced displacement displacements fled evacuated"),
        ("returned", "returned return returns returning"),
        ("arrested", "arrested detained arrests"),
        ("prisoners", "released exchanged"),
        ("aid_people", "treated patients assisted"),
    )
    for word in forms.split()
}
# Heads of a column that name no unit of their own.
_NO_UNIT = words("total totals numbers figures cases today yesterday days hours weeks losses others persons places areas")
ANAPHORS = frozenset({"they", "them", "which", "whom", "these", "those"})
_REACH = 6  # words behind a number among which stands the noun that it counts


@dataclass(frozen=True, slots=True)
class Counted:
    """What an enumeration counts, and the word that says so."""

    measure: str
    unit: str | None
    span: Span | None


class Tallies:
    """Finds what the enumerations of one report count."""

    def __init__(self, report: Report, parsed: Sequence[Clause], index: MentionIndex, ontology: Ontology) -> None:
        self._report = report
        self._parsed = parsed
        self._index = index
        self._units: Mapping[str, str] = {
            unit: name for name in reversed(_COUNTED) if name in ontology.measures for unit in ontology.measures[name].units
        }

    def of(self, e: Enumeration) -> Counted | None:
        """Return what ``e`` counts; None when no word says it, and then it is no enumeration of anything."""
        if e.whole is not None and e.whole.unit is not None:
            became = self._became(e.whole) if e.whole.measure is None else None
            if became is not None:
                return Counted(became, e.whole.unit, None)
            return Counted(e.whole.measure or "other", e.whole.unit, self._noun(e.whole.span.end, e.whole.unit))
        own = next((c.number for c in e.cells if c.number.unit is not None), None)
        known = None
        if e.whole is not None and e.whole.measure is not None and (own is None or own.unit in ANAPHORS):
            return Counted(e.whole.measure, None, None)  # "Aleppo accounted for 27 of them"
        if own is not None:
            known = Counted(own.measure or "other", own.unit, self._noun(own.span.end, own.unit))
            if own.measure is not None:
                return known
        if e.layout == "prose":
            start = self._sentence(e.cells[0].start).sentence.start
            before = self._report.text[start : e.cells[0].start]
            if before.strip() and (found := self.named(Span(start=start, end=e.cells[0].start, text=before))) is not None:
                return found
        column = e.cells[0].heading
        for heading, alone in ((column, True), (e.heading, False)):
            if heading is not None and (found := self.named(heading, alone=alone)) is not None:
                return found
        measure = next((c.number.measure for c in e.cells if c.number.measure), None)
        return known or (Counted(measure, None, None) if measure and e.layout == "prose" else None)

    def _became(self, whole: Number) -> str | None:
        """What the words before a colon say of those who are counted: "Returned to their homes: 1,042 people"."""
        start = self._sentence(whole.span.start).sentence.start
        before = self._report.text[start : whole.span.start].rstrip()
        words = [w.strip(".,;:()").lower() for w in before.split()] if before.endswith(":") else []
        return next((_BECAME[w] for w in words if w in _BECAME), None)

    def named(self, heading: Span, *, alone: bool = False) -> Counted | None:
        """Return what a heading counts: of "Ceasefire violations by region" violations.

        ``alone``: the head of a column, of which one word in the plural is a unit whatever the ontology knows ("Bursts").
        """
        for clause in self._parsed:
            if clause.sentence.end <= heading.start or heading.end <= clause.sentence.start:
                continue
            for t in clause.tree.tokens:
                if not (heading.start <= t.start and t.end <= heading.end):
                    continue
                low, span = t.text.lower(), self._report.span(t.start, t.end)
                unit = next((f for f in (t.lemma, low, low.removesuffix("s")) if f in self._units), None)
                if unit is not None:
                    return Counted(self._units[unit], unit, span)
                if low in _BECAME:
                    return Counted(_BECAME[low], None, span)
                if low in ("explosion", "explosions"):
                    return Counted("other", "explosion", span)
        word = heading.text.lower()
        if alone and word.isalpha() and word.endswith("s") and word not in _NO_UNIT:
            return Counted("other", word.removesuffix("s"), self._report.span(heading.start, heading.end))
        return None

    def _noun(self, at: int, unit: str | None) -> Span | None:
        """The word that names ``unit`` behind a number."""
        clause = self._sentence(max(at - 1, 0))
        behind = [t for t in clause.tree.tokens if t.start >= at][:_REACH]
        token = next((t for t in behind if unit in (t.lemma, t.text.lower())), None)
        token = token or next((t for t in behind if unit and t.text.lower().startswith(unit[:-1])), None)
        return self._report.span(token.start, token.end) if token else None

    def _sentence(self, at: int) -> Clause:
        return self._parsed[self._index.sentence_of(at)]
