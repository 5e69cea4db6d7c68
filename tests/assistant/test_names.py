"""Names within names, and departments whose place stands behind them."""

from __future__ import annotations

import pytest

from assistant.issuers import IssuerBook
from assistant.labels import LabelBook
from assistant.question import understand
from index.ledger import Label

BOOK = IssuerBook(["青河县财政局", "青河县水利局", "白山市财政局"])
LABELS = LabelBook(
    Label(item, None, item, None, 1) for item in ("工资福利支出", "福利费", "单位资金", "房屋价值", "房屋面积", "实有人数")
)


def items(text: str) -> list[str]:
    return [m.name for m in understand(text, BOOK, LABELS).mentions]


@pytest.mark.parametrize(
    ("text", "issuers"),
    [
        ("财政局（青河县）2024年福利费", ("青河县财政局",)),
        ("水利局(青河)福利费多少", ("青河县水利局",)),
        ("青河县2024年福利费", ("青河县财政局", "青河县水利局")),
        ("请问白山市财政局福利费", ("白山市财政局",)),
    ],
)
def test_a_place_behind_its_organ_tells_whose_it_is(text: str, issuers: tuple[str, ...]) -> None:
    assert understand(text, BOOK, LABELS).issuers == issuers


@pytest.mark.parametrize(
    ("text", "item"),
    [
        ("青河县水利局发工资福利用了多少", "工资福利支出"),
        ("青河县水利局福利费多少", "福利费"),
        ("青河县水利局2024年预算总计", "收支总预算"),
        ("青河县水利局办公楼值多少钱", "房屋价值"),
        ("青河县水利局有没有房子，多少平", "房屋面积"),
        ("青河县水利局不算财政给的，单位自己账上的钱有多少", "单位资金"),
    ],
)
def test_the_longest_name_is_the_one_that_is_meant(text: str, item: str) -> None:
    assert items(text) == [item]


def test_visits_are_no_people() -> None:
    assert "实有人数" not in items("青河县水利局办培训班，多少人次")
    assert items("青河县水利局有多少人") == ["实有人数"]


@pytest.mark.parametrize(
    "institution", ["人民医院", "第二中学", "法院", "自来水公司", "职业技术学院", "城关街道办事处", "图书馆"]
)
@pytest.mark.parametrize("place", ["青河县", "白山市"])
def test_an_institution_of_the_place_is_no_organ_of_it(place: str, institution: str) -> None:
    question = understand(f"{place}{institution}2024年福利费多少", BOOK, LABELS)
    assert question.unknown == place + institution
    assert not question.issuers


@pytest.mark.parametrize("text", ["白山市2024年福利费", "白山市的财政局福利费", "白山市大学生见习的福利费"])
def test_a_place_alone_still_names_its_department(text: str) -> None:
    assert understand(text, BOOK, LABELS).issuers == ("白山市财政局",)


def test_codes_by_class_item_and_line_are_one_code() -> None:
    (mention,) = understand("青河县水利局类208、款05、项01是什么", BOOK, LABELS).mentions
    assert mention.codes == ("2080501",)
