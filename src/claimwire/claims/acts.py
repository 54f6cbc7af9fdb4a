"""An act of saying inside one sentence, and the extents that its parts take: shared by the patterns that find them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from claimwire.claims.quotations import Quotation
from claimwire.claims.speech import Match, SpeechWords
from claimwire.claims.tree import Tree
from claimwire.ontology.model import Cue

Runs = tuple[tuple[int, int], ...]  # character ranges, in text order

NEGATIONS = frozenset({"not", "n't", "never", "n’t"})
SHIFTED = frozenset({"had", "would", "could"})  # what "has", "will" and "can" become after "said"
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "X", "SYM"})
_DAYS = frozenset(
    {
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january",
        "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december", "today", "yesterday", "tomorrow", "tonight", "week",
        "month", "year", "day", "morning", "evening", "afternoon", "night", "weekend",
        "hour", "earlier",
    }
)  # fmt: skip
_MONTHS = frozenset(
    {
        *("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november"),
        *("december", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec"),
    }
)
_DATELINE = re.compile(
    r"[A-Z][\w'’.-]+(?:[ ,/]+[\w'’.-]+){0,5}(?: ?\([^)]{2,40}\))?,? ?[-–—]{1,2} |[A-Z]{3,}[A-Z ,]*(?: ?\([^)]{2,40}\)) "
)
_EDGES = frozenset("\"“”«»'‘’,;:.-–—‎")
_SOURCE_DROPS = frozenset({"case", "acl", "parataxis", "mark", "cop", "nsubj", "advcl", "discourse", "punct"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """One act of saying. ``verb`` is the token number of its cue's head, None where nothing but layout says it.

    ``quoting`` marks an act whose content is another speaker's ("citing the governor"): it stands inside the act that it
    shares its content with.
    """

    sentence: int
    verb: int | None
    cue_id: str
    stance: str
    pattern: str
    source: Runs
    cue: Runs
    content: Runs
    source_head: int | None = None  # character offset of the head word of the source
    quoting: bool = False

    @property
    def rule(self) -> str:
        """What Statement.rule says."""
        return f"{self.cue_id}/{self.pattern}" if self.cue_id else self.pattern


class Scene:
    """One sentence with what the patterns ask of it: the tree, the cue at each token, the quotations."""

    def __init__(self, number: int, text: str, tree: Tree, words: SpeechWords, quotations: Sequence[Quotation]) -> None:
        self.number = number
        self.tree = tree
        self.words = words
        self.quotations = quotations
        self.matches: dict[int, Match] = {}
        for i in range(len(tree)):
            match = words.match(tree, i)
            if match is not None and not any(i in m.tokens and len(m.tokens) > 2 for m in self.matches.values()):
                head = _head(tree, match)
                if head not in self.matches or len(self.matches[head].tokens) < len(match.tokens):
                    self.matches[head] = Match(match.cue, head, match.tokens)
        for i in list(self.matches):
            self._as_noun(i)
        self.body = self._past_dateline(text)
        self.shared: dict[int, int] = {}  # a verb of saying without a source of its own -> the one whose source it shares
        self.boundaries: list[tuple[int, int]] = []  # a verb of saying, and the token at which what it says gives way to another
        self._share()

    def _as_noun(self, i: int) -> None:
        """Read "denied reports that", which taggers take for a verb, as the noun that it is."""
        token, match = self.tree.tokens[i], self.matches[i]
        if match.cue.pos != "VERB" or token.upos != "VERB" or not token.text.lower().endswith("s") or len(match.tokens) > 1:
            return
        before = self.tree.tokens[i - 1] if i else None
        led = before is None or before.upos in {"VERB", "ADP", "ADJ", "DET"}
        noun = next((c for c in self.words.cues.get(token.lemma, ()) if c.pos == "NOUN" and c.lemma == token.lemma), None)
        if led and noun is not None and not any(c < i for c in self.tree.children(i, "nsubj")):
            self.matches[i] = Match(noun, i, (i,))

    def _past_dateline(self, text: str) -> int:
        """Return the first token after a dateline ("ARBAT, May 3 (Wire) - "), 0 without one."""
        if not self.tree.tokens:
            return 0
        base = self.tree.tokens[0].start
        match = _DATELINE.match(text)
        return next((k for k, t in enumerate(self.tree.tokens) if match and t.start - base >= match.end()), 0)

    def _share(self) -> None:
        """Find verbs that go on in the name of the speaker before: "said P and warned that Q", "said P, adding that Q"."""
        tokens = self.tree.tokens
        every = [k for k in sorted(self.matches) if self.is_speech_verb(k) and self.tree.relation(k) != "amod"]
        for k in every:
            if not (self.is_reporting(k) or self._judges(k)):
                continue
            before = k - 1
            while before >= 0 and (
                tokens[before].upos in {"ADV", "AUX", "PART"} or tokens[before].text.lower() in {"also", "however"}
            ):
                before -= 1
            if before < 0:
                continue
            earlier = [g for g in every if g < k and self.quoted(g) == self.quoted(k)]
            earlier = [g for g in earlier if self.is_reporting(g)] or earlier
            participle = tokens[k].text.lower().endswith("ing") and not self.tree.children(k, "aux")
            joined = tokens[before].text.lower() in {"and", "but"} or (
                tokens[before].text == "," and tokens[before - 1].text.lower() in {"and", "but"}
            )
            if (
                not earlier
                or tokens[before].text.lower() == "as"
                or not (joined or (participle and not self._is_document(before)))
            ):
                continue
            if any(t.text == ";" for t in tokens[earlier[-1] : k]) or (self.shifted(k) and not self.shifted(earlier[-1])):
                continue  # "said he had met them and had conceded that P": he conceded, by what was said
            self.shared[k] = earlier[-1]
            self.boundaries.append((earlier[-1], before if joined or tokens[before].text == "," else before + 1))

    def shifted(self, k: int) -> bool:
        """True for a verb in a tense of reported speech: "had conceded", "would reject"."""
        return any(self.tree.tokens[a].text.lower() in SHIFTED for a in self.tree.children(k, "aux"))

    def _judges(self, k: int) -> bool:
        """True for a finite verb of charging or describing without a subject of its own."""
        cue = self.cue(k, "VERB")
        known = cue is not None and (self.words.takes("charge", cue.lemma) or self.words.takes("predicate", cue.lemma))
        return known and not self.tree.is_passive(k) and not any(c < k and k - c < 4 for c in self.tree.children(k, "nsubj"))

    def _is_document(self, k: int) -> bool:
        return self.words.takes("document", self.tree.tokens[k].lemma)

    def is_reporting(self, k: int) -> bool:
        """True when token ``k`` heads a verb that does little but attribute."""
        cue = self.cue(k, "VERB")
        return (
            cue is not None
            and (self.words.takes("reporting", cue.lemma) or self.words.takes("directive", cue.lemma))
            and self.tree.relation(k) != "amod"
        )

    def answers(self, k: int) -> bool:
        """True at the comma of ", while the rebels put it at nine": another speaker begins."""
        tokens = self.tree.tokens
        if (
            tokens[k].text != ","
            or k + 2 >= len(tokens)
            or tokens[k + 1].text.lower() not in {"while", "whereas", "although", "but"}
        ):
            return False
        for at in range(k + 2, min(len(tokens), k + 14)):
            if self.is_speech_verb(at):
                return at > k + 2 and any(c > k for c in self.tree.children(at, "nsubj"))
            if (
                tokens[at].upos == "VERB"
                and self.tree.relation(at) != "acl"
                and tokens[at - 1].text.lower() not in {"who", "which"}
            ):
                return False
        return False

    def is_time(self, k: int) -> bool:
        """True for a weekday, a month and other words of time, which name no source."""
        return self.tree.tokens[k].text.lower() in _DAYS and self.tree.tokens[k].text != "May"

    def is_date(self, k: int) -> bool:
        """True for the number of a day or year beside its month: "20 Sep 2014"."""
        tokens = self.tree.tokens
        if tokens[k].text.rstrip(".").lower() in _MONTHS:
            return any(0 <= n < len(tokens) and tokens[n].text.isdigit() for n in (k - 1, k + 1))
        beside = [tokens[n].text.rstrip(".").lower() for n in (k - 2, k - 1, k + 1) if 0 <= n < len(tokens)]
        return tokens[k].text.isdigit() and any(w in _MONTHS for w in beside)

    def tells(self, noun: int, content: Iterable[int], *, numbers_only: bool = False) -> bool:
        """True when a noun phrase says something: it holds a number, names a happening, or a report of one."""
        tokens = self.tree.tokens
        held = list(content)
        if any(tokens[k].upos == "NUM" for k in held):
            return True
        if numbers_only:
            return False
        heads = [noun, *(c for c in self.tree.children(noun, "nmod", "compound") if c in held)]
        return any(self.words.names_event(tokens[k].lemma) or self.cue(k, "NOUN") is not None for k in heads)

    def cue(self, i: int, *pos: str) -> Cue | None:
        """Return the cue whose head is token ``i``, when it is of one of ``pos``."""
        match = self.matches.get(i)
        return match.cue if match is not None and match.cue.pos in pos else None

    def is_speech_verb(self, i: int) -> bool:
        """True when token ``i`` is the head of a verbal cue."""
        return self.cue(i, "VERB") is not None

    def quoted(self, i: int) -> Quotation | None:
        """Return the outermost quotation that token ``i`` stands in, or None."""
        at = self.tree.tokens[i].start
        return next((q for q in self.quotations if q.start <= at < q.end), None)

    def has_quotation(self, indices: Iterable[int]) -> bool:
        """True when a quotation begins at, ends at or lies within the tokens ``indices``."""
        held = sorted(indices)
        if not held:
            return False
        start, end = self.tree.tokens[held[0]].start, self.tree.tokens[held[-1]].end
        return any(start - 1 <= q.start < end and q.end <= end + 3 for q in self.quotations)

    def negated(self, i: int) -> bool:
        """True when predicate ``i`` carries a negation of its own."""
        return any(self.tree.tokens[c].text.lower() in NEGATIONS for c in self.tree.children(i))

    def chars(self, indices: Iterable[int]) -> Runs:
        """Return character ranges of tokens, without punctuation and quotation marks at the edges of each run."""
        out: list[tuple[int, int]] = []
        for run in _token_runs(sorted(set(indices))):
            kept = list(run)
            while kept and self._edge(kept[0]):
                kept.pop(0)
            while kept and self._edge(kept[-1]):
                kept.pop()
            if kept:
                out.append((self.tree.tokens[kept[0]].start, self.tree.tokens[kept[-1]].end))
        return tuple(out)

    def _edge(self, i: int) -> bool:
        return all(c in _EDGES for c in self.tree.tokens[i].text)

    def noun_phrase(self, head: int) -> tuple[int, ...]:
        """Return the tokens that name a source: with titles, appositions and coordinates, without relative clauses."""
        tree = self.tree

        def outside(c: int) -> bool:
            up, relation = tree.parent(c), tree.relation(c)
            if relation in _SOURCE_DROPS and up == head:
                return relation != "case" or tree.tokens[c].text.lower() not in {"'s", "’s", "'", "’"}
            if relation == "conj":
                return tree.tokens[c].upos not in {"NOUN", "PROPN", "PRON"}
            return relation in {"acl", "advcl", "parataxis"} or (c in self.matches and tree.tokens[c].upos == "VERB")

        return self._to_the_verb(self._from_determiner(self._around(tree.trim(tree.subtree(head, without=outside)), head)))

    def _to_the_verb(self, run: tuple[int, ...]) -> tuple[int, ...]:
        """Take in "for the ministry" between a noun and its verb of saying, where the parse gave it to the verb."""
        tokens = self.tree.tokens
        k = run[-1] + 1
        if k >= len(tokens) or tokens[k].upos != "ADP" or tokens[k].text.lower() not in {"for", "of", "at", "from", "with", "in"}:
            return run
        while k < len(tokens) and tokens[k].upos in {"ADP", "DET", "ADJ", "NOUN", "PROPN", "NUM", "PART"}:
            k += 1
        end = k
        while k < len(tokens) and tokens[k].upos in {"ADV", "AUX"}:
            k += 1
        return (*run, *range(run[-1] + 1, end)) if self.is_speech_verb(k) else run

    def _from_determiner(self, run: tuple[int, ...]) -> tuple[int, ...]:
        """Begin a noun phrase at its determiner or after a comma, where the parse gave its first words away."""
        tokens = self.tree.tokens
        if tokens[run[0]].upos in {"DET", "PRON"}:
            return run
        k = run[0] - 1
        while k >= self.body and run[0] - k <= 4 and tokens[k].upos in {"NOUN", "PROPN", "ADJ", "NUM"} and not self.is_time(k):
            k -= 1
        if k < self.body or run[0] - k > 4 or k == run[0] - 1:
            return run
        if tokens[k].upos == "DET":
            return (*range(k, run[0]), *run)
        return (*range(k + 1, run[0]), *run) if tokens[k].text == "," else run

    def _around(self, indices: tuple[int, ...], head: int) -> tuple[int, ...]:
        """Keep the run that holds ``head``, over a comma or a hyphen before an apposition."""
        merged: list[list[int]] = []
        for run in _token_runs(list(indices)):
            if merged and run[0] - merged[-1][-1] == 2 and self.tree.tokens[run[0] - 1].upos == "PUNCT":
                merged[-1].extend(range(merged[-1][-1] + 1, run[-1] + 1))
            else:
                merged.append(run)
        return tuple(next((r for r in merged if head in r), [head]))

    def source(self, head: int | None) -> tuple[Runs, int | None]:
        """Return the source whose head word is token ``head``: its ranges, and the offset of the head word."""
        if head is None:
            return (), None
        return self.chars(self.noun_phrase(head)), self.tree.tokens[head].start


def _head(tree: Tree, match: Match) -> int:
    """A verbal phrase is headed by its last verb, which has the complement: "neither confirm nor deny" by "deny"."""
    if match.cue.pos == "VERB":
        return next((i for i in reversed(match.tokens) if tree.tokens[i].upos == "VERB"), match.tokens[0])
    return match.head


def _token_runs(indices: list[int]) -> list[list[int]]:
    runs: list[list[int]] = []
    for i in indices:
        if runs and i == runs[-1][-1] + 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    return runs
