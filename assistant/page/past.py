"""The drawer of earlier talks: open, rename, delete, and bring back what was deleted."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from assistant.page.markup import EMPTY, Html, escape, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.page.texts import Texts
    from assistant.talks import TalkRecord

_DRAWN = {
    "rename": "M4 16l1-4 8.500-8.500a1.800 1.800 0 0 1 3 3L8 15z",
    "delete": "M4 6h12M8 6V4h4v2M6 6l1 10h6l1-10",
}
"""Outlines of a pen and of a bin, on a square of 20."""


def past_html(talks: Sequence[TalkRecord], current: str, days: int, texts: Texts, undo: tuple[str, str] | None = None) -> Html:
    """The drawer. ``current`` is the talk on the page; ``undo`` a sentence about what was deleted, and what brings it back."""
    close = tag(
        "button", escape("×"), type="button", class_="mz-past-close", data_past_close=True, aria_label=texts.say("past_close")
    )
    bar = tag("div", tag("h2", escape(texts.say("past"))), close, class_="mz-past-bar")
    seek = tag(
        "input", type="search", class_="mz-past-seek", placeholder=texts.say("past_seek"), aria_label=texts.say("past_seek")
    )
    rows = (_row(talk, talk.id == current, texts) for talk in talks)
    listed = tag("ul", *rows) if talks else tag("p", escape(texts.say("past_none")), class_="mz-past-none")
    return tag(
        "aside", bar, seek if len(talks) > 7 else EMPTY, _undo(undo, texts), listed, _foot(bool(talks), days, texts), class_="mz-past",
        aria_label=texts.say("past"), tabindex=-1, lang=texts.locale, data_empty=texts.say("past_not_found"),
    )  # fmt: skip


def _row(talk: TalkRecord, current: bool, texts: Texts) -> Html:
    when = datetime.fromtimestamp(talk.updated, UTC).isoformat(timespec="seconds")
    title = tag("span", escape(talk.title), class_="mz-past-title")
    opened = tag(
        "button", title, tag("time", escape(when[:16].replace("T", " ")), datetime=when), type="button", class_="mz-past-open",
        data_talk=talk.id, aria_current="true" if current else None,
    )  # fmt: skip
    tools = (_tool(name, talk, texts) for name in _DRAWN)
    return tag("li", opened, *tools)


def _tool(name: str, talk: TalkRecord, texts: Texts) -> Html:
    label = texts.say(f"past_{name}", title=talk.title)
    drawn = tag("svg", tag("path", d=_DRAWN[name]), viewBox="0 0 20 20", aria_hidden="true", focusable="false")
    return tag(
        "button", drawn, type="button", class_="mz-past-tool", data_past=name, data_talk=talk.id, title=label, aria_label=label
    )


def _undo(undo: tuple[str, str] | None, texts: Texts) -> Html:
    if undo is None:
        return tag("div", role="status")
    said, batch = undo
    back = tag("button", escape(texts.say("past_undo")), type="button", data_undo=batch) if batch else EMPTY
    return tag("div", tag("span", escape(said)), back, class_="mz-past-undo", role="status")


def _foot(any_: bool, days: int, texts: Texts) -> Html:
    all_ = (
        tag("button", escape(texts.say("past_delete_all")), type="button", class_="mz-past-all", data_past="delete_all")
        if any_
        else EMPTY
    )
    return tag("div", tag("span", escape(texts.say("past_days", days=days))), all_, class_="mz-past-foot")
