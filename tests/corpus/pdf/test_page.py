"""A page as a reader holds it: text turned upright, watermarks gone, lines found in every way they are drawn."""

from __future__ import annotations

import io

import pytest
from pypdfium2 import PdfDocument

from corpus.pdf.page import PageView, view
from corpus.pdf.words import join, middle_rows
from tests.corpus.pdf.sheet import Sheet


def seen(data: bytes) -> PageView:
    """The first page of a file."""
    document = PdfDocument(data)
    try:
        return view(document[0], 1)
    finally:
        document.close()


def lines(page: PageView) -> list[str]:
    """Its printed lines."""
    return [join(row) for row in middle_rows(page.glyphs)]


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_text_printed_sideways_reads_upright(angle: int) -> None:
    """A landscape table set sideways on an upright page."""
    sheet = Sheet((600, 600))
    sheet.canvas.translate(300, 300)
    sheet.canvas.rotate(angle)
    sheet.canvas.translate(-300, -300)
    sheet.text(50, 100, "第一行")
    sheet.text(50, 130, "第二行")
    sheet.text(300, 130, "123.45")
    page = seen(sheet.data())
    assert lines(page) == ["第一行", "第二行 123.45"]
    first = middle_rows(page.glyphs)[0][0]
    assert (round(first.left), round((first.top + first.bottom) / 2)) == (50, 100)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_stored_turned_has_the_same_glyphs_and_lines(turn: int) -> None:
    """/Rotate with content turned the other way is how scanners and office programs store landscape pages."""
    sheet = Sheet((600, 600))
    sheet.canvas.translate(300, 300)
    sheet.canvas.rotate(turn)
    sheet.canvas.translate(-300, -300)
    sheet.cell(40, 40, 240, 60, "收支总表")
    document = PdfDocument(sheet.data())
    document[0].set_rotation(turn)
    out = io.BytesIO()
    document.save(out)
    document.close()
    page = seen(out.getvalue())
    assert lines(page) == ["收支总表"]
    assert {(round(s.left), round(s.top), round(s.right), round(s.bottom)) for s in page.segments} == {
        (40, 40, 240, 40), (40, 60, 240, 60), (40, 40, 40, 60), (240, 40, 240, 60),
    }  # fmt: skip


def test_a_slanted_watermark_is_left_out() -> None:
    """It would run through the lines."""
    sheet = Sheet((600, 600))
    sheet.text(50, 100, "部门预算")
    sheet.canvas.rotate(45)
    sheet.text(50, 600, "内部资料")
    assert lines(seen(sheet.data())) == ["部门预算"]


def test_radicals_read_as_the_characters_they_look_like() -> None:
    """⽀出 is 支出."""
    sheet = Sheet()
    sheet.text(50, 100, "⽀出⼈员")
    assert lines(seen(sheet.data())) == ["支出人员"]


def test_lines_drawn_as_thin_boxes_and_white_lines() -> None:
    """Some producers fill thin rectangles; white ones print nothing; a filled area is no line."""
    sheet = Sheet((600, 600))
    sheet.canvas.rect(100, 500, 200, 0.5, stroke=0, fill=1)
    sheet.canvas.rect(100, 400, 200, 50, stroke=0, fill=1)
    sheet.canvas.setFillGray(1)
    sheet.canvas.rect(100, 300, 200, 0.5, stroke=0, fill=1)
    sheet.canvas.setStrokeGray(1)
    sheet.canvas.line(100, 200, 300, 200)
    assert [(round(s.left), round(s.top), s.horizontal) for s in seen(sheet.data()).segments] == [(100, 100, True)]


def test_lines_inside_forms() -> None:
    """Drawings reused as form objects count, at the place they are put."""
    sheet = Sheet((600, 600))
    sheet.canvas.beginForm("line")
    sheet.canvas.line(0, 0, 100, 0)
    sheet.canvas.endForm()
    sheet.canvas.translate(50, 500)
    sheet.canvas.doForm("line")
    assert [(round(s.left), round(s.top), round(s.right)) for s in seen(sheet.data()).segments] == [(50, 100, 150)]
