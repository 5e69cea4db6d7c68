"""Over random documents and random questions: every number is where its answer says, and is a number that the document gives the item."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answer import Status
from assistant.proof import prove
from corpus.amount import MONEY_SCALE
from tests.assistant.made import write_generated
from tests.assistant.test_generated import ITEMS, SHAPES
from tests.generator.disclosure import generate, random_profile
from tests.generator.truth import Truth

MORE = ["{d}{a}各项占多少", "{d}{a}增长了几个点", "{d}{a}是多少元", "哪些科目减少了", "两个局{a}对比", "{a}排名", "{a}合计多少", "{d}{y}年支出多少", "{d}一共花了多少钱",
        "{d}{a}预算和决算差多少", "{d}经济科目301多少", "{d}{a}和上年一样吗", "how much did {d} spend on vehicles"]  # fmt: skip


@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(10_000, 999_999))
def test_every_number_is_proved_and_true(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    folder = tmp_path_factory.mktemp("random")
    made = {f"g{s}.txt": generate(random_profile(s)) for s in (seed, seed + 1)}
    for name, disclosure in made.items():
        (folder / name).write_bytes(disclosure.text.encode("utf-8"))
    assistant = Assistant.open(write_generated(folder / "var", (seed, seed + 1)))
    rng = random.Random(seed)
    for _ in range(60):
        truth = rng.choice(list(made.values())).truth
        one, two = rng.sample(ITEMS, 2)
        question = rng.choice([*SHAPES, *MORE]).format(d=truth.issuer, y=truth.year, q=truth.year - 1, a=one, b=two)
        assert prove(assistant.ask(question).to_json(), [folder / name for name in made]) == [], question
    for disclosure in made.values():
        _check_truth(assistant, disclosure.truth)


def _check_truth(assistant: Assistant, truth: Truth) -> None:
    """What a sentence says of an item is what is answered first, or another number that the document prints for that item."""
    for fact in truth.facts:
        if fact.measure not in ("level", "count"):
            continue
        answer = assistant.ask(f"{truth.issuer}{truth.year}年{fact.items[0]}是多少")
        if answer.status is Status.ANSWERED and answer.figures and not answer.figures[0].derived:
            figure = answer.figures[0]
            assert figure.value * MONEY_SCALE.get(figure.unit, Decimal(1)) in _told(truth, fact.items), (fact, figure)


def _told(truth: Truth, items: tuple[str, ...]) -> set[Decimal]:
    """All that the document prints for the items, in 元 where it is money; amounts given for a whole stand for it under any name."""
    keys = {f.key for f in truth.facts if set(f.items) & set(items)} - {None}
    facts = [f for f in truth.facts if set(f.items) & set(items) or f.key in keys]
    cells = [c for c in truth.cells if c.key in keys or c.label in items or set(c.columns) & set(items)]
    return {x.value * MONEY_SCALE.get(x.unit, Decimal(1)) for x in (*facts, *cells)} | {Decimal(0)}
