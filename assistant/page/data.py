"""The 数据 tab: all figures in a table with filters, sorting, pages and export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.page.browse import PAGE, SORTS, Query, Rows
from assistant.page.markup import EMPTY, Html, escape, join, tag
from corpus.amount import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assistant.page.texts import Texts
    from corpus.document import Source
    from corpus.figure import Figure
    from index.ledger import DocumentRecord


def data_html(
    query: Query, rows: Rows, generation: int, records: Sequence[DocumentRecord], tables: Sequence[str], texts: Texts
) -> Html:
    """The whole tab. ``generation`` is that of the ledger the rows' keys belong to."""
    return tag(
        "section", _filters(query, records, tables, texts), tag("div", _results(query, rows, generation, texts), class_="mz-results"),
        class_="mz-view-page", lang=texts.locale, aria_label=texts.say("tab_data"),
    )  # fmt: skip


def choice(name: str, label: str, values: Iterable[str], chosen: str, all_: str) -> Html:
    """A labelled list of values to choose one from, or all."""
    options = [tag("option", escape(all_), value="")]
    options += [tag("option", escape(value), value=value, selected=value == chosen) for value in values]
    return tag("label", tag("span", escape(label)), tag("select", *options, name=name), class_="mz-choice")


def _filters(query: Query, records: Sequence[DocumentRecord], tables: Sequence[str], texts: Texts) -> Html:
    every = texts.say("all")
    years = [str(y) for y in sorted({r.fiscal_year for r in records}, reverse=True)]
    chosen = (
        choice("issuer", texts.say("issuer"), sorted({r.issuer for r in records}), query.issuer, every),
        choice("year", texts.say("year"), years, str(query.year or ""), every),
        choice("stage", texts.say("stage"), sorted({str(r.stage) for r in records}), query.stage, every),
        choice("table", texts.say("table"), tables, query.table, every),
    )
    words = tag("input", type="search", name="item", value=query.item, placeholder=texts.say("item_hint"), autocomplete="off")
    hidden = (
        tag("input", type="hidden", name="sort", value=query.sort),
        tag("input", type="hidden", name="desc", value="1" if query.descending else ""),
        tag("input", type="hidden", name="page", value=query.page),
    )
    item = tag("label", tag("span", escape(texts.say("item"))), words, class_="mz-choice mz-wide")
    exports = (tag("button", escape(texts.say(f"export_{kind}")), type="button", data_export=kind) for kind in ("xlsx", "csv"))
    return tag(
        "form", *chosen, item, *hidden, tag("span", *exports, class_="mz-exports"), class_="mz-filters", data_view_form="data"
    )


def _results(query: Query, rows: Rows, generation: int, texts: Texts) -> Html:
    count = tag("p", escape(texts.say("figures_found", count=rows.total)), class_="mz-count", role="status")
    if not rows.figures:
        return join([count, tag("p", escape(texts.say("figures_none")), class_="mz-note")])
    head = tag("tr", *(_head(name, query, texts) for name in ("item", "value", "column", "issuer", "year", "place")))
    body = (_row(key, figure, generation, texts) for key, figure in rows.figures)
    table = tag("table", tag("thead", head), tag("tbody", *body), class_="mz-figures")
    return join([count, tag("div", table, class_="mz-scroll", tabindex=0), _paging(min(query.page, rows.pages), rows, texts)])


def _head(name: str, query: Query, texts: Texts) -> Html:
    label = escape(texts.say(f"head_{name}"))
    number = "number" if name == "value" else None
    if name not in SORTS:
        return tag("th", label, scope="col", class_=number)
    active = query.sort == name
    order = ("descending" if query.descending else "ascending") if active else None
    sign = escape(" ▼" if query.descending else " ▲") if active else EMPTY
    button = tag("button", label, sign, type="button", data_sort=name, data_desc="1" if active and not query.descending else "")
    return tag("th", button, scope="col", aria_sort=order, class_=number)


def amount(figure: Figure, texts: Texts) -> str:
    """The number as printed, or in words why there is none."""
    value = figure.amount.value
    if figure.amount.state in (State.BLANK, State.MISSING) or value is None:
        return texts.say(f"state_{figure.amount.state.value}")
    digits = format(value, "f")
    return f"{texts.say('down')} {digits}" if figure.direction == "减少" else digits


def _row(key: int, figure: Figure, generation: int, texts: Texts) -> Html:
    item = tag("b", escape(figure.item))
    label = "" if figure.row_label in ("", figure.item) else figure.row_label
    named = " · ".join(part for part in (figure.code or "", label) if part)
    scope = " / ".join(dict.fromkeys(part for part in (figure.column or "", figure.fund or "", figure.kind or "") if part))
    unit = tag("span", escape(figure.amount.unit), class_="mz-unit-small")
    kind = EMPTY if figure.measure.value == "level" else tag("small", escape(texts.say(f"measure_{figure.measure.value}")))
    return tag(
        "tr",
        tag("td", item, tag("small", escape(named)) if named else EMPTY),
        tag("td", escape(amount(figure, texts)), unit, kind, class_="number"),
        tag("td", escape(scope or "—")),
        tag("td", escape(figure.issuer)),
        tag("td", escape(f"{figure.fiscal_year} {figure.stage}")),
        tag("td", place_button(f"figure/{generation}/{key}", figure.source, texts)),
    )


def place_button(address: str, source: Source, texts: Texts) -> Html:
    """A button that opens a printed place in the panel beside the tab; ``address`` is what follows /mz/place/."""
    table = " ".join(part for part in (source.table_number, source.table_title) if part)
    named = table or (source.section[-1] if source.section else "") or source.quote[:30]
    where = texts.say("place_page", page=source.page) if source.page else texts.say("place_line", first=source.line_start or 0)
    return tag("button", escape(f"{named} · {where}"), type="button", class_="mz-go", data_place=address)


def _paging(page: int, rows: Rows, texts: Texts) -> Html:
    if rows.pages == 1:
        return EMPTY
    first, last = (page - 1) * PAGE + 1, min(page * PAGE, rows.total)
    told = tag("span", escape(texts.say("figures_range", first=first, last=last, count=rows.total)))
    back = tag("button", escape(texts.say("page_back")), type="button", data_go=page - 1, disabled=page <= 1)
    on = tag("button", escape(texts.say("page_on")), type="button", data_go=page + 1, disabled=page >= rows.pages)
    return tag("nav", back, told, on, class_="mz-paging", aria_label=texts.say("paging"))
