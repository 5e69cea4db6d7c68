from __future__ import annotations

import json
from pathlib import Path

import pytest

from corpus.errors import CaseError, FileMissing
from eval.case import Case, load, parse
from eval.exchange import export, load_examples
from tests.conftest import Command

CASES = Path(__file__).parent.parent.parent / "eval" / "cases"


def _reread(path: Path) -> list[Case]:
    return [parse(json.dumps(record), "x", "") for record in load_examples(path)]


@pytest.mark.parametrize("name", ["set.csv", "set.jsonl"])
def test_what_is_exported_comes_back_the_same(tmp_path: Path, name: str) -> None:
    cases = load(sorted(CASES.glob("*.jsonl")))
    export(cases, tmp_path / name)
    assert [parse(json.dumps(r), "x", c.group) for r, c in zip(load_examples(tmp_path / name), cases, strict=True)] == cases


def test_a_foreign_table_of_questions_and_answers(tmp_path: Path) -> None:
    path = tmp_path / "foreign.csv"
    path.write_text(
        "﻿inputs.question,outputs.answer\n三公经费,8.30 万元\n为什么,编制增加\n明天天气,out_of_scope\n", encoding="utf-8"
    )
    figure, text, status = load_examples(path)
    assert figure["expect"] == {"status": ["answered"], "figures": [{"value": "8.30", "unit": "万元", "derived": False}]}
    assert text["expect"] == {"status": ["answered"], "text": ["编制增加"]}
    assert status["expect"] == {"status": ["out_of_scope"]}
    assert all("review" in record for record in (figure, text, status))
    with pytest.raises(CaseError, match="review"):
        _reread(path)


def test_a_foreign_dataset_in_jsonl(tmp_path: Path) -> None:
    path = tmp_path / "foreign.jsonl"
    example = {"inputs": {"input": "三公经费"}, "outputs": {"output": "8.30 万元"}, "metadata": {"id": 7}}
    path.write_text(json.dumps(example), encoding="utf-8")
    (record,) = load_examples(path)
    assert (record["id"], record["turns"]) == ("7", ["三公经费"])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.csv", "question,answer\n三公经费,\n", "缺少答案"),
        ("a.csv", "x,answer\n三公经费,8\n", "缺少问题"),
        ("a.csv", "turns,answer\n[,8\n", "turns"),
        ("a.csv", "question,answer\n", "没有一条"),
        ("a.jsonl", "{", "JSON"),
        ("a.jsonl", "[]", "对象"),
        ("a.xlsx", "x", "xlsx"),
    ],
)
def test_errors_are_one_line(tmp_path: Path, name: str, content: str, told: str) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CaseError, match=told) as caught:
        load_examples(path)
    assert "\n" not in str(caught.value)
    with pytest.raises(FileMissing):
        load_examples(tmp_path / "none.csv")


def test_the_commands(mingzhang: Command, tmp_path: Path) -> None:
    target = tmp_path / "out" / "set.csv"
    assert mingzhang("eval", "export", CASES / "negative.jsonl", "--to", target).exit_code == 0
    result = mingzhang("eval", "import", target)
    assert result.exit_code == 0
    back = tmp_path / "back.jsonl"
    back.write_text(result.stdout, encoding="utf-8")
    assert [c.id for c in load([back])] == [c.id for c in load([CASES / "negative.jsonl"])]
