"""Taking documents in and out over HTTP: real files, a real change of the index, and who may."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant, Conversation
from assistant.api.rest import rest_app
from assistant.api.service import Service
from assistant.gate import Role, User
from assistant.page import intake as intake_module
from assistant.page import job as jobs
from assistant.page import web
from assistant.page.desk import Desk
from assistant.page.intake import Intake
from tests.api.test_conversations import Known
from tests.page import made


def library(store: Path, role: Role = Role.EDITOR, changes: bool = True) -> TestClient:
    """A server process over a store for a user of some role."""
    service = Service(Desk(lambda: Assistant.open(store), Conversation), Intake(store) if changes else None)
    return TestClient(Known(rest_app(service), User("编辑", role)), base_url="http://127.0.0.1")


def finished(client: TestClient, job: str) -> dict[str, Any]:
    """The job when it has ended."""
    for _ in range(600):
        told: dict[str, Any] = client.get(f"/uploads/{job}").json()
        if told["state"] in ("done", "failed"):
            return told
        time.sleep(0.1)
    raise TimeoutError(job)


def test_files_go_in_are_answered_from_and_go_out_again(store: Path) -> None:
    client, other = library(store), library(store, Role.READER)
    files = [("files", (made.NAME, made.pdf())), ("files", ("junk.txt", b"nothing here")), ("files", ("../../x.pdf", b""))]
    started = client.post("/uploads", files=files)
    assert started.status_code == 202
    job = started.json()["id"]
    assert started.headers["location"] == f"/api/v1/uploads/{job}"
    assert client.post("/uploads", files=files[1:]).json()["type"] == "urn:mingzhang:problem:busy"
    told = finished(other, job)
    assert (told["state"], len(told["taken"]), len(told["errors"])) == ("done", 1, 2)
    asked = client.post("/ask", json={"question": f"{made.ISSUER}2023年公务接待费多少"}).json()
    assert (asked["figures"][0]["value"], asked["figures"][0]["unit"]) == ("1.35", "万元")
    document = asked["citations"][0]["sha256"]
    assert other.delete(f"/documents/{document}").status_code == 403
    removed = finished(client, client.delete(f"/documents/{document}").json()["id"])
    assert (removed["state"], len(removed["removed"])) == ("done", 1)
    assert client.get(f"/documents/{document}").status_code == 404
    assert not list(store.parent.glob("x.pdf"))


def test_readers_change_nothing(store: Path) -> None:
    files = [("files", (made.NAME, made.pdf()))]
    assert library(store, Role.READER).post("/uploads", files=files).status_code == 403
    assert library(store, changes=False).post("/uploads", files=files).json()["type"] == "urn:mingzhang:problem:no-uploads"
    assert not (store / "uploads").exists()


def test_a_file_over_the_limit_is_refused_and_leaves_nothing(store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake_module, "LARGEST", 10)
    told = library(store).post("/uploads", files=[("files", ("a.txt", b"x" * 11))])
    assert (told.status_code, told.json()["type"]) == (413, "urn:mingzhang:problem:too-large")
    assert not [p for p in (store / "uploads").rglob("*") if p.is_file()]


def test_uploads_may_be_larger_than_questions(client: TestClient) -> None:
    large = b"x" * (web.LARGEST_REQUEST + 1)
    assert client.post("/api/v1/uploads", files=[("other", ("a.txt", large))]).status_code == 422
    assert client.post("/api/v1/ask", content=large).status_code == 413


def test_a_job_whose_process_died_has_failed(tmp_path: Path) -> None:
    job = jobs.Job("reading", total=2, name="a.pdf", failed=(("b.pdf", "坏了"),), id="0" * 32)
    jobs.write(tmp_path, job)
    assert jobs.read(tmp_path, job.id) == job
    record = tmp_path / "uploads" / "jobs" / f"{job.id}.json"
    record.write_text(record.read_text("utf-8").replace(f'"process": {os.getpid()}', '"process": 4194304'), "utf-8")
    broken = jobs.read(tmp_path, job.id)
    assert broken is not None
    assert (broken.state, broken.trouble) == ("failed", jobs.BROKEN)
    assert jobs.read(tmp_path, "../" + "0" * 29) is None


def test_only_the_last_jobs_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "KEPT", 2)
    for number in range(4):
        jobs.write(tmp_path, jobs.Job("done", id=f"{number:032x}"))
        time.sleep(0.01)
    assert [jobs.read(tmp_path, f"{n:032x}") is not None for n in range(4)] == [False, False, True, True]
