"""Whether two claims that speak of a holder, a sender or a party to talks may speak of the same one.

"Militants" may be any armed group and "the army" may be the Syrian Army: class actors are compatible with a named one, never
equal to it. Where nothing speaks for two names being one, they are two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from claimwire.ceasefire.context import Context, Said
from claimwire.records import Participant

_WORD = re.compile(r"[^\W_]+")
_IRREGULAR = frozenset({"armed_group"})
_STATE = frozenset({"state", "government", "armed_force", "ministry", "police", "office", "agency"})
_PRONOUNS = frozenset({"he", "she", "it", "they", "them", "him", "her", "we", "us", "its", "their", "his", "our", "who", "which"})
_ITSELF = frozenset({"it", "its", "they", "their", "them"})
_NO_NAME = ("class:", "unnamed:", "name:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """Somebody whom a claim names: actors that are on the list or of the report, and the words for them."""

    ids: tuple[str, ...]
    name: str  # as a person would say it
    written: str  # as the report has it

    @classmethod
    def of(cls, participants: Iterable[Participant]) -> Self | None:
        """Return the participants of one role as one party, None for nobody."""
        found = list(participants)
        if not found:
            return None
        found = [p for p in found if p.span.text.lower() not in _PRONOUNS] or found  # "sixty groups ... that they accept"
        names = dict.fromkeys(_title(p) for p in found)
        return cls(
            ids=tuple(dict.fromkeys(p.target for p in found if p.target)),
            name=" and ".join(names),
            written=" and ".join(dict.fromkeys(p.span.text for p in found)),
        )

    @property
    def listed(self) -> tuple[str, ...]:
        """Ids that name somebody, rather than a class or a phrase."""
        return tuple(i for i in self.ids if not i.startswith(_NO_NAME))


def _title(p: Participant) -> str:
    """The words of a phrase that only a class stands behind ("Turkish-backed fighters") say more than the class."""
    if p.name and p.span.text.lower() in _PRONOUNS:
        return p.name
    if p.target is None or p.target.startswith(_NO_NAME):
        return re.sub(r"^(?:the|The|a|A|an|An) ", "", p.span.text)
    return p.name or p.span.text


def party(said: Said, participants: Iterable[Participant]) -> Party | None:
    """Return the participants of a role as one party; "they" of a body that speaks, with nobody between, is that body."""
    return Party.of(_spoken(said, p) for p in participants)


def _spoken(said: Said, p: Participant) -> Participant:
    speaker = said.statement
    if p.span.text.lower() not in _ITSELF or speaker is None or not speaker.source:
        return p
    source = speaker.source[-1]
    if source.end > p.span.start or (speaker.speaker or "").startswith(("person:", "unnamed:")):
        return p
    between = any(m.label == "actor" and source.end <= m.span.start and m.span.end <= p.span.start for m in said.reading.mentions)
    if p.target is not None and between:
        return p
    name = p.name if p.target == speaker.speaker else None
    return Participant(mention=None, span=source, target=speaker.speaker, name=name)


def compatible(a: Party, b: Party, context: Context, day: str | None, *, by_side: bool = True) -> bool:
    """True when two parties may be one: an id or name in common, one side of the conflict, a class and a member of it.

    Without ``by_side`` allies are two: one ally's refusal answers no demand that was made of the other.
    """
    if set(a.ids) & set(b.ids) or a.name.casefold() == b.name.casefold() or a.written.casefold() == b.written.casefold():
        return True
    lines = [{up for i in p.listed for up in context.lineage(i, day)} for p in (a, b)]
    if set(a.listed) & lines[1] or set(b.listed) & lines[0]:
        return True
    sides = [frozenset().union(*(context.sides(i, day) for i in p.listed)) for p in (a, b)]
    if by_side and sides[0] & sides[1]:
        return True
    if a.listed and b.listed:
        return False
    families = [_families(p, context) for p in (a, b)]
    return bool(families[0] & families[1])


def _families(party: Party, context: Context) -> frozenset[str]:
    """Say whether a party is of the state, of the irregulars or both; nothing when its words do not say so."""
    out: set[str] = set()
    for one in party.listed:
        entry = context.ontology.actors.get(one)
        kind = entry.kind if entry is not None else ""
        out |= {"irregular"} if kind in _IRREGULAR else {"state"} if kind in _STATE else set()
    if not party.listed:
        words = {w.casefold() for w in _WORD.findall(f"{party.written} {party.name}")}
        words |= {w.removesuffix("s") for w in words}
        state = words & (context.ontology.words.get("agents.state", frozenset()) | {"loyalist"}) - {"force"}
        irregular = words & (context.ontology.words.get("agents.irregular", frozenset()) | {"opposition", "militia"})
        out |= ({"state"} if state else set()) | ({"irregular"} if irregular and not state else set())
    return frozenset(out)
