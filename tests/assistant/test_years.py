from __future__ import annotations

import pytest

from assistant.years import take_named, take_relative


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("2024年三公经费", (2024,)),
        ("24年三公经费", (2024,)),
        ("20年度工会经费", (2020,)),
        ("二〇二四年", (2024,)),
        ("二零二三年度", (2023,)),
        ("2020到2022年", (2020, 2021, 2022)),
        ("2020年和2024年", (2020, 2024)),
        ("2024三公经费", (2024,)),
        ("60年代精简下放人员", ()),
        ("2024万元", ()),
        ("近3年", ()),
        ("100万元以上", ()),
    ],
)
def test_years_named_outright(text: str, years: tuple[int, ...]) -> None:
    assert take_named(text)[0] == years


@pytest.mark.parametrize(
    ("text", "offset", "recent"),
    [
        ("去年呢", -1, None),
        ("上年", -1, None),
        ("今年三公经费", 0, None),
        ("前年", -2, None),
        ("近三年三公经费", None, 3),
        ("历年", None, 0),
        ("三公", None, None),
    ],
)
def test_years_counted_from_the_disclosure(text: str, offset: int | None, recent: int | None) -> None:
    assert take_relative(text)[:2] == (offset, recent)


def test_what_was_a_year_leaves_a_gap_of_its_length() -> None:
    text = "2024年的三公"
    assert len(take_named(text)[1]) == len(text)
