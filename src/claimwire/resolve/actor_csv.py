"""A user's own table of actors: our columns, or theirs under --column FIELD=COLUMN."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path

from claimwire.errors import OntologyError
from claimwire.ontology.model import ActorEntry, Validity
from claimwire.ontology.schema import ACTOR_COLUMNS, ACTOR_KINDS, SECTORS
from claimwire.resolve.actor_rows import Reading, common_words, guess_kind, usable, validities
from claimwire.resolve.names import slug, words


def records(path: Path, lines: TextIOWrapper, how: Reading) -> Iterator[ActorEntry]:
    """Yield a table's actors. Raises OntologyError when a column that is asked for is not there."""
    sample = lines.readline()
    delimiter = max(",;\t", key=sample.count)
    header = [h.strip() for h in next(csv.reader([sample], delimiter=delimiter), [])]
    fields = {our: header.index(their) for our, their in how.columns.items() if their in header}
    for their in set(how.columns.values()) - set(header):
        raise OntologyError(f"{path}:1: no column {their!r}; the columns are: {', '.join(header)}")
    fields |= {h: k for k, h in enumerate(header) if h in ACTOR_COLUMNS and h not in fields}
    if "name" not in fields:
        message = f"no column 'name'; say which one it is with --column name=COLUMN; the columns are: {', '.join(header)}"
        raise OntologyError(f"{path}:1: {message}")
    reader = csv.reader(lines, delimiter=delimiter)
    seen: dict[str, int] = {}
    common = common_words(how.ontology)
    for row in reader:
        if not any(row):
            continue
        where = f"{path}:{reader.line_num + 1}"
        cell = {our: row[k].strip() if k < len(row) else "" for our, k in fields.items()}
        cell = {k: cell.get(k) or how.defaults.get(k, "") for k in ACTOR_COLUMNS}
        if not words(cell["name"]):
            how.complain(f"{where}: no name; give one in the column {header[fields['name']]!r}")
            continue
        target = cell["id"] or f"own:{slug(cell['name'])}"
        if target in seen:
            how.complain(f"{where}: id {target!r} is already in line {seen[target]}; give every row an id of its own")
            continue
        sector = cell["sector"].upper() or None
        if sector is not None and sector not in SECTORS:
            how.complain(f"{where}: sector {cell['sector']!r} is not known; left out; known: {', '.join(SECTORS)}")
            sector = None
        kind = cell["kind"] or guess_kind(cell["name"], sector) or "organisation"
        if kind not in ACTOR_KINDS:
            how.complain(f"{where}: kind {kind!r} is not known; one of: {', '.join(ACTOR_KINDS)}")
            continue
        dated: dict[str, tuple[Validity, ...]] = {}
        for key in ("sides", "offices"):
            dated[key], wrong = validities(cell[key])
            for part in wrong:
                how.complain(f"{where}: {key}: {part!r} left out; write VALUE@START/END with days like 2016-05-27, or empty")
        seen[target] = reader.line_num + 1
        name, aliases = usable([cell["name"], *re.split(r"[|;]", cell["aliases"])], kind=kind, common=common)
        yield ActorEntry(
            id=target, name=name, kind=kind, aliases=aliases, country=how.country(cell["country"], where), sector=sector,
            parent=cell["parent"] or None, sides=dated["sides"], offices=dated["offices"], note=cell["note"] or None,
        )  # fmt: skip
