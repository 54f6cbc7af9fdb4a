"""Writes what the program can say about itself: the reference pages, and what the examples of the other pages print.

python docs/generate.py              both
python docs/generate.py --reference  the reference pages alone, in a second

`make docs` runs it. A test fails when a reference page is not what this file would write.
"""

from __future__ import annotations

import csv
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import typer
import yaml
from pydantic import BaseModel

sys.path.insert(0, str(Path(__file__).parent))
from page_examples import CLEAN, PAGES, ROOT, Desk, recorded

from claimwire import ontology, store
from claimwire.config import Endpoint, Settings
from claimwire.ontology import schema
from claimwire.ontology.files import SHIPPED

_NOTICE = "Written by `python docs/generate.py`. Do not edit.\n"


# -- the command line ------------------------------------------------------------------------------------------------


def cli() -> str:
    """Return the page of commands: the main job, then the others by name, whatever order their modules were imported in."""
    from claimwire.cli import commands
    from claimwire.cli.app import app

    commands()
    parts = [
        "# Command line\n",
        _NOTICE,
        "Exit status: 0 success, 1 bad data (named on standard error), 2 bad usage, 130 interrupted (run the same command again "
        "to go on). Tables are printed tab-separated when another program reads them; `--json` prints one object a line.\n",
    ]
    found = sorted(_commands(typer.main.get_command(app), ()), key=lambda c: (c[0] != ("code",), c[0]))
    for path, command in found:
        parts += _command(path, command)
    return "\n".join(parts)


def _commands(command: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, sub in getattr(command, "commands", {}).items():
        if getattr(sub, "commands", None):
            yield from _commands(sub, (*path, name))
        else:
            yield (*path, name), sub


def _command(path: Sequence[str], command: Any) -> Iterator[str]:
    arguments = [p for p in command.params if p.param_type_name == "argument"]
    options = [p for p in command.params if p.param_type_name == "option" and p.name != "help"]
    usage = ["claimwire", *path, *(["[OPTIONS]"] if options else []), *(_argument(a) for a in arguments)]
    yield f"## claimwire {' '.join(path)}\n"
    yield " ".join(command.help.split()) + "\n"
    yield f"```text\n{' '.join(usage)}\n```\n"
    rows = [(f"`{_argument(a)}`", a.help or "", "") for a in arguments]
    rows += [(f"`{_option(o)}`", o.help or "", _default(o)) for o in options]
    yield _table(("", "meaning", "default"), rows)
    if command.epilog:
        example, _, rest = command.epilog.removeprefix("Example: ").partition(" Writes ")
        yield f"Example: `{example.rstrip('.')}`" + (f". Writes {rest}" if rest else "") + "\n"


def _argument(argument: Any) -> str:
    name: str = argument.metavar or argument.name.upper()
    return name if argument.required else f"[{name}]"


def _option(option: Any) -> str:
    names = ", ".join((*option.opts, *option.secondary_opts))
    value = {bool: "", int: " N", Path: " PATH"}.get(option.type_descriptor.annotation, " TEXT")
    return names + value


def _default(option: Any) -> str:
    if option.default in (None, (), [], False):
        return ""
    return f"`{Path(option.default).as_posix() if isinstance(option.default, Path) else option.default}`"


# -- settings --------------------------------------------------------------------------------------------------------


def settings() -> str:
    """Return the page of settings, from the models that check them."""
    endpoint = (
        '## An endpoint\n\nThe table `[endpoint]` is read when `annotator = "endpoint"`, or with `--annotator endpoint`; see '
        "[Other annotators](../annotators.md).\n"
    )
    return "\n".join(
        (
            "# Settings\n",
            _NOTICE,
            "`claimwire code` reads `claimwire.toml` of the current folder when there is one, or the file that `--config` names. "
            "An option of the command line wins over the file. An unknown key is refused by name.\n",
            _settings_table(Settings),
            'A file for a project of its own:\n\n```toml\nontology = "orsenna"\ngazetteer = "orsenna.sqlite"\njobs = 2\n```\n',
            "| environment variable | meaning |\n|---|---|\n"
            "| `CLAIMWIRE_CACHE` | the folder for the default gazetteer, built once per version, and for an endpoint's answers; "
            "else the user's cache |\n",
            endpoint,
            _settings_table(Endpoint),
        )
    )


def _settings_table(model: type[BaseModel]) -> str:
    shape = model.model_json_schema()["properties"]
    rows = []
    for name, field in model.model_fields.items():
        kinds = [k for k in (shape[name], *shape[name].get("anyOf", ())) if k.get("type", "null") != "null"]
        kind = str(kinds[0].get("format") or kinds[0]["type"]) if kinds else "table"
        limits = ((m, n) for m in field.metadata for n in ("ge", "gt", "le") if hasattr(m, n))
        bounds = ", ".join(f"{_BOUNDS[n]} {getattr(m, n)}" for m, n in limits)
        default = "" if field.default is None or field.is_required() else f"`{_toml(field.default)}`"
        kind = f"{kind}{', required' if field.is_required() else ''}{f', {bounds}' if bounds else ''}"
        rows.append((f"`{name}`", field.description or "", kind, default))
    return _table(("key", "meaning", "value", "default"), rows)


_BOUNDS = {"ge": "at least", "gt": "more than", "le": "at most"}


def _toml(value: object) -> str:
    return f"{{{', '.join(f'{k} = {v}' for k, v in value.items())}}}" if isinstance(value, dict) else str(value)


# -- the ontology ----------------------------------------------------------------------------------------------------


def ontology_tables() -> str:
    """Return the page of codes: what the fields of a claim may hold, and how much each file knows."""
    ours = ontology.load()
    senses = {id(e): e for entries in ours.triggers.values() for e in entries}.values()
    of_type = Counter(e.event_type for e in senses)
    of_kind = Counter(e.kind for e in senses)
    cues = Counter(c.kind for c in {id(c): c for entries in ours.cues.values() for c in entries}.values())
    actors = Counter(a.kind for a in {a.id: a for a in ours.actors.values()}.values())
    parts = [
        "# Codes and tables\n",
        _NOTICE,
        "Counts are rounded down. How to add to the tables: [the ontology](../ontology.md).\n",
        "## Event types (PLOVER 2.0)\n",
        _table(
            ("type", "quad class", "what it is", "modes", "senses"),
            [
                (f"`{t.name}`", t.quad.replace("_", " "), t.definition, ", ".join(t.modes), _about(of_type[t.name]))
                for t in ours.event_types.values()
            ],
        ),
        "Contexts, several of which may hold: " + ", ".join(schema.CONTEXTS) + ".\n",
        "## Kinds of claims\n",
        _table(("kind", "senses in the lexicon"), [(f"`{k}`", _about(of_kind[k])) for k in schema.TRIGGER_KINDS]),
        "`none` is a false friend: a word that names no happening where its conditions hold, whatever else suggests one.\n",
        "## Realization and factuality\n",
        "Realization: " + ", ".join(f"`{r}`" for r in schema.REALIZATIONS) + ".\n",
        "Factuality, as the innermost speaker presents it: "
        + ", ".join(f"`{f}`" for f in schema.FACTUALITIES)
        + ": certain, probable, possible, each with its negative, and uncommitted.\n",
        "Stance of a cue: " + ", ".join(f"`{s}`" for s in schema.STANCES) + ".\n",
        "## Measures\n",
        _table(
            ("measure", "units", "predicates"),
            [(f"`{m.name}`", _some(m.units), _some(m.predicates)) for m in ours.measures.values()],
        ),
        "## Cues\n",
        _table(("kind", "entries"), [(k, _about(n)) for k, n in cues.most_common()]),
        "## Actors\n",
        _table(("kind", "entries"), [(k.replace("_", " "), _about(n)) for k, n in actors.most_common()]),
        "## Files\n",
        _table(("file", "entries"), [(f"`{name}`", _about(n)) for name, n in _entries()]),
    ]
    return "\n".join(parts)


def _entries() -> Iterator[tuple[str, int]]:
    for path in sorted(SHIPPED.iterdir()):
        if path.suffix == ".csv":
            with path.open(encoding="utf-8", newline="") as lines:
                yield path.name, sum(1 for row in csv.reader(lines) if row and not row[0].startswith("#")) - 1
        elif path.suffix == ".yaml":
            found = yaml.safe_load(path.read_text(encoding="utf-8"))
            yield path.name, len(found) if isinstance(found, Mapping) else 0


def _about(n: int) -> str:
    """Round down, so that a page is not stale for every row that somebody adds."""
    if n < 20:
        return str(n)
    unit = 10 ** max(len(str(n)) - 2, 1)
    return f"{n // unit * unit:,}+"


def _some(words: Iterable[str], most: int = 8) -> str:
    every = sorted(words)
    return ", ".join(every[:most]) + (", ..." if len(every) > most else "")


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *([c.replace("|", "\\|").replace("\n", " ") for c in row] for row in rows)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines) + "\n"


REFERENCE: Mapping[Path, Callable[[], str]] = {
    ROOT / "docs/reference/cli.md": cli,
    ROOT / "docs/reference/settings.md": settings,
    ROOT / "docs/reference/ontology.md": ontology_tables,
    ROOT / "docs/schema.md": store.schema_markdown,
}


def main() -> None:
    """Write the pages that changed, and say which."""
    pages = {path: write() for path, write in REFERENCE.items()}
    if "--reference" not in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            desk = Desk(Path(folder))
            for name in PAGES:
                if name in CLEAN:
                    desk.clear()
                pages[ROOT / name] = recorded((ROOT / name).read_text(encoding="utf-8"), desk)
    for path, text in pages.items():
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            print(f"wrote {path.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
