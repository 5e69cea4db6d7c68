from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer import Status
from corpus.errors import CaseError, SettingsError
from eval.case import Case
from eval.run import resumable, run
from eval.systems import SYSTEMS, InProcess, Options, open_system
from tests.eval.made import LIBRARY, PLACE, Scripted, answer, case, figure

CASES = [case(name, figures=[figure()]) for name in "abcd"]
GOOD = answer({"value": "8.30", "unit": "万元"})


def test_each_case_is_asked_graded_and_traced() -> None:
    system = Scripted(GOOD)
    results = run(CASES, system, LIBRARY)
    assert [r.grade.right for r in results] == [True] * 4
    assert len(system.asked) == 4
    assert results[0].trace == ("一步",)


def test_what_gets_no_reply_is_a_miss_with_its_reason() -> None:
    results = run(CASES, Scripted(None), LIBRARY)
    assert [(r.grade.right, r.answer, r.error) for r in results] == [(False, None, "没有回答")] * 4


def test_a_run_that_was_cut_off_goes_on_where_it_stopped(tmp_path: Path) -> None:
    partial = tmp_path / "out" / "x.partial.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run(CASES, Scripted(GOOD, fails_at=2), LIBRARY, partial)
    assert resumable(partial, CASES, Scripted(GOOD), LIBRARY) == 2
    rest = Scripted(None)
    results = run(CASES, rest, LIBRARY, partial)
    assert len(rest.asked) == 2
    assert [r.grade.right for r in results] == [True, True, False, False]
    assert results[0].trace == ("一步",)
    assert resumable(partial, CASES, rest, LIBRARY) == 4, "kept until the results are written down"


def test_silence_is_kept_and_not_asked_again(tmp_path: Path) -> None:
    partial = tmp_path / "x.partial.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run(CASES, Scripted(None, fails_at=1), LIBRARY, partial)
    results = run(CASES, Scripted(GOOD), LIBRARY, partial)
    assert [r.grade.right for r in results] == [False, True, True, True]


@pytest.mark.parametrize("damage", ["cut", "other questions", "garbage"])
def test_only_whole_lines_of_the_same_run_are_taken_over(tmp_path: Path, damage: str) -> None:
    partial = tmp_path / "x.partial.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run(CASES, Scripted(GOOD, fails_at=2), LIBRARY, partial)
    cases: list[Case] = CASES
    if damage == "cut":
        partial.write_bytes(partial.read_bytes()[:-20])
    elif damage == "garbage":
        partial.write_bytes(b"\xff\x00[]\n")
    else:
        cases = [*CASES[:3], case("d", Status.CLARIFY)]
    left = {"cut": 1, "garbage": 0, "other questions": 0}[damage]
    assert resumable(partial, cases, Scripted(GOOD), LIBRARY) == left
    system = Scripted(GOOD)
    assert len(run(cases, system, LIBRARY, partial)) == 4
    assert len(system.asked) == 4 - left


def test_a_document_that_the_index_lacks_is_one_line() -> None:
    LIBRARY.require([case(cites=(PLACE,))])
    elsewhere = case("q-9", cites=(type(PLACE)("另一局-2019"),))
    with pytest.raises(CaseError, match=r"q-9.*另一局-2019") as caught:
        LIBRARY.require([elsewhere])
    assert "\n" not in str(caught.value)


def test_a_fault_of_the_program_is_a_miss_of_one_case(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    system = InProcess(sample_store)

    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("算错了")

    monkeypatch.setattr(system._assistant, "ask", broken)
    (result,) = run(CASES[:1], system, LIBRARY)
    assert "ZeroDivisionError" in result.error
    assert not result.grade.right


def test_an_unknown_system_is_one_line(sample_store: Path) -> None:
    with pytest.raises(SettingsError, match="rag"):
        open_system("gpt", Options(sample_store))
    assert set(SYSTEMS) == {"mingzhang", "http", "endpoint", "rag", "keywords", "vectors"}
