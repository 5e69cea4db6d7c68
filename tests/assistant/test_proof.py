from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from assistant.proof import load_answer, prove
from corpus.errors import FileMissing, ReadError
from tests.conftest import ROOT

TEXT = "第一行\n合计  8.30 6.00 2.30\n机关运行经费 121.36 万元，比上年预算增加 4.00 万元。\n备注：空表\n"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "某局.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def _citation(number: int, line: int, quote: str, data: bytes = TEXT.encode()) -> dict[str, Any]:
    return {
        "id": number, "document": "某局.txt", "sha256": hashlib.sha256(data).hexdigest(), "page": None,
        "line_start": line, "line_end": line, "quote": quote,
    }  # fmt: skip


def _figure(value: str, formula: str | None = None, unit: str = "万元", citations: tuple[int, ...] = (1,)) -> dict[str, Any]:
    return {"value": value, "unit": unit, "item": "某项", "formula": formula, "citations": list(citations)}


def _answer(*figures: dict[str, Any], citations: list[dict[str, Any]] | None = None, text: str = "答[1]") -> dict[str, Any]:
    return {"text": text, "figures": list(figures), "citations": citations or [_citation(1, 2, "合计 8.30 6.00 2.30")]}


def test_a_true_answer_holds(page: Path) -> None:
    assert prove(_answer(_figure("8.30")), [page]) == []


def test_a_folder_serves_as_well_as_its_files(page: Path) -> None:
    assert prove(_answer(_figure("8.30")), [page.parent]) == []


def test_the_same_value_in_another_money_unit_holds(page: Path) -> None:
    assert prove(_answer(_figure("83000", unit="元")), [page]) == []


def test_a_declared_nil_needs_no_printed_digit(page: Path) -> None:
    assert prove(_answer(_figure("0"), citations=[_citation(1, 4, "备注：空表")]), [page]) == []


def test_a_formula_over_cited_terms_holds(page: Path) -> None:
    citations = [_citation(1, 3, "机关运行经费 121.36 万元，比上年预算增加 4.00 万元。")]
    assert prove(_answer(_figure("117.36", "121.36 − 4.00"), citations=citations), [page]) == []
    assert prove(_answer(_figure("3.41", "4.00 ÷ (121.36 − 4.00) × 100%", "%"), citations=citations), [page]) == []


def test_a_formula_may_build_on_another_that_holds(page: Path) -> None:
    total = _figure("16.60", "8.30 + 6.00 + 2.30")
    assert prove(_answer(_figure("14.30", "16.60 − 2.30"), total), [page]) == []
    assert len(prove(_answer(_figure("14.30", "16.60 − 2.30"), {**total, "value": "16.61"}), [page])) == 2


def test_formulas_that_only_hold_each_other_do_not_hold(page: Path) -> None:
    circle = (_figure("5.00", "7.30 − 2.30"), _figure("7.30", "5.00 + 2.30"))
    assert len(prove(_answer(*circle), [page])) == 2


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (_answer(_figure("8.31")), "没有这个数"),
        (_answer(_figure("8.3x")), "不是一个数"),
        (_answer(_figure("NaN", "8.30 + 0")), "不是一个数"),
        (_answer(_figure("Infinity")), "不是一个数"),
        (_answer(_figure("8.30", citations=())), "没有引用"),
        (_answer(_figure("8.30"), text="答[2]"), "[2] 没有对应的引用"),
        (_answer(_figure("8.30"), citations=[_citation(1, 3, "合计 8.30 6.00 2.30")]), "没有所引文字"),
        (_answer(_figure("8.30"), citations=[_citation(1, 99, "合计 8.30 6.00 2.30")]), "没有所引文字"),
        (_answer(_figure("8.31", "6.00 + 2.30")), "得 8.30，与所答不符"),
        (_answer(_figure("13.30", "8.30 + 5.00")), "5.00 不在所引文字中"),
        (_answer(_figure("8.30", "6.00 +")), "写法不完整"),
    ],
)
def test_what_does_not_hold_is_named(page: Path, answer: dict[str, Any], told: str) -> None:
    problems = prove(answer, [page])
    assert len(problems) == 1
    assert told in problems[0]


def test_a_changed_file_is_named_and_its_quote_still_checked(page: Path) -> None:
    page.write_text(TEXT.replace("8.30", "9.30"), encoding="utf-8")
    problems = prove(_answer(_figure("8.30")), [page])
    assert ["内容已变" in p for p in problems] == [True, False]
    assert "没有所引文字" in problems[1]


def test_a_file_that_was_not_given_is_named(page: Path) -> None:
    other = page.with_name("另一局.txt")
    page.rename(other)
    other.write_text("别的内容", encoding="utf-8")
    assert "没有 某局.txt" in prove(_answer(_figure("8.30")), [other])[0]


def test_a_missing_path_is_an_error(page: Path) -> None:
    with pytest.raises(FileMissing):
        prove(_answer(_figure("8.30")), [page.with_name("无")])


def test_a_line_of_a_batch_is_an_answer_too(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"id": "1", "answer": _answer(), "seconds": 0.1}), encoding="utf-8")
    assert load_answer(path) == _answer()


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"citations": 1, "figures": []}'])
def test_what_is_no_answer_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "a.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(ReadError):
        load_answer(path)


def test_every_answer_to_the_shipped_questions_proves_itself(sample_store: Path, samples: list[Path]) -> None:
    from assistant import Assistant
    from assistant.batch import converse
    from eval.case import load

    assistant = Assistant.open(sample_store)
    cases = load(sorted((ROOT / "eval" / "cases").glob("*.jsonl")))
    broken = {case.id: problems for case in cases if (problems := prove(converse(assistant, case.turns)[0].to_json(), samples))}
    assert broken == {}
