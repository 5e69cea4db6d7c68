"""Many conversations in one process: the file that lists them, and the time each last answer takes."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from assistant.answer import Answer
from assistant.ask import Assistant
from assistant.conversation import Conversation
from corpus.errors import CaseError, FileMissing


def converse(assistant: Assistant, turns: Sequence[str]) -> tuple[Answer, float]:
    """The answer to the last turn, and the seconds that it alone took."""
    conversation = Conversation()
    for turn in turns[:-1]:
        assistant.ask(turn, conversation)
    started = time.perf_counter()
    answer = assistant.ask(turns[-1], conversation)
    return answer, time.perf_counter() - started


def conversations(path: Path) -> Iterator[tuple[object, tuple[str, ...]]]:
    """The conversations of a batch file. Raises FileMissing, or CaseError naming line and key."""
    if not path.is_file():
        raise FileMissing(path)
    for number, line in enumerate(path.read_text(encoding="utf-8-sig", errors="replace").split("\n"), 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise CaseError(f"{path} 第 {number} 行：不是 JSON；每行应是一个对象") from error
        if not isinstance(record, dict) or "id" not in record:
            raise CaseError(f"{path} 第 {number} 行：缺少 id；每行应有 id 和 turns")
        turns = record.get("turns")
        if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
            raise CaseError(f"{path} 第 {number} 行：turns 应是一组问题，至少一个")
        yield record["id"], tuple(turns)
