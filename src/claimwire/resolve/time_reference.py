"""What a text's time words are relative to: its dateline or date, whether it tells a story, which verbs point ahead."""

from __future__ import annotations

from datetime import date

from claimwire.records import Report, Sentence, Token
from claimwire.resolve.numerals import lexicon
from claimwire.resolve.time_grammar import Expression
from claimwire.resolve.time_lexicon import Words

_HEAD = 80  # words in which a dateline may stand; sources often fuse headline, agency and dateline into one line
_FAR = 400  # days: a dateline further than this from the publication date is an old date in the headline
_AGENCY_WORDS = 12  # a dateline without a year opens the text: "KHARTOUM, May 6 -"
_DEICTIC = frozenset({"weekday", "deictic", "unit_way", "ago", "overnight", "last_night", "weekend"})


def published(report: Report) -> date | None:
    """The publication date of a report, without its hour; None when it has none or it is no ISO date."""
    try:
        return date.fromisoformat((report.published_at or "")[:10])
    except ValueError:
        return None


def spoken_on(report: Report, words: Words, found: list[Expression]) -> tuple[date | None, str]:
    """Return the day that the text speaks on and why: its own dateline before the publication date of its record.

    Aggregators give the day they fetched a text; the words "on Tuesday" were written under the dateline.
    """
    publication = published(report)
    for expression in found:
        if expression.first > _HEAD:
            break
        day = _dateline(report, words, expression, publication)
        if day is not None:
            return day, "dateline"
    return publication, "published" if publication else "none"


def _dateline(report: Report, words: Words, e: Expression, publication: date | None) -> date | None:
    if e.kind != "date" or e.day is None or e.month is None or e.to is not None or e.bound or e.outer != e.first:
        return None
    before = words.classes[e.first - 1] if e.first else "|"
    after = words.classes[e.last] if e.last < len(words.classes) else "|"
    if before in "~A-e":
        return None
    closes = after in "-|!()" or (after == "_" and e.last + 1 < len(words.classes) and words.classes[e.last + 1] == "|")
    year = e.year
    if year is None:
        if publication is None or not closes or after in "!|" or e.first > _AGENCY_WORDS:
            return None
        year = publication.year - (e.month == 12 and publication.month == 1)
    else:
        capital = e.last < len(words.starts) and not report.text[words.starts[e.last]].islower()
        opens = e.first <= 1 or (e.first and words.classes[e.first - 1] in "|(")
        full = e.weekday is not None and e.day is not None
        if not (closes or opens or capital or full) or (after == "c" and not full):
            return None
        if e.weekday is None and not opens and not closes and before not in ".c(":
            return None
    try:
        day = date(year, e.month, e.day)
    except ValueError:
        return None
    if publication is not None and abs((day - publication).days) > _FAR:
        return None
    return day


def tells_a_story(reference: date | None, found: list[Expression]) -> bool:
    """True for a history rather than news: its dates name their years, and few words count from the day of writing."""
    if reference is None:
        return False
    dated = [e for e in found if e.year is not None and e.year != reference.year]
    deictic = sum(e.kind in _DEICTIC and e.month is None for e in found)
    if deictic == 0 and len(dated) >= 4:
        return True
    return sum(e.month is not None for e in dated) >= 3 and len(dated) > 2 * deictic


# Which way a verb points --------------------------------------------------------------------------------------------

_AHEAD_AUX = frozenset({"will", "'ll", "’ll", "shall", "wo", "would", "must", "should", "may", "might"})
_AHEAD_HEADS = lexicon(
    "plan schedule expect due set intend agree hope vow promise threaten demand order propose prepare urge slate "
    "deadline undertake decide want ask call be oblige require"
)
_SCHEDULED = lexicon("take begin start expire open end lapse resume enter meet convene hold")
_PUT_OFF = lexicon("extend prolong postpone delay reschedule adjourn defer schedule renew")
_PAST_AUX = frozenset({"was", "were", "had", "did"})
_DUE = frozenset({"due", "scheduled", "slated", "effective", "payable", "starting", "beginning"})
_AHEAD_WORDS = lexicon("will ll shall would must due scheduled expected slated planned plans tomorrow")
_SAID = lexicon("said says told announced reported added stated declared confirmed tweeted wrote claimed warned")
_SPEECH = lexicon(
    "say tell announce report add state declare confirm tweet write claim warn admit concede acknowledge deny reply insist note"
)
_PAST = _SAID | lexicon(
    "was were had killed wounded began met held took hit left struck fell fled shot went came made gave saw found "
    "broke blew fired shelled attacked captured seized entered launched died bombed"
)


def points_ahead(e: Expression, words: Words, sentence: Sentence | None) -> bool:
    """True when the verb that governs a date speaks of the future: "will meet on Friday", "due on Monday"."""
    if e.bound in ("since", "after"):
        return False
    if e.bound == "for" and e.kind in ("weekday", "date"):
        return True  # "planned for Saturday"
    if _DUE.intersection(words.forms[max(0, e.outer - 3) : e.outer]):
        # "hostages due on Friday were never freed": what was due is past
        return not _HAD.intersection(words.forms[e.last : e.last + 1])
    token = _governor(e, words, sentence) if sentence is not None else None
    if token is not None and e.bound in ("until", "for", "to") and token.lemma in _PUT_OFF:
        return True
    if token is not None and sentence is not None:
        verdict = _verb_points_ahead(token, sentence)
        if verdict or e.bound not in ("by", "until", "from", "before"):
            return verdict
    opens = e.outer == 0 or words.classes[e.outer - 1] in "|_!"
    if e.bound in ("by", "until", "before"):
        return not opens and not _before_it(e, words, _HAD)
    if e.bound == "from" and e.to is None:
        return True
    return _scan(e, words, opens=opens) if token is None else False


_HAD = frozenset({"had", "was", "were"})


def _before_it(e: Expression, words: Words, forms: frozenset[str]) -> bool:
    for i in range(e.outer - 1, max(-1, e.outer - 12), -1):
        if words.classes[i] in "|!_":
            return False
        if words.forms[i] in forms:
            return True
    return False


def _scan(e: Expression, words: Words, *, opens: bool) -> bool:
    """Without a parse: the nearest telling word before the date in its clause, or after it when the date opens one."""
    for i in range(e.outer - 1, max(-1, e.outer - 14), -1):
        form = words.forms[i]
        if words.classes[i] in "|!_":
            break
        if form in _AHEAD_WORDS or (form == "to" and i > 0 and words.forms[i - 1] in ("is", "are", "due", "set")):
            return True
        if form in _PAST:
            return False
    if opens or (e.outer and words.classes[e.outer - 1] == "c"):
        for i in range(e.last, min(len(words.forms), e.last + 12)):
            form = words.forms[i]
            if words.classes[i] in "|!_":
                break
            if form in _AHEAD_WORDS:
                return True
            if form in _PAST or form.endswith("ed"):
                return False
    return False


def points_back(e: Expression, words: Words, sentence: Sentence | None) -> bool:
    """True when the verb that governs a date is in the past tense: "fell in August" is said of an August gone by."""
    token = _governor(e, words, sentence) if sentence is not None else None
    if token is None or sentence is None or token.upos != "VERB":
        return False
    index = sentence.tokens.index(token)
    helpers = {t.text.lower() for t in sentence.tokens if t.head == index and t.deprel.startswith("aux")}
    form = token.text.lower()
    if helpers & _AHEAD_AUX or any(t.head == index and t.upos == "PART" and t.text.lower() == "to" for t in sentence.tokens):
        return False
    if helpers:
        return bool(helpers & _PAST_AUX)
    return not form.endswith("ing") and form not in {token.lemma, f"{token.lemma}s", f"{token.lemma}es"}


def dates_a_saying(e: Expression, words: Words, sentence: Sentence | None) -> bool:
    """True for the Saturday of "the army conceded on Saturday": the story stays on the day of which it was said."""
    token = _governor(e, words, sentence) if sentence is not None else None
    return token is not None and (token.lemma in _SPEECH or token.text.lower() in _SAID)


def _governor(e: Expression, words: Words, sentence: Sentence) -> Token | None:
    """The verb that the date hangs on in the parse; None when the sentence has no parse or no verb above the date."""
    tokens = sentence.tokens
    if not tokens or all(t.head < 0 for t in tokens):
        return None
    start, end = words.starts[e.first], words.ends[e.last - 1]
    inside = [i for i, t in enumerate(tokens) if t.start < end and t.end > start]
    if not inside:
        return None
    index = next((i for i in inside if not start <= tokens[tokens[i].head].start < end), inside[-1])
    for _ in range(len(tokens)):
        if tokens[index].upos == "VERB" or (tokens[index].upos == "ADJ" and tokens[index].lemma in _AHEAD_HEADS):
            return tokens[index]
        index = tokens[index].head
        if index < 0:
            return None
    return None


def _verb_points_ahead(verb: Token, sentence: Sentence) -> bool:
    tokens = sentence.tokens
    index = tokens.index(verb)
    for _ in range(3):  # a chain of infinitives and conjuncts borrows its auxiliary from the verb above
        token = tokens[index]
        below = [t for t in tokens if t.head == index]
        helpers = {t.text.lower() for t in below if t.deprel.startswith("aux")}
        if helpers & _AHEAD_AUX and not helpers & {"have", "had"}:
            return True
        if not helpers and token.text.lower() == token.lemma + "s" and token.lemma in _SCHEDULED:
            return True  # "takes effect on Saturday"
        if token.lemma in ("due", "schedule", "slate", "expect") and token.deprel != "xcomp":
            return True
        infinitive = any(t.text.lower() == "to" and t.upos == "PART" for t in below)
        if infinitive and token.head >= 0 and tokens[token.head].lemma in _AHEAD_HEADS:
            return True
        if infinitive and token.deprel == "root":
            return True
        purpose = infinitive and token.deprel.startswith(("advcl", "acl", "ccomp"))
        if token.head < 0 or not (token.deprel.startswith(("conj", "xcomp")) or purpose) or helpers:
            return False
        index = token.head
    return False
