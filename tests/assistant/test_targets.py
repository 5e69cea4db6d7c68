"""Which disclosures a question is about, over any set of documents."""

from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assistant import Assistant
from assistant.answer import Status
from assistant.question import Question
from assistant.targets import find_targets
from corpus.document import Stage
from index.ledger import DocumentRecord
from tests.assistant.made import Row, write_rows

ISSUERS = ("甲局", "乙局", "丙局")


def record(issuer: str, year: int, stage: Stage) -> DocumentRecord:
    name = f"{issuer}{year}{stage}"
    return DocumentRecord(name, name, name, issuer, year, stage, None, False, 1, 1, 1, 1, 0, 0, 1)


records = st.lists(
    st.builds(record, st.sampled_from(ISSUERS), st.integers(2018, 2026), st.sampled_from(list(Stage))),
    min_size=1, max_size=8, unique_by=lambda r: r.id,
)  # fmt: skip
years = st.lists(st.integers(2017, 2027), min_size=1, max_size=2, unique=True).map(tuple)


@given(records, st.sampled_from(ISSUERS), years)
def test_a_carried_year_gives_way_to_the_only_one_of_a_department_named_anew(
    documents: list[DocumentRecord], issuer: str, carried: tuple[int, ...]
) -> None:
    own = {d.fiscal_year for d in documents if d.issuer == issuer}
    found = find_targets(Question("", issuers=(issuer,), years=carried, carried=("year",)), documents).found
    if len(own) == 1 and not own & set(carried):
        assert {(t.year, t.prior, t.stepped_in) for t in found} == {(*own, False, carried[0])}
    else:
        assert all(t.stepped_in is None for t in found)


@given(
    records,
    st.lists(st.sampled_from(ISSUERS), max_size=2, unique=True).map(tuple),
    years,
    st.sampled_from([(), ("year", "issuer")]),
)
def test_no_other_year_stands_in_for_one_that_is_asked_for(
    documents: list[DocumentRecord], issuers: tuple[str, ...], asked: tuple[int, ...], carried: tuple[str, ...]
) -> None:
    targets = find_targets(Question("", issuers=issuers, years=asked, carried=carried), documents)
    for target in targets.found:
        assert target.year in asked
        assert target.document.fiscal_year == target.year + target.prior
        assert not issuers or target.document.issuer in issuers


def test_a_department_of_the_same_name_without_the_year_does_not_stand_in_the_way(tmp_path: Path) -> None:
    rows = [Row("培训费 3.20 万元，比上年增加 0.40 万元。", "培训费", "3.20")]
    older = [Row("培训费 9.00 万元。", "培训费", "9.00")]
    store = write_rows(tmp_path / "var", ("云岭县渔业局2031年部门预算", rows), ("平川市渔业局2027年部门预算", older))
    assistant = Assistant.open(store)
    alike = assistant.understand("渔业局2031年的培训费比2030年少了多少")
    assert set(alike.alike) == set(alike.issuers) == {"云岭县渔业局", "平川市渔业局"}
    answer = assistant.ask("渔业局2031年的培训费比2030年少了多少")
    assert "未收录平川市渔业局" not in answer.text.split("\n")[0]
    assert {f.issuer for f in answer.figures} == {"云岭县渔业局"}
    named = assistant.ask("平川市渔业局2031年的培训费比2030年少了多少")
    assert (named.status, named.figures) == (Status.NOT_DISCLOSED, ())
