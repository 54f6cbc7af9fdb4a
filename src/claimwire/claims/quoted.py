"""Who says a quotation: joins quotations to the acts of saying around them.

Looked for in this order: an act of saying whose content the quotation is; a verb of saying after it in its sentence, then
one before it; the speaker of the quotation just before it in the paragraph; the subject of the sentence before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from claimwire.claims.acts import Act, Runs, Scene
from claimwire.claims.quotations import Quotation, is_fragment
from claimwire.records import Sentence

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
_TRAILING = ",;: \t\n"
_REACH = 16  # so many words may stand between a quotation and the verb of saying that introduces it


class QuotationReader:
    """Attributes the quotations of one report."""

    def __init__(
        self, text: str, sentences: Sequence[Sentence], scenes: Sequence[Scene], quotations: Sequence[Quotation]
    ) -> None:
        self.text, self.sentences, self.scenes = text, sentences, scenes
        self.outer = [q for q in quotations if q.depth == 0]

    def attribute(self, acts: Sequence[Act]) -> tuple[list[Act], dict[int, str]]:
        """Return the acts with their quotations taken in, acts for quotations that had none, and the quote type of each."""
        out: list[Act] = []
        kinds: dict[int, str] = {}
        taken: dict[int, int] = {}  # start of a quotation -> act that has it
        for act in acts:
            joined, kind, used = self._join(act)
            if joined is None:
                continue
            kinds[len(out)] = kind
            for q in used:
                taken.setdefault(q.start, len(out))
            out.append(joined)
        last: tuple[int, int] | None = None  # the act that the last quotation went to, and where that quotation ends
        for q in self.outer:
            if q.start in taken:
                last = (taken[q.start], q.end)
                continue
            if is_fragment(self.text, q):
                continue
            last = self._place(q, last, out, kinds)
        return out, kinds

    def _place(self, q: Quotation, last: tuple[int, int] | None, out: list[Act], kinds: dict[int, str]) -> tuple[int, int] | None:
        act = self._introduced(q)
        if act is not None:
            known = next(
                (k for k, a in enumerate(out) if a.sentence == act.sentence and a.verb == act.verb and a.verb is not None), None
            )
            if known is None:
                kinds[len(out)] = "direct"
                out.append(act)
                return len(out) - 1, q.end
            out[known] = replace(out[known], content=_union(out[known].content, act.content))
            if kinds.get(known) == "indirect":
                kinds[known] = "mixed"
            return known, q.end
        if last is not None and kinds[last[0]] in {"direct", "mixed"} and self._goes_on(last[1], q):
            out[last[0]] = replace(out[last[0]], content=_union(out[last[0]].content, self._pieces(q)))
            return last[0], q.end
        orphan = self._orphan(q)
        if orphan is None:
            return last
        kinds[len(out)] = "direct"
        out.append(orphan)
        return len(out) - 1, q.end

    def _pieces(self, q: Quotation) -> Runs:
        return tuple((a, _rstrip(self.text, a, b)) for a, b in q.pieces if _rstrip(self.text, a, b) > a)

    def _holding(self, act: Act) -> Quotation | None:
        at = act.cue[0][0] if act.cue else act.content[0][0]
        return next((q for q in self.outer if q.start <= at < q.end), None)

    def _join(self, act: Act) -> tuple[Act | None, str, list[Quotation]]:
        around = self._holding(act)
        if around is not None:
            content = _clip(act.content, around.pieces)
            return (replace(act, content=content) if content else None), "indirect", []
        touched = [q for q in self.outer if any(a < q.end and q.start < b for a, b in act.content)]
        if not touched:
            return act, "indirect", []
        whole = [q for q in touched if not is_fragment(self.text, q)]
        if any(self._beside(q, act) and self._opens(q) for q in whole):
            return replace(act, content=tuple(p for q in whole for p in self._pieces(q))), "direct", touched
        pieces = tuple(p for q in touched for p in self._pieces(q))
        outside = subtract(act.content, [(q.start, q.end) for q in touched])
        words = "".join(self.text[a:b] for a, b in outside)
        if not any(c.isalnum() for c in words):
            return replace(act, content=pieces), "direct", touched
        crossing = [
            q for q in touched if not is_fragment(self.text, q) and any(b > max(e for _, e in act.content) for _, b in q.pieces)
        ]
        content = _union(act.content, tuple(p for q in crossing for p in self._pieces(q)))
        return replace(act, content=content), "mixed", touched

    def _opens(self, q: Quotation) -> bool:
        """True when no words of the same sentence lead up to the quotation."""
        before = self.text[: q.start].rstrip(" \t")[-1:]
        return not before or before in '.!?:,\n"”;'

    def _beside(self, q: Quotation, act: Act) -> bool:
        """True when nothing but a comma stands between the quotation and the words that attribute it: it is the whole content."""
        words = [*act.cue, *act.source]
        if not words:
            return False
        after = min((a for a, _ in words if a >= q.end), default=None)
        before = max((b for _, b in words if b <= q.start), default=None)
        left = None if after is None else self.text[q.end : after]
        right = None if before is None else self.text[before : q.start]
        return (left is not None and not left.strip(" ,\n")) or (right is not None and right.strip() in {":", ",", ", that"})

    # -- a verb of saying beside the quotation

    def _introduced(self, q: Quotation) -> Act | None:
        begins = self._sentence_at(q.start)
        if begins and not self.text[self.sentences[begins].start : q.start].strip() and self.text[: q.start].rstrip()[-1:] == ":":
            begins -= 1  # "... released the following statement:", and the words in a paragraph of their own
        for number, after in ((self._sentence_at(q.end - 1), True), (begins, False)):
            if number is None:
                continue
            scene = self.scenes[number]
            for i in self._verbs(scene, q, after=after):
                source = self._source(scene, i, q)
                if source is None:
                    continue
                spans, head = scene.source(source)
                match = scene.matches.get(i)
                words = match.tokens if match is not None else (i,)
                return Act(
                    sentence=scene.number,
                    verb=i,
                    cue_id=match.cue.id if match else "",
                    stance=match.cue.stance if match else "neutral",
                    pattern="quotation",
                    source=spans,
                    cue=scene.tree.offsets(words),
                    content=self._pieces(q),
                    source_head=head,
                )
        return None

    def _sentence_at(self, offset: int) -> int | None:
        return next((n for n, s in enumerate(self.sentences) if s.start <= offset < s.end), None)

    def _verbs(self, scene: Scene, q: Quotation, *, after: bool) -> Iterator[int]:
        tokens = scene.tree.tokens
        if after:
            reach = [k for k, t in enumerate(tokens) if t.start >= q.end][:_REACH]
            reach = reach[: next((n for n, k in enumerate(reach) if scene.quoted(k) is not None), len(reach))]
        else:
            reach = [k for k, t in enumerate(tokens) if t.end <= q.start][-_REACH:][::-1]
            reach = reach[: next((n for n, k in enumerate(reach) if scene.quoted(k) is not None), len(reach))]
        found = [k for k in reach if scene.is_speech_verb(k) and not scene.negated(k)]
        yield from found
        if found or not reach:
            return
        introduced = not after and self.text[tokens[reach[0]].start] == ":"
        trailing = after and tokens[reach[0]].text != "." and self.text[q.end - 2] in ",?!"
        if introduced or trailing:
            yield from (k for k in reach if tokens[k].upos == "VERB" and scene.tree.child(k, "nsubj") is not None)

    def _source(self, scene: Scene, i: int, q: Quotation) -> int | None:
        tree = scene.tree

        def usable(k: int | None) -> bool:
            return k is not None and tree.tokens[k].upos in _NOMINAL and not q.start <= tree.tokens[k].start < q.end

        subject = tree.agent(i) if tree.is_passive(i) and tree.agent(i) is not None else tree.subject(i)
        if usable(subject):
            return subject
        for k in (i - 1, i + 1, i - 2, i + 2):
            if 0 <= k < len(tree) and usable(k) and scene.quoted(k) is None:
                return self._top(scene, k, i)
        return None

    @staticmethod
    def _top(scene: Scene, k: int, verb: int) -> int:
        """Climb from a word beside the verb to the head of its noun phrase."""
        tree = scene.tree
        up = tree.parent(k)
        while (
            up is not None
            and up != verb
            and tree.tokens[up].upos in _NOMINAL
            and tree.relation(k) in {"flat", "compound", "appos", "nmod"}
        ):
            k, up = up, tree.parent(up)
        return k

    # -- no verb: the quotation before it, the sentence before it

    def _goes_on(self, end: int, q: Quotation) -> bool:
        between = self.text[end : q.start]
        if "\n" in between:
            return False
        here = self._sentence_at(q.start)
        before = self._sentence_at(max(end - 1, 0))
        if here is None or before is None or here - before > 1:
            return False
        return self.text[self.sentences[here].start : q.start].strip() == "" or here == before

    def _orphan(self, q: Quotation) -> Act | None:
        here = self._sentence_at(q.start)
        if here is None or here == 0 or self.text[self.sentences[here].start : q.start].strip():
            return None
        if self.sentences[here].paragraph != self.sentences[here - 1].paragraph:
            return None
        scene = self.scenes[here - 1]
        root = next((r for r in scene.tree.roots()), None)
        subject = scene.tree.subject(root) if root is not None else None
        if (
            subject is None
            or scene.tree.tokens[subject].upos not in {"PROPN", "PRON"}
            or scene.tree.tokens[subject].lemma in {"it", "this", "that"}
        ):
            return None
        spans, head = scene.source(subject)
        return Act(
            sentence=here, verb=None, cue_id="", stance="neutral", pattern="quotation-after-speaker", source=spans, cue=(),
            content=self._pieces(q), source_head=head,
        )  # fmt: skip


def _rstrip(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _TRAILING:
        end -= 1
    return end


def _clip(runs: Runs, pieces: Runs) -> Runs:
    out = [(max(a, c), min(b, d)) for a, b in runs for c, d in pieces]
    return tuple((a, b) for a, b in out if a < b)


def subtract(runs: Runs, holes: Sequence[tuple[int, int]]) -> Runs:
    """Return what is left of ``runs`` outside ``holes``."""
    out = list(runs)
    for c, d in holes:
        out = [p for a, b in out for p in ((a, min(b, c)), (max(a, d), b)) if p[0] < p[1]]
    return tuple(out)


def _union(one: Runs, other: Runs) -> Runs:
    out: list[tuple[int, int]] = []
    for a, b in sorted((*one, *other)):
        if out and a <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return tuple(out)
