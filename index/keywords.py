"""Keyword search over passages: SQLite FTS5 on tokens that are cut here, ranked by BM25.

Chinese is indexed by overlapping pairs of characters, so that no word list decides what can be found; Latin words and numbers
are indexed whole. FTS5 only ever sees quoted tokens of letters and digits, so that no question can be read as query syntax.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, text

from corpus.document import Source, Stage
from index import codec
from index.chunk import Chunk, Hit

if TYPE_CHECKING:
    from index.ledger import Ledger

QUESTION_LIMIT = 400
"""Characters of a question that are searched for; more adds time but no meaning."""

_RUN = re.compile(r"[0-9]+(?:\.[0-9]+)?|[a-z]+|[㐀-鿿豈-﫿]+")


def tokens(written: str) -> list[str]:
    """The index terms of a text, in order: pairs of Chinese characters, words and numbers whole, lower case, half width.

    A Chinese run of one character is its own term.

    >>> tokens("２０２４年，三公经费 8.30 万元")
    ['2024', '年', '三公', '公经', '经费', '8.30', '万元']
    """
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", written).lower()):
        if run[0] < "㐀" or len(run) == 1:
            found.append(run)
        else:
            found.extend(run[i : i + 2] for i in range(len(run) - 1))
    return found


def create(connection: Connection) -> None:
    """Make the empty keyword index. It keeps no copy of the text: the passages table has it."""
    connection.execute(
        text("CREATE VIRTUAL TABLE keywords USING fts5(owner, heading, body, content='', tokenize=\"ascii tokenchars '.'\")")
    )


def add(connection: Connection, rows: Sequence[tuple[int, int, Chunk]]) -> None:
    """Index passages given as (key of the passage, key of its document, passage)."""
    if rows:
        connection.execute(
            text("INSERT INTO keywords(rowid, owner, heading, body) VALUES (:rowid, :owner, :heading, :body)"),
            [_terms(*row) for row in rows],
        )


def drop(connection: Connection, rows: Sequence[tuple[int, int, Chunk]]) -> None:
    """Take passages out again; they must be given exactly as they were added, since the index keeps only terms."""
    if rows:
        connection.execute(
            text(
                "INSERT INTO keywords(keywords, rowid, owner, heading, body) VALUES ('delete', :rowid, :owner, :heading, :body)"
            ),
            [_terms(*row) for row in rows],
        )


def search(ledger: Ledger, question: str, document_ids: Sequence[str] = (), limit: int = 10) -> list[Hit]:
    """The passages that share the most telling terms with the question, best first; scores are positive.

    Only passages of ``document_ids`` are considered, where given (ids that are not indexed match nothing).
    A question without any term (punctuation, emoji) finds nothing.
    """
    terms = list(dict.fromkeys(tokens(question[:QUESTION_LIMIT])))
    keys = ledger.document_keys(document_ids)
    if not terms or (document_ids and not keys):
        return []
    wanted = "{heading body} : (" + " OR ".join(f'"{t}"' for t in terms) + ")"
    if document_ids:
        wanted = "owner : (" + " OR ".join(f"d{key}" for key in keys) + f") AND {wanted}"
    query = text(
        "SELECT p.*, d.id AS document_id, d.issuer, d.fiscal_year, d.stage, bm25(keywords, 0.0, 1.0, 1.0) AS score "
        "FROM keywords JOIN passages p ON p.key = keywords.rowid JOIN documents d ON d.key = p.document "
        "WHERE keywords MATCH :wanted ORDER BY score, p.key LIMIT :limit"
    )
    with ledger.connect() as connection:
        return [Hit(chunk_from_row(row), -row.score) for row in connection.execute(query, {"wanted": wanted, "limit": limit})]


def chunk_from_row(row: Any) -> Chunk:
    """A passage from a row of the passages table joined with its document's id, issuer, fiscal_year and stage."""
    return Chunk(
        id=row.id, document_id=row.document_id, text=row.text, heading=codec.load(tuple[str, ...], row.heading),
        source=codec.load(Source, row.source), issuer=row.issuer, fiscal_year=row.fiscal_year, stage=Stage(row.stage),
        also=codec.load(tuple[Source, ...], row.also),
    )  # fmt: skip


def _terms(key: int, document: int, chunk: Chunk) -> dict[str, object]:
    return {
        "rowid": key,
        "owner": f"d{document}",
        "heading": " ".join(tokens("\n".join(chunk.heading))),
        "body": " ".join(tokens(chunk.text)),
    }
