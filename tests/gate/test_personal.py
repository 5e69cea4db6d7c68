"""Personal numbers are masked; amounts, codes and years never are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from assistant.gate.personal import masked, masked_lines

MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True).filter(str.isascii)
LABELS = st.sampled_from(
    ["合计", "行政运行", "基本支出", "公务接待费", "收入总计", "“三公”经费", "机关事业单位基本养老保险缴费", "预算数"]
)
UNITS = st.sampled_from(["元", "万元", " 万元", "%", "人", " 元"])


@given(st.sampled_from(["联系电话：", "手机 ", "联系人：王某 电话", "填报人 李某 联系方式:", "Tel: "]), MOBILE)
def test_a_number_after_a_word_for_it_is_masked_at_its_length(word: str, number: str) -> None:
    told = masked(f"{word}{number}")
    assert number not in told
    assert len(told) == len(word) + 11
    assert told.endswith(number[-4:])


@given(st.sampled_from("王李张刘陈杨赵黄周吴"), st.sampled_from(["某", "小明", "建国"]), MOBILE)
def test_a_number_beside_a_name_is_masked(first: str, rest: str, number: str) -> None:
    assert number not in masked(f"{first}{rest} {number}")
    assert number not in masked(f"1 {number} {first}{rest}")


@given(MOBILE, st.sampled_from(["-", " "]))
def test_a_number_grouped_as_one_dials_it_is_masked(number: str, gap: str) -> None:
    grouped = gap.join((number[:3], number[3:7], number[7:]))
    assert grouped not in masked(f"请拨 {grouped} 咨询")
    assert number not in masked(f"+86{number}")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)), st.integers(0, 999), st.sampled_from(["110105", "652301", "440304"]))
def test_an_identity_card_with_its_check_digit_is_masked(born: date, order: int, place: str) -> None:
    digits = f"{place}{born:%Y%m%d}{order:03}"
    weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
    number = digits + "10X98765432"[sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11]
    told = masked(f"持有人{number}。")
    assert number not in told
    assert number[6:14] not in told


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("身份证号：652301900101001", "900101"),
        ("联系人 李四 电话 0994-6922222", "6922222"),
        ("负责人：王某（0994-2345678）电话", None),
        ("公开电话：0994-6922222", None),
        ("监督举报电话 12380", None),
        ("统一社会信用代码 91650100MA77ABCD0X", None),
        ("单位代码 13812345678", None),
        ("项目编码 65230122T000000123456", None),
        ("联系电话", None),
        ("", None),
    ],
)
def test_what_is_public_stays(text: str, hidden: str | None) -> None:
    assert masked(text) == text if hidden is None else hidden not in masked(text)


def test_a_word_in_the_line_above_counts() -> None:
    assert masked_lines(["联系电话", "13812345678", "合计 8.30"]) == ["联系电话", "138＊＊＊＊5678", "合计 8.30"]
    assert masked_lines([]) == []


AMOUNT = st.one_of(
    st.decimals(0, 10**13, places=2).map(lambda d: format(d, "f")),
    st.decimals(0, 10**13, places=2).map(lambda d: format(d, ",f")),
    st.integers(0, 10**13).map(str),
    st.integers(0, 10**13).map(lambda n: format(n, ",")),
    MOBILE,
)


@given(LABELS, st.lists(AMOUNT, min_size=1, max_size=6))
def test_amounts_of_a_row_are_never_masked(label: str, amounts: list[str]) -> None:
    row = f"{label} {' '.join(amounts)}"
    assert masked(row) == row


@given(LABELS, AMOUNT, UNITS)
def test_an_amount_with_its_unit_is_never_masked(label: str, amount: str, unit: str) -> None:
    sentence = f"2024年{label}为{amount}{unit}，比上年增加{amount}{unit}。"
    assert masked(sentence) == sentence
    beside = f"联系人：王某 预算资金 {amount}{unit}"
    assert masked(beside) == beside


@given(st.lists(AMOUNT, min_size=1, max_size=4))
@example(["138", "1234", "5678"])
def test_bare_numbers_are_never_masked(amounts: list[str]) -> None:
    assert masked(" ".join(amounts)) == " ".join(amounts)


@given(st.integers(1990, 2099), st.from_regex(r"[12][0-9]{2}( ?[0-9]{2}){0,2}", fullmatch=True).filter(str.isascii))
def test_codes_and_years_are_never_masked(year: int, code: str) -> None:
    for text in (f"{code} 行政运行", f"{year}年部门预算", f"编码 {code} 联系电话见下页", f"{year}", f"{year}-{year + 1}"):
        assert masked(text) == text


@given(st.text(alphabet="0123456789 .,-元年联系电话王某合计X\n", max_size=80))
def test_masking_changes_no_length_and_nothing_but_digits(text: str) -> None:
    told = masked(text)
    assert len(told) == len(text)
    assert all(a == b or b == "＊" and (a.isdigit() or a in "Xx") for a, b in zip(text, told, strict=True))
    assert masked(told) == told


def test_a_value_is_what_was_printed() -> None:
    assert Decimal(masked("13812345678.00")) == Decimal("13812345678.00")
