"""An assistant over the samples, and one over generated disclosures."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import Assistant
from tests.assistant.made import write_generated


@pytest.fixture(scope="session")
def assistant(sample_store: Path) -> Assistant:
    """Over the two sample disclosures."""
    return Assistant.open(sample_store)


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """Over a dozen generated disclosures of other departments, years and forms."""
    return Assistant.open(write_generated(tmp_path_factory.mktemp("generated") / "var", range(500, 512)))
