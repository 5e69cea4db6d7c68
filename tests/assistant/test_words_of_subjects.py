"""Every everyday word of an economic subject leads to the amount of that subject, whatever stands around it."""

from __future__ import annotations

from itertools import cycle

import pytest

from assistant import Assistant, Conversation
from assistant.answer import Status
from assistant.mention import colloquial
from corpus import vocabulary
from tests.assistant.made import Row, write_rows

SUBJECTS = [s for s in vocabulary.subjects() if s.classification == "economic" and not s.withdrawn]
AMOUNTS = {name: f"{at}.{at % 90 + 10}" for at, name in enumerate(dict.fromkeys(s.name for s in SUBJECTS), start=101)}
SHAPES = [
    "石泉县统计局2034年的{}多少",
    "石泉县统计局{}安排了几万",
    "2034年石泉县统计局的{}是多少钱",
    "石泉县统计局今年花在{}上的钱有多少",
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    rows = [Row(f"{name} {amount}", vocabulary.canonical(name), amount) for name, amount in AMOUNTS.items()]
    return Assistant.open(write_rows(tmp_path_factory.mktemp("subjects"), ("石泉县统计局2034年部门预算公开", rows)))


def _words() -> list[tuple[str, set[str]]]:
    """Each word that is typed for an economic subject, with the amounts of the subjects that it may mean."""
    meant: dict[str, set[str]] = {}
    for name, amount in AMOUNTS.items():
        item = vocabulary.item(vocabulary.canonical(name))
        for word in item.aliases if item else ():
            meant.setdefault(word, set()).add(amount)
    return sorted((word, amounts) for word, amounts in meant.items() if word not in colloquial()["together"])


def test_a_word_for_a_subject_leads_to_its_amount(made: Assistant) -> None:
    missed = []
    for (word, amounts), shape in zip(_words(), cycle(SHAPES)):
        answer = made.ask(shape.format(word), Conversation())
        if answer.status is not Status.ANSWERED or str(answer.figures[0].value) not in amounts:
            missed.append((word, answer.text))
    assert not missed


@pytest.mark.parametrize(
    ("said", "subject"),
    [
        ("打长途电话、寄包裹这些", "邮电费"),
        ("寄快递", "邮电费"),
        ("补给各类企业的钱", "对企业补助"),
        ("直接发给企业的资金", "对企业补助"),
        ("补到个人头上的钱", "对个人和家庭的补助"),
        ("补充全国社会保障基金", "补充全国社会保障基金"),
    ],
)
def test_what_is_done_with_the_money_leads_to_its_subject(made: Assistant, said: str, subject: str) -> None:
    answer = made.ask(f"石泉县统计局2034年{said}一共多少", Conversation())
    assert answer.status is Status.ANSWERED and str(answer.figures[0].value) == AMOUNTS[subject]


@pytest.mark.parametrize("said", ["外贸企业补贴", "困难群众个人补助", "来访大厅安保"])
def test_words_before_a_general_name_are_not_left_aside(made: Assistant, said: str) -> None:
    assert made.ask(f"石泉县统计局2034年{said}多少", Conversation()).status is not Status.ANSWERED
