"""Talks that are kept: for each owner apart, for their time, in full, and back again after a deletion."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answer import Answer, AnswerFigure, AnswerFinding, Citation, Status
from assistant.talks import FILE, MOST, TITLE, TURNS, UNDO, Talks, lifetime, new_id
from corpus.errors import SettingsError, StoreError

ANSWER = Answer("问", Status.ANSWERED, "**8.30 万元**[1]")
SILENT = Answer("问", Status.NOT_DISCLOSED, "没有")


@pytest.fixture
def talks(tmp_path: Path) -> Talks:
    return Talks(tmp_path)


def test_a_talk_comes_back_as_it_was(talks: Talks, sample_store: Path) -> None:
    assistant = Assistant.open(sample_store)
    asked = ("三公经费 2024年多少", "比上年增减多少", "哪里自相矛盾", "写首诗")
    answers = [assistant.ask(question) for question in asked]
    talk = new_id()
    for question, answer in zip(asked, answers, strict=True):
        assert talks.add("甲", talk, question, answer, "f") == talk
    kept = Talks(Path(talks._file).parent).turns("甲", talk)
    assert [(turn.question, turn.answer, turn.filters) for turn in kept] == [
        (q, a, "f") for q, a in zip(asked, answers, strict=True)
    ]
    assert [record.title for record in talks.listed("甲")] == [asked[0]]


@given(value=st.decimals(allow_nan=False, allow_infinity=False), text=st.text(), words=st.text(max_size=200))
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_and_any_digits_are_kept(talks: Talks, value: Decimal, text: str, words: str) -> None:
    figure = AnswerFigure(value, text, text, 2024, "预算", text, "level", (1,), None, "1 + 1")
    cited = Citation(1, "ab" * 32, text, text, 2024, text, page=3, table=text)
    answer = Answer(words, Status.ANSWERED, text, (figure,), (cited,), (AnswerFinding("error", text, (1,)),), (text,), 0.25)
    talk = talks.add("甲", new_id(), words, answer)
    (turn,) = talks.turns("甲", talk)
    assert (turn.question, turn.answer) == (words, answer)
    assert turn.answer is not None
    assert str(turn.answer.figures[0].value) == str(value)
    title = talks.listed("甲")[0].title
    assert len(title) <= TITLE
    assert "\n" not in title


def test_half_a_character_does_not_lose_the_turn(talks: Talks) -> None:
    talk = talks.add("甲", new_id(), "三公\ud800经费", Answer("三公\ud800", Status.CLARIFY, "\udfff"))
    assert [turn.question for turn in talks.turns("甲", talk)] == ["三公?经费"]


OTHERS: dict[str, Callable[[Talks, str, str, str], object]] = {
    "read": lambda talks, owner, talk, batch: talks.turns(owner, talk),
    "rename": lambda talks, owner, talk, batch: talks.rename(owner, talk, "新"),
    "delete": lambda talks, owner, talk, batch: talks.delete(owner, talk),
    "delete all": lambda talks, owner, talk, batch: talks.delete(owner),
    "restore": lambda talks, owner, talk, batch: talks.restore(owner, batch),
    "list": lambda talks, owner, talk, batch: talks.listed(owner),
}


@pytest.mark.parametrize("act", OTHERS.values(), ids=list(OTHERS))
@pytest.mark.parametrize("other", ["乙", "", "甲 ", "%"])
def test_nobody_reaches_the_talks_of_somebody_else(
    talks: Talks, act: Callable[[Talks, str, str, str], object], other: str
) -> None:
    talk, gone = (talks.add("甲", new_id(), f"问题{n}", ANSWER) for n in range(2))
    batch = talks.delete("甲", gone)
    assert batch
    before = repr((talks.listed("甲"), talks.turns("甲", talk)))
    assert not act(talks, other, talk, batch)
    assert repr((talks.listed("甲"), talks.turns("甲", talk))) == before
    assert talks.restore("甲", batch) == 1


def test_writing_to_the_id_of_somebody_else_begins_a_talk_of_ones_own(talks: Talks) -> None:
    theirs = talks.add("甲", new_id(), "甲的问题", ANSWER)
    mine = talks.add("乙", theirs, "乙的问题", ANSWER)
    assert mine != theirs
    assert [turn.question for turn in talks.turns("甲", theirs)] == ["甲的问题"]
    assert [turn.question for turn in talks.turns("乙", mine)] == ["乙的问题"]
    assert talks.turns("乙", theirs) == ()


@pytest.mark.parametrize("forged", ["", "x", "../../etc/passwd", "A" * 32])
def test_an_id_that_was_not_made_here_is_replaced(talks: Talks, forged: str) -> None:
    assert talks.add("甲", forged, "问", ANSWER) != forged


def test_titles_are_changed_and_cut(talks: Talks) -> None:
    talk = talks.add("甲", new_id(), "长" * 500, ANSWER)
    assert talks.listed("甲")[0].title == "长" * (TITLE - 1) + "…"
    assert talks.rename("甲", talk, "  年度\n 核对 ")
    assert talks.listed("甲")[0].title == "年度 核对"
    assert not talks.rename("甲", talk, " \n ")
    assert not talks.rename("甲", new_id(), "无此对话")


def test_what_is_deleted_comes_back_once_and_for_a_while(talks: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = [talks.add("甲", new_id(), f"问题{n}", ANSWER) for n in range(3)]
    one = talks.delete("甲", ids[0])
    rest = talks.delete("甲")
    assert one and rest
    assert talks.listed("甲") == ()
    assert talks.delete("甲") is None
    assert talks.restore("甲", one) == 1
    assert [record.id for record in talks.listed("甲")] == [ids[0]]
    later = time.time() + UNDO + 1
    monkeypatch.setattr(time, "time", lambda: later)
    assert talks.restore("甲", rest) == 0
    assert talks.tidy() == 2
    assert [record.id for record in talks.listed("甲")] == [ids[0]]


def test_a_question_asked_again_takes_the_place_of_the_last(talks: Talks) -> None:
    talk = talks.add("甲", new_id(), "一", ANSWER)
    talks.add("甲", talk, "二", SILENT)
    other = talks.add("甲", new_id(), "别的", ANSWER)
    talks.add("甲", talk, "二", ANSWER, again=True)
    assert [(turn.question, turn.answer) for turn in talks.turns("甲", talk)] == [("一", ANSWER), ("二", ANSWER)]
    assert len(talks.turns("甲", other)) == 1


def test_a_deleted_talk_is_not_continued(talks: Talks) -> None:
    talk = talks.add("甲", new_id(), "前", ANSWER)
    talks.delete("甲", talk)
    other = talks.add("甲", talk, "后", ANSWER)
    assert other != talk
    assert [record.title for record in talks.listed("甲")] == ["后"]


def test_talks_end_with_their_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    talks = Talks(tmp_path, days=2)
    old = talks.add("甲", new_id(), "旧", ANSWER)
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 1.5 * 86400)
    new = talks.add("甲", new_id(), "新", ANSWER)
    monkeypatch.setattr(time, "time", lambda: now + 2.1 * 86400)
    assert [record.id for record in talks.listed("甲")] == [new]
    assert talks.turns("甲", old) == ()
    talks.add("乙", new_id(), "打扫", ANSWER)
    with sqlite3.connect(tmp_path / FILE) as file:
        assert [row[0] for row in file.execute("select question from turns order by key")] == ["新", "打扫"]


def test_nothing_is_kept_for_no_days_and_no_file_is_made_by_looking(tmp_path: Path) -> None:
    talks = Talks(tmp_path, days=0)
    assert talks.add("甲", new_id(), "问", ANSWER)
    assert not talks.listed("甲")
    assert not talks.turns("甲", "x")
    assert not Talks(tmp_path).listed("甲")
    assert list(tmp_path.iterdir()) == []


def test_there_is_an_end_to_talks_and_turns(talks: Talks, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assistant.talks.MOST", 3)
    monkeypatch.setattr("assistant.talks.TURNS", 2)
    ids = [talks.add("甲", new_id(), f"问题{n}", SILENT) for n in range(5)]
    assert [record.id for record in talks.listed("甲")] == ids[:1:-1]
    for n in range(4):
        talks.add("甲", ids[4], f"接着{n}", SILENT)
    assert [turn.question for turn in talks.turns("甲", ids[4])] == ["接着2", "接着3"]
    assert (MOST, TURNS) == (300, 200)


def test_many_at_once_lose_nothing(tmp_path: Path) -> None:
    talks = [Talks(tmp_path), Talks(tmp_path)]
    talk = talks[0].add("甲", new_id(), "头", ANSWER)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: talks[n % 2].add("甲", talk, str(n), ANSWER), range(24)))
    assert sorted(turn.question for turn in talks[0].turns("甲", talk)) == sorted(["头", *map(str, range(24))])


def test_an_answer_of_an_older_form_is_a_question_without_answer(talks: Talks, tmp_path: Path) -> None:
    talk = talks.add("甲", new_id(), "问", ANSWER)
    with sqlite3.connect(tmp_path / FILE) as file:
        file.execute("""update turns set answer = '{"question":"问","status":"answered","text":"8","colour":"red"}'""")
    assert [(turn.question, turn.answer) for turn in talks.turns("甲", talk)] == [("问", None)]


def test_a_damaged_file_is_said_in_one_line_and_left_alone(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"no database" * 100)
    with pytest.raises(StoreError, match="对话记录读写失败"):
        Talks(tmp_path).listed("甲")
    assert (tmp_path / FILE).read_bytes() == b"no database" * 100


def test_only_the_server_s_user_reads_the_file(talks: Talks, tmp_path: Path) -> None:
    talks.add("甲", new_id(), "问", ANSWER)
    assert (tmp_path / FILE).stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(("written", "days"), [("", 30), (" 7 ", 7), ("0", 0)])
def test_the_lifetime_is_a_setting(written: str, days: int) -> None:
    assert lifetime({"MINGZHANG_TALK_DAYS": written}) == days
    assert lifetime({}) == 30


@pytest.mark.parametrize("written", ["-1", "abc", "1.5", "1000000", "٣"])
def test_a_lifetime_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(SettingsError, match="MINGZHANG_TALK_DAYS"):
        lifetime({"MINGZHANG_TALK_DAYS": written})


def test_a_talk_that_has_only_begun_is_found_but_not_listed(talks: Talks) -> None:
    begun = talks.begin("甲")
    assert talks.find("甲", begun.id) == begun
    assert talks.find("乙", begun.id) is None
    assert talks.listed("甲") == ()
    assert talks.add("甲", begun.id, "三公经费多少", ANSWER) == begun.id
    assert [(t.id, t.title) for t in talks.listed("甲")] == [(begun.id, "三公经费多少")]
