"""Settings of the language model, from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field

from corpus.errors import SettingsError


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """What can be set.

    name      MINGZHANG_MODEL: the model's name at its endpoint, with ``provider://`` before it where that does not speak
              OpenAI's protocol
    base_url  MINGZHANG_MODEL_BASE_URL: the endpoint, such as http://127.0.0.1:11434/v1
    api_key   MINGZHANG_MODEL_API_KEY; local servers need none
    seconds   MINGZHANG_MODEL_SECONDS: the longest that an answer waits for the model, 20 unless set
    """

    name: str
    base_url: str = ""
    api_key: str = field(default="", repr=False)
    seconds: float = 20.0

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> ModelSettings | None:
        """The settings that the environment asks for; None where no model is named. Raises SettingsError."""

        def get(name: str) -> str:
            return environment.get(f"MINGZHANG_MODEL{name}", "").strip()

        if not get(""):
            return None
        written = get("_SECONDS") or "20"
        try:
            seconds = float(written)
        except ValueError:
            seconds = 0.0
        if not 0 < seconds <= 600:
            raise SettingsError(f"MINGZHANG_MODEL_SECONDS={written}：应是 0 到 600 之间的秒数；请改正后再试")
        url = get("_BASE_URL")
        if url and not url.startswith(("http://", "https://")):
            raise SettingsError(f"MINGZHANG_MODEL_BASE_URL={url}：应以 http:// 或 https:// 开头；请改正后再试")
        return cls(get(""), url, get("_API_KEY"), seconds)
