"""The interface over an index of the samples: in this process, and behind a real server on a free port."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant import Assistant, Conversation
from assistant.page.desk import Desk
from assistant.page.intake import Intake
from tests.page.conftest import application, serving

SANGONG = "三公经费 2024年多少"


@pytest.fixture(scope="session")
def shelf(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the samples' index, in which conversations may be kept."""
    return Path(shutil.copytree(sample_store, tmp_path_factory.mktemp("api") / "store"))


@pytest.fixture(scope="session")
def desk(shelf: Path) -> Desk:
    return Desk(lambda: Assistant.open(shelf), Conversation)


@pytest.fixture(scope="session")
def client(desk: Desk, shelf: Path) -> Iterator[TestClient]:
    """The whole application, page included, without a network."""
    with TestClient(application(desk, Intake(shelf)), base_url="http://127.0.0.1") as client:
        yield client


@pytest.fixture(scope="session")
def server(desk: Desk, shelf: Path) -> Iterator[str]:
    """The address of the whole application on this machine."""
    with serving(desk, Intake(shelf)) as url:
        yield url
