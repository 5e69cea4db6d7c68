"""Damaged texts: lines lost, doubled, shuffled, cut: no crash but ReadError, no hang, no figure that does not stand printed.

Set MINGZHANG_EXAMPLES=20 for twenty times as many damaged texts.
"""

from __future__ import annotations

import random
from importlib import resources

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import ReadError
from tests.generator.disclosure import examples, generate, random_profile
from tests.generator.judge import not_standing
from tests.generator.reading import read_text, within

SLOWER = 4.0
"""A damaged text may take this many times as long as the sound one (it can leave more readings open) …"""
GRACE = 0.5
"""… and this many seconds on top, for what does not depend on length."""

TEXTS = {
    **{
        p.name: p.read_text(encoding="utf-8")
        for p in resources.files("corpus").joinpath("documents").iterdir()
        if p.name.endswith(".txt")
    },
    **{f"generated {seed}": generate(random_profile(seed, ["open", "yuan", "eleven"])).text for seed in (1, 2, 3)},
}
_clean: dict[str, float] = {}


def clean_seconds(name: str) -> float:
    """How long the undamaged text takes; measured once, after a first reading that loads the vocabulary."""
    if name not in _clean:
        read_text(TEXTS[name])
        _clean[name] = read_text(TEXTS[name]).seconds
    return _clean[name]


def damage(text: str, kind: str, seed: int, amount: float) -> str:
    """The text with a share of its lines lost, doubled or moved, or cut off, or with characters lost."""
    rng = random.Random(seed)
    lines = text.split("\n")
    hit = {i for i in range(len(lines)) if rng.random() < amount}
    if kind == "lost":
        lines = [line for i, line in enumerate(lines) if i not in hit]
    elif kind == "doubled":
        lines = [line for i, line in enumerate(lines) for _ in range(2 if i in hit else 1)]
    elif kind == "moved":
        moved = sorted(hit, key=lambda _: rng.random())
        taken = dict(zip(sorted(hit), (lines[i] for i in moved), strict=True))
        lines = [taken.get(i, line) for i, line in enumerate(lines)]
    elif kind == "joined":
        return "".join(line if i in hit else line + "\n" for i, line in enumerate(lines))
    elif kind == "cut":
        return text[: int(len(text) * (1 - amount))]
    elif kind == "characters":
        return "".join(ch for ch in text if ch == "\n" or rng.random() > amount / 4)
    elif kind == "block":
        start = rng.randrange(len(lines))
        size = int(len(lines) * amount)
        lines = lines[:start] + lines[start : start + size] * 2 + lines[start + size :]
    return "\n".join(lines)


KINDS = ("lost", "doubled", "moved", "joined", "cut", "characters", "block")


@pytest.mark.parametrize("kind", [k for k in KINDS if k != "characters"])
@examples(8)
@given(st.sampled_from(sorted(TEXTS)), st.integers(0, 2**16), st.floats(0.01, 0.6))
def test_damage_never_crashes_hangs_or_invents(kind: str, name: str, seed: int, amount: float) -> None:
    text = damage(TEXTS[name], kind, seed, amount)
    bound = clean_seconds(name) * SLOWER + GRACE
    try:
        with within(bound):
            read = read_text(text)
    except ReadError:
        return
    assert not not_standing(read.figures, text.split("\n"))


@pytest.mark.parametrize("damaged", ["1,65.8", "5,76.51", "4,41.04"])
def test_part_of_a_damaged_number_is_no_number(damaged: str) -> None:
    """A digit was lost from the thousands: what is left is printed nowhere as a number of its own."""
    text = f"2024 年沙河县水利局部门预算\n第三部分 2024 年部门预算情况说明\n三、支出预算情况说明\n基本支出 {damaged} 万元，占 66.6%。\n"
    values = {str(figure.amount.value) for figure in read_text(text).figures}
    assert damaged.split(",")[1] not in values


def test_a_damaged_header_does_not_crash() -> None:
    read_text(
        """2026 年北屯县农业农村局部门预算
支出总表
科目编码 科目名称 合 本支出 项目出
213 农林水支出 5,871.46 782.70 5,088.6
21 01 06 科化推广服务4,41.04 4,841.04
七、关于北屯县农业农村局 2026 年财政拨款“三公”经费预算情况说明
"""
    )


@examples(20)
@given(st.text(alphabet="表收支总体情况预算决算单位：万元合计0123456789., \n年局县第部分一二（）", max_size=400))
def test_noise_in_the_alphabet_of_disclosures(noise: str) -> None:
    """Nothing but fragments of the form: read, or refused in words."""
    try:
        with within(GRACE * 2):
            read = read_text("2024 年沙河县水利局部门预算\n" + noise)
    except ReadError as error:
        assert "\n" not in str(error)
        return
    assert not not_standing(read.figures, ("2024 年沙河县水利局部门预算\n" + noise).split("\n"))


@pytest.mark.parametrize("times", [2, 4])
def test_time_grows_with_length(times: int) -> None:
    """The same disclosure printed several times over takes no more than its share each."""
    name = "generated 1"
    once = clean_seconds(name)
    with within(once * times * 2 + GRACE):
        read_text(TEXTS[name] * times)


@pytest.mark.parametrize("seed", [3, 20, 62])
def test_no_disclosure_takes_long(seed: int) -> None:
    """Half a second is the promise for a sample; a generated one of the same size may take a second on a busy machine."""
    with within(1.0):
        read_text(generate(random_profile(seed)).text)
