"""Last names as transliterations and misprints leave them alone."""

from __future__ import annotations

import re

_PARTICLES = frozenset({"abdel", "abdul", "abd", "abu", "bin", "ibn", "ben", "van", "von", "de"})


def surname(name: str) -> str:
    """Return the skeleton of a person's last name, with what belongs to it: Abdel Rahman and Abdulrahman are one."""
    its = name.replace("-", " ").split()
    joined = "".join(its[-2:]) if len(its) > 1 and its[-2].lower() in _PARTICLES else its[-1]
    return skeleton(joined)


def skeleton(name: str) -> str:
    """Return a surname without what transliterations differ in: Vasim and Wassim, Qadri and Kadry, al-Hariri and Hariri."""
    low = re.sub(r"^(?:al|el|ad|an|ar|as|ash|at|az)[-' ]", "", name.lower())
    for old, new in (("tch", "s"), ("kh", "h"), ("gh", "g"), ("dh", "d"), ("th", "t"), ("sh", "s"), ("ch", "s"), ("ph", "f")):
        low = low.replace(old, new)
    low = low.translate(str.maketrans("wqczjy", "vkksii", "'’"))
    consonants = re.sub(r"[aeiouyáéíóúàèìòùâêîôûäëïöü]", "", low[1:])
    short = low[:1] + re.sub(r"(.)\1+", r"\1", consonants)
    return short if len(short) > 2 else re.sub(r"(.)\1+", r"\1", low)  # "Orr" and "Ahr" are two people
