"""Thin adapters for those who build on LangChain."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from index.passages import COLLECTION, Passages
from index.settings import quiet

if TYPE_CHECKING:
    from langchain_chroma import Chroma
    from langchain_core.embeddings import Embeddings
    from langchain_core.retrievers import BaseRetriever

    from index.chunk import Hit
    from index.embedder import Embedder
    from index.search import Search


def as_retriever(search: Search, document_ids: Sequence[str] = (), limit: int = 5) -> BaseRetriever:
    """A LangChain retriever over the hybrid search, restricted to ``document_ids`` where given.

    Its documents have the passage as ``page_content``; ``metadata`` holds the place as an answer's citation does
    (document_id, issuer, fiscal_year, stage, section, page, line_start, line_end, quote) and the score.
    """
    quiet()
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever as Base

    class PassageRetriever(Base):
        """The hybrid search as LangChain calls it."""

        def _get_relevant_documents(self, query: str, **_: object) -> list[Document]:
            hits = search.hybrid(query, document_ids, limit)
            return [Document(id=hit.chunk.id, page_content=hit.chunk.text, metadata=_metadata(hit)) for hit in hits]

    return PassageRetriever()


def as_embeddings(embedder: Embedder) -> Embeddings:
    """Our embedder as LangChain calls it: passages and questions have vectors of one kind."""
    quiet()
    from langchain_core.embeddings import Embeddings as Base

    class Adapter(Base):
        """The embedder's unit vectors as lists."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            rows: list[list[float]] = embedder.embed(texts).tolist()
            return rows

        def embed_query(self, text: str) -> list[float]:
            return self.embed_documents([text])[0]

    return Adapter()


def as_vector_store(passages: Passages, embedder: Embedder) -> Chroma:
    """The vectors alone as LangChain's Chroma store, for what its ecosystem does with one (MMR, metadata filters)."""
    quiet()
    from langchain_chroma import Chroma

    return Chroma(client=passages.client, collection_name=COLLECTION, embedding_function=as_embeddings(embedder))


def _metadata(hit: Hit) -> dict[str, Any]:
    chunk, source = hit.chunk, hit.chunk.source
    return {
        "document_id": chunk.document_id, "issuer": chunk.issuer, "fiscal_year": chunk.fiscal_year, "stage": chunk.stage.value,
        "section": list(source.section), "page": source.page, "line_start": source.line_start, "line_end": source.line_end,
        "quote": source.quote, "score": hit.score,
    }  # fmt: skip
