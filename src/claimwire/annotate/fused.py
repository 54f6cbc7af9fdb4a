"""Headlines and datelines that a page ran into the first sentence: "... Damascus AFP Thursday 5 Feb 2015 At least 45 ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|"
    r"Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY = r"(?:Mon(?:day)?|Tue(?:s(?:day)?)?|Wed(?:nesday)?|Thu(?:rs(?:day)?)?|Fri(?:day)?|Sat(?:urday)?|Sun(?:day)?)\.?"
_DATE = rf"(?:\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}}|\d{{1,2}}[-./]\d{{1,2}}[-./]\d{{4}})"
_HOUR = r"(?: (?:at )?\d{1,2}[:.]?\d{2}(?: ?(?:GMT|UTC|EST|EDT|CET|EET)(?:[+-]\d{1,2})?)?)?"
_AGENCY = r"(?:AFP|AP|Reuters|dpa|DPA|Xinhua|UPI|ANSA|EFE|TASS|Interfax|SANA|Anadolu|NNA|IRNA)"
# A date that a preposition leads is a date of the sentence's own.
_LEAD = re.compile(rf"(?:(?:Published|Updated|Posted|Last updated)(?: (?:at|on))? )?(?:{_DAY},? )?{_DATE}{_HOUR}(?= [A-Z\d])")
_MIDDLE = re.compile(
    rf"(?<= )(?<!\bon )(?<!\bof )(?<!\bby )(?<!\bto )(?<!\bin )(?<!\bat )(?<!\bthe )(?<!\band )(?<!\bfrom )(?<!\bsince )"
    rf"(?<!\buntil )(?<!\bbefore )(?<!\bafter )(?<!\bdated )(?:{_AGENCY} (?:{_DAY},? )?|{_DAY},? ){_DATE}{_HOUR}(?= [A-Z\d])"
)


def unfused(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a sentence that a full date stands between: headline, agency with date, sentence."""
    found = _LEAD.match(text, start, end)
    if found is None:
        found = next((m for m in _MIDDLE.finditer(text, start, end) if text[m.start() - 2] not in ",;:("), None)
    if found is None or end - found.end() < _SENTENCE:
        yield start, end
        return
    if found.start() > start:
        yield start, found.start() - 1
    yield found.start(), found.end()
    yield found.end() + 1, end


_SENTENCE = 20  # characters: what is shorter behind a date is no sentence
