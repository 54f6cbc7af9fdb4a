"""A place mention as its words give it, before any gazetteer candidate is chosen."""

from __future__ import annotations

from dataclasses import dataclass, field

from claimwire.records import Place, Span
from claimwire.resolve import place_terms as terms
from claimwire.resolve.place_names import fold


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """Where a happening is by the place that is named: at a distance from it, around it, on its border, in a part of it.

    ``words`` is what a reader sees ("12 km east of", "near", "between"). A bearing is in degrees from north, clockwise.
    """

    kind: str  # near, away, around, between, border, part
    words: str
    kilometres: float | None = None
    bearing: float | None = None
    other: Span | None = None  # the second end of "between A and B", as the core of its own mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A place mention before it is resolved. ``core`` is the bare name inside the words, None for "the town"."""

    span: Span
    core: Span | None
    sentence: int
    head: int  # token index of the syntactic head
    noun: str | None = None  # lemma that says what kind of place it is
    near: bool = False
    part: bool = False  # "northern X", "outskirts of X": not all of it
    metonym: bool = False
    facility: bool = False
    strong: bool = False  # the position alone makes it a place
    score: float = 0.5
    candidates: tuple[tuple[Place, float], ...] = field(default=(), compare=False)
    role: str = "name"  # name, site, body, road: what the run of words around the name is
    named_after: Span | None = None  # the place that a site is called after, if it is one at all
    relation: Relation | None = None
    country: str | None = None  # of the adjective that owns it: "the Syrian town", "the Turkish border"

    @property
    def weak(self) -> bool:
        """True when a person of that name could stand where it stands: no noun says place, and no country bears it."""
        return self.noun is None and not self.near and not self.part and (not self.candidates or self.candidates[0][1] < 0.85)

    @property
    def sense(self) -> str:
        """What has one meaning in a report: the name, apart from the province, district or river that bears it too."""
        name = fold(self.core.text) if self.core else ""
        return f"{name} {self.noun}" if self.noun in terms.UNITS else name
