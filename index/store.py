"""The folder of an index: immutable generations, a pointer to the current one, and a lock for the one who writes.

    mingzhang.json           marker with the format's version
    CURRENT                  number of the generation in use
    writer.lock              held while a build or a removal runs
    generations/<n>/         ledger.sqlite, passages/ and the list of originals of one state of the index, never changed once
                             CURRENT names it
    files/<sha256>           the originals

A new state is written beside the old one and takes its place by one ``os.replace`` of CURRENT, so that a build killed at any
moment leaves the old index whole. The generation before the current one stays until the next change, for readers that hold it.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from corpus.errors import NewerStore, NotAStore, StoreBusy, StoreEmpty, StoreError

FORMAT = 1
"""Version of the folder's layout; a store that says more was written by a later program."""

MARKER = "mingzhang.json"
CURRENT = "CURRENT"
LEDGER = "ledger.sqlite"
PASSAGES = "passages"
ORIGINALS = "originals"


class Store:
    """A folder that holds an index. Get one with ``Store.open`` (read) or ``Store.create`` (write)."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / CURRENT

    @classmethod
    def open(cls, root: Path | str) -> Store:
        """The store at ``root``, for reading; nothing is created.

        Raises StoreEmpty where nothing was built yet, NotAStore for a folder of someone else, NewerStore for a later format.
        """
        path = Path(root)
        if _vacant(path):
            raise StoreEmpty(path, "还没有建立索引", "请先运行 mingzhang build 加文件或文件夹")
        _check_marker(path)
        return cls(path)

    @classmethod
    def create(cls, root: Path | str) -> Store:
        """The store at ``root``, for writing; an absent or empty folder becomes one. Raises NotAStore and NewerStore."""
        path = Path(root)
        if not _vacant(path):
            _check_marker(path)
            return cls(path)
        try:
            path.mkdir(parents=True, exist_ok=True)
            _write_whole(path / MARKER, json.dumps({"program": "mingzhang", "format": FORMAT}) + "\n")
        except OSError as error:
            raise StoreError(path, f"不能写入（{error.strerror}）", "请换一个文件夹或检查权限") from error
        return cls(path)

    def current(self) -> int | None:
        """The number of the generation in use, or None before the first build."""
        try:
            return int(self._pointer.read_bytes())
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise StoreError(self.root, "CURRENT 文件已损坏", "请删除这个文件夹后重新运行 mingzhang build") from error

    def changed(self) -> tuple[int, int] | None:
        """What differs after each change of the generation in use (the pointer is a new file then); None before the first build."""
        try:
            found = self._pointer.stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns

    def generation(self, number: int) -> Path:
        """The folder of a generation."""
        return self.root / "generations" / str(number)

    def require(self) -> int:
        """The number of the generation in use; raises StoreEmpty before the first build."""
        number = self.current()
        if number is None:
            raise StoreEmpty(self.root, "还没有建立索引", "请先运行 mingzhang build 加文件或文件夹")
        return number

    def original(self, document_id: str) -> Path:
        """Where the bytes of an indexed file are kept."""
        return self.root / "files" / document_id

    @contextmanager
    def writing(self, wait: float = 1.0) -> Iterator[None]:
        """Hold the writer's lock; raises StoreBusy when another process keeps it for ``wait`` seconds.

        What a killed build left behind is cleared away on entry.
        """
        from filelock import FileLock, Timeout

        try:
            with FileLock(self.root / "writer.lock", timeout=wait):
                self._clear_leftovers()
                yield
        except Timeout as error:
            raise StoreBusy(self.root, "另一个程序正在写入这个索引", "请等它完成后再试") from error

    def begin(self) -> tuple[int, Path]:
        """An empty folder for the next generation and its number. Only inside ``writing``."""
        number = max([self.current() or 0, *self._numbers()]) + 1
        folder = self.generation(number)
        folder.mkdir(parents=True)
        return number, folder

    def commit(self, number: int, document_ids: Iterable[str]) -> None:
        """Make a finished generation, which holds these documents, the current one. Only inside ``writing``.

        All generations but it and the one before go, and with them the originals that neither of the two holds.
        """
        before = self.current()
        (self.generation(number) / ORIGINALS).write_text("".join(f"{name}\n" for name in document_ids), "ascii")
        _sync_tree(self.generation(number))
        _write_whole(self.root / CURRENT, f"{number}\n")
        wanted: set[str] = set()
        for other in self._numbers():
            if other in (number, before):
                wanted.update((self.generation(other) / ORIGINALS).read_text("ascii").split())
            else:
                shutil.rmtree(self.generation(other), ignore_errors=True)
        for file in self._originals():
            if file.name not in wanted:
                file.unlink(missing_ok=True)

    def keep(self, document_id: str, data: bytes) -> None:
        """Keep the bytes of an indexed file under its hash. Only inside ``writing``."""
        target = self.original(document_id)
        if not target.exists():
            target.parent.mkdir(exist_ok=True)
            _write_whole(target, data)

    def _numbers(self) -> list[int]:
        folder = self.root / "generations"
        return sorted(int(p.name) for p in folder.iterdir() if p.name.isdecimal()) if folder.is_dir() else []

    def _originals(self) -> list[Path]:
        folder = self.root / "files"
        return [p for p in folder.iterdir() if _is_hash(p.name)] if folder.is_dir() else []

    def _clear_leftovers(self) -> None:
        """Generations that never became current, and half-written files with their ``.part`` names."""
        current = self.current() or 0
        for number in self._numbers():
            if number > current:
                shutil.rmtree(self.generation(number), ignore_errors=True)
        for folder in (self.root, self.root / "files"):
            for part in folder.glob("*.part"):
                part.unlink(missing_ok=True)


def _vacant(root: Path) -> bool:
    """Whether nothing is there, or only the first strokes of a store that was killed while it was created."""
    if not root.exists():
        return True
    if not root.is_dir():
        raise NotAStore(root, "不是文件夹", "请用 --store 另指定一个文件夹")
    return all(p.name.startswith(f"{MARKER}.") and p.name.endswith(".part") for p in root.iterdir())


def _check_marker(root: Path) -> None:
    try:
        marker = json.loads((root / MARKER).read_text("utf-8"))
        ours = marker["program"] == "mingzhang"
        version = int(marker["format"])
    except (OSError, ValueError, KeyError, TypeError):
        ours, version = False, 0
    if not ours:
        raise NotAStore(root, "这个文件夹不是明账的索引，里面有别的内容", "请用 --store 另指定一个空文件夹")
    if version > FORMAT:
        raise NewerStore(
            root, f"索引由更新版本的程序写成（格式 {version}，本程序支持到 {FORMAT}）", "请升级程序，或另指定一个文件夹"
        )


def _is_hash(name: str) -> bool:
    return len(name) == 64 and all(c in "0123456789abcdef" for c in name)


def _write_whole(target: Path, content: str | bytes) -> None:
    """Write a file so that it is there in full or not at all, even when the power fails."""
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    with part.open("wb") as out:
        out.write(content.encode() if isinstance(content, str) else content)
        out.flush()
        os.fsync(out.fileno())
    part.replace(target)
    _sync(target.parent)


def _sync_tree(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        _sync(path)
    _sync(folder.parent)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
