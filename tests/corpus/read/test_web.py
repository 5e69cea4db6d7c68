"""Web pages: encodings, what a browser shows, and the layout of tables."""

from __future__ import annotations

import pytest

from corpus.grid.cells import Printed
from corpus.read.web import decoded, read_web


def items(body: str) -> list[object]:
    return list(read_web(f"<!DOCTYPE html><html><body>{body}</body></html>".encode(), "a.html"))


@pytest.mark.parametrize(
    ("encoding", "declared"),
    [("utf-8", ""), ("utf-8-sig", "utf-8"), ("gb18030", "gb2312"), ("gb18030", ""), ("utf-16", ""), ("utf-8", "no-such")],
)
def test_encodings(encoding: str, declared: str) -> None:
    text = f'<html><meta charset="{declared}"><p>三公经费8.30万元'
    assert decoded(text.encode(encoding)) == text


def test_inline_elements_stay_on_their_line_and_blocks_do_not() -> None:
    assert items("<div>三公<b>经费</b><span> 8.30</span>万元<br>第二行</div><p>第三行\n 续</p>") == [
        "三公经费 8.30万元",
        "第二行",
        "第三行 续",
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        "<script>8</script>",
        "<style>8</style>",
        "<p hidden>8</p>",
        '<p style="DISPLAY: none">8</p>',
        "<!-- 8 -->",
        "<template>8</template>",
    ],
)
def test_what_is_not_shown_is_not_read(hidden: str) -> None:
    assert items(f"<p>一</p>{hidden}<p>二</p>") == ["一", "二"]


def test_spans_push_cells_to_the_next_free_place() -> None:
    (cells,) = items(
        "<table><tr><th rowspan=2>项目<th colspan=2>支出<tr><td>基本<td>项目<tr><td>&nbsp;&nbsp;合计<td>1<td>2</table>"
    )
    assert cells == [
        Printed(1, 0, "项目", 2, 1), Printed(1, 1, "支出", 1, 2), Printed(2, 1, "基本"), Printed(2, 2, "项目"),
        Printed(3, 0, "  合计"), Printed(3, 1, "1"), Printed(3, 2, "2"),
    ]  # fmt: skip


@pytest.mark.parametrize("span", ["0", "99999999999", "-3", "x", "²", ""])
def test_spans_that_make_no_sense_do_no_harm(span: str) -> None:
    (cells,) = items(f"<table><tr><td rowspan='{span}'>甲<td colspan='{span}'>乙<tr><td>丙<td>丁</table>")
    assert isinstance(cells, list)
    assert [cell.text for cell in cells] == ["甲", "乙", "丙", "丁"]
    assert all(cell.row + cell.rows <= 3 and cell.columns <= 1000 for cell in cells)


def test_tables_that_only_arrange_the_page_are_opened() -> None:
    assert items("<table><tr><td>导航</td><td><p>正文</p><table><tr><td>项目<td>8.30</table></td></tr></table>") == [
        "导航", "正文", [Printed(1, 0, "项目"), Printed(1, 1, "8.30")],
    ]  # fmt: skip


def test_elements_nested_without_end_are_read_or_refused() -> None:
    found = items("<div>" * 50_000 + "底" + "</div>" * 50_000)
    assert found in ([], ["底"])
