"""Training material: drawn the same each time, fair within a batch, and blind to what retrieval is measured with."""

from __future__ import annotations

import json
import random
import tomllib
from pathlib import Path

import pytest
from safetensors.numpy import load_file

from benchmarks.corpora import SAMPLES, SPLITS, TEST, TUNE, Question, province, questions, shelves, squash
from benchmarks.retrieval import MARK
from corpus.document import Document
from index.chunk import chunks
from index.embedder import StaticEmbedder, identity, load_embedder
from index.frozen import digest, keep, load, short_hash
from index.pairs import Pair, knowledge, material, texts
from index.settings import SHIPPED_MODEL, Settings
from index.train import BATCH, HELD_OUT, SEED, batches, documents, fit, make_model, make_tokenizer, untrained
from tests.conftest import SHIPPED
from tests.generator.disclosure import generate, random_profile

MEASURED = {
    name: tomllib.loads((Path(__file__).parents[2] / "benchmarks" / "questions" / f"{name}.toml").read_text("utf-8"))
    for name in SPLITS
}


@pytest.fixture(scope="module")
def pairs() -> list[Pair]:
    """What the shipped weights were trained on."""
    return load()


@pytest.fixture(scope="module")
def drawn() -> list[Pair]:
    """What would be trained on if it were drawn today."""
    return material(documents([str(path) for path in SAMPLES if path.name != HELD_OUT]), SEED)


def test_the_same_documents_give_the_same_pairs(drawn: list[Pair]) -> None:
    assert len(drawn) > 10_000
    fewer = material((), SEED)
    assert fewer == material((), SEED)
    assert [pair.kind for pair in fewer] == [pair.kind for pair in drawn[: len(fewer)]]


def test_what_was_kept_is_what_the_card_names(pairs: list[Pair], tmp_path: Path) -> None:
    card = (SHIPPED_MODEL / "README.md").read_text("utf-8")
    weights = short_hash(load_file(SHIPPED_MODEL / "model.safetensors")["embedding.weight"].tobytes())
    assert f"{len(pairs)} pairs" in card
    assert f"Material {digest(pairs)}" in card
    assert f"weights\n  {weights}" in card
    keep(pairs, tmp_path / "again.gz")
    assert load(tmp_path / "again.gz") == pairs
    assert [path.name for path in tmp_path.iterdir()] == ["again.gz"]


def test_every_slot_is_filled(pairs: list[Pair], drawn: list[Pair]) -> None:
    assert not [text for text in texts([*pairs, *drawn]) if "{" in text or "}" in text]


def test_a_batch_holds_no_two_answers_to_one_question(pairs: list[Pair]) -> None:
    made = batches(pairs, random.Random(1))
    used = [number for batch in made for number in batch]
    assert len(used) == len(set(used)) >= 0.99 * len(pairs)
    for batch in made:
        assert 1 < len(batch) <= BATCH
        assert len({pairs[number].kind for number in batch}) == len(batch)


def test_training_again_gives_the_same_bytes() -> None:
    few = [pair for pair in material((), SEED) if pair.kind.startswith("print")][::16]
    written = texts(few)
    tokenizer = make_tokenizer(written)
    begun = make_model(tokenizer, written)[0].embedding.weight.detach().numpy().copy()
    weights = []
    for _ in range(2):
        model = make_model(make_tokenizer(written), written)
        fit(model, few, epochs=1)
        weights.append(model[0].embedding.weight.detach().numpy())
    assert weights[0].tobytes() == weights[1].tobytes()
    sample = few[::10]
    near = [_nearest(StaticEmbedder(rows, tokenizer, "made"), sample) for rows in (begun, weights[0])]
    assert near[1] > near[0] + 0.1, "the training teaches something"


def _nearest(model: StaticEmbedder, pairs: list[Pair]) -> float:
    """The share of the questions that lie nearest to an answer of their own kind."""
    scores = model.embed([pair.left for pair in pairs]) @ model.embed([pair.right for pair in pairs]).T
    right = [pairs[best].kind == pair.kind for pair, best in zip(pairs, scores.argmax(axis=1), strict=True)]
    return sum(right) / len(pairs)


@pytest.mark.parametrize("split", SPLITS)
def test_no_measured_question_is_trained_on(pairs: list[Pair], drawn: list[Pair], split: str) -> None:
    asked = {squash(entry["ask"]) for part in MEASURED[split].values() for entry in part}
    assert not asked & {squash(text) for text in texts([*pairs, *drawn])}
    frames = {squash(frame) for part in ("train", "define", "topic") for frame in knowledge()[part]}
    assert not asked & frames


def test_no_graded_question_is_trained_on(pairs: list[Pair]) -> None:
    own = Path(__file__).parents[1] / "data" / "questions" / "own.jsonl"
    graded = {
        squash(turn)
        for path in (*SHIPPED, own)
        for line in path.read_text("utf-8").splitlines()
        for turn in json.loads(line)["turns"]
    }
    ours = {squash(text) for text in texts(pairs)}
    assert not {question for question in graded & ours if len(question) > 12}


def test_the_measured_documents_are_not_trained_on(pairs: list[Pair]) -> None:
    trained = squash("".join(texts(pairs)))
    assert "吉木萨尔" not in trained
    for split in SPLITS.values():
        assert not [name for name in split.provinces if province(name).issuer in trained]
        assert generate(random_profile(split.first_seed)).truth.issuer not in trained


@pytest.fixture(scope="module")
def asked_about() -> dict[str, tuple[list[Document], list[Question]]]:
    """The documents of each split that are asked about, with their questions."""
    return {name: next(shelves(split, 16)) for name, split in SPLITS.items()}


def test_what_is_claimed_is_measured_apart_from_what_was_chosen(
    asked_about: dict[str, tuple[list[Document], list[Question]]],
) -> None:
    """Training, tuning and testing share neither documents nor phrasings."""
    asked = [{entry["ask"] for part in MEASURED[name].values() for entry in part} for name in SPLITS]
    assert not asked[0] & asked[1]
    loaded = [{document.id for document in documents} for documents, _ in asked_about.values()]
    assert not loaded[0] & loaded[1]
    assert not set(TUNE.provinces) & set(TEST.provinces)


@pytest.mark.parametrize("split", SPLITS)
def test_every_measured_question_has_its_print_in_one_passage(
    split: str, asked_about: dict[str, tuple[list[Document], list[Question]]]
) -> None:
    documents, asked = asked_about[split]
    cut = {document.id: chunks(document) for document in documents}
    assert not [q.text for q in asked if not any(q.answered_by(chunk.text) for chunk in cut[q.document_id])]
    written = {entry["ask"] for part in MEASURED[split].values() for entry in part}
    assert written == {question.text for question in asked}
    assert sum(question.real for question in asked) >= 120
    assert asked == questions(SPLITS[split], documents)


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
