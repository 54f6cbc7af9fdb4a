"""Headlines that end with who says it: "Army kills 62 rebels: monitor", "Drones repelled - General Staff"."""

from __future__ import annotations

from claimwire.claims.acts import NOMINAL, Act, Scene

_ENDS = frozenset(".!?:;\"”'’")
_MARKS = frozenset({":", "-", "–", "—"})
_LONGEST = 5  # words of a source behind a colon
_SHORTEST = 4  # words before it
# Who headlines name without a mark, where a page has lost the colon.
_SAYERS = frozenset(
    {
        *("monitor", "monitors", "ngo", "watchdog", "activists", "observatory", "officials", "medics", "witnesses", "police"),
        *("report", "reports", "un", "ministry"),
    }
)
_GROUPS = frozenset({("state", "tv"), ("state", "media"), ("monitoring", "group"), ("rights", "group"), ("state", "television")})


def headline_act(scene: Scene) -> Act | None:
    """Return the act of a headline's last words; no full stop ends a headline. Ask only of the first sentences."""
    tokens = scene.tree.tokens
    n = len(tokens)
    if n < _SHORTEST + 1 or tokens[-1].text in _ENDS or any(scene.is_speech_verb(k) for k in range(n)):
        return None
    mark = next((k for k in range(n - 2, max(n - 2 - _LONGEST, _SHORTEST - 1), -1) if tokens[k].text in _MARKS), None)
    if mark is not None:
        named = all(t.upos in NOMINAL | {"ADJ", "ADP"} and t.upos != "NUM" for t in tokens[mark + 1 :])
        known = tokens[-1].text.lower() in _SAYERS or tokens[-1].upos == "PROPN"
        return _act(scene, mark + 1, mark) if named and known else None
    start = n - 2 if (tokens[-2].text.lower(), tokens[-1].text.lower()) in _GROUPS else n - 1
    alone = tokens[start - 1].upos not in {"ADP", "DET", "ADJ", "VERB", "CCONJ", "AUX", "PART"}
    known = start == n - 2 or (tokens[-1].text.lower() in _SAYERS and tokens[-1].text[:1].isupper())
    return _act(scene, start, start) if known and alone else None


def _act(scene: Scene, source: int, end: int) -> Act | None:
    body = scene.body if scene.body < end - 1 else 0  # "Drones shot down over port - General Staff" looks like a dateline
    content = scene.chars(range(body, end))
    tokens = scene.tree.tokens
    if not content:
        return None
    return Act(
        sentence=scene.number,
        verb=None,
        cue_id="",
        stance="neutral",
        pattern="headline",
        source=scene.chars(range(source, len(tokens))),
        cue=(),
        content=content,
        source_head=tokens[-1].start,
    )
