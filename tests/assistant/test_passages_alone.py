"""With the ledger of figures empty, only words are left to answer with, and every answer still holds."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Answer, Assistant, verify
from assistant.answer import Status
from assistant.ask import UNVERIFIED
from corpus.read import read
from eval.case import load
from index.chunk import chunks
from index.store import LEDGER, Store
from index.writer import LedgerWriter
from tests.conftest import SHIPPED

QUESTIONS = [case.turns[-1] for number, case in enumerate(load(SHIPPED)) if case.id.startswith("d-") or number % 5 == 0]


@pytest.fixture(scope="module")
def wordy(samples: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    store = Store.create(tmp_path_factory.mktemp("wordy") / "var")
    with store.writing():
        number, folder = store.begin()
        writer = LedgerWriter(folder / LEDGER)
        for path in samples:
            document = read(path)
            writer.put(document, (), (), chunks(document), path=path.name, size=1)
        store.commit(number, writer.finish({"rules": "r", "embedding": "e"}))
    return Assistant.open(store.root)


def test_every_answer_in_words_holds(wordy: Assistant) -> None:
    answers = [wordy.ask(question) for question in QUESTIONS]
    said = [answer for answer in answers if answer.status is Status.ANSWERED]
    assert len(said) >= 15
    assert not [answer.question for answer in answers if answer.text == UNVERIFIED]
    assert not [answer.question for answer in said if answer.figures or not answer.citations or _unheld(wordy, answer)]


def _unheld(wordy: Assistant, answer: Answer) -> list[str]:
    named = (f"{d.issuer} {d.fiscal_year} {d.name}" for d in wordy.documents())
    return verify.problems(answer, (answer.question, *named))


@pytest.mark.parametrize("word", ["去年", "上年", "上一年"])
@pytest.mark.parametrize("item", ["差旅费", "工会经费", "离休费"])
def test_the_year_before_is_no_stray_number(item: str, word: str, assistant: Assistant) -> None:
    """What is not printed of the year before is said to be missing; the year itself needs no place."""
    answer = assistant.ask(f"昌吉市{word}{item}多少")
    assert answer.status is Status.NOT_DISCLOSED, answer.text
    assert "2019 年" in answer.text
