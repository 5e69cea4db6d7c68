from __future__ import annotations

import json
from pathlib import Path

import pytest

from assistant.answer import Status
from corpus.errors import CaseError, FileMissing
from eval import report
from eval.case import Case, Expect
from eval.grade import UNANSWERED, Grade
from eval.measure import Changes, totals
from eval.run import Result

HOSTILE = "<script>alert(1)</script>"
CASE = Case("a-1", "noisy", (HOSTILE,), Expect((Status.ANSWERED,)), note=HOSTILE)
ANSWER = {"text": f"{HOSTILE} $measures", "citations": [{"quote": HOSTILE}]}
RESULTS = [
    Result(CASE, Grade(status=True, figures=False, text=True, cites=True, wrong=True), ANSWER, 0.02),
    Result(Case("a-2", "lookup", ("问",), Expect((Status.ANSWERED,))), UNANSWERED, None, 0.0, "索引不见了"),
    Result(Case("a-3", "lookup", ("问",), Expect((Status.ANSWERED,))), Grade(True, True, True, True), ANSWER, 0.004),
]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    report.write(tmp_path / "out", RESULTS, totals(RESULTS), Changes(("a-3",), ()))
    return tmp_path / "out"


def test_a_report_serves_as_a_baseline(folder: Path) -> None:
    assert report.read_baseline(folder / "results.json") == {"a-1": False, "a-2": False, "a-3": True}


def test_each_case_stands_on_a_line_with_its_answer(folder: Path) -> None:
    lines = [json.loads(line) for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in lines] == ["a-1", "a-2", "a-3"]
    assert lines[0]["answer"] == ANSWER
    assert lines[1]["error"] == "索引不见了"


def test_the_page_escapes_everything_and_loads_nothing(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not any(word in page for word in ("http:", "https:", "src=", "@import", "url("))
    assert "没有答对的 2 题" in page
    assert "变好：a-3" in page


def test_a_case_on_one_line_says_what_is_wrong() -> None:
    assert report.line(RESULTS[0]).startswith("✗  a-1")
    assert report.line(RESULTS[0]).endswith("figures、错误数字")
    assert report.line(RESULTS[1]).endswith("索引不见了")
    assert report.line(RESULTS[2]).startswith("✓  a-3")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cases": [1]}', '{"cases": [{"id": "a"}]}'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CaseError):
        report.read_baseline(path)
    with pytest.raises(FileMissing):
        report.read_baseline(tmp_path / "none.json")
