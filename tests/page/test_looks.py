"""The page in a browser, over a fixed assistant: escaping, keyboard, width, languages, sessions."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.page.conftest import PHONE, Watched
from tests.page.standin import EVIL, StandIn

pytestmark = pytest.mark.browser
Visit = Callable[..., Watched]


def test_the_figure_stands_large_and_exact_and_its_source_is_open(visit: Visit, standin_url: str) -> None:
    watched = visit(standin_url)
    watched.ask("三公经费 2024年多少")
    page = watched.page
    assert page.locator(".mz-figure strong").inner_text() == "8.30 万元"
    assert float(page.locator(".mz-number").evaluate("e => parseFloat(getComputedStyle(e).fontSize)")) >= 36
    page.wait_for_selector(".mz-source .mz-cited")
    assert page.locator(".mz-source .mz-cited .mz-words").all_inner_texts() == ["合计 8.30 8.30"]


def test_a_mark_opens_its_lines_with_the_number_boxed_and_in_view(visit: Visit, standin_url: str) -> None:
    watched = visit(standin_url)
    watched.ask("三公经费 2024年多少")
    page = watched.page
    page.get_by_text("[2]", exact=True).first.click()
    page.wait_for_selector("[data-line='60'].mz-quoted")
    assert page.locator(".mz-source mark").all_inner_texts() == ["“三公”经费预算数为", "8.30 万元"]
    assert page.locator(".mz-source .mz-box").all_inner_texts() == ["8.30"]
    page.wait_for_function(IN_VIEW, arg="[data-line='60']")
    assert "第三部分 八" in page.locator(".mz-source-head").inner_text()


IN_VIEW = """selector => {
  const line = document.querySelector(selector).getBoundingClientRect(), box = document.querySelector('.mz-lines').getBoundingClientRect();
  return line.height > 0 && line.top >= box.top && line.bottom <= box.bottom && line.bottom <= innerHeight;
}"""


@pytest.mark.parametrize("question", ["三公经费 2024年多少", "没有披露的", EVIL, f"**{EVIL}** [1](javascript:window.hit=1)"])
def test_markup_in_documents_names_and_questions_shows_as_text(visit: Visit, standin_url: str, question: str) -> None:
    watched = visit(standin_url)
    watched.page.locator(".mz-documents summary").click()
    assert EVIL in watched.page.locator(".mz-menu").inner_text()
    watched.ask(question)
    page = watched.page
    assert page.locator(".mz-question").inner_text() == question
    for mark in page.locator(".mz-evidence [data-cite]").all():
        mark.click()
        page.wait_for_selector(f".mz-source .mz-id:text-is('[{mark.get_attribute('data-cite')}]')")
    page.wait_for_selector("[data-line='62']")
    assert page.locator("[data-line='62'] .mz-words").inner_text() == EVIL
    assert page.evaluate("window.hit") is None
    assert page.locator("gradio-app img[src='x'], gradio-app [onerror], gradio-app a[href^='javascript']").count() == 0


def test_the_copy_keeps_the_figure(visit: Visit, standin_url: str) -> None:
    watched = visit(standin_url, permissions=["clipboard-read", "clipboard-write"])
    watched.ask("三公经费 2024年多少")
    watched.page.locator(".mz-copy").click()
    watched.page.wait_for_selector(".mz-copy:text-is('已复制')")
    text = watched.page.evaluate("navigator.clipboard.readText()")
    assert text.startswith("8.30 万元[1][2]")
    assert "\n[1] 某县商务局 2024，" in text


def test_enter_while_composing_does_not_send(visit: Visit, standin_url: str) -> None:
    page = visit(standin_url).page
    page.locator("#mz-box textarea").click()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Input.imeSetComposition", {"text": "sangong", "selectionStart": 7, "selectionEnd": 7})
    for kind in ("rawKeyDown", "char", "keyUp"):
        key = {"type": kind, "key": "Enter", "code": "Enter", "windowsVirtualKeyCode": 13, "text": "\r" if kind == "char" else ""}
        devtools.send("Input.dispatchKeyEvent", key)
    page.wait_for_timeout(300)
    assert page.locator(".mz-turn").count() == 0
    devtools.send("Input.insertText", {"text": "三公经费"})
    page.wait_for_timeout(50)
    page.keyboard.press("Enter")
    page.wait_for_selector(".mz-question")
    assert "三公经费" in page.locator(".mz-question").inner_text()


@pytest.mark.parametrize("detail", ["isComposing: true", "keyCode: 229"])
def test_the_signs_of_composing_hold_back_enter(visit: Visit, standin_url: str, detail: str) -> None:
    page = visit(standin_url).page
    page.locator("#mz-box textarea").fill("三公经费")
    page.evaluate(f"""() => {{ const box = document.querySelector('#mz-box textarea');
        for (const kind of ['keydown', 'keypress', 'keyup'])
            box.dispatchEvent(new KeyboardEvent(kind, {{ key: 'Enter', code: 'Enter', bubbles: true, cancelable: true, {detail} }})); }}""")
    page.wait_for_timeout(300)
    assert page.locator(".mz-turn").count() == 0


def test_everything_can_be_done_from_the_keyboard(visit: Visit, standin_url: str) -> None:
    page = visit(standin_url).page
    assert page.evaluate("document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type("三公经费")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("2024")
    assert page.locator("#mz-box textarea").input_value() == "三公经费\n2024"
    page.keyboard.press("Enter")
    mark = page.locator(".mz-figure .mz-mark").nth(1)
    mark.wait_for()
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_selector("[data-line='60'].mz-quoted")
    assert page.evaluate("document.activeElement.className") == "mz-source"
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.textContent") == "[2]"


def test_an_answer_is_laid_out_piece_by_piece_and_at_once_for_who_wants_no_motion(visit: Visit, standin_url: str) -> None:
    watched = visit(standin_url)
    page = watched.page
    page.evaluate("""() => { window.seen = []; window.began = 0;
        const look = () => {
            const pieces = [...document.querySelectorAll('.mz-unfolds')];
            if (pieces.length) {
                window.began ||= performance.now();
                const shown = pieces.map(e => Number(getComputedStyle(e).opacity));
                window.seen.push([performance.now() - window.began, shown]);
            }
            requestAnimationFrame(look);
        };
        look(); }""")
    watched.ask("三公经费 2024年多少")
    assert page.locator(".mz-figure strong").inner_text() == "8.30 万元", "all of it is in the page from the start"
    page.wait_for_selector(".mz-unfolds", state="detached")
    seen = page.evaluate("window.seen")
    delays = page.evaluate(
        "[...document.querySelectorAll('.mz-answer [style*=\"--after\"]')].map(e => parseFloat(e.style.getPropertyValue('--after')))"
    )
    assert delays == sorted(delays)
    assert delays[0] == 0
    assert delays[-1] + 140 <= 300
    assert all(earlier >= later for _, shown in seen for earlier, later in zip(shown, shown[1:], strict=False))
    assert seen[-1][1] == [1.0] * len(seen[-1][1])
    calm = visit(standin_url, reduced_motion="reduce")
    calm.ask("三公经费 2024年多少")
    assert calm.page.locator(".mz-unfolds, [style*='--after']").count() == 0


def test_keys_bring_back_the_question_stop_it_and_close_what_is_open(visit: Visit, standin_url: str, standin: StandIn) -> None:
    watched = visit(standin_url)
    page = watched.page
    watched.ask("三公经费 2024年多少")
    page.locator("#mz-box textarea").focus()
    page.keyboard.press("ArrowUp")
    assert page.locator("#mz-box textarea").input_value() == "三公经费 2024年多少"
    standin.slow.clear()
    page.locator("#mz-box textarea").fill("慢")
    page.keyboard.press("Enter")
    page.wait_for_selector(".mz-pending")
    page.keyboard.press("Escape")
    page.wait_for_selector(".mz-trouble:has-text('已停止')")
    standin.slow.set()
    said = page.locator(".mz-said")
    assert said.get_attribute("role") == "status"
    assert "已停止" in said.inner_text()


def test_chips_ask_and_an_empty_question_does_not(visit: Visit, standin_url: str) -> None:
    watched = visit(standin_url)
    watched.page.locator("#mz-box textarea").fill("   ")
    watched.page.keyboard.press("Enter")
    watched.page.locator(".mz-chip", has_text="哪个部门").click()
    watched.answered(1)
    assert watched.page.locator(".mz-answer").get_attribute("data-status") == "clarify"
    watched.page.locator(".mz-chip", has_text="甲局").click()
    watched.answered(2)
    assert watched.page.locator(".mz-question").all_inner_texts() == ["哪个部门？", "甲局"]


def test_on_a_phone_nothing_is_cut_and_the_source_opens_below(visit: Visit, standin_url: str) -> None:
    watched = visit(standin_url, PHONE, has_touch=True, is_mobile=True)
    watched.ask("三公经费 2024年多少")
    page = watched.page
    assert not page.locator(".mz-source").is_visible()
    page.locator(".mz-figure .mz-mark").nth(1).tap()
    page.wait_for_selector("[data-line='60'].mz-quoted")
    page.wait_for_function(IN_VIEW, arg="[data-line='60']")
    assert page.locator(".mz-source").bounding_box()["y"] >= page.locator(".mz-answer").bounding_box()["y"] + 100
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("document.querySelector('.mz-log').scrollWidth <= document.querySelector('.mz-log').clientWidth")
    page.locator(".mz-close").tap()
    assert not page.locator(".mz-source").is_visible()


def test_the_language_switches_and_the_talk_stays(visit: Visit, standin_url: str) -> None:
    watched = visit(standin_url)
    watched.ask("哪个部门？")
    page = watched.page
    page.get_by_text("English").click()
    page.wait_for_selector("#mz-send:has-text('Ask')")
    assert page.locator(".mz-badge").inner_text() == "One more detail, please"
    assert page.locator(".mz-question").all_inner_texts() == ["哪个部门？"]
    assert page.evaluate("document.documentElement.lang") == "en"
    assert (
        visit(f"{standin_url}/?lang=en").page.locator(".mz-welcome h2").inner_text()
        == "Ask for a figure, see where it is printed"
    )


def test_the_theme_follows_the_system_until_it_is_chosen(visit: Visit, standin_url: str) -> None:
    page = visit(standin_url, color_scheme="dark").page
    shade = "parseInt(getComputedStyle(document.querySelector('.mz-bar')).backgroundColor.match(/\\d+/)[0])"
    assert page.evaluate(shade) < 80
    page.locator(".mz-theme").click()
    assert page.evaluate(shade) > 200
    page.reload()
    page.wait_for_selector(".mz-welcome")
    page.wait_for_function(f"{shade} > 200")


def test_two_browsers_have_two_talks(visit: Visit, standin_url: str, standin: StandIn) -> None:
    one, two = visit(standin_url), visit(standin_url)
    one.ask("这是第几问")
    one.ask("这是第几问")
    two.ask("这是第几问")
    assert one.page.locator(".mz-text").all_inner_texts() == ["这是第 1 问", "这是第 2 问"]
    assert two.page.locator(".mz-text").all_inner_texts() == ["这是第 1 问"]
    one.page.get_by_text("新对话").click()
    one.page.wait_for_selector(".mz-welcome")
    one.ask("这是第几问")
    assert one.page.locator(".mz-text").all_inner_texts() == ["这是第 1 问"]
    assert [talk.asked for talk in standin.talks[-3:]] == [["这是第几问"] * 2, ["这是第几问"], ["这是第几问"]]


def test_one_slow_question_keeps_nobody_waiting(visit: Visit, standin_url: str, standin: StandIn) -> None:
    slow, quick = visit(standin_url), visit(standin_url)
    standin.slow.clear()
    slow.page.locator("#mz-box textarea").fill("慢")
    slow.page.keyboard.press("Enter")
    slow.page.wait_for_selector(".mz-pending")
    quick.ask("三公经费")
    assert slow.page.locator(".mz-pending").count() == 1
    standin.slow.set()
    slow.answered(1)


def test_a_question_that_breaks_off_says_so_and_the_talk_goes_on(visit: Visit, standin_url: str) -> None:
    watched = visit(standin_url)
    watched.ask("坏")
    assert "没有答成" in watched.page.locator(".mz-trouble").inner_text()
    watched.ask("三公经费")
    assert watched.page.locator(".mz-figure strong").inner_text() == "8.30 万元"
