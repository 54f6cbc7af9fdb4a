"""A researcher's codebook as a file says it, checked: every complaint names file, key and remedy."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from claimwire.errors import CodebookError
from claimwire.ontology.files import near
from claimwire.ontology.schema import FACTUALITIES, REALIZATIONS
from claimwire.ontology.written import Name, Text, read_keys

FEWEST = 5  # examples of a type, below which a similarity says little


Texts = tuple[Text, ...]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Entry(_Part):
    """One line of a type's lexicon: it holds for a claim when every condition that it names holds."""

    triggers: Texts = Field(default=(), description="lemmas or phrases; one of them is in the words that name the happening")
    events: Texts = Field(default=(), description="PLOVER types, or TYPE/mode; the claim is of one of them")
    actor: Texts = Field(default=(), description="one of these words is in an actor")
    recipient: Texts = Field(default=(), description="one of these words is in a recipient")
    place: Texts = Field(default=(), description="one of these words is in a place")
    target: Texts = Field(default=(), description="one of these words is in a recipient or a place")
    anywhere: Texts = Field(default=(), description="one of these words is in the claim's words")
    unless: Texts = Field(default=(), description="none of these words is in the claim's words")
    realization: Texts = Field(default=(), description="the claim is held in one of these ways: actual, attempted, ...")
    factuality: Texts = Field(default=(), description="the claim has one of these: CT+, CT-, ...")
    weight: float = Field(default=0.8, gt=0, lt=1, description="the score that the entry gives on its own")

    @model_validator(mode="after")
    def _says_something(self) -> Entry:
        if not (self.triggers or self.events):
            raise ValueError("needs triggers or events, or it would hold for any claim that has the words")
        for key, known in (("realization", REALIZATIONS), ("factuality", FACTUALITIES)):
            for value in getattr(self, key):
                if value not in known:
                    raise ValueError(f"{key}: {value!r} is none{near(value, known)}")
        return self


class Type(_Part):
    """One type of a codebook."""

    name: Text | None = None
    definition: Text
    lexicon: tuple[Entry, ...] = ()
    examples: Texts = Field(min_length=1)
    counter_examples: Texts = ()


class Codebook(_Part):
    """A codebook: types with definitions, examples and, where wanted, lexicon entries."""

    codebook: Name
    title: Text | None = None
    version: str = "1"
    threshold: float = Field(default=0.5, gt=0, lt=1, description="the least score that a claim's type is written down with")
    words: dict[str, Texts] = Field(default_factory=dict, description="lists of words that entries name with a $")
    types: dict[Name, Type] = Field(min_length=1)
    counter_examples: Texts = Field(default=(), description="near the types, and of none")
    digest: str = Field(default="", exclude=True, init=False)


def load(path: Path, *, event_types: Mapping[str, Any]) -> Codebook:
    """Read and check a codebook; ``event_types`` maps PLOVER types to their modes. Raises CodebookError naming file and key."""
    data, content = read_keys(path, begins="begins with `codebook: NAME` and has `types:`", error=CodebookError)
    content.pop("digest", None)
    try:
        found = Codebook.model_validate(content)
    except ValidationError as e:
        raise CodebookError(f"{path}: {_complaint(e)}") from e
    found = _with_lists(found, path)
    _check_events(found, path, event_types)
    _check_examples(found, path)
    return found.model_copy(update={"digest": hashlib.sha256(data).hexdigest()})


def _complaint(error: ValidationError) -> str:
    every = error.errors()
    # A mistyped key is unknown, and the one that was meant is missing: the first says what to do.
    first = next((e for e in every if e["type"] == "extra_forbidden"), every[0])
    place = ".".join(str(p + 1) if isinstance(p, int) else p for p in first["loc"] if p != "[key]")
    match first["type"]:
        case "extra_forbidden":
            key = str(first["loc"][-1])
            known = _keys_at(first["loc"])
            return f"{place}: unknown key{near(key, known)}"
        case "missing":
            return f"{place}: the key is missing; every {'codebook' if len(first['loc']) == 1 else 'type'} needs it"
        case "too_short":
            return f"{place}: empty; write at least one"
        case "string_type":
            return f"{place}: {first['input']!r} is no text; put it in quotation marks"
        case "tuple_type":
            return f"{place}: must be a list; write [one, two] or one `- item` a line"
    return f"{place}: {first['msg'].removeprefix('Value error, ')}" if place else first["msg"]


def _keys_at(place: tuple[int | str, ...]) -> tuple[str, ...]:
    model: type[_Part] = Codebook if len(place) == 1 else Entry if "lexicon" in place[:-1] else Type
    return tuple(k for k in model.model_fields if k != "digest")


WORD_KEYS = ("triggers", "actor", "recipient", "place", "target", "anywhere", "unless")


def _with_lists(book: Codebook, path: Path) -> Codebook:
    """Put the words of a list where an entry names it."""

    def spelled(words: Texts, where: str) -> Texts:
        out: list[str] = []
        for word in words:
            if not word.startswith("$"):
                out.append(word)
            elif word[1:] in book.words:
                out += book.words[word[1:]]
            else:
                raise CodebookError(f"{path}: {where}: no list {word!r} under `words`{near(word[1:], book.words)}")
        return tuple(dict.fromkeys(out))

    types = {}
    for name, one in book.types.items():
        entries = tuple(
            entry.model_copy(update={k: spelled(getattr(entry, k), f"types.{name}.lexicon.{n}.{k}") for k in WORD_KEYS})
            for n, entry in enumerate(one.lexicon, 1)
        )
        types[name] = one.model_copy(update={"lexicon": entries})
    return book.model_copy(update={"types": types})


def _check_events(book: Codebook, path: Path, event_types: Mapping[str, Any]) -> None:
    for name, one in book.types.items():
        for n, entry in enumerate(one.lexicon, 1):
            for event in entry.events:
                event_type, _, mode = event.partition("/")
                where = f"{path}: types.{name}.lexicon.{n}.events"
                if event_type not in event_types:
                    raise CodebookError(f"{where}: {event_type!r} is no event type{near(event_type, event_types)}")
                if mode and mode not in event_types[event_type]:
                    raise CodebookError(f"{where}: {event_type} has no mode {mode!r}{near(mode, event_types[event_type])}")


def _check_examples(book: Codebook, path: Path) -> None:
    seen: dict[str, str] = {}
    sets = [(f"types.{n}.{k}", getattr(t, k)) for n, t in book.types.items() for k in ("examples", "counter_examples")]
    for where, sentences in [*sets, ("counter_examples", book.counter_examples)]:
        for n, sentence in enumerate(sentences, 1):
            if sentence in seen:
                raise CodebookError(f"{path}: {where}.{n}: the same sentence as {seen[sentence]}; keep it in one place")
            seen[sentence] = f"{where}.{n}"
