from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def _pytest(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "eval.plugin", "-p", "no:cacheprovider", "-q", *(str(w) for w in words)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True)


def test_each_case_is_a_test_and_a_broken_set_is_told(sample_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    good = {"id": "good", "category": "lookup", "turns": ["三公经费 2024年多少"], "expect": {"status": ["answered"], "figures": [{"value": "8.30", "unit": "万元"}]}}  # fmt: skip
    bad = {**good, "id": "bad", "expect": {"status": ["answered"], "figures": [{"value": "9.99", "unit": "万元"}]}}
    path.write_text("".join(json.dumps(c, ensure_ascii=False) + "\n" for c in (good, bad)), encoding="utf-8")
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "x"}\n', encoding="utf-8")
    store = ("--mingzhang-store", sample_store)
    done = _pytest("--continue-on-collection-errors", "--mingzhang-cases", path, "--mingzhang-cases", broken, *store)
    assert "1 failed, 1 passed, 1 error" in done.stdout
    assert "应为 answered：9.99 万元" in done.stdout
    assert "错误数字" in done.stdout
    assert "broken.jsonl 第 1 行" in done.stdout
