"""What the page says, in Chinese and in English; the words themselves stand in texts.toml."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFAULT = "zh"
"""The language of the page until somebody asks for another."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The words of one language. ``language`` is the code people switch by ("zh")."""

    language: str
    words: Mapping[str, str]

    @property
    def locale(self) -> str:
        """The HTML ``lang`` of these words; "zh-CN" also picks the mainland's forms of the characters."""
        return "zh-CN" if self.language == "zh" else self.language

    def say(self, key: str, **parts: object) -> str:
        """The words of ``key`` with its ``{parts}`` filled in; plain text, not yet escaped. Raises KeyError for an unknown key.

        >>> texts("zh").say("place_lines", first=1091, last=1110)
        '第 1091–1110 行'
        """
        return self.words[key].format(**parts) if parts else self.words[key]


@cache
def _all() -> Mapping[str, Texts]:
    raw = tomllib.loads(files(__package__).joinpath("texts.toml").read_text(encoding="utf-8"))
    return {language: Texts(language, MappingProxyType(words)) for language, words in raw.items()}


def texts(language: str | None) -> Texts:
    """The words of a language; the default's where the code is unknown, so that a forged code shows a whole page."""
    return _all().get(language or DEFAULT, _all()[DEFAULT])


def languages() -> tuple[str, ...]:
    """The codes of all languages the page speaks."""
    return tuple(_all())
