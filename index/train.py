"""Train the shipped embedding: ``python -m index.train`` (a few minutes on a CPU, the same result each time).

It trains on the pairs that were kept (``index.frozen``); ``--renew`` draws them anew, from today's vocabulary and the documents at the
paths given, and keeps those.

The model is a sentence-transformers ``StaticEmbedding``: one vector for each token, averaged. Tokens are characters and short
words learned from the texts (byte-pair merges of up to four characters), so that unseen names still have vectors. Training is
contrastive: of the passages in a batch, a question must be nearest to its own (multiple negatives ranking), with all dimensions
and with the first few (Matryoshka).
"""

from __future__ import annotations

import argparse
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from index.chunk import Chunk, chunks
from index.embedder import StaticEmbedder
from index.frozen import digest, keep, load, short_hash
from index.pairs import Pair, knowledge, material, texts
from index.settings import SHIPPED_MODEL, quiet

if TYPE_CHECKING:
    from index.embedder import Vectors

SEED = 20240219
HELD_OUT = "jimsar-2024.txt"
"""The sample that is measured with and never trained on."""

DIMENSIONS = 256
SIZES = (256, 128, 64)
VOCABULARY = 7000
EPOCHS = 4
BATCH = 128
RATE = 0.003
RARITY = 1e-3
"""Tokens rarer than this share of all text keep their weight; more common ones start with less (SIF, Arora et al. 2017)."""


def main(arguments: Sequence[str]) -> None:
    """Train on the pairs kept, or on pairs drawn anew, and write the model folder with its card."""
    parser = argparse.ArgumentParser(prog="python -m index.train", description="Train the shipped embedding again.")
    parser.add_argument("--renew", action="store_true", help="draw what is trained on anew, and keep it")
    parser.add_argument("paths", nargs="*", help="with --renew: disclosures to draw from (default: the samples but one)")
    options = parser.parse_args(arguments)
    if options.paths and not options.renew:
        parser.error("paths are read with --renew only; without it the pairs that were kept are trained on")
    quiet()
    began = time.perf_counter()
    if options.renew:
        keep(material(documents(options.paths or _samples()), SEED))
    pairs = load()
    written = texts(pairs)
    tokenizer = make_tokenizer(written)
    model = make_model(tokenizer, written)
    fit(model, pairs)
    save(model, SHIPPED_MODEL, card(pairs, model))
    print(f"{len(pairs)} pairs, {time.perf_counter() - began:.0f} s", file=sys.stderr)  # noqa: T201


def documents(paths: Sequence[str]) -> list[Chunk]:
    """The passages of all disclosures at the paths."""
    from corpus.errors import ReadError
    from corpus.read import read
    from index.plan import scan

    found: list[Chunk] = []
    for task in scan(paths, Path("var"))[0]:
        try:
            found.extend(chunks(read(Path(task.file))))
        except ReadError as error:
            print(error, file=sys.stderr)  # noqa: T201
    return found


def make_tokenizer(texts: Sequence[str]) -> Any:
    """Characters and short words of the texts, with every common Chinese character besides; punctuation is dropped."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers

    tokenizer = Tokenizer(models.BPE(unk_token="[UNK]"))
    marks = normalizers.Replace(Regex(r"[^\p{L}\p{N}%]+"), " ")
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase(), marks])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Digits(individual_digits=True)]
    )
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, min_frequency=3, special_tokens=["[UNK]"], initial_alphabet=common_characters(), max_token_length=4,
        show_progress=False,
    )  # fmt: skip
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def common_characters() -> list[str]:
    """The 3,755 characters of GB 2312 level 1, digits and Latin letters."""
    rows = [bytes([high, low]) for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
    chinese = [character for pair in rows if (character := pair.decode("gb2312", "ignore"))]
    return chinese + [chr(c) for c in (*range(ord("0"), ord("9") + 1), *range(ord("a"), ord("z") + 1))]


def make_model(tokenizer: Any, texts: Sequence[str]) -> Any:
    """The untrained model: random vectors, a word's near those of its characters, common tokens shorter."""
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import StaticEmbedding

    return SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=first_weights(tokenizer, texts))], device="cpu"
    )


def untrained() -> StaticEmbedder:
    """What training starts from, with the tokens of the shipped model."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(SHIPPED_MODEL / "tokenizer.json"))
    tokenizer.no_padding()
    written = texts(load())
    return StaticEmbedder(first_weights(tokenizer, written), tokenizer, "untrained")


def first_weights(tokenizer: Any, texts: Sequence[str]) -> Vectors:
    """Random vectors, a word's near those of its characters, tokens common in the texts shorter."""
    import numpy as np

    chance = np.random.default_rng(SEED)
    size = tokenizer.get_vocab_size()
    own = chance.standard_normal((size, DIMENSIONS)).astype(np.float32)
    weights = own.copy()
    vocabulary = tokenizer.get_vocab()
    counts = np.zeros(size)
    for encoding in tokenizer.encode_batch(list(texts)):
        np.add.at(counts, encoding.ids, 1)
    for token, number in vocabulary.items():
        parts = [vocabulary[character] for character in token if character in vocabulary]
        if len(token) > 1 and parts and token != "[UNK]":
            weights[number] += own[parts].sum(axis=0)
    weights /= np.linalg.norm(weights, axis=1, keepdims=True)
    weights *= (RARITY / (RARITY + counts / counts.sum()))[:, None]
    first: Vectors = weights.astype(np.float32)
    return first


def _samples() -> list[str]:
    """The sample disclosures that may be trained on."""
    return [
        str(path) for path in sorted((Path(__file__).parents[1] / "corpus" / "documents").glob("*.txt")) if path.name != HELD_OUT
    ]


def fit(model: Any, pairs: Sequence[Pair], epochs: int = EPOCHS) -> None:
    """Contrastive training in batches without two pairs of one kind, so that no right answer counts as a wrong one."""
    import torch
    from datasets import Dataset
    from sentence_transformers import SentenceTransformerTrainer, SentenceTransformerTrainingArguments
    from sentence_transformers.sentence_transformer.losses import MatryoshkaLoss, MultipleNegativesRankingLoss

    order: Any = lambda *_, **__: _Batches(pairs)  # noqa: E731  (the trainer calls it with a data set that has no kinds)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder:
        settings = SentenceTransformerTrainingArguments(
            output_dir=folder, num_train_epochs=epochs, per_device_train_batch_size=BATCH, learning_rate=RATE, lr_scheduler_type="linear",
            max_grad_norm=0, seed=SEED, use_cpu=True, dataloader_pin_memory=False, save_strategy="no", logging_strategy="no", report_to="none",
            batch_sampler=order,
        )  # fmt: skip
        SentenceTransformerTrainer(
            model=model,
            args=settings,
            train_dataset=Dataset.from_dict(
                {"question": [pair.left for pair in pairs], "answer": [pair.right for pair in pairs]}
            ),
            loss=MatryoshkaLoss(model, MultipleNegativesRankingLoss(model), list(SIZES)),
        ).train()


class _Batches:
    """The trainer's order of the pairs: for each epoch other batches, the same in each training."""

    def __init__(self, pairs: Sequence[Pair]) -> None:
        self._pairs, self._chance = pairs, random.Random(SEED)
        self._count = len(batches(pairs, random.Random(SEED)))

    def __len__(self) -> int:
        return self._count

    def __iter__(self) -> Iterator[list[int]]:
        return iter(batches(self._pairs, self._chance))


def batches(pairs: Sequence[Pair], chance: random.Random) -> list[list[int]]:
    """All pairs, by number, in random order, in batches that hold each kind once."""
    waiting = list(range(len(pairs)))
    chance.shuffle(waiting)
    made: list[list[int]] = []
    while waiting:
        batch: dict[str, int] = {}
        rest = []
        for number in waiting:
            if len(batch) < BATCH and pairs[number].kind not in batch:
                batch[pairs[number].kind] = number
            else:
                rest.append(number)
        made.append(list(batch.values()))
        waiting = rest
    return [batch for batch in made if len(batch) > 1]


def save(model: Any, folder: Path, text: str) -> None:
    """Write the model as a sentence-transformers folder with ``text`` as its card."""
    shutil.rmtree(folder, ignore_errors=True)
    model.save_pretrained(str(folder), create_model_card=False)
    (folder / "model.safetensors").chmod(0o644)
    (folder / "README.md").write_text(text, "utf-8")


def card(pairs: Sequence[Pair], model: Any) -> str:
    """The model card, from its template; the measures are written into it by ``benchmarks.retrieval``."""
    return str(knowledge()["card"]["text"]).format(
        tokens=model[0].num_embeddings, dimensions=DIMENSIONS, short=SIZES[-1], sizes=", ".join(map(str, SIZES)), pairs=len(pairs),
        held_out=HELD_OUT, material=digest(pairs), weights=short_hash(model[0].embedding.weight.detach().numpy().tobytes()),
    )  # fmt: skip


if __name__ == "__main__":
    main(sys.argv[1:])
