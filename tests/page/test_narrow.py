"""Filters: what can be chosen, what is left, and that an answer says when something was left out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.page.desk import Desk
from assistant.page.narrow import PARTS, Narrowed, changed, chosen, narrow_html, narrowed, offered
from assistant.page.session import Session
from assistant.page.texts import languages, texts
from assistant.within import Within
from corpus.document import Stage
from tests.page.conftest import PHONE, Watched
from tests.page.standin import EVIL, Listed

Visit = Callable[..., Watched]
ZH = texts("zh")
LISTED = (
    Listed("a", "甲局", 2024, Stage.BUDGET), Listed("b", "甲局", 2023, Stage.FINAL_ACCOUNT), Listed("c", "乙局", 2024, Stage.BUDGET),
    Listed("d", EVIL, 2020, Stage.BUDGET),
)  # fmt: skip


def test_the_lists_hold_what_is_loaded_and_what_the_other_filters_leave() -> None:
    assert offered(Within(), "issuer", LISTED) == sorted({"甲局", "乙局", EVIL})
    assert offered(Within(), "year", LISTED) == ["2024", "2023", "2020"]
    assert offered(Within(stages=("决算",)), "issuer", LISTED) == ["甲局"]
    assert offered(Within(issuers=("甲局",)), "year", LISTED) == ["2024", "2023"]
    assert offered(Within(years=(2024,)), "year", LISTED) == ["2023", "2020"], "another year may be added"


@given(st.lists(st.tuples(st.sampled_from((*PARTS, "documents", "")), st.text(max_size=6), st.booleans()), max_size=12))
def test_no_choice_that_a_browser_sends_breaks_the_filters(choices: list[tuple[str, str, bool]]) -> None:
    within = Within()
    for part, value, on in choices:
        within = changed(within, part, value, on)
        narrow_html(within, LISTED, ZH)
    assert within.documents is None
    assert "" not in chosen(within, "issuer")


def test_a_value_is_added_once_and_taken_off() -> None:
    within = changed(changed(Within(), "year", "2024", True), "year", "2024", True)
    assert within.years == (2024,)
    assert not changed(within, "year", "2024", False).filters
    assert changed(within, "year", "٣", True) == within


def test_what_is_left_is_counted() -> None:
    assert narrowed(Within(), LISTED) is None
    found = narrowed(Within(issuers=("甲局",), years=(2024,)), LISTED)
    assert found == Narrowed("甲局 · 2024", 1, 4)
    assert found
    assert Narrowed.read(found.written()) == found
    for text in ("", "{}", "[1]", '["a","b","c"]', "null"):
        assert Narrowed.read(text) is None


@pytest.mark.parametrize("language", languages())
def test_every_part_of_the_row_has_a_name(language: str) -> None:
    words = texts(language)
    html = narrow_html(Within(issuers=(EVIL,)), LISTED, words)
    assert html.count("<select") == len(PARTS)
    for part in PARTS:
        assert f'aria-label="{words.say("narrow_by", name=words.say(part))}"' in html
    assert "<script" not in html
    assert words.say("narrow_left", kept=1, total=4) in html
    assert narrow_html(Within(), LISTED[:1], words) == ""


def test_an_answer_says_what_filters_left_out_only_when_they_did(library_desk: Desk) -> None:
    session = Session()
    session.within = Within(years=(2024,))
    library_desk.begin(session, "三公经费多少")
    library_desk.answer(session)
    log = library_desk.log(session)
    assert "8.30" in log
    assert "10.40" not in log
    assert "3 份文件中只查了 1 份" in log
    assert "不筛选再问" in log
    session.within = replace(session.within, years=(2020, 2023, 2024))
    library_desk.begin(session, "三公经费多少")
    library_desk.answer(session)
    assert library_desk.log(session).count("不筛选再问") == 1, "all documents were looked at"


def test_a_question_for_what_is_filtered_out_is_not_answered_from_it(library_desk: Desk) -> None:
    session = Session()
    session.within = Within(stages=("决算",))
    library_desk.begin(session, "三公经费 2024年多少")
    library_desk.answer(session)
    answer = session.turns[-1].answer
    assert answer
    assert answer.figures == ()
    assert "决算" in library_desk.log(session)


@pytest.mark.browser
def test_filters_are_set_used_told_and_cleared(visit: Visit, library_url: str) -> None:
    watched = visit(library_url, PHONE)
    page = watched.page
    years = page.get_by_label("按年度筛选")
    years.focus()
    years.select_option("2024")
    page.wait_for_selector(".mz-narrow-on")
    assert page.locator(".mz-narrow-left").inner_text() == "1 / 3 份"
    page.wait_for_function(
        "[...document.querySelectorAll('.mz-welcome .mz-chip')].every(chip => !/20(20|23)/.test(chip.textContent))"
    )
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "按年度筛选"
    assert page.evaluate("document.activeElement.value") == ""
    watched.ask("三公经费多少")
    assert page.locator(".mz-figure strong").inner_text() == "8.30 万元"
    assert "3 份文件中只查了 1 份" in page.locator(".mz-filtered").inner_text()
    page.get_by_label("取消筛选：2024").click()
    page.wait_for_selector(".mz-narrow-on", state="detached")
    page.get_by_label("按文种筛选").select_option("预算")
    page.get_by_label("按部门筛选").select_option("云山县档案局")
    page.wait_for_function("document.querySelectorAll('.mz-narrow-on').length === 2")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    page.locator(".mz-wide-ask").click()
    watched.answered(2)
    assert page.locator(".mz-narrow-on").count() == 0, "asked without filters"
    assert page.locator(".mz-filtered").count() == 1
    page.get_by_label("按年度筛选").select_option("2020")
    page.locator(".mz-narrow-clear").click()
    page.wait_for_selector(".mz-narrow-clear", state="detached")
