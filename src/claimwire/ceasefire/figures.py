"""Figures over time: each number that a report counts, under the key that says with which others it may be compared.

A key is measure, counted object, agreement, who counts, and where. Two totals under different keys never meet, and values of
different units are never added. What is restated is one observation with several claims.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from claimwire.ceasefire import counting, kinds
from claimwire.ceasefire.arithmetic import with_alerts
from claimwire.ceasefire.context import Context, Row, Said, View, next_day
from claimwire.ceasefire.observation import Evidence, Figure
from claimwire.ceasefire.places import is_named, place_of, province_of
from claimwire.errors import ClaimwireError
from claimwire.records import Claim, ClaimPlace, ClaimQuantity, Quantity, Reading, Span, TimeInterval

# What a bulletin counts as such; other counts are figures only where a report sets them out by place or as a running total.
_ALWAYS = frozenset(
    {"violations", "settlements", "groups", "aid_tonnes", "aid_trucks", "aid_people", "prisoners", "returned", "displaced"}
)
_UNITS = frozenset(
    {"explosion", "discharge", "flight", "sortie", "convoy", "shelling", "burst", "projectile", "case", "incident"}
)
_CHANGE_BY = re.compile(r"\b(?:f[ae]ll(?:en|s)?|dropped|declined|decreased|down|reduced|went down|shrank)\s+by\s+$")
_AGAINST = re.compile(r"\b(?:compared (?:with|to)|against|versus|up from|down from)\s+$")
_OF_A_SERIES = re.compile(r"\b(?:number|total|truce|cease-?fire|reconcil\w+|agreements?|cessation)\b", re.IGNORECASE)
_INCLUDED = re.compile(r"\b(?:including|among (?:them|which)|of (?:them|which))\s*$")
_FIELD = ("|", "\t", ";", "\n", ",")
_UNCHANGED = frozenset(
    {"change", "changed", "changing", "increase", "increased", "grow", "grown", "rise", "risen", "alter", "altered"}
)
_CIVILIANS = frozenset({"civilian", "people", "person", "resident", "inhabitant", "patient", "child", "woman", "refugee"})
_CASUALTIES = frozenset({"killed", "injured"})
_CARRIERS = {"truck": "aid_trucks", "lorry": "aid_trucks", "convoy": "convoys"}
_IN_PROVINCE = re.compile(
    r"\b(?:[Ii]n|of|[Ff]rom|[Aa]cross|[Tt]hroughout) (?:the )?(?:(?:province|governorate|region|district|oblast)s? of "
    r"(?P<a>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*)|"
    r"(?P<b>[A-Z][\w'’-]+(?: [A-Z][\w'’-]+)*) (?:province|governorate|region|district|oblast))"
)


class UnlikeUnits(ClaimwireError):
    """Counts of different units or by different counters were to be added."""


def figures(context: Context) -> list[Figure]:
    """Return the observations of a context, in the order of their reports; restated ones are one."""
    out: dict[tuple[object, ...], Figure] = {}
    for one in _observed(context):
        same = (one.key, one.value, one.as_of, one.period_start, one.period_end, one.report if one.kind != "cumulative" else None)
        old = out.get(same)
        out[same] = replace(old, claims=(*old.claims, *(c for c in one.claims if c not in old.claims))) if old else one
    return list(out.values())


def _observed(context: Context) -> Iterator[Figure]:
    """Yield every figure that a claim states; claims that share a number are one observation."""
    best: dict[tuple[str, int, str | None], tuple[int, Figure]] = {}
    reading: Reading | None = None
    listed: tuple[Span, ...] = ()
    for said in context.said():
        if said.reading is not reading:
            reading = said.reading
            listed = tuple(p.span for c in reading.claims if _how(c.rule) for p in c.places)
        if said.withdrawn or said.report.id in context.replaced or not _is_stated(said.claim):
            continue  # a corrected report's numbers give way to those of its correction
        others = [m.span for m in said.reading.mentions if m.label == "quantity"]
        for quantity in said.claim.quantities:
            figure = _figure(context, said, quantity, others, listed)
            if figure is None:
                continue
            at = (figure.report, figure.number[0], figure.scope if figure.kind == "part" else None)
            rank = 2 * said.claim.rule.startswith("enumeration.") + (said.claim.kind == "quantity")
            old = best.get(at)
            if old is None:
                best[at] = (rank, figure)
                continue
            kept, other = (figure, old[1]) if rank > old[0] else (old[1], figure)
            claims = (*kept.claims, *(c for c in other.claims if c not in kept.claims))
            best[at] = (max(rank, old[0]), replace(kept, claims=claims))
    yield from _parts_as_their_whole([figure for _, figure in best.values()])


def _parts_as_their_whole(found: Sequence[Figure]) -> Iterator[Figure]:
    """Let parts be counted by whoever counts their whole, under its agreement: "Turkish side: 9 (Hama – 6, Aleppo – 3)"."""
    by_claim = {c: f for f in found for c in f.claims}
    for f in found:
        whole = by_claim.get(f.of) if f.of else None
        while whole is not None and whole.of is not None and whole.of in by_claim:
            whole = by_claim[whole.of]
        if whole is None or (whole.measure, whole.unit_key) != (f.measure, f.unit_key):
            yield f
            continue
        same = replace(
            f,
            counter=whole.counter,
            counter_id=whole.counter_id,
            agreement=whole.agreement,
            agreement_words=whole.agreement_words,
        )
        running = whole.kind == "cumulative"
        if running:
            same = replace(same, running=True, as_of=whole.as_of, period_start=whole.period_start)
            same = replace(same, counted=f"{same.counted}, of a running total")
        yield same


def _is_stated(claim: Claim) -> bool:
    """True for what is said to be so; that a number "did not change" denies no number."""
    if claim.realization != "actual":
        return False
    if any(q.quantity.best == 0 for q in claim.quantities):
        return True  # "there were no breaches": denied, and counted
    return claim.factuality not in ("CT-", "PR-", "PS-") or claim.trigger.text.lower() in _UNCHANGED


def _measure(claim: Claim, value: Quantity) -> str | None:
    """What is counted, where the reader of numbers left it to the unit: explosions, trucks of an aid delivery."""
    if value.measure != "other":
        return value.measure
    if claim.event_type == "AID" and value.unit in _CARRIERS:
        return _CARRIERS[value.unit]
    if claim.event_type == "AID" and value.unit in _CIVILIANS:
        return "aid_people"
    if value.unit in _CIVILIANS and claim.rule.startswith("lexicon:leave.v.") and any(p.role == "origin" for p in claim.places):
        return "displaced"
    if value.unit == "time" and claim.event_type == "ASSAULT":
        return "strikes"
    return _plural(value.unit) if value.unit in _UNITS else None


def _figure(context: Context, said: Said, q: ClaimQuantity, others: Sequence[Span], listed: Sequence[Span]) -> Figure | None:
    claim, value = said.claim, q.quantity
    how = _how(claim.rule)
    unit = value.unit
    measure = _measure(claim, value) or (_plural(unit) if how else None)
    number = value.best if value.best is not None else value.low if value.low is not None else value.high
    if measure is None or number is None:
        return None
    own = counting.clause(said.reading, q.span, others)
    whole = claim.rule.endswith("enumeration.whole")
    start, end = counting.sentence(said.reading, q.span.start)
    sentence = said.report.text[start:end]
    by_day = (claim.kind == "quantity" or unit == "time" or measure in _CASUALTIES) and bool(kinds.PERIOD.search(sentence))
    by_day = by_day or bool(kinds.AS_OF.search(sentence))
    told = measure in _ALWAYS or measure in _CARRIERS.values() or unit in _UNITS or value.type == "total" or by_day
    if not (how or whole or told) or _CHANGE_BY.search(said.report.text, start, q.span.start):
        return None
    joined = bool(counting.acts(sentence)) or bool(_OF_A_SERIES.search(sentence))
    if measure in kinds.STOCKS and not (how or whole or joined or claim.rule.startswith("series.")):
        return None  # "aid was delivered to two settlements": nobody joined
    if unit is None and _AGAINST.search(said.report.text, start, q.span.start):
        measure, unit = _same_as_before(said, q.span) or (measure, unit)
    ends = measure.startswith("aid_") or measure == "returned"
    roles = {"location", "scope", *(["destination"] if ends else ["origin"] if measure == "displaced" else [])}
    places = claim.places if how else tuple(p for p in claim.places if p.role in roles)
    beside = None if how else _beside(said.reading, own)
    if measure in kinds.STOCKS and not how:
        place = beside or next((p for p in places if is_named(p) and _is_within(said.report.text, p)), None)
    else:
        near = [
            p
            for p in places
            if how or (is_named(p) and (not whole or own.covers(p.span) or start <= p.span.start < q.span.start))
        ]
        place = near[0] if near else beside
    if place is not None and not how and any(place.span.overlaps(s) for s in listed):
        place = None  # "55 cases in the provinces of Aleppo (27) ...": where a part is, the whole is not
    if not how and not whole and (part := _of_the_part(said, q.span, start)) is not None:
        place = part
    if place is not None and not how and place.place is not None and (place.place.feature or "").startswith("A.PCL"):
        place = None  # "in Syria": the whole of what the agreement covers
    if place is None and measure.startswith("aid_"):  # "delivered 4 tonnes of food to Rudesh"
        place = _brought_to(context, said)
    countries = frozenset(c for p in claim.places if (c := p.place.country if p.place else p.country))
    named = counting.agreement(said.reading, q.span, others, context.agreements, countries)
    voice = counting.counter(context, said, q.span)
    interval = claim.time.interval if claim.time else None
    since = interval is not None and interval.modifier in ("since", "from") and not _is_recent(said)
    bounded = interval is not None and interval.edtf is not None and not since
    if how:
        kind = "cumulative" if value.type == "total" else "part"
    else:
        kind = kinds.kind(measure, value, own=own, number=q.span, sentence=sentence, bounded=bounded)
    as_of = value.as_of if kind == "cumulative" else None
    if as_of is None and kinds.AS_OF.search(sentence):
        as_of = _as_of(said.reading, start, end)
    named_day = said.day or _until(interval)
    if kind == "cumulative" and as_of is None:
        # A total that is said to stand stands on the day that the sentence names, else on the day on which that is said.
        as_of = said.published if since or kinds.NOW.search(own.text) or named_day is None else named_day
    begin, stop = (said.since, said.before) if kind != "cumulative" or since else (None, None)
    earlier = kinds.is_earlier(said.report.text, start, end, q.span)
    if earlier:
        begin = stop = None  # "compared with 530 in the previous period": of which the sentence gives no date
    if stop is not None and said.published is not None and stop[:10] > next_day(said.published):
        begin = stop = None  # what is told as done was not done after its publication
    ev = claim.evidence if how else own
    column = _column(said.report.text, claim) if claim.rule.startswith("enumeration.part.table") else None
    return Figure(
        measure=measure,
        counted=(column or _counted(own, measure, unit)) + (", of a part" if how == "subset" else ""),
        agreement=named.key,
        agreement_words=named.words,
        counter=voice.name,
        counter_id=voice.id,
        scope=place_of(place) if place else None,
        province=province_of(place) if place else None,
        kind=kind,
        value=number,
        low=value.low,
        high=value.high,
        qualifier=counting.qualifier(q.span),
        as_written=q.span.text,
        as_of=as_of,
        period_start=begin,
        period_end=stop,
        unit=unit,
        report=said.report.id,
        published=said.published,
        evidence=Evidence(report=said.report.id, start=ev.start, end=ev.end, words=ev.text),
        acts=counting.acts(own.text),
        claims=(claim.id,),
        how=how,
        of=_whole(claim.rule),
        column=column,
        earlier=earlier,
        number=q.span.offsets,
    )


def _beside(reading: Reading, own: Span) -> ClaimPlace | None:
    """The province that a count names without being said to happen there: "four settlements in Latakia province"."""
    named = _IN_PROVINCE.search(own.text)
    if named is not None:
        start = own.start + named.start("a" if named["a"] else "b")
        span = reading.report.span(start, start + len(named["a"] or named["b"]))
        return ClaimPlace(mention=None, span=span, role="scope", name=span.text)
    return None


def _of_the_part(said: Said, number: Span, start: int) -> ClaimPlace | None:
    """The place of "Luhansk region (40), including 11 explosions": what is included is included in the part before it."""
    text = said.report.text
    before = [
        p for c in said.reading.claims if _how(c.rule) for p in c.places if start <= p.span.start and p.span.end <= number.start
    ]
    last = max(before, key=lambda p: p.span.end, default=None)
    return last if last is not None and _INCLUDED.search(text, last.span.end, number.start) else None


def _brought_to(context: Context, said: Said) -> ClaimPlace | None:
    """The town that aid was brought to, where the claim has it as who received it."""
    for person in said.claim.recipient:
        found = context.place(said.reading, person.span) if person.target is None else None
        if found is not None and not (found.feature or "").startswith("A.PCL"):
            return ClaimPlace(mention=person.mention, span=person.span, role="destination", place=found, name=found.name)
    return None


def _is_within(text: str, place: ClaimPlace) -> bool:
    """True for "four settlements in Latakia"; of "four signed: Ayn Issa and Rabia" the names are those that signed."""
    words = text[: place.span.start].split()
    is_town = place.place is not None and (place.place.feature or "").startswith("P.")
    return bool(words) and words[-1].lower() in {"in", "across", "throughout", "of"} and not is_town


def _same_as_before(said: Said, number: Span) -> tuple[str, str] | None:
    """What the number before it counts: "211 explosions (compared with 302 the day before)"."""
    before = [
        q for c in said.reading.claims if c.sentence == said.claim.sentence for q in c.quantities if q.span.end <= number.start
    ]
    last = max(before, key=lambda q: q.span.end, default=None)
    unit = last.quantity.unit if last else None
    plural = _plural(unit) if unit in _UNITS else None
    return (plural, unit) if plural and unit else None


def _how(rule: str) -> str | None:
    head, _, rest = rule.partition(".")
    return rest.partition(".")[0] if head == "enumeration" and rest else None


def _column(text: str, claim: Claim) -> str | None:
    """The words at the head of a table's column, of which the trigger is one."""
    low = max(text.rfind(mark, 0, claim.trigger.start) for mark in _FIELD) + 1
    ends = [at for mark in _FIELD if (at := text.find(mark, claim.trigger.end)) >= 0]
    return text[low : min(ends, default=len(text))].strip() or None


def _whole(rule: str) -> str | None:
    found = re.search(r"\bof:(c-[0-9a-f]+)", rule)
    return found.group(1) if found else None


def _plural(unit: str | None) -> str | None:
    return {"case": "violations", "incident": "violations"}.get(unit, f"{unit}s") if unit else None


def _is_recent(said: Said) -> bool:
    """True for "since yesterday evening": the last day, and no series that somebody began to count."""
    if said.since is None or said.published is None:
        return False
    return (date.fromisoformat(said.published) - date.fromisoformat(said.since)).days <= 2


def _as_of(reading: Reading, start: int, end: int) -> str | None:
    """The day that "as of 8 July" names."""
    text = reading.report.text
    found = kinds.AS_OF.search(text, start, end)
    if found is None:
        return None
    for claim in reading.claims:
        t = claim.time
        if t is not None and found.start() - 2 <= t.span.start <= found.end() + 4 and t.interval.edtf:
            return t.interval.edtf.removeprefix("../")[:10]
    return None


def _until(interval: TimeInterval | None) -> str | None:
    """The day of "by 27 May": the last on which it may have been so, and the one for which it is said."""
    edtf = (interval.edtf or "") if interval else ""
    return edtf[3:] if edtf.startswith("../") and len(edtf) == 13 else None


def _counted(own: Span, measure: str, unit: str | None) -> str:
    """What is counted, in the words of the text where they say who counts as one: "groups that joined the truce"."""
    found = re.search(
        r"(?:number|total|count|tally) of ((?:\w+[ -]){1,14}?\w+)"
        r"(?=\s+(?:has|have|had|reach|remain|stand|stood|rose|grew|is|was|now|did|increas|came|total|to \d|at \d|up|climb|pass|"
        r"amount)|[,.;(]|$)",
        own.text,
    )
    return found.group(1) if found else (unit or measure)


# -- the view ------------------------------------------------------------------------------------------------------------

COLUMNS = (
    "measure", "counted", "agreement", "counter", "scope", "province", "kind", "value", "low", "high", "qualifier", "as_written",
    "as_of", "period_start", "period_end", "unit", "report", "evidence", "alerts", "claims",
)  # fmt: skip


def row(figure: Figure) -> Row:
    """Return a figure as a row of the view."""
    out = {name: getattr(figure, name) for name in COLUMNS}
    ev = figure.evidence
    out["agreement"] = figure.agreement or figure.agreement_words
    out["evidence"] = {"report": ev.report, "start": ev.start, "end": ev.end, "words": ev.words}
    out["alerts"] = list(figure.alerts)
    out["claims"] = list(figure.claims)
    return out


def rows(context: Context) -> list[Row]:
    """Return every observation with its alerts, in order of series and day."""
    found = with_alerts(figures(context))
    return [row(f) for f in sorted(found, key=_order)]


def _order(f: Figure) -> tuple[str, ...]:
    return (
        f.measure,
        f.agreement or "",
        f.counter or "",
        f.as_of or f.period_start or f.published or "",
        f.report,
        f"{f.number[0]:09d}",
    )


def add(found: Iterable[Figure]) -> float:
    """Add counts that may be added: one measure, one unit, one counter, one agreement, none of them a running total.

    Raises UnlikeUnits, which says why not.
    """
    figures_ = list(found)
    for name, what in (("unit_key", "units"), ("measure", "measures"), ("counter", "counters"), ("agreement", "agreements")):
        values = sorted({str(getattr(f, name)) for f in figures_})
        if len(values) > 1:
            raise UnlikeUnits(f"counts of different {what} are not added: {', '.join(values)}; ask for one of them")
    if any(f.kind == "cumulative" for f in figures_) and len(figures_) > 1:
        raise UnlikeUnits("a running total already holds what came before it; add counts of periods, or read the last total")
    return sum(f.value for f in figures_)


FIGURES = View(
    name="figures",
    title="Figures over time",
    about="One number that somebody counts, with its key: two totals with different keys are never compared.",
    columns=COLUMNS,
    rows=rows,
)
