from __future__ import annotations

import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder that makes pytest find the plugin as an installed package does: by what pyproject.toml declares."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]["pytest11"]
    info = tmp_path / "site" / "mingzhang-0.1.0.dist-info"
    info.mkdir(parents=True)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: mingzhang\nVersion: 0.1.0\n", encoding="utf-8")
    lines = "".join(f"{name} = {module}\n" for name, module in declared.items())
    (info / "entry_points.txt").write_text(f"[pytest11]\n{lines}", encoding="utf-8")
    return info.parent


def _pytest(installed: Path, *words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", *(str(w) for w in words)]
    environment = {**os.environ, "PYTHONPATH": str(installed)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def test_each_case_is_a_test_and_a_broken_set_is_told(installed: Path, sample_store: Path, tmp_path: Path) -> None:
    path = tmp_path / "cases.jsonl"
    good = {"id": "good", "category": "lookup", "turns": ["三公经费 2024年多少"], "expect": {"status": ["answered"], "figures": [{"value": "8.30", "unit": "万元"}]}}  # fmt: skip
    bad = {**good, "id": "bad", "expect": {"status": ["answered"], "figures": [{"value": "9.99", "unit": "万元"}]}}
    path.write_text("".join(json.dumps(c, ensure_ascii=False) + "\n" for c in (good, bad)), encoding="utf-8")
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "x"}\n', encoding="utf-8")
    store = ("--mingzhang-store", sample_store)
    done = _pytest(installed, "--continue-on-collection-errors", "--mingzhang-cases", path, "--mingzhang-cases", broken, *store)
    assert "1 failed, 1 passed, 1 error" in done.stdout, done.stderr
    assert "应为 answered：9.99 万元" in done.stdout
    assert "错误数字" in done.stdout
    assert "broken.jsonl 第 1 行" in done.stdout


def test_other_runs_are_left_alone(installed: Path, tmp_path: Path) -> None:
    own = tmp_path / "test_own.py"
    own.write_text("def test_own():\n    pass\n", encoding="utf-8")
    (tmp_path / "cases.jsonl").write_text("{}\n", encoding="utf-8")
    done = _pytest(installed, own)
    assert "1 passed" in done.stdout, done.stdout
