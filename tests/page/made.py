"""A small disclosure printed as a PDF: a cover, the table of 三公经费, and the sentence about it."""

from __future__ import annotations

from decimal import Decimal

from tests.corpus.pdf.sheet import Sheet, Spot

ISSUER = "云山县档案局"
NAME = "云山县档案局<img src=x onerror=alert(1)>.pdf"
OTHER = "云山县图书馆"
XS = (60.0, 150.0, 240.0, 330.0, 420.0, 510.0)


def pdf(issuer: str = ISSUER, year: int = 2023, visits: str = "1.35", cars: str = "3.00", note: str = "") -> bytes:
    """Three pages; 公务接待费 is ``visits`` and 公务用车运行费 ``cars`` 万元; a ``note`` stands under the sentence."""
    total = Decimal(visits) + Decimal(cars)
    sheet = Sheet()
    sheet.text(300, 300, f"{issuer}{year}年部门预算公开", "centre")
    sheet.page()
    sheet.text(300, 60, "一般公共预算“三公”经费支出情况表", "centre")
    sheet.text(60, 85, f"编制部门：{issuer}")
    sheet.text(510, 85, "单位：万元", "right")
    heads = ("合计", "因公出国（境）费", "公务用车购置费", "公务用车运行费", "公务接待费")
    below = sheet.header(XS, 95, [Spot(words, 0, column) for column, words in enumerate(heads)])
    sheet.rows(XS, below, [(str(total), "0.00", "0.00", cars, visits)], "rrrrr")
    sheet.page()
    sheet.text(60, 60, f"{year}年部门预算情况说明")
    sheet.text(60, 90, f"一、{year}年“三公”经费预算数为{total}万元，其中：公务接待费{visits}万元。")
    if note:
        sheet.text(60, 120, note)
    sheet.page()
    return sheet.data()
