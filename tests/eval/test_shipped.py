"""The shipped question sets: valid, true to the documents' own text, and answered without a wrong number."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from corpus.amount import NUMBER, fold
from corpus.errors import CaseError
from eval.case import Case, ExpectedFigure, load
from eval.headline import SETS, render, replace
from eval.library import Library
from eval.run import Result, run
from eval.systems import InProcess
from tests.conftest import DOCUMENTS, ROOT

CASES = ROOT / "eval" / "cases"
LINES = {p.stem: p.read_text(encoding="utf-8").split("\n") for p in DOCUMENTS.glob("*.txt")}
SOUND = load(CASES / f"{name}.jsonl" for name in SETS if name != "known_failures")
FAILING = load([CASES / "known_failures.jsonl"]) if (CASES / "known_failures.jsonl").read_text(encoding="utf-8").strip() else []


@pytest.fixture(scope="module")
def results(sample_store: Path) -> dict[str, Result]:
    """Every shipped case, asked once."""
    library = Library.open(sample_store)
    cases = [*SOUND, *FAILING]
    library.require(cases)
    return {r.case.id: r for r in run(cases, InProcess(sample_store), library)}


def test_every_set_is_shipped_and_ids_are_unique() -> None:
    assert {p.stem for p in CASES.glob("*.jsonl")} == set(SETS)
    names = [case.id for case in [*SOUND, *FAILING]]
    assert len(names) == len(set(names)) > 300


@pytest.mark.parametrize("case", [c for c in [*SOUND, *FAILING] if c.expect.cites], ids=lambda c: c.id)
def test_the_truth_stands_in_the_documents(case: Case) -> None:
    """Each place holds text, and each printed figure is printed at one of the places; a question set may err like any document."""
    places = [_numbers(p.document, first, last) for p in case.expect.cites for first, last in p.lines]
    assert places
    for figure in case.expect.figures:
        assert figure.derived or not figure.value or any(_printed(figure, numbers) for numbers in places), figure


def _numbers(document: str, first: int, last: int) -> set[Decimal]:
    text = "".join(LINES[document][first - 1 : last])
    assert text.strip(), f"{document} {first}–{last} is blank"
    return {Decimal(n.replace(",", "")) for n in NUMBER.findall(fold(text))}


def _printed(figure: ExpectedFigure, numbers: set[Decimal]) -> bool:
    return figure.value in {abs(n) for n in numbers}


def test_no_wrong_number_and_every_quote_true(results: dict[str, Result]) -> None:
    """The gate: of all that is not a known failure."""
    sound = [results[case.id] for case in SOUND]
    assert [r.case.id for r in sound if r.grade.wrong] == []
    assert [r.case.id for r in results.values() if r.grade.quotes_false] == []


@pytest.mark.parametrize("case", SOUND, ids=lambda c: c.id)
def test_a_shipped_question(case: Case, results: dict[str, Result]) -> None:
    result = results[case.id]
    text = (result.answer or {}).get("text")
    assert result.grade.right, f"{' / '.join(case.turns)}: {result.grade.faults or result.error}: {text}"


@pytest.mark.parametrize(
    "case", [pytest.param(c, marks=pytest.mark.xfail(strict=True, reason="known failure"), id=c.id) for c in FAILING]
)
def test_a_known_failure(case: Case, results: dict[str, Result]) -> None:
    """Once it is answered rightly, this test fails: move its line from known_failures.jsonl to the set where it belongs."""
    assert results[case.id].grade.right


def test_the_readme_gives_the_measured_numbers_as_they_were_written() -> None:
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    numbers = json.loads((ROOT / "docs" / "headline.json").read_text(encoding="utf-8"))
    assert replace(page, render(numbers)) == page, "run `make eval`; the table is not typed"


def test_the_program_keeps_what_the_readme_claims(results: dict[str, Result]) -> None:
    """A better program need not rewrite the README at once; a worse one, or a claim about other questions, is told."""
    claimed = json.loads((ROOT / "docs" / "headline.json").read_text(encoding="utf-8"))
    for name in SETS:
        of = [r for r in results.values() if r.case.group == name]
        if of or name in claimed:
            hits, total = claimed[name]["mingzhang"]
            assert len(of) == total, f"{name}: run `make eval`"
            assert sum(r.grade.right for r in of) >= hits
            assert sum(r.grade.wrong for r in of) <= claimed[name]["wrong"][0]


def test_the_command_that_writes_it_needs_its_markers() -> None:
    with pytest.raises(CaseError, match="eval:begin"):
        replace("no markers", "x")
    assert re.search(r"\bx\b", replace("a <!-- eval:begin --> old <!-- eval:end --> b", "x"))
