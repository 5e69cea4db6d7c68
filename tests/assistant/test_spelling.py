from __future__ import annotations

import pytest

from assistant.issuers import IssuerBook
from assistant.spelling import Slip, Spelling, confusable, misspells, without_slips
from assistant.text import fold

BOOK = Spelling(["公务接待费", "生活补助", "租赁费", "事业收入", "离休费", "退休费", "专用材料费", "航道养护经费"])


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("公务接侍费多少", "公务接待费"),
        ("那生活捕助呢", "生活补助"),
        ("2031年租凭费", "租赁费"),
        ("退修费", "退休费"),
        ("专用材科费", "专用材料费"),
        ("航道养户经费", "航道养护经费"),
    ],
)
def test_one_wrong_character_that_is_alike_is_put_right(typed: str, meant: str) -> None:
    text, slips = BOOK.corrected(typed)
    assert meant in text and len(text) == len(typed)
    assert [slip.meant for slip in slips] == [meant]


@pytest.mark.parametrize("typed", ["商务接待费", "实业收入", "生活费", "租车费", "退休费", "通用材料费"])
def test_another_word_and_a_right_one_stay(typed: str) -> None:
    assert BOOK.corrected(typed) == (typed, ())


def test_what_fits_two_names_is_not_put_right() -> None:
    assert Spelling(["甲设备费", "甲没备费"]).corrected("甲役备费")[1] == ()


def test_a_name_that_stands_is_not_cut_through() -> None:
    assert BOOK.corrected("租凭费", taken=[(0, 4)])[1] == ()


def test_characters_are_alike_by_eye_or_ear() -> None:
    assert confusable("赁", "凭") and confusable("费", "废") and not confusable("公", "商") and not confusable("a", "b")
    assert misspells("才正局", "财政局") and not misspells("财政局", "财政局") and not misspells("教育局", "财政局")


def test_places_and_departments_are_put_right_but_no_other_place_is_taken_for_one() -> None:
    book = IssuerBook(["东海市临河区财政局", "苏州市科学技术局"])
    assert book.spell("东海市临合区才政居编制")[0] == "东海市临河区财政局编制"
    assert book.spell("苏州市科学技木局")[0] == "苏州市科学技术局"
    assert book.spell("苏州是不是归科学技术局管") == ("苏州是不是归科学技术局管", ())
    assert book.spell("宿州市科学技术局") == ("宿州市科学技术局", ())
    assert book.spell("苏州市科学技数局")[1] == (Slip("苏州市科学技数局", "苏州市科学技术局"),)


def test_slips_of_the_fields_own_words_and_old_script() -> None:
    assert without_slips("2031年部们予算") == "2031年部门预算"
    assert fold("贍養撫卹與紙張複印") == "赡养抚恤与纸张复印"
