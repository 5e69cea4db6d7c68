"""Answers as HTML: the large figure, statuses, evidence, findings, chips."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

import pytest

from assistant.answer import Answer, AnswerFinding, Status
from assistant.page.answers import answer_html, copied, turn_html
from assistant.page.session import Turn
from assistant.page.texts import languages, texts
from tests.page.standin import EVIL, FIGURE, HOSTILE, PROSE, TABLE, three_public

ZH = texts("zh")


def _html(text: str, status: Status = Status.ANSWERED, **more: object) -> str:
    answer = Answer("问", status, text, figures=(FIGURE,), citations=(TABLE, PROSE))
    return answer_html(replace(answer, **more), 1, ZH)


def test_the_figure_asked_for_is_large_and_its_owner_is_named() -> None:
    html = _html("**8.30 万元**[1] — 比上年持平。")
    assert '<span class="mz-number">8.30</span><span class="mz-unit"> 万元</span>' in html
    assert "某县商务局 · 2024 年预算 · 三公经费" in html
    assert "<p>比上年持平。</p>" in html


def test_the_owner_is_not_named_twice() -> None:
    assert "mz-caption" not in _html("**8.30 万元**[1] — 某县商务局 2024 年部门预算。")


@pytest.mark.parametrize("text", ["**8.31 万元**[1]", "没有增加：2024 年 8.30 万元[1]。", "**没有**", "| a |\n|---|\n| 8.30 |"])
def test_only_a_figure_of_the_answer_is_set_large(text: str) -> None:
    assert "mz-number" not in _html(text)


def test_a_refusal_sets_no_number_large() -> None:
    assert "mz-number" not in _html("**8.30 万元**[1]", Status.NOT_DISCLOSED)


def test_thousands_and_minus_signs_are_kept_as_written() -> None:
    figure = replace(FIGURE, value=Decimal("-1234.50"))
    assert '<span class="mz-number">−1,234.50</span>' in _html("**−1,234.50 万元**", figures=(figure,))


def test_a_derived_figure_says_so_once() -> None:
    figure = replace(FIGURE, value=Decimal("117.36"), formula="121.36 − 4.00")
    html = _html("**117.36 万元**（推算）= 121.36 − 4.00 [1]。", figures=(figure,))
    assert html.partition("mz-foot")[0].count("推算") == 1
    assert "= 121.36 − 4.00 <button" in html
    assert "推算" in _html("**117.36 万元**[1]", figures=(figure,))


def test_a_note_after_the_marks_stays_beside_the_figure() -> None:
    html = _html("**0 万元**[1]（未安排） — 某县。", figures=(replace(FIGURE, value=Decimal(0)),))
    assert '<span class="mz-derived">未安排</span><button' in html
    assert "<p>某县。</p>" in html


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("language", languages())
def test_each_status_is_told_apart_in_each_language(status: Status, language: str) -> None:
    html = answer_html(Answer("问", status, "话"), 1, texts(language))
    assert f'data-status="{status.value}"' in html
    assert ("mz-badge" in html) == (status is not Status.ANSWERED)


def test_marks_without_a_citation_open_nothing() -> None:
    html = _html("见[7]与[1]", figures=())
    assert re.findall(r'class="mz-mark"[^>]*data-cite="(\d+)"', html) == ["1"]
    assert "见[7]与" in html


def test_evidence_names_each_place_under_its_document() -> None:
    html = _html("话")
    assert html.count("mz-document") == 1
    assert re.findall(r'mz-where">([^<]+)<', html) == ["第 40 行", "第 60–61 行"]


def test_what_is_copied_is_plain_and_names_its_places() -> None:
    text = "**8.30 万元**[1]，2*3*4\n| 部门 | 数 |\n|---|---:|\n| 甲\\|乙 | **8.30**[1] |"
    lines = copied(Answer("问", Status.ANSWERED, text, citations=(TABLE,)), ZH).splitlines()
    assert lines[:3] == ["8.30 万元[1]，2*3*4", "部门\t数", "甲|乙\t8.30[1]"]
    assert lines[3:] == ["", "[1] 某县商务局 2024，" + TABLE.document + "，表10 “三公”经费支出情况表 · 第 40 行"]
    assert copied(Answer("问", Status.OUT_OF_SCOPE, "不答"), ZH) == "不答"


def test_a_finding_that_the_text_already_tells_is_not_repeated() -> None:
    findings = (AnswerFinding("error", "甲与乙不一致", (1,)), AnswerFinding("omission", "漏印", ()))
    html = _html("⚠ 甲与乙不一致[1]", findings=findings)
    assert html.count("甲与乙不一致") == 2, "in the text and in the copy of the text"
    assert html.count("漏印") == 1


def test_clarifying_chips_are_called_choices() -> None:
    html = _html("哪个部门？", Status.CLARIFY, suggestions=("甲局",))
    assert ZH.say("choices") in html
    assert 'data-ask="甲局"' in html


def test_everything_from_outside_is_escaped() -> None:
    hostile = replace(
        three_public(EVIL), text=EVIL, figures=(replace(FIGURE, issuer=EVIL, item=EVIL, unit=EVIL),), citations=(HOSTILE,)
    )
    for turn in (Turn(1, EVIL, hostile), Turn(2, EVIL), Turn(3, EVIL, trouble=EVIL)):
        html = turn_html(turn, ZH)
        assert "<script" not in html
        assert "<img" not in html
        assert 'onerror="' not in html


def test_both_languages_say_the_same_things() -> None:
    english = texts("en")
    assert set(english.words) == set(ZH.words)
    for key, words in ZH.words.items():
        assert set(re.findall(r"{(\w+)}", words)) == set(re.findall(r"{(\w+)}", english.words[key])), key
    assert texts("../../etc/passwd") is ZH
