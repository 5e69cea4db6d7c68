"""Documents and figures made up by hypothesis, as odd as their types allow."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import strategies as st

from corpus.amount import Amount, State
from corpus.document import Box, Cell, Column, Document, Line, Reading, Row, Section, Side, Source, Stage, Table
from corpus.figure import Figure, Finding, Measure

ID = "a1" * 32
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), max_size=12)
WORDS = st.lists(TEXT, max_size=3).map(tuple)
MAYBE = st.none() | TEXT
DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=2) | st.sampled_from(
    [Decimal("8.30"), Decimal("0.00"), Decimal("1E+4")]
)
NUMBERS = st.integers(1, 9999)
FLOATS = st.floats(0, 2000, allow_nan=False)
BOXES = st.builds(Box, FLOATS, FLOATS, FLOATS, FLOATS)
SOURCES = st.builds(
    Source,
    st.just(ID),
    TEXT,
    st.none() | NUMBERS,
    st.none() | NUMBERS,
    st.none() | NUMBERS,
    WORDS,
    MAYBE,
    MAYBE,
    st.none() | BOXES,
)
AMOUNTS = st.builds(Amount, st.none() | DECIMALS, TEXT, st.sampled_from(State))
FIGURES = st.builds(
    Figure, document_id=st.just(ID), issuer=TEXT, fiscal_year=NUMBERS, stage=TEXT, item=TEXT, row_label=TEXT, measure=st.sampled_from(Measure),
    amount=AMOUNTS, source=SOURCES, reading=st.sampled_from(Reading), code=MAYBE, row_path=WORDS, column=MAYBE, column_path=WORDS,
    side=st.none() | st.sampled_from(Side), form=MAYBE, fund=MAYBE, kind=MAYBE, value_year=st.none() | NUMBERS, direction=MAYBE, base=MAYBE,
    whole=MAYBE, reason=MAYBE, purpose=MAYBE, candidates=WORDS, also=st.lists(SOURCES, max_size=2).map(tuple),
)  # fmt: skip
FINDINGS = st.builds(
    Finding,
    st.just(ID),
    TEXT,
    st.sampled_from(["error", "rounding", "omission", "oddity"]),
    TEXT,
    WORDS,
    MAYBE,
    st.lists(SOURCES, max_size=2).map(tuple),
)
COLUMNS = st.builds(Column, WORDS, st.none() | st.sampled_from(Side), MAYBE, MAYBE, st.integers(-1, 0), TEXT, MAYBE)
CELLS = st.builds(
    Cell,
    DECIMALS,
    TEXT,
    st.none() | NUMBERS,
    st.sampled_from(Reading),
    NUMBERS,
    NUMBERS,
    st.lists(NUMBERS, max_size=2).map(tuple),
    st.none() | BOXES,
)
ROWS = st.builds(
    Row,
    TEXT,
    WORDS,
    MAYBE,
    st.none() | st.sampled_from(Side),
    st.lists(CELLS, max_size=2).map(tuple),
    NUMBERS,
    NUMBERS,
    st.integers(0, 3),
    st.booleans(),
)
TABLES = st.builds(
    Table, MAYBE, TEXT, MAYBE, MAYBE, st.lists(COLUMNS, max_size=2).map(tuple), st.lists(ROWS, max_size=2).map(tuple), NUMBERS, NUMBERS, WORDS,
    st.none() | SOURCES, WORDS, WORDS,
)  # fmt: skip

PRINTED = st.one_of(
    st.text("预算收入支出三公经费，。、；万元 0123456789.（）", max_size=60),
    st.sampled_from(
        ["", "  ", "第二部分 部门预算表", "一、主要职能", "（一）贯彻执行方针政策", "1.房屋 0 平方米", "表 3", "合计 8.30 8.30"]
    ),
    st.text("预算执行情况。", min_size=480, max_size=1600),
)
"""Lines as documents print them: blank, headings, rows, and lines far longer than a passage."""


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A document with lines, with sections over some of them and tables among them."""
    paged = draw(st.booleans())
    texts = draw(st.lists(PRINTED, max_size=30))
    lines = tuple(Line(i % 7 + 1 if paged else i + 1, text, i // 7 + 1 if paged else None) for i, text in enumerate(texts))
    spans = draw(st.lists(st.tuples(st.integers(0, 29), st.integers(0, 29)), max_size=6))
    spans = [(min(span), max(span)) for span in spans if max(span) < len(lines)]
    sections = tuple(Section(lines[a].text, (lines[a].text,), level % 4 + 1, a, b) for level, (a, b) in enumerate(spans[:3]))
    tables = tuple(_table(a, b) for a, b in spans[3:])
    return Document(ID, "某局.txt", "某局", 2024, Stage.BUDGET, lines, sections, tables, "2024-02-19", paged, draw(WORDS))


def _table(first: int, last: int) -> Table:
    rows = tuple(Row("行", ("行",), None, None, (), i, i) for i in range(first + 1, last + 1, 2))
    return Table("表1", "收支总表", "summary", "万元", (Column(("合计",)),), rows, first, last)
