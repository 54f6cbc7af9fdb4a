"""Words of a report under every key by which a unit or a predicate may be looked up, with the parse where there is one."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from claimwire.records import Annotation, Token
from claimwire.resolve.numerals import lexicon
from claimwire.resolve.time_lexicon import Words

# Callings and ties by which reports name one victim, beside the ontology's nouns.
CALLINGS = lexicon(
    "watchman cook gendarme pilot fireman firefighter policeman policewoman guard driver nurse doctor midwife paramedic "
    "medic surgeon teacher pupil student farmer shepherd herder fisherman trader vendor shopkeeper tailor baker barber "
    "butcher carpenter mechanic engineer electrician miner labourer worker cleaner porter waiter clerk cashier postman "
    "lecturer professor "
    "lawyer judge prosecutor mayor councillor elder priest imam monk nun pastor preacher journalist reporter photographer "
    "cameraman translator interpreter aid-worker volunteer rescuer pensioner grandmother grandfather mother father son "
    "daughter brother sister uncle aunt cousin nephew niece wife husband widow baby infant toddler boy girl teenager "
    "schoolboy schoolgirl passer-by passerby bystander pedestrian cyclist motorcyclist passenger tourist hunter woodcutter "
    "sailor deckhand captain sergeant corporal lieutenant colonel major general private conscript recruit sentry sniper "
    "gunner sapper ranger warder jailer bodyguard courier smuggler suspect hostage detainee inmate refugee"
)
_IRREGULAR = {
    "slain": "slay", "slew": "slay", "shot": "shoot", "fled": "flee", "lost": "lose", "died": "die", "dying": "die",
    "left": "leave", "hung": "hang", "shelled": "shell", "fell": "fall", "fallen": "fall", "freed": "free", "dead": "dead",
    "drowned": "drown",
    "injuries": "injury", "bodies": "body", "lives": "life", "children": "child", "women": "woman", "men": "man",
    "people": "people", "held": "hold", "took": "take", "taken": "take", "missing": "missing", "wives": "wife",
    "personnel": "personnel",
}  # fmt: skip


def aligned(words: Words, annotation: Annotation) -> list[Token | None]:
    """Return for each word the parsed token that begins with it or holds it."""
    tokens = [t for s in annotation.sentences for t in s.tokens]
    out: list[Token | None] = []
    i = 0
    for start in words.starts:
        while i < len(tokens) and tokens[i].end <= start:
            i += 1
        out.append(tokens[i] if i < len(tokens) and tokens[i].start <= start else None)
    return out


def sentence_ends(words: Words, annotation: Annotation) -> list[int]:
    """Return the word indexes at which sentences begin, without the first."""
    if annotation.sentences:
        starts = [s.start for s in annotation.sentences[1:]]
        return [bisect_right(words.starts, start - 1) for start in starts]
    return [i + 1 for i, form in enumerate(words.forms) if form in (".", "\n")]


@lru_cache(maxsize=1 << 16)
def keys_of(form: str, lemma: str) -> tuple[str, ...]:
    """The lemma, and what the form could come from: "killed" read as a noun is still looked up as "kill"."""
    keys = [lemma]
    if form in _IRREGULAR:
        keys.append(_IRREGULAR[form])
    elif form.endswith(("ed", "ing")) and len(form) > 4:
        stem = form[:-2] if form.endswith("ed") else form[:-3]
        keys += [stem, stem + "e", stem[:-1]] if stem[-1:] == stem[-2:-1] else [stem, stem + "e"]
    else:
        keys.append(rough_lemma(form))
        if form.endswith("ies"):
            keys.append(form[:-1])  # "sorties"
    return tuple(dict.fromkeys(keys))


def rough_lemma(form: str) -> str:
    """A rough lemma for words without a parse; enough to look a unit or a predicate up."""
    for suffix, ending in (("ies", "y"), ("ied", "y"), ("sses", "ss"), ("men", "man")):
        if form.endswith(suffix) and len(form) > len(suffix) + 1:
            return form[: -len(suffix)] + ending
    if form.endswith("s") and not form.endswith(("ss", "us")) and len(form) > 3:
        return form[:-1]
    return form
