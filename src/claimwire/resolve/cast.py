"""The cast of one report: who occurs in it, under which names, titles and acronyms."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from claimwire.ontology.model import ActorEntry
from claimwire.resolve.names import NameIndex, bare, initials, same_person, same_word, slug, words
from claimwire.resolve.offices import Offices, held

BODIES = frozenset(
    {"armed_group", "armed_force", "organisation", "igo", "ngo", "monitor", "media", "coalition", "party", "agency", "ministry"}
    | {"police", "group", "government"}
)
_BRACKETS = re.compile(r"\s*[(\[][^)\]]*[)\]]\s*")
# "X Front Media Office" is the X Front.
_OUTLETS = frozenset({"media", "press", "information"})
_OFFICES = frozenset({"office", "service", "centre", "center", "bureau", "department"})
_SMALL = frozenset({"the", "of", "for", "and"})
_MEDIA = frozenset(
    {
        "news",
        "agency",
        "daily",
        "times",
        "post",
        "herald",
        "dispatch",
        "radio",
        "tv",
        "television",
        "courier",
        "journal",
        "gazette",
    }
    | {"tribune", "observer", "chronicle", "wire", "review", "telegraph", "monitor", "star", "mail", "com", "online", "wikipedia"}
    | {"newspaper", "broadcasting", "channel", "sun", "mirror", "voice", "today", "press", "bulletin", "reporter", "independent"}
)


@dataclass(slots=True)
class Seen:
    """One occurrence, in reading order."""

    sentence: int
    head: int
    subject: bool
    named: bool


@dataclass(slots=True)
class Entity:
    """One actor of the report. ``target`` stays None until the end for those outside the list: the fullest name makes it."""

    kind: str
    name: str
    target: str | None = None
    country: str | None = None
    sector: str | None = None
    listed: bool = False
    names: list[tuple[str, ...]] = field(default_factory=list)
    acronyms: set[str] = field(default_factory=set)
    roles: list[tuple[str, frozenset[str]]] = field(default_factory=list)
    gender: str | None = None
    plural: bool = False
    root: str | None = None  # of an unlisted state or what belongs to it: the word its name and demonym begin with
    branch: str | None = None  # army, air, navy, police, government, ministry:...
    voice_of: Entity | None = None
    seen: list[Seen] = field(default_factory=list)

    def last_before(self, sentence: int, head: int) -> Seen | None:
        """Return the latest occurrence before a place in the text."""
        for s in reversed(self.seen):
            if (s.sentence, s.head) < (sentence, head):
                return s
        return None


@dataclass(slots=True)
class Answer:
    """What a phrase resolves to, and why."""

    entity: Entity | None
    rule: str
    score: float
    candidates: tuple[tuple[Entity, float], ...] = ()


Answers = dict[tuple[int, int], Answer]  # by sentence and head word


class Cast:
    """Entities of one report with ways to find them; made anew for each report."""

    def __init__(self, actors: Mapping[str, ActorEntry], index: NameIndex, offices: Offices, *, on: str | None) -> None:
        self.actors = actors
        self.index = index
        self.offices = offices
        self.on = on[:10] if on else None
        self.entities: list[Entity] = []
        self._by_target: dict[str, Entity] = {}
        self._aside: dict[str, Entity] = {}  # runners-up
        self.countries: Counter[str] = Counter()
        self.publisher: Entity | None = None  # of the report, when it is a party and no news medium

    def listed(self, target: str) -> Entity:
        """Return the entity of a listed actor; an office becomes its holder on the report's day, when one is known."""
        entry = self.actors[target]
        if entry.kind == "office" and (holder := self.holder(target)) is not None:
            entry = self.actors[holder]
        entity = self._by_target.get(entry.id)
        if entity is None:
            kind = "person" if entry.kind == "office" else entry.kind
            entity = Entity(kind, entry.name, entry.id, entry.country, entry.sector, True)
            role = next((v.value for v in held(entry, self.on) if v.value.startswith("role:")), None)
            if role is not None:  # of a user's list, where country and sector are dated: "role:SYR:GOV"
                _, entity.country, entity.sector = (part or None for part in role.split(":"))
            for raw in (entry.name, *entry.aliases):
                if raw[0] not in "@~":
                    parts = tuple(p for p in slug(raw).split("-") if p != "the")
                    if len(parts) == 1 and len(raw) <= 6 and raw[1:] != raw[1:].lower():
                        entity.acronyms.add(parts[0])
                    else:
                        entity.names.append(parts)
            self._by_target[entry.id] = entity
            self.entities.append(entity)
        return entity

    def aside(self, target: str) -> Entity:
        """Return a listed actor as a runner-up: nobody of the report, so that no surname or pronoun can mean it."""
        if target in self._by_target:
            return self._by_target[target]
        entry = self.actors[target]
        return self._aside.setdefault(target, Entity(entry.kind, entry.name, entry.id, entry.country, entry.sector, True))

    def publish(self, publisher: str | None, *, armed: frozenset[str] = frozenset()) -> None:
        """Note who issued the report: a ministry's "we" is its own. A news medium speaks for nobody.

        ``armed`` are words of armed groups' names. What stands in brackets is a remark about a publisher, not its name.
        """
        name = _BRACKETS.sub(" ", publisher or "").strip()
        if not name:
            return
        target = self.index.exact(name)
        if target is not None:
            self.publisher = self.listed(target) if self.actors[target].kind != "media" else None
            return
        parts = words(name)
        if len(parts) > 2 and parts[-2] in _OUTLETS and parts[-1] in _OFFICES:
            parts = parts[:-2]
            name = name.rsplit(None, 2)[0]
        elif len(parts) > 3 and parts[0] in _OUTLETS and parts[1] in _OFFICES and parts[2] in ("of", "for"):
            name = name.split(None, 3)[3].removeprefix("the ").removeprefix("The ")
            parts = words(name)
        if _MEDIA & set(parts):
            return
        kind = "armed_group" if armed & set(parts) else "ministry" if "ministry" in parts else "organisation"
        self.publisher = self.body(parts) or self.new(kind, name, parts=parts)
        if len(parts) == 2 and parts[1] in ("army", "military", "forces") and parts[0].endswith(("an", "i", "ese", "ish")):
            self.publisher.kind, self.publisher.root, self.publisher.branch = "armed_force", parts[0], "army"

    def issued(self) -> None:
        """Let a publisher that is a part of a body of the report ("Information Bureau of the X Front") speak as that body."""
        if self.publisher is None or self.publisher.listed or self.publisher.seen or not self.publisher.names:
            return
        whole = self.publisher.names[0]
        inside = [
            (len(n), e)
            for e in self.entities
            if e is not self.publisher and e.kind in BODIES - {"media"} and e.seen
            for n in e.names
            if len(n) > 1 and any(whole[k : k + len(n)] == n for k in range(len(whole)))
        ]
        if inside:
            self.publisher = max(inside, key=lambda x: x[0])[1]

    def known(self, target: str) -> bool:
        """True when a listed actor has already occurred."""
        return target in self._by_target

    def holder(self, office: str) -> str | None:
        """Return who holds an office on the report's day; None when no holder is listed, or the day is not known."""
        return self.offices.holder(office, self.on)

    def office(self, person: Entity) -> str | None:
        """Return the office that a listed person holds on the report's day."""
        entry = self.actors.get(person.target or "")
        return next((v.value for v in held(entry, self.on) if v.value in self.actors), None) if entry is not None else None

    def new(self, kind: str, name: str, *, parts: Sequence[str] = (), target: str | None = None) -> Entity:
        """Add an actor outside the list."""
        entity = Entity(kind, name, target, names=[tuple(parts)] if parts else [])
        self.entities.append(entity)
        return entity

    def classed(self, lemma: str, name: str) -> Entity:
        """Return the class actor of a common noun: "militants" are a class, never a named group."""
        target = f"class:{slug(lemma)}"
        entity = self._by_target.get(target)
        if entity is None:
            entity = self._by_target[target] = self.new("class", name, target=target)
            entity.plural = True
        return entity

    def person(self, parts: Sequence[str]) -> list[Entity]:
        """Return persons of the report that may bear this name, best first: fullest agreement, then latest."""
        found = [e for e in self.entities if e.kind == "person" and any(same_person(parts, n) for n in e.names)]
        return sorted(found, key=lambda e: -max((len(set(bare(parts)) & set(bare(n))) for n in e.names), default=0))

    def body(self, parts: Sequence[str]) -> Entity | None:
        """Return the body with this name, acronym or the same words in another spelling."""
        content = tuple(p for p in parts if p not in _SMALL)
        for e in reversed(self.entities):
            if e.kind in ("person", "class"):
                continue
            if len(parts) == 1 and parts[0] in e.acronyms:
                return e
            for n in e.names:
                own = tuple(p for p in n if p not in _SMALL)
                if len(own) == len(content) and all(
                    same_word(a, b) or a.rstrip("s") == b.rstrip("s") for a, b in zip(own, content, strict=True)
                ):
                    return e
        return None

    def spelled_out(self, acronym: str) -> Entity | None:
        """Return the one body whose initials an acronym gives, though no bracket introduced it."""
        low = acronym.lower()
        found = [
            e for e in self.entities if e.kind not in ("person", "class", "state") and any(low in initials(n) for n in e.names)
        ]
        return found[0] if len(found) == 1 else None

    def rooted(self, word: str) -> str | None:
        """Return the root of a country of the report that a word is a name or demonym of."""
        for e in self.entities:
            if e.root is not None and related(e.root, word):
                return e.root
        return None

    def belonging(self, root: str | None, branch: str) -> Entity | None:
        """Return the government, army or ministry of an unlisted country; of whichever was named last for no root."""
        found = [e for e in self.entities if e.branch == branch and (root is None or e.root == root)]
        return found[-1] if found else None

    def home(self) -> str | None:
        """Return the listed country whose names prevail in the report, None when none does."""
        if not self.countries:
            return None
        (best, n), *rest = self.countries.most_common(2)
        return best if n >= 2 and (not rest or n >= 1.5 * rest[0][1]) else best if not rest else None


@lru_cache(maxsize=1 << 15)
def related(a: str, b: str) -> bool:
    """True when two folded words look like a country's name and its demonym ("ruritania", "ruritanian")."""
    short, long = sorted((a, b), key=len)
    if len(short) < 4 or len(long) - len(short) > 4:
        return False
    shared = next((k for k, (x, y) in enumerate(zip(short, long, strict=False)) if x != y), len(short))
    return shared >= max(4, len(short) - 2)
