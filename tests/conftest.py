"""What the tests of every room share: the sample disclosures, an index of them, and the console command."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock
from hypothesis import settings

from assistant.cli import cli
from tests.browser import ARGUMENTS, chromium_path

pytest_plugins = ["tests.pack"]

ROOT = Path(__file__).parent.parent
DOCUMENTS = ROOT / "corpus" / "documents"
SHIPPED = sorted((ROOT / "eval" / "cases").glob("*.jsonl"))
"""The question sets that the repository ships."""

Command = Callable[..., Result]

# No deadlines, for a busy machine is no fault of the code; and the same examples each time, so that a red run can be run again.
settings.register_profile("house", deadline=None, derandomize=True)
settings.load_profile("house")


@pytest.fixture(scope="session")
def samples() -> list[Path]:
    """The two sample disclosures."""
    return sorted(DOCUMENTS.glob("*.txt"))


@pytest.fixture(scope="session")
def sample_store(samples: list[Path], tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """An index of the samples, built once for all test processes. Read only: use ``store`` to change it."""
    base = tmp_path_factory.getbasetemp()
    shared = (base if worker_id == "master" else base.parent) / "sample-store"
    with FileLock(f"{shared}.lock"):
        if not shared.exists():
            from index.build import build

            build(samples, shared.with_suffix(".building"))
            shared.with_suffix(".building").rename(shared)
    return shared


@pytest.fixture
def store(sample_store: Path, tmp_path: Path) -> Path:
    """An index of the samples that the test may change."""
    return Path(shutil.copytree(sample_store, tmp_path / "store"))


@pytest.fixture
def mingzhang() -> Command:
    """Run the console command in this process; the result has exit_code, stdout and stderr."""

    def run(*words: object) -> Result:
        return CliRunner().invoke(cli, [str(w) for w in words], prog_name="mingzhang")

    return run


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """One browser for all tests of a process: Playwright runs once a thread."""
    path = chromium_path()
    if path is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium fonts-noto-cjk)")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def chinese_font() -> None:
    """Skips where no font draws Chinese: a PDF that names one without embedding it then has no boxes for its words."""
    listed = shutil.which("fc-list")
    if listed is None or not subprocess.run([listed, ":lang=zh"], capture_output=True, check=False).stdout.strip():
        pytest.skip("no Chinese font on this machine (Debian: apt-get install fonts-noto-cjk fontconfig)")
