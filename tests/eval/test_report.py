from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import CaseError, FileMissing
from eval import report
from eval.bootstrap import Share
from eval.case import load
from eval.measure import MEASURES as MEASURED
from eval.measure import Before, compare, totals
from eval.page import html
from eval.report import Outcome, Report
from eval.retrieval import MEASURES, Retrieval
from eval.run import Result
from eval.tables import said
from tests.browser import chromium_path
from tests.conftest import ROOT, SHIPPED
from tests.eval.made import PLACE, RIGHT, WRONG, answer, case, figure, result

HOSTILE = "<script>alert(1)</script>"
BAD = Result(
    replace(
        case("a-1", figures=[figure()], text=((HOSTILE,),), forbid=("x",), cites=(PLACE,), category="noisy"),
        turns=(HOSTILE,),
        note=HOSTILE,
    ),
    replace(WRONG, forbidden=("x",)),
    {**answer({"value": "9", "unit": HOSTILE}, text=f"{HOSTILE} $measures **8.30**", quote=HOSTILE)},
    0.02,
    trace=("一步",),
)
RESULTS = [BAD, result("a-2", None), result("a-3", RIGHT, seconds=0.004)]
BEFORE = {"a-1": Before(True, got="answered：8.30 万元"), "a-3": Before(False, got=HOSTILE)}


def _report() -> Report:
    passages = Outcome("rag@5", [result("a-3", RIGHT)], totals([result("a-3", RIGHT)]), passages=True)
    return Report(
        [Outcome("mingzhang", RESULTS, totals(RESULTS)), passages],
        compare(RESULTS, BEFORE),
        BEFORE,
        {"hybrid": Retrieval(2, {name: Share(1, 2, 0.1, 0.9) for name in MEASURES})},
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    report.write(tmp_path / "out", _report())
    return tmp_path / "out"


def test_a_report_serves_as_a_baseline(folder: Path) -> None:
    before = report.read_baseline(folder / "results.json")
    assert {name: (b.right, b.wrong) for name, b in before.items()} == {
        "a-1": (False, True),
        "a-2": (False, False),
        "a-3": (True, False),
    }
    assert before["a-3"].got == "answered"


def test_the_results_hold_totals_of_all_systems(folder: Path) -> None:
    summary = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    assert summary["totals"]["measures"]["right"]["share"] == 0.3333
    assert summary["others"]["rag@5"]["measures"]["right"]["share"] == 1.0
    assert summary["retrieval"]["hybrid"]["cases"] == 2
    assert summary["changes"]["new_wrong_numbers"] == ["a-1"]


def test_each_case_stands_on_a_line_with_its_answer_and_trace(folder: Path) -> None:
    lines = [json.loads(line) for line in (folder / "cases.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [(line["system"], line["id"]) for line in lines] == [
        ("mingzhang", "a-1"),
        ("mingzhang", "a-2"),
        ("mingzhang", "a-3"),
        ("rag@5", "a-3"),
    ]
    assert lines[0]["trace"] == ["一步"]
    assert lines[0]["answer"]["figures"][0]["value"] == "9"
    assert lines[1]["error"] == "没有回答"


def test_the_page_escapes_everything_and_loads_nothing(folder: Path) -> None:
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert page.count("&lt;script&gt;") >= 6
    assert not any(word in page for word in ("http:", "https:", "src=", "@import", "url("))


def test_the_page_tells_failures_changes_and_other_systems() -> None:
    page = html(_report())
    text = re.sub(r"<[^>]+>", "", page)
    assert "没有答对的 2 题" in text
    assert "变好：1" in text
    assert "变差：1" in text
    assert "作答：8.30 万元" in text, "what was answered before"
    assert "说了禁语x" in text
    assert "LangChain 常规检索@5" in text
    assert "应引某局-2024 第 2 行" in text
    assert "<b>8.30</b>" in page and "**" not in page
    assert "—" in page.split("错误数字", 2)[2].split("</tr>")[0], "passages have no wrong numbers to count"


def test_every_measure_stands_by_category_document_and_set_with_its_interval(folder: Path) -> None:
    summary = json.loads((folder / "results.json").read_text(encoding="utf-8"))["totals"]
    for group in ("categories", "documents", "sets"):
        assert summary[group]
        for cell in summary[group].values():
            assert set(cell) == {m.name for m in MEASURED}
            assert all(0 <= share["low"] <= share["share"] <= share["high"] <= 1 for share in cell.values() if share["total"])
    page = html(_report())
    for title in ("各项指标按文件", "各项指标按题集", "各项指标按类别", "用时 p99"):
        assert title in page


def test_wrong_numbers_come_first_among_the_failures() -> None:
    page = html(Report([Outcome("x", RESULTS[::-1], totals(RESULTS[::-1]))]))
    failures = page.split("没有答对的")[1]
    assert failures.index("a-1") < failures.index("a-2")


def test_every_label_of_a_shipped_case_is_in_the_readers_language() -> None:
    for case_ in load(SHIPPED):
        assert said("category", case_.category) != case_.category
        assert said("set", case_.group) != case_.group
    assert said("category", "其他") == "其他"


@pytest.mark.browser
def test_the_page_looks_right_in_a_browser(folder: Path) -> None:
    chromium = chromium_path()
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    page = folder / "report.html"
    done = subprocess.run([sys.executable, "-m", "tests.eval.looking", chromium, page], cwd=ROOT, capture_output=True, text=True)
    seen = json.loads(done.stdout)
    assert seen["requests"] == [page.as_uri()] * 2, "nothing but the page itself"
    assert seen["errors"] == []
    assert (seen["light"][0], seen["dark"][0]) == (1280, 390), "no sideways scrolling"
    assert seen["light"][1] != seen["dark"][1]
    assert seen["light"][2] == 2


def test_a_page_of_a_flawless_first_run() -> None:
    results = [result("a", RIGHT)]
    page = html(Report([Outcome("mingzhang", results, totals(results))]))
    assert "没有。" in page
    assert "没有给出对照" in page


def test_a_page_of_a_run_without_any_answer() -> None:
    results = [result("a", None)]
    assert "没有答对的 1 题" in html(Report([Outcome("mingzhang", results, totals(results))]))


def test_the_terminal_gets_a_column_for_each_system() -> None:
    told = report.table(_report())
    row = next(line for line in told.splitlines() if line.startswith("错误数字"))
    assert row.split()[1] == "1/3"
    assert row.endswith("—")
    assert "nDCG" in told


def test_a_case_on_one_line_says_what_is_wrong() -> None:
    assert report.line(BAD).startswith("✗  a-1")
    assert report.line(BAD).endswith("figures、forbid、错误数字")
    assert report.line(RESULTS[1]).endswith("没有回答")
    assert report.line(RESULTS[2]).startswith("✓  a-3")


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"cases": [1]}', '{"cases": [{"id": "a"}]}'])
def test_what_is_no_baseline_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "b.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CaseError):
        report.read_baseline(path)
    with pytest.raises(FileMissing):
        report.read_baseline(tmp_path / "none.json")
