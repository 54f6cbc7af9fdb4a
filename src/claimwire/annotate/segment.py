"""Cuts a report into paragraphs, sentences and words, with offsets into the text exactly as stored.

Three steps, each linear in the text and none of them changing a character:

1. ``_paragraphs``: lines become paragraphs. A line break ends a headline, list item or paragraph, unless the
   text is hard-wrapped (lines filled to one width and broken in mid-sentence): such lines are joined.
2. ``_sentences``: a paragraph is cut after a full stop, question or exclamation mark, with the quotation marks and
   brackets that close there. Abbreviations, initials and decimals do not end a sentence; nor does ``?"`` before
   ``he asked``. Each sentence inside a quotation is a sentence of its own.
3. ``_tokens``: words as Universal Dependencies English (EWT) cuts them, which the parser was trained on: ``did|n't``,
   ``Hama|'s``, ``al|-|Eis``, ``anti-tank`` (prefixes stay), ``$|5``, ``50|%``; ``1,200``, ``12:30``, ``Lt.``, ``U.S.`` whole.

Every character that is not white space lies in exactly one token of exactly one sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from claimwire.annotate.fused import unfused

MAX_TOKENS = 250  # a longer "sentence" is a table or a list run together; a parser's cost grows with its square


@dataclass(frozen=True, slots=True)
class SegmentedSentence:
    """One sentence, headline or list item: ``[start, end)`` without outer white space, and its tokens in order."""

    start: int
    end: int
    paragraph: int
    tokens: tuple[tuple[int, int], ...]


def segment(text: str) -> tuple[SegmentedSentence, ...]:
    """Return the sentences of ``text`` in order. Sentences and tokens are disjoint; no word is left outside."""
    out: list[SegmentedSentence] = []
    for number, (start, end) in enumerate(_paragraphs(text)):
        for a, b in (part for whole in _sentences(text, start, end) for part in unfused(text, *whole)):
            tokens = _tokens(text, a, b)
            for piece in _pieces(text, tokens):
                out.append(SegmentedSentence(piece[0][0], piece[-1][1], number, piece))
    return tuple(out)


def _pieces(text: str, tokens: tuple[tuple[int, int], ...]) -> Iterator[tuple[tuple[int, int], ...]]:
    """Cut an endless sentence into runs of at most MAX_TOKENS, after a semicolon or comma where there is one."""
    first = 0
    while len(tokens) - first > MAX_TOKENS:
        window = range(first + MAX_TOKENS, first + MAX_TOKENS // 2, -1)
        cut = next((k for mark in (";", ",") for k in window if text[tokens[k - 1][0] : tokens[k - 1][1]] == mark), None)
        if cut is None:
            cut = next((k for k in window if tokens[k - 1][1] < tokens[k][0]), first + MAX_TOKENS)
        yield tokens[first:cut]
        first = cut
    yield tokens[first:]


# --- paragraphs -------------------------------------------------------------------------------------------------

_LINE = re.compile(r"[^\r\n\x0b\x0c\x85\u2028\u2029]+")
_BULLET = re.compile(r"(?:[-–—*•·●○▪■►>+o]|\.(?=\s)|\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[.)])(?:\s|$)")
_LINE_END = re.compile(r"[.!?:;؟…][\"'”’»)\]]*$")
_DATED = re.compile(r"(?:on|by|updated|posted|published) [A-Z\d][^.]{0,50}$")  # "on July 13, 2009 at 10:50 AM" below a headline
_WIDEST_WRAP = 130
_NARROWEST_WRAP = 40


@dataclass(frozen=True, slots=True)
class _Line:
    start: int
    end: int
    width: int  # with indentation, as a typesetter counts
    adjacent: bool  # no empty line above
    lower: bool  # begins with a small letter
    first_word: int  # length


def _lines(text: str) -> list[_Line]:
    lines = []
    previous_end = -1
    for m in _LINE.finditer(text):
        raw = m.group()
        bare = raw.strip()
        if not bare:
            continue
        start = m.start() + len(raw) - len(raw.lstrip())
        end = start + len(bare)
        gap = text[previous_end:start] if previous_end >= 0 else ""
        adjacent = previous_end >= 0 and len(gap) < 400 and len(gap.replace("\r\n", "\n").splitlines()) <= 2
        first = bare[:_WIDEST_WRAP].split(None, 1)[0]
        lines.append(_Line(start, end, len(raw.rstrip()), adjacent, bare[0].islower(), len(first)))
        previous_end = end
    return lines


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Yield paragraphs. Whether a break is a wrap is decided on the whole text: one width, filled, broken in mid-sentence."""
    lines = _lines(text)
    if not lines:
        return
    joins: list[bool] = []
    for above, below in pairwise(lines):
        joins.append(_is_soft(text, above, below, inside=bool(joins) and joins[-1]))
    narrow = sorted(line.width for line in lines if line.width <= _WIDEST_WRAP)
    width = narrow[int(0.95 * len(narrow))] if narrow else 0  # a few lines stick out, with a long address in them
    pairs = [(a, b) for a, b in pairwise(lines) if b.adjacent]
    full = [a for a, b in pairs if a.width + 1 + b.first_word > width]
    wrapped = (
        width >= _NARROWEST_WRAP
        and len(narrow) >= 0.9 * len(lines)
        and len(full) >= 0.5 * len(pairs)
        and (sum(joins) >= max(1, 0.25 * len(full)) or _is_caseless_wrap(text, pairs, full))
    )
    start = lines[0].start
    for (above, below), soft in zip(pairwise(lines), joins, strict=True):
        filled = wrapped and below.adjacent and above.width <= _WIDEST_WRAP
        if filled and above.width <= width - 1 - below.first_word:  # a ragged line goes on all the same, unless it is closed
            filled = above.width >= 0.75 * width and not _LINE_END.search(text, max(above.start, above.end - 6), above.end)
        item = _BULLET.match(text, below.start, min(below.end, below.start + 8)) is not None
        if not soft and not (filled and not item):
            yield start, above.end
            start = below.start
    yield start, lines[-1].end


def _is_caseless_wrap(text: str, pairs: list[tuple[_Line, _Line]], full: list[_Line]) -> bool:
    """Where no small letter can show that a line goes on (Arabic, wires in capitals): nearly all lines filled, few closed."""
    head = text[:5000]
    if sum(map(str.islower, head)) > 0.05 * sum(map(str.isalpha, head)):
        return False
    closed = sum(_LINE_END.search(text, max(a.start, a.end - 6), a.end) is not None for a in full)
    return len(full) >= max(2, 0.8 * len(pairs)) and closed <= 0.4 * len(full)


def _is_soft(text: str, above: _Line, below: _Line, *, inside: bool) -> bool:
    """True when the break falls in mid-sentence; ``inside``: so did the one before (pages put a link's words on a line)."""
    if not (below.adjacent and below.lower and (inside or above.width >= _NARROWEST_WRAP)):
        return False
    if _LINE_END.search(text, max(above.start, above.end - 6), above.end) or _DATED.match(text, below.start, below.end):
        return False
    return _BULLET.match(text, below.start, min(below.end, below.start + 8)) is None


# --- sentences --------------------------------------------------------------------------------------------------


def _lexicon(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Never the end of a sentence: a name, a number or a clause follows.
_TITLES = _lexicon(
    """mr mrs ms messrs dr prof gen maj col lt capt cpt cmdr cdr comdr adm rear brig sgt cpl pfc pvt spc sfc msgt ssgt tsgt
    hon rev fr sen rep reps sens gov govs amb pres supt insp det st ste mt ft vs v viz cf e.g i.e eg ie approx ca
    fig figs art arts sec secs para paras vol op ed eds nos brgy hajj const pte asst atty comm"""
)
# Before a number only.
_NUMBERED = _lexicon("no nr art p pp ch pt reg res ser c")
# May end a sentence: it does when a word follows that rarely goes on with a name.
_EITHER = _lexicon(
    """jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun inc corp ltd co bros plc
    jr sr esq etc al dept dist univ assn est ave blvd rd hwy bldg govt min max avg km sq tel ext u.s u.k u.n e.u a.m p.m
    ph.d d.c u.a.e u.s.a"""
)
_STARTERS = _lexicon(
    """the a an this that these those he she it they we you i his her its their our my in on at by for from with after before
    during since until as when while where if although though because but and or so yet however meanwhile also another both
    each all some many most several no none not there here what who why how according earlier later separately elsewhere
    asked speaking residents witnesses officials rebels activists state government more at last two three four five six
    nobody nothing"""
)
# A post's writer who begins a sentence with a small letter begins it with one of these.
_CARELESS_STARTERS = _lexicon("i he she it they we you this there please also but so the")
_AFTER_HOUR = _lexicon("gmt utc est edt cet eet bst monday tuesday wednesday thursday friday saturday sunday local")
_SPEECH = (
    r"(?:said|says|added|adds|told|tells|asked|asks|replied|wrote|shouted|cried|warned|declared|stated|insisted|claimed|argued|"
    r"exclaimed|recalled|tweeted|posted|continued|explained|noted)"
)
_TERMINATOR = re.compile(r"[.!?…؟。！？۔]+")
_CLOSERS = re.compile(r"(?:[\"'”’»)\]}]|\s?\[\d{1,3}\])*")
_GAP = re.compile(r"\s+")
_OPENERS = "\"'“‘«([{¿¡„"
_WORD_BEFORE = re.compile(r"[^\s\"'“”‘’«»()\[\]{}—–/,;:!?…]+$")
_NEXT_WORD = re.compile(r"[^\W\d_]+(?:[.'’][^\W\d_]+)*")
_SPEAKER = rf"(?!No ?one|Nobody|Neither|None)[^.!?\"“”,;:]{{0,60}}?\b{_SPEECH}\b"
_SPEAKER_THEN_VERB = re.compile(_SPEAKER)
_SPEAKER_THEN_VERB_ENDS = re.compile(_SPEAKER + r"(?: (?:\w+|on \w+|in an? [^.,]{0,30}|at [^.,]{0,30}))?\s*(?:[.,]|$)")
_CREDIT = re.compile(r"(\([^().!?]{2,60}\))\s+(?=[A-Z\"“])")  # "(Photo: Agency) Rescuers ..."
_ENUMERATOR = re.compile(r"[\s(]*(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,4})?$")
_LOWER_NAME = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|az)-[^\W\d_]|(?:bin|ibn|abu|de|von|van) [A-Z]")


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the sentences of one paragraph."""
    begin = start
    if (credit := _CREDIT.match(text, start, end)) is not None:
        yield start, credit.end(1)
        begin = start = credit.end()
    small_letters_only = not any(c.isupper() for c in text[start : min(end, start + 5000)])
    position = start
    while (m := _TERMINATOR.search(text, position, end)) is not None:
        closers = _CLOSERS.match(text, m.end(), end)
        after = closers.end() if closers else m.end()
        position = max(m.end(), after)
        gap = _GAP.match(text, after, end)
        if gap is None:
            if m.end() < end and _is_missing_space(text, m.start(), m.end(), end):
                yield begin, m.end()
                begin = position = m.end()
            continue
        following = gap.end()
        if following >= end:
            break
        if _ends_sentence(
            text,
            begin=begin,
            mark=m.start(),
            mark_end=m.end(),
            after=after,
            following=following,
            end=end,
            small=small_letters_only,
        ):
            if not any(c.isalnum() for c in text[following : min(end, following + 12)]) and following + 12 > end:
                break  # a stray quotation mark or bracket belongs to the sentence before it
            yield begin, after
            begin = following
            if (credit := _CREDIT.match(text, begin, end)) is not None:
                yield begin, credit.end(1)
                begin = position = credit.end()
    yield begin, end


def _is_missing_space(text: str, mark: int, after: int, end: int) -> bool:
    """True for ``fled.The next`` and ``fled."The next``, where the space was lost; not for ``example.Com``, ``U.S.Army``."""
    word = after + 1 if text[after] in '"“' else after
    left = text[max(mark - 3, 0) : mark]
    if after - mark != 1 or len(left) < 3 or not (left.isalpha() and left.islower()) or word >= end or not text[word].isupper():
        return False
    return word > after or _word_at(text, word, end).lower() in _STARTERS


def _word_at(text: str, position: int, end: int) -> str:
    m = _NEXT_WORD.match(text, position, min(end, position + 40))
    return m.group() if m else ""


def _ends_sentence(text: str, *, begin: int, mark: int, mark_end: int, after: int, following: int, end: int, small: bool) -> bool:
    """Decide on one candidate: ``mark`` is the stop, ``after`` lies behind its closing marks, ``following`` is the next word."""
    stop = text[mark:mark_end]
    opened = following
    while opened < end and text[opened] in _OPENERS:
        opened += 1
    lead = text[opened] if opened < end else ""
    quoted = any(c not in "([{" for c in text[following:opened])
    closed = after > mark_end and text[mark_end] in "\"”’'»"
    plain = stop == "." and not closed and text[mark - 3 : mark].isalpha() and text[mark - 3 : mark].islower()
    if plain and not small and lead.islower() and (_word_at(text, opened, end) in _CARELESS_STARTERS):
        return _known(text, begin, mark) is None
    if (
        lead.islower()
        and not (quoted and not closed)
        and not small
        and not _LOWER_NAME.match(text, opened, min(end, opened + 12))
    ):
        return False
    if lead.islower() and not small and closed:
        return False
    if stop != ".":
        if lead in ",;-–—":
            return False
        return not (closed and _SPEAKER_THEN_VERB.match(text, following, min(end, following + 90)))
    if _ENUMERATOR.match(text[begin:mark] if mark - begin < 8 else "########"):
        return False
    if text[following] in ",;:–—" or (text[following] == "-" and text[following : following + 2] != "- "):
        return False
    if closed and _SPEAKER_THEN_VERB_ENDS.match(text, following, min(end, following + 110)):
        return False
    if text[mark - 1] == "(" or (after > mark_end and (closed or _known(text, begin, mark) is None)):
        return after > mark_end
    before = _WORD_BEFORE.search(text[max(begin, mark - 24) : mark])
    word = before.group() if before else ""
    return _stop_ends(word, text[max(begin, mark - 40) : mark], _word_at(text, opened, end), lead, quoted)


def _known(text: str, begin: int, mark: int) -> str | None:
    """The abbreviation that the stop at ``mark`` belongs to, or None."""
    m = _WORD_BEFORE.search(text[max(begin, mark - 24) : mark])
    word = m.group().lower() if m else ""
    return word if word in _TITLES or word in _EITHER or word in _NUMBERED or "." in word else None


def _stop_ends(word: str, context: str, next_word: str, lead: str, quoted: bool) -> bool:
    """Decide on a plain full stop after ``word``."""
    key = word.rsplit("-", 1)[-1].lower() if "." not in word else word.lower().strip(".")
    starts = next_word.lower() in _STARTERS
    if key in _TITLES:
        return key in {"st", "ft", "mt", "rep", "sec"} and starts and not word[:1].isupper()
    if key in _NUMBERED and lead.isdigit():
        return False
    if key in {"a.m", "p.m"} or (key == "m" and re.search(r"\b[ap]\. m$", context)):
        return next_word.lower() not in _AFTER_HOUR and (lead.isupper() or quoted)
    if key in _EITHER and (
        word[:1].isupper() or key in {"etc", "al", "min", "max", "km", "sq", "tel", "ext", "govt"} or "." in word
    ):
        return (starts or quoted) and lead.isupper()
    if len(word) == 1 and word.isalpha() and word.isupper():
        # An initial, unless it closes a phrase ("vitamin C. The ...", "so did I. We ...").
        return starts and (word == "I" or not context[:-1].rstrip().rsplit(None, 1)[-1:] or not _name_before(context))
    if re.fullmatch(r"(?:[^\W\d_]\.)+[^\W\d_]", word):
        return (starts or quoted) and lead.isupper()
    return True


def _name_before(context: str) -> bool:
    words = context.split()
    return len(words) > 1 and words[-2][:1].isupper()


# --- words ------------------------------------------------------------------------------------------------------

_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc-\u09cd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff\u1dc0-\u1dff\u200c\u200d\u20d0-\u20ff\ufe20-\ufe2f"
)
_W = rf"[\w{_MARKS}]"
_PREFIXES = (
    "anti|pro|non|post|pre|mid|ex|re|co|neo|semi|multi|sub|counter|pan|inter|intra|ultra|bi|un|quasi|trans|socio|micro|"
    "mini|over|e|psycho|arch|vice|para|geo|eco|de"
)
_UNITS = (
    r"(?:km|kms|mm|cm|m|ft|kg|kgs|lb|lbs|mph|kph|kmh|am|pm|a\.m\.?|p\.m\.?|k|bn|mn|tn|mw|kw|kt|mi|yd|yds|hrs|hr|mins|min|ha|sq)"
)
_EXTENSIONS = r"(?:com|org|net|gov|edu|info|int|mil|co\.uk|ru|ua|sy|iq|de|fr|uk|tv|io|html?|pdf|docx?|xlsx?|jpe?g|png|txt)"
_SKIN = "[\ufe0f\U0001f3fb-\U0001f3ff]*"
_EMOJI = "[\U0001f000-\U0001faff\u2600-\u27bf\u2b00-\u2bff\u2190-\u21ff\u2300-\u23ff]"
_ABBREVIATIONS = "|".join(
    sorted((re.escape(a) for a in (_TITLES | _EITHER | {"no", "nr", "pp"}) if "." not in a and a != "v"), key=len, reverse=True)
)
_TOKEN = re.compile(
    rf"""
    (?P<plain>[A-Za-z]+(?=[ ,]))
  | (?P<url>(?:https?|ftp)://[^\s<>"“”]+|www\.[^\s<>"“”]+)
  | (?P<mail>{_W}[\w.+-]{{0,63}}@[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{1,5}})
  | (?P<host>(?<!\w)[\w-]{{1,63}}(?:\.[\w-]{{1,63}}){{0,4}}?\.(?i:{_EXTENSIONS})(?!\w)(?:/[^\s<>"“”]*)?)
  | (?P<tag>(?<!\w)(?:@|\#(?=[^\W\d]))[\w]{{1,100}})
  | (?P<emoji>[\U0001f1e6-\U0001f1ff]{{2}}|{_EMOJI}{_SKIN}(?:\u200d{_EMOJI}{_SKIN})*)
  | (?P<smile>(?<!\w)[:;]-?[)(DP](?!\w))
  | (?P<date>(?<![\w/])\d{{1,4}}/\d{{1,2}}(?:/\d{{2,4}})?(?![\w/]))
  | (?P<phone>(?<![\w-])(?:\d-)?\d{{3}}-(?:\d{{3}}-)?\d{{4}}(?![\w-]))
  | (?P<measure>\d+(?:[.,:٫٬]\d+)*(?=(?i:{_UNITS})(?!\w)))
  | (?P<decade>\d+['’]s(?!\w))
  | (?P<number>(?:(?<![\w.])\.)?\d+(?:[.,:٫٬]\d+)+(?:st|nd|rd|th|s)?|(?<![\w.])\.\d+)
  | (?P<acronym>(?<!\w)[^\W\d_]{{1,2}}\.(?:[^\W\d_]\.)+(?:[^\W\d_](?!\w))?|(?<!\w)[^\W\d_]\.[^\W\d_](?![\w.]))
  | (?P<abbreviation>(?<!\w)(?i:{_ABBREVIATIONS})\.(?!\w))
  | (?P<initial>(?<!\w)[A-ZÀ-ÞА-Я]\.(?=\s*[\w"“(]))
  | (?P<circa>(?<!\w)(?:c|p|pp|pt)\.(?=\s?\d))
  | (?P<signed>(?<![\w+])\+\d+)
  | (?P<company>(?<!\w)[A-Z]{{1,3}}&[A-Z]{{1,3}}(?!\w))
  | (?P<money>(?<!\w)[A-Z]{{1,3}}\$)
  | (?P<prefixed>(?<![\w-])(?i:{_PREFIXES})-[^\W\d_]{_W}*(?:['’`ʼ]{_W}+)*)
  | (?P<word>{_W}+(?:['’`ʼ]{_W}+)*)
  | (?P<run>[!?]{{2,}}|[-=]{{2,}}|(?P<same>[*_~.\#<>$])(?P=same)+)
  | (?P<mark>''|``|\S)
    """,
    re.VERBOSE,
)
_NOT = re.compile(r"(?i)n['’`ʼ]?t$")
_CLITIC = re.compile(r"(?i)['’`ʼ](?:s|m|d|re|ve|ll)$")
_TRAILING = re.compile(r"[.,;:!?)\"'\]>…”’»]+$")
# Written as one word, two in the treebanks; the negations also because some outlets' texts lost their apostrophes.
_FUSED = {
    "cannot": 3, "gonna": 3, "wanna": 3, "gotta": 3, "dont": 2, "didnt": 3, "doesnt": 4, "isnt": 2, "wasnt": 3, "werent": 4,
    "arent": 3, "couldnt": 5, "wouldnt": 5, "shouldnt": 6, "hasnt": 3, "havent": 4, "hadnt": 3, "cant": 2, "wont": 2,
}  # fmt: skip
_ENDS_ANYWAY = _EITHER | {"a.m", "p.m"}


def _tokens(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """Return the words of one sentence."""
    out: list[tuple[int, int]] = []
    position = start
    while position < end:
        m = _TOKEN.search(text, position, end)
        if m is None:
            break
        a, b = m.span()
        kind = m.lastgroup
        position = b
        if kind == "plain" and text[a:b].lower() not in _FUSED:  # most words; the other patterns would find the same
            out.append((a, b))
        elif kind in {"url", "host"}:
            trailing = _TRAILING.search(text, max(a + 1, b - 40), b)
            position = trailing.start() if trailing else b
            out.append((a, position))
        elif kind in {"plain", "word", "prefixed"}:
            out.extend(_split_word(text, a, b))
        elif kind == "abbreviation" and _is_last(text, b, end) and text[a : b - 1].lower() not in _ENDS_ANYWAY:
            out.extend(((a, b - 1), (b - 1, b)))
        else:
            out.append((a, b))
    return tuple(out)


def _is_last(text: str, position: int, end: int) -> bool:
    closers = _CLOSERS.match(text, position, end)
    return (closers.end() if closers else position) >= end


def _split_word(text: str, a: int, b: int) -> Iterator[tuple[int, int]]:
    """Yield a word without and with its clitic."""
    word = text[max(a, b - 40) : b]
    cut = None
    if (m := _CLITIC.search(word)) or ((m := _NOT.search(word)) and not m.group()[1:2].isalpha()):
        cut = b - len(m.group())
    elif b - a <= 8 and (length := _FUSED.get(word.lower())):
        cut = a + length
    if cut is None or cut <= a:
        yield a, b
    else:
        yield a, cut
        yield cut, b
