"""One file as everything that is indexed of it. Runs in the building process or in a worker of its own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from corpus.document import Document
from corpus.errors import MingzhangError, ReadError
from corpus.figure import Figure, Finding
from index.chunk import Chunk

CHANGING = "读取时文件正在变化；请稍后再试"
"""Why a file was not taken in whose content is not what it was a moment before."""

_DEFECTS = (ArithmeticError, AttributeError, LookupError, NameError, RuntimeError, StopIteration, TypeError, ValueError)
"""What a mistake of ours raises on a file nobody has seen; it must not keep the other files out."""


@dataclass(frozen=True, slots=True)
class Task:
    """A file to read: its bytes are at ``file``, it is called ``name`` and belongs at ``path``; its content hashes to ``id``."""

    id: str
    name: str
    path: str
    file: str
    size: int


@dataclass(frozen=True, slots=True)
class Extract:
    """What was read of a file."""

    task: Task
    document: Document
    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    chunks: tuple[Chunk, ...]


@dataclass(frozen=True, slots=True)
class Failure:
    """A file that could not be read; ``str(failure)`` is one line that names it, what is wrong and what to do."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


def extract(task: Task) -> Extract | Failure:
    """Read a file, its figures, its findings and its passages; a file that cannot be read is a Failure, never an exception."""
    from corpus.checks import check
    from corpus.figures import figures
    from corpus.read import read
    from index.chunk import chunks

    try:
        document = read(Path(task.file), name=task.name)
        if document.id != task.id:
            return Failure(task.path, CHANGING)
        found = tuple(figures(document))
        return Extract(task, document, found, tuple(check(document, list(found)).findings), tuple(chunks(document)))
    except ReadError as error:
        return Failure(task.path, "；".join(part for part in (error.reason, error.advice) if part))
    except MingzhangError as error:
        return Failure(task.path, str(error))
    except OSError as error:
        return Failure(task.path, f"读不出来（{error.strerror or error}）；请检查权限")
    except _DEFECTS as error:
        return Failure(task.path, f"读取时程序出错（{type(error).__name__}：{error}）；请把文件和这行信息反馈给维护者")


@cache
def rules() -> str:
    """A fingerprint of the code and data that decide what is read of a file; an index made by other rules is made again."""
    import corpus
    import index

    digest = hashlib.sha256()
    rooms = [Path(str(room.__file__)).parent for room in (corpus, index)]
    ours = [rooms[0], *(rooms[1] / f"{name}.py" for name in ("chunk", "codec", "keywords", "rows", "schema"))]
    for place in ours:
        for file in sorted([place] if place.is_file() else [*place.rglob("*.py"), *place.rglob("*.toml")]):
            digest.update(file.name.encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()[:16]
