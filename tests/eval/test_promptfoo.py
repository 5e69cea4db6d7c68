"""promptfoo, which is not ours, asks a running server over the protocol of OpenAI and finds our cases answered."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from assistant import Assistant, Conversation
from assistant.page.desk import Desk
from eval.case import load
from eval.promptfoo import _figure, configuration
from tests.conftest import Command
from tests.page.conftest import serving

ROOT = Path(__file__).parent.parent.parent
PROMPTFOO = ROOT / ".venv" / "promptfoo" / "node_modules" / ".bin" / "promptfoo"
CASES = ROOT / "eval" / "cases" / "wild.jsonl"
SOME = 12
OFFLINE = {
    "PROMPTFOO_DISABLE_TELEMETRY": "1",
    "PROMPTFOO_DISABLE_UPDATE": "1",
    "PROMPTFOO_DISABLE_REMOTE_GENERATION": "1",
    "PROMPTFOO_CACHE_ENABLED": "false",
}


@pytest.fixture
def url(sample_store: Path) -> Iterator[str]:
    with serving(Desk(lambda: Assistant.open(sample_store), Conversation)) as address:
        yield f"{address}/v1"


@pytest.mark.parametrize(
    ("value", "unit", "text", "fits"),
    [
        ("8.30", "万元", "**8.30 万元**[1]", True),
        ("8.30", "万元", "8.3万元", True),
        ("8.30", "万元", "18.30 万元", False),
        ("8.30", "万元", "8.301 万元", False),
        ("8.30", "万元", "8.30 元", False),
        ("0.00", "万元", "0 万元", True),
        ("10", "人", "10 人", True),
        ("10", "人", "1,010 人", False),
    ],
)
def test_a_figure_is_found_with_its_digits_and_its_unit(value: str, unit: str, text: str, fits: bool) -> None:
    assert bool(re.search(_figure(Decimal(value), unit)["value"], text)) is fits


def test_the_command_writes_every_case_that_can_be_checked(mingzhang: Command, tmp_path: Path) -> None:
    target = tmp_path / "promptfooconfig.json"
    assert mingzhang("eval", "promptfoo", CASES, "--to", target, "--url", "http://127.0.0.1:1/v1").exit_code == 0
    told = json.loads(target.read_text("utf-8"))
    cases = load([CASES])
    assert told == configuration(cases, "http://127.0.0.1:1/v1")
    checkable = [c.id for c in cases if c.expect.figures or c.expect.text or c.expect.forbid]
    assert [test["description"] for test in told["tests"]] == checkable
    assert [m["content"] for m in json.loads(told["tests"][0]["vars"]["messages"])] == list(cases[0].turns)


@pytest.mark.skipif(not PROMPTFOO.exists() or not shutil.which("node"), reason="promptfoo is not installed (sh .ci/promptfoo)")
def test_promptfoo_finds_our_cases_answered(url: str, tmp_path: Path) -> None:
    config, out = tmp_path / "promptfooconfig.json", tmp_path / "out.json"
    config.write_text(json.dumps(configuration(load([CASES]), url, SOME), ensure_ascii=False), encoding="utf-8")
    command = [
        PROMPTFOO,
        "eval",
        "--config",
        config,
        "--output",
        out,
        "--no-cache",
        "--no-write",
        "--no-progress-bar",
        "--no-table",
    ]
    environment = {**os.environ, **OFFLINE, "PROMPTFOO_CONFIG_DIR": str(tmp_path / "home")}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=180)
    assert out.exists(), done.stdout + done.stderr
    results = json.loads(out.read_text("utf-8"))["results"]
    failed = {r["testCase"]["description"]: r.get("error") for r in results["results"] if not r["success"]}
    assert failed == {}
    assert results["stats"]["successes"] == SOME
