"""From frames to claims: roles, victims, numbers, times, statements, splits and effects put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from claimwire.claims import casting, dating, harm, holding, transfers
from claimwire.claims.counting import Counting
from claimwire.claims.frames import Clause, Frame
from claimwire.claims.happenings import Happening
from claimwire.claims.inheriting import under
from claimwire.claims.lexis import Lexis
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.modality import Modality, modality
from claimwire.claims.roles import Heads, RoleFinder, Roles
from claimwire.claims.weigh import Features
from claimwire.ontology.model import Ontology
from claimwire.records import (
    Argument,
    Claim,
    ClaimPlace,
    ClaimTime,
    Effect,
    Link,
    Mention,
    Participant,
    Report,
    Span,
    Statement,
    digest,
)

_SCOPE_FEATURES = ("A.PCL", "L.")
# Statements that neither affirm nor deny what they hold: "could not confirm who fired".
_NOT_CONFIRMED = ("not_confirm", "neither_confirm")
_NOT_OURS = ("cue:deny_responsibility", "cue:deny_involvement")
_CLAIM_NOUNS = ("/noun-that", "/noun-of")  # "the claim that P", "reports of P"
_STRIKES = frozenset({"strike", "airstrike", "raid", "sortie"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """What the claims room found in one report; mentions and links include those that it was given."""

    statements: tuple[Statement, ...]
    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    links: tuple[Link, ...]


@dataclass(slots=True)
class Draft:
    """A claim in the making; ``quantities`` are head words of such mentions."""

    frame: Frame
    roles: Roles
    modality: Modality
    quantities: dict[int, str | None] = field(default_factory=dict)  # with the measure that this claim gives each
    time: ClaimTime | None = None
    header: Draft | None = None  # the draft of the sentence that heads a list, whose actor and date this one takes


class Assembler:
    """Builds the claims of one report."""

    def __init__(
        self,
        report: Report,
        index: MentionIndex,
        *,
        statements: Sequence[Statement],
        arguments: Sequence[Argument],
        ontology: Ontology,
        lexis: Lexis,
    ) -> None:
        self._report = report
        self._index = index
        self._ontology = ontology
        self._statements: dict[int, list[Statement]] = {}  # by sentence, those with the least content first
        for s in sorted(statements, key=lambda s: sum(c.end - c.start for c in s.content)):
            for c in s.content:
                for number in range(index.sentence_of(c.start), index.sentence_of(max(c.start, c.end - 1)) + 1):
                    held = self._statements.setdefault(number, [])
                    if s not in held[-1:]:
                        held.append(s)
        self._arguments: dict[int, list[Argument]] = {}
        for a in arguments:
            self._arguments.setdefault(index.sentence_of(a.trigger.start), []).append(a)
        self._lexis = lexis
        self._counting = Counting(index, ontology, self._arguments)
        self._triggers: dict[int, set[int]] = {}

    def consider(self, frames: Iterable[Frame]) -> None:
        """Take note of the happenings of the report, so that a place said of one of them is not taken for another's."""
        for f in frames:
            self._triggers.setdefault(f.clause.number, set()).add(f.head)

    def claims(self, frames: Sequence[Frame]) -> list[Claim]:
        """Return the claims of ``frames``, in text order."""
        self.consider(frames)
        drafts = [self._draft(f) for f in frames]
        self._date(drafts)
        _head_lists(drafts)
        hosts = harm.hosts(frames)
        named = _named_by_verb(frames) | _doubled(frames)
        for n, host in hosts.items():
            _merge(drafts[host], drafts[n])
        told = hosts.keys() | named
        standing = [
            draft for n, draft in enumerate(drafts) if n not in told and not _wants_host(draft, drafts) and self._stands(draft)
        ]
        self._counting.fill([(d.frame, d.quantities) for d in standing])
        made = [(draft.frame, claim) for draft in standing for claim in self._split(draft)]
        made = [(f, holding.told(f, c, self._index, self._lexis)) for f, c in made]
        return transfers.told(made, self._index)

    # -- drafts --------------------------------------------------------------------------------------------------

    def _draft(self, frame: Frame) -> Draft:
        statement = self._statement(*frame.offsets())
        heads = self._heads(frame)
        frame = holding.reread(frame, heads, self._ontology)
        roles = self._cast(frame, heads)
        holding.complete(frame, roles, heads.places)
        draft = Draft(frame=frame, roles=roles, modality=modality(frame, ontology=self._ontology))
        draft.quantities = self._counting.counts(frame, draft.roles, statement)
        return draft

    def _within(self, statement: Statement | None, clause: Clause, heads: Iterable[int]) -> frozenset[int]:
        """Keep what stands under the same statement: where and when somebody spoke dates no attack."""
        out = []
        for head in heads:
            token = clause.tree.tokens[head]
            if self._statement(token.start, token.end) is statement:
                out.append(head)
        return frozenset(out)

    def _date(self, drafts: Sequence[Draft]) -> None:
        happenings = [
            Happening(frame=d.frame, modality=d.modality, statement=self._statement(*d.frame.offsets())) for d in drafts
        ]
        statements = list({s.id: s for held in self._statements.values() for s in held}.values())
        dates = dating.Dating(self._report.text, self._index, happenings, statements).dates()
        for draft, time in zip(drafts, dates, strict=True):
            draft.time = time

    def questions(self, frame: Frame) -> Iterator[tuple[casting.Candidate, str, Features]]:
        """Yield every word that grammar or learned head has a part for, with what speaks for each part."""
        return self._asked(frame, self._heads(frame))

    def _asked(self, frame: Frame, heads: Heads) -> Iterator[tuple[casting.Candidate, str, Features]]:
        finder = RoleFinder(frame.tree, self._lexis, heads)
        roles, offered = finder.find(frame), self._offered(frame, heads.times)
        found = casting.candidates(
            roles,
            offered,
            words=lambda h: self._index.words(frame.clause, h),
            coordinated=frame.tree.conjuncts,
            places=heads.places,
        )
        placed = self._index.places[frame.clause.number]
        triggers = self._triggers.get(frame.clause.number, set()).difference(frame.words)
        for c in found:
            animate = finder.animate(c.head)
            for part in casting.PARTS:
                yield (
                    c,
                    part,
                    casting.features(frame, c, part, found, animate=animate, placed=c.head in placed, triggers=triggers),
                )

    def _cast(self, frame: Frame, heads: Heads) -> Roles:
        """Return who plays which part: by the grammar alone where no learned head was asked."""
        if not self._arguments:
            return RoleFinder(frame.tree, self._lexis, heads).find(frame)
        return casting.cast(self._asked(frame, heads))

    def _heads(self, frame: Frame) -> Heads:
        """Return the head words of the mentions that may take part in a frame."""
        number = frame.clause.number
        statement = self._statement(*frame.offsets())
        grounds = (h for h in self._index.places[number] if frame.tree.tokens[h].lemma not in self._lexis.vehicles)
        return Heads(
            places=self._within(statement, frame.clause, grounds),
            times=self._within(statement, frame.clause, self._index.times[number]),
            actors=frozenset(self._index.actors[number]),
            known=self._index.known_actors(number),
        )

    def _offered(self, frame: Frame, times: frozenset[int]) -> list[tuple[str, int, float]]:
        """Return (role, head word, probability) of what the learned head offers for a trigger."""
        start, end = frame.offsets()
        known = self._index.known_actors(frame.clause.number)
        out = []
        for a in self._arguments.get(frame.clause.number, ()):
            if a.trigger.start < end and start < a.trigger.end:
                head = frame.tree.head_of(a.span.start, a.span.end)
                if head is None or head in times or head in frame.words:
                    continue
                if a.role == "actor" and frame.tree.tokens[head].lemma in self._lexis.thrown and head not in known:
                    continue  # "Turkish artillery" is somebody, mortars are not
                if a.role != "recipient" or frame.tree.tokens[head].upos != "ADJ":
                    out.append((a.role, head, a.score))
        return out

    def _stands(self, draft: Draft) -> bool:
        """A weak word is a claim only beside a participant, a place or a time of its own."""
        frame, roles = draft.frame, draft.roles
        if frame.entry is not None and frame.entry.weak and not frame.learned:
            return bool(roles.actor or roles.recipient or roles.places)
        return True

    # -- claims --------------------------------------------------------------------------------------------------

    def _split(self, draft: Draft) -> list[Claim]:
        """Split over coordinated named towns, and over civilian and armed recipients."""
        clause = draft.frame.clause
        found = [self._index.place(clause, h, role) for h, role in draft.roles.places.items()]
        places = list({p.mention: p for p in sorted(found, key=lambda p: p.span.start)}.values())
        groups = self._place_groups(draft, places)
        recipients = self._recipient_groups(draft)
        return [self._claim(draft, group, heads) for group in groups for heads in recipients]

    def _place_groups(self, draft: Draft, places: list[ClaimPlace]) -> list[list[ClaimPlace]]:
        tree = draft.frame.tree
        heads = {id(p): tree.head_of(p.span.start, p.span.end) for p in places}
        towns = [p for p in places if p.role in {"location", "origin"} and _is_named_point(p) and not _is_end(p)]
        coordinated = [
            p
            for p in towns
            if (h := heads[id(p)]) is not None and any(o is not p and heads[id(o)] in tree.conjuncts(h) for o in towns)
        ]
        if len(coordinated) < 2:
            return [places]
        rest = [p for p in places if p not in coordinated]
        return [[p, *rest] for p in coordinated]

    def _recipient_groups(self, draft: Draft) -> list[list[int]]:
        heads = draft.roles.recipient
        if len(heads) < 2:
            return [heads]
        tree = draft.frame.tree
        civil = [h for h in heads if tree.tokens[h].lemma in self._lexis.civilians]
        armed = [h for h in heads if tree.tokens[h].lemma in self._lexis.armed]
        if not civil or not armed:
            return [heads]
        rest = [h for h in heads if h not in civil and h not in armed]
        return [civil + rest, armed]

    def _claim(self, draft: Draft, places: list[ClaimPlace], recipients: list[int]) -> Claim:
        frame, clause = draft.frame, draft.frame.clause
        source = draft.header if draft.header is not None and not draft.roles.actor else draft
        actors = _apart(self._index.participant(source.frame.clause, h) for h in sorted(source.roles.actor))
        targets = _apart(self._index.participant(clause, h) for h in sorted(recipients))
        start, end = frame.offsets()
        trigger = self._report.span(start, end)
        time = under(draft.header.time) if draft.header is not None and draft.time is None else draft.time
        others = set(draft.roles.recipient) - set(recipients)
        quantities = self._counting.of_claim(frame, draft.quantities, recipients, others)
        statement = self._statement(trigger.start, trigger.end)
        how = self._under(statement, draft)
        kind, event_type = frame.kind, frame.event_type
        if how.change == "decrease" and frame.tree.relation(frame.head) in {"nsubj", "csubj"}:
            kind, event_type = "state", None  # "shelling has decreased" is about a class of events, and contradicts no single one
        if (
            kind == "event"
            and any(q.quantity.type == "total" for q in quantities)
            and (frame.entry is not None and frame.entry.measure is not None)
        ):
            kind = "quantity"
        spans = [trigger, *(p.span for p in (*actors, *targets)), *(p.span for p in places), *(q.span for q in quantities)]
        spans += self._said_of(frame)
        spans = [s for s in spans if clause.sentence.start <= s.start < clause.sentence.end]
        low, high = min(s.start for s in spans), max(s.end for s in spans)
        evidence = self._report.span(max(low, clause.sentence.start), min(high, clause.sentence.end))
        rules = (frame.rule, *draft.roles.rules, *how.rules)
        return Claim(
            id=digest(
                "c",
                self._report.id,
                start,
                end,
                event_type or kind,
                *(p.span.start for p in places),
                *(t.span.start for t in targets),
            ),
            statement=statement.id if statement else None,
            sentence=clause.sentence.id,
            kind=kind,
            event_type=event_type,
            modes=self._modes(frame) if event_type else (),
            contexts=frame.contexts,
            trigger=trigger,
            evidence=evidence,
            actor=actors,
            recipient=targets,
            places=tuple(places),
            time=time,
            realization=how.realization,
            factuality=how.factuality,
            aspect=how.aspect,
            change=how.change,
            quantities=quantities,
            effect=self._effect(draft, how, actors, targets, places),
            rule="; ".join(rules),
            score=round(frame.score, 3),
        )

    def _said_of(self, frame: Frame) -> list[Span]:
        """Return whom or what a verb is said to be done to, in a role or not: of "burned the barley" the barley is evidence."""
        tree = frame.tree
        phrases = (tree.noun_phrase(o) for o in tree.children(frame.head, "obj", "nsubj:pass")) if frame.verbal else ()
        return [self._report.span(tree.tokens[p[0]].start, tree.tokens[p[-1]].end) for p in phrases if p]

    def _modes(self, frame: Frame) -> tuple[str, ...]:
        """Return the sense's modes, and the one that the weapon in the clause says: "hit by an air strike" is aerial."""
        if frame.modes or frame.event_type != "ASSAULT":
            return frame.modes
        tree = frame.tree
        near = {tree.tokens[i].lemma for i in tree.subtree(frame.head)} if frame.verbal else set()
        near |= {tree.tokens[c].lemma for c in tree.children(frame.head, "compound", "amod")}
        mode = next((mode for mode, weapons in self._lexis.modes if weapons & near), None)
        return (mode,) if mode else ()

    def _statement(self, start: int, end: int) -> Statement | None:
        """Return the innermost statement whose content holds the trigger; what somebody denies is his, whoever had claimed it."""
        around = [
            s
            for s in self._statements.get(self._index.sentence_of(start), ())
            if any(c.start <= start and end <= c.end for c in s.content)
        ]
        if not around:
            return None
        denier = next((s for s in around[1:2] if s.stance == "denying" and s.id == around[0].parent), None)
        return denier if denier is not None and around[0].rule.endswith(_CLAIM_NOUNS) else around[0]

    def _under(self, statement: Statement | None, draft: Draft) -> Modality:
        """A denial turns what is denied into CT- under the denier."""
        how = draft.modality
        if statement is not None and how.realization == "predicted" and self._is_threat(statement, draft.frame.event_type):
            return replace(how, realization="threatened", factuality="Uu", rules=(*how.rules, "threat-cue"))
        if statement is not None and statement.rule.startswith(_NOT_CONFIRMED):
            return replace(how, realization="actual", factuality="Uu", rules=("not-confirmed",))
        happened = any(rule.startswith(_NOT_OURS) for rule in how.rules)  # whoever denies having done it says that it was done
        if statement is not None and statement.stance == "denying" and how.factuality == "CT+" and not happened:
            return replace(how, factuality="CT-", rules=(*how.rules, "stance:denying"))
        return how

    def _is_threat(self, statement: Statement, event_type: str | None) -> bool:
        """True when somebody warns of an act of conflict to come."""
        found = self._ontology.event_types.get(event_type or "")
        cue = statement.rule.partition(".")[0]
        return found is not None and found.quad == "material_conflict" and cue in self._lexis.threats

    def _effect(
        self,
        draft: Draft,
        how: Modality,
        actors: tuple[Participant, ...],
        targets: tuple[Participant, ...],
        places: list[ClaimPlace],
    ) -> Effect | None:
        """Return the change of hands that an achieved capture or a withdrawal brings."""
        entry = draft.frame.entry
        if entry is None or not entry.effect or how.realization != "actual" or how.factuality != "CT+":
            return None
        held = [p for p in places if p.role in {"location", "origin"}]
        if not held:
            return None
        # "In the east, our units retook Bel Amun": the town changed hands.
        place = min(held, key=lambda p: (not _is_named_point(p), p.place.precision if p.place else 1))
        name = place.place.name if place.place else place.span.text
        first, second = (x[0].name or x[0].span.text if x else None for x in (actors, targets))
        leaves = draft.frame.event_type == "RETREAT"
        return Effect(kind=entry.effect, place=name, from_=first if leaves else second, to=second if leaves else first)


def _head_lists(drafts: Sequence[Draft]) -> None:
    """Let the lines of a strike list take actor and date from the sentence above it.

    "Coalition forces conducted nine strikes on Monday. Near Mosul, two strikes destroyed a depot."
    """
    header: Draft | None = None
    for draft in drafts:
        tree, subject = draft.frame.tree, draft.frame.tree.child(draft.frame.head, "nsubj")
        if draft.roles.actor:
            strikes = tree.tokens[draft.frame.head].lemma in _STRIKES and not draft.frame.verbal
            header = draft if strikes and draft.modality.realization == "actual" else header
        elif header is not None and draft.frame.verbal and draft.frame.event_type == "ASSAULT":
            top = draft.frame.head
            while subject is None and tree.relation(top) == "conj" and (up := tree.parent(top)) is not None:
                top, subject = up, tree.child(up, "nsubj")
            if subject is not None and tree.tokens[subject].lemma in _STRIKES:
                draft.header = header


def _wants_host(draft: Draft, drafts: Sequence[Draft]) -> bool:
    """True for an unlikely verb of harm; where nothing else in the sentence is an attack, how many it hurt speaks for it."""
    frame = draft.frame
    if not (harm.is_harm(frame) and frame.unsupported):
        return False
    attacks = (d for d in drafts if d is not draft and d.frame.clause is frame.clause and d.frame.event_type == "ASSAULT")
    return not draft.quantities or any(attacks)


def _merge(host: Draft, guest: Draft) -> None:
    """Give the victims of a harm verb, and their numbers, to the happening that caused them."""
    for h in guest.roles.recipient:
        if h != host.frame.head and h not in host.roles.recipient:
            host.roles.recipient.append(h)
    if not host.roles.actor:
        host.roles.actor += [a for a in guest.roles.actor if a != host.frame.head and a not in host.roles.recipient]
    for p, role in guest.roles.places.items():
        if p not in host.roles.places and p not in host.roles.recipient:
            host.roles.places[p] = role
    for q, measure in guest.quantities.items():
        host.quantities[q] = measure or host.quantities.get(q)
    if host.time is None:
        host.time = guest.time
    host.roles.rules.append(f"victims:{guest.frame.rule}")


def _apart(people: Iterable[Participant]) -> tuple[Participant, ...]:
    """Keep the longest of participants that lie inside one another."""
    found = list(people)
    return tuple(p for p in found if not any(q.span.covers(p.span) and q.span != p.span for q in found))


def _named_by_verb(frames: Sequence[Frame]) -> set[int]:
    """Return nouns that made the sense of their verb: "used tear gas" is one happening, and the verb is its trigger."""
    at = {(f.clause.number, f.head): n for n, f in enumerate(frames)}
    out = set()
    for frame in frames:
        if frame.entry is None or not frame.entry.objects or not frame.verbal:
            continue
        for o in frame.tree.children(frame.head, "obj"):
            n = at.get((frame.clause.number, o))
            if n is not None and frames[n].event_type == frame.event_type:
                out.add(n)
    return out


def _doubled(frames: Sequence[Frame]) -> set[int]:
    """Return verbs that only say of their noun that it took place: of "carried out strikes" the noun names the happening."""
    at = {(f.clause.number, f.head): f for f in frames if not f.verbal}
    out = set()
    for n, frame in enumerate(frames):
        if frame.verbal and frame.entry is None:
            nouns = (at.get((frame.clause.number, o)) for o in frame.tree.children(frame.head, "obj", "nsubj:pass"))
            if any(noun is not None and noun.event_type == frame.event_type for noun in nouns):
                out.add(n)
    return out


def _is_end(p: ClaimPlace) -> bool:
    """True for either end of "between Homs and Hama", which is one place."""
    return p.place is not None and (p.place.relation or "").startswith("between")


def _is_named_point(p: ClaimPlace) -> bool:
    """True for a named town or district; countries and regions are scopes, "the town" is nobody's name."""
    if p.place is not None:
        return not (p.place.feature or "").startswith(_SCOPE_FEATURES)
    return p.span.text.split()[-1][:1].isupper()
