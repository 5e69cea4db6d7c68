import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Document, Line, Section, Stage
from index import keywords
from index.ledger import Ledger
from index.store import LEDGER, Store
from index.writer import LedgerWriter
from tests.index.conftest import Write, write_store

TEXTS = {
    1: ["（一）负责招商引资工作的协调和组织。", "（二）负责民爆行业管理。", "（三）公务接待费 2.30 万元，科目 2080505。"],
    2: ["（一）负责招商引资和电子商务。", "（二）承担油地关系协调。"],
}


def document(number: int) -> Document:
    lines = tuple(Line(i, text) for i, text in enumerate(TEXTS[number], 1))
    sections = tuple(Section(line.text, (line.text,), 3, i, i) for i, line in enumerate(lines))
    return Document(f"{number:064x}", f"{number}.txt", f"{number}局", 2020 + number, Stage.BUDGET, lines, sections)


@pytest.fixture
def ledger(write: Write) -> Ledger:
    return Ledger.open(write((document(1), [], []), (document(2), [], [])))


def found(ledger: Ledger, question: str, *document_ids: str) -> list[str]:
    return [hit.chunk.text for hit in keywords.search(ledger, question, document_ids)]


class TestTokens:
    def test_pairs_of_characters_and_whole_words_and_numbers(self) -> None:
        assert keywords.tokens("ＧＤＰ增长12.5%") == ["gdp", "增长", "12.5"]

    def test_signs_part_words(self) -> None:
        assert keywords.tokens("因公出国（境）费") == ["因公", "公出", "出国", "境", "费"]

    @given(st.text())
    def test_hold_nothing_that_fts_would_read_as_syntax(self, text: str) -> None:
        safe = re.compile(r"[a-z0-9.\u3400-\U0003ffff]+")
        assert all(safe.fullmatch(token) for token in keywords.tokens(text))


def test_the_passage_with_the_rarest_words_comes_first(ledger: Ledger) -> None:
    assert found(ledger, "民爆行业由谁负责")[0] == "（二）负责民爆行业管理。"


def test_numbers_are_found_whole(ledger: Ledger) -> None:
    assert found(ledger, "2080505") == ["（三）公务接待费 2.30 万元，科目 2080505。"]
    assert found(ledger, "2.30") == found(ledger, "2080505")
    assert found(ledger, "2.3") == []


def test_scores_are_positive_and_fall(ledger: Ledger) -> None:
    scores = [hit.score for hit in keywords.search(ledger, "招商引资工作")]
    assert scores == sorted(scores, reverse=True)
    assert all(score > 0 for score in scores)


def test_only_the_documents_asked_for(ledger: Ledger) -> None:
    assert found(ledger, "招商引资", document(2).id) == ["（一）负责招商引资和电子商务。"]
    assert found(ledger, "民爆", document(2).id) == []
    assert found(ledger, "招商引资", "f" * 64) == []


def test_a_hit_is_the_whole_passage(ledger: Ledger) -> None:
    (hit,) = keywords.search(ledger, "油地关系")
    assert (hit.chunk.issuer, hit.chunk.fiscal_year, hit.chunk.stage) == ("2局", 2022, Stage.BUDGET)
    assert (hit.chunk.source.line_start, hit.chunk.source.quote) == (2, "（二）承担油地关系协调。")


@pytest.mark.parametrize("question", ["", "  ", "？！", "😀😀", "\x00", "'", '"', "*", "()"])
def test_a_question_without_words_finds_nothing(ledger: Ledger, question: str) -> None:
    assert found(ledger, question) == []


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=40)
    | st.sampled_from(
        [
            '"招商" OR',
            "NEAR(招商 引资)",
            "heading:招商",
            "招商*",
            "- 招商",
            "招商 AND NOT 引资",
            "{owner}:d1",
            "; DROP TABLE keywords",
        ]
    )
)
def test_no_question_is_query_syntax(tmp_path_factory: pytest.TempPathFactory, question: str) -> None:
    root = tmp_path_factory.getbasetemp() / "syntax"
    if not root.exists():
        write_store(root, (document(1), [], []))
    with Ledger.open(root) as ledger:
        keywords.search(ledger, question)
        assert found(ledger, "民爆行业")


def test_a_very_long_question_is_cut(ledger: Ledger) -> None:
    assert found(ledger, "民爆" + "长" * 10_000) == ["（二）负责民爆行业管理。"]


def test_a_dropped_document_is_found_no_more(write: Write) -> None:
    root = write((document(1), [], []), (document(2), [], []))
    store = Store.open(root)
    with store.writing():
        number, folder = store.begin()
        writer = LedgerWriter(folder / LEDGER, store.generation(1) / LEDGER)
        assert writer.drop(document(1).id)
        assert not writer.drop(document(1).id)
        renewed = replace(document(1), lines=(Line(1, "改为负责盐业管理。"),), sections=())
        from index.chunk import chunks

        writer.put(renewed, [], [], chunks(renewed), path="/1.txt", size=1)
        store.commit(number, writer.finish({"rules": "r", "embedding": "e"}))
    ledger = Ledger.open(root)
    assert found(ledger, "民爆行业") == []
    assert found(ledger, "盐业管理") == ["改为负责盐业管理。"]
    with ledger.connect() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM keywords WHERE keywords MATCH '招商'").one()
