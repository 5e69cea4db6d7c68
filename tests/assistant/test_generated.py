"""Over documents nobody has seen: no figure in any answer is absent from its cited place or formula, and none is the wrong one."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answer import Status
from tests.assistant.test_ask import check

ITEMS = ["三公经费", "公务接待费", "人员经费", "公用经费", "基本支出", "项目支出", "行政运行", "住房公积金", "办公费", "收支总预算", "机关运行经费", "政府采购预算",
         "编制", "车辆", "上年结转", "一般公共预算", "基本工资", "养老保险", "社会保障和就业支出", "出国的钱"]  # fmt: skip
SHAPES = ["{d}{y}年{a}多少", "{d}{a}", "{y}年{a}比上年增减多少", "{d}{a}为什么增加", "{d}{a}占{b}多少", "{d}{a}和{b}一共多少", "{d}{a}比{b}多多少", "{d}{a}有哪些明细",
          "哪个部门{a}最多", "{d}{a}最大的三项", "{d}人均{a}", "{d}{q}年{a}是多少", "{d}{a}换算成元", "{d}{a}对得上吗", "{d}{a}主要用于什么", "什么是{a}"]  # fmt: skip


@pytest.fixture(scope="module")
def departments(generated: Assistant) -> list[tuple[str, int]]:
    return [(d.issuer, d.fiscal_year) for d in generated.documents()]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_no_figure_without_its_place(generated: Assistant, departments: list[tuple[str, int]], data: st.DataObject) -> None:
    department, year = data.draw(st.sampled_from(departments))
    shape = data.draw(st.sampled_from(SHAPES))
    one, two = data.draw(st.sampled_from(ITEMS)), data.draw(st.sampled_from(ITEMS))
    check(generated, generated.ask(shape.format(d=department, y=year, q=year - 1, a=one, b=two)))


def test_another_departments_figures_never_stand_in(generated: Assistant, departments: list[tuple[str, int]]) -> None:
    for department, year in departments:
        answer = generated.ask(f"{department}{year}年三公经费多少")
        assert all(c.issuer == department and c.fiscal_year == year for c in answer.citations)


def test_years_that_are_not_on_record_are_refused(generated: Assistant, departments: list[tuple[str, int]]) -> None:
    for department, year in departments:
        assert generated.ask(f"{department}{year - 7}年三公经费多少").status is Status.NOT_DISCLOSED


def test_more_disclosures_than_a_table_holds_are_asked_back(generated: Assistant) -> None:
    answer = generated.ask("三公经费多少")
    assert answer.status is Status.CLARIFY
    assert answer.suggestions
