"""Claims of an enumeration: one for each number with its place, and one for the number that they divide.

The codebook splits what is coordinated over named places. The sentence's own claim says of what kind the parts are; where
no word of it names a happening ("Darsa – 19"), the parts are quantities of what the heading or the whole counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from claimwire.claims.enumerations import Cell, Enumeration, Line
from claimwire.claims.frames import Clause
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.notation import ARTICLES, Found, Number, words
from claimwire.claims.series import Series
from claimwire.claims.tabulated import lines, tabulated
from claimwire.claims.tallies import ANAPHORS, Counted, Tallies
from claimwire.claims.windows import within
from claimwire.ontology.model import Ontology
from claimwire.records import (
    Claim,
    ClaimPlace,
    ClaimQuantity,
    ClaimTime,
    Link,
    Quantity,
    Report,
    Resolution,
    Span,
    Statement,
    digest,
)

# Numbers with such a unit say how far, how long or how much money, not how many at a place.
_NO_COUNT = words(
    "kilometre metre mile yard foot hectare acre percent minute hour day week month year decade dollar euro pound second"
)
_HEADING = 14  # words
_RUNNING = words("total cumulative overall altogether")
# "Eleven cases of shelling": a count of cases, and no shelling that anybody could date.
_OF_THEMSELVES = frozenset({"violation", "case", "breach", "incident", "infringement", "explosion"})
_TALLIES = frozenset({"violations"})


class Parts:
    """Gives the claims of one report the enumerations that stand in it."""

    def __init__(
        self,
        report: Report,
        parsed: Sequence[Clause],
        index: MentionIndex,
        resolution: Resolution,
        statements: Sequence[Statement],
        *,
        ontology: Ontology,
    ) -> None:
        self._report = report
        self._parsed = parsed
        self._index = index
        self._resolution = resolution
        self._statements = statements
        self._tallies = Tallies(report, parsed, index, ontology)
        self._numbers = _numbers(resolution)
        self._found = Found(report.text, self._numbers, _places(resolution, self._numbers))
        self._before: tuple[int, Counted] | None = None
        self._series = Series(report, parsed, index, resolution, statements)

    def counted(self, claims: Sequence[Claim]) -> list[Claim]:
        """Return ``claims`` with enumerations divided over their places, and with the figures of series that no claim held."""
        divided = list(claims)
        for enumeration in self._enumerations():
            divided = self._spread(enumeration, divided)
        divided = within(self._report.text, self._parsed, self._index, [*divided, *self._series.unclaimed(divided)])
        if divided == list(claims):
            return divided
        return sorted(divided, key=lambda c: (c.trigger.start, c.evidence.start))

    def _enumerations(self) -> Iterable[Enumeration]:
        if len(self._numbers) < 2:
            return []
        found = list(tabulated(self._found))
        taken = {c.number.span.start for e in found for c in e.cells}
        heading: Span | None = None
        for start, end in lines(self._report.text):
            line = self._report.span(start, end)
            if not any(start <= n < end for n in self._numbers) and len(line.text.split()) <= _HEADING:
                heading = None if line.text.rstrip().endswith(".") else line
                continue
            for e in Line(self._found, start, end).enumerations():
                if taken.isdisjoint(c.number.span.start for c in e.cells):
                    found.append(replace(e, heading=heading))
        return found

    # -- claims --------------------------------------------------------------------------------------------------

    def _spread(self, e: Enumeration, claims: list[Claim]) -> list[Claim]:
        counted = self._tallies.of(e) or self._as_before(e)
        if counted is None:
            return claims
        self._before = (e.cells[-1].end, counted)
        numbers = [c.number.span for c in e.cells]
        near = {self._sentence(c.start).sentence.id for c in e.cells}
        apart = self._apart(e, near, claims)
        if apart is None and e.whole is not None and self._sentence(e.whole.span.start).sentence.id not in near:
            apart = self._alone(e, e.whole, counted)
            claims = [*claims, apart]
        if e.whole is not None and apart is None:
            near.add(self._sentence(e.whole.span.start).sentence.id)
        wanted = [*numbers, *([e.whole.span] if e.whole is not None else [])]
        holders = [c for c in claims if c.sentence in near and any(q.span.overlaps(n) for q in c.quantities for n in wanted)]
        host = self._host(e, counted, holders)
        family = [c for c in holders if host is not None and c.trigger == host.trigger]
        if counted.unit not in _OF_THEMSELVES:  # a claim knows better what became of those whom it counts
            known = next(
                (
                    q.quantity.measure
                    for c in family
                    for q in c.quantities
                    if q.quantity.measure != "other" and _among(q.span, wanted)
                ),
                None,
            )
            counted = replace(counted, measure=known or counted.measure)
        if host is None and apart is not None:
            spoken = next((s for s in self._statements if any(_covers(c, e.cells[0]) for c in s.content)), None)
            host = replace(apart, statement=spoken.id if spoken else None)
        base = _as_count(host, counted) if host is not None else self._bare(e, counted)
        rest = [c if c is not apart else replace(c, rule=f"{c.rule}; enumeration.whole") for c in claims if c not in family]
        made = self._made(e, counted, base, family, apart)
        return [*(x for c in rest if (x := self._stripped(c, e, base, near)) is not None), *made]

    def _apart(self, e: Enumeration, near: set[str], claims: Sequence[Claim]) -> Claim | None:
        """Return the claim of a whole that stands in a sentence before its parts, and stays as it is."""
        if e.whole is None or self._sentence(e.whole.span.start).sentence.id in near:
            return None
        held = [c for c in claims if c.sentence not in near and any(q.span.overlaps(e.whole.span) for q in c.quantities)]
        return min(held, key=lambda c: (c.kind != "quantity", c.trigger.start), default=None)

    def _alone(self, e: Enumeration, whole: Number, counted: Counted) -> Claim:
        """Return a claim of a whole that no claim of its own sentence holds."""
        bare = self._bare(e, counted)
        evidence = self._report.span(min(bare.trigger.start, whole.span.start), max(bare.trigger.end, whole.span.end))
        made = digest("c", self._report.id, bare.trigger.start, bare.trigger.end, "quantity", "whole", whole.span.start)
        return replace(bare, id=made, evidence=evidence, quantities=(self._quantity(whole, counted, e.cells[-1], e),))

    def _as_before(self, e: Enumeration) -> Counted | None:
        """ "The one side recorded 11 violations: ...; the other 5: ...": what the one before it in the line counts."""
        if self._before is None or e.whole is None or "\n" in self._report.text[self._before[0] : e.cells[0].start]:
            return None
        return replace(self._before[1], span=None)

    def _host(self, e: Enumeration, counted: Counted, holders: Sequence[Claim]) -> Claim | None:
        """Return the claim that the enumeration divides: one about what is counted before one about the counting."""

        def rank(c: Claim) -> tuple[int, int]:
            noun = counted.span is not None and c.trigger.overlaps(counted.span)
            within = e.whole is not None and e.whole.span.end <= c.trigger.start and c.trigger.end <= e.cells[0].start
            if noun and c.kind == "quantity":
                return 0, c.trigger.start
            if c.kind == "event" and (within or noun):
                return 1, c.trigger.start
            return (2 if c.kind == "quantity" else 3), c.trigger.start

        usable = [c for c in holders if c.kind in ("event", "quantity", "state")]
        return min(usable, key=rank, default=None)

    def _bare(self, e: Enumeration, counted: Counted) -> Claim:
        """Return a claim that nobody's words name a happening of: a count under a heading."""
        first = e.cells[0]
        at = e.whole.span if e.whole is not None else first.number.span
        trigger = counted.span or at
        clause = self._sentence(at.start)
        statement = next((s for s in self._statements if any(c.start <= at.start and at.end <= c.end for c in s.content)), None)
        return Claim(
            id="", statement=statement.id if statement else None, sentence=clause.sentence.id, kind="quantity", event_type=None,
            modes=(), contexts=(), trigger=trigger, evidence=at, actor=(), recipient=(), places=(),
            time=self._time(e, clause), realization="actual", factuality="CT+", aspect=None, change=None, quantities=(),
            effect=None, rule="enumeration", score=0.9,
        )  # fmt: skip

    def _time(self, e: Enumeration, clause: Clause) -> ClaimTime | None:
        """Return when a list is of: what the head of its column says, else its own sentence, else its heading."""
        column = e.cells[0].heading
        if column is not None:
            for mention in self._index.times[self._sentence(column.start).number].values():
                interval = self._index.interval(mention)
                if column.start <= mention.span.start < column.end and interval is not None and interval.edtf is not None:
                    return ClaimTime(mention=mention.id, span=mention.span, interval=interval)
        numbers = [clause.number]
        numbers += [self._sentence(e.heading.start).number] if e.heading is not None else []
        for n in numbers:
            for mention in sorted(self._index.times[n].values(), key=lambda m: m.span.start):
                interval = self._index.interval(mention)
                if interval is not None and interval.edtf is not None:
                    return ClaimTime(mention=mention.id, span=mention.span, interval=interval)
        return None

    def _made(self, e: Enumeration, counted: Counted, base: Claim, family: Sequence[Claim], apart: Claim | None) -> list[Claim]:
        """Return the claims of the whole and of its parts."""
        spans = [c.number.span for c in e.cells if c.place is not None]
        named = [c.place for c in e.cells if c.place is not None]
        quantities = {q.span.offsets: q for c in (family or [base]) for q in c.quantities if not _among(q.span, spans)}
        whole: ClaimQuantity | None = None
        if apart is not None:
            quantities = quantities if family else {}
        elif e.whole is not None:
            whole = next((q for q in quantities.values() if q.span.overlaps(e.whole.span)), None) or self._quantity(
                e.whole, counted, e.cells[-1], e
            )
            if whole.quantity.measure == "other" and base.kind != "event":
                whole = replace(whole, quantity=replace(whole.quantity, measure=counted.measure))
            quantities[whole.span.offsets] = whole
        made = []
        total: str | None = None
        if quantities and (whole is not None or base.kind != "quantity"):
            places = {p.span.offsets: p for c in family for p in c.places if not _among(p.span, named) and not self._is_list(p)}
            kept = tuple(quantities[k] for k in sorted(quantities))
            ends = [*(q.span for q in kept), base.trigger, *(p.span for p in places.values())]
            sentence = self._sentence(base.trigger.start).sentence
            ends = [s for s in ends if sentence.start <= s.start < sentence.end] or [kept[0].span]
            evidence = self._report.span(min(s.start for s in ends), max(s.end for s in ends))
            total = digest(
                "c",
                self._report.id,
                base.trigger.start,
                base.trigger.end,
                base.event_type or base.kind,
                "whole",
                kept[0].span.start,
            )
            made.append(
                replace(
                    base, id=total, quantities=kept, places=tuple(places.values()), evidence=evidence, effect=None,
                    rule=f"{base.rule}; enumeration.{'whole' if whole is not None else 'rest'}",
                )
            )  # fmt: skip
            total = total if whole is not None else None
        total = apart.id if apart is not None else total
        known = tuple(p for c in family for p in c.places)
        ids: list[str] = []
        for cell in e.cells:
            if cell.place is None:
                ids.append(total or "")
                continue
            of = total if cell.of is None else ids[cell.of]
            claim = self._part(e, counted, cell, replace(base, places=known), of)
            ids.append(claim.id)
            made.append(claim)
        return made

    def _part(self, e: Enumeration, counted: Counted, cell: Cell, base: Claim, of: str | None) -> Claim:
        place = cell.place
        assert place is not None
        sentence = self._sentence(cell.start).sentence
        end = cell.end if cell.end <= sentence.end else max(cell.number.span.end, place.end)
        evidence = self._report.span(
            min(cell.start, cell.number.span.start, place.start), max(end, cell.number.span.end, place.end)
        )
        how = "subset" if cell.of is not None else "some" if e.partial else "part"
        rule = f"enumeration.{how}.{e.layout}" + (f"; of:{of}" if of else "") + f"; {base.rule.partition(';')[0]}"
        trigger = base.trigger
        return replace(
            base,
            id=digest(
                "c",
                self._report.id,
                trigger.start,
                trigger.end,
                base.event_type or base.kind,
                cell.number.span.start,
                place.start,
            ),
            sentence=sentence.id,
            evidence=evidence,
            places=(self._place(place, self._role(place, base)),),
            quantities=(self._quantity(cell.number, counted, cell, e),),
            effect=None,
            rule=rule,
        )

    def _stripped(self, claim: Claim, e: Enumeration, base: Claim, near: set[str]) -> Claim | None:
        """Take the cells out of another claim of the sentence; None when nothing but the counting is left of it."""
        spans = [c.number.span for c in e.cells]
        if claim.sentence not in near or not any(_among(q.span, spans) for q in claim.quantities):
            counts = claim.kind == "quantity" == base.kind and claim.sentence in near and bool(claim.quantities)
            again = counts and e.whole is not None and all(q.span.overlaps(e.whole.span) for q in claim.quantities)
            return None if again else claim
        left = tuple(q for q in claim.quantities if not _among(q.span, spans))
        only = e.whole is not None and all(q.span.overlaps(e.whole.span) for q in left)
        if claim.kind == "quantity" and (not left or only):
            return None
        return replace(claim, quantities=left)

    # -- mentions ------------------------------------------------------------------------------------------------

    def _quantity(self, number: Number, counted: Counted, cell: Cell, e: Enumeration) -> ClaimQuantity:
        known = self._resolution.quantities.get(number.mention.id) if number.mention else None
        mention = number.mention or self._index.add(number.span, "quantity")
        if number.mention is None:
            self._index.added_links[mention.id] = Link(
                mention=mention.id, kind="quantity", target=counted.measure, score=0.5, rule="quantity.enumeration"
            )
        value = known or Quantity(measure="other", low=number.value, best=number.value, high=number.value)
        running = (
            cell.heading is not None and not _RUNNING.isdisjoint(cell.heading.text.lower().split()) and number is cell.number
        )
        measure, unit = counted.measure, counted.unit if value.unit is None or value.unit in ANAPHORS else value.unit
        if cell.heading is not None and (own := self._tallies.named(cell.heading, alone=True)) is not None:
            measure, unit = own.measure, own.unit
        kind = "total" if running else "count" if number is cell.number else value.type
        return ClaimQuantity(
            mention=mention.id, span=mention.span, quantity=replace(value, measure=measure, unit=unit, type=kind)
        )

    def _role(self, place: Span, base: Claim) -> str:
        known = next((p.role for p in base.places if p.span.overlaps(place)), None)
        lead = self._report.text[: place.start].split()[-1:]
        return known or ("origin" if lead == ["from"] else "location")

    def _place(self, place: Span, role: str) -> ClaimPlace:
        for mention in self._resolution.mentions:
            if mention.label in ("place", "facility") and mention.span.offsets == place.offsets:
                unplaced = self._resolution.unplaced.get(mention.id)
                return ClaimPlace(
                    mention=mention.id, span=mention.span, role=role, place=self._resolution.places.get(mention.id),
                    name=unplaced.name if unplaced else None, country=unplaced.country if unplaced else None,
                )  # fmt: skip
        mention = self._index.add(self._report.span(place.start, place.end), "place")
        inner = next((m for m in self._resolution.mentions if m.label == "place" and _is_article(place, m.span)), None)
        known = self._resolution.places.get(inner.id) if inner else None
        self._index.added_links[mention.id] = Link(
            mention=mention.id,
            kind="place",
            target=known.target if known else None,
            score=0.5 if known else 0.0,
            rule="enumeration:article" if known else "nil:named only in an enumeration",
        )
        return ClaimPlace(mention=mention.id, span=mention.span, role=role, place=known, name=None if known else place.text)

    def _is_list(self, place: ClaimPlace) -> bool:
        """True for "the following provinces", which only announces the names."""
        return place.place is None and not any(w[:1].isupper() for w in place.span.text.split())

    def _sentence(self, at: int) -> Clause:
        return self._parsed[self._index.sentence_of(at)]


def _covers(content: Span, cell: Cell) -> bool:
    return content.start <= cell.start and cell.number.span.end <= content.end


def _as_count(host: Claim, counted: Counted) -> Claim:
    """Return the host of cases by province as a count, whatever word of theirs names a happening."""
    if counted.measure not in _TALLIES or host.kind == "quantity":
        return host
    return replace(host, kind="quantity", event_type=None, modes=())


def _among(span: Span, spans: Iterable[Span]) -> bool:
    return any(span.overlaps(s) for s in spans)


def _is_article(outer: Span, inner: Span) -> bool:
    """True for "At Tuhayta" around "Tuhayta", which is one name; "Rural Damascus" is another place than Damascus."""
    return outer.end == inner.end and outer.start < inner.start and outer.text[: inner.start - outer.start].strip() in ARTICLES


def _numbers(resolution: Resolution) -> dict[int, Number]:
    out: dict[int, Number] = {}
    for mention in resolution.mentions:
        quantity = resolution.quantities.get(mention.id) if mention.label == "quantity" else None
        if quantity is None or quantity.unit in _NO_COUNT:
            continue
        value = next((v for v in (quantity.best, quantity.low, quantity.high) if v is not None), None)
        if value is not None:
            measure = quantity.measure if quantity.measure != "other" else None
            out[mention.span.start] = Number(mention.span, value, mention, measure, quantity.unit)
    return out


def _places(resolution: Resolution, numbers: Mapping[int, Number]) -> dict[int, Span]:
    """Return the names of places by where they begin; "four settlements" is no name."""
    out: dict[int, Span] = {}
    for mention in resolution.mentions:
        span = mention.span
        if mention.label not in ("place", "facility") or not any(w[:1].isupper() for w in span.text.replace("-", " ").split()):
            continue
        if any(span.start <= n < span.end for n in numbers) or any(ch.isdigit() for ch in span.text):
            continue
        if span.start not in out or out[span.start].end < span.end:
            out[span.start] = span
    return out
