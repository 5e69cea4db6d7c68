"""From use to cases: what users judged wrong becomes candidate cases, which count only after a person has reviewed them.

The page appends a line to ``feedback.jsonl`` in the store's folder for each judgement:

    {"time": "2024-03-01T09:30:00+08:00", "turns": ["三公经费 2024年多少"], "rating": "down", "reason": "数字不对", "answer": {...}}

``rating`` is "up" or "down", ``reason`` is free text and may be missing, ``answer`` is the answer's JSON. Who judged is not
written down.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.present import dump
from corpus.errors import CaseError, FileMissing
from eval.case import Case, lines
from eval.match import records, squeeze

FILE = "feedback.jsonl"
"""Name of the file in the store's folder."""

REVIEW = "待复核：核对原文，填好 expect，然后删去这个键"
"""What stands under ``review`` in a candidate; a question set in which it still stands is refused."""

_RATINGS = ("up", "down")


@dataclass(frozen=True, slots=True)
class Feedback:
    """One judgement of the answer to the last of ``turns``. ``rating`` is "up" or "down", ``time`` ISO 8601."""

    time: str
    turns: tuple[str, ...]
    rating: str
    reason: str = ""
    answer: Mapping[str, object] = field(default_factory=dict)

    def to_json(self) -> dict[str, object]:
        """As it stands in the file."""
        return {
            "time": self.time,
            "turns": list(self.turns),
            "rating": self.rating,
            "reason": self.reason,
            "answer": dict(self.answer),
        }


def append(path: Path, feedback: Feedback) -> None:
    """Add a line; several processes may do so at once."""
    from filelock import FileLock

    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f"{path.name}.lock")), path.open("a", encoding="utf-8") as out:
        out.write(dump(feedback.to_json()) + "\n")


def read(path: Path) -> list[Feedback]:
    """All judgements. Raises FileMissing, or CaseError naming line and key."""
    if not path.is_file():
        raise FileMissing(path)
    return [_feedback(line, where) for where, line in lines(path)]


def candidates(judged: Iterable[Feedback], known: Sequence[Case] = ()) -> list[dict[str, object]]:
    """A candidate case for each conversation that was judged down, once; conversations that are cases already are left out.

    What was answered stands in the note, and its status and figures as a draft of what to expect; a person decides.
    """
    seen = {_key(case.turns) for case in known}
    drafts = []
    for feedback in judged:
        key = _key(feedback.turns)
        if feedback.rating != "down" or key in seen:
            continue
        seen.add(key)
        drafts.append(_draft(feedback, key))
    return drafts


def _draft(feedback: Feedback, key: str) -> dict[str, object]:
    answer = feedback.answer
    figures = [{k: f.get(k) for k in ("value", "unit", "derived")} for f in records(answer, "figures")[:1]]
    reason = f"；用户说：{feedback.reason}" if feedback.reason else ""
    return {
        "id": f"u-{key[:10]}",
        "category": "feedback",
        "turns": list(feedback.turns),
        "review": REVIEW,
        "expect": {"status": [answer.get("status", "answered")], "figures": figures, "text": [], "forbid": [], "cites": []},
        "note": f"{feedback.time} 被判为不对，当时答“{str(answer.get('text', ''))[:200]}”{reason}",
    }


def _key(turns: Sequence[str]) -> str:
    return hashlib.sha256("\n".join(squeeze(turn) for turn in turns).encode()).hexdigest()


def _feedback(line: str, where: str) -> Feedback:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise CaseError(f"{where}：不是 JSON；每行应是一条评价") from error
    if not isinstance(record, dict):
        raise CaseError(f"{where}：应是一个对象")
    turns, rating, answer = record.get("turns"), record.get("rating"), record.get("answer", {})
    if not isinstance(turns, list) or not turns or not all(isinstance(turn, str) for turn in turns):
        raise CaseError(f"{where}：turns 应是一组问题，至少一个")
    if rating not in _RATINGS:
        raise CaseError(f"{where}：rating “{rating}”不认识；可用 {'、'.join(_RATINGS)}")
    if not isinstance(answer, dict):
        raise CaseError(f"{where}：answer 应是一个对象")
    return Feedback(str(record.get("time", "")), tuple(turns), str(rating), str(record.get("reason") or ""), answer)
