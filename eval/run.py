"""Run question sets against a system, one result a case; a run that was cut off goes on where it stopped.

While a run lasts, each graded case is a line of ``DIR/<system>.partial.jsonl``, under a first line that identifies the run: the
system, the index, the program and the questions. The next run of the same takes those lines over and asks only the rest; a
run of anything else starts anew. Whoever asked for the run takes the file away when its results are written down.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from assistant.present import dump
from eval.case import Case
from eval.found import found
from eval.grade import Grade, grade, unanswered
from eval.library import Library
from eval.systems import NoReply, Reply, System

_ROOMS = ("corpus", "index", "assistant", "eval")


@dataclass(frozen=True, slots=True)
class Result:
    """A graded case. ``answer`` is None and ``error`` says why where the system gave none."""

    case: Case
    grade: Grade
    answer: Mapping[str, object] | None
    seconds: float
    error: str = ""
    trace: tuple[str, ...] = ()


def run(
    cases: Sequence[Case],
    system: System,
    library: Library,
    partial: Path | None = None,
    done: Callable[[], object] = lambda: None,
) -> list[Result]:
    """Grade each case in turn; ``done`` is called after each.

    What a system cannot answer is a result. Raises the MingzhangError of a system that cannot be used at all; with ``partial``
    (a file that need not exist) what was graded until then is kept for the next run.
    """
    if partial is None:
        return [_one(case, system, library, done) for case in cases]
    identity = _identity(cases, system, library)
    replies = _kept(partial, identity)
    results = []
    partial.parent.mkdir(parents=True, exist_ok=True)
    with partial.open("a" if replies else "w", encoding="utf-8") as kept:
        if not replies:
            kept.write(dump({"run": identity}) + "\n")
        for case in cases:
            if (reply := replies.get(case.id)) is not None:
                results.append(_graded(case, reply, system, library))
                done()
                continue
            results.append(_one(case, system, library, done))
            kept.write(_line(results[-1]))
            kept.flush()
    return results


def resumable(partial: Path, cases: Sequence[Case], system: System, library: Library) -> int:
    """How many cases an earlier run that was cut off has already answered."""
    return len(_kept(partial, _identity(cases, system, library)))


def _one(case: Case, system: System, library: Library, done: Callable[[], object]) -> Result:
    try:
        reply: Reply | str = system.ask(case.turns)
    except NoReply as error:
        reply = str(error)
    result = _graded(case, reply, system, library)
    done()
    return result


def _graded(case: Case, reply: Reply | str, system: System, library: Library) -> Result:
    if isinstance(reply, str):
        return Result(case, unanswered(case), None, 0.0, reply)
    judged = found(case, reply.answer) if system.passages else grade(case, reply.answer, library.originals, library.held)
    return Result(case, judged, reply.answer, reply.seconds, "", reply.trace)


def _line(result: Result) -> str:
    record = {"id": result.case.id, "answer": result.answer, "seconds": result.seconds, "error": result.error}
    return dump({**record, "trace": list(result.trace)}) + "\n"


def _kept(partial: Path, identity: str) -> dict[str, Reply | str]:
    """The replies that an earlier run of the same left; a last line that was cut is asked again."""
    replies: dict[str, Reply | str] = {}
    for number, record in enumerate(_objects(partial)):
        if number == 0:
            if record.get("run") != identity:
                return {}
        elif isinstance(answer := record.get("answer"), dict):
            trace = record.get("trace")
            steps = tuple(str(step) for step in trace) if isinstance(trace, list) else ()
            seconds = record.get("seconds")
            replies[str(record.get("id"))] = Reply(answer, seconds if isinstance(seconds, float) else 0.0, steps)
        else:
            replies[str(record.get("id"))] = str(record.get("error"))
    return replies


def _objects(path: Path) -> Iterator[Mapping[str, object]]:
    if not path.is_file():
        return
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            record = json.loads(line)
        except ValueError:
            return
        if not isinstance(record, dict):
            return
        yield record


def _identity(cases: Sequence[Case], system: System, library: Library) -> str:
    digest = hashlib.sha256(system.name.encode())
    for part in (*sorted(library.originals), program(), *(repr(case) for case in cases)):
        digest.update(part.encode())
    return digest.hexdigest()


@cache
def program() -> str:
    """A digest of this program's own source, so that results of another version are never taken for this one's."""
    root = Path(__file__).parent.parent
    digest = hashlib.sha256()
    for room in _ROOMS:
        for file in sorted(p for p in (root / room).rglob("*") if p.suffix in (".py", ".toml")):
            digest.update(f"{file.relative_to(root)} ".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
