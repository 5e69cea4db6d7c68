"""Ordered, named fixers for characters that extraction leaves behind; each reports whether it changed anything.

A fixer never adds or removes a line and never touches a digit's value, so that line numbers and printed amounts stay true.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_ZERO_WIDTH = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
_SPACES = re.compile(r"[\u00a0\u2000-\u200a\u202f\u205f\t]")
_RADICALS = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")


def _zero_width(text: str) -> str:
    return text.translate(_ZERO_WIDTH)


def _odd_spaces(text: str) -> str:
    return _SPACES.sub(" ", text)


def _radicals(text: str) -> str:
    return text.translate(_RADICALS)


def _control_characters(text: str) -> str:
    return _CONTROL.sub("", text)


FIXERS: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("zero-width characters", _zero_width),
    ("unusual spaces", _odd_spaces),
    ("kangxi radicals", _radicals),
    ("control characters", _control_characters),
)
"""The fixers in the order in which they run."""


def clean(text: str) -> tuple[str, tuple[str, ...]]:
    r"""The cleaned text and the names of the fixers that changed it.

    >>> clean("三公\u200b经费")
    ('三公经费', ('zero-width characters',))
    """
    done = []
    for name, fix in FIXERS:
        fixed = fix(text)
        if fixed != text:
            done.append(name)
        text = fixed
    return text, tuple(done)
