from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from corpus.document import Reading
from corpus.errors import CaseError, FileMissing
from corpus.figure import Figure
from corpus.figures import figures
from corpus.read import read
from eval.extraction import Truth, read_truth, score

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def little() -> tuple[list[Truth], list[Figure]]:
    """The truth of a sample, and what is read of it."""
    document = ROOT.parent / "corpus" / "documents" / "changji-2020.txt"
    return read_truth(ROOT / "data" / "truth" / "changji-2020" / "cells.jsonl"), list(figures(read(document)))


def test_the_samples_are_read_in_full(little: tuple[list[Truth], list[Figure]]) -> None:
    read_of = score(*little)
    assert (read_of.recall.value, read_of.precision.value, read_of.missed, read_of.stray) == (1.0, 1.0, (), ())


def test_a_figure_that_is_not_read_costs_recall(little: tuple[list[Truth], list[Figure]]) -> None:
    truths, found = little
    without = [f for f in found if f.source.line_start != 481]
    read_of = score(truths, without)
    assert read_of.precision.value == 1.0
    assert {t.first for t in read_of.missed} == {481}


def test_a_figure_that_is_misread_costs_both(little: tuple[list[Truth], list[Figure]]) -> None:
    truths, found = little
    at = next(n for n, f in enumerate(found) if f.source.line_start == 481 and f.source.table_title)
    value = found[at].amount.value
    assert value is not None
    spoilt = list(found)
    spoilt[at] = replace(found[at], amount=replace(found[at].amount, value=value * 10))
    read_of = score(truths, spoilt)
    assert read_of.recall.hits == len(truths) - 1
    assert [f.amount.value for f in read_of.stray] == [value * 10]
    assert read_of.precision.value < 1


def test_the_wrong_column_is_a_miss(little: tuple[list[Truth], list[Figure]]) -> None:
    truths, found = little
    moved = [replace(f, column="公用经费", column_path=("公用经费",)) if f.source.line_start == 481 else f for f in found]
    missed = score(truths, moved).missed
    assert missed
    assert {t.first for t in missed} == {481}


def test_what_is_ambiguous_is_no_claim(little: tuple[list[Truth], list[Figure]]) -> None:
    truths, found = little
    unsure = [replace(f, reading=Reading.AMBIGUOUS) if f.source.line_start == 481 else f for f in found]
    read_of = score(truths, unsure)
    assert read_of.precision.value == 1.0
    assert read_of.ambiguous == len(read_of.missed) > 0


def test_entries_without_a_number_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "t.jsonl"
    rows: list[dict[str, Any]] = [
        {"value": "1,234.5", "page": 3, "row_label": "甲", "row_code": "301 01"},
        {"value": None, "page": 3},
        {"value": "8", "image_only": True},
    ]
    path.write_text("\n".join(json.dumps(r, ensure_ascii=False) for r in rows), encoding="utf-8")
    (truth,) = read_truth(path)
    assert (str(truth.value), truth.page, truth.code) == ("1234.5", 3, "30101")


@pytest.mark.parametrize("content", ["{", "[]", '{"label": 1}', "", '{"value": null}'])
def test_what_is_no_truth_is_one_line(tmp_path: Path, content: str) -> None:
    path = tmp_path / "t.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(CaseError) as caught:
        read_truth(path)
    assert "\n" not in str(caught.value)
    with pytest.raises(FileMissing):
        read_truth(tmp_path / "none")
