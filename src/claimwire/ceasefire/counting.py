"""What the words around a figure say of it: who counts, under which agreement, what exactly, and with what reserve.

A claim knows its number, place and day. Who "recorded" it, and of which of two agreements it is said, stands in the same
sentence; numbers of one sentence are told apart by what is nearest to each.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from claimwire.ceasefire.agreements import Agreement
from claimwire.ceasefire.context import Context, Said, Voice
from claimwire.records import Mention, Reading, Span

_MONTHS = {
    m: n
    for n, m in enumerate(
        [
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december",
        ],
        start=1,
    )
}
_MONTH = "|".join(m.capitalize() for m in _MONTHS)
_NAMED = (
    r"Minsk(?: I{1,2})?|Stockholm|Hodeidah|Hudaydah|Astana|Geneva|Sochi|Helsinki|Taif|Riyadh|Juba|Oslo|Doha|Dayton|Belfast|"
    r"[A-Z][a-z]+(?=-brokered)"
)
_AGREEMENT = re.compile(
    rf"(?P<name>{_NAMED})?\s*(?P<kind>cessation of hostilities|cease-?fire|truce|armistice|regime of silence|silence regime|"
    rf"de-escalation (?:agreement|memorandum|zones?)|reconciliation(?: agreements?| process)?|(?:joint )?agreements?|accords?|"
    rf"memorandum|settlement agreement)(?:\s+(?:agreement|regime|accord|deal|conditions|terms))?"
    rf"(?:,?\s*(?:of|from|dated|in|reached (?:in|on)|signed (?:in|on)|concluded (?:in|on)|that took effect (?:in|on))?\s*"
    rf"\(?(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{_MONTH})\s+(?:(?P<day2>\d{{1,2}}),\s*)?(?P<year>\d{{4}})\)?)?"
    rf"|(?P<month3>{_MONTH})\s+(?P<year3>\d{{4}})\s+(?P<kind3>cessation of hostilities|cease-?fire|truce|agreements?|accords?|"
    rf"memorandum)",
    re.IGNORECASE,
)
_NOT_ONE = re.compile(r"\s*(?:violations?|breach|incident|observ|monitor|cent(?:re|er)|commission|committee)", re.IGNORECASE)
_CUT = re.compile(
    r";|,\s*(?:and|while|but|whereas|with|which|(?:which )?(?:bring|tak|rais|lift|push|mak)\w*)\b|\bwhile\b|\bwhereas\b"
)
_CEASEFIRE = re.compile(r"cessation|cease-?fire|truce|armistice|silence|de-escalation", re.IGNORECASE)

_RECORDED = (
    r"(?:record|register|count|note|log|report|document|list|observ|detect|tall|establish|confirm|verif|monitor|cit|"
    r"catalogu|chronicl|identif|charg|accus|heard)"
)
_ACTIVE = re.compile(
    rf"\b(?:(?:has|have|had|also|itself|in turn)\s+)*{_RECORDED}(?:ed|d|ied|ing|s|es|ies|led|lied)?\b", re.IGNORECASE
)
_BY = re.compile(rf"\b{_RECORDED}(?:ed|d|ied|led)\s+(?:\w+\s+){{0,2}}?by\s+", re.IGNORECASE)
_PASSIVE = re.compile(r"[.;:]|\b(?:is|are|was|were|been|being|be)\b")  # between a name and "recorded": somebody else recorded
_SIDE = re.compile(r"\b(?:side|party|part|delegation|representatives|half)\b", re.IGNORECASE)
# Words by which a bulletin speaks of whoever puts it out.
_ITSELF = re.compile(
    r"^(?:the|our|its|this)?\s*(?:officers of (?:the|our)\s+)?(?:centre|center|mission|bulletin|office|network|observatory|"
    r"monitors?|committee|ministry|agency|report|desk|observers?|patrols?|teams?|it|we|they)$",
    re.IGNORECASE,
)

_BRINGS = re.compile(r"(?:bring|rais|tak|lift|push)ing$", re.IGNORECASE)  # the total: whoever joined told nobody

_APPROXIMATE = re.compile(
    r"\b(at least|no fewer than|not less than|no less than|more than|over|upwards? of|about|around|some|roughly|approximately|"
    r"an estimated|nearly|almost|close to|up to|as many as|fewer than|less than|at most|no more than)\b",
    re.IGNORECASE,
)
_ACTS = {
    "signed": r"\bsign|\binked|\bput (?:their|its) names?|\bsignator",
    "joined": r"\bjoin|\bacced|\baccession|\bentered into|\btook part|\bparticipat",
    "accepted": r"\baccept|\bdeclar|\badher|\bcommit|\bpledg|\bannounc|\bagreed to|\bsubscrib",
    "observed": r"\bobserv|\bcompl|\brespect",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """An agreement as a text names it. ``key`` None: some ceasefire, without a name or a date that tells it from others."""

    key: str | None
    words: str | None


def sentence(reading: Reading, at: int) -> tuple[int, int]:
    """Return (start, end) of the sentence that holds a character."""
    found = next((s for s in reading.sentences if s.start <= at < s.end), None)
    return (found.start, found.end) if found else (at, at)


def agreement(
    reading: Reading, number: Span, others: Iterable[Span], known: Iterable[Agreement], countries: frozenset[str]
) -> Named:
    """Return the agreement that a number is said of: the nearest behind it in its own clause, else the nearest before it."""
    start, end = sentence(reading, number.start)
    text = reading.report.text
    after = min((o.start for o in others if number.end <= o.start < end), default=end)
    before = max((o.end for o in others if start <= o.end <= number.start), default=start)
    cut = _CUT.search(text, number.end, after)
    here = [a for a in known if not countries or not countries.isdisjoint(a.area.countries)]
    found = _first(_pacts(text, number.end, cut.start() if cut else after, here))
    found = found or _last(_pacts(text, before, number.start, here)) or _first(_pacts(text, number.end, after, here))
    return found.named if found else Named(key=None, words=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pact:
    """Words that name an agreement; ``own``: by its date or by a name of its own, which tells it from others."""

    start: int
    end: int
    own: bool
    named: Named


def _pacts(text: str, low: int, high: int, known: Iterable[Agreement]) -> list[_Pact]:
    """Return what some words call an agreement, in their order: by a kind and a date, or by a name that its file lists."""
    found = [
        _Pact(start=m.start(), end=m.end(), own=_is_dated(m), named=_named(m, known))
        for m in _AGREEMENT.finditer(text, low, high)
        if not _NOT_ONE.match(text, m.end())
    ]
    for one in known:
        for name in one.names:
            if name == name.lower():
                continue  # "truce" is any truce
            for m in re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE).finditer(text, low, high):
                beside = [p for p in found if p.start < m.end() and m.start() < p.end]
                if not any(p.own for p in beside):
                    found = [p for p in found if p not in beside]
                    found.append(_Pact(start=m.start(), end=m.end(), own=True, named=Named(key=one.agreement, words=m.group())))
    return sorted(found, key=lambda p: p.start)


def _first(found: Sequence[_Pact]) -> _Pact | None:
    return next((p for p in found if p.own), found[0] if found else None)


def _last(found: Sequence[_Pact]) -> _Pact | None:
    return next((p for p in reversed(found) if p.own), found[-1] if found else None)


def _is_dated(m: re.Match[str]) -> bool:
    return bool(m["year"] or m["year3"] or m["name"])


def _named(m: re.Match[str], known: Iterable[Agreement]) -> Named:
    words = " ".join(m.group().strip(" ,(").split())
    kind = (m["kind"] or m["kind3"] or "").lower()
    general = "ceasefire" if _CEASEFIRE.search(kind) else "reconciliation" if kind.startswith("reconcil") else "agreement"
    year, month = m["year"] or m["year3"], m["month"] or m["month3"]
    stem = f"{year}-{_MONTHS[month.lower()]:02d}" if year and month else None
    for one in known:
        named = any(n.lower() in words.lower() for n in one.names if n[:1].isupper())
        dated = stem is not None and stem in {(one.in_force.from_ or "")[:7], (one.signed or "")[:7]}
        if (named and m["name"]) or (dated and general != "reconciliation"):
            return Named(key=one.agreement, words=words)
    if m["name"]:
        return Named(key=f"{m['name']} {general}".lower() + (f" {stem}" if stem else ""), words=words)
    if stem is None and general == "agreement":
        return Named(key=None, words=None)
    return Named(key=f"{general} {stem}" if stem else None, words=words)


def counter(context: Context, said: Said, number: Span) -> Voice:
    """Return who counts: whoever the words say recorded it, else the innermost source, else the publisher."""
    reading = said.reading
    text = reading.report.text
    actors = [m for m in reading.mentions if m.label == "actor"]
    regions = [sentence(reading, at) for at in dict.fromkeys((number.start, said.claim.trigger.start))]
    if ".list" in said.claim.rule or ".table" in said.claim.rule:
        regions = [*regions[:1], *_heading(text, number.start)]
    for start, end in dict.fromkeys(regions):
        here = [m for m in actors if start <= m.span.start and m.span.end <= end and not _is_paper(m.span.text)]
        beside = [m for m in here if m.span.end <= number.start and not text[m.span.end : number.start].strip(" :–—-,(")]
        who = _longest(m for m in beside if _SIDE.search(m.span.text))
        if who is None:
            before = list(_ACTIVE.finditer(text, start, max(number.start, start)))
            for verb in reversed(before):
                ahead = [m for m in here if m.span.end <= verb.start() and len(text[m.span.end : verb.start()].split()) <= 4]
                # "The Russian party of the commission that considers breaches of the agreement has registered 10".
                ahead = ahead or [m for m in here if m.span.end <= verb.start() and _SIDE.search(m.span.text)]
                ahead = [m for m in ahead if not _PASSIVE.search(text, m.span.end, verb.start())]
                who = _longest(m for m in ahead if m.span.end == max(a.span.end for a in ahead))
                if who is not None:
                    break
        if who is None and (by := _BY.search(text, start, end)):
            who = _longest(m for m in here if by.end() - 1 <= m.span.start <= by.end() + 4)
        if who is not None and not (_ITSELF.match(who.span.text) and _target(reading, who) is None):
            target = _target(reading, who)
            name = context.name(target) if target and not _SIDE.search(who.span.text) else None
            return Voice(id=target, name=name or who.span.text)
    return _voice(context, said, number)


def _is_paper(name: str) -> bool:
    """True for "the Joint Agreement", which the reader of actors may take for somebody."""
    return _AGREEMENT.fullmatch(name.removeprefix("the ").removeprefix("The ")) is not None


def _heading(text: str, at: int) -> Iterator[tuple[int, int]]:
    """Yield the line that heads a list: "As recorded by the Turkish part:", above the rows that hold its numbers."""
    end = text.rfind("\n", 0, at)
    while end > 0:
        start = text.rfind("\n", 0, end) + 1
        line = text[start:end].strip()
        if line.endswith(":") or (line and not any(ch.isdigit() for ch in line)):
            yield start, end
            return
        end = start - 1


def _voice(context: Context, said: Said, number: Span) -> Voice:
    """Return the innermost source in whose words the number is; those who are counted do not count themselves."""
    text = said.report.text
    for s in reversed(said.chain):
        holds = any(c.start <= number.start and number.end <= c.end for c in s.content)
        if not s.source or not holds or any(x.overlaps(number) for x in s.source) or any(_BRINGS.match(c.text) for c in s.cue):
            continue
        if any(_is_paper(x.text) for x in s.source):
            continue  # a paper that is broken counts nothing
        if any(_PASSIVE.search(text, x.end, c.start) for x in s.source for c in s.cue if x.end <= c.start):
            continue  # "by armed formations were registered": they registered nothing
        listed = s.speaker in context.ontology.actors
        return Voice(id=s.speaker, name=context.name(s.speaker) if listed else " ".join(x.text for x in s.source))
    return Voice(id=None, name=said.report.publisher)


def _longest(mentions: Iterable[Mention]) -> Mention | None:
    return max(mentions, key=lambda m: m.span.end - m.span.start, default=None)


def _target(reading: Reading, mention: Mention) -> str | None:
    return next((k.target for k in reading.links if k.mention == mention.id and k.kind == "actor"), None)


def qualifier(number: Span) -> str | None:
    """Return the reserve with which a number is given, as written: "at least", "an estimated"."""
    found = _APPROXIMATE.search(number.text)
    return found.group(1).lower() if found else None


def acts(words: str) -> frozenset[str]:
    """Return what those who are counted did, as the text puts it: signed, joined, accepted, observed."""
    return frozenset(name for name, pattern in _ACTS.items() if re.search(pattern, words, re.IGNORECASE))


def clause(reading: Reading, number: Span, others: Iterable[Span]) -> Span:
    """Return the words around a number that are nobody else's: from the number before it to the one behind it."""
    start, end = sentence(reading, number.start)
    text = reading.report.text
    low = max((o.end for o in others if start <= o.end <= number.start), default=start)
    high = min((o.start for o in others if number.end <= o.start < end), default=end)
    cut = _CUT.search(text, number.end, high)
    high = cut.start() if cut else high
    cut = next(iter(reversed(list(_CUT.finditer(text, low, number.start)))), None)
    low = cut.end() if cut else low
    while low < number.start and not text[low].isalnum():
        low += 1
    while high > number.end and not (text[high - 1].isalnum() or text[high - 1] == ")"):
        high -= 1
    return Span(start=low, end=high, text=text[low:high])
