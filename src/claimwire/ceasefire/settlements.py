"""Settlements that are said to have joined: each by its name, or so many without names; who says so, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from claimwire.ceasefire import counting
from claimwire.ceasefire.context import Context, Row, Said, View
from claimwire.ceasefire.figures import figures
from claimwire.ceasefire.places import bare, is_named, plain
from claimwire.records import ClaimPlace, Span

COLUMNS = (
    "date", "reported", "settlement", "number", "kind", "province", "agreement", "counter", "according_to", "report", "evidence",
    "claims",
)  # fmt: skip
_TYPES = frozenset({"AGREE", "CONCEDE"})
_JOINED = frozenset({"signed", "joined", "accepted"})
_NAME = r"(?:a[ldnrst]-|e[lsz]-)?[A-Z][\w'’-]+(?:[ -](?:a[ldnrst]-|e[lsz]-)?[A-Z][\w'’-]+)*"
_NAMES = rf"{_NAME}(?:,\s+{_NAME})*(?:,?\s+and\s+{_NAME})?"
# "The villages of Ayn Issa and Rabia", "four settlements signed: Kafr Nan, Ayn Issa and Rabia".
_LIST = re.compile(
    rf"\b(?:settlements?|villages?|towns?|hamlets?|localit(?:y|ies)|cit(?:y|ies)|inhabited areas?|communit(?:y|ies))"
    rf"(?:\s+of\s+|[^:.;]{{0,80}}:\s+)(?P<names>{_NAMES})"
)
_NO_SETTLEMENT = re.compile(r"\s*\(?\d|\s*[-–—:]\s*\d|\s+(?:province|governorate|region|district|oblast)\b")
_SPLIT = re.compile(r",\s+(?:and\s+)?|\s+and\s+")
_PROVINCE = re.compile(rf"\bin\s+(?:the\s+)?(?:province\s+of\s+(?P<a>{_NAME})|(?P<b>{_NAME})\s+(?:province|governorate|region))")
_TREATY = re.compile(r"truce|cease-?fire|cessation|reconcil|agreement|accord|armistice", re.IGNORECASE)


def rows(context: Context) -> list[Row]:
    """Return named settlements first named, and the increments that no name covers, in order of day."""
    out: list[Row] = []
    named: dict[tuple[str, str], int] = {}  # names in a sentence of a report: a number beside them counts the same
    seen: dict[tuple[object, ...], int] = {}
    for said in context.said():
        for name in _named(said):
            voice = counting.counter(context, said, name)
            where = (said.report.id, said.claim.sentence)
            named[where] = named.get(where, 0) + 1
            agreement = counting.agreement(said.reading, name, (), context.agreements, frozenset())
            key = (plain(bare(name.text)), voice.id or voice.name, agreement.key)
            if key in seen:
                old = out[seen[key]]
                claims = list(dict.fromkeys([*old["claims"], said.claim.id]))
                out[seen[key]] = {
                    **old,
                    "date": old["date"] or said.day,
                    "province": old["province"] or _province(said),
                    "claims": claims,
                }
                named[where] -= 1 if old["report"] == said.report.id and said.claim.id not in old["claims"] else 0
                continue
            seen[key] = len(out)
            out.append(
                {
                    "date": said.day,
                    "reported": said.published,
                    "settlement": bare(name.text),
                    "number": 1,
                    "kind": "named",
                    "province": _province(said) or _lies_in(said, name, context),
                    "agreement": agreement.key or agreement.words,
                    "counter": voice.name,
                    "according_to": context.according_to(said),
                    "report": said.report.id,
                    "evidence": {"report": said.report.id, "start": name.start, "end": name.end, "words": said.sentence},
                    "claims": [said.claim.id],
                }
            )
    out += _increments(context, named)
    return sorted(out, key=lambda r: (r["date"] or r["reported"] or "", r["report"], r["kind"], str(r["settlement"])))


def _named(said: Said) -> Iterator[Span]:
    """Yield the settlements by name that a claim of joining is about."""
    claim = said.claim
    if claim.event_type not in _TYPES and not any(q.quantity.measure == "settlements" for q in claim.quantities):
        return
    if claim.realization != "actual" or claim.factuality not in ("CT+", "PR+", "Uu") or said.withdrawn:
        return
    sentence = said.sentence
    if not _TREATY.search(said.report.text) or counting.acts(sentence).isdisjoint(_JOINED):
        return
    at = next((s.start for s in said.reading.sentences if s.id == claim.sentence), None)
    if at is None:
        return
    taken: list[Span] = []
    for match in _LIST.finditer(sentence):
        start = match.start("names")
        for piece in _pieces(match["names"]):
            span = said.report.span(at + start + piece[0], at + start + piece[1])
            if _NO_SETTLEMENT.match(said.report.text, span.end) is None:
                taken.append(span)
                yield span
    for place in claim.places:
        if place.role == "location" and _is_town(place) and not any(place.span.overlaps(s) for s in taken) and len(taken) == 0:
            yield place.span


def _pieces(names: str) -> Iterator[tuple[int, int]]:
    at = 0
    for cut in (*_SPLIT.finditer(names), None):
        end = cut.start() if cut else len(names)
        if end > at:
            yield at, end
        at = cut.end() if cut else end


def _is_town(place: ClaimPlace) -> bool:
    """True for a populated place, or a name that the words call one: "the town of Deir Qumra"."""
    if not is_named(place):
        return False
    called = re.match(r"(?:the )?(?:settlement|village|town|hamlet|city|locality) of ", place.span.text, re.IGNORECASE)
    return called is not None


def _province(said: Said) -> str | None:
    found = _PROVINCE.search(said.sentence)
    return (found["a"] or found["b"]) if found else None


def _lies_in(said: Said, name: Span, context: Context) -> str | None:
    place = context.place(said.reading, name)
    return bare(place.admin1) if place is not None and place.admin1 else None


def _increments(context: Context, named: dict[tuple[str, str], int]) -> Iterator[Row]:
    """Yield the numbers of settlements that joined without a name; those that names beside them account for are left out."""
    chains = {said.claim.id: said for said in context.said()}
    for f in figures(context):
        if f.measure != "settlements" or f.kind not in ("increment", "part") or f.how == "subset":
            continue
        said = chains[f.claims[0]]
        known = named.get((f.report, said.claim.sentence), 0)
        if known >= f.value:
            continue
        yield {
            "date": said.day,
            "reported": f.published,
            "settlement": None,
            "number": f.value - known,
            "kind": "increment" if f.kind == "increment" else "part of an increment",
            "province": f.province,
            "agreement": f.agreement or f.agreement_words,
            "counter": f.counter,
            "according_to": context.according_to(said),
            "report": f.report,
            "evidence": {"report": f.report, "start": f.evidence.start, "end": f.evidence.end, "words": f.evidence.words},
            "claims": list(f.claims),
        }


SETTLEMENTS = View(
    name="settlements",
    title="Settlements that joined",
    about="A settlement that somebody says has joined, by name, or so many without names. Parts divide the increment above them.",
    columns=COLUMNS,
    rows=rows,
)
