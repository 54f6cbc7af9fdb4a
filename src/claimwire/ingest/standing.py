"""Whether a report is usable, a correction of an earlier one, or withdrawn: by its metadata, else by its agency's words."""

from __future__ import annotations

import re

_CANCELED = frozenset({"canceled", "cancelled", "withdrawn", "retracted", "killed"})
_CORRECTED = frozenset({"corrected", "correction", "corrects"})
# A headline or first line that says what kind of item it is. "Withdrawn: two brigades" is news, so that word counts in capitals.
_CORRECTS = re.compile(
    r"\s*[\[(]?\s*correct(?:ion|ed)s?\b\s*(?:\(.{0,80}?\)\s*)?[\])]?\s*(?:[:;]|[-–—]+|\n|$)",
    re.IGNORECASE,
)
_WITHDRAWS = re.compile(
    r"\s*[\[(]?\s*(?:(?:STORY |MANDATORY )?(?:WITHDRAWN|RETRACTED|RETRACTION|WITHDRAWAL|KILL(?:ED)?)|(?:Story )?Retraction)\b"
    r"\s*[\])]?\s*(?:[:;]|[-–—]+|\n|$)"
)
_NOTE = re.compile(  # "(Corrects number of dead in second paragraph)", "Correction: an earlier version of this article ..."
    r"\(\s*corrects\b|^[^\S\n]*[\[(*]*\s*(?:correction|editor['’]s note)s?[^\S\n]*[:–—-][^\n]*"
    r"\b(?:earlier|previous|original|first)\s+(?:\w+\s+)?(?:version|story|report|article|dispatch)\b",
    re.IGNORECASE | re.MULTILINE,
)


def status_of(status: object, *, title: str | None, text: str, corrects: str | None = None) -> str:
    """Return ``usable``, ``corrected`` or ``canceled``. Other words ("draft", 200) are of somebody else's system."""
    word = str(status).strip().lower().rsplit(":", 1)[-1] if status is not None else ""
    if word in _CANCELED:
        return "canceled"
    if word in _CORRECTED:
        return "corrected"
    heads = [h for h in (title, text.lstrip("\ufeff \t\r\n").split("\n", 1)[0]) if h]
    if any(_WITHDRAWS.match(h) for h in heads):
        return "canceled"
    if corrects is not None or any(_CORRECTS.match(h) for h in heads) or _NOTE.search(text):
        return "corrected"
    return "usable"


def is_canceled(status: object) -> bool:
    """True for the words by which records and agencies say that a text is withdrawn."""
    return isinstance(status, str) and status.strip().lower().rsplit(":", 1)[-1] in _CANCELED


def is_correction(*signals: object) -> bool:
    """True when an agency's signal or note to editors says that an item corrects its earlier version."""
    return any(
        isinstance(s, str) and re.search(r"\bcorrect(?:s|ion|ed|ing|ive)?\b", s, re.IGNORECASE) is not None for s in signals
    )


def version_id(id_: object, version: object) -> str:
    """Return an id for a later version of an item, so that the one it corrects or withdraws is kept beside it."""
    return f"{id_}#{version}" if version not in {None, ""} else f"{id_}#later"
