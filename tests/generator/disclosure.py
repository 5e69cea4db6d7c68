"""One synthetic disclosure: a seed and a profile in, text and truth out; and the hypothesis strategies over both."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace

from hypothesis import strategies as st

from tests.generator.budget import Budget, Scale, make_budget
from tests.generator.families import FAMILIES
from tests.generator.flatten import Paper, Style, print_form
from tests.generator.prose import GLOSSARY, Paragraph, explanation, overview, print_paragraph
from tests.generator.truth import Disclosure, Truth


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that decides a disclosure."""

    seed: int
    family: str = "eleven"
    scale: Scale = field(default_factory=Scale)
    style: Style = field(default_factory=Style)
    shuffle: bool = False


def generate(profile: Profile) -> Disclosure:
    """The disclosure of a profile; equal profiles give equal texts."""
    rng = random.Random(profile.seed)
    budget = make_budget(rng, profile.scale)
    truth = Truth(budget.issuer, budget.year, budget.published)
    paper = Paper(profile.style)
    _front(budget, paper, truth, rng)
    forms = FAMILIES[profile.family](budget)
    if profile.shuffle:
        numbers = [form.number for form in forms]
        rng.shuffle(forms)
        forms = [replace(form, number=number) for form, number in zip(forms, numbers, strict=True)]
    for form in forms:
        print_form(form, paper, truth, rng)
        paper.turn()
    paper.put(f"第三部分 {budget.year} 年部门预算情况说明")
    for paragraph in explanation(budget, profile.style, rng):
        print_paragraph(paragraph, paper, truth)
    paper.put("第四部分 名词解释")
    for entry in GLOSSARY:
        print_paragraph(Paragraph().say(entry), paper, truth)
    paper.put(budget.issuer)
    year, month, day = (int(part) for part in budget.published.split("-"))
    paper.put(f"{year} 年 {month} 月 {day} 日")
    return Disclosure("\n".join(paper.lines) + "\n", truth)


def _front(budget: Budget, paper: Paper, truth: Truth, rng: random.Random) -> None:
    """The first part, after a cover in every other document."""
    if rng.random() < 0.5:
        paper.put(f"{budget.year} 年{budget.issuer}部门预算公开")
        paper.turn()
    paper.put(f"第一部分 {budget.issuer}部门概况")
    for paragraph in overview(budget):
        print_paragraph(paragraph, paper, truth)
    paper.turn()
    paper.put(f"第二部分 {budget.year} 年部门预算公开表")


FULL = Style(zeros="0.00")
"""Nothing is dropped: every cell prints."""

HOUSE_STYLES: dict[str, Style] = {
    "eleven": Style(labels="before", width=13, header="chopped", pages=18, gaps=True),
    "nine": Style(labels="around", width=9, header="scattered", pages=0, footer="", stripped=True, gaps=True),
    "open": Style(codes="joined", thousands=True, labels="sandwich", header="scattered", pages=30, footer="- {} -", gaps=False),
    "yuan": Style(thousands=True, pages=22, gaps=False, spaced="never", prose_width=44),
}
"""How each family is usually printed."""


def styles(family: str) -> st.SearchStrategy[Style]:
    """Styles a family can be printed in: the house style or full cells, each with random changes."""
    base = HOUSE_STYLES[family]
    joined = ["joined", "bracket", "split"] if family == "open" else ["split"] if family == "nine" else ["split", "split", "own"]
    return st.builds(
        lambda **changes: replace(base, **changes),
        zeros=st.sampled_from(["", "", "0.00"]),
        codes=st.sampled_from(joined),
        labels=st.sampled_from(["none", base.labels, "before", "around", "after"]),
        width=st.integers(8, 14),
        header=st.sampled_from(["clean", base.header]),
        pages=st.sampled_from([0, base.pages, 14]),
        footer=st.sampled_from(["", "- {} -"]),
        repeat=st.booleans(),
        gaps=st.booleans(),
        spaced=st.sampled_from(["always", "never"]),
    )


def scales(family: str) -> st.SearchStrategy[Scale]:
    """Budgets a family has columns for."""
    return st.builds(
        Scale,
        projects=st.integers(0, 4),
        staff_items=st.integers(1, 8),
        economics=st.integers(3, 11),
        carried=st.integers(0, 2),
        unit_funds=st.booleans(),
        transfer=st.booleans() if family != "nine" else st.just(False),
        government=st.booleans(),
        capital=st.booleans() if family != "nine" else st.just(False),
        digits=st.sampled_from([2, 2, 2, 4]),
    )


@st.composite
def profiles(draw: st.DrawFn, families: tuple[str, ...] = tuple(FAMILIES)) -> Profile:
    """Any disclosure of the families named."""
    family = draw(st.sampled_from(families))
    return Profile(draw(st.integers(0, 10_000)), family, draw(scales(family)), draw(styles(family)), draw(st.booleans()))
