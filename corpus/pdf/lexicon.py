"""Patterns of captions, headers and rows, from lexicon.toml."""

from __future__ import annotations

import functools
import re
import tomllib
from pathlib import Path
from typing import Any

from corpus.amount import fold


@functools.cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads((Path(__file__).parent / "lexicon.toml").read_text(encoding="utf-8"))


@functools.cache
def pattern(section: str, name: str) -> re.Pattern[str]:
    r"""A pattern of the lexicon, alternatives joined; ``\p{han}`` stands for one Chinese character."""
    value = _table()[section][name]
    joined = value if isinstance(value, str) else "|".join(f"(?:{part})" for part in value)
    return re.compile(joined.replace(r"\p{han}", "[\u4e00-\u9fff]"))


@functools.cache
def pairs(section: str, name: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """A list of patterns with the name each stands for, in order of precedence."""
    return tuple((re.compile(words), meaning) for words, meaning in _table()[section][name])


@functools.cache
def names(section: str, name: str) -> frozenset[str]:
    """A plain list of words."""
    return frozenset(_table()[section][name])


def squeeze(text: str) -> str:
    """Text as patterns see it: without white space, full-width signs folded."""
    return re.sub(r"\s+", "", fold(text))
