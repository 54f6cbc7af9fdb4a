"""The examples of the pages: found in the Markdown, run in a folder of their own, and written back with what they print.

A fence ``console`` holds commands after ``$`` and what they print; only `claimwire` may stand there. ``$ echo $?`` after a
command shows its exit status; without it the status is 0. A fence with ``title="a/file"`` is a file that the reader saves.
A fence ``python`` is run where the commands ran. Pages share one folder, so the samples are coded once.
"""

from __future__ import annotations

import io
import os
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from unittest import mock

ROOT = Path(__file__).parent.parent
PAGES = (  # those with examples
    "README.md",
    "docs/tutorial.md",
    "docs/output.md",
    "docs/engine.md",
    "docs/ontology.md",
    "docs/codebook-custom.md",
    "docs/ceasefire.md",
    "docs/tutorial-ceasefire.md",
    "docs/linking.md",
)
CLEAN = frozenset({"docs/tutorial.md"})  # begins at the beginning, whatever other pages left in the folder
_FENCE = re.compile(r"^```(?P<language>\w+)(?: title=\"(?P<title>[^\"]+)\")?\n(?P<body>.*?)^```$", re.M | re.S)
_TERMINAL = {"COLUMNS": "100", "LINES": "60", "TERM": "dumb", "NO_COLOR": "1"}
STATUS = "echo $?"


@dataclass(frozen=True, slots=True)
class Fence:
    """One fenced block of a page; ``start`` and ``end`` are offsets of its body."""

    language: str
    title: str | None
    body: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Command:
    """One command of a console fence as it is shown, the arguments after `claimwire`, and the status that the page shows."""

    shown: str
    arguments: tuple[str, ...]
    status: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a command printed, standard output before standard error, and its exit status."""

    status: int
    printed: str


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        """A reader sits at a terminal, so the pages show what a terminal shows."""
        return True


def fences(text: str) -> Iterator[Fence]:
    """Yield the fenced blocks of a page in order."""
    for m in _FENCE.finditer(text):
        yield Fence(m["language"], m["title"], m["body"], m.start("body"), m.end("body"))


def commands(body: str) -> list[Command]:
    """Return the commands of a console fence. Raises ValueError for one that is not `claimwire`."""
    shown: list[str] = []
    lines = iter(body.splitlines())
    statuses: dict[int, int] = {}
    for first in lines:
        if not first.startswith("$ "):
            continue
        line = first
        while line.endswith("\\"):
            line += "\n" + next(lines)
        if line == f"$ {STATUS}":
            statuses[len(shown) - 1] = int(next(lines))
        else:
            shown.append(line[2:])
    out = []
    for n, command in enumerate(shown):
        words = shlex.split(command.replace("\\\n", " "))
        if words[:1] != ["claimwire"]:
            raise ValueError(f"{command!r}: only claimwire runs in a console block; use a sh block for what is not run")
        out.append(Command(command, tuple(words[1:]), statuses.get(n, 0)))
    return out


@dataclass
class Desk:
    """The folder of a reader who follows the pages: the samples, the files that they save, what the commands left there."""

    folder: Path
    _seen: dict[str, Outcome] = field(default_factory=dict)
    _names: dict[str, object] = field(default_factory=dict)

    def __post_init__(self) -> None:
        shutil.copytree(ROOT / "examples", self.folder / "examples", dirs_exist_ok=True)

    def clear(self) -> None:
        """Forget what earlier pages did."""
        shutil.rmtree(self.folder / "claimwire-out", ignore_errors=True)
        self._seen.clear()

    def save(self, fence: Fence) -> None:
        """Save a titled fence as the file that its title names."""
        assert fence.title is not None
        path = self.folder / fence.title
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(fence.body, encoding="utf-8")

    def run(self, command: Command) -> Outcome:
        """Run a command in this process, once: a page that repeats a command of another shows the same."""
        if command.shown not in self._seen:
            self._seen[command.shown] = self._run(command.arguments)
        return self._seen[command.shown]

    def _run(self, arguments: tuple[str, ...]) -> Outcome:
        from claimwire import cli

        out, err = _Terminal(), io.StringIO()
        status: object = 0
        with (
            chdir(self.folder),
            mock.patch.dict(os.environ, _TERMINAL),
            mock.patch.object(sys, "argv", ["claimwire", *arguments]),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            try:
                cli.run()
            except SystemExit as e:
                status = e.code
        printed = "".join(f"{line.rstrip()}\n" for line in (out.getvalue() + err.getvalue()).splitlines())
        return Outcome(status if isinstance(status, int) else 1, printed)

    def python(self, fence: Fence) -> str:
        """Run a Python fence in the folder, with the names of those before it, and return what it prints."""
        out = io.StringIO()
        with chdir(self.folder), redirect_stdout(out):
            exec(compile(fence.body, "<page>", "exec"), self._names)
        return out.getvalue()


def recorded(text: str, desk: Desk) -> str:
    """Return a page with every console fence filled with what its commands print now, and a ``text`` fence after Python.

    Raises ValueError when a command ends with another status than the page shows.
    """
    out, at = [], 0
    printed = None
    for fence in fences(text):
        body = fence.body
        if fence.title:
            desk.save(fence)
        elif fence.language == "console":
            body = "".join(_shown(c, desk.run(c)) for c in commands(body))
        elif fence.language == "python":
            printed = desk.python(fence)
        elif fence.language == "text" and printed is not None:
            body, printed = printed, None
        out += [text[at : fence.start], body]
        at = fence.end
    return "".join((*out, text[at:]))


def _shown(command: Command, outcome: Outcome) -> str:
    if outcome.status != command.status:
        raise ValueError(f"`{command.shown}` ended with {outcome.status}, not {command.status}: {outcome.printed}")
    status = f"$ {STATUS}\n{outcome.status}\n" if outcome.status else ""
    return f"$ {command.shown}\n{outcome.printed}{status}"
