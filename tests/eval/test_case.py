from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from corpus.errors import CaseError, FileMissing
from eval.case import load


def _record(**changes: Any) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": "a-1", "category": "lookup", "turns": ["三公经费"], "note": "",
        "expect": {"status": ["answered"], "figures": [{"value": "8.30", "unit": "万元", "derived": False}],
                   "text": ["甲", ["乙", "丙"]], "forbid": [], "cites": [{"document": "d", "lines": [[1, 2]]}]},
    }  # fmt: skip
    return record | changes


def _expect(**changes: Any) -> dict[str, Any]:
    return _record(expect=_record()["expect"] | changes)


def _write(path: Path, *records: Any) -> Path:
    lines = [r if isinstance(r, str) else json.dumps(r, ensure_ascii=False) for r in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_case_keeps_all_it_says(tmp_path: Path) -> None:
    (case,) = load([_write(tmp_path / "a.jsonl", _record())])
    assert case.turns == ("三公经费",)
    assert case.expect.text == (("甲",), ("乙", "丙"))
    assert str(case.expect.figures[0].value) == "8.30"
    assert case.expect.cites[0].lines == ((1, 2),)
    assert (case.group, case.documents, case.answerable) == ("a", ("d",), True)


@pytest.mark.parametrize(
    ("record", "told"),
    [
        ("{", "不是 JSON"),
        ([], "应是一个对象"),
        (_record(turn=[]), "turn"),
        (_record(turns=[]), "turns"),
        (_record(turns="三公经费"), "turns"),
        (_record(turns=[1]), "turns"),
        (_record(id=""), "id"),
        (_record(expect=[]), "expect"),
        (_expect(status=["maybe"]), "maybe"),
        (_expect(status=[]), "status"),
        (_expect(figures=[{"value": "八", "unit": "万元"}]), "expect.figures.value"),
        (_expect(figures=[{"value": 8.3, "unit": "万元"}]), "value"),
        (_expect(figures=[{"value": "8"}]), "unit"),
        (_expect(text=[[]]), "expect.text"),
        (_expect(cites=[{"lines": [[1, 2]]}]), "document"),
        (_expect(cites=[{"document": "d", "lines": [[1]]}]), "expect.cites.lines"),
        (_expect(cites=[{"document": "d", "pages": ["1"]}]), "expect.cites.pages"),
        (_expect(cite=[]), "cite"),
        (_expect(cites=[{"document": "d", "lines": [[3, 2]]}]), "expect.cites.lines"),
        (_expect(cites=[{"document": "d", "lines": [[0, 2]]}]), "expect.cites.lines"),
        (_expect(status=["not_disclosed"]), "expect.figures"),
        (_expect(figures=[{"value": "8", "unit": "万元", "derived": "no"}]), "derived"),
        (_expect(figures=[{"value": "NaN", "unit": "万元"}]), "value"),
        (_expect(figures=[{"value": "8", "unit": "万元", "fiscal_year": "2024"}]), "fiscal_year"),
        (_record(note=1), "note"),
        (_record(review="待复核"), "review"),
    ],
)
def test_errors_name_line_and_key(tmp_path: Path, record: Any, told: str) -> None:
    path = _write(tmp_path / "a.jsonl", _record(id="a-0"), record)
    with pytest.raises(CaseError) as caught:
        load([path])
    assert f"{path} 第 2 行" in str(caught.value)
    assert told in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_id_may_stand_once_over_all_files(tmp_path: Path) -> None:
    first, second = _write(tmp_path / "a.jsonl", _record()), _write(tmp_path / "b.jsonl", _record())
    with pytest.raises(CaseError, match="重复"):
        load([first, second])


def test_no_file_and_no_cases_are_errors(tmp_path: Path) -> None:
    with pytest.raises(FileMissing):
        load([tmp_path / "a.jsonl"])
    with pytest.raises(CaseError):
        load([_write(tmp_path / "b.jsonl", "")])


def test_other_bytes_than_text_are_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes("三公经费".encode("gb18030"))
    with pytest.raises(CaseError, match="UTF-8"):
        load([path])
