"""The checks against two real disclosures, one small sound one, and thousands of generated ones."""

from __future__ import annotations

import json
import re
import time
import unicodedata
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.amount import Amount
from corpus.checks import Report, check
from corpus.checks.knowledge import entries
from corpus.checks.measure import Number, gap_kind, number, percent, plain, rate_kind, same_kind
from corpus.document import Document, Reading
from corpus.figure import Figure, Finding
from corpus.figures import figures
from corpus.read import read, read_bytes
from tests.generator.disclosure import generate, random_profile

DATA = Path(__file__).parent.parent / "data" / "checks"
SAMPLES = Path(__file__).parent.parent.parent / "corpus" / "documents"
LITTLE = (DATA / "little.txt").read_text(encoding="utf-8")
NAMES = ("jimsar-2024", "changji-2020")


def report_of(text: str) -> tuple[Document, Report]:
    document = read_bytes(text.encode("utf-8"), "公开.txt")
    return document, check(document, figures(document))


def sample(name: str) -> tuple[Document, list[Figure]]:
    document = read(SAMPLES / f"{name}.txt")
    return document, figures(document)


def expected(name: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def tight(text: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def says(finding: Finding, must: object) -> bool:
    assert isinstance(must, list)
    whole = tight(json.dumps(asdict(finding), ensure_ascii=False, default=str))
    return all(tight(word) in whole for word in must)


@pytest.mark.parametrize("name", NAMES)
def test_every_known_discrepancy_of_a_sample_is_found(name: str) -> None:
    report = check(*sample(name))
    missing = [e["id"] for e in expected(name) if not any(f.kind == e["kind"] and says(f, e["must"]) for f in report.findings)]
    assert missing == []


@pytest.mark.parametrize("name", NAMES)
def test_no_other_finding_is_made_in_a_sample(name: str) -> None:
    """Differences of scope (610.48 against 815.12, 204.64 against 0, blank against 0.00, 606.4 against 606.40) are no findings."""
    report = check(*sample(name))
    assert [f.message for f in report.findings if not any(says(f, e["must"]) for e in expected(name))] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_place_of_a_finding_prints_its_quote(name: str) -> None:
    document, found = sample(name)
    for finding in check(document, found).findings:
        assert finding.places
        for place in finding.places:
            assert place.line_start is not None and place.line_end is not None
            there = tight("".join(line.text for line in document.lines[place.line_start - 1 : place.line_end]))
            assert all(tight(token) in there for token in place.quote.split()), finding.message


@pytest.mark.parametrize("name", NAMES)
def test_a_sample_is_checked_within_a_tenth_of_a_second(name: str) -> None:
    document, found = sample(name)
    check(document, found)
    spent = []
    for _ in range(3):
        start = time.process_time()
        check(document, found)
        spent.append(time.process_time() - start)
    assert min(spent) < 0.1


def test_each_rule_is_either_checked_or_says_why_not() -> None:
    _, report = report_of(LITTLE)
    skipped = [rule for rule, _ in report.not_applicable]
    assert sorted([*report.checked, *skipped]) == sorted(entry.id for entry in entries())
    assert len(set(report.checked)) == len(report.checked) >= 20
    assert all(why for _, why in report.not_applicable)
    assert f"共 {len(entries())} 条规则，核对了 {len(report.checked)} 条" in report.summary


def test_nothing_to_check_is_not_a_pass() -> None:
    document, _ = report_of(LITTLE)
    bare = check(Document(document.id, "x", "清溪县档案局", 2025, document.stage, ()), [])
    assert bare.findings == () and bare.checked == ()


def test_a_sound_document_raises_no_finding_of_any_kind() -> None:
    _, report = report_of(LITTLE)
    assert [f.message for f in report.findings] == []


UNSEEN = ("面向中小企业预留", "1.房屋")
"""Lines whose amounts nothing else in the document repeats or adds up to."""
AMOUNTS = list(re.finditer(r"\d[\d,]*\.\d\d", LITTLE))


@settings(max_examples=30, deadline=None)
@given(st.sampled_from(AMOUNTS), st.integers(0, 8), st.integers(1, 9))
def test_a_changed_digit_is_found_where_it_stands(amount: re.Match[str], place: int, add: int) -> None:
    printed = amount.group()
    digits = [i for i, sign in enumerate(printed) if sign.isdigit()]
    at = digits[place % len(digits)]
    changed = printed[:at] + str((int(printed[at]) + add) % 10) + printed[at + 1 :]
    line = LITTLE.count("\n", 0, amount.start()) + 1
    if any(word in LITTLE.split("\n")[line - 1] for word in UNSEEN) or (changed[0] == "0" and changed[1] != "."):
        return
    if abs(Decimal(changed.replace(",", "")) - Decimal(printed.replace(",", ""))) <= Decimal("0.05"):
        return
    _, report = report_of(LITTLE[: amount.start()] + changed + LITTLE[amount.end() :])
    named = [f for f in report.findings if any((p.line_start or 0) <= line <= (p.line_end or 0) for p in f.places)]
    assert named, f"{printed} -> {changed} in line {line}"


@pytest.mark.parametrize(
    ("old", "new", "kind", "rule"),
    [
        ("186.00 158.00 28.00\n201 26 档案", "186.50 158.00 28.00\n201 26 档案", "error", "table.row"),
        ("二、上年结转结余 4.00", "二、上年结转结余 5.00", "error", "table.half"),
        ("收 入 总 计 224.00", "收 入 总 计 244.00", "error", "table.balance"),
        ("2、单位资金 10.00", "2、单位资金 90.00", "error", "table.of_which"),
        ("301 01 基本工资 80.00 80.00", "301 01 基本工资 81.00 81.00", "error", "table.children"),
        ("301 01 基本工资 80.00 80.00", "301 01 基本工资 80.01 80.01", "rounding", "table.children"),
        ("收支总预算224.00万元", "收支总预算242.00万元", "error", "prose.table"),
        ("占12.50%", "占15.20%", "error", "prose.share"),
        ("增长5.38%", "增长5.83%", "error", "prose.growth"),
        ("增长5.38%", "下降5.38%", "error", "prose.direction"),
        ("增长5.38%", "增长5%", "rounding", "prose.coarse"),
        ("政府采购货物预算7.00", "政府采购货物预算7.50", "error", "prose.parts"),
        ("实有人数 15 人", "实有人数 16 人", "error", "prose.staff"),
        ("金额3.00万元", "金额30.00万元", "error", "prose.subset"),
        ("大型设备2台", "大型设备0台", "error", "prose.subset"),
        ("车辆2辆，价值41.00万元；其中", "车辆0辆，价值41.00万元；其中", "error", "prose.nothing"),
        ("清溪县档案局2025年支出预算224.00万元", "清溪县档案局2025年支出预算224.00元", "error", "words.unit"),
        ("二、关于清溪县档案局2025年收入", "二、关于清溪县档案局2023年收入", "error", "words.heading"),
        ("政府采购预算12.00万元", "政府采购预算万元", "omission", "gap.missing"),
        ("分别是：办公室", "分别是：XX办公室", "omission", "words.placeholder"),
        ("主要原因是事业任务减少", "主要原因是", "omission", "words.placeholder"),
        ("主要原因是在职人员调入", "主要原因是压减经费", "oddity", "words.reason"),
    ],
)
def test_one_slip_is_named_by_its_rule(old: str, new: str, kind: str, rule: str) -> None:
    assert old in LITTLE
    _, report = report_of(LITTLE.replace(old, new, 1))
    assert (kind, rule) in {(f.kind, f.rule) for f in report.findings}, [(f.kind, f.rule, f.message) for f in report.findings]


def test_a_heading_may_name_the_year_it_is_held_against() -> None:
    """“（一）因公出国（境）费 0 万元，与 2024 年预算持平” is an item's first sentence, and its year is the right one."""
    added = "（一）因公出国（境）费0.00万元，与2024年预算持平\n（二）公务接待费0.00万元，比2024年预算减少0.00万元\n"
    _, report = report_of(LITTLE + added)
    assert "words.heading" not in {f.rule for f in report.findings}


def test_amounts_carried_over_explain_a_smaller_total() -> None:
    """A total told without the 4.00 carried over is another scope, no contradiction."""
    _, report = report_of(LITTLE.replace("收支总预算224.00万元", "收支总预算220.00万元"))
    assert "prose.table" not in {f.rule for f in report.findings if f.kind == "error"}


def test_undecided_cells_take_part_in_no_check() -> None:
    document, _ = report_of(LITTLE.replace("301 01 基本工资 80.00 80.00", "301 01 基本工资 81.00 81.00"))
    open_cells = [
        Figure(**{**{name: getattr(f, name) for name in f.__slots__}, "reading": Reading.AMBIGUOUS}) for f in figures(document)
    ]
    found = check(document, open_cells).findings
    assert not [f for f in found if f.rule.startswith("tables.")]
    assert "prose.table" not in {f.rule for f in found}


@settings(max_examples=3, deadline=None)
@given(st.integers(0, 10_000))
def test_generated_sound_disclosures_raise_nothing_worse_than_an_oddity(seed: int) -> None:
    made = generate(random_profile(seed, ("open", "yuan", "eleven"), digits=2))
    _, report = report_of(made.text)
    assert [(f.kind, f.message) for f in report.findings if f.kind != "oddity"] == []


@given(st.lists(st.decimals(0, 10_000, places=2), min_size=1, max_size=20))
def test_a_sum_of_its_parts_is_no_finding(values: list[Decimal]) -> None:
    parts = [number(value, "万元") for value in values]
    total = sum(values, Decimal("0.00"))
    assert gap_kind(number(total, "万元"), parts) is None
    assert gap_kind(number(total + Decimal("0.01"), "万元"), parts) == "rounding"
    assert gap_kind(number(total + Decimal("0.01") * (len(values) + 2), "万元"), parts) == "error"


@given(st.decimals("0.01", 10_000, places=4), st.integers(0, 3))
def test_a_rounded_copy_is_the_same_amount(value: Decimal, places: int) -> None:
    exact = number(value, "万元")
    shorter = value.quantize(Decimal(1).scaleb(-places), "ROUND_HALF_UP")
    assert same_kind(exact, number(shorter, "万元")) is None
    assert same_kind(exact, number(shorter + Decimal(3).scaleb(-places), "万元")) == "error"


@pytest.mark.parametrize(
    ("printed", "part", "whole", "kind"),
    [
        ("74.89", "610.48", "815.12", None),
        ("74.9", "610.48", "815.12", None),
        ("75", "610.48", "815.12", None),
        ("71.73", "2106.66", "2940.05", "error"),
        ("99.86", "9746.50", "9759.38", "rounding"),
    ],
)
def test_percentages_are_judged_at_their_own_decimals(printed: str, part: str, whole: str, kind: str | None) -> None:
    one, other = Decimal(part), Decimal(whole)
    half = Decimal("0.005")
    low, high = percent(one - half, other + half), percent(one + half, other - half)
    assert rate_kind(Decimal(printed), percent(one, other), low, high) == kind


def test_plain_keeps_two_decimals_of_wan() -> None:
    assert plain(Decimal(3_977_00), "万元") == "39.77"
    assert plain(Decimal(84_000), "万元") == "8.40"
    assert plain(Decimal(92), "人") == "92"
    assert Number(Decimal(5), Decimal(1), "5").low == Decimal("4.5")
    assert Amount(Decimal("8.30"), "万元").to("元") == 83000


def test_an_amount_carried_over_is_no_disagreement() -> None:
    """A table that counts what was carried over against one that does not: the gap is exactly that amount."""
    text = """2024 年沙河县水利局部门预算
表四
财政拨款收支总表
单位：万元
收入 支出
项目 金额 项目 合计 一般公共预算 政府性基金预算 国有资本经营预算
一、本年收入 105.00 一、本年支出 135.00 135.00 0.00 0.00
（一）一般公共预算拨款 105.00 （一）一般公共服务支出 60.00 60.00 0.00 0.00
二、上年结转 30.00 （二）社会保障和就业支出 20.00 20.00 0.00 0.00
（一）一般公共预算拨款 30.00 （三）卫生健康支出 10.00 10.00 0.00 0.00
（四）节能环保支出 5.00 5.00 0.00 0.00
（五）住房保障支出 40.00 40.00 0.00 0.00
收入总计 135.00 支出总计 135.00 135.00 0.00 0.00
表五
一般公共预算支出表
单位：万元
科目编码 科目名称 合计 基本支出 项目支出
201 一般公共服务支出 60.00 60.00 0.00
208 社会保障和就业支出 20.00 20.00 0.00
210 卫生健康支出 10.00 10.00 0.00
211 节能环保支出 5.00 5.00 0.00
221 住房保障支出 10.00 10.00 0.00
"""
    assert not [f.message for f in report_of(text)[1].findings if f.rule == "tables.same"]
    changed = text.replace("上年结转 30.00", "上年结转 29.00").replace("一般公共预算拨款 30.00", "一般公共预算拨款 29.00")
    assert [f.printed for f in report_of(changed)[1].findings if f.rule == "tables.same"] == [("40.00", "10.00")]
