"""Types of a researcher's own for claims, by lexicon entries and by nearness to examples."""

from __future__ import annotations

from claimwire.codebook.matcher import Matcher, learn
from claimwire.codebook.schema import Codebook, load

__all__ = ["Codebook", "Matcher", "learn", "load"]
