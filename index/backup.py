"""Copying a store that is in use, and putting a copy back.

A copy is a store itself, with a list of its files and their hashes beside them. The generation in use never changes and stays until
the change after the next, so no lock is needed: a build may run meanwhile. Databases that change (talks, the gate's) are copied by
SQLite's own backup, which sees one moment of them.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from corpus.errors import StoreEmpty, StoreError
from index.store import CURRENT, FORMAT, ORIGINALS, Store

MANIFEST = "backup.json"
_LEFT_OUT = ("writer.lock", "session.secret", MANIFEST, CURRENT)
"""Not copied as they are; the secret that signs sessions least of all: after a restoration everybody signs in again."""
_TRIES = 5
_PIECE = 1 << 20


def backup(root: Path | str, target: Path | str) -> int:
    """Copy the store at ``root`` to the folder ``target``, which must not exist yet; returns how many files.

    Raises StoreError, StoreEmpty and NotAStore. What was copied so far is removed where it fails.
    """
    store, goal = Store.open(root), Path(target)
    store.require()
    if goal.exists():
        raise StoreError(goal, "已经存在", "请另指定一个还没有的文件夹，例如带上日期")
    part = goal.with_name(f"{goal.name}.{os.getpid()}.part")
    try:
        return _whole(store, part, goal)
    except OSError as error:
        raise StoreError(goal, f"备份没有写成（{error.strerror or error}）", "请检查权限和磁盘空间") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)


def restore(source: Path | str, root: Path | str) -> int:
    """Put a copy back as the store at ``root``, which must be absent or empty; returns how many files.

    Every file is compared with the list first: raises StoreError for a copy that is damaged or not complete.
    """
    copy, goal = Path(source), Path(root)
    files = _manifest(copy)
    if goal.exists() and (not goal.is_dir() or any(goal.iterdir())):
        raise StoreError(goal, "已经有内容", "请先把它移走，或用 --store 另指定一个文件夹")
    part = goal.with_name(f"{goal.name}.{os.getpid()}.part")
    try:
        for name, digest in files.items():
            (part / name).parent.mkdir(parents=True, exist_ok=True)
            if _copy(copy / name, part / name) != digest:
                raise StoreError(copy / name, "与备份时不同", "这份备份已损坏，请换一份")
        if goal.exists():
            goal.rmdir()
        part.rename(goal)
    except OSError as error:
        raise StoreError(goal, f"恢复没有完成（{error.strerror or error}）", "请检查备份是否完整、磁盘空间和权限") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return len(files)


def _whole(store: Store, part: Path, goal: Path) -> int:
    """Copy until the generation in use was still there at the end; only changes that follow each other in no time need another try."""
    for _ in range(_TRIES):
        number = store.require()
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True, mode=0o700)
        try:
            names = _generation(store, number)
            if store.current() != number:
                continue  # it may have been on its way out while its files were listed
            hashes = {name: _copied(store.root, part, name) for name in names}
        except FileNotFoundError:
            continue
        hashes |= {name: digest for name in _beside(store.root) if (digest := _if_there(store.root, part, name))}
        (part / CURRENT).write_text(f"{number}\n", "ascii")
        hashes[CURRENT] = _digest(part / CURRENT)
        told = {
            "program": "mingzhang",
            "format": FORMAT,
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
            "files": hashes,
        }
        (part / MANIFEST).write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", "utf-8")
        part.rename(goal)
        return len(hashes)
    raise StoreError(store.root, "索引一直在变，没有备份成", "请稍后再试")


def _generation(store: Store, number: int) -> list[str]:
    """The files of a generation and the originals that it names. Raises FileNotFoundError where it is gone."""
    folder = store.generation(number)
    originals = (folder / ORIGINALS).read_text("ascii").split()
    names = [path.relative_to(store.root).as_posix() for path in folder.rglob("*") if path.is_file() and not _passing(path)]
    return [*names, *(f"files/{name}" for name in originals)]


def _beside(root: Path) -> Iterator[str]:
    """What else is kept in the store's folder: marker, talks, feedback, uploads, the gate's memory."""
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root).as_posix()
        if (
            path.is_file()
            and not name.startswith(("generations/", "files/"))
            and path.name not in _LEFT_OUT
            and not _passing(path)
        ):
            yield name


def _passing(path: Path) -> bool:
    """Whether a file is half-written, a lock, or the unfinished business of a database, which its copy includes."""
    return path.name.endswith((".part", ".lock", "-wal", "-shm", "-journal"))


def _if_there(root: Path, part: Path, name: str) -> str | None:
    try:
        return _copied(root, part, name)
    except FileNotFoundError:
        return None


def _copied(root: Path, part: Path, name: str) -> str:
    (part / name).parent.mkdir(parents=True, exist_ok=True)
    if name.endswith((".sqlite", ".sqlite3")):
        if not (root / name).exists():
            raise FileNotFoundError(name)
        return _copy_database(root / name, part / name)
    return _copy(root / name, part / name)


def _copy_database(source: Path, target: Path) -> str:
    target.touch(mode=0o600)
    try:
        with (
            closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as old,
            closing(sqlite3.connect(target)) as new,
        ):
            old.backup(new)
    except sqlite3.Error as error:
        raise StoreError(source, f"数据库读不出来（{error}）", "请检查磁盘") from error
    return _digest(target)


def _copy(source: Path, target: Path) -> str:
    """Copy a file with its permissions; returns the SHA-256 of what was written."""
    digest = hashlib.sha256()
    with source.open("rb") as old, target.open("wb") as new:
        while piece := old.read(_PIECE):
            digest.update(piece)
            new.write(piece)
        new.flush()
        os.fsync(new.fileno())
    shutil.copymode(source, target)
    return digest.hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _manifest(copy: Path) -> dict[str, str]:
    """Names and hashes of a copy's files. Raises StoreError where it is none, or names files outside itself."""
    try:
        told = json.loads((copy / MANIFEST).read_text("utf-8"))
        files = {str(name): str(digest) for name, digest in told["files"].items()}
        right = told["program"] == "mingzhang" and int(told["format"]) <= FORMAT
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise StoreEmpty(copy, "不是明账的备份", "请指定 mingzhang backup 写成的文件夹") from error
    if not right or any(name.startswith("/") or ".." in Path(name).parts for name in files):
        raise StoreError(copy, "备份的清单无效", "请换一份备份")
    return files
