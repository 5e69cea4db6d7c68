"""The 核验 tab: what each document contradicts itself in, with links to the printed places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.page.data import choice, exports, paging, place_button
from assistant.page.markup import EMPTY, Html, escape, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.page.texts import Texts
    from corpus.figure import Finding
    from index.ledger import DocumentRecord

KINDS = ("error", "omission", "oddity", "rounding")
"""Kinds of findings, the gravest first."""
PAGE = 20
"""Documents shown at a time."""
Keyed = tuple[int, "Finding"]


@dataclass(frozen=True, slots=True)
class Shown:
    """What of the findings is shown: one ``kind``, the documents of one ``issuer`` and ``year`` (all where empty), a page from 1."""

    kind: str = ""
    issuer: str = ""
    year: int | None = None
    page: int = 1

    def fits(self, record: DocumentRecord) -> bool:
        """Whether a document's findings are shown."""
        return self.issuer in ("", record.issuer) and self.year in (None, record.fiscal_year)


def checked_html(found: Sequence[Keyed], records: Sequence[DocumentRecord], generation: int, shown: Shown, texts: Texts) -> Html:
    """The whole tab: the findings under their documents, ``PAGE`` documents at a time."""
    wanted = {record.id: record for record in records if shown.fits(record)}
    owned: dict[str, list[Keyed]] = {}
    for keyed in found:
        if keyed[1].document_id in wanted and shown.kind in ("", keyed[1].kind):
            owned.setdefault(keyed[1].document_id, []).append(keyed)
    ordered = [record for record in wanted.values() if record.id in owned]
    pages = max(1, -(-len(ordered) // PAGE))
    page = min(max(shown.page, 1), pages)
    groups = [_group(r, owned[r.id], generation, texts) for r in ordered[(page - 1) * PAGE : page * PAGE]]
    count = texts.say("findings_found", count=sum(map(len, owned.values())), documents=len(ordered))
    told = tag("p", escape(count if groups else texts.say("checked_none")), class_="mz-count", role="status")
    turning = paging(page, pages, PAGE, len(ordered), texts)
    return tag(
        "section", _filters(found, records, shown, texts), tag("div", told, *groups, turning, class_="mz-results"),
        class_="mz-view-page", lang=texts.locale, aria_label=texts.say("tab_checked"),
    )  # fmt: skip


def _filters(found: Sequence[Keyed], records: Sequence[DocumentRecord], shown: Shown, texts: Texts) -> Html:
    kinds = [(name, f"{texts.say(f'kind_{name}')}（{sum(1 for _, f in found if f.kind == name)}）") for name in KINDS]
    issuers = sorted({r.issuer for r in records})
    years = [str(y) for y in sorted({r.fiscal_year for r in records}, reverse=True)]
    chosen = (
        choice("issuer", texts.say("issuer"), issuers, shown.issuer, texts.say("all")),
        choice("year", texts.say("year"), years, str(shown.year or ""), texts.say("all")),
        choice("kind", texts.say("kind"), kinds, shown.kind, texts.say("all")),
    )
    page = tag("input", type="hidden", name="page", value=shown.page)
    return tag("form", *chosen, page, exports(texts), class_="mz-filters", data_view_form="checked", data_files="findings")


def _group(record: DocumentRecord, found: Sequence[Keyed], generation: int, texts: Texts) -> Html:
    """One document with its findings, the gravest first."""
    wanted = sorted(found, key=lambda k: (_rank(k[1].kind), k[0]))
    year = texts.say("document_line", year=record.fiscal_year, stage=record.stage)
    counts = (_badge(name, sum(1 for _, f in wanted if f.kind == name), texts) for name in KINDS)
    title = tag("summary", tag("b", escape(f"{record.issuer} · {year}")), *counts, tag("small", escape(record.name)))
    rows = (_finding(key, finding, generation, texts) for key, finding in wanted)
    return tag("details", title, tag("ul", *rows), class_="mz-checked", open=True)


def _rank(kind: str) -> int:
    return KINDS.index(kind) if kind in KINDS else len(KINDS)


def _badge(kind: str, count: int, texts: Texts) -> Html:
    return tag("span", escape(f"{texts.say(f'kind_{kind}')} {count}"), class_=f"mz-kind mz-kind-{kind}") if count else EMPTY


def _finding(key: int, finding: Finding, generation: int, texts: Texts) -> Html:
    kind = texts.say(f"kind_{finding.kind}") if finding.kind in KINDS else finding.kind
    badge = tag("span", escape(kind), class_=f"mz-kind mz-kind-{finding.kind}" if finding.kind in KINDS else "mz-kind")
    places = (place_button(f"finding/{generation}/{key}/{n}", place, texts) for n, place in enumerate(finding.places))
    return tag("li", tag("p", badge, escape(finding.message)), tag("div", *places, class_="mz-places"))
