"""Agreements as data: who accepted what, where, from when, and which acts a text rules out. One YAML file each.

A file is checked whole before anything is read off it: a mistyped key or an unknown actor would otherwise show as a table
that is quietly empty.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from claimwire.ceasefire.context import Context, Row, View
from claimwire.errors import OntologyError
from claimwire.ontology.files import SHIPPED, near
from claimwire.ontology.model import Ontology
from claimwire.ontology.schema import CONTEXTS, EFFECTS, REALIZATIONS
from claimwire.ontology.written import Name, Text, read_keys

STATUSES = ("party", "excluded", "third_party", "unknown")
_AGAINST = ("anyone", "parties", "not_excluded")


def _iso(value: object) -> object:
    """YAML reads an unquoted 2016-02-27 as a date and 2016-02-27T00:00:00 as a date-time: both are meant as written."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return value.isoformat() if isinstance(value, date) else value


def _moment(value: str) -> str:
    try:
        datetime.fromisoformat(value)
    except ValueError as e:
        raise ValueError(f"{value!r} is no date; write 2016-02-27 or 2016-02-27T00:00") from e
    return value


Moment = Annotated[str, BeforeValidator(_iso), AfterValidator(_moment)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class InForce(_Part):
    """From when the text binds, local time; without ``to`` it names no end."""

    from_: Moment = Field(alias="from")
    to: Moment | None = None
    zone: Text | None = Field(default=None, description="the clock that the text means, e.g. Asia/Damascus")
    note: Text | None = None


class Area(_Part):
    """Where it binds: the countries, or only these provinces and places of them."""

    says: Text
    countries: tuple[Annotated[str, Field(pattern="^[A-Z]{3}$")], ...] = Field(min_length=1)
    provinces: tuple[Text, ...] = Field(default=(), description="as the gazetteer names them; none: the whole country")
    places: tuple[Text, ...] = Field(default=(), description="names of places, where provinces are too large or in no gazetteer")


class Entry(_Part):
    """An actor's standing in the agreement for an interval of days; without ``from`` since it is in force."""

    actor: Text = Field(description="an id of the actor list")
    from_: Moment | None = Field(default=None, alias="from")
    to: Moment | None = Field(default=None, description="the first day on which it no longer holds")
    side: Text | None = Field(default=None, description="a conflict:side value: the text binds all that are of it, on their day")
    because: Text = Field(description="what in the text, or which public statement, says so")


class Party(Entry):
    """An actor that accepted, when, and to whom it said so."""

    accepted: Moment | None = None
    notified_to: tuple[Text, ...] = ()


class Prohibited(_Part):
    """One thing that the text rules out, as the kinds of claims that would speak of it."""

    id: Name
    clause: Text = Field(description="where in the text, e.g. point 1")
    says: Text = Field(description="the clause in your own words")
    events: tuple[Text, ...] = Field(default=(), description="PLOVER types, or TYPE/mode")
    not_modes: tuple[Text, ...] = Field(default=(), description="a claim whose modes are all among these is not meant")
    contexts: tuple[Text, ...] = Field(default=(), description="the claim has one of these")
    words: tuple[Text, ...] = Field(default=(), description="beginnings of words that do as well as a context")
    effects: tuple[Text, ...] = Field(default=(), description="the claim has one of these effects")
    realizations: tuple[Text, ...] = Field(default=("actual",), description="the act is told in one of these ways")
    against: Text = Field(default="not_excluded", description="anyone, parties or not_excluded")
    not_computed: Text | None = Field(default=None, description="why no claim can be held against this clause")

    @model_validator(mode="after")
    def _computed_or_not(self) -> Prohibited:
        if not self.events and self.not_computed is None:
            raise ValueError("needs events, or not_computed with the reason why no claim can be held against it")
        if self.against not in _AGAINST:
            raise ValueError(f"against: {self.against!r} is none{near(self.against, _AGAINST)}")
        for key, known in (("contexts", CONTEXTS), ("effects", EFFECTS), ("realizations", REALIZATIONS)):
            for value in getattr(self, key):
                if value not in known:
                    raise ValueError(f"{key}: {value!r} is none{near(value, known)}")
        return self


class Unit(_Part):
    """What somebody counts as one breach: counts of different units never meet."""

    counter: Text
    unit: Text
    note: Text | None = None


class AuthenticText(_Part):
    """The text that everything here was read off."""

    document: Text = Field(description="its symbol or title")
    url: Text | None = None
    sha256: Annotated[str, Field(pattern="^[0-9a-f]{64}$")] | None = Field(
        default=None, description="of the bytes of the authentic document, where somebody has hashed it"
    )


class Agreement(_Part):
    """One agreement: parties, area, time, what it rules out, how breaches are reported."""

    agreement: Name = Field(description="the id that options and tables name it by")
    title: Text
    names: tuple[Text, ...] = Field(default=(), description="what reports call it")
    pa_x: int | None = Field(default=None, description="its number in the PA-X database")
    eth_prio: Text | None = Field(default=None, description="its id in the ETH/PRIO Civil Conflict Ceasefire data")
    signed: Moment | None = None
    in_force: InForce
    area: Area
    parties: tuple[Party, ...] = Field(min_length=1)
    third_parties: tuple[Entry, ...] = ()
    excluded: tuple[Entry, ...] = ()
    prohibited: tuple[Prohibited, ...] = Field(min_length=1)
    reporting: Text | None = Field(default=None, description="to whom breaches are reported")
    counting: tuple[Unit, ...] = ()
    text: AuthenticText
    sources: tuple[Text, ...] = Field(min_length=1)
    notes: tuple[Text, ...] = ()
    digest: str = Field(default="", exclude=True, init=False)

    @property
    def id(self) -> str:
        """The short name."""
        return self.agreement

    @property
    def first_day(self) -> str:
        """The day from which it is in force."""
        return self.in_force.from_[:10]

    @property
    def end_day(self) -> str | None:
        """The first day on which it is no longer in force; None: the file names no end."""
        return self.in_force.to[:10] if self.in_force.to else None

    def holds_on(self, day: str) -> bool:
        """True when it is in force on an ISO day."""
        return self.first_day <= day and (self.end_day is None or day < self.end_day)

    def standing(self) -> Iterator[tuple[str, Entry]]:
        """Yield every entry with the status that it gives."""
        for status, entries in (("excluded", self.excluded), ("party", self.parties), ("third_party", self.third_parties)):
            for entry in entries:
                yield status, entry


def load(directory: Path | None = None, *, ontology: Ontology) -> tuple[Agreement, ...]:
    """Read our agreements and a user's over them: a file of theirs with the id of ours takes its place.

    In order of the day on which they came into force. Raises OntologyError naming file, key and remedy.
    """
    found = {a.id: a for a in _folder(SHIPPED / "agreements", ontology)}
    if directory is not None:
        if not directory.is_dir():
            raise OntologyError(f"{directory}: no such directory; give one that holds agreements, one YAML file each")
        own = list(_folder(directory, ontology))
        if not own:
            raise OntologyError(f"{directory}: holds no agreement; write one YAML file each, its name ending in .yaml")
        found |= {a.id: a for a in own}
    return tuple(sorted(found.values(), key=lambda a: (a.in_force.from_, a.id)))


def read(path: Path, *, ontology: Ontology) -> Agreement:
    """Read and check one agreement. Raises OntologyError naming file, key and remedy."""
    data, content = read_keys(path, begins="begins with `agreement: NAME`", error=OntologyError)
    if "digest" in content:
        raise OntologyError(f"{path}: digest: unknown key{near('digest', _keys(Agreement))}")
    try:
        found = Agreement.model_validate(content)
    except ValidationError as e:
        raise OntologyError(f"{path}: {_complaint(e)}") from e
    _check(found, path, ontology)
    return found.model_copy(update={"digest": hashlib.sha256(data).hexdigest()})


def _folder(folder: Path, ontology: Ontology) -> Iterator[Agreement]:
    seen: dict[str, Path] = {}
    for path in sorted(p for p in folder.iterdir() if p.suffix in {".yaml", ".yml"}):
        agreement = read(path, ontology=ontology)
        if agreement.id in seen:
            raise OntologyError(f"{path}: agreement: {agreement.id!r} is already in {seen[agreement.id]}; ids are unique")
        seen[agreement.id] = path
        yield agreement


def _check(agreement: Agreement, path: Path, ontology: Ontology) -> None:
    """Hold an agreement against the ontology: actors and event types that nothing will ever match are mistakes."""
    if (end := agreement.end_day) is not None and end <= agreement.first_day:
        raise OntologyError(f"{path}: in_force.to: {end} is not after {agreement.first_day}; it is the first day without it")
    standing = {"parties": agreement.parties, "third_parties": agreement.third_parties, "excluded": agreement.excluded}
    for key, entries in standing.items():
        for n, entry in enumerate(entries, 1):
            _check_actor(entry.actor, f"{path}: {key}.{n}.actor", ontology)
            if entry.side is not None:
                sides = {v.value for e in ontology.actors.values() for v in e.sides}
                if entry.side not in sides:
                    raise OntologyError(f"{path}: {key}.{n}.side: no actor is of {entry.side!r}{near(entry.side, sides)}")
    for n, party in enumerate(agreement.parties, 1):
        for actor in party.notified_to:
            _check_actor(actor, f"{path}: parties.{n}.notified_to", ontology)
    ids: set[str] = set()
    for n, act in enumerate(agreement.prohibited, 1):
        where = f"{path}: prohibited.{n}"
        if act.id in ids:
            raise OntologyError(f"{where}.id: {act.id!r} stands there twice; ids are unique")
        ids.add(act.id)
        for event in act.events:
            name, _, mode = event.partition("/")
            if name not in ontology.event_types:
                raise OntologyError(f"{where}.events: {name!r} is no event type{near(name, ontology.event_types)}")
            modes = ontology.event_types[name].modes
            if mode and mode not in modes:
                raise OntologyError(f"{where}.events: {name} has no mode {mode!r}{near(mode, modes)}")
        every = {m for event in act.events for m in ontology.event_types[event.partition("/")[0]].modes}
        for mode in act.not_modes:
            if mode not in every:
                raise OntologyError(f"{where}.not_modes: no such mode {mode!r} of {', '.join(act.events)}{near(mode, every)}")


def _check_actor(actor: str, where: str, ontology: Ontology) -> None:
    if actor in ontology.actors or actor.startswith("name:"):
        return
    names = {e.name: e.id for e in ontology.actors.values()}
    if actor in names:
        raise OntologyError(f"{where}: {actor!r} is a name; write its id, {names[actor]!r}")
    raise OntologyError(
        f"{where}: no actor {actor!r}{near(actor, ontology.actors)} (`claimwire actors search NAME` finds ids; "
        "name:some-name stands for one outside the list)"
    )


def _complaint(error: ValidationError) -> str:
    every = error.errors()
    # A mistyped key is unknown, and the one that was meant is missing: the first says what to do.
    first = next((e for e in every if e["type"] == "extra_forbidden"), every[0])
    place = ".".join(str(p + 1) if isinstance(p, int) else p for p in first["loc"])
    match first["type"]:
        case "extra_forbidden":
            return f"{place}: unknown key{near(str(first['loc'][-1]), _keys(_model(first['loc'][:-1])))}"
        case "missing":
            return f"{place}: the key is missing; every {_model(first['loc'][:-1]).__name__.lower()} needs it"
        case "too_short":
            return f"{place}: empty; write at least one"
        case "string_type":
            return f"{place}: {first['input']!r} is no text; put it in quotation marks"
        case "tuple_type":
            return f"{place}: must be a list; write [one, two] or one `- item` a line"
        case "model_type" | "model_attributes_type":
            return f"{place}: must be keys with values: {', '.join(_keys(_model(first['loc'])))}"
        case "string_pattern_mismatch":
            return f"{place}: {first['input']!r} has not the form {first['ctx']['pattern']}"
    return f"{place}: {first['msg'].removeprefix('Value error, ')}" if place else first["msg"]


def _keys(model: type[_Part]) -> tuple[str, ...]:
    return tuple(f.alias or name for name, f in model.model_fields.items() if name != "digest")


def _model(place: Iterable[int | str]) -> type[_Part]:
    """Return the part of the schema that a place in a file stands for."""
    model: type[_Part] = Agreement
    for step in place:
        for name, field in model.model_fields.items():
            if step in {name, field.alias}:
                model = next((t for t in _types(field.annotation) if isinstance(t, type) and issubclass(t, _Part)), model)
    return model


def _types(annotation: Any) -> Iterator[Any]:
    yield annotation
    for part in get_args(annotation):
        yield from _types(part)


def _rows(context: Context) -> Iterator[Row]:
    for a in context.agreements:
        yield {
            "agreement": a.id,
            "title": a.title,
            "in_force_from": a.in_force.from_,
            "in_force_to": a.in_force.to,
            "area": ", ".join((*a.area.provinces, *a.area.places) or a.area.countries),
            "parties": [context.name(p.actor) for p in a.parties],
            "excluded": [context.name(x.actor) for x in a.excluded],
            "prohibited": [f"{x.says} ({x.clause})" for x in a.prohibited],
            "reporting": a.reporting,
            "counting": [f"{u.counter}: {u.unit}" for u in a.counting],
            "pa_x": a.pa_x,
            "document": a.text.document,
            "sources": list(a.sources),
        }


AGREEMENTS = View(
    name="agreements",
    title="Register of agreements",
    about="The texts that everything else is held against: one row each, with what it rules out and where that stands.",
    columns=(
        "agreement", "title", "in_force_from", "in_force_to", "area", "parties", "excluded", "prohibited", "reporting",
        "counting", "pa_x", "document", "sources",
    ),
    rows=_rows,
)  # fmt: skip
