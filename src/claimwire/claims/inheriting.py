"""A happening without a date of its own takes the date of another one, where the text goes on about it.

"Jets bombed the market on Wednesday ... A nurse said she had counted 38 bodies." The sources are dates that the text gives to
happenings, and the window that a bulletin reports on ("over the past 24 hours"); the day of publication is none. How far a
speech act, a plan, a victim or a restatement takes after what was dated before was fitted (``dating.json``).
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace

from claimwire.claims.frames import Frame
from claimwire.claims.happenings import AHEAD, VERBAL, Happening, group_of
from claimwire.claims.weigh import Features
from claimwire.records import ClaimTime

_DEFINITE = frozenset({"the", "this", "that", "these", "those", "its", "his", "their", "same"})
_ANOTHER = frozenset({"another", "second", "third", "other", "earlier", "previous", "new", "further", "more"})
_MODALS = frozenset({"will", "would", "shall", "may", "might", "could", "should", "must", "can"})
# A bullet, a number, or a label: "- In Darsa ...", "3. Two battalions ...", "Port Sahira: A grenade ...".
_ITEM = re.compile(r"\s*(?:(?:[-•*–—]|\d{1,2}[.)]|\(?[a-z]\))\s|[A-Z][\w'’-]*(?: [A-Z][\w'’-]*){0,2}: )")
_GOING_ON = frozenset({"ongoing", "habitual"})
_TRENDS = frozenset({"increase", "decrease"})
_HEADLINE_REACH = 2  # sentences below a headline that may date it
_LOG = 3  # so many hours make a log of a day
_WINDOWS = ("time.span.past", "time.run_to")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A date that the text gives to a happening or to all that it reports, and what speaks for another's having it too."""

    time: ClaimTime
    features: Features
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bearer:
    number: int  # of its sentence
    time: ClaimTime
    happening: Happening | None  # None: a window, or a line that only heads others
    header: bool = False


@dataclass(slots=True)
class _Value:
    """All that bear one date before some happening."""

    bearers: list[_Bearer] = field(default_factory=list)
    latest: bool = False
    first: bool = False

    def types(self) -> set[str | None]:
        return {b.happening.frame.event_type for b in self.bearers if b.happening is not None}

    def lemmas(self) -> set[str]:
        return {_word(b.happening.frame) for b in self.bearers if b.happening is not None}


class Inheriting:
    """Offers the dates of a report's happenings to those that have none."""

    def __init__(
        self,
        text: str,
        happenings: Sequence[Happening],
        own: Sequence[ClaimTime | None],
        times: Sequence[tuple[int, ClaimTime]],
        *,
        headers: Collection[int] = (),
    ) -> None:
        self._text = text
        self._happenings = happenings
        self._bearers = [
            _Bearer(number=h.frame.clause.number, time=t, happening=h)
            for h, t in zip(happenings, own, strict=True)
            if t is not None and t.interval.edtf is not None and ".." not in t.interval.edtf and not _is_background(h.frame)
        ]
        for number, time in times:
            window = time.interval.rule.startswith(_WINDOWS)
            if _is_short(time) and (window or number in headers):
                self._bearers.append(_Bearer(number=number, time=time, happening=None, header=not window))
        self._log = sum(t.interval.precision == "hour" for _, t in times) >= _LOG
        self._bearers.sort(key=lambda b: (b.number, b.time.span.start))

    def asked(self, mine: Happening) -> Iterator[Source]:
        """Yield the dates that a happening may take, one a value, each from its nearest bearer.

        What goes on, or grows and shrinks, holds at the report's date, and at no other happening's.
        """
        if mine.modality.aspect in _GOING_ON or mine.modality.change in _TRENDS:
            return
        number = mine.frame.clause.number
        reach = number if number else _HEADLINE_REACH
        before = [b for b in self._bearers if b.number <= reach]
        values: dict[str, _Value] = {}
        for b in before:
            values.setdefault(b.time.interval.edtf or "", _Value()).bearers.append(b)
        for value in values.values():
            value.latest = before[-1] in value.bearers
            value.first = before[0] in value.bearers
            nearest = min(value.bearers, key=lambda b: (abs(b.number - number), -b.time.span.start))
            features = self._of_happening(mine) | self._of_source(mine, value, nearest)
            features["values"] = math.log(len(values))
            if len(values) == 1:
                features["only date"] = 1.0
            yield Source(time=nearest.time, features=features, rule=_rule(nearest, number))

    def _of_source(self, mine: Happening, value: _Value, nearest: _Bearer) -> Features:
        apart = mine.frame.clause.number - nearest.number
        group = group_of(mine.frame)
        out: Features = {"apart": math.log1p(abs(apart)), "bearers": math.log(len(value.bearers))}
        out["same sentence" if apart == 0 else "headline" if apart < 0 else "next sentence" if apart == 1 else "later"] = 1.0
        if value.latest:
            out["latest date"] = 1.0
        if value.first:
            out["first date"] = 1.0
        if mine.frame.event_type in value.types():
            out[f"same type|{group}"] = 1.0
        if _word(mine.frame) in value.lemmas():
            out["same word"] = 1.0
        rule = nearest.time.interval.rule.partition("+")[0].removeprefix("time.").partition(".")[0]
        out[f"kind:{rule}"] = 1.0
        out[f"grain:{nearest.time.interval.precision}"] = 1.0
        if any(b.happening is None for b in value.bearers):
            name = "header" if nearest.header else "window"
            out[name] = 1.0
            out[f"{name}|{group}"] = 1.0
            out[f"{name} of a log" if self._log else f"{name} of a text"] = 1.0
        source, b = nearest.happening, mine.frame.clause.sentence
        if source is None:
            if self._is_item(b.start):
                out["item"] = out[f"item under a {'header' if nearest.header else 'window'}"] = 1.0
            return out
        a = source.frame.clause.sentence
        if a.paragraph == b.paragraph:
            out["same paragraph"] = 1.0
        if 0 <= nearest.time.span.start - a.start <= _opening(self._text, a.start):
            out["its date opens the sentence"] = 1.0
            if apart == 1:
                out["right after a date that opens"] = 1.0
        if self._is_item(b.start):
            out["item"] = 1.0
            if not self._is_item(a.start):
                out["item under it"] = 1.0
            elif apart:
                out["another item"] = 1.0
        if source.statement is None and mine.statement is None:
            out["both unsaid"] = 1.0
        if source.modality.realization != "actual":
            out["of a plan"] = 1.0
        if source.frame.event_type in VERBAL:
            out["of a speech act"] = 1.0
        return out

    def _is_item(self, start: int) -> bool:
        return _ITEM.match(self._text, start) is not None

    @staticmethod
    def _of_happening(mine: Happening) -> Features:
        frame, tree, group = mine.frame, mine.frame.tree, group_of(mine.frame)
        out: Features = {group: 1.0, f"type:{frame.event_type}": 1.0}
        out["far into the text"] = math.log1p(frame.clause.number)
        if frame.verbal:
            out[f"tense:{_tense(frame)}"] = 1.0
        else:
            out["noun"] = 1.0
            words = {tree.tokens[c].text.lower() for c in tree.children(frame.head, "det", "nmod:poss", "amod")}
            if words & _DEFINITE:
                out["definite"] = 1.0
            if words & _ANOTHER:
                out["another"] = 1.0
        how = mine.modality
        if how.realization in AHEAD:
            out["ahead"] = 1.0
        if how.realization == "attempted":
            out["attempted"] = 1.0
        if how.factuality == "CT-":
            out["denied"] = 1.0
        if how.aspect:
            out[f"aspect:{how.aspect}"] = 1.0
        if mine.statement is not None:
            out["said"] = 1.0
            out[f"said|{group}"] = 1.0
            if mine.statement.stance == "denying":
                out["by a denier"] = 1.0
            if mine.statement.quote_type == "direct":
                out["quoted"] = 1.0
        above = {tree.relation(i) for i in (frame.head, *tree.ancestors(frame.head)[:3])}
        for relation in sorted(above & {"acl", "advcl", "nmod", "compound", "amod"}):
            out[f"within:{relation}"] = 1.0
        if tree.tokens[frame.head].deprel.endswith("relcl"):
            out["relcl"] = 1.0
        return out


def inherited(source: Source) -> ClaimTime:
    """Return the date as another happening has it: the same words, a rule that says where they were taken from."""
    interval = source.time.interval
    return replace(source.time, interval=replace(interval, rule=f"{interval.rule}+{source.rule}"))


def under(time: ClaimTime | None) -> ClaimTime | None:
    """Return the date of a list's heading as its lines have it."""
    return time and replace(time, interval=replace(time.interval, rule=f"{time.interval.rule}+inherited.list"))


def _rule(nearest: _Bearer, number: int) -> str:
    if nearest.happening is None:
        return "inherited.header" if nearest.header else "inherited.window"
    if nearest.number > number:
        return "inherited.lead"
    return "inherited.sentence" if nearest.number == number else "inherited.story"


def _is_background(frame: Frame) -> bool:
    """True for "a village, which had joined the truce on 7 March": what the story goes on with was not then."""
    return frame.verbal and frame.tree.tokens[frame.head].deprel.endswith("relcl") and _tense(frame) == "pluperfect"


def _is_short(time: ClaimTime) -> bool:
    """True for a window of a day or two: what a daily bulletin reports on."""
    return time.interval.precision == "day" and (time.interval.duration or "P1D") in {"P1D", "PT24H", "PT48H", "P2D"}


def _word(frame: Frame) -> str:
    return frame.tree.tokens[frame.head].lemma


def _opening(text: str, start: int) -> int:
    """Characters at the start of a sentence before its first word: bullets and item numbers."""
    match = _ITEM.match(text, start)
    return (match.end() - start if match else 0) + 2


def _tense(frame: Frame) -> str:
    """Past, perfect, present and so on, by the auxiliaries and the form of a predicate."""
    tree = frame.tree
    helpers = {tree.tokens[c].text.lower() for c in tree.children(frame.head, "aux", "cop")}
    word, lemma = tree.tokens[frame.head].text.lower(), tree.tokens[frame.head].lemma
    if helpers & _MODALS:
        return "modal"
    if "had" in helpers:
        return "pluperfect"
    if helpers & {"has", "have", "'ve", "’ve"}:
        return "perfect"
    if helpers & {"was", "were", "did"}:
        return "past"
    if helpers & {"is", "are", "am", "'s", "’s", "does", "do"}:
        return "present"
    if word.endswith("ing"):
        return "ing"
    if tree.marker(frame.head) == "to":
        return "to"
    return "bare" if word in {lemma, lemma + "s"} else "past"
