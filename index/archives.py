"""The members of archives as files to read."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from corpus.errors import ReadError
from corpus.read.archive import is_archive, unpack
from index.extract import Failure, Task


def unpacked(tasks: Sequence[Task], folder: Path) -> tuple[list[Task], tuple[Failure, ...]]:
    """The tasks with each ZIP archive replaced by its members, unpacked into a folder, and what could not be taken from archives.

    A member's path and name are the archive's followed by its own. The same content twice is one task, as ever.
    """
    found: dict[str, Task] = {}
    failed: list[Failure] = []
    for task in tasks:
        for outcome in _opened(task, folder):
            if isinstance(outcome, Failure):
                failed.append(outcome)
            else:
                found.setdefault(outcome.id, outcome)
    return list(found.values()), tuple(failed)


def _opened(task: Task, folder: Path) -> Iterator[Task | Failure]:
    path = Path(task.file)
    try:
        if not is_archive(path):
            yield task
            return
        for member in unpack(path, folder):
            if isinstance(member, ReadError):
                yield _failure(member)
            else:
                data = member.file.read_bytes()
                shown = f"{task.path}{member.name.removeprefix(path.name)}"
                yield Task(hashlib.sha256(data).hexdigest(), member.name, shown, str(member.file), len(data))
    except ReadError as error:
        yield _failure(error)
    except OSError as error:
        yield Failure(task.path, f"读不出来（{error.strerror or error}）；请检查权限")


def _failure(error: ReadError) -> Failure:
    return Failure(str(error.path), "；".join(part for part in (error.reason, error.advice) if part))
