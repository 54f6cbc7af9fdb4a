"""A user's own actors beside ours: a SQLite file, asked for the names that a report's words begin, whatever its size."""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkstemp
from typing import Any

from claimwire.errors import OntologyError
from claimwire.ontology.model import ActorEntry, Ontology, Validity
from claimwire.resolve.names import words

FORMAT = "claimwire-actors-1"
_KEPT = 20_000  # entries that a process holds on to; a report names some dozens
_ASKED = 400  # keys a question, below SQLite's limit on parameters
_SCHEMA = """
PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA page_size = 8192;
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE actor (id TEXT PRIMARY KEY, entry TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE name (key TEXT NOT NULL, raw TEXT NOT NULL, id TEXT NOT NULL);
CREATE TABLE office (office TEXT NOT NULL, start TEXT, end TEXT, person TEXT NOT NULL);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What an import made: entries and names in the file, and how many of its ids occurred again and were left out."""

    path: Path
    actors: int
    names: int
    repeated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """An office that somebody held; it may come before the person or after."""

    person: str
    office: str
    start: str | None
    end: str | None


def key_of(name: str) -> str | None:
    """Return what a name is looked up by: its first two words, folded, without an article; None for a name without words."""
    parts = words(name)
    if len(parts) > 2 and parts[0] == "the":
        parts = parts[1:]
    return " ".join(parts[:2]) or None


def write(path: Path, entries: Iterable[ActorEntry | Held], *, source: str) -> Written:
    """Write actors to ``path``; the file appears when it is whole, in place of an older one.

    ``entries`` are taken one by one, so that a list of any length needs no memory. The first of two entries with one id
    stays. Raises OntologyError when the file cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = mkstemp(prefix=path.name, suffix=".part", dir=path.parent)
    except OSError as e:
        raise OntologyError(f"{path}: cannot be written ({e.strerror}); choose another file with --out") from e
    os.close(handle)
    building = Path(temporary)
    try:
        db = sqlite3.connect(building)
        try:
            written = _fill(db, path, entries, source)
        finally:
            db.close()
        building.chmod(0o644)
        building.replace(path)
    except sqlite3.Error as e:
        raise OntologyError(f"{path}: cannot be written ({e}); is the disk full?") from e
    finally:
        with suppress(FileNotFoundError):
            building.unlink()
    return written


def _fill(db: sqlite3.Connection, path: Path, entries: Iterable[ActorEntry | Held], source: str) -> Written:
    db.executescript(_SCHEMA)
    digest = hashlib.sha256()
    actors = names = repeated = 0
    for entry in entries:
        if isinstance(entry, Held):
            row = (entry.office, entry.start, entry.end, entry.person)
            digest.update(repr(row).encode())
            db.execute("INSERT INTO office VALUES (?, ?, ?, ?)", row)
            continue
        text = json.dumps(_to_json(entry), ensure_ascii=False, separators=(",", ":"))
        if not db.execute("INSERT OR IGNORE INTO actor VALUES (?, ?)", (entry.id, text)).rowcount:
            repeated += 1
            continue
        actors += 1
        digest.update(entry.id.encode() + b"\0" + text.encode() + b"\0")
        rows = [(key, raw, entry.id) for raw in dict.fromkeys((entry.name, *entry.aliases)) if (key := key_of(raw.lstrip("@~")))]
        db.executemany("INSERT INTO name VALUES (?, ?, ?)", rows)
        names += len(rows)
        db.executemany("INSERT INTO office VALUES (?, ?, ?, ?)", [(v.value, v.start, v.end, entry.id) for v in entry.offices])
    db.execute("CREATE INDEX name_key ON name (key)")
    db.execute("CREATE INDEX office_office ON office (office)")
    db.execute("CREATE INDEX office_person ON office (person)")
    meta = {"format": FORMAT, "source": source, "digest": digest.hexdigest(), "actors": str(actors)}
    db.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
    db.commit()
    return Written(path=path, actors=actors, names=names, repeated=repeated)


def _to_json(entry: ActorEntry) -> dict[str, Any]:
    out: dict[str, Any] = {"name": entry.name, "kind": entry.kind}
    for key in ("country", "sector", "parent", "note"):
        if getattr(entry, key) is not None:
            out[key] = getattr(entry, key)
    if entry.aliases:
        out["aliases"] = entry.aliases
    if entry.sides:
        out["sides"] = [[v.value, v.start, v.end] for v in entry.sides]
    return out


def _from_json(target: str, text: str, offices: Iterable[Sequence[str | None]]) -> ActorEntry:
    data = json.loads(text)
    sides = tuple(Validity(value=v, start=a, end=b) for v, a, b in data.pop("sides", ()))
    held = tuple(Validity(value=str(v), start=a, end=b) for v, a, b in offices)
    return ActorEntry(id=target, aliases=tuple(data.pop("aliases", ())), sides=sides, offices=held, **data)


class ActorList(Mapping[str, ActorEntry]):
    """Our actors by id, and those of a user's file behind them, which are read as they are asked for.

    Can be handed to another process, which opens the file anew.
    """

    def __init__(self, ours: Mapping[str, ActorEntry], path: Path) -> None:
        self.ours = ours
        self.path = path
        self._kept: dict[str, ActorEntry | None] = {}
        self._opened: tuple[int, sqlite3.Connection] | None = None
        if not path.is_file():
            raise OntologyError(f"{path}: no such file; make one with `claimwire actors import FILE --out {path.name}`")
        try:
            self.meta = dict(self._ask("SELECT key, value FROM meta"))
        except sqlite3.DatabaseError as e:
            raise OntologyError(f"{path}: no actor list ({e}); make one with `claimwire actors import {path} --out ...`") from e
        if self.meta.get("format") != FORMAT:
            raise OntologyError(f"{path}: an actor list of another version; import its source again")

    def __getstate__(self) -> dict[str, Any]:
        return {"ours": self.ours, "path": self.path, "meta": self.meta, "_kept": {}, "_opened": None}

    def _ask(self, question: str, values: Sequence[object] = ()) -> list[Any]:
        return self._database().execute(question, values).fetchall()

    def _database(self) -> sqlite3.Connection:
        if self._opened is None or self._opened[0] != os.getpid():  # no connection survives a fork
            db = sqlite3.connect(f"{self.path.resolve().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            self._opened = (os.getpid(), db)
        return self._opened[1]

    def _own(self, target: str) -> ActorEntry | None:
        if target not in self._kept:
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            found = self._ask("SELECT entry FROM actor WHERE id = ?", (target,))
            self._kept[target] = _from_json(target, found[0][0], self._offices(target)) if found else None
        return self._kept[target]

    def _offices(self, person: str) -> list[Any]:
        return self._ask("SELECT office, start, end FROM office WHERE person = ? ORDER BY start, office", (person,))

    def __getitem__(self, target: str) -> ActorEntry:
        entry = self.ours.get(target) or self._own(target)
        if entry is None:
            raise KeyError(target)
        return entry

    def __iter__(self) -> Iterator[str]:
        yield from self.ours
        for (target,) in self._ask("SELECT id FROM actor ORDER BY id"):
            if target not in self.ours:
                yield target

    def __len__(self) -> int:
        return len(self.ours) + int(self.meta["actors"])

    def named(self, keys: Iterable[str]) -> list[tuple[str, str, str]]:
        """Return (key, name as written, id) of all names of the file that are looked up by one of ``keys``."""
        wanted = sorted(set(keys))
        out: list[tuple[str, str, str]] = []
        for k in range(0, len(wanted), _ASKED):
            some = wanted[k : k + _ASKED]
            marks = ",".join("?" * len(some))
            out += self._ask(f"SELECT key, raw, id FROM name WHERE key IN ({marks}) ORDER BY key, id, raw", some)
        return out

    def containing(self, name: str, *, limit: int) -> list[str]:
        """Return ids of entries with a name that contains ``name``; looks at every name of the file."""
        like = "%" + name.replace("%", "").replace("_", " ") + "%"
        return [t for (t,) in self._ask("SELECT DISTINCT id FROM name WHERE raw LIKE ? ORDER BY id LIMIT ?", (like, limit))]

    def holders(self, office: str) -> list[tuple[str, str | None, str | None]]:
        """Return (person, from, to) of everybody in the file who held an office."""
        return self._ask("SELECT person, start, end FROM office WHERE office = ? ORDER BY person", (office,))

    def entries(self) -> Iterator[ActorEntry]:
        """Yield the file's entries in order of id, without keeping them."""
        for target, text in self._database().execute("SELECT id, entry FROM actor ORDER BY id"):
            yield _from_json(target, text, self._offices(target))


def with_actors(ontology: Ontology, path: Path) -> Ontology:
    """Return an ontology that also knows the actors of a file of `claimwire actors import`. Raises OntologyError."""
    actors = ActorList(ontology.actors, path)
    version = hashlib.sha256(f"{ontology.version}\0{actors.meta['digest']}".encode()).hexdigest()[:16]
    return replace(ontology, actors=actors, version=version)
