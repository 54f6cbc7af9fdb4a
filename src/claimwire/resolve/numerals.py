"""Numbers as reports write them: digits, words, and the mixtures of the two ("4.1 million", "three dozen").

Standard library only; shared by the readers of times and of quantities, so that "two weeks" and "two soldiers" agree.
"""

from __future__ import annotations

import re
from collections.abc import Sequence


def lexicon(words: str) -> frozenset[str]:
    """A set of words written with spaces between them."""
    return frozenset(words.split())


def _in_order(words: str) -> list[str]:
    return words.split()


UNITS = {
    word: float(value)
    for value, word in enumerate(
        _in_order(
            "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
            "eighteen nineteen"
        )
    )
}
TENS = {
    word: float(10 * value)
    for value, word in enumerate(_in_order("twenty thirty forty fifty sixty seventy eighty ninety"), start=2)
}
SCALES = {"hundred": 100.0, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "dozen": 12.0}
ORDINALS = {
    word: value
    for value, word in enumerate(
        _in_order(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
            "sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        start=1,
    )
}
SMALL_WORDS = frozenset(UNITS) | frozenset(TENS)
NUMBER_WORDS = SMALL_WORDS | frozenset(SCALES)

_DIGITS = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")


def digits_value(text: str) -> float | None:
    """Return the value of a numeral in digits, with or without thousands separators; None when it is not one."""
    return float(text.replace(",", "")) if _DIGITS.fullmatch(text) else None


def number_at(words: Sequence[str], i: int) -> tuple[float, int] | None:
    """Read the longest number that begins at ``words[i]``: its value and the index after it.

    ``words`` are lower case; a hyphen inside a number ("sixty-two") is a word of its own. "a" and "half" count only
    before a scale ("a dozen", "half a million"). None when no number begins there.
    """
    n = len(words)
    word = words[i]
    if word == "half" and i + 2 < n and words[i + 1] == "a" and words[i + 2] in SCALES:
        return SCALES[words[i + 2]] / 2, i + 3
    if word == "a":
        return (SCALES[words[i + 1]], i + 2) if i + 1 < n and words[i + 1] in SCALES else None
    value = digits_value(word)
    if value is not None:
        j = i + 1
        while j < n and words[j] in SCALES:
            value = round(value * SCALES[words[j]], 6)
            j += 1
        return value, j
    if word not in NUMBER_WORDS:
        return None
    return _spelled(words, i)


def _spelled(words: Sequence[str], i: int) -> tuple[float, int]:
    total, group, j, last = 0.0, 0.0, i, i
    n = len(words)
    kind = ""  # of the word before: a ten may be followed by a unit, and neither by another of its kind
    while j < n:
        word = words[j]
        if word in UNITS:
            if kind == "unit" or (kind == "ten" and UNITS[word] >= 10):
                break
            group, kind = group + UNITS[word], "unit"
        elif word in TENS:
            if kind in ("unit", "ten"):
                break
            group, kind = group + TENS[word], "ten"
        elif word in SCALES:
            scale = SCALES[word]
            if scale < 1e3:
                group, kind = (group or 1.0) * scale, "hundred"
            else:
                total, group, kind = total + (group or 1.0) * scale, 0.0, "scale"
        elif (word == "-" and kind == "ten" and j + 1 < n and UNITS.get(words[j + 1], 10.0) < 10) or (
            word == "and"
            and kind in ("hundred", "scale")
            and j + 1 < n
            and words[j + 1] in SMALL_WORDS
            and words[j - 1] != "dozen"
        ):
            j += 1
            continue
        else:
            break
        j += 1
        last = j
    return total + group, last
