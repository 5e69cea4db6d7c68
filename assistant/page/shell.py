"""What surrounds the talk: title bar, list of documents, welcome, and what to do when there is no index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from assistant.page.answers import NOTHING, chip, turns_html
from assistant.page.markup import EMPTY, Html, escape, join, tag

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assistant.page.session import Turn
    from assistant.page.texts import Texts


TABS = ("talk", "data", "checked", "documents")
"""The tabs of the page; the talk is the one it opens with."""


class Listed(Protocol):
    """A document as the list shows it; index.ledger.DocumentRecord is one."""

    @property
    def name(self) -> str:
        """File name as given to build."""

    @property
    def issuer(self) -> str:
        """Department or unit in full."""

    @property
    def fiscal_year(self) -> int:
        """Year of the budget or account."""

    @property
    def stage(self) -> str:
        """预算 or 决算."""


def bar_html(documents: Sequence[Listed], texts: Texts, *, past: bool = False) -> Html:
    """The title bar: name, list of documents, new talk, earlier talks where they are kept (``past``), language, theme."""
    brand = tag(
        "div",
        tag("h1", escape(texts.say("name")), class_="mz-name"),
        tag("span", escape(texts.say("tagline")), class_="mz-tagline"),
        class_="mz-brand",
    )
    tools = (
        _documents(documents, texts),
        _tool("new", texts.say("new"), texts.say("new_help")),
        _tool("past", texts.say("past"), texts.say("past_help")) if past else EMPTY,
        _tool("language", texts.say("language"), texts.say("language_help")),
        _tool("theme", "◐", texts.say("theme")),
    )
    tabs = tag("nav", *(_tab(name, texts) for name in TABS), class_="mz-tabs", aria_label=texts.say("tabs"))
    return tag(
        "header", brand, tabs, tag("div", *tools, class_="mz-tools"), class_="mz-bar", lang=texts.locale, data_view_failed=texts.say("view_failed")
    )  # fmt: skip


def _tab(name: str, texts: Texts) -> Html:
    return tag("button", escape(texts.say(f"tab_{name}")), type="button", class_="mz-tab", data_view=name)


def _tool(action: str, label: str, help_: str) -> Html:
    return tag(
        "button", escape(label), type="button", class_=f"mz-tool mz-{action}", data_do=action, title=help_, aria_label=help_
    )


def _documents(documents: Sequence[Listed], texts: Texts) -> Html:
    count = texts.say("documents", count=len(documents)) if documents else texts.say("documents_none")
    body = tag("div", shelf_html(documents, texts), class_="mz-menu") if documents else EMPTY
    return tag("details", tag("summary", escape(count), class_="mz-tool"), body, class_="mz-documents")


def shelf_html(documents: Sequence[Listed], texts: Texts) -> Html:
    """The loaded documents, one below the other."""
    if not documents:
        return EMPTY
    rows = (tag("li", escape(_title(d, texts)), tag("span", escape(d.name))) for d in documents)
    title = texts.say("documents_title")
    return tag("div", tag("p", escape(title)), tag("ul", *rows), class_="mz-shelf", role="group", aria_label=title, tabindex=0)


def _title(document: Listed, texts: Texts) -> str:
    year = texts.say("document_line", year=document.fiscal_year, stage=document.stage)
    return f"{document.issuer} · {year}"


def log_html(
    turns: Sequence[Turn], examples: Sequence[str], texts: Texts, rated: Mapping[int, str] = NOTHING, talk: str = ""
) -> Html:
    """The talk so far, or the welcome with example questions when nothing was asked yet.

    ``rated`` is what was thought of turns, ``talk`` the id it is kept under.
    """
    body = join([turns_html(turns, texts, rated), _keep(texts)]) if turns else _welcome(examples, texts)
    return tag(
        "section",
        body,
        class_="mz-log",
        aria_label=texts.say("log_label"),
        tabindex=0,
        lang=texts.locale,
        data_talk=talk if turns else "",
    )


def _keep(texts: Texts) -> Html:
    """Saves the talk as a file."""
    forms = (tag("button", escape(texts.say(f"save_{form}")), type="button", data_save=form) for form in ("md", "xlsx", "csv"))
    return tag("div", tag("span", escape(texts.say("save"))), *forms, class_="mz-keep")


def _welcome(examples: Sequence[str], texts: Texts) -> Html:
    chips = (
        tag("div", tag("span", escape(texts.say("examples")), class_="mz-heading"), *map(chip, examples), class_="mz-chips")
        if examples
        else EMPTY
    )
    return tag(
        "div", tag("h2", escape(texts.say("welcome"))), tag("p", escape(texts.say("welcome_more"))), chips, class_="mz-welcome"
    )


def no_index_html(store: str, texts: Texts) -> Html:
    """What to do when nothing has been indexed yet."""
    command = tag("pre", tag("code", escape(texts.say("no_index_command", store=store))), tabindex=0)
    return _notice(texts.say("no_index"), texts.say("no_index_more"), command, texts)


def trouble_html(message: str, texts: Texts) -> Html:
    """What is wrong with the index; ``message`` is the one line of a MingzhangError."""
    return _notice(texts.say("store_trouble"), texts.say("store_trouble_more"), tag("pre", escape(message), tabindex=0), texts)


def _notice(title: str, more: str, detail: Html, texts: Texts) -> Html:
    body = join([tag("h2", escape(title)), tag("p", escape(more)), detail])
    return tag("div", tag("div", body, class_="mz-welcome mz-notice"), class_="mz-log", lang=texts.locale)
