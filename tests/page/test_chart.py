"""Comparisons side by side: which figures may stand there, how long the bars are, and what a name may do."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, AnswerFigure, Status
from assistant.page.chart import chart_html, compared
from assistant.page.texts import texts
from tests.page import made
from tests.page.conftest import PHONE, Watched
from tests.page.standin import EVIL, FIGURE

ROOT = Path(__file__).parent.parent.parent
Visit = Callable[..., Watched]


def _answer(*figures: AnswerFigure) -> Answer:
    return Answer("问", Status.ANSWERED, "答", figures=figures)


def _chart(*figures: AnswerFigure) -> str:
    return chart_html(_answer(*figures), lambda number: None, texts("zh"))


ANOTHER = replace(FIGURE, issuer="另一局", value=Decimal("4.15"))


def test_two_departments_stand_side_by_side_with_their_digits() -> None:
    html = _chart(FIGURE, ANOTHER)
    assert re.findall(r'<rect width="([\d.]+)"', html) == ["100.00", "50.00"]
    assert re.findall(r'<td class="number">([\d.]+)', html) == ["8.30", "4.15"]
    assert re.findall(r'<th scope="row">([^<]+)', html) == ["某县商务局", "另一局"]


def test_years_of_one_department_are_named_by_year() -> None:
    assert re.findall(r'<th scope="row">([^<]+)', _chart(FIGURE, replace(FIGURE, fiscal_year=2023))) == [
        "2024 年预算",
        "2023 年预算",
    ]


@pytest.mark.parametrize(
    "other",
    [
        replace(ANOTHER, unit="元"), replace(ANOTHER, item="会议费"), replace(ANOTHER, measure="growth"), replace(ANOTHER, value=Decimal("-1")),
        replace(ANOTHER, column="上年数"), replace(FIGURE, value=Decimal("9")),
    ],
)  # fmt: skip
def test_what_cannot_be_compared_is_not_drawn(other: AnswerFigure) -> None:
    assert _chart(FIGURE, other) == ""


def test_departments_may_name_the_column_differently() -> None:
    assert len(compared(_answer(replace(FIGURE, column="合计"), replace(ANOTHER, column="预算数")))) == 2


def test_no_line_joins_departments_or_too_many_years() -> None:
    assert "mz-chart " not in _chart(FIGURE, ANOTHER)
    assert "<mz-chart" not in _chart(FIGURE, replace(ANOTHER, fiscal_year=2023))
    assert "<mz-chart" not in _chart(FIGURE, replace(FIGURE, fiscal_year=1990))
    assert "<mz-chart" in _chart(FIGURE, replace(FIGURE, fiscal_year=2020))


def test_the_library_is_as_it_came() -> None:
    library = ROOT / "assistant" / "page" / "library"
    told = (library / "README.md").read_text(encoding="utf-8")
    for path in library.glob("*.js"):
        assert hashlib.sha256(path.read_bytes()).hexdigest() in told


def test_a_computed_difference_is_no_bar() -> None:
    difference = replace(FIGURE, value=Decimal("4.15"), measure="difference", formula="8.30 - 4.15")
    assert compared(_answer(difference, FIGURE, ANOTHER)) == (FIGURE, ANOTHER)
    assert compared(_answer(difference, FIGURE)) == ()


def test_a_number_stated_twice_is_one_bar() -> None:
    assert compared(_answer(FIGURE, FIGURE, ANOTHER)) == (FIGURE, ANOTHER)


def test_names_show_as_text_and_nothing_at_all_is_no_fault() -> None:
    html = _chart(replace(FIGURE, issuer=EVIL, value=Decimal(0)), replace(ANOTHER, value=Decimal("0.00")))
    assert "<script" not in html
    assert "<img" not in html
    assert re.findall(r'<rect width="([\d.]+)"', html) == ["0.00", "0.00"]


@given(st.lists(st.decimals(0, 10**12, places=2), min_size=2, max_size=20))
def test_bars_keep_the_order_of_the_numbers(values: list[Decimal]) -> None:
    html = _chart(*(replace(FIGURE, issuer=f"{n}局", value=v) for n, v in enumerate(values)))
    widths = [Decimal(w) for w in re.findall(r'<rect width="([\d.]+)"', html)]
    assert len(widths) == len(values)
    assert all(0 <= w <= 100 for w in widths)
    for one, wide in zip(values, widths, strict=True):
        for two, other in zip(values, widths, strict=True):
            assert one <= two or wide >= other


@pytest.mark.browser
def test_a_comparison_is_drawn_and_its_marks_open(visit: Visit, library_url: str) -> None:
    watched = visit(library_url, PHONE)
    watched.ask("各部门三公经费比较")
    page = watched.page
    rows = page.locator(".mz-chart tr")
    assert rows.count() == 3
    assert page.locator(".mz-chart tr", has_text=made.ISSUER).locator(".number").inner_text().startswith("4.35")
    bars = [box["width"] for box in (bar.bounding_box() for bar in page.locator(".mz-chart rect").all())]
    numbers = [float(re.sub(r"\[\d+\]", "", words)) for words in page.locator(".mz-chart .number").all_inner_texts()]
    assert [round(bar / max(bars), 2) for bar in bars] == [round(number / max(numbers), 2) for number in numbers]
    page.locator(".mz-chart .mz-mark").last.click()
    page.wait_for_selector(".mz-source .mz-cited, .mz-source .mz-sheet")
