"""Which format a file has: its content decides, never its ending."""

from __future__ import annotations

import io
import re
import zipfile
from enum import StrEnum
from pathlib import PurePath

from corpus.errors import DamagedFile

TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
"""File endings read as text."""

_PDF_WITHIN = 1024
"""How far into a PDF its mark may stand (ISO 32000 allows leading bytes)."""
_HEAD = 4096
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"II*\x00", b"MM\x00*")
_PACKED = (b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08")
_WEB = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|table|div|meta|title|p|h[1-6]|script)\b",
    re.I | re.S,
)
_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


class Format(StrEnum):
    """The formats that are told apart."""

    TEXT = "text"
    PDF = "pdf"
    WORD = "docx"
    SHEET = "xlsx"
    OLD_SHEET = "xls"
    WEB = "html"
    ARCHIVE = "zip"
    PICTURE = "picture"
    OFFICE = "office"
    """A format that only an office program opens: .doc, .wps, .et, .ofd, .rtf, OpenDocument."""
    LOCKED = "locked"
    PACKED = "packed"
    """An archive other than ZIP."""
    UNKNOWN = "unknown"


def detect(data: bytes, name: str, shown: str) -> Format:
    """The format of the bytes of a file called ``name``; the name only decides whether plain bytes are meant as text.

    Raises DamagedFile, which names ``shown``, for a ZIP container whose directory cannot be read.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _container(data, shown)
    if data.startswith(_OLE):
        return _compound(data)
    if data.startswith(_PICTURES):
        return Format.PICTURE
    if data.startswith(_PACKED):
        return Format.PACKED
    if data.startswith(rb"{\rtf"):
        return Format.OFFICE
    if b"%PDF-" in data[:_PDF_WITHIN]:
        return Format.PDF
    head = data[:_HEAD]
    for mark in _MARKS:
        head = head.removeprefix(mark)
    if _WEB.match(head.replace(b"\x00", b"")):
        return Format.WEB
    return Format.TEXT if PurePath(name).suffix.lower() in TEXT_SUFFIXES else Format.UNKNOWN


def is_plain(head: bytes, name: str) -> bool:
    """Whether a file that begins with ``head`` is text, or nothing that is read at all: nothing that needs an elaborate reader."""
    if head.startswith(b"PK"):
        return False
    return detect(head, name, name) in (Format.TEXT, Format.UNKNOWN, Format.PACKED)


def _container(data: bytes, name: str) -> Format:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            names = set(file.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise DamagedFile(name, "压缩结构损坏，打不开（文件可能没有下载完）", "请重新下载后再试") from error
    if "[Content_Types].xml" in names:
        if any(entry.startswith("word/") for entry in names):
            return Format.WORD
        if any(entry.startswith("xl/") for entry in names):
            return Format.SHEET
        return Format.UNKNOWN
    return Format.OFFICE if "OFD.xml" in names or {"mimetype", "content.xml"} <= names else Format.ARCHIVE


def _compound(data: bytes) -> Format:
    """What an OLE file holds, by the names of its streams."""

    def holds(stream: str) -> bool:
        return stream.encode("utf-16-le") in data

    if holds("EncryptedPackage"):
        return Format.LOCKED
    if holds("WordDocument"):
        return Format.OFFICE
    if holds("Workbook") or holds("Book"):
        return Format.OLD_SHEET
    return Format.OFFICE
