"""The command line: `claimwire COMMAND --help` shows an example of each.

Exit status 0 is success, 1 is bad data (named on standard error), 2 is bad usage. A user's mistake never shows a traceback.
"""

from __future__ import annotations

import sys

from claimwire.cli.app import app
from claimwire.errors import ClaimwireError


def run() -> None:
    """Run `claimwire` with the process's arguments."""
    from claimwire.cli import browse, coding, measure, tools  # noqa: F401 - each adds its commands to `app`

    try:
        app()
    except ClaimwireError as e:
        print(f"claimwire: {e}", file=sys.stderr)
        sys.exit(1)
    except BrokenPipeError:
        sys.stderr.close()  # `claimwire claims | head`: the reader has gone, which is no error of ours
        sys.exit(0)
    except KeyboardInterrupt:
        print("claimwire: interrupted; run the same command again to go on where it stopped", file=sys.stderr)
        sys.exit(130)
