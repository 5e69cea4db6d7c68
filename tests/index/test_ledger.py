import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from corpus.amount import Amount
from corpus.document import Document, Line, Source, Stage
from corpus.errors import NotAStore, StoreEmpty, StoreError, UnknownDocument
from corpus.figure import Figure, Finding, Measure
from index import schema
from index.ledger import Ledger
from index.store import LEDGER, Store
from tests.index.conftest import Write, write_store
from tests.index.made import FIGURES, FINDINGS, ID, documents


def document(number: int, issuer: str = "甲局", year: int = 2024) -> Document:
    return Document(
        f"{number:064x}", f"{number}.txt", issuer, year, Stage.BUDGET, (Line(1, "甲局 2024 年预算"), Line(2, "合计 8.30"))
    )


def figure(of: Document, item: str, value: str = "8.30", **more: object) -> Figure:
    source = Source(of.id, value, line_start=2, line_end=2)
    plain = Figure(of.id, of.issuer, of.fiscal_year, "预算", item, item, Measure.LEVEL, Amount(Decimal(value), "万元"), source)
    return replace(plain, **more)


@settings(max_examples=25, deadline=None)
@given(documents(), st.lists(FIGURES, max_size=4), st.lists(FINDINGS, max_size=2))
def test_everything_comes_back_as_it_went_in(made: Document, figures: list[Figure], findings: list[Finding]) -> None:
    with tempfile.TemporaryDirectory() as folder, Ledger.open(write_store(Path(folder), (made, figures, findings))) as ledger:
        assert ledger.document(ID) == made
        assert ledger.figures() == figures
        assert ledger.findings() == findings
        record = ledger.record(ID)
        assert (record.figures, record.findings, record.tables, record.lines) == (
            len(figures),
            len(findings),
            len(made.tables),
            len(made.lines),
        )


def test_a_figure_that_points_at_another_document_is_refused(write: Write) -> None:
    one, other = document(1), document(2)
    with pytest.raises(ValueError, match="one document"):
        write((one, [figure(one, "三公经费", source=Source(other.id, "8.30"))], []))


class TestFigures:
    @pytest.fixture
    def ledger(self, write: Write) -> Ledger:
        one, two = document(1), document(2, "乙局", 2020)
        first = [
            figure(one, "三公经费", form="three_public"),
            figure(one, "办公费", code="30201", kind="公用经费", form="basic"),
            figure(one, "办公费", "2.00", measure=Measure.CHANGE),
        ]
        return Ledger.open(
            write((one, first, []), (two, [figure(two, "三公经费", "10.40"), figure(two, "行政运行", code="2010301")], []))
        )

    def values(self, found: list[Figure]) -> list[str]:
        return [f"{f.fiscal_year} {f.item} {f.amount.value}" for f in found]

    def test_by_item_in_document_order(self, ledger: Ledger) -> None:
        assert self.values(ledger.figures(items=["三公经费"])) == ["2024 三公经费 8.30", "2020 三公经费 10.40"]

    def test_members_of_one_restriction_are_alternatives(self, ledger: Ledger) -> None:
        assert len(ledger.figures(items=["三公经费", "行政运行"])) == 3

    def test_restrictions_add_up(self, ledger: Ledger) -> None:
        assert self.values(ledger.figures(items=["三公经费"], document_ids=[document(2).id])) == ["2020 三公经费 10.40"]
        assert self.values(ledger.figures(codes=["30201"], measures=["level"], kinds=["公用经费"])) == ["2024 办公费 8.30"]

    def test_none_means_having_none(self, ledger: Ledger) -> None:
        assert len(ledger.figures(forms=[None])) == 3
        assert len(ledger.figures(forms=[None, "basic"])) == 4
        assert len(ledger.figures(kinds=[None])) == 4

    def test_unknown_documents_match_nothing(self, ledger: Ledger) -> None:
        assert ledger.figures(document_ids=["f" * 64]) == []

    def test_limit(self, ledger: Ledger) -> None:
        assert len(ledger.figures(limit=2)) == 2

    def test_names_in_use(self, ledger: Ledger) -> None:
        assert ledger.labels()[0] == ("三公经费", None, "三公经费", None, 2)
        assert ("办公费", "30201", "办公费", None, 1) in ledger.labels()

    def test_quotes_in_names_are_only_names(self, ledger: Ledger) -> None:
        assert ledger.figures(items=["三公经费' OR '1'='1", '"; DROP TABLE figures; --']) == []
        assert len(ledger.figures()) == 5

    def test_many_threads_may_ask(self, ledger: Ledger) -> None:
        with ThreadPoolExecutor(8) as pool:
            found = list(pool.map(lambda _: len(ledger.figures(items=["三公经费"])), range(64)))
        assert found == [2] * 64


@pytest.mark.parametrize("column", ["item", "code", "document"])
def test_look_ups_use_an_index(write: Write, column: str) -> None:
    made = [document(n) for n in range(40)]
    ledger = Ledger.open(write(*((d, [figure(d, f"项目{n}", code=f"30{n:03}") for n in range(20)], []) for d in made)))
    query = select(schema.figures).where(schema.figures.c[column].in_([1, 2]))
    with ledger.connect() as connection:
        plan = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {query.compile(compile_kwargs={'literal_binds': True})}").all()
    assert all("USING INDEX" in row[3] for row in plan)


class TestLines:
    def test_of_a_text_by_number(self, write: Write) -> None:
        made = replace(document(1), lines=tuple(Line(i, f"第 {i} 行") for i in range(1, 10)))
        ledger = Ledger.open(write((made, [], [])))
        assert [line.number for line in ledger.lines(made.id, 3, 5)] == [3, 4, 5]
        assert ledger.lines(made.id) == list(made.lines)
        assert ledger.lines(made.id, 9, 12) == [made.lines[8]]

    def test_of_a_page(self, write: Write) -> None:
        lines = tuple(Line(number, f"{page}-{number}", page) for page in (1, 2) for number in (1, 2, 3))
        made = replace(document(1), lines=lines, paged=True)
        ledger = Ledger.open(write((made, [], [])))
        assert [line.text for line in ledger.lines(made.id, page=2)] == ["2-1", "2-2", "2-3"]
        assert [line.text for line in ledger.lines(made.id, 2, page=1)] == ["1-2", "1-3"]

    def test_by_position(self, write: Write) -> None:
        made = replace(document(1), lines=tuple(Line(i, str(i)) for i in range(1, 10)))
        ledger = Ledger.open(write((made, [], [])))
        assert ledger.span(made.id, 2, 4) == list(made.lines[2:5])

    def test_of_no_document(self, write: Write) -> None:
        ledger = Ledger.open(write((document(1), [], [])))
        with pytest.raises(UnknownDocument, match="没有编号为 ffffffffffff 的文件"):
            ledger.lines("f" * 64)


def test_documents_by_issuer_and_newest_first(write: Write) -> None:
    made = [document(1, "乙局", 2020), document(2, "甲局", 2023), document(3, "甲局", 2024)]
    records = Ledger.open(write(*((d, [], []) for d in made))).documents()
    assert [(r.issuer, r.fiscal_year) for r in records] == [("乙局", 2020), ("甲局", 2024), ("甲局", 2023)]


class TestOpening:
    def test_nothing_there(self, tmp_path: Path) -> None:
        with pytest.raises(StoreEmpty, match="mingzhang build"):
            Ledger.open(tmp_path / "absent")
        assert not (tmp_path / "absent").exists()

    def test_someone_elses_folder(self, tmp_path: Path) -> None:
        (tmp_path / "letter.txt").write_text("not ours", "utf-8")
        with pytest.raises(NotAStore):
            Ledger.open(tmp_path)

    def test_created_but_never_built(self, tmp_path: Path) -> None:
        Store.create(tmp_path / "var")
        with pytest.raises(StoreEmpty):
            Ledger.open(tmp_path / "var")

    @pytest.mark.parametrize("content", [b"", b"not a database at all, but long enough to have a header " * 20])
    def test_a_damaged_ledger(self, write: Write, content: bytes) -> None:
        root = write((document(1), [], []))
        (Store.open(root).generation(1) / LEDGER).write_bytes(content)
        with pytest.raises(StoreError, match="缺失或已损坏"):
            Ledger.open(root)

    def test_a_missing_ledger(self, write: Write) -> None:
        root = write((document(1), [], []))
        (Store.open(root).generation(1) / LEDGER).unlink()
        with pytest.raises(StoreError, match="缺失或已损坏"):
            Ledger.open(root)

    def test_a_path_with_signs_of_its_own(self, tmp_path: Path) -> None:
        root = write_store(tmp_path / "库 100%?a=b#c&mode=rw", (document(1), [], []))
        assert len(Ledger.open(root).documents()) == 1

    def test_reading_leaves_no_trace(self, write: Write) -> None:
        root = write((document(1), [], []))
        before = {p: p.stat().st_mtime_ns for p in root.rglob("*")}
        with Ledger.open(root) as ledger:
            ledger.figures()
        assert {p: p.stat().st_mtime_ns for p in root.rglob("*")} == before
