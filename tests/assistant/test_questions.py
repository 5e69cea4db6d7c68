"""Questions over the two samples beside the shipped sets (tests/eval): every one right, no wrong number, every quote true."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant, Conversation
from assistant.proof import Original
from eval.case import Case, load
from eval.grade import grade

CASES = load([Path(__file__).parent.parent / "data" / "questions" / "own.jsonl"])


@pytest.fixture(scope="module")
def originals(samples: list[Path]) -> dict[str, Original]:
    found = [Original(path.name, path.read_bytes()) for path in samples]
    return {original.sha256: original for original in found}


@pytest.mark.parametrize("case", CASES, ids=[case.id for case in CASES])
def test_a_graded_question(case: Case, assistant: Assistant, originals: dict[str, Original]) -> None:
    conversation = Conversation()
    for turn in case.turns[:-1]:
        assistant.ask(turn, conversation)
    answer = assistant.ask(case.turns[-1], conversation)
    graded = grade(case, answer.to_json(), originals)
    assert not graded.wrong and not graded.quotes_false, answer.text
    assert graded.right, f"{graded.faults}: {answer.text}"
