"""Keyword search over passages: SQLite FTS5 on tokens that are cut here, ranked by BM25.

Chinese is indexed by overlapping pairs of characters, so that no word list decides what can be found; Latin words and numbers
are indexed whole. FTS5 only ever sees quoted tokens of letters and digits, so that no question can be read as query syntax.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, text

from index import schema
from index.chunk import Chunk, Hit

if TYPE_CHECKING:
    from index.ledger import Ledger

QUESTION_LIMIT = 400
"""Characters of a question that are searched for; more adds time but no meaning."""

ROWS = 4000
"""Index entries that one search reads at most, beyond those of its two rarest terms: what is everywhere tells nothing apart, and
reading it would make a search as long as the corpus."""

# Given to the driver as they are: a search is so short that building a statement each time would be half of it.
_SEARCH = (
    "SELECT p.id, bm25(keywords, 0.0, 1.0, 1.0) AS score FROM keywords JOIN passages p ON p.key = keywords.rowid "
    "WHERE keywords MATCH ? ORDER BY score, p.key LIMIT ?"
)
_COUNTED = "SELECT term, passages FROM terms WHERE term IN (SELECT value FROM json_each(?)) ORDER BY passages, term"
_RUN = re.compile(r"[0-9]+(?:\.[0-9]+)?|[a-z]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")


def tokens(written: str) -> list[str]:
    """The index terms of a text, in order: pairs of Chinese characters, words and numbers whole, lower case, half width.

    A Chinese run of one character is its own term.

    >>> tokens("２０２４年，三公经费 8.30 万元")
    ['2024', '年', '三公', '公经', '经费', '8.30', '万元']
    """
    found: list[str] = []
    for run in _RUN.findall(unicodedata.normalize("NFKC", written).lower()):
        if run[0] < "\u3400" or len(run) == 1:
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


def count(connection: Connection) -> None:
    """Count anew how many passages have each term; called once at the end of a build."""
    connection.execute(delete(schema.terms))
    connection.execute(text("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, keywords, 'row')"))
    connection.execute(text("INSERT INTO terms SELECT term, doc FROM temp.vocabulary"))
    connection.execute(text("DROP TABLE temp.vocabulary"))


def search(ledger: Ledger, question: str, document_ids: Sequence[str] = (), limit: int = 10) -> list[Hit]:
    """The passages that share the most telling terms with the question, best first; scores are positive.

    Only passages of ``document_ids`` are considered, where given (ids that are not indexed match nothing).
    A question without any term (punctuation, emoji) finds nothing.
    """
    ranking = rank(ledger, question, document_ids, limit)
    chunks = ledger.passages([name for name, _ in ranking])
    return [Hit(chunks[name], score) for name, score in ranking]


def rank(ledger: Ledger, question: str, document_ids: Sequence[str] = (), limit: int = 10) -> list[tuple[str, float]]:
    """As ``search``, but the ids of the passages only, with their scores."""
    keys = ledger.restriction(document_ids)
    with ledger.connect() as connection:
        terms = _telling(connection, tokens(question[:QUESTION_LIMIT]))
        if not terms or keys == []:
            return []
        wanted = "{heading body} : (" + " OR ".join(f'"{term}"' for term in terms) + ")"
        if keys is not None:
            wanted = "owner : (" + " OR ".join(f"d{key}" for key in keys) + f") AND {wanted}"
        return [(row.id, -row.score) for row in connection.exec_driver_sql(_SEARCH, (wanted, limit))]


def _telling(connection: Connection, terms: Sequence[str]) -> list[str]:
    """The rarest terms of a question, as many as can be read within ROWS; terms that no passage has are left out."""
    known = connection.exec_driver_sql(_COUNTED, (json.dumps(list(dict.fromkeys(terms))),)).all()
    telling: list[str] = []
    read = 0
    for term, passages in known:
        read += passages
        if read > ROWS and len(telling) >= 2:
            break
        telling.append(term)
    return telling


def _terms(key: int, document: int, chunk: Chunk) -> dict[str, object]:
    return {
        "rowid": key,
        "owner": f"d{document}",
        "heading": " ".join(tokens("\n".join(chunk.heading))),
        "body": " ".join(tokens(chunk.text)),
    }
