"""Errors that a user can act on.

ClaimwireError
├── IngestError     an input cannot be read: names the file, the place and the remedy
├── OntologyError   ontology data is malformed: names file, key and remedy
├── GazetteerError  a gazetteer is missing, or a dump cannot be imported
├── ModelError      the shipped model is missing or does not match its checksum
├── EndpointError   a question that an endpoint did not answer; other questions may be
├── StoreError      a database or output cannot be opened or written
├── CodebookError   a codebook of types of one's own is malformed: names file, key and remedy
└── EvaluationError a benchmark is absent, or may not be used
"""


class ClaimwireError(Exception):
    """Bad data or a bad environment; the message names the place and the remedy. Exit status 1."""


class IngestError(ClaimwireError):
    """An input that cannot be read as a report."""


class OntologyError(ClaimwireError):
    """Ontology data that fails its schema."""


class GazetteerError(ClaimwireError):
    """A gazetteer that cannot be opened or built."""


class ModelError(ClaimwireError):
    """A model file that is missing or damaged."""


class EndpointError(ClaimwireError):
    """A question that a chat endpoint did not answer after all tries; the report is lost, the run is not."""


class StoreError(ClaimwireError):
    """A database or an output that cannot be opened or written."""


class EvaluationError(ClaimwireError):
    """A benchmark that is absent, malformed or not allowed."""


class CodebookError(ClaimwireError):
    """A researcher's codebook that cannot be read, or that says something it may not."""
