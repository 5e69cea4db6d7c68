from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from assistant.answer import Answer, AnswerFigure, Citation, Status
from assistant.verify import problems

CITATION = Citation(1, "d" * 64, "a.txt", "临河县商务局", 2024, "合计 8.30 8.30", line_start=5, line_end=5)
FIGURE = AnswerFigure(Decimal("8.30"), "万元", "临河县商务局", 2024, "预算", "三公经费", "level", (1,))
GOOD = Answer("q", Status.ANSWERED, "**8.30 万元**[1] — 2024 年", (FIGURE,), (CITATION,))


def test_an_answer_whose_numbers_stand_in_its_quotes_passes() -> None:
    assert problems(GOOD) == []


def test_a_number_from_nowhere_is_caught() -> None:
    assert problems(replace(GOOD, text="8.30 万元[1]，另有 9.99 万元"))


def test_a_mark_without_citation_is_caught() -> None:
    assert problems(replace(GOOD, text="8.30 万元[1][2]"))


def test_a_figure_that_its_citation_does_not_print_is_caught() -> None:
    assert problems(replace(GOOD, figures=(replace(FIGURE, value=Decimal("8.40")),), text="[1]"))
    assert problems(replace(GOOD, figures=(replace(FIGURE, citations=()),)))


def test_an_answer_without_any_citation_is_caught() -> None:
    assert problems(Answer("q", Status.ANSWERED, "有", ()))


def test_numbers_of_names_on_record_may_be_repeated() -> None:
    refusal = Answer("q", Status.NOT_DISCLOSED, "未收录 2022 年。已收录：2024 年")
    assert problems(refusal)
    assert problems(refusal, ("2022年三公经费", "2024 年")) == []
