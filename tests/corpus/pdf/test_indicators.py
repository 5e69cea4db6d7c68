"""Performance indicators drawn into tables: targets and weights of what the row names, never money of the project beside them."""

from __future__ import annotations

from corpus.figure import Figure, Measure
from corpus.figures import figures
from corpus.read import read_bytes
from tests.corpus.pdf.sheet import Sheet, Spot

XS = (40, 180, 280, 470, 520, 570, 630, 700)
HEADER = (
    Spot("项目名称", 0, 0), Spot("当年预算金额", 0, 1), Spot("指标名称", 0, 2), Spot("指标性质", 0, 3), Spot("指标值", 0, 4),
    Spot("计量单位", 0, 5), Spot("指标权重(%)", 0, 6),
)  # fmt: skip
ROWS = (
    ("水文站网运行", "412.30", "站点数据到报率", "≥", "95", "%", "40"),
    ("河道巡查", "88.00", "巡查里程", "≥", "1,200", "公里", "30"),
    ("河道巡查", "", "发现问题整改率", "＝", "100", "%", "30"),
)


def drawn(*, own_header: bool) -> list[Figure]:
    """The figures of a table of projects with indicators, or of one whose indicators have a header of their own further down."""
    sheet = Sheet()
    sheet.text(40, 25, "2027年部门预算")
    sheet.text(421, 50, "2027年部门项目绩效目标表", "centre", 14)
    sheet.text(40, 75, "部门名称：云溪县水利局")
    sheet.text(700, 75, "单位：万元", "right")
    if own_header:
        top = sheet.rows(
            (40, 180, 470, 700), 90, [("项目名称", "资金总额", "实施单位"), ("河道巡查", "88.00", "云溪县水利局")], "lrl"
        )
        sheet.rows((40, 180, 470, 700), top, [("一级指标", "三级指标", "指标值"), ("产出指标", "巡查里程", "≥1,200公里")], "lll")
    else:
        sheet.rows(XS, sheet.header(XS, 90, HEADER), ROWS, "lrlcrcr")
    return figures(read_bytes(sheet.data(), "x.pdf"))


def shown(found: list[Figure]) -> list[tuple[str, str, str]]:
    """Item, value and unit of the targets."""
    return [(f.item, f"{f.amount.value}", f.amount.unit) for f in found if f.measure is Measure.TARGET]


def test_values_and_weights_are_targets_of_their_indicator() -> None:
    """Each indicator keeps its own unit; the project's money stays its only amount."""
    found = drawn(own_header=False)
    assert shown(found) == [
        ("站点数据到报率", "95", "%"), ("站点数据到报率", "40", "分"), ("巡查里程", "1200", "公里"), ("巡查里程", "30", "分"),
        ("发现问题整改率", "100", "%"), ("发现问题整改率", "30", "分"),
    ]  # fmt: skip
    money = [(f.item, f"{f.amount.value}") for f in found if f.amount.unit == "万元" and f.amount.value is not None]
    assert money == [("水文站网运行", "412.30"), ("河道巡查", "88.00")]


def test_indicators_under_a_header_of_their_own() -> None:
    """A form that prints the project first and its indicators under a second header gives the indicator, and no row ≥1,200."""
    found = drawn(own_header=True)
    assert ("巡查里程", "1200", "公里") in shown(found)
    assert not any(f.row_label.startswith("≥") for f in found)
    assert not any(f.amount.unit == "万元" and f.amount.value == 1200 for f in found)


def test_a_target_stands_where_it_is_printed() -> None:
    """The quote of a target is the line of its row and holds the number."""
    for figure in drawn(own_header=False):
        if figure.measure is Measure.TARGET:
            assert f"{figure.amount.value:,}" in figure.source.quote
            assert figure.source.box is not None


def test_money_above_the_indicators_is_told_by_its_source() -> None:
    """A table of one project prints its money in rows above the indicators; their items name the source."""
    sheet = Sheet()
    sheet.text(40, 25, "2027年部门预算")
    sheet.text(421, 50, "河道巡查项目绩效目标表", "centre", 14)
    sheet.text(40, 75, "部门名称：云溪县水利局")
    rows = [
        ("项目名称", "河道巡查", "", ""), ("项目资金（万元）", "资金总额", "88.00", ""), ("项目资金（万元）", "财政拨款", "80.00", ""),
        ("项目资金（万元）", "其他资金", "8.00", ""),
    ]  # fmt: skip
    top = sheet.rows((40, 180, 380, 560, 700), 90, rows, "llll")
    sheet.rows((40, 180, 470, 700), top, [("一级指标", "三级指标", "指标值"), ("产出指标", "巡查里程", "≥1,200公里")], "lll")
    found = figures(read_bytes(sheet.data(), "x.pdf"))
    money = {f.item: f"{f.amount.value}{f.amount.unit}" for f in found if f.item.startswith("绩效目标资金")}
    assert money == {
        "绩效目标资金（资金总额）": "88.00万元", "绩效目标资金（财政拨款）": "80.00万元", "绩效目标资金（其他资金）": "8.00万元"
    }  # fmt: skip
    assert ("巡查里程", "1200", "公里") in shown(found)
