from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from uuid import uuid4

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


MESSAGES = [
    {"role": "system", "content": "简短"},
    {"role": "user", "content": "三公经费多少"},
    {"role": "assistant", "content": "8.30 万元"},
]


@pytest.mark.parametrize(
    "example",
    [
        {"inputs": {"messages": [*MESSAGES, {"role": "user", "content": "比上年呢"}]}, "outputs": {"messages": [{"role": "assistant", "content": "增加 0.10 万元"}]}},
        {"inputs": {"messages": [*MESSAGES, {"type": "human", "content": [{"type": "text", "text": "比上年"}, {"type": "text", "text": "呢"}]}]}, "reference_outputs": {"expected_response": "增加 0.10 万元"}},
    ],
)  # fmt: skip
def test_chat_messages_are_turns_and_answer(tmp_path: Path, example: dict[str, Any]) -> None:
    (tmp_path / "chat.jsonl").write_text(json.dumps(example), encoding="utf-8")
    columns = {key: json.dumps(part) for key, part in example.items()}
    with (tmp_path / "chat.csv").open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, columns)
        writer.writeheader()
        writer.writerow(columns)
    for name in ("chat.jsonl", "chat.csv"):
        (record,) = load_examples(tmp_path / name)
        assert record["turns"] == ["三公经费多少", "比上年呢"]
        assert record["expect"]["figures"] == [{"value": "0.10", "unit": "万元", "derived": False}]  # type: ignore[index]


def test_langsmiths_own_types_take_what_is_exported_and_give_what_is_imported(tmp_path: Path) -> None:
    from langsmith.schemas import Example, ExampleCreate

    cases = load([CASES / "negative.jsonl"])[:5]
    export(cases, tmp_path / "set.jsonl")
    kept = []
    for line in (tmp_path / "set.jsonl").read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        created = ExampleCreate(inputs=record["inputs"], reference_outputs=record["outputs"], metadata=record["metadata"])
        held = Example(id=uuid4(), dataset_id=uuid4(), **created.model_dump(by_alias=True, exclude={"id"}))
        kept.append(held.model_dump_json(include={"id", "inputs", "outputs", "metadata"}))
    (tmp_path / "back.jsonl").write_text("\n".join(kept), encoding="utf-8")
    assert [replace(c, group="negative") for c in _reread(tmp_path / "back.jsonl")] == cases


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
