"""Questions that strangers wrote to published PDF files: what is answered rightly stays so, and no further number is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from assistant.within import Within
from eval.case import load
from eval.library import Library
from eval.run import run
from eval.systems import InProcess
from index.build import build
from index.ledger import Ledger

FOLDER = Path(__file__).parents[1] / "data" / "questions" / "pack"
SETS: dict[str, dict[str, Any]] = tomllib.loads((FOLDER / "sets.toml").read_text("utf-8"))


def test_every_set_is_listed_with_failures_of_its_own() -> None:
    assert {path.stem for path in FOLDER.glob("*.jsonl")} == set(SETS)
    for name, listed in SETS.items():
        ids = {case.id for case in load([FOLDER / f"{name}.jsonl"])}
        assert set(listed["wrong"]) <= set(listed["failing"]) <= ids
        assert len(listed["failing"]) < len(ids) / 4


@pytest.fixture(scope="module")
def store(pack: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """All files that a set is about, read once; each set is asked within its own."""
    folder = tmp_path_factory.mktemp("pack") / "store"
    build(sorted({pack / file for listed in SETS.values() for file in listed["documents"]}), folder)
    return folder


@pytest.mark.parametrize("name", SETS)
def test_the_questions_of_strangers(name: str, store: Path) -> None:
    """Exactly the listed ones fail: one that is mended has to be taken off the list."""
    listed = SETS[name]
    library = Library.open(store)
    cases = load([FOLDER / f"{name}.jsonl"])
    library.require(cases)
    with Ledger.open(store) as ledger:
        own = Within(documents=[d.id for d in ledger.documents() if d.name in listed["documents"]])
    results = run(cases, InProcess(store, own), library)
    assert {r.case.id for r in results if not r.grade.right} == set(listed["failing"])
    assert {r.case.id for r in results if r.grade.wrong} == set(listed["wrong"])
