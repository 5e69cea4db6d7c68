"""What a build has to do: the files there are, against the documents the index holds."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import FileMissing
from index.extract import Failure, Task
from index.ledger import DocumentRecord


@dataclass(frozen=True, slots=True)
class Plan:
    """The difference between files and index.

    ``read`` holds new content; ``replaces`` maps a task's id to the id of the document whose place it takes. ``move`` holds
    documents whose content stands at another path now. ``unchanged`` are those among the files that are indexed already, and
    ``vanished`` the documents to prune.
    """

    read: tuple[Task, ...]
    replaces: dict[str, str]
    move: tuple[Task, ...]
    unchanged: tuple[Task, ...]
    vanished: tuple[DocumentRecord, ...]


def scan(paths: Sequence[Path | str], store: Path) -> tuple[list[Task], tuple[Failure, ...]]:
    """The files at ``paths`` (folders with their subfolders) with their hashes, and those that could not be opened.

    Hidden files, README files and the folder of the store itself are passed over. Where several files have the same content the
    first stands for all. Raises FileMissing.
    """
    tasks: dict[str, Task] = {}
    failed = []
    for file in list(_files(paths, store.resolve())):
        try:
            with file.open("rb") as content:
                digest = hashlib.file_digest(content, "sha256").hexdigest()
            tasks.setdefault(digest, Task(digest, file.name, str(file), str(file), file.stat().st_size))
        except OSError as error:
            failed.append(Failure(str(file), f"读不出来（{error.strerror or error}）；请检查权限"))
    return list(tasks.values()), tuple(failed)


def plan(tasks: Sequence[Task], known: Iterable[DocumentRecord], prune: bool) -> Plan:
    """Compare files with the ``known`` documents, by content first and by path second."""
    by_id = {record.id: record for record in known}
    by_path = {record.path: record for record in by_id.values()}
    found, here = {task.id for task in tasks}, {task.path for task in tasks}
    fresh = tuple(task for task in tasks if task.id not in by_id)
    settled = tuple(task for task in tasks if task.id in by_id)
    replaces = {t.id: by_path[t.path].id for t in fresh if t.path in by_path and by_path[t.path].id not in found}
    gone = [
        r for r in by_id.values() if prune and r.id not in found and r.id not in replaces.values() and not _there(r.path, here)
    ]
    return Plan(fresh, replaces, tuple(t for t in settled if _moved(t, by_id[t.id].path, here)), settled, tuple(gone))


def _there(path: str, here: set[str]) -> bool:
    """Whether a document's file is there still; the member of an archive is while its archive is, unless that was opened just now."""
    archive = next((str(above) for above in Path(path).parents if above.is_file()), None)
    if archive is not None:
        return not any(other.startswith(f"{archive}/") for other in here)
    return Path(path).exists()


def _moved(task: Task, before: str, here: set[str]) -> bool:
    """Whether a document's entry should point elsewhere: its old path is gone, or holds something else now."""
    return before != task.path and (before in here or not Path(before).exists())


def _files(paths: Sequence[Path | str], store: Path) -> Iterator[Path]:
    for given in map(Path, paths):
        if given.is_dir():
            yield from _inside(given.absolute(), store)
        elif given.exists():
            yield given.absolute()
        else:
            raise FileMissing(given)


def _inside(folder: Path, store: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(folder):
        here = Path(place)
        folders[:] = sorted(f for f in folders if not f.startswith(".") and (here / f).resolve() != store)
        for file in sorted(files):
            if not file.startswith((".", "~$", "README")) and (here / file).is_file():
                yield here / file
