"""Taking in files from the browser: where they are kept, and the one change of the index that may run at a time.

<store>/uploads/<first 16 of the SHA-256>/<name>    files as they came; equal names of different content stay apart
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import uuid
from dataclasses import replace
from pathlib import Path
from threading import Lock, Thread
from typing import IO, Any

from assistant.page import job as jobs
from assistant.page.job import Job
from corpus.errors import MingzhangError, StoreBusy
from index.store import Store

LARGEST = 100_000_000
"""Bytes of one file."""
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]')
_KEY = re.compile(r"[0-9a-f]{16}")
ROOT = Path(__file__).parent.parent.parent


class TooLarge(MingzhangError):
    """A file is over the limit."""


class Upload:
    """A file that is coming in; ``write`` its pieces, then ``keep`` it, or ``drop`` it."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name, self._digest, self._size = folder, safe_name(name), hashlib.sha256(), 0
        folder.mkdir(exist_ok=True)
        self._part = folder / f"{uuid.uuid4().hex}.part"
        self._out: IO[bytes] = self._part.open("wb")

    def write(self, piece: bytes) -> None:
        """Take a piece in. Raises TooLarge."""
        self._size += len(piece)
        if self._size > LARGEST:
            raise TooLarge(f"{self._name}: 超过 {LARGEST // 1_000_000} MB; 请拆分后再上传")
        self._digest.update(piece)
        self._out.write(piece)

    def keep(self) -> str:
        """Put the file in its place; returns the key and name to order its reading by."""
        self._out.close()
        key = self._digest.hexdigest()[:16]
        (self._folder / key).mkdir(exist_ok=True)
        self._part.replace(self._folder / key / self._name)
        return f"{key}/{self._name}"

    def drop(self) -> None:
        """Forget what came of the file."""
        self._out.close()
        self._part.unlink(missing_ok=True)


def safe_name(name: str) -> str:
    """A file name that is one on every system, with its ending kept.

    >>> safe_name("../../预算<b>.pdf"), safe_name("..."), safe_name("a" * 300 + ".txt")[-8:]
    ('预算_b_.pdf', '未命名', 'aaaa.txt')
    """
    bare = _UNSAFE.sub("_", name.replace("\\", "/").rpartition("/")[2]).strip(". ")
    stem, dot, ending = bare.rpartition(".")
    return f"{stem[:60]}{dot}{ending[:10]}" if dot else bare[:60] or "未命名"


class Intake:
    """Uploads into one store. All calls may come from several threads."""

    def __init__(self, store: Path) -> None:
        self.store, self._job, self._lock = store, Job(), Lock()

    @property
    def job(self) -> Job:
        """The change that runs, or the last one."""
        return self._job

    def receive(self, name: str) -> Upload:
        """A new upload. Raises StoreError where the folder cannot be used."""
        return Upload(Store.create(self.store).root / "uploads", name)

    def find(self, job_id: str) -> Job | None:
        """A change by its id, of this process or of another; None where it is not known (any more)."""
        return self._job if self._job.id == job_id else jobs.read(self.store, job_id)

    def build(self, keys: list[str]) -> Job:
        """Start reading uploads into the index; keys that name no upload are passed over. Raises StoreBusy while a change runs."""
        files = [self.store / "uploads" / key for key in keys if self._known(key)]
        return self._start({"build": [str(file) for file in files]}, len(files))

    def reread(self, path: str) -> Job:
        """Start reading a document's file again where it has changed, and all others where the reading rules have."""
        return self._start({"build": [path] if Path(path).is_file() else []}, 1)

    def remove(self, document_id: str) -> Job:
        """Start taking a document out of the index; its upload goes too."""
        shutil.rmtree(self.store / "uploads" / document_id[:16], ignore_errors=True)
        return self._start({"remove": document_id}, 1)

    def _known(self, key: str) -> bool:
        folder, _, name = key.partition("/")
        return bool(_KEY.fullmatch(folder)) and safe_name(name) == name and (self.store / "uploads" / key).is_file()

    def _start(self, order: dict[str, object], total: int) -> Job:
        with self._lock:
            if self._job.running:
                raise StoreBusy(self.store, "正在处理上一批文件", "请等它完成后再试")
            started = self._job = Job("reading", total=total, id=uuid.uuid4().hex)
        jobs.write(self.store, started)
        Thread(target=self._run, args=(order,), daemon=True, name="intake").start()
        return started

    def _run(self, order: dict[str, object]) -> None:
        paths = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        command = [sys.executable, "-m", "assistant.page.builder", str(self.store)]
        last: dict[str, Any] = {"error": jobs.BROKEN}
        with subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env={**os.environ, "PYTHONPATH": paths},
        ) as worker:
            if worker.stdin and worker.stdout:
                json.dump(order, worker.stdin)
                worker.stdin.close()
                for line in worker.stdout:
                    told = json.loads(line)
                    if "done" in told:
                        self._hear(told)
                    else:
                        last = told
        # Only now may the next change begin: the process has let go of the index.
        self._hear(last)

    def _hear(self, told: dict[str, Any]) -> None:
        if "error" in told:
            self._job = replace(self._job, state="failed", trouble=told["error"])
        elif "report" in told:
            report = told["report"]
            self._job = replace(
                self._job, state="done", taken=(*report.get("added", ()), *report.get("updated", ())), unchanged=tuple(report.get("unchanged", ())),
                removed=tuple(report.get("removed", ())), failed=tuple((f["name"], f["reason"]) for f in report.get("failed", ())),
            )  # fmt: skip
        else:
            state = "writing" if told["done"] == told["total"] else "reading"
            self._job = replace(self._job, state=state, done=told["done"], total=told["total"], name=told["name"])
        jobs.write(self.store, self._job)
