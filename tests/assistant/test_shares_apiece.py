"""What share each of several items, or each part of one, has; the share that a document prints of it is told and cited too."""

from __future__ import annotations

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Status
from tests.assistant.made import Row, write_rows

ROWS = [
    Row("基本支出 300.00", "基本支出", "300.00"),
    Row("项目支出 100.00", "项目支出", "100.00"),
    Row("支出总计 400.00", "支出总计", "400.00"),
    Row("公用经费 80.00", "公用经费", "80.00", also={"kind": "公用经费"}),
    Row("办公费 20.00", "办公费", "20.00", also={"code": "30201"}),
    Row("水费 4.00", "水费", "4.00", also={"code": "30205"}),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_rows(tmp_path_factory.mktemp("apiece"), ("双桥市档案局2035年部门预算公开", ROWS)))


@pytest.mark.parametrize(
    ("question", "shares"),
    [
        ("双桥市档案局2035年基本支出和项目支出各占百分之几", ["75.00", "25.00"]),
        ("双桥市档案局2035年支出由基本支出、项目支出组成，分别占多少", ["75.00", "25.00"]),
        ("双桥市档案局2035年公用经费里办公费、水费各占多少", ["25.00", "5.00"]),
        ("双桥市档案局2035年水费和办公费各占公用经费的百分之几", ["5.00", "25.00"]),
        ("双桥市档案局2035年项目支出和基本支出的比重分别是多少", ["25.00", "75.00"]),
    ],
)
def test_each_item_has_its_share(made: Assistant, question: str, shares: list[str]) -> None:
    answer = made.ask(question, Conversation())
    assert answer.status is Status.ANSWERED
    assert [str(f.value) for f in answer.figures if f.unit == "%"] == shares


def test_an_item_without_a_share_is_named(made: Assistant) -> None:
    answer = made.ask("双桥市档案局2035年公用经费里办公费和电费各占多少", Conversation())
    assert str(answer.figures[0].value) == "25.00" and "没有披露“电费”的占比" in answer.text


def test_the_printed_shares_of_parts_are_cited(assistant: Assistant) -> None:
    answer = assistant.ask("昌吉市商工局2020年一般公共预算支出分哪几类，各占多少", Conversation())
    assert "92.16%" in answer.text and "文件印 92%" in answer.text and "文件印 8%" in answer.text
