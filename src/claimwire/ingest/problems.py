"""What ``on_error`` receives: errors (something was not read) and notes (it was, but with something left out)."""

from __future__ import annotations

from claimwire.errors import IngestError


class IngestNote(IngestError):
    """A report was read, but something about it was left out or is odd. Not a failure of the run."""

    warning = True
