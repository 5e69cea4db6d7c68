"""One synthetic disclosure: a seed and a profile in, text and truth out; and the hypothesis strategies over both."""

from __future__ import annotations

import os
import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st

from tests.generator.budget import Budget, Scale, make_budget
from tests.generator.families import COUNTED_AS_APPROPRIATED, FAMILIES
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
    for paragraph in explanation(budget, profile.style, rng, COUNTED_AS_APPROPRIATED[profile.family]):
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


def random_style(rng: random.Random, family: str) -> Style:
    """The house style of a family with random changes."""
    base = HOUSE_STYLES[family]
    codes = {"open": ["joined", "bracket", "split"], "nine": ["split"]}.get(family, ["split"])
    return replace(
        base,
        zeros=rng.choice(["", "", "0.00"]),
        codes=rng.choice(codes),
        labels=rng.choice(["none", base.labels, "before", "around", "after"]),
        width=rng.randint(8, 14),
        header=rng.choice(["clean", base.header]),
        pages=rng.choice([0, base.pages, 14]),
        footer=rng.choice(["", "- {} -"]),
        repeat=rng.random() < 0.5,
        gaps=rng.random() < 0.5,
        spaced=rng.choice(["always", "never"]),
    )


def random_scale(rng: random.Random, family: str) -> Scale:
    """A budget that the family has columns for."""
    wide = family != "nine"
    return Scale(
        projects=rng.randint(0, 4),
        staff_items=rng.randint(1, 8),
        economics=rng.randint(3, 11),
        carried=rng.randint(0, 2),
        unit_funds=rng.random() < 0.5,
        transfer=wide and rng.random() < 0.3,
        government=rng.random() < 0.4,
        capital=wide and rng.random() < 0.3,
        digits=rng.choice([2, 2, 2, 4]),
    )


def random_profile(seed: int, families: Sequence[str] = tuple(FAMILIES), *, digits: int | None = None) -> Profile:
    """The profile that a seed stands for; ``digits`` 2 asks for a budget whose printed sums are exact."""
    rng = random.Random(seed)
    family = rng.choice(list(families))
    scale = random_scale(rng, family)
    if digits is not None:
        scale = replace(scale, digits=digits)
    return Profile(seed, family, scale, random_style(rng, family), rng.random() < 0.3)


def seeds(families: Sequence[str] = tuple(FAMILIES), *, digits: int | None = None) -> st.SearchStrategy[Profile]:
    """Profiles drawn by seed."""
    return st.builds(lambda seed: random_profile(seed, families, digits=digits), st.integers(0, 2**32 - 1))


def examples(count: int) -> settings:
    """Deterministic settings with ``count`` examples, times MINGZHANG_EXAMPLES where that is set.

    Nothing is shrunk: a smaller seed is no simpler text, and every failure names the seed that repeats it.
    """
    return settings(
        max_examples=count * int(os.environ.get("MINGZHANG_EXAMPLES", "1")),
        phases=(Phase.explicit, Phase.generate),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
