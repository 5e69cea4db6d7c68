"""The prose reader against hand-checked facts, other provinces, numbers that are none, and sentences made up by hypothesis."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from functools import cache
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.amount import State
from corpus.document import Document, Line, Stage, Table
from corpus.figure import Figure, Measure
from corpus.narrative import narrate
from corpus.outline import outline
from corpus.read.text import to_lines

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data" / "prose"
SAMPLES = {"jimsar-2024": ("吉木萨尔县商务和工业信息化局", 182, 867), "changji-2020": ("昌吉市商务和工业信息化局", 226, 591)}
ISSUER = "清河县水利局"


def made(text: str, year: int = 2024, stage: Stage = Stage.BUDGET, issuer: str = ISSUER) -> list[Figure]:
    """The figures of a text that is all prose."""
    return narrate(Document("0" * 64, "made.txt", issuer, year, stage, to_lines(text)))


def only(figures: list[Figure], measure: Measure) -> Figure:
    found = [figure for figure in figures if figure.measure is measure]
    assert len(found) == 1, [(f.item, f.measure, f.amount) for f in figures]
    return found[0]


def squeeze(text: str) -> str:
    return re.sub(r"\s", "", text)


@cache
def sample(name: str) -> tuple[Document, tuple[Figure, ...]]:
    issuer, first, last = SAMPLES[name]
    lines = to_lines((ROOT / "corpus" / "documents" / f"{name}.txt").read_text(encoding="utf-8"))
    tables = (Table(None, "", None, None, (), (), first, last),)
    document = Document("0" * 64, name, issuer, int(name[-4:]), Stage.BUDGET, lines, outline(lines), tables)
    return document, tuple(narrate(document))


def facts(name: str) -> list[dict[str, str | int | None]]:
    return [json.loads(line) for line in (DATA / "samples" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def answers(figure: Figure, fact: dict[str, str | int | None]) -> bool:
    printed = None if figure.amount.value is None else format(figure.amount.value, "f")
    first, last = figure.source.line_start, figure.source.line_end
    assert first is not None and last is not None and isinstance(fact["line"], int)
    return (
        (figure.item, printed, figure.amount.unit, str(figure.measure))
        == (fact["item"], fact["value"], fact["unit"], fact["measure"])
        and first <= fact["line"] <= last
        and figure.direction == fact["direction"]
        and squeeze(figure.reason or "") == squeeze(str(fact["reason"] or ""))
        and (not fact["purpose"] or squeeze(figure.purpose or "") == squeeze(str(fact["purpose"])))
        and (not fact["code"] or figure.code == fact["code"])
    )


@pytest.mark.parametrize("name", SAMPLES)
def test_every_fact_of_a_sample_is_read(name: str) -> None:
    _, figures = sample(name)
    free = list(figures)
    for fact in facts(name):
        found = next((figure for figure in free if answers(figure, fact)), None)
        assert found is not None, fact
        free.remove(found)


@pytest.mark.parametrize("name", SAMPLES)
def test_no_number_of_a_sample_is_invented(name: str) -> None:
    """A stated figure is a fact of the gold or stands in the 绩效目标表 (whose cells are gold of the tables)."""
    _, figures = sample(name)
    known = {(fact["value"], fact["unit"]) for fact in facts(name)}
    table_of_targets = {"指标值", "分值权重", "资金总额（万元）"}
    for figure in figures:
        if figure.amount.state is State.STATED and figure.column not in table_of_targets:
            assert figure.amount.value is not None
            assert (format(figure.amount.value, "f"), figure.amount.unit) in known, figure


@pytest.mark.parametrize("name", SAMPLES)
def test_quotes_stand_where_they_are_said_to_stand(name: str) -> None:
    document, figures = sample(name)
    for figure in figures:
        first, last = figure.source.line_start, figure.source.line_end
        assert first is not None and last is not None
        place = squeeze("".join(line.text for line in document.lines[first - 1 : last]))
        assert squeeze(figure.source.quote) in place, figure.source
        if figure.amount.state is State.STATED and figure.amount.value is not None:
            assert format(figure.amount.value, "f") in place.replace(",", "") or "一个" in place


def test_targets_and_weights_of_the_flattened_form() -> None:
    _, figures = sample("jimsar-2024")
    rows = [(f.row_label, f.column, str(f.amount.value), f.amount.unit) for f in figures if f.column in ("指标值", "分值权重")]
    assert ("工业增加值同比增长率", "指标值", "12", "%") in rows
    assert ("完成招商引资到位资金数", "指标值", "14.20", "亿元") in rows
    assert [row[2] for row in rows if row[1] == "分值权重"] == ["12", "15", "26", "18", "19"]


def test_the_money_of_a_table_of_targets_is_an_amount_of_its_own() -> None:
    _, figures = sample("jimsar-2024")
    money = [(f.item, f.measure, str(f.amount.value)) for f in figures if f.item.startswith("绩效目标资金")]
    assert money == [
        ("绩效目标资金（上级安排）", Measure.LEVEL, "192.00"), ("绩效目标资金（本级安排）", Measure.LEVEL, "610.48"),
        ("绩效目标资金（其他资金）", Measure.LEVEL, "12.64"),
    ]  # fmt: skip
    assert {f.reason for f in figures if f.column == "分值权重"} == {"2024年商务和工业信息化局州绩效考核指标"}


def test_the_money_of_several_tables_of_targets_bears_the_name_of_its_project() -> None:
    tables = [
        f"项目支出绩效目标表\n项目名称 {name}\n项目资金（万元） 年度资金总额： {total} 其中：财政拨款 {total} 其他资金 0\n"
        f"一级指标 二级指标 三级指标 指标值\n数量指标 {name}次数 ≥3 次\n"
        for name, total in (("水库巡检", "30.00"), ("堤防养护", "45.50"))
    ]
    found = made("一、预算绩效情况\n" + "".join(tables))
    money = {f.item: str(f.amount.value) for f in found if "绩效目标资金（财政拨款）" in f.item}
    assert money == {"水库巡检绩效目标资金（财政拨款）": "30.00", "堤防养护绩效目标资金（财政拨款）": "45.50"}


def test_a_sample_takes_less_than_a_tenth_of_a_second() -> None:
    document, _ = sample("jimsar-2024")
    best = min(_seconds(document) for _ in range(3))
    assert best < 0.1, best


def _seconds(document: Document) -> float:
    start = process_time()
    narrate(document)
    return process_time() - start


# ── other provinces ──

PROVINCES = json.loads((DATA / "provinces" / "facts.json").read_text(encoding="utf-8"))
UNREAD = {("辅助人员补助经费-拱北海关", "7672.25"), ("拱北口岸和青茂口岸设施设备维保费", "175")}
"""Numbers of undeclared tables inside the prose: no unit is printed beside them, so they are left to the table reader."""
NAMED_OTHERWISE = {("编报绩效目标的项目", "6")}
"""The gold paraphrases: printed is 设置并编报6个项目绩效目标."""


@cache
def province(file: str) -> tuple[Figure, ...]:
    entry = next(entry for entry in PROVINCES if entry["file"] == file)
    lines: list[Line] = []
    page = number = 0
    for text in (DATA / "provinces" / f"{file}.txt").read_text(encoding="utf-8").split("\n"):
        if text.startswith("\f"):
            page, number = int(text[1:]), 0
            continue
        number += 1
        lines.append(Line(number, text, page))
    document = Document("0" * 64, file, entry["issuer"], entry["fiscal_year"], Stage(entry["stage"]), tuple(lines), paged=True)
    return tuple(narrate(document))


def plain(label: str | None) -> str:
    return re.sub(r"[\s（）()“”、，,：:·.]", "", label or "")


def fits(figure: Figure, fact: dict[str, str | int]) -> bool:
    column, wanted = plain(figure.column), plain(str(fact["column"]))
    label, name = plain(figure.row_label), plain(str(fact["label"]))
    return (
        figure.amount.value == Decimal(str(fact["value"]))
        and figure.amount.unit == fact["unit"]
        and abs((figure.source.page or 0) - int(fact["page"])) <= 1
        and bool(label)
        and (label in name or name in label)
        and bool(column)
        and (column in wanted or wanted in column)
    )


CASES = [(entry["file"], fact) for entry in PROVINCES for fact in entry["facts"]]


@pytest.mark.parametrize(("file", "fact"), [c for c in CASES if (c[1]["label"], c[1]["value"]) not in UNREAD | NAMED_OTHERWISE])
def test_facts_of_other_provinces(file: str, fact: dict[str, str | int]) -> None:
    assert any(fits(figure, fact) for figure in province(file))


@pytest.mark.xfail(strict=True, reason="bare numbers of an undeclared table; a name that the gold paraphrases")
@pytest.mark.parametrize(("file", "fact"), [c for c in CASES if (c[1]["label"], c[1]["value"]) in UNREAD | NAMED_OTHERWISE])
def test_known_failures(file: str, fact: dict[str, str | int]) -> None:
    assert any(fits(figure, fact) for figure in province(file))


# ── numbers that are no figures ──


@pytest.mark.parametrize(
    "case", [json.loads(line) for line in (DATA / "negative" / "sentences.jsonl").read_text(encoding="utf-8").splitlines()]
)
def test_numbers_that_are_no_figures(case: dict[str, str]) -> None:
    assert made(case["text"]) == []


def test_footers_running_heads_and_broken_lines_leave_no_trace() -> None:
    text = "2024年部门收入预算 1,234.50\n\n- 8 -\n\n万元，比上年预算增\n加 30.25 万元。\n"
    level, change = made(text)
    assert (level.item, str(level.amount.value), level.source.line_start) == ("收入总计", "1234.50", 1)
    assert (str(change.amount.value), change.base, change.source.line_end) == ("30.25", "上年预算", 6)


def test_a_line_of_numbers_torn_from_its_sentence_is_not_read_as_an_omission() -> None:
    torn = "清河县水利局 年度政府采购预算 万元，其中：政府采购货物预算 万元。\n2024 251.25 4.79\n"
    assert made(torn) == []


# ── what words say ──


def test_amounts_left_out_are_missing_and_not_zero() -> None:
    figures = made("2024年，清河县水利局政府采购预算万元，其中：政府采购货物预算 0 万元。三公经费预算数为万元。")
    by_item = {figure.item: figure.amount for figure in figures}
    assert (by_item["政府采购预算"].state, by_item["政府采购预算"].value) == (State.MISSING, None)
    assert by_item["三公经费"].state is State.MISSING
    assert (by_item["政府采购货物预算"].state, by_item["政府采购货物预算"].value) == (State.STATED, Decimal(0))


@pytest.mark.parametrize(
    ("sentence", "item"),
    [
        ("2024年部门预算未安排项目支出。", "项目支出"),
        ("政府性基金预算未安排。", "政府性基金预算拨款"),
        ("上级一般公共预算安排的转移支付资金未安排。", "上级一般公共预算安排的转移支付"),
        ("清河县水利局2024年没有使用政府性基金预算拨款安排的支出。", "政府性基金预算支出"),
        ("清河县水利局无下属预算单位。", "下属单位数"),
    ],
)
def test_declared_nil(sentence: str, item: str) -> None:
    (figure,) = made(sentence)
    assert (figure.item, figure.amount.state, figure.amount.value) == (item, State.DECLARED_NIL, Decimal(0))


def test_declared_nil_of_both_sides() -> None:
    figures = made("2024年度无国有资本经营预算财政拨款收入和支出。")
    assert [(f.item, f.amount.state) for f in figures] == [
        ("国有资本经营预算拨款", State.DECLARED_NIL),
        ("国有资本经营预算支出", State.DECLARED_NIL),
    ]


def test_no_change_said_in_words() -> None:
    figures = made("“三公”经费预算数为5.60万元，与上年持平。")
    change = only(figures, Measure.CHANGE)
    assert (change.item, change.amount.state, change.amount.value, change.base) == (
        "三公经费",
        State.DECLARED_NIL,
        Decimal(0),
        "上年",
    )


def test_about_the_same_is_no_statement_of_zero() -> None:
    figures = made("收入预算5,876.67万元，比上年执行数增加48.92万元，与上年基本持平。")
    assert str(only(figures, Measure.CHANGE).amount.value) == "48.92"


def test_budget_and_execution_of_one_sentence_are_told_apart() -> None:
    text = (
        "“三公”经费财政拨款支出年初预算为2.85万元，支出决算为0.39万元，完成预算的13.68%，决算数小于预算数的主要原因是压减开支。"
    )
    figures = made(text, stage=Stage.FINAL_ACCOUNT)
    assert [(f.item, f.column, str(f.amount.value)) for f in figures] == [
        ("三公经费", "年初预算", "2.85"),
        ("三公经费", "决算数", "0.39"),
        ("三公经费", "完成预算比例", "13.68"),
    ]
    assert figures[1].reason == "压减开支"


@pytest.mark.parametrize(
    ("words", "base"),
    [("比上年预算", "上年预算"), ("较上年", "上年"), ("与2023年相比", "上年"), ("比2023年预算数", "上年预算"), ("比上年执行数", "上年执行数"),
     ("同比", "上年"), ("较2023年年初预算", "上年预算"), ("比2023年度决算", "上年决算")],
)  # fmt: skip
def test_bases_of_comparison(words: str, base: str) -> None:
    change = only(made(f"基本支出100.00万元，{words}增加12.50万元。"), Measure.CHANGE)
    assert (change.item, change.base, change.direction, str(change.amount.value)) == ("基本支出", base, "增加", "12.50")


def test_a_part_named_only_as_expenditure_is_not_the_total() -> None:
    figures = made("社工服务项目498.82万元，主要包括：采购社工23名支出373.66万元。")
    assert "支出总计" not in {figure.item for figure in figures}


def test_a_titled_item_does_not_borrow_the_subject_above_it() -> None:
    figures = made("2024年“三公”经费预算5.58万元。\n1.因公出国（境）费用。2024年预算数0.00万元，较2023年年初预算增加0.00万元。\n")
    assert [(f.item, str(f.amount.value)) for f in figures if f.measure is Measure.LEVEL] == [
        ("三公经费", "5.58"),
        ("因公出国（境）费", "0.00"),
    ]


def test_brackets_inside_a_list_return_to_their_owner() -> None:
    text = "公务用车购置及运行维护费2.5万元（公务用车购置费0万元；公务用车运行维护费2.5万元，比上年减少1万元。）比上年减少3万元。"
    changes = [(f.item, str(f.amount.value)) for f in made(text) if f.measure is Measure.CHANGE]
    assert changes == [("公务用车运行费", "1"), ("公务用车购置及运行费", "3")]


def test_from_one_amount_to_another() -> None:
    figures = made("公用经费由上年的12.00万元减少到10.00万元。")
    assert [(f.item, str(f.measure), str(f.amount.value), f.value_year) for f in figures] == [
        ("公用经费", "level", "12.00", 2023), ("公用经费", "level", "10.00", 2024),
    ]  # fmt: skip


def test_a_template_that_left_both_directions_standing_is_not_read() -> None:
    assert made("收入预算比上年执行数增加（减少）10.00万元。") == []


def test_a_list_ends_where_its_enumeration_ends() -> None:
    text = "2024年一般公共预算财政拨款支出80.00万元，其中：\n1.教育支出（类）30.00万元。\n2.卫生健康支出（类）50.00万元。\n二、机关运行经费\n机关运行经费9.00万元。\n"
    assert [(f.item, f.fund) for f in made(text)] == [
        ("一般公共预算支出", None), ("教育支出", "一般公共预算"), ("卫生健康支出", "一般公共预算"), ("机关运行经费", None),
    ]  # fmt: skip


def test_a_subordinate_unit_is_not_the_issuer() -> None:
    figures = made("清河县水利局2024年公务接待费5.00万元。清河县河道管理中心2024年公务接待费1.00万元。")
    assert [(f.item == "公务接待费", str(f.amount.value)) for f in figures] == [(True, "5.00"), (False, "1.00")]


def test_assets_are_dated_and_purchases_are_not() -> None:
    text = "截至2023年底，资产情况为\n1.房屋 20.50 平方米，价值 3.00 万元。\n2.车辆 2 辆，价值 32.76 万元。\n2024年部门预算安排购置50万元以上大型设备 1 台。\n"
    years = {(f.item, f.amount.unit): f.value_year for f in made(text)}
    assert years == {
        ("房屋面积", "平方米"): 2023, ("房屋价值", "万元"): 2023, ("车辆数", "辆"): 2023, ("车辆价值", "万元"): 2023,
        ("安排购置50万元以上大型设备", "台"): 2024,
    }  # fmt: skip


def test_what_is_to_be_bought_is_not_what_is_held() -> None:
    text = (
        "截至2025年12月31日，清河县水利局共有车辆3辆，其中：执法执勤用车2辆、其他用车1辆。单价100万（含）以上设备6台（套）。\n"
        "2026年单位预算安排购置车辆1辆，其中：执法执勤用车1辆、其他用车0辆。单位价值100万元（含）以上设备0台（套）。\n"
    )
    assert [(f.item, str(f.amount.value)) for f in made(text)] == [
        ("车辆数", "3"), ("执法执勤用车", "2"), ("其他车辆", "1"), ("100万元以上大型设备", "6"),
        ("安排购置车辆", "1"), ("安排购置执法执勤用车", "1"), ("安排购置其他用车", "0"), ("安排购置100万元以上大型设备", "0"),
    ]  # fmt: skip


def test_full_width_digits_yuan_and_hundred_millions() -> None:
    values = [
        (f.item, str(f.amount.value), f.amount.unit)
        for f in made("收入预算１，２３４．５０万元。支出预算12,345,678.90元。项目支出1.2亿元。")
    ]
    assert values == [("收入总计", "1234.50", "万元"), ("支出总计", "12345678.90", "元"), ("项目支出", "1.2", "亿元")]


def test_duties_and_glossary_print_no_figures() -> None:
    text = "第一部分 概况\n一、主要职能\n（一）负责100个项目，投资5.00万元。\n第四部分 名词解释\n一、基本支出：指用于1.00万元以下的支出。\n"
    assert made(text) == []


# ── what goes in comes out ──

money = st.decimals(min_value=0, max_value=99_999_999, places=2, allow_nan=False)
separated = st.booleans()
ITEMS = [
    "基本支出",
    "项目支出",
    "机关运行经费",
    "公务接待费",
    "培训费",
    "会议费",
    "住房公积金",
    "委托业务费",
    "其他收入",
    "事业收入",
]
PLACES = st.text(alphabet="清河东山海林北安宁新城", min_size=2, max_size=4)


def shown(value: Decimal, thousands: bool) -> str:
    return f"{value:,.2f}" if thousands else f"{value:.2f}"


def broken(text: str, width: int) -> str:
    """The text over lines of a width, as a page prints it (numbers are not broken)."""
    pieces = re.findall(r"[\d.,]*\d|.", text)
    lines, line = [], ""
    for piece in pieces:
        if len(line) + len(piece) > width and line:
            lines.append(line)
            line = ""
        line += piece
    return "\n\n".join([*lines, line]) + "\n"


@settings(max_examples=120, deadline=None)
@given(
    place=PLACES, item=st.sampled_from(ITEMS), year=st.integers(2015, 2035), level=money, share=st.decimals(0, 100, places=2), change=money,
    growth=st.decimals(0, 999, places=2), up=st.booleans(), thousands=separated, width=st.integers(18, 60),
)  # fmt: skip
def test_a_sentence_gives_back_what_went_in(
    place: str,
    item: str,
    year: int,
    level: Decimal,
    share: Decimal,
    change: Decimal,
    growth: Decimal,
    up: bool,
    thousands: bool,
    width: int,
) -> None:
    issuer = f"{place}市水利局"
    words = ("增加", "增长") if up else ("减少", "下降")
    sentence = (
        f"{issuer}{year}年{item}{shown(level, thousands)}万元，占{share}%，比上年预算{words[0]}{shown(change, thousands)}万元，"
        f"{words[1]}{growth}%，主要原因是工作量变化。"
    )
    figures = made(broken(sentence, width), year=year, issuer=issuer)
    assert [(f.item, str(f.measure), f.amount.value, f.amount.unit) for f in figures] == [
        (item, "level", level, "万元"), (item, "share", share, "%"), (item, "change", change, "万元"), (item, "growth", growth, "%"),
    ]  # fmt: skip
    direction = "增加" if up else "减少"
    assert [(f.direction, f.base, f.reason) for f in figures[2:]] == [(direction, "上年预算", "工作量变化")] * 2
    assert {f.value_year for f in figures} == {year}


@settings(max_examples=80, deadline=None)
@given(
    values=st.lists(money, min_size=5, max_size=5),
    thousands=separated,
    width=st.integers(20, 60),
    joiner=st.sampled_from("，、；"),
)
def test_a_list_gives_every_part_its_own_amount(values: list[Decimal], thousands: bool, width: int, joiner: str) -> None:
    names = ["因公出国（境）费", "公务用车购置费", "公务用车运行费", "公务接待费"]
    parts = joiner.join(f"{name} {shown(value, thousands)} 万元" for name, value in zip(names, values[1:], strict=True))
    text = f"{ISSUER}2024年财政拨款“三公”经费预算数为{shown(values[0], thousands)}万元，其中：{parts}。"
    figures = made(broken(text, width))
    assert [(f.item, f.amount.value) for f in figures] == list(zip(["三公经费", *names], values, strict=True))


@settings(max_examples=60, deadline=None)
@given(counts=st.lists(st.integers(0, 999), min_size=8, max_size=8))
def test_staff_counts_and_their_changes(counts: list[int]) -> None:
    posts, present, active, fewer, retired, more, veterans, same = counts
    text = (
        f"{ISSUER}编制数{posts}，实有人数{present}人，其中：在职{active}人，减少{fewer}人；退休{retired}人，增加{more}人；"
        f"离休{veterans}人，增加{same}人。"
    )
    got = [(f.item, str(f.measure), f.direction, int(f.amount.value or 0), f.amount.unit) for f in made(text)]
    assert got == [
        ("编制数", "count", None, posts, "人"), ("实有人数", "count", None, present, "人"),
        ("在职人数", "count", None, active, "人"), ("在职人数", "change", "减少", fewer, "人"),
        ("退休人数", "count", None, retired, "人"), ("退休人数", "change", "增加", more, "人"),
        ("离休人数", "count", None, veterans, "人"), ("离休人数", "change", "增加", same, "人"),
    ]  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(value=money, old=money, year=st.integers(2016, 2035))
def test_coded_subjects_by_name_and_by_printed_code(value: Decimal, old: Decimal, year: int) -> None:
    by_name = made(
        f"1、卫生健康支出（类）行政事业单位医疗（款）行政单位医疗（项）：{year}年预算数为{value}万元，比上年执行数减少{old}万元。",
        year=year,
    )
    by_code = made(
        f"2.卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）:{year}年预算数为{value}万元。", year=year
    )
    assert [(f.code, f.item, f.amount.value, f.value_year) for f in by_name[:1] + by_code] == [
        ("2101101", "行政单位医疗", value, year)
    ] * 2
    assert (by_name[1].amount.value, by_name[1].base, by_name[1].direction) == (old, "上年执行数", "减少")


def turned(number: str, key: int) -> str:
    """Another number of the same shape: digits turned by ``key``, the first one never to 0."""
    first = str((int(number[0]) - 1 + key) % 9 + 1) if number[0] != "0" else "0"
    return first + "".join(str((int(char) + key) % 10) if char.isdigit() else char for char in number[1:])


@settings(max_examples=24, deadline=None)
@given(name=st.sampled_from(sorted(SAMPLES)), key=st.integers(1, 8), shift=st.integers(1, 9), place=PLACES)
def test_a_sample_with_other_amounts_names_and_years_reads_alike(name: str, key: int, shift: int, place: str) -> None:
    """Every decimal, the issuer and all years are changed in the printed lines; the figures change with them and in nothing else."""
    document, figures = sample(name)
    year = document.fiscal_year + shift
    names = str.maketrans(dict(zip("吉木萨尔昌", place * 5, strict=False)))
    texts = [
        re.sub(r"20[12]\d(?= ?年|〕)", lambda m: str(int(m.group()) + shift), line.text.translate(names))
        for line in document.lines
    ]
    texts = [re.sub(r"(?<![\d.])\d+\.\d\d?(?![\d.])", lambda m: turned(m.group(), key), text) for text in texts]
    lines = tuple(Line(line.number, text) for line, text in zip(document.lines, texts, strict=True))
    changed = narrate(Document("0" * 64, name, document.issuer.translate(names), year, Stage.BUDGET, lines, (), document.tables))
    assert len(changed) == len(figures)
    for old, new in zip(figures, changed, strict=True):
        printed = None if old.amount.value is None else format(old.amount.value, "f")
        wanted = turned(printed, key) if printed and "." in printed else printed
        item = re.sub(r"20[12]\d(?=年|〕)", lambda m: str(int(m.group()) + shift), old.item.translate(names))
        assert (new.item, new.measure, new.amount.unit, new.source.line_start) == (
            item,
            old.measure,
            old.amount.unit,
            old.source.line_start,
        )
        assert wanted == (None if new.amount.value is None else format(new.amount.value, "f"))
        assert (new.value_year or 0) - (old.value_year or 0) in (0, shift)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_cut_or_shuffle_of_a_sample_never_crashes_or_invents(data: st.DataObject) -> None:
    document, _ = sample(data.draw(st.sampled_from(sorted(SAMPLES))))
    first, last = document.tables[0].first, document.tables[0].last
    prose = [line.text for index, line in enumerate(document.lines) if not first <= index <= last and line.text.strip()]
    start = data.draw(st.integers(0, len(prose) - 1))
    chosen = data.draw(st.permutations(prose[start : start + 12]))
    text = "\n".join(chosen)
    numbers = {Decimal(number) for number in re.findall(r"\d+(?:\.\d+)?", text)}
    for figure in made(text, issuer=document.issuer):
        if figure.amount.state is State.STATED and figure.amount.value is not None and "一个" not in text:
            assert figure.amount.value in numbers


def reasons(figures: list[Figure]) -> dict[str, str | None]:
    """The reason of each item's change."""
    return {figure.item: figure.reason for figure in figures if figure.measure is Measure.CHANGE}


@pytest.mark.parametrize(
    ("sentence", "items"),
    [
        ("收支增加的主要原因是新增站网。", ("收入总计",)),
        ("预算收支增加主要原因说明：新增站网。", ("收入总计",)),
        ("财政拨款收入支出增加的主要原因是新增站网。", ("财政拨款收入",)),
    ],
)
def test_a_reason_may_be_a_paragraph_of_its_own(sentence: str, items: tuple[str, ...]) -> None:
    """It belongs to the changes of what it names, wherever they stand under the same heading, and to nothing else."""
    text = f"""二、预算编制说明
2024年收入预算812.40万元，比上年预算增加20.10万元，其中：财政拨款收入700.00万元，比上年预算增加9.10万元。
{sentence}
"""
    told = reasons(made(text))
    assert {item for item, reason in told.items() if reason} == set(items), told
    assert all(told[item] == "新增站网" for item in items)


def test_a_reason_that_names_its_item_does_not_go_to_the_last_one() -> None:
    """Two changes, then the reason of the first, then that of the second."""
    text = "二、支出说明\n基本支出比上年减少3.00万元，项目支出比上年增加8.00万元。基本支出减少的主要原因是人员调出。项目支出增加的主要原因是设备更新。\n"
    assert reasons(made(text)) == {"基本支出": "人员调出", "项目支出": "设备更新"}


def test_a_reason_against_the_way_of_a_change_is_not_its_reason() -> None:
    """What fell is not explained by why something rose."""
    text = "二、说明\n2024年收入预算90.00万元，比上年预算减少20.10万元。\n收支增加的主要原因是新增站网。\n"
    assert reasons(made(text)) == {"收入总计": None}


def test_a_change_inside_a_reason_is_that_of_what_it_names() -> None:
    """“增加 10 万元。主要原因：项目支出增加，较上年增加 12 万元” tells a change of 项目支出, not a second one of the total."""
    text = "二、说明\n收入支出总计985.30万元。与2023年度相比，收入支出总计增加106.20万元。主要原因：项目支出增加，较上一年度增加113.30万元，主要由于办公楼装修。\n"
    told = {(f.item, str(f.amount.value)) for f in made(text) if f.measure is Measure.CHANGE}
    assert told == {("收支总预算", "106.20"), ("项目支出", "113.30")}


def test_a_score_is_no_number_of_projects() -> None:
    """平均得分 99.33 分 is read with its own unit; words that begin with 分 are no unit."""
    text = "十、绩效\n绩效自评的2024年度项目39个，涉及预算金额4415.48万元，平均得分99.33分，按5分类管理。\n"
    assert [(f.item, str(f.amount.value)) for f in made(text) if f.amount.unit == "分"] == [("绩效自评的项目平均得分", "99.33")]


@pytest.mark.parametrize(
    ("sentence", "value"),
    [("本局内设十二个机构，分别是：办公室、站网处。", "12"), ("本部门下设办公室、站网处共 5 个处（室）。", "5")],
)
def test_offices_are_counted_in_words_and_behind_their_list(sentence: str, value: str) -> None:
    """Counts in words and counts behind the list of offices."""
    assert [str(f.amount.value) for f in made(f"二、机构设置\n{sentence}\n") if f.item == "内设机构数"] == [value]


def test_reception_counts_are_no_money() -> None:
    """Groups and guests have items of their own."""
    figures = made("七、三公\n公务接待费支出0.39万元。国内公务接待2批次、26人次。\n")
    assert {(f.item, f.amount.unit) for f in figures} == {
        ("公务接待费", "万元"), ("公务接待批次", "批次"), ("公务接待人次", "人次"),
    }  # fmt: skip


def test_a_basic_unit_that_sets_targets_is_no_subordinate_unit() -> None:
    """“共 1 家基层单位” counts who sets targets; that there is no subordinate unit is said elsewhere."""
    figures = made(
        "一、说明\n本部门无独立核算下属单位，部门预算为本级预算。\n绩效管理的单位范围包括：云溪县水利局共1家基层单位。\n"
    )
    assert [str(f.amount.value) for f in figures if f.item == "下属单位数"] == ["0"]
