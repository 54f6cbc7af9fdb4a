"""What a claim tells of an act beside who and where: when, with what, with what harm, each as it is written."""

from __future__ import annotations

import re

from claimwire.ceasefire.context import Context, Said
from claimwire.records import Claim

_HARM = ("killed", "injured", "wounded", "casualties", "abducted", "displaced", "missing")
_LISTS = ("aerial", "drone", "heavy", "explosives", "firearms", "suicide", "unconventional")
# By these words the ontology tells how an act was done; they name the act, or nothing that anybody carries.
_NO_WEAPON = frozenset(
    {
        "aerial", "air", "air attack", "air force", "air power", "air raid", "air strike", "air-strike", "airstrike", "barrage",
        "battery", "blast", "bombardment", "bombing raid", "bombing run", "charge", "chemical", "device", "explosion", "gunfire",
        "gunman", "gunshot", "munition", "power", "round", "salvo", "shelling", "shellfire", "shot", "sniper", "sortie",
        "suicide", "suicide attack", "suicide attacker", "suicide bomber", "suicide bombing", "volley",
    }
)  # fmt: skip


def edtf(said: Said) -> str | None:
    """Return when it happened as far as its words say; None is undated."""
    return said.claim.time.interval.edtf if said.claim.time else None


def weapon(said: Said, context: Context) -> str | None:
    """Return the weapons that the claim's own words name, as written; the word that names the act is none."""
    start = min(said.claim.evidence.start, said.claim.trigger.start)
    act = (said.claim.trigger.start - start, said.claim.trigger.end - start)
    found = context.once("weapons", _weapons).finditer(said.words)
    named = (m[0] for m in found if not (m.start() < act[1] and act[0] < m.end()))
    return ", ".join(dict.fromkeys(named)) or None


def _weapons(context: Context) -> re.Pattern[str]:
    words = {w for name in _LISTS for w in context.ontology.words[f"weapons.{name}"]} - _NO_WEAPON
    ordered = "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True))
    return re.compile(rf"\b(?:{ordered})s?\b", re.I)


def harm(claim: Claim) -> str | None:
    """Return the claim's casualties as it writes them, each with its measure."""
    found = (f"{q.span.text} {q.quantity.measure}" for q in claim.quantities if q.quantity.measure in _HARM)
    return ", ".join(dict.fromkeys(found)) or None
