"""What each head may answer. The shipped ``labels.json`` is written from here, so that run time and training agree."""

from __future__ import annotations

from dataclasses import dataclass

UPOS = ("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM",
        "VERB", "X")  # fmt: skip
EVENT_TYPES = ("AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "REJECT", "ACCUSE", "THREATEN",
               "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT")  # fmt: skip
KINDS = ("state", "evaluation", "quantity", "causal")
REALIZATIONS = ("actual", "attempted", "offered", "requested", "threatened", "predicted", "hypothetical")
FACTUALITIES = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu")
ROLES = ("actor", "recipient", "location", "origin", "destination", "scope", "time", "quantity")
# fmt: off
MODES = (
    "third-party", "multilateral", "visit", "withdraw", "release", "disarm", "ceasefire", "access", "resign",
    "assist", "change", "yield", "meet", "disapprove", "investigate", "allege", "restrict", "arrest", "relations",
    "expel", "territory", "violence", "demo", "riot", "strike", "obstruct", "convict", "discontinue", "troops",
    "weapons", "police", "militia", "seize", "censor", "curfew", "deport", "withhold", "abduct", "beat", "torture",
    "sexual", "targeted", "destroy", "firearms", "explosives", "suicide-attack", "aerial", "drone", "heavy-weapons",
    "crowd-control", "unconventional", "primitive", "vandalize", "phone", "hunger", "boycott", "martial-law",
    "cyber", "misinformation",
)
# fmt: on


def bio(*names: str) -> tuple[str, ...]:
    """Begin, inside and outside tags; O is first."""
    return ("O", *(f"{p}-{n}" for n in names for p in "BI"))


@dataclass(frozen=True)
class Layer:
    """One question asked of every word. ``of_event`` layers are read at triggers only, through the event layer."""

    labels: tuple[str, ...]
    weight: float
    of_event: bool = False
    several: bool = False  # labels do not exclude each other

    def __len__(self) -> int:
        return len(self.labels)


LAYERS = {
    "upos": Layer(UPOS, 0.5),
    "name": Layer(bio("actor", "place", "weapon"), 1.0),
    "time": Layer(bio("time"), 0.4),
    "quantity": Layer(bio("quantity"), 0.3),
    "attribution": Layer(bio("source", "cue"), 0.8),
    "content": Layer(bio("content"), 0.8),
    "nested": Layer(bio("content"), 0.3),
    "trigger": Layer(bio(*EVENT_TYPES, *KINDS), 1.5, of_event=True),
    "realization": Layer(REALIZATIONS, 0.5, of_event=True),
    "factuality": Layer(FACTUALITIES, 0.5, of_event=True),
    "happened": Layer(("happened",), 0.15, of_event=True),  # a regression to -1..1, from crowd judgements; helps the layer above
    "mode": Layer(MODES, 3.0, of_event=True, several=True),
}
