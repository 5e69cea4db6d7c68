"""Asking within some of the documents: as if no others were on record, and a filter that is named where it leaves nothing."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant import Answer, Assistant, Conversation, Within
from assistant.answer import Status
from corpus.errors import UnknownDocument
from index.ledger import DocumentRecord
from index.search import Search
from tests.assistant.made import write_generated

SEEDS = range(500, 512)
KEPT = (501, 504, 507)
ITEMS = [
    "三公经费",
    "公务接待费",
    "收支总预算",
    "机关运行经费",
    "项目支出",
    "基本支出",
    "车辆数",
    "在职人员",
    "政府采购",
    "2080505",
    "花在车上的钱",
]
FORMS = ["{item}多少", "{who}{item}多少", "{who}{year}年{item}多少", "各部门{item}排名", "哪个部门{item}最多", "所有部门{item}合计", "{who}{item}比上年增减多少，为什么",
         "{who}的主要职能是什么", "什么是{item}", "收录了哪些文件", "{who}有哪些绩效目标", "近三年{item}", "{who}和{other}{item}差多少", "{item}呢", "{who}呢", "随便说说"]  # fmt: skip


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over three of the generated disclosures and nothing else."""
    return Assistant.open(write_generated(tmp_path_factory.mktemp("alone") / "var", KEPT))


@pytest.fixture(scope="module")
def within(alone: Assistant) -> Within:
    """Those three, as what a reader may see of all of them."""
    return Within(documents=[d.id for d in alone.documents()])


def outside(assistant: Assistant, within: Within) -> set[str]:
    """Names of departments and files that the reader may not see."""
    kept = assistant.documents(within)
    others = [d for d in assistant.documents() if d not in kept]
    return {d.issuer for d in others} - {d.issuer for d in kept} | {d.name for d in others} | {d.id for d in others}


def told(answer: Answer) -> str:
    """Everything that an answer says or carries, but for the question and the time it took."""
    return json.dumps({**answer.to_json(), "question": "", "seconds": 0}, ensure_ascii=False)


def questions(documents: Sequence[DocumentRecord]) -> st.SearchStrategy[str]:
    names, years = sorted({d.issuer for d in documents}), sorted({d.fiscal_year for d in documents})
    parts: dict[str, list[str] | list[int]] = {"item": ITEMS, "who": names, "other": names, "year": years}
    chosen = st.fixed_dictionaries({name: st.sampled_from(values) for name, values in parts.items()})
    return st.builds(lambda form, values: form.format(**values), st.sampled_from(FORMS), chosen)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_within_a_set_is_as_if_nothing_else_were_on_record(
    data: st.DataObject, generated: Assistant, alone: Assistant, within: Within
) -> None:
    one, two = Conversation(), Conversation()
    for question in data.draw(st.lists(questions(generated.documents()), min_size=1, max_size=3)):
        answer = generated.ask(question, one, within=within)
        assert told(answer) == told(alone.ask(question, two))
        assert not [name for name in outside(generated, within) if name in told(answer) and name not in question]


def test_what_is_listed_and_suggested_is_of_the_set(generated: Assistant, alone: Assistant, within: Within) -> None:
    assert [d.id for d in generated.documents(within)] == [d.id for d in alone.documents()]
    assert generated.examples(within) == alone.examples()
    ledger = generated.ledger_within(within)
    assert sorted(ledger.labels(), key=str) == sorted(alone.ledger.labels(), key=str)
    assert [f.item for f in ledger.figures(items=["公务接待费"])] == [f.item for f in alone.ledger.figures(items=["公务接待费"])]
    kept = {d.id for d in alone.documents()}
    assert {hit.chunk.document_id for hit in Search(ledger).by_keywords("公务接待费 职能 预算", limit=50)} <= kept
    with pytest.raises(UnknownDocument):
        ledger.lines(next(d.id for d in generated.documents() if d.id not in kept))


def test_a_reader_who_may_see_nothing_is_told_so(generated: Assistant) -> None:
    answer = generated.ask("三公经费多少", within=Within(documents=()))
    assert (answer.status, answer.citations) == (Status.NOT_DISCLOSED, ())
    assert not generated.ledger_within(Within(documents=())).figures()
    assert not Search(generated.ledger_within(Within(documents=()))).by_keywords("三公经费")


def test_an_empty_filter_is_everything(assistant: Assistant) -> None:
    assert told(assistant.ask("三公经费 2024年多少", within=Within())) == told(assistant.ask("三公经费 2024年多少"))


@pytest.mark.parametrize(
    "question",
    [
        "昌吉市商工局三公经费多少",
        "昌吉市三公经费",
        "2020年三公经费多少",
        "2020年昌吉市的公务接待费是多少",
        "部门决算三公经费多少",
    ],
)
def test_what_a_filter_leaves_out_is_told_with_the_filter(question: str, assistant: Assistant) -> None:
    within = Within(years=(2024,), stages=("预算",))
    answer = assistant.ask(question, within=within)
    assert answer.status is Status.NOT_DISCLOSED
    assert "筛选（年度 2024；文种 预算）" in answer.text and "吉木萨尔县" in answer.text
    assert "未收录" not in answer.text and not answer.figures


def test_a_filter_answers_for_what_it_leaves(assistant: Assistant) -> None:
    by_year = {
        d.fiscal_year: assistant.ask("商工局三公经费多少", within=Within(years=(d.fiscal_year,))) for d in assistant.documents()
    }
    for year, answer in by_year.items():
        assert answer.status is Status.ANSWERED
        assert {f.fiscal_year for f in answer.figures} == {year}


def test_what_a_filter_leaves_out_stays_hidden_where_it_may_not_be_seen(assistant: Assistant) -> None:
    seen = [d for d in assistant.documents() if d.fiscal_year == 2024]
    answer = assistant.ask("三公经费多少", within=Within(issuers=("某某市秘密局",), documents=[d.id for d in seen]))
    assert answer.status is Status.NOT_DISCLOSED and "秘密局" not in answer.text and "筛选" in answer.text
    hidden = next(d for d in assistant.documents() if d not in seen)
    answer = assistant.ask("三公经费多少", within=Within(issuers=(hidden.issuer,), documents=[seen[0].id]))
    assert hidden.issuer not in told(answer)


def test_a_conversation_goes_on_within_a_new_filter(assistant: Assistant) -> None:
    newest, oldest = (sorted(assistant.documents(), key=lambda d: d.fiscal_year)[n] for n in (-1, 0))
    conversation = Conversation()
    assistant.ask(f"{newest.issuer}{newest.fiscal_year}年三公经费多少", conversation)
    answer = assistant.ask("那公务接待费呢", conversation, within=Within(issuers=(oldest.issuer,)))
    assert {f.issuer for f in answer.figures} == {oldest.issuer}
    assert newest.issuer not in told(answer)


def test_a_filter_with_nothing_behind_it_is_named(assistant: Assistant) -> None:
    answer = assistant.ask("三公经费多少", within=Within(years=(1999,)))
    assert answer.status is Status.NOT_DISCLOSED and "筛选（年度 1999）" in answer.text


def test_a_newer_build_is_asked_within_too(store: Path) -> None:
    assistant = Assistant.open(store)
    (first, *_) = assistant.documents()
    assert assistant.ask("三公经费多少", within=Within(documents=[first.id])).citations[0].document_id == first.id
