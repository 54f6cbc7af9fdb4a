"""Settings of a run: defaults, then `claimwire.toml`, then the command line."""

from __future__ import annotations

import hashlib
import json
import tomllib
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from claimwire.errors import ClaimwireError


class Settings(BaseModel):
    """What decides a reading, besides the report. Unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    ontology: Path | None = Field(default=None, description="a folder that extends or replaces the ontology's files")
    gazetteer: Path | None = Field(default=None, description="a gazetteer made by `claimwire gazetteer import`")
    jobs: int = Field(default=1, ge=1, le=256, description="worker processes; each takes about 300 MB")
    publisher: str | None = Field(default=None, description="publisher of inputs that do not say theirs")

    def digest(self, *versions: str) -> str:
        """Return a digest of what can change a reading: the number of processes cannot, so it is left out."""
        gazetteer = hashlib.sha256(self.gazetteer.read_bytes()).hexdigest() if self.gazetteer else None
        return hashlib.sha256(json.dumps([gazetteer, *versions]).encode()).hexdigest()[:16]


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
        known = ", ".join(Settings.model_fields)
        raise ClaimwireError(f"{path}: {key}: {first['msg']}; known settings: {known}") from e
