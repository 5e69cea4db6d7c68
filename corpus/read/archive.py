"""ZIP archives: every member is a document of its own, called ``archive.zip/member.pdf``.

Members are unpacked under names made up for them, never under their own names, so that no name can lead out of the folder.
"""

from __future__ import annotations

import re
import stat
import tempfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from corpus.errors import DamagedFile, ReadError
from corpus.read.container import content, opened
from corpus.read.formats import Format, detect

DEEPEST = 3
"""Archives within archives that are opened."""
MAX_UNPACKED = 1024 * 1024 * 1024
"""Bytes that an archive may unpack to, archives inside it included."""
_MARK = b"PK\x03\x04"
_PASSED_OVER = re.compile(r"(?:^|/)(?:\.|~\$|__MACOSX(?:/|$)|README|Thumbs\.db$|desktop\.ini$)")
_UNSAFE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)|[\x00-\x1f]")


@dataclass(frozen=True, slots=True)
class Member:
    """A file from an archive: its ``name`` begins with the archive's, its bytes are at ``file``."""

    name: str
    file: Path


def is_archive(path: Path) -> bool:
    """Whether a file is a ZIP archive of files (and not a Word file or a spreadsheet). Damaged ones count as archives by their ending.

    Raises OSError.
    """
    with path.open("rb") as file:
        if file.read(len(_MARK)) != _MARK:
            return False
    try:
        with zipfile.ZipFile(path) as file:
            names = set(file.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError):
        return path.suffix.lower() == ".zip"
    return not names & {"[Content_Types].xml", "OFD.xml", "mimetype"}


@dataclass(slots=True)
class _Room:
    """Where members go: ``left`` bytes may still be unpacked into ``folder``."""

    folder: Path
    left: int = MAX_UNPACKED

    def put(self, data: bytes) -> Path:
        with tempfile.NamedTemporaryFile(dir=self.folder, delete=False) as file:
            file.write(data)
        return Path(file.name)


def unpack(path: Path, folder: Path) -> Iterator[Member | ReadError]:
    """Unpack an archive into a folder: its members, and errors for what is not taken. Raises DamagedFile, OSError for the whole."""
    yield from _unpacked(path.read_bytes(), path.name, str(path), _Room(folder), 1)


def _unpacked(data: bytes, name: str, shown: str, room: _Room, depth: int) -> Iterator[Member | ReadError]:
    with opened(data, shown, room.left) as file:
        for part in file.infolist():
            inner = _name(part)
            where = f"{shown}/{inner}"
            if _UNSAFE.search(inner) or stat.S_ISLNK(part.external_attr >> 16):
                yield ReadError(f"{shown}/{PurePosixPath(inner).name}", "在压缩包里的路径不安全", "未读取")
                continue
            if part.is_dir() or _PASSED_OVER.search(inner):
                continue
            try:
                yield from _member(content(file, part, where), f"{name}/{inner}", where, room, depth)
            except DamagedFile as error:
                yield error


def _member(data: bytes, name: str, shown: str, room: _Room, depth: int) -> Iterator[Member | ReadError]:
    room.left -= len(data)
    if room.left < 0:
        raise DamagedFile(shown, f"压缩包解压后超过上限 {MAX_UNPACKED // 2**20} MB", "请拆分后再试")
    if data.startswith(_MARK) and detect(data, name, shown) is Format.ARCHIVE:
        if depth >= DEEPEST:
            raise DamagedFile(shown, f"压缩包套了 {DEEPEST} 层以上", "请先解压再试")
        yield from _unpacked(data, name, shown, room, depth + 1)
        return
    yield Member(name, room.put(data))


def _name(part: zipfile.ZipInfo) -> str:
    """The name of a member; archives made on Chinese Windows hold it in GB18030 without saying so."""
    if part.flag_bits & 0x800:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gb18030")
    except (UnicodeEncodeError, UnicodeDecodeError):
        return part.filename
