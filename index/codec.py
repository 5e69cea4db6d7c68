"""Frozen dataclasses of the corpus as JSON and back, exactly: Decimals keep their digits, tuples stay tuples.

The type hints of a class are its format; fields that hold their default are left out, so that a field added later with a
default reads back from older data.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


def dump(value: object) -> str:
    """A dataclass, or a tuple of them or of plain values, as compact JSON text without ASCII escapes."""
    return json.dumps(_plain(value), ensure_ascii=False, separators=(",", ":"))


def load(kind: Callable[..., T], text: str) -> T:
    """The object of type ``kind`` (a dataclass, or e.g. ``tuple[Source, ...]``) that ``dump`` wrote as ``text``.

    >>> from corpus.document import Box
    >>> load(Box, dump(Box(1.0, 2.0, 3.0, 4.5)))
    Box(left=1.0, top=2.0, right=3.0, bottom=4.5)
    """
    made: T = _maker(kind)(json.loads(text))
    return made


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(held) for f in fields(value) if not _is_default(f, held := getattr(value, f.name))}
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value


def _is_default(field: Field[Any], held: object) -> bool:
    if field.default_factory is not MISSING:
        return bool(held == field.default_factory())
    return field.default is not MISSING and held == field.default and type(held) is type(field.default)


@cache
def _maker(kind: Any) -> Callable[[Any], Any]:
    """The function that turns parsed JSON into ``kind``; one is made for each type, so that reading a table stays fast."""
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        make = _maker(next(part for part in get_args(kind) if part is not types.NoneType))
        return lambda data: None if data is None else make(data)
    if origin is tuple:
        each = _maker(get_args(kind)[0])
        return lambda data: tuple(each(part) for part in data)
    if is_dataclass(kind):
        build: Any = kind
        hints = get_type_hints(kind)
        makers = {f.name: _maker(hints[f.name]) for f in fields(kind)}
        return lambda data: build(**{name: makers[name](held) for name, held in data.items()})
    if isinstance(kind, type) and issubclass(kind, Enum | Decimal):
        return kind
    return lambda data: data
