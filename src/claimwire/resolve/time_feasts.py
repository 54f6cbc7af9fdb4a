"""Feasts that move: Christian ones counted from Easter, Muslim ones by the tabular calendar, and a few weekdays of a month.

The tabular calendar may differ by a day from what a moon sighted in one country made of it; such days are approximate.
"""

from __future__ import annotations

from datetime import date, timedelta

_ISLAMIC_EPOCH = date(622, 7, 19).toordinal()  # 1 Muharram 1, proleptic Gregorian
# Days of feasts, counted from Easter Sunday of the Western and of the Eastern church.
FROM_EASTER = {
    "easter": 0, "easter sunday": 0, "good friday": -2, "maundy thursday": -3, "palm sunday": -7, "holy saturday": -1,
    "easter monday": 1, "ascension day": 39, "pentecost": 49, "ash wednesday": -46,
}  # fmt: skip
FIXED = {
    "christmas": (12, 25), "christmas eve": (12, 24), "christmas day": (12, 25), "new year's eve": (12, 31),
    "new year's day": (1, 1), "new year's": (1, 1), "boxing day": (12, 26), "orthodox christmas": (1, 7), "epiphany": (1, 6),
    "nowruz": (3, 21), "may day": (5, 1), "halloween": (10, 31), "valentine's day": (2, 14),
}  # fmt: skip
# Month and day of the Islamic year, and how many days the feast takes.
ISLAMIC = {
    "ramadan": (9, 1, 30), "eid al-fitr": (10, 1, 1), "eid al-adha": (12, 10, 1), "ashura": (1, 10, 1), "arafat day": (12, 9, 1),
    "mawlid": (3, 12, 1), "muharram": (1, 1, 30),
}  # fmt: skip
SPELLINGS = {
    "eid ul-fitr": "eid al-fitr", "eid-al-fitr": "eid al-fitr", "eid-ul-fitr": "eid al-fitr", "eid ul-adha": "eid al-adha",
    "eid-al-adha": "eid al-adha", "eid-ul-adha": "eid al-adha", "ramadhan": "ramadan", "thanksgiving day": "thanksgiving",
    "norouz": "nowruz", "newroz": "nowruz", "orthodox easter sunday": "orthodox easter",
}  # fmt: skip
NAMES = frozenset({*FROM_EASTER, *FIXED, *ISLAMIC, *SPELLINGS, "orthodox easter", "thanksgiving"})


def on(name: str, year: int) -> list[tuple[date, date]]:
    """Return the first and last day of a feast in a year; an Islamic one may come twice in a year, or not at all."""
    name = SPELLINGS.get(name, name)
    if name in FIXED:
        return [(date(year, *FIXED[name]),) * 2]
    if name in ISLAMIC:
        month, day, length = ISLAMIC[name]
        first = [islamic(h, month, day) for h in range(int((year - 622) * 1.0307) - 1, int((year - 622) * 1.0307) + 3)]
        return [(d, d + timedelta(days=length - 1)) for d in first if d.year == year]
    if name == "thanksgiving":
        return [(nth_weekday(year, 11, 3, 4),) * 2]
    if name == "orthodox easter":
        return [(orthodox_easter(year),) * 2]
    return [(easter(year) + timedelta(days=FROM_EASTER[name]),) * 2]


def islamic(year: int, month: int, day: int) -> date:
    """Return the Gregorian date of a day of the tabular Islamic calendar."""
    days = (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + month // 2 + day - 1
    return date.fromordinal(_ISLAMIC_EPOCH + days)


def nth_weekday(year: int, month: int, weekday: int, n: int) -> date:
    """Return the ``n``-th such weekday (Monday is 0) of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones, Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


def orthodox_easter(year: int) -> date:
    """Easter Sunday of the Julian calendar (Meeus), as the Gregorian date of the years 1900 to 2099."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)
