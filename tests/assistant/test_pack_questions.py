"""Questions that strangers wrote to published PDF files: what is answered rightly stays so, and no further number is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from eval.case import load
from eval.library import Library
from eval.run import run
from eval.systems import InProcess
from index.build import build

FOLDER = Path(__file__).parents[1] / "data" / "questions" / "pack"
SETS: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "sets.toml").read_text("utf-8"))


def test_every_set_is_listed_with_failures_of_its_own() -> None:
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == set(SETS)
    for name, listed in SETS.items():
        ids = {case.id for case in load([FOLDER / f"{name}.jsonl"])}
        assert set(listed["wrong"]) <= set(listed["failing"]) <= ids
        assert len(listed["failing"]) < len(ids) / 4


@pytest.mark.parametrize("name", SETS)
def test_the_questions_of_strangers(name: str, pack: Path, tmp_path: Path) -> None:
    """Exactly the listed ones fail: one that is mended has to be taken off the list."""
    listed = SETS[name]
    build([pack / file for file in listed["documents"]], tmp_path / "store")
    library = Library.open(tmp_path / "store")
    cases = load([FOLDER / f"{name}.jsonl"])
    library.require(cases)
    results = run(cases, InProcess(tmp_path / "store"), library)
    assert {r.case.id for r in results if not r.grade.right} == set(listed["failing"])
    assert {r.case.id for r in results if r.grade.wrong} == set(listed["wrong"])
