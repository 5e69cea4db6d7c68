from __future__ import annotations

import pytest

from assistant.issuer import analyse
from assistant.issuers import IssuerBook

COUNTY, CITY, WARD, CENTRE = "临河县商务和工业信息化局", "丰安市商务和工业信息化局", "滨海市东岸区财政局", "滨海市信访局（本级）"
BOOK = IssuerBook([COUNTY, CITY, WARD, CENTRE])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("临河县商务和工业信息化局三公经费", (COUNTY,)),
        ("临河商工局的钱", (COUNTY,)),
        ("丰安市商信局公车", (CITY,)),
        ("丰安那个商务局一共预算", (CITY,)),
        ("商工局编制多少", (COUNTY, CITY)),
        ("县商工局2024", (COUNTY,)),
        ("临河县和丰安市商工局对比", (COUNTY, CITY)),
        ("东岸区财政局", (WARD,)),
        ("滨海市信访局", (CENTRE,)),
        ("丰安市呢", (CITY,)),
        ("临合县商公局三公经费", (COUNTY,)),
        ("三公经费多少", ()),
    ],
)
def test_departments_by_full_short_and_misspelt_names(text: str, names: tuple[str, ...]) -> None:
    found = BOOK.find(text)
    assert set(found.issuers) == set(names)
    assert found.unknown is None


@pytest.mark.parametrize(
    "text", ["丰安市教育局三公经费", "教育局呢", "呼图壁县商工局预算", "丰安州商务局", "北京商务局三公经费", "西岸区商务局"]
)
def test_a_department_that_is_not_loaded_is_never_taken_for_another(text: str) -> None:
    found = BOOK.find(text)
    assert found.unknown is not None
    assert not found.issuers


@pytest.mark.parametrize("text", ["县域商业体系建设项目", "城市维护费", "内设办公室", "上市公司", "办公费", "委托业务费"])
def test_words_that_only_look_like_places_or_organs(text: str) -> None:
    found = BOOK.find(text)
    assert (found.issuers, found.unknown) == ((), None)


def test_all_departments_and_which_of_them() -> None:
    assert BOOK.find("两个局编制加起来").every
    assert BOOK.find("哪个部门三公经费最多").which


def test_places_of_a_name() -> None:
    assert analyse(WARD).places == ("滨海市", "东岸区")
    assert analyse("临河县市场监督管理局").body == "市场监督管理局"
