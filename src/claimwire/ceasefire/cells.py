"""How a row of a view reads in a document: a value in words, an upper bound as such, the publisher where nobody else is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from claimwire.ceasefire.context import Row
from claimwire.ceasefire.places import plain

_MEASURES = {
    "settlements": "settlements that joined",
    "groups": "groups that accepted",
    "violations": "alleged breaches",
    "aid_tonnes": "tonnes of aid",
    "aid_people": "people who were aided",
    "aid_trucks": "trucks of aid",
    "returned": "people who returned",
    "displaced": "people displaced",
}


_ASPECTS = {
    "occurrence": "whether it happened",
    "agent": "who did it",
    "recipient": "to whom",
    "quantity": "how many",
    "place": "where",
    "time": "when",
    "outcome": "how it ended",
}


def cell(row: Row, column: str, titles: Mapping[str, str]) -> str:
    """Return the text of a cell; ``titles`` are those of agreements by id."""
    value = row.get(column)
    match column:
        case "speaker":
            value = value or row.get("speaker_written") or row.get("publisher")
        case "since" | "until" if value is None and row.get(f"{column}_by"):
            return f"by {row[f'{column}_by']}"
        case "agreement":
            return shown(titles.get(str(value), value))
        case "act" if value:
            return act(str(value))
        case "subject" if value:
            what, by, whom = str(value).partition(" by ")
            return f"{act(what)}{by}{whom}"
        case "aspect":
            return _ASPECTS.get(str(row.get("kind")), shown(row.get("kind")))
        case "measure" if value:
            return measure(str(value))
        case "alerts":
            return shown([brief(alert) for alert in value or ()])
        case "difference" if isinstance(value, int | float):
            return f"{value:+g}" if value else "no change"
        case "place" | "scope" if value and row.get("province") and plain(str(value)) == plain(str(row["province"])):
            return shown(None)  # the province itself
    return shown(value)


def act(words: str) -> str:
    """Return a type and its modes as people read them: ASSAULT/heavy-weapons is "assault: heavy weapons"."""
    kind, _, modes = words.lower().replace("-", " ").partition("/")
    return f"{kind}: {modes.replace('/', ', ')}" if modes else kind


def measure(name: str) -> str:
    """Return what a measure counts, in words."""
    return _MEASURES.get(name, name.replace("_", " "))


def brief(alert: str) -> str:
    """Return an alert without its quotations, which stand among the evidence."""
    return alert.partition(": \u201c")[0]


def difference(was: float | None, is_: float) -> str:
    """Return how far a number is from the one before, "not known" where there is none."""
    if was is None:
        return "not known"
    return f"{is_ - was:+g}" if is_ != was else "no change"


def many(n: int, noun: str) -> str:
    """Return a number with its noun."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def shown(value: Any) -> str:
    """Return a value as people read it; what is not known is a dash."""
    if value is None or value in ("", (), []):
        return "\u2013"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:,g}" if value < 1e6 else f"{value:,.0f}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, Mapping):
        return ", ".join(f"{k} {shown(v)}" for k, v in value.items() if v is not None)
    if isinstance(value, list | tuple):
        return "; ".join(shown(v) for v in value)
    text = str(value)
    return text.replace("_", " ") if " " not in text and "_" in text else text
