"""Answer text on the page: every character arrives, nothing becomes markup that is not one of ours."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.page.markdown import render
from assistant.page.markup import Html, escape, tag

OURS = {"p", "strong", "ul", "li", "blockquote", "div", "table", "thead", "tbody", "tr", "th", "td", "button"}


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
        ("3. 8 万元", "<p>3. 8 万元</p>"),
        ("2*3*4 = 24", "<p>2*3*4 = 24</p>"),
        ("$8.30$ 与 _x_ 与 `y`", "<p>$8.30$ 与 _x_ 与 `y`</p>"),
        ("**8.30 万元**[1]。", "<p><strong>8.30 万元</strong><button>[1]</button>。</p>"),
        ("见[2]", "<p>见[2]</p>"),
        ("a\nb\n\nc", "<p>a</p><p>b</p><p>c</p>"),
        ("- 甲 1\n- 乙 −2", "<ul><li>甲 1</li><li>乙 −2</li></ul>"),
        ("-2.5 万元", "<p>-2.5 万元</p>"),
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
    html = render("| 部门 | 公务接待费 |\n|---|---:|\n| 甲\\|乙 | **2.30 万元**[1] |\n| 丙 | 0 |", _mark)
    assert '<th scope="col">部门</th>' in html
    assert "<td>甲|乙</td>" in html
    assert '<td class="number"><strong>2.30 万元</strong><button>[1]</button></td>' in html
    assert html.count("<tr>") == 3


def test_directions_and_control_characters_cannot_turn_a_number_round() -> None:
    assert escape("\u202e03.8\u202c\0\x1b\ud800万元") == "03.8万元"
