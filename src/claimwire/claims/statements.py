"""Statements: who says what in a report, by which words, and inside whose statement.

The publisher's own voice is the absence of a statement: a "we" outside quotation marks, and a body that publishes the
report itself ("The Mission noted" in the Mission's bulletin), make none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from claimwire.claims import learned
from claimwire.claims.acts import Act, Runs, Scene
from claimwire.claims.attribution import verbal_acts
from claimwire.claims.frames import Clause
from claimwire.claims.headlines import headline_act
from claimwire.claims.mentions import Nearby
from claimwire.claims.phrases import phrasal_acts
from claimwire.claims.quotations import find_quotations
from claimwire.claims.quoted import QuotationReader, subtract
from claimwire.claims.speech import SpeechWords
from claimwire.claims.turns import Turn, find_turns
from claimwire.records import Actor, Annotation, Report, Resolution, Statement, digest

_OWN_VOICE = frozenset({"we", "i", "us", "our", "my", "you", "one", "this", "that", "these", "those", "which", "what", "there"})
_NOBODY = frozenset({"no", "nobody", "none", "neither", "no-one"})  # "no group has said": nothing was said
_SEPARATORS = frozenset(" ,;:-–—(\n")
_ARTICLE = re.compile(r"(?<![\w-])(?P<word>the|a|an) $", re.IGNORECASE)
_QUOTES = frozenset('"“”«»')
_NAMELESS = frozenset(
    {"impersonal", "raising", "adverb", "noun-that", "noun-of", "adjective-of", "charge", "object", "predicate", "quotation"}
)


def find_statements(
    report: Report, annotation: Annotation, resolution: Resolution, *, parsed: Sequence[Clause], words: SpeechWords
) -> tuple[Statement, ...]:
    """Return the statements of ``report`` in text order, an outer one before those inside it.

    ``parsed`` are the annotation's sentences with their trees.
    """
    quotations = find_quotations(report.text)
    sentences = annotation.sentences
    scenes = [
        Scene(c.number, report.text[c.sentence.start : c.sentence.end], c.tree, words, [q for q in quotations if q.depth == 0])
        for c in parsed
    ]
    acts: list[Act] = []
    for scene in scenes:
        verbal = list(verbal_acts(scene))
        acts += [*verbal, *phrasal_acts(scene, spoken=verbal)]
    acts += [act for scene in scenes[:2] if (act := headline_act(scene)) is not None]
    parts = annotation.parts
    acts = [a for a in acts if not learned.vetoed(a, parts, trained=bool(parts))]
    acts += list(learned.completed(acts, parts, sentences, scenes))
    nearby = Nearby(resolution.mentions)
    acts = [_whole_source(a, report.text, nearby) for a in acts]
    joined, kinds = QuotationReader(report.text, sentences, scenes, quotations).attribute(acts)
    turns = find_turns(report.text)
    marked = [(q.start, q.end) for q in quotations]
    kept = [
        (act, kinds[k])
        for k, act in enumerate(joined)
        if _is_statement(act, report, turns, _speaker(act, resolution, nearby), quoted=_inside(act, marked))
    ]
    kept += [(_turn_act(t), "direct") for t in turns]
    kept = _distinct(kept)
    return _assemble(report, kept, [_speaker(act, resolution, nearby) for act, _ in kept])


def _whole_source(act: Act, text: str, nearby: Nearby) -> Act:
    """Give a source all of its mention: a damaged parse leaves its article or "the hospital's director" to the content."""
    if len(act.source) != 1:
        return act
    start, end = act.source[0]
    article = _ARTICLE.search(text, max(0, start - 5), start)
    spans = [(article.start("word"), end)] if article else []
    spans += [
        m.span.offsets
        for m in nearby.touching(start, end)
        if m.label == "actor" and m.span.start <= start and end <= m.span.end and _QUOTES.isdisjoint(m.span.text)
    ]
    spans = [s for s in spans if s != (start, end) and not any(a < s[1] and s[0] < b for a, b in act.cue)]
    if not spans:
        return act
    source = max(spans, key=lambda s: s[1] - s[0])
    left = subtract(act.content, [source])
    content = tuple((a, b) if (a, b) in act.content else _trimmed(text, a, b) for a, b in left)
    if not content or len(content) > len(act.content) or any(a >= b for a, b in content):
        return act
    return replace(act, source=(source,), content=content)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut off what separates a content from its source; the marks of a quotation stay out of it, too."""
    while end > start and (text[end - 1] in _SEPARATORS or text[end - 1] in _QUOTES):
        end -= 1
    while start < end and (text[start] in _SEPARATORS or text[start] in _QUOTES):
        start += 1
    return start, end


def _turn_act(turn: Turn) -> Act:
    return Act(
        sentence=-1, verb=None, cue_id="", stance="neutral", pattern="turn", source=() if turn.asks else (turn.label,),
        cue=(turn.label,) if turn.asks else (), content=turn.words, source_head=turn.label[1] - 1,
    )  # fmt: skip


def _start(act: Act) -> int:
    return act.cue[0][0] if act.cue else act.content[0][0]


def _inside(act: Act, ranges: Sequence[tuple[int, int]]) -> bool:
    at = _start(act)
    return any(a <= at < b for a, b in ranges)


def _is_statement(act: Act, report: Report, turns: Sequence[Turn], speaker: Actor | None, *, quoted: bool) -> bool:
    if not act.source and act.pattern not in _NAMELESS:
        return False
    source = " ".join(report.text[a:b] for a, b in act.source).lower()
    if source.split(" ", 1)[0] in _NOBODY:
        return False
    if source in _OWN_VOICE and act.pattern != "turn":
        return quoted or _inside(act, [w for t in turns for w in t.words])
    if source in {"it", "they"}:
        source = (speaker.name if speaker is not None else source).lower()
    return quoted or not _is_publisher(source, report)


def _is_publisher(source: str, report: Report) -> bool:
    """True when the source is the body that issued the report: its name, its initials, or "the" with its main word."""
    if not report.publisher or not source:
        return False
    name = report.publisher.lower().removeprefix("the ")
    said = source.removeprefix("the ")
    initials = "".join(w[0] for w in report.publisher.split() if w[0].isupper()).lower()
    if said in {name, initials} and len(said) > 1:
        return True
    main = {name.split()[-1], name.partition(" of ")[0].split()[-1]}
    return source.startswith("the ") and said in main


def _distinct(acts: Sequence[tuple[Act, str]]) -> list[tuple[Act, str]]:
    """Drop an act that repeats another's words: the same cue, or no cue and the same content."""
    out: list[tuple[Act, str]] = []
    for act, kind in sorted(acts, key=lambda a: (_start(a[0]), -_length(a[0].content))):
        twin = next(
            (
                o
                for o, _ in out
                if (act.cue and set(act.cue) & set(o.cue)) or (not act.cue and _share(act.content, o.content) > 0.8)
            ),
            None,
        )
        if twin is None:
            out.append((act, kind))
    return out


def _length(runs: Runs) -> int:
    return sum(b - a for a, b in runs)


def _share(one: Runs, other: Runs) -> float:
    """Return how much of the shorter of two contents the two share, 0 to 1."""
    common = sum(max(0, min(b, d) - max(a, c)) for a, b in one for c, d in other)
    shorter = min(_length(one), _length(other))
    return common / shorter if shorter else 0.0


def _assemble(report: Report, acts: Sequence[tuple[Act, str]], speakers: Sequence[Actor | None]) -> tuple[Statement, ...]:
    ids = [digest("s", report.id, *act.cue, "content", *act.content) for act, _ in acts]
    parents = _parents([a for a, _ in acts])
    statements = []
    for k, ((act, kind), speaker) in enumerate(zip(acts, speakers, strict=True)):
        up = parents[k]
        statements.append(
            Statement(
                id=ids[k],
                parent=None if up is None else ids[up],
                speaker=None if speaker is None else speaker.id,
                quote_type=kind,
                source=tuple(report.span(a, b) for a, b in act.source),
                cue=tuple(report.span(a, b) for a, b in act.cue),
                content=tuple(report.span(a, b) for a, b in act.content),
                stance=act.stance,
                rule=act.rule,
            )
        )
    depth = {s.id: s.parent for s in statements}

    def level(s: Statement) -> int:
        n, up, seen = 0, s.parent, {s.id}
        while up is not None and up not in seen:
            seen.add(up)
            n, up = n + 1, depth[up]
        return n

    return tuple(sorted(statements, key=lambda s: (s.content[0].start, level(s), s.id)))


def _parents(acts: Sequence[Act]) -> list[int | None]:
    """Return each act's parent. When broken quotation marks make acts hold each other in a ring, the longest is outermost."""
    parents = [_parent(k, acts) for k in range(len(acts))]
    for k in range(len(acts)):
        chain, up = [k], parents[k]
        while up is not None and up not in chain:
            chain.append(up)
            up = parents[up]
        if up is not None:
            ring = chain[chain.index(up) :]
            parents[max(ring, key=lambda n: (_length(acts[n].content), -n))] = None
    return parents


def _parent(k: int, acts: Sequence[Act]) -> int | None:
    """Return the act whose content most closely surrounds act ``k``'s cue."""
    act = acts[k]
    if act.quoting:
        same = [
            n
            for n, a in enumerate(acts)
            if n != k and _share(a.content, act.content) > 0.9 and not a.quoting and a.sentence == act.sentence
        ]
        return same[0] if same else None
    at = _start(act)
    around = [n for n, a in enumerate(acts) if n != k and any(c <= at < d for c, d in a.content) and not _mutual(a, act)]
    if not around:
        around = [
            n
            for n, a in enumerate(acts)
            if n != k and a.pattern == "quoted-as" and a.content == act.content and a.sentence == act.sentence
        ]
    return min(around, key=lambda n: _length(acts[n].content)) if around else None


def _mutual(one: Act, other: Act) -> bool:
    """True when each act's cue lies in the other's content: then neither is inside the other."""
    return any(a <= _start(one) < b for a, b in other.content)


def _speaker(act: Act, resolution: Resolution, nearby: Nearby) -> Actor | None:
    """Return the actor of the mention that the source's head word stands in, else of the longest mention that touches it."""
    if not act.source:
        return None
    touching = [
        (m.span.start <= (act.source_head if act.source_head is not None else -1) < m.span.end, m.span.end - m.span.start, m.id)
        for a, b in act.source
        for m in nearby.touching(a, b)
        if m.id in resolution.actors
    ]
    return resolution.actors[max(touching)[2]] if touching else None
