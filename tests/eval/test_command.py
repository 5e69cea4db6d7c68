from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.conftest import Command


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


def test_bad_input_is_one_line(mingzhang: Command, sample_store: Path, cases: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "x"}\n', encoding="utf-8")
    for words in ((broken,), (tmp_path / "none.jsonl",), (cases, "--against", broken), (cases, "--store", tmp_path / "none")):
        result = mingzhang("eval", "--store", sample_store, *words)
        assert (result.exit_code, result.stdout, len(result.stderr.splitlines())) == (1, "", 1)
