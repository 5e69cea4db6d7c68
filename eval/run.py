"""Run a question set against a system and collect one result a case."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from assistant.ask import Assistant
from assistant.batch import converse
from assistant.proof import Original
from corpus.errors import MingzhangError
from eval.case import Case
from eval.grade import UNANSWERED, Grade, grade
from index.ledger import Ledger
from index.store import Store


class System(Protocol):
    """Something that answers conversations."""

    def ask(self, turns: Sequence[str]) -> tuple[Mapping[str, object], float]:
        """The answer (in the JSON shape of an answer) to the last turn, and the seconds it took. Raises MingzhangError."""
        ...


class InProcess:
    """The assistant of this installation, over a store."""

    def __init__(self, store: Path) -> None:
        self._assistant = Assistant.open(store)

    def ask(self, turns: Sequence[str]) -> tuple[Mapping[str, object], float]:
        """Answer in this process."""
        answer, seconds = converse(self._assistant, turns)
        return answer.to_json(), seconds


@dataclass(frozen=True, slots=True)
class Result:
    """A graded case. ``answer`` is None and ``error`` says why where the system gave none."""

    case: Case
    grade: Grade
    answer: Mapping[str, object] | None
    seconds: float
    error: str = ""


def originals(store: Path) -> dict[str, Original]:
    """The indexed files by SHA-256, as the store keeps them."""
    files = Store.open(store)
    with Ledger.open(store) as ledger:
        return {d.id: Original(d.name, files.original(d.id).read_bytes()) for d in ledger.documents()}


def run(
    cases: Iterable[Case], system: System, files: Mapping[str, Original], done: Callable[[], object] = lambda: None
) -> Iterator[Result]:
    """Grade each case in turn; ``done`` is called after each. A system's error is a result, not the end of the run."""
    for case in cases:
        try:
            answer, seconds = system.ask(case.turns)
        except MingzhangError as error:
            yield Result(case, UNANSWERED, None, 0.0, str(error))
        else:
            yield Result(case, grade(case, answer, files), answer, seconds)
        done()
