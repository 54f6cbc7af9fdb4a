"""Turns rows of the ontology's tables into its nouns, and says what is wrong with those that are not.

Plain checks rather than a schema library: some three thousand rows are read at every start, and the time to first
claim is what a user feels.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from operator import itemgetter

from claimwire.ontology.files import Problem, Row, near
from claimwire.ontology.model import ActorEntry, Crosswalk, Cue, EventType, Measure, TriggerEntry, Validity

TRIGGER_COLUMNS = (
    "id", "lemma", "pos", "kind", "event_type", "modes", "contexts", "head", "realization", "factuality", "effect", "measure",
    "roles", "objects", "subjects", "context", "without", "particle", "weak",
)  # fmt: skip
CUE_COLUMNS = ("id", "lemma", "pos", "kind", "stance", "factuality", "realization", "event_type")
MEASURE_COLUMNS = ("name", "units", "predicates", "running")
ACTOR_COLUMNS = ("id", "name", "kind", "aliases", "country", "sector", "parent", "sides", "offices", "note")
CROSSWALK_COLUMNS = ("id", "event_type", "modes", "condition", "cameo", "acled", "ucdp", "reason")
EXAMPLE_COLUMNS = ("id", "sentence", "trigger", "expected")

POS = ("VERB", "NOUN", "ADJ", "ADV", "ADP", "SCONJ", "CCONJ", "AUX", "DET", "PART", "PRON", "INTJ")
TRIGGER_KINDS = ("event", "state", "quantity", "evaluation", "causal", "none")
CUE_KINDS = (
    "speech", "negation", "attempt", "hedge", "offer", "request", "threat", "condition", "plan", "start", "stop", "continue",
    "denial", "increase", "decrease", "intention", "evaluation", "causal",
)  # fmt: skip
STANCES = ("neutral", "committed", "distancing", "denying", "conceding")
REALIZATIONS = ("actual", "attempted", "offered", "requested", "threatened", "predicted", "hypothetical")
FACTUALITIES = ("CT+", "PR+", "PS+", "CT-", "PR-", "PS-", "Uu")
EFFECTS = ("territory_transfer",)
ROLES = ("actor", "recipient", "location", "origin", "destination", "target", "content", "none")
FUNCTIONS = ("subj", "obj", "iobj", "nmod:poss", "compound", "amod", "xcomp", "ccomp")  # besides obl:PREP and nmod:PREP
QUADS = ("verbal_cooperation", "material_cooperation", "verbal_conflict", "material_conflict")
CONTEXTS = (
    "military", "terrorism", "diplomatic", "economic", "natural_resource", "trafficking", "human_rights", "humanitarian_aid",
    "elections", "territory", "crime", "health", "refugees", "environment", "religion", "corruption",
)  # fmt: skip
ACTOR_KINDS = (
    "state", "government", "armed_force", "police", "ministry", "agency", "coalition", "armed_group", "party", "organisation",
    "igo", "ngo", "monitor", "media", "people", "office", "person",
)  # fmt: skip
SECTORS = (
    "GOV", "MIL", "REB", "UAF", "SEP", "OPP", "PTY", "COP", "SPY", "IGO", "NGO", "MED", "CVL", "CRM", "REL", "JUD", "LEG", "BUS",
    "EDU", "HLH", "LAB", "AGR", "ELI", "REF", "SET",
)  # fmt: skip
PSEUDO = ("<name>", "<number>", "<none>")  # a proper noun, a numeral, nothing at all in that place
_PREPOSITION = re.compile(r"(obl|nmod):[a-z]+(_[a-z]+)*$")
_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?$")

_EMPTY: frozenset[str] = frozenset()
_CODES = itemgetter("pos", "kind", "event_type", "modes", "contexts", "realization", "factuality", "effect")
_Code = tuple[str, str, str | None, tuple[str, ...], tuple[str, ...], str | None, str | None, str | None]

Words = Mapping[str, frozenset[str]]


def items(cell: str) -> tuple[str, ...]:
    """Split a ``|`` separated cell; an empty cell is the empty tuple."""
    if not cell:
        return ()
    if "|" not in cell:
        return (cell,)
    return tuple(part.strip() for part in cell.split("|") if part.strip())


class Reader:
    """Reads the rows of one load; every complaint goes to ``problems`` and the row on, so that one run names them all."""

    def __init__(self, problems: list[Problem], words: Words, event_types: Mapping[str, EventType]) -> None:
        self.problems = problems
        self.words = words
        self.event_types = event_types
        self._lists: dict[str, frozenset[str]] = {}
        self._codes: dict[tuple[str, ...], _Code] = {}
        self._role_cells: dict[str, Mapping[str, str]] = {}

    def trigger(self, row: Row) -> TriggerEntry:
        """Read one sense of a trigger word."""
        cell = row.cells
        lemma = cell["lemma"]
        head = 0
        if not lemma or lemma != lemma.lower() or cell["head"]:
            lemma, head = self._lemma(row), self._head(row)
        # Thousands of rows share a few hundred codes: what is known to be sound is not checked again.
        key = _CODES(cell)
        code = self._codes.get(key) or self._code(row, key)
        pos, kind, event_type, modes, contexts, realization, factuality, effect = code
        particle, measure = cell["particle"] or None, cell["measure"] or None
        return TriggerEntry(
            id=cell["id"],
            lemma=lemma,
            pos=pos,
            kind=kind,
            event_type=event_type,
            modes=modes,
            contexts=contexts,
            head=head,
            realization=realization,
            factuality=factuality,
            effect=effect,
            measure=measure,
            roles=self._roles(row) if cell["roles"] else {},
            objects=self._set(row, "objects") if cell["objects"] else _EMPTY,
            subjects=self._set(row, "subjects") if cell["subjects"] else _EMPTY,
            context=self._set(row, "context") if cell["context"] else _EMPTY,
            without=self._set(row, "without") if cell["without"] else _EMPTY,
            particle=particle,
            weak=bool(cell["weak"]) and self._yes(row, "weak"),
        )

    def _code(self, row: Row, key: tuple[str, ...]) -> _Code:
        cell, before = row.cells, len(self.problems)
        kind = self._choice(row, "kind", TRIGGER_KINDS) or "event"
        event_type = self._event_type(row)
        modes, contexts = items(cell["modes"]), items(cell["contexts"])
        if kind == "event" and event_type is None:
            self._say(row, "event_type", "an event needs one of the event types; leave kind empty only for events")
        if kind != "event" and event_type is not None:
            self._say(row, "event_type", f"a {kind} has no event type")
        if event_type is not None:
            self._choices(row, "modes", modes, self.event_types[event_type].modes)
        self._choices(row, "contexts", contexts, CONTEXTS)
        pos = self._choice(row, "pos", POS) or "VERB"
        realization = self._choice(row, "realization", REALIZATIONS)
        factuality = self._choice(row, "factuality", FACTUALITIES)
        effect = self._choice(row, "effect", EFFECTS)
        code = (pos, kind, event_type, modes, contexts, realization, factuality, effect)
        if len(self.problems) == before:
            self._codes[key] = code
        return code

    def _head(self, row: Row) -> int:
        value, words = row.cells["head"], row.cells["lemma"].split()
        if value and not (value.isdigit() and int(value) < len(words)):
            self._say(row, "head", f"{value!r} is not the number of a word of {row.cells['lemma']!r}, counted from 0")
            return 0
        return int(value or 0)

    def cue(self, row: Row) -> Cue:
        """Read one word that governs what is said or meant."""
        return Cue(
            id=row.cells["id"],
            lemma=self._lemma(row),
            pos=self._choice(row, "pos", POS) or "VERB",
            kind=self._choice(row, "kind", CUE_KINDS) or "speech",
            stance=self._choice(row, "stance", STANCES) or "neutral",
            factuality=self._choice(row, "factuality", FACTUALITIES),
            realization=self._choice(row, "realization", REALIZATIONS),
            event_type=self._event_type(row),
        )

    def measure(self, row: Row) -> Measure:
        """Read what a number counts."""
        units, predicates, running = (self._set(row, k) for k in ("units", "predicates", "running"))
        return Measure(name=row.cells["name"], units=units, predicates=predicates, running=running)

    def actor(self, row: Row) -> ActorEntry:
        """Read one actor of the list."""
        cell = row.cells
        for key in ("name", "kind"):
            if not cell[key]:
                self._say(row, key, "empty; every actor has one")
        self._choice(row, "kind", ACTOR_KINDS)
        self._choice(row, "sector", SECTORS)
        return ActorEntry(
            id=cell["id"],
            name=cell["name"],
            kind=cell["kind"],
            aliases=items(cell["aliases"]),
            country=cell["country"] or None,
            sector=cell["sector"] or None,
            parent=cell["parent"] or None,
            sides=self._validities(row, "sides"),
            offices=self._validities(row, "offices"),
            note=cell["note"] or None,
        )

    def crosswalk(self, row: Row) -> Crosswalk:
        """Read one line of the table of other codebooks."""
        cell = row.cells
        event_type = self._event_type(row)
        if event_type is None:
            self._say(row, "event_type", "empty; every line is about one event type")
        else:
            self._choices(row, "modes", items(cell["modes"]), self.event_types[event_type].modes)
        if not cell["reason"]:
            self._say(row, "reason", "empty; every line says why")
        return Crosswalk(
            id=cell["id"],
            event_type=event_type or "",
            modes=items(cell["modes"]),
            condition=cell["condition"] or None,
            cameo=items(cell["cameo"]),
            acled=cell["acled"] or None,
            ucdp=cell["ucdp"] or None,
            reason=cell["reason"],
        )

    def parents(self, actors: Mapping[str, ActorEntry], rows: Iterable[Row]) -> None:
        """Check that every parent is an actor of the list."""
        for row in rows:
            parent = row.cells["parent"]
            if parent and parent not in actors:
                self._say(row, "parent", f"no actor {parent!r}{near(parent, actors)}")

    def _say(self, row: Row, key: str, message: str) -> None:
        self.problems.append(
            Problem(file=row.file, line=row.line, key=f"{row.cells.get('id') or row.cells.get('name')}, {key}", message=message)
        )

    def _lemma(self, row: Row) -> str:
        lemma = row.cells["lemma"]
        if not lemma:
            self._say(row, "lemma", "empty; the word's dictionary form, lower case")
        elif lemma != lemma.lower():
            self._say(row, "lemma", f"{lemma!r} has capitals; write {lemma.lower()!r}")
        return lemma or "?"

    def _choice(self, row: Row, key: str, known: tuple[str, ...]) -> str | None:
        value = row.cells[key]
        if not value:
            return None
        if value not in known:
            self._say(row, key, f"unknown value {value!r}{near(value, known)}")
            return None
        return value

    def _choices(self, row: Row, key: str, values: tuple[str, ...], known: tuple[str, ...]) -> None:
        for value in values:
            if value not in known:
                self._say(row, key, f"unknown value {value!r}{near(value, known)}")

    def _event_type(self, row: Row) -> str | None:
        value = row.cells["event_type"]
        if not value:
            return None
        if value not in self.event_types:
            self._say(row, "event_type", f"unknown event type {value!r}{near(value, self.event_types)}")
            return None
        return value

    def _yes(self, row: Row, key: str) -> bool:
        value = row.cells[key]
        if value not in {"", "yes", "no"}:
            self._say(row, key, f"{value!r} is neither yes nor no")
        return value == "yes"

    def _set(self, row: Row, key: str) -> frozenset[str]:
        cell = row.cells[key]
        if not cell:
            return frozenset()
        if cell in self._lists:
            return self._lists[cell]
        out: set[str] = set()
        for item in items(cell):
            if item.startswith("@"):
                if item[1:] not in self.words:
                    self._say(row, key, f"no word list {item[1:]!r} in words.yaml{near(item[1:], self.words)}")
                out |= self.words.get(item[1:], frozenset())
            elif item.startswith("<") and item not in PSEUDO:
                self._say(row, key, f"unknown placeholder {item!r}{near(item, PSEUDO)}")
            else:
                out.add(item)
        self._lists[cell] = frozenset(out)
        return self._lists[cell]

    def _roles(self, row: Row) -> Mapping[str, str]:
        cell = row.cells["roles"]
        if cell in self._role_cells:
            return self._role_cells[cell]
        before = len(self.problems)
        roles: dict[str, str] = {}
        for item in items(cell):
            function, arrow, role = item.partition("=")
            if not arrow:
                self._say(row, "roles", f"{item!r} is not FUNCTION=ROLE")
            elif role not in ROLES:
                self._say(row, "roles", f"unknown role {role!r}{near(role, ROLES)}")
            elif function not in FUNCTIONS and not _PREPOSITION.match(function):
                self._say(row, "roles", f"unknown function {function!r}{near(function, (*FUNCTIONS, 'obl:by', 'nmod:of'))}")
            else:
                roles[function] = role
        if len(self.problems) == before:
            self._role_cells[cell] = roles
        return roles

    def _validities(self, row: Row, key: str) -> tuple[Validity, ...]:
        cell = row.cells[key]
        if not cell:  # most actors took no side
            return ()
        out = []
        for item in items(cell):
            value, _, days = item.partition("@")
            start, _, end = days.partition("/")
            for day in (start, end):
                if day and not _DAY.match(day):
                    self._say(row, key, f"{day!r} is no date; write VALUE@START/END with days as YYYY-MM-DD, either may be empty")
            out.append(Validity(value=value, start=start or None, end=end or None))
        return tuple(out)


def event_types(parts: list[tuple[str, dict[str, object]]], problems: list[Problem]) -> dict[str, EventType]:
    """Read event_types.yaml; a later file's type replaces an earlier one, and one set to null is removed."""
    out: dict[str, EventType] = {}
    for file, data in parts:
        for name, value in data.items():
            say = _teller(problems, file, name)
            if value is None:
                out.pop(name, None)
                continue
            if not isinstance(value, dict):
                say("must have quad, modes and definition")
                continue
            for key in value:
                if key not in {"quad", "modes", "definition"}:
                    say(f"unknown key {key!r}{near(str(key), ('quad', 'modes', 'definition'))}")
            quad, modes, definition = value.get("quad"), value.get("modes") or [], value.get("definition")
            if quad not in QUADS:
                say(f"quad: unknown value {quad!r}{near(str(quad), QUADS)}")
            if not isinstance(modes, list) or not all(isinstance(m, str) for m in modes):
                say("modes: must be a list of words")
                modes = []
            if not isinstance(definition, str):
                say("definition: missing; one sentence")
            out[name] = EventType(name=name, quad=str(quad), modes=tuple(modes), definition=str(definition or "").strip())
    return out


def words(parts: list[tuple[str, dict[str, object]]], problems: list[Problem]) -> dict[str, frozenset[str]]:
    """Read words.yaml: named lists, each words in one string or a YAML list, ``@name`` including another list.

    A later file's list adds to the earlier one of that name; ``-word`` takes a word out.
    """
    lists: dict[str, list[str]] = {}
    files: dict[str, str] = {}
    for file, data in parts:
        for name, value in data.items():
            members = value.replace("\n", " ").split(",") if isinstance(value, str) else value
            if not isinstance(members, list) or not all(isinstance(w, str) for w in members):
                _teller(problems, file, name)(
                    "must be words with commas between them, or a list of words; quote on, off, yes, no"
                )
                continue
            lists.setdefault(name, []).extend(w.strip() for w in members if w.strip())
            files[name] = file
    out: dict[str, frozenset[str]] = {}

    def expand(name: str, path: tuple[str, ...]) -> frozenset[str]:
        if name in out:
            return out[name]
        found: set[str] = set()
        for word in lists[name]:
            if word.startswith("@"):
                say = _teller(problems, files[name], name)
                if word[1:] in path:
                    say(f"{word!r} includes itself")
                elif word[1:] not in lists:
                    say(f"no word list {word[1:]!r}{near(word[1:], lists)}")
                else:
                    found |= expand(word[1:], (*path, word[1:]))
            elif word.startswith("-"):
                found.discard(word[1:])
            else:
                found.add(word)
        out[name] = frozenset(found)
        return out[name]

    for name in lists:
        expand(name, (name,))
    return out


def _teller(problems: list[Problem], file: str, key: str) -> Callable[[str], None]:
    return lambda message: problems.append(Problem(file=file, line=None, key=key, message=message))
