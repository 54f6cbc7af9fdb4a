"""What people write into our YAML files: text that is not empty, and short names."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator


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
