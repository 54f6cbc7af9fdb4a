"""An ontology as a cache key: what is derived from one is worked out once a process, not once a report."""

from __future__ import annotations

from claimwire.ontology.model import Ontology


class ByVersion:
    """An ontology as a cache key: two with one version hold the same actors and words."""

    def __init__(self, ontology: Ontology) -> None:
        self.ontology = ontology

    def __hash__(self) -> int:
        return hash(self.ontology.version)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ByVersion) and self.ontology.version == other.ontology.version
