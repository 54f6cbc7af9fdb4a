"""Join time expressions into phrases: a day with its hour, a range with its two ends, a date with what bounds it."""

from __future__ import annotations

from dataclasses import replace

from claimwire.resolve.time_grammar import Expression, cores
from claimwire.resolve.time_lexicon import Words

_BOUNDS = {"z": "since", "F": "from", "j": "until", "Y": "by", "b": "before", "f": "after", "V": "within", "R": "for"}
# on, in, into, at, during, over, around, between: words that belong to the phrase and bound nothing
_PLAIN = frozenset("KiI@GJ0B")
_DAYS = frozenset({"date", "weekday", "weekday_of", "weekday_anchor", "deictic", "anchor", "anchor_one", "ago", "holiday"})
_DATED = _DAYS | {"month_way", "month_of", "year", "last_night", "overnight", "unit_way", "season", "decade"}
_NAMED_DAYS = frozenset({"weekday", "deictic", "unit_way"})
_SMALL = frozenset({"small", "wee"})
_PERFECT = frozenset({"has", "have", "'ve", "’ve"})
_CLAUSE = 14  # words between "since" and the date that ends its clause


def find(words: Words) -> list[Expression]:
    """Return the time phrases of a text in order; ``first`` to ``last`` leaves prepositions out, ``outer`` takes them in."""
    return _bind(words, _ranges(words, _with_hours(words, list(cores(words)))))


def _gap(words: Words, left: Expression, right: Expression) -> str:
    return words.classes[left.last : right.first]


def _with_hours(words: Words, found: list[Expression]) -> list[Expression]:
    """ "at 14:05 on Friday", "Friday, at dawn", "the night of 12 March": the hour and its day are one phrase."""
    out: list[Expression] = []
    for right in found:
        left = out[-1] if out else None
        if left is not None:
            gap = _gap(words, left, right)
            if left.kind in ("part", "clock") and right.kind in _DAYS and gap in ("", "K", "~", "c", "cK", "t", "Kt", "~t"):
                way = left.way if left.way == "hours" else right.way
                out[-1] = replace(right, first=left.first, outer=left.first, part=left.part, clock=left.clock, way=way)
                continue
            if (
                left.kind in ("clock", "part")
                and right.kind in ("clock", "part")
                and (gap in ("", "i", "it", "(", "-", "e") or (gap == "A" and words.classes[left.first - 1] == "B"))
            ):
                spans = "hours" if gap in ("e", "-", "A") else left.way  # "from dawn to dusk"
                out[-1] = replace(left, last=right.last, part=left.part or right.part, clock=left.clock or right.clock, way=spans)
                continue
            if right.kind in ("part", "clock") and left.kind in _DAYS and left.day is None is not left.weekday is None:
                pass
            if right.kind in ("part", "clock") and left.kind in _DAYS and left.part is None and left.clock is None and gap in (
                "", "c", "@", "ct", "c@", "it", "F", "@0", "0", "i", "~t",
            ) and not (left.kind == "date" and left.day is None):  # fmt: skip
                out[-1] = replace(left, last=right.last, part=right.part, clock=right.clock)
                continue
        out.append(right)
    return out


def _ranges(words: Words, found: list[Expression]) -> list[Expression]:
    """ "between 3 and 7 May", "from Monday to Wednesday", "overnight Wednesday and into Thursday"."""
    out: list[Expression] = []
    for right in found:
        left = out[-1] if out else None
        if left is not None and left.to is None and right.to is None:
            gap = _gap(words, left, right)
            before = words.classes[left.first - 1] if left.first else "|"
            if left.kind in _DATED and right.kind in _DATED:
                joined = (
                    (gap in ("e", "j", "-", "et", "jt", "ceK") and (before in "FBz" or gap == "-" or left.kind == right.kind))
                    or (gap in ("A", "At") and before == "B")
                    or (gap in ("AI", "I", "It", "AIt") and left.kind != "year")
                    or (gap == "A" and _next_month(left, right))
                    or (gap in ("A", "AK") and left.kind == right.kind == "weekday" and _next_day(left, right))
                )
                if joined:
                    first = left.first - (before in "FB")
                    out[-1] = replace(left, last=right.last, outer=first, to=right)
                    continue
                if left.kind == "overnight" and right.kind in _DAYS and gap in ("", "K"):
                    out[-1] = replace(right, first=left.first, outer=left.first, part="overnight")
                    continue
            if left.kind == "duration" and left.unit in ("hour", "day", "week") and right.kind in _DAYS and gap in ("e", "j"):
                out[-1] = replace(left, kind="run_to", last=right.last, to=right)
                continue
        out.append(right)
    return out


def _next_month(left: Expression, right: Expression) -> bool:
    """ "In July and August 2030"."""
    plain = left.kind == right.kind == "date" and left.day is None is right.day and left.year is None
    return plain and left.month is not None and right.month == left.month % 12 + 1 and left.month < 12


def _next_day(left: Expression, right: Expression) -> bool:
    return left.weekday is not None and right.weekday is not None and (right.weekday - left.weekday) % 7 == 1


def _bind(words: Words, found: list[Expression]) -> list[Expression]:
    out: list[Expression] = []
    floor = 0  # words before it belong to the expression before
    for expression in found:
        bound = _bound(words, expression, floor)
        clause = _since_clause(words, bound, floor) if bound.bound is None and bound.kind in _DATED else bound
        if clause is not bound:
            out.append(clause)
        out.append(bound)
        floor = expression.last
    return out


def _bound(words: Words, expression: Expression, floor: int) -> Expression:
    classes, forms = words.classes, words.forms
    if expression.kind in _NAMED_DAYS and _owns(words, expression.last) and classes[expression.first - 1] not in "zj":
        return replace(expression, outer=expression.first)
    i, mod, bound, part = expression.outer, expression.mod, expression.bound, expression.part
    if expression.to is not None and i < expression.first:
        return replace(expression, bound=None)
    if expression.to is not None and i > floor and classes[i - 1] in "FB":
        return replace(expression, outer=i - 1)
    while i > floor:
        c = classes[i - 1]
        if c == "t" or (c == "4" and classes[i : i + 1] == "~"):
            i -= 1
        elif c == "~" and i - 2 >= floor and classes[i - 2] == "P":
            part, i = part or forms[i - 2], i - 2
        elif c == "~" and i - 2 >= floor and classes[i - 2] in "456":
            mod, i = {"4": "end", "5": "start", "6": "mid"}[classes[i - 2]], i - 2
        elif c == "~" and i - 3 >= floor and classes[i - 2] == "u" and (classes[i - 3] == "E" or forms[i - 3] in _SMALL):
            mod, i = "early" if forms[i - 3] in _SMALL else forms[i - 3], i - 3
        elif c == "~" and i - 2 >= floor and classes[i - 2] == ">":  # as of
            i -= 2
            break
        elif c == "E":
            mod, i = mod or forms[i - 1], i - 1
        elif c == "R" and i < expression.first and expression.kind not in ("duration", "nth", "span"):
            i -= 1
            break
        elif c in _BOUNDS:
            bound, i = _BOUNDS[c], i - 1
            while i > floor and (classes[i - 1] == "$" or (classes[i - 1] in "zjb" and bound in ("after", "before"))):
                bound = _BOUNDS.get(classes[i - 1], bound)
                i -= 1
            break
        elif c in _PLAIN:
            i -= 1
            if c in "0" and mod is None:
                mod = "approx"
            if c not in "KiI@0":
                break
        else:
            break
    if (part or expression.clock) and (expression.way == "hours" or bound not in ("since", "until", "from", "by")):
        bound = None  # "before dawn on Tuesday" is a part of Tuesday, not the days before it
    if i < expression.first and classes[i] == "t":
        i = expression.first  # "the October offensive": an article without a preposition belongs to the offensive
    way = expression.way
    if bound == "for" and expression.kind == "duration" and not _PERFECT.isdisjoint(forms[max(floor, i - 8) : i]):
        way = "past"  # "has been under siege for 214 days"
    return replace(expression, outer=i, mod=mod, bound=bound, part=part, way=way)


def _owns(words: Words, last: int) -> bool:
    """True for "claimed Monday's salvo", "after Tuesdays assault": the preposition belongs to what the day owns."""
    form = words.forms[last - 1]
    if form.endswith(("'s", "’s")):
        return True
    return form in ("weeks", "months", "years") or (form.endswith("days") and words.classes[last : last + 1] == ".")


def _since_clause(words: Words, expression: Expression, floor: int) -> Expression:
    """ "since the conflict began in March 2011": the whole clause is one phrase, and the date inside it another."""
    for i in range(expression.outer - 1, max(floor, expression.outer - _CLAUSE) - 1, -1):
        c = words.classes[i]
        if c in "|!c_(":
            break
        if c == "z":
            return replace(expression, outer=i, bound="since")
    return expression
