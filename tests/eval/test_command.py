from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import ROOT, Command


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    """One case that is answered and one that nobody can answer."""
    path = tmp_path / "cases.jsonl"
    figure = {"value": "8.30", "unit": "万元", "derived": False}
    good = {
        "id": "good",
        "category": "lookup",
        "turns": ["三公经费 2024年多少"],
        "expect": {"status": ["answered"], "figures": [figure]},
    }
    bad = {**good, "id": "bad", "expect": {"status": ["answered"], "figures": [{**figure, "value": "9.99"}]}}
    path.write_text("".join(json.dumps(c, ensure_ascii=False) + "\n" for c in (good, bad)), encoding="utf-8")
    return path


def test_a_run_is_graded_reported_and_compared(mingzhang: Command, sample_store: Path, cases: Path, tmp_path: Path) -> None:
    result = mingzhang("eval", cases, "--store", sample_store, "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    lines = result.stdout.splitlines()
    assert lines[0].startswith("✓ good")
    assert lines[1].startswith("✗ bad")
    assert any(line.startswith("完全正确") and "1/2" in line for line in lines)
    again = mingzhang("eval", cases, "--store", sample_store, "--against", tmp_path / "out" / "results.json")
    assert "变好 0" in again.stdout
    assert {p.name for p in (tmp_path / "out").iterdir()} == {"results.json", "cases.jsonl", "report.html"}


@pytest.mark.parametrize(
    ("bound", "code"), [(("--min-accuracy", "0.5"), 0), (("--min-accuracy", "0.6"), 1), (("--max-wrong", "0"), 1)]
)
def test_a_bound_that_is_not_kept_fails(
    mingzhang: Command, sample_store: Path, cases: Path, bound: tuple[str, str], code: int
) -> None:
    assert mingzhang("eval", cases, "--store", sample_store, *bound).exit_code == code


def test_declared_failures_are_shown_and_not_gated(mingzhang: Command, sample_store: Path, cases: Path, tmp_path: Path) -> None:
    good, bad = cases.read_text(encoding="utf-8").splitlines()
    for name, line in (("sound", good), ("failing", bad)):
        (tmp_path / f"{name}.jsonl").write_text(line, encoding="utf-8")
    words = ("eval", tmp_path / "sound.jsonl", "--store", sample_store, "--max-wrong", "0", "--min-accuracy", "1")
    result = mingzhang(*words, "--known", tmp_path / "failing.jsonl")
    assert result.exit_code == 0, result.stderr
    assert "✗ bad" in result.stdout and "已知不足 1 题" in result.stdout and "答对的 0：" in result.stdout
    assert mingzhang(*words, tmp_path / "failing.jsonl").exit_code == 1
    better = mingzhang(
        "eval", tmp_path / "failing.jsonl", "--store", sample_store, "--known", tmp_path / "sound.jsonl", "--max-wrong", "0"
    )
    assert better.exit_code == 1, "what is known excuses nothing else"
    assert "答对的 1：good" in better.stdout


def test_bad_input_is_one_line(mingzhang: Command, sample_store: Path, cases: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "x"}\n', encoding="utf-8")
    for words in ((broken,), (tmp_path / "none.jsonl",), (cases, "--against", broken), (cases, "--store", tmp_path / "none")):
        result = mingzhang("eval", "--store", sample_store, *words)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)


def test_systems_stand_side_by_side_and_retrieval_is_measured(
    mingzhang: Command, sample_store: Path, cases: Path, tmp_path: Path
) -> None:
    placed = tmp_path / "placed.jsonl"
    record = json.loads(cases.read_text(encoding="utf-8").splitlines()[0])
    record["expect"]["cites"] = [{"document": "jimsar-2024", "lines": [[829, 829]]}]
    placed.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    words = ("--system", "mingzhang", "--system", "rag", "--retrieval", "--quiet")
    result = mingzhang("eval", placed, "--store", sample_store, *words)
    assert result.exit_code == 0, result.stderr
    head, *rows = result.stdout.splitlines()
    assert head.split() == ["mingzhang", "rag@5"]
    assert rows[0].split()[:2] == ["完全正确", "1/1"]
    assert any(row.startswith("召回率@5") and row.count("%") == 4 for row in rows)


def test_an_endpoint_that_is_down_is_one_line_and_what_was_graded_is_kept(
    mingzhang: Command, sample_store: Path, cases: Path, tmp_path: Path
) -> None:
    words = ("eval", cases, "--store", sample_store, "--out", tmp_path / "out", "--system", "mingzhang")
    result = mingzhang(*words, "--system", "endpoint", "--url", "http://127.0.0.1:9/v1")
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
    assert "连不上" in result.stderr
    again = mingzhang(*words)
    assert "接着做剩下的 0 题" in again.stderr
    assert {p.suffixes[0] for p in (tmp_path / "out").iterdir()} >= {".json", ".jsonl", ".html"}
    assert not (tmp_path / "out" / "mingzhang.partial.jsonl").exists()


def test_a_document_that_the_index_lacks_is_one_line(mingzhang: Command, sample_store: Path, cases: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.jsonl"
    elsewhere.write_text(cases.read_text(encoding="utf-8").split("\n")[0].replace('"figures"', '"cites": [{"document": "另一局"}], "figures"'), encoding="utf-8")  # fmt: skip
    result = mingzhang("eval", elsewhere, "--store", sample_store)
    assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
    assert "另一局" in result.stderr


def test_extraction_of_a_file(mingzhang: Command, samples: list[Path]) -> None:
    truth = ROOT / "tests" / "data" / "truth"
    good = mingzhang(
        "eval", "extraction", truth / "jimsar-2024" / "cells.jsonl", samples[1], "--min-recall", "1", "--min-precision", "1"
    )
    assert good.exit_code == 0, good.stdout
    assert "254/254" in good.stdout
    bad = mingzhang("eval", "extraction", truth / "jimsar-2024" / "cells.jsonl", samples[0], "--min-recall", "0.9", "--show", "3")
    assert bad.exit_code == 1
    assert bad.stdout.count("漏读") == 3


def test_the_help_of_the_command_lists_its_own_options_and_the_others(mingzhang: Command) -> None:
    told = mingzhang("eval", "--help").stdout
    assert all(
        word in told for word in ("--against", "--min-accuracy", "--store", "candidates", "extraction", "export", "import")
    )
    assert mingzhang("eval").exit_code == 2
    assert mingzhang("eval", "candidates", "--help").exit_code == 0
