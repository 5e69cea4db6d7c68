import warnings
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import SettingsError
from index.embedder import HashingEmbedder, StaticEmbedder, identity, load_embedder
from index.settings import HASHING, SHIPPED_MODEL, Settings

TEXTS = [
    "三公经费 2024年多少",
    "机关运行经费主要用于办公及印刷费",
    "２０８０５０５ 养老",
    "",
    "！？",
    "😀",
    "gdp growth 12.5%",
    "龘靐",
]


@pytest.fixture(scope="module")
def shipped() -> StaticEmbedder:
    embedder = load_embedder(Settings())
    assert isinstance(embedder, StaticEmbedder)
    return embedder


def test_the_shipped_model_is_small_and_complete() -> None:
    assert sum(file.stat().st_size for file in SHIPPED_MODEL.iterdir()) <= 10_000_000
    assert {"model.safetensors", "tokenizer.json", "modules.json", "README.md"} <= {file.name for file in SHIPPED_MODEL.iterdir()}


def test_vectors_have_length_one_or_nothing_to_say(shipped: StaticEmbedder) -> None:
    for embedder in (shipped, HashingEmbedder()):
        rows = embedder.embed(TEXTS)
        assert (rows.dtype, rows.shape) == (np.float32, (len(TEXTS), embedder.dimensions))
        lengths = np.linalg.norm(rows, axis=1)
        assert np.allclose(lengths[:3], 1, atol=1e-5)
        assert np.all(np.isclose(lengths, 1, atol=1e-5) | (lengths == 0))
        assert lengths[3] == lengths[4] == 0


@settings(max_examples=50, deadline=None)
@given(text=st.text(max_size=80))
def test_any_text_has_a_vector(text: str) -> None:
    assert np.isfinite(HashingEmbedder().embed([text])).all()
    assert np.isfinite(load_embedder(Settings()).embed([text])).all()


def test_no_texts_give_no_rows(shipped: StaticEmbedder) -> None:
    assert shipped.embed([]).shape == (0, shipped.dimensions)


def test_what_people_say_lies_near_what_is_printed(shipped: StaticEmbedder) -> None:
    asked, meant, other = shipped.embed(["吃喝招待花了多少", "公务接待费", "住房公积金"])
    assert asked @ meant > asked @ other + 0.2


def test_reading_the_folder_directly_gives_what_sentence_transformers_gives(shipped: StaticEmbedder) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        from sentence_transformers import SentenceTransformer
    reference = SentenceTransformer(str(SHIPPED_MODEL), device="cpu", local_files_only=True)
    texts = [text for text in TEXTS if shipped.embed([text]).any()]
    expected = reference.encode(texts, normalize_embeddings=True)
    assert np.allclose(shipped.embed(texts), expected, atol=1e-5)


class TestSettings:
    def test_hashing_is_the_same_everywhere(self) -> None:
        (row,) = load_embedder(Settings(embedding=HASHING)).embed(["三公"])
        assert [(int(i), float(row[i])) for i in np.flatnonzero(row)] == [(213, 1.0)]

    def test_a_copy_elsewhere_is_a_static_model_too(self, tmp_path: Path) -> None:
        for file in SHIPPED_MODEL.iterdir():
            (tmp_path / file.name).write_bytes(file.read_bytes())
        embedder = load_embedder(Settings(embedding=str(tmp_path)))
        assert embedder.name == identity(str(tmp_path))
        before = embedder.name
        (tmp_path / "config_sentence_transformers.json").write_text("{}", "utf-8")
        assert identity(str(tmp_path)) != before

    @pytest.mark.parametrize("damaged", ["model.safetensors", "tokenizer.json"])
    def test_a_damaged_model_is_said_by_the_name_of_its_setting(self, tmp_path: Path, damaged: str) -> None:
        for file in SHIPPED_MODEL.iterdir():
            (tmp_path / file.name).write_bytes(file.read_bytes())
        (tmp_path / damaged).write_bytes(b"neither tensors nor tokens")
        with pytest.raises(SettingsError, match="MINGZHANG_EMBEDDING") as caught:
            load_embedder(Settings(embedding=str(tmp_path)))
        assert "\n" not in str(caught.value)
