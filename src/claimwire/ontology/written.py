"""What people write into YAML files for us: how such a file is read, text that is not empty, and short names."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import yaml
from pydantic import AfterValidator

from claimwire.errors import ClaimwireError


def _filled(value: str) -> str:
    if not value.strip():
        raise ValueError("is empty; write something or leave the key out")
    return " ".join(value.split())


def _name(value: str) -> str:
    if not value or not all(c.isalnum() or c in "_-" for c in value):
        raise ValueError(f"{value!r} is no short name; use letters, digits, _ and -")
    return value


Text = Annotated[str, AfterValidator(_filled)]
Name = Annotated[str, AfterValidator(_name)]


def read_keys(path: Path, *, begins: str, error: type[ClaimwireError]) -> tuple[bytes, dict[str, Any]]:
    """Return the bytes of a YAML file and its keys with their values; ``begins`` is how such a file begins, for complaints.

    Raises ``error`` that names the file, the line and the remedy.
    """
    try:
        data = path.read_bytes()
        content = yaml.safe_load(data.decode("utf-8-sig"))
    except OSError as e:
        raise error(f"{path}: cannot be read ({e.strerror}); give a YAML file that {begins}") from e
    except UnicodeDecodeError as e:
        raise error(f"{path}: not UTF-8 (byte {e.start}); save the file as UTF-8") from e
    except yaml.YAMLError as e:
        mark = getattr(e, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else str(path)
        raise error(f"{where}: not YAML: {getattr(e, 'problem', None) or e}") from e
    if not isinstance(content, dict):
        raise error(f"{path}: must be keys with values; it {begins}")
    return data, content
