from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings

from corpus.document import Column, Document, Line, Row, Section, Source, Stage, Table
from index.chunk import LIMIT, Chunk, chunks
from tests.index.made import ID, documents


def made(*texts: str, sections: tuple[Section, ...] = (), tables: tuple[Table, ...] = ()) -> Document:
    lines = tuple(Line(i, text) for i, text in enumerate(texts, 1))
    return Document(ID, "某局.txt", "某局", 2024, Stage.BUDGET, lines, sections, tables)


def bare(text: str) -> str:
    return "".join(text.split())


def printed_at(document: Document, source: Source) -> str:
    if document.paged:
        return "".join(bare(line.text) for line in document.lines if line.page == source.page)
    assert source.line_start and source.line_end
    return "".join(bare(line.text) for line in document.lines[source.line_start - 1 : source.line_end])


@settings(max_examples=200, deadline=None)
@given(documents())
@example(made())
@example(made("", " "))
@example(made("预算" * 900))
def test_every_line_is_covered_and_every_quote_stands_at_its_place(document: Document) -> None:
    found = chunks(document)
    covered = bare("".join(chunk.text for chunk in found))
    for line in document.lines:
        assert line.text.isspace() or all(part in covered for part in (bare(line.text)[:40], bare(line.text)[-40:]))
    for chunk in found:
        places = (chunk.source, *chunk.also)
        assert bare("".join(place.quote for place in places)) == bare(chunk.text)
        assert all(bare(place.quote) and bare(place.quote) in printed_at(document, place) for place in places)


@settings(max_examples=100, deadline=None)
@given(documents())
def test_passages_are_short_and_known_by_the_same_ids(document: Document) -> None:
    found = chunks(document)
    assert all(len(chunk.text) <= 2 * LIMIT + LIMIT // 2 for chunk in found)
    assert len({chunk.id for chunk in found}) == len(found)
    assert chunks(document) == found


def test_a_passage_over_a_page_break_names_both_places() -> None:
    lines = (Line(1, "公用经费主要包括：办公费、印刷费、", 1), Line(1, "水费和邮电费。", 2))
    (chunk,) = chunks(replace(made(), lines=lines, paged=True))
    assert chunk.text == "公用经费主要包括：办公费、印刷费、水费和邮电费。"
    assert [(place.page, place.quote) for place in (chunk.source, *chunk.also)] == [
        (1, "公用经费主要包括：办公费、印刷费、"),
        (2, "水费和邮电费。"),
    ]


def test_broken_lines_are_rejoined_and_paragraphs_kept() -> None:
    (chunk,) = chunks(made("本年收入预算比上年增加，主要原", "因是人员增加。", "1.房屋 0 平方米，价值 0 万", "元。"))
    assert chunk.text == "本年收入预算比上年增加，主要原因是人员增加。\n1.房屋 0 平方米，价值 0 万元。"


def test_numbered_items_are_passages_of_their_own_and_a_lone_heading_goes_with_the_first() -> None:
    texts = ("一、主要职能", "（一）贯彻执行方针政策。", "（二）承担其他任务。")
    outer = Section(texts[0], (texts[0],), 2, 0, 2)
    inner = tuple(Section(texts[i], (texts[0], texts[i]), 3, i, i) for i in (1, 2))
    first, second = chunks(made(*texts, sections=(outer, *inner)))
    assert first.text == "一、主要职能\n（一）贯彻执行方针政策。"
    assert (second.text, second.heading, second.source.section) == (
        "（二）承担其他任务。",
        ("一、主要职能",),
        ("一、主要职能", "（二）承担其他任务。"),
    )


def test_a_heading_over_two_lines_is_a_paragraph() -> None:
    title = "二、关于某某县商务和工业信息化局二〇二四年收入预算情况说明"
    texts = (title[:20], title[20:], "某局收入预算 815.12 万元。" + "其中一般公共预算拨款收入多。")
    (chunk,) = chunks(made(*texts, sections=(Section(title, (title,), 2, 0, 2),)))
    assert chunk.text.split("\n")[0] == title


class TestTables:
    @pytest.fixture
    def found(self) -> list[Chunk]:
        rows = [f"2{n:02} 某类支出第{n}项的名称很长 100.{n} 90.{n} 10.00" for n in range(30)]
        table = Table(
            "表3", "支出总体情况表", None, "万元", tuple(Column((name,)) for name in ("合计", "基本支出", "项目支出")),
            tuple(Row("行", ("行",), None, None, (), i, i) for i in range(3, 33)), 1, 32,
        )  # fmt: skip
        return chunks(
            made("第二部分 公开表", "表3 支出总体情况表", "科目 合计 基本支出 项目支出", *rows, "编制说明。", tables=(table,))
        )

    def test_are_cut_between_rows(self, found: list[Chunk]) -> None:
        assert len(found) > 2
        assert all(line.startswith("2") for line in found[1].text.split("\n"))

    def test_keep_title_and_columns_as_context(self, found: list[Chunk]) -> None:
        assert found[0].text.startswith("第二部分 公开表\n表3 支出总体情况表")
        assert found[0].heading == ("表3 支出总体情况表",)
        assert found[1].heading == ("表3 支出总体情况表", "合计 基本支出 项目支出")
        assert found[1].source.table_title == "支出总体情况表"

    def test_end_where_they_end(self, found: list[Chunk]) -> None:
        assert found[-1].text == "编制说明。"
        assert found[-1].source.table_title is None


@pytest.mark.parametrize("name", ["jimsar-2024.txt", "changji-2020.txt"])
def test_the_samples_are_cut_into_passages_that_read_alone(name: str) -> None:
    from corpus.read import read

    document = read(Path(__file__).parents[2] / "corpus" / "documents" / name)
    found = chunks(document)
    assert all(len(chunk.text) <= LIMIT + 100 for chunk in found)
    glossary = [chunk for chunk in found if "名词解释" in "".join(chunk.source.section)]
    assert len(glossary) >= 8
    assert sum("机关运行经费" in chunk.text.split("：")[0].split(":")[0] for chunk in glossary) == 1
