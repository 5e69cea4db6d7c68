"""Cases, answers and results made by hand for these tests."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assistant.answer import Status
from assistant.proof import Original
from eval.case import Case, Expect, ExpectedFigure, ExpectedPlace
from eval.grade import Grade, unanswered
from eval.library import Held, Library
from eval.run import Result
from eval.systems import NoReply, Reply

PAGE = Original("某局-2024.txt", "第一行\n合计 8.30\n末行\n".encode())
HELD = Held("某局-2024.txt", "某县某局", 2024)
LIBRARY = Library((HELD,), {PAGE.sha256: PAGE})
PLACE = ExpectedPlace("某局-2024", ((2, 2),))

RIGHT = Grade(True, True, True, True, quotes_true=2, answered=True, parts={"value": (1, 1), "citing": (1, 2), "cited": (1, 1)})
WRONG = Grade(True, False, True, True, wrong=True, quotes_false=1, answered=True, parts={"value": (0, 1)})
REFUSED = Grade(True, True, True, True, refused=True)
BADLY_REFUSED = Grade(False, False, True, True, refused=True)


def case(name: str = "a", *status: Status, figures: Sequence[ExpectedFigure] = (), category: str = "lookup", **more: Any) -> Case:
    """A case of one turn; ``more`` goes to its expectation."""
    return Case(name, category, ("问",), Expect(status or (Status.ANSWERED,), tuple(figures), **more), group="made")


def figure(value: str = "8.30", unit: str = "万元", **more: Any) -> ExpectedFigure:
    """An expected figure."""
    return ExpectedFigure(Decimal(value), unit, **more)


def answer(
    *figures: dict[str, Any], status: str = "answered", text: str = "8.30 万元[1]", line: int = 2, quote: str = "合计 8.30"
) -> dict[str, Any]:
    """An answer that cites one place of PAGE."""
    citation = {"id": 1, "document": PAGE.name, "sha256": PAGE.sha256, "line_start": line, "line_end": line, "quote": quote}
    return {"status": status, "text": text, "figures": list(figures), "citations": [citation]}


def result(name: str, graded: Grade | None, category: str = "lookup", seconds: float = 0.01, *status: Status) -> Result:
    """A graded case; without a grade, one that got no answer."""
    made = case(name, *status, category=category)
    if graded is None:
        return Result(made, unanswered(made), None, 0.0, "没有回答")
    return Result(made, graded, answer(), seconds)


class Scripted:
    """A system that gives prepared replies, by the last turn or else the default, and remembers what it was asked."""

    name = "scripted"
    passages = False

    def __init__(self, default: dict[str, Any] | None, fails_at: int | None = None) -> None:
        self.asked: list[tuple[str, ...]] = []
        self._default, self._fails_at = default, fails_at

    def ask(self, turns: Sequence[str]) -> Reply:
        """The prepared reply; a keyboard interrupt at the turn asked for, as a user who gives up."""
        if self._fails_at is not None and len(self.asked) == self._fails_at:
            raise KeyboardInterrupt
        self.asked.append(tuple(turns))
        if self._default is None:
            raise NoReply("没有回答")
        return Reply(self._default, 0.01, ("一步",))
