"""What the user typed, as a list of sources; what kind of file each one is."""

from __future__ import annotations

import codecs
import gzip
import io
import os
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from glob import glob, has_magic
from pathlib import Path
from typing import IO, BinaryIO, cast

from claimwire.errors import IngestError
from claimwire.ingest.decoding import decode, refuse_binary

_HEAD = 8192
_SPOOL = 1 << 24  # standard input up to this size stays in memory


class Kind(Enum):
    """What a source holds, told by its first bytes and, where they do not tell, by its name."""

    TEXT = auto()
    HTML = auto()
    JSON = auto()
    LINES = auto()
    TABLE = auto()
    FEED = auto()
    NEWSML = auto()
    WARC = auto()


@dataclass(frozen=True, slots=True)
class Source:
    """One file, or standard input. ``open`` starts at its first byte each time; gzip is undone."""

    name: str
    path: Path | None
    spooled: IO[bytes] | None = None

    def open(self) -> BinaryIO:
        """Return its bytes, gunzipped when they are gzip data, whatever the name says."""
        if self.path is None:
            assert self.spooled is not None
            self.spooled.seek(0)
            raw: BinaryIO = io.BytesIO(self.spooled.read())
        else:
            raw = self.path.open("rb")
        compressed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        return cast(BinaryIO, _Gunzipped(raw)) if compressed else raw

    @property
    def suffix(self) -> str:
        """The name's suffix in small letters, without ``.gz``."""
        name = self.name.lower().removesuffix(".gz")
        return os.path.splitext(name)[1]  # noqa: PTH122 - a name from the command line, not always a path

    def close(self) -> None:
        """Forget the copy of standard input."""
        if self.spooled is not None:
            self.spooled.close()

    def bytes(self) -> bytes:
        """All of its bytes."""
        with self.open() as stream:
            return stream.read()

    def kind(self, columns: Mapping[str, str]) -> Kind:
        """Tell what it holds. Raises IngestError for binary data, an empty file and XML of an unknown kind."""
        with self.open() as stream:
            head = stream.read(_HEAD)
        if not head:
            raise IngestError(f"{self.name}: is empty; nothing to read")
        if head.startswith(b"WARC/"):
            return Kind.WARC
        refuse_binary(head, self.name)
        return _kind(_lenient(head).lstrip("\ufeff \t\r\n"), self, columns)


class _Gunzipped(gzip.GzipFile):
    """A gzip file that closes the file below it too, and gives what it has before it says that the rest is cut off."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__(fileobj=raw, mode="rb")
        self._raw_file = raw

    def read(self, size: int | None = -1) -> bytes:
        return super().read(-1) if size is None or size < 0 else super().read1(size)

    def close(self) -> None:
        super().close()
        raw = getattr(self, "_raw_file", None)
        if raw is not None:
            raw.close()


_OBJECT = re.compile(r"\{\s*(?:[\"}]|$)|\[\s*(?:[\[{\"\]]|$)")
_ROOT = re.compile(
    r"(?:\s*<(?:\?[^>]*\?|!--.*?--|!DOCTYPE[^>\[]*(?:\[.*?\])?\s*)>)*\s*<(?:[\w.-]+:)?([\w.-]+)", re.DOTALL | re.IGNORECASE
)
_BY_ROOT = {
    "rss": Kind.FEED,
    "feed": Kind.FEED,
    "rdf": Kind.FEED,
    "html": Kind.HTML,
    "newsitem": Kind.NEWSML,
    "newsmessage": Kind.NEWSML,
}
_BY_SUFFIX = {
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML, ".shtml": Kind.HTML, ".csv": Kind.TABLE, ".tsv": Kind.TABLE,
    ".jsonl": Kind.LINES, ".ndjson": Kind.LINES, ".json": Kind.JSON, ".ninjs": Kind.JSON, ".rss": Kind.FEED, ".atom": Kind.FEED,
}  # fmt: skip


def _kind(head: str, source: Source, columns: Mapping[str, str]) -> Kind:
    if source.suffix in {".jsonl", ".ndjson"}:
        return Kind.LINES
    if _OBJECT.match(head):
        return Kind.JSON
    if head.startswith("<") and (m := _ROOT.match(head)):
        if (kind := _BY_ROOT.get(m[1].lower())) is not None:
            return kind
        if head.startswith("<?xml") and source.suffix not in _BY_SUFFIX:
            raise IngestError(
                f"{source.name}: is XML with the root <{m[1]}>, which we cannot read; RSS, Atom, NewsML-G2 and XHTML are read"
            )
        return _BY_SUFFIX.get(source.suffix, Kind.HTML)
    if (kind := _BY_SUFFIX.get(source.suffix)) is not None:
        return kind
    header = re.split(r"[,;\t|]", head.split("\n", 1)[0].strip().lower())
    if len(header) > 1 and columns.get("text", "text").lower() in {cell.strip().strip('"') for cell in header}:
        return Kind.TABLE
    return Kind.TEXT


def _lenient(head: bytes) -> str:
    """Decode the first bytes for a look at them; the last character may be cut."""
    if not head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) and b"\x00" not in head:
        return head.decode("utf-8", "replace")
    try:
        return decode(head[: len(head) // 4 * 4], "")
    except IngestError:
        return head.decode("utf-8", "replace")


def expand(inputs: Sequence[str]) -> Iterator[Source | IngestError]:
    """Yield the files that the inputs name, in order, each once; folders and globs are sorted."""
    seen: set[Path] = set()
    for given in inputs:
        if given == "-":
            yield Source("<stdin>", None, _spool(sys.stdin.buffer))
            continue
        try:
            paths = _paths(given)
        except IngestError as e:
            yield e
            continue
        except (OSError, ValueError) as e:  # ValueError: a NUL in the name
            yield IngestError(f"{given}: cannot be read: {getattr(e, 'strerror', None) or e}")
            continue
        for path in paths:
            resolved = path.resolve()
            if resolved not in seen:
                seen.add(resolved)
                yield _source(path)


def _source(path: Path) -> Source | IngestError:
    """A file as a source; a pipe (``<(zcat ...)``) is copied first, since it cannot be read twice."""
    if not path.is_fifo():
        return Source(str(path), path)
    try:
        with path.open("rb") as stream:
            return Source(str(path), None, _spool(stream))
    except OSError as e:
        return IngestError(f"{path}: cannot be read: {e.strerror or e}")


def _paths(given: str) -> list[Path]:
    path = Path(given)
    if path.is_dir():
        found = _files(path)
        if not found:
            raise IngestError(f"{given}: no files in this folder")
        return found
    if path.exists() or path.is_symlink():
        return [path]
    if has_magic(given):
        matched = sorted(Path(p) for p in glob(given, recursive=True))  # noqa: PTH207 - the pattern may be absolute
        found = [f for p in matched for f in (_files(p) if p.is_dir() else [p])]
        if not found:
            raise IngestError(f"{given}: no file matches; put the pattern between quotation marks and check the folder")
        return found
    raise IngestError(f"{given}: no such file or folder; check the spelling")


_ABOUT = re.compile(r"(?:readme|licen[cs]e|notice|changelog|copying)\b.*", re.IGNORECASE)


def _files(folder: Path) -> list[Path]:
    """The files of a folder and its subfolders; not hidden ones, nor those that tell about the folder (README, LICENSE)."""
    found = (p for p in folder.rglob("*") if not p.is_dir() and not _ABOUT.fullmatch(p.name))
    return sorted(p for p in found if not any(part.startswith(".") for part in p.relative_to(folder).parts))


def _spool(stream: BinaryIO) -> IO[bytes]:
    """Copy standard input, which cannot be rewound, to memory or, when it is long, to a temporary file."""
    spooled = tempfile.SpooledTemporaryFile(max_size=_SPOOL)  # noqa: SIM115 - lives as long as its source
    while chunk := stream.read(1 << 20):
        spooled.write(chunk)
    return cast(IO[bytes], spooled)
