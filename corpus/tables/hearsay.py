"""What the prose of a document says about wholes that its tables print: a cheap look for the few facts that tell columns apart."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from corpus.amount import fold
from corpus.document import Document
from corpus.tables.titles import Region

_STATED = re.compile(
    r"(基本支出|项目支出|人员经费|公用经费)(?:预算|决算|安排|拨款|支出|数|总额|合计|共|为|是|约|:){0,4}(\d[\d,]*(?:\.\d+)?)(万元|元)"
)
_ITEM = re.compile(
    r"(因公出国\(境\)费|公务接待费|公务用车购置费|公务用车运行(?:维护)?费|公务用车购置及运行(?:维护)?费)(?:用|预算|决算|安排|支出|数|为|是|约|:){0,4}(\d[\d,]*(?:\.\d+)?)(万元|元)"
)
_NAMES = {
    "因公出国(境)费": "因公出国（境）费",
    "公务用车运行维护费": "公务用车运行费",
    "公务用车购置及运行维护费": "公务用车购置及运行费",
}
_SCALE = Decimal(10_000)


def stated_kinds(document: Document, tables: Sequence[Region]) -> Iterator[tuple[str, Decimal]]:
    """("kind:项目支出", amount) for each amount of a kind of spending or a 三公 item that the prose gives, in 万元 and in 元."""
    inside = {index for region in tables for index in range(region.first, region.last + 1)}
    text = "".join(re.sub(r"\s", "", fold(line.text)) for i, line in enumerate(document.lines) if i not in inside)
    for scope, pattern in (("kind", _STATED), ("item", _ITEM)):
        for found in pattern.finditer(text):
            key = f"{scope}:{_NAMES.get(found[1], found[1])}"
            value = Decimal(found[2].replace(",", ""))
            yield key, value
            yield key, value * _SCALE if found[3] == "万元" else value / _SCALE
