"""Which agency a report, or one statement in it, is credited to, and the words that say so.

A dateline, a byline or a closing line credits the report; "told AFP", "SANA reported" and "citing Meridian" credit a sentence.
Agencies are those of the actor list and of `agencies.csv`; one that no list has is known by its form ("the Meridian News
Agency"), and by the place of its name: in brackets before a dateline's dash.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from claimwire.consolidate.sides import nation
from claimwire.consolidate.wordlists import words
from claimwire.ontology.model import Ontology
from claimwire.records import Report, Span

HEAD = 400  # characters in which a dateline or a byline stands, after a headline that was run into the text
TAIL = 160

_CAPITAL = r"(?:(?:[A-Z]\.){2,}|[A-Z][\w&'’-]*(?:\.[a-z]{2,3}\b)?)"
_NAME = rf"{_CAPITAL}(?: (?:(?:al|el|of|de|del|and|the) )?{_CAPITAL}){{0,4}}"
_DATE = (
    r"(?:(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs)?|Fri|Sat(?:ur)?|Sun)(?:day)?\.?,? )?"
    r"(?:\d{1,2} [A-Z][a-z]{2,8}\.?|[A-Z][a-z]{2,8}\.? \d{1,2})(?:,? \d{4})?"
)
_DATELINE = re.compile(  # KARVASH, June 3 (Meridian) --
    rf"(?:^|(?<=\n))[^\S\n]*(?P<place>[A-Z][\w'’.-]*(?:[ /,]+[A-Z][\w'’.-]*){{0,5}})?(?:,? ?{_DATE})?,? ?"
    rf"\((?P<agency>{_NAME}|[a-z]{{2,8}})\)[^\S\n]*(?:-{{1,3}}|–|—|:)"
)
_BRACKET = re.compile(rf"\((?P<agency>{_NAME}|[a-z]{{2,8}})(?:/[a-z]+)*\)(?P<after>[^\S\n]*(?:-{{1,3}}|–|—|[.!?]?\s*$)?)")
_DASHED = re.compile(rf"(?:^|\n|[-–—,] ?)(?P<agency>{_NAME})(?=[^\S\n]*(?:[-–—:]|,? {_DATE}|\n|$))")
_STAMP = re.compile(
    r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?\d{1,2} [A-Z][a-z]{2,8} \d{4}\b"
)  # AFP Friday 3 Jun 2031
_BEFORE = re.compile(r"(?:\S+ ){1,4}$")
_BYLINE = re.compile(rf"(?:^|\n)[^\S\n]*(?:[Bb]y|BY|[Ff]rom|Source:|Agency:|Via) (?:the )?(?P<agency>{_NAME})")
_CLOSING = re.compile(
    r"(?:[-–—(/]|\bSource:|\bAgency:|\bwith (?:reporting|material) (?:from|by)|[\n(][Ww]ith)"
    rf"\s*(?:the )?(?P<agency>{_NAME})\)?\.?\s*$"
)
_SENTENCE = re.compile(
    rf"\b(?:(?:told|tell|telling|according to|as reported by|reported by|quoted by|cited by|carried by|citing|quoting|quotes"
    rf"|interview with|statement to|remarks to|published by|broadcast by|relayed by|obtained by|seen by)"
    rf"(?: a (?:report|dispatch|correspondent|reporter|journalist) (?:by|from|of|for))?"
    rf"(?: (?:the|state|local|news|agency|official|semi-official|private|a|an|its|broadcaster|television|channel))*"
    rf" (?P<after>{_NAME})"
    rf"|(?P<before>{_NAME})(?:,? (?:news agency|agency|television|TV|radio|newspaper),?)? "
    rf"(?:reported|reports|said|says|quoted|cited|added|wrote|broadcast)\b)"
)
_FORM = re.compile(
    r"(?:News|Press|Wire|Newswire) (?:Agency|Service|Association|Network|Trust)$"
    r"|(?:^|\s)(?:Newswire|Wire|News|Press|Agency|Telegraph Agency)$|(?:Agence|Agencia|Agenzia|Agentur)\b"
    r"|(?:TV|Television|Radio|Broadcasting|Broadcaster|Herald|Tribune|Gazette|Post|Times|Courier|Observer|Chronicle|Daily)$"
)
_AGENCY_FORM = re.compile(
    r"(?:News|Press|Telegraph|Wire) (?:Agency|Service|Association|Trust)$|(?:^|\s)(?:Newswire|Wire|Agency)$|^Agen[czt]\w+\b"
)
_COMMON = frozenset({"the", "news", "press", "agency", "service", "wire", "newswire", "network", "association", "of", "state"})
_TOLD = re.compile(r"^(?:told|tell|telling|statement to|remarks to|interview with)\b")
_TRADE = re.compile(r" (?:state )?(?:news )?(?:agency|television|TV|radio|newspaper|network|channel|station)$", re.IGNORECASE)
_PICTURE = re.compile(r"^\s*(?:photo|picture|image|file|graphic|video)", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credit:
    """An agency or outlet that words are credited to. ``whole``: all of the report, not the one sentence."""

    id: str  # an actor's, or ``agency:slug`` of one that no list has
    name: str
    span: Span
    how: str  # dateline, byline, closing, told, cited
    whole: bool


class Agencies:
    """The agencies and outlets that are known by name, with the form that betrays the others."""

    def __init__(self, ontology: Ontology) -> None:
        self._known: dict[str, tuple[str, str]] = {}
        self._bodies: dict[str, tuple[str, bool]] = {}  # with True for initials, which must be written as such
        self._lands: dict[str, str] = {}
        for entry in ontology.actors.values():
            for name in (entry.name, *entry.aliases):
                if entry.kind == "state" and " " not in name and len(name) > 3:
                    self._lands.setdefault(nation(name.removeprefix("~")), f"gov:{entry.id.partition(':')[2]}")
                if entry.kind == "media":
                    self._known[_plain(name)] = (entry.id, entry.name)
                else:
                    self._bodies.setdefault(name.lower(), (entry.id, name.isupper()))
        for name, (key, shown) in _listed().items():
            if key not in ontology.actors and not key.startswith("agency:"):
                continue
            self._known.setdefault(name, (key, ontology.actors[key].name if key in ontology.actors else shown))

    def known(self, name: str) -> tuple[str, str] | None:
        """Return the id and name of a listed agency or outlet; an abbreviation must be written as one ("AP", not "ap")."""
        for tried in (name, _TRADE.sub("", name)):  # "the Wafa news agency"
            found = self._known.get(_plain(tried))
            if found is not None and (len(tried) > 3 or tried.isupper()):
                return found
        return None

    def body(self, name: str | None) -> str | None:
        """Return the id of a listed actor that a publisher's name is of: a ministry prints its own bulletins."""
        found = self._bodies.get(name.lower().removeprefix("the ")) if name else None
        return found[0] if found is not None and name is not None and (not found[1] or name.isupper()) else None

    def government(self, side: str) -> str | None:
        """Return the listed government that an unlisted side is of: a broadcaster that no list has, of a country that one has."""
        return self._lands.get(side.split(":")[1].removesuffix("s")) if side.count(":") == 2 else None

    def named(self, name: str | None) -> tuple[str, str] | None:
        """Return the id and name of an agency or outlet, listed or by its form; None where neither says that it is one."""
        if not name:
            return None
        if (found := self.known(name)) is not None:
            return found
        if " " not in name or not _FORM.search(name):
            return None
        return agency_id(name), name.removeprefix("the ").removeprefix("The ")

    def is_agency(self, name: str | None) -> bool:
        """True where a publisher's name is that of a wire agency, whose trade is reporting of its own."""
        if not name:
            return False
        found = self.known(name)
        if found is not None:
            return found[0] in wires() or found[0].startswith("agency:")
        return bool(_AGENCY_FORM.search(name))


class _Same:
    """An ontology, the same only as itself: what agencies are read from need not be hashed to be remembered."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and other.ontology is self.ontology

    def __hash__(self) -> int:
        return hash(self.ontology.version)


@lru_cache(maxsize=4)
def _agencies(same: _Same) -> Agencies:
    return Agencies(same.ontology)


def agencies_of(ontology: Ontology) -> Agencies:
    """Return the agencies of an ontology, read once: a report is worth less work than the list."""
    return _agencies(_Same(ontology))


@lru_cache(maxsize=1)
def wires() -> frozenset[str]:
    """Return the listed media that are wire agencies: what they print under their own name is theirs."""
    return frozenset(f"media:{name}" for name in words("wires"))


def agency_id(name: str) -> str:
    """Return the id of an agency that no list has: the Meridian News Agency and Meridian are one."""
    its = re.findall(r"\w+", name.lower())
    kept = [w for w in its if w not in _COMMON] or its
    return "agency:" + "-".join(kept)


def credits(report: Report, *, agencies: Agencies) -> tuple[Credit, ...]:
    """Return the credits of a report in text order; those of the whole report come from its first and last lines."""
    found: dict[tuple[int, int], Credit] = {}
    for credit in (*_whole(report, agencies), *_single(report, agencies)):
        found.setdefault(credit.span.offsets, credit)
    return tuple(sorted(found.values(), key=lambda c: c.span.offsets))


def _whole(report: Report, agencies: Agencies) -> Iterator[Credit]:
    text = report.text
    head = text[:HEAD]
    for m in _DATELINE.finditer(head):
        name = m["agency"]
        dated = agencies.named(name.upper() if name.islower() else name) or (
            (agency_id(name), name) if _is_dateline(m) and not name.islower() else None
        )
        if dated is not None:
            yield _credit(report, m, dated, "dateline")
    for pattern in (_BRACKET, _DASHED, _BYLINE):
        for m in pattern.finditer(head):
            found, _ = _longest(m["agency"], agencies, form=pattern is _BYLINE)
            if found is not None and not _PICTURE.match(head[m.end("agency") :].lstrip(")")):
                yield _credit(report, m, found, "byline")
    for m in _STAMP.finditer(head):
        before = _BEFORE.search(head, max(m.start() - 80, 0), m.start())
        found, at = _longest(before.group().rstrip(), agencies, form=False) if before is not None else (None, 0)
        if found is not None and before is not None:
            yield _credit(report, m, found, "byline", start=before.start() + at)
    start = max(len(text) - TAIL, 0)
    closing = _CLOSING.search(text, start)
    if closing is not None and (found := agencies.named(closing["agency"])) is not None:
        yield _credit(report, closing, found, "closing")


def _is_dateline(m: re.Match[str]) -> bool:
    """Tell "KARVASH, June 3 (Meridian) --" from "The Islamic State (IS) -", where a sentence goes on."""
    place = m["place"] or ""
    initials = "".join(w[0] for w in re.findall(r"\w+", place)).upper()
    capitals = place.isupper() or bool(re.search(_DATE, m.group()[len(place) :]))
    return bool(place) and not initials.endswith(m["agency"].upper()) and (capitals or len(place.split()) == 1)


def _longest(name: str, agencies: Agencies, *, form: bool) -> tuple[tuple[str, str] | None, int]:
    """Return the agency that a name is or ends in, and where: a headline without a full stop runs into its byline."""
    name = name.upper() if name.islower() else name  # (dpa)
    for word in re.finditer(r"\S+", name):
        if (found := agencies.known(name[word.start() :])) is not None:
            return found, word.start()
    return (agencies.named(name) if form and _AGENCY_FORM.search(name) else None), 0


def _single(report: Report, agencies: Agencies) -> Iterator[Credit]:
    for m in _SENTENCE.finditer(report.text):
        group = "after" if m["after"] else "before"
        name = m[group].removesuffix("'s")
        told = bool(_TOLD.match(m.group()))
        found = agencies.named(name)
        if found is None and told and name.split()[0].lower() not in words("no_name"):
            found = (agency_id(name), name)
        if found is not None:
            yield Credit(
                id=found[0],
                name=found[1],
                span=report.span(m.start(), m.end()),
                how="told" if told else "cited",
                whole=False,
            )


def _credit(report: Report, m: re.Match[str], found: tuple[str, str], how: str, *, start: int | None = None) -> Credit:
    start = m.start() if start is None else start
    said = report.text[start : m.end()]
    start += len(said) - len(said.lstrip(" \n\t,-–—"))
    end = m.end() - (len(said) - len(said.rstrip()))
    return Credit(id=found[0], name=found[1], span=report.span(start, end), how=how, whole=True)


def _plain(name: str) -> str:
    return " ".join(name.lower().removeprefix("the ").replace("-", " ").replace("’", "'").split())


@lru_cache(maxsize=1)
def _listed() -> Mapping[str, tuple[str, str]]:
    out: dict[str, tuple[str, str]] = {}
    with (files("claimwire.consolidate") / "agencies.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            key = row["actor"] or agency_id(row["name"])
            for name in (row["name"], *filter(None, row["aliases"].split("|"))):
                out[_plain(name)] = (key, row["name"])
    return out
