"""What goes into a generated disclosure comes out of the reader: each cell and fact at its place, or marked as undecided; nothing else.

Set MINGZHANG_EXAMPLES=20 for twenty times as many disclosures.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given

from corpus.document import Document
from corpus.read import read_bytes
from tests.generator.disclosure import FULL, HOUSE_STYLES, Profile, examples, generate, random_profile, seeds
from tests.generator.families import FAMILIES
from tests.generator.judge import Verdict, judge_cells, judge_facts, not_standing
from tests.generator.reading import read_text

SAMPLE = 12
"""Fixed disclosures a family where a share is measured."""


def document(text: str) -> Document:
    return read_bytes(text.encode("utf-8"), "公开.txt")


def cells(profile: Profile) -> Verdict:
    made = generate(profile)
    return judge_cells(document(made.text), made.truth, made.text.split("\n"))


@examples(100)
@given(seeds(digits=2))
def test_the_generator_keeps_its_word(profile: Profile) -> None:
    """Every number stands where the truth says, sums hold to the cent, and one meaning has one value."""
    made = generate(profile)
    lines, truth = made.text.split("\n"), made.truth
    for mark in (*truth.cells, *truth.facts):
        assert lines[mark.line - 1][mark.start :].startswith(mark.printed)
    for bond in truth.identities:
        assert truth.cells[bond.total].value == sum(truth.cells[part].value for part in bond.parts)
    seen: dict[object, object] = {}
    for mark in (*truth.cells, *truth.facts):
        if mark.key is not None:
            value = mark.value / 10_000 if mark.unit == "元" else mark.value
            assert seen.setdefault(mark.key, value) == value


@examples(20)
@given(seeds())
def test_the_pages_say_what_the_document_is(profile: Profile) -> None:
    made = generate(profile)
    read = document(made.text)
    assert (read.issuer, read.fiscal_year, read.stage.value) == (made.truth.issuer, made.truth.year, "预算")
    assert read.published == made.truth.published


@examples(30)
@given(seeds())
def test_no_cell_is_wrong_missing_or_invented(profile: Profile) -> None:
    """The law: a cell is read where it stands, under its code, side and column, in its unit, or it is marked ambiguous."""
    verdict = cells(profile)
    assert not verdict.wrong
    assert not verdict.missing
    assert not verdict.invented


@examples(15)
@given(seeds())
def test_columns_are_called_as_they_are_printed(profile: Profile) -> None:
    assert not cells(profile).misspelled


@examples(15)
@given(seeds())
def test_unbroken_labels_come_out_whole(profile: Profile) -> None:
    assert not cells(replace(profile, style=replace(profile.style, labels="none", pages=0))).mislabelled


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_a_table_printed_in_full_leaves_nothing_open(family: str) -> None:
    """Every cell prints, headers are whole, labels unbroken: no cell may be ambiguous."""
    for seed in range(4):
        profile = random_profile(seed, [family])
        style = replace(FULL, codes=profile.style.codes, thousands=profile.style.thousands)
        verdict = cells(replace(profile, style=style))
        assert (verdict.ambiguous, verdict.wrong, verdict.mislabelled) == (0, [], [])


@pytest.mark.parametrize(("family", "least"), [("eleven", 0.85), ("nine", 0.9), ("open", 0.9), ("yuan", 0.95)])
def test_most_cells_of_flattened_tables_are_decided(family: str, least: float) -> None:
    """How many of the cells the reader decides when blanks vanish, in the family's own printing."""
    decided = whole = 0
    for seed in range(SAMPLE):
        verdict = cells(replace(random_profile(seed, [family]), style=HOUSE_STYLES[family]))
        decided += verdict.right + len(verdict.mislabelled) + len(verdict.misspelled)
        whole += verdict.cells
    assert decided / whole >= least


@examples(12)
@given(seeds())
def test_every_fact_of_the_prose_comes_out_and_no_other(profile: Profile) -> None:
    made = generate(profile)
    lines = made.text.split("\n")
    start = next(number for number, line in enumerate(lines, 1) if "第三部分" in line)
    verdict = judge_facts(read_text(made.text).figures, made.truth, (start, len(lines)))
    assert not verdict.missing_facts
    assert not verdict.wrong_facts


@examples(12)
@given(seeds())
def test_every_figure_stands_printed_at_its_places(profile: Profile) -> None:
    made = generate(profile)
    read = read_text(made.text)
    assert not not_standing(read.figures, made.text.split("\n"))
    assert {figure.fiscal_year for figure in read.figures} == {made.truth.year}
    assert {figure.issuer for figure in read.figures} == {made.truth.issuer}
