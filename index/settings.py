"""Settings of the index, from the environment. Cheap to import: the command line reads them before it knows what it will need."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from corpus.errors import SettingsError

SHIPPED_MODEL = Path(__file__).parent / "model"
"""The embedding model that comes with the program: a sentence-transformers folder."""

HASHING = "hashing"
"""Name of the embedding without a model, made of hashed terms: deterministic, for tests and for machines without any model."""

QUIET = {
    "ANONYMIZED_TELEMETRY": "False",
    "CHROMA_TELEMETRY_ENABLED": "False",
    "DO_NOT_TRACK": "1",
    "GRADIO_ANALYTICS_ENABLED": "False",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "LANGCHAIN_TRACING_V2": "false",
    "LANGSMITH_TRACING": "false",
    "OTEL_SDK_DISABLED": "true",
    "SCARF_NO_ANALYTICS": "true",
    "TOKENIZERS_PARALLELISM": "false",
}
"""Environment that keeps every dependency from reporting home."""

OFFLINE = {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1"}
"""Environment that keeps model libraries off the network."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What can be set.

    store      MINGZHANG_STORE: the folder of the index, ``var`` unless set
    embedding  MINGZHANG_EMBEDDING: empty for the shipped model, ``hashing``, or any sentence-transformers model by local path
               or by the name of one that is already in the local cache
    online     MINGZHANG_ONLINE=1: allow the named model to be downloaded
    """

    store: Path = Path("var")
    embedding: str = ""
    online: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Settings:
        """The settings that the environment asks for. Raises SettingsError for a value that cannot be used."""
        online = environment.get("MINGZHANG_ONLINE", "0").strip()
        if online not in ("", "0", "1"):
            raise SettingsError(f"MINGZHANG_ONLINE={online}：只能是 0 或 1；请改正后再试")
        store = environment.get("MINGZHANG_STORE", "").strip() or "var"
        return cls(Path(store), environment.get("MINGZHANG_EMBEDDING", "").strip(), online == "1")


def quiet(online: bool = False) -> None:
    """Switch off every dependency's telemetry and, unless ``online``, its downloads; call before importing one of them.

    Telemetry is overruled whatever the environment says; what is already set for offline use stays.
    """
    os.environ.update(QUIET)
    if not online:
        for name, value in OFFLINE.items():
            os.environ.setdefault(name, value)
