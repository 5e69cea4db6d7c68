"""Training material: drawn the same each time, fair within a batch, and blind to what retrieval is measured with."""

from __future__ import annotations

import json
import random
import tomllib
from pathlib import Path

import pytest

from benchmarks.corpora import FIRST_SEED, SAMPLES, papers, questions, squash
from benchmarks.retrieval import MARK
from index.embedder import identity, load_embedder
from index.pairs import Pair, knowledge, material, texts
from index.settings import SHIPPED_MODEL, Settings
from index.train import BATCH, HELD_OUT, SEED, batches, documents, untrained
from tests.generator.disclosure import generate, random_profile

MEASURED = tomllib.loads((Path(__file__).parents[2] / "benchmarks" / "questions.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    return material(documents([str(path) for path in SAMPLES if path.name != HELD_OUT]), SEED)


def test_the_same_documents_give_the_same_pairs(pairs: list[Pair]) -> None:
    assert len(pairs) > 10_000
    fewer = material((), SEED)
    assert fewer == material((), SEED)
    assert [pair.kind for pair in fewer] == [pair.kind for pair in pairs[: len(fewer)]]


def test_every_slot_is_filled(pairs: list[Pair]) -> None:
    assert not [text for text in texts(pairs) if "{" in text or "}" in text]


def test_a_batch_holds_no_two_answers_to_one_question(pairs: list[Pair]) -> None:
    made = batches(pairs, random.Random(1))
    assert sum(map(len, made)) >= 0.99 * len(pairs)
    for batch in made:
        assert 1 < len(batch) <= BATCH
        assert len({pair.kind for pair in batch}) == len(batch)


def test_no_measured_question_is_trained_on(pairs: list[Pair]) -> None:
    asked = {squash(entry["ask"]) for part in MEASURED.values() for entry in part}
    assert not asked & {squash(text) for text in texts(pairs)}
    frames = {squash(frame) for part in ("train", "define", "topic") for frame in knowledge()[part]}
    assert not asked & frames


def test_no_graded_question_is_trained_on(pairs: list[Pair]) -> None:
    folder = Path(__file__).parents[1] / "data" / "questions"
    graded = {squash(turn) for name in ("dev", "own") for line in (folder / f"{name}.jsonl").read_text("utf-8").splitlines()
              for turn in json.loads(line)["turns"]}  # fmt: skip
    ours = {squash(text) for text in texts(pairs)}
    assert not {question for question in graded & ours if len(question) > 12}


def test_the_measured_documents_are_not_trained_on(pairs: list[Pair]) -> None:
    trained = squash("".join(texts(pairs)))
    assert "吉木萨尔" not in trained
    assert generate(random_profile(FIRST_SEED)).truth.issuer not in trained


def test_every_measured_question_has_its_print() -> None:
    asked = {question.text for question in questions(papers(2))}
    sample = {entry["ask"] for entry in MEASURED[HELD_OUT]}
    assert sample <= asked
    assert len(asked) >= len(sample) + 35


def test_the_card_holds_what_was_measured() -> None:
    card = (SHIPPED_MODEL / "README.md").read_text("utf-8")
    for count in (2, 20, 200):
        assert f"{count} documents" in card.partition(MARK)[2]


def test_the_untrained_model_has_other_vectors_for_the_same_tokens() -> None:
    one, other = untrained(), load_embedder(Settings())
    assert one.dimensions == other.dimensions
    assert other.name == identity("")
    question, print_ = ["机关运转的钱为什么变多"], ["机关运行经费比上年增加，主要原因是人员增加"]
    near = [float(model.embed(question)[0] @ model.embed(print_)[0]) for model in (one, other)]
    assert near[1] > near[0]
