"""HTML that is escaped by construction: text becomes ``Html`` only by way of ``escape``.

Everything that comes from a document, a file name or a question is a ``str``; everything sent to the browser is ``Html``.
The type checker keeps the two apart, so a forgotten escape does not pass.
"""

from __future__ import annotations

import re
from html import escape as _escape
from typing import TYPE_CHECKING, NewType

if TYPE_CHECKING:
    from collections.abc import Iterable

Html = NewType("Html", str)
"""Markup that is safe to show."""

EMPTY = Html("")
_VOID = frozenset({"br", "hr", "img", "input"})
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""Control characters, half surrogates, and the marks that reverse writing direction and could show 03.8 for 8.30."""


def escape(text: str) -> Html:
    """Text as HTML that shows exactly its visible characters, in the order they are stored.

    >>> escape('<img onerror="x">')
    '&lt;img onerror=&quot;x&quot;&gt;'
    """
    return Html(_escape(_UNSEEN.sub("", text), quote=True))


def join(parts: Iterable[Html], between: Html = EMPTY) -> Html:
    """Pieces of markup one after the other."""
    return Html(between.join(parts))


def tag(name: str, /, *content: Html, **attributes: str | int | bool | None) -> Html:
    """An element. Attribute values are escaped; None and False leave an attribute out, True writes it bare.

    Python's reserved words take a trailing underscore, other underscores become hyphens.

    >>> tag("button", escape("A<B"), class_="chip", data_ask='"', hidden=False)
    '<button class="chip" data-ask="&quot;">A&lt;B</button>'
    """
    written = "".join(_attribute(key, value) for key, value in attributes.items())
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(content)}</{name}>")


def _attribute(key: str, value: str | int | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
