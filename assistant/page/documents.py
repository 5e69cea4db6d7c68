"""The 文档 tab: what is loaded with its counts, and, where this machine alone can reach the page, taking in and removing files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from assistant.page.markup import EMPTY, Html, escape, tag

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assistant.page.job import Job
    from assistant.page.texts import Texts
    from index.ledger import DocumentRecord

_COLUMNS = ("document", "figures", "findings", "size", "actions")


def documents_html(records: Sequence[DocumentRecord], job: Job | None, texts: Texts) -> Html:
    """The whole tab; without a ``job`` nothing can be changed from here."""
    upload = _upload(job, texts) if job else tag("p", escape(texts.say("upload_off")), class_="mz-count")
    head = tag("tr", *(_head(name, texts) for name in _COLUMNS))
    rows = (_row(record, job is not None, texts) for record in records)
    table = tag("table", tag("thead", head), tag("tbody", *rows), class_="mz-figures mz-files")
    listed = (
        tag("div", table, class_="mz-scroll", tabindex=0)
        if records
        else tag("p", escape(texts.say("documents_none")), class_="mz-note")
    )
    return tag(
        "section", upload, tag("div", listed, class_="mz-results"), class_="mz-view-page", lang=texts.locale, aria_label=texts.say("tab_documents"),
    )  # fmt: skip


def _head(name: str, texts: Texts) -> Html:
    number = name in ("figures", "findings", "size")
    return tag("th", escape(texts.say(f"files_{name}")), scope="col", class_="number" if number else None)


def _row(record: DocumentRecord, editable: bool, texts: Texts) -> Html:
    title = texts.say("document_line", year=record.fiscal_year, stage=record.stage)
    named = tag("td", tag("b", escape(f"{record.issuer} · {title}")), tag("small", escape(record.name)))
    actions = [tag("a", escape(texts.say("download")), href=f"mz/original/{record.id}", download=True, class_="mz-go")]
    if editable:
        actions.append(_action("reread", record, texts, EMPTY))
        actions.append(_action("remove", record, texts, escape(texts.say("remove_sure", name=record.name))))
    return tag(
        "tr", named, _count(record.figures, "files_figures", texts), _count(record.findings, "files_findings", texts),
        tag("td", escape(_size(record.size)), class_="number"), tag("td", *actions, class_="mz-actions"), data_document=record.id,
    )  # fmt: skip


def _count(count: int, label: str, texts: Texts) -> Html:
    return tag("td", escape(str(count)), tag("span", escape(texts.say(label)), class_="mz-label"), class_="number")


def _action(name: str, record: DocumentRecord, texts: Texts, sure: Html) -> Html:
    label = texts.say(name)
    asked = texts.say("remove_sure", name=record.name) if sure else None
    return tag(
        "button", escape(label), type="button", class_="mz-go", data_change=f"{name}/{record.id}", data_sure=asked,
        aria_label=f"{label} {record.name}",
    )  # fmt: skip


def _size(count: int) -> str:
    return f"{count / 1_000_000:.1f} MB" if count >= 1_000_000 else f"{max(1, round(count / 1000))} KB"


def _upload(job: Job, texts: Texts) -> Html:
    field = tag("input", type="file", multiple=True, class_="mz-pick", aria_label=texts.say("upload_pick"))
    folder = tag(
        "input", type="file", multiple=True, webkitdirectory=True, class_="mz-pick", aria_label=texts.say("upload_folder")
    )
    picks = (
        tag("label", field, escape(texts.say("upload_pick")), class_="mz-button"),
        tag("label", folder, escape(texts.say("upload_folder")), class_="mz-button"),
    )
    told = tag("div", job_html(job, texts) if job.running else EMPTY, class_="mz-job", aria_live="polite")
    return tag(
        "div", tag("p", escape(texts.say("upload_drop"))), *picks, told, class_="mz-drop", data_uploading=texts.say("uploading")
    )


def job_html(job: Job, texts: Texts) -> Html:
    """How a change of the index goes on, and how it ended, file by file."""
    if job.running:
        share = round(100 * job.done / job.total) if job.total else 0
        told = texts.say(f"job_{job.state}", done=job.done, total=job.total, name=job.name)
        bar = tag("progress", value=share, max=100, aria_label=texts.say("tab_documents"))
        return tag("div", tag("p", escape(told)), bar, data_state=job.state)
    if job.state == "failed":
        return tag("div", tag("p", escape(job.trouble), class_="mz-bad"), data_state="failed")
    lines = [("good", texts.say("job_taken", name=name)) for name in job.taken]
    lines += [("same", texts.say("job_unchanged", name=name)) for name in job.unchanged]
    lines += [("good", texts.say("job_removed", name=name)) for name in job.removed]
    lines += [("bad", texts.say("job_refused", name=name, reason=reason)) for name, reason in job.failed]
    lines = lines or [("same", texts.say("job_nothing"))]
    return tag("ul", *(tag("li", escape(words), class_=f"mz-{look}") for look, words in lines), data_state=job.state)
