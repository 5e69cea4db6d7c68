from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.text import LONGEST_QUESTION, fold, is_english, key, squeeze


def test_traditional_full_width_and_quotes_are_one_key() -> None:
    assert key("“三公”經費") == key("三公经费") == key("三 公 经 费")
    assert key("因公出国（境）费") == key("因公出国(境)费")


def test_a_pause_stays_a_pause() -> None:
    assert squeeze(fold("多少？？为什么！")) == "多少,为什么,"


def test_english_is_told_from_chinese() -> None:
    assert is_english("What is the total budget of Jimsar?")
    assert not is_english("GDP 目标是多少")
    assert not is_english("")


@given(st.text())
def test_any_text_is_squeezed_once_and_for_all(text: str) -> None:
    squeezed = squeeze(fold(text))
    assert squeezed == squeeze(squeezed)
    assert not any(c.isspace() for c in squeezed)


def test_what_is_too_long_is_cut() -> None:
    assert len(fold("预" * 10_000)) == LONGEST_QUESTION
