import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.errors import StoreError
from index.build import build
from index.ledger import Ledger
from index.retriever import as_retriever, as_vector_store
from index.search import Search, fuse
from index.settings import HASHING, Settings

SAMPLES = sorted((Path(__file__).parents[2] / "corpus" / "documents").glob("*.txt"))
SETTINGS = Settings(embedding=HASHING)


@pytest.fixture(scope="module")
def search(tmp_path_factory: pytest.TempPathFactory) -> Search:
    store = tmp_path_factory.mktemp("search") / "var"
    build(SAMPLES, store, settings=SETTINGS)
    return Search(Ledger.open(store), SETTINGS)


def by_year(search: Search, year: int) -> str:
    return next(record.id for record in search.ledger.documents() if record.fiscal_year == year)


def test_fusion_rewards_what_both_rankings_have() -> None:
    first = [("a", 9.0), ("b", 8.0), ("c", 1.0)]
    second = [("d", 0.8), ("b", 0.7), ("c", -0.2)]
    assert fuse([(0.5, first), (0.5, second)])[0][0] == "b"
    assert [name for name, _ in fuse([(1.0, first), (0.0, second)])][:3] == ["a", "b", "c"]
    assert fuse([(0.3, first), (0.7, [])])[0] == ("a", pytest.approx(0.3))
    assert fuse([(1.0, []), (1.0, [])]) == []


@given(st.lists(st.tuples(st.integers(0, 30).map(str), st.floats(-1, 1)), unique_by=lambda pair: pair[0]))
def test_fusion_keeps_every_id_and_orders_by_score(pairs: list[tuple[str, float]]) -> None:
    ranking = sorted(pairs, key=lambda pair: -pair[1])
    fused = fuse([(0.3, ranking), (0.7, ranking[::2])])
    assert {name for name, _ in fused} == {name for name, _ in ranking}
    assert [score for _, score in fused] == sorted((score for _, score in fused), reverse=True)
    assert all(0 <= score <= 1.0001 for _, score in fused)


@pytest.mark.parametrize("way", ["by_keywords", "by_meaning", "hybrid"])
class TestEveryWay:
    def test_finds_the_passage(self, search: Search, way: str) -> None:
        hits = getattr(search, way)("民爆行业管理", [by_year(search, 2024)], 3)
        assert any("民爆行业管理" in hit.chunk.text for hit in hits)

    def test_keeps_to_the_documents_asked_for(self, search: Search, way: str) -> None:
        for year in (2020, 2024):
            hits = getattr(search, way)("三公经费 公务用车运行费", [by_year(search, year)], 10)
            assert {hit.chunk.fiscal_year for hit in hits} == {year}
        both = getattr(search, way)("三公经费", [by_year(search, 2020), by_year(search, 2024)], 20)
        assert {hit.chunk.fiscal_year for hit in both} == {2020, 2024}
        assert getattr(search, way)("三公经费", ["f" * 64], 10) == []

    def test_gives_no_more_than_asked_best_first(self, search: Search, way: str) -> None:
        hits = getattr(search, way)("预算", limit=7)
        assert len(hits) == 7
        assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)

    def test_has_nothing_for_an_empty_question(self, search: Search, way: str) -> None:
        assert getattr(search, way)("  ", limit=7) == []

    def test_stands_a_very_long_question(self, search: Search, way: str) -> None:
        assert len(getattr(search, way)("三公经费" * 2500, limit=3)) == 3


def test_meaning_and_keywords_give_the_same_objects(search: Search) -> None:
    words = {hit.chunk.id: hit.chunk for hit in search.by_keywords("公务接待费", limit=30)}
    meant = {hit.chunk.id: hit.chunk for hit in search.by_meaning("公务接待费", limit=30)}
    assert len(words.keys() & meant.keys()) > 3
    assert all(words[name] == meant[name] for name in words.keys() & meant.keys())


def test_the_retriever_speaks_langchain(search: Search) -> None:
    found = as_retriever(search, [by_year(search, 2020)], limit=2).invoke("民爆行业")
    assert len(found) == 2
    assert "民爆行业" in found[0].page_content
    assert found[0].metadata["fiscal_year"] == 2020
    assert found[0].metadata["quote"].replace("\n", "") in found[0].page_content.replace("\n", "")


def test_the_vector_store_speaks_langchain(search: Search) -> None:
    store = as_vector_store(search.passages, search.embedder)
    (found,) = store.similarity_search("民爆行业管理", k=1, filter={"fiscal_year": 2020})
    assert "民爆行业管理" in found.page_content


def test_a_store_without_vectors_says_what_to_do(tmp_path: Path) -> None:
    build(SAMPLES[:1], tmp_path / "var", settings=SETTINGS)
    ledger = Ledger.open(tmp_path / "var")
    shutil.rmtree(ledger.path / "passages")
    searching = Search(ledger, SETTINGS)
    assert searching.by_keywords("公务接待费")
    with pytest.raises(StoreError, match="mingzhang build"):
        searching.by_meaning("公务接待费")
    assert not (ledger.path / "passages").exists()
