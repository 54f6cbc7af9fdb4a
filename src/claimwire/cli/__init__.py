"""The command line: `claimwire COMMAND --help` shows an example of each.

Exit status 0 is success, 1 is bad data (named on standard error), 2 is bad usage, 130 is an interruption. A user's mistake
never shows a traceback.
"""

from __future__ import annotations

import os
import sys

import typer

from claimwire.cli.app import app
from claimwire.errors import ClaimwireError

_INTERRUPTED = 130  # 128 + SIGINT, as shells have it


def run() -> None:
    """Run `claimwire` with the process's arguments."""
    commands()
    sys.exit(_status(sys.argv[1:]))


def commands() -> None:
    """Load every command: each adds itself to `app`, and the help lists them in this order, the main job first."""
    from claimwire.cli import coding, consolidating  # noqa: F401, I001
    from claimwire.cli import contradictions, duplicates, link  # noqa: F401
    from claimwire.cli import actors, browse, ceasefire, codebook, knowledge, measure  # noqa: F401


def _status(arguments: list[str]) -> int:
    """Run one command and return the exit status, with a line on standard error for all that is no traceback of ours."""
    command = typer.main.get_command(app)
    try:
        # Not `app()`: that turns a closed pipe and an interruption into statuses of its own before we can say anything.
        with command.make_context("claimwire", arguments) as context:
            command.invoke(context)
        sys.stdout.flush()
    except typer.Exit as e:
        return e.exit_code
    except ClaimwireError as e:
        print(f"claimwire: {e}", file=sys.stderr)
        return 1
    except BrokenPipeError:
        _forget_output()  # `claimwire claims | head`: the reader has gone, which is no error of ours
        return 0
    except (KeyboardInterrupt, typer.Abort):
        print("claimwire: interrupted; what was finished is kept, run the same command again to go on there", file=sys.stderr)
        return _INTERRUPTED
    except Exception as e:
        show = getattr(e, "show", None)  # errors of usage: typer does not export their class, but each can show itself
        if show is None:
            raise
        show()
        return int(getattr(e, "exit_code", 2))
    return 0


def _forget_output() -> None:
    """Point standard output at nothing, so that Python's own flush at exit does not complain about the closed pipe."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
