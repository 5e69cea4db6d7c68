"""Issuer, year and stage come from the pages, in the layouts that departments use."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Stage
from corpus.identity import identify
from corpus.read.text import to_lines


def of(*lines: str):
    return identify(to_lines("\n".join(lines)))


@pytest.mark.parametrize(
    ("lines", "issuer", "year", "stage"),
    [
        (
            ["第二部分 2023 年部门预算公开表", "编制部门：平安县水利局 单位：万元", "编制部门：平安县水利局 单位：万元"],
            "平安县水利局",
            2023,
            Stage.BUDGET,
        ),
        (["2026年", "东海市信访局部门预算", "单位名称：东海市信访局 单位：万元"], "东海市信访局", 2026, Stage.BUDGET),
        (
            ["东海市平安区财政局", "2024 年度部门决算", "第一部分 东海市平安区财政局概况", "收入支出决算总表", "单位：万元"],
            "东海市平安区财政局",
            2024,
            Stage.FINAL_ACCOUNT,
        ),
        (
            ["东海市平安区财政局", "年度部门决算", "2024", "第一部分 东海市平安区财政局概况", "支出决算表"],
            "东海市平安区财政局",
            2024,
            Stage.FINAL_ACCOUNT,
        ),
        (["2026 年度", "东海经济技术开发区生态", "环境局", "单位预算"], "东海经济技术开发区生态环境局", 2026, Stage.BUDGET),
        (
            ["东海市信访局（本级）", "2026年度部门预算公开", "预算单位：东海市信访局 单位：万元"],
            "东海市信访局（本级）",
            2026,
            Stage.BUDGET,
        ),
        (
            [
                "预算单位：东海市会计中心（东海市财政研究所）",
                "东海市2026年市级单位预算",
                "编制单位：东海市会计中心（东海市财政研究所） 单位：元",
            ],
            "东海市会计中心（东海市财政研究所）",
            2026,
            Stage.BUDGET,
        ),
    ],
)
def test_identity(lines: list[str], issuer: str, year: int, stage: Stage) -> None:
    got = of(*lines)
    assert (got.issuer, got.fiscal_year, got.stage) == (issuer, year, stage)


def test_a_name_cut_by_a_line_break_does_not_win() -> None:
    got = of("2020 年部门预算", *["编制部门：平安市商务局 单位：万元"] * 3, "编制部门：平安市商务", "单位：万元", "局")
    assert got.issuer == "平安市商务局"


def test_years_of_sentences_do_not_outvote_the_title() -> None:
    sentences = ["与2023年预算相比增加，主要是2023年预算较低，2023年预算执行良好。"] * 5
    got = of("平安县水利局2024年部门预算", "编制部门：平安县水利局 单位：万元", "第三部分 2024年部门预算情况说明", *sentences)
    assert got.fiscal_year == 2024


def test_the_signing_date_is_the_last_date_alone_on_a_line() -> None:
    assert of("2024年部门预算", "截至 2023 年 12 月 31 日止", "2024 年 2月 19 日").published == "2024-02-19"
    assert of("2024年部门预算", "2024 年 13 月 1 日").published is None


@settings(max_examples=60, derandomize=True, deadline=None)
@given(
    st.sampled_from(["平安", "东海", "长岭"]),
    st.sampled_from(["县", "市", "区"]),
    st.sampled_from(["财政局", "水利局", "教育局", "人民政府办公室"]),
    st.integers(2015, 2035),
)
def test_any_department_and_year(place: str, level: str, body: str, year: int) -> None:
    name = place + level + body
    got = of(f"第一部分 {year} 年{name}部门概况", f"第二部分 {year} 年部门预算公开表", f"编制部门：{name} 单位：万元")
    assert (got.issuer, got.fiscal_year, got.stage) == (name, year, Stage.BUDGET)


def test_the_heading_of_a_part_is_no_piece_of_the_name() -> None:
    """“第三部分 某某局 2030 年度部门决算情况说明” names the department alone."""
    lines = to_lines("目录\n第三部分 云溪县水利局 2030 年度部门决算情况说明\n本年支出合计 9 万元。\n")
    assert identify(lines).issuer == "云溪县水利局"


def test_general_words_are_nobodys_name() -> None:
    """“第一部分 部门概况” over a document without owner lines: the cover names the department."""
    lines = to_lines("云溪县水利局\n2031年部门预算\n第一部分 部门概况\n一、职能\n第二部分 部门预算情况说明\n支出预算 9 万元。\n")
    assert identify(lines).issuer == "云溪县水利局"
