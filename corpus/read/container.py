"""ZIP containers opened with limits: what unpacks to more than a disclosure can be is refused before it is unpacked."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

from corpus.errors import DamagedFile

MAX_MEMBERS = 5_000
"""More parts than a document or an archive of disclosures has."""
MAX_UNPACKED = 512 * 1024 * 1024
"""Bytes that a container may unpack to."""

UNSOUND = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, NotImplementedError, OSError, RuntimeError, SyntaxError,
    TypeError, ValueError, struct.error, zipfile.BadZipFile, zipfile.LargeZipFile, zlib.error,
)  # fmt: skip
"""What the readers of containers raise on damaged content."""


@contextmanager
def opened(data: bytes, name: str, unpacked: int = MAX_UNPACKED) -> Iterator[zipfile.ZipFile]:
    """The container in the bytes of the file called ``name``. Raises DamagedFile: damaged, encrypted, or more than the limits."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as file:
            _check(file, name, unpacked)
            yield file
    except (zipfile.BadZipFile, zipfile.LargeZipFile) as error:
        raise DamagedFile(name, "压缩结构损坏，打不开（文件可能没有下载完）", "请重新下载后再试") from error


def _check(file: zipfile.ZipFile, name: str, unpacked: int) -> None:
    parts = file.infolist()
    if len(parts) > MAX_MEMBERS:
        raise DamagedFile(name, f"压缩包里有 {len(parts)} 个文件，超过上限 {MAX_MEMBERS} 个", "请拆分后再试")
    if (size := sum(part.file_size for part in parts)) > unpacked:
        raise DamagedFile(name, f"解压后有 {size // 2**20} MB，超过上限 {unpacked // 2**20} MB", "请拆分后再试")
    if any(part.flag_bits & 0x1 for part in parts):
        raise DamagedFile(name, "文件加了密码，打不开", "请用能打开的原文件再试")


def content(file: zipfile.ZipFile, part: zipfile.ZipInfo, name: str) -> bytes:
    """The bytes of a part, never more than its directory entry declares. Raises DamagedFile."""
    try:
        with file.open(part) as stream:
            return stream.read(part.file_size + 1)
    except UNSOUND as error:
        raise DamagedFile(name, "压缩内容损坏，解不开", "请重新下载后再试") from error


def check_markup(data: bytes, name: str) -> None:
    """Refuse an Office file with document types in its markup: there are none in sound files, only in attacks. Raises DamagedFile."""
    with opened(data, name) as file:
        for part in file.infolist():
            if part.filename.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in content(file, part, name)[:4096]:
                raise DamagedFile(name, "含有外部实体声明，不安全", "未读取；请用 Office 重新另存后再试")
