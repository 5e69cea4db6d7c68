"""The 数据 tab: all figures in a table with filters, sorting, pages and export."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.page.browse import PAGE, SORTS, Query, Rows
from assistant.page.export import KINDS, where
from assistant.page.markup import EMPTY, Html, escape, join, tag
from corpus.amount import State
from corpus.document import Reading
from corpus.figure import Measure

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
        _tray(generation, texts), class_="mz-view-page", lang=texts.locale, aria_label=texts.say("tab_data"),
    )  # fmt: skip


def choice(name: str, label: str, values: Iterable[str | tuple[str, str]], chosen: str, all_: str) -> Html:
    """A labelled list of values to choose one from, or all; a value may come with the words it is shown as."""
    pairs = [value if isinstance(value, tuple) else (value, value) for value in values]
    options = [tag("option", escape(all_), value="")]
    options += [tag("option", escape(words), value=value, selected=value == chosen) for value, words in pairs]
    return tag("label", tag("span", escape(label)), tag("select", *options, name=name), class_="mz-choice")


def exports(texts: Texts) -> Html:
    """The buttons that save what the filters leave as a file."""
    buttons = (tag("button", escape(texts.say(f"export_{form}")), type="button", data_export=form) for form in KINDS)
    return tag("span", *buttons, class_="mz-exports")


def _filters(query: Query, records: Sequence[DocumentRecord], tables: Sequence[str], texts: Texts) -> Html:
    every = texts.say("all")
    years = [str(y) for y in sorted({r.fiscal_year for r in records}, reverse=True)]
    measures = [(m.value, texts.say(f"measure_{m.value}")) for m in Measure]
    chosen = (
        choice("issuer", texts.say("issuer"), sorted({r.issuer for r in records}), query.issuer, every),
        choice("year", texts.say("year"), years, str(query.year or ""), every),
        choice("stage", texts.say("stage"), sorted({str(r.stage) for r in records}), query.stage, every),
        choice("measure", texts.say("measure"), measures, query.measure, every),
        choice("table", texts.say("table"), tables, query.table, every),
    )
    words = tag("input", type="search", name="item", value=query.item, placeholder=texts.say("item_hint"), autocomplete="off")
    item = tag("label", tag("span", escape(texts.say("item"))), words, class_="mz-choice mz-wide")
    box = tag("input", type="checkbox", name="undecided", value="1", checked=query.undecided)
    undecided = tag("label", box, escape(texts.say("undecided_only")), class_="mz-check", title=texts.say("undecided_help"))
    hidden = (
        tag("input", type="hidden", name="sort", value=query.sort),
        tag("input", type="hidden", name="desc", value="1" if query.descending else ""),
        tag("input", type="hidden", name="page", value=query.page),
    )
    return tag(
        "form",
        *chosen,
        item,
        undecided,
        *hidden,
        exports(texts),
        class_="mz-filters",
        data_view_form="data",
        data_files="figures",
    )


def _tray(generation: int, texts: Texts) -> Html:
    """What can be done with the picked rows; hidden until there is one. The browser fills in how many there are."""
    actions = (
        tag("button", escape(texts.say(f"pick_{what}")), type="button", data_picks=what, class_="mz-button")
        for what in ("compare", "years", "issuers", "clear")
    )
    return tag(
        "div", tag("span", class_="mz-picks", role="status"), *actions, class_="mz-tray", hidden=True, data_generation=generation,
        data_words=texts.say("picked"), data_full=texts.say("picked_full"), data_back=texts.say("compare_back"),
    )  # fmt: skip


def _results(query: Query, rows: Rows, generation: int, texts: Texts) -> Html:
    count = tag("p", escape(texts.say("figures_found", count=rows.total)), class_="mz-count", role="status")
    if not rows.figures:
        return join([count, tag("p", escape(texts.say("figures_none")), class_="mz-note")])
    pick = tag("th", tag("span", escape(texts.say("pick")), class_="mz-unseen"), scope="col")
    head = tag("tr", pick, *(_head(name, query, texts) for name in ("item", "value", "column", "issuer", "year", "place")))
    body = (_row(key, figure, generation, texts) for key, figure in rows.figures)
    table = tag("table", tag("thead", head), tag("tbody", *body), class_="mz-figures")
    turning = paging(min(query.page, rows.pages), rows.pages, PAGE, rows.total, texts)
    return join([count, tag("div", table, class_="mz-scroll", tabindex=0), turning])


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
    open_ = tag("small", escape(texts.say("undecided")), class_="mz-open") if figure.reading is Reading.AMBIGUOUS else EMPTY
    kind = EMPTY if figure.measure.value == "level" else tag("small", escape(texts.say(f"measure_{figure.measure.value}")))
    return tag(
        "tr",
        tag("td", _pick(key, figure, texts), class_="mz-pick-cell"),
        tag("td", item, tag("small", escape(named)) if named else EMPTY),
        tag("td", escape(amount(figure, texts)), unit, kind, class_="number"),
        tag("td", escape(scope or "—"), open_),
        tag("td", escape(figure.issuer)),
        tag("td", escape(f"{figure.fiscal_year} {figure.stage}")),
        tag("td", place_button(f"figure/{generation}/{key}", figure.source, texts)),
    )


def _pick(key: int, figure: Figure, texts: Texts) -> Html:
    label = f"{figure.issuer} {figure.fiscal_year} {figure.item} {amount(figure, texts)} {figure.amount.unit}"
    return tag("input", type="checkbox", data_pick=key, aria_label=texts.say("pick_row", row=label))


def place_button(address: str, source: Source, texts: Texts) -> Html:
    """A button that opens a printed place in the panel beside the tab; ``address`` is what follows /mz/place/."""
    return tag("button", escape(where(source, texts)), type="button", class_="mz-go", data_place=address)


def paging(page: int, pages: int, size: int, total: int, texts: Texts) -> Html:
    """Back and on between pages of ``size`` things, ``total`` in all; nothing where one page holds them."""
    if pages == 1:
        return EMPTY
    first, last = (page - 1) * size + 1, min(page * size, total)
    told = tag("span", escape(texts.say("figures_range", first=first, last=last, count=total)))
    back = tag("button", escape(texts.say("page_back")), type="button", data_go=page - 1, disabled=page <= 1)
    on = tag("button", escape(texts.say("page_on")), type="button", data_go=page + 1, disabled=page >= pages)
    return tag("nav", back, told, on, class_="mz-paging", aria_label=texts.say("paging"))
