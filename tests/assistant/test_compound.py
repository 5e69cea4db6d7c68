"""Several things asked in one question: all are answered, in their order, and none twice."""

from __future__ import annotations

import re

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Answer, Status
from assistant.verify import problems

ITEMS = ("公务接待费", "机关运行经费", "住房公积金", "基本支出", "办公费", "项目支出")


def lead(answer: Answer) -> tuple[object, ...]:
    return answer.figures[0].value, answer.figures[0].unit


def test_the_parts_are_answered_as_if_they_were_asked_alone(generated: Assistant) -> None:
    seen = 0
    for document in generated.documents():
        whose = f"{document.issuer}{document.fiscal_year}年"
        alone = [(item, answer) for item in ITEMS if (answer := generated.ask(f"{whose}{item}多少")).figures]
        for (one, first), (other, second) in zip(alone, alone[1:], strict=False):
            answer = generated.ask(f"{whose}{one}多少，{other}又是多少")
            assert answer.status is Status.ANSWERED
            assert lead(answer) == lead(first)
            assert lead(second) in {(f.value, f.unit) for f in answer.figures}
            seen += 1
    assert seen > 20


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("昌吉市2020年水费多少，邮电费多少，两项合计呢", ["2.34", "0.78", "3.12"]),
        ("吉木萨尔县2024年办公费多少，占公用经费百分之几", ["7.50", "6.18"]),
        ("昌吉市退休人数多少？离休呢？", ["50", "3"]),
        ("昌吉市2020年水费和邮电费各多少，各占公用经费多少", ["2.34", "0.78", "5.41", "1.80"]),
    ],
)
def test_every_part_has_its_figure(assistant: Assistant, question: str, values: list[str]) -> None:
    answer = assistant.ask(question)
    told = [str(f.value) for f in answer.figures]
    assert told[0] == values[0]
    assert set(values) <= set(told)
    assert not problems(answer, (question,), frozenset())


def test_a_part_that_is_not_disclosed_is_said_beside_the_others(assistant: Assistant) -> None:
    answer = assistant.ask("吉木萨尔县2024年公务接待费多少，一共接待了多少批次")
    assert answer.status is Status.ANSWERED
    assert str(answer.figures[0].value) == "2.30"
    assert "没有披露" in answer.text


def test_nothing_is_told_twice(assistant: Assistant) -> None:
    answer = assistant.ask("昌吉市2020年事业运行多少，比上年少了多少，什么原因")
    assert len(re.findall("单位人员减少", answer.text)) == 1
    assert [c.id for c in answer.citations] == list(range(1, len(answer.citations) + 1))


def test_what_was_said_beside_names_no_item(assistant: Assistant) -> None:
    answer = assistant.ask("我是会计，前天去培训学了差旅费的新规定。昌吉市2020年工会经费是多少？")
    assert [str(f.value) for f in answer.figures] == ["6.17"]
    dated = assistant.ask("吉木萨尔县2024年的预算刚刚公开。公务接待费是多少？")
    assert [f.issuer for f in dated.figures][:1] == [d.issuer for d in assistant.documents() if d.fiscal_year == 2024]


def test_the_talk_goes_on_from_the_last_part(assistant: Assistant) -> None:
    talk = Conversation()
    assistant.ask("昌吉市2020年水费多少，占公用经费多少，邮电费是多少", talk)
    assert str(assistant.ask("占公用经费百分之几", talk).figures[0].value) == "1.80"
    assert len(talk) == 4
