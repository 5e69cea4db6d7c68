"""Questions over small disclosures laid out as other places lay them out: headings without numbers, units as rows, codes below codes."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from assistant.answer import Answer, Status
from corpus.document import Side
from corpus.figure import Measure
from tests.assistant.made import Row, write_rows, write_texts

BARE = """2031年市级单位预算
预算单位：南屏市数字治理事务中心（南屏市档案编研所）
南屏市数字治理事务中心（南屏市档案编研所）主要职能
南屏市数字治理事务中心（南屏市档案编研所）是南屏市档案局下属事业单位。
主要职能包括：承担档案数字化和地方志编研的事务性工作。
南屏市数字治理事务中心（南屏市档案编研所）机构设置
南屏市数字治理事务中心（南屏市档案编研所）内设十二个机构，包括：办公室、编研部、数字部。
名词解释
（一）基本支出预算：是单位为保障其机构正常运转而编制的年度基本支出计划，包括人员经费和公用经费两部分。
（二）项目支出预算：是单位为完成事业发展目标，在基本支出之外编制的年度支出计划。
2031年单位预算编制说明
2031年，南屏市数字治理事务中心（南屏市档案编研所）收入预算1,844万元，其中：财政拨款收入1,714万元，比2030年预算减少19万元；事业收入130万元。
财政拨款收入支出减少的主要原因是编研项目结项。
2031年单位基本支出预算1,500万元，项目支出预算344万元。
"""

ACCOUNT = """云溪县水利局
2030年度部门决算
一、部门基本情况
本部门下设办公室、站网处共 5 个处（室）。本部门无独立核算下属单位。
二、支出决算情况说明
城乡社区支出（类）城乡社区规划与管理（款）城乡社区规划与管理（项）年初预算为310.10万元，支出决算为273.50万元，完成年初预算的88.20%。决算数小于预算数的主要原因：部分项目未完成。
三、预算绩效管理情况
绩效自评的2030年度项目39个，涉及预算金额415.48万元，平均得分99.33分。
四、三公经费
公务接待费支出0.39万元。国内公务接待2批次、26人次。
"""


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("texts") / "store", BARE, ACCOUNT))


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    basic = {"form": "basic_economic", "kind": "基本支出"}
    made = (
        "青河县气象局2031年部门预算",
        (
            Row("30301 离休费 100.46", "离休费", "100.46", also={**basic, "code": "30301"}),
            Row("3030101 离休费 31.53", "离休费", "31.53", also={**basic, "code": "3030101"}),
            Row("三公 合计 24.02", "三公经费", "24.02", also={"form": "three_public", "column": "三公经费合计", "row_label": "合计"}),
            Row("青河县气象服务中心（青河县预警中心） 10.89", "三公经费", "10.89", also={
                "form": "three_public", "column": "三公经费合计", "row_label": "青河县气象服务中心（青河县预警中心）",
                "row_path": ("青河县气象服务中心（青河县预警中心）",)}),
            Row("青河县气象服务中心（青河县预警中心） 865.62", "青河县气象服务中心（青河县预警中心）", "865.62",
                also={"form": "revenue", "column": "总计"}),
            Row("气象服务 2103.61", "气象服务", "2103.61", also={"form": "expenditure", "code": "2200509"}),
            Row("人员经费合计 484.09", "人员经费", "484.09", also={"form": "basic_economic", "column": "决算数"}),
            Row("人员经费 489.98 万元", "人员经费", "489.98", also={"fund": "一般公共预算"}),
            Row("站网运行项目 834.17", "站网运行项目", "834.17", also={"form": "performance", "column": "预算金额"}),
            Row("站网运行项目 到报率 95 %", "到报率", "95", "%", {"measure": Measure.TARGET, "column": "指标值"}),
        ),
    )  # fmt: skip
    return Assistant.open(write_rows(tmp_path_factory.mktemp("rows") / "store", made))


def first(answer: Answer) -> tuple[Status, str]:
    """The status, and the first figure with its unit ("" for none)."""
    shown = f"{answer.figures[0].value}{answer.figures[0].unit}" if answer.figures else ""
    return answer.status, shown


@pytest.mark.parametrize(
    ("question", "value", "said"),
    [
        ("南屏市数字治理事务中心2031年财政拨款减少的原因", "19万元", "编研项目结项"),
        ("南屏市数字治理事务中心主要职能", "", "档案数字化"),
        ("南屏市数字治理事务中心有几个内设机构", "12个", "编研部"),
        ("南屏市数字治理事务中心什么是基本支出", "", "保障其机构正常运转"),
        ("云溪县水利局内设机构有几个", "5个", "站网处"),
        ("云溪县水利局有下属单位吗", "0个", "无独立核算下属单位"),
        ("云溪县水利局城乡社区规划与管理决算小于预算的原因", "310.10万元", "部分项目未完成"),
        ("云溪县水利局绩效自评项目平均得分", "99.33分", "平均得分"),
        ("云溪县水利局公务接待批次", "2批次", "批次"),
        ("云溪县水利局公务接待人次", "26人次", "人次"),
        ("云溪县水利局公务接待费", "0.39万元", "公务接待费"),
    ],
)
def test_what_the_prose_of_other_places_says(texts: Assistant, question: str, value: str, said: str) -> None:
    """Bare headings, reasons in sentences of their own, counts in words, scores."""
    answer = texts.ask(question)
    assert first(answer) == (Status.ANSWERED, value), answer.text
    assert said in answer.text


@pytest.mark.parametrize(
    ("question", "value", "unsaid"),
    [
        ("青河县气象局离休费多少", "100.46万元", "131.99"),
        ("青河县气象局的三公经费里气象服务中心有多少", "10.89万元", "24.02"),
        ("青河县气象服务中心2031年预算多少", "865.62万元", "2103.61"),
        ("青河县气象局气象服务多少", "2103.61万元", "865.62"),
        ("青河县气象局人员经费", "484.09万元", "其中"),
        ("青河县气象局站网运行项目金额", "834.17万元", "95"),
    ],
)
def test_rows_that_are_no_parts_and_parts_that_are_no_rows(rows: Assistant, question: str, value: str, unsaid: str) -> None:
    """A code below a code is not added to it, a unit's row is the unit's, what is larger than the whole is no part of it."""
    answer = rows.ask(question)
    assert first(answer) == (Status.ANSWERED, value), answer.text
    assert unsaid not in answer.text


def test_a_fund_that_has_nothing_does_not_stand_for_the_whole(tmp_path: Path) -> None:
    """0 of 政府性基金 is no answer to how much 项目支出 there is; asked for the fund, it is."""
    fund = {"form": "government_fund", "fund": "政府性基金预算", "kind": "项目支出"}
    made = ("云溪县水利局2031年部门预算", (Row("项目支出 0.00", "项目支出", "0.00", also=fund),))
    store = Assistant.open(write_rows(tmp_path / "store", made))
    assert store.ask("云溪县水利局项目支出多少").status is Status.NOT_DISCLOSED
    assert first(store.ask("云溪县水利局政府性基金预算项目支出多少")) == (Status.ANSWERED, "0.00万元")


SCATTERED = """云溪县水利局
2031年部门预算
三、支出情况说明
2031年支出预算812.40万元，其中：基本支出500.00万元，项目支出312.40万元。
部门支出总表
部门：云溪县水利局
单位：万元
科目编码
科目名称
合计
基本支出
项目支出
213
农林水支出
812.40
500.00
312.40
21303
水利
2130301
行政运行
500.00
500.00
2130304
水利行业业务管理
312.40
312.40
812.40
合计
812.40
500.00
312.40
"""


def test_cells_on_lines_of_their_own_are_not_read_as_rows(tmp_path: Path) -> None:
    """Text that prints each cell on its own line does not tell which row a number is in: the prose answers, and no row is empty."""
    store = Assistant.open(write_texts(tmp_path / "store", SCATTERED))
    assert first(store.ask("云溪县水利局项目支出多少")) == (Status.ANSWERED, "312.40万元")
    for question in ("云溪县水利局水利支出多少", "云溪县水利局行政运行多少"):
        answer = store.ask(question)
        assert (answer.status, answer.figures) != (Status.ANSWERED, ()) and not answer.figures, answer.text


PLANS = """云溪县水利局（本级）
2031年部门预算
第一部分 部门概况
一、部门机构设置
本部门内设机构包括：办公室、站网处。本部门下属单位包括：云溪县水文中心。
二、2031年度部门主要工作任务及目标
1.构建站网监测新格局，完善运行机制，提升数据质量和应急支撑能力。
2.推进河道巡查数字化，打通部门数据壁垒，实现信息共享。
第二部分 部门预算情况说明
一、支出预算情况
2031年支出预算812.40万元，比2030年增加50.00万元，主要是基本支出增加20.00万元，项目支出增加30.00万元。
二、一般公共预算情况
2031年一般公共预算项目支出300.00万元，比2030年增加29.50万元，主要原因是新建站网。
"""


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    return Assistant.open(write_texts(tmp_path_factory.mktemp("plans") / "store", PLANS))


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("云溪县水利局2031年主要工作任务及目标", "河道巡查数字化"),
        ("云溪县水利局下设哪些单位", "云溪县水文中心"),
        ("云溪县水利局有几个下属单位", "云溪县水文中心"),
        ("云溪县水利局项目支出增加的原因", "新建站网"),
    ],
)
def test_what_stands_under_a_heading_or_in_a_narrower_scope(plans: Assistant, question: str, said: str) -> None:
    """A heading that is named, a list without a count, a reason printed for the narrower scope."""
    answer = plans.ask(question)
    assert answer.status is Status.ANSWERED and said in answer.text, answer.text


def test_projects_subjects_codes_and_appropriations(tmp_path: Path) -> None:
    """Projects are listed where they make up their table, a code is shown with its amount, and the table of appropriations

    goes before a sentence that contradicts it.
    """
    project = {"form": "project", "column": "总计", "kind": "项目支出"}
    given = {"form": "fiscal_appropriation", "fund": "财政拨款", "row_label": "总计", "column": "合计"}
    made = (
        "云溪县水利局2031年部门预算",
        (
            Row("合计 300.00", "项目支出", "300.00", also={**project, "row_label": "合计", "row_path": ("合计",)}),
            Row("站网运行 180.00", "站网运行", "180.00", also={**project, "row_path": ("站网运行",)}),
            Row("河道巡查 120.00", "河道巡查", "120.00", also={**project, "row_path": ("河道巡查",)}),
            Row("2130304 水利行业业务管理 88.00", "水利行业业务管理", "88.00", also={"form": "expenditure", "code": "2130304"}),
            Row("总计 961.68", "支出总计", "961.68", also={**given, "side": Side.EXPENDITURE}),
            Row("财政拨款收入支出总计 0.3 万元", "财政拨款收支总预算", "0.3"),
        ),
    )
    store = Assistant.open(write_rows(tmp_path / "store", made))
    listed = store.ask("云溪县水利局项目支出包括哪些项目")
    assert {"300.00", "180.00", "120.00"} <= {f"{f.value}" for f in listed.figures}, listed.text
    coded = store.ask("云溪县水利局水利行业业务管理的科目代码")
    assert first(coded) == (Status.ANSWERED, "88.00万元") and "2130304" in coded.text
    assert first(store.ask("云溪县水利局财政拨款收支总计")) == (Status.ANSWERED, "961.68万元")


def test_a_city_is_not_the_zone_that_carries_its_name(tmp_path: Path) -> None:
    """福州市 and 福州经济技术开发区 are two places; the short 福州 may mean the one on record."""
    made = ("福州经济技术开发区水利局2031年部门预算", (Row("三公经费 1.50", "三公经费", "1.50", also={"form": "three_public"}),))
    store = Assistant.open(write_rows(tmp_path / "store", made))
    assert store.ask("福州市水利局三公经费").status is Status.NOT_DISCLOSED
    assert first(store.ask("福州开发区水利局三公经费")) == (Status.ANSWERED, "1.50万元")


def test_one_year_against_another_uses_the_later_disclosure(tmp_path: Path) -> None:
    """The change that the earlier year's document prints against its own year before is not the one asked for."""
    changed = {"measure": Measure.CHANGE, "direction": "增加", "base": "上年"}
    older = (Row("机关运行经费 184.65", "机关运行经费", "184.65"), Row("比上年增加 2.55", "机关运行经费", "2.55", also=changed))
    newer = (Row("机关运行经费 229.43", "机关运行经费", "229.43"),)
    made = [("云溪县水利局2030年部门预算", older), ("云溪县水利局2031年部门预算", newer)]
    answer = Assistant.open(write_rows(tmp_path / "store", *made)).ask("云溪县水利局2031年机关运行经费比2030年增加多少")
    assert answer.status is Status.ANSWERED and "2.55" not in answer.text, answer.text
    assert "44.78" in answer.text or {"229.43", "184.65"} <= {f"{f.value}" for f in answer.figures}


VEHICLES = """云溪县水利局
2031年部门预算
2031年单位“三公”经费预算表
编制单位：云溪县水利局 单位:万元
“三公”经费预算数
公务用车购置及运行费
合计 因公出国(境)费 公务接待费
小计 购置费 运行费
4.70 1.50 3.20 3.20
其他相关情况说明
一、2031年“三公”经费预算情况说明
2031年“三公”经费预算数为4.70万元，与2030年预算持平。其中：
（一）因公出国（境）费0.00万元，与2030年预算持平。
（二）公务用车购置及运行费3.20万元。其中：公务用车购置费0.00万元；公务用车运行费3.20万元。
（三）公务接待费1.50万元，与2030年预算持平。
"""


def test_the_prose_tells_two_orders_of_columns_apart(tmp_path: Path) -> None:
    """A flattened header that fits two orders of the columns is read by the one that the prose does not contradict."""
    told = Assistant.open(write_texts(tmp_path / "told", VEHICLES))
    answer = told.ask("云溪县水利局公务接待费多少")
    assert first(answer) == (Status.ANSWERED, "1.50万元")
    assert any(c.table and "三公" in c.table for c in answer.citations), answer.citations
    silent = Assistant.open(write_texts(tmp_path / "silent", VEHICLES.split("一、2031年")[0]))
    for item in ("公务接待费", "因公出国费", "公务用车运行费"):
        assert not any(f.value for f in silent.ask(f"云溪县水利局{item}多少").figures)
