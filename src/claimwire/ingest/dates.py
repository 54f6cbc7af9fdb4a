"""Publication dates as records and pages write them, to ISO 8601. A date that does not name one day is None.

A wrong publication date shifts every "Friday" and "yesterday" of a report, so nothing is guessed: not the century, not
the missing day of "May 2016", not whether 03/04/2016 is in March or April.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

_EXTENDED = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_BASIC = re.compile(r"\d{8}(?:T\d{4,6}(?:Z|[+-]\d{2}:?\d{2})?)?")
_SLASHED = re.compile(r"(\d{1,2})([/.\-])(\d{1,2})\2(\d{4})(?:[ ,T]+(\d{1,2}:\d\d(?::\d\d)?))?")
_EPOCH = re.compile(r"\d{9,10}(?:\d{3})?")
_ZONES = {"UTC": 0, "GMT": 0, "Z": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "PST": -8, "PDT": -7, "CET": 1, "CEST": 2,
          "EET": 2, "EEST": 3, "MSK": 3, "BST": 1}  # fmt: skip
_LONGEST = 60  # characters; a longer "date" is a sentence


def to_iso(value: object) -> str | None:
    """Return ``value`` as an ISO 8601 date or date-time, or None when it does not name exactly one day."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = str(value).strip()
    if not text or len(text) > _LONGEST:
        return None
    try:
        return _to_iso(text)
    except (ValueError, OverflowError, OSError, TypeError):  # TypeError: dateutil, on some strings of digits
        return None


def _to_iso(text: str) -> str | None:
    if _EXTENDED.fullmatch(text):
        datetime.fromisoformat(text.replace(",", "."))
        return re.sub(r"([+-]\d\d)(\d\d)$", r"\1:\2", text.replace(" ", "T", 1)) if len(text) > 10 else text
    if _BASIC.fullmatch(text):
        moment = datetime.fromisoformat(text)
        return moment.isoformat() if "T" in text else moment.date().isoformat()
    if _EPOCH.fullmatch(text):
        seconds = int(text) / (1000 if len(text) > 10 else 1)
        return datetime.fromtimestamp(seconds, tz=UTC).isoformat(timespec="seconds")
    if m := _SLASHED.fullmatch(text):
        return _slashed(m)
    if "," in text[:5] and re.search(r"\d:\d\d", text):
        try:
            return parsedate_to_datetime(text).isoformat()
        except ValueError:
            pass  # not RFC 5322: "Fri, May 27 2016 10:00"
    return _free_form(text)


def _slashed(m: re.Match[str]) -> str | None:
    """Read 27/05/2016 and 05/27/2016; 03/04/2016 only with dots, which no country that writes the month first uses."""
    first, second, year = int(m[1]), int(m[3]), int(m[4])
    if first > 12 or m[2] == "." or first == second:
        day, month = first, second
    elif second > 12:
        day, month = second, first
    else:
        return None
    iso = date(year, month, day).isoformat()
    return f"{iso}T{m[5].zfill(5)}" if m[5] and len(m[5].zfill(5)) == 5 else iso


def _free_form(text: str) -> str | None:
    """Read "27 May 2016, 10:00 GMT". Two defaults that differ in every part show whether a part was missing."""
    from dateutil import parser as free_form  # a seventh of the package's import time, needed by few inputs

    if not re.search(r"\b\d{4}\b", text) or not re.search(r"[^\W\d_]{3,}|年", text):
        return None
    readings = [free_form.parse(text, default=d, tzinfos=_zone) for d in (datetime(2001, 1, 1), datetime(2004, 2, 2, 3, 4))]
    if readings[0].date() != readings[1].date():
        return None
    if readings[0] != readings[1] or not re.search(r"\d:\d\d|\d\s*[ap]\.?m", text, re.IGNORECASE):
        return readings[0].date().isoformat()
    return readings[0].isoformat()


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    hours = _ZONES.get((name or "").upper())
    return None if hours is None else timezone(timedelta(hours=hours))
