"""The learned head beside the rules: it completes what the patterns miss, and vetoes patterns that are often wrong.

The head marks sources, cues and contents word by word and links none of them. A content that no pattern found becomes a
statement when a cue that no pattern used stands in its sentence with a source beside it. A pattern whose words are as often
an act as a saying ("registered", "counted", an "alleged" thing) needs the head to see a cue or a content there too.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from claimwire.claims.acts import Act, Runs, Scene
from claimwire.claims.speech import Match
from claimwire.records import Part, Sentence

SURE = 0.7  # probability from which a content alone may found a statement
SEEN = 0.5  # probability from which a part supports another
_DOUBTFUL = frozenset({"object", "noun-of", "adjective-of", "predicate"})
_OVERLAP = 0.3


def vetoed(act: Act, parts: Sequence[Part], *, trained: bool) -> bool:
    """True when a doubtful pattern stands where the head sees neither cue nor content. Without a head nothing is vetoed."""
    if not trained or act.pattern not in _DOUBTFUL:
        return False
    return not any(_touches(p, act.cue) for p in parts if p.label == "cue") and not any(
        _touches(p, act.content) for p in parts if p.label == "content" and p.score >= SEEN
    )


def completed(
    acts: Sequence[Act], parts: Sequence[Part], sentences: Sequence[Sentence], scenes: Sequence[Scene]
) -> Iterable[Act]:
    """Yield statements that only the head sees, at most one for each content it marks."""
    ordered = sorted(parts, key=lambda p: p.span.start)
    starts = [p.span.start for p in ordered]
    for scene, sentence in zip(scenes, sentences, strict=True):
        here = ordered[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]
        if not any(p.label == "content" and p.score >= SURE for p in here):
            continue
        used = [a for a in acts if any(sentence.start <= s < sentence.end for s, _ in (*a.cue, *a.content))]
        for content in here:
            if content.label != "content" or content.score < SURE or any(_overlap(content, a.content) > _OVERLAP for a in used):
                continue
            act = _act(scene, content, here, used)
            if act is not None:
                used.append(act)
                yield act


def _act(scene: Scene, content: Part, parts: Sequence[Part], used: Sequence[Act]) -> Act | None:
    def distance(p: Part) -> int:
        return max(p.span.start - content.span.end, content.span.start - p.span.end, 0)

    cues = [p for p in parts if p.label == "cue" and p.score >= SEEN and not any(_touches(p, a.cue) for a in used)]
    cue = min(cues, key=distance, default=None)
    sources = [p for p in parts if p.label == "source" and p.score >= SEEN and not content.span.overlaps(p.span)]
    source = min(sources, key=lambda p: distance(p) if cue is None else abs(p.span.start - cue.span.start), default=None)
    if source is None or len(content.span.text.split()) < 2 or (cue is None and not _headline(scene, content, source)):
        return None
    match = next((scene.matches[i] for i in scene.matches if cue is not None and _inside(scene, i, cue)), None)
    if match is not None and (scene.negated(match.head) or _judges(scene, match, content)):
        return None
    return Act(
        sentence=scene.number,
        verb=None if match is None else match.head,
        cue_id="" if match is None else match.cue.id,
        stance="neutral" if match is None else match.cue.stance,
        pattern="head",
        source=((source.span.start, source.span.end),),
        cue=() if cue is None else ((cue.span.start, cue.span.end),),
        content=((content.span.start, content.span.end),),
        source_head=source.span.end - 1,
    )


def _headline(scene: Scene, content: Part, source: Part) -> bool:
    """True for "Raid kills nine: monitor" at the top of a report: the words, and right behind them whoever says so."""
    if scene.number > 0 or not scene.tree.tokens:
        return False
    first = scene.tree.tokens[min(scene.body, len(scene.tree) - 1)]
    return content.span.start <= first.start and 0 <= source.span.start - content.span.end <= 3


def _judges(scene: Scene, match: Match, content: Part) -> bool:
    """True for "condemned the raid": a judgement is a statement only with words of its own."""
    lemma = match.cue.lemma
    judging = (
        scene.words.takes("charge", lemma) and not scene.words.takes("reporting", lemma) and lemma not in {"accuse", "suspect"}
    )
    return judging and not any(q.start <= content.span.start < q.end for q in scene.quotations)


def _inside(scene: Scene, i: int, part: Part) -> bool:
    token = scene.tree.tokens[i]
    return part.span.start <= token.start and token.end <= part.span.end


def _touches(part: Part, runs: Runs) -> bool:
    return any(part.span.start < b and a < part.span.end for a, b in runs)


def _overlap(part: Part, runs: Runs) -> float:
    common = sum(max(0, min(b, part.span.end) - max(a, part.span.start)) for a, b in runs)
    shorter = min(part.span.end - part.span.start, sum(b - a for a, b in runs))
    return common / shorter if shorter else 0.0
