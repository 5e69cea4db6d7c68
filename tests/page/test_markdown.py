"""Answer text on the page: every character arrives, nothing becomes markup that is not one of ours."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.page.markdown import render
from assistant.page.markup import Html, escape, tag

AMOUNT = '<span class="mz-together">8.30 万元</span>'
OURS = {"p", "strong", "ul", "li", "blockquote", "div", "table", "thead", "tbody", "tr", "th", "td", "button", "span"}


class _Shown(HTMLParser):
    """The text a browser would show, and the elements it would make."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text, self.elements, self.attributes = "", [""], set[str]()
        self.feed(html)
        self.close()

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)
        self.attributes |= {name for name, _ in attrs}


def _mark(number: int) -> Html | None:
    return tag("button", escape(f"[{number}]")) if number == 1 else None


def _shown(text: str) -> _Shown:
    return _Shown(render(text, _mark))


@given(st.text(st.sampled_from("0123456789.,%-−+()|*[]\\#>_`$ \n<&\"'x元三"), max_size=60))
def test_no_digit_is_lost_or_moved(text: str) -> None:
    shown = _shown(text)
    assert re.findall(r"\d", shown.text) == re.findall(r"\d", text)
    assert set(shown.elements) - {""} <= OURS


@given(st.text(max_size=80))
def test_any_text_is_shown_without_foreign_markup(text: str) -> None:
    shown = _shown(text)
    assert set(shown.elements) - {""} <= OURS
    assert shown.attributes <= {"class", "scope", "tabindex"}


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("3. 8 项", "<p>3. 8 项</p>"),
        ("2*3*4 = 24", "<p>2*3*4 = 24</p>"),
        ("$8.30$ 与 _x_ 与 `y`", "<p>$8.30$ 与 _x_ 与 `y`</p>"),
        ("**8.30 万元**[1]。", f"<p><strong>{AMOUNT}</strong><button>[1]</button>。</p>"),
        ("见[2]", "<p>见[2]</p>"),
        ("a\nb\n\nc", "<p>a</p><p>b</p><p>c</p>"),
        ("- 甲 1\n- 乙 −2", "<ul><li>甲 1</li><li>乙 −2</li></ul>"),
        ("-2.5%", "<p>-2.5%</p>"),
        ("> 引文 <b>", "<blockquote><p>引文 &lt;b&gt;</p></blockquote>"),
        ("✓ 一致", '<p class="agrees">✓ 一致</p>'),
        ("⚠ 漏印", '<p class="warns">⚠ 漏印</p>'),
        (r"5 \* 6 \| 7", "<p>5 * 6 | 7</p>"),
        ("[点这里](javascript:alert(1))", "<p>[点这里](javascript:alert(1))</p>"),
    ],
)
def test_the_forms_of_an_answer(text: str, html: str) -> None:
    assert render(text, _mark) == html


def test_a_table_keeps_its_cells_and_sets_numbers_right() -> None:
    html = render(
        "| 部门 | 年度 | 公务接待费 |\n|---|---|---:|\n| 甲\\|乙 | 2024 预算 | **8.30 万元**[1] |\n| 丙 | 2020 预算 | 0（未安排） |",
        _mark,
    )
    assert '<th scope="col">部门</th><th scope="col">年度</th><th class="number" scope="col">公务接待费</th>' in html
    assert "<td>甲|乙</td><td>2024 预算</td>" in html
    assert f'<td class="number"><strong>{AMOUNT}</strong><button>[1]</button></td>' in html
    assert html.count("<tr>") == 3


@pytest.mark.parametrize("text", ["|", "||", "|---|", "| a | b |\n|---|\n| 1 |\n| 1 | 2 | 3 |"])
def test_a_table_with_missing_parts_is_still_a_table(text: str) -> None:
    assert render(text, _mark).startswith('<div class="mz-table"')


def test_directions_and_control_characters_cannot_turn_a_number_round() -> None:
    assert escape("\u202e03.8\u202c\0\x1b\ud800万元") == "03.8万元"
