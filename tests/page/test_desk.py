"""Behind the page: sessions, an index that is missing or broken, answers that fail."""

from __future__ import annotations

import pytest

from assistant.page.desk import Desk
from assistant.page.session import TURNS_SHOWN, Session
from corpus.errors import NewerStore, StoreEmpty
from tests.page.standin import EVIL, LINES, StandIn


@pytest.fixture
def desk() -> Desk:
    standin = StandIn()
    return Desk(lambda: standin, standin.talk)


def _ask(desk: Desk, session: Session, question: str) -> None:
    session.begin(question)
    desk.answer(session)


def test_without_an_index_the_command_is_named_and_a_later_index_is_found() -> None:
    standin, built = StandIn(), []

    def open_() -> StandIn:
        if not built:
            raise StoreEmpty("var/<b>", "还没有索引")
        return standin

    desk = Desk(open_, standin.talk)
    assert "mingzhang build 文件夹 --store var/&lt;b&gt;" in desk.log(Session())
    assert "尚未收录文件" in desk.bar(Session())
    built.append(True)
    assert "问一个数" in desk.log(Session())


def test_an_index_that_cannot_be_read_says_why() -> None:
    def open_() -> StandIn:
        raise NewerStore("var", f"由更新的版本写成{EVIL}", "请升级")

    log = Desk(open_, StandIn().talk).log(Session())
    assert "请升级" in log
    assert "<script" not in log


def test_an_index_that_goes_away_ends_a_question_with_its_reason(desk: Desk) -> None:
    def ask(question: str, conversation: object = None, **more: object) -> object:
        raise StoreEmpty("var", "索引不见了", "请重建")

    desk.assistant().ask = ask  # type: ignore[assignment,method-assign]
    session = Session()
    _ask(desk, session, "三公经费")
    assert "var: 索引不见了; 请重建" in desk.log(session)


def test_a_failure_closes_the_open_turn_and_only_that(desk: Desk) -> None:
    session = Session()
    _ask(desk, session, "三公经费")
    session.begin("坏")
    with pytest.raises(RuntimeError):
        desk.answer(session)
    desk.fail(session)
    assert [turn.trouble is None for turn in session.turns] == [True, False]
    desk.fail(session)
    assert session.turns[0].answer


@pytest.mark.parametrize(("turn", "number"), [(0, 0), (1, 9), (2, 1), (-1, 1)])
def test_a_mark_that_this_session_never_showed_opens_nothing(desk: Desk, turn: int, number: int) -> None:
    session = Session()
    _ask(desk, session, "三公经费")
    panel = desk.source(session, turn, number)
    assert "请重新提问" in panel
    assert LINES[0].text not in panel


def test_one_session_cannot_open_what_another_was_shown(desk: Desk) -> None:
    one, two = Session(), Session()
    _ask(desk, one, "三公经费")
    assert "合计 8.30 8.30" in desk.source(one, 1, 1)
    assert "合计 8.30 8.30" not in desk.source(two, 1, 1)
    assert one.conversation is not two.conversation or two.conversation is None


def test_old_turns_leave_the_page_and_numbers_go_on(desk: Desk) -> None:
    session = Session()
    for _ in range(TURNS_SHOWN + 3):
        _ask(desk, session, "第几问")
    assert len(session.turns) == TURNS_SHOWN
    assert session.turns[-1].number == TURNS_SHOWN + 3
