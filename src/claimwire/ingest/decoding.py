"""Bytes to characters, nothing else changed: line ends stay, only a byte order mark goes."""

from __future__ import annotations

import codecs
import re

from claimwire.errors import IngestError

BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CONTROLS = bytes(c for c in range(32) if c not in b"\t\n\r\x0b\x0c\x1b") + b"\x7f"
_SIGNATURES = (
    (b"%PDF", "a PDF; convert it to text first, e.g. with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an Office document; unpack it or save it as plain text"),
    (b"\xd0\xcf\x11\xe0", "an old Office document; save it as plain text"),
    (b"{\\rtf", "a rich text document; save it as plain text"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"SQLite format 3", "a database"),
    (b"PAR1", "a Parquet file; save it as CSV"),
    (b"BZh", "a bzip2 file; unpack it"),
    (b"\xfd7zXZ", "an xz file; unpack it"),
    (b"\x7fELF", "a program"),
)
_DECLARED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([A-Za-z0-9_.:-]{2,40})", re.IGNORECASE)
_SAMPLE = 65536
# One code page a script, since statistics tell scripts apart but not Western from Central European letters in a text
# with few of them. Texts in the others are read right when they declare it, as pages do.
_LEGACY = ["cp1252", "cp1251", "cp1256", "koi8_r", "iso8859_5"]


def refuse_binary(head: bytes, name: str) -> None:
    """Raise IngestError when the first bytes are not those of a text."""
    for signature, what in _SIGNATURES:
        if head.startswith(signature):
            raise IngestError(f"{name}: is not text but {what}")
    if any(head.startswith(mark) for mark, _ in BYTE_ORDER_MARKS) or _wide(head):
        return
    controls = len(head) - len(head.translate(None, _CONTROLS))
    if controls > max(2, 0.02 * len(head)):
        raise IngestError(f"{name}: is not text but binary data; convert it to plain text, HTML, JSON or CSV first")


def _wide(head: bytes) -> str | None:
    """UTF-16 without a mark: every second byte of mostly Latin text is zero."""
    sample = head[: len(head) // 2 * 2][:4096]
    if len(sample) < 8:
        return None
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    half = len(sample) // 2
    if odd > 0.4 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.4 * half and odd < 0.05 * half:
        return "utf-16-be"
    return None


def decode(data: bytes, name: str, *, declared: str | None = None) -> str:
    """Return the characters of ``data``. Raises IngestError when no encoding fits.

    A byte order mark decides, then valid UTF-8, then what the document declares, then the statistics of
    charset-normalizer over the code pages that news is written in.
    """
    for mark, encoding in BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], encoding, name)
    if (wide := _wide(data)) is not None:
        return _strict(data, wide, name)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass  # not UTF-8: the next candidates follow
    if declared is None and (m := _DECLARED.search(data[:2048])):
        declared = m[1].decode("ascii")
    if declared is not None and declared.lower().replace("-", "") not in {"utf8", "utf16"}:
        # Browsers read a declared latin-1 as cp1252, and so do those who declare it.
        aliases = {"iso88591": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "usascii": "cp1252"}
        try:
            return data.decode(aliases.get(re.sub(r"[^a-z0-9]", "", declared.lower()), declared))
        except (LookupError, UnicodeDecodeError):
            pass  # a wrong declaration is common; the statistics decide
    return data.decode(guess(data, name))


def guess(data: bytes, name: str) -> str:
    """Return the legacy code page that ``data`` is most likely written in."""
    from charset_normalizer import from_bytes

    # Only lines with a byte above ASCII tell code pages apart.
    telling = b"\n".join(line for line in data.splitlines() if not line.isascii())[:_SAMPLE] or data[:_SAMPLE]
    for sample in (telling, data):
        best = from_bytes(sample, cp_isolation=_LEGACY).best()
        if best is not None:
            try:
                data.decode(best.encoding)
            except UnicodeDecodeError:
                continue  # a byte outside the sample does not fit: look at all of them
            return best.encoding
    raise IngestError(f"{name}: its encoding is neither UTF-8 nor a code page that we know; save it as UTF-8")


def _strict(data: bytes, encoding: str, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as e:
        raise IngestError(
            f"{name}: begins as {encoding.upper()}, but byte {e.start} does not fit ({e.reason}); save it as UTF-8"
        ) from e
