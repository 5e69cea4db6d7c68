from __future__ import annotations

from decimal import Decimal

import pytest

from assistant import Assistant
from assistant.evidence import Evidence, agree
from assistant.mention import Mention
from index.ledger import DocumentRecord


@pytest.fixture
def evidence(assistant: Assistant) -> Evidence:
    return Evidence(assistant.ledger)


def by_year(assistant: Assistant, year: int) -> DocumentRecord:
    return next(d for d in assistant.documents() if d.fiscal_year == year)


def test_the_whole_budget_leads_and_narrower_scopes_follow(assistant: Assistant, evidence: Evidence) -> None:
    level = evidence.level(by_year(assistant, 2024), Mention("行政运行", ("行政运行",)))
    assert level is not None
    assert level.lead.value == Decimal("359.11")
    assert {fact.value for fact in level.scopes} == {Decimal("346.47"), Decimal("12.64")}


def test_a_scope_that_is_asked_for_leads(assistant: Assistant, evidence: Evidence) -> None:
    level = evidence.level(by_year(assistant, 2024), Mention("项目支出", ("项目支出",)), fund="一般公共预算")
    assert level is not None and level.lead.value == 0


def test_look_alikes_are_told_apart(assistant: Assistant, evidence: Evidence) -> None:
    names = ("机关事业单位基本养老保险缴费", "机关事业单位基本养老保险缴费支出")
    level = evidence.level(by_year(assistant, 2020), Mention("养老保险", names))
    assert level is not None
    assert (level.lead.value, level.twins[0].value) == (Decimal("51.62"), Decimal("51.63"))


def test_a_change_is_paired_with_the_amount_of_its_sentence(assistant: Assistant, evidence: Evidence) -> None:
    document = by_year(assistant, 2024)
    change = evidence.changes(document, Mention("行政运行", ("行政运行",)))[0]
    assert change.amount is not None and change.direction == "增加"
    fact = evidence.beside(document, change.amount)
    assert fact is not None and fact.value == Decimal("346.47")


def test_another_year_is_not_taken(assistant: Assistant, evidence: Evidence) -> None:
    assert evidence.level(by_year(assistant, 2024), Mention("三公经费", ("三公经费",)), year=2023) is None


def test_amounts_agree_across_units_when_one_is_the_other_rounded(assistant: Assistant, evidence: Evidence) -> None:
    level = evidence.level(by_year(assistant, 2024), Mention("三公经费", ("三公经费",)))
    assert level is not None
    assert agree(level.lead, level.lead)


def test_a_reason_is_found_where_it_is_printed(assistant: Assistant, evidence: Evidence) -> None:
    change = evidence.changes(by_year(assistant, 2024), Mention("行政运行", ("行政运行",)))[0]
    place = evidence.place_of(change.reason or "", change.figure.source)
    assert place is not None and "工勤编" in "".join(place.quote.split())
    assert evidence.place_of("没有这句话", change.figure.source) is None
