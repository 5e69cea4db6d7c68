"""The filters above the question: department, year and kind of document, filled from what is loaded."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from assistant.page.markup import EMPTY, Html, escape, tag
from assistant.within import Within

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from assistant.page.shell import Listed
    from assistant.page.texts import Texts

PARTS = ("issuer", "year", "stage")
"""What can be filtered by; the names are also those of the words shown."""
_LONGEST = 200
_MOST = 50
"""Values of one filter; more than any reader sets."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Filters as they were when something was asked: in words, and how many documents of how many they left."""

    said: str
    kept: int
    total: int

    def written(self) -> str:
        """As text, for keeping."""
        return json.dumps([self.said, self.kept, self.total], ensure_ascii=False)

    @classmethod
    def read(cls, text: str) -> Narrowed | None:
        """What ``written`` gave; None for anything else."""
        try:
            said, kept, total = json.loads(text)
            return cls(str(said), int(kept), int(total))
        except (ValueError, TypeError):
            return None


def narrowed(within: Within, documents: Iterable[Listed]) -> Narrowed | None:
    """How far the filters leave less than all ``documents``; None where none is set."""
    if not within.filters:
        return None
    listed = list(documents)
    said = " · ".join(value for part in PARTS for value in chosen(within, part))
    return Narrowed(said, sum(_fits(d, within) for d in listed), len(listed))


def chosen(within: Within, part: str) -> tuple[str, ...]:
    """The values of a filter that are on, as they are shown."""
    return tuple(map(str, {"issuer": within.issuers, "year": within.years, "stage": within.stages}[part]))


def changed(within: Within, part: str, value: str, on: bool) -> Within:
    """The filters with one value more, or one less; unchanged for a part or a value that cannot be."""
    if part not in PARTS or (part == "year" and not (value.isascii() and value.isdigit() and len(value) < 6)):
        return within
    rest = tuple(v for v in chosen(within, part) if v != value)
    now = (*rest, value)[-_MOST:] if on and value else rest
    if part == "year":
        return replace(within, years=tuple(map(int, now)))
    return replace(within, issuers=now) if part == "issuer" else replace(within, stages=now)


def preset(asked: Mapping[str, str]) -> Within:
    """The filters that an address asks for, as a page that frames ours gives them: ``department`` in full and ``year``.

    >>> preset({"department": "甲局", "year": "2024"})
    Within(issuers=('甲局',), years=(2024,), stages=(), documents=None)
    """
    within = changed(Within(), "issuer", (asked.get("department") or "")[:_LONGEST].strip(), True)
    return changed(within, "year", asked.get("year") or "", True)


def offered(within: Within, part: str, documents: Sequence[Listed]) -> list[str]:
    """The values that can be added to a filter: those of the documents that the other filters leave, newest year first."""
    others = {"issuer": replace(within, issuers=()), "year": replace(within, years=()), "stage": replace(within, stages=())}[part]
    values = {_value(d, part) for d in documents if _fits(d, others)} - set(chosen(within, part))
    return sorted(values, reverse=part == "year")


def _value(document: Listed, part: str) -> str:
    return str({"issuer": document.issuer, "year": document.fiscal_year, "stage": document.stage}[part])


def _fits(document: Listed, within: Within) -> bool:
    return all(not chosen(within, part) or _value(document, part) in chosen(within, part) for part in PARTS)


def narrow_html(within: Within, documents: Sequence[Listed], texts: Texts) -> Html:
    """The row of filters; nothing where there are not two documents to choose between."""
    if len(documents) < 2 and not within.filters:
        return EMPTY
    lists = (_list(part, offered(within, part, documents), bool(chosen(within, part)), texts) for part in PARTS)
    chips = [_chip(part, value, texts) for part in PARTS for value in chosen(within, part)]
    clear = tag("button", escape(texts.say("narrow_clear")), type="button", class_="mz-narrow-clear", data_widen_all=True)
    left = narrowed(within, documents)
    told = texts.say("narrow_left", kept=left.kept, total=left.total) if left else ""
    count = tag("span", escape(told), class_="mz-narrow-left", role="status")
    return tag(
        "div", *lists, *chips, clear if chips else EMPTY, count, class_="mz-narrow", role="group", aria_label=texts.say("narrow"), lang=texts.locale,
    )  # fmt: skip


def _list(part: str, values: Sequence[str], on: bool, texts: Texts) -> Html:
    """Choosing a value adds it; the list itself always shows its name."""
    name = texts.say(part)
    options = [tag("option", escape(f"+ {name}" if on else name), value="", selected=True)]
    options += [tag("option", escape(value), value=value) for value in values]
    return tag("select", *options, data_narrow=part, aria_label=texts.say("narrow_by", name=name), disabled=not values)


def _chip(part: str, value: str, texts: Texts) -> Html:
    label = texts.say("narrow_off", name=value)
    cross = tag("span", escape("×"), aria_hidden="true")
    return tag(
        "button", tag("span", escape(value)), cross, type="button", class_="mz-narrow-on", data_widen=part, data_value=value, title=label,
        aria_label=label,
    )  # fmt: skip
