"""Texts as vectors: the shipped model, any other sentence-transformers model, or hashed terms, behind one protocol.

The shipped model is a sentence-transformers folder that holds one ``StaticEmbedding``: a vector for each token, averaged. Such a
folder is read directly with numpy and tokenizers, which gives the same vectors in milliseconds and spares the seconds that
importing torch costs; every other model goes through sentence-transformers.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from corpus.errors import SettingsError
from index.keywords import tokens
from index.settings import HASHING, SHIPPED_MODEL, Settings, quiet

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from tokenizers import Tokenizer

    Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Turns texts into unit vectors. ``name`` identifies the vectors: an index is only searched with the one it was built with."""

    @property
    def name(self) -> str:
        """The identity of the vectors, as ``identity`` gives it."""

    @property
    def dimensions(self) -> int:
        """The length of a vector."""

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One row of length 1 for each text (all zeros where a text has nothing to embed), as float32."""


def identity(setting: str) -> str:
    """The name of the vectors that a setting gives, without loading any model.

    For a folder it changes with the content of the model, so that an index notices a retrained one.
    """
    if setting == HASHING:
        return f"{HASHING}-{HashingEmbedder.DIMENSIONS}"
    folder = SHIPPED_MODEL if not setting else Path(setting)
    if not folder.is_dir():
        return setting
    digest = hashlib.sha256()
    for file in sorted(folder.rglob("*.json")) + sorted(folder.rglob("*.safetensors")):
        digest.update(f"{file.name} {file.stat().st_size} ".encode())
        with file.open("rb") as content:
            digest.update(content.read(1 << 24))
    return f"{'shipped' if not setting else folder.resolve()}@{digest.hexdigest()[:16]}"


def load_embedder(settings: Settings | None = None) -> Embedder:
    """The embedder that the settings (the environment's, unless given) ask for.

    Raises SettingsError, naming MINGZHANG_EMBEDDING, where the model cannot be loaded.
    """
    settings = settings or Settings.from_environment()
    quiet(settings.online)
    if settings.embedding == HASHING:
        return HashingEmbedder()
    folder = Path(settings.embedding) if settings.embedding else SHIPPED_MODEL
    try:
        if _is_static(folder):
            return StaticEmbedder.load(folder, identity(settings.embedding))
        return TransformerEmbedder(settings)
    except (OSError, ValueError, KeyError, ImportError) as error:
        reason = str(error).splitlines()[0][:120] if str(error) else type(error).__name__
        shown = settings.embedding or folder
        raise SettingsError(
            f"MINGZHANG_EMBEDDING={shown}：向量模型载入失败（{reason}）；请改用本地模型的路径，或留空使用自带模型"
        ) from error


class HashingEmbedder:
    """Each index term adds to one of the vector's places, by a hash that is the same on every machine. Needs no model."""

    DIMENSIONS = 256

    @property
    def name(self) -> str:
        """The identity of the vectors."""
        return identity(HASHING)

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return self.DIMENSIONS

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text."""
        import numpy as np

        rows = np.zeros((len(texts), self.DIMENSIONS), np.float32)
        for row, written in zip(rows, texts, strict=True):
            for term in tokens(written):
                hashed = zlib.crc32(term.encode())
                row[hashed % self.DIMENSIONS] += 1.0 if hashed & 0x80000000 else -1.0
        return _unit(rows)


class StaticEmbedder:
    """A ``StaticEmbedding`` folder read without torch; the vectors are those of sentence-transformers, normalised."""

    def __init__(self, weights: Vectors, tokenizer: Tokenizer, name: str) -> None:
        """``weights`` has a row for each token of the tokenizer."""
        self._weights, self._tokenizer, self._name = weights, tokenizer, name
        self._tokenizer.no_padding()

    @classmethod
    def load(cls, folder: Path, name: str) -> StaticEmbedder:
        """The model in a folder. Raises ValueError where the folder does not hold such a model."""
        from safetensors.numpy import load_file
        from tokenizers import Tokenizer

        try:
            weights = load_file(folder / "model.safetensors")["embedding.weight"]
            return cls(weights, Tokenizer.from_file(str(folder / "tokenizer.json")), name)
        except Exception as error:  # both libraries raise Exception itself
            raise ValueError(f"{folder.name}: {error}") from error

    @property
    def name(self) -> str:
        """The identity of the vectors."""
        return self._name

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._weights.shape[1])

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text."""
        import numpy as np

        rows = np.zeros((len(texts), self.dimensions), np.float32)
        for row, encoding in zip(rows, self._tokenizer.encode_batch(list(texts), add_special_tokens=False), strict=True):
            if encoding.ids:
                row[:] = self._weights[encoding.ids].mean(axis=0)
        return _unit(rows)


class TransformerEmbedder:
    """Any sentence-transformers model, by path or by the name of one in the local cache."""

    def __init__(self, settings: Settings) -> None:
        """Raises OSError or ValueError where the model is not there."""
        from sentence_transformers import SentenceTransformer

        self._name = identity(settings.embedding)
        self._model: Any = SentenceTransformer(settings.embedding, device="cpu", local_files_only=not settings.online)

    @property
    def name(self) -> str:
        """The identity of the vectors."""
        return self._name

    @property
    def dimensions(self) -> int:
        """The length of a vector."""
        return int(self._model.get_embedding_dimension())

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One unit row for each text."""
        import numpy as np

        return np.asarray(self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False), np.float32)


def _is_static(folder: Path) -> bool:
    try:
        modules = json.loads((folder / "modules.json").read_text("utf-8"))
        return [module["type"].rpartition(".")[2] for module in modules] in (
            ["StaticEmbedding"],
            ["StaticEmbedding", "Normalize"],
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _unit(rows: Vectors) -> Vectors:
    import numpy as np

    lengths = np.sqrt(np.square(rows).sum(axis=1, keepdims=True))
    lengths[lengths == 0] = 1
    unit: Vectors = (rows / lengths).astype(np.float32)
    return unit
