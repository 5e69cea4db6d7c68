"""One printed digit changed anywhere: a finding names it, or the change is provably invisible; and no other cell goes wrong.

Set MINGZHANG_EXAMPLES=20 for twenty times as many corruptions.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.checks import check
from corpus.figure import Finding
from tests.generator.corrupt import corrupt
from tests.generator.disclosure import Profile, examples, generate, random_profile, seeds
from tests.generator.judge import covers, judge_cells
from tests.generator.reading import Reading, read_text
from tests.generator.truth import Disclosure

FAST = ("open", "yuan", "eleven")


def findings(read: Reading) -> tuple[Finding, ...]:
    return check(read.document, read.figures).findings


def new_findings(made: Disclosure, text: str) -> list[Finding]:
    """What the checks say about a changed text that they do not say about the original."""
    known = {(f.rule, f.printed) for f in findings(read_text(made.text))}
    return [f for f in findings(read_text(text)) if (f.rule, f.printed) not in known]


@examples(12)
@given(seeds(FAST, digits=2), st.integers(0, 2**16))
def test_a_changed_digit_makes_no_other_cell_wrong(profile: Profile, seed: int) -> None:
    """Sums that stop holding may leave cells open; they must not move one to a wrong column."""
    made = generate(profile)
    change = corrupt(made, random.Random(seed))
    assert change is not None
    skip = frozenset() if change.cell is None else frozenset({change.cell})
    verdict = judge_cells(read_text(change.text).document, made.truth, change.text.split("\n"), skip)
    assert not verdict.wrong


@examples(12)
@given(seeds(FAST, digits=2), st.integers(0, 2**16))
def test_a_changed_digit_is_read_as_printed(profile: Profile, seed: int) -> None:
    """The reader never mends a number: what is printed comes out, wrong as it is, where it stands."""
    made = generate(profile)
    change = corrupt(made, random.Random(seed))
    assert change is not None
    figures = [f for f in read_text(change.text).figures if f.amount.value == change.value]
    assert any(covers(source, change.target.line) for f in figures for source in (f.source, *f.also))


def test_visible_changes_are_found_where_they_stand() -> None:
    """A finding covers the line of the changed number in at least seven of eight changes that break something."""
    visible, missed = 0, []
    for seed in range(100, 120):
        made = generate(random_profile(seed, FAST, digits=2))
        change = corrupt(made, random.Random(seed))
        if change is not None and change.witnesses:
            visible += 1
            if not any(covers(place, change.target.line) for f in new_findings(made, change.text) for place in f.places):
                missed.append(f"seed {seed}: {change.target.printed} became {change.printed}; {change.witnesses[0]}")
    assert len(missed) <= visible // 8, missed


def test_most_changes_are_visible() -> None:
    """The proof of invisibility is no excuse: in a budget told twice, four changes in five break something."""
    seen = 0
    for seed in range(100):
        change = corrupt(generate(random_profile(seed, digits=2)), random.Random(seed))
        seen += change is not None and bool(change.witnesses)
    assert seen >= 80


@pytest.mark.parametrize("seed", range(6))
def test_a_sound_document_raises_no_error(seed: int) -> None:
    """Sums that hold, shares and growth that compute: the checks must not cry wolf."""
    made = generate(random_profile(seed, FAST, digits=2))
    assert [f.message for f in findings(read_text(made.text)) if f.kind == "error"] == []
