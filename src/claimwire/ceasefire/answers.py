"""Who answered whom: an answer in talks is linked to the offer or demand that it answers, with the rule that linked them.

Its words name it ("the offer"), or it comes from whom that was made to; that one thing follows another is no answer.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from claimwire.ceasefire.context import Context, Said
from claimwire.ceasefire.holders import Party, compatible

OFFER, DEMAND, REFUSAL, ACCEPTANCE = "offer", "demand", "refusal", "acceptance"
NO_AGREEMENT = "no agreement"  # what was not accepted answers an offer that it names, and is no refusal
MADE, ANSWERS = frozenset({OFFER, DEMAND}), frozenset({REFUSAL, ACCEPTANCE, NO_AGREEMENT})
NOUNS = {
    OFFER: re.compile(r"\b(?:offer|proposal|plan|invitation|initiative|suggestion|overture)s?\b", re.IGNORECASE),
    DEMAND: re.compile(r"\b(?:demand|request|call|appeal|ultimatum|plea)s?\b", re.IGNORECASE),
}
_NEAR = timedelta(days=14)  # an answer in another report comes within a fortnight of what it answers
_LAST = 3  # of what one party was asked before, the last few may be what it answers


@dataclass(slots=True)
class Act:
    """One act of talks, as one voice tells it. ``answers`` is the id of another act, ``rule`` says why."""

    said: Said
    kind: str
    by: Party | None
    to: Party | None
    claims: list[str] = field(default_factory=list)
    answers: str | None = None
    rule: str | None = None

    @property
    def id(self) -> str:
        """The id of the first claim that tells it."""
        return self.said.claim.id

    @property
    def sentence(self) -> tuple[str, str]:
        """Report and sentence."""
        return self.said.report.id, self.said.claim.sentence

    @property
    def at(self) -> tuple[str, int]:
        """Report and place in it."""
        return self.said.report.id, self.said.claim.trigger.start

    @property
    def day(self) -> str | None:
        """The day of the act, else the day on which it was told."""
        return self.said.since or self.said.published


class _Parties:
    """Remembers which parties may be one: a handful of names is asked about thousands of times."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._known: dict[tuple[object, ...], bool] = {}

    def may_be(self, a: Party | None, b: Party | None, day: str | None) -> bool:
        """True when both are known and may be one party; allies are two."""
        if a is None or b is None:
            return False
        key = (a, b, day)
        if key not in self._known:
            self._known[key] = compatible(a, b, self._context, day, by_side=False)
        return self._known[key]


def link(acts: Sequence[Act], context: Context) -> None:
    """Link every answer among ``acts`` to the nearest offer or demand that fits it best."""
    parties = _Parties(context)
    by_report: dict[str, list[Act]] = {}
    made_to: dict[Party, list[tuple[str, str, Act]]] = {}
    for act in acts:
        if act.kind in MADE:
            by_report.setdefault(act.at[0], []).append(act)
            if act.to is not None and act.day is not None:
                made_to.setdefault(act.to, []).append((act.day, act.id, act))
    for found in made_to.values():
        found.sort(key=lambda x: x[:2])
    for act in acts:
        if act.kind in ANSWERS:
            elsewhere = _elsewhere(act, made_to, parties)
            _answer(act, [*by_report.get(act.at[0], ()), *elsewhere], parties)


def _elsewhere(act: Act, made_to: dict[Party, list[tuple[str, str, Act]]], parties: _Parties) -> Iterable[Act]:
    """Yield the last offers and demands of other reports that were made to whoever answers, a fortnight back at most."""
    if act.day is None or act.by is None:
        return
    first = (date.fromisoformat(act.day) - _NEAR).isoformat()
    for party, found in made_to.items():
        if parties.may_be(party, act.by, act.day):
            low, high = bisect_left(found, (first, "")), bisect_right(found, (act.day, "\uffff"))
            yield from (a for _, _, a in found[max(low, high - _LAST) : high] if a.at[0] != act.at[0])


def _answer(act: Act, acts: Iterable[Act], parties: _Parties) -> None:
    """Link an answer to the offer or demand that its words name, or that was made to whoever answers, the nearest first.

    A report may tell the answer before what it answers ("the negative response to the proposal"): then words and parties agree.
    """
    asked = {kind for kind, noun in NOUNS.items() if noun.search(f"{act.said.claim.trigger.text} {act.said.words}")}
    if act.kind == NO_AGREEMENT and not asked:
        return
    best: tuple[tuple[int, int, str, int], Act, str] | None = None
    for made in acts:
        if made.kind not in (asked or MADE) or _is_one(made.by, act.by):
            continue
        same = made.at[0] == act.at[0]
        named = bool(asked) and same
        to_him = parties.may_be(made.to, act.by, act.day)
        back = parties.may_be(act.to, made.by, act.day)
        before = not same or made.at[1] < act.at[1]
        if not ((named and (before or to_him or back)) or (before and to_him)):
            continue
        near = made.at[1] if before else -made.at[1]
        score = (int(named) + int(to_him) + int(back), int(same), made.day or "", near)
        if best is None or score > best[0]:
            reasons = (f"its words name the {made.kind}", "made to whom answers", "answered to whom made it")
            held = [r for r, holds in zip(reasons, (named, to_him, back), strict=True) if holds]
            best = score, made, "; ".join([*held, "in one report" if same else "in another report"])
    if best is not None:
        act.answers, act.rule = best[1].id, best[2]
        act.to = act.to or best[1].by


def _is_one(a: Party | None, b: Party | None) -> bool:
    """True for one party: nobody answers himself."""
    return a is not None and b is not None and bool(set(a.ids) & set(b.ids) or a.name.casefold() == b.name.casefold())
