from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CaseError, FileMissing
from eval.case import load
from eval.feedback import Feedback, append, candidates, read
from tests.conftest import Command
from tests.eval.made import answer, case

DOWN = Feedback("2024-03-01T09:30:00+08:00", ("三公经费 2024年多少",), "down", "数字不对", answer({"value": "9", "unit": "万元"}))


def test_what_is_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "var" / "feedback.jsonl"
    append(path, DOWN)
    append(path, Feedback("", ("问",), "up"))
    assert read(path) == [DOWN, Feedback("", ("问",), "up")]


def test_many_may_write_at_once(tmp_path: Path) -> None:
    path = tmp_path / "feedback.jsonl"
    writers = [threading.Thread(target=append, args=(path, DOWN)) for _ in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert read(path) == [DOWN] * 8


def test_a_thumb_down_becomes_a_candidate_once() -> None:
    again = Feedback("", (" 三公经费  2024年多少",), "down")
    drafts = candidates([DOWN, again, Feedback("", ("好",), "up")])
    assert len(drafts) == 1
    assert "数字不对" in str(drafts[0]["note"])
    assert drafts[0]["turns"] == ["三公经费 2024年多少"]


def test_what_is_a_case_already_is_no_candidate() -> None:
    known = case()
    assert candidates([Feedback("", known.turns, "down")], [known]) == []


def test_a_candidate_counts_only_after_review(mingzhang: Command, store: Path, tmp_path: Path) -> None:
    append(store / "feedback.jsonl", DOWN)
    result = mingzhang("eval", "candidates", "--store", store)
    assert result.exit_code == 0, result.stderr
    path = tmp_path / "new.jsonl"
    path.write_text(result.stdout, encoding="utf-8")
    with pytest.raises(CaseError, match="review"):
        load([path])
    draft = json.loads(result.stdout)
    del draft["review"]
    path.write_text(json.dumps({**draft, "expect": {"status": ["answered"]}}, ensure_ascii=False), encoding="utf-8")
    assert load([path])[0].turns == DOWN.turns
    assert mingzhang("eval", "candidates", "--store", store, "--known", path).stdout == ""


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("{", "JSON"),
        ([], "对象"),
        ({"turns": [], "rating": "up"}, "turns"),
        ({"turns": ["问"], "rating": "bad"}, "rating"),
        ({"turns": ["问"], "rating": "up", "answer": []}, "answer"),
    ],
)
def test_errors_name_line_and_key(tmp_path: Path, record: Any, told: str) -> None:
    path = tmp_path / "f.jsonl"
    path.write_text("\n" + (record if isinstance(record, str) else json.dumps(record)), encoding="utf-8")
    with pytest.raises(CaseError, match=told) as caught:
        read(path)
    assert "第 2 行" in str(caught.value)
    with pytest.raises(FileMissing):
        read(tmp_path / "none")
