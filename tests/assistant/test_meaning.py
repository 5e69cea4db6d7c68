"""Items offered for words that no rule knows: near ones only, and never as an answer."""

from __future__ import annotations

import pytest

from assistant import Assistant
from assistant.answer import Status
from assistant.meaning import NEAR, Meaning
from benchmarks import meaning as measured

LABELS = ("会议费", "差旅费", "公务接待费", "公务用车运行维护费", "培训费", "住房公积金", "维修（护）费")


@pytest.mark.parametrize(("words", "meant"), [("出差的钱", "差旅费"), ("开会的钱", "会议费"), ("请人吃饭的钱", "公务接待费")])
def test_a_word_finds_what_it_means(words: str, meant: str) -> None:
    assert meant in Meaning(LABELS).nearest(words)


@pytest.mark.parametrize("words", ["天气", "地铁", "高考分数", "电影票房", "", "  "])
def test_what_is_no_item_finds_none(words: str) -> None:
    assert Meaning(LABELS).nearest(words) == []


def test_words_that_measure_the_threshold_were_not_learned() -> None:
    words = measured.words()
    assert sum(bool(word.meant) for word in words) > 60 and sum(not word.meant for word in words) >= 40


def test_no_unrelated_word_reaches_the_threshold_among_labels_of_documents(assistant: Assistant) -> None:
    every = Meaning(sorted({label.item for label in assistant.ledger.labels()}))
    assert not [word.text for word in measured.words() if not word.meant and every.scored(word.text)[0][0] >= NEAR]


def test_the_hashing_embedding_has_no_meaning(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MINGZHANG_EMBEDDING", "hashing")
    assert Meaning(LABELS).nearest("出差的钱") == []


@pytest.mark.parametrize(
    "question",
    [
        "吉木萨尔县2024年疏通下水道多少钱",
        "吉木萨尔县商工局2024年采煤多少",
        "昌吉市2020年弄绿植多少钱",
        "吉木萨尔县2024年跑外地花了多少",
        "昌吉市2020年给老人花了多少",
    ],
)
def test_an_unknown_word_is_never_answered_with_a_number(question: str, assistant: Assistant) -> None:
    answer = assistant.ask(question)
    assert answer.status is not Status.ANSWERED and not answer.figures
