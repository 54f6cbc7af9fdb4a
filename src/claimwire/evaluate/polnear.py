"""PolNeAR (Newell, Margolin and Ruths, LREC 2018): statements against its attributions, for evaluation and rule tuning only.

The corpus also marks attitudes, plans and acts of supporting ("endorsed", "wants", "backs"), which the codebook calls no
statement. "Acts of saying" are those attributions whose cue holds a verb or phrase of communication from a list fixed here,
apart from the program's own cue table: recall is over these, and a statement that matches any attribution at all counts as
right. The corpus flattens nesting, so statements inside another one are left out on our side.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from claimwire.evaluate.measures import Figure, Tally, characters, dice, f1, figure, match, mean, observe

Record = Mapping[str, Any]
PARTS = ("source", "cue", "content")
_WORD = re.compile(r"\w+|[^\w\s]")
_SAYING = re.compile(
    r"\b(?:sa(?:y|ys|id|ying)|t(?:ell|ells|old|elling)|according|spoke|speaks?|writ(?:e|es|ing|ten)|wrote|"
    r"(?:add|report|announc|claim|alleg|not|explain|stat|declar|den(?:y|i)|warn|argu|insist|admit|admitt|acknowledg|conced|confirm|"
    r"suggest|recall|respond|repl(?:y|i)|ask|urg|demand|accus|describ|call|tweet|testif(?:y|i)|mention|remark|observ|conclud|"
    r"emphasi[sz]|stress|assert|contend|maintain|predict|reveal|disclos|complain|promis|pledg|vow|reiterat|repeat|estimat|"
    r"continu|counter|retort|quip|jok|boast|lament|caution|charg|dismiss|reject|disput|quot|cit)(?:e|es|ed|s|ing)?)\b",
    re.IGNORECASE,
)


def is_saying(text: str, attribution: Record) -> bool:
    """True when the cue of an attribution is of communication; a bare colon or dash before direct words is one too."""
    cue = " ".join(text[a:b] for a, b in attribution["cue"])
    return bool(_SAYING.search(cue)) or cue.strip() in {":", "―", "--", "—"}


def score_polnear(gold: Sequence[Record], readings: Iterable[Record]) -> list[Figure]:
    """Return the figures of readings (objects of OUTPUT.md) against PolNeAR records; a missing reading finds nothing."""
    by_id = {str(r["report"]["id"]): r for r in readings}
    tallies = [_document(g, by_id.get(str(g["id"]), {"statements": []})) for g in gold]
    out = [
        figure("saying.f1", tallies, _saying_f1, n_key="saying.gold"),
        figure("saying.recall", tallies, lambda t: _ratio(t, "saying.tp", "saying.gold"), n_key="saying.gold"),
        figure("statements.precision", tallies, lambda t: _ratio(t, "all.tp", "all.pred"), n_key="all.pred"),
        figure("attributions.f1", tallies, lambda t: f1(t, "all"), n_key="all.gold"),
        figure("source.overlap", tallies, lambda t: mean(t, "source"), n_key="source.n"),
        figure("cue.overlap", tallies, lambda t: mean(t, "cue"), n_key="cue.n"),
    ]
    for part in PARTS:
        out.append(figure(f"{part}.token_f1", tallies, lambda t, p=part: f1(t, f"token.{p}"), n_key=f"token.{part}.gold"))  # type: ignore[misc]
    return out


def _ratio(t: Mapping[str, float], hit: str, of: str) -> float | None:
    return t.get(hit, 0) / t[of] if t.get(of) else None


def _saying_f1(t: Mapping[str, float]) -> float | None:
    precision, recall = _ratio(t, "all.tp", "all.pred"), _ratio(t, "saying.tp", "saying.gold")
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def _document(gold: Record, reading: Record) -> Tally:
    tally: Tally = Counter()
    text = gold["text"]
    theirs = [a for a in gold["attributions"] if characters(a["content"])]
    ours = [s for s in reading["statements"] if not s["parent"]]
    pairs = match(len(theirs), len(ours), lambda i, j: _overlap(theirs[i], ours[j]))
    matched = {i for i, _ in pairs}
    saying = [i for i, a in enumerate(theirs) if is_saying(text, a)]
    tally["all.gold"] += len(theirs)
    tally["all.pred"] += len(ours)
    tally["all.tp"] += len(pairs)
    tally["saying.gold"] += len(saying)
    tally["saying.tp"] += sum(i in matched for i in saying)
    for i, j in pairs:
        for part in ("source", "cue"):
            if characters(theirs[i][part]):
                observe(tally, part, bool(characters(theirs[i][part]) & characters(ours[j][part])))
    words = [m.span() for m in _WORD.finditer(text)]
    for part in PARTS:
        left, right = ({i for x in side for i in characters(x[part])} for side in (theirs, ours))
        g, p = ({w for w in words if w[0] in held} for held in (left, right))
        tally[f"token.{part}.gold"] += len(g)
        tally[f"token.{part}.pred"] += len(p)
        tally[f"token.{part}.tp"] += len(g & p)
    return tally


def _overlap(theirs: Record, ours: Record) -> float:
    score = dice(characters(theirs["content"]), characters(ours["content"])) or 0.0
    return score if score >= 0.5 else 0.0
