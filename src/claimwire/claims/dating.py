"""Which time expression dates which happening, and when a happening takes the date of another one.

Within a sentence every expression is asked of every trigger: how it hangs on the trigger in the parse, whether it is nearer to
another happening, whether it dates the saying instead of what was said. How much each of these speaks for a date was fitted
(``dating.json``; ``training/dating.py``). A happening without a date of its own takes one from the text around it only where
the discourse says so, and never the day of publication; the rule of such a date names where it was taken from.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from claimwire.claims.frames import Clause
from claimwire.claims.happenings import AHEAD, VERBAL, Happening
from claimwire.claims.inheriting import Inheriting, inherited
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.onsets import as_told
from claimwire.claims.tree import Tree
from claimwire.claims.weigh import Features, scored, weights
from claimwire.records import ClaimTime, Mention, Statement, TimeInterval

ENOUGH = -0.8  # log-odds from which an expression of its own sentence dates a happening; tuned on claims/dev
TAKEN = -0.5  # and from which it takes another's date
FITTED = "dating.json"
_AFTERWARDS = frozenset({"later", "subsequently", "afterwards", "eventually"})
_OF_A_PACT = re.compile(
    r"\b(?:agreement|accord|treaty|pact|truce|cease-?fire|armistice|memorandum|cessation(?: of hostilities)?)s?"
    r" (?:of|dated|signed on|reached on|concluded on) (?:the )?$",
    re.IGNORECASE,
)
_NAME = 48  # characters before a date that may name a pact
_ARGUMENTS = frozenset({"obj", "nsubj", "csubj", "iobj"})
_LENGTHS = ("time.duration", "time.frequency", "time.vague", "time.recent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A time expression that may date a happening: where it stands, and what speaks for it."""

    clause: Clause
    head: int
    mention: Mention
    interval: TimeInterval
    features: Features


class Dating:
    """Dates the happenings of one report."""

    def __init__(self, text: str, index: MentionIndex, happenings: Sequence[Happening], statements: Sequence[Statement]) -> None:
        self._text = text
        self._index = index
        self._happenings = happenings
        self._heads: dict[int, set[int]] = {}
        for h in happenings:
            self._heads.setdefault(h.frame.clause.number, set()).add(h.frame.head)
        self._cues = sorted((s.start, s.end) for x in statements for s in x.cue)
        self._contents = [(s, c.start, c.end) for s in statements for c in s.content]

    def dates(self) -> list[ClaimTime | None]:
        """Return the date of each happening, in order."""
        own = self.own_dates()
        inheriting = self.inheriting(own)
        return [t if t is not None else self._taken(h, inheriting) for h, t in zip(self._happenings, own, strict=True)]

    def inheriting(self, own: Sequence[ClaimTime | None]) -> Inheriting:
        """Return what the dated happenings offer to those without a date."""
        times = [
            (number, ClaimTime(mention=m.id, span=m.span, interval=interval))
            for number, known in self._index.times.items()
            for m in known.values()
            if (interval := self._index.interval(m)) is not None and interval.edtf is not None
        ]
        return Inheriting(self._text, self._happenings, own, times, headers=self._index.headers)

    @staticmethod
    def _taken(happening: Happening, inheriting: Inheriting) -> ClaimTime | None:
        if _is_later(happening.frame.tree, happening.frame.head):
            return None
        asked = [(scored(weights(FITTED)["inherited"], s.features), -n, s) for n, s in enumerate(inheriting.asked(happening))]
        likely, _, best = max(asked, key=lambda x: x[:2], default=(0.0, 0, None))
        return inherited(best) if best is not None and likely > TAKEN else None

    def own_dates(self, fitted: Mapping[str, float] | None = None) -> list[ClaimTime | None]:
        """Return the date that each happening's own sentence gives it; ``fitted`` weighs by other weights than the shipped."""
        known = fitted or weights(FITTED)["own"]
        return [self._own_date(h, known) for h in self._happenings]

    def _own_date(self, happening: Happening, known: Mapping[str, float]) -> ClaimTime | None:
        asked = [(scored(known, a.features), -n, a) for n, a in enumerate(self.own(happening))]
        likely, _, best = max(asked, key=lambda x: x[:2], default=(0.0, 0, None))
        if best is None or likely <= ENOUGH:
            return None
        interval = as_told(best.interval, best.mention, happening.frame, best.head)
        return ClaimTime(mention=best.mention.id, span=best.mention.span, interval=interval)

    def own(self, happening: Happening) -> Iterator[Asked]:
        """Yield the expressions of a happening's own sentence."""
        frame = happening.frame
        number = frame.clause.number
        known = self._index.times[number]
        if _is_later(frame.tree, frame.head):
            known = {t: m for t, m in known.items() if frame.head in frame.tree.ancestors(t)}  # "on Monday ..., and later spread"
        asked = [(t, m, i) for t, m in known.items() if (i := self._index.interval(m)) is not None]
        for t, mention, interval in asked:
            if happening.statement is not None and self._dates_the_saying(happening, t, mention):
                continue
            if self._names_a_pact(happening, mention):
                continue
            yield Asked(
                clause=frame.clause,
                head=t,
                mention=mention,
                interval=interval,
                features=self._features(happening, t, mention, interval, rivals=[o for o, _, _ in asked if o != t]),
            )

    def _features(
        self, happening: Happening, t: int, mention: Mention, interval: TimeInterval, *, rivals: Sequence[int]
    ) -> Features:
        frame, tree = happening.frame, happening.frame.tree
        down, up, meet = _path(tree, t, frame.head)
        out: Features = {f"down:{_signature(down[1:])}": 1.0, f"up:{_signature(up)}": 1.0}
        out[f"path:{_signature(up)}^{_signature(down[1:])}"] = 1.0
        out[f"as:{down[0] if down else 'top'}"] = 1.0
        others = self._heads[frame.clause.number] - {frame.head}
        between = sum(a in others for a in tree.ancestors_below(t, meet))
        if between:
            out["another happening is nearer"] = 1.0
            if any(a in others and tree.tokens[a].upos == "VERB" for a in tree.ancestors_below(t, meet)):
                out["another verb is nearer"] = 1.0
        if meet is not None and meet in others:
            out["meets at a happening"] = 1.0
            out[f"meets at a happening, up:{_signature(up)}"] = 1.0
        if meet is not None and meet != frame.head and self._is_cue(tree, meet):
            out["meets at the saying"] = 1.0
        said = self._under(mention.span.start, mention.span.end)
        if said is not happening.statement:
            out["said elsewhere"] = 1.0
            if happening.statement is not None:
                out["outside what is said"] = 1.0
            elif said is not None:
                out["inside what is said"] = 1.0
        if interval.edtf is None:
            out["length" if interval.rule.startswith(_LENGTHS) else "no value"] = 1.0
        if interval.modifier in {"since", "until", "by", "before", "after", "from"}:
            out[f"bound:{interval.modifier}"] = 1.0
        rule = interval.rule.partition("+")[0].removeprefix("time.")
        out[f"kind:{rule.partition('.')[0]}"] = 1.0
        out["noun" if not frame.verbal else "verb"] = 1.0
        out["verbal" if frame.event_type in VERBAL else "material"] = 1.0
        ahead = happening.modality.realization in AHEAD
        if ahead:
            out["ahead"] = 1.0
            out[f"ahead|{rule.rpartition('.')[2]}"] = 1.0
        if happening.modality.realization == "attempted":
            out["attempted"] = 1.0
        if not frame.verbal:
            out[f"noun up:{_signature(up)}"] = 1.0
        calendar = interval.edtf is not None and not interval.rule.startswith(_LENGTHS)
        others_dated = [o for o in rivals if self._is_calendar(frame.clause.number, o)]
        if calendar and not others_dated:
            out["the only date"] = 1.0
            out["the only date|noun" if not frame.verbal else "the only date|verb"] = 1.0
        if "conj" in up and meet is not None and t < meet:
            out["before what is coordinated"] = 1.0
        if happening.modality.factuality == "CT-":
            out["denied"] = 1.0
        if rivals:
            nearer = sum(abs(o - frame.head) < abs(t - frame.head) for o in rivals)
            out["rivals"] = math.log1p(len(rivals))
            if nearer:
                out["a rival is nearer"] = 1.0
        first = min(tree.inside(mention.span.start, mention.span.end), default=t)
        out["opens the sentence" if first <= 1 else "before" if t < frame.head else "after"] = 1.0
        out["distance"] = math.log1p(abs(t - frame.head)) - 2.0
        if not tree.preposition(t) and down and down[0] in {"root", "dep", "list", "parataxis", "appos", "flat", "nummod"}:
            out["bare"] = 1.0
        return out

    def _dates_the_saying(self, happening: Happening, t: int, mention: Mention) -> bool:
        """True for the Monday of "said on Monday that jets had bombed the depot": when it was said, not when it was done.

        Where the saying governs no clause ("are reported to have killed", "claimed attacks"), its date is that of what it tells.
        """
        if self._under(mention.span.start, mention.span.end) is happening.statement:
            return False
        tree, head = happening.frame.tree, happening.frame.head
        verb = next((i for i in tree.ancestors(t) if tree.tokens[i].upos in {"VERB", "AUX"}), None)
        if verb is None or verb == head or not self._is_cue(tree, verb):
            return False
        _, up, meet = _path(tree, t, head)
        return meet != verb or "ccomp" in up

    def _names_a_pact(self, happening: Happening, mention: Mention) -> bool:
        """True for "joined the truce of 27 February": the day tells which truce, and not when anybody joined."""
        named = _OF_A_PACT.search(self._text, max(0, mention.span.start - _NAME), mention.span.start)
        head = happening.frame.tree.tokens[happening.frame.head]
        return named is not None and not named.start() <= head.start < named.end()

    def _is_calendar(self, number: int, t: int) -> bool:
        interval = self._index.interval(self._index.times[number][t])
        return interval is not None and interval.edtf is not None

    def _is_cue(self, tree: Tree, i: int) -> bool:
        token = tree.tokens[i]
        return any(a < token.end and token.start < b for a, b in self._cues)

    def _under(self, start: int, end: int) -> Statement | None:
        """Return the statement whose content most closely holds an expression."""
        held = [(b - a, s) for s, a, b in self._contents if a <= start and end <= b]
        return min(held, key=lambda x: x[0])[1] if held else None


def _is_later(tree: Tree, head: int) -> bool:
    """True for "later spread", said of the happening or of the verb that it is the subject or object of."""
    up = tree.parent(head)
    governed = tree.children(up, "advmod") if up is not None and tree.relation(head) in _ARGUMENTS else ()
    return any(tree.tokens[c].text.lower() in _AFTERWARDS for c in (*tree.children(head, "advmod"), *governed))


def _path(tree: Tree, t: int, head: int) -> tuple[list[str], list[str], int | None]:
    """Return the relations from a time up to where it meets a trigger, those from the trigger up to there, and that word."""
    chain = [head, *tree.ancestors(head)]
    down: list[str] = []
    meet = None
    for at in (t, *tree.ancestors(t)):
        if at in chain:
            meet = at
            break
        down.append(tree.relation(at))
    up = []
    for at in chain:
        if at == meet:
            break
        up.append("relcl" if tree.tokens[at].deprel.endswith("relcl") else tree.relation(at))
    return down, up, meet


def _signature(relations: Iterable[str]) -> str:
    """The clause boundaries of a path, each once: "conj", "advcl>obj", "-" for none."""
    out: list[str] = []
    for r in relations:
        name = "arg" if r in _ARGUMENTS else "nom" if r in {"nmod", "compound", "amod", "appos", "flat"} else r
        if name not in out[-1:]:
            out.append(name)
    return ">".join(out[:3]) or "-"
