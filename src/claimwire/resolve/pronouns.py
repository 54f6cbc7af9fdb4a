"""Third persons: "he", "it", "they" and who they stand for."""

from __future__ import annotations

from claimwire.resolve.cast import BODIES, Answer, Answers, Entity
from claimwire.resolve.naming import Namer
from claimwire.resolve.phrases import Phrase

REACH = 4  # sentences back that a pronoun looks


class Pronouns:
    """Resolves third persons of one report to who occurred before them."""

    def __init__(self, namer: Namer, answers: Answers, said: frozenset[str]) -> None:
        self.said = said
        self.namer = namer
        self.cast = namer.cast
        self.lists = namer.lists
        self.answers = answers
        self.crowd = self.lists["any_crowd"]
        self.things: list[tuple[int, int, bool, bool]] = []  # noun phrases that are no actor: sentence, head, subject, plural

    def _pronoun(self, phrase: Phrase) -> Answer | None:
        kind = phrase.pronoun
        if kind in ("i", "we", "you"):
            return None
        if kind == "who":
            parse = self.namer.parses[phrase.sentence]
            up = phrase.governor
            for _ in range(3):
                if not 0 <= up < len(parse.tokens):
                    return None
                if parse.tokens[up].deprel == "acl:relcl":
                    answer = self.answers.get((phrase.sentence, parse.tokens[up].head))
                    return (
                        Answer(answer.entity, "relative", answer.score)
                        if answer is not None and answer.entity is not None
                        else None
                    )
                up = parse.tokens[up].head
            return None
        scored: list[tuple[float, Entity]] = []
        barred = self._barred(phrase)
        for e in self.cast.entities:
            if e is barred or not self._fits(e, kind or ""):
                continue
            last = e.last_before(phrase.sentence, phrase.head)
            if last is None or phrase.sentence - last.sentence > REACH:
                continue
            score = 3.0 - 1.5 * (phrase.sentence - last.sentence) + 1.2 * last.subject
            score += 0.01 * last.head / 10 + (0.3 if last.named else 0.0) + min(0.5, 0.1 * len(e.seen))
            if kind in ("it", "they") and e.kind in ("media", "monitor") and not self._speaks(phrase):
                score -= 0.7
            if e.target is not None and e.target.startswith("unnamed:"):
                score -= 0.5
            if kind == "it" and self._speaks(phrase) and e.kind == "unknown":
                score -= 0.6
            if kind == "they" and not e.plural:
                score -= 0.8 if e.kind != "armed_group" else 0.3
            if kind == "they" and e.kind == "class":
                score -= 1.0 if (e.target or "").removeprefix("class:") in self.lists["speaker_nouns"] else 0.3
            scored.append((score, e))
        if kind == "it" and not self._speaks(phrase) and self._thing(phrase, max((s for s, _ in scored), default=-9.0)):
            return Answer(None, "nil:may be a thing", 0.0, tuple((e, 0.3) for _, e in sorted(scored, key=lambda x: -x[0])[:2]))
        if not scored:
            return Answer(None, "nil:no antecedent", 0.0)
        scored.sort(key=lambda x: -x[0])
        best = scored[0]
        if kind == "she" and best[1].kind == "person":
            best[1].gender = "she"
        elif kind == "he" and best[1].kind == "person":
            best[1].gender = "he"
        others = tuple((e, 0.3) for _, e in scored[1:3])
        clear = len(scored) == 1 or best[0] - scored[1][0] > 1.0
        return Answer(best[1], f"pronoun:{kind}", 0.75 if clear else 0.5, others)

    def _barred(self, phrase: Phrase) -> Entity | None:
        """Return the subject of the pronoun's own verb: in "police held them", "them" is not the police."""
        parse = self.namer.parses[phrase.sentence]
        token = parse.tokens[phrase.head]
        if phrase.subject or token.deprel == "nmod:poss" or token.text.lower() not in ("him", "her", "it", "them"):
            return None
        up = token.head
        for _ in range(3):
            if not 0 <= up < len(parse.tokens) or parse.tokens[up].upos == "VERB":
                break
            up = parse.tokens[up].head
        if not 0 <= up < len(parse.tokens):
            return None
        for c in parse.children[up]:
            if parse.relation(c) == "nsubj":
                inner = self.namer.smallest.get((phrase.sentence, c))
                answer = self.answers.get((phrase.sentence, inner.head if inner is not None else c))
                return answer.entity if answer is not None else None
        return None

    def _speaks(self, phrase: Phrase) -> bool:
        """True when the phrase is the subject of a verb of speech, which no thing can be."""
        tokens = self.namer.parses[phrase.sentence].tokens
        return phrase.subject and 0 <= phrase.governor < len(tokens) and tokens[phrase.governor].lemma in self.said

    def _fits(self, e: Entity, kind: str) -> bool:
        if kind in ("he", "she"):
            return e.kind == "person" and e.gender in (None, kind)
        if kind == "it":
            return e.kind in BODIES or e.kind in ("state", "unknown", "organisation")
        return e.kind in BODIES or e.kind in ("class", "people", "unknown")

    def _thing(self, phrase: Phrase, best: float) -> bool:
        plural = phrase.pronoun == "they"
        for sentence, head, subject, many in reversed(self.things[-12:]):
            if phrase.sentence - sentence > 1 or (sentence, head) >= (phrase.sentence, phrase.head) or many != plural:
                continue
            if 3.0 - 1.5 * (phrase.sentence - sentence) + 1.2 * subject > best:
                return True
        return False
