"""Who did it, who got it, and where: roles read off the parse around a trigger.

The lexicon's entry decides first (``roles`` of "come under fire" makes the subject a recipient); the grammar of the part of
speech is the default; what a clause leaves out is taken from the clause that governs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from claimwire.claims.frames import Frame
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Ontology

_ORIGIN = frozenset({"from", "out of"})
_DESTINATION = frozenset({"to", "into", "onto", "towards", "toward"})
_ON_TARGET = frozenset({"against", "on", "upon", "at", "with", "over", "to", "for", "towards", "toward"})
_POSSESSIVE_PRONOUNS = frozenset({"its", "their", "his", "her", "our", "my", "your"})


@dataclass(slots=True)
class Roles:
    """Token numbers of the head words of each role, with the rule that put each there."""

    actor: list[int] = field(default_factory=list)
    recipient: list[int] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)  # head word -> location, origin, destination, ...
    rules: list[str] = field(default_factory=list)

    def add(self, role: str, heads: Iterable[int], rule: str) -> None:
        """Put head words into a role once; a word that has a role keeps it."""
        for head in heads:
            if head in self.actor or head in self.recipient or head in self.places:
                continue
            if role == "actor":
                self.actor.append(head)
            elif role in {"recipient", "target"}:
                self.recipient.append(head)
            elif role in {"location", "origin", "destination", "route_destination", "scope"}:
                self.places[head] = role
            else:
                continue
            self.rules.append(f"{role}:{rule}")


class RoleFinder:
    """Finds the roles of frames of one sentence. ``places`` and ``times`` are head words of such mentions."""

    def __init__(
        self, tree: Tree, ontology: Ontology, *, places: frozenset[int], times: frozenset[int], actors: frozenset[int]
    ) -> None:
        self.tree = tree
        self.places = places
        self.times = times
        self.actors = actors
        words = ontology.words
        self._things = words.get("vehicles", frozenset()) | words.get("facility_nouns", frozenset())
        self._weapons = frozenset().union(*(w for name, w in words.items() if name.startswith("weapons.")))
        self._people = frozenset().union(
            *(
                words.get(name, frozenset())
                for name in (
                    "person_nouns",
                    "armed_nouns",
                    "civilian_nouns",
                    "class_actors",
                    "group_nouns",
                    "titles",
                    "body_nouns",
                    "military_nouns",
                    "labels",
                )
            )
        )
        self._light = words.get("light_verbs", frozenset())
        self._undergo = words.get("undergo_verbs", frozenset())
        self._harm = words.get("harm_verbs", frozenset())
        self._place_nouns = words.get("place_nouns", frozenset())

    def find(self, frame: Frame) -> Roles:
        """Return the roles of ``frame``."""
        roles = Roles()
        if frame.verbal:
            self._verb(frame, roles)
        else:
            self._noun(frame, roles)
        self._adjuncts(frame, roles)
        return roles

    # -- verbs ---------------------------------------------------------------------------------------------------

    def _verb(self, frame: Frame, roles: Roles) -> None:
        tree, v, own = self.tree, frame.head, _overrides(frame)
        passive = tree.is_passive(v) or self._bare_participle(v)
        subject = tree.subject(v)
        if subject is not None and self._is_dummy(subject):
            subject = None
        if passive:
            if subject is not None:
                self._assign(roles, own.get("obj", "recipient"), subject, "nsubj:pass")
            agent = tree.agent(v)
            if agent is not None and agent not in self.times:
                self._assign(roles, self._agent_role(own, agent), agent, "by")
        else:
            if subject is not None:
                self._assign(roles, self._agent_role(own, subject), subject, "nsubj")
            for o in tree.children(v, "obj", "iobj"):
                if o not in self.times:
                    self._assign(roles, own.get("obj", "recipient"), o, "obj")
        for o in tree.children(v, "obl", "nmod"):
            preposition = tree.preposition(o)
            if preposition is None or o in self.times:
                continue
            role = own.get(f"obl:{preposition}")
            if role:
                self._assign(roles, role, o, f"obl:{preposition}")
            elif preposition in {"against", "with", "on", "at", "upon"} and o not in self.places and self._animate(o):
                self._assign(roles, "recipient", o, f"obl:{preposition}")
        if "xcomp" in own:
            for c in tree.children(v, "xcomp", "ccomp"):
                self._assign(roles, own["xcomp"], c, "xcomp")

    def _bare_participle(self, v: int) -> bool:
        """True for "the men killed on Friday": a participle on a noun, with no object of its own."""
        token = self.tree.tokens[v]
        if self.tree.relation(v) != "acl" or token.deprel == "acl:relcl" or token.upos != "VERB":
            return False
        return not token.text.lower().endswith("ing") and self.tree.child(v, "mark", "obj", "aux") is None

    def _agent_role(self, own: dict[str, str], head: int) -> str:
        """A weapon or a vehicle that is nobody's is no actor: "shells hit the market" leaves the actor empty."""
        role = own.get("subj", "actor")
        if role == "actor" and self._is_weapon(head):
            owner = self.owner(head)
            return "actor" if owner is not None else "none"
        return role

    # -- nouns ---------------------------------------------------------------------------------------------------

    def _noun(self, frame: Frame, roles: Roles) -> None:
        tree, n, own = self.tree, frame.head, _overrides(frame)
        heads = [n]
        for c in tree.children(n, "nmod:poss"):
            self._assign(roles, own.get("nmod:poss", "actor"), c, "nmod:poss")
        agent = tree.agent(n)
        if agent is not None and agent not in self.times:
            self._assign(roles, own.get("nmod:by", "actor"), agent, "by")
        for c in self._attributes(n, frame):
            self._assign(roles, own.get("compound", "actor"), c, "attribute")
        for h in heads:
            for c in tree.children(h, "nmod", "obl"):
                preposition = tree.preposition(c)
                if preposition is None or c in self.times or c == agent or tree.tokens[c].deprel == "nmod:poss":
                    continue
                role = own.get(f"nmod:{preposition}")
                if role:
                    self._assign(roles, role, c, f"nmod:{preposition}")
                elif preposition == "of":
                    self._assign(roles, self._of_role(frame, roles, c), c, "nmod:of")
                elif preposition == "between":
                    self._assign(roles, "actor", c, "nmod:between")
                elif preposition in _ON_TARGET and (c not in self.places or self._animate(c)):
                    self._assign(roles, "recipient", c, f"nmod:{preposition}")
        self._governor(frame, roles)

    def _of_role(self, frame: Frame, roles: Roles, c: int) -> str:
        """ "The shelling of the market" has a recipient, "the withdrawal of the army" an actor."""
        if c in self.places:
            return "location"
        intransitive = {"RETREAT", "PROTEST", "MOBILIZE", "CONSULT", "AGREE"}
        if frame.event_type in intransitive and not roles.actor and self._animate(c):
            return "actor"
        return "recipient"

    def _attributes(self, n: int, frame: Frame) -> list[int]:
        """Compounds and adjectives that name who did it: "Russian airstrikes", "rebel shelling", "army offensive"."""
        out = []
        for c in self.tree.children(n, "compound", "amod"):
            if c in frame.words or (c in self.places and self.tree.relation(c) == "compound" and not self._animate(c)):
                continue
            if self._animate(c) or (self.tree.tokens[c].upos in {"ADJ", "PROPN"} and self._is_demonym(c)):
                out.append(c)
        return out

    def _governor(self, frame: Frame, roles: Roles) -> None:
        """Take what a light verb knows: "the army carried out strikes", "fighters repelled an attack"."""
        tree, n = self.tree, frame.head
        top = n
        while tree.relation(top) == "conj" and (up := tree.parent(top)) is not None:
            top = up
        up = tree.parent(top)
        relation = tree.relation(top)
        if up is None or relation not in {"obj", "nsubj", "obl", "xcomp"}:
            return
        verb = tree.tokens[up]
        subject = tree.subject(up)
        if relation in {"obj", "xcomp"}:
            if verb.lemma in self._undergo:
                if subject is not None and not roles.recipient:
                    self._assign(roles, "recipient", subject, f"governor:{verb.lemma}")
            elif verb.lemma in self._light and not roles.actor and subject is not None:
                self._assign(roles, "recipient" if tree.is_passive(up) else "actor", subject, f"governor:{verb.lemma}")
        elif tree.tokens[top].deprel == "nsubj:pass" and verb.lemma in self._light and not roles.actor:
            agent = tree.agent(up)
            if agent is not None and agent not in self.times:
                self._assign(roles, "actor", agent, f"governor:{verb.lemma}")
        elif relation == "obl" and tree.preposition(top) in {"in", "by", "during", "under"} and subject is not None:
            if verb.lemma in self._harm | self._undergo and not roles.recipient:
                self._assign(roles, "recipient", subject, f"governor:{verb.lemma}")
        elif relation == "nsubj" and not tree.is_passive(up):
            objects = tree.children(up, "obj")
            if verb.lemma in self._harm and not roles.recipient:
                for o in objects:
                    self._assign(roles, "recipient", o, f"governor:{verb.lemma}")

    # -- shared --------------------------------------------------------------------------------------------------

    def _assign(self, roles: Roles, role: str, head: int, rule: str) -> None:
        """Give ``role`` to a noun and all that is coordinated with it; a town that is hit is a location."""
        for h in self.tree.conjuncts(head):
            if h != head and self.tree.relation(h) != "conj":
                continue
            placed = h in self.places and not self._animate(h)
            if role in {"recipient", "target"} and placed:
                roles.add("location", [h], rule)
            elif role == "location" and not placed and h not in self.places and self._animate(h):
                roles.add("recipient", [h], rule)
            elif role == "actor" and h in self.times:
                continue
            else:
                roles.add(role, [h], rule)

    def _adjuncts(self, frame: Frame, roles: Roles) -> None:
        """Place every place mention of the trigger's own clause that has no role yet."""
        for p in sorted(self.places):
            if p in roles.places or p in roles.actor or p in roles.recipient:
                continue
            role = self._place_role(frame, roles, p)
            if role:
                roles.add(role, [p], "adjunct")

    def _place_role(self, frame: Frame, roles: Roles, p: int) -> str | None:
        tree = self.tree
        preposition = tree.preposition(_first_conjunct(tree, p))
        path = governing_path(tree, p, frame.head)
        if path is None:
            return None
        own = _overrides(frame)
        key = f"obl:{preposition}"
        if key in own and own[key] in {"location", "origin", "destination", "scope", "none"}:
            return None if own[key] == "none" else own[key]
        if preposition in _ORIGIN:
            return "origin"
        if preposition in _DESTINATION and path == "own":
            return "destination"
        return "location"

    def _animate(self, i: int) -> bool:
        """True when the noun names someone who can act or be acted upon as a party."""
        token = self.tree.tokens[i]
        return i in self.actors or token.lemma in self._people or token.upos == "PRON"

    def _is_demonym(self, i: int) -> bool:
        text = self.tree.tokens[i].text
        return text[:1].isupper() and text.lower().endswith(("an", "ian", "ish", "ese", "i", "ch", "can", "eli", "qi"))

    def _is_weapon(self, i: int) -> bool:
        return self.tree.tokens[i].lemma in self._weapons

    def _is_dummy(self, i: int) -> bool:
        token = self.tree.tokens[i]
        return token.deprel == "expl" or token.lemma in {"there", "what", "that", "this"}

    def owner(self, i: int) -> int | None:
        """Return the possessor or demonym of a noun: the army in "army shells", Russia in "Russian warplanes"."""
        for c in self.tree.children(i, "nmod:poss", "compound", "amod"):
            if self._animate(c) or self._is_demonym(c):
                return c
        return None


def _overrides(frame: Frame) -> dict[str, str]:
    return dict(frame.entry.roles) if frame.entry is not None else {}


def _first_conjunct(tree: Tree, i: int) -> int:
    while tree.relation(i) == "conj" and (up := tree.parent(i)) is not None:
        i = up
    return i


def governing_path(tree: Tree, p: int, head: int) -> str | None:
    """Say how a place hangs on a trigger: "own" below it, "shared" on its governor or noun phrase, None elsewhere."""
    seen_clause = False
    for up in tree.ancestors(p):
        if up == head:
            return "own"
    governors = [head]
    at = head
    while True:
        up_ = tree.parent(at)
        if up_ is None:
            break
        relation = tree.relation(at)
        governors.append(up_)
        at = up_
        if relation in {"ccomp", "parataxis"}:
            break
        if relation in {"advcl", "acl"}:
            if seen_clause:
                break
            seen_clause = True
    for up in tree.ancestors(p):
        if up in governors:
            # A place inside another clause below the governor belongs to that clause's happening.
            at = p
            while at != up:
                if tree.relation(at) in {"ccomp", "advcl", "acl", "parataxis"} or (
                    tree.relation(at) == "conj" and tree.tokens[at].upos == "VERB"
                ):
                    return None
                at_up = tree.parent(at)
                if at_up is None:
                    return None
                at = at_up
            return "shared"
    return None
