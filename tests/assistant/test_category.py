"""The second reader: it reads as the library that trained it does, it is the one that its material gives, and it holds answers to it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answer import Answer, Status
from assistant.category import SCALE, WEIGHTS, Reader, category, masked
from assistant.question import Question
from assistant.reply.second import agreed
from eval.learn import fitted, material, write

READER = Reader.load()


def test_it_reads_as_the_library_does() -> None:
    examples = material()
    runs, model = fitted(examples)
    some = [e.text for e in examples[::25]]
    for text, row in zip(some, model.predict_proba(runs.transform(some)), strict=True):
        ours = READER.probabilities(text)
        assert np.allclose([ours[name] for name in model.classes_], row, atol=0.02), text


def test_the_weights_are_those_that_the_material_gives(tmp_path: Path) -> None:
    write(material(), tmp_path / "again.json.gz")
    again = Reader.load(tmp_path / "again.json.gz")
    assert (again.names, again.runs.keys()) == (READER.names, READER.runs.keys()), (
        f"train again: python -m eval.learn ({WEIGHTS})"
    )
    ours, theirs = ([row.split() for row in reader.runs.values()] for reader in (READER, again))
    assert np.allclose(np.array(ours, float), np.array(theirs, float), atol=0.05 * SCALE)


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80))
def test_any_text_has_a_category(text: str) -> None:
    told = READER.probabilities(text)
    assert sum(told.values()) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("公务接待费、培训费两样并作一笔是多少", "sum"),
        ("公务用车运行维护费抵得上公务接待费的几倍", "ratio"),
        ("商品和服务支出里最烧钱的三款是啥", "rank"),
        ("培训费在公用经费里头占几成", "share"),
        ("项目支出跟去年比涨了百分之多少", "growth"),
    ],
)
def test_turns_of_phrase_that_no_set_has(generated: Assistant, question: str, name: str) -> None:
    assert question not in Path("eval/categories.jsonl").read_text("utf-8")
    read, likely = category(generated.understand(question))
    assert (read, likely >= 0.5) == (name, True)


def test_what_is_asked_about_is_masked(generated: Assistant) -> None:
    one, other = (masked(generated.understand(f"{item}是多少")) for item in ("公务接待费", "培训费"))
    assert one == other
    assert "培训" not in other


@pytest.mark.parametrize("asked", ["{a}是{b}的几倍", "{a}加{b}一共多少", "{a}占{b}的百分之几"])
def test_an_amount_alone_is_no_answer_to_a_computation(generated: Assistant, asked: str) -> None:
    """The answer to another question stands in for one that the rules have misread."""
    issuer = generated.documents()[0].issuer
    level = generated.ask(f"{issuer}基本支出多少")
    assert level.status is Status.ANSWERED
    scene = _scene(generated, issuer + asked.format(a="基本支出", b="支出总计"))
    held = agreed(scene, level)
    assert held.figures != level.figures
    assert held.status is Status.CLARIFY or {"ratio", "sum", "share"} & {f.measure for f in held.figures}


def test_an_answer_of_the_kind_asked_for_is_left_alone(generated: Assistant) -> None:
    issuer = generated.documents()[0].issuer
    for asked in ("基本支出占支出总计的百分之几", "基本支出多少"):
        answer = generated.ask(issuer + asked)
        assert agreed(_scene(generated, issuer + asked), answer) is answer


def _scene(assistant: Assistant, text: str):  # type: ignore[no-untyped-def]
    overview = assistant.overview()
    question = assistant.understand(text)
    overview.question = question
    return overview


def test_refusals_pass(generated: Assistant) -> None:
    refused = Answer("", Status.NOT_DISCLOSED, "没有")
    scene = generated.overview()
    scene.question = Question("甲是乙的几倍", plain="甲是乙的几倍", rest="甲是乙的几倍")
    assert agreed(scene, refused) is refused
