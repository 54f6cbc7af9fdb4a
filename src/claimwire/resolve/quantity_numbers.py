"""Numbers as a report gives them: their words, and the bounds that "at least", "nearly" or "dozens" set.

Dates, ages, numbered names and list numbers count nothing and are left out here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from claimwire.resolve.numerals import NUMBER_WORDS, ORDINALS, digits_value, lexicon, number_at
from claimwire.resolve.time_lexicon import PARTS, UNITS, Words

# What a vague count says at least; the codebook's figures.
_VAGUE = {"dozens": 12.0, "scores": 20.0, "hundreds": 100.0, "thousands": 1000.0, "millions": 1e6, "billions": 1e9}
_TENS_OF = {"tens": 10.0, "hundreds": 100.0, "dozens": 12.0}
_UNCOUNTED = frozenset({"several", "many", "some", "numerous", "most", "countless"})
_NOBODY = frozenset({"nobody", "none"})

# Words before a number and the bounds that they set, longest first.
_AT_LEAST, _MORE, _AT_MOST, _LESS, _ABOUT = "at_least", "more", "at_most", "less", "about"
_BEFORE: dict[tuple[str, ...], str] = {
    tuple(words.split()): bound
    for bound, phrases in (
        (_AT_LEAST, "at least|no fewer than|no less than|not less than|not fewer than|a minimum of|as few as"),
        (_MORE, "more than|over|upwards of|upward of|in excess of|well over|greater than|exceeding|above"),
        (_AT_MOST, "up to|as many as|as much as|at most|no more than|not more than|nearly|almost|close to|a maximum of"),
        (_LESS, "fewer than|less than|under|below|just under"),
        (_ABOUT, "about|around|some|roughly|approximately|an estimated|estimated|circa|a total of|an additional|another|"
                 "a further|only|just|barely|exactly|the other|as many again|a combined|all|all of the|the remaining"),
    )
    for words in phrases.split("|")
    for phrase in (words,)
    for words in (phrase,)
}  # fmt: skip
_LONGEST = max(len(words) for words in _BEFORE)

# A number after one of these names a thing: "Resolution 2254", "brigade No. 4".
_NUMBERED = lexicon(
    "no nos number resolution article chapter route highway road phase section paragraph page bulletin communique "
    "communiqué report order decree aged age height hill grid battalion brigade division "
    "regiment squadron camp block pier warehouse operation exercise channel radio flight group- km room sector zone "
    "checkpoint item point protocol law act group gate bus tel phone version"
) - {"group"}
_LENGTHS = {
    form: unit
    for unit, words in (
        ("kilometre", "km kilometre kilometres kilometer kilometers"),
        ("metre", "metre metres meter meters"),
        ("mile", "mile miles"),
        ("yard", "yard yards"),
        ("foot", "feet"),
        ("hectare", "hectare hectares"),
        ("acre", "acre acres"),
    )
    for form in words.split()
}
# "12 kilometres north of the town" says where, not how much.
_WHITHER = lexicon(
    "away from north south east west northeast northwest southeast southwest off deep inland outside behind inside beyond "
    "above below to wide high long"
)
_CALIBRES = lexicon("mm cm calibre caliber degrees")
_CURRENCIES = {"$": "dollar", "€": "euro", "£": "pound", "eur": "euro", "usd": "dollar", "us$": "dollar"}
_MONEY = {
    form: unit
    for unit in lexicon("dollar euro pound rouble ruble shekel dinar hryvnia lira crown franc rial peso")
    for form in (unit, unit + "s")
}
_MEASURED = frozenset(_LENGTHS.values()) | frozenset(_MONEY.values()) | {"percent"}
_SHARES = {
    "third": 1 / 3, "thirds": 1 / 3, "quarter": 0.25, "quarters": 0.25, "fifth": 0.2, "fifths": 0.2, "tenth": 0.1, "tenths": 0.1,
}  # fmt: skip
_SETS = {"couple": 2.0, "pair": 2.0, "duo": 2.0, "trio": 3.0, "quartet": 4.0}
_TIMES = {"twice": 2.0, "thrice": 3.0}
_UNKNOWN = frozenset(
    tuple(words.split())
    for words in (
        "an unknown number", "an unspecified number", "an undisclosed number", "an undetermined number", "a number of",
        "a small number", "a large number", "the rest of", "a handful of", "the majority of", "an unconfirmed number",
    )
)  # fmt: skip
# Words that may begin a number; the others, nine in ten, are passed over.
_STARTS = (
    NUMBER_WORDS
    | _VAGUE.keys()
    | _UNCOUNTED
    | _NOBODY
    | _TIMES.keys()
    | {words[0] for words in _UNKNOWN}
    | lexicon("tens no not both a an the another half more")
)
_NOTHING = lexicon(
    "casualties injuries deaths fatalities victims losses arrests survivors civilians soldiers people "
    "violations breaches incidents infringements"
)
_OF_A_TRUCE = lexicon("ceasefire truce armistice cease-fire")
_OF_FIRING = lexicon("firing fire shelling shellings violation violations breach breaches ceasefire truce")
_BREACHES = lexicon("violations breaches incidents infringements")
_MANY = lexicon("dozen hundred thousand million score")
# "A 40-truck convoy", "a 300-strong crowd": the word behind the hyphen is what is counted.
_STRONG = {
    "strong": "person", "man": "man", "member": "member", "person": "person", "truck": "truck", "vehicle": "vehicle",
    "lorry": "lorry", "ship": "ship", "bed": "bed",
}  # fmt: skip
_OLDEST = 110
_AFTER_AGE = lexicon("was is were has had who whose said says told will a an the from")
_AGED = lexicon("boy girl man woman child teenager youth student baby infant")
_CASES = lexicon("case cases instance incident point place village swoop")
_WHOSE = lexicon("them whom those which its their his her our my your the these us")
_SUPERLATIVES = lexicon("most main few first last key only more least worst best")
_NOT_ONE = lexicon("of another hand day way thing side side's point time by that who which more such")
_BEFORE_ONE = lexicon("no any this that every each the which some only") - {"only"}


# "Handed over 58 captives": the word belongs to the verb.
_PARTICLE_VERBS = lexicon("hand hands handed handing take takes took taking taken turn turns turned turning give gave given")


@dataclass(frozen=True, slots=True)
class Number:
    """A count as the words give it: word indexes ``[first, last)``, ``core`` the first word of the number itself."""

    first: int
    last: int
    core: int
    low: float | None
    best: float | None
    high: float | None
    person: bool = False  # "a teacher": an article that counts one
    part: float | None = None  # "two thirds of them": a share of what was counted before
    unit: str | None = None  # that its own words give: "$5 million" dollars, "a dozen-strong" nobody's


def numbers(words: Words, text: str, dated: bytearray, *, upos: Callable[[int], str | None]) -> Iterator[Number]:
    """Yield the numbers of a text in order. ``dated`` marks words of time expressions; ``upos`` gives a word's part of speech."""
    forms = words.forms
    i, floor = 0, 0
    while i < len(forms):
        if forms[i] not in _STARTS and not forms[i][0].isdigit():
            i += 1
            continue
        found = None if dated[i] and not _is_count(words, i, upos) else _number(words, text, i, upos)
        if found is None:
            i += 1
            continue
        bounded = _qualified(words, found, floor, dated)
        yield bounded
        i = floor = bounded.last


def _is_count(words: Words, i: int, upos: Callable[[int], str | None]) -> bool:
    """True for a number that only looks like a year: "nearly 2000 air raids"."""
    forms = words.forms
    if words.classes[i] != "y" or i + 1 >= len(forms) or upos(i + 1) not in ("NOUN", "ADJ"):
        return False
    return any(tuple(forms[i - k : i]) in _BEFORE for k in range(1, min(_LONGEST, i) + 1)) and forms[i - 1] not in (
        "by",
        "around",
    )


def _share(forms: list[str], i: int) -> tuple[float, int] | None:
    """Read "half", "a third", "two thirds", "three quarters" at ``i``: the share and the index after it."""
    form, following = forms[i], forms[i + 1] if i + 1 < len(forms) else ""
    if form == "half" and following in ("of", "the", "its", "their", "his", "a", "them"):
        return (0.5, i + 1) if following != "a" else None
    if form in ("a", "one") and following in _SHARES and forms[i + 2 : i + 3] == ["of"]:
        return _SHARES[following], i + 2
    found = number_at(forms, i) if form != "a" else None
    if found is not None and found[0] < 10:
        last = found[1] + (forms[found[1] : found[1] + 1] == ["-"])
        if last < len(forms) and forms[last] in _SHARES and forms[last].endswith("s"):
            return found[0] * _SHARES[forms[last]], last + 1
    return None


def _number(words: Words, text: str, i: int, upos: Callable[[int], str | None]) -> Number | None:
    forms, form = words.forms, words.forms[i]
    following = forms[i + 1] if i + 1 < len(forms) else ""
    share = _share(forms, i)
    if share is not None:
        return Number(i, share[1], i, None, None, None, part=share[0])
    if form in ("a", "an", "the") and following in _SETS and (form != "the" or forms[i + 2 : i + 3] != ["of"]):
        value = _SETS[following]
        return Number(i, i + 2, i, value, value, value)
    phrase = next((k for k in (4, 3, 2) if tuple(forms[i : i + k]) in _UNKNOWN), 0)
    if phrase:
        return Number(i, i + phrase, i, None, None, None)
    if form in _TIMES and not (i and forms[i - 1] in ("than", "at", "all")):
        return Number(i, i + 1, i, _TIMES[form], _TIMES[form], _TIMES[form], unit="time")
    if forms[i : i + 3] == ["more", "than", "once"]:
        return Number(i, i + 3, i, 2.0, None, None, unit="time")
    if form == "not" and following in ("one", "a") and forms[i + 2 : i + 3] in (["of"], ["single"]):
        return Number(i, i + 2 + (forms[i + 2] == "single"), i, 0.0, 0.0, 0.0)
    if form == "no" and (following in _NOTHING or _is_no_case(forms, i + 1)):
        return Number(i, i + 1, i, 0.0, 0.0, 0.0)
    if form in _VAGUE or form == "tens":
        if following == "of" and i + 2 < len(forms) and forms[i + 2] in _VAGUE and form in _TENS_OF:
            low = _TENS_OF[form] * _VAGUE[forms[i + 2]]
            return Number(i, i + 3, i, low, None, None)
        return Number(i, i + 1, i, _VAGUE[form], None, None) if form in _VAGUE else None
    if form in _UNCOUNTED and not (i and forms[i - 1] in ("the", "at", "how", "so", "as", "too")):
        found = number_at(forms, i + 1) if i + 1 < len(forms) else None
        if found is None:
            if upos(i + 1) == "VERB" and following.endswith("ing"):
                return None  # "with some saying": nobody is counted
            return Number(i, i + 1, i, 2.0 if form == "several" else None, None, None)
        several = form in ("several", "few", "many") and following in _MANY
        return Number(i, found[1], i, 2 * found[0], None, None) if several else None
    if form == "a" and following == "few" and forms[i + 2 : i + 3] and forms[i + 2] in _MANY:
        found = number_at(forms, i + 2)
        return Number(i, found[1], i, 2 * found[0], None, None) if found else None
    if form in _NOBODY or (form == "no" and following == "one"):
        return Number(i, i + 1 + (form == "no"), i, 0.0, 0.0, 0.0)
    if form == "both":
        return Number(i, i + 1, i, 2.0, 2.0, 2.0)
    if form in ("a", "another") and following in ORDINALS and not (i + 2 < len(forms) and forms[i + 2] in ("of", "-", "time")):
        if following in ("third", "fourth", "fifth", "sixth") and form == "a":
            return Number(i, i + 2, i, 1.0, 1.0, 1.0)
        return None
    found = number_at(forms, i)
    if found is None or _is_name(words, text, i, found[1], upos):
        return None
    value, last = found
    if forms[last : last + 1] == ["-"] and forms[last + 1 : last + 2] and forms[last + 1] in _STRONG:
        return Number(i, last, i, value, value, value, unit=_STRONG[forms[last + 1]])
    if forms[last : last + 1] == ["%"]:
        return Number(i, last + 1, i, value, value, value, unit="percent")
    if forms[last : last + 1] == ["percent"] or forms[last : last + 2] == ["per", "cent"]:
        return Number(i, last + 1 + (forms[last] == "per"), i, value, value, value, unit="percent")
    length = next((forms[k] for k in (last, last + 1) if forms[k : k + 1] and forms[k] in _LENGTHS), None)
    return Number(i, last, i, value, value, value, unit=_LENGTHS[length] if length and upos(last) != "VERB" else None)


def _is_no_case(forms: list[str], i: int) -> bool:
    """True for "no truce violations" and "no cases of firing"; of "no cases of cholera" no truce is said."""
    rest = forms[i : i + 4]
    if rest[:1] and rest[0] in _OF_A_TRUCE:
        return rest[1:2] != [] and rest[1] in _BREACHES
    return rest[:2] == ["cases", "of"] and bool(_OF_FIRING.intersection(rest[2:4]))


def _is_name(words: Words, text: str, i: int, last: int, upos: Callable[[int], str | None]) -> bool:
    """True for numbers that count nothing: "Su-24", "No. 41", "(3)" in a list, "Hassan, 34,", "one another"."""
    forms, start, end = words.forms, words.starts[i], words.ends[last - 1]
    before, after = text[start - 1 : start], text[end : end + 1]
    previous = forms[i - 1] if i else "\n"
    following = forms[last] if last < len(forms) else "\n"
    if forms[i] == "one" and last == i + 1:
        if previous == "that" and (upos(i - 1) == "SCONJ" or upos(last) == "NOUN"):
            previous = ""  # "said that one officer was hurt"
        if (
            following == "more"
            and upos(last + 1) == "NOUN"
            and forms[last + 1 : last + 2] not in (["time"], ["day"], ["thing"], ["step"])
        ):
            return False  # "one more settlement joined"
        if following in UNITS or following in PARTS or (previous == "in" and following in _CASES):
            return True  # "in one afternoon", "in one case"
        return following in _NOT_ONE - {"of"} or previous in _BEFORE_ONE or (following == "of" and not _is_subset(forms, last))
    if not forms[i][0].isdigit():
        return before == "-" and forms[i] in NUMBER_WORDS and i > 1 and forms[i - 2].isalpha()
    if before.isalpha() or (before in "/#@_" and before) or (after in "/_" and after) or after.isalpha():
        return True
    if before in "-–" and before and i > 1 and forms[i - 2].isalpha():
        return True
    if after in "-–" and after and last + 1 < len(forms) and forms[last + 1].isalpha():
        return forms[last + 1] != "plus" and forms[last + 1] not in _STRONG
    if previous == "of" and i > 1 and forms[i - 2] in _AGED and upos(last) not in ("NOUN", "ADJ"):
        return True  # "a boy of 15"
    if (after == "." and text[end + 1 : end + 2].isdigit()) or (before == "." and text[start - 2 : start - 1].isdigit()):
        return True
    if following in _CALIBRES or (following in _LENGTHS and forms[last + 1 : last + 2] and forms[last + 1] in _WHITHER):
        return True
    if previous == "number" and (upos(i - 1) == "VERB" or (i > 1 and forms[i - 2] in ("now", "they", "currently", "already"))):
        return False  # "the groups now number 47"
    if previous in _NUMBERED or (previous == "." and i > 1 and forms[i - 2] in ("no", "nos", "art")):
        return True
    if (previous == "\n" and following in (".", ")")) or (i == 0 and following in (".", ")")):
        return True
    if previous == "," and following == "," and i > 1 and text[words.starts[i - 2]].isupper() and len(forms[i]) <= 2:
        return True
    if previous == "," and following == "," and i > 1 and 0 < (digits_value(forms[i]) or 0.0) < _OLDEST:
        return forms[last + 1 : last + 2] != [] and forms[last + 1] in _AFTER_AGE  # "the envoy, 61, was shot"
    if previous == "[" and following == "]":
        return True
    return len(forms[i]) == 4 and words.classes[i] == "y" and following in ("-", "–") and forms[i][:2] in ("19", "20")


def _is_subset(forms: list[str], of: int) -> bool:
    """True for "one of them", "one of our soldiers", "one of the attackers"; "one of the largest" counts nobody."""
    following = forms[of + 1 : of + 3]
    if not following or following[0] not in _WHOSE:
        return False
    return len(following) < 2 or not (following[1].endswith("est") or following[1] in _SUPERLATIVES)


def _qualified(words: Words, number: Number, floor: int, dated: bytearray) -> Number:
    """Widen a number by what stands around it and set its bounds."""
    forms = words.forms
    first, last, low, best, high = number.first, number.last, number.low, number.best, number.high
    far = None
    if best is not None and last + 1 < len(forms) and not dated[last] and forms[last] in ("-", "–", "to", "and", "or"):
        far = number_at(forms, last + 1) if not dated[last + 1] else None
        between = first > floor and forms[first - 1] == "between"
        change = first > floor and forms[first - 1] == "from"
        if far is not None and (far[0] <= best or (forms[last] == "and" and not between) or change or far[0] > 5 * best):
            far = None  # "from 23 to 26" is a change, "58 to 9" a vote
        if far is not None and forms[last] == "or" and far[0] > best + 10:
            far = None
        if far is not None:
            first -= between
            while first > floor and (k := _qualifier(forms, first, floor)):
                first -= k
            return replace(number, first=first, last=far[1], low=best, best=None, high=far[0])
    bound = None
    unit = number.unit
    while first > floor and (
        forms[first - 1] in _CURRENCIES or (forms[first] in _CURRENCIES and forms[first - 1] in ("us", "a", "au", "c"))
    ):
        first -= 1
        unit = _CURRENCIES.get(forms[first], unit)
    unit = unit or (_MONEY.get(forms[last]) if last < len(forms) else None)
    number = replace(number, unit=unit)
    while first > floor:
        match = _qualifier(forms, first, floor)
        if not match or (forms[first - 1] == "over" and first > 1 and forms[first - 2] in _PARTICLE_VERBS):
            break
        bound = _BEFORE[tuple(forms[first - match : first])] if bound in (None, _ABOUT) else bound
        first -= match
    if bound is None and last < len(forms) and (forms[last] == "+" or forms[last : last + 2] == ["-", "plus"]):
        bound, last = _MORE, last + 1 + (forms[last] == "-")
    if bound is None and forms[last : last + 2] == ["or", "more"]:
        bound, last = _AT_LEAST, last + 2
    widened = replace(number, first=first, last=last)
    if best is None and number.part is not None:
        return replace(widened, high=-1.0) if bound == _MORE else widened
    if best is None or best < 1:
        return widened
    # "More than 40 people" are 41; money, weights and lengths come in no such units.
    step = 1.0 if best == int(best) and unit not in _MEASURED else 0.0
    match bound:
        case "at_least":
            return replace(widened, low=low, high=None)
        case "more":
            return replace(widened, low=best + step, high=None)
        case "at_most":
            return replace(widened, low=None, high=high)
        case "less":
            return replace(widened, low=None, high=best - step)
    return widened


def _qualifier(forms: list[str], first: int, floor: int) -> int:
    """Return how many words before ``first`` qualify a number: 2 for "at least"."""
    return next((k for k in range(min(_LONGEST, first - floor), 0, -1) if tuple(forms[first - k : first]) in _BEFORE), 0)
