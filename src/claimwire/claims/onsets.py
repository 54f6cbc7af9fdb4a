"""What a date says of a happening that it does not bound: an onset opens an episode, a "when" closes what "since" left open.

"The war, which erupted in 2012" goes on from 2012; "in their hands since October, when they took it" dates the taking to
October, not to all that came after (CODEBOOK rules 8, 10 and 18).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from claimwire.claims.frames import Frame
from claimwire.claims.tree import Tree
from claimwire.records import Mention, TimeInterval

_EPISODES = frozenset(
    {
        "war", "conflict", "fighting", "offensive", "counter-offensive", "counteroffensive", "campaign", "uprising", "insurgency",
        "siege", "blockade", "rebellion", "revolt", "crackdown", "unrest", "violence", "bombardment", "exercise", "hostilities",
        "hostility", "air war", "occupation",
    }
)  # fmt: skip
_ONSETS = frozenset({"begin", "start", "erupt", "break", "launch", "commence", "open"})
_ENDS = frozenset({"end", "stop", "cease", "last", "collapse", "halt", "conclude"})


def as_told(interval: TimeInterval, mention: Mention, frame: Frame, t: int) -> TimeInterval:
    """Return the interval of the expression headed by ``t`` as it holds for a happening."""
    if interval.edtf is None:
        return interval
    opens = _opens(frame, t)
    if interval.modifier == "since" and not opens and (_closed_by_when(frame, mention) or _inside(frame, mention)):
        return _whole(interval)
    if "/" not in interval.edtf and opens:
        return replace(interval, edtf=f"{interval.edtf}/..", end=None, rule=f"{interval.rule}+onset")
    return interval


def _inside(frame: Frame, mention: Mention) -> bool:
    """True for the walk-out in "since the walk-out of 5 May": it was then, whatever has been since."""
    start, end = frame.offsets()
    return mention.span.start <= start and end <= mention.span.end


def _closed_by_when(frame: Frame, mention: Mention) -> bool:
    """True in "since October, when the rebels took it"."""
    tree = frame.tree
    after = next((i for i, token in enumerate(tree.tokens) if token.start >= mention.span.end), len(tree))
    words = [tree.tokens[i].text.lower() for i in range(after, min(after + 2, len(tree)))]
    if "when" not in words or frame.head < after:
        return False
    when = after + words.index("when")
    clause = tree.parent(when)
    return clause is not None and (clause == frame.head or clause in tree.conjuncts(frame.head))


def _opens(frame: Frame, t: int) -> bool:
    """True when the date is that of an episode's beginning, and nothing says that it has ended."""
    tree = frame.tree
    verb = next((i for i in tree.ancestors(t) if tree.tokens[i].upos == "VERB"), None)
    # "The war began in 2011" tells of the beginning; "the war, which began in 2011" of a war that goes on.
    if verb is None or tree.relation(verb) != "acl":
        return False
    if tree.tokens[verb].lemma not in _ONSETS or any(x.lemma in _ENDS for x in tree.tokens):
        return False
    episode = frame.head if not frame.verbal else None
    if frame.head == verb:
        episode = tree.subject(verb) if tree.tokens[verb].lemma in {"erupt", "break", "begin", "start"} else None
    if episode is None or tree.tokens[episode].lemma not in _EPISODES:
        return False
    return frame.head == verb or episode in {
        tree.subject(verb),
        *tree.children(verb, "obj", "nsubj:pass"),
        *_modified(tree, verb),
    }


def _modified(tree: Tree, verb: int) -> tuple[int, ...]:
    up = tree.parent(verb)
    return (up,) if up is not None and tree.relation(verb) == "acl" else ()


def _whole(interval: TimeInterval) -> TimeInterval:
    """Close an interval that "since" left open: the day, month or year that the words name."""
    value = (interval.edtf or "").removesuffix("/..")
    parts = [int(x) for x in value.split("-") if x.isdigit()]
    if not value or not parts or not value.replace("-", "").isdigit():
        return interval
    year, month, day = (*parts, 1, 1)[:3]
    first = date(year, month, day)
    last = first + timedelta(days=1) if len(parts) == 3 else date(year + (len(parts) == 1 or month == 12), month % 12 + 1, 1)
    if len(parts) == 1:
        last = date(year + 1, 1, 1)
    return replace(
        interval, edtf=value, start=first.isoformat(), end=last.isoformat(), modifier=None, rule=f"{interval.rule}+when"
    )
