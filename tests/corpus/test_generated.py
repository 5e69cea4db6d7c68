"""What goes into a generated disclosure comes out of the reader: each cell and fact at its place, or marked as undecided; nothing else.

Set MINGZHANG_EXAMPLES=20 for twenty times as many disclosures.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given

from corpus.document import Document, Stage
from corpus.identity import identify
from corpus.read import read_bytes
from corpus.read.text import to_lines
from tests.generator.disclosure import FULL, HOUSE_STYLES, Profile, examples, generate, random_profile, seeds
from tests.generator.judge import Verdict, judge_cells, judge_facts, not_standing
from tests.generator.reading import Reading, read_text
from tests.generator.truth import Disclosure

FIXED = range(12)
"""Seeds of disclosures that several tests look at from different sides."""
SAMPLE = 4
"""Fixed disclosures a family where a share is measured."""


def document(text: str) -> Document:
    return read_bytes(text.encode("utf-8"), "公开.txt")


@cache
def reading(profile: Profile) -> tuple[Disclosure, Reading]:
    """A disclosure and what the reader makes of it; each is read once."""
    made = generate(profile)
    return made, read_text(made.text)


def cells(profile: Profile) -> Verdict:
    made, read = reading(profile)
    return judge_cells(read.document, made.truth, made.text.split("\n"))


@examples(100)
@given(seeds(digits=2))
def test_the_generator_keeps_its_word(profile: Profile) -> None:
    """Every number stands where the truth says, sums hold to the cent, and one meaning has one value."""
    made = generate(profile)
    lines, truth = made.text.split("\n"), made.truth
    for mark in (*truth.cells, *truth.facts):
        assert lines[mark.line - 1][mark.start :].startswith(mark.printed)
    for bond in truth.identities:
        assert truth.cells[bond.total].value == sum(truth.cells[part].value for part in bond.parts)
    seen: dict[object, object] = {}
    for mark in (*truth.cells, *truth.facts):
        if mark.key is not None:
            value = mark.value / 10_000 if mark.unit == "元" else mark.value
            assert seen.setdefault(mark.key, value) == value


@examples(20)
@given(seeds())
def test_the_pages_say_what_the_document_is(profile: Profile) -> None:
    made = generate(profile)
    found = identify(to_lines(made.text))
    assert (found.issuer, found.fiscal_year, found.stage) == (made.truth.issuer, made.truth.year, Stage.BUDGET)
    assert found.published == made.truth.published


@examples(20)
@given(seeds())
def test_no_cell_is_wrong_missing_or_invented(profile: Profile) -> None:
    """The law: a cell is read where it stands, under its code, side and column, in its unit, or it is marked ambiguous."""
    verdict = cells(profile)
    assert not verdict.wrong
    assert not verdict.missing
    assert not verdict.invented


@pytest.mark.parametrize("seed", FIXED)
def test_columns_are_called_as_they_are_printed(seed: int) -> None:
    assert not cells(random_profile(seed)).misspelled


@examples(8)
@given(seeds())
def test_unbroken_labels_come_out_whole(profile: Profile) -> None:
    assert not cells(replace(profile, style=replace(profile.style, labels="none", pages=0))).mislabelled


@pytest.mark.parametrize("family", ["eleven", "nine", "yuan", "open"])
def test_a_table_printed_in_full_leaves_nothing_open(family: str) -> None:
    """Every cell prints, headers are whole, labels unbroken: no cell may be ambiguous."""
    for seed in range(4):
        profile = random_profile(seed, [family])
        style = replace(FULL, codes=profile.style.codes, thousands=profile.style.thousands)
        verdict = cells(replace(profile, style=style))
        assert (verdict.ambiguous, verdict.wrong, verdict.mislabelled) == (0, [], [])


@pytest.mark.parametrize(("family", "least"), [("eleven", 0.85), ("nine", 0.9), ("open", 0.85), ("yuan", 0.85)])
def test_most_cells_of_flattened_tables_are_decided(family: str, least: float) -> None:
    """How many of the cells the reader decides when blanks vanish, in the family's own printing."""
    decided = whole = 0
    for seed in range(SAMPLE):
        verdict = cells(replace(random_profile(seed, [family]), style=HOUSE_STYLES[family]))
        decided += verdict.right + len(verdict.mislabelled) + len(verdict.misspelled)
        whole += verdict.cells
    assert decided / whole >= least


@pytest.mark.parametrize("seed", FIXED)
def test_every_fact_of_the_prose_comes_out_and_no_other(seed: int) -> None:
    made, read = reading(random_profile(seed))
    lines = made.text.split("\n")
    start = next(number for number, line in enumerate(lines, 1) if "第三部分" in line)
    verdict = judge_facts(read.figures, made.truth, (start, len(lines)))
    assert not verdict.missing_facts
    assert not verdict.wrong_facts


@pytest.mark.parametrize("seed", FIXED)
def test_every_figure_stands_printed_at_its_places(seed: int) -> None:
    made, read = reading(random_profile(seed))
    assert not not_standing(read.figures, made.text.split("\n"))
    assert {figure.fiscal_year for figure in read.figures} == {made.truth.year}
    assert {figure.issuer for figure in read.figures} == {made.truth.issuer}


@pytest.mark.parametrize("seed", [3041, 3052, 3006, 3063, 3048])
def test_broken_labels_come_out_whole(seed: int) -> None:
    verdict = cells(random_profile(seed))
    assert verdict.mislabelled == []


def test_a_code_of_which_only_its_own_part_is_printed() -> None:
    """类, 款 and 项 in columns of their own, each row printing one of them: the names tell the levels apart."""
    text = """2024 年沙河县水利局部门预算公开表
表 3
部门支出总体情况表
编制部门：沙河县水利局 单位：万元
功能分类科目编码 功能分类科目名称 合计 基本支出 项目支出
类 款 项
总计 13.00 10.00 3.00
208 社会保障和就业支出 13.00 10.00 3.00
05 行政事业单位养老支出 10.00 10.00
05 机关事业单位基本养老保险缴费支出 10.00 10.00
08 抚恤 3.00 3.00
01 死亡抚恤 3.00 3.00
"""
    rows = document(text).tables[0].rows
    assert [row.code for row in rows] == [None, "208", "20805", "2080505", "20808", "2080801"]


def test_a_department_code_is_no_value() -> None:
    text = """2024 年沙河县水利局部门预算公开表
公开02表
收入总表
部门：沙河县水利局 单位：万元
部门代码 部门名称 合计 一般公共预算 政府性基金预算 国有资本经营预算
合计 13.00 10.00 3.00
113001
沙河县水利
13.00 10.00 3.00
局
"""
    values = [cell.printed for row in document(text).tables[0].rows for cell in row.cells]
    assert values == ["13.00", "10.00", "3.00"] * 2
