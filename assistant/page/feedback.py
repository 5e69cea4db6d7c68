"""What people think of answers, one JSON object a line in ``feedback.jsonl`` of the store's folder.

    {"time": "2024-03-01T09:30:00+08:00", "turns": ["三公经费 2024年多少"], "rating": "down", "reason": "数字不对", "answer": {…}}

``turns`` are the questions of the talk up to the one that was answered; who judged is not written down.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from assistant.page.session import Session

FILE = "feedback.jsonl"
RATINGS = ("up", "down")
LONGEST = 1000
"""Characters of a reason that are kept."""


def record(session: Session, turn: int, rating: str, reason: str) -> dict[str, object] | None:
    """The judgement as it is written; None where the session has no such answer or the rating is none."""
    rated = next((t for t in session.turns if t.number == turn and t.answer), None)
    if rated is None or rated.answer is None or rating not in RATINGS:
        return None
    return {
        "time": datetime.now().astimezone().isoformat(timespec="seconds"),
        "turns": [t.question for t in session.turns if t.number <= turn],
        "rating": rating,
        "reason": reason.strip()[:LONGEST],
        "answer": rated.answer.to_json(),
    }


def write(store: Path, judgement: dict[str, object]) -> None:
    """Add a line; several processes may do so at once. Raises OSError where the folder cannot be written."""
    from filelock import FileLock

    path = store / FILE
    line = json.dumps(judgement, ensure_ascii=False).encode("utf-8", "replace") + b"\n"
    with FileLock(path.with_name(f"{FILE}.lock")), path.open("ab") as out:
        out.write(line)


def latest(store: Path, most: int) -> list[dict[str, object]]:
    """The last judgements, the newest first; lines that cannot be read are passed over."""
    try:
        lines = (store / FILE).read_text(encoding="utf-8", errors="replace").splitlines()
    except FileNotFoundError:
        return []
    found: list[dict[str, object]] = []
    for line in reversed(lines):
        try:
            judgement = json.loads(line)
        except ValueError:
            continue
        if isinstance(judgement, dict):
            found.append(judgement)
        if len(found) == most:
            break
    return found
