from __future__ import annotations

import json

import pytest

from eval.reading import read_reply


@pytest.mark.parametrize(
    ("said", "status", "figures"),
    [
        ("2024 年三公经费为 8.30 万元。", "answered", [("8.30", "万元")]),
        ("共 1,234.50 元，增长３.５％，编制 35 人", "answered", [("1234.50", "元"), ("3.5", "%"), ("35", "人")]),
        ("2024 年没有提到", "not_disclosed", []),
        ("抱歉，我无法确定", "not_disclosed", []),
        ("请提供部门名称", "clarify", []),
        ("这个问题超出范围", "out_of_scope", []),
        ("<think>也许是 9 万元？</think>8.30 万元", "answered", [("8.30", "万元")]),
    ],
)
def test_free_text(said: str, status: str, figures: list[tuple[str, str]]) -> None:
    read = read_reply(said)
    assert read["status"] == status
    assert read["figures"] == [{"value": v, "unit": u} for v, u in figures]


@pytest.mark.parametrize("fence", ["{}", "```json\n{}\n```", "```\n{}\n```", "<think>算一算</think>\n{}"])
def test_an_answer_in_json_is_taken_as_it_is(fence: str) -> None:
    given = {"status": "answered", "text": "八万三", "figures": [{"value": "8.30", "unit": "万元"}]}
    read = read_reply(fence.format(json.dumps(given, ensure_ascii=False)))
    assert read == {**given, "citations": []}


@pytest.mark.parametrize("said", ['{"status": "maybe"}', "[1]", '{"status": '])
def test_json_that_is_no_answer_is_read_as_text(said: str) -> None:
    assert read_reply(said)["text"] == said
