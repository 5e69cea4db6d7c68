"""Building an index: files in, a new generation out, or nothing at all.

Only what changed is read again; what did not is copied from the generation before. The old generation stays in use until the
new one is complete, so a build that fails or is killed changes nothing.
"""

from __future__ import annotations

import hashlib
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from corpus.errors import UnknownDocument
from corpus.read.formats import is_plain
from corpus.read.worker import Broken, Workers
from index.archives import unpacked
from index.embedder import identity
from index.extract import CHANGING, Extract, Failure, Task, extract, rules
from index.generation import Base, Generation
from index.ledger import DocumentRecord, Ledger
from index.plan import Plan, plan, scan
from index.settings import Settings
from index.store import LEDGER, PASSAGES, Store

_SMALL = 4 * 1024 * 1024
"""Bytes up to which a text is read in this process."""
_HEAD = 4096
_SHORTEST, _PER_MEGABYTE, _LONGEST = 300, 60, 3600
"""Seconds that a file may take."""
_BROKEN = {
    Broken.TIME: "读了 {seconds} 秒还没读完，已放弃；请拆分后再试",
    Broken.MEMORY: "读取要用的内存超过上限，已放弃；请拆分后再试",
    Broken.CRASH: "读取进程意外退出；文件可能已损坏，请用能打开的原文件再试",
}

Progress = Callable[[int, int, str], None]
"""Called with (files done, files to do, name of the file) after each file that was read."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did: names of files in the first four, files that could not be read in ``failed``.

    ``figures``, ``ambiguous`` and ``findings`` count what the whole index holds afterwards.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    removed: tuple[str, ...]
    failed: tuple[Failure, ...]
    figures: int
    ambiguous: int
    findings: int
    seconds: float


@dataclass(frozen=True, slots=True)
class _State:
    """The index as a build finds it. ``same_rules`` and ``same_model`` say what of it can be taken over."""

    folder: Path | None = None
    records: tuple[DocumentRecord, ...] = ()
    same_rules: bool = False
    same_model: bool = False

    def base(self) -> Base:
        if self.folder is None or not self.same_rules:
            return Base()
        return Base(self.folder / LEDGER, self.folder / PASSAGES if self.same_model else None)


def build(
    paths: Sequence[Path | str],
    store: Path | str,
    jobs: int = 1,
    prune: bool = False,
    progress: Progress | None = None,
    settings: Settings | None = None,
) -> BuildReport:
    """Bring the index in ``store`` up to date with the files, and the folders' files, at ``paths``.

    Folders are read with their subfolders; hidden files and README files are passed over. Files are known by their content: an
    unchanged one is not read again, a changed one takes its predecessor's place, one that moved keeps its entry. ``prune``
    removes documents whose file is gone. The members of ZIP archives are files too. ``jobs`` files are read at a time; PDFs, Word files
    and the like always in processes of their own, with limits on time and memory.
    Files that cannot be read are reported, not raised, and their predecessors stay. Where nothing changed nothing is written.
    An index made by other reading rules or another embedding model is made again, from the originals it keeps.

    Raises FileMissing for a path that is not there, StoreError (NotAStore, NewerStore, StoreBusy) and SettingsError.
    """
    began = time.perf_counter()
    settings = settings or Settings.from_environment()
    files, unopened = scan(paths, Path(store))
    opened = Store.create(store)
    with opened.writing(), TemporaryDirectory(prefix="mingzhang-") as folder:
        files, untaken = unpacked(files, Path(folder))
        state = _state(opened, settings)
        todo = plan(files, state.records, prune)
        failed = [*unopened, *untaken, *_write(opened, state, todo, settings, jobs, progress)]
        records = _state(opened, settings).records
    return _report(todo, failed, records, time.perf_counter() - began)


def remove(store: Path | str, document: str) -> str:
    """Take the document whose id begins with ``document`` out of the index; returns its file name.

    Raises UnknownDocument where no id, or more than one, begins so; StoreError as ``build``, and StoreEmpty.
    """
    opened = Store.open(store)
    with opened.writing(), Ledger.open(store) as ledger:
        found = [record for record in ledger.documents() if document and record.id.startswith(document.lower())]
        if len(found) != 1:
            reason = f"编号 {document[:64]} 对应 {len(found)} 份文件" if found else f"没有编号为 {document[:64]} 的文件"
            raise UnknownDocument(opened.root, reason, "用 mingzhang documents 查看编号")
        base = Base(ledger.path / LEDGER, ledger.path / PASSAGES)
        with Generation(opened, base, ledger.meta(), Settings()) as generation:
            generation.drop(found[0].id)
    return found[0].name


def _state(store: Store, settings: Settings) -> _State:
    if store.current() is None:
        return _State()
    with Ledger.open(store.root) as ledger:
        meta = ledger.meta()
        return _State(
            ledger.path, ledger.documents(), meta["rules"] == rules(), meta["embedding"] == identity(settings.embedding)
        )


def _write(store: Store, state: _State, todo: Plan, settings: Settings, jobs: int, progress: Progress | None) -> list[Failure]:
    """Write the next generation, if there is anything to write; returns the files that could not be read."""
    gone = {record.id for record in todo.vanished}
    tasks = (*(() if state.same_rules else _originals(store, state.records, gone)), *todo.read)
    stale = bool(state.records) and not state.same_model
    if not (tasks or gone or todo.move or stale):
        return []
    failed: list[Failure] = []
    meta = {"rules": rules(), "embedding": identity(settings.embedding)}
    with Generation(store, state.base(), meta, settings) as generation:
        generation.load_model()
        for document_id in gone:
            generation.drop(document_id)
        if stale and state.same_rules:
            generation.embed_all()
        for outcome in _read(tasks, jobs, progress):
            if isinstance(outcome, Failure):
                failed.append(outcome)
            elif changed := _keep(store, outcome.task):
                failed.append(changed)
            else:
                generation.drop(todo.replaces.get(outcome.task.id, ""))
                generation.put(outcome)
        for task in todo.move:
            generation.move(task)
    return failed


def _originals(store: Store, records: Sequence[DocumentRecord], gone: set[str]) -> Iterator[Task]:
    for record in records:
        if record.id not in gone:
            yield Task(record.id, record.name, record.path, str(store.original(record.id)), record.size)


def _keep(store: Store, task: Task) -> Failure | None:
    """Keep the bytes that were read; a Failure where they are not the same any more."""
    try:
        data = Path(task.file).read_bytes()
    except OSError as error:
        return Failure(task.path, f"读不出来（{error.strerror or error}）；请检查权限")
    if hashlib.sha256(data).hexdigest() != task.id:
        return Failure(task.path, CHANGING)
    store.keep(task.id, data)
    return None


def _read(tasks: Sequence[Task], jobs: int, progress: Progress | None) -> Iterator[Extract | Failure]:
    """The outcomes in the order of the tasks."""
    with closing(_outcomes(tasks, jobs)) as outcomes:
        for done, (task, outcome) in enumerate(zip(tasks, outcomes, strict=True), 1):
            yield outcome
            if progress is not None:
                progress(done, len(tasks), task.name)


def _outcomes(tasks: Sequence[Task], jobs: int) -> Generator[Extract | Failure, None, None]:
    """Read ahead a little: text here where one file is read at a time, everything else in workers."""
    alone = jobs < 2 or len(tasks) < 2
    waiting: deque[tuple[Task, Future[Extract | Failure | Broken] | None]] = deque()
    with Workers(extract, min(jobs, max(len(tasks), 1))) as workers:
        for task in tasks:
            at_home = alone and task.size <= _SMALL and _plain(task)
            waiting.append((task, None if at_home else workers.submit(task, _seconds(task))))
            if len(waiting) > 2 * jobs:
                yield _outcome(*waiting.popleft())
        while waiting:
            yield _outcome(*waiting.popleft())


def _outcome(task: Task, future: Future[Extract | Failure | Broken] | None) -> Extract | Failure:
    found = extract(task) if future is None else future.result()
    return Failure(task.path, _BROKEN[found].format(seconds=_seconds(task))) if isinstance(found, Broken) else found


def _plain(task: Task) -> bool:
    """Whether a file is text; one that cannot be opened is told by whoever reads it."""
    try:
        with Path(task.file).open("rb") as file:
            return is_plain(file.read(_HEAD), task.name)
    except OSError:
        return True


def _seconds(task: Task) -> int:
    """How long a file may take: large ones longer, for they hold many pages or pictures of pages."""
    return min(_SHORTEST + _PER_MEGABYTE * (task.size // 2**20), _LONGEST)


def _report(todo: Plan, failed: Sequence[Failure], records: Sequence[DocumentRecord], seconds: float) -> BuildReport:
    unread = {failure.path for failure in failed}
    read = [task for task in todo.read if task.path not in unread]
    return BuildReport(
        added=tuple(task.name for task in read if task.id not in todo.replaces),
        updated=tuple(task.name for task in read if task.id in todo.replaces),
        unchanged=tuple(task.name for task in todo.unchanged),
        removed=tuple(record.name for record in todo.vanished),
        failed=tuple(failed),
        figures=sum(record.figures for record in records),
        ambiguous=sum(record.ambiguous for record in records),
        findings=sum(record.findings for record in records),
        seconds=seconds,
    )
