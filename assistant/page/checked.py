"""The 核验 tab: what each document contradicts itself in, with links to the printed places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.page.data import choice, place_button
from assistant.page.markup import EMPTY, Html, escape, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.page.texts import Texts
    from corpus.figure import Finding
    from index.ledger import DocumentRecord

KINDS = ("error", "omission", "oddity", "rounding")
"""Kinds of findings, the gravest first."""
Keyed = tuple[int, "Finding"]


def checked_html(
    found: Sequence[Keyed], records: Sequence[DocumentRecord], generation: int, kind: str, issuer: str, texts: Texts
) -> Html:
    """The whole tab: ``found`` under the documents of ``issuer`` (all where empty), of one ``kind`` where it is given."""
    shown = [record for record in records if issuer in ("", record.issuer)]
    groups = [_group(record, [k for k in found if k[1].document_id == record.id], generation, kind, texts) for record in shown]
    groups = [group for group in groups if group] or [tag("p", escape(texts.say("checked_none")), class_="mz-note")]
    return tag(
        "section", _filters(found, records, kind, issuer, texts), tag("div", *groups, class_="mz-results"),
        class_="mz-view-page", lang=texts.locale, aria_label=texts.say("tab_checked"),
    )  # fmt: skip


def _filters(found: Sequence[Keyed], records: Sequence[DocumentRecord], kind: str, issuer: str, texts: Texts) -> Html:
    options = [tag("option", escape(texts.say("all")), value="")]
    for name in KINDS:
        count = sum(1 for _, f in found if f.kind == name)
        options.append(tag("option", escape(f"{texts.say(f'kind_{name}')}（{count}）"), value=name, selected=name == kind))
    kinds = tag("label", tag("span", escape(texts.say("kind"))), tag("select", *options, name="kind"), class_="mz-choice")
    issuers = choice("issuer", texts.say("issuer"), sorted({r.issuer for r in records}), issuer, texts.say("all"))
    return tag("form", issuers, kinds, class_="mz-filters", data_view_form="checked")


def _group(record: DocumentRecord, found: Sequence[Keyed], generation: int, kind: str, texts: Texts) -> Html:
    """One document with its findings; nothing where it has none of the kind asked for."""
    wanted = sorted((k for k in found if kind in ("", k[1].kind)), key=lambda k: (_rank(k[1].kind), k[0]))
    if not wanted:
        return EMPTY
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
