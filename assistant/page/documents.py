"""The 文档 tab: what is loaded with its counts, and, for those who may change the index, taking in and removing files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.page.data import choice, paging
from assistant.page.markup import EMPTY, Html, escape, tag

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from assistant.page.job import Job
    from assistant.page.texts import Texts
    from index.ledger import DocumentRecord

PAGE = 50
"""Documents shown at a time."""
STAGES = ("uploading", "reading", "writing")
"""What becomes of a file, in this order."""
_COLUMNS = ("document", "figures", "findings", "size", "actions")
_ORDERS: dict[str, Callable[[DocumentRecord], tuple[object, ...]]] = {
    "document": lambda r: (r.issuer, -r.fiscal_year, r.name),
    "figures": lambda r: (r.figures,),
    "findings": lambda r: (r.findings,),
    "size": lambda r: (r.size,),
}
SORTS = tuple(_ORDERS)


@dataclass(frozen=True, slots=True)
class Listing:
    """Which documents are shown: words of department or file name, year and kind; an empty part restricts nothing."""

    words: str = ""
    year: int | None = None
    stage: str = ""
    sort: str = ""
    descending: bool = False
    page: int = 1

    def of(self, records: Sequence[DocumentRecord]) -> list[DocumentRecord]:
        """All that fit, in order."""
        found = [r for r in records if self._fits(r)]
        if self.sort in _ORDERS:
            found.sort(key=_ORDERS[self.sort], reverse=self.descending)
        return found

    def _fits(self, record: DocumentRecord) -> bool:
        named = f"{record.issuer} {record.name}".casefold()
        return (
            all(word in named for word in self.words.casefold().split())
            and self.year in (None, record.fiscal_year)
            and self.stage in ("", str(record.stage))
        )


def documents_html(records: Sequence[DocumentRecord], job: Job | None, texts: Texts, listing: Listing | None = None) -> Html:
    """The whole tab; without a ``job`` nothing can be changed from here."""
    upload = _upload(job, texts) if job else tag("p", escape(texts.say("upload_off")), class_="mz-count")
    listing = listing or Listing()
    listed = tag("div", _listed(listing, records, job is not None, texts), class_="mz-results")
    filters = _filters(listing, records, texts) if records else EMPTY
    return tag(
        "section", upload, filters, listed, class_="mz-view-page", lang=texts.locale, aria_label=texts.say("tab_documents")
    )


def _filters(listing: Listing, records: Sequence[DocumentRecord], texts: Texts) -> Html:
    years = [str(y) for y in sorted({r.fiscal_year for r in records}, reverse=True)]
    words = tag(
        "input", type="search", name="words", value=listing.words, placeholder=texts.say("files_hint"), autocomplete="off"
    )
    return tag(
        "form", tag("label", tag("span", escape(texts.say("files_search"))), words, class_="mz-choice mz-wide"),
        choice("year", texts.say("year"), years, str(listing.year or ""), texts.say("all")),
        choice("stage", texts.say("stage"), sorted({str(r.stage) for r in records}), listing.stage, texts.say("all")),
        tag("input", type="hidden", name="sort", value=listing.sort),
        tag("input", type="hidden", name="desc", value="1" if listing.descending else ""),
        tag("input", type="hidden", name="page", value=listing.page),
        class_="mz-filters", data_view_form="documents",
    )  # fmt: skip


def _listed(listing: Listing, records: Sequence[DocumentRecord], editable: bool, texts: Texts) -> Html:
    found = listing.of(records)
    if not found:
        words = "files_none_found" if records else "files_empty" if editable else "documents_none"
        return tag("p", escape(texts.say(words)), class_="mz-note")
    pages = -(-len(found) // PAGE)
    page = min(max(listing.page, 1), pages)
    head = tag("tr", *(_head(name, listing, texts) for name in _COLUMNS))
    rows = (_row(record, editable, texts) for record in found[(page - 1) * PAGE : page * PAGE])
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="mz-figures mz-files")
    count = tag("p", escape(texts.say("files_count", count=len(found))), class_="mz-count", role="status")
    turning = paging(page, pages, PAGE, len(found), texts)
    return tag("div", count, tag("div", table, class_="mz-scroll", tabindex=0), turning)


def _head(name: str, listing: Listing, texts: Texts) -> Html:
    label = escape(texts.say(f"files_{name}"))
    number = "number" if name in ("figures", "findings", "size") else None
    if name not in SORTS:
        return tag("th", label, scope="col", class_=number)
    active = listing.sort == name
    order = ("descending" if listing.descending else "ascending") if active else None
    sign = escape(" ▼" if listing.descending else " ▲") if active else EMPTY
    down = "1" if active and not listing.descending else ""
    return tag(
        "th",
        tag("button", label, sign, type="button", data_sort=name, data_desc=down),
        scope="col",
        aria_sort=order,
        class_=number,
    )


def _row(record: DocumentRecord, editable: bool, texts: Texts) -> Html:
    title = texts.say("document_line", year=record.fiscal_year, stage=record.stage)
    named = tag("td", tag("b", escape(f"{record.issuer} · {title}")), tag("small", escape(record.name)))
    actions = [tag("a", escape(texts.say("download")), href=f"mz/original/{record.id}", download=True, class_="mz-go")]
    if editable:
        actions.append(_action("reread", record, texts))
        actions.append(_action("remove", record, texts, texts.say("remove_sure", name=record.name)))
    open_ = texts.say("files_open", count=record.ambiguous) if record.ambiguous else ""
    return tag(
        "tr", named, _count(record, "figures", record.figures, "data", texts, open_),
        _count(record, "findings", record.findings, "checked", texts),
        tag("td", escape(_size(record.size)), class_="number"), tag("td", *actions, class_="mz-actions"), data_document=record.id,
    )  # fmt: skip


def _count(record: DocumentRecord, name: str, count: int, view: str, texts: Texts, more: str = "") -> Html:
    """A count that opens its tab with the filters set to the document's department, year and kind."""
    label = texts.say(f"files_{name}")
    shown = tag(
        "button", escape(str(count)), type="button", class_="mz-go", data_open=view, data_issuer=record.issuer,
        data_year=record.fiscal_year, data_stage=str(record.stage), aria_label=f"{record.name} {label} {count}",
    )  # fmt: skip
    small = tag("small", escape(more)) if more else EMPTY
    return tag("td", shown if count else escape("0"), tag("span", escape(label), class_="mz-label"), small, class_="number")


def _action(name: str, record: DocumentRecord, texts: Texts, sure: str | None = None) -> Html:
    label = texts.say(name)
    return tag(
        "button", escape(label), type="button", class_="mz-go", data_change=f"{name}/{record.id}", data_sure=sure,
        aria_label=f"{label} {record.name}",
    )  # fmt: skip


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


def _upload(job: Job, texts: Texts) -> Html:
    picks = (_pick("upload_pick", texts), _pick("upload_folder", texts, webkitdirectory=True))
    told = tag("div", EMPTY if job.state == "idle" else job_html(job, texts), class_="mz-job", aria_live="polite")
    hint = tag("p", escape(texts.say("upload_drop")), tag("small", escape(texts.say("upload_kinds"))))
    sure = tag(
        "dialog", tag("p"), tag(
            "div", tag("button", escape(texts.say("cancel")), type="button", data_answer="", class_="mz-button"),
            tag("button", escape(texts.say("remove")), type="button", data_answer="yes", class_="mz-button mz-danger"), class_="mz-answers",
        ), class_="mz-dialog", aria_label=texts.say("remove"),
    )  # fmt: skip
    stages = tag("template", stages_html("uploading", texts))
    words = {f"data_{name}": texts.say(f"upload_{name}") for name in ("part", "lost", "waiting")}
    return tag("div", hint, *picks, told, stages, sure, class_="mz-drop", **words)


def _pick(name: str, texts: Texts, **more: bool) -> Html:
    words = texts.say(name)
    field = tag("input", type="file", multiple=True, class_="mz-pick", aria_label=words, **more)
    return tag("label", field, escape(words), class_="mz-button")


def stages_html(now: str, texts: Texts) -> Html:
    """The three stages of a file's way into the index, the present one marked."""
    at = STAGES.index(now)
    steps = (
        tag(
            "li",
            escape(texts.say(f"stage_{name}")),
            aria_current="step" if i == at else None,
            class_="mz-past" if i < at else None,
        )
        for i, name in enumerate(STAGES)
    )
    return tag("ol", *steps, class_="mz-stages")


def job_html(job: Job, texts: Texts) -> Html:
    """How a change of the index goes on, and how it ended, file by file."""
    if job.running:
        share = round(100 * job.done / job.total) if job.total else 0
        told = texts.say(f"job_{job.state}", done=job.done, total=job.total, name=job.name)
        value = share if job.state == "reading" else None  # how long the writing takes is not known
        bar = tag("progress", value=value, max=100, aria_label=texts.say(f"stage_{job.state}"))
        return tag("div", stages_html(job.state, texts), tag("p", escape(told)), bar, data_state=job.state)
    if job.state == "failed":
        return tag("div", tag("p", escape(job.trouble), class_="mz-bad"), data_state="failed")
    lines = [("bad", texts.say("job_refused", name=name, reason=reason)) for name, reason in job.failed]
    lines += [("good", texts.say("job_taken", name=name)) for name in job.taken]
    lines += [("good", texts.say("job_removed", name=name)) for name in job.removed]
    lines += [("same", texts.say("job_unchanged", name=name)) for name in job.unchanged]
    lines = lines or [("same", texts.say("job_nothing"))]
    summary = texts.say("job_done", taken=len(job.taken) + len(job.removed), same=len(job.unchanged), failed=len(job.failed))
    rows = tag("ul", *(tag("li", escape(words), class_=f"mz-{look}") for look, words in lines))
    return tag("div", tag("p", escape(summary), class_="mz-heading"), rows, data_state=job.state)
