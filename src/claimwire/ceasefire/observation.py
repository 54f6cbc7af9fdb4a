"""One observation of a count, with the key that says with which others it may be compared."""

from __future__ import annotations

from dataclasses import dataclass

from claimwire.ceasefire.kinds import STOCKS

_ONE_UNIT = STOCKS | {"aid_trucks", "displaced", "returned", "prisoners"}  # whatever their noun: one unit each
_CASES = frozenset({"violation", "breach", "infringement", "case", "tonne", "ton", "metric ton"})
_PEOPLE = frozenset({"person", "people", "civilian", "resident", "child", "woman", "man", "family", None})


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that a value was read off."""

    report: str
    start: int
    end: int
    words: str

    def quoted(self) -> str:
        """Return it as an alert quotes it."""
        return f"“{' '.join(self.words.split())}” ({self.report} [{self.start}, {self.end}))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One observation of a count. ``kind``: cumulative, period, increment or part; ``of`` is the claim that a part divides."""

    measure: str
    counted: str
    agreement: str | None  # the agreement's id or date, where the words tell it from others
    agreement_words: str | None
    counter: str | None
    counter_id: str | None
    scope: str | None
    province: str | None
    kind: str
    value: float
    low: float | None
    high: float | None
    qualifier: str | None
    as_written: str
    as_of: str | None
    period_start: str | None
    period_end: str | None
    unit: str | None
    report: str
    published: str | None
    evidence: Evidence
    acts: frozenset[str]
    claims: tuple[str, ...]
    how: str | None = None  # of a part: part, some (nobody says that they add up) or subset (of another part)
    of: str | None = None
    earlier: bool = False  # "compared with 530 the day before": of a period that the text gives no date
    running: bool = False  # of a part: it divides a running total
    column: str | None = None  # of a table: the head of its column, which may say whose acts are counted
    number: tuple[int, int] = (0, 0)
    alerts: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str | None, ...]:
        """What must be equal for two observations to be of one series."""
        return (
            self.measure,
            self.unit_key,
            self.agreement,
            self.counter_id or _plain(self.counter),
            _plain(self.scope),
            _plain(self.column),
            f"{self.kind} of a total" if self.running else self.how if self.how == "subset" else self.kind,
        )

    @property
    def unit_key(self) -> str | None:
        """The counting unit: a case is no explosion, a settlement no group; words for one unit are one."""
        if self.measure in _ONE_UNIT or self.unit in _PEOPLE or self.unit in _CASES:
            return self.measure
        return self.unit


def _plain(name: str | None) -> str | None:
    return name and " ".join(name.lower().removeprefix("the ").split())
