"""Running totals and counts that no happening of their sentence has taken: "the number of groups did not change and is 69".

A bulletin's figure is a claim even where its verb names no happening. Only what parties and monitors keep count of is taken
up here; how many of anything else there were belongs to a happening or to nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimwire.claims.frames import Clause
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.notation import words
from claimwire.records import (
    Claim,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    Mention,
    Quantity,
    Report,
    Resolution,
    Span,
    Statement,
    Token,
    digest,
)

# Measures that are kept count of whatever the verb, and those that need a word of joining or of a series beside them.
_KEPT = frozenset({"violations", "aid_tonnes", "displaced", "returned"})
_JOINED = frozenset({"settlements", "groups"})
_JOINING = words(
    "join sign accede accession accept adhere declare pledge commit subscribe reconciliation truce ceasefire cessation agreement "
    "armistice total number reach"
)
_SERIES = words("reach remain stand rise grow increase total number be come climb fall drop bring amount exceed pass")
_NOT_SO = words("will would could may might plan if should must promise unless demand propose offer want hope expect intend")
_CARRIERS = words("truck lorry")
_AID = words("aid humanitarian relief food convoy delivery")
_HELPED = words("people person civilian resident patient child woman refugee")
_CARE = words("help aid assistance care treatment")
_TOTAL_ALONE = re.compile(r"\W*(?:in |the )?(?:total|all)\W*(?:so far\W*|to date\W*)?\d[\d,]*\W*", re.I)
_LABELLED = re.compile(r"\W*[A-Z]\w+(?: \w+){0,2}\s*[:–—-]\s*\d[\d,]*\W*")
_NEAR = 14  # words
_NONE = frozenset({"none", "nil"})
_TALLIED = frozenset({"violations", "strikes", "settlements", "groups"})
_KEPT_UNITS = frozenset({"explosion"})
_RECORDING = words("record register note report observe count log document detect confirm")
_FREED = words("exchange exchanged release released free freed swap swapped")
_BACK = 400  # characters
_AT = words("in at near across throughout inside around to reach towards")
_TITLED = 24  # characters between "in" and a name: "the province of"
_TITLES = words("the province governorate region district city town village of")
_COUNT = re.compile(
    r"\d|[a-z]+ty\b|(?:three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|dozens?|hundred|none|no|not)\b", re.I
)


class Series:
    """Finds the figures of one report that are kept count of."""

    def __init__(
        self,
        report: Report,
        parsed: Sequence[Clause],
        index: MentionIndex,
        resolution: Resolution,
        statements: Sequence[Statement],
    ) -> None:
        self._report = report
        self._parsed = parsed
        self._index = index
        self._resolution = resolution
        self._statements = statements

    def unclaimed(self, claims: Sequence[Claim]) -> Iterator[Claim]:
        """Yield a claim of kind quantity for every figure of a series that none of ``claims`` holds."""
        held = [q.span for c in claims for q in c.quantities]
        before: tuple[Mention, Quantity] | None = None
        for mention in self._resolution.mentions:
            quantity = self._resolution.quantities.get(mention.id) if mention.label == "quantity" else None
            if quantity is None:
                continue
            clause = self._parsed[self._index.sentence_of(mention.span.start)]
            if before is not None and self._is_none_of(before[0], mention, clause):
                held = [q.span for c in claims for q in c.quantities if c.kind != "state"]
                quantity = replace(quantity, measure=before[1].measure, unit=before[1].unit)
            if before is not None and self._is_its_total(before[0], mention, clause):
                quantity = replace(quantity, measure=before[1].measure, unit=before[1].unit, type="total")
            labelled = before is not None and before[1].measure in _JOINED and self._is_labelled(before[0], mention, clause)
            before = (mention, quantity) if quantity.measure in _TALLIED or quantity.unit in _KEPT_UNITS else before
            if any(mention.span.overlaps(s) for s in held):
                continue
            if (labelled and quantity.measure in _JOINED) or _is_kept(mention, quantity, clause):
                yield self._claim(clause, mention, quantity)
            elif (measure := _helped(mention, quantity, clause)) is not None:
                yield self._claim(clause, mention, replace(quantity, measure=measure))

    def _is_none_of(self, before: Mention, mention: Mention, clause: Clause) -> bool:
        """True for "The other side recorded none": none of what was counted just before it."""
        if mention.span.text.lower() not in _NONE or mention.span.start - before.span.end > _BACK:
            return False
        ahead = [t.lemma for t in clause.tree.tokens if t.end <= mention.span.start][-3:]
        return not _RECORDING.isdisjoint(ahead) and "\n\n" not in self._report.text[before.span.end : mention.span.start]

    def _is_its_total(self, before: Mention, mention: Mention, clause: Clause) -> bool:
        """True for "Joined today: 1 (Homs). Total: 2,222.": a sum of what was counted just before it in its line."""
        sentence = clause.sentence
        text = self._report.text
        return (
            before.span.end <= sentence.start
            and "\n" not in text[before.span.end : sentence.start].strip()
            and _TOTAL_ALONE.fullmatch(text, sentence.start, sentence.end) is not None
        )

    def _is_labelled(self, before: Mention, mention: Mention, clause: Clause) -> bool:
        """True for "Groups under the truce: 234. Settlements: 2,520.": one series beside another."""
        start, text = clause.sentence.start, self._report.text
        return (
            before.span.end <= mention.span.start
            and "\n\n" not in text[before.span.end : mention.span.start]
            and _LABELLED.fullmatch(text, max(start, before.span.end), clause.sentence.end) is not None
        )

    def _claim(self, clause: Clause, mention: Mention, quantity: Quantity) -> Claim:
        report, span = self._report, mention.span
        trigger = _trigger(report, clause, span, quantity)
        statement = next(
            (s for s in self._statements if any(c.start <= span.start and span.end <= c.end for c in s.content)), None
        )
        return Claim(
            id=digest("c", report.id, trigger.start, trigger.end, "quantity", "series", span.start),
            statement=statement.id if statement else None,
            sentence=clause.sentence.id,
            kind="quantity",
            event_type=None,
            modes=(),
            contexts=(),
            trigger=trigger,
            evidence=report.span(min(trigger.start, span.start), max(trigger.end, span.end)),
            actor=(),
            recipient=(),
            places=_places(self._resolution, clause, span),
            time=_time(self._index, clause),
            realization="actual",
            factuality="CT+",
            aspect=None,
            change=None,
            quantities=(ClaimQuantity(mention=mention.id, span=span, quantity=quantity),),
            effect=None,
            rule=f"series.{quantity.measure}",
            score=0.6,
        )


def _places(resolution: Resolution, clause: Clause, number: Span) -> tuple[ClaimPlace, ...]:
    """Return the place behind a number, to which the words beside it lead: "no violations were recorded in Daraa"."""
    tokens = clause.tree.tokens
    ahead = [m for m in resolution.mentions if m.label == "place" and clause.sentence.start <= m.span.start < number.start]
    if len(ahead) == 1 and tokens and tokens[0].lemma.lower() in _AT and ahead[0].span.start - tokens[0].end <= _TITLED:
        return (_place(resolution, ahead[0], "location"),)  # "In Latakia there were no breaches"
    others = [m.span.start for m in resolution.mentions if m.label == "quantity" and m.span.start > number.start]
    end = min((o for o in others if o < clause.sentence.end), default=clause.sentence.end)
    for mention in sorted(resolution.mentions, key=lambda m: m.span.start):
        span = mention.span
        if mention.label != "place" or not (number.end <= span.start and span.end <= end):
            continue
        lead = [t for t in tokens if number.end <= t.start and t.end <= span.start]
        while lead and lead[-1].text.lower() in _TITLES:
            lead.pop()
        if lead and lead[-1].lemma.lower() in _AT:
            role = "destination" if lead[-1].lemma.lower() in ("to", "reach", "towards") else "location"
            return (_place(resolution, mention, role),)
        break
    return ()


def _place(resolution: Resolution, mention: Mention, role: str) -> ClaimPlace:
    unplaced = resolution.unplaced.get(mention.id)
    return ClaimPlace(
        mention=mention.id,
        span=mention.span,
        role=role,
        place=resolution.places.get(mention.id),
        name=unplaced.name if unplaced else None,
        country=unplaced.country if unplaced else None,
    )


def _around(clause: Clause, span: Span) -> tuple[Token, ...]:
    tokens = clause.tree.tokens
    at = next((i for i, t in enumerate(tokens) if t.end > span.start), len(tokens))
    return tokens[max(0, at - _NEAR) : at + _NEAR]


def _is_kept(mention: Mention, quantity: Quantity, clause: Clause) -> bool:
    near = _around(clause, mention.span)
    lemmas = {t.lemma for t in near if t.text != "May"}
    before = next((t.text.lower() for t in reversed(near) if t.end <= mention.span.start), "")
    if before == "from" and any(t.text.lower() == "to" for t in near if 0 <= t.start - mention.span.end < 2):
        return False  # "from 68 to 69": what it was
    if not lemmas.isdisjoint(_NOT_SO) or not _COUNT.search(mention.span.text):
        return False
    if quantity.measure in _KEPT:
        return True
    if quantity.measure == "prisoners":
        return quantity.unit is not None and not lemmas.isdisjoint(_FREED)
    if quantity.measure == "aid_people":
        return "medical" in lemmas and not lemmas.isdisjoint(_CARE)
    if quantity.measure in _JOINED:
        return not lemmas.isdisjoint(_JOINING)
    return quantity.type == "total" and quantity.measure != "other"


def _helped(mention: Mention, quantity: Quantity, clause: Clause) -> str | None:
    """What help is counted by where no verb of helping was seen: "medical help to 112 people", "43 trucks (620 tonnes)"."""
    lemmas = {t.lemma for t in _around(clause, mention.span)}
    if quantity.measure != "other" or not lemmas.isdisjoint(_NOT_SO):
        return None
    if quantity.unit in _CARRIERS and not lemmas.isdisjoint(_AID):
        return "aid_trucks"
    return "aid_people" if quantity.unit in _HELPED and "medical" in lemmas and not lemmas.isdisjoint(_CARE) else None


def _trigger(report: Report, clause: Clause, span: Span, quantity: Quantity) -> Span:
    """The word that says how the series stands ("remained"), else what is counted, else the number."""
    near = _around(clause, span)
    verb = next((t for t in reversed(near) if t.start < span.start and t.lemma in _SERIES and t.upos in ("VERB", "AUX")), None)
    noun = next((t for t in near if quantity.unit and t.start >= span.end and quantity.unit in (t.lemma, t.text.lower())), None)
    found = (verb if quantity.type == "total" or quantity.unit is None else None) or noun
    return report.span(found.start, found.end) if found else span


def _time(index: MentionIndex, clause: Clause) -> ClaimTime | None:
    for mention in sorted(index.times[clause.number].values(), key=lambda m: m.span.start):
        interval = index.interval(mention)
        if interval is not None and interval.edtf is not None:
            return ClaimTime(mention=mention.id, span=mention.span, interval=interval)
    return None
