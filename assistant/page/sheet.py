"""A printed page in the source panel: its picture with the row marked and the number boxed, zoom, and the pages beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.page.markup import EMPTY, Html, escape, tag

if TYPE_CHECKING:
    from assistant.page.paper import PageSize
    from assistant.page.printed import Printed
    from assistant.page.texts import Texts
    from corpus.document import Box


def picture_path(document_id: str, page: int, width: int) -> str:
    """The address of a page's picture on this server."""
    return f"mz/page/{document_id}/{page}?width={width}"


def sheet_html(document_id: str, page: int, size: PageSize, place: Printed, texts: Texts) -> Html:
    """The picture of a page with its marks; the browser turns pages by asking for the neighbours' pictures."""
    picture = tag(
        "img", src=picture_path(document_id, page, 900), alt=texts.say("page_alt", page=page), draggable="false",
        width=round(size.width), height=round(size.height),
    )  # fmt: skip
    marks = [_mark(row, size, "mz-row-mark") for row in place.rows]
    marks += [_mark(cell, size, "mz-cell-mark") for cell in place.cells]
    paper = tag("div", picture, tag("div", *marks, class_="mz-marks", aria_hidden="true"), class_="mz-paper")
    return tag(
        "div", _tools(page, size.pages, texts), tag("div", paper, class_="mz-desk", tabindex=0, aria_label=texts.say("page_label"), role="group"),
        class_="mz-sheet", data_document=document_id, data_page=page, data_cited=page, data_pages=size.pages,
    )  # fmt: skip


def _mark(box: Box, size: PageSize, look: str) -> Html:
    """A rectangle in percent of the page, so that it stays in place at every size; a little wider than what it marks."""
    left, top = 100 * (box.left - 1) / size.width, 100 * (box.top - 1) / size.height
    width, height = 100 * (box.right - box.left + 2) / size.width, 100 * (box.bottom - box.top + 2) / size.height
    style = f"left:{left:.3f}%;top:{top:.3f}%;width:{width:.3f}%;height:{height:.3f}%"
    return tag("span", class_=look, style=style)


def _tools(page: int, pages: int, texts: Texts) -> Html:
    def tool(action: str, sign: str, off: bool = False) -> Html:
        label = texts.say(f"page_{action}")
        return tag("button", escape(sign), type="button", data_sheet=action, title=label, aria_label=label, disabled=off)

    where = tag("span", tag("b", escape(str(page))), escape(f" / {pages}"), class_="mz-page-number", aria_live="polite")
    turn = tag("span", tool("back", "‹", page <= 1), where, tool("on", "›", page >= pages), class_="mz-turning")
    home = tool("home", texts.say("page_home_short"))
    return tag(
        "div", turn, home, tag("span", class_="mz-spring"), tool("smaller", "−"), tool("larger", "+"), class_="mz-sheet-tools"
    )


def original_html(document_id: str, texts: Texts) -> Html:
    """The link that downloads the file as it was read."""
    if not document_id:
        return EMPTY
    return tag("a", escape(texts.say("original")), href=f"mz/original/{document_id}", download=True, class_="mz-original")
