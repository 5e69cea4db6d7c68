"""A change of the index as it goes on, and its record in the store's folder, so that every server process can tell of it.

<store>/uploads/jobs/<id>.json    the last ``KEPT`` changes, whoever made them
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

KEPT = 50
BROKEN = "处理意外中断，索引没有变；请重试"
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Job:
    """A change of the index as it goes on.

    ``state`` is idle, reading, writing, done or failed; ``failed`` holds (file name, reason); ``trouble`` why nothing was changed.
    """

    state: str = "idle"
    done: int = 0
    total: int = 0
    name: str = ""
    taken: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    failed: tuple[tuple[str, str], ...] = ()
    trouble: str = ""
    id: str = ""

    @property
    def running(self) -> bool:
        """Whether it still goes on."""
        return self.state in ("reading", "writing")


def write(store: Path, job: Job) -> None:
    """Record how a job goes on; older ones go. Raises OSError where the folder cannot be written."""
    folder = store / "uploads" / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{job.id}.part"
    part.write_text(json.dumps({**asdict(job), "process": os.getpid()}, ensure_ascii=False), encoding="utf-8")
    part.replace(folder / f"{job.id}.json")
    for old in sorted(folder.glob("*.json"), key=_changed, reverse=True)[KEPT:]:
        old.unlink(missing_ok=True)


def read(store: Path, job_id: str) -> Job | None:
    """A job by its id; None where there is no record of it. One whose process died has failed."""
    if not _ID.fullmatch(job_id):
        return None
    try:
        told: dict[str, Any] = json.loads((store / "uploads" / "jobs" / f"{job_id}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    process = told.pop("process")
    lists = {name: tuple(told[name]) for name in ("taken", "unchanged", "removed")}
    job = Job(**{**told, **lists, "failed": tuple((name, reason) for name, reason in told["failed"])})
    return replace(job, state="failed", trouble=BROKEN) if job.running and not _alive(process) else job


def _changed(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:  # another process has just removed it
        return 0.0


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
