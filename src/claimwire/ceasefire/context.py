"""What every view of the ledger looks at: readings, events, agreements and a window of days.

Readings are passed over, never collected: a view asks ``context.said()`` and keeps what it needs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from claimwire.ontology.model import Ontology, Validity
from claimwire.records import Claim, ClaimPlace, Event, Place, Reading, Report, Sentence, Span, Statement, chain

if TYPE_CHECKING:
    from claimwire.ceasefire.agreements import Agreement
    from claimwire.ceasefire.verification import Decision

# A row's values are what JSON can hold; ``claims`` are the ids that it rests on, so that each cell opens its words.
Row = Mapping[str, Any]
Made = TypeVar("Made")
_STOP = re.compile(r"[,;:.!?\n]|\s[-–—]\s")
_SMALL = frozenset({"of", "the", "for", "and", "in", "on", "al", "de", "el", "bin", "von", "van"})
_DAY = 10  # characters of an ISO day: the head of every date and date-time


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One table of the ledger: what it is called, what stands in it, and how it is read off a context."""

    name: str
    title: str
    about: str  # one line: what a row is, and what it is not
    columns: tuple[str, ...]  # in order; the last is "claims" wherever a row rests on claims
    rows: Callable[[Context], Iterable[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """Whose words a claim is: an actor where the source was resolved, its words otherwise. ``id`` None: nobody known."""

    id: str | None
    name: str | None  # None: the text names nobody ("it is said")


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One claim in its report, with the statements that it stands under, outermost first."""

    reading: Reading
    claim: Claim
    chain: tuple[Statement, ...]
    within: Sentence | None = None  # the sentence that it is in

    @property
    def report(self) -> Report:
        """The report that it stands in."""
        return self.reading.report

    @property
    def published(self) -> str | None:
        """The day of publication, ISO."""
        return _day(self.report.published_at)

    @property
    def withdrawn(self) -> bool:
        """True when the report's publisher took it back."""
        return self.report.status == "canceled"

    @property
    def statement(self) -> Statement | None:
        """The innermost statement: the one whose words the claim is."""
        return self.chain[-1] if self.chain else None

    @property
    def sentence(self) -> str:
        """The words of the sentence that the claim is in."""
        at = self.within
        return self.report.text[at.start : at.end] if at else self.claim.evidence.text

    @property
    def words(self) -> str:
        """The claim's words with what follows up to the next comma or stop: what was agreed, kept or broken stands there."""
        at = self.within
        start = min(self.claim.evidence.start, self.claim.trigger.start)
        end = max(self.claim.evidence.end, self.claim.trigger.end)
        text = self.report.text
        stop = _STOP.search(text, end, at.end if at else end)
        return text[start : stop.start() if stop else max(end, at.end if at else end)]

    @property
    def since(self) -> str | None:
        """The first day on which it may have happened; None is open or undated. Never the day of the report."""
        return _day(self.claim.time.interval.start) if self.claim.time else None

    @property
    def before(self) -> str | None:
        """The day by which it had happened, half-open: one after the last on which it may have; None is open or undated."""
        end = self.claim.time.interval.end if self.claim.time else None
        if end is None or len(end) == _DAY or end[_DAY:].strip("T:0Z") == "":
            return _day(end)
        return next_day(end[:_DAY])  # an end within a day leaves that day possible

    @property
    def last(self) -> str | None:
        """The last day on which it may have happened; None is open or undated."""
        return (date.fromisoformat(self.before) - timedelta(days=1)).isoformat() if self.before else None

    @property
    def day(self) -> str | None:
        """The one day that it is dated to; None when it is undated or less exact."""
        since, before = self.since, self.before
        return since if since and before and before <= next_day(since) else None

    def places(self, role: str = "location") -> tuple[ClaimPlace, ...]:
        """Places of the claim in one role."""
        return tuple(p for p in self.claim.places if p.role == role)


@dataclass(frozen=True, kw_only=True)
class Context:
    """What a view is read off. ``readings`` and ``events`` are gone over once a view or more: a generator will not do.

    ``from_`` and ``to`` are days, both inside the window; None is open.
    """

    readings: Iterable[Reading]
    ontology: Ontology
    events: Iterable[Event] = ()
    agreements: tuple[Agreement, ...] = ()
    decisions: Mapping[str, Decision] = field(default_factory=dict)  # of people, by event or claim id
    from_: str | None = None
    to: str | None = None
    _made: dict[str, Any] = field(default_factory=dict, repr=False, compare=False)

    def __post_init__(self) -> None:
        for name in ("readings", "events"):
            if isinstance(getattr(self, name), Iterator):
                raise TypeError(f"{name} can be gone over only once; give a sequence, or an object whose __iter__ begins anew")

    def said(self, *, everything: bool = False) -> Iterator[Said]:
        """Yield every claim of the window, report by report; claims of withdrawn reports too, which say so.

        A dated claim is in the window when it may have happened in it, an undated one when it was published in it: the
        report's day is when it was said, never when it happened. With ``everything`` the window does not matter.
        """
        replaced: set[str] = set()
        for reading in self.readings:
            if reading.report.corrects:
                replaced.add(reading.report.corrects)
            by_id = {s.id: s for s in reading.statements}
            sentences = {s.id: s for s in reading.sentences}
            chains: dict[str | None, tuple[Statement, ...]] = {None: ()}
            for claim in reading.claims:
                if claim.statement not in chains:
                    chains[claim.statement] = chain(claim, by_id)
                one = Said(reading=reading, claim=claim, chain=chains[claim.statement], within=sentences.get(claim.sentence))
                if everything or self.holds(one):
                    yield one
        self.once("replaced", lambda _: frozenset(replaced))  # a whole pass has seen every report

    def holds(self, said: Said) -> bool:
        """True for a claim of the window."""
        if said.since is None and said.before is None:
            return self.published_inside(said.report)
        ends_before = self.from_ is not None and said.before is not None and said.before <= self.from_
        return not ends_before and (self.to is None or said.since is None or said.since <= self.to)

    def published_inside(self, report: Report) -> bool:
        """True when a report was published in the window; one without a date is in an open window only."""
        day = _day(report.published_at)
        if day is None:
            return self.from_ is None and self.to is None
        return (self.from_ is None or day >= self.from_) and (self.to is None or day <= self.to)

    @property
    def replaced(self) -> frozenset[str]:
        """Ids of the reports whose place a later version took; what is still true stands in that one."""
        return self.once("replaced", lambda context: frozenset(r.report.corrects for r in context.readings if r.report.corrects))

    def once(self, name: str, make: Callable[[Context], Made]) -> Made:
        """Return what ``make`` gives, made once: what several views rest on is not worth another pass over all readings."""
        if name not in self._made:
            self._made[name] = make(self)
        made: Made = self._made[name]
        return made

    @cached_property
    def event_of(self) -> Mapping[str, Event]:
        """The event of each claim, by claim id; a claim that was not consolidated is absent."""
        return {claim: event for event in self.events for claim in event.claims}

    def name(self, actor: str | None) -> str | None:
        """Return an actor's name in the list, else the words of its id."""
        if actor is None:
            return None
        entry = self.ontology.actors.get(actor)
        if entry is not None:
            return entry.name
        kind, _, slug = actor.partition(":")
        words = slug.split("-")
        if kind == "name":  # an id is small letters; what it names was written with capitals
            words = [w if w in _SMALL and n else w[:1].upper() + w[1:] for n, w in enumerate(words)]
        return " ".join(words) or actor

    @cached_property
    def _names(self) -> Mapping[str, str]:
        named = {e.name.lower(): e.id for e in self.ontology.actors.values()}
        for entry in self.ontology.actors.values():
            for alias in entry.aliases:
                named.setdefault(alias.lstrip("~@").lower(), entry.id)
        return named

    def publisher(self, report: Report) -> str | None:
        """Return the actor that a report's publisher is in the list; None for one that is not there."""
        return self._names.get(report.publisher.lower()) if report.publisher else None

    def place(self, reading: Reading, span: Span) -> Place | None:
        """Return the place that some words of a report were resolved to, as claims of any report have it."""
        known = self.once("places", _placed)
        named = {m.id for m in reading.mentions if m.span.start == span.start and m.span.end == span.end}
        targets = (k.target for k in reading.links if k.kind == "place" and k.mention in named and k.target is not None)
        return next((known[target] for target in targets if target in known), None)

    def voice(self, said: Said) -> Voice:
        """Return whose words a claim is: its innermost source that the text names, else the publisher."""
        for statement in reversed(said.chain):
            if statement.speaker is not None:
                return Voice(id=statement.speaker, name=self.name(statement.speaker))
            if statement.source:
                return Voice(id=None, name=" ".join(s.text for s in statement.source))
        if said.chain:
            return Voice(id=None, name=None)
        return Voice(id=self.publisher(said.report), name=said.report.publisher)

    def according_to(self, said: Said) -> str:
        """Return the chain of attribution for people, outermost first: publisher > official > party."""
        names = [said.report.publisher or "unknown publisher"]
        for s in said.chain:
            names.append(self.name(s.speaker) or " ".join(x.text for x in s.source) or "unnamed source")
        return " > ".join(names)

    def lineage(self, actor: str | None, day: str | None) -> tuple[str, ...]:
        """Return an actor, its offices on ``day``, and what they belong to, nearest first.

        Without a day only offices count that were never another's: an office holder's past is not his present.
        """
        out: list[str] = []
        queue = [actor] if actor else []
        while queue:
            one = queue.pop(0)
            entry = self.ontology.actors.get(one)
            if one not in out:
                out.append(one)
                if entry:
                    queue += [v.value for v in entry.offices if holds(v, day)]
                    queue += [entry.parent] if entry.parent else []
        return tuple(out)

    def sides(self, actor: str | None, day: str | None) -> frozenset[str]:
        """Return the ``conflict:side`` values of an actor on a day, or of the nearest body above it that has any."""
        for one in self.lineage(actor, day):
            entry = self.ontology.actors.get(one)
            sides = frozenset(v.value for v in entry.sides if holds(v, day)) if entry else frozenset()
            if sides:
                return sides
        return frozenset()


def _placed(context: Context) -> Mapping[str, Place]:
    """Places by id. A reading keeps the id alone of a place that none of its claims happened at."""
    every = (p.place for reading in context.readings for claim in reading.claims for p in claim.places)
    return {place.target: place for place in every if place is not None}


def province(at: ClaimPlace) -> str | None:
    """Return the first-order unit that a claim's place is or lies in, as the gazetteer names it."""
    if at.place is None:
        return None
    return at.place.admin1 or (at.place.name if at.place.feature == "A.ADM1" else None)


def holds(validity: Validity, day: str | None) -> bool:
    """True when a dated value holds on a day; on an unknown day, when it holds always."""
    return validity.holds(day) if day is not None else validity.start is None and validity.end is None


def _day(value: str | None) -> str | None:
    return value[:_DAY] if value else None


def next_day(day: str) -> str:
    """Return the ISO day after one."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()
