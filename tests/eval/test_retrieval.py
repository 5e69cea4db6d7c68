from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from assistant.answer import Status
from eval.baselines import Passage, Passages, open_finder
from eval.case import ExpectedPlace
from eval.found import found
from eval.retrieval import judged, measure
from eval.run import run
from tests.eval.made import LIBRARY, PLACE, case, figure

TEXTS = ["甲 1.00", "合计 8.30", "乙 8.31", "丙"]
PIECES = [Passage(f"p{n}", "某局-2024.txt", text, n, n) for n, text in enumerate(TEXTS, 1)]


class Fixed:
    """Finds the same pieces for any question, in the order given."""

    passages = tuple(PIECES)

    def __init__(self, *order: int) -> None:
        self._order = order

    def find(self, question: str, limit: int) -> list[Passage]:
        """The pieces of the order."""
        return [PIECES[n - 1] for n in self._order][:limit]


@pytest.mark.parametrize(
    ("order", "success", "reciprocal", "recall"), [((2, 1), 1.0, 1.0, 1.0), ((1, 3, 2), 0.0, 1 / 3, 1.0), ((1,), 0.0, 0.0, 0.0)]
)
def test_ranks_are_measured(order: Sequence[int], success: float, reciprocal: float, recall: float) -> None:
    cases = [case("a", cites=(PLACE,)), case("b", Status.NOT_DISCLOSED), case("c")]
    measured = measure(cases, Fixed(*order))
    assert measured.cases == len(judged(cases)) == 1
    assert measured.measures["Success@1"].value == success
    assert measured.measures["RR@10"].value == pytest.approx(reciprocal, abs=1e-4)
    assert measured.measures["R@5"].value == recall


def _found(order: Sequence[int], **expected: Any) -> bool:
    (result,) = run([case(cites=expected.pop("cites", (PLACE,)), **expected)], Passages("x", Fixed(*order), 3), LIBRARY)
    assert not result.grade.wrong, "passages say nothing, so that nothing they say is wrong"
    return result.grade.right


def test_passages_are_judged_by_what_they_hold() -> None:
    assert _found((2,), figures=[figure()])
    assert _found((2,), figures=[figure("83000", "元")]), "another unit of money"
    assert not _found((3,), figures=[figure()])
    assert not _found((1, 3, 4, 2), figures=[figure()]), "beyond the first three"
    assert _found((2,), figures=[figure("16.60", derived=True)]), "its term is there"
    assert not _found((1,), figures=[figure("1.00", derived=True)])
    assert _found((2,), text=(("别的",),)), "the place is there"
    assert _found((1,), text=(("甲",),), cites=())
    assert not _found((1,), text=(("丁",),), cites=())


def test_passages_of_another_document_do_not_count() -> None:
    other = [{"document": "另一局.txt", "quote": "合计 8.30", "line_start": 2, "line_end": 2}]
    graded = found(
        case(figures=[figure()], cites=(ExpectedPlace("某局-2024", ((2, 2),)),)), {"status": "answered", "citations": other}
    )
    assert not graded.right


def test_passages_never_decline() -> None:
    (result,) = run([case("a", Status.NOT_DISCLOSED)], Passages("x", Fixed(2), 3), LIBRARY)
    assert not result.grade.right


@pytest.mark.parametrize("name", ["rag", "keywords", "vectors", "hybrid"])
def test_each_baseline_finds_a_printed_row(sample_store: Path, name: str) -> None:
    finder = open_finder(name, sample_store)
    pieces = finder.find("三公经费 2024年多少", 10)
    assert len(pieces) == 10
    assert all(p in finder.passages for p in pieces)
    assert any("8.30" in p.text for p in pieces)
    for piece in pieces[:3]:
        assert piece.line_start is not None and piece.line_end is not None and piece.line_start <= piece.line_end


def test_the_pieces_of_the_plain_approach_stand_at_their_lines(sample_store: Path, samples: list[Path]) -> None:
    lines = {p.name: p.read_text(encoding="utf-8").split("\n") for p in samples}
    for piece in open_finder("rag", sample_store).passages:
        there = "\n".join(lines[piece.document][(piece.line_start or 1) - 1 : piece.line_end])
        assert "".join(piece.text.split()) in "".join(there.split())
