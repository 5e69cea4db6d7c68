"""The vocabulary: tables that hold together, labels that find their item, words that mean what people mean."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import vocabulary
from corpus.vocabulary import aliases, canonical, economic, functional, government, item, items, plain, subject, subjects

FOLDER = Path(vocabulary.__file__).with_name("vocabulary")
DATA = Path(__file__).parents[1] / "data" / "vocabulary"
LABELS = [json.loads(line) for line in (DATA / "labels.jsonl").read_text(encoding="utf-8").splitlines()]
CHARACTERS = "一二三四五六七八九十、.．（）()：: 其中类款项支出合计小计预算数公务用车运行维护费201“”①㈠1２３年度万元ａb"


def table(name: str) -> dict[str, Any]:
    """One of the data files, read without the module under test."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))


LISTED = table("items")["item"]


# subjects


def test_every_subject_has_the_subjects_above_it() -> None:
    codes = {each.code for each in subjects()}
    assert [each.code for each in subjects() if each.parent and each.parent not in codes] == []


@pytest.mark.parametrize(
    ("classification", "first", "lengths"),
    [("functional", "2", {3, 5, 7}), ("economic", "3", {3, 5}), ("government", "5", {3, 5})],
)
def test_codes_are_well_formed(classification: str, first: str, lengths: set[int]) -> None:
    codes = [each.code for each in subjects() if each.classification == classification]
    assert {len(code) for code in codes} == lengths
    assert all(code.isdigit() and code.startswith(first) for code in codes)


def test_codes_are_unique() -> None:
    assert [code for code, count in Counter(each.code for each in subjects()).items() if count > 1] == []


def test_names_are_clean() -> None:
    for each in subjects():
        for name in (each.name, *each.old_names):
            assert name.strip() == name != ""
            assert not set(name) & set(" ()\t")


def test_siblings_do_not_share_a_name() -> None:
    counts = Counter((each.parent, each.name) for each in subjects() if each.parent)
    assert [pair for pair, count in counts.items() if count > 1] == []


def test_every_99_is_the_rest_of_its_parent() -> None:
    """A list slipped by one row in the table would break this."""
    rests = [each for each in subjects() if each.code.endswith("99")]
    assert len(rests) > 150
    assert [each for each in rests if "其他" not in each.name] == []


@pytest.mark.parametrize("ending", [("01", "行政运行"), ("02", "一般行政管理事务"), ("03", "机关服务")])
def test_administrative_items_stand_under_their_usual_numbers(ending: tuple[str, str]) -> None:
    number, name = ending
    assert {each.code[5:] for each in subjects() if each.classification == "functional" and each.name == name} == {number}


def test_all_classes_of_the_functional_classification_are_there() -> None:
    never_assigned_or_long_gone = {"218", "225", "226", "228"}
    expected = {str(number) for number in range(201, 235)} - never_assigned_or_long_gone
    assert {each.code for each in subjects() if len(each.code) == 3 and each.classification == "functional"} == expected


def test_withdrawn_codes_never_take_the_place_of_current_ones() -> None:
    for name in ("functional", "economic"):
        tables = table(name)
        current = tables.get("subjects", {}) | tables.get("department", {}) | tables.get("government", {})
        assert not {entry["code"] for entry in tables["withdrawn"]} & set(current)
        assert {entry["code"] for entry in tables["renamed"]} <= set(current)


def test_a_withdrawn_code_is_known_but_not_in_force() -> None:
    found = functional("2010308")
    assert found is not None
    assert (found.name, found.withdrawn) == ("信访事务", True)
    assert found not in subjects()
    assert canonical("信访事务", "2010308") == "信访事务"
    assert item("信访事务").code == "20140"  # type: ignore[union-attr]
    assert item("其他社会保障缴费").code == "30112"  # type: ignore[union-attr]


def test_an_old_name_differs_from_the_current_one() -> None:
    assert [
        each.code for each in subjects() if each.name in each.old_names or len(set(each.old_names)) < len(each.old_names)
    ] == []


@pytest.mark.parametrize(
    ("code", "year", "name"),
    [
        ("20805", 2019, "行政事业单位离退休"),
        ("20805", 2020, "行政事业单位养老支出"),
        ("210", 2018, "医疗卫生与计划生育支出"),
        ("210", 2019, "卫生健康支出"),
        ("21305", 2020, "扶贫"),
        ("2080505", 2015, "机关事业单位基本养老保险缴费支出"),
    ],
)
def test_names_by_year(code: str, year: int, name: str) -> None:
    found = functional(code)
    assert found is not None
    assert found.name_in(year) == name


def test_a_code_is_found_however_it_is_spaced() -> None:
    assert functional("208 05 05") == functional("2080505") == functional("２０８０５０５") == subject("208-05-05")
    assert functional("208 05 05").level == "项"  # type: ignore[union-attr]


def test_each_classification_answers_for_its_own_codes() -> None:
    assert economic("30201").name == "办公费"  # type: ignore[union-attr]
    assert government("50201").name == "办公经费"  # type: ignore[union-attr]
    assert functional("30201") is economic("50201") is government("2010101") is functional("9999999") is None


# items


def test_items_have_one_name_each() -> None:
    assert [name for name, count in Counter(each.name for each in items()).items() if count > 1] == []


def test_a_label_names_one_item_only() -> None:
    owners = defaultdict(set)
    for entry in LISTED:
        for label in entry.get("labels", ()):
            owners[plain(label)].add(entry["name"])
    assert {label: names for label, names in owners.items() if len(names) > 1} == {}


def test_no_label_is_the_name_of_another_item() -> None:
    names = {plain(entry["name"]): entry["name"] for entry in LISTED}
    clashes = [
        (label, e["name"]) for e in LISTED for label in e.get("labels", ()) if names.get(plain(label), e["name"]) != e["name"]
    ]
    assert clashes == []


def test_only_vehicles_travel_and_a_few_more_take_over_a_subject_name() -> None:
    """Without a code these labels mean the item of the 三公 table or of the totals; with the code they stay the subject."""
    coded = {plain(each.name): each.name for each in subjects()}
    listed = {entry["name"] for entry in LISTED}
    taken = {coded[plain(label)] for e in LISTED for label in e.get("labels", ()) if plain(label) in coded} - listed
    assert taken == {"因公出国（境）费用", "公务用车购置", "公务用车运行维护费", "专用材料购置费"}


def test_no_word_is_listed_twice_at_an_item() -> None:
    for entry in LISTED:
        for key in ("labels", "aliases"):
            words = [plain(word) for word in entry.get(key, ())]
            assert [word for word, count in Counter(words).items() if count > 1] == [], entry["name"]
            assert all(words), entry["name"]


def test_parents_and_parts_exist_and_nothing_contains_itself() -> None:
    for each in items():
        for name in (*each.parts, each.parent):
            assert name is None or item(name) is not None, (each.name, name)
        above, seen = each.parent, [each.name]
        while above:
            assert above not in seen, seen
            seen.append(above)
            found = item(above)
            above = found.parent if found else None


def test_the_parts_of_the_three_public_expenses() -> None:
    found = item("三公经费")
    assert found is not None
    assert found.parts == ("因公出国（境）费", "公务用车购置及运行费", "公务接待费")


@pytest.mark.parametrize("name", ["行政运行", "一般行政管理事务", "事业运行", "住房公积金", "机关服务"])
def test_a_name_under_many_codes_has_no_code_of_its_own(name: str) -> None:
    found = item(name)
    assert found is not None
    assert len(found.codes) > 1
    assert found.code is None


@pytest.mark.parametrize(("name", "code"), [("办公费", "30201"), ("公务接待费", "30217"), ("信访业务", "2014004")])
def test_a_name_under_one_code_has_it(name: str, code: str) -> None:
    found = item(name)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize(
    ("name", "unit"), [("车辆数", "辆"), ("编制数", "人"), ("房屋面积", "平方米"), ("三公经费", "万元"), ("办公费", "万元")]
)
def test_units(name: str, unit: str) -> None:
    found = item(name)
    assert found is not None
    assert found.unit == unit


# canonical


@pytest.mark.parametrize("row", LABELS, ids=lambda row: f"{row['code'] or ''}{row['label']}")
def test_labels_printed_in_real_disclosures(row: dict[str, str | None]) -> None:
    assert canonical(str(row["label"]), row["code"]) == row["item"]


@pytest.mark.parametrize(
    ("label", "code", "name"),
    [
        ("其中：（1）公务用车购置费", None, "公务用车购置费"),
        ("“三公” 经费（万元）", None, "三公经费"),
        ("公务接待费支出决算", None, "公务接待费"),
        ("工资福利支出小计", None, "工资福利支出"),
        ("2024年度一般公共预算财政拨款“三公”经费支出", None, "三公经费"),
        ("公务用车运行维护费", "302 31", "公务用车运行维护费"),
        ("公务用车运行维护费", None, "公务用车运行费"),
        ("因公出国（境）费用", "30212", "因公出国（境）费用"),
        ("因公出国(境)费", "30212", "因公出国（境）费用"),
        ("行政事业单位离退休", "208 05", "行政事业单位养老支出"),
        ("行政事业单位离退休", None, "行政事业单位养老支出"),
        ("归口管理的行政单位离退休", "2080501", "行政单位离退休"),
        ("2080505机关事业单位基本养老保险缴费支出", None, "机关事业单位基本养老保险缴费支出"),
        ("[30101]基本工资", None, "基本工资"),
        ("行政运行（201 03 01）", None, "行政运行"),
        ("一般公共服务支出（类）商贸事务（款）行政运行（项）", None, "行政运行"),
        ("卫生健康支出（210类）行政事业单位医疗（11款）行政单位医疗（01项）", None, "行政单位医疗"),
        ("机关事业单位基本养老保险", "2080505", "机关事业单位基本养老保险缴费支出"),
        ("", "30201", "办公费"),
        ("行政", "2014001", "行政运行"),
        ("咨询费", "30202", "咨询费"),
    ],
)
def test_labels_as_they_may_be_printed(label: str, code: str | None, name: str) -> None:
    assert canonical(label, code) == name


def test_the_label_wins_where_code_and_label_contradict_each_other() -> None:
    assert canonical("物业管理费", "30208") == "物业管理费"
    assert canonical("市信访局（本级）", "201") == "市信访局（本级）"


@pytest.mark.parametrize(
    ("label", "cleaned"),
    [
        ("其中： 3. 某某 项目(一期)", "某某项目（一期）"),
        ("合计", "合计"),
        ("总计：", "总计"),
        ("一级项目", "一级项目"),
        ("三项目", "三项目"),
        ("1.5米围栏", "1.5米围栏"),
        ("301医院", "301医院"),
        ("单位资金支出", "单位资金支出"),
        ("车辆支出", "车辆支出"),
        ("退休预算", "退休预算"),
        ("一般公共服务支出（类）占一般公共预算当年拨款", "一般公共服务支出（类）占一般公共预算当年拨款"),
        ("", ""),
    ],
)
def test_labels_that_nobody_knows_come_back_cleaned(label: str, cleaned: str) -> None:
    assert canonical(label) == cleaned


@given(st.text(alphabet=CHARACTERS, max_size=24) | st.text(max_size=12))
def test_canonical_is_idempotent(label: str) -> None:
    once = canonical(label)
    assert canonical(once) == once


@given(st.sampled_from([each.code for each in subjects()]), st.text(alphabet=CHARACTERS, max_size=10))
def test_canonical_with_a_code_is_idempotent(code: str, label: str) -> None:
    once = canonical(label, code)
    assert canonical(once, code) == once


@given(
    st.sampled_from(subjects()), st.sampled_from(["{}", "一、{}", "（二）{}", "3.{}", "其中：{}", " {} ", "{}：", "{}（小计）"])
)
def test_every_subject_is_found_by_its_code_and_any_of_its_names(found: vocabulary.Subject, form: str) -> None:
    for name in (found.name, *found.old_names):
        assert canonical(form.format(name), found.code) == found.name


@given(st.sampled_from([entry["name"] for entry in LISTED]))
def test_every_listed_item_keeps_its_name(name: str) -> None:
    assert canonical(name) == name


# words people type


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("公车", {"公务用车购置及运行费"}),
        ("公车费", {"公务用车购置及运行费"}),
        ("养车", {"公务用车运行费"}),
        ("吃喝", {"公务接待费"}),
        ("请客吃饭", {"公务接待费"}),
        ("招待费", {"公务接待费"}),
        ("出国", {"因公出国（境）费"}),
        ("人头费", {"人员经费"}),
        ("发工资", {"人员经费", "工资福利支出"}),
        ("编制", {"编制数"}),
        ("公积金", {"住房公积金"}),
        ("养老金", {"机关事业单位基本养老保险缴费", "机关事业单位基本养老保险缴费支出"}),
        ("职业年金", {"职业年金缴费", "机关事业单位职业年金缴费支出"}),
        ("医保", {"职工基本医疗保险缴费", "行政单位医疗", "事业单位医疗"}),
        ("总预算", {"收支总预算", "收入总计", "支出总计"}),
        ("财政拨款", {"财政拨款收入"}),
        ("项目钱", {"项目支出"}),
        ("办公用品", {"办公费"}),
        ("水电", {"水费", "电费"}),
        ("３公经费", {"三公经费"}),
        ("“三公”经费", {"三公经费"}),
        ("车补", {"其他交通费用"}),
        ("出差", {"差旅费"}),
    ],
)
def test_what_people_type(typed: str, meant: set[str]) -> None:
    assert {each.name for each in aliases()[plain(typed)]} == meant


def test_a_name_is_the_first_reading_of_itself() -> None:
    for entry in LISTED:
        assert aliases()[plain(entry["name"])][0].name == entry["name"]


def test_question_words_are_no_aliases() -> None:
    assert not {
        "多少",
        "多少钱",
        "为什么",
        "多少人",
        "一年花多少",
        "预留",
        "合计",
        "总计",
        "比上年",
        "增长",
        "支出",
        "收入",
        "预算",
    } & set(aliases())


# cost


def test_importing_reads_no_file_and_pulls_in_nothing_heavy() -> None:
    code = (
        "import sys, corpus.vocabulary as v\n"
        "print(v._load.cache_info().misses, len({'torch', 'pydantic', 'numpy', 'tomllib'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2])
    assert done.stdout.split() == ["0", "0"]
