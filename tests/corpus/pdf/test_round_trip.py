"""Random tables of any shape, drawn and read back: every figure at its place, none invented."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.document import Reading
from corpus.pdf.lexicon import squeeze
from corpus.read.pdf import read_pdf
from tests.corpus.pdf.sheet import Sheet, Spot
from tests.corpus.pdf.test_tables import titled

GROUPS = ("基本支出", "财政拨款", "本年收入", "单位资金", "当年预算", "上年结转结余", "资金来源")
LEAVES = (
    "小计",
    "人员经费",
    "公用经费",
    "一般公共预算",
    "政府性基金预算",
    "国有资本经营预算",
    "事业收入",
    "其他收入",
    "会议费",
    "项目支出",
)
NAMES = (
    "一般公共服务支出",
    "行政运行",
    "机关事业单位基本养老保险缴费支出",
    "教育支出",
    "住房公积金",
    "其他支出",
    "办公费",
    "差旅费",
)


def heads(rng: random.Random) -> tuple[list[Spot], list[tuple[str, ...]], int]:
    """(header cells, path of each value column, levels): single columns and groups of two to four, up to three levels."""
    levels = rng.choice((1, 2, 2, 3))
    spots: list[Spot] = []
    paths: list[tuple[str, ...]] = []
    groups = rng.sample(GROUPS, len(GROUPS))
    column = 2
    while len(paths) < 2 or rng.random() < 0.6 and len(paths) < 9:
        if levels == 1 or rng.random() < 0.4:
            name = f"{'甲乙丙丁戊己庚辛壬癸'[len(paths)]}类合计"
            spots.append(Spot(name, 0, column, levels))
            paths.append((name,))
            column += 1
            continue
        outer = groups.pop() if groups else "其中"
        leaves = rng.sample(LEAVES, rng.randrange(2, 5))
        spots.append(Spot(outer, 0, column, 1, len(leaves)))
        if levels == 3 and len(leaves) > 2:
            spots.append(Spot("财政资金", 1, column, 1, 2))
            spots += [Spot(leaf, 2, column + i) for i, leaf in enumerate(leaves[:2])]
            spots += [Spot(leaf, 1, column + i, 2) for i, leaf in enumerate(leaves[2:], start=2)]
            paths += [(outer, "财政资金", leaf) for leaf in leaves[:2]] + [(outer, leaf) for leaf in leaves[2:]]
        else:
            spots += [Spot(leaf, 1, column + i, levels - 1) for i, leaf in enumerate(leaves)]
            paths += [(outer, leaf) for leaf in leaves]
        column += len(leaves)
    return [Spot("科目编码", 0, 0, levels), Spot("科目名称", 0, 1, levels), *spots], paths, levels


def body(rng: random.Random, width: int) -> list[list[str]]:
    """Rows with codes that never repeat, labels that may break, and numbers with blanks."""
    rows = []
    for index in range(rng.randrange(1, 14)):
        name = rng.choice(NAMES)
        cut = rng.randrange(2, len(name)) if len(name) > 8 and rng.random() < 0.6 else 0
        label = f"{name[:cut]}|{name[cut:]}" if cut else name
        numbers = [
            rng.choice(("", f"{rng.randrange(10**6) / 100:,.2f}", "0.00", f"{rng.randrange(10**5):,}")) for _ in range(width)
        ]
        numbers[rng.randrange(width)] = f"{rng.randrange(1, 10**6) / 100:,.2f}"
        rows.append([str(20101 + index), label, *numbers])
    return rows


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9))
def test_what_is_drawn_is_read(seed: int) -> None:
    """Ruled tables over one or more pages, with or without the header repeated."""
    rng = random.Random(seed)
    spots, paths, _ = heads(rng)
    xs = [30.0, 90.0, 210.0]
    for _ in paths:
        xs.append(xs[-1] + rng.randrange(68, 80))
    rows = body(rng, len(paths))
    repeat, per_page = rng.random() < 0.5, rng.choice((4, 20))
    sheet = Sheet((max(842, xs[-1] + 40), 595), font=rng.choice((7, 8)))
    for start in range(0, len(rows), per_page):
        if start == 0:
            titled(sheet)
        top = sheet.header(xs, 90, spots, 22) if repeat or start == 0 else 90
        sheet.rows(xs, top, rows[start : start + per_page], "ll" + rng.choice("rc") * len(paths))
        sheet.page()
    tables = read_pdf(sheet.data(), "x.pdf").tables
    assert len(tables) == 1
    drawn = {(row[0], path, number) for row in rows for path, number in zip(paths, row[2:], strict=True) if number}
    read = {
        (row.code, tuple(map(squeeze, tables[0].columns[cell.column].path)), cell.printed)
        for row in tables[0].rows
        for cell in row.cells
        if cell.column is not None and cell.reading is Reading.PRINTED
    }
    assert read == drawn
    assert [row.label for row in tables[0].rows] == [row[1].replace("|", "") for row in rows]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**9), st.sampled_from(["none", "rows", "columns"]))
def test_missing_lines_never_put_a_figure_elsewhere(seed: int, rules: str) -> None:
    """With lines left out, figures may stay unread; those that are read stand where they were drawn."""
    rng = random.Random(seed)
    spots, paths, _ = heads(rng)
    xs = [30.0, 90.0, 210.0]
    for _ in paths:
        xs.append(xs[-1] + rng.randrange(68, 80))
    rows = body(rng, len(paths))
    sheet = Sheet((max(842, xs[-1] + 40), 595), rules, rng.choice((7, 8)))
    titled(sheet)
    sheet.rows(xs, sheet.header(xs, 90, spots, 22), rows, "ll" + rng.choice("rc") * len(paths))
    drawn = {(row[0], path, number) for row in rows for path, number in zip(paths, row[2:], strict=True)}
    for table in read_pdf(sheet.data(), "x.pdf").tables:
        for row in table.rows:
            for cell in row.cells:
                if cell.column is not None:
                    assert (row.code, tuple(map(squeeze, table.columns[cell.column].path)), cell.printed) in drawn
