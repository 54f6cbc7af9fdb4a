"""Which numbers of a sentence belong to a claim, and what each of them counts there.

The reader of quantities says what a number counts in its sentence; a claim may know better. Of "13 captured soldiers were
executed" the thirteen are killed, whatever is said of them on the way; of "two people who smuggled flour were shot" the two
are killed in one claim and are only two people in the other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from claimwire.claims.frames import Clause, Frame
from claimwire.claims.harm import HARM
from claimwire.claims.measuring import Measuring
from claimwire.claims.mentions import MentionIndex
from claimwire.claims.roles import Roles
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Ontology
from claimwire.records import Argument, ClaimQuantity, Quantity, Statement

_DETERMINERS = frozenset(
    {"the", "its", "their", "his", "her", "our", "these", "those", "some", "about", "at", "least", "original"}
)
_STRIKES = "strikes"
_NOMINAL = frozenset({"nummod", "nmod", "conj", "appos", "amod", "compound", "det", "flat", "list", "obl", "advmod", "dep"})
_ARGUMENTS = frozenset(
    {"nsubj", "obj", "iobj", "obl", "nmod", "appos", "nummod", "xcomp", "amod", "dep", "advmod", "det", "compound"}
)
_PATIENTS = frozenset({"obj", "nsubj:pass"})
_CARRYING = frozenset({"carry", "load", "bring", "contain", "hold", "include", "comprise", "transport", "deliver", "number"})
_SERIES = frozenset({"number", "toll", "figure", "count", "total", "tally", "estimate"})
_LASTING = frozenset({"second", "minute", "hour", "day", "night", "week", "month", "year", "decade"})
_HOW_LONG = frozenset({"for", "to", "by", "of", "between", None})  # not "in two days": that says when
_DEFINITE = frozenset({"the", "these", "those", "its", "their"})
_EARLIER = frozenset({"earlier", "previous", "initial", "prior", "former", "preliminary", "early"})
_PREDICATES = frozenset({"VERB", "AUX"})
_OFFERED = 0.6  # probability from which the learned head may give a claim a number that grammar does not; of claims/dev
_AMONG = frozenset({"including", "include", "among"})
_ASIDE = 9  # words between a whole and its subset
_FAR = 40  # cost beyond which a toll belongs to no attack of its sentence


class Counting:
    """Gives the numbers of a report to its claims."""

    def __init__(self, index: MentionIndex, ontology: Ontology, arguments: Mapping[int, Sequence[Argument]]) -> None:
        self._index = index
        self._arguments = arguments  # of the learned head, by sentence
        self._measuring = Measuring(ontology)

    # -- which numbers -------------------------------------------------------------------------------------------

    def counts(self, frame: Frame, roles: Roles, statement: Statement | None) -> dict[int, str | None]:
        """Return the numbers of a claim by head word, each with the measure that the claim gives it (None: its own)."""
        numbers = self._index.quantities[frame.clause.number]
        out: dict[int, str | None] = {}
        offered = self._offered(frame)
        for q in numbers:
            part = self._part(frame, roles, q)
            if part is None and offered.get(q, 0.0) >= _OFFERED and not self._is_whole(frame, q, q):
                part = "beside"
            if part is not None and not (part == "actor" and self._is_known(frame.clause, q)):
                out[q] = self._said(frame, part, q)
        kept = {q: m for q, m in out.items() if not self._is_superseded(frame.tree, q)}
        out = kept or out
        if not out:
            out = dict.fromkeys(self._counted_speakers(frame, roles, statement))
        return out

    def _offered(self, frame: Frame) -> dict[int, float]:
        """Return the numbers that the learned head hangs on a trigger, with its probabilities."""
        start, end = frame.offsets()
        out: dict[int, float] = {}
        for a in self._arguments.get(frame.clause.number, ()):
            if a.role == "quantity" and a.trigger.start < end and start < a.trigger.end:
                for q, mention in self._index.quantities[frame.clause.number].items():
                    if mention.span.overlaps(a.span):
                        out[q] = max(a.score, out.get(q, 0.0))
        return out

    def _part(self, frame: Frame, roles: Roles, q: int) -> str | None:
        """Return what a number counts in a claim: its trigger, a participant, or what else its verb takes."""
        tree, head = frame.tree, frame.head
        if q == head or q in frame.words:
            return "trigger"
        if any(tree.tokens[i].text in (";", ":") for i in range(min(q, head), max(q, head))) and not self._listed(frame, q):
            return None
        below = next((c for c in tree.children(q, "nmod") if tree.preposition(c) == "of"), None)
        if below is not None:  # "dozens of people", "two of the attackers"
            found = _party(below, frame, roles)
            if found is not None:
                return found
        at, seen = q, {q}
        for _ in range(6):
            found = _party(at, frame, roles)
            if found is not None:
                return None if self._is_whole(frame, at, q) else found
            relation, up = tree.relation(at), tree.parent(at)
            if up is None or up in seen:
                return self._series(frame, q)
            if self._is_whole(frame, at, q):
                return None
            if up == head and relation in _ARGUMENTS:
                if at in roles.places and relation != "obj":
                    return None
                if at in self._index.times[frame.clause.number] and not self._lasts(frame.clause, q):
                    return None
                return "patient" if tree.tokens[at].deprel in _PATIENTS else "beside"
            if relation == "obj" and tree.tokens[up].lemma in _CARRYING and tree.relation(up) == "acl":
                at = up  # "trucks carrying 20 tonnes": the load counts with what carries it
                seen.add(at)
                relation, up = "nmod", tree.parent(at)
                if up is None or up in seen:
                    return None
            elif relation not in _NOMINAL or tree.tokens[up].upos in _PREDICATES:
                return self._series(frame, q)
            at = up
            seen.add(at)
        return None

    def _listed(self, frame: Frame, q: int) -> bool:
        """True for a number inside the phrase of the trigger's own participant, however that is punctuated."""
        return q in frame.tree.subtree(frame.head) and not any(
            frame.tree.tokens[a].upos in _PREDICATES for a in frame.tree.ancestors_below(q, frame.head)
        )

    def _is_whole(self, frame: Frame, at: int, q: int) -> bool:
        """True for "eleven" of "five of the eleven prisoners" and "one" of "three members of one family"."""
        clause, tree = frame.clause, frame.tree
        numbers = self._index.quantities[clause.number]
        if tree.relation(frame.head) == "acl" and tree.parent(frame.head) in (tree.parent(q), tree.parent(at)):
            return False  # "two of the six who were seized": all six were
        of = next((i for i in range(q - 1, -1, -1) if tree.tokens[i].lemma not in _DETERMINERS), -1)
        if of > 0 and tree.tokens[of].lemma == "of":
            part = tree.child(of - 1, "nummod") if of - 1 not in numbers else of - 1
            if part in numbers and part != q:
                return True
        if of == 0 and tree.tokens[0].lemma == "of" and any(other > q for other in numbers):
            return True
        up = tree.parent(at)
        if up is None or up == q or tree.relation(at) != "nmod" or tree.preposition(at) not in ("of", "from"):
            return False
        counted = tree.child(up, "nummod")
        return (counted is not None and counted != q) or (tree.tokens[up].upos == "NUM" and up != q)

    def _is_superseded(self, tree: Tree, q: int) -> bool:
        """True for the old value of "from 23 to 26", "up from three", "an earlier count of 24", and for "not 14"."""
        start = next((i for i in range(q - 1, -1, -1) if tree.tokens[i].lemma not in _DETERMINERS), -1)
        if start < 0:
            return False
        before = tree.tokens[start].text.lower()
        if before == "from":
            above = tree.tokens[start - 1].text.lower() if start else ""
            return above in ("up", "down") or any(t.text.lower() in ("to", "at") for t in tree.tokens[q + 1 : q + 4])
        if before == "not":
            return True
        near = {t.lemma for t in tree.tokens[max(0, start - 4) : start]}
        return before == "of" and not near.isdisjoint(_SERIES) and not near.isdisjoint(_EARLIER)

    def _series(self, frame: Frame, q: int) -> str | None:
        """ "Put the number of wounded at 46", "raised to 31 the count of those hurt"."""
        tree, at = frame.tree, frame.head
        for _ in range(5):
            if tree.tokens[at].lemma in _SERIES and at != q:
                up = tree.parent(at)
                own = up is not None and q in tree.children(up) and tree.relation(q) in {"obj", "obl", "nmod", "xcomp", "appos"}
                return "trigger" if own or up == q or q in tree.children(at) else None
            up = tree.parent(at)
            if up is None or tree.relation(at) not in {"nmod", "acl", "obl", "amod", "compound", "appos"}:
                return None
            at = up
        return None

    def _counted_speakers(self, frame: Frame, roles: Roles, statement: Statement | None) -> list[int]:
        """ "Sixty groups have stated that they accept": the number stands with the speakers, the pronoun takes it along."""
        pronoun = any(frame.tree.tokens[a].upos == "PRON" for a in roles.actor)
        if statement is None or not pronoun:
            return []
        numbers = self._index.quantities[frame.clause.number]
        return [q for q, m in numbers.items() if any(m.span.overlaps(s) for s in statement.source)]

    def _quantity(self, clause: Clause, q: int) -> Quantity | None:
        found = self._index.quantity(clause, q)
        return found.quantity if found is not None else None

    def _lasts(self, clause: Clause, q: int) -> bool:
        """True for a number of days or years: how long, which is no date."""
        quantity = self._quantity(clause, q)
        if quantity is None or quantity.unit not in _LASTING:
            return False
        noun = clause.tree.parent(q) if clause.tree.relation(q) == "nummod" else q
        return noun is not None and clause.tree.preposition(noun) in _HOW_LONG

    def _is_known(self, clause: Clause, q: int) -> bool:
        """True for "a sniper", "the two governments", "both sides": it says who, not how many."""
        found = self._index.quantity(clause, q)
        if found is None or found.quantity.best is None:
            return False
        words = found.span.text.lower().split()
        before = clause.tree.tokens[q - 1].text.lower() if q else ""
        return words[0] in ("a", "an", "both") or (
            found.quantity.best <= 3 and before in ("the", "these", "those", "its", "their")
        )

    def _said(self, frame: Frame, part: str, q: int) -> str | None:
        quantity = self._quantity(frame.clause, q)
        return self._measuring.measure(frame, part, q, quantity) if quantity is not None else None

    def of_claim(
        self, frame: Frame, counted: Mapping[int, str | None], recipients: Sequence[int], others: set[int]
    ) -> tuple[ClaimQuantity, ...]:
        """Return the quantities of a claim, ``counted`` with their measures.

        Those that count ``others``, recipients of another claim, stay out.
        """
        tree, out = frame.tree, []
        for q, measure in sorted(counted.items()):
            if others & {q, *tree.ancestors(q)[:2]}:
                continue
            found = self._index.quantity(frame.clause, q)
            if found is None:
                continue
            if measure and measure != found.quantity.measure:
                found = replace(found, quantity=replace(found.quantity, measure=measure))
            out.append(found)
        numbers = self._index.quantities[frame.clause.number]
        for head in recipients:
            measure = self._measuring.of_one(frame, head)
            phrase = tree.noun_phrase(head)
            if measure is not None and phrase and numbers.keys().isdisjoint(range(phrase[0], head + 1)):
                out.append(self._index.one(frame.clause, phrase[0], head, measure))
        return tuple(sorted(out, key=lambda q: q.span.start))

    # -- numbers that grammar leaves over ------------------------------------------------------------------------

    def fill(self, claims: Sequence[tuple[Frame, dict[int, str | None]]]) -> None:
        """Give every claim the strikes of its list, and the tolls that no claim has taken to the nearest attack.

        ``claims`` are frames with the numbers counted so far, which this adds to. A misread participle ("leaving at least
        three dead") leaves its count without a verb; the sentence still says it of one of its attacks.
        """
        attacks: dict[int, list[tuple[Frame, dict[int, str | None]]]] = {}
        taken: dict[int, set[int]] = {}
        for frame, counted in claims:
            shared = self._shared_strikes(frame)
            if shared is not None:
                counted.setdefault(shared, None)
            taken.setdefault(frame.clause.number, set()).update(counted)
            if frame.kind == "event" and frame.event_type == "ASSAULT":
                attacks.setdefault(frame.clause.number, []).append((frame, counted))
        self._subsets(claims, taken)
        for number, found in attacks.items():
            clause = found[0][0].clause
            for q in self._index.quantities[number]:
                quantity = self._quantity(clause, q)
                if quantity is None or quantity.measure not in HARM or q in taken[number]:
                    continue
                if self._is_whole(found[0][0], q, q) or self._is_superseded(clause.tree, q):
                    continue
                cost, n = min(
                    (_distance(clause.tree, frame.head, q) * (1.0 - self._offered(frame).get(q, 0.0)), n)
                    for n, (frame, _) in enumerate(found)
                )
                if cost < _FAR:
                    found[n][1][q] = None

    def _subsets(self, claims: Sequence[tuple[Frame, dict[int, str | None]]], taken: Mapping[int, set[int]]) -> None:
        """Give a subset to the claims that count the whole: "91 people, among them six journalists"."""
        for frame, counted in claims:
            tokens = frame.tree.tokens
            for q in sorted(self._index.quantities[frame.clause.number]):
                whole = max((w for w in counted if w < q), default=None)
                if whole is None or q in taken[frame.clause.number] or q - whole > _ASIDE:
                    continue
                between = {t.lemma for t in tokens[whole + 1 : q]}
                after = [t.lemma for t in tokens[q + 1 : q + 3]]
                said = after[:1] == ["of"] and after[1:] in (["they"], ["them"], ["who"], ["whom"])
                if not between.isdisjoint(_AMONG) or (said and "," in between):
                    counted[q] = counted[whole]
                    taken[frame.clause.number].add(q)

    def _shared_strikes(self, frame: Frame) -> int | None:
        """Return the number of strikes that a line of a strike list repeats: "six strikes engaged ...; destroyed ..."."""
        tree = frame.tree
        if not frame.verbal or frame.event_type != "ASSAULT" or tree.child(frame.head, "nsubj", "nsubj:pass") is not None:
            return None
        for q in self._index.quantities[frame.clause.number]:
            quantity = self._quantity(frame.clause, q)
            if q > frame.head or quantity is None or quantity.measure != _STRIKES or quantity.unit is None:
                continue
            first = next((i for i in range(q, len(tree)) if tree.tokens[i].upos == "VERB" and tree.relation(i) != "amod"), None)
            before = any(tree.tokens[i].upos in _PREDICATES for i in range(q))
            if first is None or before or first > frame.head or tree.tokens[first].text.endswith("ing"):
                continue
            if not any(tree.tokens[i].upos == "PRON" or tree.relation(i) == "nsubj" for i in range(first + 1, frame.head)):
                return q
        return None


def _party(at: int, frame: Frame, roles: Roles) -> str | None:
    if at == frame.head or at in frame.words:
        return "trigger"
    if at in roles.recipient:
        return "recipient"
    return "actor" if at in roles.actor else None


def _distance(tree: Tree, head: int, q: int) -> float:
    """Words between a toll and an attack; a semicolon, a quotation mark or an act of saying between them costs more."""
    low, high = min(head, q), max(head, q)
    cost = float(high - low)
    for i in range(low + 1, high):
        if tree.tokens[i].text == ";":
            cost += 15
        elif tree.tokens[i].deprel == "parataxis":
            cost += 8
    return cost
