"""Who did it, who got it, and where: roles read off the parse around a trigger.

The lexicon's entry decides first (``roles`` of "come under fire" makes the subject a recipient); the grammar of the part of
speech is the default; what a clause leaves out is taken from the clause that governs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from claimwire.claims import control
from claimwire.claims.frames import Frame
from claimwire.claims.lexis import Lexis
from claimwire.claims.placing import first_conjunct, governing_path
from claimwire.claims.tree import Tree

_ORIGIN = frozenset({"from", "out of"})
_DESTINATION = frozenset({"to", "into", "onto", "towards", "toward"})
_ON_TARGET = frozenset({"against", "on", "upon", "at", "with", "over", "to", "for", "towards", "toward"})
_THINGS = frozenset(
    {"it", "this", "that", "these", "those", "itself", "what", "which", "himself", "themselves", "herself", "there"}
)
_IN_A_NOUN_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "PART", "PUNCT", "X"})
_AT_SOMEBODY = frozenset({"against", "with", "on", "at", "upon"})
_TO_SOMEBODY = _AT_SOMEBODY | {"to", "for", "towards", "toward", "from"}


# Types whose object, though a country's or capital's name, is somebody addressed and not somewhere hit.
_VERBAL = frozenset(
    {"ACCUSE", "SUPPORT", "REQUEST", "REJECT", "THREATEN", "AGREE", "CONSULT", "COOPERATE", "CONCEDE", "SANCTION", "AID"}
)


@dataclass(slots=True)
class Roles:
    """Token numbers of the head words of each role, with the rule that put each there."""

    actor: list[int] = field(default_factory=list)
    recipient: list[int] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)  # head word -> location, origin, destination, ...
    rules: list[str] = field(default_factory=list)
    why: dict[int, str] = field(default_factory=dict)  # head word -> the rule that gave it its role

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
            self.why[head] = rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Heads:
    """Head words of a sentence's mentions; ``known`` are actors that are on the list, a class or a person."""

    places: frozenset[int]
    times: frozenset[int]
    actors: frozenset[int]
    known: frozenset[int]


class RoleFinder:
    """Finds the roles of frames of one sentence."""

    def __init__(self, tree: Tree, lexis: Lexis, heads: Heads) -> None:
        self.tree = tree
        self.places = heads.places
        self.times = heads.times
        self.actors = heads.actors
        self.known = heads.known
        self._lexis = lexis

    def find(self, frame: Frame) -> Roles:
        """Return the roles of ``frame``."""
        roles = Roles()
        self._frame = frame
        if frame.verbal:
            self._verb(frame, roles)
        else:
            self._noun(frame, roles)
        self._adjuncts(frame, roles)
        for held in (roles.actor, roles.recipient):
            # "three members of one family" are hurt; the family is said to say which members.
            held[:] = [h for h in held if not self._tells_which(h, held)]
        return roles

    def _tells_which(self, h: int, held: list[int]) -> bool:
        return self.tree.relation(h) == "nmod" and self.tree.parent(h) in held

    # -- verbs ---------------------------------------------------------------------------------------------------

    def _verb(self, frame: Frame, roles: Roles) -> None:
        tree, v, own = self.tree, frame.head, _overrides(frame)
        passive = self._passive(v) or self._bare_participle(v)
        subject = self._subject(v)
        if passive:
            if subject is not None:
                self._assign(roles, own.get("obj", "recipient"), subject, _named_rule("obj", "nsubj:pass", own))
            agent = tree.agent(v)
            if agent is not None and agent not in self.times:
                self._assign(roles, self._agent_role(own, agent), agent, "by")
        else:
            if subject is not None and own.get("subj", "actor") == "actor" and self._stands_for_another(subject):
                behind = self.doer(subject) or self.owner(subject)
                if behind is not None:
                    self._assign(roles, "actor", behind, "behind-the-subject")
            elif subject is not None:
                rule = "nsubj" if tree.child(v, "nsubj") is not None else "control"
                self._assign(roles, own.get("subj", "actor"), subject, _named_rule("subj", rule, own))
            for o in self._objects(v):
                if o not in self.times:
                    self._assign(roles, own.get("obj", "recipient"), o, _named_rule("obj", self._hit(frame, o), own))
        for o in tree.children(v, "obl", "nmod"):
            preposition = tree.preposition(o)
            if preposition is None or o in self.times:
                continue
            role = own.get(f"obl:{preposition}")
            if role:
                self._assign(roles, role, o, f"obl:{preposition}")
            elif self._addressed(frame, o, preposition):
                self._assign(roles, "recipient", o, f"obl:{preposition}")
        if "xcomp" in own:
            for c in tree.children(v, "xcomp", "ccomp"):
                self._assign(roles, own["xcomp"], c, "xcomp")

    def _hit(self, frame: Frame, o: int) -> str:
        """Name the rule of an object: "obj:hit" for people and things that an attack is on."""
        lemma = self.tree.tokens[o].lemma
        return (
            "obj:hit" if frame.event_type == "ASSAULT" and (lemma in self._lexis.people or lemma in self._lexis.things) else "obj"
        )

    def _addressed(self, frame: Frame, o: int, preposition: str) -> bool:
        if not self.animate(o):
            return False
        if frame.event_type in _VERBAL:
            return preposition in _TO_SOMEBODY
        return preposition in _AT_SOMEBODY and o not in self.places

    def _subject(self, v: int) -> int | None:
        """Return who does ``v``: never a dummy, and never an attack or a plan where somebody stands behind it."""
        found = control.subject(self.tree, v, doer=self.doer)
        if found is None or self._is_dummy(found) or found in self.times:
            return None
        return found

    def doer(self, noun: int, *, depth: int = 0) -> int | None:
        """Return who stands behind a noun of happening: "the army's attack", "strikes by X", "X launched an attack"."""
        if not self._happens(noun) or depth > 3:
            return None
        tree = self.tree
        owner = self.owner(noun)
        if owner is not None:
            return owner
        agent = tree.agent(noun)
        if agent is not None and agent not in self.times:
            return agent
        up, relation = tree.parent(noun), tree.relation(noun)
        if up is None:
            return None
        if relation in {"obj", "xcomp"} and tree.tokens[up].lemma in self._lexis.light and not tree.is_passive(up):
            return self._subject(up)
        if relation in {"nmod", "conj"}:
            return self.doer(up, depth=depth + 1)
        return None

    def _happens(self, noun: int) -> bool:
        return self.tree.tokens[noun].lemma in self._lexis.happenings

    def _passive(self, v: int) -> bool:
        """True for a passive; an auxiliary that stands before another verb is that one's ("were killed when men attacked")."""
        if not self.tree.is_passive(v):
            return False
        auxiliaries = self.tree.children(v, "aux:pass")
        verbs = (i for a in auxiliaries for i in range(a + 1, v) if self.tree.tokens[i].upos == "VERB")
        return not auxiliaries or next(verbs, None) is None

    def _objects(self, v: int) -> tuple[int, ...]:
        """Return the objects of a verb; a bare noun right after it is one, though the parse calls it an adverbial."""
        found = tuple(control.antecedent(self.tree, o) for o in self.tree.children(v, "obj", "iobj"))
        if found:
            return found
        bare = (o for o in self.tree.children(v, "obl") if o > v and self.tree.preposition(o) is None and self.animate(o))
        return tuple(bare)

    def _bare_participle(self, v: int) -> bool:
        """True for "the men killed on Friday": a participle on a noun, with no object of its own."""
        token = self.tree.tokens[v]
        if self.tree.relation(v) != "acl" or token.deprel == "acl:relcl" or token.upos != "VERB":
            return False
        return not token.text.lower().endswith("ing") and self.tree.child(v, "mark", "obj", "aux") is None

    def _receives(self, frame: Frame, head: int) -> bool:
        """A recipient is somebody, or something that can be attacked or seized; never a happening or an idea."""
        token = self.tree.tokens[head]
        if token.text.lower().endswith(("self", "selves")):
            return False
        if self.animate(head):
            return True
        if token.lemma in self._lexis.ideas or self._happens(head) or token.upos not in {"NOUN", "PROPN", "PRON", "NUM", "X"}:
            return False
        if frame.event_type == "ASSAULT":
            return not self._is_weapon(head) or token.lemma in self._lexis.things
        return frame.event_type in {"COERCE", "PROTEST", None} and token.lemma in self._lexis.things

    def _stands_for_another(self, head: int) -> bool:
        """A weapon, or an attack, is no actor: "shells hit the market" leaves the actor to whoever owns the shells."""
        if self._is_weapon(head):
            return head not in self.known
        return head not in self.actors and self._happens(head)

    def _agent_role(self, own: dict[str, str], head: int) -> str:
        role = own.get("subj", "actor")
        return "none" if role == "actor" and self._stands_for_another(head) and self.owner(head) is None else role

    # -- nouns ---------------------------------------------------------------------------------------------------

    def _noun(self, frame: Frame, roles: Roles) -> None:
        tree, n, own = self.tree, frame.head, _overrides(frame)
        for c in tree.children(n, "nmod:poss"):
            self._assign(roles, own.get("nmod:poss", "actor"), c, "nmod:poss")
        agent = tree.agent(n)
        if agent is not None and agent not in self.times:
            self._assign(roles, own.get("nmod:by", "actor"), agent, "by")
        for c in self._attributes(n, frame):
            self._assign(roles, own.get("compound", "actor"), c, "attribute")
        for h in (n, agent):
            for c in tree.children(h, "nmod", "obl") if h is not None else ():
                preposition = tree.preposition(c)
                if h == agent and preposition not in {"on", "against", "upon"}:
                    continue  # "an attack by rebels on the convoy": the parse hangs the target on the rebels
                if preposition is None or c in self.times or c == agent or tree.tokens[c].deprel == "nmod:poss":
                    continue
                role = own.get(f"nmod:{preposition}")
                if role:
                    self._assign(roles, role, c, f"nmod:{preposition}")
                elif preposition == "of":
                    self._assign(roles, self._of_role(frame, roles, c), c, "nmod:of")
                elif preposition == "between":
                    self._assign(roles, "actor", c, "nmod:between")
                elif preposition in _ON_TARGET and (c not in self.places or frame.event_type in _VERBAL):
                    self._assign(roles, "recipient", c, f"nmod:{preposition}")
        self._governor(frame, roles)

    def _of_role(self, frame: Frame, roles: Roles, c: int) -> str:
        """ "The shelling of the market" has a recipient, "the withdrawal of the army" an actor."""
        if c in self.places:
            return "location"
        intransitive = {"RETREAT", "PROTEST", "MOBILIZE", "CONSULT", "AGREE"}
        if frame.event_type in intransitive and not roles.actor and self.animate(c):
            return "actor"
        return "recipient"

    def _attributes(self, n: int, frame: Frame) -> list[int]:
        """Compounds and adjectives that name who did it: "Russian airstrikes", "rebel shelling", "army offensive"."""
        out = []
        for c in self.tree.children(n, "compound", "amod"):
            if c in frame.words or (c in self.places and self.tree.relation(c) == "compound" and not self.animate(c)):
                continue
            if self.animate(c) or (self.tree.tokens[c].upos in {"ADJ", "PROPN"} and self._is_demonym(c)):
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
        subject = self._subject(up)
        if relation in {"obj", "xcomp"}:
            if verb.lemma in self._lexis.undergo:
                if subject is not None and not roles.recipient:
                    self._assign(roles, "recipient", subject, f"governor:{verb.lemma}")
            elif verb.lemma in self._lexis.light and not roles.actor and subject is not None:
                self._assign(roles, "recipient" if tree.is_passive(up) else "actor", subject, f"governor:{verb.lemma}")
        elif tree.tokens[top].deprel == "nsubj:pass" and verb.lemma in self._lexis.light and not roles.actor:
            agent = tree.agent(up)
            if agent is not None and agent not in self.times:
                self._assign(roles, "actor", agent, f"governor:{verb.lemma}")
        elif relation == "obl" and tree.preposition(top) in {"in", "by", "during", "under"} and subject is not None:
            if verb.lemma in self._lexis.harm | self._lexis.undergo and not roles.recipient:
                self._assign(roles, "recipient", subject, f"governor:{verb.lemma}")
                agent = tree.agent(up)
                if agent is not None and agent != top and agent not in self.times and not roles.actor:
                    self._assign(roles, "actor", agent, f"governor:{verb.lemma}")
        elif relation == "nsubj" and not tree.is_passive(up):
            objects = tree.children(up, "obj")
            if verb.lemma in self._lexis.harm and not roles.recipient:
                for o in objects:
                    self._assign(roles, "recipient", o, f"governor:{verb.lemma}")

    # -- shared --------------------------------------------------------------------------------------------------

    def _assign(self, roles: Roles, role: str, head: int, rule: str) -> None:
        """Give ``role`` to a noun and all that is coordinated with it.

        A town that is hit is a location; a country that is blamed is a recipient.
        """
        for h in self.tree.conjuncts(head):
            if h in self.times or (h != head and self.tree.relation(h) != "conj"):
                continue
            placed = h in self.places and h not in self.actors
            if role in {"recipient", "target"}:
                if placed and self._frame.event_type not in _VERBAL:
                    roles.add("location", [h], rule)
                elif placed or self._receives(self._frame, h):
                    roles.add("recipient", [h], rule)
            elif role == "location" and h not in self.places and self.animate(h) and not self._may_be_place(h):
                roles.add("recipient", [h], rule)
            else:
                roles.add(role, [h], rule)

    def _adjuncts(self, frame: Frame, roles: Roles) -> None:
        """Place the place mentions of the trigger's own phrase; those that it shares with its clause only when it has none."""
        free = [p for p in sorted(self.places) if p not in roles.places and p not in roles.actor and p not in roles.recipient]
        # An act of words has no place but the one said with it: where the shelling is that somebody condemned is another claim's.
        for wanted in ("own",) if frame.event_type in _VERBAL else ("own", "shared", "below"):
            if wanted != "own" and any(r == "location" for r in roles.places.values()):
                return
            for p in free:
                if governing_path(self.tree, p, frame.head) == wanted:
                    role = self._place_role(frame, p, wanted)
                    if role:
                        roles.add(role, [p], "adjunct")

    def _place_role(self, frame: Frame, p: int, path: str) -> str | None:
        preposition = self.tree.preposition(first_conjunct(self.tree, p))
        own = _overrides(frame).get(f"obl:{preposition}")
        if own is not None:
            return None if own in {"none", "actor", "recipient", "target", "content"} else own
        if (preposition in _DESTINATION and self._leads_there(p, frame)) or self._joined(p):
            return "route_destination"
        if preposition in _ORIGIN:
            return "origin"
        if preposition in _DESTINATION and path == "own" and frame.event_type not in {"ASSAULT", "PROTEST"}:
            return "destination"  # people and goods go to a place; a shell that flies into one hits it
        return "location"

    def _joined(self, p: int) -> bool:
        """True for both ends of "the road connecting Aleppo and Damascus"."""
        up = self.tree.parent(first_conjunct(self.tree, p))
        return up is not None and self.tree.tokens[up].lemma in {"connect", "link", "join"} and self.tree.relation(up) == "acl"

    def _leads_there(self, p: int, frame: Frame) -> bool:
        """True for "routes to Turkey", "the road leading to Aleppo": the place is where a thing leads, not where it was hit."""
        up = self.tree.parent(first_conjunct(self.tree, p))
        if up is None or up == frame.head:
            return False
        noun = self.tree.tokens[up].upos == "NOUN" and not self._happens(up)
        return noun or self.tree.tokens[up].lemma in {"lead", "bind", "link", "connect"}

    def animate(self, i: int) -> bool:
        """Return True when the noun names someone who can act or be acted upon as a party."""
        token = self.tree.tokens[i]
        if i in self.actors or token.lemma in self._lexis.people:
            return True
        reflexive = token.text.lower().endswith(("self", "selves"))
        return (token.upos == "PRON" and token.lemma not in _THINGS and not reflexive) or (
            token.upos == "PROPN" and i not in self.places
        )

    def _may_be_place(self, i: int) -> bool:
        """A bare name that no list knows, where the word asks for a place ("took over X"), is one."""
        token = self.tree.tokens[i]
        return token.upos == "PROPN" and i not in self.known and token.lemma not in self._lexis.people

    def _is_demonym(self, i: int) -> bool:
        text = self.tree.tokens[i].text
        return text[:1].isupper() and text.lower().endswith(("an", "ian", "ish", "ese", "i", "ch", "can", "eli", "qi"))

    def _is_weapon(self, i: int) -> bool:
        return self.tree.tokens[i].lemma in self._lexis.weapons

    def _is_dummy(self, i: int) -> bool:
        token = self.tree.tokens[i]
        # "who fired" asks who; a relative pronoun has been replaced by its noun by now.
        return token.deprel == "expl" or token.lemma in {"there", "what", "that", "this", "who", "which", "whoever"}

    def owner(self, i: int) -> int | None:
        """Return the possessor or demonym of a noun: the army in "army shells", Russia in "Russian warplanes"."""
        for c in self.tree.children(i, "nmod:poss", "compound", "amod"):
            beside = all(self.tree.tokens[k].upos in _IN_A_NOUN_PHRASE for k in range(c + 1, i))
            if beside and (self.animate(c) or self._is_demonym(c)) and not self._is_weapon(c):
                return c
        return None


def _named_rule(function: str, rule: str, own: dict[str, str]) -> str:
    return f"entry:{rule}" if function in own else rule


def _overrides(frame: Frame) -> dict[str, str]:
    return dict(frame.entry.roles) if frame.entry is not None else {}
