"""Word files: what Word shows and does not keep as text, and what it keeps and does not show."""

from __future__ import annotations

import io
from typing import Any

import docx
from docx.oxml import parse_xml

from corpus.grid.cells import Printed
from corpus.read.word import read_word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def read(document: Any) -> list[Any]:
    out = io.BytesIO()
    document.save(out)
    return [item for item in read_word(out.getvalue(), "a.docx") if item]


def test_counted_numbers_are_printed() -> None:
    document = docx.Document()
    numbering = document.part.numbering_part.element
    levels = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{shape}"/><w:lvlText w:val="{text}"/></w:lvl>'
        for i, (shape, text) in enumerate([("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3.")])
    )
    numbering.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="90">{levels}</w:abstractNum>'))
    numbering.append(parse_xml(f'<w:num {W} w:numId="91"><w:abstractNumId w:val="90"/></w:num>'))
    for text, level in [("概况", 0), ("职能", 1), ("机构", 1), ("预算", 0), ("收入", 1), ("明细", 2)]:
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="91"/></w:numPr>'))
    assert read(document) == ["一、概况", "（一）职能", "（二）机构", "二、预算", "（一）收入", "1.明细"]


def test_hidden_and_deleted_text_is_left_out_and_inserted_text_is_read() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("共")
    paragraph.add_run("99").font.hidden = True
    paragraph._p.append(parse_xml(f"<w:del {W}><w:r><w:delText>77</w:delText></w:r></w:del>"))
    paragraph._p.append(parse_xml(f"<w:ins {W}><w:r><w:t>8.30</w:t></w:r></w:ins>"))
    paragraph.add_run("万元")
    assert read(document) == ["共8.30万元"]


def test_merged_cells_and_the_white_before_labels() -> None:
    document = docx.Document()
    table = document.add_table(3, 3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"{row}{column}"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "宽"
    table.cell(1, 0).merge(table.cell(2, 0)).text = "高"
    table.cell(1, 1).paragraphs[0].paragraph_format.left_indent = docx.shared.Pt(18)
    (cells,) = read(document)
    assert cells == [
        Printed(0, 0, "00"), Printed(0, 1, "宽", 1, 2), Printed(1, 0, "高", 2, 1), Printed(1, 1, "11", 1, 1, 18.0), Printed(1, 2, "12"),
        Printed(2, 1, "21"), Printed(2, 2, "22"),
    ]  # fmt: skip


def test_a_frame_round_a_table_is_opened() -> None:
    document = docx.Document()
    outer = document.add_table(1, 1).cell(0, 0)
    outer.text = "表题"
    inner = outer.add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "项目", "8.30"
    assert read(document) == ["表题", [Printed(0, 0, "项目"), Printed(0, 1, "8.30")]]
