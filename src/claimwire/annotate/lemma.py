"""Dictionary forms of English words: a table of exceptions first, spelling rules after it.

Lower case, in the manner of Universal Dependencies ("them" is "they", "n't" is "not"). The table is learned: it lists
exactly the words of the treebanks that the rules get wrong, so it is data under the treebanks' licence and not code.
"""

from __future__ import annotations

import re
from pathlib import Path

VOWELS = frozenset("aeiou")
VERBAL = frozenset({"VERB", "AUX"})
KEPT_DOUBLE = ("ll", "ss", "zz", "ff")
# Ends of stems that lost an "e" before "-ed" and "-ing": "seiz-ed", "creat-ed", "invad-ed".
LOST_E = re.compile(
    r"(?:[zvu]|creat|[^s]s|[^e]c|[aeiou]c|[bcdfgklpstz]l|[ldr]g|[ae]ng|ag|eg|ug|"
    r"(?:[^aeiou]|[^aeo]i|u)at|(?:^|[^aeiouy])(?:[aiou]d|ak|ok|ik|uk|ar|ir|ur|in|il|ul|ot|ut|ap|ib|ob|ub))$"
)
KEPT_BARE = re.compile(r"(?:bias|canvas|gas|[^aeo]us|oin|ain)$")


class Lemmatizer:
    """``Lemmatizer()("fled", "VERB")`` is "flee"."""

    def __init__(self, table: Path) -> None:
        self._table: dict[tuple[str, str], str] = {}
        for line in table.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                form, upos, lemma = line.split("\t")
                self._table[form, upos] = lemma

    def __call__(self, form: str, upos: str) -> str:
        """Return the lemma of ``form`` as a ``upos``."""
        word = form.lower().replace("’", "'")
        known = self._table.get((word, upos))
        return known if known is not None else by_rule(word, upos)


def by_rule(word: str, upos: str) -> str:
    """What the spelling alone says; ``word`` is lower case."""
    if upos == "NOUN":
        return _singular(word)
    if upos in VERBAL:
        return _infinitive(word)
    if upos == "ADJ":
        return _positive(word)
    return word


def _singular(word: str) -> str:
    if len(word) < 4 or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes")):
        return word[:-2]
    return word[:-1]


def _infinitive(word: str) -> str:
    if word.endswith("ing") and len(word) > 4 and _has_vowel(word[:-3]):
        return _stem(word[:-3])
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("eed"):
        return word
    if word.endswith("ed") and len(word) > 3 and _has_vowel(word[:-2]):
        return _stem(word[:-2])
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3:
        if word.endswith("ies") and len(word) > 4:
            return word[:-3] + "y"
        if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
            return word[:-2]
        return word[:-1]
    return word


def _has_vowel(stem: str) -> bool:
    return any(c in VOWELS or c == "y" for c in stem)


def _stem(stem: str) -> str:
    """Undo what "-ed" and "-ing" do to a verb's end."""
    if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in VOWELS:
        return stem if stem.endswith(KEPT_DOUBLE) else stem[:-1]
    if LOST_E.search(stem) and not KEPT_BARE.search(stem):
        return stem + "e"
    # A short stem of one vowel between consonants would have doubled its end had it lost no e: "nam-ed" is "name".
    if len(stem) >= 2 and stem[-1] not in VOWELS | {"w", "x", "y"} and stem[-2] in VOWELS and not _has_vowel(stem[:-2]):
        return stem + "e"
    return stem


def _positive(word: str) -> str:
    for ending in ("iest", "ier"):
        if word.endswith(ending) and len(word) > len(ending) + 2:
            return word[: -len(ending)] + "y"
    return word
