"""Settings of a run: defaults, then `claimwire.toml`, then the command line."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from claimwire.errors import ClaimwireError


class Endpoint(BaseModel):
    """A chat endpoint that speaks OpenAI's protocol, asked only when ``annotator = "endpoint"``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    url: str = Field(description="base address, to which /chat/completions is added, e.g. http://localhost:8000/v1")
    model: str = Field(min_length=1, description="name of the model, as the endpoint knows it")
    api_key_env: str | None = Field(default=None, description="NAME of the environment variable that holds the key")
    timeout: float = Field(default=120, gt=0, description="seconds until an answer must be complete")
    retries: int = Field(default=5, ge=0, le=20, description="further tries after a busy, broken, late or unusable answer")
    backoff: float = Field(default=1, gt=0, description="seconds before the first further try; doubles with each")
    at_once: int = Field(default=4, ge=1, le=256, description="most requests at any moment")
    chunk_tokens: int = Field(default=1200, ge=50, description="tokens of report text in a request, as estimated")
    price_in: float | None = Field(default=None, ge=0, description="price of a million tokens sent")
    price_out: float | None = Field(default=None, ge=0, description="price of a million tokens received")
    tokens_per_second: float | None = Field(default=None, gt=0, description="tokens a second of one answer, for the estimate")
    max_cost: float | None = Field(default=None, ge=0, description="estimated cost beyond which no request is sent")
    cache: Path | None = Field(default=None, description="folder of answers; else in the user's cache")
    parameters: dict[str, bool | int | float | str] = Field(
        default={"temperature": 0, "max_tokens": 8192}, description="further fields of the request, sent as they are"
    )

    @field_validator("url")
    @classmethod
    def _is_address(cls, url: str) -> str:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            raise ValueError("not an address that begins with http:// or https://")
        if parts.username or parts.password or parts.query:
            raise ValueError("holds a user, password or query; keys belong in the variable that api_key_env names")
        return url.rstrip("/").removesuffix("/chat/completions")

    @field_validator("api_key_env")
    @classmethod
    def _is_name(cls, name: str | None) -> str | None:
        if name is not None and not re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", name):
            raise ValueError("not the name of an environment variable; the key itself never stands in a settings file")
        return name

    @field_validator("parameters")
    @classmethod
    def _are_free(cls, parameters: dict[str, bool | int | float | str]) -> dict[str, bool | int | float | str]:
        if taken := parameters.keys() & {"model", "messages", "response_format", "stream"}:
            raise ValueError(f"{', '.join(sorted(taken))}: set by claimwire itself")
        return parameters


class Settings(BaseModel):
    """What decides a reading, besides the report. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ontology: Path | None = Field(default=None, description="a folder that extends or replaces the ontology's files")
    gazetteer: Path | None = Field(default=None, description="a gazetteer made by `claimwire gazetteer import`")
    actors: Path | None = Field(default=None, description="a list of actors made by `claimwire actors import`, beside ours")
    codebook: Path | None = Field(default=None, description="a codebook of types of your own, a YAML file")
    jobs: int = Field(default=1, ge=1, le=256, description="worker processes; each takes about 300 MB")
    publisher: str | None = Field(default=None, description="publisher of inputs that do not say theirs")
    annotator: str = Field(default="encoder", description="who reads: encoder, spacy:PIPELINE or endpoint")
    endpoint: Endpoint | None = Field(default=None, description="a table of its own, see below")

    @property
    def processes(self) -> int:
        """Worker processes that a run takes: one beside an endpoint, whose requests are counted within a process."""
        return 1 if self.annotator == "endpoint" else self.jobs

    def digest(self, *versions: str) -> str:
        """Return a digest of what can change a reading: the number of processes cannot, so it is left out.

        The annotator's share is in its own digests, which a run carries beside this one.
        """
        gazetteer = _digest(self.gazetteer) if self.gazetteer else None
        more = [_digest(path) for path in (self.codebook, self.actors) if path]
        return hashlib.sha256(json.dumps([gazetteer, *more, *versions]).encode()).hexdigest()[:16]


def _digest(path: Path) -> str:
    """Return the SHA-256 of a file, read in blocks: an imported gazetteer may be larger than the memory."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def load(path: Path | None = None) -> Settings:
    """Read `claimwire.toml` (of the current folder when no path is given). Raises ClaimwireError naming file and key."""
    if path is None:
        path = Path("claimwire.toml")
        if not path.exists():
            return Settings()
    try:
        return Settings.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except OSError as e:
        raise ClaimwireError(f"{path}: cannot be read ({e.strerror}); give the path of a settings file") from e
    except tomllib.TOMLDecodeError as e:
        raise ClaimwireError(f"{path}: not TOML: {e}") from e
    except ValidationError as e:
        first = e.errors()[0]
        key = ".".join(str(p) for p in first["loc"])
        known = ", ".join((Endpoint if first["loc"][0] == "endpoint" and len(first["loc"]) > 1 else Settings).model_fields)
        raise ClaimwireError(f"{path}: {key}: {first['msg']}; known settings: {known}") from e
